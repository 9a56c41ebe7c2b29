#include "warehouse/refreshstore.h"

#include "warehouse/rowtext.h"
#include "warehouse/warehouseerrors.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace syncline::warehouse {

namespace {

/// Columns of refresh_page and refresh_headers_* before the values.
constexpr int firstStaged = 3;
constexpr int firstFilled = 6;

/// In the spelling of refresh_key.
QString refreshKeys(const std::vector<RecordKey> &keys)
{
    return spellings(keys, KeyMatch::Loose);
}

/// The predecessor's hash of a line (OS 2.4), for those who read it; Syncline compares values.
QString lineHash(const QVariant &key, const QString &size, int quantity)
{
    const QString content = key.toString() + u'|' + size + u'|' + QString::number(quantity);
    return QString::fromLatin1(
        QCryptographicHash::hash(content.toUtf8(), QCryptographicHash::Sha256).toHex().toUpper());
}

/// The error of a server that makes none for this user.
Error noTemporaryTables(const Error &error)
{
    return {.kind = error.kind, .event = {EventId::rf_007, error.event.parameters, {}}};
}

} // namespace

QStringList RefreshStore::filledNames() const
{
    QStringList names;
    for (const RefreshColumn &column : m_columns.filled)
        names.append(column.name);
    return names;
}

Result<SqlCursor> RefreshStore::run(const QString &name, const TableSchema &table,
                                    const SqlStatementBuilder::Fills &fills, const SqlValues &values)
{
    SqlText &statement = m_statements[name];
    if (statement.text.isEmpty())
        statement = m_builder.statement(name, table, fills);
    return m_sql.run(statement, name, values);
}

Result<void> RefreshStore::execute(const QString &name, const SqlValues &values)
{
    if (Result<SqlCursor> done = m_sql.run(name, values); !done)
        return std::move(done).error();
    return {};
}

Result<QHash<QString, QString>> RefreshStore::aliases(const TableSchema &table)
{
    QHash<QString, QString> aliases;
    if (!table.exists())
        return aliases;
    for (const QString &column : {u"name"_s, u"canonical"_s}) {
        if (!table.has(column))
            return unusable(columnMissing(table.name, column));
    }
    Result<SqlCursor> rows = run(u"refresh_aliases"_s, table, {}, {});
    if (!rows)
        return rows.error();
    Result<void> read = rows->forEach([&]() -> Result<void> {
        aliases.insert(RefreshRules::folded(rows->text(0)), rows->text(1).simplified());
        return {};
    });
    if (!read)
        return read.error();
    return aliases;
}

Result<QHash<QString, QString>> RefreshStore::namesBySource()
{
    QHash<QString, QString> names;
    if (!m_source.has(u"_SOURCE_TABLE"))
        return names;
    const QString sourceTable = m_builder.columnList(m_source, u"t", {u"_SOURCE_TABLE"_s});
    Result<SqlCursor> rows =
        run(u"refresh_customer_names"_s, m_source, {{u"source_table"_s, sourceTable}}, {});
    if (!rows)
        return rows.error();
    Result<void> read = rows->forEach([&]() -> Result<void> {
        names.insert(rows->text(0).simplified(), rows->text(1).simplified());
        return {};
    });
    if (!read)
        return read.error();
    return names;
}

Result<void> RefreshStore::stage(RefreshMode mode)
{
    if (mode == RefreshMode::Write)
        return copyTables();
    if (Result<void> allowed = execute(u"refresh_may_copy"_s); !allowed)
        return allowed;
    Result<void> copied = copyTables();
    if (!copied && isReadOnly(copied.error()))
        copied = noTemporaryTables(copied.error());
    if (!copied && isConnectionLost(copied.error()))
        return copied; // a new link knows nothing of it
    if (Result<void> over = execute(u"refresh_copied"_s); !over && copied)
        return over;
    return copied;
}

