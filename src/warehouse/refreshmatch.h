#pragma once

#include "warehouse/refreshrules.h"

#include <functional>
#include <vector>

namespace syncline::warehouse {

/// What an order of the source is when no header has its record_uuid.
enum class MatchKind {
    Header, ///< the one that `header` names
    New,
    Repeated, ///< without record_uuid, and another row of the source has the same key
    Ambiguous, ///< several rows and headers share the key
};

struct Match
{
    MatchKind kind = MatchKind::New;
    std::size_t header = 0;
    int rows = 0; ///< of the source that share the key
    int headers = 0; ///< that share the key and belong to no row
};

/// What to pair: orders of the source and the headers that no record_uuid of the source names.
struct MatchTask
{
    std::vector<BusinessKey> orders;
    std::vector<bool> hasKey; ///< the order has a record_uuid
    std::vector<BusinessKey> headers;
    std::function<bool(std::size_t order, std::size_t header)> equal; ///< no value differs
};

/// Pairs by the business key (OS 10.8): equal rows first, then the only ones of a whole key, then the only
/// ones of a base key. What remains is never guessed. By order.
[[nodiscard]] std::vector<Match> matchByKey(const MatchTask &task);

} // namespace syncline::warehouse
