#include "monday/costbook.h"

#include "base/atomicfile.h"
#include "monday/aliasedmutationbuilder.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QLockFile>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

constexpr int schema = 1;
/// A program that is killed forgets the calls of this time at most.
constexpr std::chrono::seconds savingInterval{5};
constexpr int lockPatience = 500; // milliseconds
constexpr auto accountsKey = "accounts"_L1;
constexpr auto versionsKey = "versions"_L1;
constexpr auto dayKey = "day"_L1;
constexpr auto limitsKey = "limits"_L1;

/// Short enough to tell nothing of the token, long enough to tell two accounts apart.
QString hashOf(const QString &token)
{
    return QString::fromLatin1(QCryptographicHash::hash(QByteArray("syncline " + token.trimmed().toUtf8()),
                                                        QCryptographicHash::Sha256)
                                   .toHex()
                                   .first(16));
}

std::optional<qint64> positive(const QJsonValue &value)
{
    const auto number = static_cast<qint64>(value.toDouble());
    return number > 0 ? std::optional(number) : std::nullopt;
}

QJsonObject limitsToJson(const AccountLimits &limits)
{
    QJsonObject json;
    const auto put = [&json](const QString &key, const std::optional<qint64> &value) {
        if (value)
            json.insert(key, *value);
    };
    put(u"points_per_minute"_s, limits.pointsPerMinute);
    put(u"calls_per_minute"_s, limits.callsPerMinute);
    put(u"calls_per_day"_s, limits.callsPerDay);
    put(u"concurrency"_s, limits.concurrency);
    put(u"points_window_seconds"_s, limits.pointsWindow);
    put(u"calls_window_seconds"_s, limits.callsWindow);
    return json;
}

AccountLimits limitsFromJson(const QJsonObject &json)
{
    return {.pointsPerMinute = positive(json.value("points_per_minute"_L1)),
            .callsPerMinute = positive(json.value("calls_per_minute"_L1)),
            .callsPerDay = positive(json.value("calls_per_day"_L1)),
            .concurrency = positive(json.value("concurrency"_L1)),
            .pointsWindow = positive(json.value("points_window_seconds"_L1)),
            .callsWindow = positive(json.value("calls_window_seconds"_L1))};
}

void takeOver(AccountLimits &known, const AccountLimits &told)
{
    const auto take = [](std::optional<qint64> &target, const std::optional<qint64> &value) {
        if (value)
            target = value;
    };
    take(known.pointsPerMinute, told.pointsPerMinute);
    take(known.callsPerMinute, told.callsPerMinute);
    take(known.callsPerDay, told.callsPerDay);
    take(known.concurrency, told.concurrency);
    take(known.pointsWindow, told.pointsWindow);
    take(known.callsWindow, told.callsWindow);
}

Error damaged(const QString &path, const QString &reason, ErrorKind kind = ErrorKind::FileFailed)
{
    return {.kind = kind,
            .event = {.id = EventId::mc_007, .parameters = {{u"path"_s, path}, {u"reason"_s, reason}}}};
}

} // namespace

CostBook::CostBook(QString file, const QString &token, QString apiVersion, const Clock &clock,
                   EventSink &sink, FileWriter writer)
    : m_file(std::move(file))
    , m_account(hashOf(token))
    , m_apiVersion(std::move(apiVersion))
    , m_clock(clock)
    , m_sink(sink)
    , m_writer(writer ? std::move(writer) : FileWriter([](const QString &path, const QByteArray &content) {
        return writeFileAtomically(path, content);
    }))
    , m_day(clock.utcNow().date())
    , m_savedAt(clock.steadyNow())
{
    const Result<QJsonObject> content = readFile();
    if (content) {
        adopt(*content);
    } else {
        m_newerFile = content.error().kind == ErrorKind::SchemaMismatch;
        m_sink.post(content.error().event);
    }
}

CostBook::~CostBook()
{
    save();
}

Result<QJsonObject> CostBook::readFile() const
{
    QFile file(m_file);
    if (!file.exists())
        return QJsonObject();
    if (!file.open(QIODevice::ReadOnly))
        return damaged(m_file, file.errorString());
    QJsonParseError mistake;
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &mistake);
    if (!document.isObject())
        return damaged(m_file, mistake.errorString());
    if (document["schema"_L1].toInt() > schema)
        return damaged(m_file, u"a newer version of Syncline has written it"_s, ErrorKind::SchemaMismatch);
    return document.object();
}

void CostBook::adopt(const QJsonObject &content)
{
    const QJsonObject account = content.value(accountsKey).toObject().value(m_account).toObject();
    const QJsonObject day = account.value(dayKey).toObject();
    if (day.value("date"_L1).toString() == m_day.toString(Qt::ISODate))
        m_callsToday = std::max(0.0, day.value("calls"_L1).toDouble());
    m_limits = limitsFromJson(account.value(limitsKey).toObject());
    const QJsonObject operations = account.value(versionsKey).toObject().value(m_apiVersion).toObject();
    for (auto entry = operations.constBegin(); entry != operations.constEnd(); ++entry) {
        const QJsonValue seconds = entry->toObject().value("seconds"_L1);
        m_operations.insert(
            entry.key(),
            {.points = positive(entry->toObject().value("points"_L1)),
             .seconds = seconds.toDouble() > 0 ? std::optional(seconds.toDouble()) : std::nullopt});
    }
}

void CostBook::turnDay()
{
    const QDate today = m_clock.utcNow().date();
    if (today == m_day)
        return;
    m_day = today;
    m_callsToday = 0;
    m_unsavedCalls = 0;
}

