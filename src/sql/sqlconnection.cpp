#include "sql/sqlconnection.h"

#include <QThread>
#include <QUrl>

#include <atomic>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

QString uniqueName()
{
    static std::atomic<quint64> last{0};
    return u"syncline-%1"_s.arg(++last);
}

/// Shaped like a driver's error, so that the owner of the connection words it.
QSqlError misuse(const QString &text)
{
    return {QString(), text, QSqlError::StatementError};
}

} // namespace

SqlTarget sqliteFile(const QString &path, bool mayCreate, int busyTimeoutMs)
{
    // A plain name would create a missing file; the URI form says whether that is wanted.
    QUrl uri = QUrl::fromLocalFile(path);
    uri.setQuery(mayCreate ? u"mode=rwc"_s : u"mode=rw"_s);
    return {.driver = u"QSQLITE"_s,
            .database = uri.toString(QUrl::FullyEncoded),
            .options = u"QSQLITE_OPEN_URI;QSQLITE_BUSY_TIMEOUT=%1"_s.arg(busyTimeoutMs),
            .begin = u"BEGIN IMMEDIATE"_s};
}

SqlCursor::~SqlCursor()
{
    if (m_query)
        m_query->finish();
}

Result<bool> SqlCursor::next()
{
    if (m_query->next())
        return true;
    if (const QSqlError error = m_query->lastError(); error.isValid())
        return m_failure(error);
    return false;
}

Result<void> SqlCursor::forEach(const std::function<Result<void>()> &visit)
{
    for (;;) {
        const Result<bool> more = next();
        if (!more)
            return more.error();
        if (!*more)
            return {};
        if (Result<void> visited = visit(); !visited)
            return visited;
    }
}

SqlConnection::SqlConnection(QString name, SqlTarget target, SqlCatalog catalog, Failure failure)
    : m_name(std::move(name))
    , m_target(std::move(target))
    , m_catalog(std::move(catalog))
    , m_failure(std::move(failure))
    , m_thread(QThread::currentThread())
{
}

Result<std::unique_ptr<SqlConnection>> SqlConnection::open(const SqlTarget &target, SqlCatalog catalog,
                                                           Failure failure)
{
    std::unique_ptr<SqlConnection> connection(
        new SqlConnection(uniqueName(), target, std::move(catalog), std::move(failure)));
    connection->m_target.password.clear(); // needed here only
    QSqlDatabase database = QSqlDatabase::addDatabase(target.driver, connection->m_name);
    database.setDatabaseName(target.database);
    database.setConnectOptions(target.options);
    database.setHostName(target.host);
    if (target.port > 0)
        database.setPort(target.port);
    if (!database.open(target.user, target.password))
        return connection->m_failure(database.lastError(), u"open"_s);
    return connection;
}

SqlConnection::~SqlConnection()
{
    Q_ASSERT(QThread::currentThread() == m_thread);
    m_prepared.clear();
    handle().close();
    QSqlDatabase::removeDatabase(m_name);
}

QSqlDatabase SqlConnection::handle() const
{
    Q_ASSERT(QThread::currentThread() == m_thread);
    return QSqlDatabase::database(m_name, false);
}

Result<std::shared_ptr<QSqlQuery>> SqlConnection::prepared(const QString &sql, const QString &doing)
{
    Q_ASSERT(QThread::currentThread() == m_thread);
    if (const auto known = m_prepared.constFind(sql); known != m_prepared.cend())
        return *known;
    auto query = std::make_shared<QSqlQuery>(handle());
    query->setForwardOnly(true);
    if (!query->prepare(sql))
        return m_failure(query->lastError(), doing);
    m_prepared.insert(sql, query);
    return query;
}

Result<SqlCursor> SqlConnection::execute(std::shared_ptr<QSqlQuery> query, const QString &doing) const
{
    if (!query->exec()) {
        const QSqlError error = query->lastError();
        query->finish();
        return m_failure(error, doing);
    }
    return SqlCursor(std::move(query),
                     [failure = m_failure, doing](const QSqlError &error) { return failure(error, doing); });
}

Result<SqlCursor> SqlConnection::run(const QString &name, const SqlValues &values)
{
    return run(m_catalog.find(name), name, values);
}

Result<SqlCursor> SqlConnection::run(const SqlText &statement, const QString &doing, const SqlValues &values)
{
    if (statement.text.isEmpty())
        return m_failure(misuse(u"there is no such statement"_s), doing);
    if (values.size() != statement.parameters.size())
        return m_failure(misuse(u"the statement takes other values"_s), doing);
    Result<std::shared_ptr<QSqlQuery>> query = prepared(statement.text, doing);
    if (!query)
        return query.error();
    Q_ASSERT_X(!(*query)->isActive(), "SqlConnection::run", "the statement is still being read");
    for (qsizetype index = 0; index < values.size(); ++index) {
        const auto &[parameter, value] = values.at(index);
        // Qt ignores names that the statement does not have, and would run it with the value of the time
        // before. Hundreds of values mostly come in the order of the parameters.
        if (statement.parameters.at(index) != parameter && !statement.parameters.contains(parameter))
            return m_failure(misuse(u"the statement has no value "_s + parameter), doing);
        (*query)->bindValue(parameter, value);
    }
    return execute(*std::move(query), doing);
}

Result<int> SqlConnection::change(const QString &name, const SqlValues &values)
{
    Result<SqlCursor> done = run(name, values);
    if (!done)
        return done.error();
    return done->affected();
}

Result<void> SqlConnection::begin()
{
    QSqlDatabase database = handle();
    if (m_target.begin.isEmpty()) {
        if (!database.transaction())
            return m_failure(database.lastError(), u"begin"_s);
        return {};
    }
    QSqlQuery query(database);
    if (!query.exec(m_target.begin))
        return m_failure(query.lastError(), u"begin"_s);
    return {};
}

Result<void> SqlConnection::commit()
{
    QSqlDatabase database = handle();
    if (!database.commit())
        return m_failure(database.lastError(), u"commit"_s);
    return {};
}

void SqlConnection::rollback()
{
    static_cast<void>(handle().rollback());
}

Result<std::unique_ptr<SqlTransaction>> SqlTransaction::begin(SqlConnection &connection)
{
    if (Result<void> begun = connection.begin(); !begun)
        return begun.error();
    return std::unique_ptr<SqlTransaction>(new SqlTransaction(connection));
}

SqlTransaction::~SqlTransaction()
{
    if (m_open)
        m_connection.rollback();
}

Result<void> SqlTransaction::commit()
{
    Result<void> committed = m_connection.commit();
    m_open = !committed.has_value();
    return committed;
}

} // namespace syncline
