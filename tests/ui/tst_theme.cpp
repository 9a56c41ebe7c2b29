#include "icons.h"
#include "support/testenvironment.h"
#include "theme.h"

#include <QApplication>

#include <cmath>

using namespace syncline;
using namespace Qt::StringLiterals;

namespace {

double luminance(const QColor &color)
{
    const auto linear = [](double part) {
        return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

/// WCAG 2 contrast ratio.
double contrast(const QColor &a, const QColor &b)
{
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

constexpr std::array allKinds{StatusKind::Neutral,
                              StatusKind::Queued,
                              StatusKind::Waiting,
                              StatusKind::Running,
                              StatusKind::Paused,
                              StatusKind::Succeeded,
                              StatusKind::CompletedWithErrors,
                              StatusKind::Failed,
                              StatusKind::Canceled,
                              StatusKind::Interrupted,
                              StatusKind::Unknown};

} // namespace

class TestTheme : public syncline::testing::TestCase
{
    Q_OBJECT

private slots:
    void isReadable_data()
    {
        QTest::addColumn<Theme>("theme");
        QTest::newRow("light") << Theme::Light;
        QTest::newRow("dark") << Theme::Dark;
    }

    void isReadable()
    {
        QFETCH(Theme, theme);
        applyTheme(theme);
        const QPalette palette = QApplication::palette();
        QCOMPARE(themecolors::isDark(palette), theme == Theme::Dark);
        const QColor base = palette.color(QPalette::Base);
        const auto demand = [](const QColor &a, const QColor &b, double least, const char *what) {
            QVERIFY2(contrast(a, b) >= least,
                     qPrintable(u"%1: %2 on %3 has %4"_s.arg(QLatin1StringView(what), a.name(), b.name())
                                    .arg(contrast(a, b))));
        };
        for (const QPalette::ColorRole ground : {QPalette::Base, QPalette::AlternateBase, QPalette::Window}) {
            demand(palette.color(QPalette::Text), palette.color(ground), 4.5, "text");
            demand(themecolors::mutedText(palette), palette.color(ground), 4.5, "muted text");
            demand(palette.color(QPalette::Link), palette.color(ground), 4.5, "link");
        }
        demand(palette.color(QPalette::HighlightedText), palette.color(QPalette::Highlight), 4.5,
               "selection");
        demand(palette.color(QPalette::ToolTipText), palette.color(QPalette::ToolTipBase), 4.5, "tool tip");
        for (const StatusKind kind : allKinds) {
            demand(themecolors::of(kind, palette), base, 3.0, "status");
            demand(palette.color(QPalette::WindowText), themecolors::ground(kind, palette), 4.5, "banner");
        }
    }

    void everyStatusHasItsShape()
    {
        applyTheme(Theme::Light);
        QSet<QByteArray> shapes;
        for (const StatusKind kind : allKinds) {
            const QImage image = icons::of(kind).pixmap(32, 32).toImage();
            QVERIFY(!image.isNull());
            // The shape alone, without its colour.
            QByteArray alpha;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x)
                    alpha.append(qAlpha(image.pixel(x, y)) > 127 ? '#' : '.');
            }
            QVERIFY(alpha.contains('#'));
            shapes.insert(alpha);
        }
        QCOMPARE(shapes.size(), qsizetype(allKinds.size()));
    }

    void iconsFollowTheTheme()
    {
        const auto darkest = [] {
            const QImage image = icons::named(u"refresh"_s).pixmap(32, 32).toImage();
            int lightness = -1;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) {
                    if (qAlpha(image.pixel(x, y)) == 255)
                        lightness = qGray(image.pixel(x, y));
                }
            }
            return lightness;
        };
        applyTheme(Theme::Light);
        const int light = darkest();
        applyTheme(Theme::Dark);
        const int dark = darkest();
        QVERIFY(light >= 0 && light < 100);
        QVERIFY(dark > 180);
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
