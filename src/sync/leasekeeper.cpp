#include "sync/leasekeeper.h"

#include "sync/planpass.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

/// Renewed at this fraction of their time, so that a slow warehouse does not cost them. From half of it on,
/// nothing goes out before they are: what is left is longer than a request may take.
constexpr int renewals = 5;
constexpr std::chrono::seconds lockPause{1};
/// Making groups or labels takes this long now and then.
constexpr std::chrono::seconds silentWait{5};

} // namespace

Result<void> LeaseKeeper::open(OrderWarehouse &warehouse)
{
    const std::lock_guard guard(m_mutex);
    if (Result<void> opened = warehouse.leases().open(m_session, m_environment.desk, m_environment.leaseTime);
        !opened)
        return opened;
    m_renewedAt = m_environment.clock.utcNow();
    return {};
}

LeaseKeeper::Renewal LeaseKeeper::renewalAt(const QDateTime &now)
{
    const std::lock_guard guard(m_mutex);
    // Not the steady clock: it stands still while a computer sleeps, and the leases do not.
    const qint64 age = m_renewedAt.secsTo(now);
    if (m_lost || (age >= 0 && age < m_environment.leaseTime.count() / renewals))
        return Renewal::NotYet;
    if (age < 0 || age >= m_environment.leaseTime.count() / 2)
        return Renewal::Overdue;
    return std::exchange(m_renewing, true) ? Renewal::NotYet : Renewal::Due;
}

Result<void> LeaseKeeper::keep(OrderWarehouse &warehouse)
{
    const QDateTime now = m_environment.clock.utcNow();
    RowLeases &leases = warehouse.leases();
    switch (renewalAt(now)) {
    case Renewal::NotYet:
        break;
    case Renewal::Due:
        leases.renewLater(m_session, m_environment.leaseTime,
                          [this, now](const Result<bool> &renewed) { note(now, renewed); });
        break;
    case Renewal::Overdue:
        const Result<bool> renewed = leases.renew(m_session, m_environment.leaseTime);
        note(now, renewed);
        if (!renewed)
            return renewed.error();
        break;
    }
    const std::lock_guard guard(m_mutex);
    if (m_lost)
        return Error{.kind = ErrorKind::WarehouseFailed,
                     .event = {.id = EventId::se_090, .parameters = {{u"sync_id"_s, m_session}}}};
    return {};
}

void LeaseKeeper::note(const QDateTime &askedAt, const Result<bool> &renewed)
{
    const std::lock_guard guard(m_mutex);
    m_renewing = false;
    // A warehouse that is away says so itself; whoever needs the leases when they are overdue asks again.
    if (!renewed)
        return;
    m_lost = m_lost || !*renewed;
    // Answers may come out of order, and the clock may have been set back.
    if (askedAt > m_renewedAt || m_renewedAt > m_environment.clock.utcNow())
        m_renewedAt = askedAt;
}

void LeaseKeeper::attend(LanePorts &ports)
{
    ports.gateway->setAttendant(attendantFor(*ports.warehouse));
}

Result<bool> LeaseKeeper::waitFor(std::chrono::milliseconds duration, const std::stop_token &stop,
                                  OrderWarehouse &warehouse)
{
    return waitAttended(m_environment.clock, duration, stop, attendantFor(warehouse));
}

Attendant LeaseKeeper::attendantFor(OrderWarehouse &warehouse)
{
    return {.every = m_environment.leaseTime / renewals, .attend = [this, &warehouse] { return keep(warehouse); }};
}

Result<void> LeaseKeeper::lock(const QString &name, const std::stop_token &stop, OrderWarehouse &warehouse)
{
    Clock::Steady looksAt = m_environment.clock.steadyNow() + silentWait;
    bool isTold = false;
    QString dead;
    for (;;) {
        if (Result<void> kept = keep(warehouse); !kept)
            return kept;
        const Result<bool> locked = warehouse.leases().lock(m_session, name);
        if (!locked)
            return locked.error();
        if (*locked)
            return {};
        if (m_environment.clock.steadyNow() >= looksAt) {
            looksAt = m_environment.clock.steadyNow() + silentWait;
            const Result<std::optional<LockHolder>> holder = warehouse.leases().lockHolder(name);
            if (!holder)
                return holder.error();
            if (*holder && !std::exchange(isTold, true))
                tellWait(name, **holder);
            const QString before =
                std::exchange(dead, *holder && diedHere((*holder)->session) ? (*holder)->session : QString());
            // At the second look, so that a request that was under way when it died has had its effect.
            if (!dead.isEmpty() && dead == before) {
                if (Result<void> taken = warehouse.leases().unlock(dead, name); !taken)
                    return taken;
                m_environment.events.post({EventId::se_092, {{u"sync_id"_s, dead}, {u"what"_s, name}}, {}});
                continue;
            }
        }
        if (!m_environment.clock.waitFor(lockPause, stop))
            return stoppedByUser();
    }
}

void LeaseKeeper::tellWait(const QString &name, const LockHolder &holder)
{
    m_environment.events.post({EventId::se_091,
                               {{u"what"_s, name},
                                {u"desk"_s, holder.desk},
                                {u"session"_s, holder.session},
                                {u"until"_s, holder.until.toString(Qt::ISODate)}},
                               {}});
}

bool LeaseKeeper::diedHere(const QString &syncId)
{
    return syncId != m_session && m_environment.journals.reopen(syncId).has_value();
}

void LeaseKeeper::unlock(const QString &name, OrderWarehouse &warehouse)
{
    // A lock that stays ends with the session; it only makes others wait.
    if (Result<void> unlocked = warehouse.leases().unlock(m_session, name); !unlocked)
        m_environment.events.post(unlocked.error().event);
}

} // namespace syncline
