#include "domain/planreport.h"

#include <algorithm>

namespace syncline {

namespace {

// Says that the tables are missing; it is settled when a sync has made them.
constexpr QLatin1StringView tablesMissing("db-021");

} // namespace

bool PlanReport::lacksOwnTablesOnly() const
{
    const auto isError = [](const Event &finding) { return describe(finding.id).level == EventLevel::Error; };
    return blocked && std::ranges::count_if(findings, isError) == 1
        && std::ranges::find_if(findings, isError)->name() == tablesMissing;
}

} // namespace syncline
