#include "demo/demo.h"

#include "base/atomicfile.h"
#include "demo/boardmaker.h"
#include "demo/demofiles.h"
#include "demo/ordergenerator.h"
#include "demo/postgresqlstore.h"
#include "demo/sqlitestore.h"
#include "demo/warehousewriter.h"
#include "sandbox/boardseed.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

/// The configuration comes last: a folder with it is a whole workspace.
QStringList fileNames(const DemoOptions &options)
{
    QStringList names{demo::boardFileName.toString(), demo::sandboxFileName.toString(),
                      demo::faultListFileName.toString(), demo::configFileName.toString()};
    if (!options.server)
        names.prepend(demo::warehouseFileName.toString());
    return names;
}

Error refused(EventId id, const QJsonObject &parameters)
{
    return {.kind = ErrorKind::InvalidInput, .event = {id, parameters}};
}

Result<void> checkOptions(const DemoOptions &options)
{
    if (options.orders < fewestDemoOrders)
        return refused(EventId::de_002, {{u"orders"_s, options.orders}, {u"least"_s, fewestDemoOrders}});
    if (options.customers < 1 || options.customers > mostDemoCustomers)
        return refused(EventId::de_003,
                       {{u"customers"_s, options.customers}, {u"most"_s, mostDemoCustomers}});
    for (const QString &name : fileNames(options)) {
        const QString path = QDir(options.folder).filePath(name);
        if (QFileInfo::exists(path))
            return refused(EventId::de_004, {{u"folder"_s, options.folder}, {u"file"_s, name}});
    }
    return {};
}

Error unwritable(const QString &path, const QString &reason)
{
    return {.kind = ErrorKind::FileFailed,
            .event = {EventId::de_005, {{u"path"_s, path}, {u"reason"_s, reason}}}};
}

/// Moves the files one by one into a folder that holds other things; takes back those already moved when one
/// cannot be.
Result<void> moveInto(const QString &folder, const QString &from, const QStringList &names)
{
    QStringList moved;
    for (const QString &name : names) {
        const QString target = QDir(folder).filePath(name);
        QFile file(QDir(from).filePath(name));
        if (!file.rename(target)) {
            for (const QString &path : moved)
                QFile::remove(path);
            return unwritable(target, file.errorString());
        }
        moved.append(target);
    }
    return {};
}

/// The whole workspace appears at once where there was nothing or an empty folder.
Result<void> publish(const QString &folder, const QString &from, const QStringList &names)
{
    QDir().rmdir(folder); // leaves a folder that is not empty
    if (QFileInfo::exists(folder))
        return moveInto(folder, from, names);
    if (!QDir().rename(from, folder))
        return unwritable(folder, u"the folder cannot be made"_s);
    return {};
}

Result<std::unique_ptr<demo::DemoStore>> openStore(const DemoOptions &options, const QString &folder)
{
    return options.server
        ? demo::PostgreSqlStore::open(*options.server, demo::WarehouseWriter::tables())
        : demo::SqliteStore::open(QDir(folder).filePath(demo::warehouseFileName.toString()));
}

Result<void> writeTables(const DemoOptions &options, demo::WarehouseWriter &warehouse,
                         const std::vector<demo::DemoCustomer> &customers, const demo::GroupPlan &groups,
                         const demo::FaultPlan &faults, sandbox::BoardSeedWriter &board, DemoReport &report)
{
    if (Result<void> prepared = warehouse.prepare(); !prepared)
        return prepared;
    demo::OrderGenerator generator(options, customers, groups, faults);
    for (int row = 0; row < options.orders; ++row) {
        const demo::DemoOrder order = generator.next(report.faults);
        const Result<int> lines = warehouse.add(order);
        if (!lines)
            return lines.error();
        if (order.itemId != 0) {
            if (Result<void> added = board.addItem(demo::BoardMaker::itemOf(order)); !added)
                return added;
        }
        report.lines += *lines;
        report.waiting += order.state == "PENDING"_L1 && order.action != "NONE"_L1 ? 1 : 0;
        report.onBoard += order.itemId != 0 ? 1 : 0;
    }
    report.orders = options.orders;
    if (Result<void> done = warehouse.copyToSource(); !done)
        return done;
    // One order in a hundred is new: `refresh` has something to bring.
    report.newInSource = options.orders / 100 + 1;
    for (int row = 0; row < report.newInSource; ++row) {
        if (Result<void> done = warehouse.addToSource(generator.nextOfSource()); !done)
            return done;
    }
    return warehouse.complete(customers, groups);
}

/// Everything beside warehouse and board.
Result<void> writeFiles(const DemoOptions &options, const QDir &bench, const demo::FaultPlan &faults,
                        const std::vector<PlantedFault> &planted)
{
    const std::pair<QStringView, QByteArray> texts[] = {
        {demo::sandboxFileName, demo::sandboxFile(faults, options.orders)},
        {demo::faultListFileName, demo::faultListFile(planted)},
        {demo::configFileName, demo::configFile(options.server ? &options.server->database : nullptr)},
    };
    for (const auto &[name, content] : texts) {
        if (Result<void> done = writeFileAtomically(bench.filePath(name.toString()), content); !done)
            return done;
    }
    return {};
}

} // namespace

