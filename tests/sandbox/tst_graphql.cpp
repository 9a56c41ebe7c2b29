#include "sandbox/graphqlexecutor.h"
#include "sandbox/graphqlvalidator.h"
#include "support/testenvironment.h"

using namespace Qt::StringLiterals;
using namespace syncline;
using namespace syncline::sandbox;
using namespace syncline::sandbox::graphql;

class TestGraphQl final : public testing::TestCase
{
    Q_OBJECT

private slots:
    void readsEveryKindOfValue()
    {
        const auto parsed = parseDocument(
            u"query Q($a: [ID!]! = [\"1\"], $b: Int) @x { n: f(i: -12, d: 1.5e3, s: \"a\\\"\\u00e9\\n\", "
            "t: \"\"\"\n    block\n      text\n    \"\"\", b: true, z: null, e: red, l: [1, $b], o: {k: {m: "
            "\"v\"}}) "
            "{ id ...F ... on T @include(if: true) { x } } } fragment F on T { y }"_s);
        QVERIFY(std::holds_alternative<Document>(parsed));
        const Document &document = std::get<Document>(parsed);
        const Operation &operation = document.operations.front();
        QCOMPARE(operation.name, u"Q"_s);
        QCOMPARE(operation.variables.front().type.text(), u"[ID!]!"_s);
        QVERIFY(operation.variables.front().defaultValue);
        const Selection &field = operation.selections.front();
        QCOMPARE(field.responseKey(), u"n"_s);
        QCOMPARE(field.name, u"f"_s);
        QCOMPARE(field.arguments.size(), 9U);
        QCOMPARE(field.arguments.at(0).value.text, u"-12"_s);
        QCOMPARE(field.arguments.at(1).value.kind, Value::Kind::Float);
        QCOMPARE(field.arguments.at(2).value.text, u"a\"é\n"_s);
        QCOMPARE(field.arguments.at(3).value.text, u"block\n  text"_s);
        QCOMPARE(field.arguments.at(5).value.kind, Value::Kind::Null);
        QCOMPARE(field.arguments.at(6).value.kind, Value::Kind::Enum);
        QCOMPARE(field.arguments.at(7).value.items.at(1).kind, Value::Kind::Variable);
        QCOMPARE(field.arguments.at(8).value.members.front().second.members.front().second.text, u"v"_s);
        QCOMPARE(field.selections.size(), 3U);
        QCOMPARE(field.selections.at(2).typeCondition, u"T"_s);
        QVERIFY(document.fragment(u"F"_s));
    }

    void refusesMalformedDocuments_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");

