#include "sync/leasekeeper.h"

#include "sync/planpass.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

/// Renewed at this fraction of their time, so that a slow warehouse does not cost them.
constexpr int renewals = 5;
constexpr std::chrono::seconds lockPause{1};
/// Making groups or labels takes this long now and then.
constexpr std::chrono::seconds silentWait{5};

} // namespace

Result<void> LeaseKeeper::open(OrderWarehouse &warehouse)
{
    const std::lock_guard guard(m_mutex);
    if (Result<void> opened = warehouse.leases().open(m_session, m_environment.desk, m_environment.leaseTime); !opened)
        return opened;
    m_renewedAt = m_environment.clock.utcNow();
    return {};
}

Result<void> LeaseKeeper::keep(OrderWarehouse &warehouse)
{
    const std::lock_guard guard(m_mutex);
    // Not the steady clock: it stands still while a computer sleeps, and the leases do not.
    const qint64 age = m_renewedAt.secsTo(m_environment.clock.utcNow());
    if (!m_lost && age >= 0 && age < m_environment.leaseTime.count() / renewals)
        return {};
    if (!m_lost) {
        const Result<bool> renewed = warehouse.leases().renew(m_session, m_environment.leaseTime);
        if (!renewed)
            return renewed.error();
        m_lost = !*renewed;
        m_renewedAt = m_environment.clock.utcNow();
    }
    if (m_lost)
        return Error{.kind = ErrorKind::WarehouseFailed,
                     .event = {.id = EventId::se_090, .parameters = {{u"sync_id"_s, m_session}}}};
    return {};
}

Result<bool> LeaseKeeper::waitFor(std::chrono::milliseconds duration, const std::stop_token &stop,
                                  OrderWarehouse &warehouse)
{
    const std::chrono::milliseconds slice = m_environment.leaseTime / renewals;
    for (std::chrono::milliseconds left = duration; left.count() > 0; left -= slice) {
        if (!m_environment.clock.waitFor(std::min(left, slice), stop))
            return false;
        if (Result<void> kept = keep(warehouse); !kept)
            return std::move(kept).error();
    }
    return true;
}

Result<void> LeaseKeeper::lock(const QString &name, const std::stop_token &stop, OrderWarehouse &warehouse)
{
    const Clock::Steady begun = m_environment.clock.steadyNow();
    bool isTold = false;
    for (;;) {
        if (Result<void> kept = keep(warehouse); !kept)
            return kept;
        const Result<bool> locked = warehouse.leases().lock(m_session, name);
        if (!locked)
            return locked.error();
        if (*locked)
            return {};
        if (!isTold && m_environment.clock.steadyNow() - begun >= silentWait) {
            const Result<bool> told = tellWait(name, warehouse);
            if (!told)
                return told.error();
            isTold = *told;
        }
        if (!m_environment.clock.waitFor(lockPause, stop))
            return stoppedByUser();
    }
}

Result<bool> LeaseKeeper::tellWait(const QString &name, OrderWarehouse &warehouse)
{
    const Result<std::optional<LockHolder>> holder = warehouse.leases().lockHolder(name);
    if (!holder)
        return holder.error();
    if (!*holder)
        return false;
    m_environment.events.post({EventId::se_091,
                               {{u"what"_s, name},
                                {u"desk"_s, (*holder)->desk},
                                {u"session"_s, (*holder)->session},
                                {u"until"_s, (*holder)->until.toString(Qt::ISODate)}},
                               {}});
    return true;
}

void LeaseKeeper::unlock(const QString &name, OrderWarehouse &warehouse)
{
    // A lock that stays ends with the session; it only makes others wait.
    if (Result<void> unlocked = warehouse.leases().unlock(m_session, name); !unlocked)
        m_environment.events.post(unlocked.error().event);
}

} // namespace syncline
