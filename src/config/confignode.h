#pragma once

#include "base/result.h"

#include <QString>
#include <QVariant>

#include <vector>

namespace syncline {

/// A key of a TOML file with its value and its place. Values, no TOML library. Children stand in file order.
struct ConfigNode
{
    enum class Kind { Table, Array, Text, Integer, Number, Boolean, Other };

    Kind kind = Kind::Table;
    QString key;
    int line = 0;
    QVariant value; ///< QString, qint64, double or bool, by kind
    std::vector<ConfigNode> children; ///< of a table; the elements of an array have no key

    [[nodiscard]] const ConfigNode *child(QStringView name) const;
    /// The node at `path`, for example {"monday", "api"}; null when any part is missing.
    [[nodiscard]] const ConfigNode *find(const QStringList &path) const;
};

/// The root table of the file. Fails with FileFailed when it cannot be read, with InvalidInput (line, column)
/// when it is no TOML.
[[nodiscard]] Result<ConfigNode> readTomlFile(const QString &path);

/// A dotted path as it would stand in the file: parts that are no bare keys are quoted.
[[nodiscard]] QString dottedPath(const QStringList &path);
/// What a person calls the kind: "a text", "a whole number", ...
[[nodiscard]] QString nameOf(ConfigNode::Kind kind);

} // namespace syncline
