#pragma once

#include "sync/batchsizer.h"
#include "sync/boardlookup.h"
#include "sync/ceilingwatch.h"
#include "sync/groupbook.h"
#include "sync/runledger.h"
#include "sync/runmeter.h"
#include "sync/sharedwarehouse.h"

#include <atomic>

namespace syncline {

/// What all lanes of one run share. The references outlive the lanes.
struct SharedRun
{
    SyncEnvironment &environment;
    SyncJournal &journal;
    GroupBook &groups;
    RunLedger &ledger;
    RunMeter &meter;
    CeilingWatch &ceiling;
    LeaseKeeper &leases;
    BatchSizer &sizer;
    SharedWarehouse &warehouse;
    QHash<QString, QString> columnTitles; ///< by column id, of both boards
    QString syncId;
    IdentityColumns identity;
    std::atomic<int> nextBatchNumber = 1;
};

} // namespace syncline
