#include "sandbox/boardseed.h"
#include "sandbox/boardstore.h"
#include "support/testenvironment.h"

using namespace Qt::StringLiterals;
using namespace syncline;
using namespace syncline::sandbox;

namespace {

const QDateTime created({2026, 11, 1}, {8, 0}, Qt::UTC);

BoardSeed smallBoard()
{
    return {.id = u"100"_s,
            .name = u"Orders"_s,
            .subitemBoardId = u"101"_s,
            .subitemBoardName = u"Subitems of Orders"_s,
            .columns = {{u"text_1"_s, u"Order"_s, u"text"_s, {}},
                        {u"drop_1"_s, u"Season"_s, u"dropdown"_s, {u"SS26"_s, u"FA26"_s}},
                        {u"mirror_1"_s, u"Packed"_s, u"mirror"_s, {}}},
            .subitemColumns = {{u"num_1"_s, u"Qty"_s, u"numbers"_s, {}}},
            .groups = {{u"g1"_s, u"First"_s}},
            .items = {{.id = 7000,
                       .groupId = u"g1"_s,
                       .name = u"One"_s,
                       .values = {{u"text_1"_s, u"A-1"_s},
                                  {u"drop_1"_s, QJsonObject{{u"labels"_s, QJsonArray{u"FA26"_s}}}},
                                  {u"mirror_1"_s, u"12"_s}},
                       .subitems = {{.name = u"S"_s, .values = {{u"num_1"_s, u"3"_s}}}}}}};
}

QByteArray content(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestBoardSeed final : public testing::TestCase
{
    Q_OBJECT

private slots:
    void keepsWhatWasSeeded()
    {
        const Result<void> written = writeBoardState(file(u"state.db"_s), {smallBoard()}, created);
        VERIFY_RESULT(written);
        Result<std::unique_ptr<BoardStore>> store = BoardStore::open(file(u"state.db"_s));
        VERIFY_RESULT(store);
        BoardStore::Transaction transaction(**store);
        QCOMPARE((*store)->boardIds(), (QStringList{u"100"_s, u"101"_s}));
        const BoardDefinition *board = (*store)->board(u"100"_s);
        QVERIFY(board);
        QCOMPARE(board->activeItems, 1);
        QCOMPARE(board->columns.size(), 3U);
        QCOMPARE(board->column(u"drop_1"_s)->labels.back().text, u"FA26"_s);
        const std::optional<StoredItem> item = (*store)->item(7000);
        QVERIFY(item);
        QCOMPARE(item->values.value("drop_1"_L1), QJsonValue(QJsonArray{2}));
        QCOMPARE(item->values.value("mirror_1"_L1), QJsonValue(u"12"_s));
        const std::vector<StoredItem> subitems = (*store)->subitems(7000);
        QCOMPARE(subitems.size(), 1U);
        QCOMPARE(subitems.front().boardId, u"101"_s);
        QCOMPARE(subitems.front().values.value("num_1"_L1), QJsonValue(u"3"_s));
    }

    void sameSeedSameBytes()
    {
        for (const QString &name : {u"a.db"_s, u"b.db"_s}) {
            const Result<void> written = writeBoardState(file(name), {smallBoard()}, created);
            VERIFY_RESULT(written);
        }
        QVERIFY(!content(file(u"a.db"_s)).isEmpty());
        QCOMPARE(content(file(u"a.db"_s)), content(file(u"b.db"_s)));
        // A file that was served in between is replaced with all its parts.
        {
            Result<std::unique_ptr<BoardStore>> store = BoardStore::open(file(u"b.db"_s));
            VERIFY_RESULT(store);
            BoardStore::Transaction transaction(**store);
            (*store)->count(u"requests"_s);
            const Result<void> committed = transaction.commit();
            VERIFY_RESULT(committed);
        }
        const Result<void> again = writeBoardState(file(u"b.db"_s), {smallBoard()}, created);
        VERIFY_RESULT(again);
        QCOMPARE(content(file(u"a.db"_s)), content(file(u"b.db"_s)));
    }

    void refusesWrongSeeds()
    {
        BoardSeed seed = smallBoard();
        seed.items.front().values.insert(u"drop_1"_s, QJsonObject{{u"labels"_s, QJsonArray{u"XX"_s}}});
        const Result<void> unknownLabel = writeBoardState(file(u"state.db"_s), {seed}, created);
        QVERIFY(!unknownLabel);
        QVERIFY2(unknownLabel.error().text().contains(u"XX"_s), qPrintable(unknownLabel.error().text()));

        seed = smallBoard();
        seed.items.front().groupId = u"nowhere"_s;
        const Result<void> unknownGroup = writeBoardState(file(u"state.db"_s), {seed}, created);
        QVERIFY(!unknownGroup);
        QCOMPARE(unknownGroup.error().kind, ErrorKind::InvalidInput);
    }

    void refusesAForeignFile()
    {
        QFile foreign(file(u"foreign.db"_s));
        QVERIFY(foreign.open(QIODevice::WriteOnly));
        foreign.write("this is not a database, and it is long enough to be looked at as one");
        foreign.close();
        const Result<std::unique_ptr<BoardStore>> store = BoardStore::open(foreign.fileName());
        QVERIFY(!store);
        QCOMPARE(store.error().kind, ErrorKind::FileFailed);
    }
};

QTEST_GUILESS_MAIN(TestBoardSeed)
#include "tst_boardseed.moc"
