#include "sandbox/graphqlexecutor.h"

#include "sandbox/graphqlvalidator.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline::sandbox::graphql {

namespace {

/// A small object that is already there as JSON.
class JsonNode final : public Node
{
public:
    JsonNode(QString typeName, QJsonObject content)
        : m_typeName(std::move(typeName))
        , m_content(std::move(content))
    {
    }
    QString typeName() const override { return m_typeName; }
    FieldResult field(const QString &name, const QJsonObject &) override { return m_content.value(name); }

private:
    QString m_typeName;
    QJsonObject m_content;
};

class Executor
{
public:
    Executor(const Document &document, const QJsonObject &variables, const Schema &schema)
        : m_document(document)
        , m_variables(variables)
        , m_schema(schema)
    {
    }

    ExecutionAnswer run(const Operation &operation, Node &root)
    {
        const std::optional<QJsonObject> data = object({&operation.selections}, root, {});
        return {data ? QJsonValue(*data) : QJsonValue(QJsonValue::Null), std::move(m_errors)};
    }

private:
    using SelectionSets = std::vector<const std::vector<Selection> *>;
    struct CollectedField
    {
        QString key;
        std::vector<const Selection *> selections; ///< the same field, asked for once or several times
    };

    void collect(const std::vector<Selection> &selections, const QString &typeName,
                 std::vector<CollectedField> &fields) const
    {
        for (const Selection &selection : selections) {
            if (!isIncluded(selection, m_variables))
                continue;
            if (selection.kind == Selection::Kind::Field) {
                const auto known = std::ranges::find(fields, selection.responseKey(), &CollectedField::key);
                if (known != fields.end())
                    known->selections.push_back(&selection);
                else
                    fields.push_back({selection.responseKey(), {&selection}});
                continue;
            }
            const Fragment *fragment = selection.kind == Selection::Kind::FragmentSpread
                ? m_document.fragment(selection.name)
                : nullptr;
            const QString &condition = fragment ? fragment->typeCondition : selection.typeCondition;
            if (m_schema.fits(typeName, condition))
                collect(fragment ? fragment->selections : selection.selections, typeName, fields);
        }
    }

    /// Nothing when a field that must not be null is null: the object is then null itself.
    std::optional<QJsonObject> object(const SelectionSets &selectionSets, Node &node, const QJsonArray &path)
    {
        const QString typeName = node.typeName();
        const TypeDefinition &type = *m_schema.type(typeName);
        std::vector<CollectedField> fields;
        for (const std::vector<Selection> *selections : selectionSets)
            collect(*selections, typeName, fields);
        QJsonObject result;
        bool isNull = false;
        for (const CollectedField &field : fields) {
            const Selection &first = *field.selections.front();
            if (first.name == "__typename"_L1) {
                result.insert(field.key, typeName);
                continue;
            }
            const FieldDefinition &definition = type.fields.at(first.name);
            QJsonArray fieldPath = path;
            fieldPath.append(field.key);
            const QJsonValue value = resolve(field, definition, node, fieldPath);
            isNull = isNull || (value.isNull() && definition.type.nonNull);
            result.insert(field.key, value);
        }
        return isNull ? std::nullopt : std::optional(result);
    }

    QJsonValue resolve(const CollectedField &field, const FieldDefinition &definition, Node &node,
                       const QJsonArray &path)
    {
        const Selection &first = *field.selections.front();
        Outcome<QJsonObject> arguments = coerceArguments(definition, first.arguments, m_variables, m_schema);
        if (const ApiError *error = std::get_if<ApiError>(&arguments)) {
            m_errors.append(errorEntry(*error, path, first.location));
            return QJsonValue::Null;
        }
        FieldResult result = node.field(first.name, std::get<QJsonObject>(arguments));
        if (const ApiError *error = std::get_if<ApiError>(&result)) {
            m_errors.append(errorEntry(*error, path, first.location));
            return QJsonValue::Null;
        }
        SelectionSets selectionSets;
        for (const Selection *selection : field.selections)
            selectionSets.push_back(&selection->selections);
        if (const NodePtr *child = std::get_if<NodePtr>(&result))
            return child->get() ? objectValue(selectionSets, **child, path) : QJsonValue(QJsonValue::Null);
        if (const auto *children = std::get_if<std::vector<NodePtr>>(&result))
            return list(selectionSets, *children, definition.type, path);
        return json(selectionSets, std::get<QJsonValue>(result), definition.type, path);
    }

    QJsonValue objectValue(const SelectionSets &selectionSets, Node &node, const QJsonArray &path)
    {
        const std::optional<QJsonObject> value = object(selectionSets, node, path);
        return value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null);
    }

    QJsonValue list(const SelectionSets &selectionSets, const std::vector<NodePtr> &children,
                    const TypeReference &type, const QJsonArray &path)
    {
        QJsonArray values;
        for (const NodePtr &child : children) {
            QJsonArray childPath = path;
            childPath.append(values.size());
            values.append(objectValue(selectionSets, *child, childPath));
            if (values.last().isNull() && type.element.front().nonNull)
                return QJsonValue::Null;
        }
        return values;
    }

    /// JSON of a composite type is cut down to what was asked for.
    QJsonValue json(const SelectionSets &selectionSets, const QJsonValue &value, const TypeReference &type,
                    const QJsonArray &path)
    {
        if (!m_schema.type(type.innermost())->isComposite())
            return value.isUndefined() ? QJsonValue(QJsonValue::Null) : value;
        if (value.isArray()) {
            std::vector<NodePtr> children;
            for (const QJsonValue entry : value.toArray())
                children.push_back(std::make_unique<JsonNode>(type.innermost(), entry.toObject()));
            return list(selectionSets, children, type, path);
        }
        if (!value.isObject())
            return QJsonValue::Null;
        JsonNode node(type.innermost(), value.toObject());
        return objectValue(selectionSets, node, path);
    }

    const Document &m_document;
    const QJsonObject &m_variables;
    const Schema &m_schema;
    QJsonArray m_errors;
};

} // namespace

QJsonObject errorEntry(const ApiError &error, const QJsonArray &path, Location location)
{
    QJsonObject extensions = error.details;
    extensions.insert(u"code"_s, error.code);
    extensions.insert(u"status_code"_s, error.status);
    if (!error.data.isEmpty())
        extensions.insert(u"error_data"_s, error.data);
    QJsonObject entry{{u"message"_s, error.message}, {u"extensions"_s, extensions}};
    if (!path.isEmpty())
        entry.insert(u"path"_s, path);
    if (location.line > 0) {
        const QJsonObject place{{u"line"_s, location.line}, {u"column"_s, location.column}};
        entry.insert(u"locations"_s, QJsonArray{place});
    }
    return entry;
}

ExecutionAnswer execute(const Document &document, const Operation &operation, const QJsonObject &variables,
                        Node &root, const Schema &schema)
{
    return Executor(document, variables, schema).run(operation, root);
}

} // namespace syncline::sandbox::graphql
