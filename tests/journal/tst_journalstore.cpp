#include "journalfixture.h"

#include "sql/sqlcatalog.h"

#include <QRegularExpression>
#include <QSysInfo>

#include <csignal>
#include <sys/resource.h>

using namespace syncline;
using namespace syncline::testing;
using namespace Qt::StringLiterals;

namespace {

/// No file of this process grows beyond `bytes`: what a full disk looks like to SQLite.
class FullDisk
{
public:
    explicit FullDisk(rlim_t bytes)
    {
        std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit small{bytes, m_before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
    }
    ~FullDisk() { setrlimit(RLIMIT_FSIZE, &m_before); }
    Q_DISABLE_COPY_MOVE(FullDisk)

private:
    rlimit m_before{};
};

} // namespace

/// The files of the journals: interruption, locks, damage.
class TestJournalStore : public TestCase
{
    Q_OBJECT

private:
    void leaveDeadLock() const
    {
        QFile lock(QString(state() + u'/' + syncId + u".lock"_s));
        QVERIFY(lock.open(QIODevice::WriteOnly));
        // No process has the highest number; the lines are those that QLockFile writes.
        lock.write("4194399\nsyncline\n" + QSysInfo::machineHostName().toUtf8() + '\n'
                   + QSysInfo::machineUniqueId() + '\n' + QSysInfo::bootUniqueId() + '\n');
    }

private slots:
    void aDroppedJournalIsInterrupted()
    {
        SqliteJournalStore store(state(), m_clock);
        const SyncRequest request{.customers = {u"O'NEIL & SØN"_s},
                                  .records = {key(7), key(3)},
                                  .limitPerCustomer = 5,
                                  .selection = RowSelection::Failed,
                                  .maxRetries = 7,
                                  .skipSubitems = true,
                                  .customerReports = true,
                                  .sequential = true};
        const BatchIntent intent = intentOf(1, {{key(1), {}}}, u"ALPHA"_s);
        {
            const auto journal = make(store, request);
            QVERIFY(journal);
            VERIFY_RESULT(journal->plan({planned(1, u"ALPHA"_s), planned(2, u"ALPHA"_s)}));
            VERIFY_RESULT(journal->planComplete());
            VERIFY_RESULT(journal->intend(intent));
            VERIFY_RESULT(journal->noteProgress({.time = {.server = 2, .idle = 1.5}}, {}));
            QVERIFY(store.interrupted()->empty()); // somebody works on it
        }
        const auto syncs = store.interrupted();
        VERIFY_RESULT(syncs);
        QCOMPARE(syncs->size(), 1);
        QCOMPARE(syncs->front().syncId, syncId);
        QCOMPARE(syncs->front().environment, u"production"_s);
        QCOMPARE(syncs->front().startedAt, m_clock.utcNow());
        QCOMPARE(syncs->front().ledger.planned, 2);
        QCOMPARE(syncs->front().ledger.unknown, 1);
        QCOMPARE(syncs->front().request.customers, request.customers);
        QCOMPARE(syncs->front().request.records, request.records);
        QCOMPARE(syncs->front().request.limitPerCustomer, request.limitPerCustomer);
        QCOMPARE(syncs->front().request.selection, request.selection);
        QCOMPARE(syncs->front().request.maxRetries, 7);
        QVERIFY(syncs->front().request.skipSubitems && syncs->front().request.customerReports
                && syncs->front().request.sequential && !syncs->front().request.dryRun);

        auto again = store.reopen(syncId);
        VERIFY_RESULT(again);
        QCOMPARE(*(*again)->isPlanComplete(), true);
        QCOMPARE((*again)->openBatches()->size(), 1);
        QCOMPARE((*again)->openBatches()->front().intent.body, intent.body);
        QCOMPARE((*again)->summarise()->seconds, 3.5);
        QCOMPARE((*again)->summarise()->time.server, 2.0);
        VERIFY_RESULT((*again)->answer(recordOf(intent), {created({key(1), {}}, 9)}));
        QCOMPARE((*again)->summarise()->ledger.created, 1);
    }

