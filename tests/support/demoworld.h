#pragma once

#include "demo/demo.h"
#include "domain/settings.h"

#include <QByteArray>
#include <QHash>
#include <QSet>
#include <QStringList>
#include <QVariant>

#include <csignal>
#include <optional>
#include <random>
#include <vector>

namespace syncline::testing {

class WorldCheck;

/// How a command of the program ended.
struct CliOutcome
{
    int exitCode = -1; ///< -1: it was killed, or did not end in time
    QByteArray output;
    QByteArray messages;
};

/// The moment at which a process gets its signal.
struct KillPoint
{
    enum class Kind {
        Time, ///< milliseconds after the start
        Batches, ///< batches told on standard error
        JournalWrites, ///< changes of the journal
        JournalLocks, ///< changes of the lock files beside the journals
        WarehouseWrites, ///< changes of the warehouse's files
        BoardWrites, ///< changes of the board's files
    };
    Kind kind = Kind::Time;
    int count = 0;
    int signal = SIGKILL;

    [[nodiscard]] QString text() const;
};

/// A command and what became of it.
struct Interruption
{
    bool wasRunning = false; ///< when the signal was sent
    CliOutcome outcome;
};

/// A command with the moment of its end.
struct DeskCommand
{
    QStringList arguments;
    std::optional<KillPoint> kill;
};

/// A line of the lines table.
struct DemoLine
{
    QString size;
    QString quantity;
    QString action;
    QString state;
    qint64 subitemId = 0; ///< 0: none
};

/// A row of the headers table with its lines.
struct DemoRow
{
    QHash<QString, QVariant> values; ///< by column
    std::vector<DemoLine> lines;

    [[nodiscard]] QString text(const QString &column) const { return values.value(column).toString(); }
    [[nodiscard]] QString key() const { return text(QStringLiteral("record_uuid")); }
    [[nodiscard]] QString number() const { return text(QStringLiteral("AAG ORDER NUMBER")); }
    [[nodiscard]] QString state() const { return text(QStringLiteral("sync_state")); }
    [[nodiscard]] bool isCancelled() const;
    [[nodiscard]] qint64 itemId() const
    {
        return values.value(QStringLiteral("monday_item_id")).toLongLong();
    }
};

/// A demo workspace in a folder of its own, the program as processes on it, and the comparison of what is in
/// the warehouse with what is on the board. With SYNCLINE_TEST_ENGINE the warehouse is on the server of the
/// tests. One thread; blocks. What cannot happen in a whole workspace ends
/// the test program.
class DemoWorld
{
public:
    /// The folder must not exist yet, or hold a workspace made before.
    explicit DemoWorld(const QString &folder);
    Q_DISABLE_COPY_MOVE(DemoWorld)
    /// Removes the schema of the server, unless it is kept.
    ~DemoWorld();
    void keep() { m_kept = true; }

    /// The demo, with a server that is nearer than the demo's own.
    DemoReport make(int orders, quint64 seed = 1);
    /// Replaces the behaviour of the sandbox (sandboxoptions.h).
    void behave(const QByteArray &toml) const;
    /// Replaces text of the configuration; the text must be there.
    void configure(const QByteArray &before, const QByteArray &after) const;

    [[nodiscard]] QString file(const QString &name) const { return QString(m_folder + u'/' + name); }
    [[nodiscard]] QString config() const { return file(QStringLiteral("syncline.toml")); }

    CliOutcome run(const QStringList &command) const;
    /// Starts the command and sends it the signal when the moment comes.
    Interruption interrupt(const QStringList &command, const KillPoint &point) const;
    /// Several commands at once, each until its end or its moment. When one was killed and others do not end,
    /// a `resume` is started beside them; it is told last.
    std::vector<Interruption> runTogether(const std::vector<DeskCommand> &commands) const;

    [[nodiscard]] const DatabaseSettings &database() const { return m_database; }
    [[nodiscard]] std::vector<DemoRow> warehouse() const;
    /// A statement in the warehouse (demodatabase.h).
    void sql(const QString &statement) const;
    /// Of the warehouse, in its own spelling.
    [[nodiscard]] QStringList tables() const;
    /// Differs whenever anything in the warehouse does.
    [[nodiscard]] QByteArray image() const;
    /// What may never be, whatever was killed at whatever moment: an order, size, group or label twice, an id
    /// in the warehouse that is not this row's. Call when no process is at work.
    [[nodiscard]] QStringList violations() const;
    /// Those, and everything else in which warehouse and board differ when no sync is interrupted: rows that
    /// are on the board but do not know it, values, groups, names, lines.
    [[nodiscard]] QStringList differences() const;
    /// What is left when everything that waited should have been sent: rows and lines that wait or failed,
    /// journals, folders without an end, ledgers that do not balance.
    [[nodiscard]] QStringList unfinished() const;
    /// Orders that waited in the beginning and of which no report tells what became of them.
    [[nodiscard]] QStringList untold() const;

    /// Leaves the locks beside the journals as a process leaves one that dies between making and writing it:
    /// a moment too short to be met from outside. How many; call when no process is at work.
    int emptyLocks() const;
    /// Changes some rows that are on the board, as the loader of the warehouse would; told in words.
    QStringList change(std::mt19937_64 &random);

private:
    [[nodiscard]] WorldCheck look() const;
    [[nodiscard]] QString watchedFolder(KillPoint::Kind kind) const;

    [[nodiscard]] bool isOnServer() const;

    QString m_folder;
    DatabaseSettings m_database;
    bool m_made = false;
    bool m_kept = false;
    QSet<QString> m_refused; ///< keys of rows with a planted fault for which they are refused
    QSet<QString> m_cancelledOnBoard; ///< keys of rows that were cancelled and synced when the demo was made
    QSet<QString> m_waiting; ///< keys of the rows that waited when the demo was made
};

[[nodiscard]] QByteArray contentOf(const QString &path);

} // namespace syncline::testing
