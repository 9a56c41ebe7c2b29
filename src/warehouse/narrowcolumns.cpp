#include "warehouse/narrowcolumns.h"

#include "warehouse/refreshcolumns.h"
#include "warehouse/warehouseerrors.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline::warehouse {

namespace {

/// Ids of monday.com have eleven digits today, and what follows a number of 32 bits has room for all of
/// these.
constexpr int idDigits = 15;
constexpr qint64 largestId = 999'999'999'999'999;

enum class Content { Id, Text, Time, Payload, Message };

/// What a sync writes to a column (contract 4, OS 2.3).
struct Written
{
    QString column;
    Content content;
    qsizetype length = 0; ///< of a text
    bool cleared = false; ///< NULL is written, too
};

const std::vector<Written> &writtenColumns()
{
    // Ten is what the predecessor's tables have for states; the longest operation is
    // change_multiple_column_values.
    static const std::vector<Written> all{
        {u"monday_item_id"_s, Content::Id},
        {u"monday_subitem_id"_s, Content::Id, 0, true},
        {u"monday_parent_id"_s, Content::Id},
        {u"parent_item_id"_s, Content::Id},
        {u"sync_state"_s, Content::Text, 10},
        {u"group_id"_s, Content::Text, 32},
        {u"row_hash"_s, Content::Text, 64, true},
        {u"api_status"_s, Content::Text, 10},
        {u"api_operation_type"_s, Content::Text, 30},
        {u"pipeline_run_id"_s, Content::Text, 22},
        {u"sync_completed_at"_s, Content::Time},
        {u"api_request_timestamp"_s, Content::Time},
        {u"api_response_timestamp"_s, Content::Time},
        {u"archived_at"_s, Content::Time},
        {u"updated_at"_s, Content::Time},
        {u"api_request_payload"_s, Content::Payload},
        {u"api_response_payload"_s, Content::Payload},
        {u"api_error_message"_s, Content::Message, 0, true},
        {u"sync_error_message"_s, Content::Message, 0, true},
    };
    return all;
}

/// Types that are made by users, or that take anything: only a row tells.
bool isOpen(const TableColumn &column)
{
    return column.type == "USER-DEFINED"_L1 || column.type == "sql_variant"_L1;
}

bool holdsId(const TableColumn &column)
{
    const ColumnForm form = ColumnForm::of(column);
    if (form.form == ValueForm::Text)
        return form.length == 0 || form.length >= idDigits;
    // Seven digits of a real are right, and it takes any number.
    const bool isReal = column.type.compare("real"_L1, Qt::CaseInsensitive) == 0;
    return form.form == ValueForm::Number && !isReal && (!form.largest || *form.largest >= largestId);
}

std::optional<Event> findingOf(const TableSchema &table, const TableColumn &column, const Written &written)
{
    const ColumnForm form = ColumnForm::of(column);
    const QString declared = column.declared.isEmpty() ? column.type : column.declared;
    switch (written.content) {
    case Content::Id:
        if (holdsId(column))
            return std::nullopt;
        return columnTooNarrow(table.name, column.name, declared, u"the ids of monday.com"_s,
                               u"BIGINT, or a text of at least %1 characters"_s.arg(idDigits));
    case Content::Text:
        if (form.form == ValueForm::Text && (form.length == 0 || form.length >= written.length))
            return std::nullopt;
        return columnTooNarrow(table.name, column.name, declared, u"what is written there"_s,
                               u"a text of at least %1 characters"_s.arg(written.length));
    case Content::Time: {
        constexpr qsizetype timeLength = 19;
        const bool isShort = form.form == ValueForm::Text && form.length > 0 && form.length < timeLength;
        if (form.form != ValueForm::Number && !isShort)
            return std::nullopt;
        return columnTooNarrow(table.name, column.name, declared, u"a time"_s,
                               u"a date with time, or a text of at least %1 characters"_s.arg(timeLength));
    }
    case Content::Payload:
        if (form.form == ValueForm::Text && form.length == 0)
            return std::nullopt;
        return payloadsLimited(table.name, column.name, declared);
    case Content::Message:
        return std::nullopt; // cut to what fits
    }
    Q_UNREACHABLE();
}

} // namespace

std::vector<Event> columnsTooNarrow(const TableSchema &table, const QStringList &notWritten, bool types)
{
    std::vector<Event> findings;
    for (const Written &written : writtenColumns()) {
        const TableColumn *column = table.find(written.column);
        if (!column || notWritten.contains(written.column))
            continue;
        if (written.cleared && !column->nullable) {
            findings.push_back(columnTooNarrow(table.name, column->name, u"NOT NULL"_s,
                                               u"nothing, which is written there at times"_s,
                                               u"free to be NULL"_s));
        }
        if (!types || isOpen(*column))
            continue;
        if (std::optional<Event> finding = findingOf(table, *column, written))
            findings.push_back(*std::move(finding));
    }
    return findings;
}

} // namespace syncline::warehouse
