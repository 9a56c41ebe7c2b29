#pragma once

#include "domain/order.h"
#include "warehouse/refreshcolumns.h"

namespace syncline::warehouse {

/// A row of the source, cleaned.
struct SourceOrder
{
    RecordKey key; ///< null: the source has none
    int copies = 1; ///< rows of the source with this key
    QString number; ///< as order numbers are compared; empty: none
    QString orderNumber;
    QString customer; ///< canonical
    QVariant sourceCustomer; ///< as found in the workbook
    QString orderType; ///< normalised
    QString groupName; ///< as given; empty: by the rule
    QString itemName; ///< as given; empty: by the rule
    std::vector<QVariant> values; ///< by RefreshColumns::staged
    std::vector<int> quantities; ///< by RefreshColumns::sizes
    bool blank = false; ///< without content (OS 2.9)
    std::optional<Event> problem; ///< why it cannot be taken
};

/// A row of the headers table, as far as a refresh looks at it.
struct HeldOrder
{
    RecordKey key;
    QVariant keyText; ///< in the spelling of the table
    int copies = 1;
    QString number; ///< as order numbers are compared
    QVariant state;
    QVariant action;
    QVariant itemId;
    std::vector<QVariant> values; ///< by RefreshColumns::filled
};

/// What a header lacks to be like its source.
struct HeaderDifference
{
    bool any = false;
    bool groupChanged = false;
    bool isCancelled = false;
    bool wasCancelled = false;
    std::vector<QVariant> values; ///< by RefreshColumns::filled, to be written; empty without a difference
    QStringList sizesGone; ///< with a quantity that stays or goes because the source has no column
    qint64 keptTotal = 0; ///< of these, what stays
    std::optional<Event> problem; ///< the table cannot hold a value
};

/// Identity where there is no record_uuid (OS 10.8).
struct BusinessKey
{
    QString base; ///< customer, order number, delivery method, style
    QString whole; ///< with PO, type, alias and alternative PO
};

/// The rules by which the predecessor's stored procedure prepared rows (OS 2.9, 4.4, 4.5). Borrows the
/// columns. Without state.
class RefreshRules
{
public:
    /// `aliases`: canonical customer by folded name. `namesBySource`: customer by landing table.
    RefreshRules(const RefreshColumns &columns, QHash<QString, QString> aliases,
                 QHash<QString, QString> namesBySource);

    [[nodiscard]] static QString folded(const QString &name) { return name.simplified().toUpper(); }

    /// Fills in what the source implies and judges identity, customer and quantities.
    void clean(SourceOrder &order) const;
    [[nodiscard]] BusinessKey keyOf(const SourceOrder &order) const;
    [[nodiscard]] BusinessKey keyOf(const HeldOrder &order) const;
    [[nodiscard]] QString customerOf(const HeldOrder &order) const; ///< canonical
    /// Against what the table holds; null: the order is new.
    [[nodiscard]] HeaderDifference compare(const SourceOrder &order, const HeldOrder *held) const;
    /// Why an order that would be changed had better not be: sizes that stay make its sum wrong.
    [[nodiscard]] std::optional<Event> sumProblem(const SourceOrder &order,
                                                  const HeaderDifference &difference) const;

private:
    [[nodiscard]] QString canonical(const QString &customer) const;
    [[nodiscard]] bool isBlankRow(const SourceOrder &order) const;
    [[nodiscard]] QVariant staged(const SourceOrder &order, QStringView column) const;
    [[nodiscard]] QVariant filled(const HeldOrder &order, QStringView column) const;
    [[nodiscard]] OrderHeader naming(const SourceOrder &order) const;
    [[nodiscard]] OrderHeader naming(const HeldOrder &order) const;
    [[nodiscard]] QVariant wanted(const RefreshColumn &column, const SourceOrder &order,
                                  const HeldOrder *held, const QVariant &current) const;
    [[nodiscard]] static bool same(const RefreshColumn &column, const QVariant &wanted, const QVariant &held);
    /// Notes a size that the source has no column for; true when it stays as it is.
    [[nodiscard]] bool stays(const RefreshColumn &column, const QVariant &held,
                             HeaderDifference &difference) const;

    const RefreshColumns &m_columns;
    const QHash<QString, QString> m_aliases;
    const QHash<QString, QString> m_namesBySource;
    QHash<QString, int> m_staged; ///< columns of the rules, by name
    QHash<QString, int> m_filled;
};

/// ACTIVE is RECEIVED, and CANCELLED is written in capitals (OS 2.9, 10.3); all others stay.
[[nodiscard]] QString normalisedOrderType(const QString &type);

/// The order is skipped, for a column cannot hold a value.
[[nodiscard]] Event notHeld(const SourceOrder &order, const QString &column, const QString &type,
                            const QVariant &value);
/// The order is skipped, for columns that must have a value would get none.
[[nodiscard]] Event valueLacks(const SourceOrder &order, const QString &table, const QStringList &columns);

/// A value in a message: long ones by their beginning.
[[nodiscard]] QString excerpt(const QVariant &value);

} // namespace syncline::warehouse
