#pragma once

#include "domain/runrecord.h"

#include <QFrame>

#include <array>

class QLabel;

namespace syncline {

/// Why a sync is not faster: its time as one segmented bar with its parts, told apart by their place and
/// words as well as by their colour.
class TimeStrip final : public QFrame
{
    Q_OBJECT

public:
    explicit TimeStrip(QWidget *parent = nullptr);

    void setShares(const TimeShares &shares);

protected:
    void changeEvent(QEvent *event) override;

private:
    class Bar;
    static constexpr std::size_t partCount = 4;

    void tint();

    Bar *m_bar;
    std::array<QLabel *, partCount> m_swatches{};
    std::array<QLabel *, partCount> m_names{};
};

} // namespace syncline
