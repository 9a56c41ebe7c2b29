#include "config/secrets.h"
#include "config/systemkeychain.h"
#include "support/testenvironment.h"

#include <QHash>

#include <thread>

using namespace Qt::StringLiterals;
using namespace syncline;

namespace {

class FakeKeychain final : public Keychain
{
public:
    Entry read(const QString &name) override
    {
        asked.append(name);
        return entries.contains(name) ? Entry{.text = entries.value(name)} : Entry{.problem = u"no entry"_s};
    }

    QHash<QString, QString> entries;
    QStringList asked;
};

QProcessEnvironment environment(const QString &name, const QString &value)
{
    QProcessEnvironment result;
    result.insert(name, value);
    return result;
}

} // namespace

class TestSecrets final : public testing::TestCase
{
    Q_OBJECT

private slots:
    void tokensAreCleaned_data()
    {
        QTest::addColumn<QString>("pasted");
        QTest::addColumn<QString>("token");
        QTest::newRow("as it is") << u"abc.def"_s << u"abc.def"_s;
        QTest::newRow("bearer") << u"Bearer abc.def"_s << u"abc.def"_s;
        QTest::newRow("blanks") << u"  bearer   abc.def \n"_s << u"abc.def"_s;
        QTest::newRow("bearer within") << u"Bearerabc"_s << u"Bearerabc"_s;
        QTest::newRow("only bearer") << u"Bearer "_s << u"Bearer"_s;
        QTest::newRow("empty") << u"  "_s << QString();
    }

    void tokensAreCleaned()
    {
        QFETCH(const QString, pasted);
        QFETCH(const QString, token);
        QCOMPARE(cleanedToken(pasted), token);
    }

    void environmentComesFirst()
    {
        FakeKeychain keychain;
        keychain.entries.insert(u"monday"_s, u"kept"_s);
        const Result<QString> token =
            Secrets(keychain, environment(u"MONDAY_API_KEY"_s, u"Bearer set"_s)).mondayToken();
        VERIFY_RESULT(token);
        QCOMPARE(*token, u"set"_s);
        QCOMPARE(keychain.asked, QStringList());
    }

    void keychainComesNext()
    {
        FakeKeychain keychain;
        keychain.entries.insert(u"monday"_s, u" Bearer kept\n"_s);
        keychain.entries.insert(u"database/orders"_s, u" kept password "_s);
        const Secrets secrets(keychain, environment(u"MONDAY_API_KEY"_s, u"  "_s));
        QCOMPARE(secrets.mondayToken().value(), u"kept"_s);
        // A password may begin and end with a blank.
        QCOMPARE(secrets.databasePassword(u"orders"_s).value(), u" kept password "_s);
    }

    void databaseVariables_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("variable");
        QTest::newRow("plain") << u"orders"_s << u"SYNCLINE_DB_PASSWORD_ORDERS"_s;
        QTest::newRow("other characters") << u"orders-2 eu"_s << u"SYNCLINE_DB_PASSWORD_ORDERS_2_EU"_s;
    }

    void databaseVariables()
    {
        QFETCH(const QString, key);
        QFETCH(const QString, variable);
        QCOMPARE(Secrets::databaseVariable(key), variable);
        FakeKeychain keychain;
        QCOMPARE(Secrets(keychain, environment(variable, u"pass"_s)).databasePassword(key).value(),
                 u"pass"_s);
    }

    void missingOnesSayWhereToPutThem()
    {
        FakeKeychain keychain;
        const Secrets secrets(keychain, QProcessEnvironment());
        const Result<QString> token = secrets.mondayToken();
        QVERIFY(!token);
        QCOMPARE(token.error().kind, ErrorKind::Unauthorised);
        QVERIFY(token.error().text().contains(u"MONDAY_API_KEY"_s));
        QVERIFY(!describe(token.error().event.id).advice.isEmpty());
        const Result<QString> password = secrets.databasePassword(u"orders"_s);
        QVERIFY(!password);
        QCOMPARE(password.error().kind, ErrorKind::Unauthorised);
        QVERIFY(password.error().text().contains(u"SYNCLINE_DB_PASSWORD_ORDERS"_s));
    }

    /// Without a desktop there is no keychain; what counts is that every thread gets its answer, time and
    /// again.
    void systemKeychainAnswersEveryThread()
    {
        SystemKeychain keychain(std::chrono::seconds(20));
        for (int i = 0; i < 2; ++i) {
            std::jthread([&keychain] {
                const Keychain::Entry entry = keychain.read(u"syncline-test-entry"_s);
                QVERIFY(entry.text.isEmpty());
                QVERIFY(!entry.problem.isEmpty());
                QVERIFY2(!entry.problem.contains(u"did not answer"_s), qPrintable(entry.problem));
            }).join();
        }
    }
};

QTEST_GUILESS_MAIN(TestSecrets)
#include "tst_secrets.moc"
