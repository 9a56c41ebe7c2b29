#include "config/knownkeys.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <numeric>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

enum class Use {
    Read, ///< the environment reader takes it
    Unused, ///< decoration of the predecessor's file (original-system.md 3.1)
    UnusedSection, ///< the same for a section with many keys: one finding for all
    Superseded,
};

/// `path` is dotted; "*" is any one key, "@" an environment.
struct KnownKey
{
    QLatin1StringView path;
    Use use = Use::Read;
    QLatin1StringView by = {};
};

constexpr std::array knownKeys = {
    // Read
    KnownKey{"environment.@.source_table"_L1},
    KnownKey{"environment.@.target_table"_L1},
    KnownKey{"environment.@.lines_table"_L1},
    KnownKey{"environment.@.database"_L1},
    KnownKey{"databases.*.driver"_L1},
    KnownKey{"databases.*.path"_L1},
    KnownKey{"databases.*.host"_L1},
    KnownKey{"databases.*.port"_L1},
    KnownKey{"databases.*.database"_L1},
    KnownKey{"databases.*.schema"_L1},
    KnownKey{"databases.*.user"_L1},
    KnownKey{"databases.*.odbc_driver"_L1},
    KnownKey{"databases.*.encrypt"_L1},
    KnownKey{"databases.*.trust_server_certificate"_L1},
    KnownKey{"databases.*.trusted_connection"_L1},
    KnownKey{"size_detection.start_after"_L1},
    KnownKey{"size_detection.end_before"_L1},
    KnownKey{"size_detection.max_sizes"_L1},
    KnownKey{"monday.@.board_id"_L1},
    KnownKey{"monday.@.subitem_board_id"_L1},
    KnownKey{"monday.@.record_key_column"_L1},
    KnownKey{"monday.@.sandbox"_L1},
    KnownKey{"monday.@.headers.create_labels_if_missing.*"_L1},
    KnownKey{"monday.@.lines.create_labels_if_missing.*"_L1},
    KnownKey{"monday.api.url"_L1},
    KnownKey{"monday.api.version"_L1},
    KnownKey{"monday.api.timeout_seconds"_L1},
    KnownKey{"monday.rate_limits.group_batch_size"_L1},
    KnownKey{"monday.rate_limits.item_batch_size"_L1},
    KnownKey{"monday.rate_limits.request_timeout"_L1},
    KnownKey{"monday.rate_limits.max_in_flight"_L1},
    KnownKey{"monday.sync.success_thresholds.success_rate"_L1},
    KnownKey{"monday.sync.success_thresholds.partial_rate"_L1},
    KnownKey{"monday.column_mapping.@.on_conflict"_L1},
    KnownKey{"monday.column_mapping.@.headers.*"_L1},
    KnownKey{"monday.column_mapping.@.lines.*"_L1},
    KnownKey{"monday.value_mapping.*.*"_L1},
    KnownKey{"monday.checks.total_equals_sizes"_L1},
    KnownKey{"monday.checks.cancelled_orders"_L1},
    KnownKey{"reports.root"_L1},
    // Superseded
    KnownKey{"monday.rate_limits.max_concurrent_batches"_L1, Use::Superseded,
             "monday.rate_limits.max_in_flight"_L1},
    KnownKey{"monday.rate_limits.delay_between_batches"_L1, Use::Superseded,
             "monday.rate_limits.max_in_flight"_L1},
    // Unused
    KnownKey{"ddl_references.*"_L1, Use::Unused},
    KnownKey{"phase.*"_L1, Use::Unused},
    KnownKey{"database.essential_columns"_L1, Use::Unused},
    KnownKey{"database.sync_columns_headers"_L1, Use::Unused},
    KnownKey{"database.sync_columns_lines"_L1, Use::Unused},
    KnownKey{"database.group_name_transformation.*"_L1, Use::Unused},
    KnownKey{"database.item_name_transformation.*"_L1, Use::Unused},
    KnownKey{"test_data.*"_L1, Use::Unused},
    KnownKey{"hash.columns"_L1, Use::Unused},
    KnownKey{"hash.algorithm"_L1, Use::Unused},
    KnownKey{"monday.@.create_groups"_L1, Use::Unused},
    KnownKey{"monday.@.environment"_L1, Use::Unused},
    KnownKey{"monday.@.metadata_path"_L1, Use::Unused},
    KnownKey{"monday.@.metadata_subitems_path"_L1, Use::Unused},
    KnownKey{"monday.@.group_id"_L1, Use::Unused},
    KnownKey{"monday.groups.auto_create"_L1, Use::Unused},
    KnownKey{"monday.groups.batch_creation"_L1, Use::Unused},
    KnownKey{"monday.sync.success_thresholds.enable_threshold_based_status"_L1, Use::Unused},
    KnownKey{"monday.group_creation.*"_L1, Use::Unused},
    KnownKey{"monday.column_mapping.size_mappings"_L1, Use::UnusedSection},
    KnownKey{"monday.sync.handler_type"_L1, Use::Unused},
    KnownKey{"monday.sync.graphql_template_engine"_L1, Use::Unused},
    KnownKey{"monday.sync.column_mapper_type"_L1, Use::Unused},
    KnownKey{"monday.sync.delta_hours"_L1, Use::Unused},
    KnownKey{"monday.sync.templates.*"_L1, Use::Unused},
    KnownKey{"monday.sync.column_mapping.*"_L1, Use::Unused},
    KnownKey{"monday.sync.groups.*"_L1, Use::Unused},
    KnownKey{"sync.approved_patterns.*"_L1, Use::Unused},
    KnownKey{"sync.rejected_patterns.*"_L1, Use::Unused},
};

