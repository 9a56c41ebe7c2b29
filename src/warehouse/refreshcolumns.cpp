#include "warehouse/refreshcolumns.h"

#include "domain/plainvalue.h"
#include "warehouse/warehouseerrors.h"

#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace syncline::warehouse {

namespace {

constexpr QStringView customerColumn = u"CUSTOMER NAME";
constexpr QStringView numberColumn = u"AAG ORDER NUMBER";

/// Columns of the sync itself (OS 2.3): never taken from the source.
bool isOfTheSync(const QString &column)
{
    static const QStringList exact{u"record_uuid"_s, u"row_hash"_s,       u"action_type"_s, u"group_id"_s,
                                   u"retry_count"_s, u"last_synced_at"_s, u"created_at"_s,  u"updated_at"_s};
    const QString name = column.toLower();
    return exact.contains(name) || name.startsWith("sync_"_L1) || name.startsWith("api_"_L1)
        || name.startsWith("monday_"_L1);
}

ColumnRole roleOf(const QString &column, const QStringList &sizes)
{
    if (sizes.contains(column))
        return ColumnRole::Quantity;
    static const QHash<QString, ColumnRole> roles{
        {u"customer name"_s, ColumnRole::Customer},   {u"source_customer_name"_s, ColumnRole::SourceCustomer},
        {u"_source_table"_s, ColumnRole::Provenance}, {u"order type"_s, ColumnRole::OrderType},
        {u"group_name"_s, ColumnRole::GroupName},     {u"item_name"_s, ColumnRole::ItemName}};
    return roles.value(column.toLower(), ColumnRole::Copied);
}

bool isNumeric(const QVariant &value)
{
    return value.typeId() == QMetaType::LongLong || value.typeId() == QMetaType::ULongLong
        || value.typeId() == QMetaType::Int || value.typeId() == QMetaType::Double;
}

bool sameNumber(const QVariant &one, const QVariant &other, int scale)
{
    const std::optional<QString> left = canonicalNumber(one);
    const std::optional<QString> right = canonicalNumber(other);
    if (!left || !right)
        return false;
    if (*left == *right)
        return true;
    // The database rounds to the scale of the column; what differs by that only is the same. Beyond what a
    // double tells apart, only the same digits are.
    constexpr double exactUpTo = 1e15;
    return scale >= 0 && std::abs(left->toDouble()) * std::pow(10.0, scale) < exactUpTo
        && std::abs(left->toDouble() - right->toDouble()) <= 0.5 * std::pow(10.0, -scale) + 1e-9;
}

/// Those names that `other` has no column of.
QStringList notIn(const QStringList &names, const TableSchema &other)
{
    QStringList missing;
    std::ranges::copy_if(names, std::back_inserter(missing),
                         [&other](const QString &name) { return !other.has(name); });
    return missing;
}

} // namespace

ColumnForm ColumnForm::of(const TableColumn &column)
{
    static const QRegularExpression declared(
        u"^\\s*([A-Za-z ]*[A-Za-z0-9])\\s*(?:\\(\\s*(\\d+)\\s*(?:,\\s*(\\d+)\\s*)?\\))?"_s);
    const QRegularExpressionMatch match = declared.match(column.declared);
    const QString name = match.captured(1).section(u' ', 0, 0).toUpper();
    if (column.holdsText())
        return {.form = ValueForm::Text, .length = match.captured(2).toLongLong()};
    if (name == "DATE"_L1)
        return {.form = ValueForm::Date};
    if (name == "SMALLINT"_L1)
        return {.form = ValueForm::Number, .scale = 0, .largest = std::numeric_limits<qint16>::max()};
    if (name == "INT"_L1 || name == "INTEGER"_L1)
        return {.form = ValueForm::Number, .scale = 0, .largest = std::numeric_limits<qint32>::max()};
    if (name == "BIGINT"_L1)
        return {.form = ValueForm::Number, .scale = 0, .largest = std::numeric_limits<qint64>::max()};
    if (name == "DECIMAL"_L1 || name == "NUMERIC"_L1) {
        const bool scaled = !match.captured(2).isEmpty();
        if (!scaled)
            return {.form = ValueForm::Number};
        const int scale = match.captured(3).toInt();
        const int digits = std::max(match.captured(2).toInt() - scale, 0);
        if (digits > std::numeric_limits<qint64>::digits10)
            return {.form = ValueForm::Number, .scale = scale};
        return {.form = ValueForm::Number,
                .scale = scale,
                .largest = static_cast<qint64>(std::pow(10.0, digits)) - 1};
    }
    if (name == "FLOAT"_L1 || name == "REAL"_L1 || name == "DOUBLE"_L1 || name == "MONEY"_L1)
        return {.form = ValueForm::Number};
    return {};
}

