#include "engine.h"

#include "monday/qnamtransport.h"
#include "sandbox/sandboxoptions.h"
#include "version.h"
#include "warehouse/sqlorderrefresh.h"

#include <QDir>
#include <QFileInfo>
#include <QSysInfo>

#include <pwd.h>
#include <unistd.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

// Beside the configuration file, as `demo` writes them.
constexpr QStringView sandboxStateFile = u"sandbox.sqlite";
constexpr QStringView sandboxOptionsFile = u"sandbox.toml";
// In the state folder: what was learnt about the account.
constexpr QStringView costsFile = u"costs.json";
// What the sandbox is told; it takes any token.
constexpr QStringView sandboxToken = u"sandbox";

/// Title of the column that holds record keys, where Syncline makes it.
constexpr QStringView recordKeyTitle = u"Record key";

/// Time after which monday's search finds what was written (monday-api.md 6, read after write).
constexpr std::chrono::seconds mondaySearchLag{30};

/// A lease must outlast every silence of its desk; the longest is a request that waits for its timeout.
constexpr std::chrono::seconds shortestLease{600};
constexpr int timeoutsPerLease = 4;

/// This place of work in words that the people at the other desks know.
QString deskName()
{
    const passwd *user = getpwuid(geteuid());
    const QString name = user ? QString::fromLocal8Bit(user->pw_name) : QString::number(geteuid());
    return name + u'@' + QSysInfo::machineHostName();
}

/// Whether the same question may be answered at another time.
bool canSucceedLater(ErrorKind kind)
{
    return kind != ErrorKind::Unauthorised && kind != ErrorKind::SchemaMismatch
        && kind != ErrorKind::ValidationRejected;
}

/// At most so many orders per question to the warehouse, and items per question to the board.
constexpr std::size_t ordersPerQuestion = 500;
constexpr std::size_t itemsPerQuestion = 100;

template<typename T>
std::vector<std::vector<T>> pieces(const std::vector<T> &all, std::size_t size)
{
    std::vector<std::vector<T>> result;
    for (std::size_t start = 0; start < all.size(); start += size) {
        const auto first = all.begin() + static_cast<std::ptrdiff_t>(start);
        result.emplace_back(first, first + static_cast<std::ptrdiff_t>(std::min(size, all.size() - start)));
    }
    return result;
}

} // namespace

Engine::Engine(EnvironmentSettings settings, const QString &configFile, EventFanOut &events, Clock &clock,
               IdSource &ids)
    : m_settings(std::move(settings))
    , m_configFolder(QFileInfo(configFile).absolutePath())
    , m_desk(deskName())
    , m_events(events)
    , m_clock(clock)
    , m_ids(ids)
    , m_secrets(m_keychain)
    , m_journals(QDir(m_settings.stateFolder).filePath(u"journal"_s), clock)
    , m_reports(m_settings.reportsRoot, events, clock)
    , m_governor(
          m_settings.api.maxInFlight, clock,
          [this](const QuotaWait &wait) {
              if (!wait.waiting) {
                  m_observer.postEndOfWait();
                  return;
              }
              m_events.post(wait.event);
              m_observer.post(RunStateChanged{RunState::WaitingForQuota, wait.event,
                                              m_clock.utcNow().addSecs(wait.duration.count())});
          },
          [this](int inFlight, int limit) {
              m_observer.post(FlightChanged{inFlight, limit});
          })
    , m_searchLag(mondaySearchLag)
{
    m_monday.url = m_settings.api.url;
    m_monday.apiVersion = m_settings.api.version;
    m_monday.boardId = m_settings.boardId;
    m_monday.subitemBoardId = m_settings.subitemBoardId;
    m_monday.timeout = m_settings.api.timeout;
}

Engine::~Engine() = default;

Result<void> Engine::start()
{
    if (Result<void> started = startBoard(); !started)
        return started;
    return startWarehouse();
}

Result<void> Engine::startWarehouse()
{
    const std::lock_guard lock(m_mutex);
    if (m_warehouseStarted)
        return {};
    const bool needsPassword =
        m_settings.database.driver != DatabaseDriver::Sqlite && !m_settings.database.trustedConnection;
    if (needsPassword) {
        Result<QString> password = m_secrets.databasePassword(m_settings.database.key);
        if (!password)
            return std::move(password).error();
        m_databasePassword = std::move(password).value();
    }
    m_warehouseStarted = true;
    return {};
}

Result<void> Engine::startBoard()
{
    const std::lock_guard lock(m_mutex);
    if (m_boardStarted)
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
    m_book = std::make_shared<CostBook>(QDir(m_settings.stateFolder).filePath(costsFile.toString()),
                                        m_monday.token, m_monday.apiVersion, m_clock, m_events);
    m_governor.useBook(m_book);
    m_boardStarted = true;
    return {};
}

