#include "config/findings.h"

#include "config/confignode.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline {

void Findings::add(EventId id, const QStringList &path, int line, QJsonObject more)
{
    more.insert(u"file"_s, m_file);
    more.insert(u"line"_s, line);
    more.insert(u"key"_s, dottedPath(path));
    m_diagnostics.push_back({.event = {.id = id, .parameters = std::move(more)},
                             .blocksSending = describe(id).level == EventLevel::Error,
                             .environment = m_environment});
}

void Findings::unusedKey(const QStringList &path, int line)
{
    add(EventId::cf_001, path, line);
}

void Findings::unusedSection(const QStringList &path, int line, const QStringList &keys)
{
    add(EventId::cf_004, path, line, {{u"keys"_s, QJsonArray::fromStringList(keys)}});
}

void Findings::supersededKey(const QStringList &path, int line, const QString &by)
{
    add(EventId::cf_005, path, line, {{u"by"_s, by}});
}

void Findings::unknownKey(const QStringList &path, int line, const QString &nearest)
{
    if (nearest.isEmpty())
        add(EventId::cf_006, path, line);
    else
        add(EventId::cf_007, path, line, {{u"nearest"_s, nearest}});
}

void Findings::noRecordKeyColumn(const QStringList &path, int line)
{
    add(EventId::cf_008, path, line);
}

void Findings::sharedTable(const QStringList &path, int line, const QString &table,
                           const QString &otherEnvironment)
{
    add(EventId::cf_009, path, line, {{u"table"_s, table}, {u"other"_s, otherEnvironment}});
}

void Findings::valueMappingOfUnmappedColumn(const QStringList &path, int line)
{
    add(EventId::cf_010, path, line);
}

void Findings::wrongType(const QStringList &path, int line, const QString &expected, const QString &found)
{
    add(EventId::cf_011, path, line, {{u"expected"_s, expected}, {u"found"_s, found}});
}

void Findings::outOfRange(const QStringList &path, int line, double value, double least, double most)
{
    add(EventId::cf_012, path, line, {{u"value"_s, value}, {u"least"_s, least}, {u"most"_s, most}});
}

void Findings::moreThanIsUsed(const QStringList &path, int line, int value, int used)
{
    add(EventId::cf_027, path, line, {{u"value"_s, value}, {u"used"_s, used}});
}

void Findings::notAChoice(const QStringList &path, int line, const QString &value, const QStringList &choices)
{
    add(EventId::cf_013, path, line,
        {{u"value"_s, value}, {u"choices"_s, QJsonArray::fromStringList(choices)}});
}

void Findings::missing(const QStringList &path, int line)
{
    add(EventId::cf_014, path, line);
}

void Findings::conflict(const QStringList &path, int line, const QString &firstSource, int firstLine,
                        const QString &targetColumn)
{
    add(EventId::cf_015, path, line,
        {{u"first"_s, firstSource}, {u"first_line"_s, firstLine}, {u"target"_s, targetColumn}});
}

void Findings::unknownDatabase(const QStringList &path, int line, const QString &database)
{
    add(EventId::cf_016, path, line, {{u"database"_s, database}});
}

void Findings::secretInFile(const QStringList &path, int line)
{
    add(EventId::cf_017, path, line);
}

void Findings::badAddress(const QStringList &path, int line)
{
    add(EventId::cf_018, path, line);
}

void Findings::thresholdsInverted(const QStringList &path, int line, double success, double partial)
{
    add(EventId::cf_019, path, line, {{u"success"_s, success}, {u"partial"_s, partial}});
}

void Findings::recordKeyColumnMapped(const QStringList &path, int line, const QString &column)
{
    add(EventId::cf_020, path, line, {{u"column"_s, column}});
}

void Findings::noEnvironment()
{
    add(EventId::cf_021, {u"environment"_s}, 1);
}

void Findings::notALineSource(const QStringList &path, int line)
{
    add(EventId::cf_022, path, line);
}

void Findings::noDigits(const QStringList &path, int line)
{
    add(EventId::cf_023, path, line);
}

std::vector<ConfigDiagnostic> Findings::take()
{
    std::ranges::stable_sort(m_diagnostics, {}, [](const ConfigDiagnostic &diagnostic) {
        return diagnostic.event.parameters.value("line"_L1).toInt();
    });
    return std::move(m_diagnostics);
}

} // namespace syncline
