//! Items.

use super::{
    COMMON, Family, Field, Key, Kind, PLAIN, Required,
    Shape::{Choice, Computed, Flag, Level, Number, Open, Ref, Refs, Text},
    Sublist,
};

const MEMBER: &[Field] = &[
    ("item", Ref(Some(Family::Item))),
    ("quantity", Number),
    ("lineNumber", Number),
    ("memberUnit", Text),
    ("memberDescr", Text),
    ("dropShipMember", Flag),
    ("taxSchedule", Ref(None)),
    ("taxCode", Text),
    ("taxRate", Number),
    ("id", Number),
    ("links", Computed),
];

const PRICE: &[Field] = &[
    ("currencyPage", Ref(Some(Family::Currency))),
    ("priceLevel", Level),
    ("priceLevelName", Computed),
    ("priceQty", Number),
    ("quantity", Open),
    ("price", Number),
    ("discountDisplay", Number),
    ("isInactive", Flag),
    ("links", Computed),
];

/// What there is of an item at a location; kept by the movements of stock.
const AT_LOCATION: &[Field] = &[
    ("location", Ref(Some(Family::Location))),
    ("quantityOnHand", Computed),
    ("quantityAvailable", Computed),
    ("quantityCommitted", Computed),
    ("quantityBackOrdered", Computed),
    ("quantityInTransit", Computed),
    ("quantityOnOrder", Computed),
    ("reorderPoint", Number),
    ("preferredStockLevel", Number),
    ("links", Computed),
];

/// Fields of every item.
const NAMED: &[Field] = &[
    ("itemId", Text),
    ("subsidiary", Refs(Family::Subsidiary)),
    ("taxSchedule", Ref(None)),
    ("internalId", Computed),
    ("itemType", Computed),
    ("createdDate", Computed),
    ("lastModifiedDate", Computed),
];

/// Fields of what is sold at a price.
const SOLD: &[Field] = &[
    ("displayName", Text),
    ("parent", Ref(Some(Family::Item))),
    ("includeChildren", Flag),
    ("department", Ref(Some(Family::Department))),
    ("class", Ref(Some(Family::Classification))),
    ("location", Ref(Some(Family::Location))),
    ("customForm", Ref(None)),
    ("upcCode", Text),
    ("mpn", Text),
    ("manufacturer", Text),
    ("incomeAccount", Ref(Some(Family::Account))),
    ("salesTaxCode", Ref(Some(Family::TaxCode))),
    ("isTaxable", Flag),
    ("salesDescription", Text),
    ("storeDisplayName", Text),
    ("storeDescription", Text),
    ("storeDetailedDescription", Text),
    ("isOnline", Flag),
    ("isFulfillable", Flag),
    ("weight", Number),
    ("weightUnit", Choice),
    ("countryOfManufacture", Choice),
    ("minimumQuantity", Number),
    ("maximumQuantity", Number),
    ("pricingGroup", Ref(None)),
    ("quantityPricingSchedule", Ref(None)),
    ("storeDisplayImage", Ref(None)),
    ("storeDisplayThumbnail", Ref(None)),
    ("pageTitle", Text),
    ("scheduleBCode", Choice),
    ("manufacturerTariff", Text),
    ("isHazmatItem", Flag),
    ("hazmatId", Text),
    ("shippingCost", Number),
    ("handlingCost", Number),
];

/// Fields of what is kept in stock.
const STOCKED: &[Field] = &[
    ("cogsAccount", Ref(Some(Family::Account))),
    ("assetAccount", Ref(Some(Family::Account))),
    ("cost", Number),
    ("costingMethod", Choice),
    ("useBins", Flag),
    ("matrixType", Choice),
    ("gainLossAccount", Ref(Some(Family::Account))),
    ("unitsType", Ref(None)),
    ("stockUnit", Text),
    ("saleUnit", Text),
    ("purchaseUnit", Text),
    ("matrixItemNameTemplate", Text),
    ("vendorName", Text),
    ("purchaseDescription", Text),
    ("averageCost", Computed),
    ("lastPurchasePrice", Computed),
    ("quantityAvailable", Computed),
    ("quantityOnHand", Computed),
    ("quantityCommitted", Computed),
    ("quantityBackOrdered", Computed),
    ("totalQuantityOnHand", Computed),
];

const INVENTORY: &[Field] =
    &[("binNumber", Open), ("itemVendor", Open), ("translations", Open), ("presentationItem", Open)];

const ASSEMBLY: &[Field] = &[("billOfMaterials", Open)];

const KIT: &[Field] = &[("description", Text), ("printItems", Flag), ("isGCoCompliant", Flag)];

const DISCOUNT: &[Field] = &[
    ("description", Text),
    ("account", Ref(Some(Family::Account))),
    ("rate", Text),
    ("nonPosting", Flag),
    ("isPreTax", Flag),
];

const PRICES: Sublist = Sublist {
    name: "price",
    key: Key::Composite(&["currencyPage", "priceLevel", "quantity"]),
    fields: &[PRICE],
    required: &[],
};

const MEMBERS: Sublist = Sublist {
    name: "member",
    key: Key::Number("id"),
    fields: &[MEMBER],
    required: &[("item", "Item"), ("quantity", "Quantity")],
};

const LOCATIONS: Sublist =
    Sublist { name: "locations", key: Key::Record("location"), fields: &[AT_LOCATION], required: &[] };

const INCOME_NEEDED: &[Required] = &[("itemId", "Item Name/Number"), ("incomeAccount", "Income Account")];

const fn item(name: &'static str, code: &'static str) -> Kind {
    Kind { name, family: Family::Item, code, fields: &[COMMON, NAMED, SOLD], ..PLAIN }
}

pub(super) const KINDS: &[Kind] = &[
    Kind {
        required: &[
            ("itemId", "Item Name/Number"),
            ("cogsAccount", "COGS Account"),
            ("assetAccount", "Asset Account"),
        ],
        lists: &[PRICES, LOCATIONS],
        fields: &[COMMON, NAMED, SOLD, STOCKED, INVENTORY],
        ..item("inventoryItem", "InvtPart")
    },
    Kind {
        required: &[
            ("itemId", "Item Name/Number"),
            ("cogsAccount", "COGS Account"),
            ("assetAccount", "Asset Account"),
        ],
        lists: &[PRICES, LOCATIONS, MEMBERS],
        fields: &[COMMON, NAMED, SOLD, STOCKED, ASSEMBLY],
        ..item("assemblyItem", "Assembly")
    },
    Kind {
        required: INCOME_NEEDED,
        required_lists: (&["member"], "Members"),
        lists: &[PRICES, MEMBERS],
        fields: &[COMMON, NAMED, SOLD, KIT],
        ..item("kitItem", "Kit")
    },
    Kind { required: INCOME_NEEDED, lists: &[PRICES], ..item("nonInventorySaleItem", "NonInvtPart") },
    Kind { required: INCOME_NEEDED, lists: &[PRICES], ..item("otherChargeSaleItem", "OthCharge") },
    Kind { required: INCOME_NEEDED, lists: &[PRICES], ..item("serviceSaleItem", "Service") },
    Kind {
        required: &[("itemId", "Item Name/Number"), ("account", "Account")],
        fields: &[COMMON, NAMED, DISCOUNT],
        ..item("discountItem", "Discount")
    },
];
