#include "monday/apiresponse.h"
#include "replies.h"
#include "support/testenvironment.h"

using namespace syncline;
using namespace syncline::testing;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const std::vector<QString> three{u"r0"_s, u"r1"_s, u"r2"_s};

QByteArray errorOf(const QByteArray &code, const QByteArray &more = {})
{
    return json("{'errors':[{'message':'m','extensions':{'code':'") + code + '"' + more + json("}}]}");
}

QByteArray aliasError(const QByteArray &alias, const QByteArray &code, const QByteArray &more = {})
{
    return json("{'message':'m','path':['") + alias + json("'],'extensions':{'code':'") + code + '"' + more
        + "}}";
}

} // namespace

class TestApiResponse : public TestCase
{
    Q_OBJECT

private slots:
    void judgesWholeDocuments_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<Certainty>("ofOne");
        QTest::addColumn<Certainty>("ofThree");
        using enum ErrorKind;
        using enum Certainty;
        const auto row = [](const char *name, int status, const QByteArray &body, ErrorKind kind,
                            Certainty ofOne, Certainty ofThree) {
            QTest::newRow(name) << status << body << kind << ofOne << ofThree;
        };
        const auto limit = [&row](const char *name, int status, const QByteArray &body, ErrorKind kind) {
            row(name, status, body, kind, NotSent, NotSent);
        };

        // The wire fixtures of monday's own test-suite.
        limit("minute", 429, errorOf("MINUTE_RATE_LIMIT_EXCEEDED", json(",'retry_in_seconds':58")),
              RateLimited);
        limit("concurrency", 429, errorOf("MAX_CONCURRENCY_EXCEEDED", json(",'retry_in_seconds':15")),
              RateLimited);
        limit("daily", 429, errorOf("DAILY_LIMIT_EXCEEDED", json(",'retry_in_seconds':3599")),
              DailyLimitExhausted);
        limit("complexity", 429, errorOf("COMPLEXITY_BUDGET_EXHAUSTED", json(",'retry_in_seconds':22")),
              ComplexityExhausted);

        // Other spellings and shapes of limits.
        limit("complexity in 200", 200, errorOf("ComplexityException", json(",'status_code':429")),
              ComplexityExhausted);
        limit("complexity camel", 200, json("{'error_code':'complexityBudgetExhausted','status_code':429}"),
              ComplexityExhausted);
        limit("complexity flat", 200,
              json("{'error_code':'ComplexityException','error_message':'Complexity budget exhausted, query "
                   "cost 30001 "
                   "budget remaining 19986 out of 1000000 reset in 22 "
                   "seconds','status_code':429,'error_data':{}}"),
              ComplexityExhausted);
        limit("minute in words", 429, errorOf("Minute limit rate exceeded"), RateLimited);
        limit("rate", 429, errorOf("RateLimitExceeded"), RateLimited);
        limit("rate spaced", 429, errorOf("Rate Limit Exceeded"), RateLimited);
        limit("bulk jobs", 429, errorOf("RATE_LIMIT_EXCEEDED", json(",'retryAfterMs':1500")), RateLimited);
        limit("concurrency camel", 429, errorOf("maxConcurrencyExceeded"), RateLimited);
        limit("concurrency in words", 429, errorOf("Concurrency limit exceeded"), RateLimited);
        limit("ip", 429, errorOf("IP_RATE_LIMIT_EXCEEDED"), RateLimited);
        limit("create board limit", 429,
              json("{'errors':[{'message':'Call limit exceeded for CreateBoard'}]}"), RateLimited);
        limit("strings with a status", 200, json("{'errors':['Something about limits'],'status_code':429}"),
              RateLimited);
        limit("string that says it", 200,
              json("{'errors':['Complexity budget exhausted, reset in 9 seconds']}"), ComplexityExhausted);
        limit("429 without JSON", 429, "<html>slow down</html>", RateLimited);
        limit("429 with nothing", 429, "", RateLimited);
        limit("429 with an empty object", 429, "{}", RateLimited);
        limit("429 with data null", 429, json("{'data':null,'errors':[]}"), RateLimited);