QString nameOf(DemoFault fault)
{
    switch (fault) {
    case DemoFault::TextInFreight:
        return u"text_in_freight"_s;
    case DemoFault::FullDropdown:
        return u"full_dropdown"_s;
    case DemoFault::NewSeason:
        return u"new_season"_s;
    case DemoFault::CaseVariantOfCancelled:
        return u"case_variant_of_cancelled"_s;
    case DemoFault::DeletedGroup:
        return u"deleted_group"_s;
    case DemoFault::MissingSeason:
        return u"missing_season"_s;
    case DemoFault::DuplicatedOrderNumber:
        return u"duplicated_order_number"_s;
    case DemoFault::QuantityChange:
        return u"quantity_change"_s;
    case DemoFault::CancelledOrder:
        return u"cancelled_order"_s;
    case DemoFault::OverlongItemName:
        return u"overlong_item_name"_s;
    case DemoFault::ApostropheCustomer:
        return u"apostrophe_customer"_s;
    case DemoFault::TotalUnequalToSizes:
        return u"total_unequal_to_sizes"_s;
    case DemoFault::LostAnswer:
        return u"lost_answer"_s;
    case DemoFault::RateLimited:
        return u"rate_limited"_s;
    case DemoFault::ServerError:
        return u"server_error"_s;
    }
    Q_UNREACHABLE();
}

QString nameOf(DemoOutcome outcome)
{
    switch (outcome) {
    case DemoOutcome::Created:
        return u"created"_s;
    case DemoOutcome::Updated:
        return u"updated"_s;
    case DemoOutcome::Refused:
        return u"refused"_s;
    }
    Q_UNREACHABLE();
}

Result<DemoReport> makeDemo(const DemoOptions &asked)
{
    DemoOptions options = asked;
    options.folder = QFileInfo(asked.folder).absoluteFilePath();
    if (Result<void> good = checkOptions(options); !good)
        return std::move(good).error();

    // Beside the target, so that moving is renaming on one disk.
    const QString parent = QFileInfo(options.folder).absolutePath();
    if (!QDir().mkpath(parent))
        return unwritable(parent, u"the folder cannot be made"_s);
    const QTemporaryDir workshop(parent + u"/.syncline-demo-XXXXXX"_s);
    if (!workshop.isValid())
        return unwritable(parent, workshop.errorString());
    const QDir bench(workshop.filePath(u"demo"_s));
    if (!QDir().mkpath(bench.path()))
        return unwritable(bench.path(), u"the folder cannot be made"_s);

    const std::vector<demo::DemoCustomer> customers =
        demo::demoCustomers(options.customers, !options.switchedOff.contains(DemoFault::ApostropheCustomer));
    const demo::GroupPlan groups(customers, options.seed);
    const demo::FaultPlan faults(options);
    const demo::BoardMaker board(customers, groups, faults);
    DemoReport report{.folder = options.folder,
                      .configFile = QDir(options.folder).filePath(demo::configFileName.toString()),
                      .groupsOnBoard = static_cast<int>(board.seed().groups.size())};
    Result<std::unique_ptr<demo::DemoStore>> store = openStore(options, bench.path());
    if (!store)
        return std::move(store).error();
    const QDateTime createdAt(options.today.addDays(-8), {6, 0}, Qt::UTC);
    Result<std::unique_ptr<sandbox::BoardSeedWriter>> boardFile =
        sandbox::BoardSeedWriter::open(bench.filePath(demo::boardFileName.toString()), createdAt);
    if (!boardFile)
        return std::move(boardFile).error();
    if (Result<void> added = (*boardFile)->addBoard(board.seed()); !added)
        return std::move(added).error();
    const QDateTime syncedAt(options.today.addDays(-7), {6, 0}, Qt::UTC);
    demo::WarehouseWriter warehouse(**store, syncedAt);
    if (Result<void> done = writeTables(options, warehouse, customers, groups, faults, **boardFile, report);
        !done)
        return std::move(done).error();
    if (Result<void> done = (*boardFile)->finish(); !done)
        return std::move(done).error();
    boardFile->reset(); // the file is moved
    for (PlantedFault &fault : faults.networkFaults())
        report.faults.push_back(std::move(fault));
    std::ranges::stable_sort(report.faults, {}, &PlantedFault::fault);
    if (Result<void> done = writeFiles(options, bench, faults, report.faults); !done)
        return std::move(done).error();

    if (Result<void> done = (*store)->finish(syncedAt); !done)
        return std::move(done).error();
    if (Result<void> done = publish(options.folder, bench.path(), fileNames(options)); !done) {
        (*store)->withdraw();
        return std::move(done).error();
    }
    return report;
}

} // namespace syncline