/// Words that end the name of a secret, letters only.
constexpr std::array secretWords = {"token"_L1,  "password"_L1, "passwd"_L1, "passphrase"_L1,
                                    "secret"_L1, "apikey"_L1,   "pwd"_L1,    "bearer"_L1};

bool namesSecret(const QStringList &path)
{
    // Names below these sections are columns and values of the warehouse.
    if (path.size() > 2 && (path[1] == "value_mapping"_L1 || path[1] == "column_mapping"_L1))
        return false;
    QString letters;
    for (const QChar c : path.last()) {
        if (c.isLetter())
            letters += c.toLower();
    }
    return std::ranges::any_of(secretWords, [&](QLatin1StringView word) { return letters.endsWith(word); });
}

/// A pasted token (they are JSON web tokens), a connection string or an address with a password.
bool holdsSecret(const ConfigNode &node)
{
    static const QRegularExpression form(
        uR"(^\s*bearer\s+\S|eyJ[\w-]{10,}\.|\b(?:pwd|password)\s*=|://[^/\s:@]+:[^/\s@]+@)"_s,
        QRegularExpression::CaseInsensitiveOption);
    return node.kind == ConfigNode::Kind::Text && form.match(node.value.toString()).hasMatch();
}

class KeyCheck
{
public:
    KeyCheck(const QStringList &environments, Findings &findings)
        : m_environments(environments)
        , m_findings(findings)
    {
        for (const KnownKey &known : knownKeys)
            m_patterns.push_back(QString(known.path).split(u'.'));
    }

    void check(const ConfigNode &table, const QStringList &path)
    {
        for (const ConfigNode &node : table.children)
            checkNode(node, path + QStringList{node.key});
    }

private:
    void checkNode(const ConfigNode &node, const QStringList &path)
    {
        if (node.kind != ConfigNode::Kind::Table && (namesSecret(path) || containsSecret(node, path))) {
            m_findings.secretInFile(path, node.line);
            return;
        }
        const qsizetype exact = patternOf(path, false);
        if (exact >= 0)
            judge(node, path, knownKeys[static_cast<std::size_t>(exact)]);
        else if (patternOf(path, true) < 0)
            reportUnknown(node, path);
        else if (node.kind == ConfigNode::Kind::Table)
            check(node, path);
        else
            m_findings.wrongType(path, node.line, nameOf(ConfigNode::Kind::Table), nameOf(node.kind));
    }

    void judge(const ConfigNode &node, const QStringList &path, const KnownKey &known)
    {
        reportSecretsBelow(node, path);
        switch (known.use) {
        case Use::Read:
            break;
        case Use::Unused:
            m_findings.unusedKey(path, node.line);
            break;
        case Use::UnusedSection:
            m_findings.unusedSection(path, node.line, keysOf(node));
            break;
        case Use::Superseded:
            m_findings.supersededKey(path, node.line, known.by);
            break;
        }
    }

