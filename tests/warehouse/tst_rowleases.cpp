#include "warehousefixture.h"

#include <numeric>
#include <thread>

using namespace syncline;
using namespace syncline::testing;
using namespace Qt::StringLiterals;
using std::chrono::seconds;

namespace {

const QString one = u"SYNC-11111111-20261123"_s;
const QString two = u"SYNC-22222222-20261123"_s;
constexpr seconds minute{60};
/// More than two connections differ in what they take for the server's time.
constexpr seconds servers{5};

QList<int> numbersOf(const std::vector<RecordKey> &keys)
{
    QList<int> numbers;
    for (const RecordKey &key : keys)
        numbers.append(static_cast<int>(key.uuid().data1));
    return numbers;
}

} // namespace

/// Who works on which rows: two desks on one file.
class TestRowLeases : public WarehouseTest
{
    Q_OBJECT

private slots:
    void init()
    {
        prepareWarehouse();
        m_first = open();
        m_second = openAnother();
        QVERIFY(m_first && m_second);
        VERIFY_RESULT(first().open(one, u"desk one"_s, minute));
        VERIFY_RESULT(second().open(two, u"desk two"_s, minute));
    }
    void cleanup()
    {
        m_first.reset();
        m_second.reset();
    }

    void aRowBelongsToOneSession()
    {
        const auto mine = first().claim(one, {key(1), key(2)});
        VERIFY_RESULT(mine);
        QCOMPARE(numbersOf(mine->taken), (QList{1, 2}));
        QVERIFY(mine->takenOver.empty());
        const auto rest = second().claim(two, {key(3), key(2), key(1), key(4)});
        VERIFY_RESULT(rest);
        QCOMPARE(numbersOf(rest->taken), (QList{3, 4}));
        // What a session has, it gets again; each key once.
        QCOMPARE(numbersOf(first().claim(one, {key(2), key(3), key(2)})->taken), (QList{2}));
        QVERIFY(first().claim(one, {})->taken.empty());
    }

    void aClaimTellsWhetherOthersHaveWritten()
    {
        const auto before = first().claim(one, {key(1)});
        VERIFY_RESULT(before);
        if (before->at == 0)
            QSKIP("this database does not tell");
        QCOMPARE(first().claim(one, {key(2)})->at, before->at);
        const auto other = second().claim(two, {key(3)});
        VERIFY_RESULT(other);
        QVERIFY(other->at != before->at); // moments of two connections are never the same
        QVERIFY(first().claim(one, {key(4)})->at != before->at);
    }

    void whatIsReleasedIsFree()
    {
        VERIFY_RESULT(first().claim(one, {key(1), key(2)}));
        VERIFY_RESULT(first().release(one, {key(1)}));
        VERIFY_RESULT(first().release(one, {}));
        VERIFY_RESULT(second().release(two, {key(2)})); // not its own
        const Claim claim = *second().claim(two, {key(1), key(2)});
        QCOMPARE(numbersOf(claim.taken), (QList{1}));
        QVERIFY(claim.takenOver.empty());
    }

    void aDeadSessionsRowsAreTakenOver()
    {
        VERIFY_RESULT(first().claim(one, {key(1), key(2)}));
        m_clock.advance(minute - servers);
        VERIFY_RESULT(second().renew(two, minute));
        QVERIFY(second().claim(two, {key(1)})->taken.empty());
        m_clock.advance(2 * servers);
        const Claim claim = *second().claim(two, {key(1), key(3)});
        QCOMPARE(numbersOf(claim.taken), (QList{1, 3}));
        QCOMPARE(numbersOf(claim.takenOver), (QList{1}));
        // Until it is done with them, it knows which those are, also after a restart.
        QCOMPARE(numbersOf(second().claim(two, {key(1)})->takenOver), (QList{1}));
        VERIFY_RESULT(second().release(two, {key(1)}));
        QVERIFY(second().claim(two, {key(1)})->takenOver.empty());
        QCOMPARE(m_builder->query(u"SELECT COUNT(*) FROM SYNCLINE_LEASES WHERE session = ?"_s, {one}).toInt(),
                 1); // key 2, which nobody asked for
    }

