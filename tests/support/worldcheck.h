#pragma once

#include "domain/settings.h"
#include "sandbox/boardstate.h"
#include "support/demoworld.h"

namespace syncline::testing {

/// Warehouse and board of a demo workspace at one moment, and in what they differ. Each difference is a
/// sentence that names the order.
class WorldCheck
{
public:
    /// `withQuantities`: keys of cancelled orders whose lines were on the board before any sync and keep
    /// their quantities.
    WorldCheck(EnvironmentSettings settings, sandbox::BoardState state, std::vector<DemoRow> rows,
               QSet<QString> withQuantities);
    Q_DISABLE_COPY_MOVE(WorldCheck)

    /// See DemoWorld.
    [[nodiscard]] QStringList violations() const;
    [[nodiscard]] QStringList differences() const;
    /// Rows and lines that still wait, or failed although nothing is wrong with them. `refused`: keys of the
    /// rows that have to fail.
    [[nodiscard]] QStringList unfinished(const QSet<QString> &refused) const;

private:
    void checkTitlesAndLabels(QStringList &all) const;
    void checkIds(QStringList &all) const;
    void compareRow(const DemoRow &row, const sandbox::SeenItem &item, QStringList &all) const;
    void compareLines(const DemoRow &row, const sandbox::SeenItem &item, QStringList &all) const;
    [[nodiscard]] QHash<QString, QString> expectedTexts(const DemoRow &row) const;

    EnvironmentSettings m_settings;
    sandbox::BoardState m_state;
    const sandbox::SeenBoard *m_board; ///< in m_state
    std::vector<DemoRow> m_rows;
    QSet<QString> m_withQuantities;
    QHash<QString, std::vector<const sandbox::SeenItem *>> m_itemsByKey; ///< active ones
};

/// Journals that nobody resumed, and sync folders without an end.
[[nodiscard]] QStringList leftovers(const QString &workspace);
/// Reports whose numbers contradict each other or those of another sync.
[[nodiscard]] QStringList wrongReports(const QString &reportsRoot);
/// Keys of `waited` that no report has in a final state.
[[nodiscard]] QStringList untoldRows(const QString &reportsRoot, const QSet<QString> &waited);

} // namespace syncline::testing
