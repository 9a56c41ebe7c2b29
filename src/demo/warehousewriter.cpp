#include "demo/warehousewriter.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace syncline::demo {

namespace {

constexpr auto timeFormat = "yyyy-MM-dd HH:mm:ss"_L1;

QStringList namesOf(std::span<const TableColumn> columns)
{
    QStringList names;
    for (const TableColumn &column : columns)
        names.append(column.name.toString());
    return names;
}

/// The columns of all tables of orders.
std::vector<TableColumn> businessColumns()
{
    std::vector<TableColumn> columns(columnsBeforeSizes().begin(), columnsBeforeSizes().end());
    for (const QStringView size : sizeColumns())
        columns.push_back({size, u"INT"});
    columns.insert(columns.end(), columnsAfterSizes().begin(), columnsAfterSizes().end());
    return columns;
}

std::vector<TableColumn> joined(std::vector<TableColumn> columns,
                                std::initializer_list<std::span<const TableColumn>> others)
{
    for (const std::span<const TableColumn> other : others)
        columns.insert(columns.end(), other.begin(), other.end());
    return columns;
}

QStringList sourceNames()
{
    return namesOf(businessColumns()) + namesOf(namingColumns());
}

/// The tables of original-system.md 2 that a demo has.
std::vector<DemoTable> allTables()
{
    static constexpr std::array<TableColumn, 2> sourceState = {
        {{u"sync_state", u"VARCHAR(10)"}, {u"action_type", u"VARCHAR(10)"}}};
    return {{.name = u"FACT_ORDER_LIST"_s,
             .columns = joined(businessColumns(), {namingColumns(), headerSyncColumns()})},
            {.name = u"ORDER_LIST_LINES"_s, .columns = joined({}, {lineColumns()})},
            {.name = u"ORDER_LIST"_s, .columns = businessColumns()},
            {.name = u"swp_ORDER_LIST_SYNC"_s,
             .columns = joined(businessColumns(), {namingColumns(), sourceState})},
            {.name = u"ORDER_LIST_API_LOG"_s, .columns = joined({}, {apiLogColumns()})},
            {.name = u"MON_Boards_Groups"_s,
             .columns = joined({}, {groupRegistryColumns()}),
             .constraint = u"PRIMARY KEY (\"board_id\", \"group_id\")"_s},
            {.name = u"map_canonical_customer"_s, .columns = joined({}, {canonicalCustomerColumns()})}};
}

/// The values of sourceNames().
QVariantList sourceValues(const DemoOrder &order)
{
    QVariantList values{order.key};
    const auto add = [&](std::span<const TableColumn> columns) {
        for (const TableColumn &column : columns)
            values.append(order.values.value(column.name.toString()));
    };
    add(columnsBeforeSizes().subspan(1));
    auto next = order.sizes.begin();
    for (int column = 0; column < static_cast<int>(sizeColumns().size()); ++column) {
        const bool has = next != order.sizes.end() && next->column == column;
        values.append(has ? QVariant(next->quantity) : QVariant());
        if (has)
            ++next;
    }
    add(columnsAfterSizes());
    for (const QString &name : {order.groupName, order.groupId, order.itemName})
        values.append(name.isEmpty() ? QVariant() : QVariant(name));
    return values;
}

QVariant textOrNull(const QString &text)
{
    return text.isEmpty() ? QVariant() : QVariant(text);
}

QVariant idOrNull(qint64 id)
{
    return id == 0 ? QVariant() : QVariant(id);
}

/// original-system.md 2.4: SHA-256 in upper-case hex over key, size and quantity.
QString lineHash(const QString &key, const QString &size, int quantity)
{
    const QString content = key + u'|' + size + u'|' + QString::number(quantity);
    return QString::fromLatin1(
        QCryptographicHash::hash(content.toUtf8(), QCryptographicHash::Sha256).toHex().toUpper());
}

} // namespace

