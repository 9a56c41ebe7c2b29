#include "postgresqlfixture.h"
#include "warehouse/resultwriter.h"
#include "warehouse/sqlorderrefresh.h"

#include <thread>

using namespace syncline;
using namespace syncline::testing;
using namespace syncline::warehouse;
using namespace Qt::StringLiterals;

/// What only PostgreSQL does: types and spellings of its own, errors, and rights.
class TestPostgreSql : public PostgreSqlTest
{
    Q_OBJECT

private slots:
    void tablesAndColumnsKeepTheirOwnSpelling()
    {
        m_builder->execute(
            u"CREATE TABLE \"FACT_ORDER_LIST\" (\"RECORD_UUID\" uuid PRIMARY KEY, \"Customer Name\" text, "
            "\"UNIT OF MEASURE\" text, \"s\" int, \"S\" int, \"TOTAL QTY\" int, \"SYNC_STATE\" text, "
            "\"Monday_Item_Id\" bigint)"_s);
        m_builder->execute(u"CREATE TABLE \"fact_order_LIST\" (x int)"_s); // differs in capitals only
        m_builder->execute(u"CREATE TABLE \"Order_List_Lines\" (record_uuid uuid, size_code text, qty int, "
                           "sync_state text, monday_subitem_id text, UNIQUE (record_uuid, size_code))"_s);
        m_builder->execute(
            u"INSERT INTO \"FACT_ORDER_LIST\" VALUES (?, 'ALPHA', 'PCE', 3, 4, 7, 'NEW', NULL)"_s,
            {key(1).toString()});
        const auto warehouse = open();
        QVERIFY(warehouse);
        const auto orders = select(*warehouse);
        VERIFY_RESULT(orders);
        QCOMPARE(orders->size(), 1);
        QCOMPARE(orders->front().sizesTotal, std::optional<qint64>(7));
        VERIFY_RESULT(warehouse->writeBack({created({key(1), {}}, 17)}, syncId));
        QCOMPARE(m_builder->query(u"SELECT \"SYNC_STATE\" || \"Monday_Item_Id\" FROM \"FACT_ORDER_LIST\""_s)
                     .toString(),
                 u"SYNCED17"_s);
    }

    void tablesOfOtherSchemasAreNotSeen()
    {
        m_builder->header({.key = key(1)});
        m_settings.schema = u"public"_s;
        const auto warehouse = open();
        QVERIFY(warehouse);
        QCOMPARE(warehouse->findings()->front().id, EventId::db_010);
        m_settings.schema = u"no such schema"_s;
        const auto nowhere = open();
        QVERIFY(nowhere);
        QCOMPARE(nowhere->findings()->front().id, EventId::db_010);
    }

    void keysOfAnyTypeMeet_data()
    {
        QTest::addColumn<QString>("headerType");
        QTest::addColumn<QString>("lineType");
        for (const QString &header : {u"uuid"_s, u"text"_s, u"varchar(36)"_s, u"char(36)"_s}) {
            for (const QString &line : {u"uuid"_s, u"text"_s, u"char(36)"_s})
                QTest::newRow(qPrintable(QString(header + u" and "_s + line))) << header << line;
        }
    }

