#include "warehouse/sqlstatementbuilder.h"

#include "warehouse/sqlidentifier.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace syncline::warehouse {

namespace {

/// Columns of the business have names that no place in a statement could have (OS 2.2); all others are called
/// the same.
QString columnOfPlace(const QString &place)
{
    static const QHash<QString, QString> business{
        {u"customer"_s, u"CUSTOMER NAME"_s},
        {u"order_number"_s, u"AAG ORDER NUMBER"_s},
        {u"style"_s, u"CUSTOMER STYLE"_s},
        {u"colour"_s, u"CUSTOMER COLOUR DESCRIPTION"_s},
        {u"customer_season"_s, u"CUSTOMER SEASON"_s},
        {u"aag_season"_s, u"AAG SEASON"_s},
        {u"total_qty"_s, u"TOTAL QTY"_s},
    };
    return business.value(place, place);
}

QString parameterOf(std::size_t index)
{
    return u":v"_s + QString::number(index);
}

} // namespace

void RowChange::set(const QString &column, const QVariant &value)
{
    if (const TableColumn *found = m_table.find(column))
        m_assignments.push_back({.column = found->name, .value = value});
}

void RowChange::setId(const QString &column, std::optional<qint64> id)
{
    const TableColumn *found = m_table.find(column);
    if (!found)
        return;
    QVariant value;
    if (id)
        value = found->holdsText() ? QVariant(QString::number(*id)) : QVariant(*id);
    m_assignments.push_back({.column = found->name, .value = value});
}

void RowChange::increment(const QString &column)
{
    if (const TableColumn *found = m_table.find(column))
        m_assignments.push_back({.column = found->name, .value = {}, .increment = true});
}

QString RowChange::form() const
{
    QString form = m_table.name;
    for (const Assignment &assignment : m_assignments)
        form += (assignment.increment ? u'+' : u'=') + assignment.column;
    return form;
}

SqlValues RowChange::values() const
{
    SqlValues values;
    for (std::size_t index = 0; index < m_assignments.size(); ++index) {
        if (!m_assignments[index].increment)
            values.append({parameterOf(index), m_assignments[index].value});
    }
    return values;
}

SqlStatementBuilder::SqlStatementBuilder(const SqlDialect &dialect, const WarehouseSchema &schema)
    : m_dialect(dialect)
    , m_schema(schema)
    , m_catalog(dialect.catalog())
{
}

QString SqlStatementBuilder::quoted(const QString &name) const
{
    return SqlIdentifier(name).quoted(m_dialect);
}

QString SqlStatementBuilder::column(const TableSchema &table, QStringView alias, const QString &name) const
{
    const TableColumn *found = table.find(columnOfPlace(name));
    if (!found)
        return m_dialect.nothing();
    return alias.isEmpty() ? quoted(found->name) : QString(alias + u'.' + quoted(found->name));
}

SqlColumn SqlStatementBuilder::typedColumn(const TableSchema &table, QStringView alias,
                                           const QString &name) const
{
    const TableColumn *found = table.find(columnOfPlace(name));
    return {.sql = column(table, alias, name),
            .type = found ? found->type : QString(),
            .declared = found ? found->declared : QString()};
}

QString SqlStatementBuilder::key(const QString &column, KeyMatch match) const
{
    return match == KeyMatch::Usual ? column : m_dialect.plainKey(column);
}

QString SqlStatementBuilder::keyType(const TableSchema &table, KeyMatch match) const
{
    // In any spelling, a key is compared as text.
    return m_dialect.keyType(match == KeyMatch::Usual ? typedColumn(table, {}, u"record_uuid"_s)
                                                      : SqlColumn{});
}

QString SqlStatementBuilder::lockOf(RowLock lock) const
{
    const QString clause = lock == RowLock::Held ? m_dialect.rowLock() : QString();
    return clause.isEmpty() ? u" "_s : clause; // no place stays empty
}

