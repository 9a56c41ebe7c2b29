#include "monday/mondayboardgateway.h"
#include "replies.h"
#include "support/fakeclock.h"
#include "support/recordingsink.h"
#include "support/testenvironment.h"

#include <QJsonArray>

#include <deque>
#include <numeric>

using namespace syncline;
using namespace syncline::testing;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString token = u"eyJhbGciOiJIUzI1NiJ9.secret.of-the-test"_s;

/// Answers in the order of its list and keeps the requests.
class ScriptedTransport final : public HttpTransport
{
public:
    HttpReply execute(const HttpRequest &request, const std::stop_token &) override
    {
        requests.push_back(request);
        if (replies.empty())
            return noAnswer(Ending::Unreachable, false);
        const HttpReply reply = replies.front();
        replies.pop_front();
        return reply;
    }

    [[nodiscard]] QByteArray header(std::size_t request, const QByteArray &name) const
    {
        for (const HttpHeader &header : requests.at(request).headers) {
            if (header.name == name)
                return header.value;
        }
        return {};
    }
    [[nodiscard]] QJsonObject body(std::size_t request) const
    {
        return QJsonDocument::fromJson(requests.at(request).body).object();
    }
    [[nodiscard]] QJsonObject variables(std::size_t request) const
    {
        return body(request).value("variables"_L1).toObject();
    }
    [[nodiscard]] QStringList operations() const
    {
        QStringList names;
        for (std::size_t request = 0; request < requests.size(); ++request)
            names.append(body(request).value("operationName"_L1).toString());
        return names;
    }

    std::deque<HttpReply> replies;
    std::vector<HttpRequest> requests;
};

/// A gateway with everything around it faked.
struct World
{
    explicit World(MondayOptions options = defaults())
    {
        auto owned = std::make_unique<ScriptedTransport>();
        transport = owned.get();
        gateway =
            std::make_unique<MondayBoardGateway>(std::move(options), std::move(owned), governor, clock, sink);
    }

    static MondayOptions defaults()
    {
        return {.url = QUrl(u"https://api.monday.com/v2"_s),
                .token = token,
                .apiVersion = u"2026-10"_s,
                .boardId = u"11"_s,
                .subitemBoardId = u"22"_s};
    }

    void willAnswer(const QByteArray &body, int status = 200, QHash<QByteArray, QByteArray> headers = {})
    {
        headers.insert("api-version", "2026-10");
        transport->replies.push_back(answer(status, body, headers));
    }

    FakeClock clock;
    RecordingSink sink;
    RateGovernor governor{16, clock};
    ScriptedTransport *transport = nullptr;
    std::unique_ptr<MondayBoardGateway> gateway;
};

QByteArray columnAnswer(const QByteArray &revision, const QByteArray &labels,
                        const QByteArray &type = "dropdown")
{
    return json("{'data':{'boards':[{'id':'11','columns':[{'id':'d1','title':'COLOUR','type':'") + type
        + json("','archived':false,'revision':'") + revision
        + json("','settings':{'limit_select':true,'labels':[") + labels + "]}}]}]}}";
}

const QByteArray revisionMismatch = json("{'data':{'update_dropdown_column':null},'errors':[{'message':'"
                                         "changed','path':['update_dropdown_column'],"
                                         "'extensions':{'code':'REVISION_MISMATCH'}}]}");
const QByteArray updatedColumn =
    json("{'data':{'update_dropdown_column':{'id':'d1','title':'COLOUR','type':'dropdown','revision':'r2',"
         "'settings':{'labels':[{'id':1,'label':'RED'},{'id':2,'label':'BLUE'}]}}}}");

BoardMutation creation()
{
    return {.kind = MutationKind::CreateItem,
            .groupId = u"g1"_s,
            .name = u"N"_s,
            .values = {{u"text_key"_s, ColumnType::Text, u"k"_s}}};
}

} // namespace

