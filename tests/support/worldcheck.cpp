#include "support/worldcheck.h"

#include "domain/ledger.h"
#include "domain/naming.h"
#include "sync/valuejudge.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline::testing {

namespace {

using sandbox::SeenItem;

bool isActive(const SeenItem &item)
{
    return item.state == sandbox::State::Active;
}

bool waits(const QString &state)
{
    return state == "PENDING"_L1 || state == "NEW"_L1;
}

bool isOurs(const QString &action)
{
    return action != "NONE"_L1;
}

QString ledgerOf(const QJsonObject &ledger)
{
    qint64 sum = 0;
    for (const RowState state : allRowStates)
        sum += ledger[nameOf(state)].toInteger(-1'000'000);
    const qint64 planned = ledger[u"planned"_s].toInteger(-1);
    return sum == planned ? QString() : u"%1 planned, %2 in all states"_s.arg(planned).arg(sum);
}

/// State of each row of a table of the report: by key, or by key and size.
QHash<QString, QString> statesOf(const QString &path, bool lines)
{
    // Keys and states need no quotes; fields before the state may have them.
    QHash<QString, QString> states;
    const QList<QByteArray> all = contentOf(path).split('\n');
    for (const QByteArray &line : all.mid(1)) {
        for (const RowState state : allRowStates) {
            const QByteArray name = ',' + nameOf(state).toUtf8() + ',';
            const qsizetype at = line.indexOf(name);
            if (at < 0)
                continue;
            const QByteArray key = lines ? line.left(line.indexOf(',', 37)) : line.left(36);
            states.insert(QString::fromUtf8(key), nameOf(state));
            break;
        }
    }
    return states;
}

} // namespace

WorldCheck::WorldCheck(EnvironmentSettings settings, sandbox::BoardState state, std::vector<DemoRow> rows,
                       QSet<QString> withQuantities)
    : m_settings(std::move(settings))
    , m_state(std::move(state))
    , m_board(m_state.board(m_settings.boardId))
    , m_rows(std::move(rows))
    , m_withQuantities(std::move(withQuantities))
{
    for (const SeenItem &item : m_board->items) {
        if (isActive(item))
            m_itemsByKey[item.texts.value(m_settings.mapping.recordKeyColumn)].push_back(&item);
    }
    // A removal whose answer was lost waits to be done again; its subitem may be gone by then.
    for (DemoRow &row : m_rows) {
        const SeenItem *item = m_board->item(row.itemId());
        for (DemoLine &line : row.lines) {
            const bool waits = line.action == "DELETE"_L1 && line.state != "SYNCED"_L1;
            const bool isThere = item && std::ranges::any_of(item->subitems, [&line](const SeenItem &subitem) {
                return isActive(subitem) && subitem.id == line.subitemId;
            });
            if (waits && !isThere)
                line.subitemId = 0;
        }
    }
}

QStringList WorldCheck::violations() const
{
    QStringList all;
    checkIds(all);
    checkTitlesAndLabels(all);
    return all;
}

