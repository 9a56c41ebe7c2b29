#include "warehouse/sqlorderrefresh.h"

#include "warehouse/refreshpass.h"
#include "warehouse/warehouseconnection.h"
#include "warehouse/warehouseerrors.h"

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

} // namespace

/// The connection is made first and goes last: its statements must not outlive it.
struct SqlOrderRefresh::Parts
{
    Parts(WarehouseConnection opened, TableSettings tableSettings, CancelledRule rule, const Clock &usedClock,
          IdSource &usedIds, EventSink &sink)
        : connection(std::move(opened))
        , settings(std::move(tableSettings))
        , cancelledOrders(rule)
        , builder(*connection.dialect, connection.schema)
        , clock(usedClock)
        , ids(usedIds)
        , events(sink)
    {
    }

    WarehouseConnection connection;
    TableSettings settings;
    CancelledRule cancelledOrders;
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
    auto parts = std::make_unique<Parts>(*std::move(connection), options.tables, options.cancelledOrders,
                                         clock, ids, events);
    return std::unique_ptr<SqlOrderRefresh>(new SqlOrderRefresh(std::move(parts)));
}

Result<RefreshReport> SqlOrderRefresh::refresh(RefreshMode mode, qsizetype listedRows,
                                               const std::stop_token &stop)
{
    SqlConnection &sql = *m_parts->connection.sql;
    const WarehouseSchema &schema = m_parts->connection.schema;
    for (const std::optional<Event> &finding : {schema.headersUnusable, schema.linesUnusable}) {
        if (finding)
            return unusable(*finding);
    }
    // From here on nobody else writes; a dry run takes no lock that a writer would.
    std::unique_ptr<SqlTransaction> transaction;
    if (mode == RefreshMode::Write) {
        Result<std::unique_ptr<SqlTransaction>> begun = SqlTransaction::begin(sql);
        if (!begun)
            return begun.error();
        transaction = *std::move(begun);
    }
    const Result<TableSchema> source = discoverTable(sql, *m_parts->connection.dialect, m_parts->settings.source);
    if (!source)
        return source.error();
    const Result<TableSchema> aliasSchema = discoverTable(sql, *m_parts->connection.dialect, aliasTable);
    if (!aliasSchema)
        return aliasSchema.error();
    const Result<RefreshColumns> columns =
        pairColumns(*source, schema, m_parts->settings, m_parts->connection.name);
    if (!columns)
        return columns.error();

    RefreshStore store(sql, m_parts->builder, schema, *source, *columns);
    Result<QHash<QString, QString>> aliases = store.aliases(*aliasSchema);
    if (!aliases)
        return aliases.error();
    Result<QHash<QString, QString>> names = store.namesBySource();
    if (!names)
        return names.error();
    const RefreshRules rules(*columns, *std::move(aliases), *std::move(names));
    RefreshTally tally(listedRows);
    RefreshPass pass({.store = store,
                      .rules = rules,
                      .columns = *columns,
                      .mode = mode,
                      .cancelledOrders = m_parts->cancelledOrders,
                      .ids = m_parts->ids,
                      .events = m_parts->events,
                      .now = m_parts->clock.utcNow()},
                     tally);
    if (Result<void> done = pass.run(stop); !done)
        return done.error();
    if (transaction) {
        if (Result<void> committed = transaction->commit(); !committed)
            return committed.error();
    }
    for (const Event &finding : columns->findings)
        m_parts->events.post(finding);
    RefreshReport report = std::move(tally).report(mode, columns->findings);
    m_parts->events.post(ended(m_parts->settings.source, report));
    return report;
}

} // namespace syncline
