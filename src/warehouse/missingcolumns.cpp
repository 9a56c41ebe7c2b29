#include "warehouse/missingcolumns.h"

#include "domain/naming.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline::warehouse {

namespace {

enum class Where { Headers, Lines, Both };

/// What a sync does without, by what is lost with it (contract 4, OS 4.4 and 4.5).
struct Loss
{
    EventId finding;
    Where where;
    QStringList columns;
    QString instead = {}; ///< a column that serves as well
};

const std::vector<Loss> &losses()
{
    using namespace sourcecolumns;
    static const std::vector<Loss> all{
        {EventId::db_049, Where::Both, {u"action_type"_s}},
        {EventId::db_050, Where::Both, {u"retry_count"_s}},
        {EventId::db_051, Where::Headers, {u"group_id"_s}},
        {EventId::db_052, Where::Headers, {u"sync_completed_at"_s}},
        {EventId::db_053, Where::Headers, {u"api_error_message"_s}, u"sync_error_message"_s},
        {EventId::db_054,
         Where::Headers,
         {customerSeason.toString(), aagSeason.toString(), aliasItem.toString(), customerStyle.toString(),
          colourCode.toString(), colourDescription.toString(), poNumber.toString(), alternativePo.toString(),
          orderNumber.toString()}},
        {EventId::db_055, Where::Headers, {orderType.toString()}},
        {EventId::db_056, Where::Headers, {u"TOTAL QTY"_s}},
        {EventId::db_013,
         Where::Both,
         {u"api_status"_s, u"api_operation_type"_s, u"api_request_timestamp"_s, u"api_response_timestamp"_s,
          u"api_request_payload"_s, u"api_response_payload"_s}},
        {EventId::db_057, Where::Lines, {u"sync_completed_at"_s, u"api_error_message"_s}},
    };
    return all;
}

} // namespace

std::vector<Event> columnsNotThere(const TableSchema &table, bool isHeaders, const QStringList &named)
{
    std::vector<Event> findings;
    for (const Loss &loss : losses()) {
        if (loss.where == (isHeaders ? Where::Lines : Where::Headers)
            || (!loss.instead.isEmpty() && table.has(loss.instead)))
            continue;
        QJsonArray lacking;
        for (const QString &column : loss.columns) {
            if (!table.has(column) && !named.contains(column, Qt::CaseInsensitive))
                lacking.append(column);
        }
        if (!lacking.isEmpty())
            findings.push_back({loss.finding, {{u"table"_s, table.name}, {u"columns"_s, lacking}}, {}});
    }
    return findings;
}

} // namespace syncline::warehouse
