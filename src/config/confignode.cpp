#include "config/confignode.h"

#include <QFile>

#include <toml++/toml.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

QString fromToml(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

ConfigNode convert(const toml::node &node, const QString &key, int keyLine)
{
    ConfigNode result;
    result.key = key;
    result.line = keyLine;
    if (const toml::table *table = node.as_table()) {
        result.kind = ConfigNode::Kind::Table;
        // The library sorts by name; on_conflict needs the order of the file.
        std::vector<std::pair<const toml::key *, const toml::node *>> members;
        for (auto member = table->cbegin(); member != table->cend(); ++member)
            members.emplace_back(&member->first, &member->second);
        std::ranges::stable_sort(members, {}, [](const auto &member) {
            const toml::source_position place = member.first->source().begin;
            return std::pair(place.line, place.column);
        });
        for (const auto &[name, value] : members)
            result.children.push_back(
                convert(*value, fromToml(name->str()), static_cast<int>(name->source().begin.line)));
    } else if (const toml::array *array = node.as_array()) {
        result.kind = ConfigNode::Kind::Array;
        for (const toml::node &element : *array)
            result.children.push_back(convert(element, {}, static_cast<int>(element.source().begin.line)));
    } else if (const auto text = node.value_exact<std::string>()) {
        result.kind = ConfigNode::Kind::Text;
        result.value = fromToml(*text);
    } else if (const auto integer = node.value_exact<int64_t>()) {
        result.kind = ConfigNode::Kind::Integer;
        result.value = static_cast<qint64>(*integer);
    } else if (const auto number = node.value_exact<double>()) {
        result.kind = ConfigNode::Kind::Number;
        result.value = *number;
    } else if (const auto boolean = node.value_exact<bool>()) {
        result.kind = ConfigNode::Kind::Boolean;
        result.value = *boolean;
    } else {
        result.kind = ConfigNode::Kind::Other;
    }
    return result;
}

Error unreadable(const QString &path, const QString &reason)
{
    return {.kind = ErrorKind::FileFailed,
            .event = {EventId::cf_002, {{u"file"_s, path}, {u"reason"_s, reason}}}};
}

} // namespace

const ConfigNode *ConfigNode::child(QStringView name) const
{
    const auto found =
        std::ranges::find_if(children, [name](const ConfigNode &node) { return node.key == name; });
    return found == children.end() ? nullptr : &*found;
}

const ConfigNode *ConfigNode::find(const QStringList &path) const
{
    const ConfigNode *node = this;
    for (const QString &part : path) {
        node = node->child(part);
        if (!node)
            return nullptr;
    }
    return node;
}

Result<ConfigNode> readTomlFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return unreadable(path, file.errorString());
    const QByteArray content = file.readAll();
    if (file.error() != QFile::NoError)
        return unreadable(path, file.errorString());
    try {
        const toml::table table =
            toml::parse(std::string_view(content.constData(), static_cast<std::size_t>(content.size())));
        return convert(table, {}, 1);
    } catch (const toml::parse_error &error) {
        const toml::source_position place = error.source().begin;
        return Error{.kind = ErrorKind::InvalidInput,
                     .event = {EventId::cf_003,
                               {{u"file"_s, path},
                                {u"line"_s, static_cast<int>(place.line)},
                                {u"column"_s, static_cast<int>(place.column)},
                                {u"reason"_s, fromToml(error.description())}}}};
    }
}

QString dottedPath(const QStringList &path)
{
    QStringList parts;
    for (const QString &part : path) {
        const bool bare = !part.isEmpty() && std::ranges::all_of(part, [](QChar c) {
            return c.unicode() < 128 && (c.isLetterOrNumber() || c == u'_' || c == u'-');
        });
        parts.append(bare ? part : QString(u'"' + part + u'"'));
    }
    return parts.join(u'.');
}

QString nameOf(ConfigNode::Kind kind)
{
    switch (kind) {
    case ConfigNode::Kind::Table:
        return u"a section"_s;
    case ConfigNode::Kind::Array:
        return u"a list"_s;
    case ConfigNode::Kind::Text:
        return u"a text"_s;
    case ConfigNode::Kind::Integer:
        return u"a whole number"_s;
    case ConfigNode::Kind::Number:
        return u"a number"_s;
    case ConfigNode::Kind::Boolean:
        return u"true or false"_s;
    case ConfigNode::Kind::Other:
        return u"a date or time"_s;
    }
    Q_UNREACHABLE();
}

} // namespace syncline
