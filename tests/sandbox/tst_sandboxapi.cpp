#include "sandboxfixture.h"
#include "support/testenvironment.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace syncline;
using namespace syncline::sandbox;

class TestSandboxApi final : public testing::TestCase
{
    Q_OBJECT

private:
    std::unique_ptr<HandlerFixture> m_api;

    [[nodiscard]] HandlerFixture &api() { return *m_api; }
    [[nodiscard]] QString textOf(const QString &itemId, const QString &columnId)
    {
        const QJsonObject data = api().data(
            u"query($i: [ID!], $c: [String!]) { items(ids: $i) { column_values(ids: $c) { text value } } }"_s,
            {{u"i"_s, QJsonArray{itemId}}, {u"c"_s, QJsonArray{columnId}}});
        return data["items"_L1][0]["column_values"_L1][0]["text"_L1].toString();
    }

private slots:
    void init()
    {
        prepare();
        SandboxOptions options = SandboxOptions::withoutLimits();
        options.limits.itemsPerBoard = 3;
        options.limits.subitemsPerItem = 2;
        m_api = std::make_unique<HandlerFixture>(file(u"state.db"_s), options);
    }

    void tellsTheBoard()
    {
        const QJsonObject data = api().data(
            u"{ boards(ids: [100]) { id name url state permissions hierarchy_type items_count items_limit "
            "columns { id title type archived revision settings settings_str } groups { id title color "
            "position "
            "archived deleted } } me { name account { plan { tier } } } version { kind value } "
            "platform_api { daily_limit { base total } } }"_s);
        const QJsonObject board = data["boards"_L1][0].toObject();
        QCOMPARE(board["name"_L1].toString(), u"Orders <Spring>"_s);
        QCOMPARE(board["url"_L1].toString(), u"http://127.0.0.1:1/boards/100"_s);
        QCOMPARE(board["columns"_L1].toArray().size(), 8);
        QCOMPARE(board["columns"_L1][4]["settings"_L1]["labels"_L1][1]["label"_L1].toString(), u"FA26"_s);
        QVERIFY(board["columns"_L1][5]["settings_str"_L1].toString().contains(u"\"1\":\"Done\""_s));
        QCOMPARE(board["groups"_L1].toArray().size(), 2);
        QCOMPARE(data["version"_L1]["value"_L1].toString(), u"2026-10"_s);
    }

    void itemsKeepTheirValues()
    {
        const QString id = api().createItem(u"One"_s,
                                            {{u"text_1"_s, u"A-1"_s},
                                             {u"drop_1"_s, QJsonObject{{u"labels"_s, QJsonArray{u"FA26"_s}}}},
                                             {u"color_1"_s, QJsonObject{{u"label"_s, u"Done"_s}}}});
        const QJsonObject data = api().data(u"query($i: [ID!]) { items(ids: $i) { id name state url "
                                            u"created_at group { id title } board { id } "
                                            "column_values { id type text value ... on DropdownValue { "
                                            "values { id label } } ... on StatusValue "
                                            "{ label index } } subitems { id } } }"_s,
                                            {{u"i"_s, QJsonArray{id}}});
        const QJsonObject item = data["items"_L1][0].toObject();
        QCOMPARE(item["group"_L1]["title"_L1].toString(), u"First"_s);
        QCOMPARE(item["created_at"_L1].toString(), u"2026-11-23T09:00:00Z"_s);
        const QJsonArray values = item["column_values"_L1].toArray();
        QCOMPARE(values.size(), 8);
        QCOMPARE(values[0]["text"_L1].toString(), u"A-1"_s);
        QCOMPARE(values[0]["value"_L1].toString(), u"\"A-1\""_s);
        QCOMPARE(values[4]["values"_L1],
                 QJsonValue(QJsonArray{QJsonObject{{u"id"_s, u"2"_s}, {u"label"_s, u"FA26"_s}}}));
        QCOMPARE(values[5]["index"_L1].toInt(), 1);
        QVERIFY(values[7]["text"_L1].isNull());
    }

