#include "statements.h"
#include "support/testenvironment.h"

#include <QProcess>
#include <QStandardPaths>

using namespace syncline;
using namespace syncline::testing;
using namespace syncline::warehouse;
using namespace Qt::StringLiterals;

namespace {

/// Tables as OS 2 describes them, or with as little as a sync can do with.
WarehouseSchema tables(bool whole)
{
    const QString key = whole ? u"uniqueidentifier"_s : u"varchar"_s;
    WarehouseSchema schema;
    schema.headers = {.name = u"FACT_ORDER_LIST"_s,
                      .columns = {{u"record_uuid"_s, key},
                                  {u"CUSTOMER NAME"_s, u"nvarchar"_s},
                                  {u"sync_state"_s, u"varchar"_s},
                                  {u"monday_item_id"_s, u"bigint"_s},
                                  {u"XS"_s, u"int"_s},
                                  {u"O'S [30]/\"32\""_s, u"nvarchar"_s},
                                  {u"W"_s, u"decimal"_s},
                                  {u"group_id"_s, u"nvarchar"_s},
                                  {u"retry_count"_s, u"int"_s}},
                      .indexes = whole ? QList<TableIndex>{{.columns = {u"record_uuid"_s}}} : QList<TableIndex>{}};
    schema.lines = {.name = u"ORDER]LIST LINES"_s,
                    .columns = {{u"record_uuid"_s, key},
                                {u"size_code"_s, u"nvarchar"_s},
                                {u"qty"_s, u"int"_s},
                                {u"sync_state"_s, u"varchar"_s},
                                {u"monday_subitem_id"_s, u"nvarchar"_s}},
                    .indexes = whole ? QList<TableIndex>{{.columns = {u"record_uuid"_s}}} : QList<TableIndex>{}};
    schema.registry = {.name = u"MON_Boards_Groups"_s,
                       .columns = {{u"group_id"_s, u"nvarchar"_s}, {u"group_name"_s, u"nvarchar"_s}}};
    schema.sizes = {u"XS"_s, u"O'S [30]/\"32\""_s, u"W"_s};
    schema.sizesComplete = true;
    schema.values = {{u"W"_s, u"W"_s}};
    if (whole) {
        for (const QString &column :
             {u"AAG ORDER NUMBER"_s, u"group_name"_s, u"item_name"_s, u"action_type"_s, u"CUSTOMER STYLE"_s,
              u"api_error_message"_s, u"sync_error_message"_s})
            schema.headers.columns.append({column, u"nvarchar"_s});
        schema.headers.columns.append({u"sync_completed_at"_s, u"datetime2"_s});
        schema.headers.columns.append({u"ORDER DATE"_s, u"datetimeoffset"_s});
        schema.values.push_back({u"ORDER DATE"_s, u"ORDER DATE"_s});
        schema.lines.columns.append({u"action_type"_s, u"varchar"_s});
        schema.lines.columns.append({u"retry_count"_s, u"int"_s});
        schema.registry.columns.append({u"board_id"_s, u"nvarchar"_s});
    }
    return schema;
}

TableSchema sourceTable(bool whole)
{
    TableSchema source{.name = u"swp ORDER_LIST"_s,
                       .columns = {{u"record_uuid"_s, u"uniqueidentifier"_s},
                                   {u"CUSTOMER NAME"_s, u"nvarchar"_s},
                                   {u"O'S [30]/\"32\""_s, u"nvarchar"_s}}};
    if (whole) {
        source.columns.append({u"AAG ORDER NUMBER"_s, u"nvarchar"_s});
        source.columns.append({u"_SOURCE_TABLE"_s, u"nvarchar"_s});
    }
    return source;
}

} // namespace

/// What is sent to SQL Server is T-SQL, by a grammar that is not ours.
class TestSqlServerStatements : public TestCase
{
    Q_OBJECT

private slots:
    void everyStatementIsCorrect_data()
    {
        QTest::addColumn<bool>("whole");
        QTest::newRow("all columns") << true;
        QTest::newRow("few columns, no indexes") << false;
    }

    void everyStatementIsCorrect()
    {
        QFETCH(bool, whole);
        const QString node = QStandardPaths::findExecutable(u"node"_s);
        const QString nodeFolder = QStringLiteral(NODE_FOLDER);
        if (node.isEmpty() || !QDir(nodeFolder + u"/node_modules/antlr4ts-sql"_s).exists())
            QSKIP("npm's T-SQL grammar could not be installed");
        const auto dialect = makeDialect({.key = u"orders"_s,
                                          .driver = DatabaseDriver::SqlServer,
                                          .host = u"db"_s,
                                          .schema = u"dbo"_s,
                                          .odbcDriver = u"ODBC Driver 18 for SQL Server"_s});
        const WarehouseSchema schema = tables(whole);
        QMultiMap<QString, SqlText> statements = assembledStatements(*dialect, schema);
        SqlCatalog catalog = dialect->catalog();
        statements += refreshStatements(
            *dialect, schema, sourceTable(whole),
            {.name = u"customers"_s, .columns = {{u"name"_s, u"nvarchar"_s}, {u"canonical"_s, u"nvarchar"_s}}});
        for (const QString &fixed : fixedStatements() + fixedRefreshStatements()
                 + QStringList{u"table_rights"_s, u"begin_connection"_s, u"compatibility_level"_s,
                               u"server_time"_s, u"database_user"_s})
            statements.insert(fixed, catalog.find(fixed));
        QCOMPARE(statements.uniqueKeys(), catalog.names());
        SqlCatalog migrations = dialect->catalog(u"migrations"_s);
        for (const QString &name : migrations.names())
            statements.insert(name, migrations.find(name));
        const SqlTarget target = *dialect->target({});
        for (const QString &transaction : {target.begin, target.commit, target.rollback})
            statements.insert(u"transaction"_s, {.text = transaction});

        QStringList files;
        for (auto statement = statements.cbegin(); statement != statements.cend(); ++statement) {
            QVERIFY2(!statement->text.isEmpty(), qPrintable(statement.key()));
            const QSet<QString> used = parametersIn(statement->text);
            QCOMPARE(used, QSet<QString>(statement->parameters.begin(), statement->parameters.end()));
            // The driver gets question marks; in T-SQL a parameter has this form.
            QString text = statement->text;
            for (const QString &parameter : used)
                text.replace(parameter, u'@' + parameter.mid(1));
            files.append(file(u"%1-%2.sql"_s.arg(statement.key()).arg(files.size())));
            QFile out(files.last());
            QVERIFY(out.open(QIODevice::WriteOnly));
            out.write(text.toUtf8());
        }
        QProcess parser;
        parser.setProcessChannelMode(QProcess::MergedChannels);
        parser.start(node, QStringList{QStringLiteral(PARSER), nodeFolder} + files);
        QVERIFY(parser.waitForFinished(60'000));
        const QByteArray said = parser.readAll();
        QVERIFY2(parser.exitCode() == 0, said.constData());
        QCOMPARE(said.trimmed(), QByteArray::number(files.size()) + " statements, 0 faults");
    }
};

QTEST_GUILESS_MAIN(TestSqlServerStatements)
#include "tst_sqlserverstatements.moc"
