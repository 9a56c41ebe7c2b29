#include "demo/vocabulary.h"

#include <array>

using namespace Qt::StringLiterals;

namespace syncline::demo {

namespace {

struct Brand
{
    QStringView name;
    QStringView prefix;
    QStringView alias;
    int weight;
    int cancelledPercent;
    int noCustomerSeasonPercent;
};

// One brand cancels often and one hardly names a season, as in the reference data
// (original-system.md 10.5, 10.7).
constexpr std::array brands{
    Brand{u"ALPINE LARK", u"ALL", u"Alpine Lark Outfitters", 9, 3, 10},
    Brand{u"BRIGHT HARBOR", u"BRH", u"BRIGHT HARBOR (US)", 7, 2, 8},
    Brand{u"CEDAR & SALT", u"CES", u"Cedar and Salt", 4, 4, 12},
    Brand{u"DELTA NINE RUN", u"DNR", u"DELTA 9 RUN", 5, 3, 5},
    Brand{u"EMBER STUDIO", u"EMB", u"EMBER STUDIO LLC", 3, 5, 10},
    Brand{u"FIELDNOTE", u"FIE", u"Field Note", 3, 2, 15},
    Brand{u"GRANITE CLUB", u"GRA", u"GRANITE CLUB (AU)", 12, 3, 84},
    Brand{u"HALF MOON SWIM", u"HMS", u"HALFMOON SWIM", 4, 4, 10},
    Brand{u"IRONWREN", u"IRO", u"IRON WREN", 6, 3, 6},
    Brand{u"JUNO ATHLETICS", u"JUN", u"Juno Athletics, Inc.", 5, 2, 10},
    Brand{u"KITE & CO", u"KIT", u"KITE AND CO", 4, 20, 10},
    Brand{u"LUMEN YOGA", u"LUM", u"LUMEN YOGA (UK)", 3, 3, 20},
    Brand{u"MARLOW GOLF", u"MAR", u"Marlow Golf Private Label", 8, 4, 10},
    Brand{u"NORTH TIDE", u"NOR", u"NORTHTIDE", 2, 2, 10},
    Brand{u"O'RILEY SPORT", u"ORS", u"O\u2019Riley Sport", 3, 3, 10},
    Brand{u"PALOMA", u"PAL", u"PALOMA (US)", 2, 5, 10},
};
constexpr std::size_t apostropheBrand = 14;

constexpr std::array firstWords{u"AMBER",  u"BIRCH",  u"COBALT", u"DUNE",   u"EAST",  u"FOREST", u"GOLDEN",
                                u"HOLLOW", u"INDIGO", u"JADE",   u"LONG",   u"MAPLE", u"NOBLE",  u"OPAL",
                                u"PINE",   u"QUIET",  u"RIVER",  u"SILVER", u"TALL",  u"WILD"};
constexpr std::array secondWords{
    u"ANCHOR",  u"ARROW",    u"BADGER", u"BEACON",  u"BRIDGE",  u"BROOK",   u"CANYON",  u"CIRCLE", u"CLOVER",
    u"COMPASS", u"CRANE",    u"DRIFT",  u"EGRET",   u"FALCON",  u"FERN",    u"FINCH",   u"GROVE",  u"HARE",
    u"HERON",   u"HILL",     u"ISLAND", u"JUNIPER", u"KESTREL", u"LAKE",    u"LANTERN", u"LEAF",   u"LYNX",
    u"MEADOW",  u"MERIDIAN", u"MOTION", u"OAK",     u"ORBIT",   u"OTTER",   u"PEAK",    u"PEBBLE", u"PLOVER",
    u"QUARRY",  u"RAVEN",    u"REEF",   u"RIDGE",   u"SAIL",    u"SPARROW", u"SPRUCE",  u"STRIDE", u"SUMMIT",
    u"TERN",    u"TRAIL",    u"VALLEY", u"WILLOW",  u"YARD"};

DemoCustomer fromBrand(const Brand &brand)
{
    return {.name = brand.name.toString(),
            .prefix = brand.prefix.toString(),
            .alias = brand.alias.toString(),
            .weight = brand.weight,
            .cancelledPercent = brand.cancelledPercent,
            .noCustomerSeasonPercent = brand.noCustomerSeasonPercent};
}

DemoCustomer invented(std::size_t number)
{
    // None of the brands' prefixes begins with an X or a Y.
    constexpr std::size_t letters = 26;
    const QChar first = number < letters * letters ? u'X' : u'Y';
    const auto letter = [](std::size_t value) {
        return QChar(static_cast<char16_t>(u'A' + value % letters));
    };
    DemoCustomer customer;
    customer.name = QStringView(firstWords[number % firstWords.size()]) + u" "_s
        + QStringView(secondWords[number / firstWords.size() % secondWords.size()]);
    customer.prefix = QString(first) + letter(number / letters) + letter(number);
    customer.alias = customer.name + u" (US)"_s;
    return customer;
}

constexpr std::array seasons{
    DemoSeason{u"SP26", u"2026 SPRING"},
    DemoSeason{u"SS26", u"2026 SPRING SUMMER"},
    DemoSeason{u"FA25", u"2025 FALL"},
    DemoSeason{u"FW25", u"2025 FALL"},
    DemoSeason{u"FA25 HOLIDAY", u"2025 FALL"},
    DemoSeason{u"FA25 CUSTOM", u"2025 FALL"},
    DemoSeason{u"SPRING 26 REBUY", u"2026 SPRING"},
    DemoSeason{u"June 2025 Re-buy", u"2025 SUMMER"},
    DemoSeason{u"SPRING 26-1", u"2026 SPRING"},
    DemoSeason{u"FALL 1", u"2025 FALL"},
    DemoSeason{u"SUMMER 2025", u"2025 SUMMER"},
    DemoSeason{u"MARCH 25 BUY", u"2025 SPRING SUMMER"},
    DemoSeason{u"Q3 2024", u"2024 Q3"},
    DemoSeason{u"FEBRUARY", u"2026 SPRING"},
    DemoSeason{u"ECOMM", u"2025 Q2"},
    DemoSeason{u"CAPSULE", u"2026 SUMMER"},
    DemoSeason{u"STUDIO CAPSULE", u"2026 SUMMER"},
    DemoSeason{u"CAMPFIRE", u"2024 FALL"},
    DemoSeason{u"TBD", u"2026 SPRING SUMMER"},
    DemoSeason{u"SPRING SUMMER 2026", u"2026 SPRING SUMMER"},
};
constexpr std::array<QStringView, 9> houseSeasons{
    u"2024 FALL",          u"2025 SPRING SUMMER", u"2025 SUMMER", u"2025 FALL", u"2026 SPRING",
    u"2026 SPRING SUMMER", u"2026 SUMMER",        u"2025 Q2",     u"2024 Q3"};

// Size runs of original-system.md, appendix A
constexpr std::array<QStringView, 7> tops{u"XXS", u"XS", u"S", u"M", u"L", u"XL", u"XXL"};
constexpr std::array<QStringView, 7> trousers{u"28", u"30", u"32", u"34", u"36", u"38", u"40"};
constexpr std::array<QStringView, 7> dresses{u"4", u"6", u"8", u"10", u"12", u"14", u"16"};
constexpr std::array<QStringView, 5> children{u"2T", u"3T", u"4T", u"5T", u"6T"};
constexpr std::array<QStringView, 1> oneSize{u"OS"};
constexpr std::array<QStringView, 2> doubleSizes{u"S/M", u"L/XL"};

constexpr std::array products{
    DemoProduct{u"SEAMLESS LEGGING", u"WOMENS", u"PCE", u"6104.63.20.11", tops},
    DemoProduct{u"RACERBACK TANK", u"WOMENS", u"PCE", u"6109.90.10.50", tops},
    DemoProduct{u"SPORTS BRA", u"WOMENS", u"PCE", u"6212.10.90.20", tops},
    DemoProduct{u"PIQUE POLO", u"MENS", u"PCE", u"6105.10.00.10", tops},
    DemoProduct{u"HOODED SWEATSHIRT", u"UNISEX", u"PCE", u"6110.20.20.41", tops},
    DemoProduct{u"TRACK JACKET", u"UNISEX", u"PCE", u"6101.30.20.10", tops},
    DemoProduct{u"FIVE POCKET TROUSER", u"MENS", u"PCE", u"6203.42.90.15", trousers},
    DemoProduct{u"COURT SHORT 7\"", u"MENS", u"PCE", u"6203.43.90.30", trousers},
    DemoProduct{u"ONE PIECE SWIMSUIT", u"WOMENS", u"PCE", u"6112.41.00.10", dresses},
    DemoProduct{u"MIDI DRESS", u"WOMENS", u"PCE", u"6104.44.20.10", dresses},
    DemoProduct{u"CREW TEE", u"KIDS", u"PCE", u"6109.10.00.14", children},
    DemoProduct{u"RUNNING CAP", u"ACCESSORIES", u"PCE", u"6505.00.80.90", oneSize},
    DemoProduct{u"CUSHIONED SOCK", u"ACCESSORIES", u"PAIR", u"6115.96.90.20", doubleSizes},
};

constexpr std::array colours{
    DemoColour{u"417", u"MALTESE BLUE"},
    DemoColour{u"001", u"BLACK"},
    DemoColour{u"SAQ", u"SOLID AQUAVERDE"},
    DemoColour{u"HGR", u"HEATHER GREY"},
    DemoColour{u"BKDJ", u"BLACK / DIJON"},
    DemoColour{u"AIR-BLUE", u"AIR BLUE"},
    DemoColour{u"DKGR", u"DARK GREEN"},
    DemoColour{u"100", u"WHITE"},
    DemoColour{u"622", u"ROSE QUARTZ"},
    DemoColour{u"310", u"OLIVE BRANCH"},
    DemoColour{u"NVY", u"NAVY \"MIDNIGHT\""},
    DemoColour{u"205", u"CAF\u00c9 AU LAIT"},
    DemoColour{u"P14", u"TIE DYE PRINT: SEA GLASS, SAND, CORAL AND A LITTLE WHITE"},
    DemoColour{u"881", u"BURNT SIENNA"},
    DemoColour{u"STN", u"STONE"},
    DemoColour{u"740", u"GOLDEN HOUR"},
    DemoColour{u"TBD", u"TBD"},
    DemoColour{u"502", u"DEEP PLUM"},
    DemoColour{u"CHK", u"CHECK ECRU & INK"},
    DemoColour{u"333", u"FERN"},
};

constexpr std::array destinations{
    DemoDestination{u"CALIFORNIA", u"LONG BEACH DC"},      DemoDestination{u"TEXAS", u"DALLAS DC"},
    DemoDestination{u"NEW JERSEY", u"SECAUCUS DC"},        DemoDestination{u"AUSTRALIA", u"SYDNEY 3PL"},
    DemoDestination{u"UNITED KINGDOM", u"FELIXSTOWE 3PL"}, DemoDestination{u"CANADA", u"VANCOUVER DC"},
    DemoDestination{u"GEORGIA", u"SAVANNAH DC"},           DemoDestination{u"GERMANY", u"HAMBURG 3PL"},
};

constexpr std::array<QStringView, 10> notes{u"Ship window confirmed 12 Jan",
                                            u"Hold for lab dip approval 19 Jan",
                                            u"None",
                                            u"Split delivery, balance follows 2 Mar",
                                            u"Customer asks for eco poly bags",
                                            u"PP sample approved 8 Jan; proceed",
                                            u"Carton marks: see e-mail of 5 Jan",
                                            u"Re-order of last season\u2019s best seller",
                                            u"Fa\u00e7on adjusted\u00a0after fit session",
                                            u"Price agreed by phone 14 Jan, \"as before\""};

constexpr std::array<QStringView, 8> collections{u"CORE",     u"STUDIO",   u"TRAIL / ROAD", u"COAST TO COURT",
                                                 u"HERITAGE", u"RECOVERY", u"NIGHT RUN",    u"RESORT"};

constexpr std::array headers{
    DemoMapping{u"AAG ORDER NUMBER", u"text_mkr5wya6", u"AAG ORDER NUMBER", ColumnType::Text},
    DemoMapping{u"PO NUMBER", u"text_mkr5ej2x", u"PO NUMBER", ColumnType::Text},
    DemoMapping{u"CUSTOMER NAME", u"dropdown_mkr542p2", u"CUSTOMER", ColumnType::Dropdown},
    DemoMapping{u"CUSTOMER ALT PO", u"text_mkrh94rx", u"CUSTOMER ALT PO", ColumnType::Text},
    DemoMapping{u"ORDER DATE PO RECEIVED", u"date_mkr5zp5", u"ORDER DATE PO RECEIVED", ColumnType::Date},
    DemoMapping{u"ORDER TYPE", u"dropdown_mkr518fc", u"ORDER TYPE", ColumnType::Dropdown},
    DemoMapping{u"CUSTOMER COLOUR DESCRIPTION", u"long_text_mktdy7re", u"COLOR", ColumnType::LongText},
    DemoMapping{u"CUSTOMER'S COLOUR CODE (CUSTOM FIELD) CUSTOMER PROVIDES THIS", u"long_text_mktdjzcg",
                u"CUSTOMER COLOR CODE", ColumnType::LongText},
    DemoMapping{u"CUSTOMER STYLE", u"text_mktdechp", u"STYLE", ColumnType::Text},
    DemoMapping{u"PATTERN ID", u"text_mkr5cz8m", u"PATTERN ID", ColumnType::Text},
    DemoMapping{u"STYLE DESCRIPTION", u"long_text_mkr5p0cf", u"STYLE DESCRIPTION", ColumnType::LongText},
    DemoMapping{u"NOTES", u"long_text_mkr5hass", u"NOTES", ColumnType::LongText},
    DemoMapping{u"UNIT OF MEASURE", u"color_mkr5yf27", u"UNIT OF MEASURE", ColumnType::Status},
    DemoMapping{u"ALIAS/RELATED ITEM", u"text_mkrhra2c", u"ALIAS RELATED ITEM", ColumnType::Text},
    DemoMapping{u"AAG SEASON", u"dropdown_mkr58de6", u"AAG SEASON", ColumnType::Dropdown},
    DemoMapping{u"CATEGORY", u"dropdown_mkr5s5n3", u"CATEGORY", ColumnType::Dropdown},
    DemoMapping{u"CUSTOMER SEASON", u"dropdown_mkr5rgs6", u"CUSTOMER SEASON", ColumnType::Dropdown},
    DemoMapping{u"DROP", u"dropdown_mkr5w5e", u"DROP", ColumnType::Dropdown},
    DemoMapping{u"RANGE / COLLECTION", u"long_text_mks0vs1p", u"RANGE / COLLECTION", ColumnType::LongText},
    DemoMapping{u"DELIVERY TERMS", u"dropdown_mkr5kk5", u"DELIVERY TERMS", ColumnType::Dropdown},
    DemoMapping{u"DESTINATION WAREHOUSE", u"text_mkr5ps35", u"DESTINATION WAREHOUSE", ColumnType::Text},
    DemoMapping{u"Warehouse", u"text_mkr5ps35", u"DESTINATION WAREHOUSE", ColumnType::Text},
    DemoMapping{u"PLANNED DELIVERY METHOD", u"text_mkr5wcpw", u"PLANNED DELIVERY METHOD", ColumnType::Text},
    DemoMapping{u"ETA CUSTOMER WAREHOUSE DATE", u"date_mkr554yz", u"CUSTOMER REQ IN DC DATE",
                ColumnType::Date},
    DemoMapping{u"EX FACTORY DATE", u"date_mkr57811", u"CUSTOMER EX FACTORY DATE", ColumnType::Date},
    DemoMapping{u"TOTAL QTY", u"numeric_mktb1d19", u"ORDER QTY", ColumnType::Numbers},
    DemoMapping{u"ADMINISTRATION FEE", u"numeric_mkr5k68", u"ADMINISTRATION FEE", ColumnType::Numbers},
    DemoMapping{u"CUSTOMER PRICE", u"numeric_mkr5cact", u"CUSTOMER PRICE", ColumnType::Numbers},
    DemoMapping{u"DDP US (USD)", u"numeric_mkr5js0x", u"DDP US (USD)", ColumnType::Numbers},
    DemoMapping{u"DESIGN FEE", u"numeric_mkr5h612", u"DESIGN FEE", ColumnType::Numbers},
    DemoMapping{u"DISCOUNT", u"numeric_mkr56xx8", u"DISCOUNT", ColumnType::Numbers},
    DemoMapping{u"EX WORKS (USD)", u"numeric_mkr5erhv", u"EX WORKS (USD)", ColumnType::Numbers},
    DemoMapping{u"FINAL FOB (USD)", u"numeric_mkr5nhr7", u"FINAL FOB (USD)", ColumnType::Numbers},
    DemoMapping{u"FINAL PRICES Y/N", u"text_mkr5ptvg", u"FINAL PRICES Y/N", ColumnType::Text},
    DemoMapping{u"FX CHARGE", u"numeric_mkr5gp6a", u"FX CHARGE", ColumnType::Numbers},
    DemoMapping{u"NOTES FOR PRICE", u"long_text_mkr5znxn", u"NOTES FOR PRICE", ColumnType::LongText},
    DemoMapping{u"SMS PRICE USD", u"numeric_mkr58nvp", u"SMS PRICE USD", ColumnType::Numbers},
    DemoMapping{u"SURCHARGE FEE", u"numeric_mkr57cem", u"SURCHARGE FEE", ColumnType::Numbers},
    DemoMapping{u"US DUTY", u"numeric_mkr5ev2q", u"US DUTY", ColumnType::Numbers},
    DemoMapping{u"US DUTY RATE", u"numeric_mkr5r6at", u"US DUTY RATE", ColumnType::Numbers},
    DemoMapping{u"US TARIFF", u"numeric_mkr51ndy", u"US TARIFF", ColumnType::Numbers},
    DemoMapping{u"US TARIFF RATE", u"numeric_mkr55zg1", u"US TARIFF RATE", ColumnType::Numbers},
    DemoMapping{u"DESTINATION", u"text_mkr5kbc6", u"DESTINATION", ColumnType::Text},
    DemoMapping{u"FREIGHT", u"numeric_mksfr0r2", u"FREIGHT", ColumnType::Numbers},
    DemoMapping{u"HANDLING", u"text_mkr5s3tm", u"HANDLING", ColumnType::Text},
    DemoMapping{u"HS CODE", u"long_text_mktdz0g", u"HS CODE", ColumnType::LongText},
};
constexpr std::array lines{
    DemoMapping{u"size_code", u"dropdown_mkrak7qp", u"Size", ColumnType::Dropdown},
    DemoMapping{u"qty", u"numeric_mkra7j8e", u"Order Qty", ColumnType::Numbers},
};

} // namespace

std::vector<DemoCustomer> demoCustomers(int count, bool withApostrophe)
{
    std::vector<DemoCustomer> customers;
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i)
        customers.push_back(i < brands.size() ? fromBrand(brands[i]) : invented(i - brands.size()));
    if (customers.size() <= apostropheBrand)
        customers.back() = fromBrand(brands[apostropheBrand]);
    if (!withApostrophe) {
        for (DemoCustomer &customer : customers) {
            customer.name.remove(u'\'');
            customer.alias.remove(QChar(0x2019));
        }
    }
    return customers;
}

