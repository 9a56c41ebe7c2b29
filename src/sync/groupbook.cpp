#include "sync/groupbook.h"

#include "sync/patience.h"

#include <QCoreApplication>
#include <QEvent>

#include <algorithm>
#include <atomic>
#include <thread>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

/// Groups that are made at once, so that their lock and the look before it are needed seldom. Those that are
/// made early stay empty when the run is stopped; the next one finds them.
constexpr int groupsTogether = 16;
constexpr int mostWorkers = 4;

} // namespace

void GroupBook::expect(QStringList titles)
{
    const std::lock_guard lock(m_mutex);
    m_expected = std::move(titles);
}

const BoardGroup *GroupBook::find(const QString &title) const
{
    return groupByTitle(m_groups, title);
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
    if (Result<void> noted = m_journal.noteGroup(run); !noted)
        return std::move(noted).error();
    m_warehouse.registerGroupLater({.id = group.id, .title = title});
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
        return makeAll(toMake(titles), ports, stop);
    }();
    m_leases.unlock(name, *ports.warehouse);
    return made;
}

QStringList GroupBook::toMake(const QStringList &titles)
{
    QSet<QString> there;
    for (const BoardGroup &group : m_groups)
        there.insert(foldedTitle(group.title));
    QStringList chosen;
    const auto choose = [&](const QString &title) {
        const QString folded = foldedTitle(title);
        if (there.contains(folded) || m_refused.contains(folded))
            return;
        there.insert(folded);
        chosen.append(title);
    };
    for (const QString &title : titles)
        choose(title);
    while (!chosen.isEmpty() && chosen.size() < groupsTogether && !m_expected.isEmpty())
        choose(m_expected.takeFirst());
    return chosen;
}

Result<void> GroupBook::makeAll(const QStringList &titles, LanePorts &ports, const StopTokens &stop)
{
    // Each title is one worker's matter, so none is made twice.
    std::vector<std::optional<Result<BoardGroup>>> results(static_cast<std::size_t>(titles.size()));
    std::atomic<std::size_t> next = 0;
    std::atomic<bool> goesOn = true;
    const auto work = [&](BoardGateway &gateway) {
        for (std::size_t i = next++; i < results.size() && goesOn; i = next++) {
            results[i] = make(titles.at(static_cast<qsizetype>(i)), gateway, stop);
            goesOn = goesOn && (*results[i] || results[i]->error().kind == ErrorKind::ValidationRejected);
        }
    };
    {
        const auto workers =
            std::min({std::size_t{mostWorkers}, results.size(),
                      static_cast<std::size_t>(std::max(1, m_environment.settings.api.maxInFlight))});
        std::vector<std::jthread> others;
        for (std::size_t worker = 1; worker < workers; ++worker) {
            others.emplace_back([&] {
                // Without a gateway there is one worker less; the first one tells why, if it has the same
                // trouble.
                if (Result<std::unique_ptr<BoardGateway>> gateway = m_environment.openGateway(); gateway)
                    work(**gateway);
                QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
            });
        }
        work(*ports.gateway);
    }
    Result<void> outcome;
    for (std::size_t i = 0; i < results.size(); ++i) {
        if (!results[i])
            continue;
        const QString folded = foldedTitle(titles.at(static_cast<qsizetype>(i)));
        if (*results[i]) {
            m_groups.push_back(**results[i]);
            m_made.insert(folded);
        } else if (results[i]->error().kind == ErrorKind::ValidationRejected) {
            m_refused.insert(folded, results[i]->error());
        } else if (outcome) {
            outcome = results[i]->error();
        }
    }
    return outcome;
}

Result<BoardGroup> GroupBook::make(const QString &title, BoardGateway &gateway, const StopTokens &stop) const
{
    const QString key = m_environment.ids.next().toString(QUuid::WithoutBraces);
    bool inDoubt = false;
    return patiently(m_environment, stop, [&]() -> Result<BoardGroup> {
        if (inDoubt) {
            // An earlier answer was lost; the list of groups does not lag, so it tells whether the group is
            // there.
            Result<std::vector<BoardGroup>> groups = gateway.readGroups(stop);
            if (!groups)
                return std::move(groups).error();
            if (const BoardGroup *known = groupByTitle(*groups, title))
                return *known;
        }
        Result<BoardGroup> created = gateway.createGroup(title, key, stop);
        inDoubt = inDoubt || (!created && created.error().certainty == Certainty::Unknown);
        return created;
    });
}

} // namespace syncline
