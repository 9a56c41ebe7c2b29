#include "monday/aliasedmutationbuilder.h"
#include "monday/graphqldocument.h"
#include "samplemutations.h"
#include "support/testenvironment.h"

#include <QDirIterator>
#include <QRegularExpression>

using namespace syncline;
using namespace syncline::testing;
using namespace Qt::StringLiterals;

namespace {

QSet<QString> allMatches(const QRegularExpression &expression, const QString &text)
{
    QSet<QString> result;
    for (auto match = expression.globalMatch(text); match.hasNext();)
        result.insert(match.next().captured(1));
    return result;
}

/// One operation of the name, whose declared variables are exactly those that it uses.
void verifyDocument(const QString &name, const QString &text)
{
    static const QRegularExpression comments(u"^#.*$"_s, QRegularExpression::MultilineOption);
    static const QRegularExpression head(u"^(?:query|mutation) (\\w+)\\s*(?:\\(([^)]*)\\))? \\{$"_s,
                                         QRegularExpression::MultilineOption);
    static const QRegularExpression declared(u"\\$(\\w+):"_s);
    static const QRegularExpression used(u"\\$(\\w+)"_s);
    QString bare = text;
    bare.remove(comments);
    const QRegularExpressionMatch operation = head.match(bare);
    QVERIFY2(operation.hasMatch(), qPrintable(name));
    QCOMPARE(operation.captured(1), name);
    QCOMPARE(allMatches(head, bare).size(), 1);
    const QString body = bare.sliced(operation.capturedEnd());
    QCOMPARE(allMatches(declared, operation.captured(2)), allMatches(used, body));
    QCOMPARE(body.count(u'{') + 1, body.count(u'}'));
    QVERIFY(body.contains(u"complexity { query reset_in_x_seconds }"_s));
    QVERIFY(!body.contains(u"create_labels_if_missing"_s));
}

} // namespace

class TestGraphQlDocuments : public TestCase
{
    Q_OBJECT

private slots:
    void bundledDocumentsAreSound()
    {
        QStringList names;
        QDirIterator files(u":/graphql"_s);
        while (files.hasNext()) {
            const QFileInfo file(files.next());
            QCOMPARE(file.suffix(), u"graphql"_s);
            names.append(file.completeBaseName());
            verifyDocument(file.completeBaseName(), graphQlDocument(file.completeBaseName()));
        }
        names.sort();
        QCOMPARE(
            names,
            (QStringList{u"CreateGroup"_s, u"CreateTextColumn"_s, u"FindItems"_s, u"ItemsById"_s,
                         u"NextItems"_s, u"ReadAccount"_s, u"ReadBoards"_s, u"ReadColumn"_s, u"ReadGroups"_s,
                         u"UpdateDropdownLabels"_s}));
    }

    void builtDocumentsAreSound()
    {
        const AliasedMutationBuilder builder(u"11"_s, u"22"_s);
        for (const MutationKind kind : allKinds) {
            for (const int size : {1, 2, 10}) {
                const MutationDocument document = builder.build(sampleMutations(kind, size));
                verifyDocument(document.operation, document.text);
                for (const QString &variable : document.variables.keys())
                    QVERIFY(document.text.contains(u'$' + variable + u':'));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestGraphQlDocuments)
#include "tst_graphqldocuments.moc"
