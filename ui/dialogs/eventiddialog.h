#pragma once

#include <QDialog>

class QLabel;
class QLineEdit;

namespace syncline {

/// Explains an event id as it is typed: what it says and what to do. Deletes itself when closed.
class EventIdDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit EventIdDialog(QWidget *parent);

private:
    void explain(const QString &name);

    QLineEdit *m_name;
    QLabel *m_text;
    QLabel *m_advice;
};

} // namespace syncline
