#pragma once

#include "base/result.h"
#include "sql/sqlcatalog.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

QT_BEGIN_NAMESPACE
class QThread;
QT_END_NAMESPACE

namespace syncline {

/// By parameter, with the colon.
using SqlValues = QList<std::pair<QString, QVariant>>;

/// Where a connection goes, in the words of QSqlDatabase.
struct SqlTarget
{
    QString driver; ///< QSQLITE, QPSQL, QODBC
    QString database;
    QString options;
    QString host;
    int port = 0; ///< 0: the driver's own
    QString user;
    QString password;
    QString begin; ///< statement that opens a transaction; empty: the driver's own; so are the next two
    QString commit;
    QString rollback;
    QString session; ///< statement of the catalog for each new session; empty: none
    SqlValues sessionValues;
    std::function<bool(const QSqlError &)> isLost; ///< the link is gone; none: it cannot be
    /// Between the attempts to open a lost link again: long enough for a server to start.
    std::vector<std::chrono::milliseconds> reopenWaits{
        std::chrono::milliseconds(250), std::chrono::milliseconds(1'000), std::chrono::milliseconds(3'000)};
};

/// A file as target. Made when missing only if `mayCreate`; `busyTimeoutMs` is the wait for another writer.
[[nodiscard]] SqlTarget sqliteFile(const QString &path, bool mayCreate, int busyTimeoutMs);

/// What was attempted when a commit was sent and its answer is not known.
inline constexpr QLatin1StringView commitStep("commit");

/// How a driver hands over numbers with a precision of their own.
enum class NumberForm {
    AsStored, ///< what looks like a text is one
    Digits, ///< as text
};

/// The rows or the effect of one executed statement. Finishes the statement when it goes away, so that it
/// neither holds a lock nor stands in the way of the next use. Must go before its connection.
class SqlCursor
{
public:
    SqlCursor(std::shared_ptr<QSqlQuery> query, NumberForm numbers,
              std::function<Error(const QSqlError &)> failure)
        : m_query(std::move(query))
        , m_numbers(numbers)
        , m_failure(std::move(failure))
    {
    }
    SqlCursor(SqlCursor &&other) noexcept = default;
    SqlCursor &operator=(SqlCursor &&other) = delete;
    ~SqlCursor();

    /// False after the last row.
    [[nodiscard]] Result<bool> next();
    /// Calls `visit` for each row until one gives an Error.
    [[nodiscard]] Result<void> forEach(const std::function<Result<void>()> &visit);
    /// A number loses no digit: it is a whole number, a fraction that a double holds, or else a text of its
    /// digits in the shortest form.
    [[nodiscard]] QVariant value(int column) const;
    [[nodiscard]] qint64 integer(int column) const { return value(column).toLongLong(); }
    /// Empty for NULL, whatever the type.
    [[nodiscard]] QString text(int column) const;
    [[nodiscard]] int affected() const { return m_query->numRowsAffected(); }
    [[nodiscard]] qint64 lastId() const { return m_query->lastInsertId().toLongLong(); }

private:
    /// What a text in a column stands for.
    enum class Meaning : char { Text, Digits, Approximation };
    [[nodiscard]] Meaning meaningOf(int column) const;

    std::shared_ptr<QSqlQuery> m_query;
    NumberForm m_numbers;
    std::function<Error(const QSqlError &)> m_failure;
    mutable std::vector<Meaning> m_meanings; ///< by column, once one is asked for
};

/// One open connection with a name of its own and its prepared statements. Opened, used and destroyed by one
/// thread. Every failure becomes an Error through the function that its owner gives.
///
/// A link that got lost is opened again by the next call, with waits between some attempts. Outside a
/// transaction a statement that only reads is then executed once more; anything else fails, for it may have
/// had its effect. A transaction fails as a whole: nothing of it reaches the new link.
class SqlConnection
{
public:
    /// `doing` is the name of the statement, or what was attempted.
    using Failure = std::function<Error(const QSqlError &error, const QString &doing)>;

    [[nodiscard]] static Result<std::unique_ptr<SqlConnection>> open(const SqlTarget &target,
                                                                     SqlCatalog catalog, Failure failure);
    Q_DISABLE_COPY_MOVE(SqlConnection)
    ~SqlConnection();

    /// Executes a statement of the catalog. The values must be exactly the declared parameters.
    [[nodiscard]] Result<SqlCursor> run(const QString &name, const SqlValues &values = {});
    /// The same for an assembled statement; `doing` names it in errors. One with values is prepared once per
    /// text.
    [[nodiscard]] Result<SqlCursor> run(const SqlText &statement, const QString &doing,
                                        const SqlValues &values);
    /// The number of rows that a statement of the catalog changed.
    [[nodiscard]] Result<int> change(const QString &name, const SqlValues &values = {});

    [[nodiscard]] Result<void> begin();
    [[nodiscard]] Result<void> commit();
    /// Errors are of no use here: whatever made the rollback necessary is already reported.
    void rollback();

private:
    SqlConnection(QString name, SqlTarget target, SqlCatalog catalog, Failure failure);
    [[nodiscard]] QSqlDatabase handle() const;
    [[nodiscard]] Result<void> link();
    void unlink();
    /// Opens a lost link again, but not in the middle of a transaction.
    [[nodiscard]] Result<void> ready(const QString &doing);
    [[nodiscard]] Result<void> reopen();
    /// Notes when it tells that the link is lost.
    [[nodiscard]] Error failed(const QSqlError &error, const QString &doing);
    [[nodiscard]] Result<std::shared_ptr<QSqlQuery>> prepared(const QString &sql, const QString &doing);
    [[nodiscard]] Result<SqlCursor> attempt(const SqlText &statement, const QString &doing,
                                            const SqlValues &values);
    [[nodiscard]] Result<void> beginOnce();
    /// Ends or begins a transaction: by the statement, or without one by the driver's own way.
    [[nodiscard]] bool transact(const QString &statement, bool (QSqlDatabase::*own)(), QSqlError &error);

    QString m_name;
    SqlTarget m_target;
    SqlCatalog m_catalog;
    Failure m_failure;
    QHash<QString, std::shared_ptr<QSqlQuery>> m_prepared; ///< by text
    std::optional<QSqlError> m_loss; ///< how the link got lost
    bool m_inTransaction = false;
    QThread *m_thread;
};

/// Takes back what was done since begin() unless it is committed.
class SqlTransaction
{
public:
    [[nodiscard]] static Result<std::unique_ptr<SqlTransaction>> begin(SqlConnection &connection);
    Q_DISABLE_COPY_MOVE(SqlTransaction)
    ~SqlTransaction();
    [[nodiscard]] Result<void> commit();

private:
    explicit SqlTransaction(SqlConnection &connection)
        : m_connection(connection)
    {
    }
    SqlConnection &m_connection;
    bool m_open = true;
};

} // namespace syncline