void WorldCheck::checkIds(QStringList &all) const
{
    QSet<QString> keys;
    QHash<qint64, QString> owners;
    for (const DemoRow &row : m_rows) {
        keys.insert(row.key());
        const auto items = m_itemsByKey.value(row.key());
        if (items.size() > 1)
            all.append(u"%1 is on the board %2 times"_s.arg(row.number()).arg(items.size()));
        for (const SeenItem *item : items) {
            QSet<QString> names;
            for (const SeenItem &subitem : item->subitems) {
                if (isActive(subitem) && names.contains(subitem.name))
                    all.append(u"%1 has the subitem %2 twice"_s.arg(row.number(), subitem.name));
                if (isActive(subitem))
                    names.insert(subitem.name);
            }
        }
        if (row.itemId() == 0)
            continue;
        if (owners.contains(row.itemId()))
            all.append(u"%1 and %2 have one id"_s.arg(row.number(), owners.value(row.itemId())));
        owners.insert(row.itemId(), row.number());
        const auto own = std::ranges::find(items, row.itemId(), &SeenItem::id);
        if (own == items.end()) {
            all.append(u"%1 has the id %2, which is not its item's"_s.arg(row.number()).arg(row.itemId()));
            continue;
        }
        for (const DemoLine &line : row.lines) {
            if (line.subitemId == 0)
                continue;
            const auto found =
                std::ranges::find(m_board->item(row.itemId())->subitems, line.subitemId, &SeenItem::id);
            const bool known = found != m_board->item(row.itemId())->subitems.end();
            // A removed subitem whose answer has not reached the warehouse.
            const bool isRemoval = line.action == "DELETE"_L1 && waits(line.state);
            if ((!known || !isActive(*found)) && !isRemoval)
                all.append(
                    u"%1 has no subitem %2 for %3"_s.arg(row.number()).arg(line.subitemId).arg(line.size));
            else if (known && found->name != subitemNameOf(line.size))
                all.append(u"%1: the subitem of %2 is called %3"_s.arg(row.number(), line.size, found->name));
        }
    }
    for (auto items = m_itemsByKey.constBegin(); items != m_itemsByKey.constEnd(); ++items) {
        if (!keys.contains(items.key()))
            all.append(
                u"%1 items of the record key “%2”, which no row has"_s.arg(items->size()).arg(items.key()));
    }
}

void WorldCheck::checkTitlesAndLabels(QStringList &all) const
{
    QSet<QString> titles;
    for (const auto &group : m_board->definition.groups) {
        const QString title = foldedTitle(group.title);
        if (group.state == sandbox::State::Active && titles.contains(title))
            all.append(u"two groups %1"_s.arg(group.title));
        titles.insert(title);
    }
    for (const sandbox::ColumnDefinition &column : m_board->definition.columns) {
        QSet<QString> labels;
        for (const sandbox::LabelDefinition &label : column.labels) {
            if (labels.contains(foldedTitle(label.text)))
                all.append(u"two labels %1 in %2"_s.arg(label.text, column.title));
            labels.insert(foldedTitle(label.text));
        }
    }
}

QStringList WorldCheck::differences() const
{
    QStringList all;
    int items = 0;
    qsizetype subitems = 0;
    for (const DemoRow &row : m_rows) {
        subitems +=
            std::ranges::count_if(row.lines, [](const DemoLine &line) { return line.subitemId != 0; });
        if (row.itemId() == 0) {
            if (m_itemsByKey.contains(row.key()))
                all.append(u"%1 is on the board in state %2"_s.arg(row.number(), row.state()));
            continue;
        }
        ++items;
        const SeenItem *item = m_board->item(row.itemId());
        if (!item)
            continue; // told by violations()
        if (row.state() == "SYNCED"_L1)
            compareRow(row, *item, all);
        compareLines(row, *item, all);
    }
    if (m_board->activeItems() != items)
        all.append(u"%1 items, %2 rows with an item"_s.arg(m_board->activeItems()).arg(items));
    if (m_board->activeSubitems() != subitems)
        all.append(u"%1 subitems, %2 lines with a subitem"_s.arg(m_board->activeSubitems()).arg(subitems));
    return all;
}

QHash<QString, QString> WorldCheck::expectedTexts(const DemoRow &row) const
{
    QHash<QString, QString> expected; // first non-empty source of each column
    for (const ColumnMapping &line : m_settings.mapping.headers) {
        QString text = plainText(row.values.value(line.source));
        text = m_settings.mapping.valueMapping.value(line.source).value(text, text);
        if (text.isEmpty() || expected.contains(line.targetColumnId))
            continue;
        const bool isNumber = line.targetColumnId.startsWith("numeric_"_L1);
        expected.insert(line.targetColumnId, isNumber ? canonicalNumber(text).value_or(text) : text);
    }
    return expected;
}

