#include "config/environmentreader.h"

#include "config/configsection.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

// Bounds that catch a slip of the keyboard, not policies.
constexpr int maxBatchSize = 1000;
constexpr int maxRequestsInFlight = 1000;
/// A policy: the ceiling of any account is reached with about a dozen, each of them a thread with
/// connections.
constexpr int mostLanes = 16;
constexpr int maxSizeColumns = 1024; // columns of a table of SQL Server
constexpr double minTimeout = 0.1; // seconds
constexpr double maxTimeout = 3600;

constexpr auto defaultUrl = "https://api.monday.com/v2"_L1;

class EnvironmentReader
{
public:
    EnvironmentReader(const ConfigNode &root, const QString &file, const QStringList &names,
                      Findings &findings)
        : m_root(root, {}, findings)
        , m_monday(m_root.section(u"monday"_s))
        , m_folder(QFileInfo(file).absolutePath())
        , m_names(names)
        , m_findings(findings)
    {
    }

    std::map<QString, EnvironmentSettings> read()
    {
        const EnvironmentSettings common = readCommon();
        readDatabases();
        std::map<QString, EnvironmentSettings> result;
        for (const QString &name : m_names) {
            m_findings.setEnvironment(name);
            EnvironmentSettings settings = common;
            settings.name = name;
            settings.production = name.compare(u"production", Qt::CaseInsensitive) == 0;
            settings.stateFolder = absolute(u".syncline/"_s + name);
            readTables(settings);
            readBoard(settings);
            readMapping(settings);
            result.emplace(name, settings);
        }
        m_findings.setEnvironment({});
        checkSharedTables(result);
        checkValueMapping(result);
        return result;
    }

private:
    QString absolute(const QString &path) const
    {
        return QDir::cleanPath(QDir(m_folder).absoluteFilePath(path));
    }

    EnvironmentSettings readCommon()
    {
        EnvironmentSettings settings;
        readApi(settings.api);
        readThresholds(settings.thresholds);
        readChecks(settings.mapping);
        readValueMapping(settings.mapping);

        const ConfigSection sizes = m_root.section(u"size_detection"_s);
        settings.tables.sizesAfter = sizes.text(u"start_after"_s, u"UNIT OF MEASURE"_s);
        settings.tables.sizesBefore = sizes.text(u"end_before"_s, u"TOTAL QTY"_s);
        settings.tables.maxSizes = sizes.integer(u"max_sizes"_s, settings.tables.maxSizes, 1, maxSizeColumns);

        settings.reportsRoot = absolute(m_root.section(u"reports"_s).text(u"root"_s, u"reports/sync"_s));
        return settings;
    }

    void readApi(ApiSettings &api)
    {
        const ConfigSection section = m_monday.section(u"api"_s);
        api.url = readUrl(section);
        api.version = section.text(u"version"_s, u"2026-10"_s);

        const ConfigSection limits = m_monday.section(u"rate_limits"_s);
        const double standard = static_cast<double>(api.timeout.count()) / 1000;
        double seconds = limits.number(u"request_timeout"_s, standard, minTimeout, maxTimeout);
        if (section.has(u"timeout_seconds"_s)) {
            seconds = section.number(u"timeout_seconds"_s, seconds, minTimeout, maxTimeout);
            if (limits.has(u"request_timeout"_s))
                m_findings.supersededKey(limits.path(u"request_timeout"_s), limits.line(u"request_timeout"_s),
                                         u"monday.api.timeout_seconds"_s);
        }
        api.timeout = std::chrono::milliseconds(qRound64(seconds * 1000));
        api.itemBatchSize = limits.integer(u"item_batch_size"_s, api.itemBatchSize, 1, maxBatchSize);
        api.groupBatchSize = limits.integer(u"group_batch_size"_s, api.groupBatchSize, 1, maxBatchSize);
        const QString inFlight = u"max_in_flight"_s;
        api.maxInFlight = limits.integer(inFlight, api.maxInFlight, 1, maxRequestsInFlight);
        if (api.maxInFlight > mostLanes) {
            m_findings.moreThanIsUsed(limits.path(inFlight), limits.line(inFlight), api.maxInFlight,
                                      mostLanes);
            api.maxInFlight = mostLanes;
        }
    }

