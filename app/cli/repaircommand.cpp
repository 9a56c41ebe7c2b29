#include "cli/commands.h"
#include "cli/orderkeys.h"
#include "cli/worker.h"

using namespace Qt::StringLiterals;

namespace syncline::cli {

ExitCode runRepair(Context &context, const GlobalOptions &global, const RepairOptions &options)
{
    Result<std::unique_ptr<Engine>> engine = context.openEngine(global);
    if (!engine)
        return context.fail(engine.error());
    const Repair repair = options.createAgain ? Repair::CreateAgain : Repair::MarkRemoved;
    const Result<qsizetype> repaired = onWorker([&]() -> Result<qsizetype> {
        Result<std::unique_ptr<OrderWarehouse>> warehouse = (*engine)->openWarehouse();
        if (!warehouse)
            return std::move(warehouse).error();
        const Result<std::vector<RecordKey>> keys = recordKeysOf(**warehouse, options.rows);
        if (!keys)
            return keys.error();
        if (Result<void> done = (*engine)->repair(*keys, repair); !done)
            return std::move(done).error();
        return static_cast<qsizetype>(keys->size());
    });
    if (!repaired)
        return context.fail(repaired.error());
    context.terminal.result(
        repair == Repair::CreateAgain
            ? u"%1 orders wait to be created again; sync --execute sends them"_s.arg(*repaired)
            : u"%1 orders are marked as removed and kept out of every sync"_s.arg(*repaired));
    return ExitCode::Success;
}

} // namespace syncline::cli
