#include "sql/sqlcatalog.h"
#include "warehouse/sqldialect.h"
#include "warehouse/sqlidentifier.h"
#include "warehouse/sqlstatementbuilder.h"
#include "warehousefixture.h"

#include <QRegularExpression>
#include <QSqlDatabase>
#include <QSqlQuery>

using namespace syncline;
using namespace syncline::testing;
using namespace syncline::warehouse;
using namespace Qt::StringLiterals;

namespace {

QString problem(const Error &error)
{
    return QString(nameOf(error.kind) + u": "_s + error.text());
}

} // namespace

/// What is found out when a warehouse is opened, and the statements made from it.
class TestWarehouseSchema : public WarehouseTest
{
    Q_OBJECT

private slots:
    void init() { prepareWarehouse(); }

    void aWholeWarehouseHasNoFindings()
    {
        m_builder->withLog().withRegistry().header({.key = key(1), .sizes = {{u"S"_s, 1}}});
        const auto warehouse = open();
        QVERIFY(warehouse);
        const auto findings = warehouse->findings();
        VERIFY_RESULT(findings);
        QVERIFY(findings->empty());
        QVERIFY(m_sink->events().empty());
    }

    void missingColumnsOfTheHeadersAreFound_data()
    {
        QTest::addColumn<QString>("column");
        QTest::addColumn<EventId>("finding");
        QTest::addColumn<bool>("readable");
        QTest::newRow("key") << u"record_uuid"_s << EventId::db_011 << false;
        QTest::newRow("state") << u"sync_state"_s << EventId::db_011 << false;
        QTest::newRow("customer") << u"CUSTOMER NAME"_s << EventId::db_011 << false;
        QTest::newRow("item id") << u"monday_item_id"_s << EventId::db_011 << false;
        QTest::newRow("mapped") << u"FREIGHT"_s << EventId::db_012 << true;
        QTest::newRow("marker after") << u"UNIT OF MEASURE"_s << EventId::db_014 << true;
        QTest::newRow("marker before") << u"TOTAL QTY"_s << EventId::db_014 << true;
        QTest::newRow("message") << u"api_error_message"_s << EventId::db_013 << true;
    }

    void missingColumnsOfTheHeadersAreFound()
    {
        QFETCH(QString, column);
        QFETCH(EventId, finding);
        QFETCH(bool, readable);
        m_builder->withoutHeaderColumns({column});
        const auto warehouse = open();
        QVERIFY(warehouse);
        const auto findings = warehouse->findings();
        VERIFY_RESULT(findings);
        QCOMPARE(findings->size(), 1);
        QCOMPARE(findings->front().id, finding);
        const bool blocks = describe(finding).level == EventLevel::Error;
        QCOMPARE(blocks, finding == EventId::db_011 || finding == EventId::db_012);
        QCOMPARE(warehouse->customers().has_value(), readable);
        const auto orders = select(*warehouse, u"ALPHA"_s);
        QCOMPARE(orders.has_value(), readable);
        if (!readable) {
            QCOMPARE(orders.error().kind, ErrorKind::SchemaMismatch);
            QVERIFY(orders.error().text().contains(column));
            QVERIFY(!warehouse->writeBack({{.row = {key(1), {}}, .state = RowState::Created}}, syncId));
            QVERIFY(!warehouse->assignGroup(u"ALPHA"_s, u"T"_s, u"g"_s));
            QVERIFY(!warehouse->openRows(u"ALPHA"_s, WarehouseState::Failed, 1));
        }
    }

    void missingColumnsOfTheLinesAreFound_data()
    {
        QTest::addColumn<QString>("column");
        QTest::newRow("size") << u"size_code"_s;
        QTest::newRow("quantity") << u"qty"_s;
        QTest::newRow("state") << u"sync_state"_s;
        QTest::newRow("subitem id") << u"monday_subitem_id"_s;
    }