Result<void> RefreshStore::copyTables()
{
    for (const QString &name : {u"refresh_drop_source"_s, u"refresh_drop_headers"_s}) {
        if (Result<void> done = execute(name); !done)
            return done;
    }
    const QString staged = m_builder.columnList(m_source, u"t", m_columns.staged);
    if (Result<SqlCursor> done =
            run(u"refresh_stage_source"_s, m_source,
                {{u"source_key"_s, m_builder.plainKey(m_source, u"t")}, {u"staged"_s, staged}}, {});
        !done)
        return done.error();
    for (const QString &name :
         {u"refresh_index_positions"_s, u"refresh_index_source_keys"_s, u"refresh_know_source"_s}) {
        if (Result<void> done = execute(name); !done)
            return done;
    }
    if (Result<SqlCursor> done = run(u"refresh_stage_headers"_s, m_schema.headers,
                                     {{u"header_key"_s, m_builder.plainKey(m_schema.headers, u"h")}}, {});
        !done)
        return done.error();
    for (const QString &name :
         {u"refresh_index_header_keys"_s, u"refresh_index_header_numbers"_s, u"refresh_know_headers"_s}) {
        if (Result<void> done = execute(name); !done)
            return done;
    }
    return {};
}

Result<std::vector<SourceOrder>> RefreshStore::page(qint64 first, qint64 last)
{
    const QString staged = m_builder.columnList(m_source, u"t", m_columns.staged);
    Result<SqlCursor> rows =
        run(u"refresh_page"_s, m_source, {{u"staged"_s, staged}}, {{u":first"_s, first}, {u":last"_s, last}});
    if (!rows)
        return rows.error();
    const auto count = static_cast<std::size_t>(m_columns.staged.size());
    std::vector<SourceOrder> orders;
    Result<void> read = rows->forEach([&]() -> Result<void> {
        SourceOrder order{.key = RecordKey::fromString(rows->text(1)), .number = rows->text(0)};
        if (!order.key.isNull())
            order.copies = static_cast<int>(rows->integer(2));
        order.values.reserve(count);
        for (std::size_t index = 0; index < count; ++index)
            order.values.push_back(
                m_columns.stagedForms[index].read(rows->value(firstStaged + static_cast<int>(index))));
        orders.push_back(std::move(order));
        return {};
    });
    if (!read)
        return read.error();
    return orders;
}

HeldOrder RefreshStore::heldOrder(const SqlCursor &rows) const
{
    HeldOrder order{.key = RecordKey::fromString(rows.text(0)),
                    .keyText = rows.value(1),
                    .number = rows.text(2),
                    .state = rows.value(3),
                    .action = rows.value(4),
                    .itemId = rows.value(5)};
    order.values.reserve(m_columns.filled.size());
    for (std::size_t index = 0; index < m_columns.filled.size(); ++index)
        order.values.push_back(
            m_columns.filled[index].form.read(rows.value(firstFilled + static_cast<int>(index))));
    return order;
}

Result<void> RefreshStore::readHeaders(const QString &name, const SqlValues &values,
                                       const std::function<void(HeldOrder)> &visit)
{
    const QString filled = m_builder.columnList(m_schema.headers, u"h", filledNames());
    Result<SqlCursor> rows = run(name, m_schema.headers, {{u"filled"_s, filled}}, values);
    if (!rows)
        return rows.error();
    return rows->forEach([&]() -> Result<void> {
        visit(heldOrder(*rows));
        return {};
    });
}

Result<QHash<RecordKey, HeldOrder>> RefreshStore::headersByKey(const std::vector<RecordKey> &keys)
{
    QHash<RecordKey, HeldOrder> orders;
    if (keys.empty())
        return orders;
    const SqlValues values{{u":keys"_s, refreshKeys(keys)}};
    Result<void> read = readHeaders(u"refresh_headers_by_key"_s, values, [&](HeldOrder order) {
        if (const auto twin = orders.find(order.key); twin != orders.end())
            ++twin->copies;
        else
            orders.insert(order.key, std::move(order));
    });
    if (!read)
        return read.error();
    return orders;
}

