#pragma once

#include "domain/orderrefresh.h"

#include <map>

namespace syncline::warehouse {

/// Counts what a refresh does, by customer, and keeps as many rows of each kind as were asked for.
class RefreshTally
{
public:
    explicit RefreshTally(qsizetype listedRows)
        : m_listedRows(listedRows)
    {
    }

    [[nodiscard]] RefreshCounts &of(const QString &customer) { return m_customers[customer]; }
    void list(RefreshRow row);
    /// Counts and lists it.
    void skip(RefreshRow row);
    /// An order keeps these sizes, with lines or without.
    void keep(const QString &customer, const QStringList &sizes, qint64 lines);
    /// The source has no column for these.
    void addGone(const QStringList &sizes);
    /// Of what was counted; the rest of the report is the caller's.
    [[nodiscard]] RefreshReport report() &&;

private:
    const qsizetype m_listedRows;
    std::map<QString, RefreshCounts> m_customers;
    std::map<std::pair<QString, QString>, ErrorGroup> m_skipped; ///< by customer and event
    std::vector<RefreshRow> m_rows;
    std::map<RefreshKind, qsizetype> m_listed;
    std::map<QString, KeptSizes> m_kept; ///< by customer
    QStringList m_sizesGone;
    qint64 m_leftOut = 0;
};

} // namespace syncline::warehouse