        // Resource protection: inside HTTP 200 the document was being run.
        row("field limit in 200", 200, errorOf("FIELD_LIMIT_EXCEEDED", json(",'status_code':429")),
            RateLimited, NotSent, Unknown);
        row("field limit by 429", 429, errorOf("FIELD_MINUTE_RATE_LIMIT_EXCEEDED"), RateLimited, NotSent,
            NotSent);
        row("board protection", 200, errorOf("tooManyRequests", json(",'status_code':400")), RateLimited,
            NotSent, Unknown);
        row("locked by 423", 423, json("{'errors':[{'message':'Resource is currently locked'}]}"), ServerBusy,
            NotSent, NotSent);
        row("locked in 200", 200, errorOf("ResourceLocked", json(",'status_code':423")), ServerBusy, NotSent,
            Unknown);
        row("423 without JSON", 423, "locked", ServerBusy, NotSent, NotSent);
        row("blocked", 200, errorOf("API_TEMPORARILY_BLOCKED"), ServerBusy, NotSent, Unknown);

        // Faults of the server: nobody knows.
        row("500", 500, errorOf("INTERNAL_SERVER_ERROR"), ServerBusy, Unknown, Unknown);
        row("500 in 200", 200, errorOf("SomethingNew", json(",'status_code':500")), ServerBusy, Unknown,
            Unknown);
        row("502 gateway page", 502, "<html><h1>502 Bad Gateway</h1></html>", ServerBusy, Unknown, Unknown);
        row("503 empty", 503, "", ServerBusy, Unknown, Unknown);
        row("504 text", 504, "upstream request timeout", ServerBusy, Unknown, Unknown);
        row("408", 408, "", ServerBusy, Unknown, Unknown);
        row("still running", 409, errorOf("IDEMPOTENCY_CONFLICT"), ServerBusy, Unknown, Unknown);
        row("200 with a page", 200, "<html>please log in</html>", ServerBusy, Unknown, Unknown);
        row("200 cut", 200, json("{'data':{'r0':{'id':'1'},'r1':{'i"), ServerBusy, Unknown, Unknown);
        row("200 empty", 200, "", ServerBusy, Unknown, Unknown);
        row("200 with an array", 200, "[]", ServerBusy, Unknown, Unknown);
        row("200 without anything", 200, "{}", ServerBusy, Unknown, Unknown);
        row("200 data null", 200, json("{'data':null}"), ServerBusy, Unknown, Unknown);
        row("200 invalid UTF-8", 200, "{\"data\":{\"r0\":{\"id\":\"1\",\"name\":\"\xff\xfe\"}}}", ServerBusy,
            Unknown, Unknown);

        // Token and permission.
        row("401", 401, json("{'errors':['Not Authenticated']}"), Unauthorised, NotSent, NotSent);
        row("401 page", 401, "<html></html>", Unauthorised, NotSent, NotSent);
        row("401 ip", 401, json("{'errors':[{'message':'Your ip is restricted'}]}"), Unauthorised, NotSent,
            NotSent);
        row("not authenticated in 200", 200, json("{'errors':['Not Authenticated']}"), Unauthorised, NotSent,
            NotSent);
        row("403", 403, errorOf("USER_UNAUTHORIZED"), Unauthorised, NotSent, NotSent);
        row("403 old", 403, json("{'error_code':'UserUnauthorizedException','error_message':'no'}"),
            Unauthorised, NotSent, NotSent);
        row("403 denied", 403, errorOf("USER_ACCESS_DENIED"), Unauthorised, NotSent, NotSent);
        row("scope", 200, errorOf("missingRequiredPermissions"), Unauthorised, NotSent, Unknown);

        // Refusals. Without an alias nobody knows which of several mutations came before it.
        row("value", 200, errorOf("ColumnValueException"), ValidationRejected, Rejected, Unknown);
        row("value flat", 200,
            json("{'error_code':'ColumnValueException','error_message':'x','status_code':200}"),
            ValidationRejected, Rejected, Unknown);
        row("value hybrid", 200, json("{'errors':[{'message':'x'}],'error_code':'ColumnValueException'}"),
            ValidationRejected, Rejected, Unknown);
        row("corrected", 200, errorOf("CorrectedValueException"), ValidationRejected, Rejected, Unknown);
        row("user id", 200, errorOf("InvalidUserIdException"), ValidationRejected, Rejected, Unknown);
        row("argument", 200, errorOf("InvalidArgumentException"), ValidationRejected, Rejected, Unknown);
        row("name", 200, errorOf("ItemNameTooLongException"), ValidationRejected, Rejected, Unknown);
        row("json", 400, errorOf("JsonParseException"), ValidationRejected, Rejected, Unknown);
        row("record", 422, errorOf("RecordInvalidException"), ValidationRejected, Rejected, Unknown);
        row("last group", 409, errorOf("DeleteLastGroupException"), ValidationRejected, Rejected, Unknown);
        row("unheard of", 200, errorOf("BrandNewException"), ValidationRejected, Rejected, Unknown);
        row("a mere string", 200, json("{'errors':['no']}"), ValidationRejected, Rejected, Unknown);
        row("column id", 200, errorOf("InvalidColumnIdException"), SchemaMismatch, Rejected, Unknown);
        row("board id", 200, errorOf("InvalidBoardIdException"), SchemaMismatch, Rejected, Unknown);
        row("gone", 200, errorOf("ResourceNotFoundException"), NotFound, Rejected, Unknown);
        row("gone 404", 404, errorOf("RESOURCE_NOT_FOUND"), NotFound, Rejected, Unknown);
        row("group", 200, json("{'errors':[{'message':'Group not found'}]}"), NotFound, Rejected, Unknown);
        row("full", 200, errorOf("ItemsLimitationException"), BoardFull, Rejected, Unknown);