    void missingColumnsOfTheLinesAreFound()
    {
        QFETCH(QString, column);
        m_builder->execute(
            u"CREATE TABLE FACT_ORDER_LIST (record_uuid TEXT PRIMARY KEY, \"CUSTOMER NAME\" TEXT, "
            "sync_state TEXT, monday_item_id INTEGER)"_s);
        m_builder->execute(u"CREATE TABLE ORDER_LIST_LINES (record_uuid TEXT, %1)"_s.arg(
            QStringList{u"size_code"_s, u"qty"_s, u"sync_state"_s, u"monday_subitem_id"_s}
                .filter(QRegularExpression(u"^(?!%1$)"_s.arg(column)))
                .join(u", "_s)));
        const auto warehouse = tryOpen();
        VERIFY_RESULT(warehouse);
        const std::vector<Event> findings = *(*warehouse)->findings();
        QVERIFY(std::ranges::any_of(findings, [&column](const Event &event) {
            return event.id == EventId::db_011 && event.parameters.value("column"_L1) == column;
        }));
        VERIFY_RESULT((*warehouse)->customers()); // looking is not blocked
        QCOMPARE(select(**warehouse, u"ALPHA"_s).error().kind, ErrorKind::SchemaMismatch);
    }

    void missingTablesAreFound()
    {
        m_builder->execute(u"CREATE TABLE OTHER (x)"_s);
        const auto warehouse = tryOpen();
        VERIFY_RESULT(warehouse);
        const std::vector<Event> findings = *(*warehouse)->findings();
        QCOMPARE(findings.size(), 3);
        QCOMPARE(std::ranges::count(findings, EventId::db_010, &Event::id), 2);
        QCOMPARE(findings.back().id, EventId::db_021);
        const auto customers = (*warehouse)->customers();
        QVERIFY(!customers);
        QCOMPARE(customers.error().kind, ErrorKind::SchemaMismatch);
        QVERIFY(customers.error().text().contains("FACT_ORDER_LIST"_L1));
    }

    void dataThatIsNotTouchedIsFound()
    {
        m_builder->header({.key = key(1), .state = u"HALF"_s})
            .header({.key = key(2), .state = u"HALF"_s})
            .header({.key = key(3), .state = u"existing"_s})
            .line({.key = key(1), .sizeCode = u"S"_s, .state = u"SKIPPED"_s});
        int number = 0;
        for (const QVariant &bad :
             {QVariant(u"order 1"_s), QVariant(17), QVariant(u"00000000-0000-0000-0000-000000000000"_s),
              QVariant(QString(key(9).toString().chopped(1) + u'g')),
              QVariant(QString(key(9).toString() + u'0'))}) {
            m_builder->execute(
                u"INSERT INTO FACT_ORDER_LIST (record_uuid, sync_state, \"AAG ORDER NUMBER\") VALUES (?, 'PENDING', ?)"_s,
                {bad, ++number});
        }
        m_builder->execute(u"INSERT INTO FACT_ORDER_LIST (record_uuid, sync_state) VALUES (?, 'PENDING')"_s,
                           {QString(u'{' + key(8).toString().toUpper() + u'}')});
        const auto warehouse = open();
        QVERIFY(warehouse);
        const auto findings = warehouse->findings();
        VERIFY_RESULT(findings);
        QCOMPARE(findings->size(), 3);
        QCOMPARE(findings->at(0).id, EventId::db_017);
        QCOMPARE(findings->at(0).parameters.value("rows"_L1).toInt(), number);
        QCOMPARE(findings->at(1).id, EventId::db_018);
        QCOMPARE(findings->at(1).parameters.value("state"_L1).toString(), u"HALF"_s);
        QCOMPARE(findings->at(1).parameters.value("rows"_L1).toInt(), 2);
        QCOMPARE(findings->at(2).parameters.value("state"_L1).toString(), u"SKIPPED"_s);
    }

