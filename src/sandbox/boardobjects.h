#pragma once

#include "sandbox/boardstore.h"
#include "sandbox/graphqlexecutor.h"
#include "sandbox/limits.h"
#include "sandbox/sandboxoptions.h"

namespace syncline::sandbox {

/// What the fields of one document work with; lives as long as its execution, inside one transaction.
struct ExecutionContext
{
    BoardStore &store;
    const SandboxOptions &options;
    QString baseUrl; ///< http://127.0.0.1:port
    qint64 now = 0; ///< milliseconds since 1970, scaled
    ComplexityFigures complexity;
    std::optional<Fault> fault =
        std::nullopt; ///< a fault that plays inside a mutation; reset when it was played
};

/// The objects of the schema over the store.
[[nodiscard]] graphql::NodePtr queryRoot(ExecutionContext &context);
[[nodiscard]] graphql::NodePtr mutationRoot(ExecutionContext &context);
[[nodiscard]] graphql::NodePtr itemNode(ExecutionContext &context, StoredItem item);
[[nodiscard]] QJsonObject groupObject(const GroupDefinition &group);
[[nodiscard]] QJsonObject columnObject(const BoardDefinition &board, const ColumnDefinition &column);
[[nodiscard]] QJsonObject complexityObject(const ComplexityFigures &figures);

/// A page of active items, by group and id. Filtered pages and pages by column values lag behind writes.
[[nodiscard]] graphql::FieldResult itemsPage(ExecutionContext &context, const QString &boardId,
                                             const QJsonObject &arguments);
[[nodiscard]] graphql::FieldResult nextItemsPage(ExecutionContext &context, const QJsonObject &arguments);
[[nodiscard]] graphql::FieldResult itemsPageByColumnValues(ExecutionContext &context,
                                                           const QJsonObject &arguments);

[[nodiscard]] ApiError boardNotFound(const QString &boardId);

} // namespace syncline::sandbox
