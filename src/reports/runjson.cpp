#include "reports/runjson.h"

#include "reports/orderedjson.h"

#include <QIODevice>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <functional>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

constexpr auto customersKey = "customers"_L1;

Error damaged(const QString &path, const QString &reason)
{
    return {.kind = ErrorKind::FileFailed,
            .event = {.id = EventId::rp_003, .parameters = {{u"path"_s, path}, {u"reason"_s, reason}}}};
}

// --- writing

QJsonValue timeToJson(const QDateTime &time)
{
    return time.isValid() ? QJsonValue(time.toUTC().toString(Qt::ISODateWithMs)) : QJsonValue();
}

template<typename T>
QJsonValue optionalToJson(const std::optional<T> &value)
{
    return value ? QJsonValue(*value) : QJsonValue();
}

QString nameOfSelection(RowSelection selection)
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

QJsonArray toJson(const std::vector<RecordKey> &records)
{
    QJsonArray keys;
    for (const RecordKey &key : records)
        keys.append(key.toString());
    return keys;
}

QJsonObject optionsToJson(const RunSummary &summary)
{
    const SyncRequest &request = summary.request;
    return {{u"customers"_s, QJsonArray::fromStringList(request.customers)},
            {u"records"_s, toJson(request.records)},
            {u"limit"_s, optionalToJson(request.limitPerCustomer)},
            {u"selection"_s, nameOfSelection(request.selection)},
            {u"max_retries"_s, request.maxRetries},
            {u"skip_subitems"_s, request.skipSubitems},
            {u"generate_report"_s, request.customerReports},
            {u"sequential"_s, request.sequential},
            {u"success_threshold"_s, summary.thresholds.success},
            {u"partial_threshold"_s, summary.thresholds.partial},
            {u"board_url"_s, summary.boardUrl}};
}

QJsonObject quotaToJson(const QuotaSeconds &seconds)
{
    return {{u"complexity"_s, seconds.complexity},
            {u"calls_per_minute"_s, seconds.callsPerMinute},
            {u"calls_per_day"_s, seconds.callsPerDay},
            {u"concurrency"_s, seconds.concurrency},
            {u"other"_s, seconds.other}};
}

OrderedJson sharesToJson(const TimeShares &time, double total)
{
    return OrderedJson()
        .add("total_seconds"_L1, total)
        .add("server_seconds"_L1, time.server)
        .add("quota_seconds"_L1, time.quota)
        .add("local_seconds"_L1, time.local)
        .add("idle_seconds"_L1, time.idle)
        .add("quota_seconds_by_limit"_L1, quotaToJson(time.quotaBy));
}

QByteArray customerToJson(const CustomerRun &customer, const SuccessThresholds &thresholds)
{
    return OrderedJson()
        .add("name"_L1, customer.name)
        .add("status"_L1, nameOf(verdict(customer.ledger, thresholds)))
        .add("ledger"_L1, ledgerToJson(customer.ledger))
        .add("lines_ledger"_L1, ledgerToJson(customer.linesLedger))
        .add("seconds"_L1, customer.seconds)
        .add("time"_L1, sharesToJson(customer.time, customer.time.total()))
        .add("report"_L1, customer.report.isEmpty() ? QJsonValue() : QJsonValue(customer.report))
        .toObject();
}

QByteArray groupToJson(const GroupRun &group)
{
    return OrderedJson()
        .add("id"_L1, group.id)
        .add("title"_L1, group.title)
        .add("customer"_L1, group.customer)
        .add("origin"_L1, nameOf(group.origin))
        .add("rows"_L1, group.rows)
        .toObject();
}

QByteArray batchToJson(const BatchRecord &batch)
{
    return OrderedJson()
        .add("number"_L1, batch.number)
        .add("kind"_L1, nameOf(batch.kind))
        .add("customer"_L1, batch.customer)
        .add("rows"_L1, batch.rows)
        .add("succeeded"_L1, batch.succeeded)
        .add("failed"_L1, batch.failed)
        .add("attempts"_L1, batch.attempts)
        .add("started_at"_L1, timeToJson(batch.startedAt))
        .add("seconds"_L1, batch.seconds)
        .add("complexity"_L1, optionalToJson(batch.complexity))
        .add("error"_L1, batch.error.isEmpty() ? QJsonValue() : QJsonValue(batch.error))
        .toObject();
}

