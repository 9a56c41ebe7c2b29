#include "reports/syncfolder.h"

#include <QDir>
#include <QFileInfo>
#include <QSet>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

constexpr auto reportsFolder = "customer_reports"_L1;
/// File systems take 255 bytes; this leaves room for the time, a number and the extension.
constexpr qsizetype maxStemBytes = 120;

bool isHarmless(char32_t character)
{
    static constexpr QStringView reserved = u"/\\:*?\"<>|";
    if (character < 128 && reserved.contains(QChar(static_cast<char16_t>(character))))
        return false;
    switch (QChar::category(character)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
    case QChar::Separator_Space:
        return false;
    default:
        return true;
    }
}

/// Windows takes these for devices, with any extension.
bool isDeviceName(QStringView stem)
{
    static constexpr std::array devices = {"con"_L1, "prn"_L1, "aux"_L1, "nul"_L1};
    const QStringView base = stem.first(stem.indexOf(u'.') < 0 ? stem.size() : stem.indexOf(u'.'));
    if (std::ranges::any_of(devices, [base](QLatin1StringView device) { return base == device; }))
        return true;
    return base.size() == 4 && (base.startsWith("com"_L1) || base.startsWith("lpt"_L1))
        && base.last(1)[0].isDigit();
}

} // namespace

SyncFolder::SyncFolder(const QString &reportsRoot, const QString &syncId)
    : m_syncId(syncId)
    , m_path(QDir(reportsRoot).filePath(syncId))
{
}

QString SyncFolder::summary() const
{
    const QString own = m_path + u"/_SYNC_SUMMARY.md"_s;
    const QString predecessors = m_path + u'/' + m_syncId + u"_SUMMARY.md"_s;
    return !QFileInfo::exists(own) && QFileInfo::exists(predecessors) ? predecessors : own;
}

QString SyncFolder::customerReports() const
{
    return m_path + u'/' + reportsFolder;
}

QString SyncFolder::eventsLog() const
{
    return m_path + u"/logs/events.jsonl"_s;
}

QString SyncFolder::textLog() const
{
    return m_path + u"/logs/sync.log"_s;
}

QString SyncFolder::runJson() const
{
    return m_path + u"/summaries/run.json"_s;
}

QString SyncFolder::rowsCsv() const
{
    return m_path + u"/summaries/rows.csv"_s;
}

QString SyncFolder::failedRowsCsv() const
{
    return m_path + u"/summaries/failed_rows.csv"_s;
}

QString SyncFolder::linesCsv() const
{
    return m_path + u"/summaries/lines.csv"_s;
}

QString customerFileStem(const QString &customer)
{
    QString stem;
    qsizetype bytes = 0;
    const QString folded = customer.trimmed().toLower().normalized(QString::NormalizationForm_C);
    for (const char32_t character : folded.toUcs4()) {
        QString piece = u"_"_s;
        if (isHarmless(character))
            piece = QString::fromUcs4(&character, 1);
        bytes += piece.toUtf8().size();
        if (bytes > maxStemBytes)
            break;
        stem += piece;
    }
    if (stem.isEmpty())
        return u"no_customer"_s;
    if (stem.startsWith(u'.') || stem.startsWith(u'-'))
        stem[0] = u'_';
    return isDeviceName(stem) ? QString(u'_' + stem) : stem;
}

QStringList customerReportPaths(const QStringList &customers, const QDateTime &time)
{
    const QString when = time.toUTC().toString(u"yyyyMMdd_HHmmss"_s);
    QSet<QString> taken;
    QStringList paths;
    for (const QString &customer : customers) {
        const QString stem = customerFileStem(customer);
        QString unique = stem;
        for (int number = 2; taken.contains(unique.toCaseFolded()); ++number)
            unique = stem + u'_' + QString::number(number);
        taken.insert(unique.toCaseFolded());
        paths.append(reportsFolder + u'/' + unique + u'_' + when + u".md"_s);
    }
    return paths;
}

} // namespace syncline
