#pragma once

#include "domain/syncevent.h"
#include "domain/syncjournal.h"

#include <map>
#include <mutex>

namespace syncline {

/// The live ledgers of a run, by customer; every change goes to the observer. Thread-safe. The journal keeps
/// the ledger that counts; this one is for watching.
class RunLedger
{
public:
    explicit RunLedger(SyncObserver &observer)
        : m_observer(observer)
    {
    }

    /// Takes over what a customer has planned (or, resumed, has already done).
    void enter(const QString &customer, const Ledger &rows, const Ledger &lines, qint64 linesHeldBack);
    void move(const QString &customer, const LineKey &row, RowState from, RowState to);
    /// Rows that are still to be sent.
    [[nodiscard]] qint64 rowsNotSent();
    /// Rows and lines that were not sent are not this run's any more.
    void leaveOut(const LeftOut &left);
    /// Tells the observer how the customer stands.
    void publish(const QString &customer);

private:
    struct Entry
    {
        Ledger rows;
        Ledger lines;
    };
    SyncObserver &m_observer;
    std::mutex m_mutex;
    std::map<QString, Entry> m_customers;
};

} // namespace syncline