    void keysOfAnyTypeMeet()
    {
        QFETCH(QString, headerType);
        QFETCH(QString, lineType);
        m_builder->withoutHeaderColumns({u"record_uuid"_s})
            .withHeaderColumn(u"record_uuid"_s, headerType + u" PRIMARY KEY"_s)
            .withoutLineColumns({u"record_uuid"_s})
            .withLineColumn(u"record_uuid"_s, lineType)
            .header({.key = key(1), .state = u"SYNCED"_s, .itemId = 7, .withLines = false})
            .header({.key = key(2)})
            .line({.key = key(1), .sizeCode = u"S"_s});
        if (headerType != "uuid"_L1) {
            m_builder->execute(
                u"INSERT INTO FACT_ORDER_LIST (record_uuid, \"CUSTOMER NAME\", sync_state) VALUES (?, ?, ?)"_s,
                {u"no uuid"_s, alpha, u"SYNCED"_s});
        }
        const auto warehouse = open();
        QVERIFY(warehouse);
        const auto orders = select(*warehouse);
        VERIFY_RESULT(orders);
        QCOMPARE(orders->size(), 2);
        QCOMPARE(warehouse->customers()->front().linesPending, 1);
        VERIFY_RESULT(warehouse->writeBack({created({key(2), {}}, 8), created({key(1), u"S"_s}, 9)}, syncId));
        QCOMPARE(m_builder->headerCell(key(2), u"monday_item_id"_s).toInt(), 8);
        QCOMPARE(m_builder->lineCell({key(1), u"S"_s}, u"monday_subitem_id"_s).toInt(), 9);
        QCOMPARE(warehouse->findings()->size(), headerType == "uuid"_L1 ? 0 : 1);
    }

    void sizesOfAnyTypeAreSummed_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QVariant>("value");
        QTest::addColumn<int>("expected"); // 0: no sum
        QTest::newRow("smallint") << u"smallint"_s << QVariant(32'767) << 32'772;
        QTest::newRow("bigint, nothing") << u"bigint"_s << QVariant() << 5;
        QTest::newRow("decimal") << u"decimal(18,4)"_s << QVariant(3) << 8;
        QTest::newRow("decimal, fraction") << u"decimal(18,4)"_s << QVariant(2.5) << 0;
        QTest::newRow("decimal, nothing") << u"decimal(18,4)"_s << QVariant() << 5;
        QTest::newRow("real") << u"real"_s << QVariant(2.0) << 7;
        QTest::newRow("not a number") << u"double precision"_s << QVariant(u"NaN"_s) << 0;
        QTest::newRow("endless") << u"double precision"_s << QVariant(u"Infinity"_s) << 0;
        QTest::newRow("text") << u"text"_s << QVariant(u" 12 "_s) << 17;
        QTest::newRow("long text") << u"text"_s << QVariant(QString(40, u'9')) << 0;
        QTest::newRow("boolean") << u"boolean"_s << QVariant(u"true"_s) << 0;
        QTest::newRow("date") << u"date"_s << QVariant(u"2026-01-02"_s) << 0;
    }

    void sizesOfAnyTypeAreSummed()
    {
        QFETCH(QString, type);
        QFETCH(QVariant, value);
        QFETCH(int, expected);
        m_builder->withoutHeaderColumns({u"M"_s, u"TOTAL QTY"_s, u"UNIT OF MEASURE"_s, u"S"_s})
            .withHeaderColumn(u"UNIT OF MEASURE"_s)
            .withHeaderColumn(u"S"_s, u"int"_s)
            .withHeaderColumn(u"M"_s, type)
            .withHeaderColumn(u"TOTAL QTY"_s, u"text"_s)
            .header({.key = key(1), .sizes = {{u"S"_s, 5}}, .withLines = false});
        m_builder->execute(u"UPDATE FACT_ORDER_LIST SET \"M\" = ?"_s, {value});
        const auto warehouse = open();
        QVERIFY(warehouse);
        const auto orders = select(*warehouse);
        VERIFY_RESULT(orders);
        QCOMPARE(orders->front().sizesTotal.value_or(0), expected);
    }

