#pragma once

#include "sync/retrypolicy.h"
#include "sync/workbatch.h"

#include <QHash>

namespace syncline {

/// A row that was looked for and not found goes back this often; afterwards something is wrong that a person
/// must see.
inline constexpr int maxRequeues = 2;

/// A row on its way to a verdict.
struct JudgedRow
{
    enum class Fate {
        Final,
        NextStep, ///< confirmed, and the header has another mutation to come
        SendAgain,
        Verify,
        NotSent,
    };
    Fate fate = Fate::Final;
    bool usesRequeue = true; ///< going back counts; waiting for quota and halving do not
    bool endsLines = false; ///< the last line of its order
    RowVerdict verdict;
    std::optional<Error> error;
};

/// Says from monday's answer, or from its lack, what became of each row and what comes next for it.
/// Thread-safe.
class RowJudge
{
public:
    /// Titles by column id, of both boards; they outlive it.
    explicit RowJudge(const QHash<QString, QString> &columnTitles)
        : m_columnTitles(columnTitles)
    {
    }

    [[nodiscard]] JudgedRow answered(const WorkItem &item, const MutationAnswer &answer) const;
    /// No answer came for the document, or it was refused as a whole. `ending`: what the last attempt came
    /// to; `inDoubt`: some attempt may have reached monday.
    [[nodiscard]] std::vector<JudgedRow> unanswered(const WorkBatch &batch, const Error &error,
                                                    RetryDecision::Action ending, bool inDoubt) const;

private:
    [[nodiscard]] JudgedRow judgeError(const WorkItem &item, const Error &error) const;

    const QHash<QString, QString> &m_columnTitles;
};

} // namespace syncline
