#include "sync/synclane.h"

#include <QCoreApplication>
#include <QEvent>

#include <exception>

using namespace Qt::StringLiterals;

namespace syncline {

SyncLane::SyncLane(SharedRun &run, BatchQueue &queue, StopTokens stop, std::function<void(Error)> fail)
    : m_run(run)
    , m_queue(queue)
    , m_stop(std::move(stop))
    , m_fail(std::move(fail))
{
    setAutoDelete(false);
}

void SyncLane::run()
{
    try {
        if (Result<void> worked = work(); !worked)
            m_fail(std::move(worked).error());
    } catch (const std::exception &exception) {
        m_fail({.kind = ErrorKind::Internal,
                .certainty = Certainty::Unknown,
                .event = {.id = EventId::se_050,
                          .parameters = {{u"what"_s, QString::fromUtf8(exception.what())}}}});
    }
    // A pool thread has no loop of its own: what was left to deleteLater() goes now.
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

Result<void> SyncLane::work()
{
    // Connections are opened by the first batch: a small sync does not need all lanes.
    std::optional<LanePorts> ports;
    for (;;) {
        std::optional<WorkBatch> batch = m_queue.pop(m_stop.drain);
        if (!batch)
            return {};
        if (!ports) {
            Result<std::unique_ptr<BoardGateway>> gateway = m_run.environment.openGateway();
            if (!gateway) {
                m_queue.done();
                return std::move(gateway).error();
            }
            ports.emplace(m_run.warehouse.port(), std::move(gateway).value());
            m_run.leases.attend(*ports);
        }
        ExecutionResult result = BatchExecutor(m_run, *ports).execute(std::move(*batch), m_stop);
        for (WorkBatch &followUp : result.followUps)
            m_queue.pushFollowUp(std::move(followUp));
        m_queue.done();
        if (result.fatal)
            return *std::move(result.fatal);
    }
}

} // namespace syncline
