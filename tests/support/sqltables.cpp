#include "support/sqltables.h"

#include "sql/sqlconnection.h"
#include "warehouse/sqlorderwarehouse.h"

using namespace Qt::StringLiterals;

namespace syncline::testing {

namespace {

QString wordOf(WarehouseState state)
{
    switch (state) {
    case WarehouseState::Waiting:
        return u"PENDING"_s;
    case WarehouseState::Done:
        return u"SYNCED"_s;
    case WarehouseState::Failed:
        return u"FAILED"_s;
    case WarehouseState::NotOurs:
    case WarehouseState::Strange:
        break;
    }
    return u"NONE"_s;
}

QString wordOf(ActionType action)
{
    switch (action) {
    case ActionType::Insert:
        return u"INSERT"_s;
    case ActionType::Update:
        return u"UPDATE"_s;
    case ActionType::Delete:
        return u"DELETE"_s;
    case ActionType::None:
        break;
    }
    return u"NONE"_s;
}

QVariant idCell(std::optional<qint64> id)
{
    return id ? QVariant(QString::number(*id)) : QVariant();
}

/// Any column takes a text that fits it.
QVariant textCell(const QVariant &value)
{
    return value.toString().isEmpty() ? QVariant() : QVariant(value.toString());
}

std::map<QString, QVariant> cellsOf(const OrderHeader &order)
{
    std::map<QString, QVariant> cells{{u"CUSTOMER NAME"_s, textCell(order.customer)},
                                      {u"group_name"_s, textCell(order.groupName)},
                                      {u"group_id"_s, textCell(order.groupId)},
                                      {u"item_name"_s, textCell(order.itemName)},
                                      {u"action_type"_s, wordOf(order.action)},
                                      {u"sync_state"_s, wordOf(order.state)},
                                      {u"monday_item_id"_s, idCell(order.itemId)},
                                      {u"retry_count"_s, QString::number(order.retryCount)}};
    for (const auto &[column, value] : order.values.asKeyValueRange())
        cells[column] = textCell(value);
    return cells;
}

std::map<QString, QVariant> cellsOf(const OrderLine &line)
{
    return {{u"qty"_s, textCell(line.quantity)},
            {u"action_type"_s, wordOf(line.action)},
            {u"sync_state"_s, wordOf(line.state)},
            {u"monday_subitem_id"_s, idCell(line.subitemId)},
            {u"retry_count"_s, QString::number(line.retryCount)}};
}

std::optional<qint64> idOf(const SqlCursor &rows, int column)
{
    return rows.text(column).isEmpty() ? std::nullopt : std::optional(rows.integer(column));
}

template<typename T>
T sure(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().text()));
    return std::move(result).value();
}

void sure(const Result<void> &result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().text()));
}

QString quoted(const QString &name)
{
    return u'"' + name + u'"';
}

SqlCursor run(SqlConnection &sql, const QString &text, const SqlValues &values = {})
{
    SqlText statement{.text = text, .parameters = {}};
    for (const auto &[parameter, value] : values)
        statement.parameters.append(parameter);
    return sure(sql.run(statement, text, values));
}

} // namespace

/// Tells the real time while a warehouse is opened, which finds out by it how the clock of the server
/// differs; afterwards the time of the test, which then is the server's.
class SqlTables::ServerClock final : public Clock
{
public:
    explicit ServerClock(const Clock &clock)
        : m_clock(clock)
    {
    }
    void endOpening() { m_isOpening = false; }
    QDateTime utcNow() const override { return m_isOpening ? SystemClock().utcNow() : m_clock.utcNow(); }
    Steady steadyNow() const override { return m_clock.steadyNow(); }
    bool waitFor(std::chrono::milliseconds, std::stop_token) override
    {
        qFatal("a warehouse does not wait");
        return false;
    }

private:
    const Clock &m_clock;
    bool m_isOpening = true;
};

SqlTables::SqlTables(DatabaseDriver engine, const QString &path, FakeTables &tables, const Clock &clock)
    : m_builder(engine, path)
    , m_tables(tables)
    , m_clock(clock)
{
    m_builder.sizes({u"S"_s, u"M"_s, u"L"_s}).withAnyContentIn({u"CUSTOMER PRICE"_s, u"qty"_s}).create();
}

SqlTables::~SqlTables() = default;

Result<std::unique_ptr<OrderWarehouse>> SqlTables::open(const EnvironmentSettings &settings,
                                                        EventSink &events)
{
    ServerClock *clock = nullptr;
    {
        const std::lock_guard lock(m_mutex);
        clock = m_clocks.emplace_back(std::make_unique<ServerClock>(m_clock)).get();
    }
    Result<std::unique_ptr<SqlOrderWarehouse>> opened =
        SqlOrderWarehouse::open(warehouseOptions(settings, {}), *clock, events);
    clock->endOpening();
    if (!opened)
        return opened.error();
    return std::unique_ptr<OrderWarehouse>(std::move(opened).value());
}

void SqlTables::write()
{
    const std::scoped_lock lock(m_mutex, m_tables.m_mutex);
    const auto sql = m_builder.connect();
    const auto transaction = sure(SqlTransaction::begin(*sql));
    writeRows(*sql);
    sure(transaction->commit());
}

void SqlTables::readBack()
{
    const std::scoped_lock lock(m_mutex, m_tables.m_mutex);
    readRows(*m_builder.connect());
}

