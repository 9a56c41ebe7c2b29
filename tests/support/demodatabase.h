#pragma once

#include "domain/settings.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

namespace syncline::testing {

/// A connection of the tests to the warehouse of a demo workspace, SQLite or PostgreSQL, for the life of the
/// object. SQL leaves names of tables unquoted: PostgreSQL has them in small letters. A statement that fails
/// ends the test program.
class DemoDatabase
{
public:
    explicit DemoDatabase(const DatabaseSettings &settings);
    Q_DISABLE_COPY_MOVE(DemoDatabase)
    ~DemoDatabase();

    QSqlQuery run(const QString &statement, const QVariantList &values = {}) const;
    /// In the database's own spelling, in their order.
    [[nodiscard]] QStringList tables() const;
    /// Differs whenever a row or a table does.
    [[nodiscard]] QByteArray image() const;

private:
    DatabaseSettings m_settings;
    QString m_name;
    QSqlDatabase m_database;
};

} // namespace syncline::testing
