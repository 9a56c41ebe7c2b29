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
    Result<std::vector<BoardGroup>> groups =
        patiently(m_environment, stop, [&] { return ports.gateway->readGroups(stop); });
    if (!groups)
        return std::move(groups).error();
    m_groups = std::move(groups).value();
    return ensureLocked(title, customer, true, ports, stop);
}

Result<BoardGroup> GroupBook::ensureLocked(const QString &title, const QString &customer, bool idWasGone,
                                           LanePorts &ports, const StopTokens &stop)
{
    GroupRun run{.title = title, .customer = customer};
    BoardGroup group;
    if (const BoardGroup *known = find(title)) {
        group = *known;
        run.origin = idWasGone ? GroupRun::Origin::Healed : GroupRun::Origin::Found;
    } else {
        Result<BoardGroup> made = make(title, ports, stop);
        if (!made)
            return made;
        group = *made;
        run.origin = idWasGone ? GroupRun::Origin::Healed : GroupRun::Origin::Created;
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
    run.id = group.id;
    if (Result<void> noted = m_journal.noteGroup(run); !noted)
        return std::move(noted).error();
    return group;
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
