#pragma once

#include "config/confignode.h"
#include "config/findings.h"

#include <QStringList>

namespace syncline {

/// A section of the file, perhaps an absent one: typed reading, where a wrong value becomes a finding and the
/// fallback holds. Borrows the node and the findings.
class ConfigSection
{
public:
    ConfigSection(const ConfigNode &root, QStringList path, Findings &findings);

    [[nodiscard]] bool has(const QString &key) const { return node(key) != nullptr; }
    [[nodiscard]] const QStringList &path() const { return m_path; }
    [[nodiscard]] QStringList path(const QString &key) const { return m_path + QStringList{key}; }
    /// Of the key; of the section when the key is absent; of the nearest section around it when that is
    /// absent, too.
    [[nodiscard]] int line(const QString &key = {}) const;
    [[nodiscard]] const std::vector<ConfigNode> &children() const;
    [[nodiscard]] ConfigSection section(const QString &key) const;

    [[nodiscard]] QString text(const QString &key, const QString &fallback = {}) const;
    /// Text that must be there and not empty.
    [[nodiscard]] QString requiredText(const QString &key) const;
    [[nodiscard]] bool flag(const QString &key, bool fallback) const;
    [[nodiscard]] int integer(const QString &key, int fallback, int least, int most) const;
    [[nodiscard]] double number(const QString &key, double fallback, double least, double most) const;
    /// Position of the text in `choices`.
    [[nodiscard]] qsizetype choice(const QString &key, const QStringList &choices, qsizetype fallback) const;
    /// An id of monday.com: digits, written as a text or as a whole number.
    [[nodiscard]] QString boardId(const QString &key, bool required) const;

    [[nodiscard]] Findings &findings() const { return m_findings; }

private:
    [[nodiscard]] const ConfigNode *node(const QString &key) const;
    /// The node when it has the kind; else null, with a finding when there is another.
    [[nodiscard]] const ConfigNode *node(const QString &key, ConfigNode::Kind kind) const;

    const ConfigNode &m_root;
    QStringList m_path;
    const ConfigNode *m_table = nullptr;
    Findings &m_findings;
};

} // namespace syncline
