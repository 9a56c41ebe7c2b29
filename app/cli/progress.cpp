#include "cli/progress.h"

#include "models/flighttext.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace syncline::cli {

namespace {

/// Two budgets of a minute: a sync that uses up its points at once and waits has a steady rate over it.
constexpr std::chrono::minutes rateWindow{2};

QString stateText(RunState state)
{
    return nameOf(state).replace(u'_', u' ');
}

} // namespace

void Progress::post(SyncEvent event)
{
    const std::lock_guard lock(m_mutex);
    if (const auto *planned = std::get_if<CustomerPlanned>(&event)) {
        m_customers[planned->customer] = planned->ledger;
    } else if (const auto *moved = std::get_if<CustomerProgress>(&event)) {
        m_customers[moved->customer] = moved->ledger;
        show();
    } else if (const auto *changed = std::get_if<RunStateChanged>(&event)) {
        m_state = changed->state;
        if (isFinal(m_state))
            m_terminal.statusLine({});
        else if (m_terminal.messagesAreInteractive())
            show();
        else
            m_terminal.message(stateText(m_state));
    } else if (const auto *batch = std::get_if<BatchFinished>(&event)) {
        onBatch(batch->batch);
    } else if (const auto *estimated = std::get_if<FlightEstimated>(&event)) {
        onEstimate(estimated->estimate);
    }
}

void Progress::onEstimate(const FlightEstimate &estimate)
{
    const QString end = FlightText::end(estimate, m_clock.utcNow());
    m_plannedEnd = end.isEmpty() ? QString() : u"planned to end "_s + end;
    if (m_terminal.messagesAreInteractive())
        show();
    else if (!m_plannedEnd.isEmpty())
        m_terminal.message(m_plannedEnd);
}

void Progress::onBatch(const BatchRecord &batch)
{
    if (m_terminal.messagesAreInteractive())
        return;
    m_terminal.message(u"batch %1 %2 %3: %4 rows, %5 failed, %6 s"_s.arg(
        QString::number(batch.number), batch.customer, nameOf(batch.kind), QString::number(batch.rows),
        QString::number(batch.failed), QString::number(batch.seconds, 'f', 2)));
}

void Progress::show()
{
    Ledger total;
    for (const auto &[customer, ledger] : m_customers)
        total += ledger;
    const qint64 done = total.planned - total.notSent;
    QString line = u"%1  %2 of %3 orders, %4 ok, %5 failed"_s.arg(
        stateText(m_state), QLocale::c().toString(done), QLocale::c().toString(total.planned),
        QLocale::c().toString(total.succeeded()), QLocale::c().toString(total.failed()));
    const Clock::Steady now = m_clock.steadyNow();
    // No rate and no finishing time before the first batch: there is nothing to measure.
    if (!m_window.empty() || total.succeeded() > 0)
        m_window.push_back({now, done});
    while (m_window.size() > 2 && now - m_window[1].time > rateWindow)
        m_window.pop_front();
    if (m_window.size() > 1 && done > m_window.front().done) {
        const double seconds = std::chrono::duration<double>(now - m_window.front().time).count();
        const double rate = static_cast<double>(done - m_window.front().done) / std::max(seconds, 0.001);
        const auto left = static_cast<qint64>(static_cast<double>(total.notSent) / rate);
        line +=
            u", %1/s, done at %2"_s.arg(QString::number(rate, 'f', 1),
                                        m_clock.utcNow().addSecs(left).toLocalTime().toString(u"HH:mm:ss"_s));
    } else if (!m_plannedEnd.isEmpty() && m_state == RunState::Running) {
        line += u", "_s + m_plannedEnd;
    }
    m_terminal.statusLine(line);
}

} // namespace syncline::cli
