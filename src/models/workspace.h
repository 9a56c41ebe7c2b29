#pragma once

#include "base/error.h"
#include "domain/connectioncheck.h"
#include "domain/mapping.h"
#include "domain/order.h"
#include "domain/orderrefresh.h"
#include "domain/orderwarehouse.h"
#include "domain/planreport.h"
#include "domain/settings.h"
#include "domain/syncevent.h"

#include <QObject>
#include <QUrl>

#include <vector>

namespace syncline {

/// Facts about the opened workspace that do not change while the window is open.
struct WorkspaceInfo
{
    QString configFile;
    QString environment;
    QStringList environments; ///< all that the file has
    bool production = false;
    bool sandbox = false;
    bool sendingBlocked = false;         ///< a finding forbids sending, not looking
    std::vector<Event> findings;         ///< of the configuration
    QString boardName;                   ///< empty until the board was read
    QString boardId;
    QString reportsRoot;
    QString database;                    ///< key of the warehouse in the configuration
    DatabaseSettings warehouse;          ///< what the configuration says of it
    ApiSettings api;
    CancelledRule cancelledOrders = CancelledRule::ZeroQuantities;
    SuccessThresholds thresholds;
    int maxInFlight = 16;
    QString sourceTable;                 ///< from which orders are refreshed; empty: none is configured
    bool hasSource = false;              ///< the source table is there, as far as was looked
};

/// An interrupted sync that can be resumed.
struct ResumableSync
{
    QString syncId;
    QDateTime startedAt;
    Ledger ledger;
};

/// What the window asks of the engine. Lives on the window thread and never blocks it: commands return at once,
/// answers come as signals. One sync at a time. app/ implements it on the real engine, tests on a script.
class Workspace : public QObject
{
    Q_OBJECT

public:
    explicit Workspace(QObject *parent = nullptr) : QObject(parent) { }

    [[nodiscard]] virtual WorkspaceInfo info() const = 0;
    [[nodiscard]] virtual bool isSyncRunning() const = 0;
    /// Page of the board in a browser; invalid until known.
    [[nodiscard]] virtual QUrl boardUrl() const = 0;

    virtual void loadCustomers() = 0;            ///< -> customersLoaded or customersFailed
    virtual void plan(const SyncRequest &request) = 0; ///< -> planReady or planFailed; a newer call voids the older
    virtual void cancelPlan() = 0;
    /// -> syncEvents ... and at the end RunFinished among them; startFailed when it could not begin.
    virtual void startSync(const SyncRequest &request) = 0;
    virtual void resumeSync(const QString &syncId) = 0;
    virtual void stopAfterBatch() = 0;
    virtual void stopNow() = 0;
    /// Whether Syncline's own tables have to be made before anything can be sent. -> tablesLookedAt or tablesFailed
    virtual void lookAtTables() = 0;
    virtual void makeTables() = 0; ///< The user has agreed. -> tablesMade or tablesFailed
    /// For orders whose item is gone from the board. -> repaired or repairFailed; all or none
    virtual void repair(const std::vector<RecordKey> &keys, Repair repair) = 0;
    /// -> connectionChecked for each step as it is done, then connectionCheckEnded; a newer call voids the older.
    virtual void checkConnection() = 0;
    virtual void cancelCheck() = 0; ///< the steps that are left are told as skipped
    /// The column of the board for record keys; the user has agreed. -> recordKeyMade or recordKeyFailed
    virtual void makeRecordKey() = 0;
    /// Brings the source's orders into the warehouse, or counts what that would do. -> ordersRefreshed or refreshFailed
    virtual void refreshOrders(RefreshMode mode, GoneSizes goneSizes) = 0;
    virtual void cancelRefresh() = 0; ///< -> refreshFailed, unless it is done already

signals:
    void customersLoaded(const std::vector<syncline::CustomerCounts> &customers);
    void customersFailed(const syncline::Error &error);
    void planReady(const syncline::SharedPlan &plan);
    void planFailed(const syncline::Error &error);
    void startFailed(const syncline::Error &error);
    /// Drained from the mailbox, at most every 33 ms and only while there are some.
    void syncEvents(const std::vector<syncline::SyncEvent> &events);
    void tablesLookedAt(const QStringList &statements); ///< that would make them; empty: they are there
    void tablesMade();
    void tablesFailed(const syncline::Error &error);
    void repaired();
    void repairFailed(const syncline::Error &error);
    void connectionChecked(const syncline::CheckResult &result);
    void connectionCheckEnded();
    void recordKeyMade(const QString &title);
    void recordKeyFailed(const syncline::Error &error);
    void ordersRefreshed(const syncline::RefreshReport &report);
    void refreshFailed(const syncline::Error &error);
    void interruptedFound(const std::vector<syncline::ResumableSync> &syncs);
};

} // namespace syncline
