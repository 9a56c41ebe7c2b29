#pragma once

#include "domain/planreport.h"

#include <QListWidget>
#include <QWidget>

#include <array>

namespace syncline {

class Banner;
class FactGrid;
class Tile;

/// What a sync would make and take: counts, a warning when the day's calls would not do, end, calls, points,
/// what decides and what would make it faster. The dry run and the question before a start show the same.
class FlightFacts final : public QWidget
{
    Q_OBJECT

public:
    explicit FlightFacts(QWidget *parent = nullptr);

    /// Times count from `now`, UTC.
    void setPlan(const PlanReport &plan, const QDateTime &now);

private:
    enum Count { Groups, Labels, Items, Updates, Subitems, LineChanges, Refused, CountCount };

    [[nodiscard]] QWidget *makeCounts();

    Banner *m_day;
    std::array<Tile *, CountCount> m_counts{};
    FactGrid *m_facts;
};

/// Refused orders by reason, most first.
class RefusalList final : public QListWidget
{
    Q_OBJECT

public:
    /// Full also tells customers, columns and what to do.
    enum class Detail { Short, Full };

    RefusalList(Detail detail, QWidget *parent = nullptr);

    void setPlan(const PlanReport &plan);

private:
    const Detail m_detail;
};

} // namespace syncline
