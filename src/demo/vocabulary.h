#pragma once

#include "domain/board.h"

#include <QString>
#include <QStringList>

#include <span>
#include <vector>

namespace syncline::demo {

/// An invented brand.
struct DemoCustomer
{
    QString name; ///< canonical
    QString prefix; ///< of its order numbers, three letters
    QString alias; ///< as its workbooks spell it
    int weight = 2; ///< share of the orders
    int cancelledPercent = 3;
    int noCustomerSeasonPercent = 10;
};

/// Both names of a season; the customer's may be empty.
struct DemoSeason
{
    QStringView customer;
    QStringView house; ///< AAG SEASON
};

/// A kind of garment with the sizes that it is made in.
struct DemoProduct
{
    QStringView description;
    QStringView category;
    QStringView unit;
    QStringView harmonisedCode;
    std::span<const QStringView> sizes;
};

struct DemoColour
{
    QStringView code;
    QStringView name;
};

struct DemoDestination
{
    QStringView place;
    QStringView warehouse;
};

/// One line of the live mapping (original-system.md 10.1).
struct DemoMapping
{
    QStringView source;
    QStringView columnId;
    QStringView title;
    ColumnType type;
};

/// The sixteen brands of original-system.md 10.4; fewer keep O'RILEY SPORT, more get invented names.
[[nodiscard]] std::vector<DemoCustomer> demoCustomers(int count, bool withApostrophe);
[[nodiscard]] std::span<const DemoSeason> demoSeasons();
[[nodiscard]] std::span<const QStringView> demoHouseSeasons();
[[nodiscard]] std::span<const DemoProduct> demoProducts();
[[nodiscard]] std::span<const DemoColour> demoColours();
[[nodiscard]] std::span<const DemoDestination> demoDestinations();
[[nodiscard]] std::span<const QStringView> demoNotes();
[[nodiscard]] std::span<const QStringView> demoCollections();
[[nodiscard]] std::span<const DemoMapping> headerMapping(); ///< 46 sources, 45 columns
[[nodiscard]] std::span<const DemoMapping> lineMapping();

// Board and columns that several files name
inline constexpr QStringView boardId = u"9609317401";
inline constexpr QStringView boardName = u"Customer Master Schedule";
inline constexpr QStringView subitemBoardId = u"9609317948";
inline constexpr QStringView recordKeyColumn = u"text_mkrkey01";
inline constexpr QStringView categoryColumn = u"dropdown_mkr5s5n3";
/// What the faults bring; neither is among the labels of the board.
inline constexpr QStringView newCategory = u"ADAPTIVE";
inline constexpr QStringView newSeason = u"RESORT 27";

/// Labels of the dropdown and status columns as the board knows them before the first sync.
[[nodiscard]] QStringList boardLabels(QStringView columnId, const std::vector<DemoCustomer> &customers);

} // namespace syncline::demo