    void judgesValues_data()
    {
        QTest::addColumn<QString>("column");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QString>("outcome"); // text on the board, or the code in brackets

        const auto row = [](const char *name, const QString &column, const QJsonValue &value,
                            const QString &outcome) { QTest::newRow(name) << column << value << outcome; };
        const QString wrongShape = u"(CorrectedValueException invalidStructure)"_s;
        const auto refused = [](const QString &code) { return u"(ColumnValueException %1)"_s.arg(code); };
        row("text", u"text_1"_s, u"a, b"_s, u"a, b"_s);
        row("text null", u"text_1"_s, QJsonValue(), {});
        row("long text null", u"long_1"_s, QJsonValue(), {});
        row("number null", u"num_1"_s, QJsonValue(), {});
        row("date null", u"date_1"_s, QJsonValue(), {});
        row("dropdown null", u"drop_1"_s, QJsonValue(), {});
        row("status null", u"color_1"_s, QJsonValue(), {});
        row("checkbox null", u"check_1"_s, QJsonValue(), {});
        row("text number", u"text_1"_s, 5, wrongShape);
        row("long text", u"long_1"_s, QJsonObject{{u"text"_s, u"a\nb"_s}}, u"a\nb"_s);
        row("long text as string", u"long_1"_s, u"a"_s, u"a"_s);
        row("long text 2000", u"long_1"_s, QString(2000, u'x'), QString(2000, u'x'));
        row("long text 2001", u"long_1"_s, QString(2001, u'x'), refused(u"textTooLong"_s));
        row("long text list", u"long_1"_s, QJsonArray{u"a"_s}, wrongShape);
        row("number", u"num_1"_s, u"-42.50"_s, u"-42.5"_s);
        row("number plus zeros", u"num_1"_s, u"+007"_s, u"7"_s);
        row("number minus zero", u"num_1"_s, u"-0.0"_s, u"0"_s);
        row("number empty is zero", u"num_1"_s, u""_s, u"0"_s);
        row("number text", u"num_1"_s, u"TBD"_s, refused(u"invalidNumber"_s));
        row("number grouped", u"num_1"_s, u"1,250.00"_s, refused(u"invalidNumber"_s));
        row("number other digits", u"num_1"_s, u"١٢"_s, refused(u"invalidNumber"_s));
        row("number as JSON number", u"num_1"_s, 5, wrongShape);
        row("date", u"date_1"_s, QJsonObject{{u"date"_s, u"2026-02-28"_s}}, u"2026-02-28"_s);
        row("date time", u"date_1"_s, u"2026-02-28 14:05:00"_s, u"2026-02-28 14:05"_s);
        row("date not in the calendar", u"date_1"_s, QJsonObject{{u"date"_s, u"2026-02-29"_s}},
            refused(u"invalidDate"_s));
        row("date order", u"date_1"_s, u"28-02-2026"_s, refused(u"invalidDate"_s));
        row("date bad time", u"date_1"_s,
            QJsonObject{{u"date"_s, u"2026-02-28"_s}, {u"time"_s, u"25:00:00"_s}}, refused(u"invalidDate"_s));
        row("date unknown member", u"date_1"_s, QJsonObject{{u"day"_s, u"2026-02-28"_s}}, wrongShape);
        row("dropdown", u"drop_1"_s, QJsonObject{{u"labels"_s, QJsonArray{u"FA26"_s, u"SS26"_s}}},
            u"FA26, SS26"_s);
        row("dropdown ids", u"drop_1"_s, QJsonObject{{u"ids"_s, QJsonArray{1}}}, u"SS26"_s);
        row("dropdown string", u"drop_1"_s, u"SS26,FA26"_s, u"SS26, FA26"_s);
        row("dropdown case", u"drop_1"_s, QJsonObject{{u"labels"_s, QJsonArray{u"fa26"_s}}},
            refused(u"missingLabel"_s));
        row("dropdown unknown id", u"drop_1"_s, QJsonObject{{u"ids"_s, QJsonArray{9}}},
            refused(u"missingLabel"_s));
        row("dropdown ids and labels", u"drop_1"_s,
            QJsonObject{{u"ids"_s, QJsonArray{1}}, {u"labels"_s, QJsonArray{u"SS26"_s}}}, wrongShape);
        row("dropdown empty", u"drop_1"_s, QJsonObject{{u"labels"_s, QJsonArray()}}, {});
        row("status", u"color_1"_s, QJsonObject{{u"label"_s, u"Done"_s}}, u"Done"_s);
        row("status index", u"color_1"_s, QJsonObject{{u"index"_s, 0}}, u"Open"_s);
        row("status digits are an index", u"color_1"_s, QJsonObject{{u"label"_s, u"1"_s}}, u"Done"_s);
        row("status unknown", u"color_1"_s, QJsonObject{{u"label"_s, u"Lost"_s}}, refused(u"missingLabel"_s));
        row("status unknown index", u"color_1"_s, QJsonObject{{u"index"_s, 7}}, refused(u"missingLabel"_s));
        row("status cleared", u"color_1"_s, QJsonObject{{u"label"_s, u""_s}}, {});
        row("checkbox", u"check_1"_s, QJsonObject{{u"checked"_s, u"true"_s}}, u"v"_s);
        row("checkbox bool", u"check_1"_s, QJsonObject{{u"checked"_s, true}}, wrongShape);
        row("mirror", u"mirror_1"_s, u"5"_s, refused(u"readOnlyColumn"_s));
        row("unknown column", u"nope"_s, u"5"_s, u"(InvalidColumnIdException )"_s);
    }

