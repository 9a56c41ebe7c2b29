#pragma once

#include "base/clock.h"
#include "base/event.h"
#include "base/result.h"
#include "domain/flight.h"

#include <QDate>
#include <QHash>
#include <QJsonObject>
#include <QSet>
#include <QString>

#include <functional>
#include <mutex>
#include <optional>

namespace syncline {

/// What an account's API was seen to cost, and how many calls of the day are used; remembered from run to run
/// in a small file. One per account and API version, thread-safe; several programs may share the file, each
/// adds its own calls. The account is known by a hash of its token. Nothing here is needed to be right: a
/// file that is damaged or cannot be written is told once, and learning starts anew.
class CostBook
{
public:
    /// Replaces the file by the content; called without the lock that counting takes.
    using FileWriter = std::function<Result<void>(const QString &file, const QByteArray &content)>;

    /// Reads the file. The clock and the sink are not owned and outlive the book. `writer`: for tests.
    CostBook(QString file, const QString &token, QString apiVersion, const Clock &clock, EventSink &sink,
             FileWriter writer = {});
    /// Keeps what is not kept yet.
    ~CostBook();
    Q_DISABLE_COPY_MOVE(CostBook)

    /// Everything that a plan wants to know.
    [[nodiscard]] AccountExperience experience() const;
    /// Complexity points of one unit of the operation (monday-api.md 3.2).
    [[nodiscard]] std::optional<qint64> points(const QString &operation) const;
    /// Seconds that the server takes for one unit, a running mean.
    [[nodiscard]] std::optional<double> seconds(const QString &operation) const;
    [[nodiscard]] AccountLimits limits() const;
    /// Calls of the day so far, in UTC; a refused one counts a tenth.
    [[nodiscard]] double callsToday() const;

    void learnPoints(const QString &operation, qint64 points);
    void learnSeconds(const QString &operation, double seconds);
    /// What is empty stays as it was known.
    void learnLimits(const AccountLimits &limits);
    /// A call went out. Writes the file when that is long ago, so not under a lock of the caller.
    void countCall(double weight);

    /// Blocks for a file of some kilobytes.
    void save();

private:
    [[nodiscard]] Result<QJsonObject> readFile() const;
    void adopt(const QJsonObject &content);
    [[nodiscard]] QJsonObject merged(QJsonObject content) const;
    void turnDay();
    [[nodiscard]] Result<void> write();

    const QString m_file;
    const QString m_account; ///< hash of the token
    const QString m_apiVersion;
    const Clock &m_clock;
    EventSink &m_sink;
    const FileWriter m_writer;
    std::mutex m_fileMutex; ///< taken before m_mutex
    mutable std::mutex m_mutex;
    QHash<QString, UnitCost> m_operations;
    QSet<QString> m_learnt; ///< operations that this program knows better than the file
    AccountLimits m_limits;
    QDate m_day;
    double m_callsToday = 0;
    double m_unsavedCalls = 0; ///< part of m_callsToday
    Clock::Steady m_savedAt;
    bool m_dirty = false;
    bool m_complained = false;
    bool m_newerFile = false; ///< left alone
};

} // namespace syncline
