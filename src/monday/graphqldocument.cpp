#include "monday/graphqldocument.h"

#include <QFile>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace syncline {

QString graphQlDocument(const QString &operation)
{
    QFile file(u":/graphql/%1.graphql"_s.arg(operation));
    const bool open = file.open(QIODevice::ReadOnly);
    Q_ASSERT_X(open, "graphQlDocument", qPrintable(operation));
    Q_UNUSED(open)
    return QString::fromUtf8(file.readAll());
}

QByteArray graphQlBody(const QString &operation, const QString &document, const QJsonObject &variables)
{
    // Qt writes the members in the order of their names, so the operation stands first.
    const QJsonObject body{
        {u"operationName"_s, operation}, {u"query"_s, document}, {u"variables"_s, variables}};
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

QString operationOfBody(QByteArrayView body)
{
    static constexpr QByteArrayView start = R"({"operationName":")";
    if (!body.startsWith(start))
        return {};
    const QByteArrayView rest = body.sliced(start.size());
    const qsizetype end = rest.indexOf('"');
    return end < 0 ? QString() : QString::fromLatin1(rest.first(end));
}

} // namespace syncline
