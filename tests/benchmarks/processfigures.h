#pragma once

#include <QtGlobal>

namespace syncline::bench {

/// Processor seconds of this process so far, in user and kernel mode.
[[nodiscard]] double cpuSeconds();

/// Largest resident set of this process so far, in bytes; 0 where the system does not tell.
[[nodiscard]] qint64 peakMemory();

} // namespace syncline::bench