    void aSessionThatIsGoneCountsAsDead()
    {
        VERIFY_RESULT(first().claim(one, {key(1)}));
        m_builder->execute(u"DELETE FROM SYNCLINE_SESSIONS WHERE session = ?"_s, {one});
        QCOMPARE(numbersOf(second().claim(two, {key(1)})->takenOver), (QList{1}));
    }

    void aDeskThatRestartsHasItsLeasesAtOnce()
    {
        VERIFY_RESULT(first().claim(one, {key(1)}));
        m_first = openAnother();
        VERIFY_RESULT(first().open(one, u"desk one again"_s, minute));
        QVERIFY(second().claim(two, {key(1)})->taken.empty());
        const Claim mine = *first().claim(one, {key(1)});
        QCOMPARE(numbersOf(mine.taken), (QList{1}));
        QVERIFY(mine.takenOver.empty());
        QCOMPARE(
            m_builder->query(u"SELECT desk FROM SYNCLINE_SESSIONS WHERE session = ?"_s, {one}).toString(),
            u"desk one again"_s);
    }

    void renewingTellsWhetherItWasInTime()
    {
        m_clock.advance(seconds(59));
        QVERIFY(*first().renew(one, minute));
        m_clock.advance(seconds(59));
        QVERIFY(*first().renew(one, minute));
        m_clock.advance(minute);
        const Result<bool> late = first().renew(one, minute);
        VERIFY_RESULT(late);
        QVERIFY(!*late);
        // It holds again, so that its rows can be claimed anew.
        VERIFY_RESULT(first().claim(one, {key(1)}));
        VERIFY_RESULT(second().open(two, u"desk two"_s, minute));
        QVERIFY(second().claim(two, {key(1)})->taken.empty());
        QVERIFY(!*first().renew(u"SYNC-33333333-20261123"_s, minute));
        QCOMPARE(m_builder->query(u"SELECT COUNT(*) FROM SYNCLINE_SESSIONS"_s).toInt(), 2);
    }

    void aSessionThatRanOutTakesNothing()
    {
        VERIFY_RESULT(first().claim(one, {key(1)}));
        m_clock.advance(minute);
        for (const QString &session : {one, u"SYNC-33333333-20261123"_s}) {
            const Result<Claim> claim = first().claim(session, {key(2)});
            QVERIFY(!claim);
            QCOMPARE(claim.error().event.id, EventId::db_023);
            QVERIFY(claim.error().text().contains(session));
            QVERIFY(!first().lock(session, u"group"_s));
        }
        QCOMPARE(m_builder->query(u"SELECT COUNT(*) FROM SYNCLINE_LEASES"_s).toInt(), 1);
    }

    void aClosedSessionLeavesNothing()
    {
        VERIFY_RESULT(first().claim(one, {key(1), key(2)}));
        QVERIFY(*first().lock(one, u"ALPHA SP26"_s));
        VERIFY_RESULT(second().claim(two, {key(3)}));
        VERIFY_RESULT(first().close(one, {}));
        QVERIFY(*second().lock(two, u"ALPHA SP26"_s));
        const Claim claim = *second().claim(two, {key(1), key(2)});
        QCOMPARE(numbersOf(claim.taken), (QList{1, 2}));
        QVERIFY(claim.takenOver.empty());
        QCOMPARE(m_builder->query(u"SELECT COUNT(*) FROM SYNCLINE_LEASES"_s).toInt(), 4);
        QCOMPARE(m_builder->query(u"SELECT COUNT(*) FROM SYNCLINE_SESSIONS"_s).toInt(), 1);
    }

