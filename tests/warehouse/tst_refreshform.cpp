#include "support/testenvironment.h"
#include "warehouse/refreshform.h"

#include <QDateTime>

using namespace syncline;
using namespace syncline::testing;
using namespace syncline::warehouse;
using namespace Qt::StringLiterals;

/// What columns hold, by the types of all databases.
class TestRefreshForm : public TestCase
{
    Q_OBJECT

    static ColumnForm form(const QString &declared)
    {
        return ColumnForm::of({.name = u"x"_s, .type = declared, .declared = declared});
    }

private slots:
    void typesOfAllDatabases_data()
    {
        QTest::addColumn<ValueForm>("expected");
        const auto row = [](const char *declared, ValueForm expected) { QTest::newRow(declared) << expected; };
        for (const char *text : {"NVARCHAR(100)", "character varying(20)", "text", "ntext", "char(64)", "NVARCHAR(MAX)"})
            row(text, ValueForm::Text);
        for (const char *number : {"tinyint", "smallint", "INT", "integer", "bigint", "DECIMAL(10,4)", "numeric", "money",
                                   "smallmoney", "real", "double precision", "float"})
            row(number, ValueForm::Number);
        for (const char *moment : {"DATETIME2", "datetime2(7)", "datetime", "smalldatetime", "datetimeoffset", "TIMESTAMP",
                                   "timestamp without time zone", "timestamp with time zone"})
            row(moment, ValueForm::Moment);
        row("date", ValueForm::Date);
        row("time", ValueForm::DayTime);
        row("time without time zone", ValueForm::DayTime);
        row("time with time zone", ValueForm::Other);
        for (const char *truth : {"bit", "boolean", "BOOL"})
            row(truth, ValueForm::Truth);
        for (const char *bits : {"bit(3)", "bit varying(8)", "bytea", "jsonb", "USER-DEFINED", "sql_variant", ""})
            row(bits, ValueForm::Other);
        row("uuid", ValueForm::Uuid);
        row("UNIQUEIDENTIFIER", ValueForm::Uuid);
    }

    void typesOfAllDatabases()
    {
        QFETCH(ValueForm, expected);
        QCOMPARE(form(QString::fromLatin1(QTest::currentDataTag())).form, expected);
    }

    void whatIsHeld_data()
    {
        QTest::addColumn<QString>("declared");
        QTest::addColumn<QVariant>("value");
        QTest::addColumn<bool>("held");
        const auto row = [](const char *name, const QString &declared, const QVariant &value, bool held) {
            QTest::newRow(name) << declared << value << held;
        };
        row("tinyint above", u"tinyint"_s, 256, false);
        row("tinyint below", u"tinyint"_s, -1, false);
        row("tinyint", u"tinyint"_s, 255, true);
        row("fraction of a double", u"int"_s, 2.5, false);
        row("whole double", u"int"_s, 2.0, true);
        row("more digits than a number has", u"DECIMAL(38,0)"_s, u"12345678901234567890"_s, true);
        row("money", u"money"_s, u"922337203685478"_s, false);
        row("smallmoney", u"smallmoney"_s, u"214748"_s, false);
        row("datetime before its first year", u"datetime"_s, u"1752-12-31"_s, false);
        row("datetime2 before that", u"datetime2"_s, u"1752-12-31"_s, true);
        row("smalldatetime after its last year", u"smalldatetime"_s, u"2079-12-31"_s, false);
        row("moment with a zone", u"datetimeoffset"_s, u"2026-03-01 10:00:00.5+02:00"_s, true);
        row("moment of sixty seconds", u"datetime2"_s, u"2026-03-01 10:00:60"_s, false);
        row("a moment", u"timestamp without time zone"_s, QDateTime({2026, 3, 1}, {10, 0}), true);
        row("words for a moment", u"timestamp without time zone"_s, u"next week"_s, false);
        row("truth", u"bit"_s, true, true);
        row("two", u"bit"_s, 2, false);
        row("text at its length", u"NVARCHAR(3)"_s, u" abc "_s, true);
        row("text above its length", u"NVARCHAR(3)"_s, u"abcd"_s, false);
        row("whatever", u"jsonb"_s, u"x"_s, true);
        row("nothing", u"int"_s, u" "_s, true);
    }

    void whatIsHeld()
    {
        QFETCH(QString, declared);
        QFETCH(QVariant, value);
        QFETCH(bool, held);
        QCOMPARE(form(declared).holds(value), held);
    }

    void numbersMayArriveAsText()
    {
        const ColumnForm price = form(u"DECIMAL(10,4)"_s);
        QCOMPARE(price.read(u"12.5000"_s), u"12.5"_s);
        QCOMPARE(price.read(u"-.5000"_s), u"-0.5"_s);
        QCOMPARE(price.read(u"1.25E+3"_s), 1'250.0);
        for (const QString &text : {u"see rate card"_s, u"1,250.00"_s, u"NaN"_s, QString()})
            QCOMPARE(price.read(text), text);
        QCOMPARE(form(u"NVARCHAR(20)"_s).read(u"0042"_s), u"0042"_s);
        QVERIFY(price.same(u"12.5000"_s, 12.5));
        QVERIFY(price.same(12.50004, u"12.5000"_s)); // as the database rounds
        QVERIFY(!price.same(12.51, u"12.5000"_s));
        QCOMPARE(quantityOf(u"7.0000"_s), 7);
    }

    void whatSaysTheSame()
    {
        QVERIFY(!form(u"int"_s).same(u"2.4"_s, 2));
        QVERIFY(form(u"datetime2"_s).same(u"2026-03-01"_s, QDateTime({2026, 3, 1}, {0, 0})));
        QVERIFY(form(u"datetime"_s).same(u"2026-03-01 10:00:00.124"_s, u"2026-03-01 10:00:00.123"_s));
        QVERIFY(!form(u"datetime2"_s).same(u"2026-03-01 10:00:01"_s, u"2026-03-01 10:00:02"_s));
        QVERIFY(form(u"smalldatetime"_s).same(u"2026-03-01 10:00:20"_s, u"2026-03-01 10:00"_s));
        QVERIFY(form(u"datetimeoffset"_s).same(u"2026-03-01 10:00+02:00"_s, u"2026-03-01 08:00Z"_s));
        QVERIFY(form(u"bit"_s).same(u"Yes"_s, true));
        QVERIFY(form(u"uuid"_s).same(u"{0B0E1F3C-5D0B-4B53-9E0B-6E5C5B6A7D10}"_s,
                                     u"0b0e1f3c-5d0b-4b53-9e0b-6e5c5b6a7d10"_s));
        QVERIFY(form(u"time"_s).same(u"08:15"_s, QTime(8, 15)));
    }

    void whatIsWritten()
    {
        QCOMPARE(form(u"int"_s).written(u"1,250.00"_s), 1250);
        QCOMPARE(form(u"datetime2"_s).written(u"2026-03-01T10:30:00+02:00"_s), u"2026-03-01 10:30:00"_s);
        QCOMPARE(form(u"timestamp with time zone"_s).written(u"2026-03-01T10:30+02:00"_s),
                 u"2026-03-01 08:30:00+00:00"_s);
        QCOMPARE(form(u"bit"_s).written(u"no"_s), false);
        QVERIFY(form(u"datetime2"_s).written(u" "_s).isNull());
    }
};

QTEST_GUILESS_MAIN(TestRefreshForm)
#include "tst_refreshform.moc"
