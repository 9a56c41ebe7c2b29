#include "sql/sqlconnection.h"
#include "support/testenvironment.h"

#include <QSqlDatabase>

using namespace syncline;
using namespace syncline::testing;
using namespace Qt::StringLiterals;

namespace {

Error failed(const QSqlError &error, const QString &doing)
{
    return {.kind = ErrorKind::WarehouseFailed, .code = QString(doing + u": "_s + error.text())};
}

} // namespace

class TestSql : public TestCase
{
    Q_OBJECT

private slots:
    void commentsDeclareParameters()
    {
        const SqlText statement = SqlCatalog::parse(
            u"-- Why? Because: so.\n-- :key   the key\n-- :name  its name\nSELECT :key,\n:name\n"_s);
        QCOMPARE(statement.text, u"SELECT :key,\n:name"_s);
        QCOMPARE(statement.parameters, (QStringList{u":key"_s, u":name"_s}));
    }

    void onlyTheDeclaredValuesAreTaken()
    {
        const auto sql = open(u"a.sqlite"_s);
        QVERIFY(sql);
        const SqlText statement{.text = u"SELECT :a + :b + :a"_s, .parameters = {u":a"_s, u":b"_s}};
        {
            Result<SqlCursor> rows = sql->run(statement, u"sum"_s, {{u":a"_s, 1}, {u":b"_s, 40}});
            VERIFY_RESULT(rows);
            QCOMPARE(*rows->next(), true);
            QCOMPARE(rows->integer(0), 42);
            QCOMPARE(*rows->next(), false);
        }
        QVERIFY(!sql->run(statement, u"sum"_s, {{u":a"_s, 1}}));
        QVERIFY(!sql->run(statement, u"sum"_s, {{u":a"_s, 1}, {u":c"_s, 2}}));
        const Result<SqlCursor> unknown = sql->run(u"no_such_statement"_s);
        QVERIFY(!unknown);
        QVERIFY(unknown.error().code.contains("no_such_statement"_L1));
    }

    void anUncommittedTransactionIsTakenBack()
    {
        const auto sql = open(u"a.sqlite"_s);
        QVERIFY(sql);
        change(*sql, u"CREATE TABLE t (x INTEGER)"_s);
        {
            const auto transaction = SqlTransaction::begin(*sql);
            VERIFY_RESULT(transaction);
            change(*sql, u"INSERT INTO t VALUES (1)"_s);
        }
        QCOMPARE(count(*sql), 0);
        {
            const auto transaction = SqlTransaction::begin(*sql);
            VERIFY_RESULT(transaction);
            change(*sql, u"INSERT INTO t VALUES (1)"_s);
            VERIFY_RESULT((*transaction)->commit());
        }
        QCOMPARE(count(*sql), 1);
    }

    void aWriterThatIsWaitedForTooLongIsAnError()
    {
        const auto first = open(u"a.sqlite"_s);
        const auto second = open(u"a.sqlite"_s);
        QVERIFY(first && second);
        const auto held = SqlTransaction::begin(*first);
        VERIFY_RESULT(held);
        const auto refused = SqlTransaction::begin(*second);
        QVERIFY(!refused);
        QVERIFY(refused.error().code.contains("locked"_L1));
    }

    void fileNamesAreTakenLiterally_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("blank and percent") << u"a b 100%25.sqlite"_s;
        QTest::newRow("question mark and hash") << u"what?mode=ro#x.sqlite"_s;
        QTest::newRow("beyond Latin") << u"Δ東京's.sqlite"_s;
    }

    void fileNamesAreTakenLiterally()
    {
        QFETCH(QString, name);
        QVERIFY(!open(name, false));
        QVERIFY(!QFile::exists(file(name)));
        QVERIFY(open(name));
        QCOMPARE(QDir(folder()).entryList(QDir::Files), QStringList{name});
        QVERIFY(open(name, false));
    }

    void nothingStaysOfAConnection()
    {
        {
            const auto sql = open(u"a.sqlite"_s);
            QVERIFY(sql);
            QCOMPARE(QSqlDatabase::connectionNames().size(), 1);
        }
        QVERIFY(!open(u"missing.sqlite"_s, false));
        QVERIFY(QSqlDatabase::connectionNames().isEmpty());
    }

private:
    std::unique_ptr<SqlConnection> open(const QString &name, bool mayCreate = true)
    {
        Result<std::unique_ptr<SqlConnection>> opened =
            SqlConnection::open(sqliteFile(file(name), mayCreate, 0), SqlCatalog(u"none"_s), failed);
        if (!opened)
            return nullptr;
        std::unique_ptr<SqlConnection> sql = *std::move(opened);
        // SQLite opens, and makes, the file when it is first used.
        const Result<SqlCursor> used = sql->run(
            {.text = mayCreate ? u"PRAGMA user_version = 1"_s : u"PRAGMA user_version"_s}, u"use"_s, {});
        return used ? std::move(sql) : nullptr;
    }

    static void change(SqlConnection &sql, const QString &text)
    {
        const Result<SqlCursor> done = sql.run({.text = text}, text, {});
        VERIFY_RESULT(done);
    }

    static qint64 count(SqlConnection &sql)
    {
        Result<SqlCursor> rows = sql.run({.text = u"SELECT COUNT(*) FROM t"_s}, u"count"_s, {});
        return rows && rows->next() ? rows->integer(0) : -1;
    }
};

QTEST_GUILESS_MAIN(TestSql)
#include "tst_sql.moc"
