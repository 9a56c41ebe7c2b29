#pragma once

#include "sql/sqlcatalog.h"
#include "warehouse/sqldialect.h"
#include "warehouse/tableschema.h"

#include <QVariant>

#include <functional>
#include <vector>

namespace syncline::warehouse {

/// New values for some columns of a row. Columns that the table lacks are left out.
class RowChange
{
public:
    explicit RowChange(const TableSchema &table)
        : m_table(table)
    {
    }

    void set(const QString &column, const QVariant &value);
    /// A monday id, as a number or as text, as the column wants it; nothing clears it.
    void setId(const QString &column, std::optional<qint64> id);
    void increment(const QString &column);

    struct Assignment
    {
        QString column;
        QVariant value;
        bool increment = false;
    };
    [[nodiscard]] const std::vector<Assignment> &assignments() const { return m_assignments; }
    [[nodiscard]] const TableSchema &table() const { return m_table; }
    /// The same for changes that differ in nothing but their values.
    [[nodiscard]] QString form() const;
    /// What to bind, next to the statement's own parameters.
    [[nodiscard]] SqlValues values() const;

private:
    const TableSchema &m_table;
    std::vector<Assignment> m_assignments;
};

/// How a key is looked for.
enum class KeyMatch {
    Usual, ///< all small or all capital letters, by the index
    Loose, ///< any spelling, reading the whole table
};

/// What others may do with rows that are read.
enum class RowLock {
    None,
    Held, ///< nobody else changes them until the end of the transaction
};

/// Puts the discovered names into the statements of the dialect. The only place where SQL is assembled: names
/// enter as SqlIdentifier, values never do. The schema and dialect must outlive it.
class SqlStatementBuilder
{
public:
    SqlStatementBuilder(const SqlDialect &dialect, const WarehouseSchema &schema);

    [[nodiscard]] SqlText customerHeaders();
    [[nodiscard]] SqlText customerLines();
    /// `nameless`: rows without a customer are asked for.
    [[nodiscard]] SqlText selectedKeys(bool nameless);
    /// The columns of `schema.values` come last, in their order.
    [[nodiscard]] SqlText headersByKey(KeyMatch match, RowLock lock = RowLock::None);
    [[nodiscard]] SqlText linesByKey(KeyMatch match, RowLock lock = RowLock::None);
    [[nodiscard]] SqlText knownHeaders(KeyMatch match);
    [[nodiscard]] SqlText ownersOfItems();
    [[nodiscard]] SqlText headersWithoutItem();
    [[nodiscard]] SqlText openRows(bool nameless);
    [[nodiscard]] SqlText updateHeader(const RowChange &change, KeyMatch match);
    [[nodiscard]] SqlText updateLine(const RowChange &change, KeyMatch match);
    [[nodiscard]] SqlText writtenHeader(KeyMatch match);
    [[nodiscard]] SqlText writtenLine(KeyMatch match);
    [[nodiscard]] SqlText updateRegistry(const RowChange &change);
    [[nodiscard]] SqlText insertRow(const RowChange &row);
    /// Changes no row.
    [[nodiscard]] SqlText tryWriting(const RowChange &change);
    /// Adds no row; `column` is one that the table has.
    [[nodiscard]] SqlText tryAdding(const TableSchema &table, const QString &column);
    [[nodiscard]] SqlText countBadKeys(const TableSchema &table);
    [[nodiscard]] SqlText strangeStates(const TableSchema &table);
    [[nodiscard]] SqlText countUpTo(const TableSchema &table);
    /// Columns that the table has.
    [[nodiscard]] SqlText makeIndex(const TableSchema &table, const QString &name, const QStringList &columns,
                                    bool unique);

    /// SQL by the name of its place in a statement.
    using Fills = QHash<QString, QString>;
    /// Any other statement of the dialect; `table` is the one behind the alias t.
    [[nodiscard]] SqlText statement(const QString &name, const TableSchema &table, const Fills &fills = {})
    {
        return fill(name, fills, table);
    }
    /// `alias`.`column` for each, with commas between; NULL for those that the table lacks.
    [[nodiscard]] QString columnList(const TableSchema &table, QStringView alias,
                                     const QStringList &names) const;
    /// The key in the one spelling that all spellings are brought to.
    [[nodiscard]] QString plainKey(const TableSchema &table, QStringView alias) const;

private:
    [[nodiscard]] QString quoted(const QString &name) const;
    /// The column behind `alias.`, or NULL when the table lacks it.
    [[nodiscard]] QString column(const TableSchema &table, QStringView alias, const QString &name) const;
    [[nodiscard]] SqlColumn typedColumn(const TableSchema &table, QStringView alias,
                                        const QString &name) const;
    [[nodiscard]] QString key(const QString &column, KeyMatch match) const;
    [[nodiscard]] QString keyType(const TableSchema &table, KeyMatch match) const;
    [[nodiscard]] QString lockOf(RowLock lock) const;
    [[nodiscard]] QString ofCustomer(QStringView alias, bool nameless) const;
    [[nodiscard]] QString sizesTotal() const;
    [[nodiscard]] QString values() const;
    [[nodiscard]] QString assignments(const RowChange &change) const;
    [[nodiscard]] QString place(const TableSchema &other, const QString &name, const Fills &fills) const;
    /// Statement `name` with its {places} filled; `other` is the table behind the alias t. Empty when a place
    /// stays.
    [[nodiscard]] SqlText fill(const QString &name, const Fills &fills = {}, const TableSchema &other = {});
    [[nodiscard]] SqlText fillChange(const QString &name, const RowChange &change, Fills fills);
    /// The same for statements that rows are written with one after the other: filled once for each form.
    [[nodiscard]] SqlText fillForm(const QString &name, const RowChange &change, KeyMatch match,
                                   const std::function<Fills()> &fills);

    const SqlDialect &m_dialect;
    const WarehouseSchema &m_schema;
    SqlCatalog m_catalog;
    QHash<QString, SqlText> m_forms;
};

} // namespace syncline::warehouse
