#pragma once

#include <QAbstractItemModel>
#include <QStringList>

namespace syncline::testing {

/// The named columns of a table as text, a row a string, cells joined by bars.
inline QStringList textOf(const QAbstractItemModel &model, const QList<int> &columns)
{
    QStringList rows;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (const int column : columns)
            cells.append(model.index(row, column).data().toString());
        rows.append(cells.join(u'|'));
    }
    return rows;
}

} // namespace syncline::testing
