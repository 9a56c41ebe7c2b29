#include "domain/plainvalue.h"

#include <QDate>
#include <QLocale>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

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
    static const QRegularExpression form(u"^([+-]?)(\\d+|\\d{1,3}(?:,\\d{3})+)?(?:\\.(\\d+))?$"_s);
    const QString text = plainText(value).trimmed();
    const QRegularExpressionMatch match = form.match(text);
    QString whole = match.captured(2).remove(u',');
    QString fraction = match.captured(3);
    if (!match.hasMatch() || (whole.isEmpty() && fraction.isEmpty()))
        return std::nullopt;
    const auto firstThatCounts = std::ranges::find_if(whole, [](QChar digit) { return digit != u'0'; });
    whole.remove(0, firstThatCounts - whole.cbegin());
    if (whole.isEmpty())
        whole = u"0"_s;
    while (fraction.endsWith(u'0'))
        fraction.chop(1);
    const QString magnitude = fraction.isEmpty() ? whole : QString(whole + u'.' + fraction);
    const bool negative = match.capturedView(1) == u'-' && magnitude != "0"_L1;
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

} // namespace syncline
