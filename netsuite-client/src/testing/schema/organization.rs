//! What the account is made of: locations, subsidiaries, currencies, accounts, price levels, periods.

use super::{
    COMMON, Family, Field, Kind, PLAIN, Required,
    Shape::{Address, Choice, Computed, Date, Flag, Number, Ref, Refs, Text},
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
    ("department", Ref(None)),
    ("class", Ref(None)),
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
    ("isAdjust", Flag),
    ("isQuarter", Flag),
    ("isYear", Flag),
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
];