class TestMondayGateway : public TestCase
{
    Q_OBJECT

private slots:
    void theAttendantHasTheLastWord()
    {
        World world;
        const EncodedBatch batch = world.gateway->encode({creation()}, u"key"_s);
        bool mayGo = false;
        world.gateway->setAttendant({.every = 1min, .attend = [&mayGo]() -> Result<void> {
                                         return mayGo ? Result<void>()
                                                      : Result<void>(Error{.kind = ErrorKind::WarehouseFailed});
                                     }});
        const Result<BatchAnswer> kept = world.gateway->send(batch, {});
        QVERIFY(!kept);
        QCOMPARE(kept.error().kind, ErrorKind::WarehouseFailed);
        QVERIFY(world.transport->requests.empty());
        QCOMPARE(world.governor.statistics().traffic.requests, 0);
        mayGo = true;
        world.willAnswer(json("{'data':{'r0':{'id':'5'}}}"));
        VERIFY_RESULT(world.gateway->send(batch, {}));
        QCOMPARE(world.transport->requests.size(), 1u);
    }

    void nothingGoesOutUnderAKeyThatIsForgotten()
    {
        World world;
        EncodedBatch batch = world.gateway->encode({creation()}, u"key"_s);
        batch.notAfter = world.clock.utcNow().addSecs(60);
        world.governor.acquire({.name = u"Any"_s}, {}).value().report(
            {.news = {.trouble = Error{.kind = ErrorKind::RateLimited, .retryAfter = 61s}}, .completed = true});
        const Result<BatchAnswer> late = world.gateway->send(batch, {});
        QVERIFY(!late);
        QCOMPARE(late.error().certainty, Certainty::NotSent);
        QCOMPARE(late.error().event.id, EventId::mc_057);
        QVERIFY(world.transport->requests.empty());
    }

    void initTestCase() { QCoreApplication::setApplicationVersion(u"1.2.3"_s); }

    void everyRequestCarriesItsHeaders()
    {
        MondayOptions options = World::defaults();
        options.token = u"  Bearer "_s + token + u'\n';
        World world(options);
        world.willAnswer(json("{'data':{'create_group':{'id':'g9','title':'T'}}}"));
        const Result<BoardGroup> group = world.gateway->createGroup(u"T"_s, u"key-1"_s, {});
        VERIFY_RESULT(group);
        QCOMPARE(group->id, u"g9"_s);
        QCOMPARE(world.transport->requests.front().url, options.url);
        QCOMPARE(world.transport->header(0, "Authorization"), token.toUtf8());
        QCOMPARE(world.transport->header(0, "API-Version"), "2026-10");
        QCOMPARE(world.transport->header(0, "Idempotency-Key"), "key-1");
        QCOMPARE(world.transport->header(0, "User-Agent"), "Syncline/1.2.3");
        QCOMPARE(world.transport->header(0, "Content-Type"), "application/json");
        QCOMPARE(world.transport->variables(0), (QJsonObject{{u"board"_s, u"11"_s}, {u"title"_s, u"T"_s}}));
    }

    void readsHaveNoIdempotencyKey()
    {
        World world;
        world.willAnswer(json("{'data':{'boards':[{'id':'11','groups':[{'id':'g1','title':'One'}]}]}}"));
        const Result<std::vector<BoardGroup>> groups = world.gateway->readGroups({});
        VERIFY_RESULT(groups);
        QCOMPARE(groups->size(), 1u);
        QCOMPARE(world.transport->header(0, "Idempotency-Key"), QByteArray());
    }

    void theTokenNeverComesBack()
    {
        World world;
        const QByteArray secret = token.toUtf8();
        world.willAnswer(json("{'errors':[{'message':'bad header Authorization: ") + secret + json("'}]}"),
                         401);
        const Result<std::vector<BoardGroup>> groups = world.gateway->readGroups({});
        QVERIFY(!groups);
        QCOMPARE(groups.error().kind, ErrorKind::Unauthorised);
        QVERIFY(groups.error().text().contains(u"***"_s));
        QVERIFY(!groups.error().text().contains(token));
        HttpReply lost = noAnswer(Ending::ConnectionLost, true);
        lost.detail = u"lost with "_s + token;
        world.transport->replies.push_back(lost);
        QVERIFY(!world.gateway->readGroups({}).error().text().contains(token));
        for (const Event &event : world.sink.events())
            QVERIFY(!event.text().contains(token));
    }

