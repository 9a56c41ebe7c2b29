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

    /// Of the copies that the store has made.
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

    /// What is to be done about an order.
    struct Outcome
    {
        const Task &task;
        HeaderDifference header;
        LinesDifference lines;
        bool hasItem = false;
        std::optional<Event> refused = std::nullopt; ///< by the database
    };

    [[nodiscard]] Result<void> process(std::vector<SourceOrder> orders);
    /// Finds the headers; rows that cannot be taken are skipped on the way.
    [[nodiscard]] Result<std::vector<Task>> pairWithHeaders(std::vector<SourceOrder> orders);
    [[nodiscard]] Result<void> pairByKey(std::vector<Task> &tasks);
    [[nodiscard]] Result<void> readLines(std::vector<Task> &tasks);
    /// Nothing for orders that stay as they are or are skipped; they are counted.
    [[nodiscard]] std::optional<Outcome> judge(const Task &task);
    /// Notes what stays of sizes that are gone, and which they are.
    void noteGoneSizes(const SourceOrder &order, const HeaderDifference &header, const LinesDifference &lines);
    void count(const Outcome &outcome);
    /// All together; when the database refuses one, each by itself.
    [[nodiscard]] Result<void> write(std::vector<Outcome> &outcomes);
    [[nodiscard]] Result<void> writeEach(std::vector<Outcome> &outcomes);
    [[nodiscard]] Result<void> writeOrder(const Outcome &outcome);
    [[nodiscard]] Result<void> reportOnlyInHeaders();
    void skip(const SourceOrder &order, const Event &reason);

    const RefreshWork m_work;
    RefreshTally &m_tally;
    const QString m_now;
};

} // namespace syncline::warehouse
