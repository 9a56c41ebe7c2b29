#include "sandbox/graphqldocument.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline::sandbox::graphql {

namespace {

constexpr int maxDepth = 64;

class DocumentParser
{
public:
    explicit DocumentParser(QStringView text)
        : m_reader(text)
    {
    }

    std::variant<Document, SyntaxError> parse()
    {
        while (!m_reader.failed() && m_reader.token().kind != TokenKind::End)
            readDefinition();
        if (!m_reader.failed() && m_document.operations.empty())
            m_reader.fail(u"The document has no operation"_s);
        if (m_reader.failed())
            return m_reader.error();
        return std::move(m_document);
    }

private:
    void readDefinition()
    {
        const Location location = m_reader.token().location;
        if (m_reader.token().is(u"{")) {
            m_document.operations.push_back({.selections = readSelections(0), .location = location});
        } else if (m_reader.takeKeyword(u"query")) {
            readOperation(Operation::Kind::Query, location);
        } else if (m_reader.takeKeyword(u"mutation")) {
            readOperation(Operation::Kind::Mutation, location);
        } else if (m_reader.takeKeyword(u"fragment")) {
            readFragment(location);
        } else {
            m_reader.unexpected();
        }
    }

    void readOperation(Operation::Kind kind, Location location)
    {
        Operation operation{.kind = kind, .location = location};
        if (m_reader.token().kind == TokenKind::Name)
            operation.name = m_reader.expectName();
        if (m_reader.take(u"(")) {
            do {
                operation.variables.push_back(readVariable());
            } while (!m_reader.failed() && !m_reader.take(u")"));
        }
        static_cast<void>(readDirectives());
        operation.selections = readSelections(0);
        m_document.operations.push_back(std::move(operation));
    }

    VariableDefinition readVariable()
    {
        VariableDefinition variable{.location = m_reader.token().location};
        m_reader.expect(u"$");
        variable.name = m_reader.expectName();
        m_reader.expect(u":");
        variable.type = m_reader.expectType();
        if (m_reader.take(u"="))
            variable.defaultValue = m_reader.expectValue(true);
        return variable;
    }

    void readFragment(Location location)
    {
        Fragment fragment{.location = location};
        if (m_reader.token().kind == TokenKind::Name && m_reader.token().text == "on"_L1)
            return m_reader.unexpected();
        fragment.name = m_reader.expectName();
        if (!m_reader.takeKeyword(u"on"))
            return m_reader.unexpected();
        fragment.typeCondition = m_reader.expectName();
        static_cast<void>(readDirectives());
        fragment.selections = readSelections(0);
        m_document.fragments.push_back(std::move(fragment));
    }

    std::vector<Selection> readSelections(int depth)
    {
        std::vector<Selection> selections;
        if (depth > maxDepth) {
            m_reader.fail(u"Selections are nested too deep"_s);
            return selections;
        }
        m_reader.expect(u"{");
        do {
            selections.push_back(readSelection(depth));
        } while (!m_reader.failed() && !m_reader.take(u"}"));
        return selections;
    }

    Selection readSelection(int depth)
    {
        Selection selection{.location = m_reader.token().location};
        if (m_reader.take(u"...")) {
            const bool named = m_reader.token().kind == TokenKind::Name && m_reader.token().text != "on"_L1;
            if (named) {
                selection.kind = Selection::Kind::FragmentSpread;
                selection.name = m_reader.expectName();
                selection.directives = readDirectives();
                return selection;
            }
            selection.kind = Selection::Kind::InlineFragment;
            if (m_reader.takeKeyword(u"on"))
                selection.typeCondition = m_reader.expectName();
            selection.directives = readDirectives();
            selection.selections = readSelections(depth + 1);
            return selection;
        }
        selection.name = m_reader.expectName();
        if (m_reader.take(u":")) {
            selection.alias = selection.name;
            selection.name = m_reader.expectName();
        }
        selection.arguments = readArguments();
        selection.directives = readDirectives();
        if (m_reader.token().is(u"{"))
            selection.selections = readSelections(depth + 1);
        return selection;
    }

    std::vector<Argument> readArguments()
    {
        std::vector<Argument> arguments;
        if (!m_reader.take(u"("))
            return arguments;
        do {
            Argument argument{.location = m_reader.token().location};
            argument.name = m_reader.expectName();
            m_reader.expect(u":");
            argument.value = m_reader.expectValue(false);
            arguments.push_back(std::move(argument));
        } while (!m_reader.failed() && !m_reader.take(u")"));
        return arguments;
    }

    std::vector<Directive> readDirectives()
    {
        std::vector<Directive> directives;
        while (!m_reader.failed() && m_reader.token().is(u"@")) {
            Directive directive{.location = m_reader.token().location};
            m_reader.advance();
            directive.name = m_reader.expectName();
            directive.arguments = readArguments();
            directives.push_back(std::move(directive));
        }
        return directives;
    }

