#pragma once

#include <QSqlDriver>
#include <QSqlError>
#include <QSqlQuery>
#include <QSqlResult>

#include <memory>

namespace syncline::testing {

/// Answers to the name of Qt's own driver of a database and goes through QODBC instead, so that whole
/// programs, none of which knows, work on a database behind unixODBC. Of errors it tells the SQLSTATE of the
/// ODBC driver, which QODBC keeps to itself. Transactions are the statements that SQL Server understands too.
/// One thread.
class OdbcInPlace final : public QSqlDriver
{
    Q_OBJECT

public:
    explicit OdbcInPlace(std::unique_ptr<QSqlDriver> odbc);
    ~OdbcInPlace() override;

    bool open(const QString &database, const QString &user, const QString &password, const QString &host,
              int port, const QString &options) override;
    void close() override;
    [[nodiscard]] bool hasFeature(DriverFeature feature) const override;
    [[nodiscard]] QSqlResult *createResult() const override;
    bool beginTransaction() override { return runs(QStringLiteral("BEGIN TRANSACTION")); }
    bool commitTransaction() override { return runs(QStringLiteral("COMMIT TRANSACTION")); }
    bool rollbackTransaction() override { return runs(QStringLiteral("ROLLBACK TRANSACTION")); }

private:
    [[nodiscard]] bool runs(const QString &statement);

    std::unique_ptr<QSqlDriver> m_odbc;
};

/// The rows and effects of one statement that QODBC executes.
class ResultInPlace final : public QSqlResult
{
public:
    ResultInPlace(const QSqlDriver *driver, QSqlResult *odbc);

    [[nodiscard]] QVariant handle() const override;
    [[nodiscard]] QSqlError error() const { return lastError(); }

protected:
    bool prepare(const QString &statement) override;
    bool exec() override;
    bool reset(const QString &statement) override;
    QVariant data(int column) override { return m_query.value(column); }
    bool isNull(int column) override { return m_query.isNull(column); }
    bool fetch(int row) override { return moved(m_query.seek(row)); }
    bool fetchNext() override { return moved(m_query.next()); }
    bool fetchFirst() override { return moved(m_query.first()); }
    bool fetchLast() override { return moved(m_query.last()); }
    int size() override { return m_query.size(); }
    int numRowsAffected() override { return m_query.numRowsAffected(); }
    [[nodiscard]] QVariant lastInsertId() const override { return m_query.lastInsertId(); }
    [[nodiscard]] QSqlRecord record() const override;
    void detachFromResultSet() override { m_query.finish(); }

private:
    bool executed(bool good);
    bool moved(bool there);
    void tell();

    QSqlQuery m_query;
};

} // namespace syncline::testing
