#include "postgresqlfixture.h"

using namespace syncline;
using namespace syncline::testing;
using namespace Qt::StringLiterals;

/// Links to a server that get lost.
class TestPostgreSqlLinks : public PostgreSqlTest
{
    Q_OBJECT

private slots:
    void aLostLinkIsOpenedAgain()
    {
        m_builder->header({.key = key(1), .sizes = {{u"S"_s, 1}}});
        const auto warehouse = open();
        QVERIFY(warehouse);
        QCOMPARE(select(*warehouse)->size(), 1);
        cut();
        QCOMPARE(warehouse->customers()->front().pending, 1);
        QCOMPARE(select(*warehouse)->size(), 1); // in the right schema, with statements prepared anew
        cut();
        VERIFY_RESULT(warehouse->writeBack({created({key(1), {}}, 5)}, syncId));
        QCOMPARE(m_builder->headerCell(key(1), u"monday_item_id"_s).toInt(), 5);
    }

    void aTransactionFailsAsAWhole()
    {
        m_builder->execute(u"CREATE TABLE t (x int)"_s);
        const auto sql = connect(m_settings);
        QVERIFY(sql);
        {
            const auto transaction = SqlTransaction::begin(*sql);
            VERIFY_RESULT(transaction);
            VERIFY_RESULT(insert(*sql, 1));
            cut();
            for (int turn = 0; turn < 2; ++turn) {
                const Result<SqlCursor> lost = insert(*sql, 2);
                QVERIFY(!lost);
                QCOMPARE(lost.error().event.id, EventId::db_042);
                QCOMPARE(lost.error().certainty, Certainty::NotSent);
                const Result<void> committed = (*transaction)->commit();
                QVERIFY(!committed);
                QCOMPARE(committed.error().event.id, EventId::db_042);
                QCOMPARE(committed.error().certainty, Certainty::NotSent);
            }
        }
        QCOMPARE(count(*sql), 0);
        const auto transaction = SqlTransaction::begin(*sql);
        VERIFY_RESULT(transaction);
        VERIFY_RESULT(insert(*sql, 3));
        VERIFY_RESULT((*transaction)->commit());
        QCOMPARE(count(*sql), 1);
    }

    void aCommitWithoutAnswerIsNotKnown()
    {
        m_builder->execute(u"CREATE TABLE t (x int)"_s);
        const auto sql = connect(m_settings);
        QVERIFY(sql);
        {
            const auto transaction = SqlTransaction::begin(*sql);
            VERIFY_RESULT(transaction);
            VERIFY_RESULT(insert(*sql, 1));
            cut();
            const Result<void> committed = (*transaction)->commit();
            QVERIFY(!committed);
            QCOMPARE(committed.error().event.id, EventId::db_043);
            QCOMPARE(committed.error().certainty, Certainty::Unknown);
        }
        QCOMPARE(count(*sql), 0);
    }

    void whatACommitWithoutAnswerLeftIsNotCountedAgain_data()
    {
        QTest::addColumn<bool>("isCommitted");
        QTest::addColumn<QString>("operation");
        QTest::newRow("the server did it") << true << u"create_item"_s;
        QTest::newRow("the server did it, nothing was sent") << true << QString();
        QTest::newRow("the server did nothing") << false << u"create_item"_s;
    }

    void whatACommitWithoutAnswerLeftIsNotCountedAgain()
    {
        QFETCH(bool, isCommitted);
        QFETCH(QString, operation);
        m_builder->withLog().header(
            {.key = key(1), .state = u"FAILED"_s, .retryCount = 1, .sizes = {{u"S"_s, 1}}});
        // The session ends while the server commits.
        m_builder->execute(u"CREATE FUNCTION leave() RETURNS trigger LANGUAGE plpgsql AS "
                           "$$BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(10); "
                           "RETURN NULL; END$$"_s);
        m_builder->execute(u"CREATE CONSTRAINT TRIGGER leaving AFTER UPDATE ON FACT_ORDER_LIST "
                           "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION leave()"_s);
        std::vector<WriteBack> rows{{.row = {key(1), {}},
                                     .state = operation.isEmpty() ? RowState::Refused : RowState::Rejected,
                                     .countsAsRetry = true,
                                     .operation = operation,
                                     .errorMessage = u"no"_s},
                                    {.row = {key(1), u"S"_s},
                                     .state = RowState::Refused,
                                     .operation = operation,
                                     .errorMessage = u"no"_s}};
        if (!operation.isEmpty()) {
            for (WriteBack &row : rows) {
                row.requestedAt = QDateTime({2026, 11, 23}, {9, 1, 2}, Qt::UTC);
                row.respondedAt = QDateTime({2026, 11, 23}, {9, 1, 5}, Qt::UTC);
            }
        }
        const auto warehouse = open();
        QVERIFY(warehouse);
        const Result<void> lost = warehouse->writeBack(rows, syncId);
        QVERIFY(!lost);
        QCOMPARE(lost.error().event.id, EventId::db_043);
        m_builder->execute(u"DROP TRIGGER leaving ON FACT_ORDER_LIST"_s);
        if (isCommitted) {
            const auto server = open(); // leaves exactly what the lost call would have left
            QVERIFY(server);
            VERIFY_RESULT(server->writeBack(rows, syncId));
        }
        m_clock.advance(std::chrono::seconds(2));
        VERIFY_RESULT(warehouse->writeBack(rows, syncId));
        QCOMPARE(m_builder->headerCell(key(1), u"retry_count"_s).toInt(), 2);
        QCOMPARE(m_builder->query(u"SELECT COUNT(*) FROM ORDER_LIST_API_LOG"_s).toInt(), 2);
        // The next time is another one.
        VERIFY_RESULT(warehouse->writeBack(rows, syncId));
        QCOMPARE(m_builder->headerCell(key(1), u"retry_count"_s).toInt(), 3);
    }