QString SqlStatementBuilder::ofCustomer(QStringView alias, bool nameless) const
{
    const QString name = column(m_schema.headers, alias, u"customer"_s);
    const QString same = m_dialect.isText(name, u":customer"_s);
    return nameless ? u"(%1 IS NULL OR %2)"_s.arg(name, same) : same;
}

QString SqlStatementBuilder::sizesTotal() const
{
    if (!m_schema.sizesComplete)
        return u"NULL"_s;
    QStringList numbers;
    for (const QString &size : m_schema.sizes)
        numbers.append(m_dialect.wholeNumber(typedColumn(m_schema.headers, u"h", size)));
    return numbers.join(u" + "_s);
}

QString SqlStatementBuilder::values() const
{
    QStringList columns;
    for (const ReadColumn &value : m_schema.values)
        columns.append(m_dialect.value(typedColumn(m_schema.headers, u"h", value.column)));
    return columns.isEmpty() ? u"NULL"_s : columns.join(u", "_s);
}

QString SqlStatementBuilder::columnList(const TableSchema &table, QStringView alias,
                                        const QStringList &names) const
{
    QStringList columns;
    for (const QString &name : names)
        columns.append(column(table, alias, name));
    return columns.join(u", "_s);
}

QString SqlStatementBuilder::plainKey(const TableSchema &table, QStringView alias) const
{
    return m_dialect.plainKey(column(table, alias, u"record_uuid"_s));
}

QString SqlStatementBuilder::assignments(const RowChange &change) const
{
    QStringList parts;
    for (std::size_t index = 0; index < change.assignments().size(); ++index) {
        const RowChange::Assignment &assignment = change.assignments()[index];
        const QString name = quoted(assignment.column);
        parts.append(assignment.increment ? QString(name + u" = COALESCE("_s + name + u", 0) + 1"_s)
                                          : QString(name + u" = "_s + parameterOf(index)));
    }
    return parts.join(u", "_s);
}

QString SqlStatementBuilder::place(const TableSchema &other, const QString &name, const Fills &fills) const
{
    if (const auto given = fills.constFind(name); given != fills.cend())
        return *given;
    const QString field = name.mid(2);
    if (name.startsWith("h."_L1))
        return column(m_schema.headers, u"h", field);
    if (name.startsWith("l."_L1))
        return column(m_schema.lines, u"l", field);
    if (name.startsWith("t."_L1))
        return column(other, u"t", field);
    if (name == "headers"_L1)
        return m_dialect.table(m_schema.headers.name);
    if (name == "lines"_L1)
        return m_dialect.table(m_schema.lines.name);
    if (name == "registry"_L1)
        return m_dialect.table(m_schema.registry.name);
    if (name == "qualified_table"_L1)
        return m_dialect.qualifiedTable(other.name);
    if (name == "table"_L1)
        return m_dialect.table(other.name);
    return {};
}

SqlText SqlStatementBuilder::fill(const QString &name, const Fills &fills, const TableSchema &other)
{
    static const QRegularExpression places(u"\\{([a-z_.]+)\\}"_s);
    const SqlText &statement = m_catalog.find(name);
    SqlText filled{.text = {}, .parameters = statement.parameters};
    qsizetype position = 0;
    for (auto match = places.globalMatch(statement.text); match.hasNext();) {
        const QRegularExpressionMatch found = match.next();
        const QString content = place(other, found.captured(1), fills);
        if (content.isEmpty())
            return {};
        filled.text += QStringView(statement.text).sliced(position, found.capturedStart() - position);
        filled.text += content;
        position = found.capturedEnd();
    }
    filled.text += QStringView(statement.text).sliced(position);
    return filled;
}

SqlText SqlStatementBuilder::fillChange(const QString &name, const RowChange &change, Fills fills)
{
    fills.insert(u"assignments"_s, assignments(change));
    SqlText statement = fill(name, fills, change.table());
    for (const auto &[parameter, value] : change.values())
        statement.parameters.append(parameter);
    return statement;
}

