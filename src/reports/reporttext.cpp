#include "reports/reporttext.h"

#include <QLocale>
#include <QRegularExpression>

#include <cmath>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

bool turnsDirection(QChar character)
{
    const char16_t code = character.unicode();
    return code == 0x061C || code == 0x200E || code == 0x200F || (code >= 0x202A && code <= 0x202E)
        || (code >= 0x2066 && code <= 0x2069);
}

bool isWordAt(const QString &text, qsizetype index)
{
    return index >= 0 && index < text.size() && text.at(index).isLetterOrNumber();
}

/// Backslash wherever a reader of Markdown (with the extensions of GitHub, which turn bare addresses into
/// links) would see more than a character.
bool needsBackslash(const QString &text, qsizetype index)
{
    switch (text.at(index).unicode()) {
    case u'\\':
    case u'`':
    case u'*':
    case u'[':
    case u']':
    case u'<':
    case u'>':
    case u'|':
    case u'~':
    case u'&':
    case u'$':
    case u'@':
        return true;
    case u'_':
        return !isWordAt(text, index - 1) || !isWordAt(text, index + 1);
    case u':':
        return text.mid(index + 1, 1) == u"/";
    case u'.':
        return text.mid(index - 3, 3).compare("www"_L1, Qt::CaseInsensitive) == 0;
    case u'#':
        return index == text.size() - 1;
    default:
        return false;
    }
}

bool looksLikeFormula(const QString &text)
{
    for (const QChar character : text) {
        if (character == u'\t' || character == u'\r' || character == u'\n')
            return true;
        if (character.isSpace())
            continue;
        // The wide forms count as well: a spreadsheet in Japanese takes them for the narrow ones.
        static constexpr QStringView starts = u"=+-@\uFF1D\uFF0B\uFF0D\uFF20";
        return starts.contains(character);
    }
    return false;
}

QString quoted(const QString &text)
{
    static const QRegularExpression special(u"[\",;\\t\\r\\n]|^\\s|\\s$"_s);
    if (!text.contains(special))
        return text;
    QString doubled = text;
    doubled.replace(u'"', u"\"\""_s);
    return u'"' + doubled + u'"';
}

} // namespace

QString oneLine(const QString &text)
{
    QString line;
    line.reserve(text.size());
    for (const QChar character : text) {
        if (turnsDirection(character))
            continue;
        const bool control = character.category() == QChar::Other_Control
            || character.category() == QChar::Separator_Line
            || character.category() == QChar::Separator_Paragraph;
        if (!control)
            line += character;
        else if (!line.endsWith(u' '))
            line += u' ';
    }
    return line.trimmed();
}

QString markdownText(const QString &text, qsizetype maxLength)
{
    QString plain = oneLine(text.size() > 4 * maxLength ? text.first(4 * maxLength) : text);
    if (plain.size() > maxLength) {
        const qsizetype end = maxLength - (plain.at(maxLength - 1).isHighSurrogate() ? 1 : 0);
        plain = plain.first(end).trimmed() + u'\u2026';
    }
    QString result;
    result.reserve(plain.size() + 16);
    for (qsizetype index = 0; index < plain.size(); ++index) {
        if (needsBackslash(plain, index))
            result += u'\\';
        result += plain.at(index);
    }
    return result;
}

QString csvText(const QString &text)
{
    return quoted(looksLikeFormula(text) ? QString(u'\'' + text) : text);
}

QString csvNumber(const QString &text)
{
    static const QRegularExpression number(u"\\A[+-]?[0-9]+(\\.[0-9]+)?\\z"_s);
    return number.match(text).hasMatch() ? text : csvText(text);
}

QString countText(qint64 count)
{
    return QLocale(QLocale::English).toString(count);
}

QString percentText(std::optional<double> share)
{
    if (!share)
        return u"\u2013"_s;
    double tenths = std::round(*share * 1000);
    if (*share < 1 && tenths >= 1000)
        tenths = 999;
    if (*share > 0 && tenths <= 0)
        tenths = 1;
    return QString::number(tenths / 10, 'f', 1) + u'%';
}

QString durationText(double seconds)
{
    if (seconds < 59.95)
        return QString::number(seconds, 'f', 1) + u" s";
    const auto whole = static_cast<qint64>(std::round(seconds));
    if (whole < 3600)
        return u"%1 min %2 s"_s.arg(whole / 60).arg(whole % 60);
    const qint64 minutes = (whole + 30) / 60;
    return u"%1 h %2 min"_s.arg(countText(minutes / 60)).arg(minutes % 60);
}

QString rateText(qint64 rows, double seconds)
{
    const double rate = seconds > 0 ? static_cast<double>(rows) / seconds : 0;
    return rate >= 0.05 ? QString(QString::number(rate, 'f', 1) + u" rows/second") : QString();
}

QString utcText(const QDateTime &time)
{
    return time.isValid() ? QString(time.toUTC().toString(u"yyyy-MM-dd HH:mm:ss"_s) + u" UTC") : u"\u2013"_s;
}

QString rowsText(qint64 rows, const QString &noun)
{
    return countText(rows) + u' ' + noun + (rows == 1 ? QString() : u"s"_s);
}

QString resultText(const Ledger &ledger, const SuccessThresholds &thresholds, bool dryRun)
{
    if (dryRun)
        return u"DRY RUN"_s;
    if (ledger.planned > 0 && ledger.notSent == ledger.planned)
        return u"\u25A0 Not sent"_s;
    switch (verdict(ledger, thresholds)) {
    case Verdict::Nothing:
        return u"\u2013 Nothing to do"_s;
    case Verdict::Success:
        return u"\u2714 Success"_s;
    case Verdict::Partial:
        return u"\u26A0 Partial"_s;
    case Verdict::Failed:
        return u"\u2718 Failed"_s;
    }
    Q_UNREACHABLE();
}

MarkdownTable::MarkdownTable(const std::vector<Column> &columns, QString wholeList)
    : m_columns(columns.size())
    , m_wholeList(std::move(wholeList))
{
    QString rule;
    for (const Column &column : columns) {
        m_text += u"| " + markdownText(column.title) + u' ';
        rule += column.isNumber ? u"| ---: "_s : u"| --- "_s;
    }
    m_text += u"|\n" + rule + u"|\n";
}

void MarkdownTable::addRow(const QStringList &cells)
{
    Q_ASSERT(static_cast<std::size_t>(cells.size()) == m_columns);
    ++m_rows;
    if (m_shown == maxRows)
        return;
    ++m_shown;
    for (const QString &cell : cells)
        m_text += u"| " + markdownText(cell) + u' ';
    m_text += u"|\n";
}

QString MarkdownTable::toString() const
{
    QString text = m_text + u'\n';
    if (m_rows > m_shown) {
        text += u"The first %1 of %2."_s.arg(countText(m_shown), countText(m_rows));
        if (!m_wholeList.isEmpty())
            text += u" All are in `" + m_wholeList + u"`.";
        text += u"\n\n";
    }
    return text;
}

} // namespace syncline