void WorldCheck::compareRow(const DemoRow &row, const SeenItem &item, QStringList &all) const
{
    const QHash<QString, QString> expected = expectedTexts(row);
    for (auto value = expected.constBegin(); value != expected.constEnd(); ++value) {
        const QString shown = item.texts.value(value.key());
        if (foldedTitle(shown) != foldedTitle(*value))
            all.append(u"%1 %2: “%3” instead of “%4”"_s.arg(row.number(), value.key(), shown, *value));
    }
    const QString group = row.text(u"group_name"_s);
    if (!group.isEmpty() && foldedTitle(group) != foldedTitle(item.groupTitle))
        all.append(u"%1 is in the group %2"_s.arg(row.number(), item.groupTitle));
    const QString groupId = row.text(u"group_id"_s);
    if (!groupId.isEmpty() && groupId != item.groupId)
        all.append(u"%1 is in the group %2, the row says %3"_s.arg(row.number(), item.groupId, groupId));
}

void WorldCheck::compareLines(const DemoRow &row, const SeenItem &item, QStringList &all) const
{
    const auto target = [this](QStringView source) {
        const auto &lines = m_settings.mapping.lines;
        const auto found = std::ranges::find(lines, source, &ColumnMapping::source);
        return found == lines.end() ? QString() : found->targetColumnId;
    };
    const bool cancelled = row.isCancelled() && !m_withQuantities.contains(row.key());
    // What it was cancelled from goes when the order is sent the next time.
    const bool isBeingEmptied = cancelled && row.state() != "SYNCED"_L1;
    for (const DemoLine &line : row.lines) {
        const auto found = std::ranges::find_if(item.subitems, [&line](const SeenItem &subitem) {
            return isActive(subitem) && subitem.name == subitemNameOf(line.size);
        });
        if (line.subitemId == 0) {
            if (found != item.subitems.end())
                all.append(u"%1 has a subitem of size %2, whose line is in state %3"_s.arg(
                    row.number(), line.size, line.state));
            if (line.state == "SYNCED"_L1 && line.action != "DELETE"_L1)
                all.append(u"%1: the line of size %2 is synced without an id"_s.arg(row.number(), line.size));
            continue;
        }
        if (found == item.subitems.end() || found->id != line.subitemId) {
            all.append(u"%1 has not its own subitem of size %2"_s.arg(row.number(), line.size));
            continue;
        }
        if (line.state != "SYNCED"_L1)
            continue;
        if (const QString size = found->texts.value(target(u"size_code")); size != line.size)
            all.append(u"%1: the subitem of %2 shows the size “%3”"_s.arg(row.number(), line.size, size));
        const QString wanted = cancelled ? u"0"_s : line.quantity;
        const QString shown = found->texts.value(target(u"qty"));
        if (shown != wanted && !(isBeingEmptied && shown == line.quantity))
            all.append(u"%1: %2 pieces of %3 instead of %4"_s.arg(row.number(), shown, line.size, wanted));
    }
}

QStringList WorldCheck::unfinished(const QSet<QString> &refused) const
{
    QStringList all;
    for (const DemoRow &row : m_rows) {
        if (!isOurs(row.text(u"action_type"_s)))
            continue;
        const QString reason = row.text(u"api_error_message"_s);
        if (waits(row.state()))
            all.append(u"%1 still waits"_s.arg(row.number()));
        const bool failed = row.state() == "FAILED"_L1;
        if (failed && !refused.contains(row.key()))
            all.append(u"%1 failed: %2"_s.arg(row.number(), reason));
        else if (!failed && refused.contains(row.key()))
            all.append(u"%1 is %2 and should have been refused"_s.arg(row.number(), row.state()));
        if (row.state() != "SYNCED"_L1)
            continue;
        for (const DemoLine &line : row.lines) {
            if (isOurs(line.action) && line.state != "SYNCED"_L1)
                all.append(
                    u"%1: the line of size %2 is in state %3"_s.arg(row.number(), line.size, line.state));
        }
    }
    return all;
}