    void aNameIsLockedForOneSession()
    {
        QVERIFY(*first().lock(one, u"ALPHA SP26"_s));
        QVERIFY(*first().lock(one, u"ALPHA SP26"_s));
        QVERIFY(!*second().lock(two, u"ALPHA SP26"_s));
        const Result<std::optional<LockHolder>> holder = second().lockHolder(u"ALPHA SP26"_s);
        VERIFY_RESULT(holder);
        QVERIFY(*holder);
        QCOMPARE((*holder)->session, one);
        QCOMPARE((*holder)->desk, u"desk one"_s);
        QVERIFY(qAbs((*holder)->until.msecsTo(m_clock.utcNow().addSecs(60))) <= servers.count() * 1'000);
        QVERIFY(!*second().lockHolder(u"ALPHA FW25"_s));
        QVERIFY(*second().lock(two, u"ALPHA FW25"_s));
        VERIFY_RESULT(second().unlock(two, u"ALPHA SP26"_s)); // not its own
        QVERIFY(!*second().lock(two, u"ALPHA SP26"_s));
        VERIFY_RESULT(first().unlock(one, u"ALPHA SP26"_s));
        QVERIFY(*second().lock(two, u"ALPHA SP26"_s));
        m_clock.advance(minute + servers);
        VERIFY_RESULT(first().open(one, u"desk one"_s, minute));
        QVERIFY(*first().lock(one, u"ALPHA SP26"_s)); // of a dead session
    }

    void aLockIsNoRow()
    {
        QVERIFY(*first().lock(one, key(1).toString()));
        QCOMPARE(numbersOf(second().claim(two, {key(1)})->taken), (QList{1}));
        VERIFY_RESULT(first().release(one, {key(1)}));
        QVERIFY(!*second().lock(two, key(1).toString()));
    }

    void boardsAreApart()
    {
        const auto other = openAnother(u"9200517329"_s);
        QVERIFY(other);
        VERIFY_RESULT(other->leases().open(two, u"desk two"_s, minute));
        VERIFY_RESULT(first().claim(one, {key(1)}));
        QVERIFY(*first().lock(one, u"ALPHA SP26"_s));
        QCOMPARE(numbersOf(other->leases().claim(two, {key(1)})->taken), (QList{1}));
        QVERIFY(*other->leases().lock(two, u"ALPHA SP26"_s));
        VERIFY_RESULT(other->leases().release(two, {key(1)}));
        QVERIFY(second().claim(two, {key(1)})->taken.empty());
    }

    void twoDesksShareAThousandRows()
    {
        constexpr int rows = 1'000;
        constexpr int chunk = 50;
        std::array<QList<int>, 2> got;
        std::atomic<int> failures = 0;
        {
            std::vector<std::jthread> desks;
            for (int desk = 0; desk < 2; ++desk) {
                desks.push_back(std::jthread([this, desk, &got, &failures] {
                    auto warehouse = tryOpen();
                    for (int start = 0; warehouse && start < rows; start += chunk) {
                        std::vector<RecordKey> keys;
                        for (int number = start; number < start + chunk; ++number)
                            keys.push_back(key(number + 1));
                        const auto claim = (*warehouse)->leases().claim(desk == 0 ? one : two, keys);
                        if (claim)
                            got[static_cast<std::size_t>(desk)] += numbersOf(claim->taken);
                        failures += claim && claim->takenOver.empty() ? 0 : 1;
                    }
                    failures += warehouse ? 0 : 1;
                }));
            }
        }
        QCOMPARE(failures.load(), 0);
        QList<int> all = got[0] + got[1];
        std::ranges::sort(all);
        QList<int> expected(rows);
        std::iota(expected.begin(), expected.end(), 1);
        QCOMPARE(all, expected);
        QCOMPARE(m_builder->query(u"SELECT COUNT(*) FROM SYNCLINE_LEASES"_s).toInt(), rows);
    }

private:
    RowLeases &first() { return m_first->leases(); }
    RowLeases &second() { return m_second->leases(); }

    std::unique_ptr<SqlOrderWarehouse> m_first;
    std::unique_ptr<SqlOrderWarehouse> m_second;
};

QTEST_GUILESS_MAIN(TestRowLeases)
#include "tst_rowleases.moc"
