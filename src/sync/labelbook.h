#pragma once

#include "domain/board.h"
#include "domain/planreport.h"

#include <QHash>

#include <variant>

namespace syncline {

/// The labels of the boards' status and dropdown columns, and those that the rows of a plan need besides.
/// Not thread-safe; one per planner.
class LabelBook
{
public:
    enum class Problem { Unknown, Full, Deactivated, TooLong };

    explicit LabelBook(const BoardPair &boards);

    /// The board's spelling of the label: the same, else the one that differs in case or spacing only, else,
    /// when `mayCreate` and there is room, a new label that wanted() then lists (contract 4, judging a
    /// value).
    [[nodiscard]] std::variant<QString, Problem> resolve(const BoardColumn &column, const QString &text,
                                                         bool mayCreate);

    /// Labels to make before the rows are sent, by column.
    [[nodiscard]] std::vector<LabelsToCreate> wanted() const;

private:
    struct Column
    {
        QString title;
        bool onSubitems = false;
        QHash<QString, QString> exact;
        QHash<QString, QString> folded;
        QHash<QString, QString> deactivated;
        std::size_t count = 0;
        QStringList wanted;
    };
    void enter(const BoardSchema &board, bool onSubitems);

    QHash<QString, Column> m_columns;
};

} // namespace syncline
