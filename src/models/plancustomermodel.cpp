#include "models/plancustomermodel.h"

#include "models/format.h"

using namespace Qt::StringLiterals;

namespace syncline {

int PlanCustomerModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant PlanCustomerModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const CustomerPlan &customer = at(index.row());
    const auto column = static_cast<Column>(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return column == Name ? customer.name : Format::count(number(customer, column));
    case Qt::ToolTipRole:
        return column == GroupsToCreate ? customer.groupsToCreate.join(u'\n') : QVariant();
    case Qt::TextAlignmentRole:
        return alignment(column != Name);
    case roles::Raw:
        return column == Name ? QVariant(customer.name.toCaseFolded()) : QVariant(number(customer, column));
    case roles::Muted:
        return column != Name && number(customer, column) == 0;
    case roles::SearchText:
        return customer.name.toCaseFolded();
    default:
        return {};
    }
}

QVariant PlanCustomerModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    const auto column = static_cast<Column>(section);
    if (role == Qt::TextAlignmentRole)
        return alignment(column != Name);
    if (role == Qt::ToolTipRole) {
        switch (column) {
        case ItemsToArchive:
            return tr("Items of cancelled orders that are archived");
        case Unchanged:
            return tr("Orders that the board has already as they are: nothing to send");
        case Cancelled:
            return tr("Cancelled orders, treated by the rule of the configuration");
        default:
            return {};
        }
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case Name:
        return tr("Customer");
    case Orders:
        return tr("Orders");
    case Refused:
        return tr("Refused");
    case ItemsToCreate:
        return tr("New items");
    case ItemsToUpdate:
        return tr("Updates");
    case ItemsToArchive:
        return tr("Archived");
    case Unchanged:
        return tr("Unchanged");
    case Cancelled:
        return tr("Cancelled");
    case SubitemsToCreate:
        return tr("New subitems");
    case SubitemsToUpdate:
        return tr("Subitem updates");
    case SubitemsToRemove:
        return tr("Removed");
    case GroupsToCreate:
        return tr("New groups");
    case ColumnCount:
        break;
    }
    return {};
}

qint64 PlanCustomerModel::number(const CustomerPlan &customer, Column column)
{
    switch (column) {
    case Orders:
        return customer.ledger.planned;
    case Refused:
        return customer.ledger.refused;
    case ItemsToCreate:
        return customer.itemsToCreate;
    case ItemsToUpdate:
        return customer.itemsToUpdate;
    case ItemsToArchive:
        return customer.itemsToArchive;
    case Unchanged:
        return customer.ledger.unchanged;
    case Cancelled:
        return customer.ordersCancelled;
    case SubitemsToCreate:
        return customer.subitemsToCreate;
    case SubitemsToUpdate:
        return customer.subitemsToUpdate;
    case SubitemsToRemove:
        return customer.subitemsToRemove;
    case GroupsToCreate:
        return customer.groupsToCreate.size();
    case Name:
    case ColumnCount:
        break;
    }
    return 0;
}

void PlanCustomerModel::setPlan(const PlanReport &plan)
{
    synchronise(
        plan.customers, [](const CustomerPlan &customer) { return customer.name; },
        [](const CustomerPlan &, const CustomerPlan &) { return false; });
}

} // namespace syncline
