#include "monday/qnamtransport.h"
#include "sandboxworld.h"
#include "support/testenvironment.h"

#include <latch>

using namespace syncline;
using namespace syncline::testing;
using namespace Qt::StringLiterals;

namespace {

sandbox::BoardSeed board()
{
    return {.id = u"11"_s,
            .name = u"Schedule"_s,
            .subitemBoardId = u"22"_s,
            .subitemBoardName = u"Subitems of Schedule"_s,
            .columns = {{u"text_1"_s, u"ORDER"_s, u"text"_s, {}},
                        {u"long_1"_s, u"NOTES"_s, u"long_text"_s, {}},
                        {u"numbers_1"_s, u"QTY"_s, u"numbers"_s, {}},
                        {u"date_1"_s, u"DUE"_s, u"date"_s, {}},
                        {u"status_1"_s, u"STATE"_s, u"status"_s, {u"Open"_s, u"Done"_s}},
                        {u"dropdown_1"_s, u"COLOUR"_s, u"dropdown"_s, {u"RED"_s, u"BLUE"_s}},
                        {u"check_1"_s, u"FINAL"_s, u"checkbox"_s, {}}},
            .subitemColumns = {{u"numbers_2"_s, u"QTY"_s, u"numbers"_s, {}},
                               {u"dropdown_2"_s, u"SIZE"_s, u"dropdown"_s, {u"S"_s}}},
            .groups = {{u"g1"_s, u"Spring"_s}, {u"g2"_s, u"Autumn"_s}, {u"gone"_s, u"Winter"_s}}};
}

BoardMutation creation(const QString &name, const ColumnValues &values = {})
{
    return {.kind = MutationKind::CreateItem, .groupId = u"g1"_s, .name = name, .values = values};
}

BoardMutation change(qint64 item, const ColumnValues &values, const QString &name = {})
{
    return {.kind = MutationKind::UpdateItem, .item = item, .name = name, .values = values};
}

BoardMutation move(qint64 item, const QString &groupId)
{
    return {.kind = MutationKind::MoveItem, .groupId = groupId, .item = item};
}

BoardMutation archiving(qint64 item)
{
    return {.kind = MutationKind::ArchiveItem, .item = item};
}

BoardMutation deletion(qint64 item)
{
    return {.kind = MutationKind::DeleteItem, .item = item};
}

/// Two lanes that both have read before either writes.
class MeetingTransport final : public HttpTransport
{
public:
    explicit MeetingTransport(std::latch &meeting)
        : m_meeting(meeting)
    {
    }
    ~MeetingTransport() override
    {
        if (!m_met)
            m_meeting.count_down();
    }
    HttpReply execute(const HttpRequest &request, const std::stop_token &abort) override
    {
        if (!m_met && request.body.contains("UpdateDropdownLabels")) {
            m_met = true;
            m_meeting.arrive_and_wait();
        }
        return m_transport.execute(request, abort);
    }

private:
    std::latch &m_meeting;
    QnamTransport m_transport;
    bool m_met = false;
};

/// "id", or kind and certainty of the error, per mutation.
QStringList verdicts(const Result<BatchAnswer> &answer)
{
    if (!answer)
        return {answer.error().text()};
    QStringList result;
    for (const MutationAnswer &mutation : answer->mutations)
        result.append(mutation.id ? u"id"_s
                                  : nameOf(mutation.error->kind) + u' ' + nameOf(mutation.error->certainty));
    return result;
}

} // namespace

/// What updates do to the board, from the gateway to the local monday.com and back.
class TestBoardUpdates : public TestCase
{
    Q_OBJECT

private:
    std::unique_ptr<SandboxWorld> m_world;

    [[nodiscard]] qint64 make(const BoardMutation &mutation)
    {
        const Result<BatchAnswer> made = m_world->send({mutation});
        return made ? made->mutations.front().id.value_or(0) : 0;
    }
    [[nodiscard]] qint64 makeSubitem(qint64 parent, const ColumnValues &values = {})
    {
        return make({.kind = MutationKind::CreateSubitem,
                     .parentItem = parent,
                     .name = u"Size S"_s,
                     .values = values});
    }
    [[nodiscard]] sandbox::SeenItem seen(qint64 item) const { return *m_world->board().item(item); }

private slots:
    void init()
    {
        prepare();
        m_world = std::make_unique<SandboxWorld>(file(u"board.db"_s), board());
    }

