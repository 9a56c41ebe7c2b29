#include "monday/aliasedmutationbuilder.h"
#include "monday/boardparser.h"
#include "monday/columnvalueencoder.h"
#include "monday/graphqldocument.h"
#include "replies.h"
#include "samplemutations.h"
#include "support/testenvironment.h"

#include <QJsonArray>

using namespace syncline;
using namespace syncline::testing;
using namespace Qt::StringLiterals;

namespace {

QJsonObject object(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

QString compact(const QJsonObject &json)
{
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

QString labelsText(const std::vector<BoardLabel> &labels)
{
    QStringList parts;
    for (const BoardLabel &label : labels)
        parts.append(label.id + u'=' + label.text + (label.deactivated ? u"(off)"_s : QString()));
    return parts.join(u", "_s);
}

} // namespace

class TestMondayValues : public TestCase
{
    Q_OBJECT

private slots:
    void valuesAreEncodedByType_data()
    {
        QTest::addColumn<ColumnType>("type");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("json");
        using enum ColumnType;
        QTest::newRow("text") << Text << u"a \"b\"\\ ü"_s << u"{\"c\":\"a \\\"b\\\"\\\\ ü\"}"_s;
        QTest::newRow("None is data") << Text << u"None"_s << u"{\"c\":\"None\"}"_s;
        QTest::newRow("long text") << LongText << u"a\nb"_s << u"{\"c\":{\"text\":\"a\\nb\"}}"_s;
        QTest::newRow("number") << Numbers << u"-42.5"_s << u"{\"c\":\"-42.5\"}"_s;
        QTest::newRow("date") << Date << u"2026-11-23"_s << u"{\"c\":{\"date\":\"2026-11-23\"}}"_s;
        QTest::newRow("status") << Status << u"Done"_s << u"{\"c\":{\"label\":\"Done\"}}"_s;
        QTest::newRow("dropdown") << Dropdown << u"A,B"_s << u"{\"c\":{\"labels\":[\"A,B\"]}}"_s;
        QTest::newRow("checked") << Checkbox << u"true"_s << u"{\"c\":{\"checked\":\"true\"}}"_s;
        QTest::newRow("unchecked") << Checkbox << u"false"_s << u"{\"c\":null}"_s;
        QTest::newRow("another type") << Other << u"x"_s << u"{\"c\":\"x\"}"_s;
        QTest::newRow("no text") << Text << QString() << u"{\"c\":null}"_s;
        QTest::newRow("no number") << Numbers << QString() << u"{\"c\":null}"_s;
        QTest::newRow("no long text") << LongText << QString() << u"{\"c\":null}"_s;
        QTest::newRow("no date") << Date << QString() << u"{\"c\":null}"_s;
        QTest::newRow("no status") << Status << QString() << u"{\"c\":null}"_s;
        QTest::newRow("no label") << Dropdown << QString() << u"{\"c\":null}"_s;
        QTest::newRow("no tick") << Checkbox << QString() << u"{\"c\":null}"_s;
    }

    void valuesAreEncodedByType()
    {
        QFETCH(const ColumnType, type);
        QFETCH(const QString, text);
        QTEST(compact(encodeColumnValues({{u"c"_s, type, text}})), "json");
    }

    void buildsGoldenDocuments_data()
    {
        QTest::addColumn<MutationKind>("kind");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("variables");
        const QString tail = u"  complexity { query reset_in_x_seconds }\n}\n"_s;
        const auto row = [&tail](const char *name, MutationKind kind, const QString &head,
                                 const QString &field, const QString &variables) {
            QTest::newRow(name) << kind
                                << QString(u"mutation "_s + head + u" {\n  r0: "_s + field + u" { id }\n"_s
                                           + tail)
                                << variables;
        };
        row("create item", MutationKind::CreateItem,
            u"CreateItems($board: ID!, $g0: String!, $n0: String!, $v0: JSON!)"_s,
            u"create_item(board_id: $board, group_id: $g0, item_name: $n0, column_values: $v0)"_s,
            u"{\"board\":\"11\",\"g0\":\"group_a\",\"n0\":\"Order \\\"0\\\"\",\"v0\":\"{\\\"text_1\\\":\\\"v0\\\"}\"}"_s);
        row("create subitem", MutationKind::CreateSubitem,
            u"CreateSubitems($p0: ID!, $n0: String!, $v0: JSON!)"_s,
            u"create_subitem(parent_item_id: $p0, item_name: $n0, column_values: $v0)"_s,
            u"{\"n0\":\"Order \\\"0\\\"\",\"p0\":\"500\",\"v0\":\"{\\\"text_1\\\":\\\"v0\\\"}\"}"_s);
        row("update item", MutationKind::UpdateItem, u"UpdateItems($board: ID!, $i0: ID!, $v0: JSON!)"_s,
            u"change_multiple_column_values(board_id: $board, item_id: $i0, column_values: $v0)"_s,
            u"{\"board\":\"11\",\"i0\":\"900\","
            "\"v0\":\"{\\\"name\\\":\\\"Order \\\\\\\"0\\\\\\\"\\\",\\\"text_1\\\":\\\"v0\\\"}\"}"_s);
        row("update subitem", MutationKind::UpdateSubitem,
            u"UpdateSubitems($subitemBoard: ID!, $i0: ID!, $v0: JSON!)"_s,
            u"change_multiple_column_values(board_id: $subitemBoard, item_id: $i0, column_values: $v0)"_s,
            u"{\"i0\":\"900\",\"subitemBoard\":\"22\",\"v0\":\"{\\\"text_1\\\":\\\"v0\\\"}\"}"_s);
        row("move", MutationKind::MoveItem, u"MoveItems($i0: ID!, $g0: String!)"_s,
            u"move_item_to_group(item_id: $i0, group_id: $g0)"_s, u"{\"g0\":\"group_a\",\"i0\":\"900\"}"_s);
        row("archive", MutationKind::ArchiveItem, u"ArchiveItems($i0: ID!)"_s,
            u"archive_item(item_id: $i0)"_s, u"{\"i0\":\"900\"}"_s);
        row("delete", MutationKind::DeleteItem, u"DeleteItems($i0: ID!)"_s, u"delete_item(item_id: $i0)"_s,
            u"{\"i0\":\"900\"}"_s);
    }

    void buildsGoldenDocuments()
    {
        QFETCH(const MutationKind, kind);
        const MutationDocument document =
            AliasedMutationBuilder(u"11"_s, u"22"_s).build(sampleMutations(kind, 1));
        QTEST(document.text, "text");
        QTEST(compact(document.variables), "variables");
        QCOMPARE(document.aliases, std::vector<QString>{u"r0"_s});
    }

    void textDependsOnKindsOnly()
    {
        const AliasedMutationBuilder builder(u"11"_s, u"22"_s);
        std::vector<BoardMutation> other = sampleMutations(MutationKind::CreateItem, 10);
        for (BoardMutation &mutation : other) {
            mutation.name = u"$board) { x } # \"%1"_s;
            mutation.groupId.clear();
            mutation.values.clear();
        }
        const MutationDocument first = builder.build(sampleMutations(MutationKind::CreateItem, 10));
        const MutationDocument second = builder.build(other);
        QCOMPARE(first.text, second.text);
        QCOMPARE(second.variables.value(u"n9"_s).toString(), u"$board) { x } # \"%1"_s);
        QCOMPARE(second.variables.value(u"v9"_s).toString(), u"{}"_s);
        QCOMPARE(first.aliases.size(), 10u);
        QVERIFY(!first.text.contains(u"create_labels_if_missing"_s));
    }

    void onlyTheNameMayChange()
    {
        const auto values = [](const BoardMutation &mutation) {
            return AliasedMutationBuilder(u"11"_s, u"22"_s)
                .build({mutation})
                .variables.value("v0"_L1)
                .toString();
        };
        BoardMutation mutation{.kind = MutationKind::UpdateItem, .item = 7, .name = u"N"_s};
        QCOMPARE(values(mutation), u"{\"name\":\"N\"}"_s);
        mutation.name.clear();
        QCOMPARE(values(mutation), u"{}"_s);
        mutation = {.kind = MutationKind::UpdateSubitem, .item = 7, .name = u"Size M"_s};
        QCOMPARE(values(mutation), u"{}"_s);
    }

    void kindsMayBeMixed()
    {
        std::vector<BoardMutation> mutations;
        for (int index = 0; index < 7; ++index)
            mutations.push_back(sampleMutation(allKinds[static_cast<std::size_t>(index)], index));
        const MutationDocument document = AliasedMutationBuilder(u"11"_s, u"22"_s).build(mutations);
        QCOMPARE(document.operation, u"MixedItems"_s);
        QVERIFY(document.text.contains(
            u"  r3: change_multiple_column_values(board_id: $subitemBoard, item_id: $i3"_s));
        QCOMPARE(document.text.count(u"complexity"_s), 1);
        QCOMPARE(document.variables.value(u"board"_s).toString(), u"11"_s);
        QCOMPARE(document.variables.value(u"subitemBoard"_s).toString(), u"22"_s);
    }

    void operationsTellTheirBoard()
    {
        const AliasedMutationBuilder builder(u"11"_s, u"22"_s);
        const auto operation = [&builder](std::initializer_list<MutationKind> kinds) {
            std::vector<BoardMutation> mutations;
            for (const MutationKind kind : kinds)
                mutations.push_back({.kind = kind});
            return builder.build(mutations).operation;
        };
        using enum MutationKind;
        for (const QString &name : {operation({CreateItem}), operation({UpdateItem}),
                                    operation({ArchiveItem}), operation({MoveItem, UpdateItem})})
            QVERIFY2(!isOnSubitems(name), qPrintable(name));
        for (const QString &name : {operation({CreateSubitem}), operation({UpdateSubitem}),
                                    operation({DeleteItem}), operation({DeleteItem, CreateSubitem})})
            QVERIFY2(isOnSubitems(name), qPrintable(name));
        QVERIFY(!isOnSubitems(u"CreateGroup"));
    }

    void bodiesNameTheirOperation()
    {
        const QByteArray body = graphQlBody(u"CreateItems"_s, u"mutation {}"_s, {{u"a"_s, u"b"_s}});
        QCOMPARE(operationOfBody(body), u"CreateItems"_s);
        QCOMPARE(body, graphQlBody(u"CreateItems"_s, u"mutation {}"_s, {{u"a"_s, u"b"_s}}));
        QCOMPARE(operationOfBody("{\"query\":\"x\"}"), QString());
        QCOMPARE(operationOfBody("{\"operationName\":\"x"), QString());
    }

    void labelsAreRead_data()
    {
        QTest::addColumn<QByteArray>("settings");
        QTest::addColumn<QString>("labels");
        QTest::newRow("dropdown") << QByteArray(json("{'labels':[{'id':1,'label':'A','is_deactivated':false},"
                                                     "{'id':2,'label':'B','is_deactivated':true}]}"))
                                  << u"1=A, 2=B(off)"_s;
        QTest::newRow("dropdown of before")
            << QByteArray(json("{'labels':[{'id':1,'name':'A'},{'id':2,'name':'B'}],"
                               "'deactivated_labels':[2]}"))
            << u"1=A, 2=B(off)"_s;
        QTest::newRow("status") << QByteArray(
            json("{'labels':[{'id':5,'label':'Done','index':0},{'index':1,'label':'Late'}]}"))
                                << u"5=Done, 1=Late"_s;
        QTest::newRow("status of before") << QByteArray(json("{'labels':{'0':'Working','1':'Done','5':''},"
                                                             "'labels_colors':{'0':{'color':'#fff'}}}"))
                                          << u"0=Working, 1=Done"_s;
        QTest::newRow("none") << QByteArray("{}") << QString();
    }

    void labelsAreRead()
    {
        QFETCH(const QByteArray, settings);
        QTEST(labelsText(parseLabels(columnSettings(object(settings)))), "labels");
        QTEST(labelsText(parseLabels(columnSettings(QString::fromUtf8(settings)))), "labels");
    }

    void boardsAreRead()
    {
        const BoardSchema board = parseBoard(object(
            json("{'id':'9609317401','name':'Schedule','url':'https://x/boards/1',"
                 "'items_count':12,'items_limit':10000,'columns':["
                 "{'id':'name','title':'Name','type':'name','archived':false,'revision':'1','settings':null},"
                 "{'id':'d1','title':'COLOUR','type':'dropdown','archived':false,'revision':'r7',"
                 "'settings':{'labels':[{'id':1,'label':'RED'}]}},"
                 "{'id':'old','title':'Old','type':'text','archived':true,'revision':'1','settings':{}}],"
                 "'groups':[{'id':'g1','title':'One','archived':false,'deleted':null},"
                 "{'id':'g2','title':'Two','archived':true},{'id':'g3','title':'Three','deleted':true}]}")));
        QCOMPARE(board.id, u"9609317401"_s);
        QCOMPARE(board.itemsLimit, 10000);
        QCOMPARE(board.columns.size(), 2u);
        const BoardColumn *colour = board.column(u"d1"_s);
        QVERIFY(colour);
        QCOMPARE(colour->type, ColumnType::Dropdown);
        QCOMPARE(colour->revision, u"r7"_s);
        QCOMPARE(labelsText(colour->labels), u"1=RED"_s);
        QCOMPARE(board.groups.size(), 1u);
        QCOMPARE(board.groups.front().title, u"One"_s);
    }

    void itemsAreRead()
    {
        const std::optional<BoardItem> item =
            parseItem(object(json("{'id':'77','name':'N','state':'archived','group':{'id':'g1'},"
                                  "'column_values':[{'id':'key','text':'abc'},{'id':'t','text':null}],"
                                  "'subitems':[{'id':'78','name':'Size M'},"
                                  "{'id':'79','name':'Size L','state':'deleted'}]}")));
        QVERIFY(item);
        QCOMPARE(item->id, 77);
        QCOMPARE(item->name, u"N"_s);
        QCOMPARE(item->texts, (QHash<QString, QString>{{u"key"_s, u"abc"_s}, {u"t"_s, QString()}}));
        QCOMPARE(item->groupId, u"g1"_s);
        QVERIFY(!item->active);
        QCOMPARE(item->subitems.size(), 1u);
        QCOMPARE(item->subitems.front().id, 78);
        QVERIFY(!parseItem(object(json("{'name':'N'}"))));
    }
};

QTEST_GUILESS_MAIN(TestMondayValues)
#include "tst_mondayvalues.moc"