std::optional<qint64> CostBook::points(const QString &operation) const
{
    const std::lock_guard lock(m_mutex);
    return m_operations.value(operation).points;
}

std::optional<double> CostBook::seconds(const QString &operation) const
{
    const std::lock_guard lock(m_mutex);
    return m_operations.value(operation).seconds;
}

AccountExperience CostBook::experience() const
{
    AccountExperience known{.callsToday = callsToday()};
    const std::lock_guard lock(m_mutex);
    const auto cost = [this](MutationKind kind) { return m_operations.value(operationName(kind)); };
    known.limits = m_limits;
    known.createItem = cost(MutationKind::CreateItem);
    known.updateItem = cost(MutationKind::UpdateItem);
    known.createSubitem = cost(MutationKind::CreateSubitem);
    known.updateSubitem = cost(MutationKind::UpdateSubitem);
    known.remove = cost(MutationKind::DeleteItem);
    known.createGroup = m_operations.value(u"CreateGroup"_s);
    known.lookUp = m_operations.value(u"FindItems"_s);
    return known;
}

AccountLimits CostBook::limits() const
{
    const std::lock_guard lock(m_mutex);
    return m_limits;
}

double CostBook::callsToday() const
{
    const std::lock_guard lock(m_mutex);
    return m_clock.utcNow().date() == m_day ? m_callsToday : 0;
}

void CostBook::learnPoints(const QString &operation, qint64 points)
{
    const std::lock_guard lock(m_mutex);
    m_operations[operation].points = points;
    m_learnt.insert(operation);
    m_dirty = true;
}

void CostBook::learnSeconds(const QString &operation, double seconds)
{
    const std::lock_guard lock(m_mutex);
    m_operations[operation].seconds = seconds;
    m_learnt.insert(operation);
    m_dirty = true;
}

void CostBook::learnLimits(const AccountLimits &limits)
{
    const std::lock_guard lock(m_mutex);
    const AccountLimits before = m_limits;
    takeOver(m_limits, limits);
    m_dirty = m_dirty || m_limits != before;
}

void CostBook::countCall(double weight)
{
    {
        const std::lock_guard lock(m_mutex);
        turnDay();
        m_callsToday += weight;
        m_unsavedCalls += weight;
        m_dirty = true;
        const Clock::Steady now = m_clock.steadyNow();
        if (now - m_savedAt < savingInterval)
            return;
        m_savedAt = now;
    }
    save();
}

QJsonObject CostBook::merged(QJsonObject content) const
{
    QJsonObject accounts = content.value(accountsKey).toObject();
    QJsonObject account = accounts.value(m_account).toObject();
    QJsonObject versions = account.value(versionsKey).toObject();
    QJsonObject operations = versions.value(m_apiVersion).toObject();
    for (const QString &name : m_learnt) {
        const UnitCost &operation = *m_operations.constFind(name);
        QJsonObject json = operations.value(name).toObject();
        if (operation.points)
            json.insert(u"points"_s, *operation.points);
        if (operation.seconds)
            json.insert(u"seconds"_s, *operation.seconds);
        operations.insert(name, json);
    }
    versions.insert(m_apiVersion, operations);
    account.insert(versionsKey, versions);
    AccountLimits limits = limitsFromJson(account.value(limitsKey).toObject());
    takeOver(limits, m_limits);
    account.insert(limitsKey, limitsToJson(limits));
    QJsonObject day = account.value(dayKey).toObject();
    const QString date = m_day.toString(Qt::ISODate);
    // What another program counted since we read the file stays counted.
    const double before = day.value("date"_L1).toString() == date ? day.value("calls"_L1).toDouble() : 0;
    account.insert(dayKey, QJsonObject{{u"date"_s, date}, {u"calls"_s, before + m_unsavedCalls}});
    accounts.insert(m_account, account);
    content.insert(u"schema"_s, schema);
    content.insert(accountsKey, accounts);
    return content;
}

Result<void> CostBook::write()
{
    QDir().mkpath(QFileInfo(m_file).absolutePath());
    QLockFile lock(m_file + u".lock"_s);
    // Another program that holds the lock for so long is dead or writes the same; the file is whole either
    // way.
    lock.tryLock(lockPatience);
    Result<QJsonObject> content = readFile();
    if (!content)
        content = QJsonObject();
    QJsonObject next;
    double counted = 0;
    QDate day;
    QSet<QString> learnt;
    {
        const std::lock_guard guard(m_mutex);
        turnDay();
        next = merged(std::move(content).value());
        counted = m_unsavedCalls;
        day = m_day;
        learnt.swap(m_learnt);
        m_dirty = false;
    }
    const Result<void> written = m_writer(m_file, QJsonDocument(next).toJson());
    const std::lock_guard guard(m_mutex);
    if (!written) {
        m_learnt.unite(learnt);
        m_dirty = true;
        return written;
    }
    // A call of the next day was counted meanwhile: what was written belongs to the day before.
    if (m_day != day)
        return {};
    m_unsavedCalls = std::max(0.0, m_unsavedCalls - counted);
    // With what other programs have counted.
    m_callsToday = next[accountsKey][m_account][dayKey]["calls"_L1].toDouble() + m_unsavedCalls;
    return {};
}

void CostBook::save()
{
    const std::lock_guard file(m_fileMutex);
    {
        const std::lock_guard lock(m_mutex);
        if (!m_dirty || m_newerFile)
            return;
    }
    const Result<void> written = write();
    if (written || std::exchange(m_complained, true))
        return;
    m_sink.post({EventId::mc_008, {{u"path"_s, m_file}, {u"reason"_s, written.error().text()}}, {}});
}

} // namespace syncline