    void aClosedJournalIsGone()
    {
        SqliteJournalStore store(state(), m_clock);
        {
            const auto journal = make(store);
            QVERIFY(journal);
            VERIFY_RESULT(journal->close(RunState::Succeeded));
            QCOMPARE(journal->summarise()->state, RunState::Succeeded);
            QCOMPARE(journal->summarise()->finishedAt, m_clock.utcNow());
        }
        QVERIFY(store.interrupted()->empty());
        const auto again = store.reopen(syncId);
        QVERIFY(!again);
        QCOMPARE(again.error().kind, ErrorKind::InvalidInput);
        QVERIFY(QDir(state()).entryList({u"*.sqlite*"_s}, QDir::Files).isEmpty());
    }

    void aSyncIsWorkedOnByOne()
    {
        SqliteJournalStore store(state(), m_clock);
        SqliteJournalStore other(state(), m_clock);
        auto journal = make(store);
        QVERIFY(journal);
        const auto stolen = other.reopen(syncId);
        QVERIFY(!stolen);
        QVERIFY(stolen.error().text().contains(QString::number(QCoreApplication::applicationPid())));
        QVERIFY(other.interrupted()->empty());
        QVERIFY(!other.create(syncId, u"production"_s, {}, m_clock.utcNow()));
        journal.reset();
        QCOMPARE(other.interrupted()->size(), 1);
        VERIFY_RESULT(other.reopen(syncId));
    }

    void theLockOfADeadProcessIsBroken()
    {
        SqliteJournalStore store(state(), m_clock);
        QVERIFY(make(store));
        leaveDeadLock();
        QCOMPARE(store.interrupted()->size(), 1);
        VERIFY_RESULT(store.reopen(syncId));
    }

    void theLockOfAProcessThatDiedWhileItBrokeAnotherIsBroken()
    {
        SqliteJournalStore store(state(), m_clock);
        QVERIFY(make(store));
        leaveDeadLock();
        QFile breaking(QString(state() + u'/' + syncId + u".lock.rmlock"_s));
        QVERIFY(breaking.open(QIODevice::WriteOnly));
        breaking.close();
        QCOMPARE(store.interrupted()->size(), 1);
        VERIFY_RESULT(store.reopen(syncId));
    }

    void theLockOfAProcessThatDiedWhileItMadeItIsBroken()
    {
        SqliteJournalStore store(state(), m_clock);
        QVERIFY(make(store));
        QFile lock(QString(state() + u'/' + syncId + u".lock"_s));
        QVERIFY(lock.open(QIODevice::WriteOnly));
        lock.close();
        QCOMPARE(store.interrupted()->size(), 1);
        VERIFY_RESULT(store.reopen(syncId));
    }

    void aDamagedFileIsAnError_data()
    {
        QTest::addColumn<qint64>("from");
        QTest::newRow("no database at all") << qint64(0);
        QTest::newRow("pages overwritten") << qint64(100);
    }

    void aDamagedFileIsAnError()
    {
        QFETCH(qint64, from);
        SqliteJournalStore store(state(), m_clock);
        {
            const auto journal = make(store);
            QVERIFY(journal);
            VERIFY_RESULT(journal->plan({planned(1, u"ALPHA"_s)}));
        }
        QFile damaged(path());
        QVERIFY(damaged.open(QIODevice::ReadWrite));
        QVERIFY(damaged.seek(from));
        damaged.write(QByteArray(static_cast<qsizetype>(damaged.size() - from), '\x5a'));
        damaged.close();
        for (const Result<void> &result : {toVoid(store.interrupted()), toVoid(store.reopen(syncId))}) {
            QVERIFY(!result);
            QCOMPARE(result.error().kind, ErrorKind::FileFailed);
            QCOMPARE(result.error().event.id, EventId::jo_004);
        }
        QVERIFY(QFile::exists(path())); // evidence is kept
    }

