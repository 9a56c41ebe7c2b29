#include "cli/commands.h"
#include "cli/worker.h"
#include "planjson.h"
#include "sync/syncplanner.h"

#include <QJsonArray>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace syncline::cli {

namespace {

QString count(qint64 number)
{
    return QLocale::c().toString(number);
}

/// Rows that the text of a plan reads, and of them the changed ones that it names. --json has all.
constexpr qsizetype rowsRead = 20'000;
constexpr qint64 rowsNamed = 20;

/// An order that is on the board already and changes there.
bool changesTheBoard(const RowRecord &row)
{
    return row.action == PlannedAction::Update || row.action == PlannedAction::SendLines
        || row.action == PlannedAction::Archive;
}

void printChangedRows(Terminal &terminal, const PlanReport &plan)
{
    qint64 changed = 0;
    qint64 named = 0;
    for (const RowRecord &row : plan.rows) {
        const bool hasReason = row.action != PlannedAction::Refuse && row.reason.id != EventId::None;
        if (!changesTheBoard(row) && !hasReason)
            continue;
        if (++changed > rowsNamed)
            continue;
        ++named;
        QString line = u"%1: order %2 of %3, item %4"_s.arg(
            nameOf(row.action).replace(u'_', u' '), row.orderNumber, row.customer,
            row.mondayId ? QString::number(*row.mondayId) : u"not known"_s);
        if (hasReason)
            line += u"; %1 [%2]"_s.arg(row.reason.text(), row.reason.name());
        terminal.result(line);
    }
    if (changed > named)
        terminal.result(u"... and %1 more of this kind; --json names them all"_s.arg(count(changed - named)));
    if (plan.rowsLeftOut > 0)
        terminal.result(u"%1 orders are counted only; --json names them all"_s.arg(count(plan.rowsLeftOut)));
}

/// When it would end, what decides that, and what would change it.
void printFlight(Terminal &terminal, const FlightEstimate &flight, const QDateTime &now)
{
    if (flight.complexity == 0)
        return;
    if (const std::optional<double> share = flight.shareOfDay()) {
        terminal.result(u"%1 % of the day's %2 calls; %3 are used already"_s.arg(
            QString::number(*share * 100, 'f', 1), count(*flight.callsPerDay), count(qRound64(flight.callsToday))));
    }
    const QDateTime earliest = flight.earliest(now).toLocalTime();
    const QDateTime latest = flight.latest(now).toLocalTime();
    const bool today = latest.date() == now.toLocalTime().date();
    const QString form = today ? u"HH:mm:ss"_s : u"yyyy-MM-dd HH:mm"_s;
    terminal.result(u"started now it would end between %1 and %2 (%3; %4 decides)"_s.arg(
        earliest.toString(form), latest.toString(form), flight.learnt ? u"costs as measured"_s : u"costs not measured yet"_s,
        nameOf(flight.binding).replace(u'_', u' ')));
    for (const Event &advice : flight.advice)
        terminal.result(advice.text() + u". "_s + describe(advice.id).advice.toString());
}

void printPlan(Terminal &terminal, const PlanReport &plan, const QDateTime &now)
{
    terminal.result(u"DRY RUN: nothing is sent, nothing is written"_s);
    TextTable table({u"customer"_s, u"orders"_s, u"create"_s, u"update"_s, u"archive"_s, u"unchanged"_s,
                     u"cancelled"_s, u"refused"_s, u"subitems"_s, u"groups"_s});
    for (const CustomerPlan &customer : plan.customers) {
        table.add({customer.name, count(customer.ledger.planned), count(customer.itemsToCreate),
                   count(customer.itemsToUpdate), count(customer.itemsToArchive), count(customer.ledger.unchanged),
                   count(customer.ordersCancelled), count(customer.ledger.refused),
                   count(customer.subitemsToCreate + customer.subitemsToUpdate + customer.subitemsToRemove),
                   count(customer.groupsToCreate.size())});
    }
    terminal.result(table.toString());
    for (const LabelsToCreate &labels : plan.labels)
        terminal.result(u"labels to make in %1: %2"_s.arg(labels.columnTitle, labels.labels.join(u", "_s)));
    printChangedRows(terminal, plan);
    for (const ErrorGroup &refusal : plan.refusals) {
        terminal.result(u"refused (%1): %2 [%3] %4"_s.arg(count(refusal.rows), refusal.customer,
                                                          describe(refusal.event).name.toString(), refusal.sample));
    }
    terminal.result(u"planned %1 orders, %2 of them refused; %3 calls, %4 complexity points"_s.arg(
        count(plan.ledger.planned), count(plan.ledger.refused), count(plan.flight.calls), count(plan.flight.complexity)));
    printFlight(terminal, plan.flight, now);
}

} // namespace

