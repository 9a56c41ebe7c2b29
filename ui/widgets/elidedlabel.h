#pragma once

#include <QLabel>

namespace syncline {

/// One line of plain text that ends in an ellipsis where the room ends; the tool tip has all of it.
class ElidedLabel final : public QLabel
{
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget *parent = nullptr);

    /// Hides QLabel's, which knows no tool tip.
    void setText(const QString &text);

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace syncline
