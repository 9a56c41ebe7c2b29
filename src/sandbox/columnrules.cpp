#include "sandbox/columnrules.h"

#include <QDate>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>
#include <QStringList>
#include <QTime>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline::sandbox {

namespace {

QString compactJson(const QJsonValue &value)
{
    const QByteArray wrapped = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(wrapped.sliced(1, wrapped.size() - 2));
}

QJsonObject errorData(const ColumnDefinition &column, const QJsonValue &value, const QString &code)
{
    // monday's older name of the status type still stands in error_data (monday-api.md 2.1).
    const QString type = column.type == "status"_L1 ? u"color"_s : column.type;
    return {{u"column_id"_s, column.id},
            {u"column_name"_s, column.title},
            {u"column_type"_s, type},
            {u"column_value"_s, value.isString() ? value.toString() : compactJson(value)},
            {u"column_validation_error_code"_s, code}};
}

ApiError refused(const ColumnDefinition &column, const QJsonValue &value, const QString &code,
                 const QString &message)
{
    return {.code = u"ColumnValueException"_s, .message = message, .data = errorData(column, value, code)};
}

ApiError wrongShape(const ColumnDefinition &column, const QJsonValue &value)
{
    return {.code = u"CorrectedValueException"_s,
            .message =
                u"invalid value for column %1 of type %2, please check the structure of column values"_s.arg(
                    column.id, column.type),
            .data = errorData(column, value, u"invalidStructure"_s)};
}

bool hasOnly(const QJsonObject &object, const QStringList &allowed)
{
    return std::ranges::all_of(object.keys(), [&](const QString &key) { return allowed.contains(key); });
}

QString labelList(const ColumnDefinition &column)
{
    QStringList parts;
    for (const LabelDefinition &label : column.labels) {
        if (!label.deactivated)
            parts.append(QString::number(label.id) + u": " + label.text);
    }
    return u"{" + parts.join(u", "_s) + u"}";
}

ApiError missingLabel(const ColumnDefinition &column, const QJsonValue &value, const QString &label)
{
    const QString message = column.type == "status"_L1
        ? u"This status label doesn't exist, possible statuses are: %1"_s.arg(labelList(column))
        : u"The dropdown label '%1' does not exist, possible labels are: %2"_s.arg(label, labelList(column));
    return refused(column, value, u"missingLabel"_s, message);
}

bool isDecimal(QStringView text)
{
    if (!text.isEmpty() && (text.front() == u'-' || text.front() == u'+'))
        text = text.sliced(1);
    const auto isDigit = [](QChar c) { return c >= u'0' && c <= u'9'; };
    const qsizetype dots = text.count(u'.');
    return dots <= 1 && text.size() > dots
        && std::ranges::all_of(text, [&](QChar c) { return c == u'.' || isDigit(c); });
}

/// The number as the board shows it: no plus, no idle zeros.
QString canonicalDecimal(const QString &text)
{
    const bool negative = text.startsWith(u'-');
    QString digits = negative || text.startsWith(u'+') ? text.sliced(1) : text;
    if (digits.contains(u'.')) {
        while (digits.endsWith(u'0'))
            digits.chop(1);
        if (digits.endsWith(u'.'))
            digits.chop(1);
    }
    while (digits.size() > 1 && digits.front() == u'0' && digits.at(1) != u'.')
        digits.remove(0, 1);
    if (digits.isEmpty() || digits.front() == u'.')
        digits.prepend(u'0');
    return negative && digits != "0"_L1 ? QString(u'-' + digits) : digits;
}

Outcome<QJsonValue> checkText(const ColumnDefinition &column, const QJsonValue &value)
{
    if (!value.isString())
        return wrongShape(column, value);
    const QString text = value.toString();
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

Outcome<QJsonValue> checkLongText(const ColumnDefinition &column, const QJsonValue &value, ValueForm form)
{
    QJsonValue text = value;
    if (form == ValueForm::Json && value.isObject()) {
        const QJsonObject object = value.toObject();
        if (!hasOnly(object, {u"text"_s}))
            return wrongShape(column, value);
        if (object.isEmpty())
            return QJsonValue();
        text = object.value("text"_L1);
    }
    if (!text.isString())
        return wrongShape(column, value);
    if (text.toString().size() > columnlimits::longText) {
        return refused(column, value, u"textTooLong"_s,
                       u"The text of column %1 is longer than %2 characters"_s.arg(column.id).arg(
                           columnlimits::longText));
    }
    return text.toString().isEmpty() ? QJsonValue() : text;
}

Outcome<QJsonValue> checkNumber(const ColumnDefinition &column, const QJsonValue &value)
{
    if (!value.isString())
        return wrongShape(column, value);
    const QString text = value.toString();
    if (text.isEmpty())
        return QJsonValue(u"0"_s); // monday-api.md 8: the empty string is zero, only null clears
    if (!isDecimal(text)) {
        return refused(column, value, u"invalidNumber"_s,
                       u"invalid value for numbers column %1: '%2' is not a number"_s.arg(column.id, text));
    }
    return QJsonValue(canonicalDecimal(text));
}

Outcome<QJsonValue> checkDate(const ColumnDefinition &column, const QJsonValue &value, ValueForm form)
{
    QString day;
    QString time;
    if (value.isString()) {
        day = value.toString();
        if (day.isEmpty())
            return QJsonValue();
        if (day.size() > 10 && day.at(10) == u' ') {
            time = day.sliced(11);
            day.truncate(10);
        }
    } else if (form == ValueForm::Json && value.isObject()) {
        const QJsonObject object = value.toObject();
        if (!hasOnly(object, {u"date"_s, u"time"_s, u"icon"_s}))
            return wrongShape(column, value);
        if (object.isEmpty())
            return QJsonValue();
        if (!object.value("date"_L1).isString())
            return wrongShape(column, value);
        day = object.value("date"_L1).toString();
        if (object.contains("time"_L1) && !object.value("time"_L1).isString())
            return wrongShape(column, value);
        time = object.value("time"_L1).toString();
    } else {
        return wrongShape(column, value);
    }
    const bool dayIsGood = day.size() == 10 && QDate::fromString(day, Qt::ISODate).isValid();
    const bool timeIsGood =
        time.isEmpty() || (time.size() == 8 && QTime::fromString(time, Qt::ISODate).isValid());
    if (!dayIsGood || !timeIsGood) {
        return refused(column, value, u"invalidDate"_s,
                       u"invalid date for column %1, expected YYYY-MM-DD and HH:MM:SS"_s.arg(column.id));
    }
    return QJsonValue(time.isEmpty() ? day : QString(day + u' ' + time));
}

Outcome<QJsonValue> checkCheckbox(const ColumnDefinition &column, const QJsonValue &value, ValueForm form)
{
    const QJsonObject object = value.toObject();
    const QString checked = object.value("checked"_L1).toString();
    if (form == ValueForm::Simple || !value.isObject() || !hasOnly(object, {u"checked"_s})
        || (checked != "true"_L1 && checked != "false"_L1)) {
        return wrongShape(column, value);
    }
    return checked == "true"_L1 ? QJsonValue(true) : QJsonValue();
}

int freeLabelId(const ColumnDefinition &column, const NewLabels &newLabels, int first)
{
    QSet<int> taken;
    for (const LabelDefinition &label : column.labels)
        taken.insert(label.id);
    for (const LabelDefinition &label : newLabels.labels)
        taken.insert(label.id);
    int id = first;
    while (taken.contains(id))
        ++id;
    return id;
}

/// The id of the label; makes it when allowed.
Outcome<int> labelId(const ColumnDefinition &column, const QString &text, const QJsonValue &value,
                     NewLabels &newLabels)
{
    const bool isStatus = column.type == "status"_L1;
    if (const LabelDefinition *label = column.labelByText(text)) {
        if (!label->deactivated)
            return label->id;
        return refused(column, value, u"inactiveLabel"_s,
                       u"The label '%1' of column %2 is deactivated"_s.arg(text, column.id));
    }
    const auto made = std::ranges::find(newLabels.labels, text, &LabelDefinition::text);
    if (made != newLabels.labels.end())
        return made->id;
    if (!newLabels.allowed)
        return missingLabel(column, value, text);
    if (isStatus && text.size() > columnlimits::statusLabel) {
        return refused(column, value, u"labelTooLong"_s,
                       u"A status label has at most %1 characters"_s.arg(columnlimits::statusLabel));
    }
    const std::size_t limit = isStatus ? columnlimits::statusLabels : columnlimits::dropdownLabels;
    if (column.labels.size() + newLabels.labels.size() >= limit) {
        return refused(column, value, u"labelsLimitExceeded"_s,
                       u"Column %1 already has %2 labels, which is the limit"_s.arg(column.id).arg(limit));
    }
    const int id = freeLabelId(column, newLabels, isStatus ? 0 : 1);
    newLabels.labels.push_back({id, text, false});
    return id;
}

Outcome<QJsonValue> checkStatus(const ColumnDefinition &column, const QJsonValue &value, ValueForm form,
                                NewLabels &newLabels)
{
    QString text;
    std::optional<int> index;
    if (value.isString()) {
        text = value.toString();
    } else if (form == ValueForm::Json && value.isObject()) {
        const QJsonObject object = value.toObject();
        if (!hasOnly(object, {u"label"_s, u"index"_s}) || object.size() > 1)
            return wrongShape(column, value);
        if (object.isEmpty())
            return QJsonValue();
        const QJsonValue member = object.begin().value();
        if (object.contains("index"_L1)) {
            if (!member.isDouble() || member.toDouble() != member.toInt(-1))
                return wrongShape(column, value);
            index = member.toInt();
        } else if (member.isString()) {
            text = member.toString();
        } else {
            return wrongShape(column, value);
        }
    } else {
        return wrongShape(column, value);
    }
    // monday-api.md 8: a label of digits only is taken for an index.
    bool isIndex = false;
    if (const int number = text.toInt(&isIndex); isIndex)
        index = number;
    if (index) {
        const LabelDefinition *label = column.labelById(*index);
        if (!label || label->deactivated)
            return missingLabel(column, value, QString::number(*index));
        return QJsonValue(*index);
    }
    if (text.isEmpty())
        return QJsonValue();
    const Outcome<int> id = labelId(column, text, value, newLabels);
    if (const ApiError *error = std::get_if<ApiError>(&id))
        return *error;
    return QJsonValue(std::get<int>(id));
}

Outcome<QJsonValue> checkDropdown(const ColumnDefinition &column, const QJsonValue &value, ValueForm form,
                                  NewLabels &newLabels)
{
    QJsonArray kept;
    const auto keep = [&kept](int id) {
        if (!kept.contains(id))
            kept.append(id);
    };
    QStringList labels;
    if (value.isString()) {
        labels = value.toString().split(u',', Qt::SkipEmptyParts);
        std::ranges::transform(labels, labels.begin(), [](const QString &label) { return label.trimmed(); });
    } else if (form == ValueForm::Json && value.isObject()) {
        const QJsonObject object = value.toObject();
        if (!hasOnly(object, {u"labels"_s, u"ids"_s}) || object.size() > 1)
            return wrongShape(column, value);
        if (object.isEmpty())
            return QJsonValue();
        const bool byId = object.contains("ids"_L1);
        if (!object.begin().value().isArray())
            return wrongShape(column, value);
        const QJsonArray members = object.begin().value().toArray();
        for (const QJsonValue member : members) {
            if (byId) {
                const LabelDefinition *label =
                    member.isDouble() ? column.labelById(member.toInt(-1)) : nullptr;
                if (!member.isDouble())
                    return wrongShape(column, value);
                if (!label || label->deactivated)
                    return missingLabel(column, value, compactJson(member));
                keep(label->id);
            } else if (member.isString() && !member.toString().isEmpty()) {
                labels.append(member.toString());
            } else {
                return wrongShape(column, value);
            }
        }
    } else {
        return wrongShape(column, value);
    }
    for (const QString &label : std::as_const(labels)) {
        const Outcome<int> id = labelId(column, label, value, newLabels);
        if (const ApiError *error = std::get_if<ApiError>(&id))
            return *error;
        keep(std::get<int>(id));
    }
    return kept.isEmpty() ? QJsonValue() : QJsonValue(kept);
}

} // namespace

bool isReadOnlyType(const QString &type)
{
    static const QSet<QString> types{u"item_id"_s,  u"auto_number"_s, u"creation_log"_s, u"last_updated"_s,
                                     u"formula"_s,  u"mirror"_s,      u"progress"_s,     u"button"_s,
                                     u"subtasks"_s, u"name"_s};
    return types.contains(type);
}

Outcome<QJsonValue> checkColumnValue(const ColumnDefinition &column, const QJsonValue &value, ValueForm form,
                                     NewLabels &newLabels)
{
    const QString &type = column.type;
    if (isReadOnlyType(type) || column.archived) {
        return refused(column, value, u"readOnlyColumn"_s,
                       u"Column %1 of type %2 cannot be changed"_s.arg(column.id, type));
    }
    if (value.isNull())
        return QJsonValue();
    if (type == "text"_L1)
        return checkText(column, value);
    if (type == "long_text"_L1)
        return checkLongText(column, value, form);
    if (type == "numbers"_L1)
        return checkNumber(column, value);
    if (type == "date"_L1)
        return checkDate(column, value, form);
    if (type == "checkbox"_L1)
        return checkCheckbox(column, value, form);
    if (type == "status"_L1)
        return checkStatus(column, value, form, newLabels);
    if (type == "dropdown"_L1)
        return checkDropdown(column, value, form, newLabels);
    return refused(column, value, u"unsupportedColumn"_s,
                   u"Columns of type %1 are not supported by this server"_s.arg(type));
}

QString columnText(const ColumnDefinition &column, const QJsonValue &kept)
{
    switch (kept.type()) {
    case QJsonValue::String: {
        const QString text = kept.toString();
        // monday shows a date with a time without its seconds.
        return column.type == "date"_L1 && text.size() > 10 ? text.first(16) : text;
    }
    case QJsonValue::Double: {
        const LabelDefinition *label = column.labelById(kept.toInt());
        return label ? label->text : QString();
    }
    case QJsonValue::Array: {
        QStringList labels;
        for (const QJsonValue id : kept.toArray()) {
            if (const LabelDefinition *label = column.labelById(id.toInt()))
                labels.append(label->text);
        }
        return labels.join(u", "_s);
    }
    case QJsonValue::Bool:
        return kept.toBool() ? u"v"_s : QString();
    case QJsonValue::Null:
    case QJsonValue::Undefined:
    case QJsonValue::Object:
        break;
    }
    return {};
}

QJsonValue columnRawValue(const ColumnDefinition &column, const QJsonValue &kept)
{
    if (kept.isNull() || kept.isUndefined() || isReadOnlyType(column.type))
        return {};
    const QString &type = column.type;
    if (type == "long_text"_L1)
        return compactJson(QJsonObject{{u"text"_s, kept}});
    if (type == "dropdown"_L1)
        return compactJson(QJsonObject{{u"ids"_s, kept}});
    if (type == "status"_L1)
        return compactJson(QJsonObject{{u"index"_s, kept}});
    if (type == "checkbox"_L1)
        return compactJson(QJsonObject{{u"checked"_s, kept}});
    if (type == "date"_L1) {
        const QString text = kept.toString();
        QJsonObject date{{u"date"_s, text.first(10)}};
        if (text.size() > 10)
            date.insert(u"time"_s, text.sliced(11));
        return compactJson(date);
    }
    return compactJson(kept);
}

QJsonObject columnSettings(const ColumnDefinition &column, const QString &subitemBoardId)
{
    if (column.type == "subtasks"_L1)
        return {{u"boardIds"_s, QJsonArray{subitemBoardId}}};
    if (column.type != "dropdown"_L1 && column.type != "status"_L1)
        return {};
    QJsonArray labels;
    for (const LabelDefinition &label : column.labels) {
        QJsonObject entry{
            {u"id"_s, label.id}, {u"label"_s, label.text}, {u"is_deactivated"_s, label.deactivated}};
        if (column.type == "status"_L1)
            entry.insert(u"index"_s, label.id);
        labels.append(entry);
    }
    return {{u"labels"_s, labels}};
}

QJsonObject columnSettingsStr(const ColumnDefinition &column, const QString &subitemBoardId)
{
    if (column.type == "status"_L1) {
        QJsonObject labels;
        for (const LabelDefinition &label : column.labels)
            labels.insert(QString::number(label.id), label.text);
        return {{u"labels"_s, labels}};
    }
    if (column.type == "dropdown"_L1) {
        QJsonArray labels;
        QJsonArray deactivated;
        for (const LabelDefinition &label : column.labels) {
            labels.append(QJsonObject{{u"id"_s, label.id}, {u"name"_s, label.text}});
            if (label.deactivated)
                deactivated.append(label.id);
        }
        return {{u"labels"_s, labels}, {u"deactivated_labels"_s, deactivated}};
    }
    return columnSettings(column, subitemBoardId);
}

} // namespace syncline::sandbox
