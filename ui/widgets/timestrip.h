#pragma once

#include "models/timetext.h"

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

    /// `untold`: seconds of which it is not known yet where they went; `grows`: the sync is under way, and the
    /// shares are measured up to its last batch only.
    void setShares(const TimeShares &shares, double untold, bool grows);

protected:
    void changeEvent(QEvent *event) override;

private:
    class Bar;

    void tint();

    QLabel *m_title = nullptr;
    Bar *m_bar;
    std::array<QLabel *, TimeText::PartCount> m_swatches{};
    std::array<QLabel *, TimeText::PartCount> m_names{};
};

} // namespace syncline
