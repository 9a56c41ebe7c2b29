#pragma once

#include "sandbox/graphqldocument.h"

#include <QJsonObject>

namespace syncline::sandbox {

/// The points of a document (monday-api.md 3.2): `perMutation` for each mutation; reads cost one point for
/// each field that may come back, so a page costs its limit times its fields.
[[nodiscard]] qint64 complexityOf(const graphql::Document &document, const graphql::Operation &operation,
                                  const QJsonObject &variables, qint64 perMutation);

/// Root fields as written, fragments opened; `complexity` and `__typename` left out.
[[nodiscard]] std::vector<const graphql::Selection *> rootFields(const graphql::Document &document,
                                                                 const graphql::Operation &operation);

} // namespace syncline::sandbox
