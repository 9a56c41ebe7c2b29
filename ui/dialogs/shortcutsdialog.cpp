#include "dialogs/shortcutsdialog.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>

namespace syncline {

ShortcutsDialog::ShortcutsDialog(const QList<QAction *> &actions, QWidget *parent)
    : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Keyboard shortcuts"));
    auto *column = new QVBoxLayout(this);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(fontMetrics().height() * 2);
    int row = 0;
    for (const QAction *action : actions) {
        if (action->shortcut().isEmpty())
            continue;
        auto *key = new QLabel(action->shortcut().toString(QKeySequence::NativeText), this);
        key->setProperty("muted", true);
        // Two columns of commands, so that the list fits a small screen.
        const int side = row % 2 * 2;
        grid->addWidget(new QLabel(QString(action->text()).remove(u'&'), this), row / 2, side);
        grid->addWidget(key, row / 2, side + 1);
        ++row;
    }
    column->addLayout(grid);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    column->addWidget(buttons);
}

} // namespace syncline
