#include "demo/groupplan.h"

#include "demo/demorandom.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline::demo {

namespace {

constexpr quint64 purposeOfGroups = 1;
constexpr int onBoardPercent = 55;

} // namespace

GroupPlan::GroupPlan(const std::vector<DemoCustomer> &customers, quint64 seed)
{
    int number = 0;
    for (std::size_t i = 0; i < customers.size(); ++i) {
        DemoRandom random(seed, purposeOfGroups, i);
        std::vector<PlannedGroup> groups;
        const auto add = [&](QStringView customerSeason, QStringView houseSeason) {
            const QString season = (customerSeason.isNull() ? houseSeason : customerSeason).toString();
            PlannedGroup group{.customerSeason = customerSeason.toString(),
                               .houseSeason = houseSeason.toString(),
                               .title = customers[i].name + u" "_s + season,
                               .id = u"group_mkr"_s + QString::number(0x50000 + number, 36),
                               .onBoard = groups.empty() || random.chance(onBoardPercent)};
            if (std::ranges::find(groups, group.title, &PlannedGroup::title) != groups.end())
                return;
            groups.push_back(std::move(group));
            ++number;
        };
        const int withSeason = random.between(2, 6);
        for (int j = 0; j < withSeason; ++j) {
            const DemoSeason &season = random.pick(demoSeasons());
            add(season.customer, season.house);
        }
        const int withoutSeason = random.between(1, 2);
        for (int j = 0; j < withoutSeason; ++j)
            add({}, random.pick(demoHouseSeasons()));
        m_groups.push_back(std::move(groups));
    }
}

} // namespace syncline::demo
