//! Goods on their way: fulfillments and receipts.

use super::{
    Books, COMMON, Family, Field, HEADER, Key, Kind, PLAIN,
    Shape::{Address, Choice, Computed, Date, Flag, Money, Number, Open, Ref, Shown, Text},
    Sublist, lines,
};

const FULFILLMENT: &[Field] = &[
    ("entity", Shown(Family::Entity)),
    ("shipStatus", Choice),
    ("shipCarrier", Choice),
    ("shipMethod", Ref(None)),
    ("shippingCost", Money),
    ("handlingCost", Money),
    ("pickedDate", Date),
    ("packedDate", Date),
    ("shippedDate", Date),
    ("transferLocation", Shown(Family::Location)),
    ("inventoryLocation", Ref(Some(Family::Location))),
    ("shippingAddress", Address),
    ("orderId", Computed),
    ("orderType", Computed),
    ("generateIntegratedShipperLabel", Flag),
];

const RECEIPT: &[Field] = &[
    ("entity", Shown(Family::Entity)),
    ("itemFulfillment", Ref(Some(Family::Transaction))),
    ("inboundShipment", Ref(None)),
    ("landedCostMethod", Choice),
    ("landedCostPerLine", Flag),
];

/// A line of a fulfillment or a receipt.
const MOVED_LINE: &[Field] = &[
    ("line", Computed),
    ("orderLine", Number),
    ("orderDoc", Shown(Family::Transaction)),
    ("item", Shown(Family::Item)),
    ("itemName", Computed),
    ("itemType", Computed),
    ("description", Computed),
    ("quantity", Number),
    ("quantityRemaining", Computed),
    ("itemReceive", Flag),
    ("location", Ref(Some(Family::Location))),
    ("kitMemberOf", Computed),
    ("units", Computed),
    ("onHand", Computed),
    ("restock", Flag),
    ("unitCostOverride", Number),
    ("inventoryDetail", Open),
    ("department", Ref(None)),
    ("class", Ref(None)),
    ("lineUniqueKey", Computed),
    ("links", Computed),
];

const PACKAGE: &[Field] = &[
    ("line", Number),
    ("packageDescr", Text),
    ("packageTrackingNumber", Text),
    ("packageTrackingNumberReturn", Text),
    ("packageWeight", Number),
    ("packageCartonNumber", Number),
    ("packageDetails", Open),
    ("packageTrackingNumberUps", Text),
    ("packageWeightUps", Number),
    ("packageTrackingNumberFedEx", Text),
    ("packageWeightFedEx", Number),
    ("packageTrackingNumberUsps", Text),
    ("packageWeightUsps", Number),
    ("trackingNumber", Text),
    ("lineUniqueKey", Computed),
    ("links", Computed),
];

const MOVED: Sublist = Sublist { name: "item", key: Key::OrderLine, fields: &[MOVED_LINE], required: &[] };

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "itemFulfillment",
        code: "ItemShip",
        prefix: "IF",
        fields: &[COMMON, HEADER, FULFILLMENT],
        lists: &[
            MOVED,
            lines("package", &[PACKAGE], &[]),
            lines("packageUps", &[PACKAGE], &[]),
            lines("packageFedEx", &[PACKAGE], &[]),
            lines("packageUsps", &[PACKAGE], &[]),
            lines("shipmentPackage", &[PACKAGE], &[]),
        ],
        books: Some(Books::Other),
        derived: true,
        ..PLAIN
    },
    Kind {
        name: "itemReceipt",
        code: "ItemRcpt",
        prefix: "IR",
        fields: &[COMMON, HEADER, RECEIPT],
        lists: &[MOVED],
        books: Some(Books::Other),
        derived: true,
        ..PLAIN
    },
];
