#pragma once

#include "base/result.h"
#include "config/findings.h"
#include "domain/settings.h"

#include <QStringList>

#include <map>
#include <optional>
#include <vector>

namespace syncline {

/// A configuration file as read: one set of settings per environment, and everything that is wrong or
/// superfluous in it. A value; any thread.
class LoadedConfig
{
public:
    [[nodiscard]] QString file() const { return m_file; } ///< absolute
    [[nodiscard]] QStringList environmentNames() const { return m_names; } ///< in file order
    /// The only environment of the file; none when it has several (contract 3: no default among several).
    [[nodiscard]] std::optional<QString> defaultEnvironment() const;
    /// Settings of the environment, also when something blocks sending: looking stays possible. InvalidInput,
    /// with the names there are, when the file has no such environment.
    [[nodiscard]] Result<EnvironmentSettings> environment(const QString &name) const;

    /// In the order of the lines.
    [[nodiscard]] const std::vector<ConfigDiagnostic> &diagnostics() const { return m_diagnostics; }
    /// Those that concern the environment or all of them.
    [[nodiscard]] std::vector<ConfigDiagnostic> diagnostics(const QString &environment) const;
    /// Whether one of them forbids sending from the environment.
    [[nodiscard]] bool blocksSending(const QString &environment) const;

private:
    friend Result<LoadedConfig> loadConfig(const QString &path);

    QString m_file;
    QStringList m_names;
    std::map<QString, EnvironmentSettings> m_environments;
    std::vector<ConfigDiagnostic> m_diagnostics;
};

/// Reads the file (contract 3). Fails with FileFailed when it cannot be read and with InvalidInput, naming
/// line and column, when it is no TOML; everything else becomes a diagnostic.
[[nodiscard]] Result<LoadedConfig> loadConfig(const QString &path);

} // namespace syncline
