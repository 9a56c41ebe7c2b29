#include "reports/htmlpage.h"
#include "reports/reporttext.h"
#include "support/testenvironment.h"

using namespace Qt::StringLiterals;
using namespace syncline;

/// Data from outside must show as it is and do nothing, in Markdown, HTML and CSV.
class TestReportText : public testing::TestCase
{
    Q_OBJECT

private slots:
    void markdownShowsDataAsItIs_data();
    void markdownShowsDataAsItIs();
    void markdownIsOneLine();
    void markdownIsCut();
    void htmlDisarmsForeignMarkdown_data();
    void htmlDisarmsForeignMarkdown();
    void htmlKeepsLinksToTheBoard();
    void csv_data();
    void csv();
    void percent_data();
    void percent();
    void duration_data();
    void duration();
    void tableIsCapped();
    void resultOfACustomer_data();
    void resultOfACustomer();
};

void TestReportText::markdownShowsDataAsItIs_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("pipe") << u"a | b"_s;
    QTest::newRow("backslash before a pipe") << u"a \\| b \\"_s;
    QTest::newRow("code") << u"`rm -rf` and ``x"_s;
    QTest::newRow("emphasis") << u"*a* **b** _c_ __d__ snake_case_name ~~e~~"_s;
    QTest::newRow("html") << u"<script>alert(1)</script><img src=x onerror=y>"_s;
    QTest::newRow("entity") << u"&lt;b&gt; &amp; A&B &#60;"_s;
    QTest::newRow("image") << u"![x](http://evil.example/a.png)"_s;
    QTest::newRow("link") << u"[x](javascript:alert(1)) [y][z] [z]: http://evil.example"_s;
    QTest::newRow("address")
        << u"<http://evil.example> http://evil.example www.evil.example a@evil.example"_s;
    QTest::newRow("heading") << u"# not a heading #"_s;
    QTest::newRow("list") << u"- 1. + not a list"_s;
    QTest::newRow("rule") << u"---"_s;
    QTest::newRow("formula") << u"=HYPERLINK(\"http://evil.example\";\"x\")"_s;
    QTest::newRow("letters") << u"ÉTOILE 東京 №5 'quoted' $1$"_s;
}

void TestReportText::markdownShowsDataAsItIs()
{
    QFETCH(QString, text);
    MarkdownTable table({{u"Value"_s}, {u"After"_s}});
    table.addRow({text, u"still here"_s});
    const QString page = QString::fromUtf8(htmlPage(u"t"_s, table.toString()));
    // cmark writes text with the four characters of HTML escaped, exactly as toHtmlEscaped() does.
    QVERIFY2(page.contains(QString(u"<td>" + text.toHtmlEscaped() + u"</td>\n<td>still here</td>")),
             qPrintable(page));

    const QString afterLabel = u"**Label**: " + markdownText(text) + u"\n";
    const QString paragraph = QString::fromUtf8(htmlPage(u"t"_s, afterLabel));
    QVERIFY2(paragraph.contains(QString(u"<strong>Label</strong>: " + text.toHtmlEscaped() + u"</p>")),
             qPrintable(paragraph));
}

void TestReportText::markdownIsOneLine()
{
    QCOMPARE(markdownText(u"a\r\nb\tc\u2028d\u0007e"_s), u"a b c d e"_s);
    QCOMPARE(oneLine(u"abc\u202Egpj.exe"_s), u"abcgpj.exe"_s);
    QCOMPARE(oneLine(u"  \n "_s), QString());
}

