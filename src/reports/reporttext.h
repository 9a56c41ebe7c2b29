#pragma once

#include "domain/ledger.h"

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace syncline {

// Text from the warehouse, from monday and from error messages is data: these functions make it harmless for
// the place where it is shown. All are pure.

/// One line: line ends, tabs and other control characters become blanks, characters that turn the direction
/// of writing go.
[[nodiscard]] QString oneLine(const QString &text);
/// One line of Markdown that shows `text` as it is: no markup, link, image, HTML or end of a table cell.
/// Longer text than `maxLength` UTF-16 units is cut with an ellipsis. For use after a label or in a table
/// cell.
[[nodiscard]] QString markdownText(const QString &text, qsizetype maxLength = 300);
/// A field of a CSV file (RFC 4180) that no spreadsheet runs as a formula: text that begins like one gets an
/// apostrophe in front.
[[nodiscard]] QString csvText(const QString &text);
/// The same for a column of numbers: a number with a sign stays a number.
[[nodiscard]] QString csvNumber(const QString &text);

[[nodiscard]] QString countText(qint64 count); ///< 7,405
[[nodiscard]] QString
percentText(std::optional<double> share); ///< 99.9%; never 100.0% short of all; a dash for none
[[nodiscard]] QString durationText(double seconds); ///< 9.1 s, 16 min 24 s, 3 h 9 min
/// `1.6 rows/second`; empty when that would be zero.
[[nodiscard]] QString rateText(qint64 rows, double seconds);
[[nodiscard]] QString utcText(const QDateTime &time); ///< 2026-11-23 09:21:44 UTC
/// `1 row`, `2 rows`.
[[nodiscard]] QString rowsText(qint64 rows, const QString &noun = QStringLiteral("row"));

/// Shape and word of a result by share of rows; a customer of whom nothing was sent has none.
[[nodiscard]] QString resultText(const Ledger &ledger, const SuccessThresholds &thresholds, bool dryRun);

/// A Markdown table whose cells are data: addRow() escapes. Rows over maxRows are counted, not shown, because
/// readers of Markdown need quadratic time for long tables.
class MarkdownTable
{
public:
    static constexpr qsizetype maxRows = 500;

    struct Column
    {
        QString title;
        bool isNumber = false;
    };

    /// `wholeList` is where all rows are, for the line under a table that was capped.
    explicit MarkdownTable(const std::vector<Column> &columns, QString wholeList = {});
    void addRow(const QStringList &cells);
    /// A row that is not shown because the caller keeps only some of them.
    void addUnseen(qint64 rows) { m_rows += rows; }
    [[nodiscard]] bool isEmpty() const { return m_rows == 0; }
    /// With an empty line at the end. The last line of a capped table says how many rows there are.
    [[nodiscard]] QString toString() const;

private:
    std::size_t m_columns;
    QString m_wholeList;
    QString m_text;
    qint64 m_rows = 0;
    qint64 m_shown = 0;
};

} // namespace syncline
