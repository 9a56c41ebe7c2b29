#include "warehouse/refreshpass.h"

#include "warehouse/refreshmatch.h"
#include "warehouse/rowtext.h"
#include "warehouse/warehouseerrors.h"

#include <algorithm>
#include <ranges>

using namespace Qt::StringLiterals;

namespace syncline::warehouse {

namespace {

/// Rows read at once.
constexpr qint64 pageSize = 500;

/// Rows that a refresh leaves as they are: those of other systems, and those that an operator put to
/// COMPLETED to keep them off the board (OS 2.6).
bool isNotOurs(const HeldOrder &held, bool hasItem)
{
    const WarehouseState state = warehouseStateFromText(held.state);
    if (state == WarehouseState::NotOurs || state == WarehouseState::Strange)
        return true;
    return !hasItem && held.state.toString().trimmed().compare("COMPLETED"_L1, Qt::CaseInsensitive) == 0;
}

QJsonObject nameOf(const SourceOrder &order)
{
    return {{u"order"_s, order.orderNumber}, {u"customer"_s, order.customer}};
}

Event notSingle(const SourceOrder &order, int rows)
{
    QJsonObject parameters = nameOf(order);
    parameters.insert(u"rows"_s, rows);
    return {EventId::rf_017, parameters, {}};
}

Event repeated(const SourceOrder &order)
{
    return {EventId::rf_012, nameOf(order), {}};
}

Event ambiguous(const SourceOrder &order, const Match &match)
{
    QJsonObject parameters = nameOf(order);
    parameters.insert(u"rows"_s, match.rows);
    parameters.insert(u"headers"_s, match.headers);
    return {EventId::rf_013, parameters, {}};
}

Event refused(const SourceOrder &order, const Error &error)
{
    QJsonObject parameters = nameOf(order);
    parameters.insert(u"reason"_s, error.event.parameters[u"reason"_s]);
    return {EventId::rf_026, parameters, {}};
}

} // namespace

RefreshPass::RefreshPass(const RefreshWork &work, RefreshTally &tally)
    : m_work(work)
    , m_tally(tally)
    , m_now(timeText(work.now))
{
}

void RefreshPass::skip(const SourceOrder &order, const Event &reason)
{
    m_work.events.post(reason);
    m_tally.skip(
        {.key = order.key, .orderNumber = order.orderNumber, .customer = order.customer, .reason = reason});
}

Result<void> RefreshPass::run(const std::stop_token &stop)
{
    // Rows of one number are looked at together; the last number of a page may go on in the next.
    std::vector<SourceOrder> waiting;
    for (qint64 first = 1;; first += pageSize) {
        if (stop.stop_requested())
            return Error{.kind = ErrorKind::Cancelled, .event = {EventId::rf_021, {}, {}}};
        Result<std::vector<SourceOrder>> page = m_work.store.page(first, first + pageSize - 1);
        if (!page)
            return page.error();
        const bool last = static_cast<qint64>(page->size()) < pageSize;
        std::ranges::move(*page, std::back_inserter(waiting));
        auto end = waiting.end();
        if (!last && !waiting.back().number.isEmpty()) {
            const QString number = waiting.back().number;
            end = std::ranges::find(waiting, number, &SourceOrder::number);
        }
        std::vector<SourceOrder> complete(std::make_move_iterator(waiting.begin()),
                                          std::make_move_iterator(end));
        waiting.erase(waiting.begin(), end);
        if (Result<void> done = process(std::move(complete)); !done)
            return done;
        if (last)
            return reportOnlyInHeaders();
    }
}

Result<void> RefreshPass::process(std::vector<SourceOrder> orders)
{
    Result<std::vector<Task>> tasks = pairWithHeaders(std::move(orders));
    if (!tasks)
        return tasks.error();
    if (Result<void> read = readLines(*tasks); !read)
        return read;
    std::vector<Outcome> outcomes;
    for (const Task &task : *tasks) {
        if (std::optional<Outcome> outcome = judge(task))
            outcomes.push_back(*std::move(outcome));
    }
    if (m_work.mode == RefreshMode::Write && !outcomes.empty()) {
        if (Result<void> written = write(outcomes); !written)
            return written;
    }
    for (const Outcome &outcome : outcomes)
        count(outcome);
    return {};
}

Result<std::vector<RefreshPass::Task>> RefreshPass::pairWithHeaders(std::vector<SourceOrder> orders)
{
    std::vector<RecordKey> keys;
    for (SourceOrder &order : orders) {
        m_work.rules.clean(order);
        if (!order.key.isNull())
            keys.push_back(order.key);
    }
    Result<QHash<RecordKey, HeldOrder>> held = m_work.store.headersByKey(keys);
    if (!held)
        return held.error();
    std::vector<Task> tasks;
    for (SourceOrder &order : orders) {
        // Without an identity of its own a row is nobody's; wrong quantities do not hide whose row it is.
        if (order.blank) {
            ++m_tally.of(order.customer).blank;
        } else if (order.problem && order.quantities.empty()) {
            skip(order, *order.problem);
        } else {
            Task task{.order = std::move(order)};
            if (const auto header = held->constFind(task.order.key); header != held->cend()) {
                task.held = *header;
                task.key = header->key;
            }
            tasks.push_back(std::move(task));
        }
    }
    if (Result<void> paired = pairByKey(tasks); !paired)
        return paired.error();
    return tasks;
}

Result<void> RefreshPass::pairByKey(std::vector<Task> &tasks)
{
    std::vector<std::size_t> open;
    QStringList numbers;
    for (std::size_t index = 0; index < tasks.size(); ++index) {
        if (tasks[index].held || tasks[index].order.number.isEmpty())
            continue;
        open.push_back(index);
        if (numbers.isEmpty() || numbers.last() != tasks[index].order.number)
            numbers.append(tasks[index].order.number);
    }
    const Result<std::vector<HeldOrder>> headers = m_work.store.headersByNumber(numbers);
    if (!headers)
        return headers.error();

    MatchTask question;
    for (const std::size_t index : open) {
        question.orders.push_back(m_work.rules.keyOf(tasks[index].order));
        question.hasKey.push_back(!tasks[index].order.key.isNull());
    }
    for (const HeldOrder &header : *headers)
        question.headers.push_back(m_work.rules.keyOf(header));
    question.equal = [&](std::size_t order, std::size_t header) {
        return !m_work.rules.compare(tasks[open[order]].order, &(*headers)[header]).any;
    };
    const std::vector<Match> matches = matchByKey(question);

    std::vector<RecordKey> seen;
    QSet<QString> ambiguousBases;
    std::vector<std::size_t> skipped;
    for (std::size_t place = 0; place < open.size(); ++place) {
        Task &task = tasks[open[place]];
        const Match &match = matches[place];
        switch (match.kind) {
        case MatchKind::Header:
            task.held = (*headers)[match.header];
            task.key = task.held->key;
            seen.push_back(task.key);
            continue;
        case MatchKind::New:
            continue;
        case MatchKind::Repeated:
            skip(task.order, repeated(task.order));
            break;
        case MatchKind::Ambiguous:
            skip(task.order, ambiguous(task.order, match));
            ambiguousBases.insert(question.orders[place].base);
            break;
        }
        skipped.push_back(open[place]);
    }
    for (std::size_t index = 0; index < headers->size(); ++index) {
        if (ambiguousBases.contains(question.headers[index].base))
            seen.push_back((*headers)[index].key);
    }
    for (const std::size_t index : skipped | std::views::reverse)
        tasks.erase(tasks.begin() + static_cast<std::ptrdiff_t>(index));
    return m_work.store.markSeen(seen);
}

Result<void> RefreshPass::readLines(std::vector<Task> &tasks)
{
    QStringList spellings;
    for (Task &task : tasks) {
        // A new order keeps the identity that the source gives it.
        if (task.key.isNull())
            task.key = task.order.key.isNull() ? RecordKey(m_work.ids.next()) : task.order.key;
        spellings.append(task.held ? task.held->keyText.toString() : task.key.toString());
    }
    Result<QHash<RecordKey, std::vector<HeldLine>>> lines = m_work.store.lines(spellings);
    if (!lines)
        return lines.error();
    for (Task &task : tasks)
        task.lines = lines->take(task.key);
    return {};
}

std::optional<RefreshPass::Outcome> RefreshPass::judge(const Task &task)
{
    const SourceOrder &order = task.order;
    std::optional<qint64> itemId;
    if (task.held) {
        if (task.held->copies > 1) {
            skip(order, notSingle(order, task.held->copies));
            return std::nullopt;
        }
        if (!readId(task.held->itemId, itemId)) {
            skip(order,
                 idNotReadable(order.orderNumber, order.customer, u"monday_item_id"_s,
                               excerpt(task.held->itemId)));
            return std::nullopt;
        }
        if (isNotOurs(*task.held, itemId.has_value())) {
            ++m_tally.of(order.customer).notOurs;
            return std::nullopt;
        }
    }
    if (order.problem) {
        skip(order, *order.problem);
        return std::nullopt;
    }
    HeaderDifference header = m_work.rules.compare(order, task.held ? &*task.held : nullptr);
    if (header.problem) {
        skip(order, *header.problem);
        return std::nullopt;
    }
    const bool zeroes = m_work.cancelledOrders == CancelledRule::ZeroQuantities;
    LinesDifference lines =
        compareLines(m_work.columns, order, task.lines,
                     {.keepSubitems = header.isCancelled && zeroes,
                      .resend = task.held && header.isCancelled != header.wasCancelled && zeroes});
    if (lines.problem) {
        skip(order, *lines.problem);
        return std::nullopt;
    }
    if (!header.any && lines.changes.empty()) {
        ++m_tally.of(order.customer).unchanged;
        noteGoneSizes(order, header, lines);
        return std::nullopt;
    }
    if (const std::optional<Event> problem = m_work.rules.sumProblem(order, header)) {
        m_tally.addGone(header.sizesGone);
        skip(order, *problem);
        return std::nullopt;
    }
    return Outcome{
        .task = task, .header = std::move(header), .lines = std::move(lines), .hasItem = itemId.has_value()};
}

void RefreshPass::noteGoneSizes(const SourceOrder &order, const HeaderDifference &header, const LinesDifference &lines)
{
    const QStringList sizes = header.sizesGone + lines.sizesGone;
    m_tally.addGone(sizes);
    if (m_work.columns.goneSizes == GoneSizes::Stay && !sizes.isEmpty())
        m_tally.keep(order.customer, sizes, lines.linesKept);
}

void RefreshPass::count(const Outcome &outcome)
{
    const SourceOrder &order = outcome.task.order;
    if (outcome.refused) {
        skip(order, *outcome.refused);
        return;
    }
    RefreshCounts &counts = m_tally.of(order.customer);
    RefreshRow row{.key = outcome.task.key, .orderNumber = order.orderNumber, .customer = order.customer};
    if (!outcome.task.held) {
        ++counts.added;
    } else if (outcome.header.isCancelled && !outcome.header.wasCancelled) {
        ++counts.cancelled;
        row.kind = RefreshKind::Cancelled;
    } else {
        ++counts.changed;
        row.kind = RefreshKind::Changed;
    }
    for (const LineChange &line : outcome.lines.changes) {
        counts.linesAdded += line.work == LineWork::Insert ? 1 : 0;
        counts.linesChanged += line.work == LineWork::Update ? 1 : 0;
        counts.linesRemoved += line.work == LineWork::Remove ? 1 : 0;
    }
    noteGoneSizes(order, outcome.header, outcome.lines);
    m_tally.list(std::move(row));
}

Result<void> RefreshPass::write(std::vector<Outcome> &outcomes)
{
    if (Result<void> kept = m_work.store.keepPlace(); !kept)
        return kept;
    for (const Outcome &outcome : outcomes) {
        Result<void> written = writeOrder(outcome);
        if (written)
            continue;
        if (!isValueRefused(written.error()))
            return written;
        if (Result<void> undone = m_work.store.backToPlace(); !undone)
            return undone;
        return writeEach(outcomes);
    }
    return m_work.store.leavePlace();
}

Result<void> RefreshPass::writeEach(std::vector<Outcome> &outcomes)
{
    for (Outcome &outcome : outcomes) {
        if (Result<void> kept = m_work.store.keepPlace(); !kept)
            return kept;
        Result<void> written = writeOrder(outcome);
        if (!written && !isValueRefused(written.error()))
            return written;
        if (!written)
            outcome.refused = refused(outcome.task.order, written.error());
        if (Result<void> ended = written ? m_work.store.leavePlace() : m_work.store.backToPlace(); !ended)
            return ended;
    }
    return {};
}

Result<void> RefreshPass::writeOrder(const Outcome &outcome)
{
    const Task &task = outcome.task;
    const HeaderDifference &header = outcome.header;
    if (!task.held) {
        if (Result<void> done = m_work.store.insertHeader(task.key, header.values, m_now); !done)
            return done;
    } else if (header.any) {
        // What is kept out, or is to be removed, stays so; all else waits with the new values.
        const ActionType action = actionTypeFromText(task.held->action);
        const bool stays = action == ActionType::None || action == ActionType::Delete;
        const RefreshStore::HeaderUpdate update{
            .values = header.values,
            .state = stays ? task.held->state : QVariant(u"PENDING"_s),
            .action = stays ? task.held->action : QVariant(outcome.hasItem ? u"UPDATE"_s : u"INSERT"_s),
            .clearGroup = header.groupChanged};
        if (Result<void> done = m_work.store.updateHeader(*task.held, update, m_now); !done)
            return done;
    }
    const QVariant headerKey = task.held ? task.held->keyText : QVariant(task.key.toString());
    for (const LineChange &line : outcome.lines.changes) {
        const RecordKey lineKey = line.work == LineWork::Insert ? RecordKey(m_work.ids.next()) : RecordKey();
        if (Result<void> done = m_work.store.writeLine(headerKey, line, lineKey, m_now); !done)
            return done;
    }
    return {};
}

Result<void> RefreshPass::reportOnlyInHeaders()
{
    std::map<QString, qint64> byCustomer;
    Result<void> read = m_work.store.forEachOnlyInHeaders(
        [&](RecordKey key, QString customer, QString orderNumber, WarehouseState state) {
            if (state == WarehouseState::NotOurs || state == WarehouseState::Strange)
                return;
            ++m_tally.of(customer).onlyInHeaders;
            ++byCustomer[customer];
            m_tally.list({.key = key,
                          .orderNumber = orderNumber,
                          .customer = customer,
                          .kind = RefreshKind::OnlyInHeaders});
        });
    if (!read)
        return read;
    for (const auto &[customer, rows] : byCustomer)
        m_work.events.post({EventId::rf_022, {{u"customer"_s, customer}, {u"rows"_s, rows}}, {}});
    return {};
}

} // namespace syncline::warehouse
