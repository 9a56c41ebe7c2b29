#include "models/failedrow.h"

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

constexpr QLatin1StringView itemGone("se-072");

std::optional<FailedRow> failedRow(RowState state, const RecordKey &key, const QString &customer,
                                   const QString &event)
{
    if (key.isNull() || (state != RowState::Refused && state != RowState::Rejected))
        return std::nullopt;
    return FailedRow{key, customer, event == itemGone};
}

} // namespace

std::optional<FailedRow> failedRowOf(const RowItem &item)
{
    return failedRow(item.state(), item.row.key, item.row.customer, item.reason().name());
}

std::optional<FailedRow> failedRowOf(const QStringList &header, const QStringList &fields)
{
    const auto field = [&](const QString &name) { return fields.value(header.indexOf(name)); };
    const std::optional<RowState> state = rowStateFromString(field(u"state"_s));
    // Lines are listed without their customer; their order is known.
    if (!state || !(header.contains(u"customer"_s) || header.contains(u"size_code"_s)))
        return std::nullopt;
    return failedRow(*state, RecordKey::fromString(field(u"key"_s)), field(u"customer"_s),
                     field(u"event_id"_s));
}

} // namespace syncline
