#pragma once

#include <QString>

namespace syncline::sandbox::graphql {

/// Place in a document, counted from 1.
struct Location
{
    int line = 0;
    int column = 0;
};

struct SyntaxError
{
    QString message;
    Location location;
};

enum class TokenKind { End, Punctuator, Name, Int, Float, String, Bad };

struct Token
{
    TokenKind kind = TokenKind::End;
    QString text; ///< of a string: its content; of a bad token: what is wrong with it
    Location location;

    [[nodiscard]] bool is(QStringView punctuator) const
    {
        return kind == TokenKind::Punctuator && text == punctuator;
    }
};

/// Cuts GraphQL text (documents and schema definitions) into tokens. The text outlives the lexer.
class Lexer
{
public:
    explicit Lexer(QStringView text)
        : m_text(text)
    {
    }

    /// After the last token always End; after a Bad token there is nothing to read.
    [[nodiscard]] Token next();

private:
    void skipIgnored();
    [[nodiscard]] Token readName();
    [[nodiscard]] Token readNumber();
    [[nodiscard]] Token readString();
    [[nodiscard]] Token readBlockString();
    [[nodiscard]] QString readEscape();
    [[nodiscard]] QChar peek(qsizetype offset = 0) const
    {
        return m_position + offset < m_text.size() ? m_text.at(m_position + offset) : QChar();
    }
    [[nodiscard]] Location here() const { return {m_line, static_cast<int>(m_position - m_lineStart) + 1}; }

    QStringView m_text;
    qsizetype m_position = 0;
    qsizetype m_lineStart = 0;
    int m_line = 1;
};

} // namespace syncline::sandbox::graphql
