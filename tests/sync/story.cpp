#include "story.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace syncline::testing {

QStringList Story::tell()
{
    build();
    const int legs = 1 + draw(4);
    for (int leg = 0; leg < legs; ++leg) {
        m_world.desk = m_desks == 2 ? draw(2) : 0;
        // A desk that died is given up by the other one when its time is over.
        if (chance(40))
            m_world.clock.advance(leaseTime);
        if (leg > 0 && chance(60))
            changeOrders();
        troubledLeg();
        checkAlways(u"after leg %1"_s.arg(leg + 1));
    }
    calmDown();
    m_world.clock.advance(leaseTime);
    for (int desk = 0; desk < m_desks; ++desk) {
        m_world.desk = desk;
        if (m_desks == 1 && chance(40))
            continue; // the last sync settles it
        for (const InterruptedSync &open : m_world.interrupted())
            calmResume(open.syncId);
        require(m_keyless || m_world.interrupted().empty(), u"the calm resume leaves a journal"_s);
    }
    lastSync();
    checkEnd();
    for (const Event &event : m_world.log.events()) {
        if (event.id == EventId::se_013 || event.id == EventId::se_014)
            m_log.append(u"  "_s + event.text());
    }
    return m_broken;
}

void Story::build()
{
    m_world.settings.mapping.lineLabels.byColumn.insert(u"size"_s, true);
    m_world.settings.api.itemBatchSize = 1 + draw(12);
    m_world.settings.api.maxInFlight = chance(75) ? 1 : 2 + draw(3);
    m_world.board.searchLag = std::chrono::seconds(draw(30));
    // Without the cache nothing but the look-up protects a row.
    m_world.board.forgetsKeys = chance(20);
    m_desks = chance(35) ? 2 : 1;
    if (chance(30))
        m_world.board.boards.items.groups.push_back({u"g2"_s, u"Paloma  FA26"_s});
    const int orders = 1 + draw(14);
    m_keyless = m_edits() % 100 < 15;
    if (m_keyless) {
        m_world.settings.mapping.recordKeyColumn.clear();
        std::erase_if(m_world.board.boards.items.columns,
                      [](const BoardColumn &column) { return column.id == "key"_L1; });
    }
    // Documents stay as they are, grow or shrink.
    m_world.board.secondsPerRow = std::array{1.5, 0.01, 20.0}.at(static_cast<std::size_t>(orders % 3));
    m_log.append(u"%1 orders, batch %2, lanes %3, lag %4 s%5%6, %7 desks"_s.arg(orders)
                     .arg(m_world.settings.api.itemBatchSize)
                     .arg(m_world.settings.api.maxInFlight)
                     .arg(std::chrono::duration_cast<std::chrono::seconds>(m_world.board.searchLag).count())
                     .arg(m_world.board.forgetsKeys ? u", keys forgotten"_s : QString(),
                          m_keyless ? u", no record keys"_s : QString())
                     .arg(m_desks));
    for (int number = 0; number < orders; ++number)
        addOrder(number);
}

