#pragma once

#include "eventids.h" // generated from resources/event-ids.tsv

#include <QDateTime>
#include <QJsonObject>
#include <QString>

#include <functional>
#include <optional>
#include <span>

namespace syncline {

enum class EventLevel { Debug, Info, Warning, Error };

/// One line of resources/event-ids.tsv. The views point into static memory.
struct EventDescription
{
    EventId id;
    EventLevel level;
    QStringView name; ///< "se-001"
    QStringView component; ///< "sync", "monday", ...
    QStringView text; ///< English, with {parameter} places
    QStringView advice; ///< what the reader can do; empty where nothing is to be done
};

/// All events that the program can report, in the order of their ids.
[[nodiscard]] std::span<const EventDescription> eventRegistry();
[[nodiscard]] const EventDescription &describe(EventId id);
[[nodiscard]] std::optional<EventId> eventIdFromName(QStringView name);
[[nodiscard]] QString nameOf(EventLevel level);

/// Something that happened: a registered id and its parameters. Also the reason that a row carries.
/// Parameters never hold a token or a password.
struct Event
{
    EventId id = EventId::None;
    QJsonObject parameters;
    QDateTime time; ///< UTC; set by the sink when invalid

    [[nodiscard]] QString name() const { return describe(id).name.toString(); }
    [[nodiscard]] QString text() const;
    /// The text with the parameters put into another template of the same event (a translation).
    [[nodiscard]] QString textFrom(QStringView textTemplate) const;

    friend bool operator==(const Event &, const Event &) = default;
};

/// Where events go: log file, sync folder, window. Implementations are thread-safe and do not block on I/O.
class EventSink
{
public:
    EventSink() = default;
    Q_DISABLE_COPY_MOVE(EventSink)
    virtual ~EventSink() = default;
    virtual void post(Event event) = 0;
};

} // namespace syncline
