#include "connectioncheck.h"

#include "sync/mappingcheck.h"
#include "sync/syncplanner.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QLocale>
#include <QSqlDatabase>
#include <QTcpSocket>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

constexpr std::chrono::milliseconds reachTimeout{5'000};
/// So that a stop is heard while a server does not answer.
constexpr std::chrono::milliseconds patience{200};
/// Leases are told by the server's clock and reports by ours; beyond this they read as if they were of
/// different days.
constexpr std::chrono::seconds clockTolerance{5};
/// A warning when less of the day's calls is left.
constexpr double leastShareOfDay = 0.1;

/// A driver of Qt Sql, and the package of Debian that has it.
struct SqlDriver
{
    QString name;
    QString package;
    quint16 port = 0;
};

SqlDriver driverOf(DatabaseDriver driver)
{
    switch (driver) {
    case DatabaseDriver::Sqlite:
        return {u"QSQLITE"_s, u"libqt6sql6-sqlite"_s};
    case DatabaseDriver::PostgreSql:
        return {u"QPSQL"_s, u"libqt6sql6-psql"_s, 5432};
    case DatabaseDriver::SqlServer:
        return {u"QODBC"_s, u"libqt6sql6-odbc"_s, 1433};
    }
    Q_UNREACHABLE();
}

CheckResult checkDriver(const DatabaseSettings &database)
{
    const SqlDriver driver = driverOf(database.driver);
    const QJsonObject parameters{{u"driver"_s, driver.name}, {u"package"_s, driver.package}};
    return checked(CheckStep::Driver,
                   {QSqlDatabase::isDriverAvailable(driver.name) ? Event{EventId::cc_001, parameters, {}}
                                                                 : Event{EventId::cc_002, parameters, {}}});
}

/// By name, for an id belongs to the one statement that reports it.
bool isOneOf(const Event &event, std::initializer_list<QLatin1StringView> names)
{
    return std::ranges::find(names, event.name()) != names.end();
}

/// Grouped, as the English texts around it.
QString grouped(qint64 number)
{
    return QLocale(QLocale::English, QLocale::UnitedStates).toString(number);
}

QString known(std::optional<qint64> number)
{
    return number ? grouped(*number) : u"unknown"_s;
}

/// What is missing when an optional table is.
Event absent(const QString &table, const TableSettings &tables)
{
    if (table.isEmpty())
        return {EventId::cc_009, {}, {}};
    if (table == tables.source)
        return {EventId::cc_010, {{u"table"_s, table}}, {}};
    return {EventId::cc_011, {{u"table"_s, table}}, {}};
}

} // namespace

ConnectionCheck::ConnectionCheck(Engine &engine, Listener listener)
    : m_engine(engine)
    , m_settings(engine.settings())
    , m_listener(std::move(listener))
{
}

void ConnectionCheck::run(const StopTokens &stop)
{
    m_failed.clear();
    m_stopped = false;
    checkWarehouse(stop);
    checkBoard(stop);
    checkLabels(stop);
}

void ConnectionCheck::tell(CheckResult result)
{
    if (result.state == CheckState::Failed)
        m_failed.insert(result.step);
    m_listener(result);
}

void ConnectionCheck::skip(const std::vector<CheckStep> &steps, CheckStep because)
{
    for (const CheckStep step : steps) {
        m_failed.insert(step);
        m_listener(skipped(
            step,
            m_stopped ? Event{EventId::cc_034, {}, {}}
                      : Event{EventId::cc_030, {{u"step"_s, nameOf(because).replace(u'_', u' ')}}, {}}));
    }
}

