#include "warehousefixture.h"

#include <QThread>

#include <csignal>
#include <sys/resource.h>
#include <thread>

using namespace syncline;
using namespace syncline::testing;
using namespace Qt::StringLiterals;

namespace {

const QString alpha = u"ALPHA"_s;

WriteBack answered(const LineKey &row, RowState state, std::optional<qint64> id)
{
    return {.row = row,
            .state = state,
            .mondayId = id,
            .operation = row.sizeCode.isEmpty() ? u"create_item"_s : u"create_subitem"_s,
            .requestPart = QByteArrayLiteral("{\"name\":\"Ä\"}"),
            .responsePart = QByteArrayLiteral("{\"id\":\"1\"}"),
            .requestedAt = QDateTime({2026, 11, 23}, {9, 1, 2}, Qt::UTC),
            .respondedAt = QDateTime({2026, 11, 23}, {9, 1, 5}, Qt::UTC)};
}

BoardGroup group(const QString &title, const QString &id)
{
    return {.id = id, .title = title};
}

/// What a session gets of the rows.
Claim claimed(SqlOrderWarehouse &warehouse, const std::vector<RecordKey> &keys)
{
    Claim claim;
    if (warehouse.leases().open(syncId, u"desk"_s, std::chrono::minutes(1))) {
        if (const Result<Claim> got = warehouse.leases().claim(syncId, keys))
            claim = *got;
    }
    return claim;
}

} // namespace

/// What is written to the warehouse, and that it is written whole or not at all.
class TestWarehouseWrite : public WarehouseTest
{
    Q_OBJECT

private slots:
    void init() { prepareWarehouse(); }