ExitCode runCustomers(Context &context, const GlobalOptions &global, const CustomersOptions &options)
{
    Result<std::unique_ptr<Engine>> engine = context.openEngine(global);
    if (!engine)
        return context.fail(engine.error());
    const auto customers = onWorker([&]() -> Result<std::vector<CustomerCounts>> {
        Result<std::unique_ptr<OrderWarehouse>> warehouse = (*engine)->openWarehouse();
        if (!warehouse)
            return std::move(warehouse).error();
        return (*warehouse)->customers();
    });
    if (!customers)
        return context.fail(customers.error());
    if (options.json) {
        QJsonArray list;
        for (const CustomerCounts &customer : *customers)
            list.append(toJson(customer));
        context.terminal.result(QJsonDocument(list));
        return ExitCode::Success;
    }
    TextTable table({u"customer"_s, u"pending"_s, u"failed"_s, u"synced"_s, u"lines pending"_s, u"last sync"_s});
    for (const CustomerCounts &customer : *customers) {
        table.add({customer.name, count(customer.pending), count(customer.failed), count(customer.synced),
                   count(customer.linesPending),
                   customer.lastSync.isValid() ? customer.lastSync.toString(u"yyyy-MM-dd HH:mm"_s) : u"never"_s});
    }
    context.terminal.result(table.toString());
    return ExitCode::Success;
}

ExitCode runPlan(Context &context, const GlobalOptions &global, const PlanOptions &options)
{
    Result<std::unique_ptr<Engine>> engine = context.openEngine(global);
    if (!engine)
        return context.fail(engine.error());
    NobodyWatches nobody;
    const auto plan = onWorker([&]() -> Result<PlanReport> {
        Result<SyncEnvironment> environment = (*engine)->environmentFor(nobody);
        if (!environment)
            return std::move(environment).error();
        constexpr qsizetype everyRow = std::numeric_limits<qsizetype>::max();
        return lookAhead(*environment, requestOf(options.selection), options.json ? everyRow : rowsRead, {});
    });
    if (!plan)
        return context.fail(plan.error());
    for (const Event &finding : plan->findings)
        context.terminal.event(finding);
    if (options.json)
        context.terminal.result(QJsonDocument(toJson(*plan, context.clock.utcNow())));
    else
        printPlan(context.terminal, *plan, context.clock.utcNow());
    return ExitCode::Success;
}

ExitCode runStatus(Context &context, const GlobalOptions &global)
{
    Result<std::unique_ptr<Engine>> engine = context.openEngine(global);
    if (!engine)
        return context.fail(engine.error());
    const EnvironmentSettings &settings = (*engine)->settings();
    bool good = !context.sendingBlocked();
    const auto step = [&](const QString &name, const Result<QString> &outcome) {
        context.terminal.result(u"%1  %2: %3"_s.arg(outcome ? u"ok    "_s : u"FAILED"_s, name,
                                                    outcome ? *outcome : outcome.error().text()));
        if (!outcome) {
            context.terminal.event(outcome.error().event);
            good = false;
        }
    };
    std::optional<EventId> told; // not again among the findings
    const auto lookAtTables = [&] {
        const Result<QStringList> statements = (*engine)->pendingMigrations();
        if (statements && !statements->isEmpty()) {
            context.terminal.result(
                u"FAILED  own tables: %1 statements would make them; sync and resume ask, --yes agrees"_s.arg(
                    statements->size()));
            good = false;
            return;
        }
        if (!statements)
            told = statements.error().event.id;
        step(u"own tables"_s, statements ? Result<QString>(u"up to date"_s) : Result<QString>(statements.error()));
    };
    step(u"configuration"_s,
         QString(u"environment "_s + settings.name + (settings.sandbox ? u", sandbox"_s : u""_s)));
    NobodyWatches nobody;
    onWorker([&] {
        Result<std::unique_ptr<OrderWarehouse>> warehouse = (*engine)->openWarehouse();
        if (!warehouse) {
            step(u"warehouse"_s, warehouse.error());
        } else if (Result<std::vector<CustomerCounts>> customers = (*warehouse)->customers(); !customers) {
            step(u"warehouse"_s, customers.error());
        } else {
            step(u"warehouse"_s, u"%1 customers"_s.arg(customers->size()));
            lookAtTables();
        }
        Result<std::unique_ptr<MondayBoardGateway>> gateway = (*engine)->openGateway();
        if (!gateway) {
            step(u"monday"_s, gateway.error());
            return true;
        }
        Result<AccountInfo> account = (*gateway)->account({});
        if (!account) {
            step(u"monday"_s, account.error());
            return true;
        }
        step(u"monday"_s, u"%1, account %2, API %3"_s.arg(account->user, account->account, account->apiVersion));
        if (!warehouse)
            return true;
        Result<SyncEnvironment> environment = (*engine)->environmentFor(nobody);
        if (!environment) {
            step(u"board"_s, environment.error());
            return true;
        }
        LanePorts ports{std::move(warehouse).value(), std::move(gateway).value()};
        Result<BoardReading> reading = readBoards(*environment, ports, {});
        if (!reading) {
            step(u"board"_s, reading.error());
            return true;
        }
        step(u"board"_s, u"%1, %2 columns, %3 groups, %4 items"_s.arg(
                             reading->boards.items.name, QString::number(reading->boards.items.columns.size()),
                             QString::number(reading->boards.items.groups.size()),
                             QString::number(reading->boards.items.itemsCount)));
        for (const MappingFinding &finding : reading->findings) {
            if (finding.event.id != told)
                context.terminal.event(finding.event);
        }
        good = good && !reading->blocksSending();
        return true;
    });
    context.terminal.result(good ? u"ready"_s : u"not ready: see above"_s);
    return good ? ExitCode::Success : ExitCode::Failed;
}

} // namespace syncline::cli
