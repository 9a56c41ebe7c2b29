#include "widgetprompter.h"

#include "dialogs/flightdialog.h"
#include "dialogs/tablesdialog.h"

#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>

namespace syncline {

void WidgetPrompter::confirm(QWidget *parent, const Question &question, std::function<void(bool)> answered)
{
    auto *box = new QMessageBox(question.dangerous ? QMessageBox::Warning : QMessageBox::Question,
                                question.title, question.text, QMessageBox::Cancel, parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(question.detail);
    // Texts hold names from the warehouse: shown as they are, never as markup.
    box->setTextFormat(Qt::PlainText);
    QPushButton *accept = box->addButton(question.accept, QMessageBox::AcceptRole);
    accept->setAutoDefault(!question.dangerous);
    if (question.dangerous)
        box->setDefaultButton(QMessageBox::Cancel);
    else
        box->setDefaultButton(accept);
    QObject::connect(box, &QMessageBox::finished, parent, [box, accept, answered = std::move(answered)] {
        answered(box->clickedButton() == accept);
    });
    box->open();
}

void WidgetPrompter::askForTables(QWidget *parent, const TablesQuestion &question,
                                  std::function<void(bool)> answered)
{
    auto *dialog = new TablesDialog(question, *this, parent);
    QObject::connect(dialog, &QDialog::finished, parent,
                     [answered = std::move(answered)](int result) { answered(result == QDialog::Accepted); });
    dialog->open();
}

void WidgetPrompter::askForStart(QWidget *parent, const StartQuestion &question, std::function<void(bool)> answered)
{
    auto *dialog = new FlightDialog(question, parent);
    QObject::connect(dialog, &QDialog::finished, parent,
                     [answered = std::move(answered)](int result) { answered(result == QDialog::Accepted); });
    dialog->open();
}

void WidgetPrompter::askSavePath(QWidget *parent, const SaveQuestion &question,
                                 std::function<void(const QString &, const QString &)> answered)
{
    auto *dialog = new QFileDialog(parent, question.title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters(question.filters);
    dialog->selectFile(question.suggestion);
    QObject::connect(
        dialog, &QFileDialog::finished, parent, [dialog, answered = std::move(answered)](int result) {
            const QStringList files = dialog->selectedFiles();
            answered(result == QDialog::Accepted && !files.isEmpty() ? files.constFirst() : QString(),
                     dialog->selectedNameFilter());
        });
    dialog->open();
}

} // namespace syncline
