#include "domain/board.h"
#include "domain/ledger.h"
#include "domain/order.h"
#include "domain/runrecord.h"
#include "domain/sentvalues.h"
#include "support/testenvironment.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>

using namespace syncline;
using namespace Qt::StringLiterals;

class TestDomain : public syncline::testing::TestCase
{
    Q_OBJECT

private slots:
    void ledgerBalancesWhateverMoves()
    {
        Ledger ledger;
        for (int i = 0; i < 7; ++i)
            ledger.plan();
        ledger.plan(RowState::Refused);
        QVERIFY(ledger.balances());
        for (const RowState state : allRowStates)
            ledger.move(RowState::NotSent, state);
        QVERIFY(ledger.balances());
        QCOMPARE(ledger.planned, 8);
        QCOMPARE(ledger.refused, 2);
        QCOMPARE(ledger.succeeded(), 3);
        QCOMPARE(ledger.failed(), 4);
        QCOMPARE(ledger.notSent, 1);
    }

    void verdictIsOfRows_data()
    {
        QTest::addColumn<qint64>("created");
        QTest::addColumn<qint64>("rejected");
        QTest::addColumn<qint64>("notSent");
        QTest::addColumn<Verdict>("expected");
        QTest::newRow("nothing planned") << qint64(0) << qint64(0) << qint64(0) << Verdict::Nothing;
        QTest::newRow("stopped at once") << qint64(0) << qint64(0) << qint64(9) << Verdict::Nothing;
        QTest::newRow("95 of 100") << qint64(95) << qint64(5) << qint64(0) << Verdict::Success;
        QTest::newRow("94 of 100") << qint64(94) << qint64(6) << qint64(0) << Verdict::Partial;
        QTest::newRow("79 of 100") << qint64(79) << qint64(21) << qint64(0) << Verdict::Failed;
        QTest::newRow("stopped half way, all good")
            << qint64(50) << qint64(0) << qint64(50) << Verdict::Success;
    }

    void verdictIsOfRows()
    {
        QFETCH(qint64, created);
        QFETCH(qint64, rejected);
        QFETCH(qint64, notSent);
        Ledger ledger;
        ledger.created = created;
        ledger.rejected = rejected;
        ledger.notSent = notSent;
        ledger.planned = created + rejected + notSent;
        QTEST(verdict(ledger, {}), "expected");
    }

    void statesOfThePredecessorAreRead()
    {
        QCOMPARE(warehouseStateFromText(u"NEW"_s), WarehouseState::Waiting);
        QCOMPARE(warehouseStateFromText(u"PENDING   "_s), WarehouseState::Waiting);
        QCOMPARE(warehouseStateFromText(u"COMPLETED"_s), WarehouseState::Done);
        QCOMPARE(warehouseStateFromText(u"ERROR"_s), WarehouseState::Failed);
        QCOMPARE(warehouseStateFromText(QVariant()), WarehouseState::NotOurs);
        QCOMPARE(warehouseStateFromText(u"EXISTING"_s), WarehouseState::NotOurs);
        QCOMPARE(warehouseStateFromText(u"PROCESSING"_s), WarehouseState::Strange);
    }

    void recordKeyHasOneSpelling()
    {
        const RecordKey key = RecordKey::fromString(u"{9F0C2B1E-1111-4222-8333-444455556666} ");
        QCOMPARE(key.toString(), u"9f0c2b1e-1111-4222-8333-444455556666"_s);
        QVERIFY(RecordKey::fromString(u"GRE-04968").isNull());
    }

    void groupTitlesCompareFolded()
    {
        BoardSchema schema;
        schema.groups = {{u"g1"_s, u"ALPINE  LARK sp26 "_s}};
        QVERIFY(schema.groupByTitle(u" Alpine Lark SP26"_s));
        QVERIFY(!schema.groupByTitle(u"ALPINELARK SP26"_s));
    }

    void groupsAreFoundExactlyWhenTheirFoldedTitlesAreEqual()
    {
        const QStringList titles{u""_s,        u" "_s,        u"A"_s,         u"a"_s,
                                 u"A B"_s,     u" a\t b "_s,  u"AB"_s,        u"A B C"_s,
                                 u"A B "_s,    u"Straße 1"_s, u"STRASSE 1"_s, u"ÉTÉ 26"_s,
                                 u"été  26"_s, u"A\u00a0B"_s, u"\u212aING"_s, u"king"_s};
        for (const QString &title : titles) {
            BoardSchema schema;
            schema.groups.push_back({u"g"_s, title});
            for (const QString &wanted : titles)
                QCOMPARE(schema.groupByTitle(wanted) != nullptr, foldedTitle(title) == foldedTitle(wanted));
        }
    }

    void whatWasSentIsWrittenAsJsonAndReadBack()
    {
        SentValues values;
        QCOMPARE(values.toJson(), QByteArray("{}"));
        QJsonObject expected;
        const QStringList columns{u"text_1"_s, u"a"_s, u"\u00fcber"_s, u"say \"so\""_s, u"back\\slash"_s};
        for (const QString &column : columns) {
            values.set(column, u"of "_s + column);
            const QByteArray hash =
                QCryptographicHash::hash((u"of "_s + column).toUtf8(), QCryptographicHash::Sha256).toHex();
            expected.insert(column, QString::fromLatin1(hash.first(16)));
            QCOMPARE(values.toJson(), QJsonDocument(expected).toJson(QJsonDocument::Compact));
            const std::optional<SentValues> readBack = SentValues::fromJson(values.toJson());
            QCOMPARE(readBack, std::optional(values));
            QVERIFY(readBack->holds(column, u"of "_s + column));
            QVERIFY(!readBack->holds(column, QString::fromLatin1(hash.first(16))));
            QVERIFY(values.holds(column, u"of "_s + column));
            QVERIFY(!values.holds(column, QString::fromLatin1(hash.first(16))));
        }
    }

    void digestsMadeEarlyAreThoseMadeLate()
    {
        SentValues early;
        SentValues late;
        early.makeDigests();
        for (const QString &column : {u"text"_s, u"group"_s, u"text"_s}) {
            const QString value = u"value %1"_s.arg(late.toJson().size());
            early.set(column, value);
            late.set(column, value);
            early.makeDigests();
            QCOMPARE(early.toJson(), late.toJson());
            QCOMPARE(early.rowHash(), late.rowHash());
            QCOMPARE(SentValues(early).toJson(), late.toJson());
        }
        early.doubt(std::nullopt);
        QVERIFY(early.rowHash() != late.rowHash());
        late.doubt(std::nullopt);
        QCOMPARE(early.toJson(), late.toJson());
    }

    void syncIdsOfBothSystems()
    {
        const QString id = makeSyncId(QUuid(u"7f3a91c2-0000-4000-8000-000000000000"_s),
                                      QDateTime({2026, 3, 15}, {23, 59}, Qt::UTC));
        QCOMPARE(id, u"SYNC-7F3A91C2-20260315"_s);
        QVERIFY(isSyncId(id));
        QVERIFY(isSyncId(u"202603150905-SYNC-7F3A91C2"_s));
        QVERIFY(!isSyncId(u"SYNC-7f3a91c2-20260315"_s));
        QVERIFY(!isSyncId(u"../SYNC-7F3A91C2-20260315"_s));
    }
};

QTEST_GUILESS_MAIN(TestDomain)
#include "tst_domain.moc"
