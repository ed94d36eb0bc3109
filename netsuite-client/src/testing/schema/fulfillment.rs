//! Goods on their way: fulfillments and receipts.

use super::{
    Books, COMMON, FOREIGN, Family, Field, HEADER, Key, Kind, PLAIN,
    Shape::{Address, Choice, Computed, Date, Flag, Money, Number, Open, Ref, Shown, Text},
    Sublist, lines,
};

const FULFILLMENT: &[Field] = &[
    ("entity", Shown(Family::Entity)),
    ("shipStatus", Choice),
    ("shipCarrier", Choice),
    ("shipMethod", Ref(Some(Family::ShipMethod))),
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
    ("inventoryDetail", Open),
    ("lineUniqueKey", Computed),
    ("links", Computed),
];

const RECEIVED_LINE: &[Field] = &[("restock", Flag), ("unitCostOverride", Number)];

const PACKAGE: &[Field] = &[
    ("packageDescr", Text),
    ("packageTrackingNumber", Text),
    ("packageTrackingNumberReturn", Text),
    ("packageWeight", Number),
    ("packageCartonNumber", Number),
    ("packageDetails", Open),
];

const UPS: &[Field] = &[("packageTrackingNumberUps", Text), ("packageWeightUps", Number)];

const FEDEX: &[Field] = &[("packageTrackingNumberFedEx", Text), ("packageWeightFedEx", Number)];

const USPS: &[Field] = &[("packageTrackingNumberUsps", Text), ("packageWeightUsps", Number)];

const SHIPMENT: &[Field] = &[("trackingNumber", Text)];

/// What a package of every list has.
const PACKED: &[Field] = &[("line", Number), ("lineUniqueKey", Computed), ("links", Computed)];

const RECEIVED: Sublist = Sublist { fields: &[MOVED_LINE, RECEIVED_LINE], ..MOVED };

const MOVED: Sublist = Sublist { name: "item", key: Key::OrderLine, fields: &[MOVED_LINE], required: &[] };

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "itemFulfillment",
        code: "ItemShip",
        prefix: "IF",
        fields: &[COMMON, HEADER, FULFILLMENT],
        lists: &[
            MOVED,
            lines("package", &[PACKED, PACKAGE], &[("packageWeight", "Weight")]),
            lines("packageUps", &[PACKED, UPS], &[("packageWeightUps", "Weight")]),
            lines("packageFedEx", &[PACKED, FEDEX], &[("packageWeightFedEx", "Weight")]),
            lines("packageUsps", &[PACKED, USPS], &[("packageWeightUsps", "Weight")]),
            lines("shipmentPackage", &[PACKED, SHIPMENT], &[]),
        ],
        books: Some(Books::Other),
        derived: true,
        ..PLAIN
    },
    Kind {
        name: "itemReceipt",
        code: "ItemRcpt",
        prefix: "IR",
        fields: &[COMMON, HEADER, FOREIGN, RECEIPT],
        lists: &[RECEIVED],
        books: Some(Books::Other),
        derived: true,
        ..PLAIN
    },
];
