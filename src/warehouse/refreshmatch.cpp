#include "warehouse/refreshmatch.h"

#include <QMap>

#include <algorithm>

namespace syncline::warehouse {

namespace {

using Places = std::vector<std::size_t>;

/// Orders and headers of one base key that have found nothing yet.
struct Group
{
    Places orders;
    Places headers;
};

class Pairing
{
public:
    Pairing(const MatchTask &task, std::vector<Match> &matches)
        : m_task(task)
        , m_matches(matches)
    {
    }

    void settle(Group group)
    {
        if (group.orders.size() != 1 || group.headers.size() != 1) {
            pairEqual(group);
            pairWhole(group);
        }
        if (group.orders.size() == 1 && group.headers.size() == 1) {
            pair(group.orders.front(), group.headers.front());
            return;
        }
        for (const std::size_t order : group.orders)
            m_matches[order] = withoutHeader(order, group);
    }

private:
    void pair(std::size_t order, std::size_t header)
    {
        m_matches[order] = {.kind = MatchKind::Header, .header = header};
    }

    void pairEqual(Group &group)
    {
        std::erase_if(group.orders, [&](std::size_t order) {
            const auto header = std::ranges::find_if(
                group.headers, [&](std::size_t candidate) { return m_task.equal(order, candidate); });
            if (header == group.headers.end())
                return false;
            pair(order, *header);
            group.headers.erase(header);
            return true;
        });
    }

    void pairWhole(Group &group)
    {
        QMap<QString, Group> wholes;
        for (const std::size_t order : group.orders)
            wholes[m_task.orders[order].whole].orders.push_back(order);
        for (const std::size_t header : group.headers)
            wholes[m_task.headers[header].whole].headers.push_back(header);
        for (const Group &whole : std::as_const(wholes)) {
            if (whole.orders.size() != 1 || whole.headers.size() != 1)
                continue;
            pair(whole.orders.front(), whole.headers.front());
            std::erase(group.orders, whole.orders.front());
            std::erase(group.headers, whole.headers.front());
        }
    }

    [[nodiscard]] Match withoutHeader(std::size_t order, const Group &group) const
    {
        Match match{.rows = static_cast<int>(group.orders.size()),
                    .headers = static_cast<int>(group.headers.size())};
        const QString &whole = m_task.orders[order].whole;
        const auto likeIt = std::ranges::count_if(
            group.orders, [&](std::size_t other) { return m_task.orders[other].whole == whole; });
        if (!group.headers.empty())
            match.kind = MatchKind::Ambiguous;
        else if (!m_task.hasKey[order] && likeIt > 1)
            match.kind = MatchKind::Repeated;
        return match;
    }

    const MatchTask &m_task;
    std::vector<Match> &m_matches;
};

} // namespace

std::vector<Match> matchByKey(const MatchTask &task)
{
    QMap<QString, Group> groups;
    for (std::size_t order = 0; order < task.orders.size(); ++order)
        groups[task.orders[order].base].orders.push_back(order);
    for (std::size_t header = 0; header < task.headers.size(); ++header)
        groups[task.headers[header].base].headers.push_back(header);
    std::vector<Match> matches(task.orders.size());
    Pairing pairing(task, matches);
    for (const Group &group : std::as_const(groups))
        pairing.settle(group);
    return matches;
}

} // namespace syncline::warehouse