    void judgesValues()
    {
        QFETCH(QString, column);
        QFETCH(QJsonValue, value);
        const QJsonObject answer = api().send(u"mutation($v: JSON) { a: create_item(board_id: 100, "
                                              u"item_name: \"x\", column_values: $v) { column_values "
                                              "{ id text } } }"_s,
                                              {{u"v"_s, json({{column, value}})}});
        const QJsonValue error = answer["errors"_L1][0];
        if (error.isUndefined()) {
            QString text;
            for (const QJsonValue &one : answer["data"_L1]["a"_L1]["column_values"_L1].toArray())
                text += one["id"_L1] == column ? one["text"_L1].toString() : QString();
            QTEST(text, "outcome");
            return;
        }
        const QJsonValue extensions = error["extensions"_L1];
        const QJsonValue data = extensions["error_data"_L1];
        const QString code = data["column_validation_error_code"_L1].toString();
        QTEST(QString(u'(' + extensions["code"_L1].toString() + u' ' + code + u')'), "outcome");
        QCOMPARE(data["column_id"_L1].toString(), column);
        QCOMPARE(api().state().board(u"100"_s)->activeItems(), 0);
    }

    void oneBadAliasDoesNotStopTheOthers()
    {
        const QJsonObject answer =
            api().send(u"mutation {\n a: create_item(board_id: 100, item_name: \"one\") { id }\n"
                       " b: create_item(board_id: 100, item_name: \"two\", column_values: \"{\\\"drop_1\\\": "
                       "\\\"XX\\\"}\") { id }\n"
                       " c: create_item(board_id: 100, group_id: \"gone\", item_name: \"three\") { id }\n"
                       " d: create_item(board_id: 100, group_id: \"g2\", item_name: \"four\") { id } }"_s);
        const QJsonObject data = answer["data"_L1].toObject();
        QVERIFY(data["a"_L1]["id"_L1].isString());
        QVERIFY(data["b"_L1].isNull() && data.contains("b"_L1));
        QVERIFY(data["c"_L1].isNull());
        QVERIFY(data["d"_L1]["id"_L1].isString());
        const QJsonArray errors = answer["errors"_L1].toArray();
        QCOMPARE(errors.size(), 2);
        QCOMPARE(errors[0]["path"_L1], QJsonValue(QJsonArray{u"b"_s}));
        QCOMPARE(errors[0]["locations"_L1][0]["line"_L1].toInt(), 3);
        QVERIFY(errors[0]["message"_L1].toString().contains(u"{1: SS26, 2: FA26}"_s));
        QCOMPARE(errors[1]["message"_L1].toString(), u"Group not found"_s);
        QCOMPARE(errors[1]["extensions"_L1]["code"_L1].toString(), u"ResourceNotFoundException"_s);
        QVERIFY(answer["extensions"_L1]["request_id"_L1].isString());

        const BoardState state = api().state();
        QCOMPARE(state.board(u"100"_s)->activeItems(), 2);
        QCOMPARE(state.mutations(u"create_item"_s), 2);
        QCOMPARE(state.refusals(u"create_item"_s), 2);
    }

