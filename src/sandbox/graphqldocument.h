#pragma once

#include "sandbox/graphqllexer.h"

#include <QJsonValue>

#include <optional>
#include <utility>
#include <variant>
#include <vector>

/// The executable part of GraphQL as text and tree (specification of October 2021, section 2).
namespace syncline::sandbox::graphql {

struct Value
{
    enum class Kind { Null, Boolean, Int, Float, String, Enum, Variable, List, Object };

    Kind kind = Kind::Null;
    QString text; ///< number, string, enum or variable name; "true" or "false"
    std::vector<Value> items;
    std::vector<std::pair<QString, Value>> members;
    Location location;
};

/// Equal in meaning; locations do not count.
[[nodiscard]] bool sameValue(const Value &left, const Value &right);

struct Argument
{
    QString name;
    Value value;
    Location location;
};

struct Directive
{
    QString name;
    std::vector<Argument> arguments;
    Location location;
};

/// A type as written: a name or a list, each possibly with an exclamation mark.
struct TypeReference
{
    QString name; ///< empty for a list
    std::vector<TypeReference> element; ///< of a list: exactly one
    bool nonNull = false;

    [[nodiscard]] bool isList() const { return !element.empty(); }
    [[nodiscard]] const QString &innermost() const { return isList() ? element.front().innermost() : name; }
    [[nodiscard]] QString text() const;
};

struct Selection
{
    enum class Kind { Field, FragmentSpread, InlineFragment };

    Kind kind = Kind::Field;
    QString alias;
    QString name; ///< of the field or of the fragment
    QString typeCondition; ///< of an inline fragment; may be empty
    std::vector<Argument> arguments;
    std::vector<Directive> directives;
    std::vector<Selection> selections;
    Location location;

    [[nodiscard]] const QString &responseKey() const { return alias.isEmpty() ? name : alias; }
};

struct VariableDefinition
{
    QString name;
    TypeReference type;
    std::optional<Value> defaultValue;
    Location location;
};

struct Operation
{
    enum class Kind { Query, Mutation };

    Kind kind = Kind::Query;
    QString name;
    std::vector<VariableDefinition> variables;
    std::vector<Selection> selections;
    Location location;
};

struct Fragment
{
    QString name;
    QString typeCondition;
    std::vector<Selection> selections;
    Location location;
};

struct Document
{
    std::vector<Operation> operations;
    std::vector<Fragment> fragments;

    [[nodiscard]] const Fragment *fragment(const QString &name) const;
    /// The operation of the name, or the only one when the name is empty.
    [[nodiscard]] const Operation *operation(const QString &name) const;
};

/// At least one operation; selections and values nested at most 64 deep.
[[nodiscard]] std::variant<Document, SyntaxError> parseDocument(const QString &text);

/// Reads tokens one ahead; base of the parsers of documents and of schemas.
/// After the first error every expectation fails and the error stays.
class TokenReader
{
public:
    explicit TokenReader(QStringView text)
        : m_lexer(text)
    {
        advance();
    }

    [[nodiscard]] const Token &token() const { return m_token; }
    [[nodiscard]] bool failed() const { return m_error.has_value(); }
    [[nodiscard]] const SyntaxError &error() const { return *m_error; }

    void advance();
    void fail(const QString &message);
    void unexpected();
    /// Takes the token when it is this punctuator.
    bool take(QStringView punctuator);
    bool expect(QStringView punctuator);
    bool takeKeyword(QStringView keyword);
    [[nodiscard]] QString expectName();
    [[nodiscard]] TypeReference expectType(int depth = 0);
    /// Variables are allowed unless `constant`.
    [[nodiscard]] Value expectValue(bool constant, int depth = 0);

private:
    Lexer m_lexer;
    Token m_token;
    std::optional<SyntaxError> m_error;
};

} // namespace syncline::sandbox::graphql
