#include "theme.h"

#include <QApplication>
#include <QFile>
#include <QProxyStyle>
#include <QStyleFactory>
#include <QStyleOption>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

/// Fusion, less loud: no underlined mnemonics until Alt, toolbars with small icons, menus that open at once.
class SynclineStyle final : public QProxyStyle
{
public:
    SynclineStyle()
        : QProxyStyle(QStyleFactory::create(u"Fusion"_s))
    {
    }

    int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override
    {
        switch (metric) {
        case PM_ToolBarIconSize:
        case PM_SmallIconSize:
        case PM_ButtonIconSize:
            return QProxyStyle::pixelMetric(PM_SmallIconSize, option, widget);
        case PM_FocusFrameHMargin: // the margin of a cell; in line with the headings
            return 7;
        case PM_TabBarTabShiftVertical:
            return 0;
        default:
            return QProxyStyle::pixelMetric(metric, option, widget);
        }
    }

    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *returnData) const override
    {
        switch (hint) {
        case SH_ToolTip_WakeUpDelay:
            return 500;
        case SH_ItemView_ActivateItemOnSingleClick:
            return 0;
        case SH_EtchDisabledText:
            return 0;
        default:
            return QProxyStyle::styleHint(hint, option, widget, returnData);
        }
    }
};

QColor rgb(QRgb value)
{
    return QColor::fromRgb(value);
}

QPalette lightPalette()
{
    QPalette palette;
    palette.setColor(QPalette::Window, rgb(0xf3f5f7));
    palette.setColor(QPalette::WindowText, rgb(0x1c2126));
    palette.setColor(QPalette::Base, rgb(0xffffff));
    palette.setColor(QPalette::AlternateBase, rgb(0xf7f9fa));
    palette.setColor(QPalette::Text, rgb(0x1c2126));
    palette.setColor(QPalette::PlaceholderText, rgb(0x626c76));
    palette.setColor(QPalette::Button, rgb(0xfafbfc));
    palette.setColor(QPalette::ButtonText, rgb(0x1c2126));
    palette.setColor(QPalette::BrightText, rgb(0xffffff));
    palette.setColor(QPalette::Light, rgb(0xffffff));
    palette.setColor(QPalette::Midlight, rgb(0xe6eaee));
    palette.setColor(QPalette::Mid, rgb(0xc3cbd3));
    palette.setColor(QPalette::Dark, rgb(0x97a2ad));
    palette.setColor(QPalette::Shadow, rgb(0x5c6670));
    palette.setColor(QPalette::Highlight, rgb(0xd3e6f5));
    palette.setColor(QPalette::HighlightedText, rgb(0x10161b));
    palette.setColor(QPalette::Link, rgb(0x0068a5));
    palette.setColor(QPalette::LinkVisited, rgb(0x0068a5));
    palette.setColor(QPalette::ToolTipBase, rgb(0x262c33));
    palette.setColor(QPalette::ToolTipText, rgb(0xf2f5f7));
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, rgb(0x9aa4ae));
    return palette;
}

QPalette darkPalette()
{
    QPalette palette;
    palette.setColor(QPalette::Window, rgb(0x1b1f24));
    palette.setColor(QPalette::WindowText, rgb(0xe4e8ec));
    palette.setColor(QPalette::Base, rgb(0x22272d));
    palette.setColor(QPalette::AlternateBase, rgb(0x262b32));
    palette.setColor(QPalette::Text, rgb(0xe4e8ec));
    palette.setColor(QPalette::PlaceholderText, rgb(0x9aa5b0));
    palette.setColor(QPalette::Button, rgb(0x2b3138));
    palette.setColor(QPalette::ButtonText, rgb(0xe4e8ec));
    palette.setColor(QPalette::BrightText, rgb(0xffffff));
    palette.setColor(QPalette::Light, rgb(0x3a424b));
    palette.setColor(QPalette::Midlight, rgb(0x333a42));
    palette.setColor(QPalette::Mid, rgb(0x434c56));
    palette.setColor(QPalette::Dark, rgb(0x15181c));
    palette.setColor(QPalette::Shadow, rgb(0x0b0d0f));
    palette.setColor(QPalette::Highlight, rgb(0x274863));
    palette.setColor(QPalette::HighlightedText, rgb(0xf4f7f9));
    palette.setColor(QPalette::Link, rgb(0x6cb8f0));
    palette.setColor(QPalette::LinkVisited, rgb(0x6cb8f0));
    palette.setColor(QPalette::ToolTipBase, rgb(0x3a424b));
    palette.setColor(QPalette::ToolTipText, rgb(0xf2f5f7));
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, rgb(0x6b7580));
    return palette;
}

