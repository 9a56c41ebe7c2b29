#include "warehouse/orderrepair.h"

#include "warehouse/rowtext.h"
#include "warehouse/warehouseerrors.h"

using namespace Qt::StringLiterals;

namespace syncline::warehouse {

namespace {

bool isHeader(const FoundRow &row)
{
    return row.known.row.sizeCode.isEmpty();
}

} // namespace

Result<void> OrderRepair::repair(const std::vector<RecordKey> &keys, Repair repair)
{
    if (keys.empty())
        return {};
    // Without the tables nobody could tell whether someone works on the orders.
    if (Result<void> fit = m_own.migrations.demand(); !fit)
        return fit;
    Result<std::unique_ptr<SqlTransaction>> transaction = SqlTransaction::begin(m_sql);
    if (!transaction)
        return transaction.error();
    const Result<std::optional<LeaseHolder>> holder = m_own.leases.holderOf(keys);
    if (!holder)
        return holder.error();
    if (*holder)
        return orderIsTaken((*holder)->key, (*holder)->session, (*holder)->desk);
    if (Result<void> repaired = repairRows(keys, repair); !repaired)
        return repaired;
    if (Result<void> forgotten = m_own.memory.forgetOrders(keys); !forgotten)
        return forgotten;
    return (*transaction)->commit();
}

Result<void> OrderRepair::repairRows(const std::vector<RecordKey> &keys, Repair repair)
{
    const Result<std::vector<FoundRow>> rows = m_lookUp.rowsOf(keys);
    if (!rows)
        return rows.error();
    QSet<RecordKey> missing(keys.begin(), keys.end());
    for (const FoundRow &row : *rows) {
        if (isHeader(row))
            missing.remove(row.known.row.record);
        const std::optional<RowChange> change =
            repair == Repair::CreateAgain ? createAgain(row) : markRemoved(row);
        if (!change)
            continue;
        if (Result<void> updated = m_rows.update(row.known.row, *change); !updated)
            return updated;
    }
    if (!missing.isEmpty())
        return rowNotSingle(m_schema.headers.name, {.record = *missing.cbegin(), .sizeCode = {}}, 0);
    return {};
}

RowChange OrderRepair::changeOf(const FoundRow &row) const
{
    RowChange change(isHeader(row) ? m_schema.headers : m_schema.lines);
    change.set(u"row_hash"_s, {});
    change.set(u"updated_at"_s, timeText(m_clock.utcNow()));
    return change;
}

std::optional<RowChange> OrderRepair::createAgain(const FoundRow &row) const
{
    const WarehouseState state = row.known.state;
    if (!isHeader(row) && (state == WarehouseState::NotOurs || state == WarehouseState::Strange))
        return std::nullopt;
    RowChange change = changeOf(row);
    if (isHeader(row)) {
        change.setId(u"monday_item_id"_s, std::nullopt);
    } else {
        change.setId(u"monday_subitem_id"_s, std::nullopt);
        change.setId(u"monday_parent_id"_s, std::nullopt);
        change.setId(u"parent_item_id"_s, std::nullopt);
    }
    // A subitem that was to be removed went with its item.
    const bool isRemoved = !isHeader(row) && row.action == ActionType::Delete;
    change.set(u"sync_state"_s, isRemoved ? u"SYNCED"_s : u"PENDING"_s);
    if (row.action == ActionType::Update)
        change.set(u"action_type"_s, u"INSERT"_s);
    for (const QString &column : {u"api_status"_s, u"api_error_message"_s, u"sync_error_message"_s})
        change.set(column, {});
    return change;
}

RowChange OrderRepair::markRemoved(const FoundRow &row) const
{
    RowChange change = changeOf(row);
    change.set(u"sync_state"_s, u"NONE"_s);
    change.set(u"action_type"_s, u"NONE"_s);
    return change;
}

Result<void> OrderRepair::reopenLines(const std::vector<LineKey> &lines)
{
    if (lines.empty())
        return {};
    QSet<RecordKey> keys;
    QHash<LineKey, int> wanted;
    for (const LineKey &line : lines) {
        keys.insert(line.record);
        wanted.insert(line, 0);
    }
    Result<std::unique_ptr<SqlTransaction>> transaction = SqlTransaction::begin(m_sql);
    if (!transaction)
        return transaction.error();
    const Result<std::vector<FoundRow>> rows =
        m_lookUp.rowsOf(std::vector<RecordKey>(keys.cbegin(), keys.cend()));
    if (!rows)
        return rows.error();
    for (const FoundRow &row : *rows) {
        const auto found = wanted.find(row.known.row);
        if (found != wanted.end())
            ++*found;
        const bool isLine = !row.known.row.sizeCode.isEmpty();
        const bool ofOrder = row.known.mondayId && wanted.contains({row.known.row.record, {}});
        if (!isLine || row.known.state != WarehouseState::Done || (found == wanted.end() && !ofOrder))
            continue;
        RowChange change(m_schema.lines);
        change.set(u"sync_state"_s, u"PENDING"_s);
        change.set(u"updated_at"_s, timeText(m_clock.utcNow()));
        if (Result<void> updated = m_rows.update(row.known.row, change); !updated)
            return updated;
    }
    for (const auto &[line, count] : wanted.asKeyValueRange()) {
        if (count != 1)
            return rowNotSingle(m_schema.lines.name, line, count);
    }
    return (*transaction)->commit();
}

} // namespace syncline::warehouse
