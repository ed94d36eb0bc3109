//! What the account is made of: locations, subsidiaries, currencies, accounts, price levels, periods, departments,
//! classes, terms, ways to pay and to ship, tax codes.

use super::{
    COMMON, Family, Field, Kind, PLAIN, Required,
    Shape::{Address, Choice, ChoiceOrFlag, Computed, Date, Flag, Number, Ref, Refs, Text},
};

const LOCATION: &[Field] = &[
    ("name", Text),
    ("subsidiary", Ref(Some(Family::Subsidiary))),
    ("parent", Ref(Some(Family::Location))),
    ("makeInventoryAvailable", Flag),
    ("makeInventoryAvailableStore", Flag),
    ("returnAddress", Address),
    ("locationType", Choice),
    ("useBins", Flag),
    ("timeZone", Choice),
    ("mainAddress", Address),
    ("fullName", Computed),
];

const SUBSIDIARY: &[Field] = &[
    ("internalId", Computed),
    ("name", Text),
    ("legalName", Text),
    ("email", Text),
    ("url", Text),
    ("currency", Ref(Some(Family::Currency))),
    ("parent", Ref(Some(Family::Subsidiary))),
    ("country", Choice),
    ("state", Text),
    ("isElimination", Flag),
    ("mainAddress", Address),
    ("returnAddress", Address),
    ("shippingAddress", Address),
    ("lastModifiedDate", Computed),
    ("fullName", Computed),
];

const CURRENCY: &[Field] = &[
    ("name", Text),
    ("symbol", Text),
    ("displaySymbol", Text),
    ("isBaseCurrency", Flag),
    ("isAnchorCurrency", Flag),
    ("exchangeRate", Number),
    ("currencyPrecision", Number),
    ("includeInFxRateUpdates", Flag),
    ("overrideCurrencyFormat", Flag),
    ("formatSample", Text),
    ("locale", Choice),
    ("symbolPlacement", Choice),
    ("fxRateUpdateTimezone", Choice),
    ("lastModifiedDate", Computed),
];

const ACCOUNT: &[Field] = &[
    ("acctNumber", Text),
    ("acctName", Text),
    ("acctType", Choice),
    ("description", Text),
    ("currency", Ref(Some(Family::Currency))),
    ("parent", Ref(Some(Family::Account))),
    ("subsidiary", Refs(Family::Subsidiary)),
    ("includeChildren", Flag),
    ("inventory", Flag),
    ("eliminate", Flag),
    ("revalue", Flag),
    ("isSummary", Flag),
    ("legalName", Text),
    ("department", Ref(Some(Family::Department))),
    ("class", Ref(Some(Family::Classification))),
    ("location", Ref(Some(Family::Location))),
    ("generalRate", Choice),
    ("cashFlowRate", Choice),
    ("balance", Computed),
    ("availableBalance", Computed),
    ("acctNameWithHierarchy", Computed),
    ("fullName", Computed),
    ("lastModifiedDate", Computed),
];

const PRICE_LEVEL: &[Field] = &[
    ("name", Text),
    ("discountPct", Number),
    ("isOnline", Flag),
    ("updateExistingPrices", Flag),
    ("lastModifiedDate", Computed),
];

const PERIOD: &[Field] = &[
    ("periodName", Text),
    ("startDate", Date),
    ("endDate", Date),
    ("closed", Flag),
    ("allLocked", Flag),
    ("arLocked", Flag),
    ("apLocked", Flag),
    ("allowNonGLChanges", Flag),
    ("isAdjust", Flag),
    ("isQuarter", Flag),
    ("isYear", Flag),
];

/// Departments and classes.
const DIVISION: &[Field] = &[
    ("name", Text),
    ("subsidiary", Refs(Family::Subsidiary)),
    ("includeChildren", Flag),
    ("fullName", Computed),
    ("lastModifiedDate", Computed),
];

const DEPARTMENT: &[Field] = &[("parent", Ref(Some(Family::Department)))];