QColor mixed(const QColor &a, const QColor &b, double shareOfA)
{
    const auto part = [shareOfA](int x, int y) {
        return static_cast<int>(x * shareOfA + y * (1.0 - shareOfA));
    };
    return {part(a.red(), b.red()), part(a.green(), b.green()), part(a.blue(), b.blue())};
}

QString styleSheet(const QPalette &palette)
{
    QFile file(u":/style/syncline.qss"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString sheet = QString::fromUtf8(file.readAll());
    const bool dark = themecolors::isDark(palette);
    const QList<std::pair<QString, QColor>> names{
        {u"@line"_s, themecolors::line(palette)},
        {u"@muted"_s, themecolors::mutedText(palette)},
        {u"@primary-hover"_s, dark ? rgb(0x2b86c0) : rgb(0x005c91)},
        {u"@primary"_s, dark ? rgb(0x1f74ab) : rgb(0x0068a5)},
        {u"@accent"_s, palette.color(QPalette::Link)},
        {u"@hover"_s, mixed(palette.color(QPalette::WindowText), palette.color(QPalette::Window), 0.07)},
        {u"@pressed"_s, mixed(palette.color(QPalette::WindowText), palette.color(QPalette::Window), 0.14)},
        {u"@danger"_s, dark ? rgb(0xb84f00) : rgb(0xb84f00)},
        {u"@safe"_s, rgb(0x00714f)},
    };
    for (const auto &[name, color] : names)
        sheet.replace(name, color.name());
    return sheet;
}

} // namespace

void applyTheme(Theme theme)
{
    // What the desktop wants is known only before the first palette of ours is set.
    static const bool systemIsDark = themecolors::isDark(QApplication::palette());
    const bool dark = theme == Theme::Dark || (theme == Theme::System && systemIsDark);
    const QPalette palette = dark ? darkPalette() : lightPalette();
    QApplication::setStyle(new SynclineStyle);
    QApplication::setPalette(palette);
    qApp->setStyleSheet(styleSheet(palette));
}

namespace themecolors {

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < 128;
}

QColor of(StatusKind status, const QPalette &palette)
{
    const bool dark = isDark(palette);
    switch (status) {
    case StatusKind::Neutral:
    case StatusKind::Queued:
    case StatusKind::Paused:
    case StatusKind::Canceled:
        return rgb(dark ? 0x95a0ab : 0x6b7580);
    case StatusKind::Waiting:
        return rgb(dark ? 0x56b4e9 : 0x2b7fb0);
    case StatusKind::Running:
        return rgb(dark ? 0x4aa3df : 0x0072b2);
    case StatusKind::Succeeded:
        return rgb(dark ? 0x22b98c : 0x00916a);
    case StatusKind::CompletedWithErrors:
        return rgb(dark ? 0xe69f00 : 0xa66f00);
    case StatusKind::Failed:
        return rgb(dark ? 0xef7a2a : 0xd55e00);
    case StatusKind::Interrupted:
    case StatusKind::Unknown:
        return rgb(dark ? 0xcc79a7 : 0xa9558a);
    }
    Q_UNREACHABLE();
}

QColor of(RowState state, const QPalette &palette)
{
    const QColor succeeded = of(StatusKind::Succeeded, palette);
    switch (state) {
    case RowState::Created:
        return succeeded;
    case RowState::Updated:
        return of(StatusKind::Running, palette);
    case RowState::Unchanged:
        return of(StatusKind::Queued, palette);
    case RowState::Refused:
        return of(StatusKind::CompletedWithErrors, palette);
    case RowState::Rejected:
        return of(StatusKind::Failed, palette);
    case RowState::Unknown:
        return of(StatusKind::Unknown, palette);
    case RowState::NotSent:
        return track(palette);
    }
    Q_UNREACHABLE();
}

QColor line(const QPalette &palette)
{
    return mixed(palette.color(QPalette::WindowText), palette.color(QPalette::Window),
                 isDark(palette) ? 0.16 : 0.13);
}

QColor track(const QPalette &palette)
{
    return mixed(palette.color(QPalette::WindowText), palette.color(QPalette::Base),
                 isDark(palette) ? 0.17 : 0.13);
}

QColor mutedText(const QPalette &palette)
{
    return palette.color(QPalette::PlaceholderText);
}

QColor ground(StatusKind status, const QPalette &palette)
{
    return mixed(of(status, palette), palette.color(QPalette::Base), isDark(palette) ? 0.20 : 0.12);
}

} // namespace themecolors

} // namespace syncline
