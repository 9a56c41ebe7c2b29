#include "widgets/tile.h"

#include "theme.h"

#include <QLabel>
#include <QVBoxLayout>

namespace syncline {

Tile::Tile(const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_value(new QLabel(this))
    , m_name(new QLabel(name, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_value);
    layout->addWidget(m_name);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.45);
    large.setWeight(QFont::DemiBold);
    m_value->setFont(large);
    m_value->setTextFormat(Qt::PlainText);
    m_name->setProperty("muted", true);
    setValue({});
}

void Tile::setValue(const QString &value)
{
    m_value->setText(value.isEmpty() ? QStringLiteral("\u2013") : value);
    setAccessibleName(QString(m_name->text() + u": " + m_value->text()));
}

void Tile::setName(const QString &name)
{
    m_name->setText(name);
}

void Tile::setAlarming(bool alarming)
{
    QPalette colors = palette();
    if (alarming)
        colors.setColor(QPalette::WindowText, themecolors::of(StatusKind::Failed, palette()));
    m_value->setPalette(colors);
}

QString Tile::value() const
{
    return m_value->text();
}

} // namespace syncline