void TestReportText::markdownIsCut()
{
    QCOMPARE(markdownText(u"abcdef"_s, 3), u"abc\u2026"_s);
    QCOMPARE(markdownText(u"abcdef"_s, 6), u"abcdef"_s);
    // Half a character outside of the basic plane would be no text at all.
    QCOMPARE(markdownText(u"ab\U0001F680cd"_s, 3), u"ab\u2026"_s);
    QVERIFY(markdownText(QString(100'000, u'x')).size() <= 301);
}

void TestReportText::htmlDisarmsForeignMarkdown_data()
{
    QTest::addColumn<QString>("markdown");
    QTest::newRow("image") << u"![pic](http://evil.example/a.png)"_s;
    QTest::newRow("image in a link") << u"[![pic](http://evil.example/a.png)](https://company.monday.com)"_s;
    QTest::newRow("link in a link's place") << u"[pic](javascript:alert(1))"_s;
    QTest::newRow("file") << u"[pic](file:///etc/passwd)"_s;
    QTest::newRow("plain http") << u"[pic](http://evil.example)"_s;
    QTest::newRow("relative") << u"[pic](customer_reports/a.md)"_s;
    QTest::newRow("html block") << u"<img src=\"http://evil.example/a.png\">\npic"_s;
    QTest::newRow("html inline") << u"a <img src=\"http://evil.example/a.png\"> pic"_s;
    QTest::newRow("script") << u"<script>pic</script>"_s;
    QTest::newRow("reference") << u"![pic][1]\n\n[1]: http://evil.example/a.png"_s;
    QTest::newRow("table cell") << u"| a |\n| --- |\n| ![pic](http://evil.example/a.png) |"_s;
}

void TestReportText::htmlDisarmsForeignMarkdown()
{
    QFETCH(QString, markdown);
    const QString page = QString::fromUtf8(htmlPage(u"t"_s, markdown));
    const QString body = page.sliced(page.indexOf(u"<body>"));
    static const QRegularExpression dangerous(u"<img|<script|src=\"|href=\"(?!https://)"_s);
    QVERIFY2(!body.contains(dangerous), qPrintable(body));
    QVERIFY2(body.contains(u"pic"), qPrintable(body));
}

void TestReportText::htmlKeepsLinksToTheBoard()
{
    const QByteArray page = htmlPage(u"<title>"_s, u"<https://company.monday.com/boards/1>"_s);
    QVERIFY(page.contains("<a href=\"https://company.monday.com/boards/1\">"));
    QVERIFY(page.contains("<title>&lt;title&gt;</title>"));
    QVERIFY(page.contains("default-src 'none'"));
}

void TestReportText::csv_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("asText");
    QTest::addColumn<QString>("asNumber");
    const auto same = [](const char *name, const QString &text, const QString &field) {
        QTest::newRow(name) << text << field << field;
    };
    same("plain", u"ORD-1"_s, u"ORD-1"_s);
    same("empty", QString(), QString());
    same("comma", u"a,b"_s, u"\"a,b\""_s);
    same("quote", u"6\" hem"_s, u"\"6\"\" hem\""_s);
    same("line end", u"a\nb"_s, u"\"a\nb\""_s);
    same("blank at the end", u"a "_s, u"\"a \""_s);
    same("formula", u"=HYPERLINK(\"http://x\",\"y\")"_s, u"\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""_s);
    same("plus", u"+cmd|' /C calc'!A0"_s, u"'+cmd|' /C calc'!A0"_s);
    same("minus", u"-1+1|x"_s, u"'-1+1|x"_s);
    same("at", u"@SUM(A1)"_s, u"'@SUM(A1)"_s);
    same("blank, then a formula", u" =1+1"_s, u"' =1+1"_s);
    same("tab", u"\t=1"_s, u"\"'\t=1\""_s);
    same("carriage return", u"\r=1"_s, u"\"'\r=1\""_s);
    same("wide equals sign", u"\uFF1D1+1"_s, u"'\uFF1D1+1"_s);
    QTest::newRow("negative number") << u"-12.5"_s << u"'-12.5"_s << u"-12.5"_s;
    QTest::newRow("signed number") << u"+3"_s << u"'+3"_s << u"+3"_s;
    same("number with a line end", u"-3\n"_s, u"\"'-3\n\""_s);
    same("not quite a number", u"-3-2"_s, u"'-3-2"_s);
}

void TestReportText::csv()
{
    QFETCH(QString, text);
    QFETCH(QString, asText);
    QFETCH(QString, asNumber);
    QCOMPARE(csvText(text), asText);
    QCOMPARE(csvNumber(text), asNumber);
}

void TestReportText::percent_data()
{
    QTest::addColumn<qint64>("good");
    QTest::addColumn<qint64>("all");
    QTest::addColumn<QString>("text");
    QTest::newRow("all") << 5LL << 5LL << u"100.0%"_s;
    QTest::newRow("none") << 0LL << 5LL << u"0.0%"_s;
    QTest::newRow("rounded") << 5LL << 6LL << u"83.3%"_s;
    QTest::newRow("nearly all is not all") << 99'999LL << 100'000LL << u"99.9%"_s;
    QTest::newRow("nearly none is not none") << 1LL << 100'000LL << u"0.1%"_s;
    QTest::newRow("of nothing") << 0LL << 0LL << u"\u2013"_s;
}

void TestReportText::percent()
{
    QFETCH(qint64, good);
    QFETCH(qint64, all);
    QTEST(percentText(successShare({.planned = all, .created = good, .rejected = all - good})), "text");
}

void TestReportText::duration_data()
{
    QTest::addColumn<double>("seconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << 0.0 << u"0.0 s"_s;
    QTest::newRow("seconds") << 9.14 << u"9.1 s"_s;
    QTest::newRow("just under a minute") << 59.97 << u"1 min 0 s"_s;
    QTest::newRow("minutes") << 984.3 << u"16 min 24 s"_s;
    QTest::newRow("hours") << 11'329.0 << u"3 h 9 min"_s;
}

void TestReportText::duration()
{
    QFETCH(double, seconds);
    QTEST(durationText(seconds), "text");
}

void TestReportText::tableIsCapped()
{
    MarkdownTable table({{u"Order"_s}}, u"summaries/rows.csv"_s);
    QVERIFY(table.isEmpty());
    for (int row = 0; row < 600; ++row)
        table.addRow({QString::number(row)});
    table.addUnseen(1000);
    const QString text = table.toString();
    QVERIFY(text.contains(u"| 499 |"));
    QVERIFY(!text.contains(u"| 500 |"));
    QVERIFY(text.endsWith(u"\n\nThe first 500 of 1,600. All are in `summaries/rows.csv`.\n\n"));
}

void TestReportText::resultOfACustomer_data()
{
    QTest::addColumn<Ledger>("ledger");
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << Ledger() << u"\u2013 Nothing to do"_s;
    QTest::newRow("95 %") << Ledger{.planned = 100, .created = 95, .rejected = 5} << u"\u2714 Success"_s;
    QTest::newRow("94 %") << Ledger{.planned = 100, .created = 94, .rejected = 6} << u"\u26A0 Partial"_s;
    QTest::newRow("79 %") << Ledger{.planned = 100, .created = 79, .refused = 21} << u"\u2718 Failed"_s;
    QTest::newRow("stopped before it") << Ledger{.planned = 100, .notSent = 100} << u"\u25A0 Not sent"_s;
}

void TestReportText::resultOfACustomer()
{
    QFETCH(Ledger, ledger);
    QTEST(resultText(ledger, {}, false), "text");
    QCOMPARE(resultText(ledger, {}, true), u"DRY RUN"_s);
}

QTEST_GUILESS_MAIN(TestReportText)
#include "tst_reporttext.moc"