    /// Empty when the address is not one that a token may be sent to.
    QUrl readUrl(const ConfigSection &section)
    {
        const QUrl url(section.text(u"url"_s, defaultUrl), QUrl::StrictMode);
        static const QRegularExpression loopback(uR"(\A(?:localhost|127(?:\.\d{1,3}){3}|::1)\z)"_s);
        const bool safe = url.scheme() == "https"_L1
            || (url.scheme() == "http"_L1 && loopback.match(url.host()).hasMatch());
        if (url.isValid() && safe && !url.host().isEmpty() && url.userInfo().isEmpty())
            return url;
        m_findings.badAddress(section.path(u"url"_s), section.line(u"url"_s));
        return {};
    }

    void readThresholds(SuccessThresholds &thresholds)
    {
        const ConfigSection section = m_monday.section(u"sync"_s).section(u"success_thresholds"_s);
        const SuccessThresholds read{.success = section.number(u"success_rate"_s, thresholds.success, 0, 1),
                                     .partial = section.number(u"partial_rate"_s, thresholds.partial, 0, 1)};
        if (read.partial <= read.success) {
            thresholds = read;
            return;
        }
        const QString key = section.has(u"partial_rate"_s) ? u"partial_rate"_s : u"success_rate"_s;
        m_findings.thresholdsInverted(section.path(key), section.line(key), read.success, read.partial);
    }

    void readChecks(MappingConfig &mapping)
    {
        const ConfigSection section = m_monday.section(u"checks"_s);
        constexpr std::array rules{CheckRule::Refuse, CheckRule::Warn, CheckRule::Off};
        mapping.totalEqualsSizes = rules[static_cast<std::size_t>(
            section.choice(u"total_equals_sizes"_s, {u"refuse"_s, u"warn"_s, u"off"_s}, 0))];
        constexpr std::array cancelled{CancelledRule::ZeroQuantities, CancelledRule::Keep, CancelledRule::Archive};
        mapping.cancelledOrders = cancelled[static_cast<std::size_t>(
            section.choice(u"cancelled_orders"_s, {u"zero_quantities"_s, u"keep"_s, u"archive"_s}, 0))];
    }

    void readValueMapping(MappingConfig &mapping)
    {
        const ConfigSection section = m_monday.section(u"value_mapping"_s);
        for (const ConfigNode &column : section.children()) {
            const ConfigSection values = section.section(column.key);
            for (const ConfigNode &value : values.children()) {
                if (value.kind == ConfigNode::Kind::Text)
                    mapping.valueMapping[column.key].insert(value.key, value.value.toString());
                else
                    m_findings.wrongType(values.path(value.key), value.line, nameOf(ConfigNode::Kind::Text),
                                         nameOf(value.kind));
            }
        }
    }

    void readDatabases()
    {
        const ConfigSection section = m_root.section(u"databases"_s);
        for (const ConfigNode &node : section.children()) {
            if (node.kind != ConfigNode::Kind::Table)
                continue;
            m_findings.setEnvironment(onlyUserOf(node.key));
            m_databases.push_back(readDatabase(node.key, section.section(node.key)));
        }
        m_findings.setEnvironment({});
    }

    /// The environment that uses the database; empty when it is none or several.
    QString onlyUserOf(const QString &database) const
    {
        QStringList users;
        for (const QString &name : m_names) {
            const ConfigNode *key = databaseKeyOf(name);
            if (key && key->value.toString().compare(database, Qt::CaseInsensitive) == 0)
                users.append(name);
        }
        return users.size() == 1 ? users.first() : QString();
    }

    const ConfigNode *databaseKeyOf(const QString &environment) const
    {
        for (const ConfigNode &node : m_root.section(u"environment"_s).section(environment).children()) {
            if (node.key == "database"_L1)
                return &node;
        }
        return nullptr;
    }

