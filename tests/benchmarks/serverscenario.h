#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <functional>

namespace syncline::bench {

/// The program itself on a demo of so many orders in a schema of the server of SYNCLINE_TEST_POSTGRESQL:
/// making it, its customers, a plan and a sync of one of them. Tells the figures of each command as soon as
/// it has ended; after one that fails come none.
void measureOnServer(int orders, const QString &folder, const std::function<void(const QJsonObject &)> &tell);

/// Runs syncline-cli, its results into `outputFile`, and prints its figures as JSON. A process of its own,
/// for the system tells of its children only what the largest of them took.
int runCommand(const QString &outputFile, const QStringList &arguments);

} // namespace syncline::bench
