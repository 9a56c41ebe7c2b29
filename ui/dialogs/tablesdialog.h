#pragma once

#include "prompter.h"

#include <QDialog>

class QLabel;

namespace syncline {

/// Shows what would be made in the warehouse before it is made, and saves it as a script. Accepted: make it.
class TablesDialog final : public QDialog
{
    Q_OBJECT

public:
    /// `prompter` outlives the dialog.
    TablesDialog(const TablesQuestion &question, Prompter &prompter, QWidget *parent);

private:
    void saveScript();
    void write(const QString &path);

    const QString m_script;
    const QString m_database;
    Prompter &m_prompter;
    QLabel *m_saved;
};

} // namespace syncline