    void cleanup() { m_world.reset(); }

    void everyTypeIsSetAndEmptied_data()
    {
        QTest::addColumn<QString>("columnId");
        QTest::addColumn<ColumnType>("type");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        using enum ColumnType;
        QTest::newRow("text") << u"text_1"_s << Text << u"A-1"_s << u"A-1"_s;
        QTest::newRow("long text") << u"long_1"_s << LongText << u"a\nb"_s << u"a\nb"_s;
        QTest::newRow("numbers") << u"numbers_1"_s << Numbers << u"-12.50"_s << u"-12.5"_s;
        QTest::newRow("date") << u"date_1"_s << Date << u"2026-11-23"_s << u"2026-11-23"_s;
        QTest::newRow("status") << u"status_1"_s << Status << u"Done"_s << u"Done"_s;
        QTest::newRow("dropdown") << u"dropdown_1"_s << Dropdown << u"BLUE"_s << u"BLUE"_s;
        QTest::newRow("checkbox") << u"check_1"_s << Checkbox << u"true"_s << u"v"_s;
    }

    void everyTypeIsSetAndEmptied()
    {
        QFETCH(const QString, columnId);
        QFETCH(const ColumnType, type);
        QFETCH(const QString, text);
        QFETCH(const QString, shown);
        const ColumnValue other = columnId == "text_1"_L1
            ? ColumnValue{u"numbers_1"_s, ColumnType::Numbers, u"5"_s}
            : ColumnValue{u"text_1"_s, ColumnType::Text, u"stays"_s};
        const qint64 item = make(creation(u"Order"_s, {other}));
        QCOMPARE(verdicts(m_world->send({change(item, {{columnId, type, text}})})), QStringList{u"id"_s});
        QCOMPARE(seen(item).texts.value(columnId), shown);
        const Result<std::vector<BoardItem>> before = m_world->find(columnId, {shown});
        VERIFY_RESULT(before);
        QCOMPARE(before->size(), 1u);

        QCOMPARE(verdicts(m_world->send({change(item, {{columnId, type, {}}})})), QStringList{u"id"_s});
        QCOMPARE(seen(item).texts, (QHash<QString, QString>{{other.columnId, other.text}}));
        const Result<std::vector<BoardItem>> after = m_world->find(other.columnId, {other.text});
        VERIFY_RESULT(after);
        QCOMPARE(after->size(), 1u);
        const Result<std::vector<BoardItem>> gone = m_world->find(columnId, {shown});
        VERIFY_RESULT(gone);
        QVERIFY(gone->empty());
        // Empty already: no harm.
        QCOMPARE(verdicts(m_world->send({change(item, {{columnId, type, {}}})})), QStringList{u"id"_s});
    }

    void subitemsAreEmptied()
    {
        const qint64 item = make(creation(u"Order"_s));
        const qint64 subitem = makeSubitem(
            item,
            {{u"numbers_2"_s, ColumnType::Numbers, u"5"_s}, {u"dropdown_2"_s, ColumnType::Dropdown, u"S"_s}});
        const BoardMutation emptying{.kind = MutationKind::UpdateSubitem,
                                     .item = subitem,
                                     .values = {{u"numbers_2"_s, ColumnType::Numbers, {}},
                                                {u"dropdown_2"_s, ColumnType::Dropdown, {}}}};
        QCOMPARE(verdicts(m_world->send({emptying})), QStringList{u"id"_s});
        QVERIFY(seen(item).subitems.front().texts.isEmpty());
    }

