#include "pages/batchespage.h"

#include "icons.h"
#include "models/batchtablemodel.h"
#include "widgets/datatable.h"
#include "widgets/emptystate.h"

#include <QLineEdit>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace syncline {

BatchesPage::BatchesPage(BatchTableModel &model, QWidget *parent)
    : QWidget(parent)
    , m_filter(new QLineEdit(this))
    , m_stack(new QStackedWidget(this))
    , m_table(new DataTable(m_stack))
    , m_empty(new EmptyState(u"table"_s, m_stack))
{
    auto *column = new QVBoxLayout(this);
    const int gap = fontMetrics().height() / 2;
    column->setContentsMargins(0, gap, 0, 0);
    column->setSpacing(gap);
    m_filter->setPlaceholderText(tr("Filter by customer, message or number"));
    m_filter->setAccessibleName(tr("Filter batches"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(icons::named(u"search"_s), QLineEdit::LeadingPosition);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(gap, 0, gap, 0);
    bar->addWidget(m_filter);
    column->addLayout(bar);
    column->addWidget(m_stack, 1);

    m_table->setAccessibleName(tr("Batches"));
    m_table->setObjectName(u"batchesTable"_s);
    RowFilterProxy *filter = m_table->showFiltered(&model);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(BatchTableModel::Number, Qt::DescendingOrder);
    m_table->setColumnWidths({4, 12, 9, -16, 4, 4, 5, 6, 6, 8, 8, 24});
    m_table->setColumnsThatGiveWay({BatchTableModel::Complexity, BatchTableModel::Message,
                                    BatchTableModel::Succeeded, BatchTableModel::Started,
                                    BatchTableModel::Attempts});
    m_empty->set(tr("No batches yet"),
                 tr("Each batch of a sync appears here as soon as its answer is judged."));
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_table);
    connect(m_filter, &QLineEdit::textChanged, filter, &RowFilterProxy::setText);
    const auto show = [this, &model] {
        m_stack->setCurrentWidget(model.rowCount() > 0 ? static_cast<QWidget *>(m_table) : m_empty);
    };
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&model, signal, this, show);
    show();
}

void BatchesPage::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

} // namespace syncline
