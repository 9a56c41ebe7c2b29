#include "warehouse/refreshtally.h"

namespace syncline::warehouse {

void RefreshTally::list(RefreshRow row)
{
    qsizetype &listed = m_listed[row.kind];
    if (listed == m_listedRows) {
        ++m_leftOut;
        return;
    }
    ++listed;
    m_rows.push_back(std::move(row));
}

void RefreshTally::skip(RefreshRow row)
{
    ++of(row.customer).skipped;
    const auto [group, isNew] = m_skipped.try_emplace({row.customer, row.reason.name()});
    if (isNew)
        group->second = {.event = row.reason.id, .customer = row.customer, .sample = row.reason.text()};
    ++group->second.rows;
    row.kind = RefreshKind::Skipped;
    list(std::move(row));
}

RefreshReport RefreshTally::report(RefreshMode mode, std::vector<Event> findings) &&
{
    RefreshReport report{
        .mode = mode, .findings = std::move(findings), .rows = std::move(m_rows), .rowsLeftOut = m_leftOut};
    for (const auto &[name, counts] : m_customers) {
        report.customers.push_back({name, counts});
        report.total += counts;
    }
    for (auto &[place, group] : m_skipped)
        report.skipped.push_back(std::move(group));
    return report;
}

} // namespace syncline::warehouse