    void itemsAreRenamed()
    {
        const qint64 item = make(creation(u"Order"_s, {{u"text_1"_s, ColumnType::Text, u"A"_s}}));
        QCOMPARE(verdicts(m_world->send({change(item, {}, u"Order \"2\"; ü"_s)})), QStringList{u"id"_s});
        QCOMPARE(seen(item).name, u"Order \"2\"; ü"_s);
        QCOMPARE(seen(item).texts.value(u"text_1"_s), u"A"_s);
        QCOMPARE(verdicts(m_world->send({change(item, {{u"text_1"_s, ColumnType::Text, u"B"_s}})})),
                 QStringList{u"id"_s});
        QCOMPARE(seen(item).name, u"Order \"2\"; ü"_s);
        const QString longest(boardlimits::itemName, u'x');
        QCOMPARE(verdicts(m_world->send({change(item, {{u"text_1"_s, ColumnType::Text, u"C"_s}}, longest)})),
                 QStringList{u"id"_s});
        QCOMPARE(seen(item).name, longest);

        // A refused name takes its values along, and a refused value its name.
        const Result<BatchAnswer> refused =
            m_world->send({change(item, {{u"text_1"_s, ColumnType::Text, u"D"_s}}, longest + u'x'),
                           change(item, {{u"dropdown_1"_s, ColumnType::Dropdown, u"PINK"_s}}, u"New"_s)});
        QCOMPARE(verdicts(refused), QStringList(2, u"validation_rejected rejected"_s));
        QVERIFY(refused->mutations[0].error->text().contains(u"255"_s));
        QCOMPARE(seen(item).name, longest);
        QCOMPARE(seen(item).texts, (QHash<QString, QString>{{u"text_1"_s, u"C"_s}}));
    }

    void itemsMoveToAnotherGroup()
    {
        const qint64 first = make(creation(u"First"_s));
        const qint64 second = make(creation(u"Second"_s));
        m_world->server().failNext(u"create_item"_s, {.kind = sandbox::FaultKind::GroupVanished});
        BoardMutation lost = creation(u"Third"_s);
        lost.groupId = u"gone"_s;
        QCOMPARE(verdicts(m_world->send({lost})), QStringList{u"not_found rejected"_s});

        const Result<BatchAnswer> answer =
            m_world->send({move(first, u"g2"_s), move(second, u"gone"_s), move(second, u"never"_s),
                           move(99, u"g2"_s), move(second, u"g1"_s)});
        QCOMPARE(verdicts(answer),
                 (QStringList{u"id"_s, u"not_found rejected"_s, u"not_found rejected"_s,
                              u"not_found rejected"_s, u"id"_s}));
        QCOMPARE(answer->mutations[1].error->code, u"ResourceNotFoundException"_s);
        QVERIFY(answer->mutations[1].error->text().contains(u"Group not found"_s));
        QVERIFY(answer->mutations[3].error->text().contains(u"Item not found"_s));
        const Result<std::vector<BoardItem>> items = m_world->read({first, second});
        VERIFY_RESULT(items);
        QCOMPARE(items->at(0).groupId, u"g2"_s);
        QCOMPARE(items->at(1).groupId, u"g1"_s);
    }

    void anArchivedItemIsOutOfTheWay()
    {
        const ColumnValues number{{u"text_1"_s, ColumnType::Text, u"A-1"_s}};
        const qint64 item = make(creation(u"Order"_s, number));
        const qint64 subitem = makeSubitem(item);
        QVERIFY(subitem);
        QCOMPARE(verdicts(m_world->send({archiving(item)})), QStringList{u"id"_s});

        const Result<std::vector<BoardItem>> found = m_world->find(u"text_1"_s, {u"A-1"_s});
        VERIFY_RESULT(found);
        QVERIFY(found->empty());
        const Result<std::vector<BoardItem>> read = m_world->read({item, subitem});
        VERIFY_RESULT(read);
        QCOMPARE(read->size(), 2u);
        QVERIFY(!read->at(0).active);
        QCOMPARE(read->at(0).name, u"Order"_s);
        QCOMPARE(read->at(0).groupId, u"g1"_s);
        QVERIFY(read->at(0).subitems.empty());
        QVERIFY(!read->at(1).active);

        const BoardMutation line{
            .kind = MutationKind::CreateSubitem, .parentItem = item, .name = u"Size M"_s};
        const BoardMutation quantity{.kind = MutationKind::UpdateSubitem,
                                     .item = subitem,
                                     .values = {{u"numbers_2"_s, ColumnType::Numbers, u"0"_s}}};
        const Result<BatchAnswer> refused =
            m_world->send({change(item, number), change(item, {}, u"New"_s), move(item, u"g2"_s),
                           archiving(item), deletion(item), line, quantity});
        QCOMPARE(verdicts(refused), QStringList(7, u"not_found rejected"_s));
        QCOMPARE(seen(item).name, u"Order"_s);
        QCOMPARE(m_world->board().activeItems(), 0);
    }

