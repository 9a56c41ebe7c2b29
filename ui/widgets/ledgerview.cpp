#include "widgets/ledgerview.h"

#include "delegates/celldelegate.h"
#include "models/format.h"
#include "models/statuskind.h"
#include "theme.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

constexpr std::array partStates{RowState::Created,  RowState::Updated, RowState::Unchanged, RowState::Refused,
                                RowState::Rejected, RowState::Unknown, RowState::NotSent};

QLabel *numberLabel(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    return label;
}

} // namespace

LedgerView::LedgerView(QWidget *parent)
    : QFrame(parent)
{
    setProperty("card", true);
    auto *grid = new QGridLayout(this);
    const int unit = fontMetrics().height() / 2;
    grid->setContentsMargins(unit + 4, unit, unit + 4, unit);
    grid->setHorizontalSpacing(unit / 2);
    grid->setVerticalSpacing(unit / 2);

    const auto sign = [this, grid](int row, int column, const QString &text) {
        auto *label = new QLabel(text, this);
        label->setProperty("muted", true);
        label->setAlignment(Qt::AlignCenter);
        grid->addWidget(label, row, column);
    };
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.9);
    auto *planned = new QLabel(tr("Planned"), this);
    planned->setFont(small);
    planned->setProperty("muted", true);
    planned->setAlignment(Qt::AlignRight);
    grid->addWidget(planned, 0, 1);
    for (std::size_t i = 0; i < partStates.size(); ++i) {
        const int column = 3 + 2 * static_cast<int>(i);
        auto *heading = new QWidget(this);
        auto *line = new QHBoxLayout(heading);
        line->setContentsMargins(0, 0, 0, 0);
        line->setSpacing(unit / 2);
        m_swatches[i] = new QLabel(heading);
        auto *name = new QLabel(StatusText::of(partStates[i]), heading);
        name->setProperty("muted", true);
        name->setFont(small);
        line->addStretch();
        line->addWidget(m_swatches[i]);
        line->addWidget(name);
        grid->addWidget(heading, 0, column);
        grid->setColumnStretch(column, 1);
    }
    for (int rowNumber : {1, 2}) {
        Row &row = rowNumber == 1 ? m_orders : m_lines;
        grid->addWidget(new QLabel(rowNumber == 1 ? tr("Orders") : tr("Lines"), this), rowNumber, 0);
        row.planned = numberLabel(this);
        QFont bold = row.planned->font();
        bold.setWeight(QFont::DemiBold);
        row.planned->setFont(bold);
        grid->addWidget(row.planned, rowNumber, 1);
        for (std::size_t i = 0; i < partStates.size(); ++i) {
            sign(rowNumber, 2 + 2 * static_cast<int>(i), i == 0 ? u"="_s : u"+"_s);
            row.parts[i] = numberLabel(this);
            grid->addWidget(row.parts[i], rowNumber, 3 + 2 * static_cast<int>(i));
        }
        row.check = new QLabel(this);
        grid->addWidget(row.check, rowNumber, 3 + 2 * static_cast<int>(partStates.size()));
    }
    setAccessibleName(tr("Ledger"));
    tint();
    setLedgers({}, {});
}

void LedgerView::setLedgers(const Ledger &orders, const Ledger &lines)
{
    fill(m_orders, orders);
    fill(m_lines, lines);
}

void LedgerView::fill(Row &row, const Ledger &ledger)
{
    row.planned->setText(Format::count(ledger.planned));
    for (std::size_t i = 0; i < partStates.size(); ++i) {
        row.parts[i]->setText(Format::count(ledger[partStates[i]]));
        row.parts[i]->setEnabled(ledger[partStates[i]] != 0);
    }
    const bool good = ledger.balances();
    row.check->setText(good ? u"\u2713"_s : u"\u2260"_s);
    row.check->setToolTip(good ? tr("Every planned row is in exactly one state.")
                               : tr("The ledger does not add up: please report this."));
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText,
                    themecolors::of(good ? StatusKind::Succeeded : StatusKind::Failed, palette()));
    row.check->setPalette(colors);
    row.planned->setPalette(good ? palette() : colors);
    row.planned->setAccessibleName(good ? row.planned->text() : row.check->toolTip());
}

void LedgerView::tint()
{
    const int side = fontMetrics().ascent() * 2 / 3;
    for (std::size_t i = 0; i < partStates.size(); ++i) {
        QPixmap swatch(QSize(side, side) * devicePixelRatioF());
        swatch.setDevicePixelRatio(devicePixelRatioF());
        swatch.fill(themecolors::of(partStates[i], palette()));
        m_swatches[i]->setPixmap(swatch);
    }
}

void LedgerView::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        tint();
}

LedgerBar::LedgerBar(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Progress of the orders"));
}

void LedgerBar::setLedger(const Ledger &ledger)
{
    if (ledger == m_ledger)
        return;
    m_ledger = ledger;
    update();
}

QSize LedgerBar::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 40, fontMetrics().height() * 3 / 4};
}

void LedgerBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintLedgerBar(painter, QRectF(rect()), m_ledger, palette());
}

} // namespace syncline