    void tooManySizesAreFound()
    {
        QStringList sizes;
        for (int number = 0; number < 301; ++number)
            sizes.append(QString::number(number));
        m_builder->sizes(sizes).header({.key = key(1), .sizes = {{u"7"_s, 1}}});
        const auto warehouse = open();
        QVERIFY(warehouse);
        QCOMPARE(warehouse->findings()->front().id, EventId::db_015);
        QCOMPARE(select(*warehouse, u"ALPHA"_s)->front().sizesTotal, std::nullopt);
    }

    void allSizesOfProductionAreSummed()
    {
        QStringList sizes;
        for (int number = 0; number < 300; ++number)
            sizes.append(u"%1/%2 O'S"_s.arg(number).arg(299 - number));
        m_builder->sizes(sizes);
        HeaderRow row{.key = key(1), .withLines = false};
        for (const QString &size : sizes)
            row.sizes.append({size, 2});
        m_builder->header(row);
        const auto warehouse = open();
        QVERIFY(warehouse);
        QCOMPARE(select(*warehouse, u"ALPHA"_s)->front().sizesTotal, std::optional<qint64>(600));
    }

    void aFileThatIsMissingIsNotMade()
    {
        m_builder.reset();
        QVERIFY(QFile::remove(m_path));
        const auto opened = SqlOrderWarehouse::open({.database = {.path = m_path}}, m_clock, *m_sink);
        QVERIFY(!opened);
        QVERIFY2(opened.error().text().contains(m_path), qPrintable(problem(opened.error())));
        QVERIFY(!QFile::exists(m_path));
    }

    void aFileThatIsNoDatabaseIsAnError()
    {
        const QString path = file(u"orders 100% #1?.txt"_s);
        QFile text(path);
        QVERIFY(text.open(QIODevice::WriteOnly));
        text.write(QByteArray("orders; customers\n").repeated(100));
        text.close();
        const auto opened = SqlOrderWarehouse::open({.database = {.path = path}}, m_clock, *m_sink);
        QVERIFY(!opened);
        QCOMPARE(opened.error().event.id, EventId::db_006);
        QCOMPARE(opened.error().kind, ErrorKind::WarehouseFailed);
    }

    void otherDriversAreRefused()
    {
        for (const DatabaseDriver driver : {DatabaseDriver::PostgreSql, DatabaseDriver::SqlServer}) {
            const auto opened = SqlOrderWarehouse::open({.database = {.driver = driver}}, m_clock, *m_sink);
            QVERIFY(!opened);
            QCOMPARE(opened.error().kind, ErrorKind::InvalidInput);
        }
    }

