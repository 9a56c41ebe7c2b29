#pragma once

#include "sync/relayedwarehouse.h"
#include "sync/syncports.h"

namespace syncline {

/// A warehouse that may be away for a while: locked by another program, out of reach, its link cut. Each call is
/// then made again, with growing pauses, for as long as the leases of the run could last; a run that is stopping
/// waits seconds only. All calls of a run may be repeated: they say what is to be, not what is to be added. Says
/// when it waits and when the warehouse is back. Confined to the thread that makes it.
class PatientWarehouse final : public RelayedWarehouse<PatientWarehouse>
{
public:
    /// Without `own` it is opened by the first call. The environment outlives it.
    PatientWarehouse(SyncEnvironment &environment, StopTokens stop, std::unique_ptr<OrderWarehouse> own = {});
    ~PatientWarehouse() override;

    /// Rows that were visited before the link was cut are not visited again.
    Result<void> forEachSelected(const QString &customer, const SyncRequest &request,
                                 const std::function<Result<void>(OrderHeader)> &visit) override;

    template<typename Work>
    [[nodiscard]] auto ask(Work work) -> std::invoke_result_t<Work, OrderWarehouse &>
    {
        using Answer = std::invoke_result_t<Work, OrderWarehouse &>;
        const Clock::Steady start = m_environment.clock.steadyNow();
        for (int attempt = 1;; ++attempt) {
            Answer answer = [&]() -> Answer {
                if (Result<void> opened = open(); !opened)
                    return std::move(opened).error();
                return work(*m_own);
            }();
            if (answer)
                tellBack();
            if (answer || answer.error().kind != ErrorKind::WarehouseAway
                || !waitAgain(answer.error(), attempt, start))
                return answer;
        }
    }
    template<typename Work>
    void askLater(Work work)
    {
        work(*this);
    }

private:
    [[nodiscard]] Result<void> open();
    /// False when it is enough.
    [[nodiscard]] bool waitAgain(const Error &error, int attempt, Clock::Steady start);
    void tellBack();

    SyncEnvironment &m_environment;
    const StopTokens m_stop;
    std::unique_ptr<OrderWarehouse> m_own;
    std::optional<Clock::Steady> m_awaySince;
};

} // namespace syncline
