#include "dialogs/eventiddialog.h"

#include "models/statuskind.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>

namespace syncline {

EventIdDialog::EventIdDialog(QWidget *parent)
    : QDialog(parent)
    , m_name(new QLineEdit(this))
    , m_text(new QLabel(this))
    , m_advice(new QLabel(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Event id"));
    auto *column = new QVBoxLayout(this);
    auto *form = new QFormLayout;
    m_name->setPlaceholderText(tr("two letters, a dash, three digits"));
    form->addRow(tr("&Event id"), m_name);
    column->addLayout(form);
    for (QLabel *label : {m_text, m_advice}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        label->setMinimumWidth(fontMetrics().averageCharWidth() * 60);
        column->addWidget(label);
    }
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_name, &QLineEdit::textChanged, this, &EventIdDialog::explain);
    column->addWidget(buttons);
}

void EventIdDialog::explain(const QString &name)
{
    m_text->clear();
    m_advice->clear();
    const std::optional<EventId> id = eventIdFromName(name.trimmed());
    if (!id || *id == EventId::None) {
        if (name.trimmed().size() >= 6)
            m_text->setText(tr("There is no such event id."));
        return;
    }
    const EventDescription &description = describe(*id);
    m_text->setText(tr("%1, %2: %3", "level, part of the program, text")
                        .arg(StatusText::of(description.level), description.component.toString(),
                             description.text.toString()));
    m_advice->setText(description.advice.toString());
}

} // namespace syncline
