#include "domain/orderrefresh.h"

using namespace Qt::StringLiterals;

namespace syncline {

RefreshCounts &RefreshCounts::operator+=(const RefreshCounts &other)
{
    added += other.added;
    changed += other.changed;
    cancelled += other.cancelled;
    unchanged += other.unchanged;
    notOurs += other.notOurs;
    blank += other.blank;
    skipped += other.skipped;
    onlyInHeaders += other.onlyInHeaders;
    linesAdded += other.linesAdded;
    linesChanged += other.linesChanged;
    linesRemoved += other.linesRemoved;
    keepingSizes += other.keepingSizes;
    linesKept += other.linesKept;
    return *this;
}

QString nameOf(RefreshKind kind)
{
    switch (kind) {
    case RefreshKind::Added:
        return u"new"_s;
    case RefreshKind::Changed:
        return u"changed"_s;
    case RefreshKind::Cancelled:
        return u"cancelled"_s;
    case RefreshKind::Skipped:
        return u"skipped"_s;
    case RefreshKind::OnlyInHeaders:
        return u"only_in_headers"_s;
    }
    Q_UNREACHABLE();
}

} // namespace syncline
