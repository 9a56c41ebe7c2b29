#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace syncline {

/// What a page shows instead of nothing: why there is nothing, and one thing to do about it.
class EmptyState final : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(const QString &iconName, QWidget *parent = nullptr);

    void set(const QString &title, const QString &explanation, const QString &action = {});

signals:
    void actionTriggered();

protected:
    void changeEvent(QEvent *event) override;

private:
    void tint();

    QString m_iconName;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_explanation;
    QPushButton *m_action;
};

} // namespace syncline
