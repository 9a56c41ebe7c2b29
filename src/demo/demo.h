#pragma once

#include "base/result.h"
#include "domain/recordkey.h"
#include "domain/settings.h"

#include <QDate>
#include <QSet>
#include <QString>

#include <array>
#include <optional>
#include <vector>

namespace syncline {

/// Faults planted in a demo workspace (original-system.md 10.7), each in a row that is otherwise perfect.
enum class DemoFault {
    TextInFreight, ///< a number column holds text
    FullDropdown, ///< CATEGORY has 500 labels on the board, the row brings another one
    NewSeason, ///< a label that has to be created
    CaseVariantOfCancelled, ///< `Cancelled`, the board says CANCELLED
    DeletedGroup, ///< group_id that the board does not have; the title is there
    MissingSeason, ///< both seasons empty, group_name `check`
    DuplicatedOrderNumber, ///< two different rows of one number
    QuantityChange, ///< a line of a synced order waits with another quantity
    CancelledOrder, ///< one that waits, and one on the board that became CANCELLED
    OverlongItemName, ///< more than 255 characters
    ApostropheCustomer, ///< O'RILEY SPORT
    TotalUnequalToSizes,
    LostAnswer, ///< a create_item is done, its answer never arrives
    RateLimited, ///< 429 with a wait of 2 s
    ServerError, ///< HTTP 500 after the items were created
};
inline constexpr std::array allDemoFaults{DemoFault::TextInFreight,
                                          DemoFault::FullDropdown,
                                          DemoFault::NewSeason,
                                          DemoFault::CaseVariantOfCancelled,
                                          DemoFault::DeletedGroup,
                                          DemoFault::MissingSeason,
                                          DemoFault::DuplicatedOrderNumber,
                                          DemoFault::QuantityChange,
                                          DemoFault::CancelledOrder,
                                          DemoFault::OverlongItemName,
                                          DemoFault::ApostropheCustomer,
                                          DemoFault::TotalUnequalToSizes,
                                          DemoFault::LostAnswer,
                                          DemoFault::RateLimited,
                                          DemoFault::ServerError};

/// snake_case, as in planted_faults.csv.
[[nodiscard]] QString nameOf(DemoFault fault);
[[nodiscard]] inline size_t qHash(DemoFault fault, size_t seed = 0)
{
    return ::qHash(static_cast<int>(fault), seed);
}

/// A PostgreSQL server for the warehouse of a demo.
struct DemoServer
{
    DatabaseSettings database; ///< becomes databases.<key> of the workspace
    QString password; ///< stands in no file
};

struct DemoOptions
{
    QString folder;
    int orders = 1500; ///< rows of FACT_ORDER_LIST, at least `fewestDemoOrders`
    int customers = 16; ///< at least 1; above 16 further names are invented
    quint64 seed = 1;
    QSet<DemoFault> switchedOff;
    std::optional<DemoServer> server; ///< none: the warehouse is a SQLite file of the workspace
    /// The day on which the demo takes place. A constant, so that the same seed makes the same bytes at any
    /// time.
    QDate today{2026, 2, 2};
};
inline constexpr int fewestDemoOrders = 20;
inline constexpr int mostDemoCustomers = 500; // their names are labels of one dropdown (monday-api.md 3.3)

/// What a sync of the demo makes of a planted row.
enum class DemoOutcome { Created, Updated, Refused };
[[nodiscard]] QString nameOf(DemoOutcome outcome);

/// A planted fault. Faults of the network have no row: every order still arrives exactly once.
struct PlantedFault
{
    DemoFault fault = DemoFault::TextInFreight;
    RecordKey key; ///< null for faults of the network
    QString orderNumber;
    QString customer;
    std::optional<DemoOutcome> outcome; ///< of the header, by a sync of everything that waits
    QString column; ///< source column that makes the difference; empty when it is not a column
    QString expectation; ///< what should happen, in one sentence
};

struct DemoReport
{
    QString folder; ///< absolute
    QString configFile;
    int orders = 0; ///< rows of FACT_ORDER_LIST
    int waiting = 0; ///< of these, rows that a sync takes: PENDING without those of action NONE
    int onBoard = 0; ///< of these, rows with an item on the board
    int lines = 0; ///< rows of ORDER_LIST_LINES
    int newInSource = 0; ///< orders that only the source tables have; `refresh` brings them
    int groupsOnBoard = 0;
    std::vector<PlantedFault> faults; ///< in the order of the enum
};

/// Writes a demo workspace: syncline.toml, warehouse.sqlite, sandbox.sqlite (the board), sandbox.toml (its
/// behaviour) and planted_faults.csv. Same options, same bytes. The folder is made when it is not there;
/// nothing in it is overwritten: InvalidInput when it holds a file of these names. Files appear whole,
/// syncline.toml last. With a server, the tables are made in its schema instead of warehouse.sqlite:
/// InvalidInput when one of them is there already, WarehouseFailed when it does not answer. Blocks; any thread.
[[nodiscard]] Result<DemoReport> makeDemo(const DemoOptions &options);

} // namespace syncline
