#pragma once

#include "base/result.h"
#include "sandbox/boarddefinition.h"

#include <QDateTime>
#include <QJsonObject>
#include <QSqlDatabase>
#include <QSqlQuery>

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace syncline::sandbox {

/// An item or subitem as the state file keeps it.
struct StoredItem
{
    qint64 id = 0;
    QString boardId;
    QString groupId;
    qint64 parentId = 0; ///< of a subitem
    QString name;
    State state = State::Active;
    qint64 createdAt = 0; ///< milliseconds since 1970
    QJsonObject values; ///< by column id, in the form of checkColumnValue
};

/// An answer that the idempotency cache keeps (monday-api.md 6).
struct CachedAnswer
{
    QByteArray bodyHash;
    QByteArray answer;
    qint64 readyAt = 0; ///< until then the first execution counts as running
    qint64 expiresAt = 0;
};

/// One limit's window: opens with the first call and is over after its length (monday-api.md 3.1).
struct LimitWindow
{
    qint64 startedAt = 0;
    double used = 0;
};

/// Requests that are not answered yet, of every server over the file.
struct RunningRequests
{
    int count = 0;
    qint64 firstEndsAt = 0;
};

/// The state file: boards, items, limits, counters, idempotency cache, faults played. SQLite.
/// Lives and dies on one thread; several stores, also of several processes, may work over one file at the
/// same time. Everything is read and written inside a Transaction, which holds the file's only write lock. A
/// statement that fails spoils the transaction: its commit then fails with the reason, and nothing of it is
/// kept. Survives the end of the process at any moment, not a power loss.
class BoardStore
{
public:
    enum class Mode {
        Serve, ///< write-ahead log: fast, and readers do not wait
        Seed, ///< rollback journal: the same writes give the same bytes
    };

    /// Opens or makes the file. Fails with FileFailed when it cannot be opened or is not a state file.
    [[nodiscard]] static Result<std::unique_ptr<BoardStore>> open(const QString &path,
                                                                  Mode mode = Mode::Serve);
    ~BoardStore();
    Q_DISABLE_COPY_MOVE(BoardStore)

    /// Write lock while it lives; rolls back unless committed.
    class Transaction
    {
    public:
        explicit Transaction(BoardStore &store);
        ~Transaction();
        Q_DISABLE_COPY_MOVE(Transaction)
        [[nodiscard]] Result<void> commit();

    private:
        BoardStore &m_store;
        bool m_open = true;
    };

    // Boards
    [[nodiscard]] QStringList boardIds();
    [[nodiscard]] const BoardDefinition *board(const QString &boardId);
    void addBoard(const BoardDefinition &board, qint64 createdAt);
    void saveColumn(const QString &boardId, const ColumnDefinition &column);
    void saveGroup(const QString &boardId, const GroupDefinition &group);

    // Items
    [[nodiscard]] std::optional<StoredItem> item(qint64 id);
    [[nodiscard]] std::vector<StoredItem> subitems(qint64 parentId);
    [[nodiscard]] int activeSubitemCount(qint64 parentId);
    /// Active items of a group (or of the whole board when empty) with an id above `after`, by id, at most
    /// `limit`.
    [[nodiscard]] std::vector<StoredItem> itemsOf(const QString &boardId, const QString &groupId,
                                                  qint64 after, int limit);
    /// Items of a board by id, archived and deleted ones too.
    [[nodiscard]] std::vector<StoredItem> allItems(const QString &boardId);
    /// Returns the new id; `item.id` 0 takes the next free one.
    qint64 addItem(const StoredItem &item, qint64 now);
    /// What search sees stays as it was until `lag` has passed.
    void saveItem(const StoredItem &item, qint64 now, std::chrono::milliseconds lag);

    /// What search knows at `now`: items whose last change is younger than `lag` as they were before it.
    [[nodiscard]] std::vector<StoredItem> searchableItems(const QString &boardId, qint64 now,
                                                          std::chrono::milliseconds lag);
    /// The same for items whose `columnId` holds one of the texts, compared without case.
    [[nodiscard]] std::vector<StoredItem> searchByText(const BoardDefinition &board, const QString &columnId,
                                                       const QStringList &texts, qint64 now,
                                                       std::chrono::milliseconds lag);

    // Limits, counters, faults, idempotency
    [[nodiscard]] LimitWindow limitWindow(const QString &name);
    void saveLimitWindow(const QString &name, const LimitWindow &window);
    [[nodiscard]] RunningRequests runningRequests(qint64 now);
    void addRunningRequest(qint64 until);
    void count(const QString &counter, qint64 amount = 1);
    [[nodiscard]] qint64 counter(const QString &counter);
    [[nodiscard]] std::map<QString, qint64> counters();
    /// False when it was marked before.
    bool markFaultPlayed(const QString &fault);
    [[nodiscard]] std::optional<CachedAnswer> cachedAnswer(const QByteArray &key, qint64 now);
    void saveAnswer(const QByteArray &key, const CachedAnswer &answer);

private:
    BoardStore(const QString &path, QString connection);

    void begin();
    [[nodiscard]] Result<void> end(bool commit);
    [[nodiscard]] Result<void> prepareFile(Mode mode);
    bool run(QSqlQuery &query);
    bool execute(const QString &sql);
    QSqlQuery &statement(const QString &sql);
    void fail(const QString &reason);
    void loadBoard(BoardDefinition &board);
    void changeActiveItems(const QString &boardId, int difference);
    void indexTexts(const StoredItem &item);
    [[nodiscard]] std::vector<StoredItem> readItems(QSqlQuery &query);

    QString m_path;
    QString m_connection;
    std::map<QString, QSqlQuery> m_statements;
    std::map<QString, BoardDefinition> m_boards; ///< read once, dropped when another connection wrote
    std::map<QString, QStringList> m_searchedColumns;
    qint64 m_dataVersion = -1;
    QString m_failure; ///< of the transaction that is open
};

} // namespace syncline::sandbox