    TokenReader m_reader;
    Document m_document;
};

} // namespace

bool sameValue(const Value &left, const Value &right)
{
    const auto sameMember = [](const auto &a, const auto &b) {
        return a.first == b.first && sameValue(a.second, b.second);
    };
    return left.kind == right.kind && left.text == right.text
        && std::ranges::equal(left.items, right.items, sameValue)
        && std::ranges::equal(left.members, right.members, sameMember);
}

QString TypeReference::text() const
{
    QString result = isList() ? QString(u'[' + element.front().text() + u']') : name;
    if (nonNull)
        result.append(u'!');
    return result;
}

const Fragment *Document::fragment(const QString &name) const
{
    const auto found = std::ranges::find(fragments, name, &Fragment::name);
    return found == fragments.end() ? nullptr : &*found;
}

const Operation *Document::operation(const QString &name) const
{
    if (name.isEmpty())
        return operations.size() == 1 ? &operations.front() : nullptr;
    const auto found = std::ranges::find(operations, name, &Operation::name);
    return found == operations.end() ? nullptr : &*found;
}

std::variant<Document, SyntaxError> parseDocument(const QString &text)
{
    return DocumentParser(text).parse();
}

void TokenReader::advance()
{
    if (failed())
        return;
    m_token = m_lexer.next();
    if (m_token.kind == TokenKind::Bad)
        fail(m_token.text);
}

void TokenReader::fail(const QString &message)
{
    if (!failed())
        m_error = SyntaxError{message, m_token.location};
}

void TokenReader::unexpected()
{
    fail(m_token.kind == TokenKind::End ? u"Unexpected end of the document"_s
                                        : u"Unexpected \"%1\""_s.arg(m_token.text));
}

bool TokenReader::take(QStringView punctuator)
{
    if (failed() || !m_token.is(punctuator))
        return false;
    advance();
    return true;
}

bool TokenReader::expect(QStringView punctuator)
{
    if (take(punctuator))
        return true;
    if (m_token.kind == TokenKind::End)
        fail(u"Expected \"%1\", found the end of the document"_s.arg(punctuator));
    fail(u"Expected \"%1\", found \"%2\""_s.arg(punctuator, m_token.text));
    return false;
}

bool TokenReader::takeKeyword(QStringView keyword)
{
    if (failed() || m_token.kind != TokenKind::Name || m_token.text != keyword)
        return false;
    advance();
    return true;
}

QString TokenReader::expectName()
{
    if (failed() || m_token.kind != TokenKind::Name) {
        unexpected();
        return {};
    }
    QString name = m_token.text;
    advance();
    return name;
}

TypeReference TokenReader::expectType(int depth)
{
    TypeReference type;
    if (depth > maxDepth) {
        fail(u"Lists are nested too deep"_s);
    } else if (take(u"[")) {
        type.element.push_back(expectType(depth + 1));
        expect(u"]");
    } else {
        type.name = expectName();
    }
    type.nonNull = take(u"!");
    return type;
}

Value TokenReader::expectValue(bool constant, int depth)
{
    Value value{.text = m_token.text, .location = m_token.location};
    if (depth > maxDepth) {
        fail(u"Values are nested too deep"_s);
        return value;
    }
    switch (m_token.kind) {
    case TokenKind::Int:
        value.kind = Value::Kind::Int;
        break;
    case TokenKind::Float:
        value.kind = Value::Kind::Float;
        break;
    case TokenKind::String:
        value.kind = Value::Kind::String;
        break;
    case TokenKind::Name:
        if (m_token.text == "true"_L1 || m_token.text == "false"_L1)
            value.kind = Value::Kind::Boolean;
        else if (m_token.text != "null"_L1)
            value.kind = Value::Kind::Enum;
        break;
    case TokenKind::Punctuator:
        value.text.clear();
        if (!constant && take(u"$")) {
            value.kind = Value::Kind::Variable;
            value.text = expectName();
        } else if (take(u"[")) {
            value.kind = Value::Kind::List;
            while (!failed() && !take(u"]"))
                value.items.push_back(expectValue(constant, depth + 1));
        } else if (take(u"{")) {
            value.kind = Value::Kind::Object;
            while (!failed() && !take(u"}")) {
                QString name = expectName();
                expect(u":");
                Value member = expectValue(constant, depth + 1);
                value.members.push_back({std::move(name), std::move(member)});
            }
        } else {
            unexpected();
        }
        return value;
    case TokenKind::End:
    case TokenKind::Bad:
        unexpected();
        return value;
    }
    advance();
    return value;
}

} // namespace syncline::sandbox::graphql
