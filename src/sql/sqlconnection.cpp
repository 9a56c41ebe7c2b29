#include "sql/sqlconnection.h"

#include "sql/odbcerrors.h"

#include <QLocale>
#include <QRegularExpression>
#include <QSqlField>
#include <QSqlRecord>
#include <QThread>
#include <QUrl>

#include <atomic>
#include <thread>

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
    return {QString(), text, QSqlError::StatementError, u"misuse"_s};
}

// SQL_FLOAT, SQL_REAL and SQL_DOUBLE (sql.h): numbers of these types have no digits of their own, and ODBC
// writes more of them than there are.
constexpr int odbcFloat = 6;
constexpr int odbcReal = 7;
constexpr int odbcDouble = 8;

QString shortest(double number)
{
    return QString::number(number, 'f', QLocale::FloatingPointShortest);
}

/// The digits that a driver gives of a number.
QVariant exactNumber(const QString &digits)
{
    static const QRegularExpression form(u"^\\s*([+-]?)0*(\\d*)(?:\\.(\\d*?)0*)?\\s*$"_s);
    const QRegularExpressionMatch match = form.match(digits);
    bool isNumber = false;
    const double nearest = digits.toDouble(&isNumber);
    if (!match.hasMatch() || (match.captured(2).isEmpty() && !isNumber))
        return isNumber ? QVariant(nearest) : QVariant(digits);
    const QString whole = match.captured(2).isEmpty() ? u"0"_s : match.captured(2);
    const QString fraction = match.captured(3);
    QString text = fraction.isEmpty() ? whole : QString(whole + u'.' + fraction);
    if (match.capturedView(1) == u'-' && text != "0"_L1)
        text.prepend(u'-');
    if (fraction.isEmpty()) {
        bool fits = false;
        const qint64 number = text.toLongLong(&fits);
        return fits ? QVariant(number) : QVariant(text);
    }
    return shortest(nearest) == text ? QVariant(nearest) : QVariant(text);
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
    if (const QSqlError error = lastErrorOf(*m_query); error.isValid())
        return m_failure(error);
    return false;
}

QVariant SqlCursor::value(int column) const
{
    QVariant cell = m_query->value(column);
    if (m_numbers == NumberForm::AsStored || cell.typeId() != QMetaType::QString || cell.isNull())
        return cell;
    switch (meaningOf(column)) {
    case Meaning::Text:
        return cell;
    case Meaning::Digits:
        return exactNumber(cell.toString());
    case Meaning::Approximation: {
        bool isNumber = false;
        const double number = cell.toString().toDouble(&isNumber);
        return isNumber ? QVariant(number) : cell;
    }
    }
    Q_UNREACHABLE();
}

SqlCursor::Meaning SqlCursor::meaningOf(int column) const
{
    if (m_meanings.empty()) {
        const QSqlRecord record = m_query->record();
        for (int index = 0; index < record.count(); ++index) {
            const QSqlField field = record.field(index);
            const int type = field.metaType().id();
            const int named = field.typeID();
            const bool isNumber = type == QMetaType::Double || type == QMetaType::Float;
            const bool isNear = named == odbcFloat || named == odbcReal || named == odbcDouble;
            m_meanings.push_back(!isNumber    ? Meaning::Text
                                     : isNear ? Meaning::Approximation
                                              : Meaning::Digits);
        }
    }
    const auto place = static_cast<std::size_t>(column);
    return place < m_meanings.size() ? m_meanings[place] : Meaning::Text;
}

QString SqlCursor::text(int column) const
{
    // Qt makes "0" of a NULL in a column of numbers, and 1e+10 of a large one.
    const QVariant cell = value(column);
    if (cell.isNull())
        return {};
    return cell.typeId() == QMetaType::Double ? shortest(cell.toDouble()) : cell.toString();
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
    if (Result<void> linked = connection->link(); !linked)
        return linked.error();
    return connection;
}

SqlConnection::~SqlConnection()
{
    Q_ASSERT(QThread::currentThread() == m_thread);
    if (!m_loss)
        m_prepared.clear();
    unlink();
}

QSqlDatabase SqlConnection::handle() const
{
    Q_ASSERT(QThread::currentThread() == m_thread);
    return QSqlDatabase::database(m_name, false);
}

Result<void> SqlConnection::link()
{
    if (!QSqlDatabase::isDriverAvailable(m_target.driver)) {
        return failed({QString(), u"the Qt driver %1 is not installed"_s.arg(m_target.driver),
                       QSqlError::ConnectionError},
                      u"open"_s);
    }
    QSqlDatabase database = QSqlDatabase::addDatabase(m_target.driver, m_name);
    // Otherwise a number of more than fifteen digits is rounded without a word.
    database.setNumericalPrecisionPolicy(QSql::HighPrecision);
    database.setDatabaseName(m_target.database);
    database.setConnectOptions(m_target.options);
    database.setHostName(m_target.host);
    if (m_target.port > 0)
        database.setPort(m_target.port);
    if (!database.open(m_target.user, m_target.password))
        return failed(database.lastError(), u"open"_s);
    m_loss.reset();
    if (m_target.session.isEmpty())
        return {};
    Result<SqlCursor> session =
        attempt(m_catalog.find(m_target.session), m_target.session, m_target.sessionValues);
    return session ? Result<void>() : session.error();
}

void SqlConnection::unlink()
{
    handle().close();
    QSqlDatabase::removeDatabase(m_name);
}

Result<void> SqlConnection::ready(const QString &doing)
{
    if (!m_loss)
        return {};
    return m_inTransaction ? m_failure(*m_loss, doing) : reopen();
}

