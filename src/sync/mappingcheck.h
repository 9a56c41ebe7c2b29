#pragma once

#include "domain/board.h"
#include "domain/settings.h"

#include <vector>

#include "base/event.h"

namespace syncline {

/// A difference between the mapping and the boards.
struct MappingFinding
{
    Event event;
    bool blocksSending = false;
};

/// Compares the mapping with the boards as monday describes them: columns that are missing or cannot be
/// written.
[[nodiscard]] std::vector<MappingFinding> checkMapping(const MappingConfig &mapping, const BoardPair &boards);

} // namespace syncline