void Story::addOrder(int number)
{
    static const QStringList customers{u"ALPINE LARK"_s, u"O'RILEY SPORT"_s, u"PALOMA"_s};
    QStringList sizes;
    for (const QString &size : {u"S"_s, u"M"_s, u"L"_s}) {
        if (chance(45))
            sizes.append(size);
    }
    // Order numbers are no identity: several orders have the same.
    const QString orderNumber = u"N-%1"_s.arg(draw(6));
    OrderHeader &order = m_world.tables.add(orderNumber, sizes, customers[draw(3)]);
    Expectation expected{
        .key = order.key, .price = u"28.5"_s, .season = u"SP26"_s, .name = order.itemName};
    if (chance(30)) {
        order.values[u"CUSTOMER PRICE"_s] = u"1,250.00"_s;
        expected.price = u"1250"_s;
    }
    if (chance(15)) {
        order.values[u"CUSTOMER SEASON"_s] = u"NEW%1"_s.arg(draw(2));
        expected.season = u"NEW%1"_s.arg(order.values[u"CUSTOMER SEASON"_s].toString().last(1));
    }
    if (chance(25))
        order.groupName = chance(50) ? u"paloma fa26"_s : u"Paloma FA26"_s;
    expected.group = foldedTitle(order.groupName);
    if (chance(10))
        order.groupId = u"gone"_s;
    if (chance(15))
        order.state = WarehouseState::Failed;

    const auto onBoard = [&](const QString &name) {
        FakeItem item{
            .name = name, .groupId = u"g1"_s, .values = {{u"price"_s, u"1"_s}}, .madeFor = order.key};
        if (!m_keyless)
            item.values[u"key"_s] = order.key.toString();
        return m_world.board.put(item);
    };
    qint64 itemId = 0;
    switch (draw(10)) {
    case 0: // refused by the plan
        order.values[u"CUSTOMER PRICE"_s] = u"much"_s;
        expected.valid = false;
        break;
    case 1: // refused by monday
        order.itemName = u"FORBIDDEN %1"_s.arg(number);
        m_world.board.refuseName(order.itemName, u"price"_s);
        expected.valid = false;
        break;
    case 2: // synced before, lines wait
        itemId = onBoard(order.itemName);
        order.state = WarehouseState::Done;
        order.itemId = itemId;
        expected.touchesHeader = false;
        expected.group.clear();
        break;
    case 3: // an update
        itemId = onBoard(u"an old name"_s);
        order.itemId = itemId;
        break;
    case 4: // on the board, and the warehouse does not know
        if (!m_keyless) // nothing could tell that it is there
            itemId = onBoard(order.itemName);
        break;
    default:
        break;
    }
    shapeLines(order, expected, itemId);
    m_expected.push_back(expected);
}

void Story::shapeLines(OrderHeader &order, Expectation &expected, qint64 itemId)
{
    for (OrderLine &line : order.lines) {
        const QString size = line.key.sizeCode;
        const int quantity = 1 + draw(90);
        line.quantity = quantity;
        expected.lines[size] = QString::number(quantity);
        qint64 subitem = 0;
        if (itemId != 0 && chance(50)) {
            subitem = m_world.board.put({.parent = itemId,
                                         .name = QString(u"Size "_s + size),
                                         .values = {{u"size"_s, size}, {u"qty"_s, u"0"_s}}});
            if (chance(60) || order.state == WarehouseState::Done)
                line.subitemId = subitem;
        }
        if ((line.subitemId || subitem == 0) && chance(10)) {
            line.quantity = u"ten"_s;
            expected.badLines.insert(size);
            expected.lines[size] = subitem != 0 ? std::optional(u"0"_s) : std::nullopt;
        } else if ((line.subitemId || subitem == 0) && chance(20)) {
            line.action = ActionType::Delete;
            expected.lines[size].reset();
        } else if (line.subitemId && order.state == WarehouseState::Done && chance(30)) {
            line.state = WarehouseState::Done; // nothing to do for it
            expected.lines[size] = u"0"_s;
        } else if (chance(10) && order.state != WarehouseState::Waiting) {
            line.state = WarehouseState::Failed;
        }
    }
}

SyncRequest Story::drawRequest()
{
    SyncRequest request{.maxRetries = 1000};
    if (chance(25))
        request.limitPerCustomer = 1 + draw(4);
    request.skipSubitems = chance(15);
    request.sequential = chance(30);
    request.selection = chance(65) ? RowSelection::Waiting
        : chance(60)               ? RowSelection::WaitingAndFailed
                                   : RowSelection::Failed;
    return request;
}

