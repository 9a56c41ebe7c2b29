#pragma once

#include "base/result.h"
#include "domain/runrecord.h"

#include <QByteArray>
#include <QStringList>

class QIODevice;

namespace syncline {

/// Writes CSV (RFC 4180, UTF-8 without a mark, \n) to an open device in large pieces. The device must outlive
/// it.
class CsvWriter
{
public:
    /// `path` is for the error only. The header line is part of the content.
    CsvWriter(QIODevice &device, QString path, const QStringList &titles);
    /// Fields must be escaped already. Fails with FileFailed as soon as the device does.
    [[nodiscard]] Result<void> addRow(const QStringList &fields);
    /// Writes what is left. Must be called at the end.
    [[nodiscard]] Result<void> finish();

private:
    void append(const QStringList &fields);

    QIODevice &m_device;
    QString m_path;
    QByteArray m_buffer;
};

/// rows.csv and failed_rows.csv (contract 6).
[[nodiscard]] QStringList rowTitles();
[[nodiscard]] QStringList rowFields(const RowRecord &row);
/// lines.csv (contract 6).
[[nodiscard]] QStringList lineTitles();
[[nodiscard]] QStringList lineFields(const LineRecord &line);

} // namespace syncline
