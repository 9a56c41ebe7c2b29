#pragma once

#include "models/statuskind.h"

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace syncline {

/// A line over the content that stays until its cause is gone: a shape, words, at most one action. Never
/// modal.
class Banner final : public QFrame
{
    Q_OBJECT

public:
    explicit Banner(StatusKind status, QWidget *parent = nullptr);

    void setStatus(StatusKind status);
    void setText(const QString &text);
    /// Shows a button; its click is actionTriggered().
    void setAction(const QString &text);
    void setClosable(bool closable);

signals:
    void actionTriggered();

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void tint();

    StatusKind m_status;
    QLabel *m_icon;
    QLabel *m_text;
    QPushButton *m_action;
    QToolButton *m_close;
};

} // namespace syncline
