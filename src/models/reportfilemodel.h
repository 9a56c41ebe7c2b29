#pragma once

#include "models/tablemodel.h"
#include "reports/reportindex.h"

namespace syncline {

/// The readable files of one sync folder: summary first, then customers, tables, logs. Window thread.
class ReportFileModel final : public TableModel<ReportFile>
{
    Q_OBJECT

public:
    enum Role { PathRole = roles::Advice + 1, KindRole };
    Q_ENUM(Role)

    explicit ReportFileModel(QObject *parent = nullptr)
        : TableModel(parent)
    {
    }

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

    void setFiles(std::vector<ReportFile> files);
    [[nodiscard]] static QString titleOf(const ReportFile &file);
};

} // namespace syncline