/// The failure of the run as a whole stands first in the list of errors, with its parameters.
QByteArray failureToJson(const Event &failure)
{
    return OrderedJson()
        .add("scope"_L1, u"run"_s)
        .add("event_id"_L1, failure.name())
        .add("text"_L1, failure.text())
        .add("time"_L1, timeToJson(failure.time))
        .add("parameters"_L1, failure.parameters)
        .toObject();
}

QByteArray errorToJson(const ErrorGroup &error)
{
    return OrderedJson()
        .add("scope"_L1, u"rows"_s)
        .add("event_id"_L1, describe(error.event).name.toString())
        .add("customer"_L1, error.customer)
        .add("column"_L1, error.column)
        .add("rows"_L1, error.rows)
        .add("sample"_L1, error.sample)
        .toObject();
}

/// What was expected, and how far the run was off; null when nothing was, or the run was cut.
QJsonValue estimateToJson(const RunSummary &summary)
{
    if (!summary.estimate)
        return {};
    const FlightEstimate &estimate = *summary.estimate;
    const std::optional<Traffic> &made = summary.trafficSinceEstimate;
    const bool isCounted = made && summary.isEstimateChecked();
    return QJsonObject{
        {u"calls"_s, estimate.calls},
        {u"complexity"_s, estimate.complexity},
        {u"learnt"_s, estimate.learnt},
        {u"binding_limit"_s, nameOf(estimate.binding)},
        {u"earliest_seconds"_s, estimate.earliestSeconds},
        {u"latest_seconds"_s, estimate.latestSeconds},
        {u"exceeds_day"_s, estimate.exceedsDay},
        {u"took_seconds"_s, summary.secondsSinceEstimate},
        {u"error"_s, optionalToJson(summary.estimateError())},
        {u"calls_made"_s, made ? QJsonValue(made->requests) : QJsonValue()},
        {u"complexity_used"_s, made ? QJsonValue(made->complexityUsed) : QJsonValue()},
        {u"error_of_calls"_s, isCounted ? QJsonValue(estimate.errorOfCalls(made->requests)) : QJsonValue()},
        {u"error_of_complexity"_s,
         isCounted ? QJsonValue(estimate.errorOfComplexity(made->complexityUsed)) : QJsonValue()}};
}

class TopLevel
{
public:
    void add(QLatin1StringView key, const QByteArray &json)
    {
        m_text += (m_text.isEmpty() ? "{\n" : ",\n") + compactJson(QJsonValue(key)) + ": " + json;
    }

    template<typename Range, typename ToJson>
    void addList(QLatin1StringView key, const Range &range, QByteArray first, ToJson toJson)
    {
        QByteArray list = std::move(first);
        for (const auto &element : range)
            list += (list.isEmpty() ? "" : ",\n") + std::invoke(toJson, element);
        add(key, list.isEmpty() ? QByteArray("[]") : "[\n" + list + "\n]");
    }

    [[nodiscard]] QByteArray toFile() const { return m_text + "\n}\n"; }

private:
    QByteArray m_text;
};

// --- reading

QDateTime timeFromJson(const QJsonValue &value)
{
    return QDateTime::fromString(value.toString(), Qt::ISODateWithMs).toUTC();
}

template<typename T>
std::optional<T> optionalFromJson(const QJsonValue &value)
{
    return value.isDouble() ? std::optional(static_cast<T>(value.toInteger())) : std::nullopt;
}

QuotaSeconds quotaFromJson(const QJsonValue &value)
{
    return {.complexity = value[u"complexity"_s].toDouble(),
            .callsPerMinute = value[u"calls_per_minute"_s].toDouble(),
            .callsPerDay = value[u"calls_per_day"_s].toDouble(),
            .concurrency = value[u"concurrency"_s].toDouble(),
            .other = value[u"other"_s].toDouble()};
}

