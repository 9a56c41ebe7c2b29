#pragma once

#include "domain/syncrequest.h"
#include "models/customertablemodel.h"

#include <QWidget>

#include <array>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QStackedWidget;

namespace syncline {

class Banner;
class DataTable;
class EmptyState;
class SyncController;

/// The customers with their counts, what to filter them by, and how to send. Knows which customers are
/// chosen.
class CustomersPanel final : public QWidget
{
    Q_OBJECT

public:
    CustomersPanel(SyncController &controller, QWidget *parent = nullptr);

    /// The chosen customers and options.
    [[nodiscard]] SyncRequest request() const;
    void focusFilter();
    void focusTable();

signals:
    void selectionChanged();

private:
    QWidget *makeFilter();
    QWidget *makeOptions();
    void recount();
    void showState();
    [[nodiscard]] QStringList chosen() const;

    SyncController &m_controller;
    CustomerTableModel &m_model;
    QLineEdit *m_filter = nullptr;
    std::array<QPushButton *, 4> m_chips{};
    Banner *m_stale = nullptr;
    QStackedWidget *m_stack = nullptr;
    DataTable *m_table = nullptr;
    EmptyState *m_empty = nullptr;
    QLabel *m_choice = nullptr;
    QSpinBox *m_limit = nullptr;
    QCheckBox *m_skipSubitems = nullptr;
    QCheckBox *m_reports = nullptr;
    QCheckBox *m_sequential = nullptr;
    QCheckBox *m_retryFailed = nullptr;
};

} // namespace syncline
