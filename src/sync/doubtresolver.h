#pragma once

#include "sync/rowjudge.h"
#include "sync/sharedrun.h"

namespace syncline {

/// Finds out what became of rows whose document may have reached monday: creations are looked for on the
/// board; changes go out again, with the warehouse told that nobody knows what the board has. Confined to its
/// lane's thread.
class DoubtResolver
{
public:
    DoubtResolver(SharedRun &run, LanePorts &ports)
        : m_run(run)
        , m_ports(ports)
    {
    }

    /// Gives each row that is to be verified its fate. What cannot be found out stays unknown.
    void resolve(WorkBatch &batch, std::vector<JudgedRow> &judged, const StopTokens &stop);

private:
    void verifyChanges(const WorkBatch &batch, std::vector<JudgedRow> &judged,
                       const std::vector<std::size_t> &rows);
    void verifyItems(WorkBatch &batch, std::vector<JudgedRow> &judged, const std::vector<std::size_t> &rows,
                     const StopTokens &stop);
    void verifySubitems(WorkBatch &batch, std::vector<JudgedRow> &judged,
                        const std::vector<std::size_t> &rows, const StopTokens &stop);

    SharedRun &m_run;
    LanePorts &m_ports;
};

} // namespace syncline
