#include "warehouse/refreshform.h"

#include "domain/plainvalue.h"

#include <QDateTime>
#include <QRegularExpression>
#include <QUuid>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace syncline::warehouse {

namespace {

constexpr int millisecondsOfMinute = 60'000;

bool isNumeric(const QVariant &value)
{
    return value.typeId() == QMetaType::LongLong || value.typeId() == QMetaType::ULongLong
        || value.typeId() == QMetaType::Int || value.typeId() == QMetaType::Double;
}

template<typename Integer>
ColumnForm whole()
{
    return {.form = ValueForm::Number,
            .scale = 0,
            .smallest = std::numeric_limits<Integer>::min(),
            .largest = std::numeric_limits<Integer>::max()};
}

ColumnForm decimal(int precision, int scale)
{
    const int digits = std::max(precision - scale, 0);
    ColumnForm form{.form = ValueForm::Number, .scale = scale};
    if (digits <= std::numeric_limits<qint64>::digits10) {
        form.largest = static_cast<qint64>(std::pow(10.0, digits)) - 1;
        form.smallest = -*form.largest;
    }
    return form;
}

bool sameNumber(const QVariant &one, const QVariant &other, int scale)
{
    const std::optional<QString> left = canonicalNumber(one);
    const std::optional<QString> right = canonicalNumber(other);
    if (!left || !right)
        return false;
    if (*left == *right)
        return true;
    // The database rounds to the scale of the column; what differs by that only is the same. No fraction gets
    // into a column without any. Beyond what a double tells apart, only the same digits are the same.
    constexpr double exactUpTo = 1e15;
    return scale > 0 && std::abs(left->toDouble()) * std::pow(10.0, scale) < exactUpTo
        && std::abs(left->toDouble() - right->toDouble()) <= 0.5 * std::pow(10.0, -scale) + 1e-9;
}

/// HH:MM with seconds and their fraction.
std::optional<QTime> dayTimeOf(const QString &text)
{
    static const QRegularExpression form(u"^(\\d{2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d+))?)?$"_s);
    const QRegularExpressionMatch match = form.match(text);
    const QTime time(match.captured(1).toInt(), match.captured(2).toInt(), match.captured(3).toInt(),
                     match.captured(4).leftJustified(3, u'0', true).toInt());
    return match.hasMatch() && time.isValid() ? std::optional(time) : std::nullopt;
}

/// As if it were UTC when the column knows no zone: then a zone of the value is left out, as databases do.
std::optional<QDateTime> momentOf(const QVariant &value, bool zoned)
{
    if (value.typeId() == QMetaType::QDate) {
        const QDate date = value.toDate();
        return date.isValid() ? std::optional(QDateTime(date, QTime(0, 0), Qt::UTC)) : std::nullopt;
    }
    if (value.typeId() == QMetaType::QDateTime) {
        const QDateTime time = value.toDateTime();
        if (!time.isValid())
            return std::nullopt;
        return zoned ? time.toUTC() : QDateTime(time.date(), time.time(), Qt::UTC);
    }
    static const QRegularExpression form(
        u"^(\\d{4}-\\d{2}-\\d{2})(?:[ T]([0-9:.]+) ?(?:Z|([+-])(\\d{2}):?(\\d{2})?)?)?$"_s);
    const QRegularExpressionMatch match = form.match(plainText(value).trimmed());
    const QDate date = QDate::fromString(match.captured(1), Qt::ISODate);
    const QString dayTime = match.captured(2);
    const std::optional<QTime> time = dayTime.isEmpty() ? QTime(0, 0) : dayTimeOf(dayTime);
    if (!match.hasMatch() || !date.isValid() || !time)
        return std::nullopt;
    const int minutes = match.captured(4).toInt() * 60 + match.captured(5).toInt();
    const int ahead = !zoned ? 0 : match.captured(3) == u'-' ? -minutes : minutes;
    return QDateTime(date, *time, Qt::UTC).addSecs(-60LL * ahead);
}

QString textOf(const QDateTime &moment, bool zoned)
{
    QString text = moment.toString(moment.time().msec() == 0 ? u"yyyy-MM-dd HH:mm:ss"_s
                                                             : u"yyyy-MM-dd HH:mm:ss.zzz"_s);
    if (zoned)
        text += "+00:00"_L1;
    return text;
}

std::optional<QTime> dayTimeOf(const QVariant &value)
{
    if (value.typeId() == QMetaType::QTime)
        return value.toTime().isValid() ? std::optional(value.toTime()) : std::nullopt;
    return dayTimeOf(plainText(value).trimmed());
}

std::optional<bool> truthOf(const QVariant &value)
{
    if (value.typeId() == QMetaType::Bool)
        return value.toBool();
    static const QHash<QString, bool> words{{u"1"_s, true},   {u"true"_s, true},   {u"t"_s, true},
                                            {u"yes"_s, true}, {u"y"_s, true},      {u"0"_s, false},
                                            {u"no"_s, false}, {u"false"_s, false}, {u"f"_s, false},
                                            {u"n"_s, false}};
    const auto word = words.constFind(plainText(value).trimmed().toLower());
    return word == words.cend() ? std::nullopt : std::optional(*word);
}

std::optional<QUuid> uuidOf(const QVariant &value)
{
    const QUuid uuid = value.typeId() == QMetaType::QUuid ? value.toUuid()
                                                          : QUuid::fromString(plainText(value).trimmed());
    return uuid.isNull() ? std::nullopt : std::optional(uuid);
}

/// A number as a driver gives it that is to lose nothing: 12.5000, .5, 1.25E+3.
QVariant numberOf(const QVariant &value)
{
    const QString text = value.toString();
    // That is no driver's, but somebody's text in a file that takes any.
    if (text.contains(u','))
        return value;
    if (const std::optional<QString> number = canonicalNumber(text))
        return *number;
    bool good = false;
    const double number = text.toDouble(&good);
    return good && std::isfinite(number) ? QVariant(number) : value;
}

ColumnForm momentForm(const QString &name, const QString &declared)
{
    ColumnForm form{.form = ValueForm::Moment,
                    .zoned = name == "DATETIMEOFFSET"_L1 || name == "TIMESTAMPTZ"_L1
                        || declared.contains(" with time zone"_L1, Qt::CaseInsensitive)};
    if (name == "DATETIME"_L1) {
        form.grain = 4; // a 300th of a second
        form.firstYear = 1753;
    } else if (name == "SMALLDATETIME"_L1) {
        form.grain = millisecondsOfMinute / 2;
        form.firstYear = 1900;
        form.lastYear = 2078;
    }
    return form;
}

} // namespace