    void theWireLogHasFiguresOnly()
    {
        World world;
        world.willAnswer(
            json("{'data':{'boards':[{'id':'11','groups':[]}]},'extensions':{'request_id':'req-7'}}"));
        VERIFY_RESULT(world.gateway->readGroups({}));
        QCOMPARE(world.sink.events().size(), 1u);
        const Event event = world.sink.events().front();
        QCOMPARE(event.id, EventId::mc_001);
        QCOMPARE(event.parameters.value("operation"_L1).toString(), u"ReadGroups"_s);
        QCOMPARE(event.parameters.value("request_id"_L1).toString(), u"req-7"_s);
        QCOMPARE(event.parameters.value("status"_L1).toInt(), 200);
    }

    void anotherVersionIsReportedOnceForAllLanes()
    {
        const MondayOptions options = World::defaults();
        World first(options);
        World second(options);
        for (World *world : {&first, &second}) {
            for (int request = 0; request < 2; ++request) {
                world->transport->replies.push_back(
                    answer(200, json("{'data':{'boards':[{'id':'11','groups':[]}]}}"),
                           {{"api-version", "2026-07"}}));
                VERIFY_RESULT(world->gateway->readGroups({}));
            }
            QCOMPARE(world->gateway->answeredVersion(), u"2026-07"_s);
        }
        QCOMPARE(first.sink.count(EventId::mc_002), 1);
        QCOMPARE(second.sink.count(EventId::mc_002), 0);
    }

    void readsBothBoards()
    {
        World world;
        world.willAnswer(json(
            "{'data':{'boards':[{'id':'22','name':'Subitems','columns':[{'id':'s','type':'numbers'}]},"
            "{'id':'11','name':'Schedule','columns':[{'id':'d1','title':'COLOUR','type':'dropdown',"
            "'settings':{'labels':[{'id':1,'label':'RED'}]}}],'groups':[{'id':'g1','title':'One'}]}]}}"));
        const Result<BoardPair> pair = world.gateway->readBoards({});
        VERIFY_RESULT(pair);
        QCOMPARE(pair->items.name, u"Schedule"_s);
        QCOMPARE(pair->items.column(u"d1"_s)->labels.size(), 1u);
        QCOMPARE(pair->subitems.name, u"Subitems"_s);
        QCOMPARE(world.transport->variables(0).value("boards"_L1).toArray(), (QJsonArray{u"11"_s, u"22"_s}));
    }

    void aMissingBoardIsNamed()
    {
        World world;
        world.willAnswer(json("{'data':{'boards':[{'id':'11'}]}}"));
        const Result<BoardPair> pair = world.gateway->readBoards({});
        QVERIFY(!pair);
        QCOMPARE(pair.error().kind, ErrorKind::SchemaMismatch);
        QVERIFY(pair.error().text().contains(u"22"_s));
    }

    void withoutASubitemBoardOnlyOneIsRead()
    {
        MondayOptions options = World::defaults();
        options.subitemBoardId.clear();
        World world(options);
        world.willAnswer(json("{'data':{'boards':[{'id':'11'}]}}"));
        const Result<BoardPair> pair = world.gateway->readBoards({});
        VERIFY_RESULT(pair);
        QCOMPARE(pair->subitems.id, QString());
    }

    void aGroupWithoutAnIdIsUnknown()
    {
        World world;
        world.willAnswer(json("{'data':{'create_group':null}}"));
        const Result<BoardGroup> group = world.gateway->createGroup(u"T"_s, u"k"_s, {});
        QVERIFY(!group);
        QCOMPARE(group.error().certainty, Certainty::Unknown);
    }

