#include "monday/aliasedmutationbuilder.h"
#include "monday/graphqldocument.h"
#include "samplemutations.h"
#include "support/testenvironment.h"

#include <QDirIterator>
#include <QProcess>

using namespace syncline;
using namespace syncline::testing;
using namespace Qt::StringLiterals;

class TestGraphQlSchema : public TestCase
{
    Q_OBJECT

private slots:
    void everyDocumentIsValid()
    {
        const QString schema = qEnvironmentVariable("SYNCLINE_MONDAY_SCHEMA");
        if (schema.isEmpty())
            QSKIP("SYNCLINE_MONDAY_SCHEMA names no schema");
        QVERIFY2(QFile::exists(schema), qPrintable(schema));
        const QString nodeFolder = QStringLiteral(NODE_FOLDER);
        if (!QFile::exists(nodeFolder + u"/node_modules/graphql/package.json"_s))
            QSKIP("npm's graphql could not be installed");

        QStringList arguments{QStringLiteral(VALIDATOR), nodeFolder, schema};
        const auto add = [&](const QString &name, const QString &text) {
            QFile document(file(name + u".graphql"_s));
            QVERIFY(document.open(QIODevice::WriteOnly));
            document.write(text.toUtf8());
            arguments.append(document.fileName());
        };
        QDirIterator files(u":/graphql"_s);
        while (files.hasNext()) {
            const QString name = QFileInfo(files.next()).completeBaseName();
            add(name, graphQlDocument(name));
        }
        const AliasedMutationBuilder builder(u"11"_s, u"22"_s);
        std::vector<BoardMutation> mixed;
        for (const MutationKind kind : allKinds) {
            mixed.push_back(sampleMutation(kind, static_cast<int>(mixed.size())));
            for (const int size : {1, 2, 10}) {
                const MutationDocument document = builder.build(sampleMutations(kind, size));
                add(document.operation + QString::number(size), document.text);
            }
        }
        add(u"Mixed"_s, builder.build(mixed).text);

        QProcess node;
        node.start(u"node"_s, arguments);
        QVERIFY2(node.waitForFinished(50'000), qPrintable(node.errorString()));
        const QByteArray faults = node.readAllStandardError();
        QVERIFY2(node.exitCode() == 0, faults.constData());
        QCOMPARE(node.readAllStandardOutput().trimmed(), "32 documents, 0 faults");
    }
};

QTEST_GUILESS_MAIN(TestGraphQlSchema)
#include "tst_graphqlschema.moc"
