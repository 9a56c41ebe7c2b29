#include "postgresqlfixture.h"
#include "warehouse/sqlorderrefresh.h"

using namespace syncline;
using namespace syncline::testing;
using namespace Qt::StringLiterals;

namespace {

/// Does something whenever an event with this id comes, in the middle of what posts it.
class ActingSink final : public EventSink
{
public:
    ActingSink(EventId id, std::function<void()> act)
        : m_id(id)
        , m_act(std::move(act))
    {
    }
    void post(Event event) override
    {
        if (event.id == m_id)
            m_act();
    }

private:
    EventId m_id;
    std::function<void()> m_act;
};

} // namespace

/// A refresh on a server: what it allows, what it computes, and links that get lost.
class TestRefreshServer : public PostgreSqlTest
{
    Q_OBJECT

private slots:
    void aDeskThatMayOnlyReadMayLook()
    {
        addOrders();
        m_settings.user = m_reader;
        mayRead(m_settings.schema);
        administer(u"ALTER ROLE %1 SET default_transaction_read_only = on"_s.arg(quoted(m_reader)));
        {
            const auto refresh = opened();
            QVERIFY(refresh);
            for (int turn = 0; turn < 2; ++turn) {
                const Result<RefreshReport> looked = refresh->refresh({}, {});
                VERIFY_RESULT(looked);
                QCOMPARE(looked->total.added, 2);
                // What the server says of writing still holds.
                const Result<RefreshReport> written = refresh->refresh({.mode = RefreshMode::Write}, {});
                QVERIFY(!written);
                QCOMPARE(written.error().event.id, EventId::db_003);
            }
        }
        QCOMPARE(m_builder->query(u"SELECT count(*) FROM FACT_ORDER_LIST"_s).toInt(), 0);
        administer(u"ALTER ROLE %1 RESET default_transaction_read_only"_s.arg(quoted(m_reader)));
        forgetReader(m_settings.schema);
    }

    void aServerWithoutTemporaryTablesIsNamed()
    {
        const QString database = u"db of "_s + m_reader;
        administer(u"CREATE DATABASE %1"_s.arg(quoted(database)));
        administer(u"REVOKE TEMPORARY ON DATABASE %1 FROM PUBLIC"_s.arg(quoted(database)));
        m_settings.database = database;
        m_settings.schema.clear();
        {
            const auto owner = connect(m_settings);
            QVERIFY(owner);
            const QString orders = u"CREATE TABLE %1 (record_uuid uuid, \"AAG ORDER NUMBER\" text, \"CUSTOMER NAME\" "
                                   "text, \"UNIT OF MEASURE\" text, \"S\" int, \"TOTAL QTY\" int, sync_state text, "
                                   "monday_item_id bigint)"_s;
            for (const QString &table :
                 {orders.arg(u"fact_order_list"_s), orders.arg(u"swp_order_list_sync"_s),
                  u"CREATE TABLE order_list_lines (record_uuid uuid, size_code text, qty int, sync_state text, "
                  "monday_subitem_id bigint)"_s,
                  u"GRANT SELECT ON ALL TABLES IN SCHEMA public TO %1"_s.arg(quoted(m_reader))}) {
                const Result<SqlCursor> made = owner->run({.text = table}, table, {});
                VERIFY_RESULT(made);
            }
            m_settings.user = m_reader;
            const auto refresh = opened();
            QVERIFY(refresh);
            const Result<RefreshReport> looked = refresh->refresh({}, {});
            QVERIFY(!looked);
            QCOMPARE(looked.error().event.id, EventId::rf_007);
            QVERIFY2(looked.error().text().contains(u"permission denied to create temporary tables"_s),
                     qPrintable(looked.error().text()));
        }
        administer(u"DROP DATABASE %1"_s.arg(quoted(database)));
    }

    void aLookBeginsAgainWhenItsLinkGetsLost()
    {
        addOrders();
        int cuts = 0;
        ActingSink sink(EventId::rf_014, [&] {
            if (cuts++ == 0)
                cut();
        });
        const auto refresh = opened(&sink);
        QVERIFY(refresh);
        const Result<RefreshReport> looked = refresh->refresh({.listedRows = 10}, {});
        VERIFY_RESULT(looked);
        QCOMPARE(cuts, 2);
        QCOMPARE(looked->total, (RefreshCounts{.added = 2, .skipped = 1, .linesAdded = 2}));
        QCOMPARE(looked->rows.size(), 3U);
    }