    void labelsAreAddedToThoseThatAreThere()
    {
        World world;
        world.willAnswer(
            columnAnswer("r1", json("{'id':1,'label':'RED'},{'id':5,'label':'OLD','is_deactivated':true}")));
        world.willAnswer(updatedColumn);
        const Result<BoardColumn> column =
            world.gateway->addLabels(u"d1"_s, false, {u"BLUE"_s, u"RED"_s, u"BLUE"_s, u"red"_s}, {});
        VERIFY_RESULT(column);
        QCOMPARE(column->revision, u"r2"_s);
        QCOMPARE(column->labels.size(), 2u);
        const QJsonObject variables = world.transport->variables(1);
        QCOMPARE(variables.value("revision"_L1).toString(), u"r1"_s);
        const QJsonArray expected{
            QJsonObject{{u"id"_s, 1}, {u"label"_s, u"RED"_s}, {u"is_deactivated"_s, false}},
            QJsonObject{{u"id"_s, 5}, {u"label"_s, u"OLD"_s}, {u"is_deactivated"_s, true}},
            QJsonObject{{u"label"_s, u"BLUE"_s}}, QJsonObject{{u"label"_s, u"red"_s}}};
        QCOMPARE(variables.value("settings"_L1).toObject(),
                 (QJsonObject{{u"labels"_s, expected}, {u"limit_select"_s, true}}));
        QVERIFY(!world.transport->header(1, "Idempotency-Key").isEmpty());
    }

    void labelsThatAreThereNeedNoChange()
    {
        World world;
        world.willAnswer(columnAnswer("r1", json("{'id':1,'label':'RED'}")));
        VERIFY_RESULT(world.gateway->addLabels(u"d1"_s, false, {u"RED"_s}, {}));
        QCOMPARE(world.transport->operations(), QStringList{u"ReadColumn"_s});
    }

    void aSleepingLabelIsWoken()
    {
        World world;
        world.willAnswer(columnAnswer("r1", json("{'id':5,'label':'OLD','is_deactivated':true}")));
        world.willAnswer(updatedColumn);
        VERIFY_RESULT(world.gateway->addLabels(u"d1"_s, false, {u"OLD"_s}, {}));
        const QJsonArray labels =
            world.transport->variables(1).value("settings"_L1).toObject().value("labels"_L1).toArray();
        QCOMPARE(labels.size(), 1);
        QCOMPARE(labels.first().toObject().value("is_deactivated"_L1).toBool(true), false);
    }

