#pragma once

#include "models/batchtablemodel.h"
#include "models/customertablemodel.h"
#include "models/eventlogmodel.h"
#include "models/rowtablemodel.h"
#include "models/runmodel.h"

namespace syncline {

/// The models of the Sync view, fed with the events of a run. A flood of events is worked off in slices
/// between which the window stays awake. Window thread; owns the models.
class RunFeed final : public QObject
{
    Q_OBJECT

public:
    /// Events per slice: a slice of the dearest kind (failed rows) takes a few milliseconds.
    static constexpr std::size_t slice = 2'000;

    explicit RunFeed(const Clock &clock, QObject *parent = nullptr);

    void push(const std::vector<SyncEvent> &events);

    [[nodiscard]] CustomerTableModel &customers() { return m_customers; }
    [[nodiscard]] BatchTableModel &batches() { return m_batches; }
    [[nodiscard]] RowTableModel &failures() { return m_failures; }
    [[nodiscard]] EventLogModel &log() { return m_log; }
    [[nodiscard]] RunModel &run() { return m_run; }

private:
    void work();

    CustomerTableModel m_customers;
    BatchTableModel m_batches;
    RowTableModel m_failures;
    EventLogModel m_log;
    RunModel m_run;
    std::vector<SyncEvent> m_backlog;
    bool m_scheduled = false;
};

} // namespace syncline
