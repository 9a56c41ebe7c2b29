#pragma once

#include "base/error.h"
#include "models/refreshcustomermodel.h"

#include <QDialog>

class QCheckBox;
class QListWidget;
class QPushButton;
class QStackedWidget;
class QTabWidget;
class QVBoxLayout;

namespace syncline {

class Banner;
class DataTable;
class EmptyState;
class SyncController;
class Tile;

/// Shows what a refresh from the source would do before it is written, and writes it. Not modal; looks when
/// it is made. Window thread.
class RefreshDialog final : public QDialog
{
    Q_OBJECT

public:
    /// The controller outlives the dialog.
    RefreshDialog(SyncController &controller, QWidget *parent);
    ~RefreshDialog() override;

private:
    [[nodiscard]] QWidget *makeReport();
    [[nodiscard]] QWidget *makeTiles(QWidget *parent);
    void makeTabs(QWidget *parent);
    [[nodiscard]] GoneSizes goneSizes() const;
    void look();
    void write();
    void take(const RefreshReport &report);
    void fail(const Error &error);
    void showTiles(const RefreshReport &report);
    void showFindings(const RefreshReport &report);
    void showLists(const RefreshReport &report);
    void showKept(const RefreshReport &report);
    void showTab(int tab, const QString &title, qint64 count);
    void showButtons();

    SyncController &m_controller;
    RefreshCustomerModel m_customers;
    qint64 m_orders = 0; ///< that would be written
    bool m_writing = false;
    QStackedWidget *m_pages;
    EmptyState *m_waiting;
    QWidget *m_report = nullptr;
    Banner *m_banner = nullptr;
    QVBoxLayout *m_findings = nullptr;
    QWidget *m_agreement = nullptr;
    QCheckBox *m_sizesGone = nullptr;
    Tile *m_new = nullptr;
    Tile *m_changed = nullptr;
    Tile *m_cancelled = nullptr;
    Tile *m_skipped = nullptr;
    Tile *m_kept = nullptr;
    Tile *m_removed = nullptr;
    Tile *m_unchanged = nullptr;
    QTabWidget *m_tabs = nullptr;
    DataTable *m_table = nullptr;
    QListWidget *m_reasons = nullptr;
    QListWidget *m_keptSizes = nullptr;
    QListWidget *m_missing = nullptr;
    QPushButton *m_write;
    QPushButton *m_again;
};

} // namespace syncline
