#include "sql/sqlcatalog.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

QString folderPath(const QString &folder)
{
    return u":/sql/"_s + folder;
}

} // namespace

const SqlText &SqlCatalog::find(const QString &name)
{
    const auto known = m_texts.constFind(name);
    if (known != m_texts.cend())
        return *known;
    QFile file(folderPath(m_folder) + u'/' + name + u".sql"_s);
    const QString content = file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    SqlText statement = parse(content);
    statement.text.replace("{own}"_L1, m_ownSchema);
    return *m_texts.insert(name, statement);
}

QStringList SqlCatalog::names() const
{
    QStringList names = QDir(folderPath(m_folder)).entryList({u"*.sql"_s}, QDir::Files, QDir::Name);
    names.replaceInStrings(QRegularExpression(u"\\.sql$"_s), QString());
    return names;
}

SqlText SqlCatalog::parse(const QString &content)
{
    static const QRegularExpression declaration(u"^--\\s*(:[a-z_]+)\\s"_s);
    SqlText statement;
    QStringList lines;
    // Comments are left out of what is prepared: Qt would take a colon or a question mark in them for a
    // parameter.
    for (const QString &line : content.split(u'\n')) {
        if (line.startsWith("--"_L1)) {
            if (const QRegularExpressionMatch match = declaration.match(line); match.hasMatch())
                statement.parameters.append(match.captured(1));
        } else {
            lines.append(line);
        }
    }
    statement.text = lines.join(u'\n').trimmed();
    return statement;
}

} // namespace syncline