CheckResult ConnectionCheck::reach(const StopTokens &stop) const
{
    const DatabaseSettings &database = m_settings.database;
    if (database.driver == DatabaseDriver::Sqlite) {
        const QFileInfo file(database.path);
        return checked(CheckStep::Reach,
                       {file.isFile() && file.isReadable()
                            ? Event{EventId::cc_003, {{u"path"_s, database.path}}, {}}
                            : Event{EventId::cc_004, {{u"path"_s, database.path}}, {}}});
    }
    // Which port a named instance listens on is the driver's business; a path is a socket of this computer.
    if (database.host.contains(u'\\') || database.host.startsWith(u'/'))
        return skipped(CheckStep::Reach, {EventId::cc_007, {{u"host"_s, database.host}}, {}});
    const int port = database.port > 0 ? database.port : driverOf(database.driver).port;
    QJsonObject parameters{{u"host"_s, database.host}, {u"port"_s, port}};
    QTcpSocket socket;
    socket.connectToHost(database.host, static_cast<quint16>(port));
    for (auto waited = patience; waited <= reachTimeout && socket.state() != QAbstractSocket::ConnectedState;
         waited += patience) {
        if (stop.abort.stop_requested() || socket.waitForConnected(static_cast<int>(patience.count()))
            || socket.state() == QAbstractSocket::UnconnectedState)
            break;
    }
    if (socket.state() == QAbstractSocket::ConnectedState)
        return checked(CheckStep::Reach, {{EventId::cc_005, parameters, {}}});
    parameters.insert(u"reason"_s, socket.errorString());
    return checked(CheckStep::Reach, {{EventId::cc_006, parameters, {}}});
}

void ConnectionCheck::checkWarehouse(const StopTokens &stop)
{
    using enum CheckStep;
    tell(checkDriver(m_settings.database));
    if (!worked(Driver)) {
        skip({Reach, Login, Tables, Columns, OwnTables, Permissions, CheckStep::Clock}, Driver);
        return;
    }
    tell(reach(stop));
    m_stopped = stop.drain.stop_requested();
    if (!worked(Reach) || m_stopped) {
        skip({Login, Tables, Columns, OwnTables, Permissions, CheckStep::Clock}, Reach);
        return;
    }
    Result<std::unique_ptr<SqlOrderWarehouse>> warehouse = m_engine.openSqlWarehouse();
    if (!warehouse) {
        tell(failed(Login, warehouse.error().event));
        skip({Tables, Columns, OwnTables, Permissions, CheckStep::Clock}, Login);
        return;
    }
    const DatabaseSettings &database = m_settings.database;
    const QString name = database.driver == DatabaseDriver::Sqlite ? database.path : database.database;
    tell(checked(Login, {{EventId::cc_008, {{u"database"_s, name}, {u"user"_s, database.user}}, {}}}));
    checkTables(**warehouse);
}

void ConnectionCheck::checkTables(SqlOrderWarehouse &warehouse)
{
    using enum CheckStep;
    const Result<std::vector<Event>> findings = warehouse.findings();
    const Result<WarehouseFacts> facts = warehouse.facts();
    if (!findings || !facts) {
        tell(failed(Tables, findings ? facts.error().event : findings.error().event));
        skip({Columns, OwnTables, Permissions, CheckStep::Clock}, Tables);
        return;
    }
    std::vector<Event> tables;
    std::vector<Event> columns;
    std::vector<Event> own;
    bool readable = true;
    for (const Event &finding : *findings) {
        readable = readable && !isOneOf(finding, {"db-010"_L1});
        if (isOneOf(finding, {"db-010"_L1, "db-064"_L1}))
            tables.push_back(finding);
        else
            (isOneOf(finding, {"db-021"_L1, "db-022"_L1, "db-061"_L1}) ? own : columns).push_back(finding);
    }
    if (readable) {
        tables.push_back({EventId::cc_012,
                          {{u"headers"_s, m_settings.tables.headers}, {u"lines"_s, m_settings.tables.lines}},
                          {}});
    }
    for (const QString &table : facts->absentTables)
        tables.push_back(absent(table, m_settings.tables));
    tell(checked(Tables, std::move(tables)));
    if (!readable) {
        skip({Columns, OwnTables, Permissions}, Tables);
        checkClock(*facts);
        return;
    }
    const auto isProblem = [](const Event &finding) {
        return describe(finding.id).level >= EventLevel::Warning;
    };
    if (std::ranges::none_of(columns, isProblem)) {
        columns.insert(
            columns.begin(),
            {EventId::cc_013, {{u"columns"_s, facts->headerColumns}, {u"sizes"_s, facts->sizeColumns}}, {}});
    }
    columns.insert(columns.end(), facts->remarks.begin(), facts->remarks.end());
    m_textSources = facts->textSources;
    tell(checked(Columns, std::move(columns)));
    if (own.empty())
        own.push_back({EventId::cc_014, {}, {}});
    tell(checked(OwnTables, std::move(own)));
    checkPermissions(warehouse);
    checkClock(*facts);
}

