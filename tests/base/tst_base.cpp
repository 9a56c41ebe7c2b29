#include "base/atomicfile.h"
#include "base/attendant.h"
#include "base/idsource.h"
#include "base/mailbox.h"
#include "support/fakeclock.h"
#include "support/testenvironment.h"

#include <set>
#include <thread>

using namespace syncline;
using namespace Qt::StringLiterals;

class TestBase : public syncline::testing::TestCase
{
    Q_OBJECT

private slots:
    void eventTextFillsItsPlaces()
    {
        const Event event{.id = EventId::ba_001,
                          .parameters = {{u"path"_s, u"/x"_s}, {u"reason"_s, u"disk {full}"_s}}};
        QCOMPARE(event.name(), u"ba-001"_s);
        QCOMPARE(event.text(), u"The file /x could not be written: disk {full}"_s);
        QCOMPARE(event.textFrom(u"{reason}: {missing}|{path}"), u"disk {full}: |/x"_s);
    }

    void eventIdsAreFoundByName()
    {
        for (const EventDescription &description : eventRegistry()) {
            QCOMPARE(eventIdFromName(description.name), description.id);
            QCOMPARE(&describe(description.id), &description);
        }
        QVERIFY(!eventIdFromName(u"zz-999"));
    }

    void atomicWriteReplacesOrLeaves()
    {
        const QString path = file(u"sub/folder/report.md"_s);
        VERIFY_RESULT(writeFileAtomically(path, "one"));
        const Result<void> failed = writeFileAtomically(path, [](QIODevice &device) -> Result<void> {
            device.write("half of tw");
            return Error{.kind = ErrorKind::Internal};
        });
        QVERIFY(!failed);
        QFile written(path);
        QVERIFY(written.open(QIODevice::ReadOnly));
        QCOMPARE(written.readAll(), "one");
        QCOMPARE(QDir(file(u"sub/folder"_s)).entryList(QDir::Files).size(), 1);
    }

    void atomicWriteNamesAnImpossiblePlace()
    {
        VERIFY_RESULT(writeFileAtomically(file(u"plain"_s), "x"));
        const Result<void> failed = writeFileAtomically(file(u"plain/below/file"_s), "x");
        QVERIFY(!failed);
        QCOMPARE(failed.error().kind, ErrorKind::FileFailed);
        QVERIFY(failed.error().text().contains(u"plain/below/file"_s));
    }

    void mailboxWakesOncePerDrain()
    {
        std::atomic<int> wakes = 0;
        Mailbox<int> mailbox([&wakes] { ++wakes; });
        {
            std::vector<std::jthread> threads;
            for (int thread = 0; thread < 4; ++thread)
                threads.emplace_back([&mailbox] {
                    for (int value = 0; value < 1000; ++value)
                        mailbox.post(value);
                });
        }
        QCOMPARE(wakes, 1);
        QCOMPARE(mailbox.drain().size(), 4000u);
        mailbox.post(1);
        QCOMPARE(wakes, 2);
    }

    void seededIdsRepeatAndAreVersionFour()
    {
        SeededIdSource first(7);
        SeededIdSource second(7);
        std::set<QUuid> seen;
        for (int i = 0; i < 1000; ++i) {
            const QUuid id = first.next();
            QCOMPARE(id, second.next());
            QCOMPARE(id.version(), QUuid::Random);
            QVERIFY(seen.insert(id).second);
        }
    }

    void aWaitIsAttendedButNotAtItsEnd_data()
    {
        QTest::addColumn<int>("minutes");
        QTest::addColumn<int>("every");
        QTest::addColumn<int>("calls");
        QTest::newRow("shorter than a slice") << 1 << 2 << 0;
        QTest::newRow("one slice") << 2 << 2 << 0;
        QTest::newRow("two and a half") << 5 << 2 << 2;
        QTest::newRow("nobody attends") << 5 << 0 << 0;
        QTest::newRow("no wait") << 0 << 2 << 0;
    }

    void aWaitIsAttendedButNotAtItsEnd()
    {
        QFETCH(int, minutes);
        QFETCH(int, every);
        syncline::testing::FakeClock clock;
        const auto begin = clock.steadyNow();
        int calls = 0;
        const Result<bool> waited = waitAttended(clock, std::chrono::minutes(minutes), {},
                                                 {.every = std::chrono::minutes(every), .attend = [&calls]() -> Result<void> {
                                                      ++calls;
                                                      return {};
                                                  }});
        VERIFY_RESULT(waited);
        QVERIFY(*waited);
        QTEST(calls, "calls");
        QVERIFY(clock.steadyNow() - begin == std::chrono::minutes(minutes));
    }

    void whatTheAttendantCannotKeepEndsTheWait()
    {
        syncline::testing::FakeClock clock;
        const Result<bool> waited =
            waitAttended(clock, std::chrono::minutes(5), {},
                         {.every = std::chrono::minutes(1), .attend = []() -> Result<void> {
                              return Error{.kind = ErrorKind::WarehouseFailed};
                          }});
        QVERIFY(!waited);
        QCOMPARE(waited.error().kind, ErrorKind::WarehouseFailed);
        QCOMPARE(clock.waits().size(), 1u);
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(*waitAttended(clock, std::chrono::minutes(5), stop.get_token(), {}), false);
    }

    void systemClockWaitEndsWithStop()
    {
        SystemClock clock;
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!clock.waitFor(std::chrono::hours(1), stop.get_token()));
        QVERIFY(clock.waitFor(std::chrono::milliseconds(1), {}));
    }
};

QTEST_GUILESS_MAIN(TestBase)
#include "tst_base.moc"
