#include "demo/warehousewriter.h"

#include "demo/tablecolumns.h"
#include "warehouse/migrations.h"
#include "warehouse/sqldialect.h"

#include <QCryptographicHash>
#include <QSqlError>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace syncline::demo {

namespace {

constexpr auto timeFormat = "yyyy-MM-dd HH:mm:ss"_L1;

QString quoted(const QString &identifier)
{
    return u'"' + QString(identifier).replace(u'"', u"\"\""_s) + u'"';
}

QStringList namesOf(std::span<const TableColumn> columns)
{
    QStringList names;
    for (const TableColumn &column : columns)
        names.append(column.name.toString());
    return names;
}

QStringList definitionsOf(std::span<const TableColumn> columns)
{
    QStringList definitions;
    for (const TableColumn &column : columns)
        definitions.append(quoted(column.name.toString()) + u' ' + column.type.toString());
    return definitions;
}

QStringList businessDefinitions()
{
    QStringList definitions = definitionsOf(columnsBeforeSizes());
    for (const QStringView size : sizeColumns())
        definitions.append(quoted(size.toString()) + u" INT"_s);
    return definitions + definitionsOf(columnsAfterSizes());
}

QStringList businessNames()
{
    QStringList names = namesOf(columnsBeforeSizes());
    for (const QStringView size : sizeColumns())
        names.append(size.toString());
    return names + namesOf(columnsAfterSizes());
}

QStringList quotedAll(const QStringList &names)
{
    QStringList result;
    for (const QString &name : names)
        result.append(quoted(name));
    return result;
}

QString createTable(const QString &name, const QStringList &definitions, const QString &constraint = {})
{
    return u"CREATE TABLE %1 (%2%3)"_s.arg(quoted(name), definitions.join(u", "_s), constraint);
}

QVariant textOrNull(const QString &text)
{
    return text.isEmpty() ? QVariant() : QVariant(text);
}

QVariant idOrNull(qint64 id)
{
    return id == 0 ? QVariant() : QVariant(id);
}

Error writeFailed(const QString &path, const QString &reason)
{
    return {.kind = ErrorKind::WarehouseFailed,
            .event = {EventId::de_001, {{u"path"_s, path}, {u"reason"_s, reason}}}};
}

/// original-system.md 2.4: SHA-256 in upper-case hex over key, size and quantity.
QString lineHash(const QString &key, const QString &size, int quantity)
{
    const QString content = key + u'|' + size + u'|' + QString::number(quantity);
    return QString::fromLatin1(
        QCryptographicHash::hash(content.toUtf8(), QCryptographicHash::Sha256).toHex().toUpper());
}

} // namespace

Result<std::unique_ptr<WarehouseWriter>> WarehouseWriter::open(const QString &path, const QDateTime &syncedAt)
{
    std::unique_ptr<WarehouseWriter> writer(new WarehouseWriter(path, syncedAt));
    if (!writer->m_database.open())
        return writer->failure(writer->m_database.lastError().text());
    if (Result<void> ready = writer->prepare(); !ready)
        return std::move(ready).error();
    return writer;
}

WarehouseWriter::WarehouseWriter(const QString &path, const QDateTime &syncedAt)
    : m_path(path)
    , m_syncedAt(syncedAt)
    , m_preparedAt(syncedAt.addSecs(-3600).toString(timeFormat))
    , m_database(QSqlDatabase::addDatabase(u"QSQLITE"_s, u"demo-%1"_s.arg(quintptr(this), 0, 16)))
{
    m_database.setDatabaseName(path);
}

WarehouseWriter::~WarehouseWriter()
{
    m_insertHeader.reset();
    m_insertLine.reset();
    m_insertLog.reset();
    m_insertSource.reset();
    const QString connection = m_database.connectionName();
    m_database = {};
    QSqlDatabase::removeDatabase(connection);
}

Error WarehouseWriter::failure(const QString &reason) const
{
    return writeFailed(m_path, reason);
}

Result<void> WarehouseWriter::run(const QString &statement)
{
    QSqlQuery query(m_database);
    if (!query.exec(statement))
        return failure(query.lastError().text());
    return {};
}

Result<void> WarehouseWriter::run(QSqlQuery &query)
{
    if (!query.exec())
        return failure(query.lastError().text());
    return {};
}

