#pragma once

#include "base/result.h"
#include "demo/demoorder.h"
#include "demo/groupplan.h"

#include <QDateTime>
#include <QSqlDatabase>
#include <QSqlQuery>

#include <memory>

namespace syncline::demo {

/// Writes the SQLite warehouse of a demo: one transaction, prepared statements, indexes at the end. Belongs
/// to the thread that opened it.
class WarehouseWriter
{
public:
    /// `path` must not exist. WarehouseFailed when SQLite refuses.
    [[nodiscard]] static Result<std::unique_ptr<WarehouseWriter>> open(const QString &path,
                                                                       const QDateTime &syncedAt);
    ~WarehouseWriter();
    Q_DISABLE_COPY_MOVE(WarehouseWriter)

    /// A row of FACT_ORDER_LIST with its ORDER_LIST_LINES and its entry of the API log. The number of its
    /// lines.
    [[nodiscard]] Result<int> add(const DemoOrder &order);
    /// Copies the rows so far to the source tables. Afterwards addToSource.
    [[nodiscard]] Result<void> copyToSource();
    [[nodiscard]] Result<void> addToSource(const DemoOrder &order);
    /// Raw source table, registries, indexes, commit.
    [[nodiscard]] Result<void> finish(const std::vector<DemoCustomer> &customers, const GroupPlan &groups);

private:
    WarehouseWriter(const QString &path, const QDateTime &syncedAt);

    [[nodiscard]] Result<void> prepare();
    [[nodiscard]] Result<void> run(const QString &statement);
    [[nodiscard]] Result<void> run(QSqlQuery &query);
    [[nodiscard]] Result<QSqlQuery> prepared(const QString &statement);
    [[nodiscard]] Result<QSqlQuery> preparedInsert(const QString &table, const QStringList &columns);
    [[nodiscard]] Result<void> addLine(const DemoOrder &order, const DemoSize &size, const QString &syncedAt);
    [[nodiscard]] Result<void> addToLog(const DemoOrder &order, const QString &syncedAt);
    void bindBusiness(QSqlQuery &query, const DemoOrder &order, int &place) const;
    [[nodiscard]] Error failure(const QString &reason) const;

    QString m_path;
    QDateTime m_syncedAt;
    QString m_preparedAt;
    int m_rows = 0;
    QSqlDatabase m_database;
    std::optional<QSqlQuery> m_insertHeader;
    std::optional<QSqlQuery> m_insertLine;
    std::optional<QSqlQuery> m_insertLog;
    std::optional<QSqlQuery> m_insertSource;
};

/// Gives a finished warehouse Syncline's own tables: whoever asks for a demo agrees to them.
[[nodiscard]] Result<void> makeOwnTables(const QString &path, const QDateTime &at);

} // namespace syncline::demo
