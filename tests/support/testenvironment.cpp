#include "support/testenvironment.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace syncline::testing {

namespace {

/// Runs when the application object is made: settings, logs and caches of a test never touch the user's.
void isolate()
{
    static const QTemporaryDir home;
    qputenv("HOME", home.path().toUtf8());
    for (const char *variable : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"}) {
        const QString path = home.filePath(QString::fromLatin1(variable).toLower());
        QDir().mkpath(path);
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        qputenv(variable, path.toUtf8());
    }
    qunsetenv("SYNCLINE_CONFIG");
    qunsetenv("MONDAY_API_KEY");
}

} // namespace

Q_COREAPP_STARTUP_FUNCTION(isolate)

void TestCase::prepare()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY2(m_folder->isValid(), qPrintable(m_folder->errorString()));
    // The offscreen plugin says of itself what it does not support, and QODBC aloud what it gives back as an error, too;
    // everything else is a fault of ours.
    QTest::failOnWarning(
        QRegularExpression(u"^(?!This plugin does not support|QODBCResult::exec: Unable to execute statement)"_s));
}

} // namespace syncline::testing
