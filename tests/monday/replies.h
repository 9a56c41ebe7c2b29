#pragma once

#include "monday/httptransport.h"

namespace syncline::testing {

/// JSON without a thicket of backslashes: apostrophes stand for quotation marks. (moc of Qt 6.4 takes raw
/// strings with an odd number of quotation marks for the end of the file.)
inline QByteArray json(QByteArray text)
{
    return text.replace('\'', '"');
}

/// A whole answer of the server.
inline HttpReply answer(int status, const QByteArray &body, const QHash<QByteArray, QByteArray> &headers = {})
{
    return {.ending = Ending::Completed, .sent = true, .status = status, .headers = headers, .body = body};
}

/// The lack of one.
inline HttpReply noAnswer(Ending ending, bool sent, int status = 0)
{
    return {.ending = ending, .sent = sent, .status = status, .detail = QStringLiteral("as scripted")};
}

} // namespace syncline::testing
