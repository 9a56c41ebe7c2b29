#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>

namespace syncline {

/// Text of a bundled document, resources/graphql/<operation>.graphql. The operation must exist.
[[nodiscard]] QString graphQlDocument(const QString &operation);

/// Body of a request: the same operation, text and variables give the same bytes (monday-api.md 1.1, 6).
[[nodiscard]] QByteArray graphQlBody(const QString &operation, const QString &document,
                                     const QJsonObject &variables);

/// The operation that a body made by graphQlBody names; empty for other bodies.
[[nodiscard]] QString operationOfBody(QByteArrayView body);

} // namespace syncline