Result<QSqlQuery> WarehouseWriter::prepared(const QString &statement)
{
    QSqlQuery query(m_database);
    if (!query.prepare(statement))
        return failure(query.lastError().text());
    return query;
}

Result<QSqlQuery> WarehouseWriter::preparedInsert(const QString &table, const QStringList &columns)
{
    return prepared(u"INSERT INTO %1 (%2) VALUES (%3)"_s.arg(
        quoted(table), quotedAll(columns).join(u", "_s), QStringList(columns.size(), u"?"_s).join(u", "_s)));
}

Result<void> WarehouseWriter::prepare()
{
    const QStringList naming = definitionsOf(namingColumns());
    const QStringList business = businessDefinitions();
    const QStringList statements{
        // A demo that is cut off is thrown away as a whole, so nothing has to be durable on the way.
        u"PRAGMA journal_mode = OFF"_s,
        u"PRAGMA synchronous = OFF"_s,
        u"BEGIN"_s,
        createTable(u"FACT_ORDER_LIST"_s, business + naming + definitionsOf(headerSyncColumns())),
        createTable(u"ORDER_LIST_LINES"_s, definitionsOf(lineColumns())),
        createTable(u"ORDER_LIST"_s, business),
        createTable(u"swp_ORDER_LIST_SYNC"_s,
                    business + naming
                        + QStringList{u"\"sync_state\" VARCHAR(10)"_s, u"\"action_type\" VARCHAR(10)"_s}),
        createTable(u"ORDER_LIST_API_LOG"_s, definitionsOf(apiLogColumns())),
        createTable(u"MON_Boards_Groups"_s, definitionsOf(groupRegistryColumns()),
                    u", PRIMARY KEY (\"board_id\", \"group_id\")"_s),
        createTable(u"map_canonical_customer"_s, definitionsOf(canonicalCustomerColumns())),
    };
    for (const QString &statement : statements) {
        if (Result<void> done = run(statement); !done)
            return done;
    }

    const QStringList source = businessNames() + namesOf(namingColumns());
    const QStringList header{u"sync_state"_s,
                             u"action_type"_s,
                             u"monday_item_id"_s,
                             u"sync_attempted_at"_s,
                             u"sync_completed_at"_s,
                             u"retry_count"_s,
                             u"api_operation_type"_s,
                             u"api_status"_s,
                             u"api_request_timestamp"_s,
                             u"api_response_timestamp"_s,
                             u"created_at"_s,
                             u"updated_at"_s};
    const QStringList line{
        u"line_uuid"_s,          u"record_uuid"_s,      u"size_code"_s,         u"qty"_s,
        u"row_hash"_s,           u"action_type"_s,      u"sync_state"_s,        u"monday_item_id"_s,
        u"monday_subitem_id"_s,  u"monday_parent_id"_s, u"sync_completed_at"_s, u"retry_count"_s,
        u"api_operation_type"_s, u"api_status"_s,       u"created_at"_s,        u"updated_at"_s};
    const QStringList log{u"record_uuid"_s,
                          u"source"_s,
                          u"sync_state"_s,
                          u"sync_completed_at"_s,
                          u"api_request_timestamp"_s,
                          u"api_response_timestamp"_s,
                          u"api_operation_type"_s,
                          u"api_status"_s,
                          u"archived_at"_s,
                          u"pipeline_run_id"_s};
    const auto keep = [this](std::optional<QSqlQuery> &to, const QString &table, const QStringList &columns) {
        Result<QSqlQuery> query = preparedInsert(table, columns);
        if (!query)
            return Result<void>(std::move(query).error());
        to = *std::move(query);
        return Result<void>();
    };
    if (Result<void> done = keep(m_insertHeader, u"FACT_ORDER_LIST"_s, source + header); !done)
        return done;
    if (Result<void> done = keep(m_insertLine, u"ORDER_LIST_LINES"_s, line); !done)
        return done;
    if (Result<void> done = keep(m_insertLog, u"ORDER_LIST_API_LOG"_s, log); !done)
        return done;
    return keep(m_insertSource, u"swp_ORDER_LIST_SYNC"_s, source);
}

