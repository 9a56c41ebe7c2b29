#include "warehouse/odbcdrivers.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace syncline::warehouse {

QStringList installedOdbcDrivers()
{
    const QString folder = qEnvironmentVariable("ODBCSYSINI", u"/etc"_s);
    const QString name = qEnvironmentVariable("ODBCINSTINI", u"odbcinst.ini"_s);
    static const QRegularExpression section(uR"(^\s*\[(.+)\]\s*$)"_s);
    QStringList drivers;
    for (const QString &path : {QDir(folder).filePath(name), QDir::home().filePath(u".odbcinst.ini"_s)}) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly | QIODevice::Text))
            continue; // there need not be one
        while (!file.atEnd()) {
            const QRegularExpressionMatch match = section.match(QString::fromUtf8(file.readLine()));
            if (match.hasMatch() && match.captured(1) != "ODBC"_L1 && match.captured(1) != "ODBC Drivers"_L1)
                drivers.append(match.captured(1));
        }
    }
    return drivers;
}

QString bestSqlServerDriver(const QStringList &installed)
{
    static const QRegularExpression microsoft(u"^ODBC Driver ([0-9]+) for SQL Server$"_s);
    QString best;
    int newest = 0;
    for (const QString &driver : installed) {
        const int version = microsoft.match(driver).captured(1).toInt();
        if (version > newest) {
            newest = version;
            best = driver;
        } else if (best.isEmpty() && driver.compare("FreeTDS"_L1, Qt::CaseInsensitive) == 0) {
            best = driver;
        }
    }
    return best;
}

} // namespace syncline::warehouse
