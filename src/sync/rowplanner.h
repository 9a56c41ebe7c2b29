#pragma once

#include "domain/boardgateway.h"
#include "domain/mapping.h"
#include "domain/order.h"
#include "domain/runrecord.h"
#include "domain/settings.h"
#include "sync/labelbook.h"
#include "sync/valuejudge.h"

#include <optional>
#include <vector>

namespace syncline {

/// What a line needs. Without a mutation there is nothing to send (a removed line that never was on the
/// board).
struct LinePlan
{
    LineRecord record;
    std::optional<BoardMutation>
        mutation; ///< parentItem of a CreateSubitem is filled in when the item is known
    ColumnValues values; ///< all of it; the mutation has what changed
    SentValues sent; ///< what the board has when the mutation is done
    RowContent content; ///< of the line
    bool reopens = false; ///< done in the warehouse: it has to wait again before it is sent
};

/// What a header needs.
struct RowPlan
{
    RowRecord record;
    bool isRetry = false; ///< the row had failed before; its retry_count grows
    QString groupId; ///< on the board; empty: the group has to be made first, if the item goes to it
    bool groupIdGone = false; ///< the warehouse names a group that the board does not have
    QString itemName;
    ColumnValues values; ///< for an update: those that changed, and the empty ones that are to be emptied
    bool renames = false; ///< an update of which the name changed
    bool moves = false; ///< an update of which the group changed, or nobody knows whether it did
    bool isInGroup = false; ///< it would move, and the item is there already; only the warehouse has to learn it
    SentValues sent; ///< what the board has when all this is done
    RowContent content; ///< of the header
    std::optional<qint64> itemId;
    bool isCancelled = false; ///< the rule for cancelled orders holds
    bool emptiesLines = false; ///< cancelled: lines that are done change with it, read or not
    bool isArchived = false; ///< the item to archive is gone already
    bool headerWaits = true; ///< the warehouse has to learn of the header itself
    std::vector<LinePlan> lines;
    std::vector<Event> warnings;

    [[nodiscard]] bool refused() const { return record.action == PlannedAction::Refuse; }
    [[nodiscard]] bool changesItem() const { return !values.empty() || renames || moves; }
};

/// Turns order rows into plans. Pure but for the labels that it collects; not thread-safe.
class RowPlanner
{
public:
    /// What happens to a label that the board does not have.
    enum class LabelMode {
        Collect, ///< while planning: wanted if the policy allows
        Strict, ///< while sending: the labels have been made, what is missing now is refused
    };

    RowPlanner(const EnvironmentSettings &settings, const BoardPair &boards, LabelMode mode);

    [[nodiscard]] RowPlan plan(const OrderHeader &header);
    [[nodiscard]] std::vector<LabelsToCreate> wantedLabels() const { return m_labels.wanted(); }

private:
    /// A board column with its sources in file order.
    struct Target
    {
        BoardColumn column;
        QStringList sources;
    };
    [[nodiscard]] static std::vector<Target> targets(const std::vector<ColumnMapping> &mapping,
                                                     const BoardSchema &board);

    void planLines(const OrderHeader &header, RowPlan &plan);
    void keepChanges(const OrderHeader &header, RowPlan &plan) const;
    /// Columns that were sent before and have no value now.
    static void emptyWhatIsNoMore(const SentValues &before, const std::vector<Target> &targets,
                                  ColumnValues &values, const SentValues &now);
    [[nodiscard]] std::optional<Event> chooseGroup(const OrderHeader &header, RowPlan &plan) const;
    [[nodiscard]] std::optional<Event> checkTotal(const OrderHeader &header, RowPlan &plan) const;
    [[nodiscard]] std::optional<Event> judgeHeader(const OrderHeader &header, RowPlan &plan);
    /// A header for which nothing is left to send but, perhaps, lines.
    static void restPlan(RowPlan &plan);
    static void nothingToSend(LinePlan &line);
    [[nodiscard]] LinePlan planLine(const OrderHeader &header, const OrderLine &line);
    [[nodiscard]] SourceValue chooseSource(const Target &target,
                                           const QHash<QString, QVariant> &values) const;
    [[nodiscard]] QVariant mappedValue(const QString &source, const QVariant &value) const;
    void refuse(RowPlan &plan, Event reason) const;

    MappingConfig m_mapping;
    QString m_totalColumn;
    BoardPair m_boards;
    LabelMode m_mode;
    LabelBook m_labels;
    std::vector<Target> m_headerTargets;
    std::vector<Target> m_lineTargets;
};

} // namespace syncline