std::optional<FlightEstimate> estimateFromJson(const QJsonValue &value)
{
    if (!value.isObject())
        return std::nullopt;
    FlightEstimate estimate{.calls = value[u"calls"_s].toInteger(),
                            .complexity = value[u"complexity"_s].toInteger(),
                            .learnt = value[u"learnt"_s].toBool(),
                            .exceedsDay = value[u"exceeds_day"_s].toBool(),
                            .earliestSeconds = value[u"earliest_seconds"_s].toDouble(),
                            .latestSeconds = value[u"latest_seconds"_s].toDouble()};
    for (const FlightLimit limit : allFlightLimits) {
        if (nameOf(limit) == value[u"binding_limit"_s].toString())
            estimate.binding = limit;
    }
    return estimate;
}

Ledger ledgerFromJson(const QJsonValue &value)
{
    Ledger ledger{.planned = value[u"planned"_s].toInteger()};
    for (const RowState state : allRowStates)
        ledger[state] = value[nameOf(state)].toInteger();
    return ledger;
}

RowSelection selectionFromName(const QString &name)
{
    static constexpr std::array all{RowSelection::Waiting, RowSelection::WaitingAndFailed,
                                    RowSelection::Failed};
    const auto found =
        std::ranges::find_if(all, [&name](RowSelection one) { return nameOfSelection(one) == name; });
    return found == all.end() ? RowSelection::Waiting : *found;
}

void readOptions(const QJsonObject &options, RunSummary &summary)
{
    SyncRequest &request = summary.request;
    for (const auto &customer : options.value("customers"_L1).toArray())
        request.customers.append(customer.toString());
    for (const auto &record : options.value("records"_L1).toArray())
        request.records.push_back(RecordKey::fromString(record.toString()));
    request.limitPerCustomer = optionalFromJson<int>(options.value("limit"_L1));
    request.selection = selectionFromName(options.value("selection"_L1).toString());
    request.maxRetries = options.value("max_retries"_L1).toInt(request.maxRetries);
    request.skipSubitems = options.value("skip_subitems"_L1).toBool();
    request.customerReports = options.value("generate_report"_L1).toBool();
    request.sequential = options.value("sequential"_L1).toBool();
    SuccessThresholds &thresholds = summary.thresholds;
    thresholds.success = options.value("success_threshold"_L1).toDouble(thresholds.success);
    thresholds.partial = options.value("partial_threshold"_L1).toDouble(thresholds.partial);
    summary.boardUrl = options.value("board_url"_L1).toString();
}

TimeShares sharesFromJson(const QJsonObject &time)
{
    return {.server = time.value("server_seconds"_L1).toDouble(),
            .quota = time.value("quota_seconds"_L1).toDouble(),
            .local = time.value("local_seconds"_L1).toDouble(),
            .idle = time.value("idle_seconds"_L1).toDouble(),
            .quotaBy = quotaFromJson(time.value("quota_seconds_by_limit"_L1))};
}

CustomerRun customerFromJson(const QJsonValue &value)
{
    return {.name = value[u"name"_s].toString(),
            .ledger = ledgerFromJson(value[u"ledger"_s]),
            .linesLedger = ledgerFromJson(value[u"lines_ledger"_s]),
            .seconds = value[u"seconds"_s].toDouble(),
            .time = sharesFromJson(value[u"time"_s].toObject()),
            .report = value[u"report"_s].toString()};
}

GroupRun groupFromJson(const QJsonValue &value)
{
    GroupRun group{.id = value[u"id"_s].toString(),
                   .title = value[u"title"_s].toString(),
                   .customer = value[u"customer"_s].toString(),
                   .rows = value[u"rows"_s].toInteger()};
    for (const GroupRun::Origin origin : {GroupRun::Origin::Created, GroupRun::Origin::Healed}) {
        if (value[u"origin"_s].toString() == nameOf(origin))
            group.origin = origin;
    }
    return group;
}

