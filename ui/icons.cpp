#include "icons.h"

#include "theme.h"

#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

class TintedIconEngine final : public QIconEngine
{
public:
    enum class Tint { ButtonText, Status, White };

    TintedIconEngine(QString name, Tint tint, StatusKind status = StatusKind::Neutral)
        : m_name(std::move(name))
        , m_tint(tint)
        , m_status(status)
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal ratio = painter->device() ? painter->device()->devicePixelRatioF() : 1.0;
        QPixmap image = pixmap((QSizeF(rect.size()) * ratio).toSize(), mode, state);
        image.setDevicePixelRatio(ratio);
        painter->drawPixmap(rect, image);
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        const QColor color = colorFor(mode);
        const QString key = u"syncline-%1-%2-%3x%4"_s.arg(m_name, color.name(), QString::number(size.width()),
                                                          QString::number(size.height()));
        QPixmap result;
        if (QPixmapCache::find(key, &result))
            return result;
        result = QPixmap(size);
        result.fill(Qt::transparent);
        QSvgRenderer renderer(u":/icons/%1.svg"_s.arg(m_name));
        renderer.setAspectRatioMode(Qt::KeepAspectRatio);
        QPainter painter(&result);
        renderer.render(&painter);
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(result.rect(), color);
        painter.end();
        QPixmapCache::insert(key, result);
        return result;
    }

    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal) override
    {
        return pixmap(size, mode, state);
    }

    QIconEngine *clone() const override { return new TintedIconEngine(m_name, m_tint, m_status); }
    QString key() const override { return u"syncline-tinted"_s; }
    bool isNull() override { return false; }

private:
    [[nodiscard]] QColor colorFor(QIcon::Mode mode) const
    {
        const QPalette palette = QGuiApplication::palette();
        if (mode == QIcon::Disabled)
            return palette.color(QPalette::Disabled, QPalette::ButtonText);
        switch (m_tint) {
        case Tint::ButtonText:
            return palette.color(QPalette::Active, QPalette::ButtonText);
        case Tint::Status:
            return themecolors::of(m_status, palette);
        case Tint::White:
            return Qt::white;
        }
        Q_UNREACHABLE();
    }

    QString m_name;
    Tint m_tint;
    StatusKind m_status;
};

QString shapeOf(StatusKind status)
{
    switch (status) {
    case StatusKind::Neutral:
        return u"state-neutral"_s;
    case StatusKind::Queued:
        return u"state-queued"_s;
    case StatusKind::Waiting:
        return u"state-waiting"_s;
    case StatusKind::Running:
        return u"state-running"_s;
    case StatusKind::Paused:
        return u"state-paused"_s;
    case StatusKind::Succeeded:
        return u"state-succeeded"_s;
    case StatusKind::CompletedWithErrors:
        return u"state-partial"_s;
    case StatusKind::Failed:
        return u"state-failed"_s;
    case StatusKind::Canceled:
        return u"state-canceled"_s;
    case StatusKind::Interrupted:
        return u"state-interrupted"_s;
    case StatusKind::Unknown:
        return u"state-unknown"_s;
    }
    Q_UNREACHABLE();
}

} // namespace

namespace icons {

QIcon named(const QString &name)
{
    return QIcon(new TintedIconEngine(name, TintedIconEngine::Tint::ButtonText));
}

QIcon of(StatusKind status)
{
    return QIcon(new TintedIconEngine(shapeOf(status), TintedIconEngine::Tint::Status, status));
}

QIcon onColour(const QString &name)
{
    return QIcon(new TintedIconEngine(name, TintedIconEngine::Tint::White));
}

QIcon of(ReportFile::Kind kind)
{
    switch (kind) {
    case ReportFile::Kind::Summary:
        return named(u"document"_s);
    case ReportFile::Kind::Customer:
        return named(u"customer"_s);
    case ReportFile::Kind::EventLog:
    case ReportFile::Kind::TextLog:
        return named(u"log"_s);
    case ReportFile::Kind::Table:
        return named(u"table"_s);
    case ReportFile::Kind::Json:
        return named(u"data"_s);
    }
    Q_UNREACHABLE();
}

} // namespace icons

} // namespace syncline
