#pragma once

#include "domain/ledger.h"

#include <QFrame>

#include <array>

class QLabel;

namespace syncline {

/// The ledger as a table with its equation: planned = created + ... + unknown, for orders and for lines. Says
/// in red when the equation does not hold.
class LedgerView final : public QFrame
{
    Q_OBJECT

public:
    explicit LedgerView(QWidget *parent = nullptr);

    void setLedgers(const Ledger &orders, const Ledger &lines);

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Row
    {
        QLabel *planned = nullptr;
        std::array<QLabel *, 7> parts{};
        QLabel *check = nullptr;
    };

    void fill(Row &row, const Ledger &ledger);
    void tint();

    std::array<QLabel *, 7> m_swatches{};
    Row m_orders;
    Row m_lines;
};

/// The ledger as one wide segmented bar.
class LedgerBar final : public QWidget
{
    Q_OBJECT

public:
    explicit LedgerBar(QWidget *parent = nullptr);
    void setLedger(const Ledger &ledger);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Ledger m_ledger;
};

} // namespace syncline