SqlText SqlStatementBuilder::fillForm(const QString &name, const RowChange &change, KeyMatch match,
                                      const std::function<Fills()> &fills)
{
    const QString form = name + QChar(u'0' + static_cast<int>(match)) + change.form();
    const auto known = m_forms.constFind(form);
    return known != m_forms.constEnd() ? *known : *m_forms.insert(form, fillChange(name, change, fills()));
}

SqlText SqlStatementBuilder::customerHeaders()
{
    return fill(u"customer_headers"_s);
}

SqlText SqlStatementBuilder::customerLines()
{
    const SqlColumn header = typedColumn(m_schema.headers, u"h", u"record_uuid"_s);
    const SqlColumn line = typedColumn(m_schema.lines, u"l", u"record_uuid"_s);
    const bool indexed = m_schema.lines.isIndexed(m_schema.lines.present(countedOfLines()));
    return fill(u"customer_lines"_s,
                {{u"header_side"_s, m_dialect.anyCase(header, line)},
                 {u"line_side"_s, m_dialect.anyCase(line, header)},
                 {u"line_group"_s, indexed ? line.sql : m_dialect.withoutIndex(line.sql)}});
}

SqlText SqlStatementBuilder::selectedKeys(bool nameless)
{
    const SqlColumn header = typedColumn(m_schema.headers, u"h", u"record_uuid"_s);
    const SqlColumn line = typedColumn(m_schema.lines, u"l", u"record_uuid"_s);
    const bool indexed = m_schema.lines.isIndexed({u"record_uuid"_s});
    return fill(u"selected_keys"_s,
                {{u"of_customer"_s, ofCustomer(u"h", nameless)},
                 {u"header_side"_s, indexed ? u"1"_s : m_dialect.anyCase(header, line)},
                 {u"line_side"_s, indexed ? u"1"_s : m_dialect.anyCase(line, header)},
                 {u"line_of_header"_s, indexed ? m_dialect.sameKey(line, header) : u"1 = 1"_s}});
}

SqlText SqlStatementBuilder::headersByKey(KeyMatch match, RowLock lock)
{
    return fill(u"headers_by_key"_s,
                {{u"header_key"_s, key(column(m_schema.headers, u"h", u"record_uuid"_s), match)},
                 {u"key_type"_s, keyType(m_schema.headers, match)},
                 {u"sizes_total"_s, sizesTotal()},
                 {u"values"_s, values()},
                 {u"lock"_s, lockOf(lock)}});
}

SqlText SqlStatementBuilder::linesByKey(KeyMatch match, RowLock lock)
{
    return fill(u"lines_by_key"_s,
                {{u"line_key"_s, key(column(m_schema.lines, u"l", u"record_uuid"_s), match)},
                 {u"key_type"_s, keyType(m_schema.lines, match)},
                 {u"lock"_s, lockOf(lock)}});
}

SqlText SqlStatementBuilder::knownHeaders(KeyMatch match)
{
    return fill(u"known_headers"_s,
                {{u"header_key"_s, key(column(m_schema.headers, u"h", u"record_uuid"_s), match)},
                 {u"key_type"_s, keyType(m_schema.headers, match)}});
}

SqlText SqlStatementBuilder::ownersOfItems()
{
    return fill(u"owners_of_items"_s,
                {{u"id_type"_s, m_dialect.keyType(typedColumn(m_schema.headers, {}, u"monday_item_id"_s))}});
}

SqlText SqlStatementBuilder::headersWithoutItem()
{
    return fill(u"headers_without_item"_s);
}

SqlText SqlStatementBuilder::openRows(bool nameless)
{
    return fill(u"open_rows"_s, {{u"of_customer"_s, ofCustomer(u"h", nameless)}});
}

SqlText SqlStatementBuilder::updateHeader(const RowChange &change, KeyMatch match)
{
    return fillForm(u"update_header"_s, change, match, [&] {
        return Fills{{u"header_key"_s, key(column(m_schema.headers, {}, u"record_uuid"_s), match)},
                     {u"key_type"_s, keyType(m_schema.headers, match)}};
    });
}