    void aChangedColumnIsReadAgain()
    {
        World world;
        for (const QByteArray revision : {"r1", "r2", "r3"}) {
            world.willAnswer(columnAnswer(revision, json("{'id':1,'label':'RED'}")));
            world.willAnswer(revision == "r3" ? updatedColumn : revisionMismatch);
        }
        VERIFY_RESULT(world.gateway->addLabels(u"d1"_s, false, {u"BLUE"_s}, {}));
        QCOMPARE(world.transport->variables(5).value("revision"_L1).toString(), u"r3"_s);

        World again;
        for (int attempt = 0; attempt < 10; ++attempt) {
            again.willAnswer(columnAnswer("r1", {}));
            again.willAnswer(revisionMismatch);
        }
        const Result<BoardColumn> refused = again.gateway->addLabels(u"d1"_s, false, {u"BLUE"_s}, {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, u"REVISION_MISMATCH"_s);
        QCOMPARE(again.transport->requests.size(), 10u);
    }

    void aLabelThatSomebodyElseMadeIsNotMadeAgain()
    {
        World world;
        world.willAnswer(columnAnswer("r1", {}));
        world.willAnswer(revisionMismatch);
        world.willAnswer(columnAnswer("r2", json("{'id':1,'label':'BLUE'}")));
        const Result<BoardColumn> column = world.gateway->addLabels(u"d1"_s, false, {u"BLUE"_s}, {});
        VERIFY_RESULT(column);
        QCOMPARE(column->labels.size(), 1u);
        QCOMPARE(world.transport->requests.size(), 3u);
    }

    void otherColumnsCannotGrow()
    {
        World world;
        world.willAnswer(columnAnswer("r1", {}, "status"));
        const Result<BoardColumn> status = world.gateway->addLabels(u"d1"_s, false, {u"X"_s}, {});
        QVERIFY(!status);
        QVERIFY(status.error().text().contains(u"COLOUR"_s));
        world.willAnswer(json("{'data':{'boards':[{'id':'22','columns':[]}]}}"));
        const Result<BoardColumn> missing = world.gateway->addLabels(u"d1"_s, true, {u"X"_s}, {});
        QVERIFY(!missing);
        QCOMPARE(missing.error().columnId, u"d1"_s);
        QCOMPARE(world.transport->variables(1).value("boards"_L1).toArray(), QJsonArray{u"22"_s});
    }

    void aFullDropdownIsNotOverfilled()
    {
        World world;
        QByteArray labels;
        for (int id = 1; id <= 500; ++id)
            labels += (id > 1 ? "," : "") + QByteArray(json("{'id':")) + QByteArray::number(id)
                + json(",'label':'L") + QByteArray::number(id) + "\"}";
        world.willAnswer(columnAnswer("r1", labels));
        QVERIFY(!world.gateway->addLabels(u"d1"_s, false, {u"one more"_s}, {}));
        QCOMPARE(world.transport->requests.size(), 1u);
    }

    void aBatchGoesOutAsEncoded()
    {
        World world;
        const EncodedBatch batch = world.gateway->encode({creation(), creation()}, u"key-2"_s);
        QVERIFY(world.transport->requests.empty());
        QCOMPARE(batch.body, world.gateway->encode({creation(), creation()}, u"key-2"_s).body);
        world.willAnswer(json("{'data':{'r0':{'id':'1'},'r1':{'id':'2'},'complexity':{'query':60002}}}"));
        const Result<BatchAnswer> sent = world.gateway->send(batch, {});
        VERIFY_RESULT(sent);
        QCOMPARE(sent->mutations.size(), 2u);
        QCOMPARE(world.transport->requests.front().body, batch.body);
        QCOMPARE(world.transport->header(0, "Idempotency-Key"), "key-2");
        QCOMPARE(world.governor.estimatedCost({.name = u"CreateItems"_s, .units = 1}), 30'001);
        QVERIFY(!world.transport->body(0).value("query"_L1).toString().contains(u"create_labels"_s));
    }

    void sendNeverTriesTwice()
    {
        World world;
        const EncodedBatch batch = world.gateway->encode({creation()}, u"k"_s);
        for (const Ending ending : {Ending::TimedOut, Ending::ConnectionLost, Ending::Unreachable}) {
            world.transport->replies = {noAnswer(ending, ending != Ending::Unreachable)};
            world.transport->requests.clear();
            const Result<BatchAnswer> sent = world.gateway->send(batch, {});
            QVERIFY(!sent);
            QCOMPARE(sent.error().certainty,
                     ending == Ending::Unreachable ? Certainty::NotSent : Certainty::Unknown);
            QCOMPARE(world.transport->requests.size(), 1u);
        }
    }

    void theNextCallWaitsOutALimit()
    {
        World world;
        const EncodedBatch batch = world.gateway->encode({creation()}, u"k"_s);
        world.willAnswer(json("{'errors':[{'message':'m','extensions':{'code':'COMPLEXITY_BUDGET_EXHAUSTED',"
                              "'retry_in_seconds':22}}]}"),
                         429, {{"retry-after", "25"}});
        const Result<BatchAnswer> refused = world.gateway->send(batch, {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::ComplexityExhausted);
        QCOMPARE(refused.error().certainty, Certainty::NotSent);
        QVERIFY(world.clock.waits().empty());
        world.willAnswer(json("{'data':{'r0':{'id':'1'}}}"));
        VERIFY_RESULT(world.gateway->send(batch, {}));
        QCOMPARE(world.clock.waits(), (std::vector<std::chrono::milliseconds>{25s}));
    }

    void aStopBeforehandSendsNothing()
    {
        World world;
        StopPair stop;
        stop.stopNow();
        const Result<BatchAnswer> sent =
            world.gateway->send(world.gateway->encode({creation()}, u"k"_s), stop.tokens());
        QVERIFY(!sent);
        QCOMPARE(sent.error().kind, ErrorKind::Cancelled);
        QCOMPARE(sent.error().certainty, Certainty::NotSent);
        QVERIFY(world.transport->requests.empty());
    }

    void itemsAreFoundPageByPage()
    {
        World world;
        QStringList texts{QString(), u"key-0"_s}; // neither empty ones nor repetitions are asked for
        for (int number = 0; number < 150; ++number)
            texts.append(u"key-%1"_s.arg(number));
        const auto item = [](const QByteArray &id) -> QByteArray {
            return json("{'id':'") + id
                + json("','name':'N','state':'active','group':{'id':'g'},"
                       "'column_values':[{'id':'text_key','text':'key-")
                + id + json("'}]}");
        };
        world.willAnswer(json("{'data':{'items_page_by_column_values':{'cursor':'c1','items':[") + item("1")
                         + "]}}}");
        world.willAnswer(json("{'data':{'next_items_page':{'cursor':null,'items':[") + item("2") + "]}}}");
        world.willAnswer(json("{'data':{'items_page_by_column_values':{'cursor':null,'items':[") + item("3")
                         + "]}}}");
        const Result<std::vector<BoardItem>> found = world.gateway->findByText(u"text_key"_s, texts, {});
        VERIFY_RESULT(found);
        QCOMPARE(found->size(), 3u);
        QCOMPARE(found->at(2).texts.value(u"text_key"_s), u"key-3"_s);
        QCOMPARE(found->at(2).groupId, u"g"_s);
        QCOMPARE(world.transport->variables(0).value("column"_L1).toString(), u"text_key"_s);
        QCOMPARE(world.transport->variables(0).value("shown"_L1).toArray(), QJsonArray{u"text_key"_s});
        QCOMPARE(world.transport->operations(),
                 (QStringList{u"FindItems"_s, u"NextItems"_s, u"FindItems"_s}));
        QCOMPARE(world.transport->variables(0).value("texts"_L1).toArray().size(), 100);
        QCOMPARE(world.transport->variables(0).value("texts"_L1).toArray().first().toString(), u"key-0"_s);
        QCOMPARE(world.transport->variables(1).value("cursor"_L1).toString(), u"c1"_s);
        QCOMPARE(world.transport->variables(2).value("texts"_L1).toArray().size(), 50);
    }

    void anExpiredCursorStartsAgain()
    {
        World world;
        const QByteArray first =
            json("{'data':{'items_page_by_column_values':{'cursor':'c1','items':[{'id':'1'}]}}}");
        world.willAnswer(first);
        world.willAnswer(
            json("{'error_code':'CursorException','error_message':'expired','status_code':200}"));
        world.willAnswer(first);
        world.willAnswer(json("{'data':{'next_items_page':{'cursor':null,'items':[{'id':'2'}]}}}"));
        const Result<std::vector<BoardItem>> found = world.gateway->findByText(u"text_key"_s, {u"k"_s}, {});
        VERIFY_RESULT(found);
        QCOMPARE(found->size(), 2u);
    }

    void nothingFoundNeedsAPage_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("null") << QByteArray(
            json("{'data':{'items_page_by_column_values':null,'complexity':{'query':1}}}"));
        QTest::newRow("no items") << QByteArray(
            json("{'data':{'items_page_by_column_values':{'cursor':null}}}"));
        QTest::newRow("item without id")
            << QByteArray(json("{'data':{'items_page_by_column_values':{'cursor':null,'items':[{}]}}}"));
        QTest::newRow("throttled") << QByteArray(
            json("{'data':{'items_page_by_column_values':null},'errors':[{'message':'m',"
                 "'extensions':{'code':'FIELD_LIMIT_EXCEEDED'}}]}"));
    }

    void nothingFoundNeedsAPage()
    {
        QFETCH(const QByteArray, body);
        World world;
        world.willAnswer(body);
        QVERIFY2(!world.gateway->findByText(u"text_key"_s, {u"k"_s}, {}),
                 "an answer without a page must not mean that the item is not there");
    }

    void anItemIsFoundOnce()
    {
        World world;
        QStringList texts{u"KEY"_s};
        for (int number = 0; number < 99; ++number)
            texts.append(QString::number(number));
        texts.append(u"key"_s); // in a chunk of its own
        for (int chunk = 0; chunk < 2; ++chunk)
            world.willAnswer(json("{'data':{'items_page_by_column_values':{'cursor':null,'items':["
                                  "{'id':'1','state':'active'},{'id':'2','state':'archived'}]}}}"));
        const Result<std::vector<BoardItem>> found = world.gateway->findByText(u"c"_s, texts, {});
        VERIFY_RESULT(found);
        QCOMPARE(world.transport->requests.size(), 2u);
        QCOMPARE(found->size(), 1u);
        QCOMPARE(found->front().id, 1);
    }

    void noTextsNeedNoRequest()
    {
        World world;
        const Result<std::vector<BoardItem>> found = world.gateway->findByText(u"text_key"_s, {}, {});
        VERIFY_RESULT(found);
        QVERIFY(found->empty());
        QVERIFY(world.transport->requests.empty());
    }

    void withoutAColumnNothingCanBeFound()
    {
        World world;
        QVERIFY(!world.gateway->findByText({}, {u"k"_s}, {}));
        QVERIFY(world.transport->requests.empty());
    }

    void itemsAreReadById()
    {
        World world;
        std::vector<qint64> ids(101);
        std::iota(ids.begin(), ids.end(), 1);
        world.willAnswer(json("{'data':{'items':[{'id':'1','name':'N','state':'deleted','group':{'id':'g'},"
                              "'subitems':[{'id':'8','name':'Size S','state':'archived'},"
                              "{'id':'9','name':'Size M','state':'active'}]}]}}"));
        world.willAnswer(json("{'data':{'items':[]}}"));
        const Result<std::vector<BoardItem>> items = world.gateway->itemsById(ids, {});
        VERIFY_RESULT(items);
        QCOMPARE(items->size(), 1u);
        QVERIFY(!items->front().active);
        QCOMPARE(items->front().name, u"N"_s);
        QCOMPARE(items->front().groupId, u"g"_s);
        QCOMPARE(items->front().subitems.size(), 1u);
        QCOMPARE(items->front().subitems.front().id, 9);
        QCOMPARE(world.transport->variables(0).value("items"_L1).toArray().size(), 100);
        QCOMPARE(world.transport->variables(1).value("items"_L1).toArray(), QJsonArray{u"101"_s});
        world.willAnswer(json("{'data':{'items':null}}"));
        QVERIFY(!world.gateway->itemsById({1}, {}));
    }

    void accountToleratesWhatItMayNotSee()
    {
        World world;
        world.willAnswer(
            json("{'data':{'me':{'name':'Ann','account':{'name':'Acme','slug':'acme','tier':null}},"
                 "'version':{'value':'2026-10'},'platform_api':null},"
                 "'errors':[{'message':'no','path':['platform_api'],'extensions':{'code':'"
                 "missingRequiredPermissions'}}]}"));
        Result<AccountInfo> account = world.gateway->account({});
        VERIFY_RESULT(account);
        QCOMPARE(account->user, u"Ann"_s);
        QCOMPARE(account->account, u"Acme"_s);
        QCOMPARE(account->apiVersion, u"2026-10"_s);
        QVERIFY(!account->callsPerDay);
        world.willAnswer(
            json("{'data':{'me':{'name':'Ann'},'platform_api':{'daily_limit':{'total':10000}}}}"));
        account = world.gateway->account({});
        VERIFY_RESULT(account);
        QCOMPARE(account->callsPerDay, std::optional<qint64>(10'000));
        world.willAnswer(json("{'data':{'me':null,'version':{'value':'2026-10'}}}"));
        QVERIFY(!world.gateway->account({}));
    }
};

QTEST_GUILESS_MAIN(TestMondayGateway)
#include "tst_mondaygateway.moc"
