#include "sandbox/fault.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace syncline::sandbox {

namespace {

struct FaultName
{
    FaultKind kind;
    QStringView name;
};

constexpr std::array names{
    FaultName{FaultKind::Hang, u"hang"},
    FaultName{FaultKind::Delay, u"delay"},
    FaultName{FaultKind::DropBefore, u"drop_before"},
    FaultName{FaultKind::DropAfter, u"drop_after"},
    FaultName{FaultKind::Reset, u"reset"},
    FaultName{FaultKind::CutBody, u"cut_body"},
    FaultName{FaultKind::SlowBytes, u"slow_bytes"},
    FaultName{FaultKind::MinuteLimit, u"minute_limit"},
    FaultName{FaultKind::ConcurrencyLimit, u"concurrency_limit"},
    FaultName{FaultKind::ComplexityLimit, u"complexity_limit"},
    FaultName{FaultKind::DailyLimit, u"daily_limit"},
    FaultName{FaultKind::Locked, u"locked"},
    FaultName{FaultKind::ErrorAfter, u"error_500_after"},
    FaultName{FaultKind::BadGateway, u"bad_gateway"},
    FaultName{FaultKind::Throttled200, u"throttled_200"},
    FaultName{FaultKind::FieldLimit200, u"field_limit_200"},
    FaultName{FaultKind::LegacyFlat, u"legacy_flat"},
    FaultName{FaultKind::LabelVanished, u"label_vanished"},
    FaultName{FaultKind::GroupVanished, u"group_vanished"},
    FaultName{FaultKind::SilentColumn, u"silent_column"},
};

} // namespace

QString nameOf(FaultKind kind)
{
    return std::ranges::find(names, kind, &FaultName::kind)->name.toString();
}

std::optional<FaultKind> faultKindFromName(const QString &name)
{
    const auto found = std::ranges::find(names, QStringView(name), &FaultName::name);
    return found == names.end() ? std::nullopt : std::optional(found->kind);
}

QStringList faultNames()
{
    QStringList result;
    for (const FaultName &entry : names)
        result.append(entry.name.toString());
    return result;
}

bool Fault::isApplied() const
{
    switch (kind) {
    case FaultKind::Hang:
    case FaultKind::Reset:
        return apply;
    case FaultKind::Delay:
    case FaultKind::DropAfter:
    case FaultKind::CutBody:
    case FaultKind::SlowBytes:
    case FaultKind::ErrorAfter:
    case FaultKind::LabelVanished:
    case FaultKind::GroupVanished:
    case FaultKind::SilentColumn:
        return true;
    case FaultKind::DropBefore:
    case FaultKind::MinuteLimit:
    case FaultKind::ConcurrencyLimit:
    case FaultKind::ComplexityLimit:
    case FaultKind::DailyLimit:
    case FaultKind::Locked:
    case FaultKind::BadGateway:
    case FaultKind::Throttled200:
    case FaultKind::FieldLimit200:
    case FaultKind::LegacyFlat:
        return false;
    }
    Q_UNREACHABLE();
}

std::variant<Fault, QString> parseFault(const QString &text)
{
    const QStringList parts = text.split(u';');
    const std::optional<FaultKind> kind = faultKindFromName(parts.first().trimmed());
    if (!kind)
        return u"there is no fault \"%1\""_s.arg(parts.first().trimmed());
    Fault fault{.kind = *kind};
    for (const QString &part : parts.sliced(1)) {
        const QString name = part.section(u'=', 0, 0).trimmed();
        const QString value = part.section(u'=', 1).trimmed();
        bool isNumber = false;
        const int number = value.toInt(&isNumber);
        const bool isCount = isNumber && number >= 0;
        if (name == "seconds"_L1 && isCount)
            fault.seconds = number;
        else if (name == "ms"_L1 && isCount)
            fault.milliseconds = number;
        else if (name == "bytes"_L1 && isCount)
            fault.bytes = number;
        else if (name == "column"_L1 && !value.isEmpty())
            fault.column = value;
        else if (name == "apply"_L1 && (value == "true"_L1 || value == "false"_L1))
            fault.apply = value == "true"_L1;
        else
            return u"\"%1\" is no parameter of a fault"_s.arg(part.trimmed());
    }
    return fault;
}

} // namespace syncline::sandbox
