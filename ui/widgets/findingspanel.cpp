#include "widgets/findingspanel.h"

#include "icons.h"
#include "widgets/datatable.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QStyle>
#include <QToolButton>

namespace syncline {

FindingsPanel::FindingsPanel(FindingsModel &model, QWidget *parent)
    : QFrame(parent)
    , m_model(model)
    , m_toggle(new QToolButton(this))
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_table(new DataTable(this))
{
    setProperty("surface", true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *line = new QHBoxLayout;
    const int gap = fontMetrics().height() / 2;
    line->setContentsMargins(gap + 4, gap / 4, gap, gap / 4);
    line->setSpacing(gap);
    line->addWidget(m_icon);
    line->addWidget(m_text, 1);
    line->addWidget(m_toggle);
    column->addLayout(line);
    column->addWidget(m_table);

    m_toggle->setCheckable(true);
    m_toggle->setText(tr("Show"));
    m_toggle->setAccessibleName(tr("Show the findings"));
    m_table->setModel(&m_model);
    m_table->setAccessibleName(tr("Findings"));
    m_table->setColumnWidths({10, 9, 70, -1});
    m_table->hide();
    connect(m_toggle, &QToolButton::toggled, this, [this](bool open) {
        m_toggle->setText(open ? tr("Hide") : tr("Show"));
        m_table->setVisible(open);
    });
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&m_model, signal, this, &FindingsPanel::recount);
    recount();
}

void FindingsPanel::recount()
{
    const int errors = m_model.count(EventLevel::Error);
    const int warnings = m_model.count(EventLevel::Warning);
    const int all = m_model.rowCount();
    setVisible(all > 0);
    if (all == 0)
        return;
    QStringList parts;
    if (errors > 0)
        parts.append(tr("%n problem(s)", nullptr, errors));
    if (warnings > 0)
        parts.append(tr("%n warning(s)", nullptr, warnings));
    if (all > errors + warnings)
        parts.append(tr("%n remark(s)", nullptr, all - errors - warnings));
    const QModelIndex first = m_model.index(0, FindingsModel::Text);
    m_text->setText(tr("%1: %2", "counts: first finding").arg(parts.join(u", "), first.data().toString()));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_text->setToolTip(first.data(roles::Advice).toString());
    const StatusKind status = errors > 0 ? StatusKind::Failed
        : warnings > 0                   ? StatusKind::CompletedWithErrors
                                         : StatusKind::Neutral;
    const int side = style()->pixelMetric(QStyle::PM_SmallIconSize, nullptr, this);
    m_icon->setPixmap(icons::of(status).pixmap(QSize(side, side), devicePixelRatioF()));
    const int rows = std::min(all, 6);
    m_table->setFixedHeight(m_table->horizontalHeader()->sizeHint().height()
                            + rows * m_table->verticalHeader()->defaultSectionSize() + 2);
}

} // namespace syncline
