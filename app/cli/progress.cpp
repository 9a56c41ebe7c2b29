#include "cli/progress.h"

#include "models/flighttext.h"
#include "models/format.h"

using namespace Qt::StringLiterals;

namespace syncline::cli {

void Progress::post(SyncEvent event)
{
    const std::lock_guard lock(m_mutex);
    m_run.apply({event});
    if (const auto *changed = std::get_if<RunStateChanged>(&event))
        onState(*changed);
    else if (const auto *batch = std::get_if<BatchFinished>(&event))
        onBatch(batch->batch);
    else if (const auto *estimated = std::get_if<FlightEstimated>(&event))
        onEstimate(estimated->estimate);
    else if (std::holds_alternative<CustomerProgress>(event))
        show();
}

void Progress::onState(const RunStateChanged &change)
{
    if (isFinal(change.state))
        m_terminal.statusLine({});
    else if (m_terminal.messagesAreInteractive())
        show();
    else
        m_terminal.message(stateText());
}

void Progress::onEstimate(const FlightEstimate &estimate)
{
    if (m_terminal.messagesAreInteractive()) {
        show();
        return;
    }
    const QString end = FlightText::end(estimate, m_run.estimatedAt());
    if (!end.isEmpty())
        m_terminal.message(u"planned to end "_s + end);
}

void Progress::onBatch(const BatchRecord &batch)
{
    if (m_terminal.messagesAreInteractive())
        return;
    m_terminal.message(u"batch %1 %2 %3: %4 rows, %5 failed, %6 s"_s.arg(
        QString::number(batch.number), batch.customer, nameOf(batch.kind), QString::number(batch.rows),
        QString::number(batch.failed), QString::number(batch.seconds, 'f', 2)));
}

QString Progress::stateText() const
{
    QString text = nameOf(m_run.state()).replace(u'_', u' ');
    const QString wait = FlightText::wait(m_run.stateChange(), m_clock.utcNow());
    if (!wait.isEmpty())
        text += u' ' + wait;
    return text;
}

void Progress::show()
{
    const Ledger &orders = m_run.ledger();
    const Ledger &lines = m_run.linesLedger();
    QString line = u"%1  %2 of %3 rows, %4 ok, %5 failed"_s.arg(
        stateText(), Format::count(m_run.rowsDone()), Format::count(orders.planned + lines.planned),
        Format::count(orders.succeeded() + lines.succeeded()), Format::count(orders.failed() + lines.failed()));
    if (const std::optional<double> rate = m_run.rate())
        line += u", %1/s"_s.arg(Format::decimal(*rate, 1));
    if (const std::optional<QDateTime> finish = m_run.finishTime()) {
        line += u", done at "_s + Format::clockTime(*finish, m_clock.utcNow());
    } else if (m_run.estimate() && m_run.state() == RunState::Running) {
        const QString end = FlightText::end(*m_run.estimate(), m_run.estimatedAt());
        if (!end.isEmpty())
            line += u", planned to end "_s + end;
    }
    m_terminal.statusLine(line);
}

} // namespace syncline::cli