SqlText SqlStatementBuilder::updateLine(const RowChange &change, KeyMatch match)
{
    return fillForm(u"update_line"_s, change, match, [&] {
        return Fills{{u"line_key"_s, key(column(m_schema.lines, {}, u"record_uuid"_s), match)},
                     {u"key_type"_s, keyType(m_schema.lines, match)},
                     {u"size_code"_s, column(m_schema.lines, {}, u"size_code"_s)}};
    });
}

SqlText SqlStatementBuilder::writtenHeader(KeyMatch match)
{
    return fill(
        u"written_header"_s,
        {{u"header_key"_s, key(column(m_schema.headers, u"h", u"record_uuid"_s), match)},
         {u"key_type"_s, keyType(m_schema.headers, match)},
         {u"responded"_s, m_dialect.value(typedColumn(m_schema.headers, u"h", u"api_response_timestamp"_s))},
         {u"updated"_s, m_dialect.value(typedColumn(m_schema.headers, u"h", u"updated_at"_s))}});
}

SqlText SqlStatementBuilder::writtenLine(KeyMatch match)
{
    return fill(
        u"written_line"_s,
        {{u"line_key"_s, key(column(m_schema.lines, u"l", u"record_uuid"_s), match)},
         {u"key_type"_s, keyType(m_schema.lines, match)},
         {u"responded"_s, m_dialect.value(typedColumn(m_schema.lines, u"l", u"api_response_timestamp"_s))},
         {u"updated"_s, m_dialect.value(typedColumn(m_schema.lines, u"l", u"updated_at"_s))}});
}

SqlText SqlStatementBuilder::updateRegistry(const RowChange &change)
{
    const bool perBoard = m_schema.registry.has(u"board_id");
    const QString board = column(m_schema.registry, {}, u"board_id"_s);
    return fillChange(
        u"update_registry"_s, change,
        {{u"registry_group_id"_s, column(m_schema.registry, {}, u"group_id"_s)},
         {u"registry_board"_s,
          perBoard ? QString(board + u" = :board_id"_s) : u"CAST(:board_id AS VARCHAR(50)) IS NOT NULL"_s}});
}

SqlText SqlStatementBuilder::insertRow(const RowChange &row)
{
    return fillForm(u"insert_row"_s, row, KeyMatch::Usual, [&] {
        QStringList columns;
        QStringList places;
        for (std::size_t index = 0; index < row.assignments().size(); ++index) {
            columns.append(quoted(row.assignments()[index].column));
            places.append(parameterOf(index));
        }
        return Fills{{u"columns"_s, columns.join(u", "_s)}, {u"places"_s, places.join(u", "_s)}};
    });
}

SqlText SqlStatementBuilder::tryWriting(const RowChange &change)
{
    return fillChange(u"try_writing"_s, change, {});
}

SqlText SqlStatementBuilder::tryAdding(const TableSchema &table, const QString &column)
{
    return fill(u"try_adding"_s, {{u"columns"_s, columnList(table, {}, {column})}}, table);
}

SqlText SqlStatementBuilder::countBadKeys(const TableSchema &table)
{
    return fill(u"count_bad_keys"_s, {}, table);
}

SqlText SqlStatementBuilder::strangeStates(const TableSchema &table)
{
    return fill(u"strange_states"_s, {}, table);
}

SqlText SqlStatementBuilder::countUpTo(const TableSchema &table)
{
    return fill(u"count_up_to"_s, {}, table);
}

SqlText SqlStatementBuilder::makeIndex(const TableSchema &table, const QString &name,
                                       const QStringList &columns, bool unique)
{
    return fill(unique ? u"make_unique_index"_s : u"make_index"_s,
                {{u"index"_s, quoted(name)}, {u"columns"_s, columnList(table, {}, columns)}}, table);
}

} // namespace syncline::warehouse
