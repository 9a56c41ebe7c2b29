#include "sandbox/graphqlschema.h"

using namespace Qt::StringLiterals;

namespace syncline::sandbox::graphql {

namespace {

class SchemaParser
{
public:
    explicit SchemaParser(QStringView text)
        : m_reader(text)
    {
        for (const QString &name : {u"Int"_s, u"Float"_s, u"String"_s, u"Boolean"_s, u"ID"_s})
            m_types.emplace(name, TypeDefinition{.kind = TypeDefinition::Kind::Scalar, .name = name});
    }

    std::variant<std::map<QString, TypeDefinition>, SyntaxError> parse()
    {
        while (!m_reader.failed()) {
            skipDescription();
            if (m_reader.token().kind == TokenKind::End)
                break;
            readDefinition();
        }
        if (m_reader.failed())
            return m_reader.error();
        return std::move(m_types);
    }

private:
    void skipDescription()
    {
        if (m_reader.token().kind == TokenKind::String)
            m_reader.advance();
    }

    void skipDirectives()
    {
        while (m_reader.take(u"@")) {
            static_cast<void>(m_reader.expectName());
            if (!m_reader.take(u"("))
                continue;
            while (!m_reader.failed() && !m_reader.take(u")")) {
                static_cast<void>(m_reader.expectName());
                m_reader.expect(u":");
                static_cast<void>(m_reader.expectValue(true));
            }
        }
    }

    void readDefinition()
    {
        using Kind = TypeDefinition::Kind;
        if (m_reader.takeKeyword(u"type"))
            readFieldsType(Kind::Object);
        else if (m_reader.takeKeyword(u"interface"))
            readFieldsType(Kind::Interface);
        else if (m_reader.takeKeyword(u"input"))
            readInput();
        else if (m_reader.takeKeyword(u"enum"))
            readEnum();
        else if (m_reader.takeKeyword(u"union"))
            readUnion();
        else if (m_reader.takeKeyword(u"scalar"))
            readScalar();
        else if (m_reader.takeKeyword(u"directive"))
            skipDirectiveDefinition();
        else if (m_reader.takeKeyword(u"schema"))
            skipSchema();
        else
            m_reader.unexpected();
    }

    void readFieldsType(TypeDefinition::Kind kind)
    {
        TypeDefinition type{.kind = kind, .name = m_reader.expectName()};
        if (m_reader.takeKeyword(u"implements")) {
            m_reader.take(u"&");
            do {
                type.interfaces.append(m_reader.expectName());
            } while (m_reader.take(u"&"));
        }
        skipDirectives();
        m_reader.expect(u"{");
        while (!m_reader.failed() && !m_reader.take(u"}")) {
            skipDescription();
            const QString name = m_reader.expectName();
            FieldDefinition field;
            if (m_reader.take(u"("))
                field.arguments = readInputs(u")");
            m_reader.expect(u":");
            field.type = m_reader.expectType();
            skipDirectives();
            type.fields.emplace(name, std::move(field));
        }
        add(std::move(type));
    }

    std::map<QString, InputDefinition> readInputs(QStringView end)
    {
        std::map<QString, InputDefinition> inputs;
        while (!m_reader.failed() && !m_reader.take(end)) {
            skipDescription();
            const QString name = m_reader.expectName();
            InputDefinition input;
            m_reader.expect(u":");
            input.type = m_reader.expectType();
            if (m_reader.take(u"="))
                input.defaultValue = m_reader.expectValue(true);
            skipDirectives();
            inputs.emplace(name, std::move(input));
        }
        return inputs;
    }

    void readInput()
    {
        TypeDefinition type{.kind = TypeDefinition::Kind::Input, .name = m_reader.expectName()};
        skipDirectives();
        m_reader.expect(u"{");
        type.members = readInputs(u"}");
        add(std::move(type));
    }

    void readEnum()
    {
        TypeDefinition type{.kind = TypeDefinition::Kind::Enum, .name = m_reader.expectName()};
        skipDirectives();
        m_reader.expect(u"{");
        while (!m_reader.failed() && !m_reader.take(u"}")) {
            skipDescription();
            type.values.append(m_reader.expectName());
            skipDirectives();
        }
        add(std::move(type));
    }

    void readUnion()
    {
        TypeDefinition type{.kind = TypeDefinition::Kind::Union, .name = m_reader.expectName()};
        skipDirectives();
        m_reader.expect(u"=");
        m_reader.take(u"|");
        do {
            type.values.append(m_reader.expectName());
        } while (m_reader.take(u"|"));
        add(std::move(type));
    }

    void readScalar()
    {
        TypeDefinition type{.kind = TypeDefinition::Kind::Scalar, .name = m_reader.expectName()};
        skipDirectives();
        add(std::move(type));
    }

    void skipDirectiveDefinition()
    {
        m_reader.expect(u"@");
        static_cast<void>(m_reader.expectName());
        if (m_reader.take(u"("))
            static_cast<void>(readInputs(u")"));
        m_reader.takeKeyword(u"repeatable");
        if (!m_reader.takeKeyword(u"on"))
            return m_reader.unexpected();
        m_reader.take(u"|");
        do {
            static_cast<void>(m_reader.expectName());
        } while (m_reader.take(u"|"));
    }

    void skipSchema()
    {
        skipDirectives();
        m_reader.expect(u"{");
        while (!m_reader.failed() && !m_reader.take(u"}")) {
            static_cast<void>(m_reader.expectName());
            m_reader.expect(u":");
            static_cast<void>(m_reader.expectType());
        }
    }

    void add(TypeDefinition type)
    {
        const QString name = type.name;
        m_types.insert_or_assign(name, std::move(type));
    }

    TokenReader m_reader;
    std::map<QString, TypeDefinition> m_types;
};

} // namespace

std::variant<Schema, SyntaxError> Schema::parse(const QString &text)
{
    auto types = SchemaParser(text).parse();
    if (const SyntaxError *error = std::get_if<SyntaxError>(&types))
        return *error;
    Schema schema;
    schema.m_types = std::get<std::map<QString, TypeDefinition>>(std::move(types));
    return schema;
}

const TypeDefinition *Schema::type(const QString &name) const
{
    const auto found = m_types.find(name);
    return found == m_types.end() ? nullptr : &found->second;
}

bool Schema::fits(const QString &object, const QString &condition) const
{
    if (object == condition || condition.isEmpty())
        return true;
    const TypeDefinition *type = this->type(object);
    const TypeDefinition *asked = this->type(condition);
    return (type && type->interfaces.contains(condition)) || (asked && asked->values.contains(object));
}

} // namespace syncline::sandbox::graphql
