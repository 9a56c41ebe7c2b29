#pragma once

#include "base/result.h"
#include "sandbox/boarddefinition.h"

#include <QHash>
#include <QString>

#include <map>
#include <vector>

namespace syncline::sandbox {

/// An item or subitem as someone who looks at the board sees it.
struct SeenItem
{
    qint64 id = 0;
    QString name;
    QString groupId;
    QString groupTitle;
    State state = State::Active;
    QHash<QString, QString> texts; ///< by column id; only columns with a value
    std::vector<SeenItem> subitems;
};

struct SeenBoard
{
    BoardDefinition definition;
    std::vector<SeenItem> items; ///< by id; archived and deleted ones too

    [[nodiscard]] const SeenItem *item(qint64 id) const;
    /// Active items whose column shows the text.
    [[nodiscard]] std::vector<const SeenItem *> itemsWith(const QString &columnId, const QString &text) const;
    /// Active groups of the title.
    [[nodiscard]] std::vector<const GroupDefinition *> groupsTitled(const QString &title) const;
    [[nodiscard]] int activeItems() const;
    [[nodiscard]] int activeSubitems() const;
};

/// A snapshot of a state file: what tests compare with the warehouse. A value, for any thread.
struct BoardState
{
    std::vector<SeenBoard> boards; ///< without the boards of subitems, whose items stand in `subitems`
    std::map<QString, qint64> counters;

    /// May be called while servers work over the file. Fails with FileFailed.
    [[nodiscard]] static Result<BoardState> read(const QString &stateFile);

    [[nodiscard]] const SeenBoard *board(const QString &id) const;
    /// API requests, refused ones too.
    [[nodiscard]] qint64 requests() const { return counter(QStringLiteral("requests")); }
    /// Mutations of the name that took effect; replayed answers do not count.
    [[nodiscard]] qint64 mutations(const QString &name) const
    {
        return counter(QStringLiteral("mutation.") + name);
    }
    /// Mutations of the name that were refused.
    [[nodiscard]] qint64 refusals(const QString &name) const
    {
        return counter(QStringLiteral("refused.") + name);
    }
    /// Further: "replayed", "throttled", "fault.<name>", "seen.<operation>" (requests that contain it).
    [[nodiscard]] qint64 counter(const QString &name) const;
};

} // namespace syncline::sandbox
