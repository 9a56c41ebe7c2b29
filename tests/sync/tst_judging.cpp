#include "support/testenvironment.h"
#include "sync/labelbook.h"
#include "domain/naming.h"
#include "sync/valuejudge.h"

#include <QDate>

using namespace syncline;
using namespace Qt::StringLiterals;

class TestJudging : public syncline::testing::TestCase
{
    Q_OBJECT

private:
    static BoardPair boards(ColumnType type, const QStringList &labels = {})
    {
        BoardColumn column{.id = u"c"_s, .title = u"COLUMN"_s, .type = type};
        for (const QString &label : labels)
            column.labels.push_back({QString::number(column.labels.size()), label, false});
        BoardPair pair;
        pair.items.columns = {column};
        return pair;
    }

    static Judgement judge(const QVariant &value, ColumnType type)
    {
        const BoardPair pair = boards(type);
        LabelBook labels(pair);
        return judgeValue({u"SOURCE"_s, value}, pair.items.columns.front(), labels, false);
    }

private slots:
    void numbers_data()
    {
        QTest::addColumn<QVariant>("value");
        QTest::addColumn<QString>("expected"); // empty: refused
        QTest::newRow("integer") << QVariant(12) << u"12"_s;
        QTest::newRow("double") << QVariant(28.5) << u"28.5"_s;
        QTest::newRow("tiny double without exponent") << QVariant(0.00001) << u"0.00001"_s;
        QTest::newRow("decimal text") << QVariant(u"28.8600"_s) << u"28.86"_s;
        QTest::newRow("sign") << QVariant(u"-3.10"_s) << u"-3.1"_s;
        QTest::newRow("plus") << QVariant(u"+3"_s) << u"3"_s;
        QTest::newRow("minus zero") << QVariant(u"-0.00"_s) << u"0"_s;
        QTest::newRow("blanks around") << QVariant(u" 7 "_s) << u"7"_s;
        QTest::newRow("well-placed groups") << QVariant(u"1,250.00"_s) << u"1250"_s;
        QTest::newRow("two groups") << QVariant(u"1,250,000"_s) << u"1250000"_s;
        QTest::newRow("fraction only") << QVariant(u".5"_s) << u"0.5"_s;
        QTest::newRow("leading zeros") << QVariant(u"007"_s) << u"7"_s;
        QTest::newRow("misplaced groups") << QVariant(u"1,25"_s) << QString();
        QTest::newRow("European") << QVariant(u"1.250,00"_s) << QString();
        QTest::newRow("two dots") << QVariant(u"1.2.3"_s) << QString();
        QTest::newRow("glued text") << QVariant(u"20279ALPHABLACK15.6"_s) << QString();
        QTest::newRow("unit") << QVariant(u"15.6 per carton"_s) << QString();
        QTest::newRow("exponent") << QVariant(u"1e3"_s) << QString();
        QTest::newRow("not finite") << QVariant(qInf()) << QString();
        QTest::newRow("dot alone") << QVariant(u"."_s) << QString();
        QTest::newRow("Arabic digits are text") << QVariant(u"١٢"_s) << QString();
    }

    void numbers()
    {
        QFETCH(QVariant, value);
        QFETCH(QString, expected);
        const Judgement judgement = judge(value, ColumnType::Numbers);
        if (expected.isEmpty()) {
            const auto *reason = std::get_if<Event>(&judgement);
            QVERIFY(reason);
            QCOMPARE(reason->id, EventId::pl_001);
            QVERIFY(reason->text().contains(u"SOURCE"_s) && reason->text().contains(u"COLUMN"_s));
        } else {
            const auto *accepted = std::get_if<ColumnValue>(&judgement);
            QVERIFY(accepted);
            QCOMPARE(accepted->text, expected);
        }
    }

    void dates_data()
    {
        QTest::addColumn<QVariant>("value");
        QTest::addColumn<QString>("expected");
        QTest::newRow("date") << QVariant(QDate(2026, 2, 28)) << u"2026-02-28"_s;
        QTest::newRow("text") << QVariant(u"2026-02-28"_s) << u"2026-02-28"_s;
        QTest::newRow("with time") << QVariant(u"2026-02-28 00:00:00.000"_s) << u"2026-02-28"_s;
        QTest::newRow("ISO with time") << QVariant(u"2026-02-28T10:11:12Z"_s) << u"2026-02-28"_s;
        QTest::newRow("leap day") << QVariant(u"2028-02-29"_s) << u"2028-02-29"_s;
        QTest::newRow("no leap day") << QVariant(u"2026-02-29"_s) << QString();
        QTest::newRow("American") << QVariant(u"02/28/2026"_s) << QString();
        QTest::newRow("month 13") << QVariant(u"2026-13-01"_s) << QString();
        QTest::newRow("text behind") << QVariant(u"2026-02-28 approx"_s) << QString();
        QTest::newRow("serial") << QVariant(45000) << QString();
    }

    void dates()
    {
        QFETCH(QVariant, value);
        QFETCH(QString, expected);
        const Judgement judgement = judge(value, ColumnType::Date);
        const auto *accepted = std::get_if<ColumnValue>(&judgement);
        QCOMPARE(accepted ? accepted->text : QString(), expected);
        if (!accepted)
            QCOMPARE(std::get<Event>(judgement).id, EventId::pl_002);
    }

