#pragma once

#include "config/secrets.h"

#include <QThread>

#include <chrono>
#include <memory>

namespace syncline {

/// Name under which the entries stand in the keychain.
inline constexpr QLatin1StringView keychainService("Syncline");

/// The keychain of the desktop (Secret Service, KWallet, Windows, macOS). Make one per program and keep it
/// until the end: QtKeychain queues its jobs through an object that belongs to the thread of the first job,
/// so all of them run on one thread, which this object owns.
class SystemKeychain final : public Keychain
{
public:
    /// A keychain that does not answer in `patience` counts as one without the entry.
    explicit SystemKeychain(std::chrono::milliseconds patience = std::chrono::seconds(60));
    ~SystemKeychain() override;

    [[nodiscard]] Entry read(const QString &name) override;

private:
    const std::chrono::milliseconds m_patience;
    QThread m_thread;
    std::unique_ptr<QObject> m_anchor; ///< lives on the thread; calls to it run there
};

} // namespace syncline