BatchRecord batchFromJson(const QJsonValue &value)
{
    const bool subitems = value[u"kind"_s].toString() == nameOf(BatchKind::Subitems);
    return {.number = value[u"number"_s].toInt(),
            .kind = subitems ? BatchKind::Subitems : BatchKind::Items,
            .customer = value[u"customer"_s].toString(),
            .rows = value[u"rows"_s].toInt(),
            .succeeded = value[u"succeeded"_s].toInt(),
            .failed = value[u"failed"_s].toInt(),
            .attempts = value[u"attempts"_s].toInt(1),
            .startedAt = timeFromJson(value[u"started_at"_s]),
            .seconds = value[u"seconds"_s].toDouble(),
            .complexity = optionalFromJson<qint64>(value[u"complexity"_s]),
            .error = value[u"error"_s].toString()};
}

void readErrors(const QJsonArray &errors, RunSummary &summary)
{
    for (const auto &value : errors) {
        const EventId id = eventIdFromName(value[u"event_id"_s].toString()).value_or(EventId::None);
        if (value[u"scope"_s].toString() == u"run") {
            summary.failure = Event{.id = id,
                                    .parameters = value[u"parameters"_s].toObject(),
                                    .time = timeFromJson(value[u"time"_s])};
        } else {
            summary.errors.push_back({.event = id,
                                      .customer = value[u"customer"_s].toString(),
                                      .column = value[u"column"_s].toString(),
                                      .sample = value[u"sample"_s].toString(),
                                      .rows = value[u"rows"_s].toInteger()});
        }
    }
}

/// Everything but the lists.
RunSummary headFromObject(const QJsonObject &object)
{
    RunSummary summary;
    summary.syncId = object.value("sync_id"_L1).toString();
    // A state that this version does not know is no end that it could vouch for.
    summary.state = runStateFromString(object.value("state"_L1).toString()).value_or(RunState::Interrupted);
    summary.environment = object.value("environment"_L1).toString();
    readOptions(object.value("options"_L1).toObject(), summary);
    summary.request.dryRun = object.value("dry_run"_L1).toBool();
    summary.startedAt = timeFromJson(object.value("started_at"_L1));
    summary.finishedAt = timeFromJson(object.value("finished_at"_L1));
    summary.ledger = ledgerFromJson(object.value("ledger"_L1));
    summary.linesLedger = ledgerFromJson(object.value("lines_ledger"_L1));
    const QJsonObject time = object.value("time"_L1).toObject();
    summary.seconds = time.value("total_seconds"_L1).toDouble();
    summary.time = sharesFromJson(time);
    const QJsonObject limits = object.value("limits"_L1).toObject();
    summary.traffic.requests = limits.value("requests"_L1).toInteger();
    summary.traffic.throttled = limits.value("throttled"_L1).toInteger();
    summary.traffic.complexityUsed = limits.value("complexity_used"_L1).toInteger();
    summary.estimate = estimateFromJson(limits.value("estimate"_L1));
    const QJsonValue estimate = limits.value("estimate"_L1);
    summary.secondsSinceEstimate = estimate["took_seconds"_L1].toDouble();
    if (estimate["calls_made"_L1].isDouble()) {
        summary.trafficSinceEstimate = Traffic{.requests = estimate["calls_made"_L1].toInteger(),
                                               .complexityUsed = estimate["complexity_used"_L1].toInteger()};
    }
    const QJsonObject versions = object.value("versions"_L1).toObject();
    summary.apiVersion = versions.value("api"_L1).toString();
    summary.programVersion = versions.value("program"_L1).toString();
    return summary;
}

Result<QJsonObject> objectFromJson(const QByteArray &json, const QString &path)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(json, &problem);
    if (problem.error != QJsonParseError::NoError)
        return damaged(path, problem.errorString());
    const QJsonObject object = document.object();
    if (!object.value("schema"_L1).isDouble() || !object.value("sync_id"_L1).isString())
        return damaged(path, u"it is not the record of a sync"_s);
    return object;
}

} // namespace

QJsonObject ledgerToJson(const Ledger &ledger)
{
    QJsonObject object{{u"planned"_s, ledger.planned}};
    for (const RowState state : allRowStates)
        object.insert(nameOf(state), ledger[state]);
    return object;
}

