#pragma once

#include "domain/order.h"

namespace syncline {

/// Source columns that the naming rules and checks read (original-system.md 2.2, 4.4, 4.5).
namespace sourcecolumns {
inline constexpr QStringView customerSeason = u"CUSTOMER SEASON";
inline constexpr QStringView aagSeason = u"AAG SEASON";
inline constexpr QStringView aliasItem = u"ALIAS/RELATED ITEM";
inline constexpr QStringView customerStyle = u"CUSTOMER STYLE";
inline constexpr QStringView colourCode = u"CUSTOMER'S COLOUR CODE (CUSTOM FIELD) CUSTOMER PROVIDES THIS";
inline constexpr QStringView colourDescription = u"CUSTOMER COLOUR DESCRIPTION";
inline constexpr QStringView poNumber = u"PO NUMBER";
inline constexpr QStringView alternativePo = u"CUSTOMER ALT PO";
inline constexpr QStringView orderNumber = u"AAG ORDER NUMBER";
inline constexpr QStringView orderType = u"ORDER TYPE";
} // namespace sourcecolumns

/// Customer, blank, season: the customer's own, else the in-house one. Empty when the row has neither; the
/// predecessor's marker `check` counts as no title (original-system.md 4.4).
[[nodiscard]] QString groupTitleOf(const OrderHeader &header);

/// The item_name of the warehouse, else alias or style, colour code or description, order number, PO or
/// alternative PO, with blanks between (original-system.md 4.5, third generation).
[[nodiscard]] QString itemNameOf(const OrderHeader &header);

/// "Size " and the size code (original-system.md 4.6).
[[nodiscard]] QString subitemNameOf(const QString &sizeCode);

/// True when the order type says cancelled, in any case.
[[nodiscard]] bool isCancelled(const OrderHeader &header);

} // namespace syncline
