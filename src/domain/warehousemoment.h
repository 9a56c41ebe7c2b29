#pragma once

#include <QtGlobal>

namespace syncline {

/// A state of a whole warehouse, as one of its connections saw it: while that gives the same moment again, nobody
/// else has written there. Moments of different connections are never the same. 0: not known.
using WarehouseMoment = quint64;

} // namespace syncline