    void makesLabelsOnlyWhenAsked()
    {
        const QString create =
            u"mutation($v: JSON) { create_item(board_id: 100, item_name: \"x\", column_values: $v, "
            "create_labels_if_missing: true) { id } }"_s;
        const QJsonObject values{
            {u"drop_1"_s, QJsonObject{{u"labels"_s, QJsonArray{u"NEW"_s, u"SS26"_s, u"NEW"_s}}}},
            {u"color_1"_s, QJsonObject{{u"label"_s, u"Late"_s}}}};
        const QJsonObject made = api().data(create, {{u"v"_s, json(values)}});
        QCOMPARE(textOf(made["create_item"_L1]["id"_L1].toString(), u"drop_1"_s), u"NEW, SS26"_s);
        const BoardDefinition board = api().state().board(u"100"_s)->definition;
        QCOMPARE(board.column(u"drop_1"_s)->labels.size(), 3U);
        QCOMPARE(board.column(u"drop_1"_s)->revision, 2);
        QCOMPARE(board.column(u"color_1"_s)->labelByText(u"Late"_s)->id, 2);

        const QJsonObject tooLong{{u"color_1"_s, QJsonObject{{u"label"_s, QString(31, u'x')}}}};
        QCOMPARE(api().errorCode(create, {{u"v"_s, json(tooLong)}}), u"ColumnValueException"_s);
        QJsonArray many;
        for (int i = 0; i < 498; ++i)
            many.append(u"L%1"_s.arg(i));
        QCOMPARE(api().errorCode(create, {{u"v"_s, json({{u"drop_1"_s, QJsonObject{{u"labels"_s, many}}}})}}),
                 u"ColumnValueException"_s);
        QCOMPARE(api().state().board(u"100"_s)->definition.column(u"drop_1"_s)->labels.size(), 3U);
    }

    void replacesDropdownLabels()
    {
        const QString update =
            u"mutation($r: String!, $l: [UpdateDropdownLabelInput!]!) { update_dropdown_column(board_id: "
            u"100, "
            "id: \"drop_1\", revision: $r, settings: {labels: $l}) { revision settings } }"_s;
        const QJsonObject ss{{u"id"_s, 1}, {u"label"_s, u"SS26"_s}};
        const QJsonObject fa{{u"id"_s, 2}, {u"label"_s, u"FA26"_s}};
        const QJsonObject added{{u"label"_s, u"FW26"_s}};
        const auto code = [&](const QString &revision, const QJsonArray &labels) {
            return api().errorCode(update, {{u"r"_s, revision}, {u"l"_s, labels}});
        };
        QCOMPARE(code(u"7"_s, {ss, fa, added}), u"REVISION_MISMATCH"_s);
        QCOMPARE(code(u"1"_s, {ss, added}), u"InvalidArgumentException"_s); // adds and removes
        QCOMPARE(code(u"1"_s, {}), u"InvalidArgumentException"_s); // removes two
        QCOMPARE(code(u"1"_s, {ss, fa, added, added}), u"InvalidArgumentException"_s);
        const QJsonObject data = api().data(update, {{u"r"_s, u"1"_s}, {u"l"_s, QJsonArray{ss, fa, added}}});
        QCOMPARE(data["update_dropdown_column"_L1]["revision"_L1].toString(), u"2"_s);
        const QJsonObject fewer = api().data(update, {{u"r"_s, u"2"_s}, {u"l"_s, QJsonArray{ss, fa}}});
        QCOMPARE(fewer["update_dropdown_column"_L1]["settings"_L1]["labels"_L1].toArray().size(), 2);
    }

    void changesItems()
    {
        const QString id = api().createItem(u"One"_s, {{u"text_1"_s, u"A"_s}, {u"num_1"_s, u"5"_s}});
        const QString change =
            u"mutation($i: ID, $v: JSON!) { change_multiple_column_values(board_id: 100, item_id: $i, "
            "column_values: $v) { id name } }"_s;
        const QJsonObject values{{u"name"_s, u"Renamed"_s}, {u"num_1"_s, QJsonValue()}};
        const QJsonObject data = api().data(change, {{u"i"_s, id}, {u"v"_s, json(values)}});
        QCOMPARE(data["change_multiple_column_values"_L1]["name"_L1].toString(), u"Renamed"_s);
        QCOMPARE(textOf(id, u"text_1"_s), u"A"_s);
        QCOMPARE(textOf(id, u"num_1"_s), QString());

        QCOMPARE(api().errorCode(change, {{u"i"_s, id}, {u"v"_s, json({{u"name"_s, u""_s}})}}),
                 u"ItemNameTooLongException"_s);
        QCOMPARE(api().errorCode(change, {{u"i"_s, u"999"_s}, {u"v"_s, u"{}"_s}}),
                 u"ResourceNotFoundException"_s);
        QCOMPARE(api().errorCode(change, {{u"i"_s, id}, {u"v"_s, u"[not json"_s}}), u"JsonParseException"_s);

        const QString simple =
            u"mutation($i: ID, $v: String) { change_simple_column_value(board_id: 100, item_id: $i, "
            "column_id: \"text_1\", value: $v) { id } }"_s;
        static_cast<void>(api().data(simple, {{u"i"_s, id}, {u"v"_s, u"B"_s}}));
        QCOMPARE(textOf(id, u"text_1"_s), u"B"_s);
        static_cast<void>(api().data(simple, {{u"i"_s, id}, {u"v"_s, QJsonValue()}}));
        QCOMPARE(textOf(id, u"text_1"_s), QString());

        static_cast<void>(
            api().data(u"mutation($i: ID) { move_item_to_group(item_id: $i, group_id: \"g2\") { id } }"_s,
                       {{u"i"_s, id}}));
        QCOMPARE(api().state().board(u"100"_s)->item(id.toLongLong())->groupTitle, u"Second"_s);
    }

