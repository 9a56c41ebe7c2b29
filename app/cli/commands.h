#pragma once

#include "cli/clicontext.h"

#include <string>
#include <vector>

namespace syncline::cli {

/// The commands of contract 8. Each blocks until it is done and gives the exit code.

struct CustomersOptions
{
    bool json = false;
};
[[nodiscard]] ExitCode runCustomers(Context &context, const GlobalOptions &global, const CustomersOptions &options);

/// Which rows; shared by plan, sync and retry.
struct SelectionOptions
{
    std::vector<std::string> customers;
    std::vector<std::string> orders; ///< record keys; empty: all
    RowSelection selection = RowSelection::Waiting;
    int maxRetries = 3;
    int limit = 0; ///< 0: none
    bool skipSubitems = false;
};

struct PlanOptions
{
    SelectionOptions selection;
    bool json = false;
};
[[nodiscard]] ExitCode runPlan(Context &context, const GlobalOptions &global, const PlanOptions &options);

struct SyncOptions
{
    SelectionOptions selection;
    bool dryRun = false;
    bool execute = false;
    bool retryErrors = false;
    bool generateReport = false;
    bool sequential = false;
    bool yes = false;
    std::string outputJson;
};
[[nodiscard]] ExitCode runSync(Context &context, const GlobalOptions &global, const SyncOptions &options);

struct ResumeOptions
{
    bool yes = false;
};
/// Finishes all interrupted syncs of the environment, oldest first.
[[nodiscard]] ExitCode runResume(Context &context, const GlobalOptions &global, const ResumeOptions &options);

struct RepairOptions
{
    bool createAgain = false;
    bool markRemoved = false;
    std::vector<std::string> rows; ///< record keys
};
/// For orders whose item is gone from the board.
[[nodiscard]] ExitCode runRepair(Context &context, const GlobalOptions &global, const RepairOptions &options);

struct RefreshOptions
{
    bool dryRun = false;
    bool execute = false;
    bool sizesGone = false; ///< sizes that the source has no column for count as empty
    bool json = false;
};
[[nodiscard]] ExitCode runRefresh(Context &context, const GlobalOptions &global, const RefreshOptions &options);

struct StatusOptions
{
    bool makeRecordKey = false;
    bool yes = false;
};
[[nodiscard]] ExitCode runStatus(Context &context, const GlobalOptions &global, const StatusOptions &options);

struct ReportOptions
{
    std::string syncId;
    std::string otherSyncId;
    std::string customer;
    std::string format;
    std::string target;
};
[[nodiscard]] ExitCode runReportList(Context &context, const GlobalOptions &global);
[[nodiscard]] ExitCode runReportShow(Context &context, const GlobalOptions &global, const ReportOptions &options);
[[nodiscard]] ExitCode runReportCompare(Context &context, const GlobalOptions &global, const ReportOptions &options);
[[nodiscard]] ExitCode runReportCustomer(Context &context, const GlobalOptions &global, const ReportOptions &options);
[[nodiscard]] ExitCode runReportExport(Context &context, const GlobalOptions &global, const ReportOptions &options);

struct SandboxCommandOptions
{
    int port = 0;
    std::string stateFile;
    std::string limitsFile;
};
[[nodiscard]] ExitCode runSandbox(Context &context, const SandboxCommandOptions &options);

struct DemoCommandOptions
{
    std::string folder;
    int orders = 1500;
    int customers = 16;
    unsigned long long seed = 1;
    std::string driver = "sqlite"; ///< or postgresql, with what follows; the password is that of databases.demo
    std::string host = "localhost";
    int port = 0; ///< 0: the driver's own
    std::string user = "postgres";
    std::string database = "postgres";
    std::string schema = "public";
    bool unencrypted = false;
};
[[nodiscard]] ExitCode runDemo(Context &context, const DemoCommandOptions &options);

/// The request that the options describe; asks the warehouse for orders that are named. Called on a worker.
[[nodiscard]] Result<SyncRequest> requestOf(Engine &engine, const SelectionOptions &selection);

} // namespace syncline::cli
