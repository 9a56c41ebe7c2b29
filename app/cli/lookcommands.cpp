#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/worker.h"
#include "connectioncheck.h"
#include "models/flighttext.h"
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
    terminal.result(u"calls: %1"_s.arg(FlightText::calls(flight)));
    terminal.result(u"complexity points: %1"_s.arg(count(flight.complexity)));
    if (flight.latestSeconds <= 0)
        return;
    terminal.result(u"what decides: %1"_s.arg(FlightText::binding(flight)));
    terminal.result(u"started now it would end %1, after %2"_s.arg(FlightText::end(flight, now),
                                                                  FlightText::duration(flight)));
    for (const QString &advice : FlightText::advice(flight))
        terminal.result(advice);
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
    terminal.result(u"planned %1 orders, %2 of them refused"_s.arg(count(plan.ledger.planned), count(plan.ledger.refused)));
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
        const Result<SyncRequest> request = requestOf(**engine, options.selection);
        if (!request)
            return request.error();
        constexpr qsizetype everyRow = std::numeric_limits<qsizetype>::max();
        return lookAhead(*environment, *request, options.json ? everyRow : rowsRead, {});
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

namespace {

QString wordOf(CheckState state)
{
    switch (state) {
    case CheckState::Skipped:
        return u"-     "_s;
    case CheckState::Ok:
        return u"ok    "_s;
    case CheckState::Warning:
        return u"warn  "_s;
    case CheckState::Failed:
        return u"FAILED"_s;
    }
    Q_UNREACHABLE();
}

Result<void> makeRecordKey(Context &context, Engine &engine, bool yes)
{
    const EnvironmentSettings &settings = engine.settings();
    if (!yes
        && !context.terminal.confirm(
            u"This adds the text column %1 to the %2board %3. Go on? [y/N]"_s.arg(
                settings.mapping.recordKeyColumn, settings.production ? u"PRODUCTION "_s : u""_s, settings.boardId)))
        return Error{.kind = ErrorKind::InvalidInput, .event = {.id = EventId::cl_009}};
    const Result<BoardColumn> made = onWorker([&engine] { return engine.makeRecordKeyColumn({}); });
    if (!made)
        return made.error();
    context.terminal.result(u"made    record key: the column %1 (%2) is on the board"_s.arg(made->title, made->id));
    return {};
}

} // namespace

ExitCode runStatus(Context &context, const GlobalOptions &global, const StatusOptions &options)
{
    Result<std::unique_ptr<Engine>> engine = context.openEngine(global);
    if (!engine)
        return context.fail(engine.error());
    const EnvironmentSettings &settings = (*engine)->settings();
    bool good = !context.sendingBlocked();
    context.terminal.result(u"%1  configuration: environment %2%3"_s.arg(
        wordOf(good ? CheckState::Ok : CheckState::Failed), settings.name, settings.sandbox ? u", sandbox"_s : u""_s));
    StopPair stop;
    Interrupt interrupt;
    QObject::connect(&interrupt, &Interrupt::pressed, &interrupt, [&] {
        context.terminal.message(u"stopping"_s);
        stop.stopNow();
    });
    bool lacksRecordKey = false;
    onWorker([&] {
        ConnectionCheck check(**engine, [&](const CheckResult &result) {
            lacksRecordKey = lacksRecordKey || result.mayMakeRecordKey;
            const QString name = nameOf(result.step).replace(u'_', u' ');
            for (const Event &event : result.events) {
                const CheckState state = result.events.size() == 1 ? result.state : checked(result.step, {event}).state;
                context.terminal.result(u"%1  %2: %3"_s.arg(wordOf(state), name, event.text()));
                // With what to do, for problems.
                if (describe(event.id).level >= EventLevel::Warning)
                    context.terminal.event(event);
            }
            good = good && result.state != CheckState::Failed;
        });
        check.run(stop.tokens());
        return true;
    });
    if (stop.tokens().drain.stop_requested())
        return ExitCode::Stopped;
    if (options.makeRecordKey && lacksRecordKey) {
        if (const Result<void> made = makeRecordKey(context, **engine, options.yes); !made)
            return context.fail(made.error());
    } else if (options.makeRecordKey) {
        context.terminal.message(u"there is no record key column to make"_s);
    }
    context.terminal.result(good ? u"ready"_s : u"not ready: see above"_s);
    return good ? ExitCode::Success : ExitCode::Failed;
}

} // namespace syncline::cli
