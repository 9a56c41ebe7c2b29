#include "reports/csvtables.h"

#include "reports/reporttext.h"

#include <QIODevice>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

constexpr qsizetype pieceBytes = 65'536;

QString idText(const std::optional<qint64> &id)
{
    return id ? QString::number(*id) : QString();
}

} // namespace

CsvWriter::CsvWriter(QIODevice &device, QString path, const QStringList &titles)
    : m_device(device)
    , m_path(std::move(path))
{
    append(titles);
}

void CsvWriter::append(const QStringList &fields)
{
    m_buffer += fields.join(u',').toUtf8();
    m_buffer += '\n';
}

Result<void> CsvWriter::addRow(const QStringList &fields)
{
    append(fields);
    return m_buffer.size() < pieceBytes ? Result<void>() : finish();
}

Result<void> CsvWriter::finish()
{
    if (m_device.write(m_buffer) != m_buffer.size()) {
        return Error{.kind = ErrorKind::FileFailed,
                     .event = {.id = EventId::rp_002,
                               .parameters = {{u"path"_s, m_path}, {u"reason"_s, m_device.errorString()}}}};
    }
    m_buffer.clear();
    return {};
}

QStringList rowTitles()
{
    return {u"key"_s,       u"order_number"_s, u"customer"_s, u"group"_s,   u"state"_s,
            u"monday_id"_s, u"column"_s,       u"reason"_s,   u"event_id"_s};
}

QStringList rowFields(const RowRecord &row)
{
    return {row.key.toString(),  csvText(row.orderNumber),   csvText(row.customer),
            csvText(row.group),  nameOf(row.state),          idText(row.mondayId),
            csvText(row.column), csvText(row.reason.text()), row.reason.name()};
}

QStringList lineTitles()
{
    return {u"key"_s, u"size_code"_s, u"qty"_s, u"state"_s, u"monday_id"_s, u"reason"_s, u"event_id"_s};
}

QStringList lineFields(const LineRecord &line)
{
    return {line.key.record.toString(), csvText(line.key.sizeCode), csvNumber(line.quantity),
            nameOf(line.state),         idText(line.mondayId),      csvText(line.reason.text()),
            line.reason.name()};
}

} // namespace syncline
