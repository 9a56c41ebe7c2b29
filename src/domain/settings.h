#pragma once

#include "domain/ledger.h"
#include "domain/mapping.h"

#include <QString>
#include <QStringList>
#include <QUrl>

#include <chrono>
#include <vector>

namespace syncline {

enum class DatabaseDriver { Sqlite, PostgreSql, SqlServer };

/// databases.<key> of the TOML. Passwords are never part of it.
struct DatabaseSettings
{
    QString key; ///< what environment.<env>.database names
    DatabaseDriver driver = DatabaseDriver::Sqlite;
    QString path; ///< sqlite: absolute
    QString host;
    int port = 0; ///< 0: the driver's own
    QString database;
    QString schema;
    QString user;
    QString odbcDriver; ///< empty: newest installed
    bool encrypt = true;
    bool trustServerCertificate = false;
    bool trustedConnection = false;
};

/// Tables of one environment and how the size columns are found.
struct TableSettings
{
    QString source; ///< working copy
    QString headers;
    QString lines;
    QString sizesAfter; ///< column before the first size
    QString sizesBefore; ///< column after the last size
    int maxSizes = 300;
};

/// monday.api and monday.rate_limits of the TOML.
struct ApiSettings
{
    QUrl url;
    QString version;
    std::chrono::milliseconds timeout{60'000};
    int itemBatchSize = 5; ///< mutations per document to start with
    int groupBatchSize = 5;
    int maxInFlight = 16;
};

/// One environment, complete: what a sync needs to know. A run keeps the copy that it started with.
struct EnvironmentSettings
{
    QString name;
    bool production = false; ///< asked about once before anything is sent
    bool sandbox = false; ///< runs against the local monday.com inside the process
    DatabaseSettings database;
    TableSettings tables;
    QString boardId;
    QString subitemBoardId;
    MappingConfig mapping;
    ApiSettings api;
    SuccessThresholds thresholds;
    QString reportsRoot; ///< absolute
    QString stateFolder; ///< absolute; journals, the sandbox's board
};

} // namespace syncline
