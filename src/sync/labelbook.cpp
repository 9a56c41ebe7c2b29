#include "sync/labelbook.h"

#include <algorithm>

namespace syncline {

LabelBook::LabelBook(const BoardPair &boards)
{
    enter(boards.items, false);
    enter(boards.subitems, true);
}

void LabelBook::enter(const BoardSchema &board, bool onSubitems)
{
    for (const BoardColumn &boardColumn : board.columns) {
        if (boardColumn.type != ColumnType::Dropdown && boardColumn.type != ColumnType::Status)
            continue;
        Column column{.title = boardColumn.title, .onSubitems = onSubitems};
        column.count = boardColumn.labels.size();
        for (const BoardLabel &label : boardColumn.labels) {
            const QString folded = foldedTitle(label.text);
            if (label.deactivated) {
                column.deactivated.insert(folded, label.text);
                continue;
            }
            column.exact.insert(label.text, label.text);
            if (!column.folded.contains(folded))
                column.folded.insert(folded, label.text);
        }
        m_columns.insert(boardColumn.id, column);
    }
}

std::variant<QString, LabelBook::Problem> LabelBook::resolve(const BoardColumn &boardColumn,
                                                             const QString &text, bool mayCreate)
{
    const auto found = m_columns.find(boardColumn.id);
    if (found == m_columns.end())
        return Problem::Unknown;
    Column &column = *found;
    if (column.exact.contains(text))
        return text;
    const QString folded = foldedTitle(text);
    if (const auto spelling = column.folded.constFind(folded); spelling != column.folded.constEnd())
        return *spelling;
    if (column.deactivated.contains(folded))
        return Problem::Deactivated;
    const bool isStatus = boardColumn.type == ColumnType::Status;
    const QString label = text.simplified();
    if (isStatus && label.size() > boardlimits::statusLabel)
        return Problem::TooLong;
    // The labels of a status column carry colours that a person chooses; only dropdowns grow by themselves.
    if (!mayCreate || isStatus)
        return Problem::Unknown;
    if (column.count >= boardlimits::dropdownLabels)
        return Problem::Full;
    ++column.count;
    column.exact.insert(label, label);
    column.folded.insert(folded, label);
    column.wanted.append(label);
    return label;
}

std::vector<LabelsToCreate> LabelBook::wanted() const
{
    std::vector<LabelsToCreate> all;
    for (auto column = m_columns.constBegin(); column != m_columns.constEnd(); ++column) {
        if (!column->wanted.isEmpty())
            all.push_back({column.key(), column->title, column->onSubitems, column->wanted});
    }
    std::ranges::sort(all, {}, &LabelsToCreate::columnId);
    return all;
}

} // namespace syncline
