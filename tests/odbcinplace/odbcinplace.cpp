#include "odbcinplace.h"

#include <QLibrary>
#include <QSqlRecord>

#include <array>

using namespace Qt::StringLiterals;

namespace syncline::testing {

namespace {

/// The first SQLSTATE of a statement; empty: none. As QODBC calls it, ODBC's own header is not needed.
QString stateOf(const QVariant &statement)
{
    using GetDiagRec =
        short (*)(short, void *, short, unsigned char *, int *, unsigned char *, short, short *);
    static const auto getDiagRec =
        reinterpret_cast<GetDiagRec>(QLibrary::resolve(u"odbc"_s, 2, "SQLGetDiagRec"));
    if (!getDiagRec || !statement.constData())
        return {};
    constexpr short statementHandle = 3; // SQL_HANDLE_STMT
    void *handle = *static_cast<void *const *>(statement.constData());
    std::array<unsigned char, 6> state{};
    std::array<unsigned char, 1024> message{};
    int native = 0;
    short length = 0;
    const short told = handle ? getDiagRec(statementHandle, handle, 1, state.data(), &native, message.data(),
                                           static_cast<short>(message.size()), &length)
                              : short(-1);
    return told == 0 || told == 1 ? QString::fromLatin1(reinterpret_cast<const char *>(state.data()))
                                  : QString();
}

} // namespace

OdbcInPlace::OdbcInPlace(std::unique_ptr<QSqlDriver> odbc)
    : m_odbc(std::move(odbc))
{
}

OdbcInPlace::~OdbcInPlace()
{
    close();
}

bool OdbcInPlace::open(const QString &database, const QString &user, const QString &password,
                       const QString &host, int port, const QString &options)
{
    close();
    // What QPSQL hands to the client library is handed to it by psqlodbc, too; its own help with savepoints
    // and long texts would only stand in between.
    QString parameters = options;
    parameters.replace(u';', u' ');
    const QString connection =
        u"Driver={PostgreSQL Unicode};Servername=%1;Port=%2;Database=%3;Protocol=7.4-0;"
        "MaxVarcharSize=8190;UseDeclareFetch=0;pqopt={%4}"_s.arg(host)
            .arg(port > 0 ? port : 5432)
            .arg(database, parameters);
    const bool opened = m_odbc->open(connection, user, password, {}, -1, u"SQL_ATTR_LOGIN_TIMEOUT=10"_s);
    setOpen(opened);
    setOpenError(!opened);
    if (!opened)
        setLastError(m_odbc->lastError());
    return opened;
}

void OdbcInPlace::close()
{
    if (m_odbc->isOpen())
        m_odbc->close();
    setOpen(false);
    setOpenError(false);
}

bool OdbcInPlace::hasFeature(DriverFeature feature) const
{
    return m_odbc->hasFeature(feature);
}

QSqlResult *OdbcInPlace::createResult() const
{
    return new ResultInPlace(this, m_odbc->createResult());
}

bool OdbcInPlace::runs(const QString &statement)
{
    QSqlQuery query(createResult());
    const bool done = query.exec(statement);
    setLastError(query.lastError());
    return done;
}

ResultInPlace::ResultInPlace(const QSqlDriver *driver, QSqlResult *odbc)
    : QSqlResult(driver)
    , m_query(odbc)
{
}

QVariant ResultInPlace::handle() const
{
    return m_query.result()->handle();
}

bool ResultInPlace::prepare(const QString &statement)
{
    m_query.setForwardOnly(isForwardOnly());
    const bool good = m_query.prepare(statement);
    if (!good)
        tell();
    return good;
}

bool ResultInPlace::exec()
{
    const QVariantList values = boundValues();
    for (int place = 0; place < values.size(); ++place)
        m_query.bindValue(place, values.at(place));
    return executed(m_query.exec());
}

bool ResultInPlace::reset(const QString &statement)
{
    m_query.setForwardOnly(isForwardOnly());
    return executed(m_query.exec(statement));
}

QSqlRecord ResultInPlace::record() const
{
    return m_query.record();
}

bool ResultInPlace::executed(bool good)
{
    setAt(QSql::BeforeFirstRow);
    setActive(good);
    setSelect(good && m_query.isSelect());
    if (!good)
        tell();
    return good;
}

bool ResultInPlace::moved(bool there)
{
    setAt(there ? m_query.at() : int(QSql::AfterLastRow));
    if (!there && m_query.lastError().isValid())
        tell();
    return there;
}

void ResultInPlace::tell()
{
    const QSqlError error = m_query.lastError();
    setLastError({error.driverText(), error.databaseText(), error.type(), stateOf(handle())});
}

} // namespace syncline::testing
