#pragma once

#include "base/attendant.h"
#include "sync/syncports.h"

#include <mutex>

namespace syncline {

/// Keeps the leases of one run alive while it works. Whoever is about to send asks it first. Thread-safe.
class LeaseKeeper
{
public:
    LeaseKeeper(SyncEnvironment &environment, QString session)
        : m_environment(environment)
        , m_session(std::move(session))
    {
    }

    /// Takes the session up. Before anything else.
    [[nodiscard]] Result<void> open(OrderWarehouse &warehouse);
    /// Renews the leases when it is time, without waiting for the warehouse as long as they hold well beyond
    /// the next request. An Error when they had run out, because this computer slept or hung or the warehouse
    /// was away for too long: other desks may have the rows, so nothing more may be sent.
    [[nodiscard]] Result<void> keep(OrderWarehouse &warehouse);
    /// Has the gateway keep the leases while its requests wait, and look at them before each goes out. The
    /// ports stay together from then on.
    void attend(LanePorts &ports);
    /// Waits without letting the leases run out. False when stopped.
    [[nodiscard]] Result<bool> waitFor(std::chrono::milliseconds duration, const std::stop_token &stop,
                                       OrderWarehouse &warehouse);
    /// Waits until no other desk holds the lock, and says so when that takes long. A lock of a sync that died
    /// on this computer is taken from it. A stop ends the wait at once, with an Error.
    [[nodiscard]] Result<void> lock(const QString &name, const std::stop_token &stop,
                                    OrderWarehouse &warehouse);
    void unlock(const QString &name, OrderWarehouse &warehouse);

    [[nodiscard]] const QString &session() const { return m_session; }

private:
    enum class Renewal { NotYet, Due, Overdue };
    [[nodiscard]] Renewal renewalAt(const QDateTime &now);
    /// What came of a renewal that was asked for then.
    void note(const QDateTime &askedAt, const Result<bool> &renewed);
    [[nodiscard]] Attendant attendantFor(OrderWarehouse &warehouse);
    void tellWait(const QString &name, const LockHolder &holder);
    /// Whether the sync has a journal here that no living process works on.
    [[nodiscard]] bool diedHere(const QString &syncId);

    SyncEnvironment &m_environment;
    const QString m_session;
    std::mutex m_mutex;
    QDateTime m_renewedAt; ///< UTC
    bool m_renewing = false; ///< an answer is to come
    bool m_lost = false;
};

} // namespace syncline
