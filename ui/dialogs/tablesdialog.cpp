#include "dialogs/tablesdialog.h"

#include "base/atomicfile.h"

#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QFuture>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <QtConcurrent>

using namespace Qt::StringLiterals;

namespace syncline {

TablesDialog::TablesDialog(const TablesQuestion &question, Prompter &prompter, QWidget *parent)
    : QDialog(parent)
    , m_script(question.statements.join(u";\n\n"_s) + u";\n")
    , m_database(question.database)
    , m_prompter(prompter)
    , m_saved(new QLabel(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Make Syncline's own tables?"));
    auto *column = new QVBoxLayout(this);
    auto *heading =
        new QLabel(tr("Syncline needs tables of its own in the warehouse %1.").arg(m_database), this);
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    heading->setFont(bold);
    auto *reason =
        new QLabel(tr("They hold who works on which orders, so that two desks never send the same one, and "
                      "what the board was sent last, so that only changes are sent. Your own tables stay as "
                      "they are. Nothing is sent before these statements have been run:"),
                   this);
    auto *text = new QPlainTextEdit(m_script, this);
    text->setObjectName(u"statements"_s);
    text->setAccessibleName(tr("Statements"));
    text->setReadOnly(true);
    text->setTabChangesFocus(true);
    text->setLineWrapMode(QPlainTextEdit::NoWrap);
    text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    text->setMinimumSize(fontMetrics().averageCharWidth() * 84, fontMetrics().height() * 18);
    m_saved->setObjectName(u"saved"_s);
    m_saved->setProperty("muted", true);
    m_saved->hide();
    for (QLabel *label : {heading, reason, m_saved}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    auto *buttons = new QDialogButtonBox(this);
    QPushButton *make = buttons->addButton(tr("&Make the tables"), QDialogButtonBox::AcceptRole);
    QPushButton *save = buttons->addButton(tr("&Save script \u2026"), QDialogButtonBox::ActionRole);
    buttons->addButton(QDialogButtonBox::Cancel)->setIcon({});
    make->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(save, &QPushButton::clicked, this, &TablesDialog::saveScript);
    for (QWidget *part : {static_cast<QWidget *>(heading), static_cast<QWidget *>(reason)})
        column->addWidget(part);
    column->addWidget(text, 1);
    column->addWidget(m_saved);
    column->addWidget(buttons);
    make->setFocus();
}

void TablesDialog::saveScript()
{
    m_prompter.askSavePath(
        this, {tr("Save the script"), u"syncline_tables.sql"_s, {tr("SQL (*.sql)"), tr("All files (*)")}},
        [this](const QString &path, const QString &) {
            if (!path.isEmpty())
                write(path);
        });
}

void TablesDialog::write(const QString &path)
{
    QtConcurrent::run([path, script = m_script.toUtf8()] {
        return writeFileAtomically(path, script);
    }).then(this, [this, path](const Result<void> &written) {
        m_saved->show();
        m_saved->setText(written ? tr("Saved to %1").arg(path)
                                 : tr("Not saved: %1").arg(written.error().text()));
    });
}

} // namespace syncline
