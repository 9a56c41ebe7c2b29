#pragma once

#include "warehouse/sqlstatementbuilder.h"

#include <QMultiMap>
#include <QRegularExpression>
#include <QSet>

namespace syncline::testing {

/// Every statement that is assembled for these tables, by the name of its file.
inline QMultiMap<QString, SqlText> assembledStatements(const warehouse::SqlDialect &dialect,
                                                       const warehouse::WarehouseSchema &schema)
{
    using namespace warehouse;
    using namespace Qt::StringLiterals;
    SqlStatementBuilder builder(dialect, schema);
    RowChange header(schema.headers);
    header.set(u"group_id"_s, 1);
    header.increment(u"retry_count"_s);
    RowChange line(schema.lines);
    line.setId(u"monday_subitem_id"_s, 5);
    RowChange group(schema.registry);
    group.set(u"group_name"_s, 1);

    QMultiMap<QString, SqlText> statements;
    for (const bool nameless : {true, false}) {
        statements.insert(u"selected_keys"_s, builder.selectedKeys(nameless));
        statements.insert(u"open_rows"_s, builder.openRows(nameless));
    }
    for (const KeyMatch match : {KeyMatch::Usual, KeyMatch::Loose}) {
        for (const RowLock lock : {RowLock::None, RowLock::Held}) {
            statements.insert(u"headers_by_key"_s, builder.headersByKey(match, lock));
            statements.insert(u"lines_by_key"_s, builder.linesByKey(match, lock));
        }
        statements.insert(u"known_headers"_s, builder.knownHeaders(match));
        statements.insert(u"update_header"_s, builder.updateHeader(header, match));
        statements.insert(u"update_line"_s, builder.updateLine(line, match));
        statements.insert(u"written_header"_s, builder.writtenHeader(match));
        statements.insert(u"written_line"_s, builder.writtenLine(match));
    }
    statements.insert(u"customer_headers"_s, builder.customerHeaders());
    statements.insert(u"customer_lines"_s, builder.customerLines());
    statements.insert(u"update_registry"_s, builder.updateRegistry(group));
    statements.insert(u"owners_of_items"_s, builder.ownersOfItems());
    statements.insert(u"headers_without_item"_s, builder.headersWithoutItem());
    statements.insert(u"insert_row"_s, builder.insertRow(group));
    statements.insert(u"try_adding"_s, builder.tryAdding(schema.registry, u"group_id"_s));
    for (const TableSchema *table : {&schema.headers, &schema.lines}) {
        statements.insert(u"count_bad_keys"_s, builder.countBadKeys(*table));
        statements.insert(u"strange_states"_s, builder.strangeStates(*table));
        statements.insert(u"count_up_to"_s, builder.countUpTo(*table));
        statements.insert(u"make_index"_s,
                          builder.makeIndex(*table, u"ix_" + table->name, {u"record_uuid"_s}, false));
        statements.insert(
            u"make_unique_index"_s,
            builder.makeIndex(*table, u"ux_" + table->name, {u"record_uuid"_s, u"sync_state"_s}, true));
        RowChange state(*table);
        state.set(u"sync_state"_s, QString());
        statements.insert(u"try_writing"_s, builder.tryWriting(state));
    }
    return statements;
}

/// The statements of a refresh that have places, filled as RefreshStore does.
inline QMultiMap<QString, SqlText> refreshStatements(const warehouse::SqlDialect &dialect,
                                                     const warehouse::WarehouseSchema &schema,
                                                     const warehouse::TableSchema &source,
                                                     const warehouse::TableSchema &aliases)
{
    using namespace warehouse;
    using namespace Qt::StringLiterals;
    SqlStatementBuilder builder(dialect, schema);
    QStringList names;
    for (const TableColumn &column : source.columns)
        names.append(column.name);
    const QString staged = builder.columnList(source, u"t", names);
    const QString filled = builder.columnList(schema.headers, u"h", names);
    QMultiMap<QString, SqlText> statements;
    const auto add = [&](const QString &name, const TableSchema &table, const SqlStatementBuilder::Fills &fills) {
        statements.insert(name, builder.statement(name, table, fills));
    };
    add(u"refresh_aliases"_s, aliases, {});
    add(u"refresh_customer_names"_s, source,
        {{u"source_table"_s, builder.columnList(source, u"t", {u"_SOURCE_TABLE"_s})}});
    add(u"refresh_stage_source"_s, source,
        {{u"source_key"_s, builder.plainKey(source, u"t")}, {u"staged"_s, staged}});
    add(u"refresh_stage_headers"_s, schema.headers, {{u"header_key"_s, builder.plainKey(schema.headers, u"h")}});
    add(u"refresh_page"_s, source, {{u"staged"_s, staged}});
    add(u"refresh_headers_by_key"_s, schema.headers, {{u"filled"_s, filled}});
    add(u"refresh_headers_by_number"_s, schema.headers, {{u"filled"_s, filled}});
    add(u"refresh_only_in_headers"_s, schema.headers, {});
    return statements;
}

/// Names of the statements of a refresh that are sent as they stand.
inline QStringList fixedRefreshStatements()
{
    using namespace Qt::StringLiterals;
    return {u"refresh_drop_source"_s,       u"refresh_drop_headers"_s,      u"refresh_index_positions"_s,
            u"refresh_index_source_keys"_s, u"refresh_index_header_keys"_s, u"refresh_index_header_numbers"_s,
            u"refresh_mark_seen"_s,         u"refresh_know_source"_s,       u"refresh_know_headers"_s,
            u"refresh_column_rules"_s,      u"refresh_leave_savepoint"_s,   u"refresh_may_copy"_s,
            u"refresh_copied"_s};
}

/// Names of the statements that are sent as they stand, whatever the database.
inline QStringList fixedStatements()
{
    using namespace Qt::StringLiterals;
    return {u"table_columns"_s,  u"table_indexes"_s,   u"savepoint"_s,       u"undo_savepoint"_s,
            u"lock_claims"_s,    u"lock_migrations"_s, u"schema_version"_s,  u"open_session"_s,
            u"living_session"_s, u"renew_session"_s,   u"close_session"_s,   u"drop_leases"_s,
            u"release_leases"_s, u"claim_leases"_s,    u"living_leases"_s,   u"remember_row"_s,
            u"forget_row"_s,     u"forget_orders"_s,   u"remembered_rows"_s, u"own_rights"_s};
}

/// Names of the statements but those of a refresh, which need its temporary tables; tst_refresh runs each.
inline QStringList withoutRefresh(QStringList names)
{
    using namespace Qt::StringLiterals;
    names.removeIf([](const QString &name) { return name.startsWith("refresh_"_L1); });
    return names;
}

/// The parameters that stand in a statement, outside of names.
inline QSet<QString> parametersIn(QString text)
{
    static const QRegularExpression name(QStringLiteral("\"[^\"]*\"|\\[[^\\]]*\\]"));
    static const QRegularExpression place(QStringLiteral(":[a-z_0-9]+"));
    text.remove(name);
    QSet<QString> used;
    for (auto match = place.globalMatch(text); match.hasNext();)
        used.insert(match.next().captured());
    return used;
}

} // namespace syncline::testing
