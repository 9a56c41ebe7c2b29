#pragma once

#include "base/error.h"
#include "domain/recordkey.h"
#include "warehouse/sqldialect.h"

namespace syncline::warehouse {

/// Failures of the warehouse. Each was taken back as a whole, and nothing was sent because of it; only a
/// commit whose answer got lost has the certainty Unknown.
[[nodiscard]] Error statementFailed(SqlTrouble trouble, const QString &database, const QString &doing,
                                    const QString &reason);
[[nodiscard]] bool isValueRefused(const Error &error);
[[nodiscard]] Error fileMissing(const QString &path);
[[nodiscard]] Error noOdbcDriver(const QString &database);
[[nodiscard]] Error certificateNotChecked(const QString &database, const QString &driver);
[[nodiscard]] Error textNotPossible(const QString &database, const QString &text);
/// `count` rows have the identity that must have exactly one.
[[nodiscard]] Error rowNotSingle(const QString &table, const LineKey &row, int count);
/// A finding that leaves nothing to read.
[[nodiscard]] Error unusable(const Event &finding);

/// Findings: errors forbid sending, warnings do not.
[[nodiscard]] Event tableMissing(const QString &database, const QString &table);
[[nodiscard]] Event columnMissing(const QString &table, const QString &column);
[[nodiscard]] Event mappedColumnMissing(const QString &table, const QString &column);
[[nodiscard]] Event columnsNotThere(const QString &table, const QStringList &columns);
[[nodiscard]] Event sizesNotFound(const QString &table, const QString &after, const QString &before);
[[nodiscard]] Event tooManySizes(const QString &table, int found, int maximum);
[[nodiscard]] Event keyNotIndexed(const QString &table);
[[nodiscard]] Event notWritable(const QString &database, const QString &table);
[[nodiscard]] Event badKeys(const QString &table, qint64 rows);
[[nodiscard]] Event strangeState(const QString &table, const QString &state, qint64 rows);

/// Rows that a sync would have taken, left out for the reason given.
[[nodiscard]] Event leftOut(const QString &customer, const QString &reason, int rows, const QString &sample);
[[nodiscard]] Event registryNotWritten(const QString &title, const Error &error);

} // namespace syncline::warehouse