    void timesAreReadInUtc()
    {
        const QByteArray zone = qgetenv("TZ");
        qputenv("TZ", "America/Los_Angeles");
        tzset();
        m_builder->withoutHeaderColumns({u"sync_completed_at"_s, u"ORDER DATE PO RECEIVED"_s})
            .withHeaderColumn(u"sync_completed_at"_s, u"timestamptz"_s)
            .withHeaderColumn(u"ORDER DATE PO RECEIVED"_s, u"timestamptz"_s)
            .header({.key = key(1)});
        m_builder->execute(
            u"UPDATE FACT_ORDER_LIST SET \"ORDER DATE PO RECEIVED\" = '2026-03-01 02:00:00+00'"_s);
        m_mapped = {u"ORDER DATE PO RECEIVED"_s};
        const auto warehouse = open();
        QVERIFY(warehouse);
        const auto orders = select(*warehouse);
        WriteBack row = created({key(1), {}}, 5);
        row.respondedAt = QDateTime({2026, 11, 23}, {9, 1, 5}, Qt::UTC);
        const Result<void> written = warehouse->writeBack({row}, syncId);
        const auto customers = warehouse->customers();
        qputenv("TZ", zone);
        tzset();
        VERIFY_RESULT(orders);
        QCOMPARE(orders->front().values.value(u"ORDER DATE PO RECEIVED"_s).toDate(), QDate(2026, 3, 1));
        VERIFY_RESULT(written);
        VERIFY_RESULT(customers);
        QCOMPARE(customers->front().lastSync, row.respondedAt);
        QCOMPARE(
            m_builder
                ->query(u"SELECT CAST(sync_completed_at AT TIME ZONE 'UTC' AS text) FROM FACT_ORDER_LIST"_s)
                .toString(),
            u"2026-11-23 09:01:05"_s);
    }

    void statesOfErrorsAreTold_data()
    {
        QTest::addColumn<QString>("state");
        QTest::addColumn<SqlTrouble>("trouble");
        QTest::newRow("no answer") << u""_s << SqlTrouble::ConnectionLost;
        QTest::newRow("connection failure") << u"08006"_s << SqlTrouble::ConnectionLost;
        QTest::newRow("administrator") << u"57P01"_s << SqlTrouble::ConnectionLost;
        QTest::newRow("crash") << u"57P02"_s << SqlTrouble::ConnectionLost;
        QTest::newRow("lock not available") << u"55P03"_s << SqlTrouble::Busy;
        QTest::newRow("deadlock") << u"40P01"_s << SqlTrouble::Busy;
        QTest::newRow("too many connections") << u"53300"_s << SqlTrouble::Busy;
        QTest::newRow("disk full") << u"53100"_s << SqlTrouble::Full;
        QTest::newRow("no privilege") << u"42501"_s << SqlTrouble::ReadOnly;
        QTest::newRow("read only") << u"25006"_s << SqlTrouble::ReadOnly;
        QTest::newRow("too long") << u"22001"_s << SqlTrouble::ValueRefused;
        QTest::newRow("check") << u"23514"_s << SqlTrouble::ValueRefused;
        QTest::newRow("trigger") << u"P0001"_s << SqlTrouble::ValueRefused;
        QTest::newRow("no such database") << u"3D000"_s << SqlTrouble::NoDatabase;
        QTest::newRow("no such table") << u"42P01"_s << SqlTrouble::Other;
        QTest::newRow("our own") << u"misuse"_s << SqlTrouble::Other;
    }

    void statesOfErrorsAreTold()
    {
        QFETCH(QString, state);
        QFETCH(SqlTrouble, trouble);
        const auto dialect = makeDialect(m_settings);
        QCOMPARE(dialect->troubleOf({{}, {}, QSqlError::StatementError, state}), trouble);
    }