AccountExperience Engine::experience(const StopTokens &stop)
{
    if (Result<void> started = startBoard(); !started)
        return {};
    // Only the account itself tells its calls per day, and not every token may ask; without them there is no
    // warning. A running sync does not ask.
    if (stop.abort.stop_possible() && !m_knowsAccount) {
        if (Result<std::unique_ptr<MondayBoardGateway>> gateway = openGateway(); gateway) {
            const Result<AccountInfo> account = (*gateway)->account(stop);
            if (!account)
                m_events.post(account.error().event);
            m_knowsAccount = account || !canSucceedLater(account.error().kind);
        }
    }
    return m_book->experience();
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
    auto server = std::make_unique<sandbox::SandboxServer>(folder.filePath(sandboxStateFile.toString()),
                                                           options, m_clock);
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

Result<std::unique_ptr<SqlOrderWarehouse>> Engine::openSqlWarehouse()
{
    if (Result<void> started = startWarehouse(); !started)
        return std::move(started).error();
    return SqlOrderWarehouse::open(warehouseOptions(m_settings, m_databasePassword), m_clock, m_events);
}

Result<std::unique_ptr<OrderWarehouse>> Engine::openWarehouse()
{
    Result<std::unique_ptr<SqlOrderWarehouse>> warehouse = openSqlWarehouse();
    if (!warehouse)
        return std::move(warehouse).error();
    return std::unique_ptr<OrderWarehouse>(std::move(warehouse).value());
}

Result<QStringList> Engine::pendingMigrations()
{
    Result<std::unique_ptr<SqlOrderWarehouse>> warehouse = openSqlWarehouse();
    if (!warehouse)
        return std::move(warehouse).error();
    return (*warehouse)->pendingMigrations();
}

Result<void> Engine::migrate()
{
    Result<std::unique_ptr<SqlOrderWarehouse>> warehouse = openSqlWarehouse();
    if (!warehouse)
        return std::move(warehouse).error();
    return (*warehouse)->migrate();
}

Result<void> Engine::repair(const std::vector<RecordKey> &keys, Repair repair)
{
    Result<std::unique_ptr<OrderWarehouse>> warehouse = openWarehouse();
    if (!warehouse)
        return std::move(warehouse).error();
    if (repair == Repair::CreateAgain) {
        if (Result<void> gone = demandItemsGone(**warehouse, keys); !gone)
            return gone;
    }
    return (*warehouse)->repair(keys, repair);
}

Result<void> Engine::demandItemsGone(OrderWarehouse &warehouse, const std::vector<RecordKey> &keys)
{
    QHash<qint64, RecordKey> owners;
    for (const std::vector<RecordKey> &some : pieces(keys, ordersPerQuestion)) {
        const Result<std::vector<KnownRow>> rows = warehouse.knownRows(some);
        if (!rows)
            return rows.error();
        for (const KnownRow &row : *rows) {
            if (row.row.sizeCode.isEmpty() && row.mondayId)
                owners.insert(*row.mondayId, row.row.record);
        }
    }
    if (owners.isEmpty())
        return {};
    Result<std::unique_ptr<MondayBoardGateway>> gateway = openGateway();
    if (!gateway)
        return std::move(gateway).error();
    const std::vector<qint64> ids(owners.keyBegin(), owners.keyEnd());
    for (const std::vector<qint64> &some : pieces(ids, itemsPerQuestion)) {
        const Result<std::vector<BoardItem>> items = (*gateway)->itemsById(some, {});
        if (!items)
            return items.error();
        const auto there = std::ranges::find_if(*items, &BoardItem::active);
        if (there != items->end()) {
            return Error{.kind = ErrorKind::InvalidInput,
                         .event = {.id = EventId::en_001,
                                   .parameters = {{u"item_id"_s, QString::number(there->id)},
                                                  {u"key"_s, owners.value(there->id).toString()}}}};
        }
    }
    return {};
}

Result<BoardColumn> Engine::makeRecordKeyColumn(const StopTokens &stop)
{
    Result<std::unique_ptr<MondayBoardGateway>> gateway = openGateway();
    if (!gateway)
        return std::move(gateway).error();
    return (*gateway)->createTextColumn(m_settings.mapping.recordKeyColumn, recordKeyTitle.toString(), stop);
}

Result<std::unique_ptr<OrderRefresh>> Engine::openRefresh()
{
    if (Result<void> started = startWarehouse(); !started)
        return std::move(started).error();
    Result<std::unique_ptr<SqlOrderRefresh>> refresh =
        SqlOrderRefresh::open(warehouseOptions(m_settings, m_databasePassword), m_clock, m_ids, m_events);
    if (!refresh)
        return std::move(refresh).error();
    return std::unique_ptr<OrderRefresh>(std::move(refresh).value());
}

Result<std::unique_ptr<MondayBoardGateway>> Engine::openGateway()
{
    if (Result<void> started = startBoard(); !started)
        return std::move(started).error();
    return std::make_unique<MondayBoardGateway>(m_monday, std::make_unique<QnamTransport>(), m_governor,
                                                m_clock, m_events);
}

Result<SyncEnvironment> Engine::environmentFor(SyncObserver &observer)
{
    // The search lag is known when the sandbox has told its own.
    if (Result<void> started = start(); !started)
        return std::move(started).error();
    return SyncEnvironment{
        .settings = m_settings,
        .openWarehouse = [this] { return openWarehouse(); },
        .openGateway = [this]() -> Result<std::unique_ptr<BoardGateway>> {
            Result<std::unique_ptr<MondayBoardGateway>> gateway = openGateway();
            if (!gateway)
                return std::move(gateway).error();
            return std::unique_ptr<BoardGateway>(std::move(gateway).value());
        },
        .journals = m_journals,
        .reports = m_reports,
        .clock = m_clock,
        .ids = m_ids,
        .events = m_events,
        .observer = observer,
        .statistics = [this]() -> TransportStatistics {
            const GovernorStatistics now = m_governor.statistics();
            return {.traffic = now.traffic, .waited = now.waited, .secondsOnServer = now.secondsOnServer};
        },
        .experience = [this](const StopTokens &stop) { return experience(stop); },
        .searchLag = m_searchLag,
        .desk = m_desk,
        .leaseTime =
            std::max(shortestLease,
                     std::chrono::ceil<std::chrono::seconds>(m_settings.api.timeout) * timeoutsPerLease),
        .programVersion = QString::fromLatin1(version)};
}

QUrl Engine::boardUrl() const
{
    const std::lock_guard lock(m_mutex);
    return m_boardUrl;
}

} // namespace syncline