void Story::drawFaults()
{
    static const std::vector<FakeFault> kinds{
        FakeFault::LostBefore, FakeFault::RateLimited, FakeFault::Locked,    FakeFault::RefusedWhole,
        FakeFault::GroupVanished, FakeFault::NullAlias, FakeFault::LongLimit, FakeFault::Unauthorised,
        FakeFault::LostAfter,  FakeFault::LostAfter,   FakeFault::ServerError, FakeFault::LostLate};
    QStringList told;
    for (int bursts = draw(4); bursts > 0; --bursts) {
        const int first = 1 + draw(14);
        const int length = chance(60) ? 1 : 2 + draw(4);
        const bool mixed = chance(50);
        FakeFault kind = kinds[static_cast<std::size_t>(draw(static_cast<int>(kinds.size())))];
        for (int n = first; n < first + length; ++n) {
            if (mixed)
                kind = kinds[static_cast<std::size_t>(draw(static_cast<int>(kinds.size())))];
            m_world.board.failSend(n, kind);
            m_rowsMayFail =
                m_rowsMayFail || kind == FakeFault::RefusedWhole || kind == FakeFault::GroupVanished;
            told.append(u"%1:%2"_s.arg(n).arg(static_cast<int>(kind)));
        }
    }
    // A group is never made late: its list does not lag, so a group that appears after a restart has read it
    // cannot be told from one that was never made.
    for (const FakeCall call : {FakeCall::ReadBoards, FakeCall::ReadGroups, FakeCall::CreateGroup,
                                FakeCall::AddLabels, FakeCall::FindByText, FakeCall::ItemsById}) {
        if (!chance(25))
            continue;
        static constexpr std::array faults{FakeFault::LostBefore, FakeFault::LostAfter,
                                           FakeFault::RateLimited, FakeFault::Locked};
        const FakeFault fault = faults[static_cast<std::size_t>(draw(4))];
        const int first = 1 + draw(4);
        const int length = chance(80) ? 1 : 10;
        for (int n = first; n < first + length; ++n)
            m_world.board.failCall(call, n, fault);
        told.append(u"call%1@%2x%3:%4"_s.arg(static_cast<int>(call))
                        .arg(first)
                        .arg(length)
                        .arg(static_cast<int>(fault)));
    }
    if (chance(20)) {
        const int failing = 1 + draw(6);
        m_world.tables.failWriteBacks(failing);
        told.append(u"%1 write-backs"_s.arg(failing));
    }
    m_log.append(u"  faults "_s + told.join(u' '));
}

bool Story::drawEnd()
{
    const int n = 1 + draw(chance(50) ? 40 : 160);
    const auto cut = chance(50) ? Lifeline::Cut::Before : Lifeline::Cut::After;
    switch (draw(5)) {
    case 0:
    case 1:
        m_world.life.endAt(n, cut);
        m_log.append(u"  killed at %1 %2"_s.arg(n).arg(static_cast<int>(cut)));
        break;
    case 2:
        m_world.life.interruptAt(n, cut, [this] { m_world.stop.stopNow(); });
        m_log.append(u"  stopped now at %1 %2"_s.arg(n).arg(static_cast<int>(cut)));
        break;
    case 3:
        m_world.life.interruptAt(n, cut, [this] { m_world.stop.stopAfterBatch(); });
        m_log.append(u"  stopped at %1 %2"_s.arg(n).arg(static_cast<int>(cut)));
        break;
    default:
        return false;
    }
    return true;
}

void Story::drawLostAnswer()
{
    // Nobody but the board knows what became of the document, and of those that other lanes have under way.
    if (m_edits() % 100 >= (m_keyless ? 70 : 20))
        return;
    const int last = m_world.board.sends() + 1 + static_cast<int>(m_edits() % 6);
    m_log.append(u"  killed while document %1 is under way"_s.arg(last));
    m_world.board.onSend = [this, last](int number) {
        if (number == last)
            m_world.life.endAt(1, Lifeline::Cut::Before);
    };
}

void Story::drawEdits()
{
    const auto drawn = [this](int n) { return static_cast<int>(m_edits() % static_cast<quint64>(n)); };
    if (drawn(100) >= 40)
        return;
    // While rows are under way, the loader of the warehouse brings others.
    const auto countdown = std::make_shared<std::atomic<int>>(1 + drawn(12));
    Expectation &expected =
        m_expected.at(static_cast<std::size_t>(drawn(static_cast<int>(m_expected.size()))));
    const int price = 100 + drawn(90);
    const std::size_t line = static_cast<std::size_t>(drawn(6)); // often none
    const int quantity = 100 + drawn(90);
    if (!expected.valid || !expected.touchesHeader)
        return;
    m_log.append(
        u"  edit of %1 at write-back %2"_s.arg(expected.key.toString().left(8)).arg(countdown->load()));
    m_world.tables.onWriteBack = [this, countdown, &expected, price, line, quantity] {
        if (countdown->fetch_sub(1) == 1)
            edit(expected, price, line, quantity);
    };
}