ColumnForm ColumnForm::of(const TableColumn &column)
{
    static const QRegularExpression declared(
        u"^\\s*([A-Za-z0-9 ]*[A-Za-z0-9])\\s*(?:\\(\\s*(\\d+)\\s*(?:,\\s*(\\d+)\\s*)?\\))?"_s);
    const QRegularExpressionMatch match = declared.match(column.declared);
    const QString name = match.captured(1).section(u' ', 0, 0).toUpper();
    const bool measured = !match.captured(2).isEmpty();
    if (column.holdsText())
        return {.form = ValueForm::Text, .length = match.captured(2).toLongLong()};
    if (name == "DATE"_L1)
        return {.form = ValueForm::Date};
    if (name.startsWith("DATETIME"_L1) || name.startsWith("TIMESTAMP"_L1) || name == "SMALLDATETIME"_L1)
        return momentForm(name, column.declared);
    if (name == "TIME"_L1 && !column.declared.contains(" with time zone"_L1, Qt::CaseInsensitive))
        return {.form = ValueForm::DayTime};
    // PostgreSQL's bit is a text of digits, and always has a length.
    if (name == "BOOLEAN"_L1 || name == "BOOL"_L1 || (name == "BIT"_L1 && match.captured(0).size() == 3))
        return {.form = ValueForm::Truth};
    if (name == "UUID"_L1 || name == "UNIQUEIDENTIFIER"_L1)
        return {.form = ValueForm::Uuid};
    if (name == "TINYINT"_L1)
        return whole<quint8>();
    if (name == "SMALLINT"_L1 || name == "INT2"_L1)
        return whole<qint16>();
    if (name == "INT"_L1 || name == "INTEGER"_L1 || name == "INT4"_L1)
        return whole<qint32>();
    if (name == "BIGINT"_L1 || name == "INT8"_L1)
        return whole<qint64>();
    if (name == "DECIMAL"_L1 || name == "NUMERIC"_L1)
        return measured ? decimal(match.captured(2).toInt(), match.captured(3).toInt())
                        : ColumnForm{.form = ValueForm::Number};
    if (name == "MONEY"_L1)
        return {.form = ValueForm::Number,
                .scale = 4,
                .smallest = -922'337'203'685'476,
                .largest = 922'337'203'685'476};
    if (name == "SMALLMONEY"_L1)
        return {.form = ValueForm::Number, .scale = 4, .smallest = -214'747, .largest = 214'747};
    if (name == "FLOAT"_L1 || name == "REAL"_L1 || name == "DOUBLE"_L1)
        return {.form = ValueForm::Number};
    return {};
}

