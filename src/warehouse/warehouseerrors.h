#pragma once

#include "base/error.h"
#include "domain/recordkey.h"
#include "warehouse/sqldialect.h"

#include <optional>

namespace syncline::warehouse {

/// Failures of the warehouse. Each was taken back as a whole, and nothing was sent because of it; only a
/// commit whose answer got lost has the certainty Unknown.
[[nodiscard]] Error statementFailed(SqlTrouble trouble, const QString &database, const QString &doing,
                                    const QString &reason);
[[nodiscard]] bool isValueRefused(const Error &error);
[[nodiscard]] bool isReadOnly(const Error &error);
/// Of a link that is opened again by the next call; never of a commit without an answer.
[[nodiscard]] bool isConnectionLost(const Error &error);
[[nodiscard]] Error fileMissing(const QString &path);
[[nodiscard]] Error noOdbcDriver(const QString &database);
[[nodiscard]] Error certificateNotChecked(const QString &database, const QString &driver);
[[nodiscard]] Error textNotPossible(const QString &database, const QString &text);
/// `count` rows have the identity that must have exactly one.
[[nodiscard]] Error rowNotSingle(const QString &table, const LineKey &row, int count);
/// Whether another row in the same transaction would have been written.
[[nodiscard]] bool isOfOneRow(const Error &error);
/// A finding that leaves nothing to read.
[[nodiscard]] Error unusable(const Event &finding);

/// The session that asked has run out or ended: what it took would belong to nobody.
[[nodiscard]] Error sessionRunOut(const QString &session);
/// A living session works on the order.
[[nodiscard]] Error orderIsTaken(const RecordKey &key, const QString &session, const QString &desk);

/// Findings: errors forbid sending, warnings do not.
[[nodiscard]] Event tableMissing(const QString &database, const QString &table);
[[nodiscard]] Event columnMissing(const QString &table, const QString &column);
[[nodiscard]] Event mappedColumnMissing(const QString &table, const QString &column);
[[nodiscard]] Event sizesNotFound(const QString &table, const QString &after, const QString &before);
[[nodiscard]] Event tooManySizes(const QString &table, int found, int maximum);
/// `statement` makes the index.
[[nodiscard]] Event keyNotIndexed(const QString &table, const QString &statement);
[[nodiscard]] Event keyNotUnique(const QString &table, const QStringList &columns, const QString &statement);
[[nodiscard]] Event totalTooSmall(const QString &table, const QString &column, const QString &type,
                                  qint64 largest);
[[nodiscard]] Event lookUpNotIndexed(const QString &table, const QString &column, const QString &statement);
[[nodiscard]] Event countsNotIndexed(const QString &table, const QString &statement);
/// A column that cannot hold what a sync writes there.
[[nodiscard]] Event columnTooNarrow(const QString &table, const QString &column, const QString &type,
                                    const QString &content, const QString &needed);
[[nodiscard]] Event payloadsLimited(const QString &table, const QString &column, const QString &type);
[[nodiscard]] Event notWritable(const QString &database, const QString &table);
[[nodiscard]] Event badKeys(const QString &table, qint64 rows);
/// `version` 0: there are none.
[[nodiscard]] Event ownTablesMissing(const QString &database, int version, int needed);
[[nodiscard]] Event ownTablesNewer(const QString &database, int version, int known);
/// `statements` let the user use them.
[[nodiscard]] Event ownTablesForbidden(const QString &database, const QStringList &tables,
                                       const QStringList &statements);
/// Of SQL Server's database `name`.
[[nodiscard]] Event compatibilityTooLow(const QString &database, const QString &name, qint64 level, qint64 needed);
[[nodiscard]] Event strangeState(const QString &table, const QString &state, qint64 rows);

/// Rows that a sync would have taken, left out for the reason given.
[[nodiscard]] Event leftOut(const QString &customer, const QString &reason, int rows, const QString &sample);
/// Rows whose new values were not sent.
[[nodiscard]] Event changedMeanwhile(qsizetype rows, const LineKey &sample);

/// `error` says why.
[[nodiscard]] Event resultNotStored(const LineKey &row, std::optional<qint64> mondayId, bool idWritten,
                                    const Error &error);

/// About a refresh: the tables.
[[nodiscard]] Event refreshWithoutSizes(const QString &table, const QString &after, const QString &before);
[[nodiscard]] Event refreshTooManySizes(const QString &table, int found, int maximum);
[[nodiscard]] Event sizesNotInHeaders(const QString &table, const QStringList &sizes);
[[nodiscard]] Event sizesNotInSource(const QString &table, const QStringList &sizes);
/// A header or line of the order has no readable id of monday.
[[nodiscard]] Event idNotReadable(const QString &order, const QString &customer, const QString &column,
                                  const QString &value);

[[nodiscard]] Event registryNotWritten(const QString &title, const Error &error);

} // namespace syncline::warehouse
