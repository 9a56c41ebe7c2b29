#pragma once

#include "domain/orderwarehouse.h"
#include "domain/syncjournal.h"

#include <optional>
#include <vector>

namespace syncline::testing {

/// A finished sync of two customers with every kind of result. Its ledgers agree with sampleRows() and
/// sampleLines().
[[nodiscard]] RunSummary sampleSummary();
[[nodiscard]] std::vector<RowRecord> sampleRows();
[[nodiscard]] std::vector<LineRecord> sampleLines();
[[nodiscard]] RecordKey keyOf(int number);

/// A journal that only knows rows and lines. Fails after `failAfter` rows when that is set.
class ScriptedJournal : public SyncJournal
{
public:
    std::vector<RowRecord> rows;
    std::vector<LineRecord> lines;
    std::optional<std::size_t> failAfter;

    [[nodiscard]] Result<void>
    forEachRow(const std::function<Result<void>(const RowRecord &)> &visit) override;
    [[nodiscard]] Result<void>
    forEachLine(const std::function<Result<void>(const LineRecord &)> &visit) override;

    // What a report never asks for.
    [[nodiscard]] Result<void> plan(const std::vector<PlannedRow> &) override { return {}; }
    [[nodiscard]] Result<void> planComplete() override { return {}; }
    [[nodiscard]] Result<bool> isPlanComplete() override { return true; }
    [[nodiscard]] Result<void> forgetPlan() override { return {}; }
    [[nodiscard]] Result<std::vector<PlannedKey>> nextPlanned(qint64, int, const QString &) override
    {
        return std::vector<PlannedKey>();
    }
    [[nodiscard]] Result<std::vector<PlannedKey>> nextUnfinished(qint64, int, const QString &) override
    {
        return std::vector<PlannedKey>();
    }
    [[nodiscard]] Result<std::vector<LeftOut>> leaveOut(const std::vector<LineKey> &) override
    {
        return std::vector<LeftOut>();
    }
    [[nodiscard]] Result<std::vector<RecordKey>> alreadyPlanned(const std::vector<RecordKey> &) override
    {
        return std::vector<RecordKey>();
    }
    [[nodiscard]] Result<std::vector<LineKey>> plannedLines(const std::vector<RecordKey> &) override
    {
        return std::vector<LineKey>();
    }
    [[nodiscard]] Result<void> intend(const BatchIntent &) override { return {}; }
    [[nodiscard]] Result<void> answer(const BatchRecord &, const std::vector<RowVerdict> &) override
    {
        return {};
    }
    [[nodiscard]] Result<void> writtenBack(const std::vector<int> &) override { return {}; }
    [[nodiscard]] Result<void> judge(const std::vector<RowVerdict> &) override { return {}; }
    [[nodiscard]] Result<std::vector<OpenBatch>> openBatches() override { return std::vector<OpenBatch>(); }
    [[nodiscard]] Result<std::vector<RecordKey>> recordsInDoubt() override { return std::vector<RecordKey>(); }
    [[nodiscard]] Result<int> nextBatchNumber() override { return 1; }
    [[nodiscard]] Result<void> noteGroup(const GroupRun &) override { return {}; }
    [[nodiscard]] Result<RunSummary> summarise() override { return RunSummary(); }
    [[nodiscard]] Result<void> noteProgress(const UsedSoFar &, const std::map<QString, TimeShares> &) override { return {}; }
    [[nodiscard]] Result<void> close(RunState) override { return {}; }
};

/// A warehouse that only knows open rows and counts; fails every call when `problem` is set.
class ScriptedWarehouse final : public OrderWarehouse
{
public:
    std::vector<CustomerCounts> counts;
    std::vector<OpenRow> failed;
    std::vector<OpenRow> waiting;
    std::optional<Error> problem;

    [[nodiscard]] Result<std::vector<CustomerCounts>> customers() override;
    [[nodiscard]] Result<std::vector<OpenRow>> openRows(const QString &customer, WarehouseState state,
                                                        int limit) override;

    // What a report never asks for.
    [[nodiscard]] Result<std::vector<CustomerCounts>> headersOfCustomers() override
    {
        return std::vector<CustomerCounts>();
    }
    [[nodiscard]] Result<void> forEachSelected(const QString &, const SyncRequest &,
                                               const std::function<Result<void>(OrderHeader)> &) override
    {
        return {};
    }
    [[nodiscard]] Result<std::vector<OrderHeader>> selectedByKey(const std::vector<RecordKey> &,
                                                                 const SyncRequest &) override
    {
        return std::vector<OrderHeader>();
    }
    [[nodiscard]] Result<std::vector<UnstoredRow>> writeBackEach(const std::vector<WriteBack> &,
                                                                 const QString &) override
    {
        return std::vector<UnstoredRow>();
    }
    [[nodiscard]] Result<void> registerGroups(const std::vector<BoardGroup> &) override { return {}; }
    [[nodiscard]] Result<std::vector<Event>> findings() override { return std::vector<Event>(); }
    [[nodiscard]] Result<std::vector<KnownRow>> knownRows(const std::vector<RecordKey> &) override
    {
        return std::vector<KnownRow>();
    }
    [[nodiscard]] Result<QHash<qint64, RecordKey>> ownersOf(const std::vector<qint64> &) override
    {
        return QHash<qint64, RecordKey>();
    }
    [[nodiscard]] Result<std::vector<RecordKey>> withoutItem(const QString &) override
    {
        return std::vector<RecordKey>();
    }
    [[nodiscard]] Result<void> reopenLines(const std::vector<LineKey> &) override { return {}; }
    [[nodiscard]] Result<void> repair(const std::vector<RecordKey> &, Repair) override { return {}; }
    [[nodiscard]] RowLeases &leases() override { qFatal("a report takes no orders"); }
};

} // namespace syncline::testing
