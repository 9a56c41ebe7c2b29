#include "support/demoworld.h"

#include "base/atomicfile.h"
#include "config/workspaceconfig.h"
#include "support/clijob.h"
#include "support/demodatabase.h"
#include "support/warehousebuilder.h"
#include "support/worldcheck.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QSqlRecord>
#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline::testing {

namespace {

constexpr int commandPatienceMs = 180'000;
/// A demo sync takes a few seconds; whoever is still at work then waits for somebody.
constexpr int restartAfterMs = 30'000;

void must(const Result<void> &done)
{
    if (!done)
        qFatal("%s", qPrintable(done.error().text()));
}

/// The file of the folder, or a schema named after it (SYNCLINE_TEST_ENGINE).
DatabaseSettings warehouseOf(const QString &folder)
{
    if (testEngine() == DatabaseDriver::Sqlite) {
        return {.key = u"demo"_s,
                .driver = DatabaseDriver::Sqlite,
                .path = QString(folder + u"/warehouse.sqlite"_s)};
    }
    DatabaseSettings settings = *testServer();
    settings.key = u"demo"_s;
    settings.schema = u"Demo of %1"_s.arg(
        QString::fromLatin1(QCryptographicHash::hash(folder.toUtf8(), QCryptographicHash::Md5).toHex()));
    return settings;
}

} // namespace

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString KillPoint::text() const
{
    const QString what = signal == SIGKILL ? u"killed"_s : u"stopped"_s;
    switch (kind) {
    case Kind::Time:
        return u"%1 after %2 ms"_s.arg(what).arg(count);
    case Kind::Batches:
        return u"%1 after %2 batches"_s.arg(what).arg(count);
    case Kind::JournalWrites:
        return u"%1 at write %2 of the journal"_s.arg(what).arg(count);
    case Kind::JournalLocks:
        return u"%1 at write %2 of a journal's lock"_s.arg(what).arg(count);
    case Kind::WarehouseWrites:
        return u"%1 at write %2 of the warehouse"_s.arg(what).arg(count);
    case Kind::BoardWrites:
        return u"%1 at write %2 of the board"_s.arg(what).arg(count);
    }
    Q_UNREACHABLE();
}

bool DemoRow::isCancelled() const
{
    return text(u"ORDER TYPE"_s).compare("CANCELLED"_L1, Qt::CaseInsensitive) == 0;
}

DemoWorld::DemoWorld(const QString &folder)
    : m_folder(folder)
    , m_database(warehouseOf(folder))
{
    // The program demands a password for a server; the one of the tests trusts everybody.
    if (isOnServer())
        qputenv("SYNCLINE_DB_PASSWORD_DEMO", "trusted");
}

DemoWorld::~DemoWorld()
{
    if (isOnServer() && m_made && !m_kept)
        DemoDatabase(m_database).run(u"DROP SCHEMA \"%1\" CASCADE"_s.arg(m_database.schema));
}

bool DemoWorld::isOnServer() const
{
    return m_database.driver != DatabaseDriver::Sqlite;
}

void DemoWorld::sql(const QString &statement) const
{
    DemoDatabase(m_database).run(statement);
}

QStringList DemoWorld::tables() const
{
    return DemoDatabase(m_database).tables();
}

QByteArray DemoWorld::image() const
{
    return DemoDatabase(m_database).image();
}

DemoReport DemoWorld::make(int orders, quint64 seed)
{
    DemoOptions options{.folder = m_folder, .orders = orders, .seed = seed};
    if (isOnServer())
        options.server = DemoServer{m_database, {}};
    Result<DemoReport> made = makeDemo(options);
    if (!made)
        qFatal("%s", qPrintable(made.error().text()));
    m_made = true;
    for (const PlantedFault &fault : made->faults) {
        if (fault.outcome == DemoOutcome::Refused)
            m_refused.insert(fault.key.toString());
    }
    for (const DemoRow &row : warehouse()) {
        if (row.state() == "PENDING"_L1 && row.text(u"action_type"_s) != "NONE"_L1)
            m_waiting.insert(row.key());
        if (row.state() == "SYNCED"_L1 && row.isCancelled())
            m_cancelledOnBoard.insert(row.key());
    }
    // The same server with the same faults, only nearer.
    QByteArray behaviour = contentOf(file(u"sandbox.toml"_s));
    behaviour.replace("search_lag_seconds = 2.0", "search_lag_seconds = 0.3");
    behaviour.replace("request_ms = 80", "request_ms = 10").replace("mutation_ms = 10", "mutation_ms = 1");
    behave(behaviour);
    return *made;
}

void DemoWorld::behave(const QByteArray &toml) const
{
    must(writeFileAtomically(file(u"sandbox.toml"_s), toml));
}

void DemoWorld::configure(const QByteArray &before, const QByteArray &after) const
{
    QByteArray content = contentOf(config());
    if (!content.contains(before))
        qFatal("%s is not in the configuration", before.constData());
    must(writeFileAtomically(config(), content.replace(before, after)));
}

