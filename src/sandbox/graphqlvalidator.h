#pragma once

#include "sandbox/apierror.h"
#include "sandbox/graphqlschema.h"

#include <QJsonObject>

namespace syncline::sandbox::graphql {

/// What is wrong with a document; it is then not executed.
struct Problem
{
    QString code; ///< undefinedField, argumentNotAccepted, missingRequiredArguments, ...
    QString message;
    Location location;
};

/// Checks the operation with every fragment that it reaches (specification section 5, as far as monday's own
/// server shows it): fields, arguments, literals, variables, fragments, leaf and object selections,
/// conflicting aliases.
[[nodiscard]] std::vector<Problem> validate(const Document &document, const Operation &operation,
                                            const Schema &schema);

/// The values of the operation's variables, defaults filled in; a variable without a value is left out.
[[nodiscard]] Outcome<QJsonObject> coerceVariables(const Operation &operation, const QJsonObject &given,
                                                   const Schema &schema);

/// The arguments of a field of a validated document, defaults filled in; an argument without a value is left
/// out.
[[nodiscard]] Outcome<QJsonObject> coerceArguments(const FieldDefinition &field,
                                                   const std::vector<Argument> &arguments,
                                                   const QJsonObject &variables, const Schema &schema);

/// Whether @skip and @include let the selection in.
[[nodiscard]] bool isIncluded(const Selection &selection, const QJsonObject &variables);

} // namespace syncline::sandbox::graphql