WarehouseWriter::WarehouseWriter(DemoStore &store, const QDateTime &syncedAt)
    : m_store(store)
    , m_syncedAt(syncedAt)
    , m_preparedAt(syncedAt.addSecs(-3600).toString(timeFormat))
{
}

QStringList WarehouseWriter::tables()
{
    QStringList names;
    for (const DemoTable &table : allTables())
        names.append(table.name);
    return names;
}

Result<void> WarehouseWriter::prepare()
{
    for (const DemoTable &table : allTables()) {
        if (Result<void> made = m_store.createTable(table); !made)
            return made;
    }
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
    const std::pair<QString, QStringList> rows[] = {
        {u"FACT_ORDER_LIST"_s, sourceNames() + header},
        {u"ORDER_LIST_LINES"_s, line},
        {u"ORDER_LIST_API_LOG"_s, log},
        {u"swp_ORDER_LIST_SYNC"_s, sourceNames()},
        {u"map_canonical_customer"_s, {u"name"_s, u"canonical"_s}},
        {u"MON_Boards_Groups"_s,
         {u"board_id"_s, u"board_name"_s, u"group_id"_s, u"group_name"_s, u"created_date"_s,
          u"updated_date"_s, u"is_active"_s}},
    };
    for (const auto &[table, columns] : rows) {
        if (Result<void> expected = m_store.expectRows(table, columns); !expected)
            return expected;
    }
    return {};
}

Result<int> WarehouseWriter::add(const DemoOrder &order)
{
    const bool onBoard = order.itemId != 0;
    const QString syncedAt = onBoard ? m_syncedAt.addSecs(m_rows / 2).toString(timeFormat) : QString();
    ++m_rows;

    QVariantList values = sourceValues(order);
    values += {QVariant(order.state),
               QVariant(order.action),
               idOrNull(order.itemId),
               QVariant(m_preparedAt),
               textOrNull(syncedAt),
               QVariant(0),
               textOrNull(onBoard ? u"create_item"_s : QString()),
               textOrNull(onBoard ? u"SUCCESS"_s : QString()),
               textOrNull(syncedAt),
               textOrNull(syncedAt),
               QVariant(m_preparedAt),
               textOrNull(onBoard ? syncedAt : m_preparedAt)};
    if (Result<void> done = m_store.insert(u"FACT_ORDER_LIST"_s, values); !done)
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
    return m_store.insert(u"ORDER_LIST_LINES"_s,
                          {QVariant(size.lineKey), QVariant(order.key), QVariant(code),
                           QVariant(size.quantity), QVariant(lineHash(order.key, code, size.quantity)),
                           QVariant(size.action), QVariant(size.state), idOrNull(order.itemId),
                           idOrNull(size.subitemId), idOrNull(order.itemId), textOrNull(syncedAt),
                           QVariant(0), textOrNull(onBoard ? u"create_subitem"_s : QString()),
                           textOrNull(onBoard ? u"SUCCESS"_s : QString()), QVariant(m_preparedAt),
                           textOrNull(onBoard ? syncedAt : m_preparedAt)});
}

Result<void> WarehouseWriter::addToLog(const DemoOrder &order, const QString &syncedAt)
{
    const QString runId = u"sync_%1_5eed0001"_s.arg(m_syncedAt.toString(u"yyyyMMdd_HHmmss"));
    return m_store.insert(u"ORDER_LIST_API_LOG"_s,
                          {QVariant(order.key), QVariant(u"HEADER"_s), QVariant(u"SYNCED"_s),
                           QVariant(syncedAt), QVariant(syncedAt), QVariant(syncedAt),
                           QVariant(u"create_item"_s), QVariant(u"SUCCESS"_s), QVariant(syncedAt),
                           QVariant(runId)});
}

