#include "widgets/environmentbadge.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QStyle>

using namespace Qt::StringLiterals;

namespace syncline {

EnvironmentBadge::EnvironmentBadge(QWidget *parent)
    : QWidget(parent)
    , m_board(new QLabel(this))
    , m_environment(new QLabel(this))
{
    auto *line = new QHBoxLayout(this);
    const int gap = fontMetrics().height() / 2;
    line->setContentsMargins(0, gap / 2, gap, gap / 3);
    line->setSpacing(gap);
    m_board->setProperty("muted", true);
    m_environment->setObjectName(u"environment"_s);
    for (QLabel *label : {m_board, m_environment}) {
        label->setTextFormat(Qt::PlainText);
        line->addWidget(label);
    }
}

void EnvironmentBadge::setInfo(const WorkspaceInfo &info)
{
    m_environment->setText(info.production    ? tr("PRODUCTION")
                               : info.sandbox ? tr("Sandbox: nothing leaves this computer")
                                              : info.environment);
    m_environment->setToolTip(tr("Environment %1 of %2").arg(info.environment, info.configFile));
    m_environment->setProperty("badge",
                               info.production    ? u"production"_s
                                   : info.sandbox ? u"sandbox"_s
                                                  : u"other"_s);
    // The style sheet looks at the property only when the label is polished.
    style()->polish(m_environment);
    m_board->setText(info.boardName.isEmpty() ? tr("Board %1").arg(info.boardId) : info.boardName);
    m_board->setToolTip(info.boardId);
    // A file that cannot be read names neither.
    m_environment->setVisible(!info.environment.isEmpty());
    m_board->setVisible(!info.boardId.isEmpty());
}

} // namespace syncline
