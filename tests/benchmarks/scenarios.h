#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

namespace syncline::bench {

/// What to measure.
struct BenchOptions
{
    bool quick = false; ///< small sizes, a minute in all
    QString only; ///< part of a scenario's name; empty: all
    QString folder; ///< workspaces are made in it
    QString jsonFile; ///< empty: none
    double secondsPerMinute = 1; ///< of the runs against limits; more on a busy machine
};

/// Measures, each run in processes of its own; prints one table and writes the figures as JSON. The exit
/// code.
int measureAll(const BenchOptions &options);

} // namespace syncline::bench
