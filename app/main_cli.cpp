#include "cli/commands.h"
#include "programlog.h"
#include "version.h"

#include <CLI/CLI.hpp>

#include <QCoreApplication>
#include <QLocale>

#include <functional>

using namespace syncline;
using namespace syncline::cli;

namespace {

void addSelection(CLI::App &command, SelectionOptions &selection)
{
    command.add_option("--customer", selection.customers, "Only this customer; repeatable")
        ->take_all()
        ->allow_extra_args(false);
    command.add_option("--limit", selection.limit, "At most this many orders per customer")
        ->check(CLI::PositiveNumber);
    command.add_flag("--skip-subitems", selection.skipSubitems, "Items only, no subitems");
}

void addAgreement(CLI::App &command, bool &yes)
{
    command.add_flag("--yes", yes,
                     "Do not ask before sending to production or making Syncline's own tables in the warehouse");
}

void addExtent(CLI::App &command, SyncOptions &options)
{
    CLI::Option_group *extent = command.add_option_group("extent", "What really happens");
    extent->add_flag("--dry-run", options.dryRun, "Look only: nothing is sent, nothing is written");
    extent->add_flag("--execute", options.execute, "Send");
    extent->require_option(1);
    command.add_flag("--generate-report", options.generateReport, "A report for each customer");
    addAgreement(command, options.yes);
    command.add_option("--output-json", options.outputJson, "Also write run.json to this file");
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    // Numbers read the same on every computer.
    QLocale::setDefault(QLocale::c());
    QCoreApplication::setApplicationName(QStringLiteral("syncline"));
    QCoreApplication::setApplicationVersion(QString::fromLatin1(version));

    SystemClock clock;
    SystemIdSource ids;
    EventFanOut events(clock);
    Terminal terminal;
    TerminalSink sink(terminal);
    events.add(sink);
    const ProgramLog log(events);
    Context context(terminal, clock, ids, events);

    CLI::App app("Sends the orders of a SQL warehouse to monday.com boards, each exactly once.", "syncline-cli");
    app.set_version_flag("--version", version);
    app.require_subcommand(1);
    app.fallthrough();
    GlobalOptions global;
    app.add_option("--config", global.configFile, "Configuration file (TOML)");
    app.add_option("--environment", global.environment, "Environment of the file");
    CLI::Option *verbose = app.add_flag("--verbose", global.verbose, "Every event");
    app.add_flag("--quiet", global.quiet, "Errors only")->excludes(verbose);

    std::function<ExitCode()> chosen;
    CustomersOptions customers;
    CLI::App *customersCommand = app.add_subcommand("customers", "Customers with their counts");
    customersCommand->add_flag("--json", customers.json, "As JSON");
    customersCommand->callback([&] { chosen = [&] { return runCustomers(context, global, customers); }; });

    PlanOptions plan;
    CLI::App *planCommand = app.add_subcommand("plan", "What a sync would do; read only");
    addSelection(*planCommand, plan.selection);
    planCommand->add_flag("--json", plan.json, "As JSON, with every row");
    planCommand->callback([&] { chosen = [&] { return runPlan(context, global, plan); }; });

    SyncOptions sync;
    CLI::App *syncCommand = app.add_subcommand("sync", "Send what is waiting");
    addSelection(*syncCommand, sync.selection);
    addExtent(*syncCommand, sync);
    syncCommand->add_flag("--retry-errors", sync.retryErrors, "Rows that failed before as well");
    syncCommand->add_flag("--sequential", sync.sequential, "One customer after the other");
    syncCommand->callback([&] { chosen = [&] { return runSync(context, global, sync); }; });

    SyncOptions retry;
    retry.selection.selection = RowSelection::Failed;
    CLI::App *retryCommand = app.add_subcommand("retry", "Send the rows that failed again");
    retryCommand->add_option("--customer", retry.selection.customers, "Only this customer; repeatable")
        ->take_all()
        ->allow_extra_args(false);
    addExtent(*retryCommand, retry);
    CLI::Option *maxRetries =
        retryCommand->add_option("--max-retries", retry.selection.maxRetries, "Leave out rows retried this often")
            ->check(CLI::PositiveNumber);
    retryCommand
        ->add_option("--order", retry.selection.orders,
                     "Only this order, however often it was retried: its record key, as in the column key of "
                     "failed_rows.csv; repeatable")
        ->take_all()
        ->excludes(maxRetries);
    retryCommand->callback([&] { chosen = [&] { return runSync(context, global, retry); }; });

    ResumeOptions resume;
    CLI::App *resumeCommand = app.add_subcommand("resume", "Finish interrupted syncs");
    addAgreement(*resumeCommand, resume.yes);
    resumeCommand->callback([&] { chosen = [&] { return runResume(context, global, resume); }; });

    RepairOptions repair;
    CLI::App *repairCommand =
        app.add_subcommand("repair", "Orders whose item is gone from the board (se-072): make them wait or leave them out");
    CLI::Option_group *remedy = repairCommand->add_option_group("remedy", "What becomes of the orders");
    remedy->add_flag("--create-again", repair.createAgain, "The next sync makes their items anew");
    remedy->add_flag("--mark-removed", repair.markRemoved, "They are kept out of every sync");
    remedy->require_option(1);
    repairCommand->add_option("ROW", repair.rows, "Record keys, as in the column key of failed_rows.csv")->required();
    repairCommand->callback([&] { chosen = [&] { return runRepair(context, global, repair); }; });

    RefreshOptions refresh;
    CLI::App *refreshCommand =
        app.add_subcommand("refresh", "Bring new and changed orders from the source table");
    CLI::Option_group *refreshExtent = refreshCommand->add_option_group("extent", "What really happens");
    refreshExtent->add_flag("--dry-run", refresh.dryRun, "Look only: nothing is written");
    refreshExtent->add_flag("--execute", refresh.execute, "Write to the headers and lines tables");
    refreshExtent->require_option(1);
    refreshCommand->add_flag("--sizes-gone", refresh.sizesGone,
                             "Sizes that the source has no column for are gone: their lines are removed");
    refreshCommand->add_flag("--json", refresh.json, "As JSON, with every row");
    refreshCommand->callback([&] { chosen = [&] { return runRefresh(context, global, refresh); }; });

    CLI::App *statusCommand = app.add_subcommand("status", "Check configuration, warehouse and board");
    StatusOptions status;
    CLI::Option *makeRecordKey = statusCommand->add_flag(
        "--make-record-key", status.makeRecordKey, "Make the record key column on the board when it is missing");
    statusCommand->add_flag("--yes", status.yes, "Do not ask before the column is made")->needs(makeRecordKey);
    statusCommand->callback([&] { chosen = [&] { return runStatus(context, global, status); }; });

    ReportOptions report;
    CLI::App *reportCommand = app.add_subcommand("report", "Reports of earlier syncs");
    reportCommand->require_subcommand(0, 1);
    reportCommand->add_option("CUSTOMER", report.customer, "A fresh report of this customer");
    reportCommand->callback([&] {
        if (reportCommand->get_subcommands().empty())
            chosen = [&] { return runReportCustomer(context, global, report); };
    });
    reportCommand->add_subcommand("list", "All syncs, newest first")->callback([&] {
        chosen = [&] { return runReportList(context, global); };
    });
    CLI::App *showCommand = reportCommand->add_subcommand("show", "The summary of a sync");
    showCommand->add_option("SYNC-ID", report.syncId)->required();
    showCommand->callback([&] { chosen = [&] { return runReportShow(context, global, report); }; });
    CLI::App *exportCommand = reportCommand->add_subcommand("export", "The summary of a sync as a file");
    exportCommand->add_option("SYNC-ID", report.syncId)->required();
    exportCommand->add_option("--format", report.format)->required()->check(CLI::IsMember({"md", "html", "csv", "json"}));
    exportCommand->add_option("--to", report.target)->required();
    exportCommand->callback([&] { chosen = [&] { return runReportExport(context, global, report); }; });

    CLI::App *compareCommand = reportCommand->add_subcommand("compare", "What differs between two syncs");
    compareCommand->add_option("SYNC-ID", report.syncId)->required();
    compareCommand->add_option("OTHER-ID", report.otherSyncId)->required();
    compareCommand->callback([&] { chosen = [&] { return runReportCompare(context, global, report); }; });

    SandboxCommandOptions sandbox;
    CLI::App *sandboxCommand = app.add_subcommand("sandbox", "Serve a local monday.com until stopped");
    sandboxCommand->add_option("--port", sandbox.port)->check(CLI::Range(0, 65535));
    sandboxCommand->add_option("--state", sandbox.stateFile, "File that keeps the boards");
    sandboxCommand->add_option("--limits", sandbox.limitsFile, "How the sandbox behaves (TOML)");
    sandboxCommand->callback([&] { chosen = [&] { return runSandbox(context, sandbox); }; });

    DemoCommandOptions demo;
    CLI::App *demoCommand = app.add_subcommand("demo", "Make a demo workspace");
    demoCommand->add_option("--to", demo.folder, "Folder to make")->required();
    demoCommand->add_option("--orders", demo.orders)->capture_default_str();
    demoCommand->add_option("--customers", demo.customers)->capture_default_str();
    demoCommand->add_option("--seed", demo.seed)->capture_default_str();
    CLI::Option *driver =
        demoCommand->add_option("--driver", demo.driver, "Where the warehouse is made: a file or a server")
            ->check(CLI::IsMember({"sqlite", "postgresql"}))
            ->capture_default_str();
    const auto ofServer = [&](const char *name, auto &value, const char *meaning) {
        demoCommand->add_option(name, value, meaning)->needs(driver)->capture_default_str();
    };
    ofServer("--host", demo.host, "The server; its password comes from SYNCLINE_DB_PASSWORD_DEMO or the keychain");
    ofServer("--port", demo.port, "0: the driver's own");
    ofServer("--user", demo.user, "Who makes the tables");
    ofServer("--database", demo.database, "Where they are made");
    ofServer("--schema", demo.schema, "Made when it is not there");
    demoCommand->add_flag("--unencrypted", demo.unencrypted, "The server does not encrypt")->needs(driver);
    demoCommand->callback([&] { chosen = [&] { return runDemo(context, demo); }; });

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        // Help and version end with 0; a wrong command line is a failure of its own kind (contract 8).
        return app.exit(error) == 0 ? 0 : static_cast<int>(ExitCode::Failed);
    }
    terminal.setVerbosity(global.quiet         ? Terminal::Verbosity::Quiet
                              : global.verbose ? Terminal::Verbosity::Verbose
                                               : Terminal::Verbosity::Normal);
    return static_cast<int>(chosen());
}
