#include "sandbox/sandboxoptions.h"

#include <QFile>

#include <toml++/toml.h>

#include <array>
#include <limits>
#include <string_view>

using namespace Qt::StringLiterals;

namespace syncline::sandbox {

namespace {

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

Error unreadable(const QString &path, const QString &reason)
{
    return {.kind = ErrorKind::FileFailed,
            .event = {.id = EventId::sb_003, .parameters = {{u"path"_s, path}, {u"reason"_s, reason}}}};
}

Error wrong(const QString &path, qint64 line, const QString &key, const QString &reason)
{
    return {.kind = ErrorKind::InvalidInput,
            .event = {.id = EventId::sb_004,
                      .parameters = {
                          {u"path"_s, path}, {u"line"_s, line}, {u"key"_s, key}, {u"reason"_s, reason}}}};
}

/// Takes the keys of one table; what is left in the end is unknown. The first mistake stays.
class TableReader
{
public:
    TableReader(QString path, QString section, toml::table &table)
        : m_path(std::move(path))
        , m_section(std::move(section))
        , m_table(table)
    {
    }

    void take(std::string_view key, qint64 &target, qint64 least = 0)
    {
        const toml::node *node = m_table.get(key);
        if (!node)
            return;
        const std::optional<int64_t> value = node->value_exact<int64_t>();
        if (!value)
            complain(key, *node, u"expected a whole number"_s);
        else if (*value < least)
            complain(key, *node, u"expected at least %1"_s.arg(least));
        else
            target = *value;
        m_table.erase(key);
    }

    void take(std::string_view key, double &target, double least, double most)
    {
        const toml::node *node = m_table.get(key);
        if (!node)
            return;
        const std::optional<double> value = node->is_number() ? node->value<double>() : std::nullopt;
        if (!value)
            complain(key, *node, u"expected a number"_s);
        else if (!(*value >= least && *value <= most))
            complain(key, *node, u"expected a number from %1 to %2"_s.arg(least).arg(most));
        else
            target = *value;
        m_table.erase(key);
    }

    void take(std::string_view key, QString &target)
    {
        const toml::node *node = m_table.get(key);
        if (!node)
            return;
        if (const std::optional<std::string> value = node->value_exact<std::string>())
            target = text(*value);
        else
            complain(key, *node, u"expected a text"_s);
        m_table.erase(key);
    }

    void take(std::string_view key, bool &target)
    {
        const toml::node *node = m_table.get(key);
        if (!node)
            return;
        if (const std::optional<bool> value = node->value_exact<bool>())
            target = *value;
        else
            complain(key, *node, u"expected true or false"_s);
        m_table.erase(key);
    }

    void take(std::string_view key, std::optional<int> &target)
    {
        if (!m_table.get(key))
            return;
        qint64 value = 0;
        take(key, value);
        target = static_cast<int>(std::min<qint64>(value, std::numeric_limits<int>::max()));
    }

    void take(std::string_view key, std::chrono::milliseconds &target)
    {
        qint64 value = target.count();
        take(key, value);
        target = std::chrono::milliseconds(value);
    }

    [[nodiscard]] toml::node *node(std::string_view key) { return m_table.get(key); }
    void done(std::string_view key) { m_table.erase(key); }

    void complain(std::string_view key, const toml::node &node, const QString &reason)
    {
        if (m_error)
            return;
        const QString name = m_section.isEmpty() ? text(key) : QString(m_section + u'.' + text(key));
        m_error = wrong(m_path, static_cast<qint64>(node.source().begin.line), name, reason);
    }

