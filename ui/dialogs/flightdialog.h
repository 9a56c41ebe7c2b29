#pragma once

#include "prompter.h"

#include <QDialog>

namespace syncline {

/// The flight plan before a sync: what it would make, what it would refuse and why, what it takes, when it
/// ends. Accepted: start. Window thread.
class FlightDialog final : public QDialog
{
    Q_OBJECT

public:
    FlightDialog(const StartQuestion &question, QWidget *parent);

private:
    [[nodiscard]] QWidget *makeHeading(const StartQuestion &question);
    [[nodiscard]] QWidget *makeRefusals(const PlanReport &plan);
    [[nodiscard]] QWidget *makeButtons(const StartQuestion &question);
};

} // namespace syncline
