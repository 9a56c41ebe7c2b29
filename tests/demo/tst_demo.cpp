#include "config/workspaceconfig.h"
#include "demo/demo.h"
#include "sandbox/boardstore.h"
#include "sandbox/sandboxoptions.h"
#include "support/testenvironment.h"

#include <QCryptographicHash>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QSqlRecord>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace syncline;

namespace {

const QStringList files{u"planted_faults.csv"_s, u"sandbox.sqlite"_s, u"sandbox.toml"_s, u"syncline.toml"_s,
                        u"warehouse.sqlite"_s};

QByteArray content(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QSet<DemoFault> allFaults()
{
    return {allDemoFaults.begin(), allDemoFaults.end()};
}

/// A connection to the warehouse of a demo; closed with the object.
class Warehouse
{
public:
    explicit Warehouse(const QString &folder)
    {
        m_database.setDatabaseName(folder + u"/warehouse.sqlite"_s);
        if (!m_database.open())
            qFatal("The demo's warehouse does not open");
    }
    ~Warehouse()
    {
        const QString name = m_database.connectionName();
        m_database = {};
        QSqlDatabase::removeDatabase(name);
    }
    Q_DISABLE_COPY_MOVE(Warehouse)

    /// The rows of a query.
    std::vector<QSqlRecord> rows(const QString &statement, const QVariant &value = {})
    {
        QSqlQuery query(m_database);
        query.prepare(statement);
        if (value.isValid())
            query.addBindValue(value);
        if (!query.exec())
            qFatal("%s", qPrintable(statement));
        std::vector<QSqlRecord> result;
        while (query.next())
            result.push_back(query.record());
        return result;
    }
    /// The first value of the first row.
    QVariant value(const QString &statement, const QVariant &bound = {})
    {
        const std::vector<QSqlRecord> found = rows(statement, bound);
        return found.empty() ? QVariant() : found.front().value(0);
    }
    QSqlRecord header(const RecordKey &key)
    {
        const std::vector<QSqlRecord> found =
            rows(u"SELECT * FROM FACT_ORDER_LIST WHERE record_uuid = ?"_s, key.toString());
        return found.empty() ? QSqlRecord() : found.front();
    }
    QStringList columns(const QString &table) { return names(m_database.record(table)); }

    static QStringList names(const QSqlRecord &record)
    {
        QStringList result;
        for (int i = 0; i < record.count(); ++i)
            result.append(record.fieldName(i));
        return result;
    }

private:
    QSqlDatabase m_database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"look"_s);
};

QStringList sizesOf(Warehouse &warehouse)
{
    const QStringList columns = warehouse.columns(u"FACT_ORDER_LIST"_s);
    const qsizetype first = columns.indexOf(u"UNIT OF MEASURE"_s) + 1;
    return columns.sliced(first, columns.indexOf(u"TOTAL QTY"_s) - first);
}

} // namespace

