#include "sandbox/graphqllexer.h"

#include <QStringList>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace syncline::sandbox::graphql {

namespace {

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

bool startsName(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || c == u'_';
}

bool isBlank(QStringView line)
{
    return std::ranges::all_of(line, [](QChar c) { return c == u' ' || c == u'\t'; });
}

/// The content of a block string without its common indentation and its blank first and last lines.
QString dedented(const QString &raw)
{
    QStringList lines = QString(raw).replace(u"\r\n"_s, u"\n"_s).replace(u'\r', u'\n').split(u'\n');
    qsizetype indent = std::numeric_limits<qsizetype>::max();
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const QString &line = lines.at(i);
        if (isBlank(line))
            continue;
        const auto first = std::ranges::find_if(line, [](QChar c) { return c != u' ' && c != u'\t'; });
        indent = std::min(indent, static_cast<qsizetype>(first - line.begin()));
    }
    for (qsizetype i = 1; i < lines.size(); ++i)
        lines[i].remove(0, std::min(indent, lines.at(i).size()));
    while (!lines.isEmpty() && isBlank(lines.first()))
        lines.removeFirst();
    while (!lines.isEmpty() && isBlank(lines.last()))
        lines.removeLast();
    return lines.join(u'\n');
}

} // namespace

void Lexer::skipIgnored()
{
    while (m_position < m_text.size()) {
        const QChar c = m_text.at(m_position);
        if (c == u'\n' || c == u'\r') {
            m_position += c == u'\r' && peek(1) == u'\n' ? 2 : 1;
            ++m_line;
            m_lineStart = m_position;
        } else if (c == u' ' || c == u'\t' || c == u',' || c == QChar::ByteOrderMark) {
            ++m_position;
        } else if (c == u'#') {
            while (m_position < m_text.size() && peek() != u'\n' && peek() != u'\r')
                ++m_position;
        } else {
            return;
        }
    }
}

Token Lexer::next()
{
    skipIgnored();
    const Location location = here();
    if (m_position >= m_text.size())
        return {TokenKind::End, {}, location};
    const QChar c = peek();
    if (startsName(c))
        return readName();
    if (isDigit(c) || c == u'-')
        return readNumber();
    if (c == u'"')
        return peek(1) == u'"' && peek(2) == u'"' ? readBlockString() : readString();
    if (c == u'.' && peek(1) == u'.' && peek(2) == u'.') {
        m_position += 3;
        return {TokenKind::Punctuator, u"..."_s, location};
    }
    ++m_position;
    if (QStringView(u"!$&():=@[]{|}").contains(c))
        return {TokenKind::Punctuator, QString(c), location};
    m_position = m_text.size();
    return {TokenKind::Bad, u"Unexpected character %1"_s.arg(c), location};
}

Token Lexer::readName()
{
    const Location location = here();
    const qsizetype start = m_position;
    while (startsName(peek()) || isDigit(peek()))
        ++m_position;
    return {TokenKind::Name, m_text.sliced(start, m_position - start).toString(), location};
}

Token Lexer::readNumber()
{
    const Location location = here();
    const qsizetype start = m_position;
    const auto bad = [&] {
        m_position = m_text.size();
        return Token{TokenKind::Bad, u"Malformed number"_s, location};
    };
    const auto digits = [&] {
        const qsizetype first = m_position;
        while (isDigit(peek()))
            ++m_position;
        return m_position > first;
    };
    if (peek() == u'-')
        ++m_position;
    const bool leadingZero = peek() == u'0' && isDigit(peek(1));
    if (leadingZero || !digits())
        return bad();
    TokenKind kind = TokenKind::Int;
    if (peek() == u'.') {
        kind = TokenKind::Float;
        ++m_position;
        if (!digits())
            return bad();
    }
    if (peek() == u'e' || peek() == u'E') {
        kind = TokenKind::Float;
        ++m_position;
        if (peek() == u'+' || peek() == u'-')
            ++m_position;
        if (!digits())
            return bad();
    }
    if (startsName(peek()) || peek() == u'.')
        return bad();
    return {kind, m_text.sliced(start, m_position - start).toString(), location};
}

QString Lexer::readEscape()
{
    const QChar c = peek();
    ++m_position;
    switch (c.unicode()) {
    case u'"':
        return u"\""_s;
    case u'\\':
        return u"\\"_s;
    case u'/':
        return u"/"_s;
    case u'b':
        return u"\b"_s;
    case u'f':
        return u"\f"_s;
    case u'n':
        return u"\n"_s;
    case u'r':
        return u"\r"_s;
    case u't':
        return u"\t"_s;
    default:
        break;
    }
    if (c != u'u' || m_position + 4 > m_text.size())
        return {};
    bool good = false;
    const ushort code = m_text.sliced(m_position, 4).toUShort(&good, 16);
    m_position += 4;
    return good ? QString(QChar(code)) : QString();
}

Token Lexer::readString()
{
    const Location location = here();
    QString content;
    ++m_position;
    while (m_position < m_text.size() && peek() != u'\n' && peek() != u'\r') {
        const QChar c = peek();
        ++m_position;
        if (c == u'"')
            return {TokenKind::String, content, location};
        if (c != u'\\') {
            content.append(c);
            continue;
        }
        const QString escaped = readEscape();
        if (escaped.isNull()) {
            m_position = m_text.size();
            return {TokenKind::Bad, u"Malformed escape in a string"_s, location};
        }
        content.append(escaped);
    }
    m_position = m_text.size();
    return {TokenKind::Bad, u"Unterminated string"_s, location};
}

Token Lexer::readBlockString()
{
    const Location location = here();
    QString content;
    m_position += 3;
    while (m_position < m_text.size()) {
        const QStringView rest = m_text.sliced(m_position);
        if (rest.startsWith(u"\"\"\"")) {
            m_position += 3;
            return {TokenKind::String, dedented(content), location};
        }
        if (rest.startsWith(u"\\\"\"\"")) {
            content.append(u"\"\"\""_s);
            m_position += 4;
            continue;
        }
        const QChar c = peek();
        content.append(c);
        ++m_position;
        if (c == u'\n' || (c == u'\r' && peek() != u'\n')) {
            ++m_line;
            m_lineStart = m_position;
        }
    }
    return {TokenKind::Bad, u"Unterminated block string"_s, location};
}

} // namespace syncline::sandbox::graphql
