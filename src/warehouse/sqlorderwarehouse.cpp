#include "warehouse/sqlorderwarehouse.h"

#include "warehouse/missingindexes.h"
#include "warehouse/orderlookup.h"
#include "warehouse/orderreader.h"
#include "warehouse/orderrepair.h"
#include "warehouse/owntables.h"
#include "warehouse/refreshcolumns.h"
#include "warehouse/resultwriter.h"
#include "warehouse/rowtext.h"
#include "warehouse/sqldialect.h"
#include "warehouse/sqlstatementbuilder.h"
#include "warehouse/tableschema.h"
#include "warehouse/warehouseconnection.h"
#include "warehouse/warehouseerrors.h"

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace syncline {

using namespace warehouse;

namespace {

/// Words of sync_state (contract 4). For Strange, the words of all others.
QStringList wordsOf(WarehouseState state)
{
    switch (state) {
    case WarehouseState::Waiting:
        return {u"PENDING"_s, u"NEW"_s};
    case WarehouseState::Done:
        return {u"SYNCED"_s, u"COMPLETED"_s};
    case WarehouseState::Failed:
        return {u"FAILED"_s, u"ERROR"_s};
    case WarehouseState::NotOurs:
        return {u""_s, u"EXISTING"_s, u"NONE"_s};
    case WarehouseState::Strange:
        return wordsOf(WarehouseState::Waiting) + wordsOf(WarehouseState::Done)
            + wordsOf(WarehouseState::Failed) + wordsOf(WarehouseState::NotOurs);
    }
    Q_UNREACHABLE();
}

} // namespace

WarehouseOptions warehouseOptions(const EnvironmentSettings &environment,
                                  const std::optional<QString> &password)
{
    QStringList sources;
    for (const std::vector<ColumnMapping> *mapping :
         {&environment.mapping.headers, &environment.mapping.lines}) {
        for (const ColumnMapping &column : *mapping)
            sources.append(column.source);
    }
    return {.database = environment.database,
            .tables = environment.tables,
            .mappedSources = sources,
            .boardId = environment.boardId,
            .password = password,
            .cancelledOrders = environment.mapping.cancelledOrders,
            .boardHasRecordKeys = !environment.mapping.recordKeyColumn.isEmpty()};
}

/// The connection is made first and goes last: its statements must not outlive it.
struct SqlOrderWarehouse::Parts
{
    Parts(std::unique_ptr<SqlDialect> usedDialect, std::unique_ptr<SqlConnection> connection,
          WarehouseSchema discovered, std::chrono::milliseconds serverAhead, const QString &databaseName,
          const WarehouseOptions &options, const Clock &usedClock, EventSink &events)
        : dialect(std::move(usedDialect))
        , sql(std::move(connection))
        , schema(std::move(discovered))
        , sourceTable(options.tables.source)
        , boardHasRecordKeys(options.boardHasRecordKeys)
        , clockOffset(serverAhead)
        , clock(usedClock)
        , builder(*dialect, schema)
        , own(*sql, *dialect, databaseName, options.boardId, clock, clockOffset)
        , reader(*sql, builder, schema, own.memory, options.keysPerPage, events)
        , writer(*sql, builder, schema, own, reader, options.boardId, clock, events)
        , lookUp(*sql, builder, schema)
        , repair(*sql, builder, schema, own, clock)
    {
    }

    std::unique_ptr<SqlDialect> dialect;
    std::unique_ptr<SqlConnection> sql;
    WarehouseSchema schema;
    const QString sourceTable;
    const bool boardHasRecordKeys;
    const std::chrono::milliseconds clockOffset;
    const Clock &clock;
    SqlStatementBuilder builder;
    OwnTables own;
    OrderReader reader;
    ResultWriter writer;
    OrderLookUp lookUp;
    OrderRepair repair;
};

SqlOrderWarehouse::SqlOrderWarehouse(std::unique_ptr<Parts> parts)
    : m_parts(std::move(parts))
{
}

SqlOrderWarehouse::~SqlOrderWarehouse() = default;

Result<std::unique_ptr<SqlOrderWarehouse>> SqlOrderWarehouse::open(const WarehouseOptions &options,
                                                                   const Clock &clock, EventSink &events)
{
    Result<WarehouseConnection> opened = openConnection(options);
    if (!opened)
        return opened.error();
    const Result<std::chrono::milliseconds> clockOffset = opened->dialect->clockOffset(*opened->sql, clock);
    if (!clockOffset)
        return clockOffset.error();
    auto parts = std::make_unique<Parts>(std::move(opened->dialect), std::move(opened->sql),
                                         std::move(opened->schema), *clockOffset, opened->name,
                                         options, clock, events);
    if (Result<void> looked = parts->own.migrations.look(); !looked)
        return looked.error();
    return std::unique_ptr<SqlOrderWarehouse>(new SqlOrderWarehouse(std::move(parts)));
}

Result<std::vector<CustomerCounts>> SqlOrderWarehouse::customers()
{
    Result<std::vector<CustomerCounts>> customers = headersOfCustomers();
    if (customers && !m_parts->schema.linesUnusable) {
        if (Result<void> counted = countLines(*customers); !counted)
            return counted.error();
    }
    return customers;
}

Result<std::vector<CustomerCounts>> SqlOrderWarehouse::headersOfCustomers()
{
    if (m_parts->schema.headersUnusable)
        return unusable(*m_parts->schema.headersUnusable);
    Result<SqlCursor> rows = m_parts->sql->run(m_parts->builder.customerHeaders(), u"customer_headers"_s, {});
    if (!rows)
        return rows.error();
    std::vector<CustomerCounts> customers;
    Result<void> read = rows->forEach([&]() -> Result<void> {
        customers.push_back({.name = rows->text(0),
                             .pending = rows->integer(1),
                             .failed = rows->integer(2),
                             .synced = rows->integer(3),
                             .lastSync = utcTime(rows->value(4))});
        return {};
    });
    if (!read)
        return read.error();
    return customers;
}

Result<void> SqlOrderWarehouse::countLines(std::vector<CustomerCounts> &customers)
{
    Result<SqlCursor> rows = m_parts->sql->run(m_parts->builder.customerLines(), u"customer_lines"_s, {});
    if (!rows)
        return rows.error();
    return rows->forEach([&]() -> Result<void> {
        const auto customer = std::ranges::find(customers, rows->text(0), &CustomerCounts::name);
        if (customer != customers.end())
            customer->linesPending = rows->integer(1);
        return {};
    });
}

Result<void> SqlOrderWarehouse::forEachSelected(const QString &customer, const SyncRequest &request,
                                                const std::function<Result<void>(OrderHeader)> &visit)
{
    return m_parts->reader.forEachSelected(customer, request, visit);
}

Result<std::vector<OrderHeader>> SqlOrderWarehouse::selectedByKey(const std::vector<RecordKey> &keys,
                                                                  const SyncRequest &request)
{
    return m_parts->reader.selectedByKey(keys, request);
}

Result<std::vector<KnownRow>> SqlOrderWarehouse::knownRows(const std::vector<RecordKey> &keys)
{
    return m_parts->lookUp.knownRows(keys);
}

Result<QHash<qint64, RecordKey>> SqlOrderWarehouse::ownersOf(const std::vector<qint64> &itemIds)
{
    return m_parts->lookUp.ownersOf(itemIds);
}

Result<std::vector<RecordKey>> SqlOrderWarehouse::withoutItem(const QString &orderNumber)
{
    return m_parts->lookUp.withoutItem(orderNumber);
}

Result<void> SqlOrderWarehouse::reopenLines(const std::vector<LineKey> &lines)
{
    return m_parts->repair.reopenLines(lines);
}

Result<void> SqlOrderWarehouse::repair(const std::vector<RecordKey> &keys, Repair repair)
{
    return m_parts->repair.repair(keys, repair);
}

RowLeases &SqlOrderWarehouse::leases()
{
    return m_parts->own.leases;
}

Result<WarehouseFacts> SqlOrderWarehouse::facts()
{
    const WarehouseSchema &schema = m_parts->schema;
    WarehouseFacts facts{.clockOffset = m_parts->clockOffset,
                         .headerColumns = static_cast<int>(schema.headers.columns.size()),
                         .sizeColumns = static_cast<int>(schema.sizes.size())};
    for (const ReadColumn &value : schema.values) {
        if (const TableColumn *column = schema.headers.find(value.column); column && column->holdsText())
            facts.textSources.append(value.source);
    }
    if (const TableColumn *total = schema.headers.find(u"TOTAL QTY");
        total && m_parts->dialect->mindsTypes()) {
        const ColumnForm form = ColumnForm::of(*total);
        if (form.form == ValueForm::Number && form.largest
            && *form.largest < std::numeric_limits<qint32>::max())
            facts.remarks.push_back(
                totalTooSmall(schema.headers.name, total->name, total->declared, *form.largest));
    }
    const Result<bool> source = hasSource();
    if (!source)
        return source.error();
    if (!*source)
        facts.absentTables.append(m_parts->sourceTable);
    for (const TableSchema *table : {&schema.registry, &schema.log}) {
        if (!table->exists())
            facts.absentTables.append(table->name);
    }
    return facts;
}

Result<bool> SqlOrderWarehouse::hasSource()
{
    if (m_parts->sourceTable.isEmpty())
        return false;
    const Result<TableSchema> source = discoverTable(*m_parts->sql, *m_parts->dialect, m_parts->sourceTable);
    if (!source)
        return source.error();
    return source->exists();
}

Result<void> SqlOrderWarehouse::tryWriting()
{
    Result<std::unique_ptr<SqlTransaction>> transaction = SqlTransaction::begin(*m_parts->sql);
    if (!transaction)
        return transaction.error();
    const WarehouseSchema &schema = m_parts->schema;
    const std::pair<const TableSchema *, QString> changed[] = {{&schema.headers, u"sync_state"_s},
                                                               {&schema.lines, u"sync_state"_s},
                                                               {&schema.registry, u"group_id"_s}};
    for (const auto &[table, column] : changed) {
        RowChange change(*table);
        change.set(column, QString());
        if (change.assignments().empty())
            continue;
        const Result<SqlCursor> tried =
            m_parts->sql->run(m_parts->builder.tryWriting(change), u"try_writing"_s, change.values());
        if (!tried)
            return tried.error();
    }
    const std::pair<const TableSchema *, QString> added[] = {{&schema.registry, u"group_id"_s},
                                                             {&schema.log, u"sync_state"_s}};
    for (const auto &[table, column] : added) {
        if (!table->has(column))
            continue;
        const Result<SqlCursor> tried =
            m_parts->sql->run(m_parts->builder.tryAdding(*table, column), u"try_adding"_s, {});
        if (!tried)
            return tried.error();
    }
    // The rights to the own tables are asked for: a claim that is tried would wait for those of other desks.
    Migrations &own = m_parts->own.migrations;
    if (Result<void> looked = own.look(); !looked)
        return looked;
    return own.areForbidden() ? Result<void>(unusable(*own.problem())) : Result<void>();
}

Result<QStringList> SqlOrderWarehouse::pendingMigrations()
{
    return m_parts->own.migrations.pending(m_parts->clock.utcNow());
}

Result<void> SqlOrderWarehouse::migrate()
{
    return m_parts->own.migrations.apply(m_parts->clock.utcNow());
}

Result<std::vector<UnstoredRow>> SqlOrderWarehouse::writeBackEach(const std::vector<WriteBack> &rows,
                                                                  const QString &syncId)
{
    return m_parts->writer.writeBack(rows, syncId);
}

Result<void> SqlOrderWarehouse::registerGroups(const std::vector<BoardGroup> &groups)
{
    return m_parts->writer.registerGroups(groups);
}

Result<std::vector<OpenRow>> SqlOrderWarehouse::openRows(const QString &customer, WarehouseState state,
                                                         int limit)
{
    if (m_parts->schema.headersUnusable)
        return unusable(*m_parts->schema.headersUnusable);
    Result<SqlCursor> rows =
        m_parts->sql->run(m_parts->builder.openRows(customer.isEmpty()), u"open_rows"_s,
                          {{u":customer"_s, customer.isNull() ? u""_s : customer},
                           {u":states"_s, jsonList(wordsOf(state))},
                           {u":listed"_s, state == WarehouseState::Strange ? 0 : 1},
                           {u":maximum"_s, limit}});
    if (!rows)
        return rows.error();
    std::vector<OpenRow> open;
    Result<void> read = rows->forEach([&]() -> Result<void> {
        open.push_back({.key = RecordKey::fromString(rows->text(0)),
                        .orderNumber = rows->text(1),
                        .style = rows->text(2),
                        .colour = rows->text(3),
                        .customerSeason = rows->text(4),
                        .aagSeason = rows->text(5),
                        .quantity = rows->text(6),
                        .state = rows->text(7),
                        .errorMessage = rows->text(8)});
        return {};
    });
    if (!read)
        return read.error();
    return open;
}

Result<std::vector<Event>> SqlOrderWarehouse::findings()
{
    std::vector<Event> findings = m_parts->schema.findings;
    if (Result<void> looked = m_parts->own.migrations.look(); !looked)
        return looked.error();
    if (const std::optional<Event> problem = m_parts->own.migrations.problem())
        findings.push_back(*problem);
    const Result<std::vector<Event>> ofDatabase = m_parts->dialect->findings(*m_parts->sql);
    if (!ofDatabase)
        return ofDatabase.error();
    findings.insert(findings.end(), ofDatabase->begin(), ofDatabase->end());
    Result<std::vector<Event>> indexes = missingIndexes(
        *m_parts->sql, m_parts->builder, m_parts->schema, m_parts->boardHasRecordKeys);
    if (!indexes)
        return indexes.error();
    findings.insert(findings.end(), indexes->begin(), indexes->end());
    for (const TableSchema *table : {&m_parts->schema.headers, &m_parts->schema.lines}) {
        if (!table->has(u"record_uuid") || !table->has(u"sync_state"))
            continue;
        {
            Result<SqlCursor> bad =
                m_parts->sql->run(m_parts->builder.countBadKeys(*table), u"count_bad_keys"_s, {});
            if (!bad)
                return bad.error();
            if (const Result<bool> counted = bad->next(); !counted)
                return counted.error();
            if (const qint64 rows = bad->integer(0); rows > 0)
                findings.push_back(badKeys(table->name, rows));
        }
        Result<SqlCursor> strange =
            m_parts->sql->run(m_parts->builder.strangeStates(*table), u"strange_states"_s, {});
        if (!strange)
            return strange.error();
        Result<void> read = strange->forEach([&]() -> Result<void> {
            findings.push_back(strangeState(table->name, strange->text(0), strange->integer(1)));
            return {};
        });
        if (!read)
            return read.error();
    }
    return findings;
}

} // namespace syncline
