#include "models/recordfile.h"

#include "models/format.h"

#include <QByteArrayMatcher>

#include <cstring>
#include <limits>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

QStringList splitCsv(const QString &record)
{
    QStringList fields;
    QString field;
    bool quoted = false;
    for (qsizetype i = 0; i < record.size(); ++i) {
        const QChar c = record.at(i);
        if (quoted) {
            if (c != u'"') {
                field += c;
            } else if (i + 1 < record.size() && record.at(i + 1) == u'"') {
                field += u'"';
                ++i;
            } else {
                quoted = false;
            }
        } else if (c == u'"') {
            quoted = true;
        } else if (c == u',') {
            fields.append(field);
            field.clear();
        } else {
            field += c;
        }
    }
    fields.append(field);
    return fields;
}

} // namespace

std::shared_ptr<const RecordFile> RecordFile::open(const QString &path, Kind kind)
{
    const std::shared_ptr<RecordFile> result(new RecordFile);
    result->m_kind = kind;
    result->m_file = std::make_unique<QFile>(path);
    if (!result->m_file->open(QIODevice::ReadOnly)) {
        result->m_problem = result->m_file->errorString();
        return result;
    }
    const qint64 size = result->m_file->size();
    if (size > 0) {
        const uchar *data = result->m_file->map(0, size);
        if (!data) {
            result->m_problem = result->m_file->errorString();
            return result;
        }
        result->m_data = QByteArrayView(data, size);
    }
    result->index(kind);
    return result;
}

void RecordFile::index(Kind kind)
{
    const char *const begin = m_data.data();
    const qsizetype size = m_data.size();
    if (size > 0)
        m_starts.push_back(0);
    qsizetype position = 0;
    while (position < size) {
        const auto *end = static_cast<const char *>(
            std::memchr(begin + position, '\n', static_cast<std::size_t>(size - position)));
        qsizetype next = end ? end - begin + 1 : size;
        // A quoted field may hold line breaks: the record goes on while its quotes are not closed.
        if (kind == Kind::Csv) {
            qsizetype quotes = std::count(begin + position, begin + next, '"');
            while (quotes % 2 != 0 && next < size) {
                const auto *more = static_cast<const char *>(
                    std::memchr(begin + next, '\n', static_cast<std::size_t>(size - next)));
                const qsizetype after = more ? more - begin + 1 : size;
                quotes += std::count(begin + next, begin + after, '"');
                next = after;
            }
        }
        m_starts.push_back(next);
        position = next;
        if (m_starts.size() > static_cast<std::size_t>(std::numeric_limits<int>::max() - 1))
            break;
    }
    if (kind == Kind::Csv && m_starts.size() > 1) {
        QByteArrayView first = bytes(0);
        if (first.startsWith("\xEF\xBB\xBF"))
            first = first.sliced(3);
        m_header = splitCsv(QString::fromUtf8(first));
        m_starts.erase(m_starts.begin());
    }
}

QByteArrayView RecordFile::bytes(std::size_t record) const
{
    QByteArrayView view = m_data.sliced(m_starts[record], m_starts[record + 1] - m_starts[record]);
    while (!view.isEmpty() && (view.back() == '\n' || view.back() == '\r'))
        view.chop(1);
    return view;
}

int RecordFile::count() const
{
    return m_starts.empty() ? 0 : static_cast<int>(m_starts.size() - 1);
}

QStringList RecordFile::fields(int record) const
{
    const QString text = QString::fromUtf8(bytes(static_cast<std::size_t>(record)));
    return m_kind == Kind::Csv ? splitCsv(text) : QStringList(text);
}

std::vector<int> RecordFile::find(const QString &text) const
{
    const QByteArray wanted = text.toUtf8().toLower();
    std::vector<int> found;
    QByteArray folded;
    for (int record = 0; record < count(); ++record) {
        const QByteArrayView view = bytes(static_cast<std::size_t>(record));
        folded.resize(view.size());
        std::transform(view.begin(), view.end(), folded.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
        if (folded.contains(wanted))
            found.push_back(record);
    }
    return found;
}

int RecordFileModel::rowCount(const QModelIndex &parent) const
{
    if (parent.isValid() || !m_file)
        return 0;
    return m_found ? static_cast<int>(m_found->size()) : m_file->count();
}

int RecordFileModel::columnCount(const QModelIndex &parent) const
{
    if (parent.isValid() || !m_file)
        return 0;
    return std::max(1, static_cast<int>(m_file->header().size()));
}

QVariant RecordFileModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    const int record = m_found ? (*m_found)[static_cast<std::size_t>(index.row())] : index.row();
    if (record != m_cachedRecord) {
        m_cachedFields = m_file->fields(record);
        m_cachedRecord = record;
    }
    return m_cachedFields.value(index.column());
}

QVariant RecordFileModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || !m_file)
        return {};
    if (orientation == Qt::Horizontal)
        return m_file->header().value(section, tr("Line"));
    return Format::count((m_found ? (*m_found)[static_cast<std::size_t>(section)] : section) + 1);
}

QStringList RecordFileModel::fields(int row) const
{
    return m_file->fields(m_found ? (*m_found)[static_cast<std::size_t>(row)] : row);
}

void RecordFileModel::setFile(std::shared_ptr<const RecordFile> file)
{
    // Another file has other columns: a new table, not a changed one.
    beginResetModel();
    m_file = std::move(file);
    m_found.reset();
    m_cachedRecord = -1;
    endResetModel();
}

void RecordFileModel::setFound(std::optional<std::vector<int>> found)
{
    beginResetModel();
    m_found = std::move(found);
    endResetModel();
}

} // namespace syncline
