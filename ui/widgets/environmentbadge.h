#pragma once

#include "models/workspace.h"

#include <QWidget>

class QLabel;

namespace syncline {

/// Names the environment and its board, production as a warning. Always in sight.
class EnvironmentBadge final : public QWidget
{
    Q_OBJECT

public:
    explicit EnvironmentBadge(QWidget *parent = nullptr);
    void setInfo(const WorkspaceInfo &info);

private:
    QLabel *m_board;
    QLabel *m_environment;
};

} // namespace syncline