std::span<const DemoSeason> demoSeasons()
{
    return seasons;
}

std::span<const QStringView> demoHouseSeasons()
{
    return houseSeasons;
}

std::span<const DemoProduct> demoProducts()
{
    return products;
}

std::span<const DemoColour> demoColours()
{
    return colours;
}

std::span<const DemoDestination> demoDestinations()
{
    return destinations;
}

std::span<const QStringView> demoNotes()
{
    return notes;
}

std::span<const QStringView> demoCollections()
{
    return collections;
}

std::span<const DemoMapping> headerMapping()
{
    return headers;
}

std::span<const DemoMapping> lineMapping()
{
    return lines;
}

QStringList boardLabels(QStringView columnId, const std::vector<DemoCustomer> &customers)
{
    QStringList labels;
    if (columnId == u"dropdown_mkr542p2") {
        for (const DemoCustomer &customer : customers)
            labels.append(customer.name);
    } else if (columnId == u"dropdown_mkr518fc") {
        labels = {u"RECEIVED"_s, u"ACTIVE"_s, u"CANCELLED"_s, u"FORECAST"_s};
    } else if (columnId == u"dropdown_mkr58de6") {
        for (const QStringView season : houseSeasons)
            labels.append(season.toString());
    } else if (columnId == u"dropdown_mkr5rgs6") {
        for (const DemoSeason &season : seasons)
            labels.append(season.customer.toString());
    } else if (columnId == categoryColumn) {
        labels = {u"WOMENS"_s, u"MENS"_s, u"UNISEX"_s, u"KIDS"_s, u"ACCESSORIES"_s};
    } else if (columnId == u"dropdown_mkr5w5e") {
        labels = {u"DROP01"_s, u"DROP02"_s, u"DROP03"_s};
    } else if (columnId == u"dropdown_mkr5kk5") {
        labels = {u"FOB"_s, u"DDP"_s, u"EXW"_s};
    } else if (columnId == u"color_mkr5yf27") {
        labels = {u"PCE"_s, u"PAIR"_s, u"SET"_s};
    } else if (columnId == u"dropdown_mkrak7qp") {
        for (const DemoProduct &product : products) {
            for (const QStringView size : product.sizes)
                labels.append(size.toString());
        }
        labels.removeDuplicates();
    }
    return labels;
}

} // namespace syncline::demo
