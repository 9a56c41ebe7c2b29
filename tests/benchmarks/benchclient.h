#pragma once

#include <QString>
#include <QUrl>

namespace syncline::bench {

struct ClientOptions
{
    QString folder; ///< of the workspace
    QUrl url; ///< of the server; its time runs `timeScale` times as fast as real time
    double timeScale = 1;
    int batchSize = 0; ///< 0: the program's default
    int maxInFlight = 0; ///< 0: the program's default
    int stopAfterRows = 0; ///< stop after the batch once so many orders are done; 0: never
    bool planOnly = false;
    bool subitems = false;
};

/// One sync, or one look ahead, by the program's engine. Prints its figures as JSON; seconds are of the
/// scaled time, `real_` and `cpu_` ones are real.
int runClient(const ClientOptions &options);

} // namespace syncline::bench
