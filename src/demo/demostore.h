#pragma once

#include "base/result.h"
#include "demo/tablecolumns.h"

#include <QDateTime>
#include <QStringList>
#include <QVariant>

#include <memory>
#include <vector>

namespace syncline::demo {

/// A table of a demo.
struct DemoTable
{
    QString name;
    std::vector<TableColumn> columns;
    QString constraint = {}; ///< of the whole table
};

/// The database in which the tables of a demo are made: all of it in one transaction, by one writer. Columns
/// have the types of the predecessor's DDL, which the store translates. Belongs to the thread that opened it.
class DemoStore
{
public:
    DemoStore() = default;
    Q_DISABLE_COPY_MOVE(DemoStore)
    /// Takes back what is not finished.
    virtual ~DemoStore() = default;

    [[nodiscard]] virtual Result<void> createTable(const DemoTable &table) = 0;
    /// Rows of the table will come with values for these columns. Once per table.
    [[nodiscard]] virtual Result<void> expectRows(const QString &table, const QStringList &columns) = 0;
    /// A row; it may reach the database later, in any case before the next statement that run() is given.
    [[nodiscard]] virtual Result<void> insert(const QString &table, const QVariantList &values) = 0;
    /// A statement that all databases understand, with names from named().
    [[nodiscard]] virtual Result<void> run(const QString &statement) = 0;
    /// The table in a statement.
    [[nodiscard]] virtual QString named(const QString &table) const = 0;
    /// The end of a SELECT that gives the rows of a table as they came.
    [[nodiscard]] virtual QString asTheyCame() const = 0;
    /// Keeps what was made, with Syncline's own tables: whoever asks for a demo agrees to them.
    [[nodiscard]] virtual Result<void> finish(const QDateTime &at) = 0;
    /// Removes what finish() has kept, as far as it is not a file of the workspace.
    virtual void withdraw() = 0;
};

/// The identifier in a statement.
[[nodiscard]] QString quoted(const QString &identifier);
[[nodiscard]] QStringList quotedAll(const QStringList &identifiers);

} // namespace syncline::demo