    void archivedItemsAreOutOfTheWay()
    {
        const QString id = api().createItem(u"One"_s, {{u"text_1"_s, u"A"_s}, {u"num_1"_s, u"12.5"_s}});
        const QString other = api().createItem(u"Two"_s, {{u"num_1"_s, u"12.5"_s}});
        const auto listed = [&] {
            const QJsonObject data = api().data(
                u"{ boards(ids: 100) { items_page(limit: 10) { items { id } } } "
                "texts: items_page_by_column_values(board_id: 100, limit: 10, columns: [{column_id: "
                "\"text_1\", column_values: [\"a\"]}]) { items { id } } "
                "numbers: items_page_by_column_values(board_id: 100, limit: 10, columns: [{column_id: "
                "\"num_1\", column_values: [\"7\", \"12.5\"]}]) { items { id } } }"_s);
            const auto size = [](const QJsonValue &page) { return page["items"_L1].toArray().size(); };
            return QList{size(data["boards"_L1][0]["items_page"_L1]), size(data["texts"_L1]),
                         size(data["numbers"_L1])};
        };
        QCOMPARE(listed(), (QList<qsizetype>{2, 1, 2}));
        const QString archive = u"mutation($i: ID) { archive_item(item_id: $i) { id state } }"_s;
        QCOMPARE(api().data(archive, {{u"i"_s, id}})["archive_item"_L1]["state"_L1].toString(),
                 u"archived"_s);
        QCOMPARE(listed(), (QList<qsizetype>{1, 0, 1}));
        QCOMPARE(api().errorCode(archive, {{u"i"_s, id}}), u"ResourceNotFoundException"_s);
        QCOMPARE(textOf(id, u"text_1"_s), u"A"_s);
        const auto states = [&](const QString &only) {
            const QJsonObject data =
                api().data(u"query($i: [ID!]) { items(ids: $i%1) { state } }"_s.arg(only),
                           {{u"i"_s, QJsonArray{id, other}}});
            return data["items"_L1].toArray().size();
        };
        QCOMPARE(states({}), 2);
        QCOMPARE(states(u", exclude_nonactive: true"_s), 1);

        // A group that is archived or gone takes no item.
        const QString move =
            u"mutation($i: ID, $g: String!) { move_item_to_group(item_id: $i, group_id: $g) { id } }"_s;
        const QJsonObject target{{u"i"_s, other}, {u"g"_s, u"g2"_s}};
        QCOMPARE(api().errorCode(move, {{u"i"_s, id}, {u"g"_s, u"g2"_s}}), u"ResourceNotFoundException"_s);
        static_cast<void>(
            api().data(u"mutation { archive_group(board_id: 100, group_id: \"g2\") { archived } }"_s));
        QCOMPARE(api().errorCode(move, target), u"ResourceNotFoundException"_s);
        QCOMPARE(api().errorCode(move, {{u"i"_s, other}, {u"g"_s, u"never"_s}}),
                 u"ResourceNotFoundException"_s);
        QCOMPARE(api().state().board(u"100"_s)->item(other.toLongLong())->groupId, u"g1"_s);
    }

    void itemsHaveNamesAndRoom()
    {
        const QString create =
            u"mutation($n: String!) { create_item(board_id: 100, item_name: $n) { id } }"_s;
        QCOMPARE(api().errorCode(create, {{u"n"_s, u""_s}}), u"ItemNameTooLongException"_s);
        QCOMPARE(api().errorCode(create, {{u"n"_s, QString(256, u'x')}}), u"ItemNameTooLongException"_s);
        for (const QString &name : {QString(255, u'x'), u"b"_s, u"c"_s})
            static_cast<void>(api().data(create, {{u"n"_s, name}}));
        QCOMPARE(api().errorCode(create, {{u"n"_s, u"d"_s}}), u"ItemsLimitationException"_s);
        const QString id = QString::number(api().state().board(u"100"_s)->items.front().id);
        static_cast<void>(
            api().data(u"mutation($i: ID) { archive_item(item_id: $i) { state } }"_s, {{u"i"_s, id}}));
        static_cast<void>(api().data(create, {{u"n"_s, u"d"_s}}));
        QCOMPARE(api().errorCode(u"mutation { create_item(board_id: 101, item_name: \"x\") { id } }"_s),
                 u"InvalidBoardIdException"_s);
    }

