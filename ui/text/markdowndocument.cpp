#include "text/markdowndocument.h"

#include "models/format.h"
#include "theme.h"

#include <QCoreApplication>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextTable>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

/// Whatever a report names, nothing is fetched for it: neither files nor pictures nor pages.
class InertDocument final : public QTextDocument
{
protected:
    QVariant loadResource(int, const QUrl &) override { return {}; }
};

QString withShortTables(const QString &markdown, int maximumRows)
{
    QStringList kept;
    int tableRows = 0; // of the table that a line belongs to, with its heading and its rule
    int shown = 0;
    int left = 0;
    bool fenced = false;
    const auto closeTable = [&] {
        if (left > 0)
            kept.append(QString(u"\n"_s
                                + QCoreApplication::translate("syncline::MarkdownDocument",
                                                              "%n more row(s): see the tables of this sync.",
                                                              nullptr, left)
                                + u'\n'));
        left = 0;
        tableRows = 0;
    };
    for (const QString &line : markdown.split(u'\n')) {
        if (line.startsWith("```"_L1))
            fenced = !fenced;
        if (fenced || !line.startsWith(u'|')) {
            closeTable();
            kept.append(line);
            continue;
        }
        ++tableRows;
        if (tableRows > 2 && shown >= maximumRows) {
            ++left;
            continue;
        }
        if (tableRows > 2)
            ++shown;
        kept.append(line);
    }
    closeTable();
    return kept.join(u'\n');
}

void styleTable(QTextTable &table, const DocumentLook &look, qreal unit)
{
    QTextTableFormat format = table.format();
    format.setCellPadding(unit / 5);
    format.setCellSpacing(0);
    format.setBorder(1);
    format.setBorderCollapse(true);
    format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
    format.setBorderBrush(themecolors::line(look.palette));
    format.setTopMargin(unit / 2);
    format.setBottomMargin(unit / 2);
    table.setFormat(format);
    // The tables are wide, and the numbers in them short.
    QTextCursor cells = table.firstCursorPosition();
    cells.setPosition(table.lastPosition(), QTextCursor::KeepAnchor);
    QTextCharFormat smaller;
    smaller.setFontPointSize(look.font.pointSizeF() * 0.92);
    cells.mergeCharFormat(smaller);
    for (int column = 0; column < table.columns(); ++column) {
        QTextTableCell cell = table.cellAt(0, column);
        QTextCharFormat heading = cell.format();
        heading.setBackground(look.palette.alternateBase());
        cell.setFormat(heading);
    }
}

} // namespace

std::unique_ptr<QTextDocument> makeMarkdownDocument(const QString &markdown, const DocumentLook &look,
                                                    int maximumRows)
{
    auto document = std::make_unique<InertDocument>();
    document->setUndoRedoEnabled(false);
    document->setDefaultFont(look.font);
    document->setDocumentMargin(8);
    // Cells keep their words whole; a table may become wider than the view.
    QTextOption option = document->defaultTextOption();
    option.setWrapMode(QTextOption::WordWrap);
    document->setDefaultTextOption(option);
    document->setMarkdown(withShortTables(markdown, maximumRows), QTextDocument::MarkdownDialectGitHub);
    const qreal unit = QFontMetricsF(look.font).height();
    for (QTextFrame *frame : document->rootFrame()->childFrames()) {
        if (auto *table = qobject_cast<QTextTable *>(frame))
            styleTable(*table, look, unit);
    }
    for (QTextBlock block = document->begin(); block.isValid(); block = block.next()) {
        const int level = block.blockFormat().headingLevel();
        if (level == 0)
            continue;
        QTextCursor cursor(block);
        QTextBlockFormat format = block.blockFormat();
        format.setTopMargin(level == 1 ? unit / 2 : unit);
        format.setBottomMargin(unit / 3);
        cursor.setBlockFormat(format);
    }
    return document;
}

} // namespace syncline
