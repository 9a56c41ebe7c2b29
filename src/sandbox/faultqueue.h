#pragma once

#include "sandbox/fault.h"

#include <mutex>
#include <vector>

namespace syncline::sandbox {

/// Faults that a test asked for. Thread-safe.
class FaultQueue
{
public:
    /// `operation`: the name of a mutation or query field, "mutation" or "request".
    void push(const QString &operation, const Fault &fault)
    {
        const std::lock_guard lock(m_mutex);
        m_faults.push_back({operation, fault});
    }

    /// The oldest fault that is meant for one of the operations.
    [[nodiscard]] std::optional<Fault> take(const QStringList &operations)
    {
        const std::lock_guard lock(m_mutex);
        for (auto entry = m_faults.begin(); entry != m_faults.end(); ++entry) {
            if (!operations.contains(entry->operation))
                continue;
            Fault fault = entry->fault;
            m_faults.erase(entry);
            return fault;
        }
        return std::nullopt;
    }

private:
    struct Entry
    {
        QString operation;
        Fault fault;
    };
    std::mutex m_mutex;
    std::vector<Entry> m_faults;
};

} // namespace syncline::sandbox
