#pragma once

#include "domain/planreport.h"

#include <QStackedWidget>

namespace syncline {

class EmptyState;
class PlanView;
class RunView;
class SyncController;

/// What the Sync view is about now: nothing yet, a dry run, or a sync.
class OverviewPage final : public QStackedWidget
{
    Q_OBJECT

public:
    explicit OverviewPage(SyncController &controller, QWidget *parent = nullptr);

signals:
    void dryRunRequested();
    void failuresRequested();
    void reportRequested();

private:
    void showState();
    void showEmpty();

    SyncController &m_controller;
    EmptyState *m_empty;
    EmptyState *m_planning;
    PlanView *m_plan;
    RunView *m_run;
    bool m_showsPlan = false;
};

} // namespace syncline