Result<void> WarehouseWriter::copyToSource()
{
    const QString columns = quotedAll(sourceNames()).join(u", "_s);
    return m_store.run(u"INSERT INTO %1 (%2) SELECT %2 FROM %3%4"_s.arg(
        m_store.named(u"swp_ORDER_LIST_SYNC"_s), columns, m_store.named(u"FACT_ORDER_LIST"_s),
        m_store.asTheyCame()));
}

Result<void> WarehouseWriter::addToSource(const DemoOrder &order)
{
    return m_store.insert(u"swp_ORDER_LIST_SYNC"_s, sourceValues(order));
}

Result<void> WarehouseWriter::addRegistries(const std::vector<DemoCustomer> &customers,
                                            const GroupPlan &groups)
{
    for (const DemoCustomer &customer : customers) {
        for (const QString &name : {customer.name, customer.alias}) {
            if (Result<void> done = m_store.insert(u"map_canonical_customer"_s, {name, customer.name}); !done)
                return done;
        }
    }
    for (const std::vector<PlannedGroup> &ofCustomer : groups.all()) {
        for (const PlannedGroup &group : ofCustomer) {
            if (!group.onBoard)
                continue;
            Result<void> done = m_store.insert(u"MON_Boards_Groups"_s,
                                               {boardId.toString(), boardName.toString(), group.id,
                                                group.title, m_preparedAt, m_preparedAt, 1});
            if (!done)
                return done;
        }
    }
    return {};
}

Result<void> WarehouseWriter::complete(const std::vector<DemoCustomer> &customers, const GroupPlan &groups)
{
    if (Result<void> done = addRegistries(customers, groups); !done)
        return done;
    // The raw table still has the workbooks' names and the order type ACTIVE (original-system.md 2.9).
    QStringList raw = quotedAll(namesOf(businessColumns()));
    const QString columns = raw.join(u", "_s);
    raw.replaceInStrings(u"\"CUSTOMER NAME\""_s, u"\"SOURCE_CUSTOMER_NAME\""_s);
    raw.replaceInStrings(u"\"ORDER TYPE\""_s,
                         u"CASE \"ORDER TYPE\" WHEN 'RECEIVED' THEN 'ACTIVE' ELSE \"ORDER TYPE\" END"_s);
    const QString headers = m_store.named(u"FACT_ORDER_LIST"_s);
    const QString lines = m_store.named(u"ORDER_LIST_LINES"_s);
    const QStringList statements{
        u"INSERT INTO %1 (%2) SELECT %3 FROM %4%5"_s.arg(
            m_store.named(u"ORDER_LIST"_s), columns, raw.join(u", "_s),
            m_store.named(u"swp_ORDER_LIST_SYNC"_s), m_store.asTheyCame()),
        u"CREATE UNIQUE INDEX \"ux_lines_record_size\" ON %1 (\"record_uuid\", \"size_code\")"_s.arg(lines),
        u"CREATE INDEX \"ix_lines_counts\" ON %1 (\"record_uuid\", \"sync_state\", \"action_type\")"_s.arg(
            lines),
        u"CREATE INDEX \"ix_lines_state\" ON %1 (\"sync_state\")"_s.arg(lines),
        u"CREATE INDEX \"ix_headers_state\" ON %1 (\"sync_state\", \"CUSTOMER NAME\")"_s.arg(headers),
        u"CREATE INDEX \"ix_headers_customer\" ON %1 (\"CUSTOMER NAME\", \"sync_state\", \"action_type\", "
        "\"sync_completed_at\", \"record_uuid\")"_s.arg(headers),
        u"CREATE INDEX \"ix_headers_number\" ON %1 (\"AAG ORDER NUMBER\")"_s.arg(headers),
        u"CREATE INDEX \"ix_log_record\" ON %1 (\"record_uuid\")"_s.arg(
            m_store.named(u"ORDER_LIST_API_LOG"_s)),
    };
    for (const QString &statement : statements) {
        if (Result<void> done = m_store.run(statement); !done)
            return done;
    }
    return {};
}

} // namespace syncline::demo