    void successIsWrittenToHeaderAndLog()
    {
        m_builder->withLog().header(
            {.key = key(1),
             .values = {{u"api_error_message"_s, u"old"_s}, {u"sync_error_message"_s, u"old"_s}}});
        const auto warehouse = open();
        QVERIFY(warehouse);
        WriteBack row = answered({key(1), {}}, RowState::Created, 9'876'543'210);
        row.groupId = u"group_1"_s;
        VERIFY_RESULT(warehouse->writeBack({row}, syncId));

        const QList<std::pair<QString, QVariant>> expected{
            {u"sync_state"_s, u"SYNCED"_s},
            {u"monday_item_id"_s, u"9876543210"_s},
            {u"group_id"_s, u"group_1"_s},
            {u"sync_completed_at"_s, u"2026-11-23 09:01:05"_s},
            {u"api_status"_s, u"SUCCESS"_s},
            {u"api_operation_type"_s, u"create_item"_s},
            {u"api_request_timestamp"_s, u"2026-11-23 09:01:02"_s},
            {u"api_response_timestamp"_s, u"2026-11-23 09:01:05"_s},
            {u"api_request_payload"_s, u"{\"name\":\"Ä\"}"_s},
            {u"api_response_payload"_s, u"{\"id\":\"1\"}"_s},
            {u"retry_count"_s, 0},
            {u"updated_at"_s, u"2026-11-23 09:00:00"_s},
        };
        for (const auto &[column, value] : expected)
            QCOMPARE(m_builder->headerCell(key(1), column).toString(), value.toString());
        QVERIFY(m_builder->headerCell(key(1), u"api_error_message"_s).isNull());
        QVERIFY(m_builder->headerCell(key(1), u"sync_error_message"_s).isNull());
        QCOMPARE(
            m_builder
                ->query(
                    u"SELECT source || sync_state || api_status || api_operation_type || pipeline_run_id || "
                    "archived_at || record_uuid FROM ORDER_LIST_API_LOG"_s)
                .toString(),
            QString(u"HEADERSYNCEDSUCCESScreate_item"_s + syncId + u"2026-11-23 09:00:00"_s
                    + key(1).toString()));
    }

    void eachStateWritesItsOwn_data()
    {
        QTest::addColumn<RowState>("state");
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("status");
        QTest::addColumn<int>("logged");
        QTest::newRow("created") << RowState::Created << u"SYNCED"_s << u"SUCCESS"_s << 1;
        QTest::newRow("updated") << RowState::Updated << u"SYNCED"_s << u"SUCCESS"_s << 1;
        QTest::newRow("unchanged") << RowState::Unchanged << u"SYNCED"_s << u"SUCCESS"_s << 1;
        QTest::newRow("refused") << RowState::Refused << u"FAILED"_s << u"ERROR"_s << 1;
        QTest::newRow("rejected") << RowState::Rejected << u"FAILED"_s << u"ERROR"_s << 1;
        QTest::newRow("unknown") << RowState::Unknown << u"PENDING"_s << QString() << 0;
        QTest::newRow("not sent") << RowState::NotSent << u"PENDING"_s << QString() << 0;
    }

    void eachStateWritesItsOwn()
    {
        QFETCH(RowState, state);
        QFETCH(QString, written);
        QFETCH(QString, status);
        QFETCH(int, logged);
        m_builder->withLog().header({.key = key(1), .sizes = {{u"S"_s, 1}}});
        const auto warehouse = open();
        QVERIFY(warehouse);
        WriteBack header = answered({key(1), {}}, state, 11);
        header.errorMessage = u"reason"_s;
        WriteBack line = answered({key(1), u"S"_s}, state, 12);
        line.parentItem = 11;
        VERIFY_RESULT(warehouse->writeBack({header, line}, syncId));
        QCOMPARE(m_builder->headerCell(key(1), u"sync_state"_s).toString(), written);
        QCOMPARE(m_builder->headerCell(key(1), u"api_status"_s).toString(), status);
        QCOMPARE(m_builder->lineCell({key(1), u"S"_s}, u"sync_state"_s).toString(), written);
        // Whatever became of it, an id that is known is never lost.
        QCOMPARE(m_builder->headerCell(key(1), u"monday_item_id"_s).toInt(), 11);
        QCOMPARE(m_builder->lineCell({key(1), u"S"_s}, u"monday_subitem_id"_s).toInt(), 12);
        QCOMPARE(m_builder->lineCell({key(1), u"S"_s}, u"monday_parent_id"_s).toInt(), 11);
        QCOMPARE(m_builder->headerCell(key(1), u"api_error_message"_s).toString(),
                 status == "ERROR"_L1 ? u"reason"_s : QString());
        QCOMPARE(m_builder->query(u"SELECT COUNT(*) FROM ORDER_LIST_API_LOG"_s).toInt(), 2 * logged);
        QVERIFY(written.size() <= 10);
    }

    void aRowThatWasChangedMeanwhileGoesOnWaiting_data()
    {
        QTest::addColumn<QString>("change");
        QTest::addColumn<RowState>("state");
        QTest::addColumn<QString>("headerState");
        QTest::addColumn<QString>("lineState");
        const QString value = u"UPDATE FACT_ORDER_LIST SET \"CUSTOMER STYLE\" = 'NEW'"_s;
        QTest::newRow("nothing") << u"SELECT 1"_s << RowState::Created << u"SYNCED"_s << u"SYNCED"_s;
        QTest::newRow("a value") << value << RowState::Created << u"PENDING"_s << u"SYNCED"_s;
        QTest::newRow("a value of a rejected row")
            << value << RowState::Rejected << u"PENDING"_s << u"FAILED"_s;
        QTest::newRow("an emptied value") << u"UPDATE FACT_ORDER_LIST SET \"CUSTOMER STYLE\" = NULL"_s
                                          << RowState::Updated << u"PENDING"_s << u"SYNCED"_s;
        QTest::newRow("the name") << u"UPDATE FACT_ORDER_LIST SET item_name = 'NEW'"_s << RowState::Updated
                                  << u"PENDING"_s << u"SYNCED"_s;
        QTest::newRow("a quantity") << u"UPDATE ORDER_LIST_LINES SET qty = 8"_s << RowState::Updated
                                    << u"SYNCED"_s << u"PENDING"_s;
        QTest::newRow("a line to remove") << u"UPDATE ORDER_LIST_LINES SET action_type = 'DELETE'"_s
                                          << RowState::Unchanged << u"SYNCED"_s << u"PENDING"_s;
        QTest::newRow("what a sync writes itself")
            << u"UPDATE FACT_ORDER_LIST SET group_id = 'made', updated_at = '2026-11-24 00:00:00'"_s
            << RowState::Updated << u"SYNCED"_s << u"SYNCED"_s;
        QTest::newRow("kept out") << u"UPDATE FACT_ORDER_LIST SET sync_state = 'NONE', action_type = 'NONE'"_s
                                  << RowState::Updated << u"NONE"_s << u"SYNCED"_s;
        QTest::newRow("a failed one")
            << value + u", sync_state = 'FAILED'"_s << RowState::Created << u"PENDING"_s << u"SYNCED"_s;
    }

    void aRowThatWasChangedMeanwhileGoesOnWaiting()
    {
        QFETCH(QString, change);
        QFETCH(RowState, state);
        QFETCH(QString, headerState);
        QFETCH(QString, lineState);
        m_builder->withLog().header(
            {.key = key(1), .values = {{u"CUSTOMER STYLE"_s, u"OLD"_s}}, .sizes = {{u"S"_s, 5}}});
        const auto warehouse = open();
        QVERIFY(warehouse);
        const Claim claim = claimed(*warehouse, {key(1)});
        const auto orders = warehouse->selectedByKey({key(1)}, {});
        VERIFY_RESULT(orders);
        QCOMPARE(orders->size(), 1u);
        m_builder->execute(change);
        WriteBack header = answered({key(1), {}}, state, 11);
        header.readAs = contentOf(orders->front());
        header.readAs->readAfter = claim.at;
        header.sent.emplace().set(u"text"_s, u"OLD"_s);
        WriteBack line = answered({key(1), u"S"_s}, state, 12);
        line.readAs = contentOf(orders->front().lines.front());
        line.readAs->readAfter = claim.at;
        VERIFY_RESULT(warehouse->writeBack({header, line}, syncId));
        QCOMPARE(m_builder->headerCell(key(1), u"sync_state"_s).toString(), headerState);
        QCOMPARE(m_builder->lineCell({key(1), u"S"_s}, u"sync_state"_s).toString(), lineState);
        QCOMPARE(m_builder->headerCell(key(1), u"monday_item_id"_s).toLongLong(), 11);
        QCOMPARE(m_builder->lineCell({key(1), u"S"_s}, u"monday_subitem_id"_s).toLongLong(), 12);
        // What is remembered is what was sent.
        QCOMPARE(m_builder->headerCell(key(1), u"row_hash"_s).toString(), header.sent->rowHash());
        const bool isChanged =
            headerState == "PENDING"_L1 || headerState == "NONE"_L1 || lineState == "PENDING"_L1;
        QCOMPARE(m_sink->count(EventId::db_025), isChanged ? 1 : 0);
    }

    void aRowIsNotReadAgainWhenNobodyElseHasWritten()
    {
        m_builder->header({.key = key(1)}).header({.key = key(2)}).header({.key = key(3)});
        const auto warehouse = open();
        QVERIFY(warehouse);
        const Claim claim = claimed(*warehouse, {key(1), key(2), key(3)});
        if (claim.at == 0)
            QSKIP("this database does not tell whether others have written");
        // Read again, each of them would be found to be changed.
        const auto seemsChanged = [&claim](int number) {
            WriteBack row = answered({key(number), {}}, RowState::Created, number);
            row.readAs = RowContent{.digest = 1, .readAfter = claim.at};
            return row;
        };
        VERIFY_RESULT(warehouse->writeBack({seemsChanged(1)}, syncId));
        VERIFY_RESULT(warehouse->writeBack({seemsChanged(2)}, syncId)); // its own commits do not count
        QCOMPARE(m_builder->headerCell(key(1), u"sync_state"_s).toString(), u"SYNCED"_s);
        QCOMPARE(m_builder->headerCell(key(2), u"sync_state"_s).toString(), u"SYNCED"_s);
        m_builder->execute(u"UPDATE FACT_ORDER_LIST SET \"CUSTOMER STYLE\" = 'OTHER'"_s);
        VERIFY_RESULT(warehouse->writeBack({seemsChanged(3)}, syncId));
        QCOMPARE(m_builder->headerCell(key(3), u"sync_state"_s).toString(), u"PENDING"_s);
    }

    void aRefusedRowKeepsTheTraceOfItsLastCall()
    {
        m_builder->header(
            {.key = key(1), .itemId = 5, .retryCount = 1, .values = {{u"api_operation_type"_s, u"old"_s}}});
        const auto warehouse = open();
        QVERIFY(warehouse);
        VERIFY_RESULT(warehouse->writeBack({{.row = {key(1), {}},
                                             .state = RowState::Refused,
                                             .countsAsRetry = true,
                                             .errorMessage = QString(2'500, u'x')}},
                                           syncId));
        QCOMPARE(m_builder->headerCell(key(1), u"retry_count"_s).toInt(), 2);
        QCOMPARE(m_builder->headerCell(key(1), u"monday_item_id"_s).toInt(), 5);
        QCOMPARE(m_builder->headerCell(key(1), u"api_operation_type"_s).toString(), u"old"_s);
        QCOMPARE(m_builder->headerCell(key(1), u"api_error_message"_s).toString().size(), 2'000);
        QCOMPARE(m_builder->headerCell(key(1), u"sync_error_message"_s).toString().size(), 1'000);
        QVERIFY(m_builder->headerCell(key(1), u"sync_completed_at"_s).isNull());
    }

    void aMessageIsNotCutInsideACharacter()
    {
        m_builder->header({.key = key(1)});
        const auto warehouse = open();
        QVERIFY(warehouse);
        const QString face = QString::fromUtf8("\xF0\x9F\x98\x80"); // two UTF-16 units
        const QString message = QString(QString(1'999, u'x') + face);
        VERIFY_RESULT(warehouse->writeBack(
            {{.row = {key(1), {}}, .state = RowState::Rejected, .errorMessage = message}}, syncId));
        QCOMPARE(m_builder->headerCell(key(1), u"api_error_message"_s).toString(), QString(1'999, u'x'));
    }

    void aRemovedSubitemIsCleared()
    {
        m_builder->header({.key = key(1)})
            .line({.key = key(1), .sizeCode = u"S"_s, .action = u"DELETE"_s, .subitemId = 7});
        const auto warehouse = open();
        QVERIFY(warehouse);
        WriteBack line = answered({key(1), u"S"_s}, RowState::Updated, 7);
        line.subitemRemoved = true;
        VERIFY_RESULT(warehouse->writeBack({line}, syncId));
        QVERIFY(m_builder->lineCell({key(1), u"S"_s}, u"monday_subitem_id"_s).isNull());
        QCOMPARE(m_builder->lineCell({key(1), u"S"_s}, u"sync_state"_s).toString(), u"SYNCED"_s);
    }

    void bothSpellingsOfTheColumnsAreWritten()
    {
        m_builder->withoutLineColumns({u"monday_parent_id"_s, u"monday_subitem_id"_s})
            .withLineColumn(u"parent_item_id"_s, u"BIGINT"_s)
            .withLineColumn(u"MONDAY_SUBITEM_ID"_s, u"NVARCHAR(50)"_s)
            .header({.key = key(1), .sizes = {{u"S"_s, 1}}});
        const auto warehouse = open();
        QVERIFY(warehouse);
        WriteBack line = answered({key(1), u"S"_s}, RowState::Created, 12);
        line.parentItem = 11;
        VERIFY_RESULT(warehouse->writeBack({line}, syncId));
        QCOMPARE(m_builder->lineCell({key(1), u"S"_s}, u"parent_item_id"_s).toInt(), 11);
        const QVariant id = m_builder->lineCell({key(1), u"S"_s}, u"MONDAY_SUBITEM_ID"_s);
        QCOMPARE(id.metaType().id(), QMetaType::QString);
        QCOMPARE(id.toString(), u"12"_s);
        m_builder->execute(u"UPDATE ORDER_LIST_LINES SET sync_state = 'PENDING'"_s);
        QCOMPARE(select(*warehouse, alpha)->front().lines.front().subitemId, std::optional<qint64>(12));
    }

    void optionalColumnsMayBeMissing()
    {
        const QStringList optional{u"api_error_message"_s,
                                   u"api_status"_s,
                                   u"api_operation_type"_s,
                                   u"api_request_timestamp"_s,
                                   u"api_response_timestamp"_s,
                                   u"api_request_payload"_s,
                                   u"api_response_payload"_s,
                                   u"retry_count"_s,
                                   u"sync_completed_at"_s,
                                   u"sync_error_message"_s,
                                   u"action_type"_s,
                                   u"updated_at"_s};
        m_builder
            ->withoutHeaderColumns(optional + QStringList{u"group_id"_s, u"group_name"_s, u"item_name"_s})
            .withoutLineColumns(optional)
            .header({.key = key(1), .sizes = {{u"S"_s, 1}}});
        const auto warehouse = open();
        QVERIFY(warehouse);
        const std::vector<Event> findings = *warehouse->findings();
        QStringList found;
        for (const Event &finding : findings)
            found.append(finding.name());
        const QStringList expected{u"db-049"_s, u"db-050"_s, u"db-051"_s, u"db-052"_s, u"db-053"_s, u"db-013"_s,
                                   u"db-049"_s, u"db-050"_s, u"db-013"_s, u"db-057"_s};
        QCOMPARE(found, expected); // headers, then lines; none forbids sending
        QCOMPARE(warehouse->customers()->front().pending, 1);
        QCOMPARE(select(*warehouse, alpha, {.selection = RowSelection::WaitingAndFailed})->size(), 1);
        WriteBack row = answered({key(1), {}}, RowState::Created, 9);
        row.groupId = u"g"_s;
        row.countsAsRetry = true;
        VERIFY_RESULT(
            warehouse->writeBack({row, answered({key(1), u"S"_s}, RowState::Rejected, {})}, syncId));
        VERIFY_RESULT(warehouse->registerGroups({group(u"ALPHA SP26"_s, u"g"_s)}));
        QCOMPARE(m_builder->headerCell(key(1), u"monday_item_id"_s).toInt(), 9);
        QCOMPARE(warehouse->openRows(alpha, WarehouseState::Done, 5)->size(), 1);
    }

    void aRowThatIsNotThereOnceKeepsTheOthersFromNothing_data()
    {
        QTest::addColumn<LineKey>("wrong");
        QTest::newRow("row is gone") << LineKey{key(99), {}};
        QTest::newRow("line is gone") << LineKey{key(1), u"XXL"_s};
        QTest::newRow("two rows") << LineKey{key(2), {}};
    }

    void aRowThatIsNotThereOnceKeepsTheOthersFromNothing()
    {
        QFETCH(LineKey, wrong);
        m_builder->withAnyContentIn({u"record_uuid"_s})
            .withLog()
            .header({.key = key(1)})
            .header({.key = key(2)});
        m_builder->execute(u"INSERT INTO FACT_ORDER_LIST (record_uuid) VALUES (?)"_s,
                           {key(2).toString().toUpper()});
        const auto warehouse = open();
        QVERIFY(warehouse);
        const Result<std::vector<UnstoredRow>> written = warehouse->writeBackEach(
            {answered(wrong, RowState::Created, 2), answered({key(1), {}}, RowState::Created, 1)}, syncId);
        VERIFY_RESULT(written);
        QCOMPARE(written->size(), 1);
        QCOMPARE(written->front().row, wrong);
        QVERIFY(isUnstored(written->front().reason));
        QVERIFY(written->front().reason.text().contains(wrong.record.toString()));
        QVERIFY(written->front().reason.text().contains("nothing was written"_L1));
        QCOMPARE(m_sink->count(EventId::db_059), 1);
        QCOMPARE(m_builder->headerCell(key(1), u"sync_state"_s).toString(), u"SYNCED"_s);
        QVERIFY(m_builder->headerCell(key(2), u"monday_item_id"_s).isNull());
        QCOMPARE(m_builder->query(u"SELECT COUNT(*) FROM ORDER_LIST_API_LOG"_s).toInt(), 1);
    }

    void aRowWhoseStateIsRefusedGetsItsIdAtLeast()
    {
        m_builder->withoutHeaderColumns({u"sync_state"_s})
            .withHeaderColumn(
                u"sync_state"_s,
                u"VARCHAR(10) CHECK (sync_state <> 'SYNCED' OR \"CUSTOMER NAME\" <> 'AUDITED')"_s)
            .withLog();
        for (int number = 1; number <= 3; ++number) {
            m_builder->header({.key = key(number), .customer = number == 2 ? u"AUDITED"_s : alpha});
            m_builder->line({.key = key(number), .sizeCode = u"S"_s});
        }
        const auto warehouse = open();
        QVERIFY(warehouse);
        VERIFY_RESULT(warehouse->leases().open(syncId, u"desk"_s, std::chrono::seconds(60)));
        VERIFY_RESULT(warehouse->leases().claim(syncId, {key(1), key(2), key(3)}));
        std::vector<WriteBack> rows;
        for (int number = 1; number <= 3; ++number) {
            rows.push_back(answered({key(number), {}}, RowState::Created, number));
            rows.back().sent.emplace().set(u"text"_s, u"value"_s);
            rows.back().endsLease = true;
            rows.push_back(answered({key(number), u"S"_s}, RowState::Created, 10 + number));
        }
        const Result<std::vector<UnstoredRow>> written = warehouse->writeBackEach(rows, syncId);
        VERIFY_RESULT(written);
        QCOMPARE(written->size(), 1);
        QCOMPARE(written->front().row, (LineKey{key(2), {}}));
        QVERIFY(written->front().reason.text().contains("only the id was written"_L1));
        for (int number = 1; number <= 3; ++number) {
            QCOMPARE(m_builder->headerCell(key(number), u"sync_state"_s).toString(),
                     number == 2 ? u"PENDING"_s : u"SYNCED"_s);
            QCOMPARE(m_builder->headerCell(key(number), u"monday_item_id"_s).toInt(), number);
            QCOMPARE(m_builder->lineCell({key(number), u"S"_s}, u"sync_state"_s).toString(), u"SYNCED"_s);
        }
        QCOMPARE(m_builder->query(u"SELECT COUNT(*) FROM ORDER_LIST_API_LOG"_s).toInt(), 5);
        // Nobody else may take it, and what the board has of it is known.
        QCOMPARE(m_builder->query(u"SELECT lease_key FROM SYNCLINE_LEASES"_s).toString(), key(2).toString());
        QCOMPARE(m_builder->query(u"SELECT COUNT(*) FROM SYNCLINE_ROW_STATE"_s).toInt(), 3);
    }

    void anIdThatIsTooLargeIsTold()
    {
        m_builder->withoutHeaderColumns({u"monday_item_id"_s})
            .withHeaderColumn(u"monday_item_id"_s, u"INT CHECK (monday_item_id < 2147483648)"_s)
            .header({.key = key(1)})
            .header({.key = key(2)});
        const auto warehouse = open();
        QVERIFY(warehouse);
        const Result<std::vector<UnstoredRow>> written =
            warehouse->writeBackEach({answered({key(1), {}}, RowState::Created, 9'876'543'210),
                                      answered({key(2), {}}, RowState::Created, 5)},
                                     syncId);
        VERIFY_RESULT(written);
        QCOMPARE(written->size(), 1);
        QVERIFY(written->front().reason.text().contains("9876543210"_L1));
        QVERIFY(written->front().reason.text().contains("nothing was written"_L1));
        QVERIFY(m_builder->headerCell(key(1), u"monday_item_id"_s).isNull());
        QCOMPARE(m_builder->headerCell(key(2), u"sync_state"_s).toString(), u"SYNCED"_s);
        // A database that minds the type has told it before.
        const std::vector<Event> findings = *warehouse->findings();
        QCOMPARE(std::ranges::count(findings, EventId::db_058, &Event::id),
                 testEngine() == DatabaseDriver::Sqlite ? 0 : 1);
    }

    void whatWasWrittenByACallWithoutEndIsNotCountedAgain()
    {
        m_builder->withLog().header({.key = key(1), .state = u"FAILED"_s, .retryCount = 1});
        const auto warehouse = open();
        QVERIFY(warehouse);
        WriteBack row = answered({key(1), {}}, RowState::Rejected, {});
        row.countsAsRetry = true;
        row.mayBeWritten = true; // but it is not: the state alone proves nothing
        VERIFY_RESULT(warehouse->writeBack({row}, syncId));
        QCOMPARE(m_builder->headerCell(key(1), u"retry_count"_s).toInt(), 2);
        VERIFY_RESULT(warehouse->writeBack({row}, syncId));
        QCOMPARE(m_builder->headerCell(key(1), u"retry_count"_s).toInt(), 2);
        QCOMPARE(m_builder->query(u"SELECT COUNT(*) FROM ORDER_LIST_API_LOG"_s).toInt(), 1);
        row.requestedAt = row.requestedAt.addSecs(60); // a later attempt
        row.respondedAt = row.respondedAt.addSecs(60);
        VERIFY_RESULT(warehouse->writeBack({row}, syncId));
        QCOMPARE(m_builder->headerCell(key(1), u"retry_count"_s).toInt(), 3);
    }

    void aTableThatKnowsOnlyErrorGetsError()
    {
        m_builder->withoutLineColumns({u"sync_state"_s})
            .withLineColumn(u"sync_state"_s,
                            u"VARCHAR(10) CHECK (sync_state IN ('NEW','PENDING','SYNCED','ERROR'))"_s)
            .header({.key = key(1), .sizes = {{u"S"_s, 1}}});
        const auto warehouse = open();
        QVERIFY(warehouse);
        VERIFY_RESULT(warehouse->writeBack({answered({key(1), {}}, RowState::Created, 4),
                                            answered({key(1), u"S"_s}, RowState::Rejected, {})},
                                           syncId));
        QCOMPARE(m_builder->lineCell({key(1), u"S"_s}, u"sync_state"_s).toString(), u"ERROR"_s);
        QCOMPARE(m_builder->headerCell(key(1), u"sync_state"_s).toString(), u"SYNCED"_s);
    }

    void aValueThatATableRefusesIsAnError()
    {
        m_builder->header({.key = key(1)})
            .forbid(u"UPDATE"_s, u"FACT_ORDER_LIST"_s, u"frozen for the audit"_s);
        const auto warehouse = open();
        QVERIFY(warehouse);
        int taken = 0;
        Result<void> written;
        // A few rows may be the matter of those rows; so many in a row are not, and nothing goes on.
        for (; written && taken < 100; taken += written ? 1 : 0) {
            written = warehouse->writeBack({answered({key(1), {}}, RowState::Created, 5)}, syncId);
            if (written)
                QCOMPARE(m_sink->count(EventId::db_059), taken + 1);
        }
        QVERIFY(!written);
        QCOMPARE(taken, 20);
        QVERIFY(written.error().text().contains("frozen for the audit"_L1));
        QVERIFY(!warehouse->writeBack({answered({key(1), {}}, RowState::Created, 5)}, syncId));
    }

    void theRegistryLearnsTheGroupOnce_data()
    {
        QTest::addColumn<QString>("column");
        QTest::newRow("group_name") << u"group_name"_s;
        QTest::newRow("group_title") << u"group_title"_s;
    }

    void theRegistryLearnsTheGroupOnce()
    {
        QFETCH(QString, column);
        m_builder->withRegistry(column).header({.key = key(1)});
        const auto warehouse = open();
        QVERIFY(warehouse);
        VERIFY_RESULT(warehouse->registerGroups({group(u"first"_s, u"group_1"_s)}));
        VERIFY_RESULT(warehouse->registerGroups({group(u"second"_s, u"group_1"_s), group(u"other"_s, u"group_2"_s)}));
        QCOMPARE(m_builder->query(u"SELECT COUNT(*) FROM MON_Boards_Groups"_s).toInt(), 2);
        QCOMPARE(m_builder
                     ->query(u"SELECT board_id || group_id || %1 FROM MON_Boards_Groups WHERE group_id = 'group_1'"_s
                                 .arg(column))
                     .toString(),
                 u"9609317401group_1second"_s);
    }

    void aRegistryThatCannotLearnIsAWarning()
    {
        m_builder->withRegistry().forbid(u"INSERT"_s, u"MON_Boards_Groups"_s, u"no"_s);
        const auto warehouse = open();
        QVERIFY(warehouse);
        VERIFY_RESULT(
            warehouse->registerGroups({group(u"T"_s, u"group_1"_s), group(u"U"_s, u"group_2"_s)}));
        QCOMPARE(m_sink->count(EventId::db_020), 2);
    }

    void twoConnectionsWriteAtTheSameTime()
    {
        constexpr int perLane = 40;
        m_builder->create();
        for (int number = 0; number < 2 * perLane; ++number)
            m_builder->header({.key = key(number + 1)});
        std::atomic<int> failures = 0;
        {
            std::vector<std::jthread> lanes;
            for (int lane = 0; lane < 2; ++lane) {
                lanes.push_back(std::jthread([this, lane, &failures] {
                    auto warehouse = tryOpen();
                    for (int turn = 0; warehouse && turn < perLane; ++turn) {
                        const RecordKey mine = key(lane * perLane + turn + 1);
                        const bool written =
                            (*warehouse)
                                ->writeBack({answered({mine, {}}, RowState::Created, turn + 1)}, syncId)
                                .has_value();
                        failures += written ? 0 : 1;
                    }
                    failures += warehouse ? 0 : 1;
                }));
            }
        }
        QCOMPARE(failures.load(), 0);
        QCOMPARE(
            m_builder->query(u"SELECT COUNT(*) FROM FACT_ORDER_LIST WHERE sync_state = 'SYNCED'"_s).toInt(),
            2 * perLane);
    }

    void aTableThatGoesAwayIsAnError()
    {
        m_builder->header({.key = key(1), .sizes = {{u"S"_s, 1}}});
        const auto warehouse = open();
        QVERIFY(warehouse);
        QCOMPARE(select(*warehouse, alpha)->size(), 1);
        m_builder->execute(u"DROP TABLE ORDER_LIST_LINES"_s);
        const auto gone = select(*warehouse, alpha);
        QVERIFY(!gone);
        QCOMPARE(gone.error().kind, ErrorKind::WarehouseFailed);
        QVERIFY(gone.error().text().contains("ORDER_LIST_LINES"_L1, Qt::CaseInsensitive));
        QVERIFY(!warehouse->customers());
        VERIFY_RESULT(warehouse->writeBack({answered({key(1), {}}, RowState::Created, 1)}, syncId));
        QVERIFY(!warehouse->writeBack({answered({key(1), u"S"_s}, RowState::Created, 1)}, syncId));
    }

    void aDiskThatFillsUpTakesAllBack()
    {
        if (testEngine() != DatabaseDriver::Sqlite)
            QSKIP("the disk of a server cannot be filled from here");
        m_builder->header({.key = key(1)});
        const auto warehouse = open();
        QVERIFY(warehouse);
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        const rlimit small{static_cast<rlim_t>(QFileInfo(m_path).size()), before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
        WriteBack row = answered({key(1), {}}, RowState::Created, 1);
        row.requestPart = QByteArray(300'000, 'x');
        const Result<void> written = warehouse->writeBack({row}, syncId);
        setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY(!written);
        QCOMPARE(written.error().kind, ErrorKind::WarehouseFailed);
        QCOMPARE(m_builder->headerCell(key(1), u"sync_state"_s).toString(), u"PENDING"_s);
        VERIFY_RESULT(warehouse->writeBack({row}, syncId));
    }
};

QTEST_GUILESS_MAIN(TestWarehouseWrite)
#include "tst_warehousewrite.moc"