void SqlTables::change(const RecordKey &key, const std::function<void(OrderHeader &)> &how)
{
    const std::scoped_lock lock(m_mutex, m_tables.m_mutex);
    const auto sql = m_builder.connect();
    const auto transaction = sure(SqlTransaction::begin(*sql));
    if (database().driver == DatabaseDriver::PostgreSql) {
        for (const QString &table : {settings().headers, settings().lines}) {
            SqlCursor rows = run(*sql, u"SELECT 1 FROM %1 WHERE record_uuid = :key FOR UPDATE"_s.arg(table),
                                 {{u":key"_s, key.toString()}});
            while (sure(rows.next())) {}
        }
    }
    readRows(*sql);
    how(**std::ranges::find_if(m_tables.m_orders, [&key](const auto &order) { return order->key == key; }));
    writeRows(*sql);
    sure(transaction->commit());
}

qsizetype SqlTables::leaseCount() const
{
    const auto sql = m_builder.connect();
    SqlCursor rows = run(*sql, u"SELECT COUNT(*) FROM SYNCLINE_LEASES WHERE lease_key NOT LIKE 'lock:%'"_s);
    sure(rows.next());
    return rows.integer(0);
}

void SqlTables::writeRows(SqlConnection &sql)
{
    for (const auto &order : m_tables.m_orders) {
        Cells sizes;
        for (const OrderLine &line : order->lines)
            sizes[line.key.sizeCode] = u"10"_s; // what FakeTables counts for its sum
        writeRow(sql, {order->key, {}}, cellsOf(*order), sizes);
        for (const OrderLine &line : order->lines)
            writeRow(sql, line.key, cellsOf(line), {{u"size_code"_s, line.key.sizeCode}});
    }
}

void SqlTables::writeRow(SqlConnection &sql, const LineKey &row, const Cells &cells, const Cells &onlyWhenNew)
{
    const QString table = row.sizeCode.isEmpty() ? settings().headers : settings().lines;
    const bool isNew = !m_rows.contains(row);
    const Cells before = m_rows.value(row);
    Cells changed;
    for (const auto &[column, value] : cells) {
        const auto known = before.find(column);
        if (known == before.end() || known->second != value)
            changed[column] = value;
    }
    for (const auto &[column, value] : before) {
        if (!cells.contains(column))
            changed[column] = {};
    }
    m_rows.insert(row, cells);
    if (changed.empty())
        return;
    SqlValues values;
    QStringList columns;
    QStringList places;
    const auto add = [&](const QString &column, const QVariant &value) {
        places.append(u":c%1"_s.arg(values.size()));
        columns.append(quoted(column));
        values.append({places.last(), value});
    };
    for (const auto &[column, value] : changed)
        add(column, value);
    if (isNew) {
        add(u"record_uuid"_s, row.record.toString());
        for (const auto &[column, value] : onlyWhenNew)
            add(column, value);
        run(sql, u"INSERT INTO %1 (%2) VALUES (%3)"_s.arg(table, columns.join(u", "_s), places.join(u", "_s)),
            values);
        return;
    }
    QStringList assignments;
    for (qsizetype index = 0; index < columns.size(); ++index)
        assignments.append(QString(columns.at(index) + u" = "_s + places.at(index)));
    QString where = u"record_uuid = :key"_s;
    values.append({u":key"_s, row.record.toString()});
    if (!row.sizeCode.isEmpty()) {
        where += u" AND size_code = :size_code"_s;
        values.append({u":size_code"_s, row.sizeCode});
    }
    run(sql, u"UPDATE %1 SET %2 WHERE %3"_s.arg(table, assignments.join(u", "_s), where), values);
}

void SqlTables::readRows(SqlConnection &sql)
{
    QHash<RecordKey, OrderHeader *> orders;
    for (const auto &order : m_tables.m_orders)
        orders.insert(order->key, order.get());
    SqlCursor headers = run(sql,
                            u"SELECT record_uuid, sync_state, group_id, monday_item_id, retry_count, "
                            "api_error_message FROM %1"_s.arg(settings().headers));
    while (sure(headers.next())) {
        OrderHeader &order = *orders.value(RecordKey::fromString(headers.text(0)));
        order.state = warehouseStateFromText(headers.value(1));
        order.groupId = headers.text(2);
        order.itemId = idOf(headers, 3);
        order.retryCount = static_cast<int>(headers.integer(4));
        m_tables.m_messages.insert(order.key, headers.text(5));
        m_rows.insert({order.key, {}}, cellsOf(order));
    }
    SqlCursor lines =
        run(sql,
            u"SELECT record_uuid, size_code, sync_state, monday_subitem_id, retry_count FROM %1"_s.arg(
                settings().lines));
    while (sure(lines.next())) {
        const LineKey key{RecordKey::fromString(lines.text(0)), lines.text(1)};
        OrderHeader &order = *orders.value(key.record);
        OrderLine &line = *std::ranges::find(order.lines, key, &OrderLine::key);
        line.state = warehouseStateFromText(lines.value(2));
        line.subitemId = idOf(lines, 3);
        line.retryCount = static_cast<int>(lines.integer(4));
        m_rows.insert(key, cellsOf(line));
    }
    for (const auto &order : m_tables.m_orders) {
        order->sent.reset();
        for (OrderLine &line : order->lines)
            line.sent.reset();
    }
    SqlCursor sent = run(sql, u"SELECT record_uuid, size_code, sent FROM SYNCLINE_ROW_STATE"_s);
    while (sure(sent.next())) {
        OrderHeader &order = *orders.value(RecordKey::fromString(sent.text(0)));
        const auto line = std::ranges::find(order.lines, sent.text(1),
                                            [](const OrderLine &each) { return each.key.sizeCode; });
        (line == order.lines.end() ? order.sent : line->sent) = SentValues::fromJson(sent.text(2).toUtf8());
    }
}

} // namespace syncline::testing
