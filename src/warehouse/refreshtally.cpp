#include "warehouse/refreshtally.h"

namespace syncline::warehouse {

namespace {

void addTo(QStringList &all, const QStringList &some)
{
    for (const QString &one : some) {
        if (!all.contains(one))
            all.append(one);
    }
}

} // namespace

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

void RefreshTally::keep(const QString &customer, const QStringList &sizes, qint64 lines)
{
    RefreshCounts &counts = of(customer);
    ++counts.keepingSizes;
    counts.linesKept += lines;
    KeptSizes &kept = m_kept[customer];
    kept.customer = customer;
    ++kept.orders;
    kept.lines += lines;
    addTo(kept.sizes, sizes);
}

void RefreshTally::addGone(const QStringList &sizes)
{
    addTo(m_sizesGone, sizes);
}

RefreshReport RefreshTally::report() &&
{
    RefreshReport report{
        .sizesGone = std::move(m_sizesGone), .rows = std::move(m_rows), .rowsLeftOut = m_leftOut};
    for (const auto &[name, counts] : m_customers) {
        report.customers.push_back({name, counts});
        report.total += counts;
    }
    for (auto &[place, group] : m_skipped)
        report.skipped.push_back(std::move(group));
    for (auto &[customer, kept] : m_kept)
        report.kept.push_back(std::move(kept));
    return report;
}

} // namespace syncline::warehouse
