#pragma once

#include "sandbox/apierror.h"
#include "sandbox/graphqlschema.h"

#include <QJsonArray>
#include <QJsonObject>

#include <memory>
#include <variant>
#include <vector>

namespace syncline::sandbox::graphql {

class Node;
using NodePtr = std::unique_ptr<Node>;

/// A leaf (or a whole JSON object for small types), an object, a list of objects, or a refusal.
using FieldResult = std::variant<QJsonValue, NodePtr, std::vector<NodePtr>, ApiError>;

/// An object that a document can ask for its fields.
class Node
{
public:
    Node() = default;
    Q_DISABLE_COPY_MOVE(Node)
    virtual ~Node() = default;
    [[nodiscard]] virtual QString typeName() const = 0;
    /// `arguments` are coerced: every argument with a value or a default is there.
    [[nodiscard]] virtual FieldResult field(const QString &name, const QJsonObject &arguments) = 0;
};

/// `data` and `errors` of the answer.
struct ExecutionAnswer
{
    QJsonValue data;
    QJsonArray errors;
};

/// One entry of `errors` (monday-api.md 2.1).
[[nodiscard]] QJsonObject errorEntry(const ApiError &error, const QJsonArray &path, Location location);

/// Executes a validated operation on its root object: fields one after another in the order of the document;
/// a field that fails is null and does not stop the next one.
[[nodiscard]] ExecutionAnswer execute(const Document &document, const Operation &operation,
                                      const QJsonObject &variables, Node &root, const Schema &schema);

} // namespace syncline::sandbox::graphql