QByteArray runToJson(const RunSummary &summary)
{
    TopLevel file;
    file.add("schema"_L1, compactJson(runJsonSchema));
    file.add("sync_id"_L1, compactJson(summary.syncId));
    file.add("state"_L1, compactJson(nameOf(summary.state)));
    file.add("environment"_L1, compactJson(summary.environment));
    file.add("dry_run"_L1, compactJson(summary.request.dryRun));
    file.add("options"_L1, compactJson(optionsToJson(summary)));
    file.add("started_at"_L1, compactJson(timeToJson(summary.startedAt)));
    file.add("finished_at"_L1, compactJson(timeToJson(summary.finishedAt)));
    file.add("ledger"_L1, compactJson(ledgerToJson(summary.ledger)));
    file.add("lines_ledger"_L1, compactJson(ledgerToJson(summary.linesLedger)));
    file.add("time"_L1, sharesToJson(summary.time, summary.seconds).toObject());
    file.add("limits"_L1,
             OrderedJson()
                 .add("requests"_L1, summary.traffic.requests)
                 .add("throttled"_L1, summary.traffic.throttled)
                 .add("complexity_used"_L1, summary.traffic.complexityUsed)
                 .add("estimate"_L1, estimateToJson(summary))
                 .toObject());
    file.add(
        "versions"_L1,
        OrderedJson().add("program"_L1, summary.programVersion).add("api"_L1, summary.apiVersion).toObject());
    file.addList(customersKey, summary.customers, {}, [&summary](const CustomerRun &customer) {
        return customerToJson(customer, summary.thresholds);
    });
    file.addList("groups"_L1, summary.groups, {}, groupToJson);
    file.addList("batches"_L1, summary.batches, {}, batchToJson);
    file.addList("errors"_L1, summary.errors,
                 summary.failure ? failureToJson(*summary.failure) : QByteArray(), errorToJson);
    return file.toFile();
}

Result<RunSummary> runFromJson(const QByteArray &json, const QString &path)
{
    const Result<QJsonObject> object = objectFromJson(json, path);
    if (!object)
        return object.error();
    const qint64 schema = object->value("schema"_L1).toInteger();
    if (schema > runJsonSchema) {
        return Error{
            .kind = ErrorKind::FileFailed,
            .event = {.id = EventId::rp_004,
                      .parameters = {{u"path"_s, path}, {u"schema"_s, schema}, {u"known"_s, runJsonSchema}}}};
    }
    RunSummary summary = headFromObject(*object);
    for (const auto &value : object->value(customersKey).toArray())
        summary.customers.push_back(customerFromJson(value));
    for (const auto &value : object->value("groups"_L1).toArray())
        summary.groups.push_back(groupFromJson(value));
    for (const auto &value : object->value("batches"_L1).toArray())
        summary.batches.push_back(batchFromJson(value));
    readErrors(object->value("errors"_L1).toArray(), summary);
    return summary;
}

Result<RunHead> runHeadFromJson(QIODevice &device, const QString &path)
{
    QByteArray head;
    QByteArray line = device.readLine();
    while (!line.isEmpty() && !line.startsWith("\"customers\": [")) {
        head += line;
        line = device.readLine();
    }
    if (line.isEmpty()) {
        // Another hand wrote it: no shortcut.
        const Result<QJsonObject> object = objectFromJson(head, path);
        if (!object)
            return object.error();
        return RunHead{.summary = headFromObject(*object),
                       .customers = static_cast<int>(object->value(customersKey).toArray().size())};
    }
    head = head.trimmed();
    head.chop(1); // the comma before the lists
    const Result<QJsonObject> object = objectFromJson(head + '}', path);
    if (!object)
        return object.error();
    RunHead run{.summary = headFromObject(*object)};
    const bool isEmpty = line.trimmed().startsWith("\"customers\": []");
    for (line = device.readLine(); !isEmpty && !line.isEmpty() && !line.startsWith(']');
         line = device.readLine())
        ++run.customers;
    return run;
}

} // namespace syncline