Result<std::vector<HeldOrder>> RefreshStore::headersByNumber(const QStringList &numbers)
{
    std::vector<HeldOrder> orders;
    if (numbers.isEmpty())
        return orders;
    const SqlValues values{{u":numbers"_s, jsonList(numbers)}};
    Result<void> read = readHeaders(u"refresh_headers_by_number"_s, values, [&](HeldOrder order) {
        if (order.key.isNull())
            return; // a finding of the warehouse
        if (!orders.empty() && orders.back().key == order.key)
            ++orders.back().copies;
        else
            orders.push_back(std::move(order));
    });
    if (!read)
        return read.error();
    return orders;
}

Result<void> RefreshStore::markSeen(const std::vector<RecordKey> &keys)
{
    if (keys.empty())
        return {};
    return execute(u"refresh_mark_seen"_s, {{u":keys"_s, refreshKeys(keys)}});
}

Result<void> RefreshStore::forEachOnlyInHeaders(
    const std::function<void(RecordKey, QString, QString, WarehouseState)> &visit)
{
    Result<SqlCursor> rows = run(u"refresh_only_in_headers"_s, m_schema.headers, {}, {});
    if (!rows)
        return rows.error();
    return rows->forEach([&]() -> Result<void> {
        visit(RecordKey::fromString(rows->text(0)), rows->text(1), rows->text(2),
              warehouseStateFromText(rows->value(3)));
        return {};
    });
}

Result<QHash<RecordKey, std::vector<HeldLine>>> RefreshStore::lines(const QStringList &spellings)
{
    QHash<RecordKey, std::vector<HeldLine>> lines;
    // Lines spell their key as their header does, or in the usual way; other spellings are rare enough for a
    // second round.
    QStringList usual;
    QStringList odd;
    for (const QString &spelling : spellings) {
        const QString key = RecordKey::fromString(spelling).toString();
        usual << key << key.toUpper();
        if (spelling != key && spelling != key.toUpper())
            odd << key.toUpper();
    }
    for (const KeyMatch match : {KeyMatch::Usual, KeyMatch::Loose}) {
        const QStringList &keys = match == KeyMatch::Usual ? usual : odd;
        if (keys.isEmpty())
            continue;
        Result<SqlCursor> rows =
            m_sql.run(m_builder.linesByKey(match), u"lines_by_key"_s, {{u":keys"_s, jsonList(keys)}});
        if (!rows)
            return rows.error();
        Result<void> read = rows->forEach([&]() -> Result<void> {
            const QString spelling = rows->text(0);
            const RecordKey key = RecordKey::fromString(spelling);
            const bool known = spelling == key.toString() || spelling == key.toString().toUpper();
            if (match == KeyMatch::Loose && known)
                return {}; // read in the first round
            lines[key].push_back({.keyText = rows->value(0),
                                  .sizeCode = rows->text(1),
                                  .quantity = rows->value(2),
                                  .action = rows->value(3),
                                  .state = rows->value(4),
                                  .subitemId = rows->value(5)});
            return {};
        });
        if (!read)
            return read.error();
    }
    return lines;
}

Result<void> RefreshStore::keepPlace()
{
    return execute(u"savepoint"_s);
}

Result<void> RefreshStore::backToPlace()
{
    if (Result<void> back = execute(u"undo_savepoint"_s); !back)
        return back;
    return leavePlace();
}

Result<void> RefreshStore::leavePlace()
{
    return execute(u"refresh_leave_savepoint"_s);
}

void RefreshStore::Shape::assign(const std::vector<QVariant> &leading, const QHash<QString, QVariant> &rest)
{
    const auto count = static_cast<qsizetype>(leading.size());
    for (qsizetype index = 0; index < columns.size(); ++index) {
        values[index].second =
            index < count ? leading[static_cast<std::size_t>(index)] : rest.value(columns.at(index));
    }
}

RefreshStore::Shape RefreshStore::shapeOf(const TableSchema &table, const QStringList &columns,
                                          const std::function<SqlText(const RowChange &)> &statement) const
{
    RowChange row(table);
    Shape shape;
    for (const QString &column : columns) {
        if (!table.has(column))
            continue;
        row.set(column, {});
        shape.columns.append(column);
    }
    shape.values = row.values();
    shape.statement = statement(row);
    return shape;
}

