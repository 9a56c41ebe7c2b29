#include "pages/connectioncheckview.h"

#include "icons.h"
#include "models/statuskind.h"
#include "synccontroller.h"
#include "theme.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStyle>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

/// The first step of the second half.
constexpr CheckStep firstOfBoard = CheckStep::Token;

} // namespace

QString ConnectionCheckView::wordsOf(const CheckResult &result)
{
    QStringList lines;
    for (const Event &event : result.events) {
        lines.append(event.text());
        const QString advice = event.textFrom(describe(event.id).advice);
        if (!advice.isEmpty() && result.state != CheckState::Skipped)
            lines.append(tr("What to do: %1").arg(advice));
    }
    return lines.join(u'\n');
}

ConnectionCheckView::ConnectionCheckView(SyncController &controller, QWidget *parent)
    : QWidget(parent)
    , m_controller(controller)
    , m_icon(new QLabel(this))
    , m_summary(new QLabel(this))
{
    setObjectName(u"connectionCheck"_s);
    auto *column = new QVBoxLayout(this);
    const int gap = fontMetrics().height() / 2;
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gap);
    auto *heading = new QHBoxLayout;
    heading->setSpacing(gap);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.15);
    large.setWeight(QFont::DemiBold);
    m_summary->setFont(large);
    m_summary->setObjectName(u"checkSummary"_s);
    m_summary->setWordWrap(true);
    heading->addWidget(m_icon);
    heading->addWidget(m_summary, 1);
    column->addLayout(heading);
    column->addWidget(makeRows(), 1);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(gap);
    m_again = new QPushButton(this);
    m_again->setObjectName(u"checkAgain"_s);
    auto *copyAll = new QPushButton(tr("Co&py the result"), this);
    m_make = new QPushButton(tr("&Make the record key column \u2026"), this);
    m_make->setObjectName(u"makeRecordKey"_s);
    m_make->hide();
    for (QPushButton *button : {m_again, copyAll, m_make}) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    column->addLayout(buttons);
    connect(copyAll, &QPushButton::clicked, this, &ConnectionCheckView::copy);
    connect(m_make, &QPushButton::clicked, &m_controller, &SyncController::makeRecordKey);
    connect(m_again, &QPushButton::clicked, this, [this] {
        if (m_running)
            m_controller.workspace().cancelCheck();
        else
            start();
    });
    const Workspace &workspace = m_controller.workspace();
    connect(&workspace, &Workspace::connectionChecked, this, &ConnectionCheckView::take);
    connect(&workspace, &Workspace::connectionCheckEnded, this, &ConnectionCheckView::end);
    // Whatever became of the column, the board knows best.
    connect(&workspace, &Workspace::recordKeyMade, this, &ConnectionCheckView::start);
    connect(&m_controller, &SyncController::recordKeyFailed, this, [this](const Error &error) {
        take(failed(CheckStep::RecordKey, error.event));
        showSummary();
    });
    end();
}

ConnectionCheckView::~ConnectionCheckView()
{
    if (m_running)
        m_controller.workspace().cancelCheck();
}

int ConnectionCheckView::addHeading(QGridLayout *grid, int line, const QString &text)
{
    auto *label = new QLabel(text, this);
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    label->setFont(bold);
    label->setContentsMargins(0, line == 0 ? 0 : fontMetrics().height() / 2, 0, 0);
    grid->addWidget(label, line, 0, 1, 3);
    return line + 1;
}

QWidget *ConnectionCheckView::makeRows()
{
    auto *area = new QScrollArea(this);
    area->setProperty("card", true);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setAccessibleName(tr("Steps of the check"));
    auto *content = new QWidget(area);
    content->setProperty("surface", true);
    auto *grid = new QGridLayout(content);
    const int gap = fontMetrics().height() / 2;
    grid->setContentsMargins(gap * 2, gap + 4, gap * 2, gap + 4);
    grid->setHorizontalSpacing(gap);
    grid->setVerticalSpacing(gap);
    grid->setColumnStretch(2, 1);
    int line = 0;
    for (const CheckStep step : allCheckSteps) {
        if (step == CheckStep::Driver)
            line = addHeading(grid, line, tr("Warehouse"));
        else if (step == firstOfBoard)
            line = addHeading(grid, line, tr("Board"));
        Row &each = row(step);
        each.icon = new QLabel(content);
        each.name = new QLabel(StatusText::of(step), content);
        each.text = new QLabel(content);
        each.text->setObjectName(u"check-"_s + nameOf(step));
        each.text->setTextFormat(Qt::PlainText);
        each.text->setWordWrap(true);
        each.text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        each.name->setMinimumWidth(fontMetrics().averageCharWidth() * 18);
        grid->addWidget(each.icon, line, 0, Qt::AlignTop);
        grid->addWidget(each.name, line, 1, Qt::AlignTop);
        grid->addWidget(each.text, line, 2, Qt::AlignTop);
        ++line;
    }
    grid->setRowStretch(line, 1);
    area->setWidget(content);
    return area;
}

