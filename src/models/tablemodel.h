#pragma once

#include "models/roles.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QSet>

#include <algorithm>
#include <vector>

namespace syncline {

/// A table over a vector of value rows: keeps the rows, counts them, and announces changes as ranges.
/// A subclass gives columns, headers and cells. Window thread only.
template<typename Row>
class TableModel : public QAbstractTableModel
{
public:
    using QAbstractTableModel::QAbstractTableModel;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const final
    {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }

    /// The row of an index of this model.
    [[nodiscard]] const Row &at(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    [[nodiscard]] const std::vector<Row> &rows() const { return m_rows; }

protected:
    /// Of a cell and its header: numbers stand at the right.
    [[nodiscard]] static QVariant alignment(bool isNumber)
    {
        return QVariant::fromValue(
            Qt::Alignment((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    }

    [[nodiscard]] std::vector<Row> &mutableRows() { return m_rows; }

    void clearRows()
    {
        if (m_rows.empty())
            return;
        beginRemoveRows({}, 0, rowCount() - 1);
        m_rows.clear();
        endRemoveRows();
    }

    void appendRows(std::vector<Row> rows)
    {
        if (rows.empty())
            return;
        beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(rows.size()) - 1);
        std::move(rows.begin(), rows.end(), std::back_inserter(m_rows));
        endInsertRows();
    }

    void removeFirst(int count)
    {
        if (count <= 0)
            return;
        beginRemoveRows({}, 0, count - 1);
        m_rows.erase(m_rows.begin(), m_rows.begin() + count);
        endRemoveRows();
    }

    /// Announces changed rows: runs of neighbours, or everything in one range when more than half of the rows
    /// changed.
    void announceChanged(std::vector<int> changed)
    {
        if (changed.empty())
            return;
        std::ranges::sort(changed);
        const int last = columnCount({}) - 1;
        if (changed.size() * 2 > m_rows.size()) {
            emit dataChanged(index(changed.front(), 0), index(changed.back(), last));
            return;
        }
        for (std::size_t first = 0; first < changed.size();) {
            std::size_t end = first + 1;
            while (end < changed.size() && changed[end] <= changed[end - 1] + 1)
                ++end;
            emit dataChanged(index(changed[first], 0), index(changed[end - 1], last));
            first = end;
        }
    }

    /// Becomes `target` by removing, inserting and changing rows, so that selection and scroll position
    /// survive. `key` names a row; `same` tells whether two rows of one key look alike.
    template<typename Key, typename Same>
    void synchronise(std::vector<Row> target, Key key, Same same)
    {
        using KeyType = std::decay_t<decltype(key(target.front()))>;
        QSet<KeyType> wanted;
        for (const Row &row : target)
            wanted.insert(key(row));
        for (int end = rowCount(); end > 0;) {
            if (wanted.contains(key(at(end - 1)))) {
                --end;
                continue;
            }
            int first = end - 1;
            while (first > 0 && !wanted.contains(key(at(first - 1))))
                --first;
            beginRemoveRows({}, first, end - 1);
            m_rows.erase(m_rows.begin() + first, m_rows.begin() + end);
            endRemoveRows();
            end = first;
        }
        QSet<KeyType> present;
        for (const Row &row : std::as_const(m_rows))
            present.insert(key(row));
        std::vector<int> changed;
        for (int i = 0; i < static_cast<int>(target.size());) {
            Row &next = target[static_cast<std::size_t>(i)];
            if (!present.contains(key(next))) {
                int end = i + 1;
                while (end < static_cast<int>(target.size())
                       && !present.contains(key(target[static_cast<std::size_t>(end)])))
                    ++end;
                beginInsertRows({}, i, end - 1);
                m_rows.insert(m_rows.begin() + i, std::make_move_iterator(target.begin() + i),
                              std::make_move_iterator(target.begin() + end));
                endInsertRows();
                i = end;
                continue;
            }
            if (key(at(i)) != key(next))
                moveUp(i, key(next), key);
            if (!same(at(i), next)) {
                m_rows[static_cast<std::size_t>(i)] = std::move(next);
                changed.push_back(i);
            }
            ++i;
        }
        announceChanged(std::move(changed));
    }

private:
    template<typename KeyType, typename Key>
    void moveUp(int to, const KeyType &wanted, Key key)
    {
        int from = to + 1;
        while (key(at(from)) != wanted)
            ++from;
        beginMoveRows({}, from, from, {}, to);
        std::rotate(m_rows.begin() + to, m_rows.begin() + from, m_rows.begin() + from + 1);
        endMoveRows();
    }

    std::vector<Row> m_rows;
};

} // namespace syncline
