#include "sandbox/boardpage.h"

#include "sandbox/columnrules.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace syncline::sandbox {

namespace {

constexpr int itemsPerGroup = 200; // a browser shows long tables slowly
constexpr int mainColumns = 8;

constexpr QStringView style = uR"css(
:root { color-scheme: light dark; --line: #d0d4e4; --soft: #676879; --head: #f6f7fb; --paper: #ffffff; --ink: #323338;
        --link: #1f5fbf; }
@media (prefers-color-scheme: dark) {
  :root { --line: #3c3f59; --soft: #a4a7c0; --head: #2b2d42; --paper: #1c1f33; --ink: #e6e8f2; --link: #8ab4f8; }
}
body { margin: 0; padding: 1.5rem 2rem 4rem; background: var(--paper); color: var(--ink);
       font: 15px/1.45 "Figtree", "Segoe UI", "DejaVu Sans", system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; }
p.facts { color: var(--soft); margin: 0 0 2rem; }
a { color: var(--link); }
section { margin: 0 0 2rem; overflow-x: auto; }
h2 { font-size: 1.1rem; margin: 0 0 .5rem; padding-left: .6rem; border-left: .35rem solid currentColor; }
h2 span { color: var(--soft); font-weight: normal; font-size: .9rem; }
table { border-collapse: collapse; min-width: 60rem; }
th, td { border: 1px solid var(--line); padding: .3rem .6rem; text-align: left; vertical-align: top; }
th { background: var(--head); font-weight: 600; white-space: nowrap; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
tr:target td { background: var(--head); }
ul { padding-left: 1.2rem; } li { margin: .4rem 0; }
)css";

QString document(const QString &title, const QString &body)
{
    return u"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>%1</title>\n"
           "<style>%2</style>\n</head>\n<body>\n%3</body>\n</html>\n"_s.arg(title.toHtmlEscaped(), style,
                                                                            body);
}

QString cell(const ColumnDefinition &column, const QJsonValue &kept)
{
    const QString cssClass = column.type == "numbers"_L1 ? u" class=\"number\""_s : QString();
    return u"<td%1>%2</td>"_s.arg(cssClass, columnText(column, kept).toHtmlEscaped());
}

/// The first columns that a mutation can write; mirrors and ids would push them out of sight.
std::vector<const ColumnDefinition *> shownColumns(const BoardDefinition &board)
{
    std::vector<const ColumnDefinition *> columns;
    for (const ColumnDefinition &column : board.columns) {
        if (columns.size() < mainColumns && !column.archived && !isReadOnlyType(column.type))
            columns.push_back(&column);
    }
    return columns;
}

QString groupSection(BoardStore &store, const BoardDefinition &board, const GroupDefinition &group)
{
    const std::vector<const ColumnDefinition *> columns = shownColumns(board);
    const std::vector<StoredItem> items = store.itemsOf(board.id, group.id, 0, itemsPerGroup + 1);
    const bool isLong = items.size() > itemsPerGroup;
    const bool hasSubitems = board.parentId.isEmpty();
    const QString count = isLong ? u"first %1 items"_s.arg(itemsPerGroup) : u"%1 items"_s.arg(items.size());
    QString html = u"<section>\n<h2 style=\"border-color: %1\">%2 <span>%3</span></h2>\n"_s.arg(
        group.color.toHtmlEscaped(), group.title.toHtmlEscaped(), items.size() == 1 ? u"1 item"_s : count);
    html += u"<table>\n<thead><tr><th scope=\"col\">Item</th>"_s;
    for (const ColumnDefinition *column : columns)
        html += u"<th scope=\"col\">%1</th>"_s.arg(column->title.toHtmlEscaped());
    html += hasSubitems ? u"<th scope=\"col\">Subitems</th></tr></thead>\n<tbody>\n"_s
                        : u"</tr></thead>\n<tbody>\n"_s;
    for (const StoredItem &item :
         std::span(items).first(std::min<std::size_t>(items.size(), itemsPerGroup))) {
        html += u"<tr id=\"item-%1\"><td>%2</td>"_s.arg(item.id).arg(item.name.toHtmlEscaped());
        for (const ColumnDefinition *column : columns)
            html += cell(*column, item.values.value(column->id));
        if (hasSubitems)
            html += u"<td class=\"number\">%1</td>"_s.arg(store.activeSubitemCount(item.id));
        html += u"</tr>\n"_s;
    }
    html += u"</tbody>\n</table>\n</section>\n"_s;
    return html;
}

} // namespace

QByteArray boardListPage(BoardStore &store)
{
    QString body = u"<h1>Boards</h1>\n<p class=\"facts\">Local sandbox</p>\n<ul>\n"_s;
    for (const QString &id : store.boardIds()) {
        const BoardDefinition *board = store.board(id);
        body += u"<li><a href=\"/boards/%1\">%2</a>, %3 items</li>\n"_s.arg(
            id.toHtmlEscaped(), board->name.toHtmlEscaped(), QString::number(board->activeItems));
    }
    body += u"</ul>\n"_s;
    return document(u"Boards"_s, body).toUtf8();
}

std::optional<QByteArray> boardPage(BoardStore &store, const QString &boardId)
{
    const BoardDefinition *found = store.board(boardId);
    if (!found)
        return std::nullopt;
    const BoardDefinition board = *found;
    QString body =
        u"<h1>%1</h1>\n<p class=\"facts\">%2 items in %3 groups · <a href=\"/\">all boards</a></p>\n"_s.arg(
            board.name.toHtmlEscaped(), QString::number(board.activeItems),
            QString::number(std::ranges::count(board.groups, State::Active, &GroupDefinition::state)));
    for (const GroupDefinition &group : board.groups) {
        if (group.state == State::Active)
            body += groupSection(store, board, group);
    }
    return document(board.name, body).toUtf8();
}

} // namespace syncline::sandbox