const CLASSIFICATION: &[Field] = &[("parent", Ref(Some(Family::Classification)))];

const TERM: &[Field] = &[
    ("name", Text),
    ("daysUntilNetDue", Number),
    ("discountPercent", Number),
    ("daysUntilExpiry", Number),
    ("dateDriven", Flag),
    ("dayOfMonthNetDue", Number),
    ("dueNextMonthIfWithinDays", Number),
    ("preferred", Flag),
];

const PAYMENT_METHOD: &[Field] = &[
    ("name", Text),
    ("account", Ref(Some(Family::Account))),
    ("undepFunds", ChoiceOrFlag),
    ("methodType", Choice),
    ("isOnline", Flag),
    ("isDebitCard", Flag),
];

const SHIP_ITEM: &[Field] = &[
    ("itemId", Text),
    ("displayName", Text),
    ("description", Text),
    ("account", Ref(Some(Family::Account))),
    ("subsidiary", Refs(Family::Subsidiary)),
    ("includeChildren", Flag),
    ("isOnline", Flag),
];

const TAX_ITEM: &[Field] = &[
    ("itemId", Text),
    ("description", Text),
    ("rate", Text),
    ("taxAccount", Ref(Some(Family::Account))),
    ("taxAgency", Ref(Some(Family::Entity))),
    ("subsidiary", Refs(Family::Subsidiary)),
    ("includeChildren", Flag),
];

const NAME_NEEDED: &[Required] = &[("name", "Name")];

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "location",
        family: Family::Location,
        fields: &[COMMON, LOCATION],
        required: NAME_NEEDED,
        ..PLAIN
    },
    Kind {
        name: "subsidiary",
        family: Family::Subsidiary,
        fields: &[COMMON, SUBSIDIARY],
        required: NAME_NEEDED,
        ..PLAIN
    },
    Kind {
        name: "currency",
        family: Family::Currency,
        fields: &[COMMON, CURRENCY],
        required: &[("name", "Name"), ("symbol", "ISO Code")],
        ..PLAIN
    },
    Kind {
        name: "account",
        family: Family::Account,
        fields: &[COMMON, ACCOUNT],
        required: &[("acctName", "Name"), ("acctType", "Type")],
        ..PLAIN
    },
    Kind {
        name: "priceLevel",
        family: Family::PriceLevel,
        fields: &[COMMON, PRICE_LEVEL],
        required: NAME_NEEDED,
        ..PLAIN
    },
    Kind {
        name: "accountingPeriod",
        family: Family::Period,
        fields: &[COMMON, PERIOD],
        required: &[("periodName", "Period Name"), ("startDate", "Start Date"), ("endDate", "End Date")],
        ..PLAIN
    },
    Kind {
        name: "department",
        family: Family::Department,
        fields: &[COMMON, DIVISION, DEPARTMENT],
        required: NAME_NEEDED,
        ..PLAIN
    },
    Kind {
        name: "classification",
        family: Family::Classification,
        fields: &[COMMON, DIVISION, CLASSIFICATION],
        required: NAME_NEEDED,
        ..PLAIN
    },
    Kind { name: "term", family: Family::Term, fields: &[COMMON, TERM], required: NAME_NEEDED, ..PLAIN },
    Kind {
        name: "paymentMethod",
        family: Family::PaymentMethod,
        fields: &[COMMON, PAYMENT_METHOD],
        required: NAME_NEEDED,
        ..PLAIN
    },
    Kind {
        name: "shipItem",
        family: Family::ShipMethod,
        fields: &[COMMON, SHIP_ITEM],
        required: &[("itemId", "Item Name/Number"), ("account", "Account")],
        ..PLAIN
    },
    Kind {
        name: "salesTaxItem",
        family: Family::TaxCode,
        fields: &[COMMON, TAX_ITEM],
        required: &[("itemId", "Tax Name"), ("rate", "Rate")],
        ..PLAIN
    },
];
