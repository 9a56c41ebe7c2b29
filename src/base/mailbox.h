#pragma once

#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace syncline {

/// Carries values from many threads to one consumer without one queued signal per value.
/// The first post after a drain calls `wake` once (on the posting thread); the consumer drains when it likes.
template<typename T>
class Mailbox
{
public:
    explicit Mailbox(std::function<void()> wake)
        : m_wake(std::move(wake))
    {
    }
    Mailbox(const Mailbox &) = delete;
    Mailbox &operator=(const Mailbox &) = delete;

    void post(T value)
    {
        bool first = false;
        {
            const std::lock_guard lock(m_mutex);
            first = m_values.empty();
            m_values.push_back(std::move(value));
        }
        if (first)
            m_wake();
    }

    [[nodiscard]] std::vector<T> drain()
    {
        std::vector<T> values;
        const std::lock_guard lock(m_mutex);
        values.swap(m_values);
        return values;
    }

private:
    std::function<void()> m_wake;
    std::mutex m_mutex;
    std::vector<T> m_values;
};

} // namespace syncline
