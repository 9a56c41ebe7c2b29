#include "failedrowactions.h"

#include "icons.h"
#include "synccontroller.h"

#include <QAction>
#include <QPushButton>
#include <QSet>

using namespace Qt::StringLiterals;

namespace syncline {

FailedRowActions::FailedRowActions(SyncController &controller, QObject *parent)
    : QObject(parent)
    , m_controller(controller)
    , m_retryAll(new QAction(icons::named(u"resume"_s), tr("Retry failed"), this))
    , m_retryChosen(new QAction(icons::named(u"resume"_s), QString(), this))
    , m_createAgain(new QAction(icons::named(u"refresh"_s), QString(), this))
    , m_markRemoved(new QAction(icons::named(u"close"_s), QString(), this))
{
    m_retryAll->setObjectName(u"retryAll"_s);
    m_retryChosen->setObjectName(u"retryChosen"_s);
    m_createAgain->setObjectName(u"createAgain"_s);
    m_markRemoved->setObjectName(u"markRemoved"_s);
    m_retryAll->setToolTip(tr("Sends the failed orders of all customers in this list again"));
    m_retryChosen->setToolTip(tr("Sends only the selected orders again, as far as they are still failed, "
                                 "however often they were retried"));
    m_createAgain->setToolTip(
        tr("The items are gone from the board: the orders wait again and get new items"));
    m_markRemoved->setToolTip(tr("The items are gone from the board: the orders are kept out of every sync"));
    connect(m_retryAll, &QAction::triggered, this, [this] { m_controller.retryFailed(m_listed); });
    connect(m_retryChosen, &QAction::triggered, this,
            [this] { m_controller.retryFailed(chosenOrders()); });
    connect(m_createAgain, &QAction::triggered, this,
            [this] { m_controller.repair(repairable(), Repair::CreateAgain); });
    connect(m_markRemoved, &QAction::triggered, this,
            [this] { m_controller.repair(repairable(), Repair::MarkRemoved); });
    connect(&m_controller, &SyncController::activityChanged, this, &FailedRowActions::show);
    connect(&m_controller, &SyncController::infoChanged, this, &FailedRowActions::show);
    connect(&m_controller, &SyncController::repaired, this, &FailedRowActions::show);
    show();
}

void FailedRowActions::setListed(const QStringList &customers)
{
    m_listed = customers;
    show();
}

void FailedRowActions::setChosen(std::vector<FailedRow> rows)
{
    m_chosen = std::move(rows);
    show();
}

std::vector<RecordKey> FailedRowActions::chosenOrders() const
{
    std::vector<RecordKey> orders;
    QSet<RecordKey> seen;
    for (const FailedRow &row : m_chosen) {
        if (!seen.contains(row.key))
            orders.push_back(row.key);
        seen.insert(row.key);
    }
    return orders;
}

std::vector<FailedRow> FailedRowActions::repairable() const
{
    std::vector<FailedRow> rows;
    std::ranges::copy_if(m_chosen, std::back_inserter(rows), [this](const FailedRow &row) {
        return row.itemIsGone && !m_controller.wasRepaired(row.key);
    });
    return rows;
}

void FailedRowActions::show()
{
    m_retryAll->setEnabled(m_controller.maySend() && !m_listed.isEmpty());
    const auto orders = static_cast<int>(chosenOrders().size());
    m_retryChosen->setText(tr("Retry %n selected order(s)", nullptr, orders));
    m_retryChosen->setVisible(orders > 0);
    m_retryChosen->setEnabled(m_controller.maySend());
    const auto gone = static_cast<int>(repairable().size());
    m_createAgain->setText(gone > 1 ? tr("Create again (%1)").arg(gone) : tr("Create again"));
    m_markRemoved->setText(gone > 1 ? tr("Mark as removed (%1)").arg(gone) : tr("Mark as removed"));
    for (QAction *action : {m_createAgain, m_markRemoved}) {
        action->setVisible(gone > 0);
        action->setEnabled(!m_controller.isBusy());
    }
}

QPushButton *FailedRowActions::makeButton(QAction *action, QWidget *parent)
{
    auto *button = new QPushButton(parent);
    button->setObjectName(action->objectName());
    const auto follow = [action, button] {
        button->setText(action->text());
        button->setIcon(action->icon());
        button->setToolTip(action->toolTip());
        button->setEnabled(action->isEnabled());
        button->setVisible(action->isVisible());
    };
    connect(action, &QAction::changed, button, follow);
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    follow();
    return button;
}

} // namespace syncline