    void errorsOfTheDatabaseAreTold_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<SqlTrouble>("trouble");
        QTest::newRow("busy") << u"5"_s << SqlTrouble::Busy;
        QTest::newRow("locked") << u"6"_s << SqlTrouble::Busy;
        QTest::newRow("busy, extended") << u"517"_s << SqlTrouble::Busy;
        QTest::newRow("read only") << u"8"_s << SqlTrouble::ReadOnly;
        QTest::newRow("corrupt") << u"11"_s << SqlTrouble::NoDatabase;
        QTest::newRow("full") << u"13"_s << SqlTrouble::Full;
        QTest::newRow("constraint") << u"275"_s << SqlTrouble::ValueRefused;
        QTest::newRow("syntax") << u"1"_s << SqlTrouble::Other;
        QTest::newRow("no code") << u""_s << SqlTrouble::Other;
    }

    void errorsOfTheDatabaseAreTold()
    {
        QFETCH(QString, code);
        QFETCH(SqlTrouble, trouble);
        const auto dialect = *makeDialect(DatabaseDriver::Sqlite);
        QCOMPARE((*dialect).troubleOf(QSqlError({}, {}, QSqlError::StatementError, code)), trouble);
    }

    void namesComeOutQuoted_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("quoted");
        QTest::newRow("plain") << u"qty"_s << u"\"qty\""_s;
        QTest::newRow("apostrophe") << u"CUSTOMER'S"_s << u"\"CUSTOMER'S\""_s;
        QTest::newRow("quote") << u"a\"b\""_s << u"\"a\"\"b\"\"\""_s;
        QTest::newRow("bracket") << u"a]b"_s << u"\"a]b\""_s;
        QTest::newRow("empty") << u""_s << u"\"\""_s;
    }

    void namesComeOutQuoted()
    {
        QFETCH(QString, name);
        const auto dialect = *makeDialect(DatabaseDriver::Sqlite);
        QTEST(SqlIdentifier(name).quoted(*dialect), "quoted");
    }

    void everyStatementIsUsedAndPrepares()
    {
        m_builder->withLog().withRegistry().create();
        const auto dialect = *makeDialect(DatabaseDriver::Sqlite);
        auto failure = [](const QSqlError &, const QString &) { return Error{}; };
        auto sql = SqlConnection::open(*dialect->target(m_builder->database(), {}), SqlCatalog(u"sqlite"_s),
                                       failure);
        VERIFY_RESULT(sql);
        const auto schema = discoverSchema(**sql, u"test"_s, m_builder->tables(), m_mapped);
        VERIFY_RESULT(schema);
        SqlStatementBuilder builder(*dialect, *schema);
        RowChange header(schema->headers);
        header.set(u"group_id"_s, 1);
        header.increment(u"retry_count"_s);
        RowChange line(schema->lines);
        line.setId(u"monday_subitem_id"_s, 5);
        RowChange group(schema->registry);
        group.set(u"group_name"_s, 1);

        SqlCatalog catalog(u"sqlite"_s);
        QMultiMap<QString, SqlText> statements;
        for (const QString &fixed :
             {u"table_columns"_s, u"key_index"_s, u"schema_version"_s, u"open_session"_s, u"living_session"_s,
              u"renew_session"_s, u"close_session"_s, u"drop_leases"_s, u"release_leases"_s,
              u"claim_leases"_s, u"living_leases"_s, u"remember_row"_s, u"forget_row"_s, u"forget_orders"_s,
              u"remembered_rows"_s})
            statements.insert(fixed, catalog.find(fixed));
        for (const bool nameless : {true, false}) {
            statements.insert(u"selected_keys"_s, builder.selectedKeys(nameless));
            statements.insert(u"open_rows"_s, builder.openRows(nameless));
            statements.insert(u"assign_group"_s, builder.assignGroup(header, nameless));
        }
        for (const KeyMatch match : {KeyMatch::Usual, KeyMatch::Loose}) {
            statements.insert(u"headers_by_key"_s, builder.headersByKey(match));
            statements.insert(u"known_headers"_s, builder.knownHeaders(match));
            statements.insert(u"lines_by_key"_s, builder.linesByKey(match));
            statements.insert(u"update_header"_s, builder.updateHeader(header, match));
            statements.insert(u"update_line"_s, builder.updateLine(line, match));
        }
        statements.insert(u"customer_headers"_s, builder.customerHeaders());
        statements.insert(u"customer_lines"_s, builder.customerLines());
        statements.insert(u"update_registry"_s, builder.updateRegistry(group));
        statements.insert(u"owners_of_items"_s, builder.ownersOfItems());
        statements.insert(u"headers_without_item"_s, builder.headersWithoutItem());
        statements.insert(u"insert_row"_s, builder.insertRow(group));
        statements.insert(u"count_bad_keys"_s, builder.countBadKeys(schema->lines));
        statements.insert(u"strange_states"_s, builder.strangeStates(schema->headers));
        statements.insert(u"try_writing"_s, builder.tryWriting(header));

        // Those of a refresh need its temporary tables; tst_refresh runs each.
        QStringList names = catalog.names();
        names.removeIf([](const QString &name) { return name.startsWith("refresh_"_L1); });
        QCOMPARE(statements.uniqueKeys(), names);
        for (auto statement = statements.cbegin(); statement != statements.cend(); ++statement) {
            QVERIFY2(!statement->text.isEmpty(), qPrintable(statement.key()));
            QCOMPARE(parametersIn(statement->text),
                     QSet<QString>(statement->parameters.begin(), statement->parameters.end()));
            prepare(statement.key(), statement->text);
        }
    }

    void keysAreFoundByIndex()
    {
        m_builder->header({.key = key(1), .sizes = {{u"S"_s, 1}}});
        const auto dialect = *makeDialect(DatabaseDriver::Sqlite);
        auto failure = [](const QSqlError &, const QString &) { return Error{}; };
        auto sql = SqlConnection::open(*dialect->target(m_builder->database(), {}), SqlCatalog(u"sqlite"_s),
                                       failure);
        VERIFY_RESULT(sql);
        const auto schema = discoverSchema(**sql, u"test"_s, m_builder->tables(), m_mapped);
        VERIFY_RESULT(schema);
        SqlStatementBuilder builder(*dialect, *schema);
        RowChange header(schema->headers);
        header.set(u"group_id"_s, 1);
        RowChange line(schema->lines);
        line.setId(u"monday_subitem_id"_s, 5);
        SqlCatalog catalog(u"sqlite"_s);
        for (const SqlText &statement :
             {builder.headersByKey(KeyMatch::Usual), builder.linesByKey(KeyMatch::Usual),
              builder.updateHeader(header, KeyMatch::Usual), builder.updateLine(line, KeyMatch::Usual),
              builder.knownHeaders(KeyMatch::Usual), catalog.find(u"remembered_rows"_s),
              catalog.find(u"forget_orders"_s), catalog.find(u"release_leases"_s),
              catalog.find(u"living_leases"_s)}) {
            const QString plan = planOf(statement.text);
            QVERIFY2(plan.contains("SEARCH"_L1) && !plan.contains("SCAN FACT"_L1)
                         && !plan.contains("SCAN ORDER"_L1) && !plan.contains("SCAN h"_L1)
                         && !plan.contains("SCAN l"_L1) && !plan.contains("SCAN SYNCLINE"_L1),
                     qPrintable(plan));
        }
    }

