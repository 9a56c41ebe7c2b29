#pragma once

#include "domain/orderwarehouse.h"
#include "sync/syncports.h"

#include <mutex>

namespace syncline {

/// The groups of the board during one sync: looked up before any is made, healed when they vanish.
/// Thread-safe; only one thread at a time makes a group, so that a title never gets two.
class GroupBook
{
public:
    GroupBook(std::vector<BoardGroup> groups, SyncEnvironment &environment, SyncJournal &journal)
        : m_groups(std::move(groups))
        , m_environment(environment)
        , m_journal(journal)
    {
    }

    /// The group of the title, made when the board has none; waiting rows of the customer learn its id.
    /// `ports` are those of the calling thread.
    [[nodiscard]] Result<BoardGroup> ensure(const QString &title, const QString &customer, bool idWasGone,
                                            LanePorts &ports, const StopTokens &stop);
    /// The board does not have the group any more: the groups are read anew, and the title is ensured.
    [[nodiscard]] Result<BoardGroup> heal(const QString &title, const QString &customer,
                                          const QString &goneId, LanePorts &ports, const StopTokens &stop);

private:
    [[nodiscard]] Result<BoardGroup> make(const QString &title, LanePorts &ports, const StopTokens &stop);
    [[nodiscard]] Result<BoardGroup> ensureLocked(const QString &title, const QString &customer,
                                                  bool idWasGone, LanePorts &ports, const StopTokens &stop);
    [[nodiscard]] const BoardGroup *find(const QString &title) const;

    std::mutex m_mutex;
    std::vector<BoardGroup> m_groups;
    SyncEnvironment &m_environment;
    SyncJournal &m_journal;
};

} // namespace syncline
