#include "widgets/factgrid.h"

#include <QGridLayout>
#include <QLabel>

namespace syncline {

FactGrid::FactGrid(QWidget *parent)
    : QFrame(parent)
    , m_grid(new QGridLayout(this))
{
    setProperty("card", true);
    const int gap = fontMetrics().height() / 2;
    m_grid->setContentsMargins(gap * 2, gap, gap * 2, gap);
    m_grid->setHorizontalSpacing(gap * 2);
    m_grid->setVerticalSpacing(gap / 2);
    m_grid->setColumnStretch(1, 1);
}

void FactGrid::setFacts(std::vector<Fact> facts)
{
    std::erase_if(facts, [](const Fact &fact) { return fact.text.isEmpty(); });
    if (facts == m_facts)
        return;
    m_facts = std::move(facts);
    while (const QLayoutItem *item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    int line = 0;
    for (const Fact &fact : m_facts) {
        auto *name = new QLabel(fact.name, this);
        name->setProperty("muted", true);
        auto *text = new QLabel(fact.text, this);
        text->setTextFormat(Qt::PlainText);
        text->setWordWrap(true);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        if (fact.important) {
            QFont bold = font();
            bold.setWeight(QFont::DemiBold);
            text->setFont(bold);
        }
        m_grid->addWidget(name, line, 0, Qt::AlignTop);
        m_grid->addWidget(text, line, 1, Qt::AlignTop);
        ++line;
    }
}

} // namespace syncline
