#pragma once

#include <QWidget>

class QLabel;

namespace syncline {

/// A number with its name under it.
class Tile final : public QWidget
{
    Q_OBJECT

public:
    explicit Tile(const QString &name, QWidget *parent = nullptr);
    void setValue(const QString &value);
    void setName(const QString &name);
    /// The number is a problem and shown in the colour of one.
    void setAlarming(bool alarming);
    [[nodiscard]] QString value() const;

private:
    QLabel *m_value;
    QLabel *m_name;
};

} // namespace syncline