        QTest::newRow("empty") << u""_s << 1 << 1;
        QTest::newRow("comment only") << u"# nothing"_s << 1 << 10;
        QTest::newRow("no selection") << u"query { }"_s << 1 << 9;
        QTest::newRow("open brace") << u"query { version { kind }"_s << 1 << 25;
        QTest::newRow("extra brace") << u"{ version { kind } } }"_s << 1 << 22;
        QTest::newRow("unterminated string") << u"{ items(ids: \"1) { id } }"_s << 1 << 14;
        QTest::newRow("line break in string") << u"{ items(ids: \"1\n\") { id } }"_s << 1 << 14;
        QTest::newRow("bad escape") << u"{ items(ids: \"\\q\") { id } }"_s << 1 << 14;
        QTest::newRow("unterminated block") << u"{ items(ids: \"\"\"1) { id } }"_s << 1 << 14;
        QTest::newRow("bad character") << u"{\n  version ? }"_s << 2 << 11;
        QTest::newRow("leading zero") << u"{ boards(limit: 01) { id } }"_s << 1 << 17;
        QTest::newRow("number with letters") << u"{ boards(limit: 1x) { id } }"_s << 1 << 17;
        QTest::newRow("number ends in dot") << u"{ boards(limit: 1.) { id } }"_s << 1 << 17;
        QTest::newRow("no arguments") << u"{ boards() { id } }"_s << 1 << 10;
        QTest::newRow("argument without value") << u"{ boards(limit:) { id } }"_s << 1 << 16;
        QTest::newRow("variable without type") << u"query($a) { version { kind } }"_s << 1 << 9;
        QTest::newRow("variable in default") << u"query($a: Int = $b) { version { kind } }"_s << 1 << 17;
        QTest::newRow("fragment named on") << u"fragment on on T { id }"_s << 1 << 10;
        QTest::newRow("fragment alone") << u"fragment F on Item { id }"_s << 1 << 26;
        QTest::newRow("subscription") << u"subscription { version { kind } }"_s << 1 << 1;
        QTest::newRow("bare word") << u"hello"_s << 1 << 1;
        QTest::newRow("too deep") << QString(u"{ a "_s.repeated(200) + u"}"_s.repeated(200)) << 1 << 261;
        QTest::newRow("list too deep")
            << QString(u"{ a(b: "_s + u"["_s.repeated(200) + u"]"_s.repeated(200) + u") }"_s) << 1 << 73;
    }

    void refusesMalformedDocuments()
    {
        QFETCH(QString, text);
        const auto parsed = parseDocument(text);
        const SyntaxError *error = std::get_if<SyntaxError>(&parsed);
        QVERIFY(error);
        QVERIFY(!error->message.isEmpty());
        QTEST(error->location.line, "line");
        QTEST(error->location.column, "column");
    }

    void validates_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("codes");

        const auto row = [](const char *name, const QString &text, const QString &codes) {
            QTest::newRow(name) << text << codes;
        };
        row("good query",
            u"query($b: [ID!]) { boards(ids: $b) { id columns { id settings } } version { kind } }"_s, {});
        row("good mutation",
            u"mutation($v0: JSON!, $n: String!) { r0: create_item(board_id: 1, item_name: $n, column_values: "
            u"$v0) "
            "{ id } complexity { query } }"_s,
            {});
        row("fragments",
            u"query { items(ids: [1]) { ...I } } fragment I on Item { column_values { id ... on "
            u"DropdownValue "
            "{ values { id label } } ... on StatusValue { label index } } }"_s,
            {});
        row("unknown field", u"{ boards { idd } }"_s, u"undefinedField"_s);
        row("no create_items", u"mutation { create_items(board_id: 1) { id } }"_s, u"undefinedField"_s);
        row("items on board", u"{ boards { items { id } } }"_s, u"undefinedField"_s);
        row("unknown argument", u"{ boards(id: 1) { id } }"_s, u"argumentNotAccepted"_s);
        row("argument twice", u"{ boards(limit: 1, limit: 2) { id } }"_s, u"argumentNotUnique"_s);
        row("missing argument", u"mutation { create_item(board_id: 1) { id } }"_s,
            u"missingRequiredArguments"_s);
        row("undeclared variable", u"{ boards(ids: $b) { id } }"_s, u"variableNotDefined"_s);
        row("unused variable", u"query($b: [ID!]) { boards { id } }"_s, u"variableNotUsed"_s);
        row("variable twice", u"query($b: Int, $b: Int) { boards(limit: $b) { id } }"_s,
            u"variableNotUnique"_s);
        row("variable of no type", u"query($b: Nope) { boards(limit: $b) { id } }"_s,
            u"variableRequiresValidType variableMismatch"_s);
        row("string for JSON",
            u"mutation($v: String!) { create_item(board_id: 1, item_name: \"a\", column_values: $v) { id } }"_s,
            u"variableMismatch"_s);
        row("nullable for required",
            u"mutation($n: String) { create_item(board_id: 1, item_name: $n) { id } }"_s,
            u"variableMismatch"_s);
        row("one id for a list", u"query($b: ID!) { boards(ids: $b) { id } }"_s, u"variableMismatch"_s);
        row("wrong literal", u"{ boards(limit: \"1\") { id } }"_s, u"argumentLiteralsIncompatible"_s);
        row("wrong enum",
            u"mutation { update_group(board_id: 1, group_id: \"g\", group_attribute: name, "
            "new_value: \"x\") { id } }"_s,
            u"argumentLiteralsIncompatible"_s);
        row("null for required", u"mutation { delete_group(board_id: null, group_id: \"g\") { id } }"_s,
            u"argumentLiteralsIncompatible"_s);
        row("input member",
            u"{ items_page_by_column_values(board_id: 1, columns: [{column_id: \"a\", values: []}]) "
            "{ cursor } }"_s,
            u"argumentNotAccepted missingRequiredInputObjectAttribute"_s);
        row("no selections", u"{ boards }"_s, u"selectionMismatch"_s);
        row("selections on a leaf", u"{ boards { id { x } } }"_s, u"selectionMismatch"_s);
        row("alias conflict",
            u"mutation { a: delete_item(item_id: 1) { id } a: delete_item(item_id: 2) { id } }"_s,
            u"fieldConflict"_s);
        row("unknown fragment", u"{ boards { ...F } }"_s, u"useAndDefineFragment"_s);
        row("unused fragment", u"{ boards { id } } fragment F on Board { id }"_s, u"useAndDefineFragment"_s);
        row("endless fragment", u"{ boards { ...F } } fragment F on Board { id ...F }"_s, u"infiniteLoop"_s);
        row("fragment of another type", u"{ boards { ... on Item { id } } }"_s, u"cannotSpreadFragment"_s);
        row("unknown directive", u"{ boards @foo { id } }"_s, u"undefinedDirective"_s);
    }

    void validates()
    {
        QFETCH(QString, text);
        const auto parsed = parseDocument(text);
        QVERIFY(std::holds_alternative<Document>(parsed));
        const Document &document = std::get<Document>(parsed);
        QStringList codes;
        for (const Problem &problem : validate(document, document.operations.front(), sandboxSchema())) {
            QVERIFY(problem.location.line > 0);
            codes.append(problem.code);
        }
        QTEST(codes.join(u' '), "codes");
    }

    void everyTypeOfTheSchemaIsThere()
    {
        const Schema &schema = sandboxSchema();
        for (const auto &[typeName, type] : schema.types()) {
            for (const auto &[fieldName, field] : type.fields) {
                QVERIFY2(schema.type(field.type.innermost()), qPrintable(fieldName));
                for (const auto &[name, argument] : field.arguments)
                    QVERIFY2(schema.type(argument.type.innermost()), qPrintable(name));
            }
            for (const auto &[name, member] : type.members)
                QVERIFY2(schema.type(member.type.innermost()), qPrintable(name));
        }
    }

    void speaksAPartOfMondaysSchema()
    {
        const QString path = qEnvironmentVariable("SYNCLINE_MONDAY_SCHEMA");
        if (path.isEmpty())
            QSKIP("SYNCLINE_MONDAY_SCHEMA names no schema");
        QFile schemaFile(path);
        QVERIFY2(schemaFile.open(QIODevice::ReadOnly), qPrintable(schemaFile.errorString()));
        const auto parsed = Schema::parse(QString::fromUtf8(schemaFile.readAll()));
        if (const SyntaxError *error = std::get_if<SyntaxError>(&parsed))
            QFAIL(qPrintable(u"%1 in line %2"_s.arg(error->message).arg(error->location.line)));
        const Schema &monday = std::get<Schema>(parsed);
        for (const auto &[typeName, type] : sandboxSchema().types()) {
            const TypeDefinition *theirs = monday.type(typeName);
            QVERIFY2(theirs, qPrintable(typeName));
            QCOMPARE(theirs->kind, type.kind);
            for (const auto &[fieldName, field] : type.fields) {
                const QString place = typeName + u'.' + fieldName;
                QVERIFY2(theirs->fields.contains(fieldName), qPrintable(place));
                const FieldDefinition &their = theirs->fields.at(fieldName);
                QVERIFY2(their.type.text() == field.type.text(), qPrintable(place));
                for (const auto &[name, argument] : field.arguments) {
                    QVERIFY2(their.arguments.contains(name), qPrintable(place));
                    QVERIFY2(their.arguments.at(name).type.text() == argument.type.text(), qPrintable(place));
                }
                for (const auto &[name, argument] : their.arguments)
                    QVERIFY2(!argument.isRequired() || field.arguments.contains(name), qPrintable(place));
            }
            for (const auto &[name, member] : type.members) {
                QVERIFY2(theirs->members.contains(name), qPrintable(name));
                QVERIFY2(theirs->members.at(name).type.text() == member.type.text(), qPrintable(name));
            }
            for (const QString &value : type.values)
                QVERIFY2(theirs->values.contains(value), qPrintable(value));
        }
    }
};

QTEST_GUILESS_MAIN(TestGraphQl)
#include "tst_graphql.moc"
