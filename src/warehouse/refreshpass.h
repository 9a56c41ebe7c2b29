#pragma once

#include "base/event.h"
#include "base/idsource.h"
#include "domain/mapping.h"
#include "warehouse/refreshstore.h"
#include "warehouse/refreshtally.h"

#include <QDateTime>

#include <stop_token>

namespace syncline::warehouse {

/// What a pass works with; borrowed.
struct RefreshWork
{
    RefreshStore &store;
    const RefreshRules &rules;
    const RefreshColumns &columns;
    RefreshMode mode = RefreshMode::Look;
    CancelledRule cancelledOrders = CancelledRule::ZeroQuantities;
    IdSource &ids;
    EventSink &events;
    QDateTime now;
};

/// One way through the source, some hundred rows at a time.
class RefreshPass
{
public:
    RefreshPass(const RefreshWork &work, RefreshTally &tally);

    [[nodiscard]] Result<void> run(const std::stop_token &stop);

private:
    /// An order of the source with what the warehouse has of it.
    struct Task
    {
        SourceOrder order;
        std::optional<HeldOrder> held;
        RecordKey key; ///< of the header, also of a new one
        std::vector<HeldLine> lines;
    };

    [[nodiscard]] Result<void> process(std::vector<SourceOrder> orders);
    /// Finds the headers; rows that cannot be taken are skipped on the way.
    [[nodiscard]] Result<std::vector<Task>> pairWithHeaders(std::vector<SourceOrder> orders);
    [[nodiscard]] Result<void> pairByKey(std::vector<Task> &tasks);
    [[nodiscard]] Result<void> readLines(std::vector<Task> &tasks);
    [[nodiscard]] Result<void> take(const Task &task);
    [[nodiscard]] Result<void> write(const Task &task, const HeaderDifference &header,
                                     const LinesDifference &lines, bool hasItem);
    [[nodiscard]] Result<void> reportOnlyInHeaders();
    void skip(const SourceOrder &order, const Event &reason);

    const RefreshWork m_work;
    RefreshTally &m_tally;
    const QString m_now;
};

} // namespace syncline::warehouse