    void aLinkThatGetsLostAgainIsAnHonestError()
    {
        addOrders();
        ActingSink sink(EventId::rf_014, [this] { cut(); });
        const auto refresh = opened(&sink);
        QVERIFY(refresh);
        for (const RefreshMode mode : {RefreshMode::Look, RefreshMode::Write}) {
            const Result<RefreshReport> lost = refresh->refresh({.mode = mode}, {});
            QVERIFY(!lost);
            QCOMPARE(lost.error().event.id, EventId::db_042);
        }
        QCOMPARE(m_builder->query(u"SELECT count(*) FROM FACT_ORDER_LIST"_s).toInt(), 0);
    }

    void sizesThatMustHaveAValueGetZero()
    {
        addOrders();
        m_builder->execute(u"ALTER TABLE FACT_ORDER_LIST ALTER COLUMN \"M\" SET NOT NULL"_s);
        const auto refresh = opened();
        QVERIFY(refresh);
        const Result<RefreshReport> written = refresh->refresh({.mode = RefreshMode::Write}, {});
        VERIFY_RESULT(written);
        QCOMPARE(written->total, (RefreshCounts{.added = 2, .skipped = 1, .linesAdded = 2}));
        QCOMPARE(m_builder->headerCell(key(1), u"M"_s).toString(), u"0"_s);
    }

    void whatTheServerComputesIsNotWritten()
    {
        addOrders();
        m_builder->execute(u"ALTER TABLE FACT_ORDER_LIST DROP COLUMN \"NOTES\""_s);
        m_builder->execute(u"ALTER TABLE FACT_ORDER_LIST ADD COLUMN \"NOTES\" text "
                           "GENERATED ALWAYS AS (upper(\"CUSTOMER STYLE\")) STORED"_s);
        const auto refresh = opened();
        QVERIFY(refresh);
        for (const qint64 added : {2, 0}) {
            const Result<RefreshReport> written = refresh->refresh({.mode = RefreshMode::Write}, {});
            VERIFY_RESULT(written);
            QCOMPARE(written->total.added, added);
            QCOMPARE(written->total.changed, 0);
        }
        QCOMPARE(m_builder->headerCell(key(1), u"NOTES"_s).toString(), u"ST1"_s);
    }

private:
    /// Two new orders, and one whose quantity is none.
    void addOrders()
    {
        m_builder->create();
        for (const int number : {1, 2, 3}) {
            m_builder->source({.key = key(number),
                               .orderNumber = u"ALP-%1"_s.arg(number),
                               .values = {{u"CUSTOMER STYLE"_s, u"st1"_s}},
                               .sizes = {{u"S"_s, number < 3 ? QVariant(number) : QVariant(u"three"_s)}}});
        }
    }

    std::unique_ptr<SqlOrderRefresh> opened(EventSink *sink = nullptr)
    {
        Result<std::unique_ptr<SqlOrderRefresh>> refresh = SqlOrderRefresh::open(
            {.database = m_settings, .tables = m_builder->tables()}, m_clock, m_ids, sink ? *sink : *m_sink);
        return refresh ? *std::move(refresh) : nullptr;
    }

    void mayRead(const QString &schema)
    {
        administer(u"GRANT USAGE ON SCHEMA %1 TO %2"_s.arg(quoted(schema), quoted(m_reader)));
        administer(
            u"GRANT ALL PRIVILEGES ON ALL TABLES IN SCHEMA %1 TO %2"_s.arg(quoted(schema), quoted(m_reader)));
    }

    void forgetReader(const QString &schema)
    {
        administer(
            u"REVOKE ALL PRIVILEGES ON ALL TABLES IN SCHEMA %1 FROM %2"_s.arg(quoted(schema), quoted(m_reader)));
        administer(u"REVOKE USAGE ON SCHEMA %1 FROM %2"_s.arg(quoted(schema), quoted(m_reader)));
    }

    /// Ends all sessions of the tested program, and waits for their end.
    void cut()
    {
        const SqlText statement{
            .text =
                u"SELECT COUNT(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE usename = :user"_s,
            .parameters = {u":user"_s}};
        Result<SqlCursor> ended = m_administrator->run(statement, u"cut"_s, {{u":user"_s, m_user}});
        VERIFY_RESULT(ended);
        QCOMPARE(*ended->next(), true);
        QCOMPARE(ended->integer(0), 1);
    }

    SeededIdSource m_ids{1};
};

QTEST_GUILESS_MAIN(TestRefreshServer)
#include "tst_refreshserver.moc"