    DatabaseSettings readDatabase(const QString &key, const ConfigSection &section)
    {
        DatabaseSettings database{.key = key};
        if (!section.has(u"driver"_s))
            m_findings.missing(section.path(u"driver"_s), section.line());
        constexpr std::array drivers{DatabaseDriver::Sqlite, DatabaseDriver::PostgreSql,
                                     DatabaseDriver::SqlServer};
        database.driver = drivers[static_cast<std::size_t>(
            section.choice(u"driver"_s, {u"sqlite"_s, u"postgresql"_s, u"sqlserver"_s}, 0))];
        database.trustedConnection = section.flag(u"trusted_connection"_s, database.trustedConnection);
        if (database.driver == DatabaseDriver::Sqlite) {
            const QString path = section.requiredText(u"path"_s);
            database.path = path.isEmpty() ? QString() : absolute(path);
        } else {
            database.host = section.requiredText(u"host"_s);
            database.database = section.requiredText(u"database"_s);
            database.user =
                database.trustedConnection ? section.text(u"user"_s) : section.requiredText(u"user"_s);
        }
        database.port = section.integer(u"port"_s, database.port, 1, std::numeric_limits<quint16>::max());
        // original-system.md 2: the predecessor's tables are in dbo.
        const QString schema = database.driver == DatabaseDriver::SqlServer ? u"dbo"_s : QString();
        database.schema = section.text(u"schema"_s, schema);
        database.odbcDriver = section.text(u"odbc_driver"_s);
        database.encrypt = section.flag(u"encrypt"_s, database.encrypt);
        database.trustServerCertificate =
            section.flag(u"trust_server_certificate"_s, database.trustServerCertificate);
        return database;
    }

    void readTables(EnvironmentSettings &settings)
    {
        const ConfigSection section = m_root.section(u"environment"_s).section(settings.name);
        settings.tables.source = section.text(u"source_table"_s);
        settings.tables.headers = section.requiredText(u"target_table"_s);
        settings.tables.lines = section.requiredText(u"lines_table"_s);
        const QString key = section.requiredText(u"database"_s);
        if (key.isEmpty())
            return;
        const auto found = std::ranges::find_if(m_databases, [&](const DatabaseSettings &database) {
            return database.key.compare(key, Qt::CaseInsensitive) == 0;
        });
        if (found != m_databases.end())
            settings.database = *found;
        else
            m_findings.unknownDatabase(section.path(u"database"_s), section.line(u"database"_s), key);
    }

    void readBoard(EnvironmentSettings &settings)
    {
        const ConfigSection section = m_monday.section(settings.name);
        settings.boardId = section.boardId(u"board_id"_s, true);
        settings.subitemBoardId = section.boardId(u"subitem_board_id"_s, false);
        settings.sandbox = section.flag(u"sandbox"_s, false);
        settings.mapping.recordKeyColumn = section.text(u"record_key_column"_s);
        if (settings.mapping.recordKeyColumn.isEmpty())
            m_findings.noRecordKeyColumn(section.path(u"record_key_column"_s),
                                         section.line(u"record_key_column"_s));
        settings.mapping.headerLabels = readLabelPolicy(section.section(u"headers"_s));
        settings.mapping.lineLabels = readLabelPolicy(section.section(u"lines"_s));
    }

    static LabelPolicy readLabelPolicy(const ConfigSection &owner)
    {
        const ConfigSection section = owner.section(u"create_labels_if_missing"_s);
        LabelPolicy policy;
        for (const ConfigNode &node : section.children()) {
            const bool mayCreate = section.flag(node.key, false);
            if (node.key == "default"_L1)
                policy.createByDefault = mayCreate;
            else
                policy.byColumn.insert(node.key, mayCreate);
        }
        return policy;
    }

