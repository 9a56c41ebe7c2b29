#include "sandbox/complexity.h"

#include <QJsonArray>

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace syncline::sandbox {

using graphql::Document;
using graphql::Selection;
using graphql::Value;

namespace {

/// How many objects a field may bring when nothing says so.
qint64 usualCount(const QString &field)
{
    static const std::map<QString, qint64> counts{
        {u"columns"_s, 50},  {u"groups"_s, 50},     {u"column_values"_s, 50},
        {u"subitems"_s, 10}, {u"items_page"_s, 25}, {u"next_items_page"_s, 25},
        {u"boards"_s, 25},   {u"items"_s, 1},       {u"items_page_by_column_values"_s, 25}};
    const auto found = counts.find(field);
    return found == counts.end() ? 1 : found->second;
}

qint64 listSize(const Value &value, const QJsonObject &variables)
{
    if (value.kind == Value::Kind::Variable)
        return std::max<qint64>(1, variables.value(value.text).toArray().size());
    return std::max<qint64>(1, std::ssize(value.items));
}

qint64 countOf(const Selection &field, const QJsonObject &variables)
{
    qint64 count = usualCount(field.name);
    for (const graphql::Argument &argument : field.arguments) {
        if (argument.name == "limit"_L1) {
            count = argument.value.kind == Value::Kind::Variable
                ? variables.value(argument.value.text).toInteger(count)
                : argument.value.text.toLongLong();
        } else if (argument.name == "ids"_L1) {
            return listSize(argument.value, variables);
        }
    }
    return std::clamp<qint64>(count, 1, 1000);
}

qint64 pointsOf(const Document &document, const std::vector<Selection> &selections,
                const QJsonObject &variables)
{
    qint64 points = 0;
    for (const Selection &selection : selections) {
        if (selection.kind == Selection::Kind::Field) {
            points += 1 + countOf(selection, variables) * pointsOf(document, selection.selections, variables);
        } else {
            const graphql::Fragment *fragment = selection.kind == Selection::Kind::FragmentSpread
                ? document.fragment(selection.name)
                : nullptr;
            points += pointsOf(document, fragment ? fragment->selections : selection.selections, variables);
        }
    }
    return points;
}

void collect(const Document &document, const std::vector<Selection> &selections,
             std::vector<const Selection *> &fields)
{
    for (const Selection &selection : selections) {
        if (selection.kind == Selection::Kind::FragmentSpread)
            collect(document, document.fragment(selection.name)->selections, fields);
        else if (selection.kind == Selection::Kind::InlineFragment)
            collect(document, selection.selections, fields);
        else if (selection.name != "complexity"_L1 && selection.name != "__typename"_L1)
            fields.push_back(&selection);
    }
}

} // namespace

std::vector<const Selection *> rootFields(const Document &document, const graphql::Operation &operation)
{
    std::vector<const Selection *> fields;
    collect(document, operation.selections, fields);
    return fields;
}

qint64 complexityOf(const Document &document, const graphql::Operation &operation,
                    const QJsonObject &variables, qint64 perMutation)
{
    if (operation.kind == graphql::Operation::Kind::Mutation)
        return std::ssize(rootFields(document, operation)) * perMutation;
    return pointsOf(document, operation.selections, variables);
}

} // namespace syncline::sandbox
