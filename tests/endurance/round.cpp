#include "round.h"

#include "sandbox/boardstate.h"

#include <QFile>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace syncline::testing {

namespace {

constexpr auto nearServer = "search_lag_seconds = 0.3\n"
                            "[limits]\n"
                            "complexity_per_minute = 1000000000\n"
                            "calls_per_minute = 0\n"
                            "calls_per_day = 0\n";

/// Counters of the board that a sync without anything to do must not move.
QHash<QString, qint64> mutationsOf(const QString &stateFile)
{
    QHash<QString, qint64> all;
    const Result<sandbox::BoardState> state = sandbox::BoardState::read(stateFile);
    if (!state)
        qFatal("%s", qPrintable(state.error().text()));
    for (const auto &[name, count] : state->counters) {
        if (name.startsWith("mutation."_L1))
            all.insert(name, count);
    }
    return all;
}

} // namespace

Round::Round(quint64 seed, const RoundLimits &limits, const QString &folder,
             std::function<void(const QString &)> tell)
    : m_random(seed)
    , m_limits(limits)
    , m_world(folder)
    , m_tell(std::move(tell))
{
}

RoundResult Round::play()
{
    build();
    const int phases = 1 + draw(2);
    for (int phase = 1; phase <= phases; ++phase) {
        if (phase > 1) {
            for (const QString &changed : m_world.change(m_random))
                m_tell(changed);
        }
        troubledServer();
        troubledSync(phase);
        if (!m_result.differences.isEmpty())
            return m_result;
        finish(phase);
        if (!m_result.differences.isEmpty())
            return m_result;
    }
    if (chance(30))
        idleSync();
    return m_result;
}

void Round::build()
{
    m_orders = m_limits.fewestOrders + draw(m_limits.mostOrders - m_limits.fewestOrders + 1);
    const DemoReport made = m_world.make(m_orders, 1 + m_random() % 1000);
    const int batch = std::array{1, 2, 5, 10, 25}.at(static_cast<std::size_t>(draw(5)));
    const int lanes = std::array{1, 2, 4, 8, 16}.at(static_cast<std::size_t>(draw(5)));
    m_world.configure("item_batch_size = 10", "item_batch_size = " + QByteArray::number(batch));
    m_world.configure("max_in_flight = 8", "max_in_flight = " + QByteArray::number(lanes));
    m_world.configure("timeout_seconds = 30", "timeout_seconds = 3");
    m_tell(u"%1 orders, %2 wait, batches of %3, %4 lanes"_s.arg(m_orders)
               .arg(made.waiting)
               .arg(batch)
               .arg(lanes));
}

