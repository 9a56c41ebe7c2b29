#pragma once

#include "domain/boardgateway.h"

#include <QJsonObject>

namespace syncline {

/// Name of a GraphQL operation that holds mutations of the kind only; costs are learnt per name.
[[nodiscard]] QString operationName(MutationKind kind);

/// Whether the mutation writes to the board of the subitems.
[[nodiscard]] bool isOnSubitems(MutationKind kind);
/// The same of an operation that build() named.
[[nodiscard]] bool isOnSubitems(QStringView operation);

/// A document of aliased mutations with its variables.
struct MutationDocument
{
    QString operation; ///< "CreateItems", ...; "MixedItems" or "MixedSubitems" when the kinds differ
    QString text; ///< depends on the kinds in their order alone, never on values
    QJsonObject variables;
    std::vector<QString> aliases; ///< one per mutation, in order
};

/// Puts many changes of the board into one document; monday runs them in order (monday-api.md 2.6, 4). Every
/// alias asks for the id only; one `complexity` at the end tells the cost and, by being there, that all
/// before it were run. Missing labels are never made on the fly. A value; any thread.
class AliasedMutationBuilder
{
public:
    AliasedMutationBuilder(QString boardId, QString subitemBoardId);

    /// At least one mutation.
    [[nodiscard]] MutationDocument build(const std::vector<BoardMutation> &mutations) const;

private:
    QString m_boardId;
    QString m_subitemBoardId;
};

} // namespace syncline