void ConnectionCheck::checkPermissions(SqlOrderWarehouse &warehouse)
{
    const Result<void> writing = warehouse.tryWriting();
    tell(checked(CheckStep::Permissions,
                 {writing ? Event{EventId::cc_015, {}, {}}
                          : Event{EventId::cc_016, {{u"reason"_s, writing.error().text()}}, {}}}));
}

void ConnectionCheck::checkClock(const WarehouseFacts &facts)
{
    if (m_settings.database.driver == DatabaseDriver::Sqlite) {
        tell(skipped(CheckStep::Clock, {EventId::cc_017, {}, {}}));
        return;
    }
    const QString seconds = QString::number(std::chrono::duration<double>(facts.clockOffset).count(), 'f', 1);
    tell(checked(CheckStep::Clock,
                 {std::chrono::abs(facts.clockOffset) <= clockTolerance
                      ? Event{EventId::cc_018, {{u"seconds"_s, seconds}}, {}}
                      : Event{EventId::cc_019, {{u"seconds"_s, seconds}}, {}}}));
}

void ConnectionCheck::checkBoard(const StopTokens &stop)
{
    using enum CheckStep;
    m_stopped = stop.drain.stop_requested();
    if (m_stopped) {
        skip({Token, ApiVersion, Board, BoardColumns, RecordKey, Limits}, Token);
        return;
    }
    Result<std::unique_ptr<MondayBoardGateway>> gateway = m_engine.openGateway();
    const Result<AccountInfo> account =
        gateway ? (*gateway)->account(stop) : Result<AccountInfo>(gateway.error());
    if (!account) {
        m_stopped = stop.abort.stop_requested();
        if (m_stopped)
            skip({Token}, Token);
        else
            tell(failed(Token, account.error().event));
        skip({ApiVersion, Board, BoardColumns, RecordKey, Limits}, Token);
        return;
    }
    tell(checked(Token,
                 {{EventId::cc_020, {{u"user"_s, account->user}, {u"account"_s, account->account}}, {}}}));
    const QJsonObject versions{{u"answered"_s, account->apiVersion},
                               {u"requested"_s, m_settings.api.version}};
    tell(checked(ApiVersion,
                 {account->apiVersion == m_settings.api.version ? Event{EventId::cc_021, versions, {}}
                                                                : Event{EventId::cc_022, versions, {}}}));
    const Result<BoardPair> boards = (*gateway)->readBoards(stop);
    if (boards) {
        const BoardSchema &items = boards->items;
        tell(checked(Board,
                     {{EventId::cc_023,
                       {{u"board"_s, items.name},
                        {u"columns"_s, static_cast<qint64>(items.columns.size())},
                        {u"groups"_s, static_cast<qint64>(items.groups.size())},
                        {u"items"_s, grouped(items.itemsCount)}},
                       {}}}));
        checkColumns(*boards);
    } else {
        tell(failed(Board, boards.error().event));
        skip({BoardColumns, RecordKey}, Board);
    }
    checkLimits(stop);
}