void Story::edit(Expectation &expected, int price, std::size_t line, int quantity)
{
    m_world.change(expected.key, [&](OrderHeader &order) {
        const bool isCancelled = order.values.contains(u"ORDER TYPE"_s);
        if (line < order.lines.size() && order.lines[line].action != ActionType::Delete
            && !expected.badLines.contains(order.lines[line].key.sizeCode)) {
            OrderLine &changed = order.lines[line];
            changed.state = WarehouseState::Waiting;
            changed.quantity = quantity;
            expected.lines[changed.key.sizeCode] = isCancelled ? u"0"_s : QString::number(quantity);
        } else {
            order.state = WarehouseState::Waiting;
            order.values[u"CUSTOMER PRICE"_s] = price;
            expected.price = QString::number(price);
        }
    });
}

void Story::changeOrders()
{
    int changed = 0;
    for (Expectation &expected : m_expected) {
        OrderHeader &order = m_world.tables.at(expected.key);
        renameWaiting(order, expected);
        const bool isOnBoard = order.state == WarehouseState::Done && order.itemId && expected.valid;
        if (!isOnBoard || !expected.touchesHeader || !chance(50))
            continue;
        ++changed;
        if (chance(80))
            changeHeader(order, expected);
        changeLines(order, expected);
    }
    m_log.append(u"  %1 orders changed"_s.arg(changed));
}

void Story::renameWaiting(OrderHeader &order, Expectation &expected)
{
    // It may be on the board already under the name that it had, and nobody knows. What a dead desk called it only
    // that desk's journal tells: on a board without record keys nobody else could find it.
    const bool mayBeFound = !m_keyless || m_desks == 1;
    if (order.state == WarehouseState::Done || order.itemId || !expected.valid || !mayBeFound
        || m_edits() % 100 >= (m_keyless ? 80 : 30))
        return;
    order.itemName = u"LATE %1"_s.arg(m_edits() % 1000);
    expected.name = order.itemName;
}

void Story::changeHeader(OrderHeader &order, Expectation &expected)
{
    order.state = WarehouseState::Waiting;
    order.action = ActionType::Update;
    if (chance(40)) {
        const QString price = QString::number(1 + draw(90));
        order.values[u"CUSTOMER PRICE"_s] = price;
        expected.price = price;
    }
    if (chance(20)) {
        order.values[u"CUSTOMER SEASON"_s] = QVariant();
        expected.season.clear();
    }
    if (chance(25)) {
        order.itemName = u"RENAMED %1"_s.arg(draw(1000));
        expected.name = order.itemName;
    }
    if (chance(25)) {
        order.groupName = u"MOVED %1"_s.arg(draw(2));
        if (chance(30))
            order.groupId.clear();
        expected.group = foldedTitle(order.groupName);
    }
    const bool wasCancelled = order.values.contains(u"ORDER TYPE"_s);
    if (!wasCancelled && chance(15)) {
        order.values[u"ORDER TYPE"_s] = u"Cancelled"_s;
        for (auto &[size, quantity] : expected.lines) {
            if (quantity && !expected.badLines.contains(size))
                quantity = u"0"_s;
        }
    }
}

void Story::changeLines(OrderHeader &order, Expectation &expected)
{
    const bool isCancelled = order.values.contains(u"ORDER TYPE"_s);
    for (OrderLine &line : order.lines) {
        const QString size = line.key.sizeCode;
        if (line.state != WarehouseState::Done || !chance(40) || expected.badLines.contains(size))
            continue;
        line.state = WarehouseState::Waiting;
        if (chance(20)) {
            line.action = ActionType::Delete;
            expected.lines[size].reset();
        } else if (line.action != ActionType::Delete) {
            const int quantity = chance(30) ? line.quantity.toInt() : 1 + draw(90);
            line.quantity = quantity;
            expected.lines[size] = isCancelled ? u"0"_s : QString::number(quantity);
        }
    }
    if (chance(20) && order.lines.size() < 5) {
        const QString size = u"X%1"_s.arg(order.lines.size());
        order.lines.push_back({.key = {order.key, size}, .quantity = 7});
        expected.lines[size] = isCancelled ? u"0"_s : u"7"_s;
    }
    // The sum of the sizes is not the matter here.
    order.sizesTotal.reset();
}

