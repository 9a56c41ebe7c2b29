#include "models/batchtablemodel.h"

#include "models/format.h"
#include "models/statuskind.h"

namespace syncline {

namespace {

StatusKind statusOfBatch(const BatchRecord &batch)
{
    if (batch.failed == 0)
        return StatusKind::Succeeded;
    return batch.succeeded > 0 ? StatusKind::CompletedWithErrors : StatusKind::Failed;
}

bool isNumber(int column)
{
    switch (column) {
    case BatchTableModel::Number:
    case BatchTableModel::Rows:
    case BatchTableModel::Succeeded:
    case BatchTableModel::Failed:
    case BatchTableModel::Attempts:
    case BatchTableModel::Seconds:
    case BatchTableModel::Complexity:
        return true;
    default:
        return false;
    }
}

} // namespace

int BatchTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant BatchTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const BatchRecord &batch = at(index.row());
    const auto column = static_cast<Column>(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return display(batch, column);
    case Qt::ToolTipRole:
        return column == Message ? batch.error : QVariant();
    case Qt::TextAlignmentRole:
        return alignment(isNumber(column));
    case roles::Raw:
        return raw(batch, column);
    case roles::Status:
        return column == Result ? QVariant(static_cast<int>(statusOfBatch(batch))) : QVariant();
    case roles::Muted:
        return (column == Failed && batch.failed == 0) || (column == Attempts && batch.attempts <= 1)
            || (column == Succeeded && batch.succeeded == 0);
    case roles::SearchText:
        return QString(batch.customer + u' ' + batch.error + u' ' + QString::number(batch.number))
            .toCaseFolded();
    default:
        return {};
    }
}

QVariant BatchTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignment(isNumber(section));
    if (role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Number:
        return tr("No.", "number of a batch");
    case Result:
        return tr("Result");
    case Kind:
        return tr("Kind");
    case Customer:
        return tr("Customer");
    case Rows:
        return tr("Rows");
    case Succeeded:
        return tr("OK");
    case Failed:
        return tr("Failed");
    case Attempts:
        return tr("Attempts");
    case Seconds:
        return tr("Seconds");
    case Started:
        return tr("Started");
    case Complexity:
        return tr("Points");
    case Message:
        return tr("Message");
    case ColumnCount:
        break;
    }
    return {};
}

QVariant BatchTableModel::display(const BatchRecord &batch, Column column) const
{
    switch (column) {
    case Number:
        return Format::count(batch.number);
    case Result: {
        const StatusKind kind = statusOfBatch(batch);
        return kind == StatusKind::Succeeded ? tr("Succeeded")
            : kind == StatusKind::Failed     ? tr("Failed")
                                             : tr("Partial");
    }
    case Kind:
        return StatusText::of(batch.kind);
    case Customer:
        return batch.customer;
    case Rows:
        return Format::count(batch.rows);
    case Succeeded:
        return Format::count(batch.succeeded);
    case Failed:
        return Format::count(batch.failed);
    case Attempts:
        return Format::count(batch.attempts);
    case Seconds:
        return Format::decimal(batch.seconds, 2);
    case Started:
        return QLocale().toString(batch.startedAt.toLocalTime().time(), QLocale::ShortFormat);
    case Complexity:
        return batch.complexity ? Format::count(*batch.complexity) : QString();
    case Message:
        return batch.error;
    case ColumnCount:
        break;
    }
    return {};
}

QVariant BatchTableModel::raw(const BatchRecord &batch, Column column) const
{
    switch (column) {
    case Number:
        return batch.number;
    case Result:
        return static_cast<int>(statusOfBatch(batch));
    case Kind:
        return static_cast<int>(batch.kind);
    case Customer:
        return batch.customer.toCaseFolded();
    case Rows:
        return batch.rows;
    case Succeeded:
        return batch.succeeded;
    case Failed:
        return batch.failed;
    case Attempts:
        return batch.attempts;
    case Seconds:
        return batch.seconds;
    case Started:
        return batch.startedAt;
    case Complexity:
        return batch.complexity.value_or(-1);
    case Message:
        return batch.error;
    case ColumnCount:
        break;
    }
    return {};
}

void BatchTableModel::apply(const std::vector<SyncEvent> &events)
{
    std::vector<BatchRecord> batches;
    for (const SyncEvent &event : events) {
        if (const auto *finished = std::get_if<BatchFinished>(&event)) {
            batches.push_back(finished->batch);
        } else if (std::holds_alternative<RunStarted>(event)) {
            batches.clear();
            clearRows();
        }
    }
    append(std::move(batches));
}

void BatchTableModel::append(std::vector<BatchRecord> batches)
{
    if (batches.size() > capacity)
        batches.erase(batches.begin(), batches.end() - capacity);
    const int surplus = rowCount() + static_cast<int>(batches.size()) - capacity;
    removeFirst(std::min(surplus, rowCount()));
    appendRows(std::move(batches));
}

} // namespace syncline