Result<void> RefreshStore::change(const Shape &shape, const SqlValues &keys, const QString &doing,
                                  const LineKey &row)
{
    Result<SqlCursor> done = m_sql.run(shape.statement, doing, keys + shape.values);
    if (!done)
        return done.error();
    if (done->affected() != 1) {
        const bool header = row.sizeCode.isEmpty();
        return rowNotSingle(header ? m_schema.headers.name : m_schema.lines.name, row, done->affected());
    }
    return {};
}

Result<void> RefreshStore::insertHeader(const RecordKey &key, const std::vector<QVariant> &values,
                                        const QString &now)
{
    if (!m_insertHeader) {
        m_insertHeader = shapeOf(m_schema.headers, filledNames() + ownHeaderColumns(),
                                 [this](const RowChange &row) { return m_builder.insertRow(row); });
    }
    m_insertHeader->assign(values,
                           {{u"record_uuid"_s, key.toString()},
                            {u"sync_state"_s, u"PENDING"_s},
                            {u"action_type"_s, u"INSERT"_s},
                            {u"retry_count"_s, 0},
                            {u"created_at"_s, now},
                            {u"updated_at"_s, now}});
    return change(*m_insertHeader, {}, u"insert_row"_s, {key, {}});
}

Result<void> RefreshStore::updateHeader(const HeldOrder &held, const HeaderUpdate &update, const QString &now)
{
    QStringList own{u"sync_state"_s, u"action_type"_s, u"sync_error_message"_s, u"api_error_message"_s,
                    u"updated_at"_s};
    std::optional<Shape> &kept = update.clearGroup ? m_updateHeaderAndGroup : m_updateHeader;
    if (!kept) {
        if (update.clearGroup)
            own.append(u"group_id"_s);
        kept = shapeOf(m_schema.headers, filledNames() + own,
                       [this](const RowChange &row) { return m_builder.updateHeader(row, KeyMatch::Usual); });
    }
    kept->assign(
        update.values,
        {{u"sync_state"_s, update.state}, {u"action_type"_s, update.action}, {u"updated_at"_s, now}});
    return change(*kept, {{u":lower"_s, held.keyText}, {u":upper"_s, held.keyText}}, u"update_header"_s,
                  {held.key, {}});
}

Result<void> RefreshStore::writeLine(const QVariant &headerKey, const LineChange &line,
                                     const RecordKey &lineKey, const QString &now)
{
    const bool isNew = line.work == LineWork::Insert;
    std::optional<Shape> &kept = isNew ? m_insertLine : m_updateLine;
    const QVariant keyText = isNew ? headerKey : line.keyText;
    if (!kept && isNew) {
        kept =
            shapeOf(m_schema.lines, ownLineColumns(),
                    [this](const RowChange &row) { return m_builder.insertRow(row); });
    } else if (!kept) {
        kept = shapeOf(m_schema.lines,
                       {u"qty"_s, u"row_hash"_s, u"action_type"_s, u"sync_state"_s, u"sync_error_message"_s,
                        u"api_error_message"_s, u"updated_at"_s},
                       [this](const RowChange &row) { return m_builder.updateLine(row, KeyMatch::Usual); });
    }
    kept->assign({},
                 {{u"line_uuid"_s, lineKey.toString()},
                  {u"record_uuid"_s, keyText},
                  {u"size_code"_s, line.sizeCode},
                  {u"qty"_s, line.quantity},
                  {u"row_hash"_s, lineHash(keyText, line.sizeCode, line.quantity)},
                  {u"action_type"_s, line.action},
                  {u"sync_state"_s, line.state},
                  {u"retry_count"_s, 0},
                  {u"created_at"_s, now},
                  {u"updated_at"_s, now}});
    SqlValues keys;
    if (!isNew) {
        keys = {{u":lower"_s, keyText}, {u":upper"_s, keyText}, {u":size_code"_s, line.sizeCode}};
    }
    return change(*kept, keys, isNew ? u"insert_row"_s : u"update_line"_s,
                  {RecordKey::fromString(keyText.toString()), line.sizeCode});
}

} // namespace syncline::warehouse