private:
    static QSet<QString> parametersIn(QString text)
    {
        static const QRegularExpression quoted(u"\"[^\"]*\""_s);
        static const QRegularExpression place(u":[a-z_0-9]+"_s);
        text.remove(quoted);
        QSet<QString> used;
        for (auto match = place.globalMatch(text); match.hasNext();)
            used.insert(match.next().captured());
        return used;
    }

    void prepare(const QString &name, const QString &text)
    {
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"prepare"_s);
            database.setDatabaseName(m_path);
            QVERIFY(database.open());
            QSqlQuery query(database);
            QVERIFY2(query.prepare(text), qPrintable(QString(name + u": "_s + query.lastError().text())));
        }
        QSqlDatabase::removeDatabase(u"prepare"_s);
    }

    /// The steps of SQLite's plan, joined.
    QString planOf(const QString &text)
    {
        QStringList steps;
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"plan"_s);
            database.setDatabaseName(m_path);
            QSqlQuery query(database.open() ? database : QSqlDatabase());
            QString filled = text;
            filled.replace(QRegularExpression(u":[a-z_0-9]+"_s), u"'[]'"_s);
            if (query.exec(QString(u"EXPLAIN QUERY PLAN "_s + filled))) {
                while (query.next())
                    steps.append(query.value(3).toString());
            }
        }
        QSqlDatabase::removeDatabase(u"plan"_s);
        return steps.join(u" | "_s);
    }
};

QTEST_GUILESS_MAIN(TestWarehouseSchema)
#include "tst_warehouseschema.moc"
