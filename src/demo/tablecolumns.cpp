#include "demo/tablecolumns.h"

#include <array>

namespace syncline::demo {

namespace {

constexpr std::array<TableColumn, 22> beforeSizes = {{
    {u"record_uuid", u"TEXT COLLATE NOCASE PRIMARY KEY"},
    {u"AAG ORDER NUMBER", u"NVARCHAR(100)"},
    {u"CUSTOMER NAME", u"NVARCHAR(100)"},
    {u"SOURCE_CUSTOMER_NAME", u"NVARCHAR(100)"},
    {u"ORDER DATE PO RECEIVED", u"DATE"},
    {u"PO NUMBER", u"NVARCHAR(255)"},
    {u"CUSTOMER ALT PO", u"NVARCHAR(255)"},
    {u"AAG SEASON", u"NVARCHAR(255)"},
    {u"CUSTOMER SEASON", u"NVARCHAR(100)"},
    {u"DROP", u"NVARCHAR(255)"},
    {u"MONTH", u"NVARCHAR(255)"},
    {u"RANGE / COLLECTION", u"NVARCHAR(255)"},
    {u"PROMO GROUP / CAMPAIGN (HOT 30/GLOBAL EDIT)", u"NVARCHAR(255)"},
    {u"CATEGORY", u"NVARCHAR(255)"},
    {u"PATTERN ID", u"NVARCHAR(255)"},
    {u"MAKE OR BUY", u"NVARCHAR(255)"},
    {u"ALIAS/RELATED ITEM", u"NVARCHAR(255)"},
    {u"CUSTOMER STYLE", u"NVARCHAR(100)"},
    {u"STYLE DESCRIPTION", u"NVARCHAR(100)"},
    {u"CUSTOMER'S COLOUR CODE (CUSTOM FIELD) CUSTOMER PROVIDES THIS", u"NVARCHAR(255)"},
    {u"CUSTOMER COLOUR DESCRIPTION", u"NVARCHAR(100)"},
    {u"UNIT OF MEASURE", u"NVARCHAR(100)"},
}};

constexpr std::array<QStringView, 245> sizes = {
    // Baby Sizes
    u"2T", u"3T", u"4T", u"5T", u"6T",
    // Numeric Child
    u"0", u"0-3M", u"1", u"2", u"2/3", u"3/6 MTHS", u"3-6M", u"3-4 years", u"3", u"3-4", u"4", u"4/5",
    u"04/XXS", u"5", u"5-6 years", u"5-6", u"6", u"6-12M", u"6/7", u"6/12 MTHS", u"6-9M", u"6-10",
    u"S(6-8)", u"7", u"7-8 years", u"7-8", u"8", u"08/S", u"8/9", u"M(8-10)", u"9", u"9-12M",
    u"9-10 years", u"9-10", u"10", u"10/M", u"10/11", u"10-12", u"M(10-12)", u"L(10-12)", u"11-12 years",
    u"11-14", u"12", u"12/18 MTHS", u"12-18M", u"12/L", u"12/13", u"12-14", u"13-14 years", u"14",
    u"L(14-16)", u"16",
    // Adult Sizes
    u"XXXS", u"XXS", u"XXS/XS", u"XS", u"XS/S", u"S", u"M", u"L", u"XS-PETITE", u"06/XS", u"CD/XS",
    u"C/XS", u"D/XS", u"XL", u"L/XL", u"14/XL", u"L-XL", u"AB/XL", u"CD/XL", u"C/XL", u"D/XL", u"XXL",
    u"2XL", u"XL/XXL", u"16/XXL", u"XL/2XL", u"XXL/3XL", u"D/XXL", u"3XL", u"4XL",
    // Numeric Adult
    u"18", u"18/24 MTHS", u"18-24M", u"18/XXXL", u"20", u"22", u"24", u"25", u"26", u"27", u"28",
    u"28-30L", u"29", u"30", u"30-30L", u"30-31L", u"30/32", u"30-32L", u"30/30", u"31", u"31-30L",
    u"31-31L", u"31/32", u"31-32L", u"31/30", u"32", u"32-30L", u"32-31L", u"32/32", u"32-32L", u"32/34",
    u"32/36", u"32/30", u"33", u"33-30L", u"33-31L", u"33/32", u"33-32L", u"33/30", u"34", u"34-30L",
    u"34-31L", u"34/32", u"34-32L", u"34/34", u"34/30", u"35", u"35-30L", u"35-31L", u"35/32", u"35-32L",
    u"35/30", u"36", u"36-30L", u"36-31L", u"36/32", u"36-32L", u"36/34", u"36/30", u"38", u"38-30L",
    u"38-31L", u"38/32", u"38-32L", u"38/34", u"38/36", u"38/30", u"40", u"40-30L", u"40-31L", u"40/32",
    u"40/30", u"42", u"43", u"44", u"45", u"46", u"48", u"50", u"52", u"54", u"56", u"58", u"60",
    // One Size
    u"OS", u"ONE SIZE", u"One_Size", u"One Sz",
    // Other Sizes
    u"S/M", u"M/L", u"XXXL", u"2X", u"3X", u"1X", u"4X", u"S/P", u"S+", u"1Y", u"2Y", u"3Y", u"4Y",
    u"S-PETITE", u"S-M", u"32C", u"32D", u"4XT", u"32DD", u"30x30", u"32DDD", u"34C", u"30x32", u"0w",
    u"2w", u"32x30", u"One_Sz", u"34D", u"34DD", u"4w", u"32x32", u"6w", u"34DDD", u"32x34", u"36C", u"8w",
    u"34x30", u"10w", u"O/S", u"34x32", u"31x30", u"36D", u"12w", u"34x34", u"36DD", u"36DDD", u"36x32",
    u"38C", u"36x30", u"38D", u"36x34", u"38x30", u"40x30", u"38DD", u"38x32", u"38DDD", u"38x34",
    u"40x32", u"40x34", u"AB/S", u"AB/M", u"CD/S", u"CD/M", u"CD/L", u"C/S", u"C/M", u"C/L", u"D/S",
    u"D/M", u"D/L",
};

constexpr std::array<TableColumn, 32> afterSizes = {{
    {u"TOTAL QTY", u"SMALLINT"},
    {u"DESTINATION", u"NVARCHAR(100)"},
    {u"DESTINATION WAREHOUSE", u"NVARCHAR(255)"},
    {u"Warehouse", u"NVARCHAR(100)"},
    {u"ETA CUSTOMER WAREHOUSE DATE", u"DATE"},
    {u"EX FACTORY DATE", u"DATE"},
    {u"DELIVERY TERMS", u"NVARCHAR(255)"},
    {u"PLANNED DELIVERY METHOD", u"NVARCHAR(100)"},
    {u"NOTES", u"NVARCHAR(1000)"},
    {u"ORDER TYPE", u"NVARCHAR(100)"},
    {u"CUSTOMER PRICE", u"DECIMAL(10,4)"},
    {u"EX WORKS (USD)", u"DECIMAL(10,4)"},
    {u"ADMINISTRATION FEE", u"DECIMAL(10,4)"},
    {u"DESIGN FEE", u"NVARCHAR(255)"},
    {u"FX CHARGE", u"DECIMAL(10,4)"},
    {u"HANDLING", u"DECIMAL(10,4)"},
    {u"SURCHARGE FEE", u"NVARCHAR(255)"},
    {u"DISCOUNT", u"NVARCHAR(255)"},
    {u"FINAL FOB (USD)", u"DECIMAL(17,4)"},
    {u"HS CODE", u"NVARCHAR(255)"},
    {u"US DUTY RATE", u"DECIMAL(10,6)"},
    {u"US DUTY", u"DECIMAL(10,4)"},
    {u"FREIGHT", u"DECIMAL(18,4)"},
    {u"US TARIFF RATE", u"DECIMAL(10,6)"},
    {u"US TARIFF", u"DECIMAL(10,4)"},
    {u"DDP US (USD)", u"DECIMAL(17,4)"},
    {u"SMS PRICE USD", u"DECIMAL(10,4)"},
    {u"USA ONLY LSTP 75% EX WORKS", u"DECIMAL(10,4)"},
    {u"UK FREIGHT", u"NVARCHAR(255)"},
    {u"FINAL PRICES Y/N", u"NVARCHAR(255)"},
    {u"NOTES FOR PRICE", u"NVARCHAR(255)"},
    {u"_SOURCE_TABLE", u"NVARCHAR(255)"},
}};

constexpr std::array<TableColumn, 3> naming = {{
    {u"group_name", u"NVARCHAR(255)"},
    {u"group_id", u"NVARCHAR(128)"},
    {u"item_name", u"NVARCHAR(1000)"},
}};

constexpr std::array<TableColumn, 19> headerSync = {{
    {u"row_hash", u"CHAR(64)"},
    {u"sync_state", u"VARCHAR(10) NOT NULL DEFAULT 'NEW'"},
    {u"action_type", u"VARCHAR(10)"},
    {u"monday_item_id", u"BIGINT"},
    {u"last_synced_at", u"DATETIME2"},
    {u"sync_pending_at", u"DATETIME2"},
    {u"sync_attempted_at", u"DATETIME2"},
    {u"sync_completed_at", u"DATETIME2"},
    {u"sync_error_message", u"NVARCHAR(1000)"},
    {u"retry_count", u"INT DEFAULT 0"},
    {u"api_request_payload", u"TEXT"},
    {u"api_response_payload", u"TEXT"},
    {u"api_request_timestamp", u"DATETIME2"},
    {u"api_response_timestamp", u"DATETIME2"},
    {u"api_operation_type", u"NVARCHAR(50)"},
    {u"api_status", u"NVARCHAR(20)"},
    {u"api_error_message", u"NVARCHAR(2000)"},
    {u"created_at", u"DATETIME2"},
    {u"updated_at", u"DATETIME2"},
}};

constexpr std::array<TableColumn, 25> lines = {{
    {u"line_uuid", u"TEXT COLLATE NOCASE PRIMARY KEY"},
    {u"record_uuid", u"TEXT COLLATE NOCASE NOT NULL"},
    {u"size_code", u"NVARCHAR(20) NOT NULL"},
    {u"qty", u"INT NOT NULL"},
    {u"row_hash", u"CHAR(64)"},
    {u"action_type", u"VARCHAR(10)"},
    {u"sync_state", u"VARCHAR(10) NOT NULL DEFAULT 'NEW'"},
    {u"monday_item_id", u"BIGINT"},
    {u"monday_subitem_id", u"BIGINT"},
    {u"monday_parent_id", u"BIGINT"},
    {u"sync_pending_at", u"DATETIME2"},
    {u"sync_attempted_at", u"DATETIME2"},
    {u"sync_completed_at", u"DATETIME2"},
    {u"sync_error_message", u"NVARCHAR(1000)"},
    {u"retry_count", u"INT DEFAULT 0"},
    {u"api_request_payload", u"TEXT"},
    {u"api_response_payload", u"TEXT"},
    {u"api_request_timestamp", u"DATETIME2"},
    {u"api_response_timestamp", u"DATETIME2"},
    {u"api_operation_type", u"NVARCHAR(50)"},
    {u"api_status", u"NVARCHAR(20)"},
    {u"api_error_message", u"NVARCHAR(2000)"},
    {u"created_at", u"DATETIME2"},
    {u"updated_at", u"DATETIME2"},
    {u"last_synced_at", u"DATETIME2"},
}};

constexpr std::array<TableColumn, 13> apiLog = {{
    {u"id", u"INTEGER PRIMARY KEY AUTOINCREMENT"},
    {u"record_uuid", u"TEXT COLLATE NOCASE NOT NULL"},
    {u"source", u"NVARCHAR(20) NOT NULL CHECK (source IN ('HEADER', 'LINE'))"},
    {u"sync_state", u"NVARCHAR(20)"},
    {u"sync_completed_at", u"DATETIME2"},
    {u"api_request_payload", u"TEXT"},
    {u"api_response_payload", u"TEXT"},
    {u"api_request_timestamp", u"DATETIME2"},
    {u"api_response_timestamp", u"DATETIME2"},
    {u"api_operation_type", u"NVARCHAR(50)"},
    {u"api_status", u"NVARCHAR(20)"},
    {u"archived_at", u"DATETIME2 NOT NULL DEFAULT CURRENT_TIMESTAMP"},
    {u"pipeline_run_id", u"NVARCHAR(50)"},
}};

constexpr std::array<TableColumn, 7> groupRegistry = {{
    {u"board_id", u"NVARCHAR(50) NOT NULL"},
    {u"board_name", u"NVARCHAR(255)"},
    {u"group_id", u"NVARCHAR(128) NOT NULL"},
    {u"group_name", u"NVARCHAR(255)"},
    {u"created_date", u"DATETIME2"},
    {u"updated_date", u"DATETIME2"},
    {u"is_active", u"BIT DEFAULT 1"},
}};

constexpr std::array<TableColumn, 2> canonicalCustomer = {{
    {u"name", u"NVARCHAR(255) PRIMARY KEY"},
    {u"canonical", u"NVARCHAR(255) NOT NULL"},
}};

} // namespace

std::span<const TableColumn> columnsBeforeSizes()
{
    return beforeSizes;
}

std::span<const QStringView> sizeColumns()
{
    return sizes;
}

std::span<const TableColumn> columnsAfterSizes()
{
    return afterSizes;
}

std::span<const TableColumn> namingColumns()
{
    return naming;
}

std::span<const TableColumn> headerSyncColumns()
{
    return headerSync;
}

std::span<const TableColumn> lineColumns()
{
    return lines;
}

std::span<const TableColumn> apiLogColumns()
{
    return apiLog;
}

std::span<const TableColumn> groupRegistryColumns()
{
    return groupRegistry;
}

std::span<const TableColumn> canonicalCustomerColumns()
{
    return canonicalCustomer;
}

} // namespace syncline::demo
