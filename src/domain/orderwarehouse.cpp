#include "domain/orderwarehouse.h"

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

/// By name, for an id belongs to the one statement that reports it.
constexpr QLatin1StringView notTaken("db-059");

} // namespace

bool isUnstored(const Event &reason)
{
    return reason.name() == notTaken;
}

Result<void> OrderWarehouse::writeBack(const std::vector<WriteBack> &rows, const QString &syncId)
{
    const Result<std::vector<UnstoredRow>> written = writeBackEach(rows, syncId);
    return written ? Result<void>() : Result<void>(written.error());
}

} // namespace syncline