    void aChangeOutsideATransactionIsNotRepeated()
    {
        m_builder->execute(u"CREATE TABLE t (x int)"_s);
        const auto sql = connect(m_settings);
        QVERIFY(sql);
        VERIFY_RESULT(insert(*sql, 1));
        cut();
        const Result<SqlCursor> lost = insert(*sql, 2);
        QVERIFY(!lost);
        QCOMPARE(lost.error().event.id, EventId::db_042);
        VERIFY_RESULT(insert(*sql, 3));
        QCOMPARE(count(*sql), 2);
    }

    void aLinkThatIsLostWhileReadingIsAnError()
    {
        const auto sql = connect(m_settings);
        QVERIFY(sql);
        {
            Result<SqlCursor> rows = sql->run(
                {.text = u"SELECT repeat('x', 1000) FROM generate_series(1, 10000000)"_s}, u"read"_s, {});
            VERIFY_RESULT(rows);
            QCOMPARE(*rows->next(), true);
            cut();
            const Result<void> read = rows->forEach([]() -> Result<void> { return {}; });
            QVERIFY(!read);
            QCOMPARE(read.error().event.id, EventId::db_042);
        }
        const Result<SqlCursor> again = sql->run({.text = u"SELECT 1"_s}, u"read"_s, {});
        VERIFY_RESULT(again);
    }

    void aServerThatStaysAwayIsAskedAgainByEachCall()
    {
        const QString name = quoted(u"db of "_s + m_user);
        administer(u"CREATE DATABASE %1"_s.arg(name));
        m_settings.database = u"db of "_s + m_user;
        m_settings.schema.clear();
        {
            const auto sql = connect(m_settings);
            QVERIFY(sql);
            administer(u"ALTER DATABASE %1 ALLOW_CONNECTIONS false"_s.arg(name));
            cut();
            for (int turn = 0; turn < 2; ++turn) {
                const Result<SqlCursor> gone = sql->run({.text = u"SELECT 1"_s}, u"read"_s, {});
                QVERIFY(!gone);
                QCOMPARE(gone.error().event.id, EventId::db_041);
            }
            QVERIFY(!SqlTransaction::begin(*sql));
            administer(u"ALTER DATABASE %1 ALLOW_CONNECTIONS true"_s.arg(name));
            const Result<SqlCursor> back = sql->run({.text = u"SELECT 1"_s}, u"read"_s, {});
            VERIFY_RESULT(back);
        }
        administer(u"DROP DATABASE %1"_s.arg(name));
    }

private:
    /// Ends all sessions of the tested program, and waits for their end.
    void cut()
    {
        const SqlText statement{
            .text =
                u"SELECT COUNT(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE usename = :user"_s,
            .parameters = {u":user"_s}};
        Result<SqlCursor> ended = m_administrator->run(statement, u"cut"_s, {{u":user"_s, m_user}});
        VERIFY_RESULT(ended);
        QCOMPARE(*ended->next(), true);
        QCOMPARE(ended->integer(0), 1);
    }

    static Result<SqlCursor> insert(SqlConnection &sql, int value)
    {
        return sql.run({.text = u"INSERT INTO t VALUES (:x)"_s, .parameters = {u":x"_s}}, u"insert"_s,
                       {{u":x"_s, value}});
    }

    static qint64 count(SqlConnection &sql)
    {
        Result<SqlCursor> rows = sql.run({.text = u"SELECT COUNT(*) FROM t"_s}, u"count"_s, {});
        return rows && rows->next() ? rows->integer(0) : -1;
    }
};

QTEST_GUILESS_MAIN(TestPostgreSqlLinks)
#include "tst_postgresqllinks.moc"