Result<void> SqlConnection::reopen()
{
    const std::optional<QSqlError> loss = m_loss;
    for (std::size_t attempt = 0;; ++attempt) {
        // The driver goes before its statements, which would say farewell through the lost link.
        unlink();
        m_prepared.clear();
        Result<void> linked = link();
        if (linked)
            return {};
        m_loss = loss;
        if (attempt == m_target.reopenWaits.size())
            return linked;
        std::this_thread::sleep_for(m_target.reopenWaits[attempt]);
    }
}

Error SqlConnection::failed(const QSqlError &error, const QString &doing)
{
    if (m_target.isLost && m_target.isLost(error))
        m_loss = error;
    return m_failure(error, doing);
}

Result<std::shared_ptr<QSqlQuery>> SqlConnection::prepared(const QString &sql, const QString &doing)
{
    if (const auto known = m_prepared.constFind(sql); known != m_prepared.cend())
        return *known;
    auto query = std::make_shared<QSqlQuery>(handle());
    query->setForwardOnly(true);
    if (!query->prepare(sql))
        return failed(lastErrorOf(*query), doing);
    m_prepared.insert(sql, query);
    return query;
}

Result<SqlCursor> SqlConnection::run(const QString &name, const SqlValues &values)
{
    return run(m_catalog.find(name), name, values);
}

Result<SqlCursor> SqlConnection::run(const SqlText &statement, const QString &doing, const SqlValues &values)
{
    Q_ASSERT(QThread::currentThread() == m_thread);
    if (statement.text.isEmpty())
        return m_failure(misuse(u"there is no such statement"_s), doing);
    if (values.size() != statement.parameters.size())
        return m_failure(misuse(u"the statement takes other values"_s), doing);
    for (qsizetype index = 0; index < values.size(); ++index) {
        const QString &parameter = values.at(index).first;
        // Qt ignores names that the statement does not have, and would run it with the value of the time
        // before. Hundreds of values mostly come in the order of the parameters.
        if (statement.parameters.at(index) != parameter && !statement.parameters.contains(parameter))
            return m_failure(misuse(u"the statement has no value "_s + parameter), doing);
    }
    if (Result<void> linked = ready(doing); !linked)
        return linked.error();
    Result<SqlCursor> done = attempt(statement, doing, values);
    if (done || !m_loss || m_inTransaction || !statement.text.startsWith("SELECT"_L1))
        return done;
    if (Result<void> linked = reopen(); !linked)
        return linked.error();
    return attempt(statement, doing, values);
}

Result<SqlCursor> SqlConnection::attempt(const SqlText &statement, const QString &doing,
                                         const SqlValues &values)
{
    std::shared_ptr<QSqlQuery> query;
    bool good = false;
    if (values.isEmpty()) {
        // Not prepared: PostgreSQL prepares no savepoints and no tables.
        query = std::make_shared<QSqlQuery>(handle());
        query->setForwardOnly(true);
        good = query->exec(statement.text);
    } else {
        Result<std::shared_ptr<QSqlQuery>> known = prepared(statement.text, doing);
        if (!known)
            return known.error();
        query = *std::move(known);
        Q_ASSERT_X(!query->isActive(), "SqlConnection::run", "the statement is still being read");
        for (const auto &[parameter, value] : values)
            query->bindValue(parameter, value);
        good = query->exec();
    }
    if (!good) {
        const QSqlError error = lastErrorOf(*query);
        query->finish();
        return failed(error, doing);
    }
    // SQLite gives numbers as they are, and texts in columns of any type.
    const NumberForm numbers = m_target.driver == "QSQLITE"_L1 ? NumberForm::AsStored : NumberForm::Digits;
    return SqlCursor(std::move(query), numbers,
                     [this, doing](const QSqlError &error) { return failed(error, doing); });
}

Result<int> SqlConnection::change(const QString &name, const SqlValues &values)
{
    Result<SqlCursor> done = run(name, values);
    if (!done)
        return done.error();
    return done->affected();
}

bool SqlConnection::transact(const QString &statement, bool (QSqlDatabase::*own)(), QSqlError &error)
{
    QSqlDatabase database = handle();
    if (statement.isEmpty()) {
        const bool done = (database.*own)();
        error = database.lastError();
        return done;
    }
    QSqlQuery query(database);
    // Else FreeTDS hands it to a procedure that opens cursors, in which a transaction must not begin.
    query.setForwardOnly(true);
    const bool done = query.exec(statement);
    error = lastErrorOf(query);
    return done;
}

Result<void> SqlConnection::beginOnce()
{
    QSqlError error;
    if (!transact(m_target.begin, &QSqlDatabase::transaction, error))
        return failed(error, u"begin"_s);
    return {};
}

Result<void> SqlConnection::begin()
{
    Q_ASSERT(!m_inTransaction);
    if (Result<void> linked = ready(u"begin"_s); !linked)
        return linked;
    Result<void> begun = beginOnce();
    if (!begun && m_loss) {
        if (Result<void> linked = reopen(); !linked)
            return linked;
        begun = beginOnce();
    }
    m_inTransaction = begun.has_value();
    return begun;
}

Result<void> SqlConnection::commit()
{
    // What was lost before the commit was sent is taken back by the server.
    if (Result<void> linked = ready(u"transaction"_s); !linked)
        return linked;
    QSqlError error;
    if (!transact(m_target.commit, &QSqlDatabase::commit, error))
        return failed(error, commitStep);
    m_inTransaction = false;
    return {};
}

void SqlConnection::rollback()
{
    m_inTransaction = false;
    if (m_loss)
        return;
    QSqlError error;
    if (!transact(m_target.rollback, &QSqlDatabase::rollback, error))
        static_cast<void>(failed(error, u"rollback"_s));
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
