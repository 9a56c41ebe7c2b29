#pragma once

#include <QString>

#include <random>
#include <span>

namespace syncline::demo {

/// Repeatable choices. std::mt19937_64 is the same everywhere, the distributions of the library are not.
class DemoRandom
{
public:
    /// A stream of its own for each number of each purpose, so that one row does not depend on another.
    DemoRandom(quint64 seed, quint64 purpose, quint64 number)
        : m_engine(mixed(mixed(mixed(seed) + purpose) + number))
    {
    }

    /// Uniform in [0, bound).
    int below(int bound) { return static_cast<int>(m_engine() % static_cast<quint64>(bound)); }
    int between(int least, int most) { return least + below(most - least + 1); }
    bool chance(int percent) { return below(100) < percent; }

    template<typename T>
    const T &pick(std::span<const T> choices)
    {
        return choices[m_engine() % choices.size()];
    }

    /// Lower case, without braces, version 4.
    QString uuid()
    {
        const quint64 high = (m_engine() & ~quint64{0xf000}) | 0x4000;
        const quint64 low = (m_engine() & ~(quint64{3} << 62)) | (quint64{1} << 63);
        QString text = QString::number(high, 16).rightJustified(16, u'0')
            + QString::number(low, 16).rightJustified(16, u'0');
        for (const int place : {8, 13, 18, 23})
            text.insert(place, u'-');
        return text;
    }

private:
    /// splitmix64 of Sebastiano Vigna: neighbouring numbers become unrelated seeds.
    static quint64 mixed(quint64 value)
    {
        value += 0x9e3779b97f4a7c15;
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
        value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
        return value ^ (value >> 31);
    }

    std::mt19937_64 m_engine;
};

} // namespace syncline::demo
