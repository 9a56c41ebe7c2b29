#pragma once

#include <QHash>
#include <QString>
#include <QVariant>

#include <vector>

namespace syncline::demo {

/// One size of a demo order.
struct DemoSize
{
    int column = 0; ///< place in sizeColumns()
    int quantity = 0;
    int quantityOnBoard = 0; ///< of the subitem, when the order is on the board
    QString lineKey; ///< line_uuid
    qint64 subitemId = 0; ///< 0: not on the board
    QString state;
    QString action;
};

/// A row of FACT_ORDER_LIST with its lines, as the generator makes it.
struct DemoOrder
{
    QString key; ///< record_uuid
    QString number;
    QString customer;
    QHash<QString, QVariant> values; ///< business columns; those that are not there are NULL
    QHash<QString, QVariant> valuesOnBoard; ///< where the item on the board holds something else
    std::vector<DemoSize> sizes;
    QString groupName; ///< null: NULL
    QString groupId;
    QString itemName;
    QString state;
    QString action;
    qint64 itemId = 0; ///< 0: not on the board; there it has this name and group
};

} // namespace syncline::demo
