#pragma once

#include "warehouse/refreshrules.h"

namespace syncline::warehouse {

/// A row of the lines table, as it stands.
struct HeldLine
{
    QVariant keyText; ///< record_uuid in the spelling of the table
    QString sizeCode;
    QVariant quantity;
    QVariant action;
    QVariant state;
    QVariant subitemId;
};

enum class LineWork { Insert, Update, Remove };

/// What a line becomes.
struct LineChange
{
    LineWork work = LineWork::Insert;
    QVariant keyText; ///< of the line that is there
    QString sizeCode;
    int quantity = 0;
    QVariant action;
    QVariant state;
};

struct LinesDifference
{
    std::vector<LineChange> changes;
    QStringList sizesGone; ///< of lines that are taken out, or would be, because the source has no column
    qint64 linesKept = 0; ///< of these, by GoneSizes::Stay
    std::optional<Event> problem;
};

/// What to do about the order when sizes are gone or it is cancelled.
struct LinesContext
{
    bool keepSubitems = false; ///< subitems of sizes that are gone go to zero instead of being removed
    bool resend = false; ///< every subitem gets its quantity anew
};

/// Compares an order's quantities with its lines (OS 2.4 without B4). Lines of other systems stay as they
/// are; so do those that are kept out by action_type NONE, but for their quantity, and those of sizes that the
/// source has no column for, unless these count as empty. A line that a refresh took out is known by NONE with a
/// quantity of 0, and comes back when its size does.
[[nodiscard]] LinesDifference compareLines(const RefreshColumns &columns, const SourceOrder &order,
                                           const std::vector<HeldLine> &held, const LinesContext &context);

} // namespace syncline::warehouse
