#pragma once

#include "base/result.h"

#include <QProcessEnvironment>
#include <QString>

namespace syncline {

/// Entries of the system's keychain under one service name.
class Keychain
{
public:
    Keychain() = default;
    Q_DISABLE_COPY_MOVE(Keychain)
    virtual ~Keychain() = default;

    /// What a look-up found. `text` is empty when there is no entry; `problem` says why, for people.
    struct Entry
    {
        QString text;
        QString problem;
    };

    /// Blocks the calling thread (never the window's: the system may ask the user to unlock). Thread-safe.
    [[nodiscard]] virtual Entry read(const QString &name) = 0;
};

/// Token and passwords: from the environment, else from the keychain (contract 3). They never stand in a
/// file, a setting, a log or an error. Thread-safe when the keychain is; blocks as the keychain does.
class Secrets
{
public:
    /// Borrows the keychain, which must live longer.
    explicit Secrets(Keychain &keychain,
                     QProcessEnvironment environment = QProcessEnvironment::systemEnvironment());

    /// From MONDAY_API_KEY, else the entry "monday". A pasted "Bearer " and blanks around it are removed.
    /// Unauthorised when there is none.
    [[nodiscard]] Result<QString> mondayToken() const;
    /// From SYNCLINE_DB_PASSWORD_<KEY>, else the entry "database/<key>". Unauthorised when there is none.
    [[nodiscard]] Result<QString> databasePassword(const QString &databaseKey) const;

    /// Name of the variable: upper case, everything but letters and digits as an underscore.
    [[nodiscard]] static QString databaseVariable(const QString &databaseKey);

private:
    Keychain &m_keychain;
    QProcessEnvironment m_environment;
};

/// The token without "Bearer " and without white space around it.
[[nodiscard]] QString cleanedToken(const QString &pasted);

} // namespace syncline
