#pragma once

#include <QString>

#include <array>
#include <optional>

namespace syncline {

/// The one state that a row is in (contract 5). Sending is never final: it ends as one of the others.
enum class RowState { NotSent, Created, Updated, Unchanged, Refused, Rejected, Unknown };
inline constexpr std::array allRowStates{RowState::NotSent,   RowState::Created, RowState::Updated,
                                         RowState::Unchanged, RowState::Refused, RowState::Rejected,
                                         RowState::Unknown};

[[nodiscard]] QString nameOf(RowState state); ///< snake_case, as in rows.csv and in the ledger
[[nodiscard]] std::optional<RowState> rowStateFromString(const QString &text);

/// planned = created + updated + unchanged + refused + rejected + not sent + unknown (contract 5). Counts of
/// rows.
struct Ledger
{
    qint64 planned = 0;
    qint64 created = 0;
    qint64 updated = 0;
    qint64 unchanged = 0;
    qint64 refused = 0;
    qint64 rejected = 0;
    qint64 notSent = 0;
    qint64 unknown = 0;

    [[nodiscard]] qint64 &operator[](RowState state);
    [[nodiscard]] qint64 operator[](RowState state) const;
    [[nodiscard]] qint64 succeeded() const { return created + updated + unchanged; }
    [[nodiscard]] qint64 failed() const { return refused + rejected + unknown; }
    [[nodiscard]] bool balances() const { return planned == succeeded() + failed() + notSent; }
    /// A planned row enters as not sent; later it moves from state to state.
    void plan(RowState state = RowState::NotSent);
    void move(RowState from, RowState to);

    Ledger &operator+=(const Ledger &other);
    friend bool operator==(const Ledger &, const Ledger &) = default;
};

/// Result of a customer or a sync by share of rows (contract 5).
enum class Verdict { Nothing, Success, Partial, Failed };

/// Shares from the TOML; defaults of the predecessor.
struct SuccessThresholds
{
    double success = 0.95;
    double partial = 0.80;
};

/// Share of succeeded rows among those planned minus not sent (contract 10); empty when that is nothing.
[[nodiscard]] std::optional<double> successShare(const Ledger &ledger);
[[nodiscard]] Verdict verdict(const Ledger &ledger, const SuccessThresholds &thresholds);
[[nodiscard]] QString nameOf(Verdict verdict);

} // namespace syncline
