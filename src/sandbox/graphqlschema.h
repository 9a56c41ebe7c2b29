#pragma once

#include "sandbox/graphqldocument.h"

#include <QStringList>

#include <map>

namespace syncline::sandbox::graphql {

/// An argument of a field or a member of an input type.
struct InputDefinition
{
    TypeReference type;
    std::optional<Value> defaultValue;

    [[nodiscard]] bool isRequired() const { return type.nonNull && !defaultValue; }
};

struct FieldDefinition
{
    TypeReference type;
    std::map<QString, InputDefinition> arguments;
};

struct TypeDefinition
{
    enum class Kind { Object, Interface, Union, Enum, Input, Scalar };

    Kind kind = Kind::Scalar;
    QString name;
    QStringList interfaces;
    QStringList values; ///< of an enum; of a union its types
    std::map<QString, FieldDefinition> fields;
    std::map<QString, InputDefinition> members; ///< of an input

    [[nodiscard]] bool isComposite() const
    {
        return kind == Kind::Object || kind == Kind::Interface || kind == Kind::Union;
    }
};

class Schema
{
public:
    /// Reads a schema definition; the five built-in scalars are there without being written.
    [[nodiscard]] static std::variant<Schema, SyntaxError> parse(const QString &text);

    [[nodiscard]] const TypeDefinition *type(const QString &name) const;
    [[nodiscard]] const std::map<QString, TypeDefinition> &types() const { return m_types; }
    /// Whether an object of `object` may stand where `condition` is asked.
    [[nodiscard]] bool fits(const QString &object, const QString &condition) const;

private:
    std::map<QString, TypeDefinition> m_types;
};

/// What the sandbox speaks: a part of monday's schema of API version 2026-10, with the same names and types.
[[nodiscard]] const Schema &sandboxSchema();

} // namespace syncline::sandbox::graphql
