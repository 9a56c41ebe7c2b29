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
};

/// What a header needs.
struct RowPlan
{
    RowRecord record;
    bool isRetry = false; ///< the row had failed before; its retry_count grows
    QString groupId; ///< on the board; empty: the group has to be made first
    bool groupIdGone = false; ///< the warehouse names a group that the board does not have
    QString itemName;
    ColumnValues values;
    std::optional<qint64> itemId;
    std::vector<LinePlan> lines;
    std::vector<Event> warnings;

    [[nodiscard]] bool refused() const { return record.action == PlannedAction::Refuse; }
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

    [[nodiscard]] std::optional<Event> chooseGroup(const OrderHeader &header, RowPlan &plan) const;
    [[nodiscard]] std::optional<Event> checkTotal(const OrderHeader &header, RowPlan &plan) const;
    [[nodiscard]] std::optional<Event> judgeHeader(const OrderHeader &header, RowPlan &plan);
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