    void aProcessThatEndedBeforeThePlanLeavesNothing()
    {
        QVERIFY(QDir().mkpath(state()));
        QFile empty(path());
        QVERIFY(empty.open(QIODevice::WriteOnly));
        empty.close();
        SqliteJournalStore store(state(), m_clock);
        QVERIFY(store.interrupted()->empty());
        QVERIFY(!QFile::exists(path()));
    }

    void aFullDiskIsAnErrorAndTheJournalGoesOn()
    {
        SqliteJournalStore store(state(), m_clock);
        const auto journal = make(store);
        QVERIFY(journal);
        VERIFY_RESULT(journal->plan({planned(1, u"ALPHA"_s)}));
        std::vector<PlannedRow> many;
        for (int number = 2; number < 5000; ++number)
            many.push_back(planned(number, u"ALPHA"_s, {u"S"_s}));
        {
            const FullDisk disk(200'000);
            const Result<void> failed = journal->plan(many);
            QVERIFY(!failed);
            QCOMPARE(failed.error().kind, ErrorKind::FileFailed);
            QCOMPARE(failed.error().certainty, Certainty::NotSent);
        }
        QCOMPARE(journal->summarise()->ledger.planned, 1);
        VERIFY_RESULT(journal->plan(many));
        QCOMPARE(journal->summarise()->ledger.planned, 4999);
    }

    void aFolderThatCannotBeMadeIsAnError()
    {
        QFile inTheWay(state());
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        SqliteJournalStore store(state(), m_clock);
        const auto made = store.create(syncId, u"production"_s, {}, m_clock.utcNow());
        QVERIFY(!made);
        QCOMPARE(made.error().kind, ErrorKind::FileFailed);
    }

    void anIdLeadsNotOutOfTheFolder()
    {
        SqliteJournalStore store(state(), m_clock);
        QVERIFY(!store.create(u"../SYNC"_s, u"production"_s, {}, m_clock.utcNow()));
        QVERIFY(!store.reopen(u"../SYNC"_s));
        QVERIFY(!store.create({}, u"production"_s, {}, m_clock.utcNow()));
    }

    void aJournalInMemoryWorksTheSame()
    {
        const auto store = SqliteJournalStore::inMemory(m_clock);
        const auto journal = make(*store);
        QVERIFY(journal);
        VERIFY_RESULT(journal->plan({planned(1, u"ALPHA"_s)}));
        QCOMPARE(keysOf(*journal->nextPlanned(0, 5, {})), std::vector{key(1)});
        QVERIFY(store->interrupted()->empty());
        QVERIFY(!store->reopen(syncId));
    }

    void everyStatementDeclaresItsParameters()
    {
        static const QRegularExpression place(u":[a-z_]+"_s);
        SqlCatalog catalog(u"journal"_s);
        QVERIFY(catalog.names().size() > 40);
        for (const QString &name : catalog.names()) {
            const SqlText &statement = catalog.find(name);
            QSet<QString> used;
            for (auto match = place.globalMatch(statement.text); match.hasNext();)
                used.insert(match.next().captured());
            QCOMPARE(used, QSet<QString>(statement.parameters.begin(), statement.parameters.end()));
            QVERIFY2(!statement.text.contains(u';'), qPrintable(name));
        }
    }

private:
    [[nodiscard]] QString state() const { return file(u"state"_s); }
    [[nodiscard]] QString path() const { return QString(state() + u'/' + syncId + u".sqlite"_s); }

    std::unique_ptr<SyncJournal> make(SqliteJournalStore &store, const SyncRequest &request = {})
    {
        Result<std::unique_ptr<SyncJournal>> made =
            store.create(syncId, u"production"_s, request, m_clock.utcNow());
        return made ? *std::move(made) : nullptr;
    }

    template<typename T>
    static Result<void> toVoid(const Result<T> &result)
    {
        return result ? Result<void>() : Result<void>(result.error());
    }

    FakeClock m_clock;
};

QTEST_GUILESS_MAIN(TestJournalStore)
#include "tst_journalstore.moc"
