#include "monday/columnvalueencoder.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace syncline {

QJsonValue encodeColumnValue(ColumnType type, const QString &text)
{
    // Null clears every type; an empty string would set a number to 0.
    if (text.isEmpty())
        return QJsonValue::Null;
    switch (type) {
    case ColumnType::LongText:
        return QJsonObject{{u"text"_s, text}};
    case ColumnType::Date:
        return QJsonObject{{u"date"_s, text}};
    case ColumnType::Status:
        return QJsonObject{{u"label"_s, text}};
    // A list, because in the short form a comma would end the label.
    case ColumnType::Dropdown:
        return QJsonObject{{u"labels"_s, QJsonArray{text}}};
    case ColumnType::Checkbox:
        if (text.compare("true"_L1, Qt::CaseInsensitive) != 0)
            return QJsonValue::Null;
        return QJsonObject{{u"checked"_s, u"true"_s}};
    case ColumnType::Text:
    case ColumnType::Numbers:
    case ColumnType::ReadOnly:
    case ColumnType::Other:
        return text;
    }
    Q_UNREACHABLE();
}

QJsonObject encodeColumnValues(const ColumnValues &values)
{
    QJsonObject result;
    for (const ColumnValue &value : values)
        result.insert(value.columnId, encodeColumnValue(value.type, value.text));
    return result;
}

} // namespace syncline
