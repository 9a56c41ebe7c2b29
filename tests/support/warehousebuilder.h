#pragma once

#include "domain/recordkey.h"
#include "domain/settings.h"

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>
#include <QVariant>

#include <memory>
#include <optional>
#include <utility>

namespace syncline::warehouse {
class SqlDialect;
}

namespace syncline {
class SqlConnection;
}

namespace syncline::testing {

/// An order for the headers table. Its sizes also become its lines.
struct HeaderRow
{
    RecordKey key;
    QString customer = QStringLiteral("ALPHA");
    QString orderNumber;
    QString state = QStringLiteral("PENDING");
    QString action = QStringLiteral("INSERT");
    QString groupName; ///< empty: NULL; so are the other texts
    QString groupId;
    QString itemName;
    std::optional<qint64> itemId;
    int retryCount = 0;
    QHash<QString, QVariant> values; ///< any other column
    QList<std::pair<QString, int>> sizes; ///< size columns; TOTAL QTY becomes their sum unless given
    bool withLines = true; ///< lines with the state and action of the header
};

/// A row of the source table.
struct SourceRow
{
    RecordKey key; ///< null: NULL
    QString customer = QStringLiteral("ALPHA");
    QString orderNumber;
    QHash<QString, QVariant> values; ///< any other column
    QList<std::pair<QString, QVariant>> sizes; ///< TOTAL QTY becomes their sum unless given
};

struct LineRow
{
    RecordKey key;
    QString sizeCode;
    QVariant quantity = 1;
    QString state = QStringLiteral("PENDING");
    QString action = QStringLiteral("INSERT");
    QVariant subitemId;
    int retryCount = 0;
};

/// The database that the warehouse tests of this run use: SYNCLINE_TEST_ENGINE, SQLite without it. `odbc` is PostgreSQL
/// behind ODBC: what is tested does not know (tests/odbcinplace), who looks at the tables goes there directly.
[[nodiscard]] DatabaseDriver testEngine();
[[nodiscard]] bool testsGoThroughOdbc();
/// Why that database cannot be had here; empty when it can. Ends the program when tests would not go through ODBC
/// although they should.
[[nodiscard]] QString missingDatabase();
/// Name of Qt's own driver of PostgreSQL.
[[nodiscard]] QString directPostgreSql();

/// The server of SYNCLINE_TEST_POSTGRESQL, which tests/run starts; nothing without it.
[[nodiscard]] std::optional<DatabaseSettings> testServer();

/// Makes a warehouse with the predecessor's tables (OS 2) in a SQLite file or in a PostgreSQL schema of its
/// own, and looks into it. SQL of a test leaves names of tables unquoted: PostgreSQL has them in small
/// letters. Choose columns before the first row. A failing statement ends the test program with its text.
/// Stays on the thread that made it.
class WarehouseBuilder
{
public:
    /// A file at `path`, or a schema named after it.
    WarehouseBuilder(DatabaseDriver engine, const QString &path);
    ~WarehouseBuilder();
    Q_DISABLE_COPY_MOVE(WarehouseBuilder)

    WarehouseBuilder &sizes(const QStringList &columns); ///< default XS, S, M, L, XL
    WarehouseBuilder &withoutHeaderColumns(const QStringList &columns);
    WarehouseBuilder &withoutLineColumns(const QStringList &columns);
    WarehouseBuilder &withHeaderColumn(const QString &name,
                                       const QString &type = QStringLiteral("NVARCHAR(255)"));
    WarehouseBuilder &withLineColumn(const QString &name, const QString &type);
    /// Columns, the keys too, that take any content: SQLite takes it anywhere, PostgreSQL as text only.
    WarehouseBuilder &withAnyContentIn(const QStringList &columns);
    WarehouseBuilder &withoutIndexes(); ///< no primary key, no unique lines
    WarehouseBuilder &withoutOwnTables(); ///< nobody agreed to SYNCLINE_ tables yet
    WarehouseBuilder &withLog();
    WarehouseBuilder &withRegistry(const QString &titleColumn = QStringLiteral("group_name"));
    /// Makes the tables now; a row does it otherwise.
    WarehouseBuilder &create();

    WarehouseBuilder &header(const HeaderRow &row);
    /// Makes the source table with the business columns when it is the first.
    WarehouseBuilder &source(const SourceRow &row);
    /// Columns that the source table has beyond the business columns; before its first row.
    WarehouseBuilder &withSourceColumn(const QString &name, const QString &type = QStringLiteral("NVARCHAR(255)"));
    WarehouseBuilder &line(const LineRow &row);
    /// From now on each INSERT or UPDATE of a row fails with this message.
    WarehouseBuilder &forbid(const QString &operation, const QString &table, const QString &message);
    /// For what the above cannot say.
    void execute(const QString &sql, const QVariantList &values = {});

    /// A cell of the headers or of a line; invalid when there is no such row.
    [[nodiscard]] QVariant headerCell(const RecordKey &key, const QString &column);
    [[nodiscard]] QVariant lineCell(const LineKey &key, const QString &column);
    /// The first cell of a query.
    [[nodiscard]] QVariant query(const QString &sql, const QVariantList &values = {});

    /// A connection of the calling thread.
    [[nodiscard]] std::unique_ptr<SqlConnection> connect() const;
    [[nodiscard]] DatabaseSettings database() const;
    [[nodiscard]] TableSettings tables() const;

private:
    using Columns = QList<std::pair<QString, QString>>;
    [[nodiscard]] Columns headerColumns() const;
    [[nodiscard]] Columns lineColumns() const;
    [[nodiscard]] Columns sourceColumns() const;
    void createTable(const QString &table, const Columns &columns, const QString &constraint);
    void insert(const QString &table, const Columns &columns, const QStringList &without,
                const QList<std::pair<QString, QVariant>> &cells);

    /// A type of the DDL as this database calls it.
    [[nodiscard]] QString typeOf(const QString &column, const QString &type) const;
    [[nodiscard]] QString tableName(const QString &name) const;
    [[nodiscard]] QString cell(const QString &column) const;

    DatabaseDriver m_engine;
    std::unique_ptr<warehouse::SqlDialect> m_dialect;
    QString m_path;
    QString m_schema; ///< PostgreSQL
    std::unique_ptr<SqlConnection> m_sql;
    QStringList m_sizes;
    QStringList m_withoutHeaderColumns;
    QStringList m_withoutLineColumns;
    Columns m_extraHeaderColumns;
    Columns m_extraLineColumns;
    Columns m_extraSourceColumns;
    QStringList m_anyContent;
    bool m_indexed = true;
    bool m_ownTables = true;
    bool m_created = false;
    bool m_sourceCreated = false;
};

} // namespace syncline::testing
