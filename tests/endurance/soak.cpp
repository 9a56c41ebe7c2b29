#include "round.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>

#include <cstdio>
#include <limits>

using namespace Qt::StringLiterals;
using syncline::testing::Round;
using syncline::testing::RoundLimits;
using syncline::testing::RoundResult;

namespace {

void say(const QString &text)
{
    std::puts(qPrintable(text));
    std::fflush(stdout);
}

} // namespace

/// Plays rounds (round.h) until the time, the rounds or the kills are used up. Ends with 1 when a round left
/// a difference; its folder stays, and how to play it again is told.
int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Kills syncline-cli again and again and compares warehouse and board."_s);
    parser.addHelpOption();
    const auto number = [&parser](const QString &name, const QString &meaning, const QString &preset) {
        const QCommandLineOption option(name, meaning, u"N"_s, preset);
        parser.addOption(option);
        return option;
    };
    const auto minutes = number(u"minutes"_s, u"stop after so many minutes"_s, {});
    const auto seed =
        number(u"seed"_s, u"seed of the first round; each further round has the next"_s, u"1"_s);
    const auto rounds = number(u"rounds"_s, u"stop after so many rounds"_s, {});
    const auto kills = number(u"kills"_s, u"stop after so many kills"_s, {});
    const auto orders = number(u"orders"_s, u"orders of a workspace at most, from 20"_s, u"200"_s);
    const auto desks = number(u"desks"_s, u"processes at once on one workspace"_s, u"1"_s);
    const QCommandLineOption folder(u"folder"_s, u"where the workspaces are made"_s, u"DIR"_s,
                                    QDir::temp().filePath(u"syncline-soak"_s));
    parser.addOption(folder);
    const QCommandLineOption untilWrong(u"until-wrong"_s, u"stop after the first difference"_s);
    parser.addOption(untilWrong);
    parser.process(app);
    bool understood = true;
    const auto valueOf = [&parser, &understood](const QCommandLineOption &option, qint64 preset) {
        bool isNumber = true;
        const qint64 value = parser.isSet(option) ? parser.value(option).toLongLong(&isNumber) : preset;
        understood = understood && isNumber && value > 0;
        return value;
    };
    constexpr qint64 endless = std::numeric_limits<qint64>::max();
    const qint64 patienceMs = parser.isSet(minutes) ? valueOf(minutes, 1) * 60'000 : endless;
    const qint64 mostKills = valueOf(kills, endless);
    // Without any end there is one round.
    const bool hasEnd = parser.isSet(minutes) || parser.isSet(kills);
    const qint64 mostRounds = valueOf(rounds, hasEnd ? endless : 1);
    const auto firstSeed = static_cast<quint64>(valueOf(seed, 1));
    RoundLimits limits;
    limits.mostOrders = static_cast<int>(valueOf(orders, limits.mostOrders));
    limits.desks = static_cast<int>(valueOf(desks, 1));
    if (!understood || limits.mostOrders < limits.fewestOrders || !parser.positionalArguments().isEmpty())
        parser.showHelp(2);

    QElapsedTimer clock;
    clock.start();
    qint64 played = 0;
    qint64 killed = 0;
    QStringList wrong;
    while (played < mostRounds && killed < mostKills && clock.elapsed() < patienceMs) {
        const quint64 roundSeed = firstSeed + static_cast<quint64>(played);
        const QString workspace =
            u"%1/%2-%3"_s.arg(parser.value(folder)).arg(app.applicationPid()).arg(roundSeed);
        say(u"round %1"_s.arg(roundSeed));
        QElapsedTimer roundClock;
        roundClock.start();
        const RoundResult result =
            Round(roundSeed, limits, workspace, [](const QString &told) { say(u"  "_s + told); }).play();
        ++played;
        killed += result.kills;
        say(u"  %1 kills, %2 s, %3"_s.arg(result.kills)
                .arg(static_cast<double>(roundClock.elapsed()) / 1000, 0, 'f', 1)
                .arg(result.differences.isEmpty() ? u"clean"_s : u"DIFFERENT"_s));
        if (result.differences.isEmpty()) {
            QDir(workspace).removeRecursively();
            continue;
        }
        wrong.append(QString::number(roundSeed));
        for (const QString &difference : result.differences)
            say(u"  ! "_s + difference);
        QString again = u"tests/soak --seed %1 --rounds 1"_s.arg(roundSeed);
        if (parser.isSet(orders))
            again += u" --orders %1"_s.arg(limits.mostOrders);
        if (limits.desks > 1)
            again += u" --desks %1"_s.arg(limits.desks);
        say(u"  the workspace is kept: %1\n  again: %2"_s.arg(workspace, again));
        if (parser.isSet(untilWrong))
            break;
    }
    say(u"%1 rounds, %2 kills, %3 s, %4"_s.arg(played)
            .arg(killed)
            .arg(clock.elapsed() / 1000)
            .arg(wrong.isEmpty() ? u"all clean"_s : QString(u"different: seeds "_s + wrong.join(u", "_s))));
    return wrong.isEmpty() ? 0 : 1;
}
