#include "engine.h"

#include "monday/qnamtransport.h"
#include "sandbox/sandboxoptions.h"
#include "version.h"
#include "warehouse/sqlorderrefresh.h"
#include "warehouse/sqlorderwarehouse.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

// Beside the configuration file, as `demo` writes them.
constexpr QStringView sandboxStateFile = u"sandbox.sqlite";
constexpr QStringView sandboxOptionsFile = u"sandbox.toml";
// What the sandbox is told; it takes any token.
constexpr QStringView sandboxToken = u"sandbox";

/// Time after which monday's search finds what was written (monday-api.md 6, read after write).
constexpr std::chrono::seconds mondaySearchLag{30};

} // namespace

Engine::Engine(EnvironmentSettings settings, const QString &configFile, EventFanOut &events, Clock &clock, IdSource &ids)
    : m_settings(std::move(settings))
    , m_configFolder(QFileInfo(configFile).absolutePath())
    , m_events(events)
    , m_clock(clock)
    , m_ids(ids)
    , m_secrets(m_keychain)
    , m_journals(QDir(m_settings.stateFolder).filePath(u"journal"_s), clock)
    , m_reports(m_settings.reportsRoot, events, clock)
    , m_governor(m_settings.api.maxInFlight, clock,
                 [this](const QuotaWait &wait) {
                     if (wait.waiting)
                         m_events.post(wait.event);
                     m_observer.post(RunStateChanged{wait.waiting ? RunState::WaitingForQuota : RunState::Running,
                                                     wait.waiting ? wait.event : Event()});
                 })
    , m_searchLag(mondaySearchLag)
{
    m_monday.url = m_settings.api.url;
    m_monday.apiVersion = m_settings.api.version;
    m_monday.boardId = m_settings.boardId;
    m_monday.subitemBoardId = m_settings.subitemBoardId;
    m_monday.recordKeyColumn = m_settings.mapping.recordKeyColumn;
    m_monday.timeout = m_settings.api.timeout;
}

Engine::~Engine() = default;

Result<void> Engine::start()
{
    const std::lock_guard lock(m_mutex);
    if (m_started)
        return {};
    if (m_settings.sandbox) {
        if (Result<void> started = startSandbox(); !started)
            return started;
    } else {
        Result<QString> token = m_secrets.mondayToken();
        if (!token)
            return std::move(token).error();
        m_monday.token = std::move(token).value();
    }
    const bool needsPassword =
        m_settings.database.driver != DatabaseDriver::Sqlite && !m_settings.database.trustedConnection;
    if (needsPassword) {
        Result<QString> password = m_secrets.databasePassword(m_settings.database.key);
        if (!password)
            return std::move(password).error();
        m_databasePassword = std::move(password).value();
    }
    m_started = true;
    return {};
}

Result<void> Engine::startSandbox()
{
    const QDir folder(m_configFolder);
    sandbox::SandboxOptions options;
    const QString optionsFile = folder.filePath(sandboxOptionsFile.toString());
    if (QFileInfo::exists(optionsFile)) {
        Result<sandbox::SandboxOptions> loaded = sandbox::loadSandboxOptions(optionsFile);
        if (!loaded)
            return std::move(loaded).error();
        options = std::move(loaded).value();
    }
    auto server = std::make_unique<sandbox::SandboxServer>(folder.filePath(sandboxStateFile.toString()), options,
                                                           m_clock);
    Result<sandbox::SandboxAddress> address = server->start();
    if (!address)
        return std::move(address).error();
    m_monday.url = address->url;
    m_monday.token = options.token.isEmpty() ? sandboxToken.toString() : options.token;
    m_boardUrl = address->pageUrl.resolved(QUrl(QString(u"boards/"_s + m_settings.boardId)));
    m_searchLag = options.searchLag;
    m_sandbox = std::move(server);
    return {};
}

Result<std::unique_ptr<OrderWarehouse>> Engine::openWarehouse()
{
    if (Result<void> started = start(); !started)
        return std::move(started).error();
    Result<std::unique_ptr<SqlOrderWarehouse>> warehouse =
        SqlOrderWarehouse::open(warehouseOptions(m_settings, m_databasePassword), m_clock, m_events);
    if (!warehouse)
        return std::move(warehouse).error();
    return std::unique_ptr<OrderWarehouse>(std::move(warehouse).value());
}

Result<std::unique_ptr<OrderRefresh>> Engine::openRefresh()
{
    if (Result<void> started = start(); !started)
        return std::move(started).error();
    Result<std::unique_ptr<SqlOrderRefresh>> refresh =
        SqlOrderRefresh::open(warehouseOptions(m_settings, m_databasePassword), m_clock, m_ids, m_events);
    if (!refresh)
        return std::move(refresh).error();
    return std::unique_ptr<OrderRefresh>(std::move(refresh).value());
}

Result<std::unique_ptr<MondayBoardGateway>> Engine::openGateway()
{
    if (Result<void> started = start(); !started)
        return std::move(started).error();
    return std::make_unique<MondayBoardGateway>(m_monday, std::make_unique<QnamTransport>(), m_governor, m_clock,
                                                m_events);
}

Result<LanePorts> Engine::makePorts()
{
    LanePorts ports;
    Result<std::unique_ptr<OrderWarehouse>> warehouse = openWarehouse();
    if (!warehouse)
        return std::move(warehouse).error();
    Result<std::unique_ptr<MondayBoardGateway>> gateway = openGateway();
    if (!gateway)
        return std::move(gateway).error();
    ports.warehouse = std::move(warehouse).value();
    ports.gateway = std::move(gateway).value();
    return ports;
}

Result<SyncEnvironment> Engine::environmentFor(SyncObserver &observer)
{
    // The search lag is known when the sandbox has told its own.
    if (Result<void> started = start(); !started)
        return std::move(started).error();
    const GovernorStatistics before = m_governor.statistics();
    return SyncEnvironment{.settings = m_settings,
            .makePorts = [this] { return makePorts(); },
            .journals = m_journals,
            .reports = m_reports,
            .clock = m_clock,
            .ids = m_ids,
            .events = m_events,
            .observer = observer,
            .statistics =
                [this, before]() -> TransportStatistics {
                const GovernorStatistics now = m_governor.statistics();
                return {.requests = now.requests - before.requests,
                        .throttled = now.throttled - before.throttled,
                        .complexityUsed = now.complexityUsed - before.complexityUsed,
                        .secondsWaited = now.secondsWaited - before.secondsWaited,
                        .apiVersion = m_settings.api.version};
            },
            .searchLag = m_searchLag,
            .programVersion = QString::fromLatin1(version)};
}

QUrl Engine::boardUrl() const
{
    const std::lock_guard lock(m_mutex);
    return m_boardUrl;
}

} // namespace syncline
