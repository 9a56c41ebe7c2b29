#include "config/configsection.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace syncline {

ConfigSection::ConfigSection(const ConfigNode &root, QStringList path, Findings &findings)
    : m_root(root)
    , m_path(std::move(path))
    , m_findings(findings)
{
    const ConfigNode *found = root.find(m_path);
    m_table = found && found->kind == ConfigNode::Kind::Table ? found : nullptr;
}

int ConfigSection::line(const QString &key) const
{
    QStringList path = key.isEmpty() ? m_path : this->path(key);
    while (!path.isEmpty()) {
        if (const ConfigNode *found = m_root.find(path))
            return found->line;
        path.removeLast();
    }
    return m_root.line;
}

const std::vector<ConfigNode> &ConfigSection::children() const
{
    static const std::vector<ConfigNode> none;
    return m_table ? m_table->children : none;
}

ConfigSection ConfigSection::section(const QString &key) const
{
    return {m_root, path(key), m_findings};
}

const ConfigNode *ConfigSection::node(const QString &key) const
{
    return m_table ? m_table->child(key) : nullptr;
}

const ConfigNode *ConfigSection::node(const QString &key, ConfigNode::Kind kind) const
{
    const ConfigNode *found = node(key);
    if (!found || found->kind == kind)
        return found;
    m_findings.wrongType(path(key), found->line, nameOf(kind), nameOf(found->kind));
    return nullptr;
}

QString ConfigSection::text(const QString &key, const QString &fallback) const
{
    const ConfigNode *found = node(key, ConfigNode::Kind::Text);
    return found ? found->value.toString() : fallback;
}

QString ConfigSection::requiredText(const QString &key) const
{
    const QString result = text(key);
    const ConfigNode *found = node(key);
    if (!found || (found->kind == ConfigNode::Kind::Text && result.trimmed().isEmpty()))
        m_findings.missing(path(key), line(key));
    return result;
}

bool ConfigSection::flag(const QString &key, bool fallback) const
{
    const ConfigNode *found = node(key, ConfigNode::Kind::Boolean);
    return found ? found->value.toBool() : fallback;
}

int ConfigSection::integer(const QString &key, int fallback, int least, int most) const
{
    const ConfigNode *found = node(key, ConfigNode::Kind::Integer);
    if (!found)
        return fallback;
    const qint64 value = found->value.toLongLong();
    if (value >= least && value <= most)
        return static_cast<int>(value);
    m_findings.outOfRange(path(key), found->line, static_cast<double>(value), least, most);
    return fallback;
}

double ConfigSection::number(const QString &key, double fallback, double least, double most) const
{
    const ConfigNode *found = node(key);
    if (found && found->kind != ConfigNode::Kind::Integer)
        found = node(key, ConfigNode::Kind::Number);
    if (!found)
        return fallback;
    const double value = found->value.toDouble();
    if (std::isfinite(value) && value >= least && value <= most)
        return value;
    m_findings.outOfRange(path(key), found->line, value, least, most);
    return fallback;
}

qsizetype ConfigSection::choice(const QString &key, const QStringList &choices, qsizetype fallback) const
{
    const ConfigNode *found = node(key, ConfigNode::Kind::Text);
    if (!found)
        return fallback;
    const qsizetype index = choices.indexOf(found->value.toString());
    if (index >= 0)
        return index;
    m_findings.notAChoice(path(key), found->line, found->value.toString(), choices);
    return fallback;
}

QString ConfigSection::boardId(const QString &key, bool required) const
{
    const ConfigNode *found = node(key);
    if (!found) {
        if (required)
            m_findings.missing(path(key), line(key));
        return {};
    }
    if (found->kind == ConfigNode::Kind::Integer && found->value.toLongLong() > 0)
        return QString::number(found->value.toLongLong());
    const QString id = found->kind == ConfigNode::Kind::Text ? found->value.toString().trimmed() : QString();
    const bool digits = std::ranges::all_of(id, [](QChar c) { return c >= u'0' && c <= u'9'; });
    if (!id.isEmpty() && digits)
        return id;
    if (found->kind != ConfigNode::Kind::Text || !id.isEmpty())
        m_findings.noDigits(path(key), found->line);
    else if (required)
        m_findings.missing(path(key), found->line);
    return {};
}

} // namespace syncline
