#pragma once

#include <QDialog>

namespace syncline {

/// Lists every command with its key. Deletes itself when closed.
class ShortcutsDialog final : public QDialog
{
    Q_OBJECT

public:
    ShortcutsDialog(const QList<QAction *> &actions, QWidget *parent);
};

} // namespace syncline