void WarehouseWriter::bindBusiness(QSqlQuery &query, const DemoOrder &order, int &place) const
{
    const auto bindValues = [&](std::span<const TableColumn> columns) {
        for (const TableColumn &column : columns)
            query.bindValue(place++, order.values.value(column.name.toString()));
    };
    query.bindValue(place++, order.key);
    bindValues(columnsBeforeSizes().subspan(1));
    auto next = order.sizes.begin();
    for (int column = 0; column < static_cast<int>(sizeColumns().size()); ++column) {
        const bool has = next != order.sizes.end() && next->column == column;
        query.bindValue(place++, has ? QVariant(next->quantity) : QVariant());
        if (has)
            ++next;
    }
    bindValues(columnsAfterSizes());
    query.bindValue(place++, textOrNull(order.groupName));
    query.bindValue(place++, textOrNull(order.groupId));
    query.bindValue(place++, textOrNull(order.itemName));
}

Result<int> WarehouseWriter::add(const DemoOrder &order)
{
    const bool onBoard = order.itemId != 0;
    const QString syncedAt = onBoard ? m_syncedAt.addSecs(m_rows / 2).toString(timeFormat) : QString();
    ++m_rows;

    int place = 0;
    bindBusiness(*m_insertHeader, order, place);
    for (const QVariant &value :
         {QVariant(order.state), QVariant(order.action), idOrNull(order.itemId), QVariant(m_preparedAt),
          textOrNull(syncedAt), QVariant(0), textOrNull(onBoard ? u"create_item"_s : QString()),
          textOrNull(onBoard ? u"SUCCESS"_s : QString()), textOrNull(syncedAt), textOrNull(syncedAt),
          QVariant(m_preparedAt), textOrNull(onBoard ? syncedAt : m_preparedAt)})
        m_insertHeader->bindValue(place++, value);
    if (Result<void> done = run(*m_insertHeader); !done)
        return std::move(done).error();

    for (const DemoSize &size : order.sizes) {
        if (Result<void> done = addLine(order, size, syncedAt); !done)
            return std::move(done).error();
    }
    if (onBoard) {
        if (Result<void> done = addToLog(order, syncedAt); !done)
            return std::move(done).error();
    }
    return static_cast<int>(order.sizes.size());
}

Result<void> WarehouseWriter::addLine(const DemoOrder &order, const DemoSize &size, const QString &syncedAt)
{
    const bool onBoard = size.subitemId != 0;
    const QString code = sizeColumns()[static_cast<std::size_t>(size.column)].toString();
    int place = 0;
    for (const QVariant &value :
         {QVariant(size.lineKey), QVariant(order.key), QVariant(code), QVariant(size.quantity),
          QVariant(lineHash(order.key, code, size.quantity)), QVariant(size.action), QVariant(size.state),
          idOrNull(order.itemId), idOrNull(size.subitemId), idOrNull(order.itemId), textOrNull(syncedAt),
          QVariant(0), textOrNull(onBoard ? u"create_subitem"_s : QString()),
          textOrNull(onBoard ? u"SUCCESS"_s : QString()), QVariant(m_preparedAt),
          textOrNull(onBoard ? syncedAt : m_preparedAt)})
        m_insertLine->bindValue(place++, value);
    return run(*m_insertLine);
}

Result<void> WarehouseWriter::addToLog(const DemoOrder &order, const QString &syncedAt)
{
    const QString runId = u"sync_%1_5eed0001"_s.arg(m_syncedAt.toString(u"yyyyMMdd_HHmmss"));
    int place = 0;
    for (const QVariant &value :
         {QVariant(order.key), QVariant(u"HEADER"_s), QVariant(u"SYNCED"_s), QVariant(syncedAt),
          QVariant(syncedAt), QVariant(syncedAt), QVariant(u"create_item"_s), QVariant(u"SUCCESS"_s),
          QVariant(syncedAt), QVariant(runId)})
        m_insertLog->bindValue(place++, value);
    return run(*m_insertLog);
}

Result<void> WarehouseWriter::copyToSource()
{
    const QString columns = quotedAll(businessNames() + namesOf(namingColumns())).join(u", "_s);
    return run(
        u"INSERT INTO \"swp_ORDER_LIST_SYNC\" (%1) SELECT %1 FROM \"FACT_ORDER_LIST\" ORDER BY rowid"_s.arg(
            columns));
}

Result<void> WarehouseWriter::addToSource(const DemoOrder &order)
{
    int place = 0;
    bindBusiness(*m_insertSource, order, place);
    return run(*m_insertSource);
}