    void subitemsLiveOnTheirOwnBoard()
    {
        const QString id = api().createItem(u"One"_s);
        const QString create =
            u"mutation($p: ID!) { create_subitem(parent_item_id: $p, item_name: \"S\", column_values: "
            "\"{\\\"num_s\\\": \\\"3\\\"}\") { id board { id } parent_item { id } } }"_s;
        const QJsonObject made = api().data(create, {{u"p"_s, id}})["create_subitem"_L1].toObject();
        QCOMPARE(made["board"_L1]["id"_L1].toString(), u"101"_s);
        QCOMPARE(made["parent_item"_L1]["id"_L1].toString(), id);
        static_cast<void>(api().data(create, {{u"p"_s, id}}));
        QCOMPARE(api().errorCode(create, {{u"p"_s, id}}), u"ItemsLimitationException"_s);
        QCOMPARE(api().errorCode(create, {{u"p"_s, u"1"_s}}), u"ResourceNotFoundException"_s);
        QCOMPARE(api().errorCode(create, {{u"p"_s, made["id"_L1]}}), u"InvalidArgumentException"_s);

        const QString remove = u"mutation($i: ID) { delete_item(item_id: $i) { state } }"_s;
        static_cast<void>(api().data(remove, {{u"i"_s, made["id"_L1]}}));
        QCOMPARE(api().errorCode(remove, {{u"i"_s, made["id"_L1]}}), u"ResourceNotFoundException"_s);
        const QJsonObject item =
            api()
                .data(u"query($i: [ID!]) { items(ids: $i) { subitems { name state column_values "
                      "{ id text } } } }"_s,
                      {{u"i"_s, QJsonArray{id}}})["items"_L1][0]
                .toObject();
        QCOMPARE(item["subitems"_L1].toArray().size(), 1);
        QCOMPARE(item["subitems"_L1][0]["column_values"_L1][1]["text"_L1].toString(), u"3"_s);
        // A parent takes its subitems along.
        static_cast<void>(api().data(remove, {{u"i"_s, id}}));
        QCOMPARE(api().state().board(u"100"_s)->activeSubitems(), 0);
    }

    void groupsComeAndGo()
    {
        const QString create =
            u"mutation($t: String!) { create_group(board_id: 100, group_name: $t) { id title position } }"_s;
        const QString first = api().data(create, {{u"t"_s, u"New"_s}})["create_group"_L1]["id"_L1].toString();
        const QString second =
            api().data(create, {{u"t"_s, u"New"_s}})["create_group"_L1]["id"_L1].toString();
        QVERIFY(first != second); // monday does not mind two groups of one title
        QCOMPARE(api().errorCode(create, {{u"t"_s, QString(256, u'x')}}), u"InvalidArgumentException"_s);

        static_cast<void>(
            api().data(u"mutation($g: String!) { update_group(board_id: 100, group_id: $g, group_attribute: "
                       "title, new_value: \"Other\") { title } }"_s,
                       {{u"g"_s, first}}));
        const QString id = api().createItem(u"One"_s);
        const QString remove =
            u"mutation($g: String!) { delete_group(board_id: 100, group_id: $g) { deleted } }"_s;
        static_cast<void>(api().data(remove, {{u"g"_s, u"g1"_s}}));
        const QJsonArray groups =
            api().data(u"{ boards(ids: 100) { groups { title } } }"_s)["boards"_L1][0]["groups"_L1].toArray();
        QCOMPARE(groups.size(), 3);
        QCOMPARE(groups[0]["title"_L1].toString(), u"New"_s);
        QCOMPARE(groups[1]["title"_L1].toString(), u"Other"_s);
        const QJsonObject item =
            api().data(u"query($i: [ID!]) { items(ids: $i) { state } }"_s, {{u"i"_s, QJsonArray{id}}});
        QCOMPARE(item["items"_L1][0]["state"_L1].toString(), u"deleted"_s);
        const QJsonObject active =
            api().data(u"query($i: [ID!]) { items(ids: $i, exclude_nonactive: true) { id } }"_s,
                       {{u"i"_s, QJsonArray{id}}});
        QCOMPARE(active["items"_L1].toArray().size(), 0);
        static_cast<void>(api().data(remove, {{u"g"_s, first}}));
        static_cast<void>(api().data(remove, {{u"g"_s, second}}));
        QCOMPARE(api().errorCode(remove, {{u"g"_s, u"g2"_s}}), u"DeleteLastGroupException"_s);
    }