    void itemsAndSubitemsAreDeleted()
    {
        const qint64 first = make(creation(u"First"_s));
        const qint64 subitem = makeSubitem(first);
        const qint64 kept = makeSubitem(first);
        const qint64 second = make(creation(u"Second"_s));
        const qint64 child = makeSubitem(second);
        const Result<BatchAnswer> answer =
            m_world->send({deletion(subitem), deletion(subitem), deletion(second), deletion(child)});
        QCOMPARE(verdicts(answer),
                 (QStringList{u"id"_s, u"not_found rejected"_s, u"id"_s, u"not_found rejected"_s}));
        const Result<std::vector<BoardItem>> items = m_world->read({first, second});
        VERIFY_RESULT(items);
        QCOMPARE(items->at(0).subitems.size(), 1u);
        QCOMPARE(items->at(0).subitems.front().id, kept);
        QVERIFY(items->at(0).active && !items->at(1).active);
    }

    void aMixedDocumentIsJudgedPerAlias()
    {
        const qint64 first = make(creation(u"First"_s));
        const qint64 second = make(creation(u"Second"_s));
        const qint64 third = make(creation(u"Third"_s));
        const Result<BatchAnswer> answer = m_world->send(
            {move(first, u"g2"_s), change(first, {{u"numbers_1"_s, ColumnType::Numbers, u"TBD"_s}}),
             archiving(second), change(second, {}, u"New"_s), deletion(third), creation(u"Fourth"_s)});
        QCOMPARE(verdicts(answer),
                 (QStringList{u"id"_s, u"validation_rejected rejected"_s, u"id"_s, u"not_found rejected"_s,
                              u"id"_s, u"id"_s}));
        QCOMPARE(answer->mutations[1].error->columnId, u"numbers_1"_s);
        QVERIFY(answer->mutations[1].error->text().contains(u"TBD"_s));
        QCOMPARE(seen(first).groupId, u"g2"_s);
        QCOMPARE(m_world->board().activeItems(), 2);
    }

    void aRefusalTellsTheValueWithoutAllLabels_data()
    {
        QTest::addColumn<ColumnValue>("value");
        using enum ColumnType;
        QTest::newRow("numbers") << ColumnValue{u"numbers_1"_s, Numbers, u"1,250.x"_s};
        QTest::newRow("date") << ColumnValue{u"date_1"_s, Date, u"2026-02-30"_s};
        QTest::newRow("status") << ColumnValue{u"status_1"_s, Status, u"Lost"_s};
        QTest::newRow("dropdown") << ColumnValue{u"dropdown_1"_s, Dropdown, u"PINK, PALE"_s};
    }

    void aRefusalTellsTheValueWithoutAllLabels()
    {
        QFETCH(const ColumnValue, value);
        const Result<BatchAnswer> answer = m_world->send({creation(u"Order"_s, {value})});
        QCOMPARE(verdicts(answer), QStringList{u"validation_rejected rejected"_s});
        const Error &error = *answer->mutations.front().error;
        QCOMPARE(error.columnId, value.columnId);
        QVERIFY2(error.text().count(value.text) == 1, qPrintable(error.text()));
        for (const QString &label : {u"Open"_s, u"Done"_s, u"RED"_s, u"BLUE"_s})
            QVERIFY2(!error.text().contains(label), qPrintable(error.text()));
    }

    void textsAreFoundInTextsAndNumbers()
    {
        const QStringList numbers{u"7"_s, u"12.5"_s, u"-3"_s};
        std::vector<BoardMutation> items;
        for (const QString &number : numbers) {
            items.push_back(creation(u"Order "_s + number,
                                     {{u"numbers_1"_s, ColumnType::Numbers, number},
                                      {u"text_1"_s, ColumnType::Text, u"No. "_s + number}}));
        }
        items.back().groupId = u"g2"_s;
        QCOMPARE(verdicts(m_world->send(items)), QStringList(3, u"id"_s));
        const Result<std::vector<BoardItem>> byNumber =
            m_world->find(u"numbers_1"_s, {u"-3"_s, u"12.5"_s, u"1"_s, {}});
        VERIFY_RESULT(byNumber);
        QCOMPARE(byNumber->size(), 2u);
        QCOMPARE(byNumber->at(0).name, u"Order 12.5"_s);
        QCOMPARE(byNumber->at(0).groupId, u"g1"_s);
        QCOMPARE(byNumber->at(1).groupId, u"g2"_s);
        QCOMPARE(byNumber->at(1).texts, (QHash<QString, QString>{{u"numbers_1"_s, u"-3"_s}}));
        const Result<std::vector<BoardItem>> byText = m_world->find(u"text_1"_s, {u"NO. 7"_s});
        VERIFY_RESULT(byText);
        QCOMPARE(byText->size(), 1u);
        QCOMPARE(byText->front().texts.value(u"text_1"_s), u"No. 7"_s);
        const Result<std::vector<BoardItem>> unknown = m_world->find(u"text_9"_s, {u"7"_s});
        QVERIFY(!unknown);
        QCOMPARE(unknown.error().kind, ErrorKind::SchemaMismatch);
    }