Result<void> WarehouseWriter::finish(const std::vector<DemoCustomer> &customers, const GroupPlan &groups)
{
    // The raw table still has the workbooks' names and the order type ACTIVE (original-system.md 2.9).
    QStringList raw = quotedAll(businessNames());
    const QString columns = raw.join(u", "_s);
    raw.replaceInStrings(u"\"CUSTOMER NAME\""_s, u"\"SOURCE_CUSTOMER_NAME\""_s);
    raw.replaceInStrings(u"\"ORDER TYPE\""_s,
                         u"CASE \"ORDER TYPE\" WHEN 'RECEIVED' THEN 'ACTIVE' ELSE \"ORDER TYPE\" END"_s);
    QStringList statements{
        u"INSERT INTO \"ORDER_LIST\" (%1) SELECT %2 FROM \"swp_ORDER_LIST_SYNC\" ORDER BY rowid"_s.arg(
            columns, raw.join(u", "_s))};

    Result<QSqlQuery> insertName = preparedInsert(u"map_canonical_customer"_s, {u"name"_s, u"canonical"_s});
    if (!insertName)
        return std::move(insertName).error();
    for (const DemoCustomer &customer : customers) {
        for (const QString &name : {customer.name, customer.alias}) {
            insertName->bindValue(0, name);
            insertName->bindValue(1, customer.name);
            if (Result<void> done = run(*insertName); !done)
                return done;
        }
    }
    Result<QSqlQuery> insertGroup =
        preparedInsert(u"MON_Boards_Groups"_s,
                       {u"board_id"_s, u"board_name"_s, u"group_id"_s, u"group_name"_s, u"created_date"_s,
                        u"updated_date"_s, u"is_active"_s});
    if (!insertGroup)
        return std::move(insertGroup).error();
    for (const std::vector<PlannedGroup> &ofCustomer : groups.all()) {
        for (const PlannedGroup &group : ofCustomer) {
            if (!group.onBoard)
                continue;
            int place = 0;
            for (const QVariant &value :
                 {QVariant(boardId.toString()), QVariant(boardName.toString()), QVariant(group.id),
                  QVariant(group.title), QVariant(m_preparedAt), QVariant(m_preparedAt), QVariant(1)})
                insertGroup->bindValue(place++, value);
            if (Result<void> done = run(*insertGroup); !done)
                return done;
        }
    }

    statements += {
        u"CREATE UNIQUE INDEX \"ux_lines_record_size\" ON \"ORDER_LIST_LINES\" (\"record_uuid\", \"size_code\")"_s,
        u"CREATE INDEX \"ix_lines_state\" ON \"ORDER_LIST_LINES\" (\"sync_state\")"_s,
        u"CREATE INDEX \"ix_headers_state\" ON \"FACT_ORDER_LIST\" (\"sync_state\", \"CUSTOMER NAME\")"_s,
        u"CREATE INDEX \"ix_headers_customer\" ON \"FACT_ORDER_LIST\" (\"CUSTOMER NAME\", \"sync_state\")"_s,
        u"CREATE INDEX \"ix_headers_number\" ON \"FACT_ORDER_LIST\" (\"AAG ORDER NUMBER\")"_s,
        u"CREATE INDEX \"ix_log_record\" ON \"ORDER_LIST_API_LOG\" (\"record_uuid\")"_s,
        u"COMMIT"_s,
    };
    for (const QString &statement : statements) {
        if (Result<void> done = run(statement); !done)
            return done;
    }
    return {};
}

Result<void> makeOwnTables(const QString &path, const QDateTime &at)
{
    constexpr int busyTimeoutMs = 0; // nobody else knows the file yet
    const auto dialect = warehouse::makeDialect({.driver = DatabaseDriver::Sqlite, .path = path});
    Result<std::unique_ptr<SqlConnection>> sql =
        SqlConnection::open(sqliteFile(path, false, busyTimeoutMs), dialect->catalog(),
                            [path](const QSqlError &error, const QString &doing) {
                                return writeFailed(path, doing + u": "_s + error.text());
                            });
    if (!sql)
        return sql.error();
    return warehouse::Migrations(**sql, *dialect, path).apply(at);
}

} // namespace syncline::demo
