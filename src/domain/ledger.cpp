#include "domain/ledger.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline {

QString nameOf(RowState state)
{
    switch (state) {
    case RowState::NotSent:
        return u"not_sent"_s;
    case RowState::Created:
        return u"created"_s;
    case RowState::Updated:
        return u"updated"_s;
    case RowState::Unchanged:
        return u"unchanged"_s;
    case RowState::Refused:
        return u"refused"_s;
    case RowState::Rejected:
        return u"rejected"_s;
    case RowState::Unknown:
        return u"unknown"_s;
    }
    Q_UNREACHABLE();
}

std::optional<RowState> rowStateFromString(const QString &text)
{
    const auto found =
        std::ranges::find_if(allRowStates, [&text](RowState state) { return nameOf(state) == text; });
    return found == allRowStates.end() ? std::nullopt : std::optional(*found);
}

qint64 &Ledger::operator[](RowState state)
{
    switch (state) {
    case RowState::NotSent:
        return notSent;
    case RowState::Created:
        return created;
    case RowState::Updated:
        return updated;
    case RowState::Unchanged:
        return unchanged;
    case RowState::Refused:
        return refused;
    case RowState::Rejected:
        return rejected;
    case RowState::Unknown:
        return unknown;
    }
    Q_UNREACHABLE();
}

qint64 Ledger::operator[](RowState state) const
{
    return const_cast<Ledger &>(*this)[state];
}

void Ledger::plan(RowState state)
{
    ++planned;
    ++(*this)[state];
}

void Ledger::move(RowState from, RowState to)
{
    --(*this)[from];
    ++(*this)[to];
}

Ledger &Ledger::operator+=(const Ledger &other)
{
    planned += other.planned;
    for (const RowState state : allRowStates)
        (*this)[state] += other[state];
    return *this;
}

std::optional<double> successShare(const Ledger &ledger)
{
    const qint64 judged = ledger.planned - ledger.notSent;
    if (judged <= 0)
        return std::nullopt;
    return static_cast<double>(ledger.succeeded()) / static_cast<double>(judged);
}

Verdict verdict(const Ledger &ledger, const SuccessThresholds &thresholds)
{
    const std::optional<double> share = successShare(ledger);
    if (!share)
        return Verdict::Nothing;
    if (*share >= thresholds.success)
        return Verdict::Success;
    return *share >= thresholds.partial ? Verdict::Partial : Verdict::Failed;
}

QString nameOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Nothing:
        return u"nothing_to_do"_s;
    case Verdict::Success:
        return u"success"_s;
    case Verdict::Partial:
        return u"partial"_s;
    case Verdict::Failed:
        return u"failed"_s;
    }
    Q_UNREACHABLE();
}

} // namespace syncline
