#include "support/demodatabase.h"

#include "support/warehousebuilder.h"

#include <QCryptographicHash>
#include <QSqlError>
#include <QSqlRecord>

using namespace Qt::StringLiterals;

namespace syncline::testing {

namespace {

QString driverOf(const DatabaseSettings &settings)
{
    return settings.driver == DatabaseDriver::Sqlite ? u"QSQLITE"_s : directPostgreSql();
}

} // namespace

DemoDatabase::DemoDatabase(const DatabaseSettings &settings)
    : m_settings(settings)
    , m_name(u"demodatabase-%1"_s.arg(quintptr(this), 0, 16))
    , m_database(QSqlDatabase::addDatabase(driverOf(settings), m_name))
{
    const bool isFile = settings.driver == DatabaseDriver::Sqlite;
    m_database.setDatabaseName(isFile ? settings.path : settings.database);
    m_database.setHostName(settings.host);
    if (settings.port > 0)
        m_database.setPort(settings.port);
    m_database.setUserName(settings.user);
    if (!m_database.open())
        qFatal("%s", qPrintable(m_database.lastError().text()));
    if (!isFile) {
        run(u"SET client_min_messages TO warning"_s);
        run(u"SELECT set_config('search_path', quote_ident(?), false)"_s, {settings.schema});
    }
}

DemoDatabase::~DemoDatabase()
{
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_name);
}

QSqlQuery DemoDatabase::run(const QString &statement, const QVariantList &values) const
{
    QSqlQuery query(m_database);
    bool done = values.isEmpty() || query.prepare(statement);
    for (const QVariant &value : values)
        query.addBindValue(value);
    done = done && (values.isEmpty() ? query.exec(statement) : query.exec());
    if (!done)
        qFatal("%s: %s", qPrintable(statement), qPrintable(query.lastError().text()));
    return query;
}

QStringList DemoDatabase::tables() const
{
    QStringList names;
    QSqlQuery query = m_settings.driver == DatabaseDriver::Sqlite
        ? run(u"SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"_s)
        : run(u"SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() "
              "ORDER BY table_name"_s);
    while (query.next())
        names.append(query.value(0).toString());
    return names;
}

QByteArray DemoDatabase::image() const
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const QString &table : tables()) {
        hash.addData(table.toUtf8());
        QSqlQuery rows = m_settings.driver == DatabaseDriver::Sqlite
            ? run(u"SELECT * FROM \"%1\" ORDER BY rowid"_s.arg(table))
            : run(
                u"SELECT CAST(t AS text) FROM \"%1\" t ORDER BY CAST(t AS text) COLLATE \"C\""_s.arg(table));
        const int columns = rows.record().count();
        while (rows.next()) {
            for (int column = 0; column < columns; ++column)
                hash.addData(QByteArray(rows.value(column).toString().toUtf8() + '\0'));
        }
    }
    return hash.result().toHex();
}

} // namespace syncline::testing