CliOutcome DemoWorld::run(const QStringList &command) const
{
    return runTogether({{command, std::nullopt}}).front().outcome;
}

Interruption DemoWorld::interrupt(const QStringList &command, const KillPoint &point) const
{
    return runTogether({{command, point}}).front();
}

QString DemoWorld::watchedFolder(KillPoint::Kind kind) const
{
    if (kind != KillPoint::Kind::JournalWrites && kind != KillPoint::Kind::JournalLocks)
        return m_folder;
    const QString journals = file(u".syncline/demo/journal"_s);
    if (!QDir().mkpath(journals))
        qFatal("cannot make %s", qPrintable(journals));
    return journals;
}

std::vector<Interruption> DemoWorld::runTogether(const std::vector<DeskCommand> &commands) const
{
    std::vector<std::unique_ptr<CliJob>> jobs;
    for (const DeskCommand &command : commands) {
        std::optional<KillPoint> point = command.kill;
        // The files of a server are not ours to watch; the journal is written just before and after.
        if (point && isOnServer() && point->kind == KillPoint::Kind::WarehouseWrites)
            point->kind = KillPoint::Kind::JournalWrites;
        jobs.push_back(std::make_unique<CliJob>(QStringList{u"--config"_s, config()} + command.arguments,
                                                point, point ? watchedFolder(point->kind) : QString()));
    }
    for (const auto &job : jobs)
        job->start();
    QElapsedTimer clock;
    clock.start();
    const auto atWork = [&jobs] {
        return std::ranges::any_of(jobs, [](const auto &job) { return job->isRunning(); });
    };
    qint64 restartAt = restartAfterMs;
    while (atWork() && clock.elapsed() < commandPatienceMs) {
        for (const auto &job : jobs)
            job->proceed();
        // Who dies while it makes groups leaves a lock that others wait for until its lease is over (se-091),
        // or until somebody starts it again.
        if (clock.elapsed() >= restartAt && std::ranges::any_of(jobs, &CliJob::wasKilled)) {
            restartAt = commandPatienceMs;
            jobs.push_back(std::make_unique<CliJob>(QStringList{u"--config"_s, config(), u"resume"_s},
                                                    std::nullopt, QString()));
            jobs.back()->start();
        }
    }
    std::vector<Interruption> all;
    for (const auto &job : jobs)
        all.push_back(job->end());
    return all;
}

std::vector<DemoRow> DemoWorld::warehouse() const
{
    std::vector<DemoRow> rows;
    const DemoDatabase database(m_database);
    QSqlQuery headers = database.run(u"SELECT * FROM FACT_ORDER_LIST ORDER BY record_uuid"_s);
    const QSqlRecord names = headers.record();
    QHash<QString, std::size_t> byKey;
    while (headers.next()) {
        DemoRow row;
        // Qt gives the NULL of a column of numbers as a null number, which is no empty text.
        for (int column = 0; column < names.count(); ++column)
            row.values.insert(names.fieldName(column),
                              headers.isNull(column) ? QVariant() : headers.value(column));
        byKey.insert(row.key(), rows.size());
        rows.push_back(std::move(row));
    }
    QSqlQuery lines =
        database.run(u"SELECT record_uuid, size_code, qty, action_type, sync_state, monday_subitem_id "
                     "FROM ORDER_LIST_LINES"_s);
    while (lines.next()) {
        rows[byKey.value(lines.value(0).toString())].lines.push_back(
            {.size = lines.value(1).toString(),
             .quantity = lines.value(2).toString(),
             .action = lines.value(3).toString(),
             .state = lines.value(4).toString(),
             .subitemId = lines.value(5).toLongLong()});
    }
    return rows;
}

WorldCheck DemoWorld::look() const
{
    const Result<LoadedConfig> loaded = loadConfig(config());
    if (!loaded)
        qFatal("%s", qPrintable(loaded.error().text()));
    const Result<sandbox::BoardState> state = sandbox::BoardState::read(file(u"sandbox.sqlite"_s));
    if (!state)
        qFatal("%s", qPrintable(state.error().text()));
    return {*loaded->environment(u"demo"_s), *state, warehouse(), m_cancelledOnBoard};
}

QStringList DemoWorld::violations() const
{
    return look().violations();
}

QStringList DemoWorld::differences() const
{
    const WorldCheck check = look();
    return check.violations() + check.differences();
}

QStringList DemoWorld::unfinished() const
{
    return look().unfinished(m_refused) + leftovers(m_folder) + wrongReports(file(u"reports/sync"_s));
}

QStringList DemoWorld::untold() const
{
    return untoldRows(file(u"reports/sync"_s), m_waiting);
}

int DemoWorld::emptyLocks() const
{
    const QDir journals(watchedFolder(KillPoint::Kind::JournalLocks));
    const QStringList locks = journals.entryList({u"*.lock"_s}, QDir::Files);
    for (const QString &name : locks) {
        if (!QFile::resize(journals.filePath(name), 0))
            qFatal("cannot empty %s", qPrintable(name));
    }
    return static_cast<int>(locks.size());
}

