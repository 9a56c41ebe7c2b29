#pragma once

#include "warehouse/sqldialect.h"

#include <QString>

namespace syncline::warehouse {

/// The name of a table or column of a foreign database. It can only come out quoted, so that no name,
/// whatever characters it has, is ever read as SQL.
class SqlIdentifier
{
public:
    explicit SqlIdentifier(const QString &name)
        : m_name(name)
    {
    }
    [[nodiscard]] QString quoted(const SqlDialect &dialect) const { return dialect.quote(m_name); }

private:
    QString m_name;
};

} // namespace syncline::warehouse
