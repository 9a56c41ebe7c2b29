#include "models/refreshcustomermodel.h"

#include "models/format.h"

namespace syncline {

int RefreshCustomerModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RefreshCustomerModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const RefreshCustomer &customer = at(index.row());
    const auto column = static_cast<Column>(index.column());
    switch (role) {
    case Qt::DisplayRole:
        if (column == Name)
            return customer.name.isEmpty() ? tr("(no customer)") : customer.name;
        return Format::count(number(customer.counts, column));
    case Qt::TextAlignmentRole:
        return alignment(column != Name);
    case roles::Raw:
        return column == Name ? QVariant(customer.name.toCaseFolded())
                              : QVariant(number(customer.counts, column));
    case roles::Muted:
        return column != Name && number(customer.counts, column) == 0;
    case roles::SearchText:
        return customer.name.toCaseFolded();
    default:
        return {};
    }
}

QVariant RefreshCustomerModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    const auto column = static_cast<Column>(section);
    if (role == Qt::TextAlignmentRole)
        return alignment(column != Name);
    if (role == Qt::ToolTipRole && column == OnlyInHeaders)
        return tr("Orders of the warehouse that the source no longer has; they are left alone");
    if (role == Qt::ToolTipRole && column == LinesKept)
        return tr("Lines of sizes that the source has no column for; they stay as they are");
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case Name:
        return tr("Customer");
    case Added:
        return tr("New");
    case Changed:
        return tr("Changed");
    case Cancelled:
        return tr("Cancelled");
    case Skipped:
        return tr("Skipped");
    case Unchanged:
        return tr("Unchanged");
    case OnlyInHeaders:
        return tr("Not in source");
    case LinesAdded:
        return tr("Lines new");
    case LinesChanged:
        return tr("Lines changed");
    case LinesRemoved:
        return tr("Lines removed");
    case LinesKept:
        return tr("Lines kept");
    case ColumnCount:
        break;
    }
    return {};
}

qint64 RefreshCustomerModel::number(const RefreshCounts &counts, Column column)
{
    switch (column) {
    case Added:
        return counts.added;
    case Changed:
        return counts.changed;
    case Cancelled:
        return counts.cancelled;
    case Skipped:
        return counts.skipped;
    case Unchanged:
        return counts.unchanged;
    case OnlyInHeaders:
        return counts.onlyInHeaders;
    case LinesAdded:
        return counts.linesAdded;
    case LinesChanged:
        return counts.linesChanged;
    case LinesRemoved:
        return counts.linesRemoved;
    case LinesKept:
        return counts.linesKept;
    case Name:
    case ColumnCount:
        break;
    }
    return 0;
}

void RefreshCustomerModel::setCustomers(const std::vector<RefreshCustomer> &customers)
{
    synchronise(
        customers, [](const RefreshCustomer &customer) { return customer.name; },
        [](const RefreshCustomer &before, const RefreshCustomer &after) {
            return before.counts == after.counts;
        });
}

} // namespace syncline
