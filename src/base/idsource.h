#pragma once

#include <QUuid>

#include <mutex>
#include <random>

namespace syncline {

/// Source of unique ids (Sync IDs, idempotency keys, leases) and of jitter. Thread-safe.
class IdSource
{
public:
    IdSource() = default;
    Q_DISABLE_COPY_MOVE(IdSource)
    virtual ~IdSource() = default;
    [[nodiscard]] virtual QUuid next() = 0;
    /// Uniform in [0, 1).
    [[nodiscard]] virtual double jitter() = 0;
};

/// Ids from the operating system's generator.
class SystemIdSource final : public IdSource
{
public:
    [[nodiscard]] QUuid next() override;
    [[nodiscard]] double jitter() override;
};

/// Repeatable ids from a seed, for tests and demo data.
class SeededIdSource final : public IdSource
{
public:
    explicit SeededIdSource(quint64 seed)
        : m_engine(seed)
    {
    }
    [[nodiscard]] QUuid next() override;
    [[nodiscard]] double jitter() override;

private:
    std::mutex m_mutex;
    std::mt19937_64 m_engine;
};

} // namespace syncline
