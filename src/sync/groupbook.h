#pragma once

#include "domain/orderwarehouse.h"
#include "sync/leasekeeper.h"
#include "sync/sharedwarehouse.h"

#include <QHash>
#include <QSet>

#include <mutex>

namespace syncline {

/// The groups of the board during one sync: looked up before any is made, healed when they vanish.
/// Thread-safe; only one thread of one desk at a time makes groups, so that a title never gets two.
class GroupBook
{
public:
    GroupBook(std::vector<BoardGroup> groups, SyncEnvironment &environment, SyncJournal &journal,
              LeaseKeeper &leases, SharedWarehouse &warehouse)
        : m_groups(std::move(groups))
        , m_environment(environment)
        , m_journal(journal)
        , m_leases(leases)
        , m_warehouse(warehouse)
    {
    }

    /// Titles that will be asked for, in this order. Some of them are made along with those that are, a few at once.
    void expect(QStringList titles);
    /// Makes the groups of these titles that the board does not have, in one go. A title that monday refuses is
    /// told by ensure().
    [[nodiscard]] Result<void> prepare(const QStringList &titles, LanePorts &ports, const StopTokens &stop);
    /// The group of the title, made when the board has none; waiting rows of the customer learn its id.
    /// `ports` are those of the calling thread.
    [[nodiscard]] Result<BoardGroup> ensure(const QString &title, const QString &customer, bool idWasGone,
                                            LanePorts &ports, const StopTokens &stop);
    /// The board does not have the group any more: the groups are read anew, and the title is ensured.
    [[nodiscard]] Result<BoardGroup> heal(const QString &title, const QString &customer,
                                          const QString &goneId, LanePorts &ports, const StopTokens &stop);

private:
    [[nodiscard]] Result<void> makeMissing(const QStringList &titles, LanePorts &ports, const StopTokens &stop);
    [[nodiscard]] Result<void> makeAll(const QStringList &titles, LanePorts &ports, const StopTokens &stop);
    [[nodiscard]] Result<BoardGroup> make(const QString &title, BoardGateway &gateway, const StopTokens &stop) const;
    [[nodiscard]] QStringList toMake(const QStringList &titles);
    [[nodiscard]] Result<void> readGroups(LanePorts &ports, const StopTokens &stop);
    [[nodiscard]] Result<BoardGroup> ensureLocked(const QString &title, const QString &customer,
                                                  bool idWasGone, LanePorts &ports, const StopTokens &stop);
    [[nodiscard]] const BoardGroup *find(const QString &title) const;

    std::mutex m_mutex;
    std::vector<BoardGroup> m_groups;
    QStringList m_expected;
    QSet<QString> m_made; ///< folded titles made by this run and not told yet
    QHash<QString, Error> m_refused; ///< by folded title
    SyncEnvironment &m_environment;
    SyncJournal &m_journal;
    LeaseKeeper &m_leases;
    SharedWarehouse &m_warehouse;
};

} // namespace syncline
