#pragma once

#include "domain/connectioncheck.h"

#include <QWidget>

#include <array>

class QGridLayout;
class QLabel;
class QPushButton;

namespace syncline {

class SyncController;

/// Tries step by step what lies between the warehouse and the board, and says what to do about what is wrong.
/// Window thread.
class ConnectionCheckView final : public QWidget
{
    Q_OBJECT

public:
    /// The controller outlives it.
    ConnectionCheckView(SyncController &controller, QWidget *parent);
    ~ConnectionCheckView() override;

    /// Checks, unless a check is under way.
    void start();

protected:
    void changeEvent(QEvent *event) override;

private:
    /// One step: its shape, its name, what was found, what to do.
    struct Row
    {
        QLabel *icon = nullptr;
        QLabel *name = nullptr;
        QLabel *text = nullptr;
        CheckResult result;
        bool known = false;
    };

    /// What was found, and after each problem what to do.
    [[nodiscard]] static QString wordsOf(const CheckResult &result);
    [[nodiscard]] QWidget *makeRows();
    int addHeading(QGridLayout *grid, int line, const QString &text);
    void take(const CheckResult &result);
    void end();
    void showRow(CheckStep step);
    void showSummary();
    void copy() const;
    [[nodiscard]] Row &row(CheckStep step) { return m_rows[static_cast<std::size_t>(step)]; }

    SyncController &m_controller;
    std::array<Row, allCheckSteps.size()> m_rows;
    QLabel *m_icon;
    QLabel *m_summary;
    QPushButton *m_make;
    QPushButton *m_again;
    bool m_running = false;
};

} // namespace syncline