void Story::troubledLeg()
{
    calmDown();
    const std::vector<InterruptedSync> open = m_world.interrupted();
    // A row in doubt that another desk has keeps its journal open.
    require(open.size() <= 1 || m_desks > 1 || m_keyless, u"several interrupted syncs"_s);
    const bool resumes = !open.empty() && chance(50);
    const SyncRequest request = drawRequest();
    m_log.append(u"desk %1 "_s.arg(m_world.desk));
    m_log.last().append(resumes ? u"resume"_s
                         : u"sync limit %1 skip %2 sequential %3 selection %4"_s
                               .arg(request.limitPerCustomer.value_or(0))
                               .arg(request.skipSubitems)
                               .arg(request.sequential)
                               .arg(static_cast<int>(request.selection)));
    drawFaults();
    if (!drawEnd())
        drawLostAnswer();
    drawEdits();
    const Result<RunFinished> finished =
        resumes ? m_world.resume(open.front().syncId) : m_world.sync(request);
    const bool died = m_world.life.isDead();
    m_world.life.revive();
    if (finished && !died)
        checkSummary(finished->summary, m_log.last());
}

void Story::calmDown()
{
    m_world.life.revive();
    m_world.stop = StopPair();
    m_world.board.calm();
    m_world.board.onSend = {};
    m_world.tables.failWriteBacks(0);
    m_world.tables.onWriteBack = {};
}

void Story::calmResume(const QString &syncId)
{
    m_log.append(u"calm resume"_s);
    const Result<RunFinished> resumed = m_world.resume(syncId);
    if (!resumed) {
        require(false, u"the resume failed: "_s + resumed.error().text());
        return;
    }
    checkSummary(resumed->summary, u"calm resume"_s);
    require(!resumed->summary.failure, u"the calm resume has a failure"_s);
    require(m_keyless || (resumed->summary.ledger.unknown == 0 && resumed->summary.linesLedger.unknown == 0),
            u"the calm resume leaves rows unknown"_s);
    // Of an order that another desk has sent meanwhile, only the lines that were refused here are left.
    require(resumed->summary.ledger.notSent == 0 || (m_desks > 1 && resumed->summary.linesLedger.refused > 0),
          u"the calm resume leaves %1 rows not sent"_s.arg(resumed->summary.ledger.notSent));
    checkAlways(u"after the calm resume"_s);
}

void Story::lastSync()
{
    m_log.append(u"last sync"_s);
    const Result<RunFinished> last =
        m_world.sync({.selection = RowSelection::WaitingAndFailed, .maxRetries = 1000});
    if (!last) {
        require(false, u"the last sync failed: "_s + last.error().text());
        return;
    }
    checkSummary(last->summary, u"last sync"_s);
    require(!last->summary.failure, u"the last sync has a failure"_s);
    require(last->summary.ledger.notSent == 0, u"the last sync leaves rows not sent"_s);
    if (m_keyless)
        return; // what stays in doubt is judged row by row
    require(last->summary.ledger.unknown == 0 && last->summary.linesLedger.unknown == 0,
          u"the last sync leaves rows unknown"_s);
    require(m_world.interrupted().empty(), u"the last sync leaves a journal"_s);
    require(m_world.leaseCount() == 0, u"the last sync leaves leases"_s);

    const int sends = m_world.board.sends();
    const Result<RunFinished> idle = m_world.sync();
    require(idle && idle->summary.ledger.planned == 0, u"something still waits"_s);
    require(m_world.board.sends() == sends, u"something is sent again"_s);
}

} // namespace syncline::testing
