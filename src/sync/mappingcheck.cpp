#include "sync/mappingcheck.h"

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

void checkColumns(const std::vector<ColumnMapping> &mapping, const BoardSchema &board,
                  std::vector<MappingFinding> &findings)
{
    for (const ColumnMapping &line : mapping) {
        const QJsonObject place{{u"source"_s, line.source},
                                {u"column_id"_s, line.targetColumnId},
                                {u"board"_s, board.name.isEmpty() ? board.id : board.name}};
        const BoardColumn *column = board.column(line.targetColumnId);
        if (!column) {
            findings.push_back({{EventId::pl_018, place, {}}, true});
        } else if (column->type == ColumnType::ReadOnly || column->type == ColumnType::Other) {
            QJsonObject parameters = place;
            parameters.insert(u"column"_s, column->title);
            parameters.insert(u"type"_s, column->typeName);
            findings.push_back({{EventId::pl_019, parameters, {}}, true});
        }
    }
}

} // namespace

std::vector<MappingFinding> checkMapping(const MappingConfig &mapping, const BoardPair &boards)
{
    std::vector<MappingFinding> findings;
    checkColumns(mapping.headers, boards.items, findings);
    checkColumns(mapping.lines, boards.subitems, findings);
    const BoardColumn *key = boards.items.column(mapping.recordKeyColumn);
    if (!key)
        findings.push_back({{EventId::pl_020, {{u"column_id"_s, mapping.recordKeyColumn}}, {}}, false});
    else if (key->type != ColumnType::Text)
        findings.push_back(
            {{EventId::pl_021, {{u"column"_s, key->title}, {u"type"_s, key->typeName}}, {}}, true});
    return findings;
}

} // namespace syncline
