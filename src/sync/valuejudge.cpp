#include "sync/valuejudge.h"

#include <QDate>
#include <QLocale>
#include <QRegularExpression>

#include <cmath>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

/// A value in a message: long texts are shown by their beginning.
QString excerpt(const QString &text)
{
    constexpr qsizetype shown = 120;
    return text.size() <= shown ? text : QString(text.first(shown) + u"…"_s);
}

QJsonObject place(const SourceValue &source, const BoardColumn &column)
{
    return {{u"source"_s, source.source},
            {u"column"_s, column.title},
            {u"column_id"_s, column.id},
            {u"value"_s, excerpt(plainText(source.value))}};
}

Event labelProblem(LabelBook::Problem problem, const SourceValue &source, const BoardColumn &column)
{
    QJsonObject parameters = place(source, column);
    switch (problem) {
    case LabelBook::Problem::Unknown:
        return {EventId::pl_004, parameters, {}};
    case LabelBook::Problem::Full:
        parameters.insert(u"limit"_s, static_cast<qint64>(boardlimits::dropdownLabels));
        return {EventId::pl_005, parameters, {}};
    case LabelBook::Problem::TooLong:
        parameters.insert(u"limit"_s, static_cast<qint64>(boardlimits::statusLabel));
        return {EventId::pl_006, parameters, {}};
    case LabelBook::Problem::Deactivated:
        return {EventId::pl_007, parameters, {}};
    }
    Q_UNREACHABLE();
}

std::optional<QString> canonicalCheckbox(const QVariant &value)
{
    const QString text = plainText(value).trimmed().toLower();
    if (text == "true"_L1 || text == "1"_L1 || text == "yes"_L1)
        return u"true"_s;
    if (text == "false"_L1 || text == "0"_L1 || text == "no"_L1)
        return u"false"_s;
    return std::nullopt;
}

QString shortestDecimal(double number)
{
    return QString::number(number, 'f', QLocale::FloatingPointShortest);
}

} // namespace

QString plainText(const QVariant &value)
{
    switch (value.typeId()) {
    case QMetaType::Double:
    case QMetaType::Float:
        return shortestDecimal(value.toDouble());
    case QMetaType::QDate:
        return value.toDate().toString(Qt::ISODate);
    case QMetaType::QDateTime: {
        const QDateTime time = value.toDateTime();
        return time.time() == QTime(0, 0) ? time.date().toString(Qt::ISODate) : time.toString(Qt::ISODate);
    }
    default:
        return value.toString();
    }
}

std::optional<QString> canonicalNumber(const QVariant &value)
{
    if (value.typeId() == QMetaType::Double && !std::isfinite(value.toDouble()))
        return std::nullopt;
    static const QRegularExpression form(
        u"^(?<sign>[+-]?)(?<whole>\\d+|\\d{1,3}(?:,\\d{3})+)?(?:\\.(?<fraction>\\d+))?$"_s);
    const QString text = plainText(value).trimmed();
    const QRegularExpressionMatch match = form.match(text);
    QString whole = match.captured(u"whole"_s).remove(u',');
    QString fraction = match.captured(u"fraction"_s);
    if (!match.hasMatch() || (whole.isEmpty() && fraction.isEmpty()))
        return std::nullopt;
    static const QRegularExpression leadingZeros(u"^0+(?=\\d)"_s);
    static const QRegularExpression trailingZeros(u"0+$"_s);
    whole = whole.isEmpty() ? u"0"_s : whole.remove(leadingZeros);
    fraction.remove(trailingZeros);
    const QString magnitude = fraction.isEmpty() ? whole : QString(whole + u'.' + fraction);
    const bool negative = match.captured(u"sign"_s) == "-"_L1 && magnitude != "0"_L1;
    return negative ? QString(u'-' + magnitude) : magnitude;
}

std::optional<QString> canonicalDate(const QVariant &value)
{
    if (value.typeId() == QMetaType::QDate || value.typeId() == QMetaType::QDateTime) {
        const QDate date = value.toDate();
        return date.isValid() ? std::optional(date.toString(Qt::ISODate)) : std::nullopt;
    }
    static const QRegularExpression form(
        u"^(\\d{4}-\\d{2}-\\d{2})(?:[ T]\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?(?:Z|[+-]\\d{2}:?\\d{2})?)?$"_s);
    const QRegularExpressionMatch match = form.match(value.toString().trimmed());
    if (!match.hasMatch() || !QDate::fromString(match.captured(1), Qt::ISODate).isValid())
        return std::nullopt;
    return match.captured(1);
}

Judgement judgeValue(const SourceValue &source, const BoardColumn &column, LabelBook &labels,
                     bool mayCreateLabel)
{
    if (source.value.isNull())
        return NoValue{};
    const QString text = plainText(source.value);
    if (text.isEmpty())
        return NoValue{};
    const auto accepted = [&column](const QString &canonical) -> Judgement {
        return ColumnValue{column.id, column.type, canonical};
    };

    switch (column.type) {
    case ColumnType::Text:
        return accepted(text);
    case ColumnType::LongText: {
        if (text.size() <= boardlimits::longText)
            return accepted(text);
        QJsonObject parameters = place(source, column);
        parameters.insert(u"length"_s, text.size());
        parameters.insert(u"limit"_s, boardlimits::longText);
        return Event{EventId::pl_003, parameters, {}};
    }
    case ColumnType::Numbers:
        if (text.trimmed().isEmpty())
            return NoValue{};
        if (const std::optional<QString> number = canonicalNumber(source.value))
            return accepted(*number);
        return Event{EventId::pl_001, place(source, column), {}};
    case ColumnType::Date:
        if (text.trimmed().isEmpty())
            return NoValue{};
        if (const std::optional<QString> date = canonicalDate(source.value))
            return accepted(*date);
        return Event{EventId::pl_002, place(source, column), {}};
    case ColumnType::Status:
    case ColumnType::Dropdown: {
        if (text.trimmed().isEmpty())
            return NoValue{};
        const auto resolved = labels.resolve(column, text, mayCreateLabel);
        if (const auto *label = std::get_if<QString>(&resolved))
            return accepted(*label);
        return labelProblem(std::get<LabelBook::Problem>(resolved), source, column);
    }
    case ColumnType::Checkbox:
        if (const std::optional<QString> checked = canonicalCheckbox(source.value))
            return accepted(*checked);
        return Event{EventId::pl_017, place(source, column), {}};
    case ColumnType::ReadOnly:
    case ColumnType::Other:
        break;
    }
    // The mapping check refuses to send to such a column; a value that gets here all the same is not sent
    // either.
    return Event{EventId::pl_022, place(source, column), {}};
}

} // namespace syncline
