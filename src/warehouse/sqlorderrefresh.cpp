#include "warehouse/sqlorderrefresh.h"

#include "warehouse/refreshpass.h"
#include "warehouse/warehouseconnection.h"
#include "warehouse/warehouseerrors.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace syncline {

using namespace warehouse;

namespace {

// OS 2.1.
constexpr QLatin1StringView aliasTable("map_canonical_customer");

Event ended(const QString &source, const RefreshReport &report)
{
    const RefreshCounts &total = report.total;
    return {EventId::rf_020,
            {{u"source"_s, source},
             {u"mode"_s, report.mode == RefreshMode::Look ? u"dry run"_s : u"written"_s},
             {u"rows"_s, total.sourceRows()},
             {u"added"_s, total.added},
             {u"changed"_s, total.changed},
             {u"cancelled"_s, total.cancelled},
             {u"unchanged"_s, total.unchanged},
             {u"not_ours"_s, total.notOurs},
             {u"blank"_s, total.blank},
             {u"skipped"_s, total.skipped}},
            {}};
}

Event sourceEmpty(const QString &source)
{
    return {EventId::rf_006, {{u"table"_s, source}}, {}};
}

Event sizesKept(const KeptSizes &kept)
{
    return {EventId::rf_023,
            {{u"customer"_s, kept.customer},
             {u"sizes"_s, QJsonArray::fromStringList(kept.sizes)},
             {u"orders"_s, kept.orders},
             {u"lines"_s, kept.lines}},
            {}};
}

} // namespace

/// The connection is made first and goes last: its statements must not outlive it.
struct SqlOrderRefresh::Parts
{
    Parts(WarehouseConnection opened, const WarehouseOptions &options, const Clock &usedClock, IdSource &usedIds,
          EventSink &sink)
        : connection(std::move(opened))
        , settings(options.tables)
        , cancelledOrders(options.cancelledOrders)
        , mayLoseLink(options.database.driver != DatabaseDriver::Sqlite)
        , builder(*connection.dialect, connection.schema)
        , clock(usedClock)
        , ids(usedIds)
        , events(sink)
    {
    }

    WarehouseConnection connection;
    TableSettings settings;
    CancelledRule cancelledOrders;
    bool mayLoseLink; ///< the database is a server
    SqlStatementBuilder builder;
    const Clock &clock;
    IdSource &ids;
    EventSink &events;
};

SqlOrderRefresh::SqlOrderRefresh(std::unique_ptr<Parts> parts)
    : m_parts(std::move(parts))
{
}

SqlOrderRefresh::~SqlOrderRefresh() = default;

Result<std::unique_ptr<SqlOrderRefresh>>
SqlOrderRefresh::open(const WarehouseOptions &options, const Clock &clock, IdSource &ids, EventSink &events)
{
    Result<WarehouseConnection> connection = openConnection(options);
    if (!connection)
        return connection.error();
    auto parts = std::make_unique<Parts>(*std::move(connection), options, clock, ids, events);
    return std::unique_ptr<SqlOrderRefresh>(new SqlOrderRefresh(std::move(parts)));
}

Result<RefreshReport> SqlOrderRefresh::refresh(const RefreshRequest &request, const std::stop_token &stop)
{
    for (const std::optional<Event> &finding :
         {m_parts->connection.schema.headersUnusable, m_parts->connection.schema.linesUnusable}) {
        if (finding)
            return unusable(*finding);
    }
    Result<RefreshReport> report = refreshOnce(request, stop);
    // The copies went with the link; a look has written nothing and begins again with new ones.
    if (!report && request.mode == RefreshMode::Look && isConnectionLost(report.error()))
        report = refreshOnce(request, stop);
    return report;
}

Result<RefreshColumns> SqlOrderRefresh::pair(const TableSchema &source, GoneSizes goneSizes)
{
    const WarehouseConnection &connection = m_parts->connection;
    const Result<ColumnRules> headers =
        discoverRules(*connection.sql, *connection.dialect, connection.schema.headers);
    if (!headers)
        return headers.error();
    const Result<ColumnRules> lines =
        discoverRules(*connection.sql, *connection.dialect, connection.schema.lines);
    if (!lines)
        return lines.error();
    return pairColumns(
        {.source = source, .warehouse = connection.schema, .headerRules = *headers, .lineRules = *lines},
        goneSizes, m_parts->settings, connection.name);
}

Result<RefreshReport> SqlOrderRefresh::refreshOnce(const RefreshRequest &request, const std::stop_token &stop)
{
    SqlConnection &sql = *m_parts->connection.sql;
    const WarehouseSchema &schema = m_parts->connection.schema;
    // From here on nobody else writes; a dry run takes no lock that a writer would.
    std::unique_ptr<SqlTransaction> transaction;
    const auto begin = [&]() -> Result<void> {
        Result<std::unique_ptr<SqlTransaction>> begun = SqlTransaction::begin(sql);
        if (!begun)
            return begun.error();
        transaction = *std::move(begun);
        return {};
    };
    const bool writes = request.mode == RefreshMode::Write;
    if (writes) {
        if (Result<void> begun = begin(); !begun)
            return begun.error();
    }
    const Result<TableSchema> source = discoverTable(sql, *m_parts->connection.dialect, m_parts->settings.source);
    if (!source)
        return source.error();
    const Result<TableSchema> aliasSchema = discoverTable(sql, *m_parts->connection.dialect, aliasTable);
    if (!aliasSchema)
        return aliasSchema.error();
    const Result<RefreshColumns> columns = pair(*source, request.goneSizes);
    if (!columns)
        return columns.error();
    for (const Event &finding : columns->findings)
        m_parts->events.post(finding);

    RefreshStore store(sql, m_parts->builder, schema, *source, *columns);
    Result<QHash<QString, QString>> aliases = store.aliases(*aliasSchema);
    if (!aliases)
        return aliases.error();
    Result<QHash<QString, QString>> names = store.namesBySource();
    if (!names)
        return names.error();
    if (Result<void> staged = store.stage(request.mode); !staged)
        return staged.error();
    // Outside of a transaction a lost link would be opened again without the copies.
    if (!writes && m_parts->mayLoseLink) {
        if (Result<void> begun = begin(); !begun)
            return begun.error();
    }
    const RefreshRules rules(*columns, *std::move(aliases), *std::move(names));
    RefreshTally tally(request.listedRows);
    RefreshPass pass({.store = store,
                      .rules = rules,
                      .columns = *columns,
                      .mode = request.mode,
                      .cancelledOrders = m_parts->cancelledOrders,
                      .ids = m_parts->ids,
                      .events = m_parts->events,
                      .now = m_parts->clock.utcNow()},
                     tally);
    if (Result<void> done = pass.run(stop); !done)
        return done.error();
    if (writes) {
        if (Result<void> committed = transaction->commit(); !committed)
            return committed.error();
    }
    RefreshReport report = std::move(tally).report();
    report.mode = request.mode;
    report.goneSizes = request.goneSizes;
    report.findings = columns->findings;
    if (report.total.sourceRows() == 0) {
        report.findings.push_back(sourceEmpty(m_parts->settings.source));
        m_parts->events.post(report.findings.back());
    }
    for (const KeptSizes &kept : report.kept)
        m_parts->events.post(sizesKept(kept));
    m_parts->events.post(ended(m_parts->settings.source, report));
    return report;
}

} // namespace syncline