QVariant ColumnForm::read(const QVariant &value) const
{
    if (form == ValueForm::Number && value.typeId() == QMetaType::QString)
        return numberOf(value);
    if (form == ValueForm::Moment && zoned && value.typeId() == QMetaType::QDateTime)
        return value.toDateTime().toUTC();
    return value;
}

bool ColumnForm::same(const QVariant &source, const QVariant &held) const
{
    const bool nothing = isBlank(source);
    if (nothing || isBlank(held))
        return nothing == isBlank(held);
    if (source.typeId() == held.typeId() && source == held)
        return true;
    if (plainText(source).trimmed() == plainText(held).trimmed())
        return true;
    const auto alike = [](const auto &one, const auto &other) { return one && one == other; };
    switch (form) {
    case ValueForm::Text:
        return false;
    case ValueForm::Date:
        return alike(canonicalDate(source), canonicalDate(held));
    case ValueForm::Moment: {
        const std::optional<QDateTime> one = momentOf(source, zoned);
        const std::optional<QDateTime> other = momentOf(held, zoned);
        return one && other && std::abs(one->msecsTo(*other)) <= grain;
    }
    case ValueForm::DayTime:
        return alike(dayTimeOf(source), dayTimeOf(held));
    case ValueForm::Truth:
        return alike(truthOf(source), truthOf(held));
    case ValueForm::Uuid:
        return alike(uuidOf(source), uuidOf(held));
    case ValueForm::Number:
        return sameNumber(source, held, scale);
    case ValueForm::Other:
        return (isNumeric(source) || isNumeric(held)) && sameNumber(source, held, scale);
    }
    Q_UNREACHABLE();
}

bool ColumnForm::holds(const QVariant &source) const
{
    if (isBlank(source))
        return true;
    switch (form) {
    case ValueForm::Text:
        return length == 0 || plainText(source).trimmed().size() <= length;
    case ValueForm::Date:
        return !canonicalDate(source).value_or(QString()).isEmpty();
    case ValueForm::Moment: {
        const std::optional<QDateTime> moment = momentOf(source, zoned);
        return moment && moment->date().year() >= firstYear && moment->date().year() <= lastYear;
    }
    case ValueForm::DayTime:
        return dayTimeOf(source).has_value();
    case ValueForm::Truth:
        return truthOf(source).has_value();
    case ValueForm::Uuid:
        return uuidOf(source).has_value();
    case ValueForm::Number: {
        const std::optional<QString> number = canonicalNumber(source);
        if (!number || (scale == 0 && number->contains(u'.')))
            return false;
        if (!largest)
            return true;
        if (scale == 0) {
            bool fits = false;
            const qint64 value = number->toLongLong(&fits);
            return fits && value >= smallest && value <= *largest;
        }
        // The database rounds first.
        return std::abs(number->toDouble()) + 0.5 * std::pow(10.0, -scale) < static_cast<double>(*largest) + 1;
    }
    case ValueForm::Other:
        return true;
    }
    Q_UNREACHABLE();
}

QVariant ColumnForm::written(const QVariant &source) const
{
    if (isBlank(source))
        return {};
    switch (form) {
    case ValueForm::Text:
        return plainText(source).trimmed();
    case ValueForm::Date:
        return *canonicalDate(source);
    case ValueForm::Moment:
        return textOf(*momentOf(source, zoned), zoned);
    case ValueForm::DayTime:
        return dayTimeOf(source)->toString(u"HH:mm:ss.zzz"_s);
    case ValueForm::Truth:
        return *truthOf(source);
    case ValueForm::Uuid:
        return uuidOf(source)->toString(QUuid::WithoutBraces);
    case ValueForm::Number:
        if (scale == 0 && largest)
            return canonicalNumber(source)->toLongLong();
        return isNumeric(source) ? source : QVariant(*canonicalNumber(source));
    case ValueForm::Other:
        return source;
    }
    Q_UNREACHABLE();
}

bool isBlank(const QVariant &value)
{
    if (value.isNull())
        return true;
    return value.typeId() == QMetaType::QString
        && QStringView(*static_cast<const QString *>(value.constData())).trimmed().isEmpty();
}

std::optional<int> quantityOf(const QVariant &value)
{
    if (isBlank(value))
        return 0;
    const std::optional<QString> number = canonicalNumber(value);
    bool whole = false;
    const int quantity = number.value_or(QString()).toInt(&whole);
    return whole && quantity >= 0 ? std::optional(quantity) : std::nullopt;
}

} // namespace syncline::warehouse
