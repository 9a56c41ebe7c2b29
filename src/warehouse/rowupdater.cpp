#include "warehouse/rowupdater.h"

#include "warehouse/warehouseerrors.h"

using namespace Qt::StringLiterals;

namespace syncline::warehouse {

SqlValues keyValues(const LineKey &row)
{
    const QString key = row.record.toString();
    SqlValues values{{u":lower"_s, key}, {u":upper"_s, key.toUpper()}};
    if (!row.sizeCode.isEmpty())
        values.append({u":size_code"_s, row.sizeCode});
    return values;
}

Result<void> RowUpdater::update(const LineKey &row, const RowChange &change)
{
    const Result<int> changed = tryUpdate(row, change);
    if (!changed)
        return changed.error();
    if (*changed != 1)
        return rowNotSingle(change.table().name, row, *changed);
    return {};
}

Result<int> RowUpdater::tryUpdate(const LineKey &row, const RowChange &change)
{
    Result<int> changed = updateOnce(row, change, KeyMatch::Usual);
    if (changed && *changed == 0)
        changed = updateOnce(row, change, KeyMatch::Loose);
    return changed;
}

Result<int> RowUpdater::updateOnce(const LineKey &row, const RowChange &change, KeyMatch match)
{
    const bool header = row.sizeCode.isEmpty();
    const SqlText statement =
        header ? m_builder.updateHeader(change, match) : m_builder.updateLine(change, match);
    Result<SqlCursor> done = m_sql.run(statement, header ? u"update_header"_s : u"update_line"_s,
                                       change.values() + keyValues(row));
    if (!done)
        return done.error();
    return done->affected();
}

} // namespace syncline::warehouse
