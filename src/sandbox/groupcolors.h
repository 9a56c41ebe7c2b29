#pragma once

#include <QString>

#include <array>

namespace syncline::sandbox {

/// Positions of groups leave room so that one can be put between two.
inline constexpr qint64 groupPositionStep = 65536;

/// The 19 colours that monday gives to groups (monday-api.md 4).
inline constexpr std::array<QStringView, 19> groupColors{
    u"#037f4c", u"#00c875", u"#9cd326", u"#cab641", u"#ffcb00", u"#784bd1", u"#a25ddc",
    u"#0086c0", u"#579bfc", u"#66ccff", u"#bb3354", u"#e2445c", u"#ff158a", u"#ff5ac4",
    u"#ff642e", u"#fdab3d", u"#7f5347", u"#c4c4c4", u"#808080"};

/// The colour of the n-th group, round and round.
[[nodiscard]] inline QString groupColor(qint64 number)
{
    return groupColors.at(static_cast<std::size_t>(number) % groupColors.size()).toString();
}

} // namespace syncline::sandbox
