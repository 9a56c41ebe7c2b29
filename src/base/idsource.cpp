#include "base/idsource.h"

#include <QRandomGenerator>

namespace syncline {

namespace {

/// RFC 4122, version 4, from 128 random bits.
QUuid randomUuid(quint64 high, quint64 low)
{
    const auto data1 = static_cast<uint>(high >> 32);
    const auto data2 = static_cast<ushort>(high >> 16);
    const auto data3 = static_cast<ushort>((high & 0x0fff) | 0x4000);
    const auto byte = [low](int index) { return static_cast<uchar>(low >> (8 * index)); };
    return {data1,   data2,   data3,   static_cast<uchar>((byte(7) & 0x3f) | 0x80),
            byte(6), byte(5), byte(4), byte(3),
            byte(2), byte(1), byte(0)};
}

} // namespace

QUuid SystemIdSource::next()
{
    return QUuid::createUuid();
}

double SystemIdSource::jitter()
{
    return QRandomGenerator::global()->generateDouble();
}

QUuid SeededIdSource::next()
{
    const std::lock_guard lock(m_mutex);
    const quint64 high = m_engine();
    return randomUuid(high, m_engine());
}

double SeededIdSource::jitter()
{
    const std::lock_guard lock(m_mutex);
    return static_cast<double>(m_engine() >> 11) * 0x1.0p-53;
}

} // namespace syncline