    void makesColumns()
    {
        const QString create = u"mutation($i: String) { create_column(board_id: 100, id: $i, title: \"Key\", "
                               "column_type: text) { id type } }"_s;
        const QJsonObject own = api().data(create, {{u"i"_s, u"record_key"_s}});
        QCOMPARE(own["create_column"_L1]["id"_L1].toString(), u"record_key"_s);
        QVERIFY(!api().data(create)["create_column"_L1]["id"_L1].toString().isEmpty());
        QCOMPARE(api().errorCode(create, {{u"i"_s, u"record_key"_s}}), u"InvalidColumnIdException"_s);
        QCOMPARE(api().errorCode(create, {{u"i"_s, u"Not Good"_s}}), u"InvalidColumnIdException"_s);
        QVERIFY(!api().createItem(u"One"_s, {{u"record_key"_s, u"k1"_s}}).isEmpty());
    }

    void searchLagsBehindWrites()
    {
        api().options.searchLag = 2s;
        const QString id = api().createItem(u"One"_s, {{u"text_1"_s, u"KEY-1"_s}});
        const QString query =
            u"query($k: [String]!) { items_page_by_column_values(board_id: 100, limit: 10, columns: "
            u"[{column_id: "
            "\"text_1\", column_values: $k}]) { cursor items { id column_values(ids: [\"text_1\"]) { text } } } }"_s;
        const auto found = [&](const QString &key) {
            const QJsonArray items =
                api()
                    .data(
                        query,
                        {{u"k"_s, QJsonArray{u"other"_s, key}}})["items_page_by_column_values"_L1]["items"_L1]
                    .toArray();
            return items.size();
        };
        QCOMPARE(found(u"key-1"_s), 0);
        QCOMPARE(textOf(id, u"text_1"_s), u"KEY-1"_s); // items(ids) does not lag
        api().clock.advance(2s);
        QCOMPARE(found(u"key-1"_s), 1);
        QCOMPARE(found(u"KEY"_s), 0); // whole value only
        static_cast<void>(
            api().data(u"mutation($i: ID) { change_simple_column_value(board_id: 100, item_id: $i, "
                       "column_id: \"text_1\", value: \"KEY-2\") { id } }"_s,
                       {{u"i"_s, id}}));
        QCOMPARE(found(u"KEY-1"_s), 1); // as it was
        QCOMPARE(found(u"KEY-2"_s), 0);
        api().clock.advance(2s);
        QCOMPARE(found(u"KEY-1"_s), 0);
        QCOMPARE(found(u"KEY-2"_s), 1);
        static_cast<void>(
            api().data(u"mutation($i: ID) { delete_item(item_id: $i) { id } }"_s, {{u"i"_s, id}}));
        QCOMPARE(found(u"KEY-2"_s), 1);
        api().clock.advance(2s);
        QCOMPARE(found(u"KEY-2"_s), 0);
    }