    void reportUnknown(const ConfigNode &node, const QStringList &path)
    {
        reportSecretsBelow(node, path);
        m_findings.unknownKey(path, node.line, nearestName(path.last(), siblings(path)));
    }

    void reportSecretsBelow(const ConfigNode &node, const QStringList &path)
    {
        if (node.kind != ConfigNode::Kind::Table)
            return;
        for (const ConfigNode &below : node.children) {
            const QStringList belowPath = path + QStringList{below.key};
            if (below.kind != ConfigNode::Kind::Table
                && (namesSecret(belowPath) || containsSecret(below, belowPath)))
                m_findings.secretInFile(belowPath, below.line);
            else
                reportSecretsBelow(below, belowPath);
        }
    }

    static bool containsSecret(const ConfigNode &node, const QStringList &path)
    {
        const auto secretElement = [&path](const ConfigNode &element) {
            const QStringList elementPath = path + QStringList{element.key};
            return namesSecret(elementPath) || containsSecret(element, elementPath);
        };
        return holdsSecret(node) || std::ranges::any_of(node.children, secretElement);
    }

    /// The first pattern that the path fulfils, or begins when `asPrefix`; -1 when none.
    qsizetype patternOf(const QStringList &path, bool asPrefix) const
    {
        const auto fits = [&](const QStringList &pattern) {
            return (asPrefix ? pattern.size() > path.size() : pattern.size() == path.size())
                && begins(pattern, path);
        };
        const auto found = std::ranges::find_if(m_patterns, fits);
        return found == m_patterns.end() ? -1 : found - m_patterns.begin();
    }

    bool begins(const QStringList &pattern, const QStringList &path) const
    {
        for (qsizetype i = 0; i < path.size(); ++i) {
            if (!partFits(pattern[i], path[i]))
                return false;
        }
        return true;
    }

    bool partFits(const QString &pattern, const QString &part) const
    {
        if (pattern == u"*")
            return true;
        return pattern == u"@" ? m_environments.contains(part) : pattern == part;
    }

    /// Names that could stand at the path's last place.
    QStringList siblings(const QStringList &path) const
    {
        const QStringList parent = path.first(path.size() - 1);
        QStringList names;
        for (const QStringList &pattern : m_patterns) {
            if (pattern.size() < path.size() || !begins(pattern, parent))
                continue;
            const QString &name = pattern[path.size() - 1];
            if (name == u"@")
                names += m_environments;
            else if (name != u"*")
                names += name;
        }
        names.removeDuplicates();
        return names;
    }

    static QStringList keysOf(const ConfigNode &node)
    {
        QStringList keys;
        for (const ConfigNode &child : node.children)
            keys.append(child.key);
        return keys;
    }

    const QStringList m_environments;
    Findings &m_findings;
    std::vector<QStringList> m_patterns;
};

/// Levenshtein distance without regard to case.
qsizetype distance(const QString &a, const QString &b)
{
    std::vector<qsizetype> row(static_cast<std::size_t>(b.size()) + 1);
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 0; i < a.size(); ++i) {
        qsizetype diagonal = row[0];
        row[0] = i + 1;
        for (qsizetype j = 0; j < b.size(); ++j) {
            const auto next = static_cast<std::size_t>(j) + 1;
            const qsizetype replaced = diagonal + (a[i].toCaseFolded() == b[j].toCaseFolded() ? 0 : 1);
            diagonal = row[next];
            row[next] = std::min({replaced, row[next] + 1, row[next - 1] + 1});
        }
    }
    return row.back();
}

} // namespace

QString nearestName(const QString &name, const QStringList &candidates)
{
    QString nearest;
    qsizetype least = std::max<qsizetype>(2, name.size() / 3) + 1;
    for (const QString &candidate : candidates) {
        const qsizetype far = distance(name, candidate);
        if (far < least && far < candidate.size()) {
            least = far;
            nearest = candidate;
        }
    }
    return nearest;
}

void checkKeys(const ConfigNode &root, const QStringList &environments, Findings &findings)
{
    KeyCheck(environments, findings).check(root, {});
}

} // namespace syncline
