#pragma once

#include "sync/flightplan.h"
#include "sync/rowplanner.h"

#include <QStringList>

#include <set>

namespace syncline {

/// Foretells the sizes of the documents of one kind, which move from the configured one to that which suits
/// the server, as far as it is known. Those that are made before an answer teaches anything keep the size.
class DocumentForecast
{
public:
    DocumentForecast(BatchKind kind, const AccountExperience &known, const ApiSettings &settings);

    /// Rows in the next document.
    [[nodiscard]] int size() const { return m_size; }
    /// A document was made.
    void noteOne();
    /// Documents for so many rows that fill them.
    [[nodiscard]] qint64 fill(qint64 rows);

private:
    const int m_settled;
    const qint64 m_ahead;
    int m_size;
    qint64 m_left; ///< of this size
};

/// Counts the work of a run while its rows are planned, customer after customer, as RunFeeder will take them:
/// in pieces, and in documents that mix neither customers nor creations and changes; lines go with the
/// document of their items. Confined to one thread; keeps nothing but numbers and the titles of the groups to
/// make.
class FlightCounter
{
public:
    /// `sequential`: a piece never holds two customers.
    FlightCounter(const ApiSettings &settings, AccountExperience known, bool sequential = false);

    /// The rows from here on are of the next customer.
    void beginCustomer();
    void add(const RowPlan &plan);
    /// True the first time that a title is to be made; add() does so by itself.
    bool noteGroup(const QString &title);
    /// The titles of these groups, in the order of sending.
    [[nodiscard]] const QStringList &groups() const { return m_titles; }
    [[nodiscard]] const AccountExperience &known() const { return m_known; }

    /// All that was counted.
    [[nodiscard]] FlightWork work(qint64 labelColumns);
    [[nodiscard]] FlightEstimate estimate(qint64 labelColumns, const QDateTime &now);

private:
    struct Document
    {
        int rows = 0;
        qint64 lines = 0;
        bool hasSecondStep = false; ///< some of its rows are moved first, then updated
    };
    void addTo(Document &document, qint64 lines, bool hasSecondStep);
    void close(Document &document);
    void closeDocuments();
    void closePiece();

    const ApiSettings m_settings;
    const AccountExperience m_known;
    const bool m_sequential;
    FlightWork m_work;
    std::set<QString> m_newGroups; ///< folded
    QStringList m_titles; ///< the same as they are written
    DocumentForecast m_itemDocuments;
    DocumentForecast m_lineDocuments;
    // Of the present customer.
    Document m_creations;
    Document m_changes;
    qint64 m_onlyLines = 0; ///< lines of items that are as they should be
    // Of the present piece.
    qint64 m_rows = 0;
    qint64 m_newItems = 0;
    qint64 m_knownItems = 0;
};

} // namespace syncline