    void readMapping(EnvironmentSettings &settings)
    {
        MappingConfig &mapping = settings.mapping;
        const ConfigSection section = m_monday.section(u"column_mapping"_s).section(settings.name);
        constexpr std::array rules{ConflictRule::Error, ConflictRule::FirstNonEmpty, ConflictRule::Last};
        mapping.onConflict = rules[static_cast<std::size_t>(
            section.choice(u"on_conflict"_s, {u"error"_s, u"first_non_empty"_s, u"last"_s}, 0))];

        const ConfigSection headers = section.section(u"headers"_s);
        mapping.headers = readColumns(headers, mapping);
        if (mapping.headers.empty())
            m_findings.missing(headers.path(), headers.line());
        const ConfigSection lines = section.section(u"lines"_s);
        mapping.lines = readColumns(lines, mapping);
        for (const ColumnMapping &column : mapping.lines) {
            if (column.source != "size_code"_L1 && column.source != "qty"_L1)
                m_findings.notALineSource(lines.path(column.source), lines.line(column.source));
        }
        for (const ColumnMapping &column : mapping.headers) {
            if (column.targetColumnId == mapping.recordKeyColumn)
                m_findings.recordKeyColumnMapped(headers.path(column.source), headers.line(column.source),
                                                 column.targetColumnId);
        }
    }

    static std::vector<ColumnMapping> readColumns(const ConfigSection &section, const MappingConfig &mapping)
    {
        std::vector<ColumnMapping> columns;
        for (const ConfigNode &node : section.children()) {
            const QString target = section.requiredText(node.key).trimmed();
            if (target.isEmpty())
                continue;
            const auto first = std::ranges::find(columns, target, &ColumnMapping::targetColumnId);
            if (first != columns.end() && mapping.onConflict == ConflictRule::Error)
                section.findings().conflict(section.path(node.key), node.line, first->source,
                                            section.line(first->source), target);
            columns.push_back({.source = node.key, .targetColumnId = target});
        }
        return columns;
    }

    /// original-system.md 3.2: both environments of the predecessor marked the same rows.
    void checkSharedTables(const std::map<QString, EnvironmentSettings> &all)
    {
        for (qsizetype i = 1; i < m_names.size(); ++i) {
            const EnvironmentSettings &later = all.at(m_names[i]);
            const ConfigNode *database = databaseKeyOf(later.name);
            for (qsizetype j = 0; j < i; ++j) {
                const EnvironmentSettings &earlier = all.at(m_names[j]);
                const ConfigNode *otherDatabase = databaseKeyOf(earlier.name);
                if (!database || !otherDatabase || database->value != otherDatabase->value
                    || later.tables.headers.isEmpty() || later.tables.headers != earlier.tables.headers)
                    continue;
                const ConfigSection section = m_root.section(u"environment"_s).section(later.name);
                m_findings.sharedTable(section.path(u"target_table"_s), section.line(u"target_table"_s),
                                       later.tables.headers, earlier.name);
                break;
            }
        }
    }

    void checkValueMapping(const std::map<QString, EnvironmentSettings> &all)
    {
        const ConfigSection section = m_monday.section(u"value_mapping"_s);
        for (const ConfigNode &column : section.children()) {
            const bool mapped = std::ranges::any_of(all, [&](const auto &entry) {
                const std::vector<ColumnMapping> &headers = entry.second.mapping.headers;
                return std::ranges::find(headers, column.key, &ColumnMapping::source) != headers.end();
            });
            if (!mapped)
                m_findings.valueMappingOfUnmappedColumn(section.path(column.key), column.line);
        }
    }

    const ConfigSection m_root;
    const ConfigSection m_monday;
    const QString m_folder;
    const QStringList m_names;
    Findings &m_findings;
    std::vector<DatabaseSettings> m_databases;
};

} // namespace

std::map<QString, EnvironmentSettings> readEnvironments(const ConfigNode &root, const QString &file,
                                                        const QStringList &names, Findings &findings)
{
    return EnvironmentReader(root, file, names, findings).read();
}

} // namespace syncline
