#pragma once

#include "domain/syncjournal.h"
#include "journal/sqlitejournalstore.h"
#include "support/fakeclock.h"
#include "support/testenvironment.h"

namespace syncline::testing {

inline const QString syncId = QStringLiteral("SYNC-0A1B2C3D-20261123");

inline RecordKey key(int number)
{
    return RecordKey(QUuid(static_cast<uint>(number), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
}

/// A header to create with one line per size.
inline PlannedRow planned(int number, const QString &customer, const QStringList &sizes = {})
{
    PlannedRow row;
    row.row = {.key = key(number),
               .orderNumber = QStringLiteral("GRE-%1").arg(number),
               .customer = customer,
               .group = QString(customer + QStringLiteral(" SP26"))};
    for (const QString &size : sizes)
        row.lines.push_back(
            {.key = {.record = key(number), .sizeCode = size}, .quantity = QStringLiteral("7")});
    return row;
}

inline BatchIntent intentOf(int batch, const std::vector<LineKey> &rows, const QString &customer,
                            BatchKind kind = BatchKind::Items)
{
    BatchIntent intent{.number = batch,
                       .kind = kind,
                       .customer = customer,
                       .idempotencyKey = QStringLiteral("key-%1").arg(batch),
                       .body = QByteArrayLiteral("{\"query\":\"mutation\"}"),
                       .sentAt = QDateTime({2026, 11, 23}, {9, 0, batch}, Qt::UTC)};
    for (std::size_t index = 0; index < rows.size(); ++index)
        intent.rows.push_back({.alias = QStringLiteral("r%1").arg(index), .row = rows[index]});
    return intent;
}

inline BatchRecord recordOf(const BatchIntent &intent, double seconds = 2)
{
    return {.number = intent.number,
            .kind = intent.kind,
            .customer = intent.customer,
            .rows = static_cast<int>(intent.rows.size()),
            .startedAt = intent.sentAt,
            .seconds = seconds};
}

inline RowVerdict created(const LineKey &row, qint64 id)
{
    return {.row = row, .state = RowState::Created, .mondayId = id};
}

inline RowVerdict rejected(const LineKey &row, const QString &column, EventId event)
{
    return {.row = row,
            .state = RowState::Rejected,
            .column = column,
            .reason = {.id = event, .parameters = {{QStringLiteral("path"), QStringLiteral("FREIGHT")}}}};
}

inline std::vector<RecordKey> keysOf(const std::vector<PlannedKey> &rows)
{
    std::vector<RecordKey> keys;
    for (const PlannedKey &row : rows)
        keys.push_back(row.key);
    return keys;
}

} // namespace syncline::testing
