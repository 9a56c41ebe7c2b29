#include "sql/sqlcatalog.h"
#include "sql/sqlconnection.h"
#include "warehouse/migrations.h"
#include "warehouse/sqldialect.h"
#include "warehousefixture.h"

#include <QRegularExpression>

#include <thread>

using namespace syncline;
using namespace syncline::testing;
using namespace syncline::warehouse;
using namespace Qt::StringLiterals;

namespace {

const QStringList ownTables{u"SYNCLINE_LEASES"_s, u"SYNCLINE_ROW_STATE"_s, u"SYNCLINE_SCHEMA"_s,
                            u"SYNCLINE_SESSIONS"_s};

} // namespace

/// Syncline's own tables: made when asked for and not before, once, whole.
class TestMigrations : public WarehouseTest
{
    Q_OBJECT

private slots:
    void init() { prepareWarehouse(); }

    void missingTablesForbidSendingButNotLooking()
    {
        m_builder->withoutOwnTables().header({.key = key(1), .itemId = 5, .sizes = {{u"S"_s, 1}}});
        const auto warehouse = open();
        QVERIFY(warehouse);
        const auto findings = warehouse->findings();
        VERIFY_RESULT(findings);
        QCOMPARE(findings->size(), 1);
        QCOMPARE(findings->front().id, EventId::db_021);
        QCOMPARE(describe(EventId::db_021).level, EventLevel::Error);
        QVERIFY(findings->front().text().contains(databaseName()));
        QCOMPARE(warehouse->customers()->size(), 1);
        QCOMPARE(select(*warehouse, u"ALPHA"_s)->front().sent, std::nullopt);

        const Result<void> opened = warehouse->leases().open(syncId, u"desk"_s, std::chrono::seconds(60));
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind, ErrorKind::SchemaMismatch);
        QCOMPARE(opened.error().event.id, EventId::db_021);
        QVERIFY(!warehouse->leases().claim(syncId, {key(1)}));
        QVERIFY(!warehouse->leases().renew(syncId, std::chrono::seconds(60)));
        QVERIFY(!warehouse->leases().lock(syncId, u"group"_s));
        QVERIFY(!warehouse->leases().close(syncId, {}));
        QVERIFY(!warehouse->repair({key(1)}, Repair::MarkRemoved));
        QCOMPARE(tables(), QStringList());
    }

    void withoutTablesOnlyTheHashIsWritten()
    {
        m_builder->withoutOwnTables().header({.key = key(1)});
        const auto warehouse = open();
        QVERIFY(warehouse);
        SentValues sent;
        sent.set(u"name"_s, u"A"_s);
        VERIFY_RESULT(warehouse->writeBack({{.row = {key(1), {}},
                                             .state = RowState::Created,
                                             .mondayId = 5,
                                             .sent = sent,
                                             .endsLease = true}},
                                           syncId));
        QCOMPARE(m_builder->headerCell(key(1), u"row_hash"_s).toString(), sent.rowHash());
        QCOMPARE(tables(), QStringList());
    }

    void tablesAreMadeOnce()
    {
        m_builder->withoutOwnTables();
        const auto warehouse = open();
        QVERIFY(warehouse);
        const Result<QStringList> pending = warehouse->pendingMigrations();
        VERIFY_RESULT(pending);
        QVERIFY(pending->filter(u"CREATE TABLE"_s).size() == 4);
        QVERIFY(pending->first().startsWith(u"BEGIN"_s));
        QVERIFY(pending->last().startsWith(u"COMMIT"_s)); // all of it or nothing
        if (testEngine() == DatabaseDriver::PostgreSql) {
            // It makes the same wherever it is run, and ends with what the program needs.
            const QString schema = u"\"%1\"."_s.arg(m_builder->database().schema);
            QCOMPARE(pending->filter(schema + u"SYNCLINE_"_s).size(), 9);
            QCOMPARE(pending->filter(u"GRANT "_s).size(), 5);
            QVERIFY(pending->contains(QString(u"GRANT SELECT, UPDATE ON "_s + schema
                                              + u"SYNCLINE_SCHEMA TO \"%1\""_s.arg(
                                                  m_builder->query(u"SELECT current_user"_s).toString()))));
        }
        QCOMPARE(tables(), QStringList());
        VERIFY_RESULT(warehouse->migrate());
        QCOMPARE(tables(), ownTables);
        QCOMPARE(m_builder->query(u"SELECT version || ' ' || migrated_at FROM SYNCLINE_SCHEMA"_s).toString(),
                 u"1 2026-11-23 09:00:00"_s);
        VERIFY_RESULT(warehouse->migrate());
        QCOMPARE(m_builder->query(u"SELECT COUNT(*) FROM SYNCLINE_SCHEMA"_s).toInt(), 1);
        QCOMPARE(*warehouse->pendingMigrations(), QStringList());
        QVERIFY(warehouse->findings()->empty());
        VERIFY_RESULT(warehouse->leases().open(syncId, u"desk"_s, std::chrono::seconds(60)));
    }

    void theStatementsOfAScriptMakeTheSame()
    {
        m_builder->withoutOwnTables();
        const auto warehouse = open();
        QVERIFY(warehouse);
        const QStringList script = *warehouse->pendingMigrations();
        for (const QString &statement : script)
            m_builder->execute(statement);
        QCOMPARE(tables(), ownTables);
        // Another program made them: leases notice without a look at the findings.
        VERIFY_RESULT(warehouse->leases().open(syncId, u"desk"_s, std::chrono::seconds(60)));
        QVERIFY(warehouse->findings()->empty());
        QCOMPARE(*warehouse->pendingMigrations(), QStringList());
    }

    void tablesMadeMeanwhileAreWrittenTo()
    {
        m_builder->withoutOwnTables().header({.key = key(1)});
        const auto warehouse = open();
        const auto other = openAnother();
        QVERIFY(warehouse && other);
        VERIFY_RESULT(other->migrate());
        SentValues sent;
        sent.set(u"name"_s, u"A"_s);
        VERIFY_RESULT(warehouse->writeBack(
            {{.row = {key(1), {}}, .state = RowState::Created, .mondayId = 5, .sent = sent}}, syncId));
        QCOMPARE(m_builder->query(u"SELECT row_hash FROM SYNCLINE_ROW_STATE"_s).toString(), sent.rowHash());
    }

    void anUnfinishedScriptIsBroughtToAnEnd()
    {
        m_builder->withoutOwnTables();
        const auto warehouse = open();
        QVERIFY(warehouse);
        for (const QString &statement : warehouse->pendingMigrations()->mid(1, 2))
            m_builder->execute(statement);
        QCOMPARE(warehouse->findings()->front().id, EventId::db_021);
        VERIFY_RESULT(warehouse->migrate());
        QCOMPARE(tables(), ownTables);
        QVERIFY(warehouse->findings()->empty());
    }

    void aVersionIsMadeWholeOrNotAtAll()
    {
        m_builder->withoutOwnTables();
        m_builder->execute(
            u"CREATE TABLE SYNCLINE_SCHEMA (version INTEGER CHECK (version > 5), migrated_at TEXT)"_s);
        const auto warehouse = open();
        QVERIFY(warehouse);
        const Result<void> made = warehouse->migrate();
        QVERIFY(!made);
        QCOMPARE(made.error().kind, ErrorKind::WarehouseFailed);
        QCOMPARE(tables(), QStringList{u"SYNCLINE_SCHEMA"_s});
        QCOMPARE(warehouse->findings()->front().id, EventId::db_021);
    }

    void newerTablesForbidSending()
    {
        m_builder->header({.key = key(1)});
        m_builder->execute(u"INSERT INTO SYNCLINE_SCHEMA (version, migrated_at) VALUES (99, '2027-01-01')"_s);
        const auto warehouse = open();
        QVERIFY(warehouse);
        const std::vector<Event> findings = *warehouse->findings();
        QCOMPARE(findings.size(), 1);
        QCOMPARE(findings.front().id, EventId::db_022);
        QCOMPARE(describe(EventId::db_022).level, EventLevel::Error);
        QVERIFY(findings.front().text().contains("99"_L1));
        QCOMPARE(warehouse->customers()->size(), 1);
        QCOMPARE(warehouse->migrate().error().event.id, EventId::db_022);
        QCOMPARE(warehouse->pendingMigrations().error().event.id, EventId::db_022);
        QCOMPARE(warehouse->leases().claim(syncId, {key(1)}).error().event.id, EventId::db_022);
        QCOMPARE(m_builder->query(u"SELECT COUNT(*) FROM SYNCLINE_SCHEMA"_s).toInt(), 2);
    }

    void twoDesksMayAgreeAtTheSameTime()
    {
        m_builder->withoutOwnTables().create();
        std::atomic<int> made = 0;
        {
            std::vector<std::jthread> desks;
            for (int desk = 0; desk < 2; ++desk) {
                desks.push_back(std::jthread([this, &made] {
                    auto warehouse = tryOpen();
                    if (warehouse && (*warehouse)->migrate())
                        ++made;
                }));
            }
        }
        QCOMPARE(made.load(), 2);
        QCOMPARE(m_builder->query(u"SELECT COUNT(*) FROM SYNCLINE_SCHEMA"_s).toInt(), 1);
    }

    void everyStatementBelongsToAVersion()
    {
        SqlCatalog catalog = makeDialect(m_builder->database())->catalog(u"migrations"_s);
        const QStringList names = catalog.names();
        static const QRegularExpression form(u"^(\\d{4})_\\d\\d_[a-z_]+$"_s);
        int version = 0;
        for (const QString &name : names) {
            const QRegularExpressionMatch match = form.match(name);
            QVERIFY2(match.hasMatch(), qPrintable(name));
            const int next = match.captured(1).toInt();
            QVERIFY2(next == version || next == version + 1, qPrintable(name));
            version = next;
            QVERIFY2(!catalog.find(name).text.contains(u';'), qPrintable(name));
        }
        // Each version notes itself last.
        for (int each = 1; each <= version; ++each) {
            const QStringList ofVersion =
                names.filter(QRegularExpression(u"^%1_"_s.arg(each, 4, 10, QChar(u'0'))));
            const QString last = catalog.find(ofVersion.last()).text;
            QVERIFY2(last.contains(u"VALUES (%1, :migrated_at)"_s.arg(each)), qPrintable(last));
        }
    }

private:
    QStringList tables()
    {
        const QString query = testEngine() == DatabaseDriver::Sqlite
            ? u"SELECT group_concat(name, ' ') FROM (SELECT name FROM sqlite_master "
              "WHERE type = 'table' AND name LIKE 'SYNCLINE%' ORDER BY name)"_s
            : u"SELECT string_agg(UPPER(table_name), ' ' ORDER BY table_name) FROM information_schema.tables "
              "WHERE table_schema = current_schema() AND table_name LIKE 'syncline%'"_s;
        const QString names = m_builder->query(query).toString();
        return names.split(u' ', Qt::SkipEmptyParts);
    }
};

QTEST_GUILESS_MAIN(TestMigrations)
#include "tst_migrations.moc"