QStringList leftovers(const QString &workspace)
{
    QStringList all;
    const QDir journals(QString(workspace + u"/.syncline/demo/journal"_s));
    for (const QString &file : journals.entryList({u"*.sqlite"_s}, QDir::Files))
        all.append(u"the journal %1 is left"_s.arg(file));
    const QDir reports(QString(workspace + u"/reports/sync"_s));
    for (const QString &folder : reports.entryList({u"SYNC-*"_s}, QDir::Dirs)) {
        if (!QFileInfo::exists(reports.filePath(QString(folder + u"/summaries/run.json"_s))))
            all.append(u"%1 has no end"_s.arg(folder));
    }
    return all;
}

QStringList wrongReports(const QString &reportsRoot)
{
    QStringList all;
    QHash<QString, QString> creators; // order, or order and size, and the sync that claims it
    const QDir root(reportsRoot);
    for (const QString &folder : root.entryList({u"SYNC-*"_s}, QDir::Dirs)) {
        const QString summaries = root.filePath(QString(folder + u"/summaries/"_s));
        const QJsonObject run =
            QJsonDocument::fromJson(contentOf(QString(summaries + u"run.json"_s))).object();
        if (run.isEmpty())
            continue; // told by leftovers()
        for (const auto &[name, table] :
             {std::pair(u"ledger"_s, u"rows.csv"_s), std::pair(u"lines_ledger"_s, u"lines.csv"_s)}) {
            const QJsonObject ledger = run[name].toObject();
            if (const QString wrong = ledgerOf(ledger); !wrong.isEmpty())
                all.append(u"%1 %2: %3"_s.arg(folder, name, wrong));
            QHash<QString, qint64> ofCustomers;
            for (const QJsonValue &customer : run[u"customers"_s].toArray()) {
                const QJsonObject part = customer[name].toObject();
                if (const QString wrong = ledgerOf(part); !wrong.isEmpty())
                    all.append(u"%1 %2 of %3: %4"_s.arg(folder, name, customer[u"name"_s].toString(), wrong));
                for (const QString &state : part.keys())
                    ofCustomers[state] += part[state].toInteger();
            }
            const QHash<QString, QString> rows = statesOf(QString(summaries + table), name != "ledger"_L1);
            for (const RowState state : allRowStates) {
                const qint64 count = ledger[nameOf(state)].toInteger();
                if (ofCustomers.value(nameOf(state)) != count)
                    all.append(u"%1 %2: %3 %4, its customers have %5"_s.arg(folder, name)
                                   .arg(count)
                                   .arg(nameOf(state))
                                   .arg(ofCustomers.value(nameOf(state))));
                const auto listed = std::ranges::count(rows, nameOf(state));
                if (listed != count)
                    all.append(u"%1 %2: %3 %4, %5 in %6"_s.arg(folder, name)
                                   .arg(count)
                                   .arg(nameOf(state))
                                   .arg(listed)
                                   .arg(table));
            }
            for (auto row = rows.constBegin(); row != rows.constEnd(); ++row) {
                if (*row != nameOf(RowState::Created))
                    continue;
                if (creators.contains(row.key()))
                    all.append(u"%1 and %2 both claim to have created %3"_s.arg(creators.value(row.key()),
                                                                                folder, row.key()));
                creators.insert(row.key(), folder);
            }
        }
    }
    return all;
}

QStringList untoldRows(const QString &reportsRoot, const QSet<QString> &waited)
{
    QSet<QString> untold = waited;
    const QDir root(reportsRoot);
    for (const QString &folder : root.entryList({u"SYNC-*"_s}, QDir::Dirs)) {
        const QHash<QString, QString> rows =
            statesOf(root.filePath(QString(folder + u"/summaries/rows.csv"_s)), false);
        for (auto row = rows.constBegin(); row != rows.constEnd(); ++row) {
            if (*row != nameOf(RowState::NotSent) && *row != nameOf(RowState::Unknown))
                untold.remove(row.key());
        }
    }
    QStringList all;
    for (const QString &key : std::as_const(untold))
        all.append(u"no report tells what became of %1"_s.arg(key));
    return all;
}

} // namespace syncline::testing
