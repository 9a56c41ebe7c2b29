#include "models/reportfilemodel.h"

namespace syncline {

int ReportFileModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : 1;
}

QVariant ReportFileModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const ReportFile &file = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return titleOf(file);
    case Qt::ToolTipRole:
    case PathRole:
        return file.path;
    case KindRole:
        return static_cast<int>(file.kind);
    default:
        return {};
    }
}

QString ReportFileModel::titleOf(const ReportFile &file)
{
    const QString name = file.path.section(u'/', -1);
    switch (file.kind) {
    case ReportFile::Kind::Summary:
        return tr("Summary");
    case ReportFile::Kind::Customer:
        return file.title.isEmpty() ? name : file.title;
    case ReportFile::Kind::EventLog:
        return tr("Events (%1)").arg(name);
    case ReportFile::Kind::TextLog:
        return tr("Log (%1)").arg(name);
    case ReportFile::Kind::Table:
    case ReportFile::Kind::Json:
        return name;
    }
    Q_UNREACHABLE();
}

void ReportFileModel::setFiles(std::vector<ReportFile> files)
{
    // The order of the kinds is the order of reading.
    std::ranges::stable_sort(files, {}, &ReportFile::kind);
    synchronise(
        std::move(files), [](const ReportFile &file) { return file.path; },
        [](const ReportFile &a, const ReportFile &b) { return a.title == b.title && a.kind == b.kind; });
}

} // namespace syncline
