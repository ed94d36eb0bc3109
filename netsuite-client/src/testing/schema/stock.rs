//! Stock: adjustments, transfers, transfer orders.

use super::{
    Books, COMMON, FOREIGN, Family, Field, HEADER, ITEMS, ITEMS_NEEDED, Kind, PLAIN,
    Shape::{Address, Choice, Computed, Date, Flag, Money, Number, Open, Ref, Text},
    lines,
};

const ADJUSTMENT: &[Field] = &[
    ("account", Ref(Some(Family::Account))),
    ("adjLocation", Ref(Some(Family::Location))),
    ("customer", Ref(Some(Family::Entity))),
    ("estimatedTotalValue", Computed),
];

const TRANSFER: &[Field] = &[("transferLocation", Ref(Some(Family::Location)))];

const TRANSFER_ORDER: &[Field] = &[
    ("transferLocation", Ref(Some(Family::Location))),
    ("orderStatus", Choice),
    ("incoTerm", Ref(None)),
    ("useItemCostAsTransferCost", Flag),
    ("firmed", Flag),
    ("shipMethod", Ref(Some(Family::ShipMethod))),
    ("shippingCost", Money),
    ("shipDate", Date),
    ("shippingAddress", Address),
    ("subtotal", Computed),
];

const TRANSFER_LINE: &[Field] = &[
    ("line", Number),
    ("item", Ref(Some(Family::Item))),
    ("quantity", Number),
    ("rate", Number),
    ("amount", Money),
    ("description", Text),
    ("expectedShipDate", Date),
    ("expectedReceiptDate", Date),
    ("isClosed", Flag),
    ("commitInventory", Choice),
    ("units", Text),
    ("inventoryDetail", Open),
    ("department", Ref(Some(Family::Department))),
    ("class", Ref(Some(Family::Classification))),
    ("quantityFulfilled", Computed),
    ("quantityReceived", Computed),
    ("quantityCommitted", Computed),
    ("quantityBackOrdered", Computed),
    ("lineUniqueKey", Computed),
    ("links", Computed),
];

const STOCK_LINE: &[Field] = &[
    ("line", Number),
    ("item", Ref(Some(Family::Item))),
    ("location", Ref(Some(Family::Location))),
    ("adjustQtyBy", Number),
    ("units", Text),
    ("inventoryDetail", Open),
    ("lineUniqueKey", Computed),
    ("links", Computed),
];

const ADJUSTED_LINE: &[Field] = &[
    ("unitCost", Number),
    ("memo", Text),
    ("department", Ref(Some(Family::Department))),
    ("class", Ref(Some(Family::Classification))),
    ("newQuantity", Computed),
    ("quantityOnHand", Computed),
];

const TRANSFERRED_LINE: &[Field] = &[("description", Text)];

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "inventoryAdjustment",
        code: "InvAdjst",
        prefix: "ADJ",
        fields: &[COMMON, HEADER, ADJUSTMENT],
        lists: &[lines(
            "inventory",
            &[STOCK_LINE, ADJUSTED_LINE],
            &[ITEMS, ("location", "Location"), ("adjustQtyBy", "Adjust Qty. By")],
        )],
        required: &[("account", "Adjustment Account")],
        required_lists: (&["inventory"], "Adjustments"),
        books: Some(Books::Other),
        ..PLAIN
    },
    Kind {
        name: "inventoryTransfer",
        code: "InvTrnfr",
        prefix: "IT",
        fields: &[COMMON, HEADER, TRANSFER],
        lists: &[lines(
            "inventory",
            &[STOCK_LINE, TRANSFERRED_LINE],
            &[ITEMS, ("adjustQtyBy", "Qty. To Transfer")],
        )],
        required: &[("location", "From Location"), ("transferLocation", "To Location")],
        required_lists: (&["inventory"], "Transfer Items"),
        books: Some(Books::Other),
        ..PLAIN
    },
    Kind {
        name: "transferOrder",
        code: "TrnfrOrd",
        prefix: "TO",
        fields: &[COMMON, HEADER, FOREIGN, TRANSFER_ORDER],
        lists: &[lines("item", &[TRANSFER_LINE], &[ITEMS, ("quantity", "Quantity")])],
        required: &[("location", "From Location"), ("transferLocation", "To Location")],
        required_lists: ITEMS_NEEDED,
        becomes: &["itemFulfillment", "itemReceipt"],
        ..PLAIN
    },
];
