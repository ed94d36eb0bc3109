//! What the inbound operations want in their bodies.

use super::super::shape::{Field, NUMBER, Shape, TEXT, optional, required};

pub(super) const ID: Shape = Shape::Id(38, 38);
const LINE: Shape = Shape::Text(1, 1024);
const QUANTITY: Shape = Shape::Integer(1, 500_000);
const PIECES: Shape = Shape::Integer(1, 10_000);
const MEASURE: Shape = Shape::Number(0.0, 100_000.0);

const OWNERS: Shape = Shape::OneOf(&["AMAZON", "SELLER", "NONE"]);

const SOURCE_FIELDS: &[Field] = &[
    required("name", Shape::Text(1, 50)),
    required("addressLine1", Shape::Text(1, 180)),
    optional("addressLine2", Shape::Text(1, 60)),
    required("city", Shape::Text(1, 30)),
    optional("companyName", Shape::Text(1, 50)),
    required("countryCode", Shape::Text(2, 2)),
    optional("districtOrCounty", Shape::Text(1, 50)),
    optional("email", LINE),
    required("phoneNumber", Shape::Text(1, 20)),
    required("postalCode", Shape::Text(1, 32)),
    optional("stateOrProvinceCode", Shape::Text(1, 64)),
];

const SOURCE: Shape = Shape::Object(SOURCE_FIELDS);

const ITEM: Shape = Shape::Object(&[
    required("msku", Shape::Text(1, 255)),
    required("quantity", QUANTITY),
    required("labelOwner", OWNERS),
    required("prepOwner", OWNERS),
    optional("expiration", Shape::Date),
    optional("manufacturingLotCode", Shape::Text(1, 256)),
]);

const ITEMS: Shape = Shape::List(&ITEM, 1, 2000);

const DIMENSIONS: Shape = Shape::Object(&[
    required("length", MEASURE),
    required("width", MEASURE),
    required("height", MEASURE),
    required("unitOfMeasurement", Shape::OneOf(&["IN", "CM"])),
]);

const WEIGHT: Shape =
    Shape::Object(&[required("value", MEASURE), required("unit", Shape::OneOf(&["LB", "KG"]))]);

const CONTENTS: Shape = Shape::OneOf(&["BOX_CONTENT_PROVIDED", "MANUAL_PROCESS", "BARCODE_2D"]);

const BOX: Shape = Shape::Object(&[
    required("contentInformationSource", CONTENTS),
    required("dimensions", DIMENSIONS),
    required("weight", WEIGHT),
    required("quantity", PIECES),
    optional("items", Shape::List(&ITEM, 0, usize::MAX)),
]);

const BOX_UPDATE: Shape = Shape::Object(&[
    optional("packageId", ID),
    required("contentInformationSource", CONTENTS),
    required("dimensions", DIMENSIONS),
    required("weight", WEIGHT),
    required("quantity", PIECES),
    optional("items", Shape::List(&ITEM, 0, usize::MAX)),
]);

const MONEY: Shape = Shape::Object(&[required("amount", NUMBER), required("code", Shape::Text(3, 3))]);

const CONTACT: Shape = Shape::Object(&[
    required("name", Shape::Text(1, 50)),
    required("phoneNumber", Shape::Text(1, 20)),
    optional("email", LINE),
]);

const PALLET: Shape = Shape::Object(&[
    required("quantity", PIECES),
    optional("dimensions", DIMENSIONS),
    optional("weight", WEIGHT),
    optional("stackability", Shape::OneOf(&["STACKABLE", "NON_STACKABLE"])),
]);

const REASON: Shape = Shape::OneOf(&[
    "APPOINTMENT_REQUESTED_BY_MISTAKE",
    "VEHICLE_DELAY",
    "SLOT_NOT_SUITABLE",
    "OUTSIDE_CARRIER_BUSINESS_HOURS",
    "UNFAVOURABLE_EXTERNAL_CONDITIONS",
    "PROCUREMENT_DELAY",
    "SHIPPING_PLAN_CHANGED",
    "INCREASED_QUANTITY",
    "OTHER",
]);

const PREP_CATEGORIES: Shape = Shape::OneOf(&[
    "ADULT",
    "BABY",
    "FC_PROVIDED",
    "FRAGILE",
    "GRANULAR",
    "HANGER",
    "LIQUID",
    "PERFORATED",
    "SET",
    "SHARP",
    "SMALL",
    "TEXTILE",
    "UNKNOWN",
    "NONE",
]);

const PREP_TYPES: Shape = Shape::OneOf(&[
    "ITEM_BLACK_SHRINKWRAP",
    "ITEM_BLANKSTK",
    "ITEM_BOXING",
    "ITEM_BUBBLEWRAP",
    "ITEM_CAP_SEALING",
    "ITEM_DEBUNDLE",
    "ITEM_HANG_GARMENT",
    "ITEM_LABELING",
    "ITEM_NO_PREP",
    "ITEM_POLYBAGGING",
    "ITEM_RMOVHANG",
    "ITEM_SETCREAT",
    "ITEM_SETSTK",
    "ITEM_SIOC",
    "ITEM_SUFFOSTK",
    "ITEM_TAPING",
]);

