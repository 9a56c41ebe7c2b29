#include "warehouse/warehousemoments.h"

#include <atomic>

namespace syncline::warehouse {

namespace {

quint32 nextReader()
{
    static std::atomic<quint32> last{0};
    return ++last;
}

} // namespace

WarehouseMoments::WarehouseMoments(SqlConnection &sql, const SqlDialect &dialect)
    : m_sql(sql)
    , m_statement(dialect.othersCommits())
    , m_reader(nextReader())
{
}

Result<WarehouseMoment> WarehouseMoments::now()
{
    if (m_statement.isEmpty())
        return WarehouseMoment(0);
    Result<SqlCursor> rows = m_sql.run(m_statement);
    if (!rows)
        return rows.error();
    const Result<bool> found = rows->next();
    if (!found)
        return found.error();
    return *found ? WarehouseMoment(m_reader) << 32 | static_cast<quint32>(rows->integer(0)) : 0;
}

} // namespace syncline::warehouse