QStringList DemoWorld::change(std::mt19937_64 &random)
{
    std::vector<DemoRow> rows = warehouse();
    std::erase_if(rows, [](const DemoRow &row) { return row.state() != "SYNCED"_L1 || row.itemId() == 0; });
    std::ranges::sort(rows, {}, &DemoRow::key);
    std::ranges::shuffle(rows, random);
    const DemoDatabase database(m_database);
    QStringList told;
    std::size_t next = 0;
    const auto take = [&](const auto &suits) -> const DemoRow * {
        while (next < rows.size()) {
            if (const DemoRow &row = rows[next++]; suits(row))
                return &row;
        }
        return nullptr;
    };
    const auto isLive = [](const DemoRow &row) { return !row.isCancelled() && !row.lines.empty(); };
    const auto headerWaits = [&](const DemoRow &row, const QString &column, const QVariant &value) {
        database.run(u"UPDATE FACT_ORDER_LIST SET \"%1\" = ?, sync_state = 'PENDING', action_type = 'UPDATE' "
                     "WHERE record_uuid = ?"_s.arg(column),
                     {value, row.key()});
        m_cancelledOnBoard.remove(row.key());
    };
    // A header's total and its own size column move with a line, or the row would be refused.
    const auto addToSize = [&](const DemoRow &row, const QString &size, int pieces) {
        database.run(u"UPDATE FACT_ORDER_LIST SET \"%1\" = COALESCE(\"%1\", 0) + ?, \"TOTAL QTY\" = \"TOTAL "
                     u"QTY\" + ?, "
                     "sync_state = 'PENDING', action_type = 'UPDATE' WHERE record_uuid = ?"_s.arg(size),
                     {pieces, pieces, row.key()});
    };

    const QStringList columns{u"CUSTOMER PRICE"_s, u"NOTES"_s, u"EX FACTORY DATE"_s, u"DESTINATION"_s,
                              u"PATTERN ID"_s};
    const QVariantList values{17.25, u"moved to “air” – 2nd call"_s, u"2026-05-0%1"_s.arg(1 + random() % 9),
                              u"O'Hare"_s, u"PX-%1"_s.arg(random() % 1000)};
    for (qsizetype i = 0; i < columns.size(); ++i) {
        if (const DemoRow *row = take([](const DemoRow &) { return true; })) {
            headerWaits(*row, columns[i], values[i]);
            told.append(u"%1 of %2 changed"_s.arg(columns[i], row->number()));
        }
    }
    if (const DemoRow *row = take(isLive)) {
        headerWaits(*row, u"ORDER TYPE"_s, u"CANCELLED"_s);
        database.run(u"UPDATE ORDER_LIST_LINES SET sync_state = 'PENDING', action_type = 'UPDATE' "
                     "WHERE record_uuid = ?"_s,
                     {row->key()});
        told.append(u"%1 cancelled"_s.arg(row->number()));
    }
    if (const DemoRow *row = take(isLive)) {
        const DemoLine &line = row->lines.front();
        addToSize(*row, line.size, 7);
        database.run(
            u"UPDATE ORDER_LIST_LINES SET qty = qty + 7, sync_state = 'PENDING', action_type = 'UPDATE' "
            "WHERE record_uuid = ? AND size_code = ?"_s,
            {row->key(), line.size});
        told.append(u"7 more of %1 in %2"_s.arg(line.size, row->number()));
    }
    if (const DemoRow *row = take(isLive)) {
        // The header stays as it is: only the line waits.
        const DemoLine &line = row->lines.back();
        database.run(
            u"UPDATE ORDER_LIST_LINES SET qty = qty + 3, sync_state = 'PENDING', action_type = 'UPDATE' "
            "WHERE record_uuid = ? AND size_code = ?"_s,
            {row->key(), line.size});
        told.append(u"3 more of %1 in %2, only the line"_s.arg(line.size, row->number()));
    }
    if (const DemoRow *row = take(isLive)) {
        const DemoLine &line = row->lines.front();
        addToSize(*row, line.size, -line.quantity.toInt());
        database.run(u"UPDATE ORDER_LIST_LINES SET sync_state = 'PENDING', action_type = 'DELETE' "
                     "WHERE record_uuid = ? AND size_code = ?"_s,
                     {row->key(), line.size});
        told.append(u"%1 of %2 removed"_s.arg(line.size, row->number()));
    }
    if (const DemoRow *row = take(isLive)) {
        const QString size = u"2T"_s;
        const bool has = std::ranges::find(row->lines, size, &DemoLine::size) != row->lines.end();
        if (!has) {
            addToSize(*row, size, 11);
            database.run(
                u"INSERT INTO ORDER_LIST_LINES (line_uuid, record_uuid, size_code, qty, action_type, "
                "sync_state) VALUES (?, ?, ?, 11, 'INSERT', 'PENDING')"_s,
                {QUuid::createUuidV5(QUuid(), row->key()).toString(QUuid::WithoutBraces), row->key(), size});
            told.append(u"11 of the new size %1 in %2"_s.arg(size, row->number()));
        }
    }
    return told;
}

} // namespace syncline::testing