pub(super) const PLAN: Shape = Shape::Object(&[
    required("destinationMarketplaces", Shape::List(&Shape::Text(1, 20), 1, 1)),
    required("items", ITEMS),
    required("sourceAddress", SOURCE),
    optional("name", Shape::Text(1, 40)),
]);

pub(super) const PLAN_NAME: Shape = Shape::Object(&[required("name", Shape::Text(1, 40))]);

pub(super) const SHIPMENT_NAME: Shape = Shape::Object(&[required("name", Shape::Text(1, 100))]);

pub(super) const PACKING: Shape = Shape::Object(&[required(
    "packageGroupings",
    Shape::List(
        &Shape::Object(&[
            required("boxes", Shape::List(&BOX, 1, 5000)),
            optional("packingGroupId", ID),
            optional("shipmentId", ID),
        ]),
        1,
        usize::MAX,
    ),
)]);

pub(super) const PLACEMENT: Shape = Shape::Object(&[optional(
    "customPlacement",
    Shape::List(&Shape::Object(&[required("items", ITEMS), required("warehouseId", LINE)]), 0, usize::MAX),
)]);

pub(super) const TRANSPORT: Shape = Shape::Object(&[
    required("placementOptionId", ID),
    required(
        "shipmentTransportationConfigurations",
        Shape::List(
            &Shape::Object(&[
                required("shipmentId", ID),
                required("readyToShipWindow", Shape::Object(&[required("start", Shape::Time)])),
                optional("contactInformation", CONTACT),
                optional(
                    "freightInformation",
                    Shape::Object(&[optional("declaredValue", MONEY), optional("freightClass", LINE)]),
                ),
                optional("pallets", Shape::List(&PALLET, 0, usize::MAX)),
            ]),
            1,
            usize::MAX,
        ),
    ),
]);

pub(super) const SELECTIONS: Shape = Shape::Object(&[required(
    "transportationSelections",
    Shape::List(
        &Shape::Object(&[
            required("shipmentId", ID),
            required("transportationOptionId", ID),
            optional("contactInformation", CONTACT),
        ]),
        1,
        usize::MAX,
    ),
)]);

pub(super) const ADDRESS: Shape = Shape::Object(&[required("address", SOURCE)]);

pub(super) const TRACKING: Shape = Shape::Object(&[required(
    "trackingDetails",
    Shape::Object(&[
        optional(
            "spdTrackingDetail",
            Shape::Object(&[required(
                "spdTrackingItems",
                Shape::List(
                    &Shape::Object(&[required("boxId", LINE), required("trackingId", Shape::Text(1, 64))]),
                    0,
                    usize::MAX,
                ),
            )]),
        ),
        optional(
            "ltlTrackingDetail",
            Shape::Object(&[
                required("freightBillNumber", Shape::List(&Shape::Text(1, 64), 1, 1)),
                optional("billOfLadingNumber", LINE),
            ]),
        ),
    ]),
)]);

pub(super) const CONTENT_UPDATE: Shape =
    Shape::Object(&[required("boxes", Shape::List(&BOX_UPDATE, 1, 5000)), required("items", ITEMS)]);

pub(super) const SLOTS: Shape =
    Shape::Object(&[optional("desiredStartDate", Shape::Time), optional("desiredEndDate", Shape::Time)]);

pub(super) const APPOINTMENT: Shape = Shape::Object(&[optional("reasonComment", REASON)]);

pub(super) const LABELS: Shape = Shape::Object(&[
    required("labelType", Shape::OneOf(&["STANDARD_FORMAT", "THERMAL_PRINTING"])),
    required("marketplaceId", Shape::Text(1, 20)),
    required(
        "mskuQuantities",
        Shape::List(
            &Shape::Object(&[required("msku", Shape::Text(1, 255)), required("quantity", PIECES)]),
            1,
            100,
        ),
    ),
    optional("height", Shape::Number(25.0, 100.0)),
    optional("width", Shape::Number(25.0, 100.0)),
    optional("localeCode", TEXT),
    optional(
        "pageType",
        Shape::OneOf(&[
            "A4_21",
            "A4_24",
            "A4_24_64x33",
            "A4_24_66x35",
            "A4_24_70x36",
            "A4_24_70x37",
            "A4_24i",
            "A4_27",
            "A4_40_52x29",
            "A4_44_48x25",
            "Letter_30",
        ]),
    ),
]);

pub(super) const PREPARATION: Shape = Shape::Object(&[
    required("marketplaceId", Shape::Text(1, 20)),
    required(
        "mskuPrepDetails",
        Shape::List(
            &Shape::Object(&[
                required("msku", Shape::Text(1, 255)),
                required("prepCategory", PREP_CATEGORIES),
                required("prepTypes", Shape::List(&PREP_TYPES, 0, usize::MAX)),
            ]),
            1,
            100,
        ),
    ),
]);

pub(super) const COMPLIANCE: Shape = Shape::Object(&[
    required("msku", Shape::Text(1, 255)),
    required(
        "taxDetails",
        Shape::Object(&[
            optional("declaredValue", MONEY),
            optional("hsnCode", LINE),
            optional(
                "taxRates",
                Shape::List(
                    &Shape::Object(&[
                        optional("cessRate", NUMBER),
                        optional("gstRate", NUMBER),
                        optional("taxType", LINE),
                    ]),
                    0,
                    usize::MAX,
                ),
            ),
        ]),
    ),
]);
