#pragma once

#include "domain/boardgateway.h"

#include <vector>

namespace syncline::testing {

inline const std::vector<MutationKind> allKinds{MutationKind::CreateItem, MutationKind::CreateSubitem,
                                                MutationKind::UpdateItem, MutationKind::UpdateSubitem,
                                                MutationKind::MoveItem,   MutationKind::ArchiveItem,
                                                MutationKind::DeleteItem};

inline BoardMutation sampleMutation(MutationKind kind, int number)
{
    return {.kind = kind,
            .row = {.record = RecordKey(QUuid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, static_cast<uchar>(number)))},
            .groupId = QStringLiteral("group_a"),
            .parentItem = 500 + number,
            .item = 900 + number,
            .name = QStringLiteral("Order \"%1\"").arg(number),
            .values = {{QStringLiteral("text_1"), ColumnType::Text, QStringLiteral("v%1").arg(number)}}};
}

inline std::vector<BoardMutation> sampleMutations(MutationKind kind, int count)
{
    std::vector<BoardMutation> result;
    for (int number = 0; number < count; ++number)
        result.push_back(sampleMutation(kind, number));
    return result;
}

} // namespace syncline::testing