        // Refused before anything was run.
        row("field unknown", 200, errorOf("undefinedField"), SchemaMismatch, Rejected, Rejected);
        row("parse", 200, errorOf("ParseError"), SchemaMismatch, Rejected, Rejected);
        row("validation", 200, errorOf("GRAPHQL_VALIDATION_FAILED"), SchemaMismatch, Rejected, Rejected);
        row("version", 200, errorOf("InvalidVersionException"), SchemaMismatch, Rejected, Rejected);
        row("bad request", 400, json("{'errors':[{'message':'Bad request'}]}"), Internal, Rejected, Rejected);
        row("bad request plain", 400, json("{'error':'variables must be an object'}"), Internal, Rejected,
            Rejected);
        row("404 page", 404, "<html></html>", SchemaMismatch, Rejected, Rejected);
        row("redirect", 302, "", SchemaMismatch, Rejected, Rejected);
        row("revision", 200, errorOf("REVISION_MISMATCH"), ValidationRejected, Rejected, Rejected);
        row("cursor", 200,
            json("{'error_code':'CursorException','error_message':'expired','status_code':200}"), ServerBusy,
            Rejected, Rejected);
        row("cursor new", 200, errorOf("CursorExpiredError"), ServerBusy, Rejected, Rejected);
    }

    void judgesWholeDocuments()
    {
        QFETCH(const int, status);
        QFETCH(const QByteArray, body);
        const ApiResponse response(answer(status, body));
        const Result<BatchAnswer> ofThree = response.batch(three);
        const Result<BatchAnswer> ofOne = response.batch({u"r0"_s});
        QVERIFY(!ofThree);
        QVERIFY(!ofOne);
        QTEST(ofThree.error().kind, "kind");
        QTEST(ofThree.error().certainty, "ofThree");
        QTEST(ofOne.error().kind, "kind");
        QTEST(ofOne.error().certainty, "ofOne");
        QVERIFY(!ofOne.error().text().isEmpty());

        const Result<QJsonObject> read = response.data(Effect::Read);
        QVERIFY(!read);
        QTEST(read.error().kind, "kind");
        QVERIFY2(read.error().certainty != Certainty::Unknown, "a read changes nothing");
        QVERIFY(!response.data(Effect::Write));
    }

    void judgesTheLackOfAnAnswer_data()
    {
        QTest::addColumn<Ending>("ending");
        QTest::addColumn<bool>("sent");
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<Certainty>("certainty");
        using enum ErrorKind;
        using enum Certainty;
        QTest::newRow("timed out") << Ending::TimedOut << true << TimedOut << Unknown;
        QTest::newRow("aborted") << Ending::Aborted << true << Cancelled << Unknown;
        QTest::newRow("aborted before") << Ending::Aborted << false << Cancelled << NotSent;
        QTest::newRow("cut") << Ending::ConnectionLost << true << ConnectionLost << Unknown;
        QTest::newRow("unreachable") << Ending::Unreachable << false << Unreachable << NotSent;
        QTest::newRow("tls") << Ending::TlsFailed << false << Unreachable << NotSent;
    }

    void judgesTheLackOfAnAnswer()
    {
        QFETCH(const Ending, ending);
        QFETCH(const bool, sent);
        const ApiResponse response(noAnswer(ending, sent));
        const Result<BatchAnswer> batch = response.batch(three);
        QVERIFY(!batch);
        QTEST(batch.error().kind, "kind");
        QTEST(batch.error().certainty, "certainty");
        QCOMPARE(response.data(Effect::Read).error().certainty, Certainty::NotSent);
    }

    void aCutBodyIsNoAnswerWhateverItsStatus()
    {
        HttpReply reply = noAnswer(Ending::ConnectionLost, true, 200);
        reply.body = json("{'data':{'r0':{'id':'1'},'r1':{'id':'2'},'r2':{'id':'3'}}}");
        const Result<BatchAnswer> batch = ApiResponse(reply).batch(three);
        QVERIFY(!batch);
        QCOMPARE(batch.error().certainty, Certainty::Unknown);
    }

    void confirmsByAliasNotByPosition()
    {
        const ApiResponse response(
            answer(200,
                   json("{'data':{'r2':{'id':'30'},'complexity':{'query':90003},'r0':{'id':10},"
                        "'r1':{'id':'20'}},'extensions':{'request_id':'abc'}}"),
                   {{"idempotency-replayed", "true"}}));
        const Result<BatchAnswer> batch = response.batch(three);
        VERIFY_RESULT(batch);
        QCOMPARE(batch->mutations.size(), 3u);
        for (std::size_t i = 0; i < 3; ++i) {
            QCOMPARE(batch->mutations[i].alias, three[i]);
            QCOMPARE(batch->mutations[i].id, std::optional<qint64>(10 * (i + 1)));
            QVERIFY(!batch->mutations[i].error);
        }
        QCOMPARE(batch->complexity, std::optional<qint64>(90003));
        QCOMPARE(batch->requestId, u"abc"_s);
        QVERIFY(batch->replayed);
    }

    void partialDataIsJudgedPerAlias_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("verdicts"); // per alias: id, R(ejected), N(ot sent) or U(nknown)

        const auto body = [](const QByteArray &data, const QByteArray &errors) -> QByteArray {
            return json("{'data':{") + data + json("},'errors':[") + errors + "]}";
        };
        const QByteArray ok0 = json("'r0':{'id':'1'},");
        QTest::newRow("one refused") << body(ok0 + json("'r1':null,'r2':{'id':'3'}"),
                                             aliasError("r1", "ColumnValueException"))
                                     << u"1 R 3"_s;
        QTest::newRow("null without a word")
            << body(ok0 + json("'r1':null,'r2':null"), aliasError("r1", "ColumnValueException"))
            << u"1 R U"_s;
        QTest::newRow("missing") << body(json("'r0':{'id':'1'}"), aliasError("r1", "ColumnValueException"))
                                 << u"1 R U"_s;
        QTest::newRow("nothing is said about two")
            << QByteArray(json("{'data':{'r1':{'id':'2'}}}")) << u"U 2 U"_s;
        QTest::newRow("complexity in the middle")
            << body(ok0 + json("'r1':null,'r2':null"), aliasError("r1", "COMPLEXITY_BUDGET_EXHAUSTED"))
            << u"1 N U"_s;
        QTest::newRow("limit without an alias beside data") << body(
            ok0 + json("'r1':null,'r2':null"),
            json("{'message':'m','extensions':{'code':'COMPLEXITY_BUDGET_EXHAUSTED','status_code':429}}"))
                                                            << u"1 U U"_s;
        QTest::newRow("limit, all null") << body(json("'r0':null,'r1':null,'r2':null"),
                                                 json("{'message':'m','extensions':{'status_code':429}}"))
                                         << u"U U U"_s;
        QTest::newRow("field limit on one") << body(
            ok0 + json("'r1':null,'r2':{'id':'3'}"),
            aliasError("r1", "FIELD_LIMIT_EXCEEDED", json(",'status_code':429,'retry_in_seconds':15")))
                                            << u"1 N 3"_s;
        QTest::newRow("fault of the server on one")
            << body(ok0 + json("'r1':null,'r2':{'id':'3'}"),
                    aliasError("r1", "INTERNAL_SERVER_ERROR", json(",'status_code':500")))
            << u"1 U 3"_s;
        QTest::newRow("locked on one") << body(ok0 + json("'r1':null,'r2':{'id':'3'}"),
                                               aliasError("r1", "ResourceLocked", json(",'status_code':423")))
                                       << u"1 N 3"_s;
        QTest::newRow("error below an alias that has an id")
            << body(ok0 + json("'r1':{'id':'2'},'r2':{'id':'3'}"),
                    json("{'message':'m','path':['r1','column_values',0],'extensions':{'code':'X'}}"))
            << u"1 2 3"_s;
        QTest::newRow("id that is none")
            << body(json("'r0':{'id':'x'},'r1':{'id':0},'r2':{}"), "") << u"U U U"_s;
        QTest::newRow("data null, aliases named")
            << QByteArray(json("{'data':null,'errors':[") + aliasError("r1", "ColumnValueException") + "]}")
            << u"U R U"_s;
        QTest::newRow("only the cost came")
            << body(json("'complexity':{'query':1}"), json("{'message':'Complexity budget exhausted'}"))
            << u"U U U"_s;
        QTest::newRow("gone") << body(ok0 + json("'r1':null,'r2':{'id':'3'}"),
                                      aliasError("r1", "ResourceNotFoundException"))
                              << u"1 R 3"_s;
        QTest::newRow("permission for a column")
            << body(ok0 + json("'r1':null,'r2':{'id':'3'}"),
                    aliasError("r1", "USER_UNAUTHORIZED", json(",'error_data':{'column_id':'c'}")))
            << u"1 R 3"_s;
        QTest::newRow("errors is null")
            << QByteArray(json("{'data':{'r0':{'id':'1'},'r1':{'id':'2'},'r2':{'id':'3'}},'errors':null}"))
            << u"1 2 3"_s;
    }

    void partialDataIsJudgedPerAlias()
    {
        QFETCH(const QByteArray, body);
        const Result<BatchAnswer> batch = ApiResponse(answer(200, body)).batch(three);
        VERIFY_RESULT(batch);
        QStringList verdicts;
        for (const MutationAnswer &mutation : batch->mutations) {
            QCOMPARE(mutation.id.has_value(), !mutation.error.has_value());
            if (mutation.id)
                verdicts.append(QString::number(*mutation.id));
            else
                verdicts.append(nameOf(mutation.error->certainty).first(1).toUpper());
        }
        QTEST(verdicts.join(u' '), "verdicts");
    }

    void aFullErrorIsCarriedOver()
    {
        const ApiResponse response(answer(200, R"({"data":{"r0":null},"errors":[{"message":
            "The dropdown label 'GREY' does not exist, possible labels are: {1: BLACK, 2: WHITE}","path":["r0"],
            "extensions":{"code":"ColumnValueException","status_code":200,"error_data":{"column_id":"dropdown_1",
            "column_name":"COLOUR","column_validation_error_code":"missingLabel"}}}],
            "extensions":{"request_id":"req-1"}})"));
        const Result<BatchAnswer> batch = response.batch({u"r0"_s});
        VERIFY_RESULT(batch);
        const Error &error = batch->mutations.front().error.value();
        QCOMPARE(error.code, u"ColumnValueException"_s);
        QCOMPARE(error.columnId, u"dropdown_1"_s);
        QCOMPARE(error.requestId, u"req-1"_s);
        QCOMPARE(
            error.text(),
            u"monday refused the value of the column COLOUR: The dropdown label 'GREY' does not exist"_s);
        QVERIFY(!error.retryAfter);
    }

    void aRefusedValueIsTold_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<QByteArray>("value"); // of error_data, JSON
        QTest::addColumn<QString>("text");
        const QByteArray status =
            "This status label doesn't exist, possible statuses are: {0: Open, 1: Lost it}";
        const QString told =
            u"monday refused the value Lost of the column STATUS: This status label doesn't exist"_s;
        QTest::newRow("object") << status << QByteArray("{\"label\":\"Lost\"}") << told;
        QTest::newRow("JSON in a text") << status << QByteArray("\"{\\\"label\\\":\\\"Lost\\\"}\"") << told;
        QTest::newRow("text") << status << QByteArray("\"Lost\"") << told;
        QTest::newRow("several") << status << QByteArray("{\"labels\":[\"A\",\"B, C\"]}")
                                 << QString(told).replace(u"Lost"_s, u"A, B, C"_s);
        QTest::newRow("number") << status << QByteArray("{\"index\":77}")
                                << QString(told).replace(u"Lost"_s, u"77"_s);
        QTest::newRow("part of a word is not the value")
            << status << QByteArray("\"is\"") << QString(told).replace(u"Lost"_s, u"is"_s);
        QTest::newRow("too long") << QByteArray("no")
                                  << '"' + QByteArray(5000, 'x')
                + '"' << u"monday refused the value %1… of the column STATUS: no"_s.arg(QString(99, u'x'));
        QTest::newRow("not told")
            << status << QByteArray("null")
            << u"monday refused the value of the column STATUS: This status label doesn't exist"_s;
        QTest::newRow("in the message")
            << QByteArray("The dropdown label 'GREY' does not exist, possible labels are: {1: RED}")
            << QByteArray("{\"labels\":[\"GREY\"]}")
            << u"monday refused the value of the column STATUS: The dropdown label 'GREY' does not exist"_s;
    }

    void aRefusedValueIsTold()
    {
        QFETCH(const QByteArray, message);
        QFETCH(const QByteArray, value);
        const QByteArray quoted = '"' + message + '"';
        const QByteArray data =
            json("{'column_id':'color_1','column_name':'STATUS','column_value':") + value + '}';
        const QByteArray modern = json("{'data':{'r0':null},'errors':[{'message':") + quoted
            + json(",'path':['r0'],'extensions':{'code':'ColumnValueException','error_data':") + data
            + "}}]}";
        const QByteArray flat = json("{'error_code':'ColumnValueException','error_message':") + quoted
            + json(",'status_code':200,'error_data':") + data + '}';
        const QByteArray hybrid = json("{'errors':[{'message':") + quoted
            + json("}],'error_code':'ColumnValueException','error_data':") + data + '}';
        for (const QByteArray &body : {modern, flat, hybrid}) {
            const Result<BatchAnswer> batch = ApiResponse(answer(200, body)).batch({u"r0"_s});
            const Error error = batch ? batch->mutations.front().error.value() : batch.error();
            QCOMPARE(error.kind, ErrorKind::ValidationRejected);
            QCOMPARE(error.certainty, Certainty::Rejected);
            QCOMPARE(error.columnId, u"color_1"_s);
            QTEST(error.text(), "text");
        }
    }

    void anAliasWithoutAWordIsUnknown()
    {
        const Result<BatchAnswer> batch =
            ApiResponse(answer(200, json("{'data':{'r0':{'id':'1'},'r1':null,'r2':{'id':'3'}}}")))
                .batch(three);
        VERIFY_RESULT(batch);
        QVERIFY(batch->mutations[0].id && batch->mutations[2].id);
        const Error &error = batch->mutations[1].error.value();
        QCOMPARE(error.certainty, Certainty::Unknown);
        QCOMPARE(error.event.id, EventId::mc_016);
        QVERIFY(error.text().contains(u"r1"_s));
    }

    void messagesAreShortened_data()
    {
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("shortened");
        QTest::newRow("plain") << u"invalid value"_s << u"invalid value"_s;
        QTest::newRow("status") << u"This status label doesn't exist, possible statuses are: {0: A, 1: B}"_s
                                << u"This status label doesn't exist"_s;
        QTest::newRow("lines") << u" a\n\tb\u0000c "_s.remove(QChar(0)) << u"a bc"_s;
        QTest::newRow("500 stay") << QString(500, u'x') << QString(500, u'x');
        QTest::newRow("501 are cut") << QString(501, u'x') << QString(499, u'x') + u'…';
        QTest::newRow("no half character") << QString(498, u'x') + u"😀😀"_s << QString(498, u'x') + u'…';
    }

    void messagesAreShortened()
    {
        QFETCH(const QString, message);
        QTEST(shortMessage(message), "shortened");
    }

    void anEightKilobyteLabelListIsLeftOut()
    {
        QString message = u"The dropdown label 'X' does not exist, possible labels are: {"_s;
        for (int i = 0; i < 500; ++i)
            message += u"%1: LABEL NUMBER %1, "_s.arg(i);
        QCOMPARE(shortMessage(message), u"The dropdown label 'X' does not exist"_s);
    }

    void theLongestWaitHolds_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("retryAfter");
        QTest::addColumn<QByteArray>("rateLimit");
        QTest::addColumn<int>("seconds"); // 0: none
        const QByteArray complexity = "COMPLEXITY_BUDGET_EXHAUSTED";
        QTest::newRow("none") << errorOf(complexity) << QByteArray() << QByteArray() << 0;
        QTest::newRow("extension") << errorOf(complexity, json(",'retry_in_seconds':22")) << QByteArray("3")
                                   << QByteArray() << 22;
        QTest::newRow("header") << errorOf(complexity, json(",'retry_in_seconds':22")) << QByteArray("30")
                                << QByteArray() << 30;
        QTest::newRow("error data") << errorOf(complexity, json(",'error_data':{'retry_in_seconds':'41'}"))
                                    << QByteArray() << QByteArray() << 41;
        QTest::newRow("exhausted entry")
            << errorOf(complexity, json(",'retry_in_seconds':22")) << QByteArray("30")
            << QByteArray(json("'complexityMinute';r=0;t=45")) << 45;
        QTest::newRow("entry with some left")
            << errorOf(complexity) << QByteArray("5") << QByteArray(json("'complexityMinute';r=7;t=45")) << 5;
        QTest::newRow("words") << QByteArray(
            json("{'errors':['Complexity budget exhausted, reset in 22 seconds']}"))
                               << QByteArray() << QByteArray() << 22;
        QTest::newRow("milliseconds") << errorOf("RATE_LIMIT_EXCEEDED", json(",'retryAfterMs':2000"))
                                      << QByteArray() << QByteArray() << 2;
        QTest::newRow("nonsense") << errorOf(complexity, json(",'retry_in_seconds':-4")) << QByteArray("soon")
                                  << QByteArray("%%%;;=,") << 0;
        QTest::newRow("blocked waits a minute")
            << errorOf("API_TEMPORARILY_BLOCKED") << QByteArray() << QByteArray() << 60;
        QTest::newRow("a refusal has none") << errorOf("ColumnValueException", json(",'retry_in_seconds':5"))
                                            << QByteArray("9") << QByteArray() << 0;
    }

    void theLongestWaitHolds()
    {
        QFETCH(const QByteArray, body);
        QFETCH(const QByteArray, retryAfter);
        QFETCH(const QByteArray, rateLimit);
        QFETCH(const int, seconds);
        const ApiResponse response(
            answer(200, body, {{"retry-after", retryAfter}, {"ratelimit", rateLimit}}));
        const Error error = response.batch(three).error();
        QCOMPARE(error.retryAfter.has_value(), seconds > 0);
        QCOMPARE(error.retryAfter.value_or(0ms), std::chrono::milliseconds(seconds * 1000));
    }

    void aTimeToComeBackAtIsAWait_data()
    {
        QTest::addColumn<QByteArray>("until");
        QTest::addColumn<QByteArray>("date");
        QTest::addColumn<int>("seconds"); // 0: none
        const QByteArray now("Sun, 29 Nov 2026 23:59:40 GMT");
        QTest::newRow("usual form") << QByteArray("Mon, 30 Nov 2026 00:00:10 GMT") << now << 30;
        QTest::newRow("of RFC 850") << QByteArray("Monday, 30-Nov-26 00:00:10 GMT") << now << 30;
        QTest::newRow("of C") << QByteArray("Tue Dec  1 00:00:10 2026") << now << 86430;
        QTest::newRow("past") << QByteArray("Sun, 29 Nov 2026 23:59:30 GMT") << now << 0;
        QTest::newRow("no clock of the server")
            << QByteArray("Mon, 30 Nov 2026 00:00:10 GMT") << QByteArray() << 0;
        QTest::newRow("far too late") << QByteArray("Mon, 30 Nov 2036 00:00:10 GMT") << now << 0;
        QTest::newRow("no such day") << QByteArray("Mon, 31 Nov 2026 00:00:10 GMT") << now << 0;
    }

    void aTimeToComeBackAtIsAWait()
    {
        QFETCH(const QByteArray, until);
        QFETCH(const QByteArray, date);
        QFETCH(const int, seconds);
        const ApiResponse response(
            answer(429, errorOf("MINUTE_RATE_LIMIT_EXCEEDED"), {{"retry-after", until}, {"date", date}}));
        const Error error = response.batch(three).error();
        QCOMPARE(error.retryAfter.has_value(), seconds > 0);
        QCOMPARE(error.retryAfter.value_or(0ms), std::chrono::milliseconds(seconds * 1000));
    }

    void aBusyServerTellsHowLongItTook()
    {
        HttpReply reply = answer(504, "<html>Gateway Timeout</html>");
        reply.took = 31s;
        const Error error = ApiResponse(reply).batch(three).error();
        QCOMPARE(error.httpStatus, 504);
        QCOMPARE(error.event.parameters.value("seconds"_L1).toDouble(), 31.0);
    }

    void aThrottledFieldFailsAQuery()
    {
        const ApiResponse response(answer(
            200,
            json("{'data':{'boards':[{'id':'1','columns':null}]},'errors':[{'message':"
                 "'Rate limit exceeded for board-columns','path':['boards',0,'columns'],"
                 "'extensions':{'code':'tooManyRequests','status_code':400,'service':'data-structure'}}]}")));
        QCOMPARE(response.data(Effect::Read).error().kind, ErrorKind::RateLimited);
        VERIFY_RESULT(response.data(Effect::Read, true));
        QVERIFY(response.quotaNews().trouble);
        QCOMPARE(response.quotaNews().trouble->kind, ErrorKind::RateLimited);
    }

    void quotaNewsTellsTheLongestTrouble()
    {
        const QByteArray body = json("{'data':{'r0':null,'r1':null,'r2':{'id':'3'},'complexity':{'query':77,"
                                     "'reset_in_x_seconds':31}},'errors':[")
            + aliasError("r0", "FIELD_LIMIT_EXCEEDED", json(",'retry_in_seconds':15")) + ','
            + aliasError("r1", "DAILY_LIMIT_EXCEEDED", json(",'retry_in_seconds':3599")) + "]}";
        const QuotaNews news = ApiResponse(answer(200, body)).quotaNews();
        QCOMPARE(news.complexity, std::optional<qint64>(77));
        QCOMPARE(news.complexityReset, std::optional(31s));
        QCOMPARE(news.trouble->kind, ErrorKind::DailyLimitExhausted);
        QVERIFY(!ApiResponse(answer(200, errorOf("ColumnValueException"))).quotaNews().trouble);
        QCOMPARE(ApiResponse(noAnswer(Ending::TimedOut, true)).quotaNews().trouble->kind,
                 ErrorKind::TimedOut);
    }

    void quotaHeadersAreRead()
    {
        const QuotaHeaders headers = parseQuotaHeaders(
            json("'minuteRate';q=5000;w=60, 'concurrency';q=250;qu='concurrent-requests', "
                 "'complexityMinute';q=5000000;w=60;qu='content-bytes'"),
            json("'minuteRate';r=4999, 'concurrency';r=249, 'complexityMinute';r=0;t=45, 'other';r=0;t=50"));
        QCOMPARE(headers.calls, (QuotaEntry{.quota = 5000, .window = 60s, .remaining = 4999}));
        QCOMPARE(headers.concurrency, (QuotaEntry{.quota = 250, .remaining = 249}));
        QCOMPARE(headers.complexity,
                 (QuotaEntry{.quota = 5'000'000, .window = 60s, .remaining = 0, .reset = 45s}));
        QCOMPARE(headers.exhaustedFor, std::optional(50s));
        QVERIFY(headers.others.empty());
        const QuotaHeaders more =
            parseQuotaHeaders(json("'writes';q=5000000;w=60;qu='content-bytes', 'address';q=5000;w=10, "
                                   "'bytes';q=1;w=1;qu='kilobytes', "
                                   "'endless';q=7, 'none';q=0;w=60, 'dailyCalls';q=1000;w=86400"),
                              json("'address';r=4999"));
        QCOMPARE(
            more.others,
            (std::vector<OtherQuota>{{"address", false, {.quota = 5000, .window = 10s, .remaining = 4999}},
                                     {"writes", true, {.quota = 5'000'000, .window = 60s}}}));
        QCOMPARE(more.callsPerDay.quota, std::optional<qint64>(1000));
        QCOMPARE(parseQuotaHeaders({}, {}), QuotaHeaders());
        QCOMPARE(parseQuotaHeaders("a;q", json("'minuteRate';r=x;t=-1")), QuotaHeaders());
    }

    void damagedAnswersNeverConfirm()
    {
        const QByteArray whole = json("{'data':{'r0':{'id':'1'},'r1':{'id':'2'},'r2':null},'errors':[")
            + aliasError("r2", "ColumnValueException") + json("],'extensions':{'request_id':'a'}}");
        for (qsizetype size = 0; size < whole.size(); ++size) {
            const Result<BatchAnswer> batch = ApiResponse(answer(200, whole.first(size))).batch(three);
            QVERIFY(!batch);
            QCOMPARE(batch.error().certainty, Certainty::Unknown);
        }
        for (qsizetype place = 0; place < whole.size(); ++place) {
            QByteArray damaged = whole;
            damaged[place] = '\x07';
            const Result<BatchAnswer> batch = ApiResponse(answer(200, damaged)).batch(three);
            QCOMPARE(batch ? batch->mutations.size() : 3u, 3u);
        }
    }
};

QTEST_GUILESS_MAIN(TestApiResponse)
#include "tst_apiresponse.moc"
