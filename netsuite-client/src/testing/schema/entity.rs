//! Customers and vendors.

use super::{
    COMMON, Family, Field, Key, Kind, PLAIN,
    Shape::{Address, Choice, Computed, Flag, Level, Number, Open, Ref, Text},
    Sublist,
};

const CUSTOMER: &[Field] = &[
    ("entityId", Text),
    ("autoName", Flag),
    ("isPerson", Flag),
    ("companyName", Text),
    ("firstName", Text),
    ("middleName", Text),
    ("lastName", Text),
    ("salutation", Text),
    ("email", Text),
    ("phone", Text),
    ("altPhone", Text),
    ("mobilePhone", Text),
    ("fax", Text),
    ("url", Text),
    ("subsidiary", Ref(Some(Family::Subsidiary))),
    ("currency", Ref(Some(Family::Currency))),
    ("receivablesAccount", Ref(Some(Family::Account))),
    ("parent", Ref(Some(Family::Entity))),
    ("entityStatus", Ref(None)),
    ("category", Ref(None)),
    ("terms", Ref(Some(Family::Term))),
    ("priceLevel", Level),
    ("taxItem", Ref(Some(Family::TaxCode))),
    ("salesRep", Ref(None)),
    ("leadSource", Ref(None)),
    ("shippingItem", Ref(Some(Family::ShipMethod))),
    ("customForm", Ref(None)),
    ("taxable", Flag),
    ("creditLimit", Number),
    ("creditHoldOverride", Choice),
    ("emailPreference", Choice),
    ("language", Choice),
    ("comments", Text),
    ("itemPricing", Open),
    ("groupPricing", Open),
    ("balance", Computed),
    ("defaultAddress", Computed),
    ("dateCreated", Computed),
    ("lastModifiedDate", Computed),
];

const ADDRESS_BOOK: &[Field] = &[
    ("id", Number),
    ("internalId", Number),
    ("addressId", Text),
    ("label", Text),
    ("defaultShipping", Flag),
    ("defaultBilling", Flag),
    ("isResidential", Flag),
    ("addressBookAddress", Address),
    ("addressBookAddress_text", Computed),
    ("links", Computed),
];

/// A further currency that a customer can be billed in.
const CURRENCY: &[Field] =
    &[("currency", Ref(Some(Family::Currency))), ("balance", Computed), ("links", Computed)];

const VENDOR: &[Field] = &[
    ("entityId", Text),
    ("companyName", Text),
    ("isPerson", Flag),
    ("firstName", Text),
    ("lastName", Text),
    ("email", Text),
    ("phone", Text),
    ("legalName", Text),
    ("subsidiary", Ref(Some(Family::Subsidiary))),
    ("currency", Ref(Some(Family::Currency))),
    ("terms", Ref(Some(Family::Term))),
    ("category", Ref(None)),
    ("balance", Computed),
    ("dateCreated", Computed),
    ("lastModifiedDate", Computed),
];

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "customer",
        family: Family::Entity,
        code: "CustJob",
        prefix: "CUST",
        fields: &[COMMON, CUSTOMER],
        lists: &[
            Sublist { name: "addressBook", key: Key::Number("id"), fields: &[ADDRESS_BOOK], required: &[] },
            Sublist {
                name: "currencyList",
                key: Key::Record("currency"),
                fields: &[CURRENCY],
                required: &[("currency", "Currency")],
            },
        ],
        becomes: &["salesOrder", "invoice", "cashSale", "customerPayment"],
        ..PLAIN
    },
    Kind {
        name: "vendor",
        family: Family::Entity,
        code: "Vendor",
        prefix: "VEND",
        fields: &[COMMON, VENDOR],
        becomes: &["vendorBill"],
        ..PLAIN
    },
];
