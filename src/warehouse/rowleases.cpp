#include "warehouse/rowleases.h"

#include "warehouse/rowtext.h"
#include "warehouse/warehouseerrors.h"

using namespace Qt::StringLiterals;

namespace syncline::warehouse {

namespace {

/// No record_uuid looks like it.
QString lockKey(const QString &name)
{
    return u"lock:"_s + name;
}

} // namespace

SqlRowLeases::SqlRowLeases(SqlConnection &sql, Migrations &tables, WarehouseMoments &moments,
                           const QString &boardId, const Clock &clock, std::chrono::milliseconds clockOffset)
    : m_sql(sql)
    , m_tables(tables)
    , m_moments(moments)
    , m_boardId(boardId.isNull() ? u""_s : boardId)
    , m_clock(clock)
    , m_clockOffset(clockOffset)
{
}

QString SqlRowLeases::now(std::chrono::seconds later) const
{
    return preciseTimeText(
        m_clock.utcNow().addMSecs((m_clockOffset + std::chrono::milliseconds(later)).count()));
}

Result<void> SqlRowLeases::open(const QString &session, const QString &desk, std::chrono::seconds holds)
{
    if (Result<void> fit = m_tables.demand(); !fit)
        return fit;
    Result<int> opened = m_sql.change(u"open_session"_s,
                                      {{u":session"_s, session},
                                       {u":desk"_s, desk.isNull() ? u""_s : desk},
                                       {u":started_at"_s, now()},
                                       {u":expires_at"_s, now(holds)}});
    if (!opened)
        return opened.error();
    return {};
}

Result<bool> SqlRowLeases::lives(const QString &session)
{
    Result<SqlCursor> rows = m_sql.run(u"living_session"_s, {{u":session"_s, session}, {u":now"_s, now()}});
    if (!rows)
        return rows.error();
    return rows->next();
}

Result<bool> SqlRowLeases::renew(const QString &session, std::chrono::seconds holds)
{
    if (Result<void> fit = m_tables.demand(); !fit)
        return fit.error();
    Result<std::unique_ptr<SqlTransaction>> transaction = SqlTransaction::begin(m_sql);
    if (!transaction)
        return transaction.error();
    if (Result<void> locked = lockClaims(); !locked)
        return locked.error();
    const Result<bool> alive = lives(session);
    if (!alive)
        return alive;
    const Result<int> renewed =
        m_sql.change(u"renew_session"_s, {{u":session"_s, session}, {u":expires_at"_s, now(holds)}});
    if (!renewed)
        return renewed.error();
    if (Result<void> committed = (*transaction)->commit(); !committed)
        return committed.error();
    return *alive;
}

Result<void> SqlRowLeases::lockClaims()
{
    Result<SqlCursor> rows = m_sql.run(u"lock_claims"_s);
    if (!rows)
        return rows.error();
    return rows->forEach([] { return Result<void>(); });
}

Result<SqlRowLeases::Taken> SqlRowLeases::take(const QString &session, const QString &keys)
{
    if (Result<void> fit = m_tables.demand(); !fit)
        return fit.error();
    Result<std::unique_ptr<SqlTransaction>> transaction = SqlTransaction::begin(m_sql);
    if (!transaction)
        return transaction.error();
    if (Result<void> locked = lockClaims(); !locked)
        return locked.error();
    Taken taken;
    {
        Result<SqlCursor> rows = m_sql.run(
            u"claim_leases"_s,
            {{u":session"_s, session}, {u":board_id"_s, m_boardId}, {u":keys"_s, keys}, {u":now"_s, now()}});
        if (!rows)
            return rows.error();
        Result<void> read = rows->forEach([&]() -> Result<void> {
            taken.keys.insert(rows->text(0), rows->text(1));
            return {};
        });
        if (!read)
            return read.error();
    }
    if (taken.keys.isEmpty()) {
        const Result<bool> alive = lives(session);
        if (!alive)
            return alive.error();
        if (!*alive)
            return sessionRunOut(session);
    }
    const Result<WarehouseMoment> moment = m_moments.now();
    if (!moment)
        return moment.error();
    taken.at = *moment;
    if (Result<void> committed = (*transaction)->commit(); !committed)
        return committed.error();
    return taken;
}

Result<Claim> SqlRowLeases::claim(const QString &session, const std::vector<RecordKey> &keys)
{
    std::vector<RecordKey> wanted;
    QSet<RecordKey> seen;
    for (const RecordKey &key : keys) {
        if (!seen.contains(key))
            wanted.push_back(key);
        seen.insert(key);
    }
    if (wanted.empty())
        return Claim{};
    const Result<Taken> taken = take(session, keyList(wanted));
    if (!taken)
        return taken.error();
    Claim claim{.at = taken->at};
    for (const RecordKey &key : wanted) {
        const auto found = taken->keys.constFind(key.toString());
        if (found == taken->keys.cend())
            continue;
        claim.taken.push_back(key);
        if (!found->isEmpty())
            claim.takenOver.push_back(key);
    }
    return claim;
}

Result<void> SqlRowLeases::drop(const QString &session, const QString &keys)
{
    if (Result<void> fit = m_tables.demand(); !fit)
        return fit;
    const Result<int> dropped = m_sql.change(
        u"release_leases"_s, {{u":session"_s, session}, {u":board_id"_s, m_boardId}, {u":keys"_s, keys}});
    if (!dropped)
        return dropped.error();
    return {};
}

Result<void> SqlRowLeases::release(const QString &session, const std::vector<RecordKey> &keys)
{
    return keys.empty() ? Result<void>() : drop(session, keyList(keys));
}

Result<void> SqlRowLeases::close(const QString &session, const std::vector<RecordKey> &inDoubt)
{
    if (Result<void> fit = m_tables.demand(); !fit)
        return fit;
    Result<std::unique_ptr<SqlTransaction>> transaction = SqlTransaction::begin(m_sql);
    if (!transaction)
        return transaction.error();
    const Result<int> dropped =
        m_sql.change(u"drop_leases"_s, {{u":session"_s, session}, {u":kept"_s, keyList(inDoubt)}});
    if (!dropped)
        return dropped.error();
    if (inDoubt.empty()) {
        if (const Result<int> ended = m_sql.change(u"close_session"_s, {{u":session"_s, session}}); !ended)
            return ended.error();
    }
    return (*transaction)->commit();
}

Result<bool> SqlRowLeases::lock(const QString &session, const QString &name)
{
    const Result<Taken> taken = take(session, jsonList({lockKey(name)}));
    if (!taken)
        return taken.error();
    return !taken->keys.isEmpty();
}

Result<void> SqlRowLeases::unlock(const QString &session, const QString &name)
{
    return drop(session, jsonList({lockKey(name)}));
}

template<typename Holder>
Result<std::optional<Holder>> SqlRowLeases::firstLiving(const QString &keys,
                                                        const std::function<Holder(const SqlCursor &)> &toHolder)
{
    Result<SqlCursor> rows =
        m_sql.run(u"living_leases"_s, {{u":board_id"_s, m_boardId}, {u":keys"_s, keys}, {u":now"_s, now()}});
    if (!rows)
        return rows.error();
    const Result<bool> found = rows->next();
    if (!found)
        return found.error();
    return *found ? std::optional<Holder>(toHolder(*rows)) : std::optional<Holder>();
}

Result<std::optional<LockHolder>> SqlRowLeases::lockHolder(const QString &name)
{
    if (Result<void> fit = m_tables.demand(); !fit)
        return fit.error();
    const auto toHolder = [this](const SqlCursor &row) {
        return LockHolder{.session = row.text(1),
                          .desk = row.text(2),
                          .until = preciseTime(row.text(3)).addMSecs(-m_clockOffset.count())};
    };
    return firstLiving<LockHolder>(jsonList({lockKey(name)}), toHolder);
}

Result<std::optional<LeaseHolder>> SqlRowLeases::holderOf(std::span<const RecordKey> keys)
{
    if (Result<void> fit = m_tables.demand(); !fit)
        return fit.error();
    if (Result<void> locked = lockClaims(); !locked)
        return locked.error();
    const auto toHolder = [](const SqlCursor &row) {
        return LeaseHolder{
            .key = RecordKey::fromString(row.text(0)), .session = row.text(1), .desk = row.text(2)};
    };
    return firstLiving<LeaseHolder>(keyList(keys), toHolder);
}

} // namespace syncline::warehouse
