#include "models/recordfile.h"
#include "modeltext.h"
#include "support/testenvironment.h"

#include <QAbstractItemModelTester>

using namespace syncline;
using namespace Qt::StringLiterals;
using syncline::testing::textOf;

class TestRecordFile : public syncline::testing::TestCase
{
    Q_OBJECT

    QString write(const QString &name, const QByteArray &content)
    {
        QFile out(file(name));
        if (!out.open(QIODevice::WriteOnly) || out.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(out.fileName()));
        return out.fileName();
    }

private slots:
    void readsLines_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("empty") << QByteArray() << QStringList();
        QTest::newRow("no end of line") << QByteArray("a\nb") << QStringList{u"a"_s, u"b"_s};
        QTest::newRow("windows") << QByteArray("a\r\nb\r\n") << QStringList{u"a"_s, u"b"_s};
        QTest::newRow("empty lines") << QByteArray("\n\nx\n") << QStringList{u""_s, u""_s, u"x"_s};
        QTest::newRow("umlaut") << QByteArray("K\xC3\xB6ln\n") << QStringList{u"Köln"_s};
        QTest::newRow("invalid bytes stay visible") << QByteArray("a\xFFz\n") << QStringList{u"a\uFFFDz"_s};
    }

    void readsLines()
    {
        QFETCH(QByteArray, content);
        QFETCH(QStringList, expected);
        const auto records = RecordFile::open(write(u"log"_s, content), RecordFile::Kind::Lines);
        QVERIFY(records->problem().isEmpty());
        RecordFileModel model;
        const QAbstractItemModelTester tester(&model);
        model.setFile(records);
        QCOMPARE(textOf(model, {0}), expected);
    }

    void readsCsv_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("header only") << QByteArray("key,reason\n") << QStringList();
        QTest::newRow("plain") << QByteArray("key,reason\n1,bad\n2,\n") << QStringList{u"1|bad"_s, u"2|"_s};
        QTest::newRow("quotes") << QByteArray("key,reason\n1,\"a, \"\"b\"\"\"\n")
                                << QStringList{u"1|a, \"b\""_s};
        QTest::newRow("line breaks inside")
            << QByteArray("key,reason\n1,\"a\nb\"\n2,c\n") << QStringList{u"1|a\nb"_s, u"2|c"_s};
        QTest::newRow("too few cells") << QByteArray("key,reason\n1\n") << QStringList{u"1|"_s};
        QTest::newRow("quote never closed")
            << QByteArray("key,reason\n1,\"a\n2,b\n") << QStringList{u"1|a\n2,b"_s};
        QTest::newRow("byte order mark")
            << QByteArray("\xEF\xBB\xBFkey,reason\n1,x\n") << QStringList{u"1|x"_s};
    }

    void readsCsv()
    {
        QFETCH(QByteArray, content);
        QFETCH(QStringList, expected);
        const auto records = RecordFile::open(write(u"rows.csv"_s, content), RecordFile::Kind::Csv);
        QCOMPARE(records->header(), (QStringList{u"key"_s, u"reason"_s}));
        RecordFileModel model;
        const QAbstractItemModelTester tester(&model);
        model.setFile(records);
        QCOMPARE(textOf(model, {0, 1}), expected);
        QCOMPARE(model.headerData(1, Qt::Horizontal, Qt::DisplayRole).toString(), u"reason"_s);
    }

    void findsAmongMany()
    {
        QByteArray content;
        for (int i = 0; i < 100'000; ++i)
            content += "2026-11-23 info MC-" + QByteArray::number(i) + " line\n";
        const auto records = RecordFile::open(write(u"sync.log"_s, content), RecordFile::Kind::Lines);
        QCOMPARE(records->count(), 100'000);
        const std::vector<int> found = records->find(u"mc-4711 "_s);
        QCOMPARE(found, std::vector<int>{4711});
        RecordFileModel model;
        const QAbstractItemModelTester tester(&model);
        model.setFile(records);
        model.setFound(found);
        QCOMPARE(textOf(model, {0}), QStringList{u"2026-11-23 info MC-4711 line"_s});
        QCOMPARE(model.headerData(0, Qt::Vertical, Qt::DisplayRole).toString(), u"4,712"_s);
        model.setFound(std::nullopt);
        QCOMPARE(model.rowCount(), 100'000);
    }

    void saysWhyAFileCannotBeRead()
    {
        const auto records = RecordFile::open(file(u"missing"_s), RecordFile::Kind::Lines);
        QVERIFY(!records->problem().isEmpty());
        QCOMPARE(records->count(), 0);
    }
};

QTEST_GUILESS_MAIN(TestRecordFile)
#include "tst_recordfile.moc"