    void textIsDataEvenNone()
    {
        QCOMPARE(std::get<ColumnValue>(judge(u"None"_s, ColumnType::Text)).text, u"None"_s);
        QCOMPARE(std::get<ColumnValue>(judge(1.5, ColumnType::Text)).text, u"1.5"_s);
        QVERIFY(std::holds_alternative<NoValue>(judge(QVariant(), ColumnType::Text)));
        QVERIFY(std::holds_alternative<NoValue>(judge(u""_s, ColumnType::Text)));
    }

    void longTextIsRefusedNotCut()
    {
        QCOMPARE(std::get<ColumnValue>(judge(QString(2000, u'x'), ColumnType::LongText)).text.size(), 2000);
        QCOMPARE(std::get<Event>(judge(QString(2001, u'x'), ColumnType::LongText)).id, EventId::pl_003);
    }

    void labels_data()
    {
        QTest::addColumn<QString>("value");
        QTest::addColumn<bool>("mayCreate");
        QTest::addColumn<QString>("expected");
        QTest::newRow("exact") << u"CANCELLED"_s << false << u"CANCELLED"_s;
        QTest::newRow("other case") << u"Cancelled"_s << false << u"CANCELLED"_s;
        QTest::newRow("other blanks") << u" two  WORDS"_s << false << u"Two Words"_s;
        QTest::newRow("unknown") << u"NEW"_s << false << QString();
        QTest::newRow("made") << u" NEW  one "_s << true << u"NEW one"_s;
    }

    void labels()
    {
        QFETCH(QString, value);
        QFETCH(bool, mayCreate);
        const BoardPair pair = boards(ColumnType::Dropdown, {u"CANCELLED"_s, u"Two Words"_s});
        LabelBook book(pair);
        const auto resolved = book.resolve(pair.items.columns.front(), value, mayCreate);
        const auto *label = std::get_if<QString>(&resolved);
        QTEST(label ? *label : QString(), "expected");
    }

    void twoSpellingsMakeOneLabel()
    {
        const BoardPair pair = boards(ColumnType::Dropdown);
        LabelBook book(pair);
        const BoardColumn &column = pair.items.columns.front();
        QCOMPARE(std::get<QString>(book.resolve(column, u"SP27"_s, true)), u"SP27"_s);
        QCOMPARE(std::get<QString>(book.resolve(column, u"sp27"_s, true)), u"SP27"_s);
        QCOMPARE(book.wanted().size(), 1u);
        QCOMPARE(book.wanted().front().labels, QStringList{u"SP27"_s});
    }

    void fullDropdownTakesNoMore()
    {
        QStringList all;
        for (int i = 0; i < 499; ++i)
            all.append(u"L%1"_s.arg(i));
        const BoardPair pair = boards(ColumnType::Dropdown, all);
        LabelBook book(pair);
        const BoardColumn &column = pair.items.columns.front();
        QVERIFY(std::holds_alternative<QString>(book.resolve(column, u"five hundredth"_s, true)));
        const auto full = book.resolve(column, u"one more"_s, true);
        QCOMPARE(std::get<LabelBook::Problem>(full), LabelBook::Problem::Full);
    }

    void statusColumnsDoNotGrow()
    {
        const BoardPair pair = boards(ColumnType::Status, {u"PCE"_s});
        LabelBook book(pair);
        const BoardColumn &column = pair.items.columns.front();
        QCOMPARE(std::get<LabelBook::Problem>(book.resolve(column, u"SET"_s, true)), LabelBook::Problem::Unknown);
        QCOMPARE(std::get<LabelBook::Problem>(book.resolve(column, QString(31, u'x'), true)),
                 LabelBook::Problem::TooLong);
    }

    void namesByTheRules()
    {
        OrderHeader header{.orderNumber = u"ALL-00001"_s, .customer = u"ALPINE LARK"_s};
        QCOMPARE(groupTitleOf(header), QString());
        header.values.insert(sourcecolumns::aagSeason.toString(), u"2026 SPRING"_s);
        QCOMPARE(groupTitleOf(header), u"ALPINE LARK 2026 SPRING"_s);
        header.values.insert(sourcecolumns::customerSeason.toString(), u"  "_s);
        QCOMPARE(groupTitleOf(header), u"ALPINE LARK 2026 SPRING"_s);
        header.values.insert(sourcecolumns::customerSeason.toString(), u"SP26"_s);
        QCOMPARE(groupTitleOf(header), u"ALPINE LARK SP26"_s);
        header.groupName = u"check"_s;
        QCOMPARE(groupTitleOf(header), u"ALPINE LARK SP26"_s);

        header.values.insert(sourcecolumns::customerStyle.toString(), u"MSP26B64"_s);
        header.values.insert(sourcecolumns::colourDescription.toString(), u"BLACK"_s);
        header.values.insert(sourcecolumns::alternativePo.toString(), u"4755"_s);
        QCOMPARE(itemNameOf(header), u"MSP26B64 BLACK ALL-00001 4755"_s);
        header.values.insert(sourcecolumns::aliasItem.toString(), u"LSP26O82"_s);
        header.values.insert(sourcecolumns::colourCode.toString(), u"417"_s);
        QCOMPARE(itemNameOf(header), u"LSP26O82 417 ALL-00001 4755"_s);
        QCOMPARE(subitemNameOf(u"30/32"_s), u"Size 30/32"_s);
    }
};

QTEST_GUILESS_MAIN(TestJudging)
#include "tst_judging.moc"
