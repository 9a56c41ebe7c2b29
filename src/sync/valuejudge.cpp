#include "sync/valuejudge.h"

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

} // namespace

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
