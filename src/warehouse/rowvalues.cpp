#include "warehouse/rowvalues.h"

using namespace Qt::StringLiterals;

namespace syncline::warehouse {

bool readId(const QVariant &value, std::optional<qint64> &id)
{
    if (value.isNull() || value.toString().trimmed().isEmpty())
        return true;
    bool good = false;
    const qint64 number = value.toString().trimmed().toLongLong(&good);
    if (!good || number <= 0)
        return false;
    id = number;
    return true;
}

QString timeText(const QDateTime &time)
{
    return time.toUTC().toString(u"yyyy-MM-dd HH:mm:ss"_s);
}

} // namespace syncline::warehouse
