#include "journal/journaljson.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <array>

using namespace Qt::StringLiterals;

namespace syncline::journal {

namespace {

constexpr std::array allSelections{RowSelection::Waiting, RowSelection::WaitingAndFailed,
                                   RowSelection::Failed};

QString word(RowSelection selection)
{
    switch (selection) {
    case RowSelection::Waiting:
        return u"waiting"_s;
    case RowSelection::WaitingAndFailed:
        return u"waiting_and_failed"_s;
    case RowSelection::Failed:
        return u"failed"_s;
    }
    Q_UNREACHABLE();
}

QString compact(const QJsonObject &object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QJsonObject objectFrom(const QString &text)
{
    return QJsonDocument::fromJson(text.toUtf8()).object();
}

QJsonObject objectOf(const TimeShares &shares)
{
    const QuotaSeconds &by = shares.quotaBy;
    return {{u"server"_s, shares.server},
            {u"quota"_s, shares.quota},
            {u"local"_s, shares.local},
            {u"idle"_s, shares.idle},
            {u"complexity"_s, by.complexity},
            {u"calls_per_minute"_s, by.callsPerMinute},
            {u"calls_per_day"_s, by.callsPerDay},
            {u"concurrency"_s, by.concurrency},
            {u"other"_s, by.other}};
}

TimeShares sharesOf(const QJsonObject &object)
{
    const auto seconds = [&object](QLatin1StringView name) { return object.value(name).toDouble(); };
    return {.server = seconds("server"_L1),
            .quota = seconds("quota"_L1),
            .local = seconds("local"_L1),
            .idle = seconds("idle"_L1),
            .quotaBy = {.complexity = seconds("complexity"_L1),
                        .callsPerMinute = seconds("calls_per_minute"_L1),
                        .callsPerDay = seconds("calls_per_day"_L1),
                        .concurrency = seconds("concurrency"_L1),
                        .other = seconds("other"_L1)}};
}

} // namespace

QString toJson(const SyncRequest &request)
{
    QJsonObject object{
        {u"customers"_s, QJsonArray::fromStringList(request.customers)},
        {u"selection"_s, word(request.selection)},
        {u"max_retries"_s, request.maxRetries},
        {u"skip_subitems"_s, request.skipSubitems},
        {u"customer_reports"_s, request.customerReports},
        {u"sequential"_s, request.sequential},
        {u"dry_run"_s, request.dryRun},
    };
    if (!request.records.empty()) {
        QJsonArray records;
        for (const RecordKey &key : request.records)
            records.append(key.toString());
        object.insert(u"records"_s, records);
    }
    if (request.limitPerCustomer)
        object.insert(u"limit_per_customer"_s, *request.limitPerCustomer);
    return compact(object);
}

QString toJson(const TimeShares &shares)
{
    return compact(objectOf(shares));
}

TimeShares sharesFromJson(const QString &text)
{
    return sharesOf(objectFrom(text));
}

QString toJson(const UsedSoFar &used)
{
    return compact({{u"time"_s, objectOf(used.time)},
                    {u"requests"_s, used.traffic.requests},
                    {u"throttled"_s, used.traffic.throttled},
                    {u"complexity_used"_s, used.traffic.complexityUsed}});
}

UsedSoFar usedFromJson(const QString &text)
{
    const QJsonObject object = objectFrom(text);
    return {.time = sharesOf(object.value("time"_L1).toObject()),
            .traffic = {.requests = object.value("requests"_L1).toInteger(),
                        .throttled = object.value("throttled"_L1).toInteger(),
                        .complexityUsed = object.value("complexity_used"_L1).toInteger()}};
}

std::optional<SyncRequest> requestFromJson(const QString &text)
{
    const QJsonDocument document = QJsonDocument::fromJson(text.toUtf8());
    if (!document.isObject())
        return std::nullopt;
    const QJsonObject object = document.object();
    SyncRequest request;
    for (const QJsonValue &customer : object.value("customers"_L1).toArray())
        request.customers.append(customer.toString());
    for (const QJsonValue &record : object.value("records"_L1).toArray()) {
        const RecordKey key = RecordKey::fromString(record.toString());
        // Without the keys it would be a sync of everything.
        if (key.isNull())
            return std::nullopt;
        request.records.push_back(key);
    }
    if (const QJsonValue limit = object.value("limit_per_customer"_L1); limit.isDouble())
        request.limitPerCustomer = limit.toInt();
    for (const RowSelection selection : allSelections) {
        if (word(selection) == object.value("selection"_L1).toString())
            request.selection = selection;
    }
    request.maxRetries = object.value("max_retries"_L1).toInt(request.maxRetries);
    request.skipSubitems = object.value("skip_subitems"_L1).toBool();
    request.customerReports = object.value("customer_reports"_L1).toBool();
    request.sequential = object.value("sequential"_L1).toBool();
    request.dryRun = object.value("dry_run"_L1).toBool();
    return request;
}

QString parametersOf(const Event &event)
{
    return event.parameters.isEmpty() ? u""_s : compact(event.parameters);
}

Event eventFrom(const QString &name, const QString &parameters)
{
    if (name.isEmpty())
        return {};
    return {.id = eventIdFromName(name).value_or(EventId::None),
            .parameters = QJsonDocument::fromJson(parameters.toUtf8()).object()};
}

} // namespace syncline::journal
