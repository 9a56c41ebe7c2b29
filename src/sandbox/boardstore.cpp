#include "sandbox/boardstore.h"

#include <QSqlError>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace syncline::sandbox {

namespace {

constexpr int applicationId = 0x53594e42; // "SYNB"
constexpr int stateVersion = 1;
constexpr int busyTimeoutMs = 20000;
constexpr qint64 firstItemId = 5'000'000'000;

constexpr QStringView tables[] = {
    uR"sql(CREATE TABLE boards (position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
           parent_id TEXT NOT NULL, subitem_board_id TEXT NOT NULL, active_items INTEGER NOT NULL,
           created_at INTEGER NOT NULL))sql",
    uR"sql(CREATE TABLE board_columns (board_id TEXT NOT NULL, id TEXT NOT NULL, position INTEGER NOT NULL,
           title TEXT NOT NULL, type TEXT NOT NULL, description TEXT NOT NULL, revision INTEGER NOT NULL,
           archived INTEGER NOT NULL, PRIMARY KEY (board_id, id)) WITHOUT ROWID)sql",
    uR"sql(CREATE TABLE labels (board_id TEXT NOT NULL, column_id TEXT NOT NULL, position INTEGER NOT NULL,
           id INTEGER NOT NULL, text TEXT NOT NULL, deactivated INTEGER NOT NULL,
           PRIMARY KEY (board_id, column_id, position)) WITHOUT ROWID)sql",
    uR"sql(CREATE TABLE board_groups (board_id TEXT NOT NULL, id TEXT NOT NULL, title TEXT NOT NULL,
           color TEXT NOT NULL, position INTEGER NOT NULL, state INTEGER NOT NULL,
           PRIMARY KEY (board_id, id)) WITHOUT ROWID)sql",
    // shown_*: what search shows until changed_at + lag; NULL for an item that search has not seen at all.
    uR"sql(CREATE TABLE items (id INTEGER PRIMARY KEY AUTOINCREMENT, board_id TEXT NOT NULL,
           group_id TEXT NOT NULL, parent_id INTEGER NOT NULL, name TEXT NOT NULL, state INTEGER NOT NULL, created_at INTEGER NOT NULL,
           changed_at INTEGER NOT NULL, column_values BLOB NOT NULL, shown_group_id TEXT, shown_name TEXT,
           shown_state INTEGER, shown_values BLOB))sql",
    uR"sql(CREATE INDEX items_by_group ON items (board_id, group_id, state, id))sql",
    uR"sql(CREATE INDEX items_by_parent ON items (parent_id, id) WHERE parent_id <> 0)sql",
    uR"sql(CREATE TABLE searched_columns (board_id TEXT NOT NULL, column_id TEXT NOT NULL,
           PRIMARY KEY (board_id, column_id)) WITHOUT ROWID)sql",
    uR"sql(CREATE TABLE searched_texts (board_id TEXT NOT NULL, column_id TEXT NOT NULL, text TEXT NOT NULL,
           item_id INTEGER NOT NULL, PRIMARY KEY (board_id, column_id, text, item_id)) WITHOUT ROWID)sql",
    uR"sql(CREATE TABLE limit_windows (name TEXT PRIMARY KEY, started_at INTEGER NOT NULL, used REAL NOT NULL)
           WITHOUT ROWID)sql",
    uR"sql(CREATE TABLE running_requests (id INTEGER PRIMARY KEY, until INTEGER NOT NULL))sql",
    uR"sql(CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID)sql",
    uR"sql(CREATE TABLE faults_played (fault TEXT PRIMARY KEY) WITHOUT ROWID)sql",
    uR"sql(CREATE TABLE answers (key BLOB PRIMARY KEY, body_hash BLOB NOT NULL, answer BLOB NOT NULL,
           ready_at INTEGER NOT NULL, expires_at INTEGER NOT NULL) WITHOUT ROWID)sql",
    uR"sql(CREATE INDEX answers_by_expiry ON answers (expires_at))sql",
};

Error storeError(const QString &path, const QString &reason)
{
    return {.kind = ErrorKind::FileFailed,
            .event = {.id = EventId::sb_001, .parameters = {{u"path"_s, path}, {u"reason"_s, reason}}}};
}

} // namespace

BoardStore::BoardStore(const QString &path, QString connection)
    : m_path(path)
    , m_connection(std::move(connection))
{
}

BoardStore::~BoardStore()
{
    m_statements.clear();
    {
        QSqlDatabase database = QSqlDatabase::database(m_connection, false);
        database.close();
    }
    QSqlDatabase::removeDatabase(m_connection);
}