    void manyTextsAndPagesAreFollowed()
    {
        constexpr int count = 620; // more than a page holds, of one text
        for (int start = 0; start < count; start += 155) {
            std::vector<BoardMutation> items;
            for (int number = start; number < start + 155; ++number)
                items.push_back(creation(u"Order"_s, {{u"text_1"_s, ColumnType::Text, u"same"_s}}));
            VERIFY_RESULT(m_world->send(items));
        }
        QStringList texts;
        for (int number = 0; number < 250; ++number)
            texts.append(u"no %1"_s.arg(number));
        texts.append(u"Same"_s);
        const Result<std::vector<BoardItem>> found = m_world->find(u"text_1"_s, texts);
        VERIFY_RESULT(found);
        QCOMPARE(found->size(), static_cast<std::size_t>(count));
    }

    void twoDesksMakeLabelsAtOnce_data()
    {
        QTest::addColumn<QStringList>("first");
        QTest::addColumn<QStringList>("second");
        QTest::newRow("same") << QStringList{u"PINK"_s} << QStringList{u"PINK"_s};
        QTest::newRow("different") << QStringList{u"PINK"_s} << QStringList{u"GREY"_s};
        QTest::newRow("overlapping") << QStringList{u"PINK"_s, u"GREY"_s}
                                     << QStringList{u"GREY"_s, u"SAND"_s, u"RED"_s};
    }

    void twoDesksMakeLabelsAtOnce()
    {
        QFETCH(const QStringList, first);
        QFETCH(const QStringList, second);
        std::latch meeting(2);
        std::array<std::optional<Result<BoardColumn>>, 2> answers;
        const auto desk = [&answers](std::size_t index, const QStringList &labels) {
            return [&answers, index, labels](MondayBoardGateway &gateway) {
                answers[index] = gateway.addLabels(u"dropdown_1"_s, false, labels, {});
            };
        };
        m_world->onLanes({desk(0, first), desk(1, second)},
                         [&meeting] { return std::make_unique<MeetingTransport>(meeting); });
        for (std::size_t index = 0; index < answers.size(); ++index) {
            VERIFY_RESULT(*answers[index]);
            for (const QString &label : index == 0 ? first : second)
                QVERIFY(std::ranges::count((*answers[index])->labels, label, &BoardLabel::text) == 1);
        }
        QStringList texts;
        QSet<int> ids;
        const sandbox::SeenBoard after = m_world->board();
        for (const sandbox::LabelDefinition &label : after.definition.column(u"dropdown_1"_s)->labels) {
            texts.append(label.text);
            ids.insert(label.id);
            QVERIFY(!label.deactivated);
        }
        QStringList expected = QStringList{u"RED"_s, u"BLUE"_s} + first + second;
        expected.removeDuplicates();
        texts.sort();
        expected.sort();
        QCOMPARE(texts, expected);
        QCOMPARE(ids.size(), texts.size());
        // The same change is one request for monday; of different ones the later is refused and made again.
        const Result<sandbox::BoardState> state = m_world->server().state();
        VERIFY_RESULT(state);
        QCOMPARE(state->refusals(u"update_dropdown_column"_s), first == second ? 0 : 1);
        QCOMPARE(state->mutations(u"update_dropdown_column"_s), first == second ? 1 : 2);
    }
};

QTEST_GUILESS_MAIN(TestBoardUpdates)
#include "tst_boardupdates.moc"
