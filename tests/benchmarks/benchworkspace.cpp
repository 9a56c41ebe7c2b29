#include "benchworkspace.h"

#include "demo/demo.h"

#include <QDir>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>

using namespace Qt::StringLiterals;

namespace syncline::bench {

namespace {

/// Different orders that are made; more are copies of them under other keys.
constexpr int mostDifferent = 10'000;
/// Waiting orders in the demo, at least, as a share of all.
constexpr double waitingShare = 0.8;

class Statements
{
public:
    explicit Statements(const QString &path)
        : m_database(QSqlDatabase::addDatabase(u"QSQLITE"_s, u"bench"_s))
    {
        m_database.setDatabaseName(path);
        m_database.open();
    }
    ~Statements()
    {
        m_database.close();
        m_database = {};
        QSqlDatabase::removeDatabase(u"bench"_s);
    }
    Q_DISABLE_COPY_MOVE(Statements)

    /// Runs a statement; after the first failure none.
    qint64 run(const QString &sql)
    {
        if (!m_failure.isEmpty())
            return 0;
        QSqlQuery query(m_database);
        if (!query.exec(sql))
            m_failure = u"%1: %2"_s.arg(sql, query.lastError().text());
        return query.next() ? query.value(0).toLongLong() : query.numRowsAffected();
    }

    QStringList columns(const QString &table)
    {
        QStringList names;
        QSqlQuery query(m_database);
        query.exec(u"PRAGMA table_info(%1)"_s.arg(table));
        while (query.next())
            names.append(query.value(1).toString());
        return names;
    }

    [[nodiscard]] const QString &failure() const { return m_failure; }

private:
    QSqlDatabase m_database;
    QString m_failure;
};

/// Copies every row `times` times; keys begin with the number of the copy instead of their own first digits.
void multiply(Statements &sql, const QString &table, const QStringList &keys, int times)
{
    QStringList names;
    QStringList values;
    for (const QString &column : sql.columns(table)) {
        names.append(u"\"%1\""_s.arg(column));
        values.append(keys.contains(column) ? u"printf('%08x', n) || substr(\"%1\", 9)"_s.arg(column)
                                            : names.back());
    }
    sql.run(u"WITH RECURSIVE copies(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies WHERE n < %1) "
            "INSERT INTO %2 (%3) SELECT %4 FROM %2, copies"_s.arg(QString::number(times), table,
                                                                  names.join(u", "_s), values.join(u", "_s)));
}

void shape(Statements &sql, const WorkspaceSize &size)
{
    for (const QString &pragma : {u"synchronous = OFF"_s, u"journal_mode = OFF"_s})
        sql.run(u"PRAGMA "_s + pragma);
    // What is only there to be refreshed from.
    for (const QString &table : {u"ORDER_LIST"_s, u"swp_ORDER_LIST_SYNC"_s})
        sql.run(u"DELETE FROM %1"_s.arg(table));
    sql.run(u"BEGIN"_s);
    sql.run(u"DELETE FROM FACT_ORDER_LIST WHERE sync_state <> 'PENDING' OR action_type <> 'INSERT' "
            "OR monday_item_id IS NOT NULL"_s);
    sql.run(u"DELETE FROM FACT_ORDER_LIST WHERE rowid NOT IN "
            "(SELECT rowid FROM FACT_ORDER_LIST ORDER BY rowid LIMIT %1)"_s.arg(size.headers));
    sql.run(size.lines ? u"DELETE FROM ORDER_LIST_LINES WHERE record_uuid NOT IN "
                         "(SELECT record_uuid FROM FACT_ORDER_LIST)"_s
                       : u"DELETE FROM ORDER_LIST_LINES"_s);
    const qint64 different = std::max<qint64>(1, sql.run(u"SELECT count(*) FROM FACT_ORDER_LIST"_s));
    const auto copies = static_cast<int>((size.headers - 1) / different);
    if (copies > 0) {
        for (const QString &index : {u"ix_lines_state"_s, u"ix_headers_number"_s})
            sql.run(u"DROP INDEX IF EXISTS %1"_s.arg(index));
        multiply(sql, u"FACT_ORDER_LIST"_s, {u"record_uuid"_s}, copies);
        if (size.lines)
            multiply(sql, u"ORDER_LIST_LINES"_s, {u"record_uuid"_s, u"line_uuid"_s}, copies);
        sql.run(
            u"DELETE FROM FACT_ORDER_LIST WHERE rowid > (SELECT rowid FROM FACT_ORDER_LIST ORDER BY rowid "
            "LIMIT 1 OFFSET %1)"_s.arg(size.headers - 1));
        if (size.lines) {
            sql.run(u"CREATE INDEX ix_lines_state ON ORDER_LIST_LINES (sync_state)"_s);
            sql.run(u"DELETE FROM ORDER_LIST_LINES WHERE record_uuid NOT IN "
                    "(SELECT record_uuid FROM FACT_ORDER_LIST)"_s);
        }
    }
    // As many groups per customer as make the sum.
    const int each = size.groups / size.customers;
    const int oneMore = size.groups % size.customers;
    sql.run(u"CREATE TEMP TABLE customers AS SELECT name, row_number() OVER (ORDER BY name) AS place FROM "
            "(SELECT DISTINCT \"CUSTOMER NAME\" AS name FROM FACT_ORDER_LIST)"_s);
    sql.run(u"UPDATE FACT_ORDER_LIST SET group_id = NULL, group_name = \"CUSTOMER NAME\" || ' RANGE ' || "
            "(rowid % (%1 + (SELECT place <= %2 FROM customers WHERE name = \"CUSTOMER NAME\")))"_s.arg(each)
                .arg(oneMore));
    sql.run(u"COMMIT"_s);
}

} // namespace

QString makeWorkspace(const QString &folder, const WorkspaceSize &size)
{
    DemoOptions options{.folder = folder, .customers = size.customers};
    options.orders = std::max(fewestDemoOrders * 10,
                              static_cast<int>(std::min(size.headers, mostDifferent) / waitingShare) + 100);
    options.switchedOff = QSet<DemoFault>(allDemoFaults.begin(), allDemoFaults.end());
    Result<DemoReport> made = makeDemo(options);
    if (!made)
        return made.error().text();
    Statements sql(QDir(folder).filePath(u"warehouse.sqlite"_s));
    shape(sql, size);
    return sql.failure();
}

} // namespace syncline::bench