void ConnectionCheckView::start()
{
    if (m_running)
        return;
    m_running = true;
    for (const CheckStep step : allCheckSteps) {
        row(step).known = false;
        showRow(step);
    }
    m_make->hide();
    showSummary();
    m_controller.workspace().checkConnection();
}

void ConnectionCheckView::take(const CheckResult &result)
{
    Row &each = row(result.step);
    each.result = result;
    each.known = true;
    showRow(result.step);
    if (result.step == CheckStep::RecordKey)
        m_make->setVisible(result.mayMakeRecordKey);
    // The step under way is the one after the last that is known.
    const auto next = static_cast<std::size_t>(result.step) + 1;
    if (next < m_rows.size())
        showRow(allCheckSteps[next]);
    showSummary();
}

void ConnectionCheckView::end()
{
    m_running = false;
    for (const CheckStep step : allCheckSteps)
        showRow(step);
    showSummary();
}

void ConnectionCheckView::showRow(CheckStep step)
{
    const Row &each = row(step);
    const auto index = static_cast<std::size_t>(step);
    const bool underWay = m_running && !each.known && (index == 0 || m_rows[index - 1].known);
    const StatusKind status = each.known ? statusOf(each.result.state)
        : underWay                       ? StatusKind::Running
                                         : StatusKind::Queued;
    const int side = style()->pixelMetric(QStyle::PM_SmallIconSize, nullptr, this);
    each.icon->setPixmap(icons::of(status).pixmap(QSize(side, side), devicePixelRatioF()));
    const QString state = each.known ? StatusText::of(each.result.state)
        : underWay                   ? tr("Under way")
                                     : QString();
    each.icon->setAccessibleName(state);
    each.icon->setToolTip(state);
    each.text->setText(each.known ? wordsOf(each.result) : underWay ? tr("Trying \u2026") : QString());
    const bool quiet = !each.known || each.result.state == CheckState::Skipped;
    for (QLabel *label : {each.name, each.text}) {
        label->setProperty("muted", quiet);
        label->style()->unpolish(label);
        label->style()->polish(label);
    }
}

void ConnectionCheckView::showSummary()
{
    const auto count = [this](CheckState state) {
        return static_cast<int>(std::ranges::count_if(
            m_rows, [state](const Row &each) { return each.known && each.result.state == state; }));
    };
    const int failures = count(CheckState::Failed);
    const int warnings = count(CheckState::Warning);
    const bool complete = std::ranges::all_of(m_rows, &Row::known);
    QStringList parts;
    if (failures > 0)
        parts.append(tr("%n step(s) failed", nullptr, failures));
    if (warnings > 0)
        parts.append(tr("%n warning(s)", nullptr, warnings));
    StatusKind status = failures > 0 ? StatusKind::Failed
        : warnings > 0               ? StatusKind::CompletedWithErrors
                                     : StatusKind::Succeeded;
    if (m_running) {
        status = StatusKind::Running;
        parts.prepend(tr("Checking the connection \u2026"));
    } else if (parts.isEmpty()) {
        const bool begun = std::ranges::any_of(m_rows, &Row::known);
        status = complete ? StatusKind::Succeeded : StatusKind::Neutral;
        parts.append(complete ? tr("Everything is ready")
                         : begun ? tr("The check is not complete")
                                 : tr("Not checked yet"));
    }
    m_summary->setText(parts.join(u"  \u00b7  "_s));
    const int side = style()->pixelMetric(QStyle::PM_SmallIconSize, nullptr, this) * 5 / 4;
    m_icon->setPixmap(icons::of(status).pixmap(QSize(side, side), devicePixelRatioF()));
    m_again->setText(m_running ? tr("&Stop")
                         : std::ranges::any_of(m_rows, &Row::known) ? tr("Check &again")
                                                                    : tr("Check the connec&tion"));
}

void ConnectionCheckView::copy() const
{
    QStringList lines;
    for (const Row &each : m_rows) {
        if (each.known) {
            lines.append(u"%1\t%2\t%3"_s.arg(StatusText::of(each.result.state),
                                             StatusText::of(each.result.step),
                                             wordsOf(each.result).replace(u'\n', u"\n\t\t"_s)));
        }
    }
    QApplication::clipboard()->setText(lines.join(u'\n'));
}

void ConnectionCheckView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange || !row(CheckStep::Driver).icon)
        return;
    for (const CheckStep step : allCheckSteps)
        showRow(step);
    showSummary();
}

} // namespace syncline
