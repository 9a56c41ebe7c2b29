-- Keeps the upper pages of a large warehouse in memory, in KiB (negative; sqlite.org/pragma.html#pragma_cache_size): rows
-- of a sync lie all over it, and with the usual 2 MiB each of them reads its way down every index again.
PRAGMA cache_size = -24576
