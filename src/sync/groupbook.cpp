#include "sync/groupbook.h"

#include "sync/patience.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline {

const BoardGroup *GroupBook::find(const QString &title) const
{
    const QString wanted = foldedTitle(title);
    const auto found = std::ranges::find_if(
        m_groups, [&wanted](const BoardGroup &group) { return foldedTitle(group.title) == wanted; });
    return found == m_groups.end() ? nullptr : &*found;
}

Result<void> GroupBook::prepare(const QStringList &titles, LanePorts &ports, const StopTokens &stop)
{
    const std::lock_guard lock(m_mutex);
    return makeMissing(titles, ports, stop);
}

Result<BoardGroup> GroupBook::ensure(const QString &title, const QString &customer, bool idWasGone,
                                     LanePorts &ports, const StopTokens &stop)
{
    const std::lock_guard lock(m_mutex);
    return ensureLocked(title, customer, idWasGone, ports, stop);
}

Result<BoardGroup> GroupBook::heal(const QString &title, const QString &customer, const QString &goneId,
                                   LanePorts &ports, const StopTokens &stop)
{
    const std::lock_guard lock(m_mutex);
    // Another row or lane may have healed it meanwhile.
    if (const BoardGroup *known = find(title); known && known->id != goneId)
        return *known;
    if (Result<void> read = readGroups(ports, stop); !read)
        return std::move(read).error();
    return ensureLocked(title, customer, true, ports, stop);
}

Result<void> GroupBook::readGroups(LanePorts &ports, const StopTokens &stop)
{
    Result<std::vector<BoardGroup>> groups =
        patiently(m_environment, stop, [&] { return ports.gateway->readGroups(stop); });
    if (!groups)
        return std::move(groups).error();
    m_groups = std::move(groups).value();
    return {};
}

Result<BoardGroup> GroupBook::ensureLocked(const QString &title, const QString &customer, bool idWasGone,
                                           LanePorts &ports, const StopTokens &stop)
{
    if (Result<void> made = makeMissing({title}, ports, stop); !made)
        return std::move(made).error();
    const QString folded = foldedTitle(title);
    const BoardGroup *known = find(title);
    if (!known)
        return m_refused.value(folded);
    const BoardGroup group = *known;
    const bool isNew = m_made.remove(folded);
    GroupRun run{.id = group.id, .title = title, .customer = customer};
    run.origin = idWasGone ? GroupRun::Origin::Healed
        : isNew            ? GroupRun::Origin::Created
                           : GroupRun::Origin::Found;
    if (isNew) {
        m_environment.events.post(
            {EventId::se_020,
             {{u"title"_s, group.title}, {u"group_id"_s, group.id}, {u"customer"_s, customer}},
             {}});
    }
    if (idWasGone) {
        m_environment.events.post(
            {EventId::se_021,
             {{u"title"_s, group.title}, {u"group_id"_s, group.id}, {u"customer"_s, customer}},
             {}});
    }
    if (Result<void> assigned = ports.warehouse->assignGroup(customer, title, group.id); !assigned)
        return std::move(assigned).error();
    if (Result<void> noted = m_journal.noteGroup(run); !noted)
        return std::move(noted).error();
    return group;
}

Result<void> GroupBook::makeMissing(const QStringList &titles, LanePorts &ports, const StopTokens &stop)
{
    const auto missing = [this](const QString &title) {
        return !find(title) && !m_refused.contains(foldedTitle(title));
    };
    if (std::ranges::none_of(titles, missing))
        return {};
    const QString name = u"groups"_s;
    if (Result<void> locked = m_leases.lock(name, stop.drain, *ports.warehouse); !locked)
        return locked;
    const Result<void> made = [&]() -> Result<void> {
        // Another desk may have made them before the lock was ours.
        if (Result<void> read = readGroups(ports, stop); !read)
            return read;
        for (const QString &title : titles) {
            if (!missing(title))
                continue;
            const Result<BoardGroup> group = make(title, ports, stop);
            if (group)
                m_made.insert(foldedTitle(title));
            else if (group.error().kind == ErrorKind::ValidationRejected)
                m_refused.insert(foldedTitle(title), group.error());
            else
                return group.error();
        }
        return {};
    }();
    m_leases.unlock(name, *ports.warehouse);
    return made;
}

Result<BoardGroup> GroupBook::make(const QString &title, LanePorts &ports, const StopTokens &stop)
{
    const QString key = m_environment.ids.next().toString(QUuid::WithoutBraces);
    bool inDoubt = false;
    Result<BoardGroup> made = patiently(m_environment, stop, [&]() -> Result<BoardGroup> {
        if (inDoubt) {
            // An earlier answer was lost; the list of groups does not lag, so it tells whether the group is
            // there.
            Result<std::vector<BoardGroup>> groups = ports.gateway->readGroups(stop);
            if (!groups)
                return std::move(groups).error();
            m_groups = std::move(groups).value();
            if (const BoardGroup *known = find(title))
                return *known;
        }
        Result<BoardGroup> created = ports.gateway->createGroup(title, key, stop);
        inDoubt = inDoubt || (!created && created.error().certainty == Certainty::Unknown);
        return created;
    });
    if (made && !find(title))
        m_groups.push_back(*made);
    return made;
}

} // namespace syncline