void Round::troubledServer()
{
    QByteArray toml = nearServer;
    const int requestMs = draw(30);
    toml += "[latency]\nrequest_ms = " + QByteArray::number(requestMs)
        + "\nmutation_ms = " + QByteArray::number(draw(3)) + "\n";
    QStringList chosen;
    const int percent = draw(4) * 4;
    if (percent > 0) {
        QStringList kinds{u"drop_before"_s,
                          u"drop_after"_s,
                          u"reset"_s,
                          u"cut_body"_s,
                          u"slow_bytes"_s,
                          u"error_500_after"_s,
                          u"bad_gateway"_s,
                          u"locked"_s,
                          u"throttled_200"_s,
                          u"minute_limit;seconds=1"_s,
                          u"concurrency_limit;seconds=1"_s,
                          u"complexity_limit;seconds=1"_s,
                          u"field_limit_200;seconds=1"_s,
                          u"legacy_flat;seconds=1"_s,
                          u"delay;ms=400"_s,
                          u"reset;apply=false"_s};
        if (m_limits.patient && chance(20))
            kinds.append(u"hang"_s);
        std::ranges::shuffle(kinds, m_random);
        chosen = kinds.first(1 + draw(static_cast<int>(kinds.size())));
        toml += "[random_faults]\nprobability = " + QByteArray::number(percent / 100.0)
            + "\nseed = " + QByteArray::number(1 + draw(10'000)) + "\nkinds = [\""
            + chosen.join("\", \""_L1).toUtf8() + "\"]\n";
    }
    m_world.behave(toml);
    m_tell(u"server: %1 ms, faults in %2 % of the requests: %3"_s.arg(requestMs).arg(percent).arg(
        chosen.join(u", "_s)));
}

void Round::calmServer()
{
    m_world.behave(nearServer);
}

QStringList Round::drawSync()
{
    QStringList command{u"sync"_s, u"--execute"_s};
    if (chance(25))
        command.append(u"--sequential"_s);
    if (chance(15))
        command.append(u"--skip-subitems"_s);
    if (chance(15))
        command += {u"--limit"_s, QString::number(1 + draw(6))};
    if (chance(15))
        command.append(u"--retry-errors"_s);
    if (chance(20))
        command.append(u"--generate-report"_s);
    return command;
}

KillPoint Round::drawKill()
{
    // Most journals change a few hundred times, and a sync takes one to five seconds.
    const int writes = 1 + draw(10 + draw(3 * m_orders));
    if (chance(5))
        return {.kind = KillPoint::Kind::JournalLocks, .count = 1 + draw(3)};
    switch (draw(10)) {
    case 0:
    case 1:
    case 2:
    case 3:
        return {.kind = KillPoint::Kind::JournalWrites, .count = writes};
    case 4:
    case 5:
        return {.kind = KillPoint::Kind::WarehouseWrites, .count = writes};
    case 6:
        return {.kind = KillPoint::Kind::BoardWrites, .count = writes};
    default:
        return {.kind = KillPoint::Kind::Time, .count = 20 + draw(100 + draw(2500))};
    }
}

void Round::note(const DeskCommand &command, const Interruption &told)
{
    const bool killed = told.wasRunning && command.kill->signal == SIGKILL;
    m_result.kills += killed ? 1 : 0;
    QString how = u"ended with %1"_s.arg(told.outcome.exitCode);
    if (told.wasRunning)
        how = command.kill->text();
    else if (command.kill)
        how += u" before it was "_s + command.kill->text();
    m_tell(u"%1: %2"_s.arg(command.arguments.join(u' '), how));
    const auto log = [this](const QByteArray &text) {
        QFile file(m_world.file(u"commands.log"_s));
        if (!file.open(QIODevice::Append) || file.write(text) != text.size())
            qFatal("cannot write %s", qPrintable(file.fileName()));
    };
    log("== " + command.arguments.join(u' ').toUtf8() + ": " + how.toUtf8() + "\n" + told.outcome.messages
        + told.outcome.output);
}

void Round::troubledSync(int phase)
{
    const int kills = 1 + draw(m_limits.kills);
    for (int kill = 0; kill < kills; ++kill) {
        std::vector<DeskCommand> desks;
        for (int desk = 0; desk < m_limits.desks; ++desk) {
            // An interrupted sync is resumed, or settled by the next one.
            const bool resumes = kill > 0 && chance(65);
            KillPoint point = drawKill();
            if (chance(8))
                point.signal = SIGINT;
            const bool survives = m_limits.desks > 1 && chance(50);
            desks.push_back({resumes ? QStringList{u"resume"_s} : drawSync(),
                             survives ? std::nullopt : std::optional(point)});
        }
        const std::vector<Interruption> told = m_world.runTogether(desks);
        for (std::size_t desk = 0; desk < desks.size(); ++desk)
            note(desks[desk], told[desk]);
        if (told.size() > desks.size())
            note({{u"resume"_s}, std::nullopt}, told.back());
        if (std::ranges::any_of(desks, [](const DeskCommand &desk) {
                return desk.kill && desk.kill->kind == KillPoint::Kind::JournalLocks;
            })) {
            m_tell(u"%1 locks were left empty"_s.arg(m_world.emptyLocks()));
        }
        if (isWrong(m_world.violations(), u"sync %1, leg %2"_s.arg(phase).arg(kill + 1)))
            return;
        const bool allEnded =
            std::ranges::none_of(told, [](const Interruption &desk) { return desk.wasRunning; });
        if (allEnded)
            return; // little is left to be interrupted
    }
}

void Round::command(const QStringList &arguments)
{
    const DeskCommand command{arguments, std::nullopt};
    const Interruption told{.outcome = m_world.run(arguments)};
    note(command, told);
    if (told.outcome.exitCode != 0 && told.outcome.exitCode != 1)
        isWrong({u"%1 ended with %2: %3"_s.arg(arguments.join(u' '))
                     .arg(told.outcome.exitCode)
                     .arg(QString::fromUtf8(told.outcome.messages.last(
                         std::min<qsizetype>(400, told.outcome.messages.size()))))},
                u"calm"_s);
}

void Round::finish(int phase)
{
    calmServer();
    if (chance(70)) {
        command({u"resume"_s});
        isWrong(m_world.differences(), u"sync %1, resumed"_s.arg(phase));
    }
    if (m_limits.desks > 1) {
        const DeskCommand desk{{u"sync"_s, u"--execute"_s}, std::nullopt};
        const std::vector<DeskCommand> desks(static_cast<std::size_t>(m_limits.desks), desk);
        for (const Interruption &told : m_world.runTogether(desks))
            note(desk, told);
        isWrong(m_world.violations(), u"sync %1, desks at once"_s.arg(phase));
    }
    command({u"sync"_s, u"--execute"_s});
    isWrong(m_world.differences() + m_world.unfinished(), u"sync %1, at the end"_s.arg(phase));
    isWrong(m_world.untold(), u"sync %1, reports"_s.arg(phase));
}

void Round::idleSync()
{
    const QHash<QString, qint64> before = mutationsOf(m_world.file(u"sandbox.sqlite"_s));
    command({u"sync"_s, u"--execute"_s});
    if (mutationsOf(m_world.file(u"sandbox.sqlite"_s)) != before)
        isWrong({u"a sync with nothing to do changed the board"_s}, u"idle"_s);
}

bool Round::isWrong(const QStringList &differences, const QString &when)
{
    for (const QString &difference : differences)
        m_result.differences.append(QString(when + u": "_s + difference));
    if (!differences.isEmpty())
        m_world.keep();
    return !differences.isEmpty();
}

} // namespace syncline::testing
