#pragma once

#include "base/result.h"
#include "domain/recordkey.h"
#include "domain/warehousemoment.h"

#include <QDateTime>
#include <QString>

#include <chrono>
#include <functional>
#include <optional>
#include <vector>

namespace syncline {

/// Rows that a session got.
struct Claim
{
    std::vector<RecordKey> taken; ///< all that it holds now, of those asked for
    /// Of them, held before by a session that is dead: it may have sent them, so they are looked up first.
    std::vector<RecordKey> takenOver;
    WarehouseMoment at = 0; ///< when they were taken
};

/// The session that has a lock.
struct LockHolder
{
    QString session;
    QString desk; ///< for people
    QDateTime until; ///< UTC by this computer's clock; longer if the session is renewed
};

/// Who works on which rows, kept in the warehouse, so that several desks share the work (contract 5). A session
/// is a sync; its leases hold as long as it is renewed. Belongs to the thread of its warehouse; every call
/// blocks.
class RowLeases
{
public:
    RowLeases() = default;
    Q_DISABLE_COPY_MOVE(RowLeases)
    virtual ~RowLeases() = default;

    /// Begins or takes up the session: a desk that restarts has its leases back at once. `desk` is for people.
    [[nodiscard]] virtual Result<void> open(const QString &session, const QString &desk,
                                            std::chrono::seconds holds) = 0;
    /// Holds for as long again. False when it had run out: other desks may have taken its rows meanwhile, so
    /// they are to be claimed anew.
    [[nodiscard]] virtual Result<bool> renew(const QString &session, std::chrono::seconds holds) = 0;
    /// The same, for a caller who must not wait: `told` gets the answer, perhaps later and on another thread.
    virtual void renewLater(const QString &session, std::chrono::seconds holds,
                            std::function<void(const Result<bool> &)> told)
    {
        told(renew(session, holds));
    }
    /// Takes the rows that no other living session holds. At most 500 keys.
    [[nodiscard]] virtual Result<Claim> claim(const QString &session, const std::vector<RecordKey> &keys) = 0;
    [[nodiscard]] virtual Result<void> release(const QString &session, const std::vector<RecordKey> &keys) = 0;
    /// The end of the session and of its leases. Those of rows in doubt stay, and with them the session, until
    /// it is taken up again or its time is over.
    [[nodiscard]] virtual Result<void> close(const QString &session,
                                             const std::vector<RecordKey> &inDoubt) = 0;

    /// One session at a time may change what `name` stands for (a group title, a column's labels). False when
    /// another living session has it.
    [[nodiscard]] virtual Result<bool> lock(const QString &session, const QString &name) = 0;
    [[nodiscard]] virtual Result<void> unlock(const QString &session, const QString &name) = 0;
    /// The living session that has it; empty: none.
    [[nodiscard]] virtual Result<std::optional<LockHolder>> lockHolder(const QString &name) = 0;
};

} // namespace syncline