class TestDemo final : public testing::TestCase
{
    Q_OBJECT

private slots:
    void sameOptionsMakeTheSameBytes()
    {
        VERIFY_RESULT(makeDemo({.folder = file(u"one"_s), .orders = 60}));
        VERIFY_RESULT(makeDemo({.folder = file(u"two"_s), .orders = 60}));
        VERIFY_RESULT(makeDemo({.folder = file(u"three"_s), .orders = 60, .seed = 2}));
        for (const QString &name : files) {
            QVERIFY2(!content(file(u"one/"_s + name)).isEmpty(), qPrintable(name));
            QVERIFY2(content(file(u"one/"_s + name)) == content(file(u"two/"_s + name)), qPrintable(name));
        }
        QVERIFY(content(file(u"one/warehouse.sqlite"_s)) != content(file(u"three/warehouse.sqlite"_s)));
        QVERIFY(content(file(u"one/sandbox.sqlite"_s)) != content(file(u"three/sandbox.sqlite"_s)));
        // Nothing but these files is left, neither there nor beside.
        QCOMPARE(QDir(file(u"one"_s)).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
                 files);
        QCOMPARE(QDir(folder()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
                 (QStringList{u"one"_s, u"three"_s, u"two"_s}));
    }

    void usualDemoIsWhole()
    {
        const Result<DemoReport> report = makeDemo({.folder = file(u"demo"_s)});
        VERIFY_RESULT(report);
        Warehouse warehouse(report->folder);
        QCOMPARE(warehouse.value(u"SELECT count(*) FROM FACT_ORDER_LIST"_s).toInt(), 1500);
        QCOMPARE(report->orders, 1500);
        QCOMPARE(warehouse.value(u"SELECT count(DISTINCT \"CUSTOMER NAME\") FROM FACT_ORDER_LIST"_s).toInt(),
                 16);
        QVERIFY(report->groupsOnBoard >= 40 && report->groupsOnBoard <= 130);
        QVERIFY2(report->waiting > 1500 * 80 / 100 && report->waiting < 1500 * 92 / 100,
                 qPrintable(QString::number(report->waiting)));
        QCOMPARE(warehouse
                     .value(u"SELECT count(*) FROM FACT_ORDER_LIST WHERE sync_state = 'PENDING' "
                            "AND action_type <> 'NONE'"_s)
                     .toInt(),
                 report->waiting);
        QCOMPARE(warehouse.value(u"SELECT count(*) FROM FACT_ORDER_LIST WHERE monday_item_id IS NOT NULL"_s)
                     .toInt(),
                 report->onBoard);
        QVERIFY(report->onBoard > 100);
        for (const QString &state : {u"COMPLETED"_s, u"EXISTING"_s})
            QVERIFY(
                warehouse.value(u"SELECT count(*) FROM FACT_ORDER_LIST WHERE sync_state = ?"_s, state).toInt()
                > 0);
        QVERIFY(warehouse.value(u"SELECT count(*) FROM FACT_ORDER_LIST WHERE action_type = 'NONE'"_s).toInt()
                > 0);
        QCOMPARE(warehouse.value(u"SELECT count(*) FROM ORDER_LIST_LINES"_s).toInt(), report->lines);
        QVERIFY(report->lines > 1500 * 3 && report->lines < 1500 * 6);
        QCOMPARE(warehouse.value(u"SELECT count(*) FROM swp_ORDER_LIST_SYNC"_s).toInt(),
                 1500 + report->newInSource);
        QCOMPARE(warehouse.value(u"SELECT count(*) FROM ORDER_LIST"_s).toInt(), 1500 + report->newInSource);
    }

    void everyMappedSourceIsFilledOnMostRows()
    {
        const Result<DemoReport> report = makeDemo({.folder = file(u"demo"_s), .orders = 400});
        VERIFY_RESULT(report);
        Warehouse warehouse(report->folder);
        const Result<LoadedConfig> config = loadConfig(report->configFile);
        VERIFY_RESULT(config);
        const Result<EnvironmentSettings> environment = config->environment(u"demo"_s);
        VERIFY_RESULT(environment);
        QCOMPARE(environment->mapping.headers.size(), 46U);
        for (const ColumnMapping &column : environment->mapping.headers) {
            const int filled =
                warehouse.value(u"SELECT count(\"%1\") FROM FACT_ORDER_LIST"_s.arg(column.source)).toInt();
            QVERIFY2(filled > 200, qPrintable(column.source));
        }
    }

    void tablesHaveTheRealColumns()
    {
        const Result<DemoReport> report = makeDemo({.folder = file(u"demo"_s), .orders = 40});
        VERIFY_RESULT(report);
        Warehouse warehouse(report->folder);
        QCOMPARE(sizesOf(warehouse).size(), 245);
        QCOMPARE(sizesOf(warehouse).first(), u"2T"_s);
        QCOMPARE(sizesOf(warehouse).last(), u"D/L"_s);
        for (const QString &table : {u"ORDER_LIST"_s, u"swp_ORDER_LIST_SYNC"_s}) {
            const QStringList columns = warehouse.columns(table);
            QCOMPARE(columns.indexOf(u"TOTAL QTY"_s) - columns.indexOf(u"UNIT OF MEASURE"_s), 246);
        }
        const QString keys =
            warehouse.value(u"SELECT sql FROM sqlite_master WHERE name = 'FACT_ORDER_LIST'"_s).toString();
        QVERIFY(keys.contains(u"\"record_uuid\" TEXT COLLATE NOCASE PRIMARY KEY"_s));
        QCOMPARE(warehouse.value(u"PRAGMA integrity_check"_s).toString(), u"ok"_s);
        QVERIFY(
            warehouse.value(u"SELECT count(*) FROM FACT_ORDER_LIST WHERE record_uuid <> lower(record_uuid)"_s)
            == 0);
    }

    void rowsFitTogether()
    {
        const Result<DemoReport> report = makeDemo({.folder = file(u"demo"_s), .orders = 300});
        VERIFY_RESULT(report);
        Warehouse warehouse(report->folder);
        QCOMPARE(warehouse
                     .value(u"SELECT count(*) FROM ORDER_LIST_LINES WHERE record_uuid NOT IN "
                            "(SELECT record_uuid FROM FACT_ORDER_LIST)"_s)
                     .toInt(),
                 0);
        // The sizes of a header are its lines.
        QStringList sum;
        for (const QString &size : sizesOf(warehouse))
            sum.append(u"ifnull(\"%1\", 0)"_s.arg(size));
        // SQLite allows an expression a depth of 1,000, so a plain sum of 245 terms is fine.
        QCOMPARE(warehouse
                     .value(u"SELECT count(*) FROM FACT_ORDER_LIST h WHERE %1 <> (SELECT sum(qty) FROM "
                            "ORDER_LIST_LINES l WHERE l.record_uuid = h.record_uuid)"_s.arg(sum.join(u'+')))
                     .toInt(),
                 0);
        const std::vector<QSqlRecord> unequal = warehouse.rows(
            u"SELECT record_uuid FROM FACT_ORDER_LIST WHERE \"TOTAL QTY\" <> %1"_s.arg(sum.join(u'+')));
        QCOMPARE(unequal.size(), 1U);
        const auto planted =
            std::ranges::find(report->faults, DemoFault::TotalUnequalToSizes, &PlantedFault::fault);
        QCOMPARE(unequal.front().value(0).toString(), planted->key.toString());
    }

    void ownTablesAreThere()
    {
        const Result<DemoReport> report = makeDemo({.folder = file(u"demo"_s), .orders = 20});
        VERIFY_RESULT(report);
        Warehouse warehouse(report->folder);
        QCOMPARE(warehouse.value(u"SELECT version FROM SYNCLINE_SCHEMA"_s).toInt(), 1);
        QVERIFY(warehouse.columns(u"SYNCLINE_LEASES"_s).contains(u"lease_key"_s));
        QCOMPARE(warehouse.value(u"SELECT COUNT(*) FROM SYNCLINE_ROW_STATE"_s).toInt(), 0);
    }

    void ordersOnTheBoardAreThere()
    {
        const Result<DemoReport> report = makeDemo({.folder = file(u"demo"_s), .orders = 200});
        VERIFY_RESULT(report);
        Warehouse warehouse(report->folder);
        Result<std::unique_ptr<sandbox::BoardStore>> store =
            sandbox::BoardStore::open(file(u"demo/sandbox.sqlite"_s));
        VERIFY_RESULT(store);
        const sandbox::BoardStore::Transaction transaction(**store);
        const sandbox::BoardDefinition *board = (*store)->board(u"9609317401"_s);
        QVERIFY(board);
        const std::vector<QSqlRecord> rows = warehouse.rows(
            u"SELECT record_uuid, monday_item_id, group_id, item_name FROM FACT_ORDER_LIST WHERE monday_item_id IS NOT NULL"_s);
        QCOMPARE(rows.size(), static_cast<std::size_t>(report->onBoard));
        QCOMPARE(board->activeItems, report->onBoard);
        for (const QSqlRecord &row : rows) {
            const std::optional<sandbox::StoredItem> item = (*store)->item(row.value(1).toLongLong());
            QVERIFY(item);
            QCOMPARE(item->values.value("text_mkrkey01"_L1).toString(), row.value(0).toString());
            QCOMPARE(item->groupId, row.value(2).toString());
            QCOMPARE(item->name, row.value(3).toString());
        }
        for (const QSqlRecord &line :
             warehouse.rows(u"SELECT monday_subitem_id, monday_parent_id FROM ORDER_LIST_LINES "
                            "WHERE monday_subitem_id IS NOT NULL"_s)) {
            const std::optional<sandbox::StoredItem> subitem = (*store)->item(line.value(0).toLongLong());
            QVERIFY(subitem);
            QCOMPARE(subitem->parentId, line.value(1).toLongLong());
        }
        // A group id in the warehouse is one of the board, but for the planted one.
        QSet<QString> strange;
        for (const QSqlRecord &row :
             warehouse.rows(u"SELECT DISTINCT group_id FROM FACT_ORDER_LIST WHERE group_id <> ''"_s)) {
            if (!board->group(row.value(0).toString()))
                strange.insert(row.value(0).toString());
        }
        QCOMPARE(strange, QSet<QString>{u"group_deleted01"_s});
    }

    void configurationBlocksNothing()
    {
        const Result<DemoReport> report = makeDemo({.folder = file(u"demo"_s), .orders = 20});
        VERIFY_RESULT(report);
        const Result<LoadedConfig> config = loadConfig(report->configFile);
        VERIFY_RESULT(config);
        for (const ConfigDiagnostic &diagnostic : config->diagnostics())
            QFAIL(qPrintable(diagnostic.event.text()));
        QCOMPARE(config->defaultEnvironment(), u"demo"_s);
        const Result<EnvironmentSettings> environment = config->environment(u"demo"_s);
        VERIFY_RESULT(environment);
        QVERIFY(environment->sandbox);
        QVERIFY(!environment->production);
        QCOMPARE(environment->database.path, file(u"demo/warehouse.sqlite"_s));
        QCOMPARE(environment->mapping.onConflict, ConflictRule::FirstNonEmpty);
        QCOMPARE(environment->mapping.lines.size(), 2U);
    }

    void sandboxPlaysTheFaultsOfTheNetwork()
    {
        VERIFY_RESULT(makeDemo({.folder = file(u"demo"_s), .orders = 20}));
        const Result<sandbox::SandboxOptions> options =
            sandbox::loadSandboxOptions(file(u"demo/sandbox.toml"_s));
        VERIFY_RESULT(options);
        QCOMPARE(options->schedule.size(), 3U);
        QCOMPARE(options->schedule[0].fault.kind, sandbox::FaultKind::DropAfter);
        QCOMPARE(options->schedule[1].fault.kind, sandbox::FaultKind::MinuteLimit);
        QCOMPARE(options->schedule[1].fault.seconds, 2);
        QCOMPARE(options->schedule[2].fault.kind, sandbox::FaultKind::ErrorAfter);

        VERIFY_RESULT(makeDemo({.folder = file(u"calm"_s), .orders = 20, .switchedOff = allFaults()}));
        const Result<sandbox::SandboxOptions> calm =
            sandbox::loadSandboxOptions(file(u"calm/sandbox.toml"_s));
        VERIFY_RESULT(calm);
        QCOMPARE(calm->schedule.size(), 0U);
    }

    void eachFaultCanBeSwitchedOff_data()
    {
        QTest::addColumn<DemoFault>("fault");
        for (const DemoFault fault : allDemoFaults)
            QTest::addRow("%s", qPrintable(nameOf(fault))) << fault;
    }

    void eachFaultCanBeSwitchedOff()
    {
        QFETCH(const DemoFault, fault);
        const Result<DemoReport> with = makeDemo({.folder = file(u"with"_s), .orders = 30});
        VERIFY_RESULT(with);
        QVERIFY(std::ranges::count(with->faults, fault, &PlantedFault::fault) > 0);
        const Result<DemoReport> without =
            makeDemo({.folder = file(u"without"_s), .orders = 30, .switchedOff = {fault}});
        VERIFY_RESULT(without);
        QCOMPARE(std::ranges::count(without->faults, fault, &PlantedFault::fault), 0);
        const bool ofNetwork =
            with->faults[static_cast<std::size_t>(std::ranges::find(with->faults, fault, &PlantedFault::fault)
                                                  - with->faults.begin())]
                .key.isNull();
        const QString changed = ofNetwork ? u"sandbox.toml"_s : u"warehouse.sqlite"_s;
        QVERIFY(content(file(u"with/"_s + changed)) != content(file(u"without/"_s + changed)));
    }

    void eachFaultHasARowOfItsOwn()
    {
        const Result<DemoReport> report = makeDemo({.folder = file(u"demo"_s), .orders = 20});
        VERIFY_RESULT(report);
        Warehouse warehouse(report->folder);
        QSet<RecordKey> keys;
        QSet<DemoFault> faults;
        for (const PlantedFault &planted : report->faults) {
            faults.insert(planted.fault);
            QVERIFY(!planted.expectation.isEmpty());
            if (planted.key.isNull())
                continue;
            QVERIFY(planted.outcome.has_value());
            QVERIFY(!keys.contains(planted.key));
            keys.insert(planted.key);
            const QSqlRecord row = warehouse.header(planted.key);
            QCOMPARE(row.value(u"AAG ORDER NUMBER"_s).toString(), planted.orderNumber);
            QCOMPARE(row.value(u"CUSTOMER NAME"_s).toString(), planted.customer);
        }
        QCOMPARE(faults, allFaults());
        QCOMPARE(keys.size(), 14);
    }

    void faultsAreInTheRows()
    {
        const Result<DemoReport> report = makeDemo({.folder = file(u"demo"_s), .orders = 100});
        VERIFY_RESULT(report);
        Warehouse warehouse(report->folder);
        const auto planted = [&](DemoFault fault, std::ptrdiff_t part = 0) {
            return *(std::ranges::find(report->faults, fault, &PlantedFault::fault) + part);
        };
        const auto value = [&](DemoFault fault, const QString &column) {
            return warehouse.header(planted(fault).key).value(column);
        };
        QCOMPARE(value(DemoFault::TextInFreight, u"FREIGHT"_s).toString(), u"AIR FRT TBC"_s);
        QCOMPARE(value(DemoFault::FullDropdown, u"CATEGORY"_s).toString(), u"ADAPTIVE"_s);
        QCOMPARE(value(DemoFault::NewSeason, u"CUSTOMER SEASON"_s).toString(), u"RESORT 27"_s);
        QCOMPARE(value(DemoFault::CaseVariantOfCancelled, u"ORDER TYPE"_s).toString(), u"Cancelled"_s);
        QVERIFY(value(DemoFault::MissingSeason, u"CUSTOMER SEASON"_s).isNull());
        QVERIFY(value(DemoFault::MissingSeason, u"AAG SEASON"_s).isNull());
        QCOMPARE(value(DemoFault::MissingSeason, u"group_name"_s).toString(), u"check"_s);
        QVERIFY(value(DemoFault::OverlongItemName, u"item_name"_s).toString().size() > 255);
        QVERIFY(value(DemoFault::OverlongItemName, u"ALIAS/RELATED ITEM"_s).toString().size() <= 255);
        QCOMPARE(planted(DemoFault::ApostropheCustomer).customer, u"O'RILEY SPORT"_s);

        const PlantedFault first = planted(DemoFault::DuplicatedOrderNumber);
        const PlantedFault second = planted(DemoFault::DuplicatedOrderNumber, 1);
        QCOMPARE(first.orderNumber, second.orderNumber);
        QVERIFY(first.key != second.key);

        const QString waiting =
            u"SELECT count(*) FROM ORDER_LIST_LINES WHERE record_uuid = ? AND sync_state = "
            "'PENDING' AND action_type = 'UPDATE' AND monday_subitem_id IS NOT NULL"_s;
        const QString changed = planted(DemoFault::QuantityChange).key.toString();
        QCOMPARE(warehouse.value(waiting, changed).toInt(), 1);
        QCOMPARE(value(DemoFault::QuantityChange, u"sync_state"_s).toString(), u"PENDING"_s);

        const PlantedFault cancelled = planted(DemoFault::CancelledOrder, 1);
        const QSqlRecord row = warehouse.header(cancelled.key);
        QCOMPARE(row.value(u"ORDER TYPE"_s).toString(), u"CANCELLED"_s);
        QCOMPARE(row.value(u"action_type"_s).toString(), u"UPDATE"_s);
        QVERIFY(!row.value(u"monday_item_id"_s).isNull());
        QVERIFY(warehouse.value(waiting, cancelled.key.toString()).toInt() > 0);
    }

    void boardHoldsTheOldValuesOfChangedOrders()
    {
        const Result<DemoReport> report = makeDemo({.folder = file(u"demo"_s), .orders = 50});
        VERIFY_RESULT(report);
        Warehouse warehouse(report->folder);
        Result<std::unique_ptr<sandbox::BoardStore>> store =
            sandbox::BoardStore::open(file(u"demo/sandbox.sqlite"_s));
        VERIFY_RESULT(store);
        const sandbox::BoardStore::Transaction transaction(**store);
        const auto planted =
            std::ranges::find(report->faults, DemoFault::QuantityChange, &PlantedFault::fault);
        const QSqlRecord row = warehouse.header(planted->key);
        const std::optional<sandbox::StoredItem> item =
            (*store)->item(row.value(u"monday_item_id"_s).toLongLong());
        QVERIFY(item);
        QCOMPARE(item->values.value("numeric_mktb1d19"_L1).toString().toInt() + 24,
                 row.value(u"TOTAL QTY"_s).toInt());
    }

    void fullDropdownIsFull()
    {
        const auto labels = [this](const QSet<DemoFault> &switchedOff, const QString &name) {
            const Result<DemoReport> report =
                makeDemo({.folder = file(name), .orders = 20, .switchedOff = switchedOff});
            Result<std::unique_ptr<sandbox::BoardStore>> store =
                sandbox::BoardStore::open(file(name + u"/sandbox.sqlite"_s));
            const sandbox::BoardStore::Transaction transaction(**store);
            return report ? (*store)->board(u"9609317401"_s)->column(u"dropdown_mkr5s5n3"_s)->labels.size()
                          : 0;
        };
        QCOMPARE(labels({}, u"full"_s), 500U);
        QCOMPARE(labels({DemoFault::FullDropdown}, u"free"_s), 5U);
    }

    void moreCustomersAreInvented()
    {
        const Result<DemoReport> report =
            makeDemo({.folder = file(u"demo"_s), .orders = 300, .customers = 100});
        VERIFY_RESULT(report);
        Warehouse warehouse(report->folder);
        QVERIFY(warehouse.value(u"SELECT count(DISTINCT \"CUSTOMER NAME\") FROM FACT_ORDER_LIST"_s).toInt()
                >= 95);
        QCOMPARE(warehouse.value(u"SELECT count(DISTINCT canonical) FROM map_canonical_customer"_s).toInt(),
                 100);
    }

    void fewCustomersKeepTheApostrophe()
    {
        const Result<DemoReport> report = makeDemo({.folder = file(u"demo"_s), .orders = 40, .customers = 3});
        VERIFY_RESULT(report);
        Warehouse warehouse(report->folder);
        QCOMPARE(warehouse.value(u"SELECT count(DISTINCT \"CUSTOMER NAME\") FROM FACT_ORDER_LIST"_s).toInt(),
                 3);
        QVERIFY(warehouse
                    .value(u"SELECT count(*) FROM FACT_ORDER_LIST WHERE \"CUSTOMER NAME\" = ?"_s,
                           u"O'RILEY SPORT"_s)
                    .toInt()
                > 0);
    }

    void nothingIsOverwritten()
    {
        QVERIFY(QDir().mkpath(file(u"mine"_s)));
        QFile mine(file(u"mine/syncline.toml"_s));
        QVERIFY(mine.open(QIODevice::WriteOnly));
        mine.write("# mine\n");
        mine.close();
        const Result<DemoReport> report = makeDemo({.folder = file(u"mine"_s), .orders = 20});
        QVERIFY(!report);
        QCOMPARE(report.error().kind, ErrorKind::InvalidInput);
        QVERIFY(report.error().text().contains(u"syncline.toml"_s));
        QCOMPARE(content(file(u"mine/syncline.toml"_s)), "# mine\n"_ba);
        QCOMPARE(QDir(file(u"mine"_s)).entryList(QDir::Files), QStringList{u"syncline.toml"_s});
    }

    void emptyFolderIsUsed()
    {
        QVERIFY(QDir().mkpath(file(u"empty"_s)));
        VERIFY_RESULT(makeDemo({.folder = file(u"empty"_s), .orders = 20}));
        QCOMPARE(QDir(file(u"empty"_s)).entryList(QDir::Files), files);
    }

    void placeThatCannotBeWrittenIsAnError()
    {
        QFile obstacle(file(u"obstacle"_s));
        QVERIFY(obstacle.open(QIODevice::WriteOnly));
        for (const QString &place : {file(u"obstacle"_s), file(u"obstacle/demo"_s)}) {
            const Result<DemoReport> report = makeDemo({.folder = place, .orders = 20});
            QVERIFY(!report);
            QCOMPARE(report.error().kind, ErrorKind::FileFailed);
        }
        QCOMPARE(QDir(folder()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
                 QStringList{u"obstacle"_s});
    }

    void folderWithOtherFilesIsKept()
    {
        QVERIFY(QDir().mkpath(file(u"shelf"_s)));
        QFile other(file(u"shelf/notes.txt"_s));
        QVERIFY(other.open(QIODevice::WriteOnly));
        other.write("keep");
        other.close();
        VERIFY_RESULT(makeDemo({.folder = file(u"shelf"_s), .orders = 20}));
        QCOMPARE(content(file(u"shelf/notes.txt"_s)), "keep"_ba);
        QVERIFY(QFileInfo::exists(file(u"shelf/syncline.toml"_s)));
    }

    void impossibleOptionsAreRefused_data()
    {
        QTest::addColumn<int>("orders");
        QTest::addColumn<int>("customers");
        QTest::newRow("too few orders") << 19 << 16;
        QTest::newRow("negative orders") << -5 << 16;
        QTest::newRow("no customers") << 20 << 0;
        QTest::newRow("too many customers") << 20 << 501;
    }

    void impossibleOptionsAreRefused()
    {
        QFETCH(const int, orders);
        QFETCH(const int, customers);
        const Result<DemoReport> report =
            makeDemo({.folder = file(u"demo"_s), .orders = orders, .customers = customers});
        QVERIFY(!report);
        QCOMPARE(report.error().kind, ErrorKind::InvalidInput);
        QVERIFY(!QFileInfo::exists(file(u"demo"_s)));
    }
};

QTEST_GUILESS_MAIN(TestDemo)
#include "tst_demo.moc"
