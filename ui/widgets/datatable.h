#pragma once

#include <QSet>
#include <QSortFilterProxyModel>
#include <QTableView>

#include <functional>

namespace syncline {

/// Sorts by the raw values and filters by the folded text of the rows.
class RowFilterProxy final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit RowFilterProxy(QObject *parent = nullptr);

    void setText(const QString &text);
    /// A second condition on the rows of the source model; empty lets all through.
    void setCondition(std::function<bool(int sourceRow)> condition);
    /// The condition depends on data that changed.
    void reconsider() { invalidateFilter(); }

protected:
    [[nodiscard]] bool filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const override;

private:
    QString m_text;
    std::function<bool(int)> m_condition;
};

/// The table of every page: dense rows by font metrics, whole rows selected, Ctrl+C copies them with their
/// header.
class DataTable final : public QTableView
{
    Q_OBJECT

public:
    explicit DataTable(QWidget *parent = nullptr);

    /// Shows the model through a filter that belongs to the table.
    RowFilterProxy *showFiltered(QAbstractItemModel *model);
    [[nodiscard]] RowFilterProxy *filter() const { return m_filter; }

    /// Widths in characters of the font; 0 leaves the column out; a negative one is the least of a column
    /// that takes the rest.
    void setColumnWidths(const QList<int> &characters);
    /// Columns that hide, the first one first, while there is no room for all.
    void setColumnsThatGiveWay(const QList<int> &columns);
    /// A column that makes sense only at times.
    void setColumnWanted(int column, bool wanted);
    /// Selected rows, or all when `all`, as tab-separated text for a spreadsheet.
    [[nodiscard]] QString text(bool all) const;
    void copySelection() const;
    void copyAll() const;

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void fitRows();
    void fitColumns();
    [[nodiscard]] bool isWanted(int column) const;

    RowFilterProxy *m_filter = nullptr;
    QList<int> m_widths; ///< pixels, as they were set; 0 for columns left out
    QList<int> m_givingWay;
    QSet<int> m_unwanted;
};

} // namespace syncline