    void pagesFollowTheirCursor()
    {
        for (const QString &name : {u"a"_s, u"b"_s, u"c"_s})
            static_cast<void>(api().createItem(name, {{u"text_1"_s, name}}));
        const QJsonValue first = api().data(
            u"{ boards(ids: 100) { items_page(limit: 2) { cursor items { name } } } }"_s)["boards"_L1][0]
                                                                                         ["items_page"_L1];
        QCOMPARE(first["items"_L1].toArray().size(), 2);
        const QString next =
            u"query($c: String!) { next_items_page(cursor: $c, limit: 2) { cursor items { name } } }"_s;
        const QJsonObject cursor{{u"c"_s, first["cursor"_L1]}};
        const QJsonValue second = api().data(next, cursor)["next_items_page"_L1];
        QCOMPARE(second["items"_L1], QJsonValue(QJsonArray{QJsonObject{{u"name"_s, u"c"_s}}}));
        QVERIFY(second["cursor"_L1].isNull());
        api().clock.advance(1h);
        QCOMPARE(api().errorCode(next, cursor), u"CursorExpiredError"_s);
        QCOMPARE(api().errorCode(next, {{u"c"_s, u"nonsense"_s}}), u"CursorException"_s);
        QCOMPARE(api().errorCode(u"{ boards(ids: 100) { items_page(limit: 501) { cursor } } }"_s),
                 u"InvalidArgumentException"_s);

        const QString filtered =
            u"query($r: [ItemsQueryRule!]) { boards(ids: 100) { items_page(query_params: {rules: $r}) "
            "{ items { name } } } }"_s;
        const auto names = [&](const QString &column, const QString &operation, const QJsonValue &value) {
            const QJsonObject rule{
                {u"column_id"_s, column}, {u"operator"_s, operation}, {u"compare_value"_s, value}};
            QString result;
            for (const QJsonValue &item :
                 api()
                     .data(filtered,
                           {{u"r"_s, QJsonArray{rule}}})["boards"_L1][0]["items_page"_L1]["items"_L1]
                     .toArray())
                result += item["name"_L1].toString();
            return result;
        };
        QCOMPARE(names(u"group"_s, u"any_of"_s, QJsonArray{u"g1"_s}), u"abc"_s);
        QCOMPARE(names(u"group"_s, u"any_of"_s, QJsonArray{u"g2"_s}), QString());
        QCOMPARE(names(u"text_1"_s, u"contains_text"_s, u"B"_s), u"b"_s);
        QCOMPARE(names(u"drop_1"_s, u"is_empty"_s, QJsonArray()), u"abc"_s);
        const QJsonObject unknown{{u"column_id"_s, u"nope"_s}, {u"compare_value"_s, u"x"_s}};
        QCOMPARE(api().errorCode(filtered, {{u"r"_s, QJsonArray{unknown}}}), u"InvalidColumnIdException"_s);
    }

    void refusesBadRequests_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");

        QTest::newRow("not JSON") << QByteArray("query") << 400 << u"BadRequest"_s;
        QTest::newRow("list") << QByteArray("[]") << 400 << u"BadRequest"_s;
        QTest::newRow("no query") << QByteArray("{}") << 400 << u"BadRequest"_s;
        QTest::newRow("variables as text")
            << QByteArray("{\"query\": \"{ version { kind } }\", \"variables\": \"{}\"}") << 400
            << u"BadRequest"_s;
        QTest::newRow("parse error") << QByteArray("{\"query\": \"{ version \"}") << 200 << u"parseError"_s;
        QTest::newRow("unknown field")
            << QByteArray("{\"query\": \"{ nothing }\"}") << 200 << u"undefinedField"_s;
        QTest::newRow("unknown operation")
            << QByteArray("{\"query\": \"query A { version { kind } }\", \"operationName\": \"B\"}") << 200
            << u"operationNotFound"_s;
        QTest::newRow("missing variable")
            << QByteArray("{\"query\": \"query($c: String!) { next_items_page(cursor: $c) { cursor } }\"}")
            << 200 << u"variableRequiresValidValue"_s;
        QTest::newRow("wrong variable") << QByteArray(
            "{\"query\": \"query($l: Int) { boards(limit: $l) { id } }\", \"variables\": {\"l\": \"1\"}}")
                                        << 200 << u"variableRequiresValidValue"_s;
    }

    void refusesBadRequests()
    {
        QFETCH(QByteArray, body);
        const HttpReply reply = api().reply(body);
        QTEST(reply.status, "status");
        const QJsonDocument answer = QJsonDocument::fromJson(reply.body);
        QTEST(answer["errors"_L1][0]["extensions"_L1]["code"_L1].toString(), "code");
        QVERIFY(answer["data"_L1].isUndefined());
    }

    void asksForATokenAndTellsItsVersion()
    {
        const QByteArray body = requestBody(u"{ version { value } }"_s);
        const auto status = [&](const QByteArray &token) {
            return api().reply(body, {{"authorization", token}}).status;
        };
        QCOMPARE(status("any"), 200);
        QCOMPARE(status("Bearer any"), 200);
        QCOMPARE(status("wrong"), 401);
        QCOMPARE(status(" "), 401);
        api().options.token = u"secret"_s;
        QCOMPARE(status("any"), 401);
        QCOMPARE(status("Bearer secret"), 200);
        api().options.token.clear();

        const HttpReply old = api().reply(body, {{"api-version", "2019-01"}});
        QCOMPARE(headerOf(old, "API-Version"), QByteArray("2026-10"));
        const HttpReply malformed = api().reply(body, {{"api-version", "v2"}});
        QVERIFY(malformed.body.contains("InvalidVersionException"));
    }
};

QTEST_GUILESS_MAIN(TestSandboxApi)
#include "tst_sandboxapi.moc"
