// Values at run time: variables and arguments brought into the form that the schema asks for.

#include "sandbox/graphqlvalidator.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace syncline::sandbox::graphql {

namespace {

ApiError invalid(const QString &place, const TypeReference &type)
{
    return {.code = u"variableRequiresValidValue"_s,
            .message = u"%1 was provided an invalid value, expected %2"_s.arg(place, type.text())};
}

Outcome<QJsonValue> coerceScalar(const QString &scalar, const QJsonValue &value, const QString &place,
                                 const TypeReference &type)
{
    if (scalar == "Int"_L1) {
        const double number = value.toDouble(0.5);
        const bool fits = std::floor(number) == number && std::abs(number) <= std::numeric_limits<int>::max();
        return value.isDouble() && fits ? Outcome<QJsonValue>(value) : invalid(place, type);
    }
    if (scalar == "Float"_L1)
        return value.isDouble() ? Outcome<QJsonValue>(value) : invalid(place, type);
    if (scalar == "String"_L1)
        return value.isString() ? Outcome<QJsonValue>(value) : invalid(place, type);
    if (scalar == "Boolean"_L1)
        return value.isBool() ? Outcome<QJsonValue>(value) : invalid(place, type);
    if (scalar == "ID"_L1) {
        if (value.isString())
            return value;
        if (value.isDouble() && std::floor(value.toDouble()) == value.toDouble())
            return QJsonValue(QString::number(value.toInteger()));
        return invalid(place, type);
    }
    return value;
}

Outcome<QJsonValue> coerce(const QJsonValue &value, const TypeReference &type, const QString &place,
                           const Schema &schema);

Outcome<QJsonValue> coerceMembers(const QJsonObject &given, const TypeDefinition &input, const QString &place,
                                  const Schema &schema)
{
    QJsonObject members;
    for (auto member = given.begin(); member != given.end(); ++member) {
        const auto known = input.members.find(member.key());
        if (known == input.members.end()) {
            return ApiError{.code = u"variableRequiresValidValue"_s,
                            .message = u"%1: %2 has no member '%3'"_s.arg(place, input.name, member.key())};
        }
        Outcome<QJsonValue> coerced =
            coerce(member.value(), known->second.type, place + u'.' + member.key(), schema);
        if (std::holds_alternative<ApiError>(coerced))
            return coerced;
        members.insert(member.key(), std::get<QJsonValue>(coerced));
    }
    for (const auto &[name, member] : input.members) {
        if (members.contains(name))
            continue;
        if (member.isRequired())
            return invalid(place + u'.' + name, member.type);
        if (member.defaultValue)
            members.insert(name, member.defaultValue->text);
    }
    return QJsonValue(members);
}

Outcome<QJsonValue> coerce(const QJsonValue &value, const TypeReference &type, const QString &place,
                           const Schema &schema)
{
    if (value.isNull() || value.isUndefined()) {
        return type.nonNull ? Outcome<QJsonValue>(invalid(place, type))
                            : Outcome<QJsonValue>(QJsonValue(QJsonValue::Null));
    }
    if (type.isList()) {
        const QJsonArray items = value.isArray() ? value.toArray() : QJsonArray{value};
        QJsonArray coercedItems;
        for (const QJsonValue item : items) {
            Outcome<QJsonValue> coerced = coerce(item, type.element.front(), place, schema);
            if (std::holds_alternative<ApiError>(coerced))
                return coerced;
            coercedItems.append(std::get<QJsonValue>(coerced));
        }
        return QJsonValue(coercedItems);
    }
    const TypeDefinition &definition = *schema.type(type.name);
    if (definition.kind == TypeDefinition::Kind::Enum) {
        const bool known = value.isString() && definition.values.contains(value.toString());
        return known ? Outcome<QJsonValue>(value) : invalid(place, type);
    }
    if (definition.kind == TypeDefinition::Kind::Input) {
        return value.isObject() ? coerceMembers(value.toObject(), definition, place, schema)
                                : Outcome<QJsonValue>(invalid(place, type));
    }
    return coerceScalar(type.name, value, place, type);
}

/// A literal as JSON; variables without a value are Undefined.
QJsonValue jsonFrom(const Value &value, const QJsonObject &variables)
{
    switch (value.kind) {
    case Value::Kind::Null:
        return QJsonValue::Null;
    case Value::Kind::Boolean:
        return value.text == "true"_L1;
    case Value::Kind::Int: {
        bool isLong = false;
        const qint64 number = value.text.toLongLong(&isLong);
        return isLong ? QJsonValue(number) : QJsonValue(value.text.toDouble());
    }
    case Value::Kind::Float:
        return value.text.toDouble();
    case Value::Kind::String:
    case Value::Kind::Enum:
        return value.text;
    case Value::Kind::Variable:
        return variables.value(value.text);
    case Value::Kind::List: {
        QJsonArray items;
        for (const Value &item : value.items)
            items.append(jsonFrom(item, variables));
        return items;
    }
    case Value::Kind::Object: {
        QJsonObject members;
        for (const auto &[name, member] : value.members) {
            const QJsonValue json = jsonFrom(member, variables);
            if (!json.isUndefined())
                members.insert(name, json);
        }
        return members;
    }
    }
    Q_UNREACHABLE();
}

} // namespace

Outcome<QJsonObject> coerceVariables(const Operation &operation, const QJsonObject &given,
                                     const Schema &schema)
{
    QJsonObject variables;
    for (const VariableDefinition &variable : operation.variables) {
        QJsonValue value = given.value(variable.name);
        if (value.isUndefined()) {
            if (variable.defaultValue)
                value = jsonFrom(*variable.defaultValue, {});
            else if (!variable.type.nonNull)
                continue;
        }
        const Outcome<QJsonValue> coerced =
            coerce(value, variable.type, u"Variable $%1"_s.arg(variable.name), schema);
        if (const ApiError *error = std::get_if<ApiError>(&coerced))
            return *error;
        variables.insert(variable.name, std::get<QJsonValue>(coerced));
    }
    return variables;
}

Outcome<QJsonObject> coerceArguments(const FieldDefinition &field, const std::vector<Argument> &arguments,
                                     const QJsonObject &variables, const Schema &schema)
{
    QJsonObject result;
    for (const auto &[name, input] : field.arguments) {
        const auto argument = std::ranges::find(arguments, name, &Argument::name);
        QJsonValue value = argument == arguments.end() ? QJsonValue(QJsonValue::Undefined)
                                                       : jsonFrom(argument->value, variables);
        if (value.isUndefined()) {
            if (input.defaultValue)
                value = jsonFrom(*input.defaultValue, {});
            else if (!input.type.nonNull)
                continue;
        }
        const Outcome<QJsonValue> coerced = coerce(value, input.type, u"Argument '%1'"_s.arg(name), schema);
        if (const ApiError *error = std::get_if<ApiError>(&coerced))
            return *error;
        result.insert(name, std::get<QJsonValue>(coerced));
    }
    return result;
}

} // namespace syncline::sandbox::graphql
