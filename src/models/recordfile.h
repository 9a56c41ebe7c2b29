#pragma once

#include "base/result.h"
#include "models/tablemodel.h"

#include <QFile>
#include <QStringList>

#include <memory>

namespace syncline {

/// A text file of many records, mapped and indexed but not loaded: the lines of a log, or the records of a
/// CSV. Open and search it off the window thread (they read the whole file); afterwards it is immutable and
/// any thread may read.
class RecordFile
{
public:
    enum class Kind { Lines, Csv };

    [[nodiscard]] static std::shared_ptr<const RecordFile> open(const QString &path, Kind kind);

    [[nodiscard]] QString problem() const
    {
        return m_problem;
    } ///< why it could not be read; empty when it was
    [[nodiscard]] int count() const; ///< records without the header of a CSV
    [[nodiscard]] const QStringList &header() const { return m_header; }
    [[nodiscard]] QStringList fields(int record) const; ///< one for a line
    /// Records that contain the text, without regard to the case of ASCII letters.
    [[nodiscard]] std::vector<int> find(const QString &text) const;

private:
    RecordFile() = default;
    void index(Kind kind);
    [[nodiscard]] QByteArrayView bytes(std::size_t record) const;

    std::unique_ptr<QFile> m_file;
    QByteArrayView m_data;
    std::vector<qint64> m_starts; ///< of each record, and the end of the last
    Kind m_kind = Kind::Lines;
    QStringList m_header;
    QString m_problem;
};

/// Shows a record file, or those records of it that a search found. Window thread.
class RecordFileModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    explicit RecordFileModel(QObject *parent = nullptr)
        : QAbstractTableModel(parent)
    {
    }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    [[nodiscard]] const std::shared_ptr<const RecordFile> &file() const { return m_file; }
    [[nodiscard]] QStringList fields(int row) const; ///< of a row as it is shown
    void setFile(std::shared_ptr<const RecordFile> file);
    /// Shows only these records; nullopt shows all.
    void setFound(std::optional<std::vector<int>> found);

private:
    std::shared_ptr<const RecordFile> m_file;
    std::optional<std::vector<int>> m_found;
    mutable int m_cachedRecord = -1; ///< a row is painted cell by cell; parse it once
    mutable QStringList m_cachedFields;
};

} // namespace syncline
