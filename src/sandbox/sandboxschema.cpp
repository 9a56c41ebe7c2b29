#include "sandbox/graphqlschema.h"

using namespace Qt::StringLiterals;

namespace syncline::sandbox::graphql {

namespace {

// A test compares every line with monday's own schema.
constexpr QStringView definition = uR"sdl(
scalar JSON
scalar Date
scalar CompareValue

type Query {
  version: Version!
  versions: [Version!]
  me: User
  account: Account
  platform_api: PlatformApi
  complexity: Complexity
  boards(ids: [ID!], limit: Int = 25, page: Int = 1): [Board]
  items(ids: [ID!], limit: Int = 25, page: Int = 1, exclude_nonactive: Boolean): [Item]
  next_items_page(cursor: String!, limit: Int! = 25): ItemsResponse!
  items_page_by_column_values(board_id: ID!, columns: [ItemsPageByColumnValuesQuery!], cursor: String,
                              limit: Int! = 25): ItemsResponse!
}

type Mutation {
  complexity: Complexity
  create_item(board_id: ID!, item_name: String!, group_id: String, column_values: JSON,
              create_labels_if_missing: Boolean): Item
  create_subitem(parent_item_id: ID!, item_name: String!, column_values: JSON,
                 create_labels_if_missing: Boolean): Item
  change_multiple_column_values(board_id: ID!, item_id: ID, column_values: JSON!,
                                create_labels_if_missing: Boolean): Item
  change_simple_column_value(board_id: ID!, item_id: ID, column_id: String!, value: String,
                             create_labels_if_missing: Boolean): Item
  move_item_to_group(item_id: ID, group_id: String!): Item
  archive_item(item_id: ID): Item
  delete_item(item_id: ID): Item
  create_group(board_id: ID!, group_name: String!, group_color: String, relative_to: String,
               position_relative_method: PositionRelative): Group
  update_group(board_id: ID!, group_id: String!, group_attribute: GroupAttributes!, new_value: String!): Group
  archive_group(board_id: ID!, group_id: String!): Group
  delete_group(board_id: ID!, group_id: String!): Group
  create_column(board_id: ID!, id: String, title: String!, description: String, column_type: ColumnType!,
                defaults: JSON): Column
  update_dropdown_column(board_id: ID!, id: String!, revision: String!, title: String, description: String,
                         settings: UpdateDropdownColumnSettingsInput): Column
}

type Version { display_name: String! kind: VersionKind! value: String! }
enum VersionKind { current maintenance release_candidate }
type User { id: ID! name: String! email: String! account: Account! }
type Account { id: ID! name: String! slug: String! tier: String is_during_trial: Boolean plan: Plan }
type Plan { max_users: Int! period: String tier: String version: Int! }
type PlatformApi { daily_limit: DailyLimit }
type DailyLimit { base: Int total: Int }
type Complexity { before: Int! after: Int! query: Int! reset_in_x_seconds: Int! }

type Board {
  id: ID!
  name: String!
  url: String!
  state: State!
  permissions: String!
  hierarchy_type: BoardHierarchy
  items_count: Int
  items_limit: Int
  columns(ids: [String], types: [ColumnType!]): [Column]
  groups(ids: [String]): [Group]
  items_page(limit: Int! = 25, cursor: String, query_params: ItemsQuery): ItemsResponse!
}

type Column {
  id: ID!
  title: String!
  description: String
  type: ColumnType!
  archived: Boolean!
  revision: String!
  settings: JSON
  settings_str: String!
}

type Group { id: ID! title: String! color: String! position: String! archived: Boolean deleted: Boolean }

type ItemsResponse { cursor: String items: [Item!]! }

type Item {
  id: ID!
  name: String!
  url: String!
  state: State
  created_at: Date
  group: Group
  board: Board
  parent_item: Item
  column_values(ids: [String!], types: [ColumnType!]): [ColumnValue!]!
  subitems: [Item]
}

interface ColumnValue { id: ID! type: ColumnType! text: String value: JSON column: Column! }
type TextValue implements ColumnValue { id: ID! type: ColumnType! text: String value: JSON column: Column! }
type LongTextValue implements ColumnValue { id: ID! type: ColumnType! text: String value: JSON column: Column! }
type NumbersValue implements ColumnValue {
  id: ID! type: ColumnType! text: String value: JSON column: Column! number: Float
}
type DateValue implements ColumnValue {
  id: ID! type: ColumnType! text: String value: JSON column: Column! date: String time: String
}
type CheckboxValue implements ColumnValue {
  id: ID! type: ColumnType! text: String value: JSON column: Column! checked: Boolean
}
type DropdownValue implements ColumnValue {
  id: ID! type: ColumnType! text: String value: JSON column: Column! values: [DropdownValueOption!]!
}
type DropdownValueOption { id: ID! label: String! }
type StatusValue implements ColumnValue {
  id: ID! type: ColumnType! text: String value: JSON column: Column! label: String index: Int
}
type MirrorValue implements ColumnValue {
  id: ID! type: ColumnType! text: String value: JSON column: Column! display_value: String!
}
type FormulaValue implements ColumnValue {
  id: ID! type: ColumnType! text: String value: JSON column: Column! display_value: String!
}
type ItemIdValue implements ColumnValue { id: ID! type: ColumnType! text: String value: JSON column: Column! }
type UnsupportedValue implements ColumnValue { id: ID! type: ColumnType! text: String value: JSON column: Column! }

enum State { active all archived deleted }
enum BoardHierarchy { classic multi_level }
enum PositionRelative { after_at before_at }
enum GroupAttributes { color position relative_position_after relative_position_before title }
enum ColumnType {
  auto_number board_relation button checkbox color_picker country creation_log date dependency doc dropdown email
  file formula group hour integration item_assignees item_id last_updated link location long_text mirror numbers
  people phone progress rating status tags team text timeline time_tracking vote week world_clock unsupported name
  person direct_doc subtasks
}

input ItemsPageByColumnValuesQuery { column_id: String! column_values: [String]! }
input ItemsQuery { ids: [ID!] operator: ItemsQueryOperator = and rules: [ItemsQueryRule!] }
input ItemsQueryRule { column_id: ID! compare_value: CompareValue! operator: ItemsQueryRuleOperator = any_of }
enum ItemsQueryOperator { or and }
enum ItemsQueryRuleOperator {
  any_of not_any_of is_empty is_not_empty greater_than greater_than_or_equals lower_than lower_than_or_equal
  between not_contains_text contains_text contains_terms starts_with ends_with within_the_next within_the_last
}
input UpdateDropdownColumnSettingsInput { labels: [UpdateDropdownLabelInput!]! }
input UpdateDropdownLabelInput { label: String! id: Int is_deactivated: Boolean }
)sdl";

} // namespace

const Schema &sandboxSchema()
{
    static const Schema schema = std::get<Schema>(Schema::parse(definition.toString()));
    return schema;
}

} // namespace syncline::sandbox::graphql
