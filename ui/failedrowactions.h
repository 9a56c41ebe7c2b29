#pragma once

#include "models/failedrow.h"

#include <QObject>

class QAction;
class QPushButton;

namespace syncline {

class SyncController;

/// What can be done about failed rows, as commands for buttons and menus. Whoever lists the rows says which
/// are chosen. Window thread; does not own the controller, which outlives it.
class FailedRowActions final : public QObject
{
    Q_OBJECT

public:
    FailedRowActions(SyncController &controller, QObject *parent);

    /// Customers of everything that is listed.
    void setListed(const QStringList &customers);
    void setChosen(std::vector<FailedRow> rows);

    [[nodiscard]] QAction *retryAll() const { return m_retryAll; }
    [[nodiscard]] QAction *retryChosen() const { return m_retryChosen; }
    [[nodiscard]] QAction *createAgain() const { return m_createAgain; }
    [[nodiscard]] QAction *markRemoved() const { return m_markRemoved; }

    /// A button that looks and acts as the command.
    [[nodiscard]] static QPushButton *makeButton(QAction *action, QWidget *parent);

private:
    void show();
    [[nodiscard]] std::vector<FailedRow> repairable() const;
    [[nodiscard]] std::vector<RecordKey> chosenOrders() const;

    SyncController &m_controller;
    QStringList m_listed;
    std::vector<FailedRow> m_chosen;
    QAction *m_retryAll;
    QAction *m_retryChosen;
    QAction *m_createAgain;
    QAction *m_markRemoved;
};

} // namespace syncline