Result<std::unique_ptr<BoardStore>> BoardStore::open(const QString &path, Mode mode)
{
    const QString connection = u"sandbox-"_s + QUuid::createUuid().toString(QUuid::Id128);
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, connection);
        database.setDatabaseName(path);
        database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=%1"_s.arg(busyTimeoutMs));
    }
    std::unique_ptr<BoardStore> store(new BoardStore(path, connection));
    if (Result<void> prepared = store->prepareFile(mode); !prepared)
        return std::move(prepared).error();
    return store;
}

Result<void> BoardStore::prepareFile(Mode mode)
{
    QSqlDatabase database = QSqlDatabase::database(m_connection, false);
    if (!database.open())
        return storeError(m_path, database.lastError().text());
    if (mode == Mode::Serve) {
        execute(u"PRAGMA journal_mode = WAL"_s);
        execute(u"PRAGMA synchronous = OFF"_s);
        execute(u"PRAGMA wal_autocheckpoint = 4000"_s);
    } else {
        execute(u"PRAGMA synchronous = OFF"_s);
    }
    if (!m_failure.isEmpty())
        return storeError(m_path, m_failure);

    Transaction transaction(*this);
    const auto pragma = [&](const QString &name) {
        QSqlQuery query(database);
        return query.exec(u"PRAGMA "_s + name) && query.next() ? query.value(0).toInt() : -1;
    };
    const int version = pragma(u"user_version"_s);
    if (version == stateVersion && pragma(u"application_id"_s) == applicationId)
        return transaction.commit();
    QSqlQuery content(database);
    if (version != 0 || !content.exec(u"SELECT 1 FROM sqlite_master LIMIT 1"_s) || content.next())
        return storeError(m_path, u"it is not a state file of this version"_s);
    content.finish();
    for (const QStringView table : tables)
        execute(table.toString());
    execute(u"INSERT INTO sqlite_sequence (name, seq) VALUES ('items', %1)"_s.arg(firstItemId - 1));
    execute(u"PRAGMA application_id = %1"_s.arg(applicationId));
    execute(u"PRAGMA user_version = %1"_s.arg(stateVersion));
    return transaction.commit();
}

void BoardStore::fail(const QString &reason)
{
    if (m_failure.isEmpty())
        m_failure = reason;
}

bool BoardStore::run(QSqlQuery &query)
{
    if (query.exec())
        return true;
    fail(query.lastError().text());
    return false;
}

bool BoardStore::execute(const QString &sql)
{
    QSqlQuery query(QSqlDatabase::database(m_connection, false));
    if (query.exec(sql))
        return true;
    fail(query.lastError().text());
    return false;
}

QSqlQuery &BoardStore::statement(const QString &sql)
{
    const auto found = m_statements.find(sql);
    if (found != m_statements.end()) {
        found->second.finish();
        return found->second;
    }
    QSqlQuery query(QSqlDatabase::database(m_connection, false));
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        fail(query.lastError().text());
    return m_statements.emplace(sql, std::move(query)).first->second;
}

void BoardStore::begin()
{
    m_failure.clear();
    run(statement(u"BEGIN IMMEDIATE"_s));
    QSqlQuery &query = statement(u"PRAGMA data_version"_s);
    const qint64 version = run(query) && query.next() ? query.value(0).toLongLong() : -1;
    query.finish();
    if (version != m_dataVersion) {
        m_boards.clear();
        m_searchedColumns.clear();
    }
    m_dataVersion = version;
}

Result<void> BoardStore::end(bool commit)
{
    for (auto &[sql, query] : m_statements)
        query.finish();
    if (commit && m_failure.isEmpty() && run(statement(u"COMMIT"_s)))
        return {};
    const QString reason = m_failure;
    // Nothing to roll back when BEGIN itself failed; the reason of that is what counts.
    run(statement(u"ROLLBACK"_s));
    m_boards.clear();
    m_searchedColumns.clear();
    m_failure.clear();
    if (commit)
        return storeError(m_path, reason);
    return {};
}

BoardStore::Transaction::Transaction(BoardStore &store)
    : m_store(store)
{
    m_store.begin();
}

BoardStore::Transaction::~Transaction()
{
    if (m_open)
        static_cast<void>(m_store.end(false));
}

Result<void> BoardStore::Transaction::commit()
{
    m_open = false;
    return m_store.end(true);
}

} // namespace syncline::sandbox