    /// The first mistake, or the first key that is left.
    [[nodiscard]] std::optional<Error> finish()
    {
        for (const auto &[key, node] : m_table)
            complain(key.str(), node, u"the sandbox has no such key"_s);
        return m_error;
    }

private:
    QString m_path;
    QString m_section;
    toml::table &m_table;
    std::optional<Error> m_error;
};

/// A sub-table, taken out of its parent; null when it is not there.
std::unique_ptr<toml::table> takeTable(TableReader &parent, std::string_view key)
{
    toml::node *node = parent.node(key);
    if (!node)
        return nullptr;
    std::unique_ptr<toml::table> table;
    if (toml::table *found = node->as_table())
        table = std::make_unique<toml::table>(std::move(*found));
    else
        parent.complain(key, *node, u"expected a table"_s);
    parent.done(key);
    return table;
}

std::optional<Error> readLimits(TableReader reader, LimitOptions &limits)
{
    reader.take("complexity_per_minute", limits.complexityPerMinute);
    reader.take("complexity_per_request", limits.complexityPerRequest);
    reader.take("complexity_per_mutation", limits.complexityPerMutation);
    reader.take("calls_per_minute", limits.callsPerMinute);
    reader.take("calls_per_day", limits.callsPerDay);
    reader.take("concurrent_requests", limits.concurrentRequests);
    reader.take("items_per_board", limits.itemsPerBoard);
    reader.take("subitems_per_item", limits.subitemsPerItem);
    return reader.finish();
}

std::optional<Error> readRandomFaults(TableReader reader, RandomFaults &faults)
{
    reader.take("probability", faults.probability, 0, 1);
    qint64 seed = 1;
    reader.take("seed", seed);
    faults.seed = static_cast<quint64>(seed);
    if (toml::node *node = reader.node("kinds")) {
        const toml::array *kinds = node->as_array();
        if (!kinds)
            reader.complain("kinds", *node, u"expected a list of faults"_s);
        for (std::size_t i = 0; kinds && i < kinds->size(); ++i) {
            const toml::node &kind = *kinds->get(i);
            const auto fault = parseFault(text(kind.value_or(std::string_view())));
            if (const QString *reason = std::get_if<QString>(&fault))
                reader.complain("kinds", kind, *reason);
            else
                faults.faults.push_back(std::get<Fault>(fault));
        }
        reader.done("kinds");
    }
    return reader.finish();
}

std::optional<Error> readFault(TableReader reader, const toml::node &place, ScheduledFault &scheduled)
{
    QString kind;
    qint64 request = 1;
    reader.take("on", scheduled.on);
    reader.take("request", request, 1);
    scheduled.request = static_cast<int>(std::min<qint64>(request, std::numeric_limits<int>::max()));
    reader.take("kind", kind);
    reader.take("seconds", scheduled.fault.seconds);
    reader.take("ms", scheduled.fault.milliseconds);
    reader.take("bytes", scheduled.fault.bytes);
    reader.take("column", scheduled.fault.column);
    reader.take("apply", scheduled.fault.apply);
    const std::optional<FaultKind> known = faultKindFromName(kind);
    if (!known)
        reader.complain("kind", place,
                        u"there is no fault \"%1\"; known are %2"_s.arg(kind, faultNames().join(u", "_s)));
    else
        scheduled.fault.kind = *known;
    if (scheduled.on.isEmpty())
        reader.complain("on", place, u"it is missing: a mutation's name, \"mutation\" or \"request\""_s);
    return reader.finish();
}

std::optional<Error> readOptions(const QString &path, toml::table &root, SandboxOptions &options)
{
    TableReader reader(path, {}, root);
    reader.take("token", options.token);
    reader.take("api_version", options.apiVersion);
    double lagSeconds = std::chrono::duration<double>(options.searchLag).count();
    reader.take("search_lag_seconds", lagSeconds, 0, 3600);
    options.searchLag = std::chrono::milliseconds(qRound64(lagSeconds * 1000));
    reader.take("time_scale", options.timeScale, 0.001, 10000);
    double minutes = std::chrono::duration<double, std::ratio<60>>(options.idempotencyTime).count();
    reader.take("idempotency_minutes", minutes, 0, 10000);
    options.idempotencyTime = std::chrono::milliseconds(qRound64(minutes * 60'000));

    if (const auto limits = takeTable(reader, "limits")) {
        if (std::optional<Error> error = readLimits({path, u"limits"_s, *limits}, options.limits))
            return error;
    }
    if (const auto latency = takeTable(reader, "latency")) {
        TableReader latencyReader(path, u"latency"_s, *latency);
        latencyReader.take("request_ms", options.requestLatency);
        latencyReader.take("mutation_ms", options.mutationLatency);
        if (std::optional<Error> error = latencyReader.finish())
            return error;
    }
    if (const auto random = takeTable(reader, "random_faults")) {
        if (std::optional<Error> error =
                readRandomFaults({path, u"random_faults"_s, *random}, options.randomFaults))
            return error;
    }
    if (toml::node *node = reader.node("fault")) {
        toml::array *faults = node->as_array();
        if (!faults)
            reader.complain("fault", *node, u"expected [[fault]]"_s);
        for (std::size_t i = 0; faults && i < faults->size(); ++i) {
            toml::table *fault = faults->get(i)->as_table();
            if (!fault) {
                reader.complain("fault", *node, u"expected [[fault]]"_s);
                break;
            }
            ScheduledFault scheduled;
            if (std::optional<Error> error = readFault({path, u"fault"_s, *fault}, *fault, scheduled))
                return error;
            options.schedule.push_back(scheduled);
        }
        reader.done("fault");
    }
    return reader.finish();
}

} // namespace

LimitOptions LimitOptions::withoutRates()
{
    return {.complexityPerMinute = 0,
            .complexityPerRequest = 0,
            .callsPerMinute = 0,
            .callsPerDay = 0,
            .concurrentRequests = 0};
}

SandboxOptions SandboxOptions::withoutLimits()
{
    return {.limits = LimitOptions::withoutRates(), .searchLag = std::chrono::milliseconds(0)};
}

Result<SandboxOptions> loadSandboxOptions(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return unreadable(path, file.errorString());
    const QByteArray content = file.readAll();
    SandboxOptions options;
    try {
        toml::table root =
            toml::parse(std::string_view(content.constData(), static_cast<std::size_t>(content.size())));
        if (std::optional<Error> error = readOptions(path, root, options))
            return *std::move(error);
    } catch (const toml::parse_error &error) {
        return wrong(path, static_cast<qint64>(error.source().begin.line), u"-"_s, text(error.description()));
    }
    return options;
}

} // namespace syncline::sandbox
