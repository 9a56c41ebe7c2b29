#include "pages/logpage.h"

#include "icons.h"
#include "models/eventlogmodel.h"
#include "models/statuskind.h"
#include "widgets/datatable.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>

using namespace Qt::StringLiterals;

namespace syncline {

LogPage::LogPage(EventLogModel &model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_filter(new QLineEdit(this))
    , m_level(new QComboBox(this))
    , m_follow(new QCheckBox(tr("Follo&w"), this))
    , m_table(new DataTable(this))
{
    auto *column = new QVBoxLayout(this);
    const int gap = fontMetrics().height() / 2;
    column->setContentsMargins(0, gap, 0, 0);
    column->setSpacing(gap);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(gap, 0, gap, 0);
    m_filter->setPlaceholderText(tr("Filter by text, event id or part"));
    m_filter->setAccessibleName(tr("Filter log"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(icons::named(u"search"_s), QLineEdit::LeadingPosition);
    m_level->setAccessibleName(tr("Least level"));
    m_level->addItem(tr("All levels"), static_cast<int>(EventLevel::Debug));
    m_level->addItem(tr("Info and above"), static_cast<int>(EventLevel::Info));
    m_level->addItem(tr("Warnings and errors"), static_cast<int>(EventLevel::Warning));
    m_level->addItem(tr("Errors"), static_cast<int>(EventLevel::Error));
    m_level->setCurrentIndex(1);
    m_follow->setChecked(true);
    auto *copy = new QPushButton(icons::named(u"copy"_s), tr("Copy all"), this);
    bar->addWidget(m_filter, 1);
    bar->addWidget(m_level);
    bar->addWidget(m_follow);
    bar->addWidget(copy);
    column->addLayout(bar);
    column->addWidget(m_table, 1);

    m_table->setAccessibleName(tr("Log"));
    m_table->setObjectName(u"logTable"_s);
    RowFilterProxy *filter = m_table->showFiltered(&m_model);
    m_table->setColumnWidths({12, 10, 7, 9, -60});
    m_table->setColumnsThatGiveWay({EventLogModel::Component, EventLogModel::EventName});
    connect(m_filter, &QLineEdit::textChanged, filter, &RowFilterProxy::setText);
    connect(m_level, &QComboBox::currentIndexChanged, this, &LogPage::applyLevel);
    connect(copy, &QPushButton::clicked, m_table, &DataTable::copyAll);
    connect(m_table->verticalScrollBar(), &QScrollBar::actionTriggered, this, [this] {
        // The action has moved the slider, not yet the value.
        m_follow->setChecked(m_table->verticalScrollBar()->sliderPosition()
                             >= m_table->verticalScrollBar()->maximum());
    });
    connect(m_table->verticalScrollBar(), &QScrollBar::rangeChanged, this, [this] {
        if (m_follow->isChecked())
            m_table->scrollToBottom();
    });
    connect(m_follow, &QCheckBox::toggled, this, [this](bool on) {
        if (on)
            m_table->scrollToBottom();
    });
    applyLevel();
}

void LogPage::applyLevel()
{
    const auto least = static_cast<EventLevel>(m_level->currentData().toInt());
    m_table->filter()->setCondition(
        [this, least](int row) { return describe(m_model.at(row).id).level >= least; });
}

void LogPage::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

} // namespace syncline
