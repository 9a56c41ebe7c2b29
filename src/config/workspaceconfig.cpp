#include "config/workspaceconfig.h"

#include "config/confignode.h"
#include "config/environmentreader.h"
#include "config/knownkeys.h"

#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline {

std::optional<QString> LoadedConfig::defaultEnvironment() const
{
    return m_names.size() == 1 ? std::optional(m_names.first()) : std::nullopt;
}

Result<EnvironmentSettings> LoadedConfig::environment(const QString &name) const
{
    const auto found = m_environments.find(name);
    if (found != m_environments.end())
        return found->second;
    return Error{.kind = ErrorKind::InvalidInput,
                 .event = {EventId::cf_024,
                           {{u"file"_s, m_file},
                            {u"environment"_s, name},
                            {u"environments"_s, QJsonArray::fromStringList(m_names)}}}};
}

std::vector<ConfigDiagnostic> LoadedConfig::diagnostics(const QString &environment) const
{
    std::vector<ConfigDiagnostic> result;
    std::ranges::copy_if(m_diagnostics, std::back_inserter(result), [&](const ConfigDiagnostic &diagnostic) {
        return diagnostic.environment.isEmpty() || diagnostic.environment == environment;
    });
    return result;
}

bool LoadedConfig::blocksSending(const QString &environment) const
{
    return std::ranges::any_of(diagnostics(environment), &ConfigDiagnostic::blocksSending);
}

Result<LoadedConfig> loadConfig(const QString &path)
{
    const QString file = QFileInfo(path).absoluteFilePath();
    const Result<ConfigNode> root = readTomlFile(file);
    if (!root)
        return root.error();

    LoadedConfig config;
    config.m_file = file;
    if (const ConfigNode *environments = root->child(u"environment")) {
        for (const ConfigNode &node : environments->children) {
            if (node.kind == ConfigNode::Kind::Table)
                config.m_names.append(node.key);
        }
    }
    Findings findings(file);
    checkKeys(*root, config.m_names, findings);
    if (config.m_names.isEmpty())
        findings.noEnvironment();
    config.m_environments = readEnvironments(*root, file, config.m_names, findings);
    config.m_diagnostics = findings.take();
    return config;
}

} // namespace syncline