    void errorsOfTheServerAreTold_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("statement");
        QTest::addColumn<EventId>("event");
        const QString nothing = u"SELECT 1"_s;
        const QString change = u"UPDATE t SET number = 2"_s;
        QTest::newRow("too long") << nothing << u"UPDATE t SET name = repeat('x', 11)"_s << EventId::db_005;
        QTest::newRow("out of range") << nothing << u"UPDATE t SET number = 40000"_s << EventId::db_005;
        QTest::newRow("twice") << nothing << u"INSERT INTO t SELECT * FROM t"_s << EventId::db_005;
        QTest::newRow("locked") << u"SET lock_timeout = '20ms'"_s << change << EventId::db_002;
        QTest::newRow("read only") << u"SET default_transaction_read_only = on"_s << change
                                   << EventId::db_003;
        QTest::newRow("no such table") << nothing << u"SELECT * FROM nothing"_s << EventId::db_001;
    }

    void errorsOfTheServerAreTold()
    {
        QFETCH(QString, before);
        QFETCH(QString, statement);
        QFETCH(EventId, event);
        m_builder->execute(u"CREATE TABLE t (number smallint PRIMARY KEY, name varchar(10))"_s);
        m_builder->execute(u"INSERT INTO t VALUES (1, 'one')"_s);
        const bool locked = event == EventId::db_002;
        if (locked) {
            m_builder->execute(u"BEGIN"_s);
            m_builder->execute(u"UPDATE t SET number = 3"_s);
        }
        const auto sql = connect(m_settings);
        QVERIFY(sql);
        VERIFY_RESULT(sql->run({.text = before}, u"before"_s, {}));
        const Result<SqlCursor> done = sql->run({.text = statement}, u"test"_s, {});
        if (locked)
            m_builder->execute(u"COMMIT"_s);
        QVERIFY(!done);
        QCOMPARE(done.error().event.id, event);
        QCOMPARE(done.error().certainty, Certainty::NotSent);
    }

    void aServerThatIsNotThereIsAnError_data()
    {
        QTest::addColumn<QString>("what");
        for (const char *what : {"port", "database", "user", "encryption"})
            QTest::newRow(what) << QString::fromLatin1(what);
    }

    void aServerThatIsNotThereIsAnError()
    {
        QFETCH(QString, what);
        if (what == "port"_L1)
            m_settings.port = 1;
        else if (what == "database"_L1)
            m_settings.database = u"no such ' database"_s;
        else if (what == "user"_L1)
            m_settings.user = u"no such \\' user"_s;
        else
            m_settings.encrypt = true; // the server of the tests has no certificate
        const auto opened = tryOpen();
        QVERIFY(!opened);
        QCOMPARE(opened.error().event.id, EventId::db_041);
        QCOMPARE(opened.error().kind, ErrorKind::WarehouseAway);
    }

    void noValueOfTheSettingsIsMoreThanAValue()
    {
        m_settings.database = u"postgres' user='%1"_s.arg(testServer()->user);
        QVERIFY(!tryOpen());
        m_settings = m_builder->database();
        m_settings.schema = u"x\", \"%1"_s.arg(m_settings.schema);
        m_builder->header({.key = key(1)});
        const auto warehouse = open();
        QVERIFY(warehouse);
        QCOMPARE(warehouse->findings()->front().id, EventId::db_010);
    }

    void aReaderMayLookButNotSend()
    {
        m_builder->withLog().header({.key = key(1), .sizes = {{u"S"_s, 1}}});
        const QString schema = quoted(m_settings.schema);
        QStringList needed;
        administer(u"GRANT USAGE ON SCHEMA %1 TO %2"_s.arg(schema, quoted(m_reader)));
        administer(u"GRANT SELECT ON ALL TABLES IN SCHEMA %1 TO %2"_s.arg(schema, quoted(m_reader)));
        m_settings.user = m_reader;
        {
            const auto warehouse = open();
            QVERIFY(warehouse);
            std::vector<Event> findings = *warehouse->findings();
            QCOMPARE(findings.size(), 4);
            QCOMPARE(findings.back().id, EventId::db_061);
            needed = findings.back().parameters.value("statements"_L1).toString().split(u"; "_s);
            findings.pop_back();
            QStringList tables;
            for (const Event &finding : findings) {
                QCOMPARE(finding.id, EventId::db_044);
                QCOMPARE(describe(finding.id).level, EventLevel::Error); // blocks sending
                tables.append(finding.parameters.value("table"_L1).toString());
            }
            QCOMPARE(tables,
                     (QStringList{u"fact_order_list"_s, u"order_list_lines"_s, u"order_list_api_log"_s}));
            QCOMPARE(select(*warehouse)->size(), 1);
            QCOMPARE(warehouse->customers()->front().pending, 1);
            QCOMPARE(warehouse->openRows(alpha, WarehouseState::Waiting, 5)->size(), 1);
            const Result<void> written = warehouse->writeBack({created({key(1), {}}, 5)}, syncId);
            QVERIFY(!written);
            QCOMPARE(written.error().event.id, EventId::db_003);
            QVERIFY(!warehouse->tryWriting());
        }
        administer(u"GRANT UPDATE ON ALL TABLES IN SCHEMA %1 TO %2"_s.arg(schema, quoted(m_reader)));
        administer(u"GRANT INSERT ON %1.order_list_api_log TO %2"_s.arg(schema, quoted(m_reader)));
        {
            // What a sync would fail at before it sends anything.
            const auto warehouse = open();
            QVERIFY(warehouse);
            const Result<void> tried = warehouse->tryWriting();
            QVERIFY(!tried);
            QCOMPARE(tried.error().event.id, EventId::db_061);
            QVERIFY(!warehouse->leases().open(syncId, u"desk"_s, std::chrono::seconds(60)));
        }
        for (const QString &statement : std::as_const(needed))
            administer(statement);
        const auto warehouse = open();
        QVERIFY(warehouse);
        QVERIFY(warehouse->findings()->empty());
        VERIFY_RESULT(warehouse->tryWriting());
        VERIFY_RESULT(warehouse->leases().open(syncId, u"desk"_s, std::chrono::seconds(60)));
        VERIFY_RESULT(warehouse->leases().claim(syncId, {key(1)}));
        VERIFY_RESULT(warehouse->writeBack({created({key(1), {}}, 5)}, syncId));
        VERIFY_RESULT(warehouse->leases().close(syncId, {}));
    }

    void tablesWithoutAnyRightAreNotOfferedToBeMade()
    {
        m_builder->header({.key = key(1)});
        const QString schema = quoted(m_settings.schema);
        administer(u"GRANT USAGE ON SCHEMA %1 TO %2"_s.arg(schema, quoted(m_reader)));
        for (const QString &table : {u"fact_order_list"_s, u"order_list_lines"_s})
            administer(u"GRANT SELECT, UPDATE ON %1.%2 TO %3"_s.arg(schema, table, quoted(m_reader)));
        m_settings.user = m_reader;
        const auto warehouse = open();
        QVERIFY(warehouse);
        const std::vector<Event> findings = *warehouse->findings();
        QCOMPARE(findings.size(), 1);
        QCOMPARE(findings.front().id, EventId::db_061);
        QCOMPARE(describe(EventId::db_061).level, EventLevel::Error); // blocks sending
        QVERIFY(findings.front().text().contains("SYNCLINE_LEASES"_L1));
        QVERIFY(findings.front().text().contains(m_reader));
        QCOMPARE(warehouse->pendingMigrations().error().event.id, EventId::db_061);
        QCOMPARE(warehouse->migrate().error().event.id, EventId::db_061);
        QCOMPARE(select(*warehouse)->size(), 1);
    }

    void theScriptMakesTheTablesFromAnywhere()
    {
        m_builder = std::make_unique<WarehouseBuilder>(DatabaseDriver::PostgreSql, file(u"fresh"_s));
        m_builder->withoutOwnTables().header({.key = key(1)});
        const QString user = m_settings.user;
        m_settings = m_builder->database();
        m_settings.user = m_reader;
        const QString schema = quoted(m_settings.schema);
        for (const QString &table : {u"fact_order_list"_s, u"order_list_lines"_s})
            administer(u"GRANT SELECT, UPDATE ON %1.%2 TO %3"_s.arg(schema, table, quoted(m_reader)));
        administer(u"GRANT USAGE ON SCHEMA %1 TO %2"_s.arg(schema, quoted(m_reader)));
        const auto warehouse = open();
        QVERIFY(warehouse);
        QCOMPARE(warehouse->findings()->back().id, EventId::db_021);
        // As someone who may, in a schema of its own.
        const Result<QStringList> script = warehouse->pendingMigrations();
        VERIFY_RESULT(script);
        for (const QString &statement : *script)
            administer(statement);
        QVERIFY(warehouse->findings()->empty());
        VERIFY_RESULT(warehouse->tryWriting());
        VERIFY_RESULT(warehouse->leases().open(syncId, u"desk"_s, std::chrono::seconds(60)));
    }

    void wordsMayBeOfATypeOfTheirOwn()
    {
        m_builder->execute(
            u"CREATE TYPE state AS ENUM ('NEW', 'PENDING', 'SYNCED', 'FAILED', 'ERROR', 'odd')"_s);
        m_builder->execute(u"CREATE TYPE action AS ENUM ('INSERT', 'UPDATE', 'DELETE', 'NONE')"_s);
        const QStringList words{u"sync_state"_s, u"action_type"_s};
        m_builder->withoutHeaderColumns(words)
            .withHeaderColumn(u"sync_state"_s, u"state"_s)
            .withHeaderColumn(u"action_type"_s, u"action"_s)
            .withoutLineColumns(words)
            .withLineColumn(u"sync_state"_s, u"state"_s)
            .withLineColumn(u"action_type"_s, u"action"_s)
            .withLog()
            .header({.key = key(1), .groupName = u"G"_s, .sizes = {{u"S"_s, 1}}})
            .header({.key = key(2), .state = u"FAILED"_s, .sizes = {{u"S"_s, 1}}})
            .header({.key = key(3), .state = u"SYNCED"_s, .itemId = 7, .withLines = false})
            .line({.key = key(3), .sizeCode = u"S"_s})
            .header({.key = key(4), .state = u"odd"_s});
        const auto warehouse = open();
        QVERIFY(warehouse);
        const std::vector<Event> findings = *warehouse->findings();
        QCOMPARE(findings.size(), 1);
        QCOMPARE(findings.front().id, EventId::db_018);
        const auto customers = warehouse->customers();
        VERIFY_RESULT(customers);
        QCOMPARE(customers->front().pending, 1);
        QCOMPARE(customers->front().linesPending, 2);
        const auto orders = select(*warehouse);
        VERIFY_RESULT(orders);
        QCOMPARE(orders->size(), 2);
        QCOMPARE(warehouse->openRows(alpha, WarehouseState::Failed, 5)->size(), 1);
        VERIFY_RESULT(warehouse->tryWriting());
        VERIFY_RESULT(warehouse->writeBack(
            {created({key(1), {}}, 5),
             created({key(1), u"S"_s}, 6),
             {.row = {key(2), {}}, .state = RowState::Rejected, .errorMessage = u"no"_s}},
            syncId));
        QCOMPARE(m_builder->headerCell(key(1), u"sync_state"_s).toString(), u"SYNCED"_s);
        QCOMPARE(m_builder->lineCell({key(1), u"S"_s}, u"sync_state"_s).toString(), u"SYNCED"_s);
        VERIFY_RESULT(warehouse->repair({key(1)}, Repair::CreateAgain));
        QCOMPARE(m_builder->headerCell(key(1), u"sync_state"_s).toString(), u"PENDING"_s);
    }

    void aMaterializedViewMayBeTheSource()
    {
        m_builder->header({.key = key(1)}).source({.key = key(1), .orderNumber = u"A-1"_s});
        m_builder->execute(u"ALTER TABLE \"swp_order_list_sync\" RENAME TO behind"_s);
        const auto without = open();
        QVERIFY(without);
        QVERIFY(!*without->hasSource());
        m_builder->execute(u"CREATE MATERIALIZED VIEW swp_order_list_sync AS SELECT * FROM behind"_s);
        const auto warehouse = open();
        QVERIFY(warehouse);
        QVERIFY(*warehouse->hasSource());
        SeededIdSource ids{1};
        const auto refresh = SqlOrderRefresh::open({.database = m_settings, .tables = m_builder->tables()},
                                                   m_clock, ids, *m_sink);
        VERIFY_RESULT(refresh);
        const auto report = (*refresh)->refresh({.listedRows = 1}, {});
        VERIFY_RESULT(report);
        QCOMPARE(report->total.sourceRows(), 1);
    }

    void aServerThatOnlyReadsIsFound()
    {
        m_builder->header({.key = key(1)});
        administer(u"ALTER ROLE %1 SET default_transaction_read_only = on"_s.arg(quoted(m_user)));
        const auto warehouse = open();
        administer(u"ALTER ROLE %1 RESET default_transaction_read_only"_s.arg(quoted(m_user)));
        QVERIFY(warehouse);
        QCOMPARE(warehouse->findings()->front().id, EventId::db_044);
        QCOMPARE(select(*warehouse)->size(), 1);
    }

    void anEditThatIsCommittedWhileARowIsWrittenBackIsNotLost_data()
    {
        QTest::addColumn<QString>("size");
        QTest::addColumn<QString>("edit");
        QTest::newRow("header") << u""_s << u"UPDATE FACT_ORDER_LIST SET \"CUSTOMER STYLE\" = 'new'"_s;
        QTest::newRow("line") << u"S"_s << u"UPDATE ORDER_LIST_LINES SET qty = 7"_s;
    }

    void anEditThatIsCommittedWhileARowIsWrittenBackIsNotLost()
    {
        QFETCH(QString, size);
        QFETCH(QString, edit);
        m_mapped = {u"CUSTOMER STYLE"_s, u"size_code"_s, u"qty"_s};
        m_builder->header({.key = key(1), .sizes = {{u"S"_s, 1}}});
        const auto editor = connect(m_builder->database());
        QVERIFY(editor);
        const auto transaction = SqlTransaction::begin(*editor);
        VERIFY_RESULT(transaction);
        VERIFY_RESULT(editor->run({.text = edit}, edit, {}));
        std::optional<Result<void>> written;
        {
            std::jthread desk([&] {
                const auto warehouse = open();
                const OrderHeader order = select(*warehouse)->front();
                WriteBack row = created({key(1), size}, 5);
                row.readAs = size.isEmpty() ? contentOf(order) : contentOf(order.lines.front());
                written = warehouse->writeBack({row}, syncId);
            });
            QTRY_VERIFY(isWaiting());
            VERIFY_RESULT((*transaction)->commit());
        }
        VERIFY_RESULT(*written);
        const bool isHeader = size.isEmpty();
        QCOMPARE(isHeader ? m_builder->headerCell(key(1), u"sync_state"_s)
                          : m_builder->lineCell({key(1), size}, u"sync_state"_s),
                 QVariant(u"PENDING"_s));
        QCOMPARE(isHeader ? m_builder->headerCell(key(1), u"monday_item_id"_s).toInt()
                          : m_builder->lineCell({key(1), size}, u"monday_subitem_id"_s).toInt(),
                 5);
    }

private:
    /// The tested program waits for rows that somebody else holds.
    bool isWaiting()
    {
        const SqlText statement{
            .text = u"SELECT COUNT(*) FROM pg_stat_activity WHERE usename = :user AND wait_event_type = 'Lock'"_s,
            .parameters = {u":user"_s}};
        Result<SqlCursor> waiting = m_administrator->run(statement, u"waiting"_s, {{u":user"_s, m_user}});
        return waiting && *waiting->next() && waiting->integer(0) == 1;
    }
};

QTEST_GUILESS_MAIN(TestPostgreSql)
#include "tst_postgresql.moc"