bool ColumnForm::same(const QVariant &source, const QVariant &held) const
{
    const bool nothing = isBlank(source);
    if (nothing || isBlank(held))
        return nothing == isBlank(held);
    if (source.typeId() == held.typeId() && source == held)
        return true;
    switch (form) {
    case ValueForm::Text:
        return plainText(source).trimmed() == plainText(held).trimmed();
    case ValueForm::Date:
        if (const std::optional<QString> date = canonicalDate(source))
            return date == canonicalDate(held);
        return plainText(source).trimmed() == plainText(held).trimmed();
    case ValueForm::Number:
    case ValueForm::Other:
        return plainText(source).trimmed() == plainText(held).trimmed()
            || ((form == ValueForm::Number || isNumeric(source) || isNumeric(held))
                && sameNumber(source, held, scale));
    }
    Q_UNREACHABLE();
}

bool ColumnForm::holds(const QVariant &source) const
{
    if (isBlank(source))
        return true;
    switch (form) {
    case ValueForm::Text:
        return length == 0 || plainText(source).trimmed().size() <= length;
    case ValueForm::Date:
        return canonicalDate(source).has_value();
    case ValueForm::Number: {
        const std::optional<QString> number = canonicalNumber(source);
        return number && (largest == 0 || std::trunc(std::abs(number->toDouble())) <= static_cast<double>(largest));
    }
    case ValueForm::Other:
        return true;
    }
    Q_UNREACHABLE();
}

QVariant ColumnForm::written(const QVariant &source) const
{
    if (isBlank(source))
        return {};
    switch (form) {
    case ValueForm::Text:
        return plainText(source).trimmed();
    case ValueForm::Date:
        return *canonicalDate(source);
    case ValueForm::Number:
        return isNumeric(source) ? source : QVariant(*canonicalNumber(source));
    case ValueForm::Other:
        return source;
    }
    Q_UNREACHABLE();
}

bool isBlank(const QVariant &value)
{
    if (value.isNull())
        return true;
    return value.typeId() == QMetaType::QString
        && QStringView(*static_cast<const QString *>(value.constData())).trimmed().isEmpty();
}

std::optional<int> quantityOf(const QVariant &value)
{
    if (isBlank(value))
        return 0;
    const std::optional<QString> number = canonicalNumber(value);
    bool whole = false;
    const int quantity = number.value_or(QString()).toInt(&whole);
    return whole && quantity >= 0 ? std::optional(quantity) : std::nullopt;
}

int RefreshColumns::stagedAt(QStringView column) const
{
    const auto found = std::ranges::find_if(
        staged, [column](const QString &name) { return column.compare(name, Qt::CaseInsensitive) == 0; });
    return found == staged.end() ? -1 : static_cast<int>(found - staged.begin());
}

int RefreshColumns::filledAt(QStringView column) const
{
    const auto found = std::ranges::find_if(filled, [column](const RefreshColumn &one) {
        return column.compare(one.name, Qt::CaseInsensitive) == 0;
    });
    return found == filled.end() ? -1 : static_cast<int>(found - filled.begin());
}

Result<RefreshColumns> pairColumns(const TableSchema &source, const WarehouseSchema &warehouse,
                                   const TableSettings &settings, const QString &databaseName)
{
    if (!source.exists())
        return unusable(tableMissing(databaseName, source.name));
    // Without these no row can be told from another.
    for (const QStringView needed : {customerColumn, numberColumn}) {
        if (!source.has(needed))
            return unusable(columnMissing(source.name, needed.toString()));
    }
    const QStringList sourceSizes = sizesBetween(source, settings);
    if (sourceSizes.isEmpty() || warehouse.sizes.isEmpty())
        return unusable(refreshWithoutSizes(source.name, settings.sizesAfter, settings.sizesBefore));
    if (sourceSizes.size() > settings.maxSizes || !warehouse.sizesComplete)
        return unusable(
            refreshTooManySizes(source.name, static_cast<int>(sourceSizes.size()), settings.maxSizes));

    RefreshColumns columns;
    for (const TableColumn &column : source.columns) {
        if (!isOfTheSync(column.name))
            columns.staged.append(column.name);
    }
    for (const TableColumn &column : warehouse.headers.columns) {
        if (isOfTheSync(column.name))
            continue;
        const RefreshColumn filled{.name = column.name,
                                   .type = column.declared,
                                   .role = roleOf(column.name, warehouse.sizes),
                                   .form = ColumnForm::of(column),
                                   .source = columns.stagedAt(column.name)};
        // Sizes and names have a value even when the source has no such column.
        const bool derived = filled.role == ColumnRole::Quantity || filled.role == ColumnRole::GroupName
            || filled.role == ColumnRole::ItemName || filled.role == ColumnRole::SourceCustomer;
        if (filled.source >= 0 || derived)
            columns.filled.push_back(filled);
    }
    for (const QString &size : sourceSizes) {
        const TableColumn *header = warehouse.headers.find(size);
        columns.sizes.push_back({.code = header ? header->name : size, .source = columns.stagedAt(size)});
    }
    if (const QStringList lost = notIn(sourceSizes, warehouse.headers); !lost.isEmpty())
        columns.findings.push_back(sizesNotInHeaders(warehouse.headers.name, lost));
    if (const QStringList gone = notIn(warehouse.sizes, source); !gone.isEmpty())
        columns.findings.push_back(sizesNotInSource(source.name, gone));
    return columns;
}

} // namespace syncline::warehouse
