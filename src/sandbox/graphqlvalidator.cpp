#include "sandbox/graphqlvalidator.h"

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline::sandbox::graphql {

namespace {

bool scalarTakesLiteral(const QString &scalar, Value::Kind kind)
{
    using Kind = Value::Kind;
    if (scalar == "Int"_L1)
        return kind == Kind::Int;
    if (scalar == "Float"_L1)
        return kind == Kind::Int || kind == Kind::Float;
    if (scalar == "String"_L1)
        return kind == Kind::String;
    if (scalar == "Boolean"_L1)
        return kind == Kind::Boolean;
    if (scalar == "ID"_L1)
        return kind == Kind::String || kind == Kind::Int;
    return kind != Kind::Enum;
}

/// Whether a variable of type `given` may stand where `asked` is expected.
bool typeFits(const TypeReference &given, const TypeReference &asked, bool hasDefault)
{
    if (asked.nonNull && !given.nonNull && !hasDefault)
        return false;
    if (given.isList() != asked.isList())
        return false;
    if (given.isList())
        return typeFits(given.element.front(), asked.element.front(), false);
    return given.name == asked.name;
}

class Validator
{
public:
    Validator(const Document &document, const Operation &operation, const Schema &schema)
        : m_document(document)
        , m_operation(operation)
        , m_schema(schema)
    {
    }

    std::vector<Problem> run()
    {
        checkVariableDefinitions();
        const QString root = m_operation.kind == Operation::Kind::Mutation ? u"Mutation"_s : u"Query"_s;
        checkSelections(m_operation.selections, *m_schema.type(root));
        for (const VariableDefinition &variable : m_operation.variables) {
            if (!m_usedVariables.contains(variable.name)) {
                add(u"variableNotUsed"_s, u"Variable $%1 is declared but not used"_s.arg(variable.name),
                    variable.location);
            }
        }
        for (const Fragment &fragment : m_document.fragments) {
            if (!m_usedFragments.contains(fragment.name) && m_document.operations.size() == 1) {
                add(u"useAndDefineFragment"_s, u"Fragment %1 was defined, but not used"_s.arg(fragment.name),
                    fragment.location);
            }
        }
        return std::move(m_problems);
    }

private:
    void add(const QString &code, const QString &message, Location location)
    {
        m_problems.push_back({code, message, location});
    }

    void checkVariableDefinitions()
    {
        QSet<QString> names;
        for (const VariableDefinition &variable : m_operation.variables) {
            if (names.contains(variable.name)) {
                add(u"variableNotUnique"_s, u"There can be only one variable named $%1"_s.arg(variable.name),
                    variable.location);
            }
            names.insert(variable.name);
            const TypeDefinition *type = m_schema.type(variable.type.innermost());
            if (!type || type->isComposite()) {
                add(u"variableRequiresValidType"_s,
                    u"%1 isn't a valid input type (on $%2)"_s.arg(variable.type.innermost(), variable.name),
                    variable.location);
            } else if (variable.defaultValue) {
                checkValue(*variable.defaultValue, variable.type, u"variable $"_s + variable.name);
            }
        }
    }

    void checkSelections(const std::vector<Selection> &selections, const TypeDefinition &parent)
    {
        std::map<QString, const Selection *> keys;
        checkSelectionsInto(selections, parent, keys);
    }

    /// Fields of fragments answer into the same object, so their keys are compared with those around.
    void checkSelectionsInto(const std::vector<Selection> &selections, const TypeDefinition &parent,
                             std::map<QString, const Selection *> &keys)
    {
        for (const Selection &selection : selections) {
            checkDirectives(selection);
            switch (selection.kind) {
            case Selection::Kind::Field:
                checkField(selection, parent, keys);
                break;
            case Selection::Kind::InlineFragment:
                checkFragmentBody(selection.typeCondition, selection.selections, selection.location, parent,
                                  keys);
                break;
            case Selection::Kind::FragmentSpread:
                checkSpread(selection, parent, keys);
                break;
            }
        }
    }

    void checkSpread(const Selection &spread, const TypeDefinition &parent,
                     std::map<QString, const Selection *> &keys)
    {
        const Fragment *fragment = m_document.fragment(spread.name);
        if (!fragment) {
            return add(u"useAndDefineFragment"_s, u"Fragment %1 was used, but not defined"_s.arg(spread.name),
                       spread.location);
        }
        m_usedFragments.insert(spread.name);
        if (m_openFragments.contains(spread.name)) {
            return add(u"infiniteLoop"_s, u"Fragment %1 contains itself"_s.arg(spread.name), spread.location);
        }
        m_openFragments.insert(spread.name);
        checkFragmentBody(fragment->typeCondition, fragment->selections, spread.location, parent, keys);
        m_openFragments.remove(spread.name);
    }

    void checkFragmentBody(const QString &condition, const std::vector<Selection> &selections,
                           Location location, const TypeDefinition &parent,
                           std::map<QString, const Selection *> &keys)
    {
        const TypeDefinition *type = condition.isEmpty() ? &parent : m_schema.type(condition);
        if (!type || !type->isComposite()) {
            return add(u"undefinedType"_s,
                       u"No such type %1, so it can't be a fragment condition"_s.arg(condition), location);
        }
        if (!m_schema.fits(type->name, parent.name) && !m_schema.fits(parent.name, type->name)) {
            return add(u"cannotSpreadFragment"_s,
                       u"Fragment on %1 can't be spread inside %2"_s.arg(type->name, parent.name), location);
        }
        // Fragments on different types never answer into the same object.
        if (type->name == parent.name)
            checkSelectionsInto(selections, *type, keys);
        else
            checkSelections(selections, *type);
    }

    void checkField(const Selection &field, const TypeDefinition &parent,
                    std::map<QString, const Selection *> &keys)
    {
        const auto [other, isNew] = keys.emplace(field.responseKey(), &field);
        if (!isNew && !sameField(*other->second, field)) {
            add(u"fieldConflict"_s,
                u"Field '%1' has a conflict: it is asked for twice in different ways"_s.arg(
                    field.responseKey()),
                field.location);
        }
        if (field.name == "__typename"_L1)
            return;
        const auto found = parent.fields.find(field.name);
        if (found == parent.fields.end()) {
            return add(u"undefinedField"_s,
                       u"Cannot query field \"%1\" on type \"%2\"."_s.arg(field.name, parent.name),
                       field.location);
        }
        checkArguments(field, found->second, parent);
        const TypeDefinition *type = m_schema.type(found->second.type.innermost());
        if (type->isComposite() && field.selections.empty()) {
            add(u"selectionMismatch"_s,
                u"Field must have selections (field '%1' returns %2 but has no selections)"_s.arg(field.name,
                                                                                                  type->name),
                field.location);
        } else if (!type->isComposite() && !field.selections.empty()) {
            add(u"selectionMismatch"_s,
                u"Selections can't be made on %1 (field '%2')"_s.arg(type->name, field.name), field.location);
        } else if (type->isComposite()) {
            checkSelections(field.selections, *type);
        }
    }

    static bool sameField(const Selection &left, const Selection &right)
    {
        const auto sameArgument = [](const Argument &a, const Argument &b) {
            return a.name == b.name && sameValue(a.value, b.value);
        };
        return left.name == right.name && std::ranges::equal(left.arguments, right.arguments, sameArgument);
    }

    void checkArguments(const Selection &field, const FieldDefinition &definition,
                        const TypeDefinition &parent)
    {
        QSet<QString> names;
        for (const Argument &argument : field.arguments) {
            if (names.contains(argument.name)) {
                add(u"argumentNotUnique"_s,
                    u"There can be only one argument named \"%1\""_s.arg(argument.name), argument.location);
            }
            names.insert(argument.name);
            const auto known = definition.arguments.find(argument.name);
            if (known == definition.arguments.end()) {
                add(u"argumentNotAccepted"_s,
                    u"Unknown argument \"%1\" on field \"%2.%3\"."_s.arg(argument.name, parent.name,
                                                                         field.name),
                    argument.location);
                continue;
            }
            checkValue(argument.value, known->second.type, u"argument "_s + argument.name);
        }
        for (const auto &[name, input] : definition.arguments) {
            if (input.isRequired() && !names.contains(name)) {
                add(u"missingRequiredArguments"_s,
                    u"Field \"%1\" argument \"%2\" of type \"%3\" is required, but it was not provided."_s
                        .arg(field.name, name, input.type.text()),
                    field.location);
            }
        }
    }

    void checkDirectives(const Selection &selection)
    {
        static const TypeReference condition{.name = u"Boolean"_s, .nonNull = true};
        for (const Directive &directive : selection.directives) {
            if (directive.name != "skip"_L1 && directive.name != "include"_L1) {
                add(u"undefinedDirective"_s, u"Directive @%1 is not defined"_s.arg(directive.name),
                    directive.location);
                continue;
            }
            if (directive.arguments.size() != 1 || directive.arguments.front().name != "if"_L1) {
                add(u"missingRequiredArguments"_s,
                    u"Directive @%1 needs the argument if"_s.arg(directive.name), directive.location);
                continue;
            }
            checkValue(directive.arguments.front().value, condition, u"argument if"_s);
        }
    }

    void checkValue(const Value &value, const TypeReference &type, const QString &place)
    {
        if (value.kind == Value::Kind::Variable)
            return checkVariable(value, type, place);
        if (value.kind == Value::Kind::Null) {
            if (type.nonNull)
                mismatch(value, type, place);
            return;
        }
        if (type.isList()) {
            if (value.kind != Value::Kind::List)
                return checkValue(value, type.element.front(), place);
            for (const Value &item : value.items)
                checkValue(item, type.element.front(), place);
            return;
        }
        const TypeDefinition &definition = *m_schema.type(type.name);
        switch (definition.kind) {
        case TypeDefinition::Kind::Enum:
            if (value.kind != Value::Kind::Enum || !definition.values.contains(value.text))
                mismatch(value, type, place);
            return;
        case TypeDefinition::Kind::Input:
            return checkInputObject(value, definition, type, place);
        case TypeDefinition::Kind::Scalar:
            if (!scalarTakesLiteral(type.name, value.kind))
                mismatch(value, type, place);
            return markNestedVariables(value);
        case TypeDefinition::Kind::Object:
        case TypeDefinition::Kind::Interface:
        case TypeDefinition::Kind::Union:
            break;
        }
        mismatch(value, type, place);
    }

    void checkInputObject(const Value &value, const TypeDefinition &input, const TypeReference &type,
                          const QString &place)
    {
        if (value.kind != Value::Kind::Object)
            return mismatch(value, type, place);
        QSet<QString> names;
        for (const auto &[name, member] : value.members) {
            names.insert(name);
            const auto known = input.members.find(name);
            if (known == input.members.end()) {
                add(u"argumentNotAccepted"_s, u"%1 doesn't accept the member '%2'"_s.arg(input.name, name),
                    member.location);
                continue;
            }
            checkValue(member, known->second.type, place);
        }
        for (const auto &[name, member] : input.members) {
            if (member.isRequired() && !names.contains(name)) {
                add(u"missingRequiredInputObjectAttribute"_s,
                    u"Member '%1' of %2 is required"_s.arg(name, input.name), value.location);
            }
        }
    }

    void checkVariable(const Value &value, const TypeReference &type, const QString &place)
    {
        const auto found = std::ranges::find(m_operation.variables, value.text, &VariableDefinition::name);
        if (found == m_operation.variables.end()) {
            return add(u"variableNotDefined"_s, u"Variable $%1 is used but not declared"_s.arg(value.text),
                       value.location);
        }
        m_usedVariables.insert(value.text);
        if (!typeFits(found->type, type, found->defaultValue.has_value())) {
            add(u"variableMismatch"_s,
                u"Type mismatch on variable $%1 and %2 (%3 / %4)"_s.arg(value.text, place, found->type.text(),
                                                                        type.text()),
                value.location);
        }
    }

    /// Inside a free-form scalar a variable has no expected type.
    void markNestedVariables(const Value &value)
    {
        const auto mark = [this](const Value &nested) {
            if (nested.kind != Value::Kind::Variable)
                return markNestedVariables(nested);
            m_usedVariables.insert(nested.text);
            if (std::ranges::find(m_operation.variables, nested.text, &VariableDefinition::name)
                == m_operation.variables.end()) {
                add(u"variableNotDefined"_s, u"Variable $%1 is used but not declared"_s.arg(nested.text),
                    nested.location);
            }
        };
        for (const Value &item : value.items)
            mark(item);
        for (const auto &[name, member] : value.members)
            mark(member);
    }

    void mismatch(const Value &value, const TypeReference &type, const QString &place)
    {
        add(u"argumentLiteralsIncompatible"_s,
            u"The value of %1 is not of the expected type %2"_s.arg(place, type.text()), value.location);
    }

    const Document &m_document;
    const Operation &m_operation;
    const Schema &m_schema;
    std::vector<Problem> m_problems;
    QSet<QString> m_usedVariables;
    QSet<QString> m_usedFragments;
    QSet<QString> m_openFragments;
};

} // namespace

std::vector<Problem> validate(const Document &document, const Operation &operation, const Schema &schema)
{
    return Validator(document, operation, schema).run();
}

bool isIncluded(const Selection &selection, const QJsonObject &variables)
{
    return std::ranges::all_of(selection.directives, [&](const Directive &directive) {
        const Value &condition = directive.arguments.front().value;
        const bool holds = condition.kind == Value::Kind::Variable ? variables.value(condition.text).toBool()
                                                                   : condition.text == "true"_L1;
        return holds == (directive.name == "include"_L1);
    });
}

} // namespace syncline::sandbox::graphql
