#include "demo/demofiles.h"

#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline::demo {

namespace {

constexpr auto configHead =
    R"(# A demo workspace of Syncline: invented orders and a monday.com that lives on this machine.
# Nothing here needs an account, a token or the network. Change what you like; `syncline-cli demo` makes a new one.

# An environment names the tables of the warehouse and, further down, a board. A real file has two of them,
# development and production.
[environment.demo]
source_table = "swp_ORDER_LIST_SYNC"   # where `refresh` looks for new and changed orders
target_table = "FACT_ORDER_LIST"       # one row per order: becomes an item
lines_table = "ORDER_LIST_LINES"       # one row per size of an order: becomes a subitem
database = "demo"                      # one of the sections [databases.<key>]

# Where the tables are. A server has driver = "sqlserver" or "postgresql", host, database and user; its password
# comes from the system keychain or from SYNCLINE_DB_PASSWORD_<KEY>, never from this file.
[databases.demo]
)";

constexpr auto configFileDatabase = R"(driver = "sqlite"
path = "warehouse.sqlite"              # relative to this file
)";

constexpr auto configRest = R"(
# The size columns are those between these two.
[size_detection]
start_after = "UNIT OF MEASURE"
end_before = "TOTAL QTY"
max_sizes = 300

[monday.api]
version = "2026-10"
timeout_seconds = 30

[monday.demo]
board_id = "9609317401"
subitem_board_id = "9609317948"
record_key_column = "text_mkrkey01"    # holds the record_uuid: no order is ever made twice
sandbox = true                         # the local monday.com; its board is sandbox.sqlite, its manners sandbox.toml

# Labels of dropdown columns that a sync may create. Anything else is refused before it is sent.
[monday.demo.headers.create_labels_if_missing]
default = false
dropdown_mkr542p2 = false              # CUSTOMER
dropdown_mkr518fc = false              # ORDER TYPE
dropdown_mkr58de6 = true               # AAG SEASON
dropdown_mkr5s5n3 = true               # CATEGORY
dropdown_mkr5rgs6 = true               # CUSTOMER SEASON
dropdown_mkr5w5e = true                # DROP
dropdown_mkr5kk5 = true                # DELIVERY TERMS

[monday.demo.lines.create_labels_if_missing]
default = false
dropdown_mkrak7qp = true               # Size

# Orders per request to start with; Syncline adapts it. max_in_flight is the upper bound of requests at a time.
[monday.rate_limits]
item_batch_size = 10
group_batch_size = 5
max_in_flight = 8

# Share of rows from which a customer counts as Success and as Partial.
[monday.sync.success_thresholds]
success_rate = 0.95
partial_rate = 0.80

[monday.checks]
total_equals_sizes = "refuse"          # TOTAL QTY must be the sum of the sizes; or "warn", "off"

# Values to rewrite before sending: the customer's wording on the left, the board's label on the right.
[monday.value_mapping."CUSTOMER SEASON"]
"REBUY" = "SPRING 26 REBUY"

[reports]
root = "reports/sync"                  # one folder per sync; relative to this file

# Which column of the warehouse feeds which column of the board. Two sources may share a column when on_conflict
# says which one counts: here the first that is filled.
[monday.column_mapping.demo]
on_conflict = "first_non_empty"

[monday.column_mapping.demo.headers]
)";

constexpr auto sandboxHead =
    R"(# How the local monday.com of this workspace behaves. Remove a [[fault]] and it does not happen.
search_lag_seconds = 2.0       # search sees a new item this much later, as at monday.com

[latency]
request_ms = 80                # for each request
mutation_ms = 10               # and for each change in it

)";

/// A TOML string, whatever is in it.
QString tomlText(const QString &text)
{
    QString escaped;
    for (const QChar c : text) {
        if (c == u'"' || c == u'\\')
            escaped += u'\\';
        escaped += c < u' ' || c == QChar(0x7f) ? u"\\u%1"_s.arg(uint(c.unicode()), 4, 16, QChar(u'0')) : QString(c);
    }
    return u'"' + escaped + u'"';
}

/// Only what differs from the defaults.
QString databaseLines(const DatabaseSettings &server)
{
    QString lines = u"driver = \"postgresql\"\nhost = %1\n"_s.arg(tomlText(server.host));
    if (server.port != 0)
        lines += u"port = %1\n"_s.arg(server.port);
    lines += u"database = %1\nuser = %2\n"_s.arg(tomlText(server.database), tomlText(server.user));
    if (!server.schema.isEmpty())
        lines += u"schema = %1\n"_s.arg(tomlText(server.schema));
    if (!server.encrypt)
        lines += u"encrypt = false                        # the server does not encrypt its connections\n"_s;
    return lines;
}

QString mappingLines(std::span<const DemoMapping> mapping)
{
    QString lines;
    for (const DemoMapping &mapped : mapping)
        lines += u"\"%1\" = \"%2\"\n"_s.arg(mapped.source, mapped.columnId);
    return lines;
}

QString csvField(const QString &text)
{
    return u'"' + QString(text).replace(u'"', u"\"\""_s) + u'"';
}

} // namespace

QByteArray configFile(const DatabaseSettings *server)
{
    const QString content = QLatin1StringView(configHead)
        + (server ? databaseLines(*server) : QString::fromLatin1(configFileDatabase))
        + QLatin1StringView(configRest) + mappingLines(headerMapping())
        + u"\n[monday.column_mapping.demo.lines]\n"_s + mappingLines(lineMapping());
    return content.toUtf8();
}

QByteArray sandboxFile(const FaultPlan &faults, int orders)
{
    QString content = QLatin1StringView(sandboxHead);
    // The defaults of the sandbox, unless the orders of the demo would not fit. The budget of points is a hundred
    // times that of a paid account, so that a first sync takes seconds instead of twenty minutes.
    constexpr int usualItems = 10'000;
    constexpr int usualCalls = 25'000;
    content += u"[limits]\nitems_per_board = %1\ncalls_per_day = %2\n"
               "# A paid account has 10000000: write that here to see the program wait for its quota.\n"
               "complexity_per_minute = 1000000000\n"_s.arg(std::max(usualItems, 2 * orders))
                   .arg(std::max(usualCalls, 2 * orders));
    if (faults.has(DemoFault::LostAnswer))
        content += u"\n# The items are made, but the answer never arrives.\n"
                   "[[fault]]\non = \"create_item\"\nrequest = 2\nkind = \"drop_after\"\n"_s;
    if (faults.has(DemoFault::RateLimited))
        content += u"\n# The limit of requests per minute is said to be reached: wait two seconds.\n"
                   "[[fault]]\non = \"create_item\"\nrequest = 4\nkind = \"minute_limit\"\nseconds = 2\n"_s;
    if (faults.has(DemoFault::ServerError))
        content += u"\n# The items are made, but the answer is HTTP 500.\n"
                   "[[fault]]\non = \"create_item\"\nrequest = 6\nkind = \"error_500_after\"\n"_s;
    return content.toUtf8();
}

QByteArray faultListFile(const std::vector<PlantedFault> &faults)
{
    QString content = u"fault,key,order_number,customer,outcome,column,expectation\n"_s;
    for (const PlantedFault &fault : faults) {
        const QStringList fields{nameOf(fault.fault),
                                 fault.key.isNull() ? QString() : fault.key.toString(),
                                 fault.orderNumber,
                                 csvField(fault.customer),
                                 fault.outcome ? nameOf(*fault.outcome) : QString(),
                                 csvField(fault.column),
                                 csvField(fault.expectation)};
        content += fields.join(u',') + u'\n';
    }
    return content.toUtf8();
}

} // namespace syncline::demo
