#include "support/syncworld.h"

#include <QDir>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline::testing {

std::optional<DatabaseDriver> engineOfWorld()
{
    return qEnvironmentVariableIsEmpty("SYNCLINE_TEST_ENGINE") ? std::nullopt : std::optional(testEngine());
}

SyncWorld::SyncWorld(const QString &folder, std::optional<DatabaseDriver> engine)
    : m_desks{Desk(folder, clock, life), Desk(QString(folder + u"/other"_s), clock, life)}
{
    settings.name = u"test"_s;
    settings.boardId = u"1"_s;
    settings.subitemBoardId = u"2"_s;
    settings.tables.sizesBefore = u"TOTAL QTY"_s;
    settings.api.itemBatchSize = 5;
    settings.api.maxInFlight = 3;
    settings.mapping.headers = {{u"AAG ORDER NUMBER"_s, u"number"_s},
                                {u"CUSTOMER PRICE"_s, u"price"_s},
                                {u"CUSTOMER SEASON"_s, u"season"_s}};
    settings.mapping.lines = {{u"size_code"_s, u"size"_s}, {u"qty"_s, u"qty"_s}};
    settings.mapping.recordKeyColumn = u"key"_s;
    settings.mapping.headerLabels.byColumn.insert(u"season"_s, true);
    if (!engine)
        return;
    // The folder of the journals is theirs alone.
    const QString warehouse = folder + u"/warehouse"_s;
    QDir().mkpath(warehouse);
    m_sql = std::make_unique<SqlTables>(*engine, QString(warehouse + u"/orders.sqlite"_s), tables, clock);
    settings.database = m_sql->database();
    settings.tables = m_sql->settings();
}

SyncEnvironment SyncWorld::environment(int which)
{
    return {.settings = settings,
            .openWarehouse = [this] { return openWarehouse(); },
            .openGateway = [this]() -> Result<std::unique_ptr<BoardGateway>> { return openGateway(); },
            .journals = m_desks.at(static_cast<std::size_t>(which)).journals,
            .reports = m_reports,
            .clock = clock,
            .ids = m_ids,
            .events = log,
            .observer = observer,
            .statistics =
                [this] {
                    TransportStatistics now = statistics;
                    now.waited = now.waited + board.waited();
                    now.secondsOnServer += board.secondsOnServer();
                    return now;
                },
            .experience = [this](const StopTokens &) { return experience; },
            .searchLag = std::chrono::seconds(30),
            .desk = u"desk %1"_s.arg(which),
            .leaseTime = std::chrono::minutes(10),
            .programVersion = u"test"_s};
}

Result<RunFinished> SyncWorld::sync(const SyncRequest &request)
{
    SyncEnvironment ports = environment(desk);
    return worked([&] { return SyncSession(ports).run(request, stop.tokens()); });
}

Result<RunFinished> SyncWorld::syncAt(int which)
{
    SyncEnvironment ports = environment(which);
    return worked([&] { return SyncSession(ports).run({}, stop.tokens()); });
}

Result<RunFinished> SyncWorld::resume(const QString &syncId)
{
    SyncEnvironment ports = environment(desk);
    return worked([&] { return SyncSession(ports).resume(syncId, stop.tokens()); });
}

Result<std::unique_ptr<OrderWarehouse>> SyncWorld::openWarehouse()
{
    if (!m_sql)
        return std::move(mortal({tables.open(), nullptr}, life).warehouse);
    Result<std::unique_ptr<OrderWarehouse>> opened = m_sql->open(settings, log);
    if (!opened)
        return opened;
    const auto met = [this] { return tables.meetWriteBack(); };
    const auto metRow = [this] {
        if (tables.onVisit)
            tables.onVisit();
    };
    return std::move(mortal({std::move(opened).value(), nullptr}, life, met, metRow).warehouse);
}

std::unique_ptr<BoardGateway> SyncWorld::openGateway()
{
    return std::move(mortal({nullptr, board.gateway()}, life).gateway);
}

Result<RunFinished> SyncWorld::worked(const std::function<Result<RunFinished>()> &work)
{
    if (m_sql)
        m_sql->write();
    Result<RunFinished> finished = work();
    if (m_sql)
        m_sql->readBack();
    return finished;
}

void SyncWorld::change(const RecordKey &key, const std::function<void(OrderHeader &)> &how)
{
    if (m_sql)
        m_sql->change(key, how);
    else
        tables.change(key, how);
}

qsizetype SyncWorld::leaseCount() const
{
    return m_sql ? m_sql->leaseCount() : tables.leaseCount();
}

std::vector<InterruptedSync> SyncWorld::interrupted()
{
    Result<std::vector<InterruptedSync>> found =
        m_desks.at(static_cast<std::size_t>(desk)).journals.interrupted();
    return found ? *found : std::vector<InterruptedSync>();
}

std::unique_ptr<SyncJournal> SyncWorld::newJournal(const QString &syncId)
{
    Result<std::unique_ptr<SyncJournal>> journal =
        m_desks.at(static_cast<std::size_t>(desk)).journals.create(syncId, settings.name, {}, clock.utcNow());
    return journal ? *std::move(journal) : nullptr;
}

std::unique_ptr<SyncJournal> SyncWorld::takeUp(const QString &syncId)
{
    Result<std::unique_ptr<SyncJournal>> journal =
        m_desks.at(static_cast<std::size_t>(desk)).journals.reopen(syncId);
    return journal ? *std::move(journal) : nullptr;
}

namespace {

/// What the board says, or, without a column for record keys, what only the board in memory knows.
QString ownerOf(const FakeItem &item)
{
    const auto key = item.values.find(u"key"_s);
    return key == item.values.end() ? item.madeFor.toString() : key->second;
}

} // namespace

QString SyncWorld::differences() const
{
    QStringList all;
    const std::vector<FakeItem> items = board.items();
    const std::vector<FakeItem> subitems = board.subitems();
    std::size_t expectedItems = 0;
    std::size_t expectedSubitems = 0;
    for (const OrderHeader &order : tables.orders()) {
        const auto twins = std::ranges::count_if(
            items, [&order](const FakeItem &item) { return ownerOf(item) == order.key.toString(); });
        if (order.state != WarehouseState::Done) {
            if (twins != 0)
                all.append(u"%1 is on the board but does not count as synced"_s.arg(order.orderNumber));
            continue;
        }
        ++expectedItems;
        const auto item = std::ranges::find_if(
            items, [&order](const FakeItem &candidate) { return candidate.id == order.itemId.value_or(0); });
        if (twins != 1 || item == items.end() || ownerOf(*item) != order.key.toString())
            all.append(u"%1 is on the board %2 times"_s.arg(order.orderNumber, QString::number(twins)));
        for (const OrderLine &line : order.lines) {
            if (!line.subitemId)
                continue;
            ++expectedSubitems;
            const auto subitem = std::ranges::find(subitems, *line.subitemId, &FakeItem::id);
            if (subitem == subitems.end() || subitem->parent != order.itemId.value_or(0)
                || subitem->values.at(u"size"_s) != line.key.sizeCode) {
                all.append(u"%1 size %2 has a wrong subitem"_s.arg(order.orderNumber, line.key.sizeCode));
            }
        }
    }
    if (items.size() != expectedItems)
        all.append(u"%1 items, %2 synced orders"_s.arg(items.size()).arg(expectedItems));
    if (subitems.size() != expectedSubitems)
        all.append(u"%1 subitems, %2 synced lines"_s.arg(subitems.size()).arg(expectedSubitems));
    return all.join(u"; "_s);
}

} // namespace syncline::testing