void ConnectionCheck::checkColumns(const BoardPair &boards)
{
    const QString key = m_settings.mapping.recordKeyColumn;
    std::vector<Event> columns;
    std::vector<Event> recordKey;
    for (const MappingFinding &finding : checkMapping(m_settings.mapping, boards)) {
        const bool ofKey = isOneOf(finding.event, {"pl-020"_L1, "pl-021"_L1});
        // That none is configured is another matter than that the board lacks the one that is.
        if (!ofKey || !key.isEmpty())
            (ofKey ? recordKey : columns).push_back(finding.event);
    }
    if (columns.empty()) {
        const auto mapped = m_settings.mapping.headers.size() + m_settings.mapping.lines.size();
        columns.push_back({EventId::cc_024, {{u"columns"_s, static_cast<qint64>(mapped)}}, {}});
    }
    QJsonArray texts;
    for (const ColumnMapping &mapped : m_settings.mapping.headers) {
        const BoardColumn *target = boards.items.column(mapped.targetColumnId);
        if (target && target->type == ColumnType::Numbers && m_textSources.contains(mapped.source))
            texts.append(mapped.source);
    }
    if (!texts.isEmpty())
        columns.push_back({EventId::cc_035, {{u"sources"_s, texts}}, {}});
    tell(checked(CheckStep::BoardColumns, std::move(columns)));
    const BoardColumn *column = boards.items.column(key);
    if (key.isEmpty())
        recordKey.push_back({EventId::cc_025, {{u"environment"_s, m_settings.name}}, {}});
    else if (recordKey.empty() && column)
        recordKey.push_back({EventId::cc_026, {{u"column"_s, column->title}}, {}});
    CheckResult result = checked(CheckStep::RecordKey, std::move(recordKey));
    result.mayMakeRecordKey = !key.isEmpty() && !column;
    tell(std::move(result));
}

void ConnectionCheck::checkLimits(const StopTokens &stop)
{
    const AccountExperience experience = m_engine.experience(stop);
    const AccountLimits &limits = experience.limits;
    const double today = experience.callsToday;
    std::vector<Event> events{{EventId::cc_027,
                               {{u"calls_per_day"_s, known(limits.callsPerDay)},
                                {u"calls_today"_s, grouped(qRound64(today))},
                                {u"points_per_minute"_s, known(limits.pointsPerMinute)},
                                {u"calls_per_minute"_s, known(limits.callsPerMinute)},
                                {u"at_once"_s, known(limits.concurrency)}},
                               {}}};
    if (limits.callsPerDay) {
        const double left = static_cast<double>(*limits.callsPerDay) - today;
        if (left < leastShareOfDay * static_cast<double>(*limits.callsPerDay)) {
            events.push_back(
                {EventId::cc_028,
                 {{u"left"_s, std::max<qint64>(0, qRound64(left))}, {u"limit"_s, *limits.callsPerDay}},
                 {}});
        }
    }
    tell(checked(CheckStep::Limits, std::move(events)));
}

void ConnectionCheck::checkLabels(const StopTokens &stop)
{
    using enum CheckStep;
    m_stopped = m_stopped || stop.drain.stop_requested();
    for (const CheckStep needed : {Login, Tables, Token, Board}) {
        if (!worked(needed) || m_stopped) {
            skip({Labels}, needed);
            return;
        }
    }
    NobodyWatches nobody;
    Result<SyncEnvironment> environment = m_engine.environmentFor(nobody);
    const Result<PlanReport> plan =
        environment ? lookAhead(*environment, {}, 0, stop) : Result<PlanReport>(environment.error());
    if (!plan) {
        m_stopped = stop.drain.stop_requested();
        if (m_stopped)
            skip({Labels}, Labels);
        else
            tell(failed(Labels, plan.error().event));
        return;
    }
    std::vector<Event> events;
    for (const LabelsToCreate &labels : plan->labels) {
        events.push_back({EventId::cc_031,
                          {{u"column"_s, labels.columnTitle}, {u"labels"_s, labels.labels.join(u", "_s)}},
                          {}});
    }
    QHash<QString, std::pair<qint64, QString>> refused; // by column: rows, an example
    for (const ErrorGroup &refusal : plan->refusals) {
        const QString name = describe(refusal.event).name.toString();
        if (name != "pl-004"_L1 && name != "pl-005"_L1 && name != "pl-006"_L1 && name != "pl-007"_L1)
            continue;
        auto &[rows, sample] = refused[refusal.column];
        rows += refusal.rows;
        sample = refusal.sample;
    }
    QStringList columns = refused.keys();
    columns.sort();
    for (const QString &column : std::as_const(columns)) {
        const auto &[rows, sample] = refused[column];
        events.push_back(
            {EventId::cc_032, {{u"column"_s, column}, {u"orders"_s, rows}, {u"sample"_s, sample}}, {}});
    }
    if (events.empty())
        events.push_back({EventId::cc_033, {}, {}});
    tell(checked(Labels, std::move(events)));
}

} // namespace syncline
