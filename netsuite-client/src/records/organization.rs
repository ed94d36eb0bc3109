//! What the account is made of: locations, subsidiaries, currencies, accounts, price levels.

use super::fields::record;

record! {
    /// A place that has stock; one for each FBA region is usual. Needs a name, and a subsidiary where there are
    /// several.
    Location = "location" {
        /// Name.
        name: text = "name",
        /// Name under the names of its parents; only read.
        full_name: text = "fullName",
        /// The location it is part of.
        parent: reference = "parent",
        /// The subsidiaries it belongs to, most often one: a reference `into()` this is sent alone, and one that was read
        /// alone is sent back so.
        subsidiary: references = "subsidiary",
        /// Whether it is out of use.
        is_inactive: flag = "isInactive",
        /// Whether its stock can be promised to orders.
        make_inventory_available: flag = "makeInventoryAvailable",
        /// Whether its stock can be promised to orders of the web store.
        make_inventory_available_store: flag = "makeInventoryAvailableStore",
        /// `1` a store, `2` a warehouse.
        location_type: choice = "locationType",
        /// Whether it has bins.
        use_bins: flag = "useBins",
        /// Time zone, such as `America/Los_Angeles`.
        time_zone: choice = "timeZone",
        /// Where it is.
        main_address: part<Address> = "mainAddress",
        /// Where returns are sent.
        return_address: part<Address> = "returnAddress",
    }
}

record! {
    /// A company of the account. Needs a name, a currency and a country.
    Subsidiary = "subsidiary" {
        /// NetSuite's id as a number; only read.
        internal_id: count = "internalId",
        /// Name.
        name: text = "name",
        /// Name under the names of its parents; only read.
        full_name: text = "fullName",
        /// Name in law.
        legal_name: text = "legalName",
        /// The company it belongs to.
        parent: reference = "parent",
        /// The currency of its books.
        currency: reference = "currency",
        /// ISO 3166 country code.
        country: choice = "country",
        /// State or region.
        state: text = "state",
        /// E-mail.
        email: text = "email",
        /// Fax.
        fax: text = "fax",
        /// Web address.
        url: text = "url",
        /// Whether it is only for consolidation.
        is_elimination: flag = "isElimination",
        /// Whether it is out of use.
        is_inactive: flag = "isInactive",
        /// The customer that stands for it in dealings between subsidiaries.
        representing_customer: reference = "representingCustomer",
        /// The vendor that stands for it in dealings between subsidiaries.
        representing_vendor: reference = "representingVendor",
        /// What its document numbers begin with.
        tran_internal_prefix: text = "tranInternalPrefix",
        /// Where it is.
        main_address: part<Address> = "mainAddress",
        /// Where goods are sent to it.
        shipping_address: part<Address> = "shippingAddress",
        /// Where returns are sent.
        return_address: part<Address> = "returnAddress",
        /// When it was last changed, UTC; only read.
        last_modified_date: instant = "lastModifiedDate",
    }
}

record! {
    /// A currency.
    Currency = "currency" {
        /// Name.
        name: text = "name",
        /// ISO 4217 code, such as `EUR`.
        symbol: text = "symbol",
        /// Sign, such as `€`.
        display_symbol: text = "displaySymbol",
        /// Where the sign stands: `1` before the amount, `2` after it.
        symbol_placement: choice = "symbolPlacement",
        /// How many decimals an amount has.
        currency_precision: count = "currencyPrecision",
        /// Units of the base currency for one of it.
        exchange_rate: number = "exchangeRate",
        /// Whether it is the account's own.
        is_base_currency: flag = "isBaseCurrency",
        /// Whether rates of others are reckoned through it.
        is_anchor_currency: flag = "isAnchorCurrency",
        /// In which time zone the day of its rate begins.
        fx_rate_update_timezone: choice = "fxRateUpdateTimezone",
        /// Whether it is out of use.
        is_inactive: flag = "isInactive",
        /// Whether NetSuite keeps its rate up to date.
        include_in_fx_rate_updates: flag = "includeInFxRateUpdates",
        /// Whether its format is not that of its locale.
        override_currency_format: flag = "overrideCurrencyFormat",
        /// What an amount looks like.
        format_sample: text = "formatSample",
        /// The locale it is written by.
        locale: choice = "locale",
        /// When it was last changed, UTC; only read.
        last_modified_date: instant = "lastModifiedDate",
    }
}

record! {
    /// An account of the general ledger. Needs a number where the account numbers them, a name and a type.
    Account = "account", showing acct_type {
        /// Number.
        acct_number: text = "acctNumber",
        /// Name.
        acct_name: text = "acctName",
        /// Type, such as `Bank`, `AcctRec` or `Income`.
        acct_type: choice = "acctType",
        /// Number and name as NetSuite shows them; only read.
        account_search_display_name: text = "accountSearchDisplayName",
        /// Name under the names of its parents; only read.
        display_name_with_hierarchy: text = "displayNameWithHierarchy",
        /// Name under the names of its parents; only read.
        full_name: text = "fullName",
        /// Name in law.
        legal_name: text = "legalName",
        /// What it is for.
        description: text = "description",
        /// The account it is part of.
        parent: reference = "parent",
        /// Whether it only sums up others.
        is_summary: flag = "isSummary",
        /// The currency of a bank account.
        currency: reference = "currency",
        /// The subsidiaries that have it.
        subsidiary: references = "subsidiary",
        /// Whether subsidiaries of the named ones have it too.
        include_children: flag = "includeChildren",
        /// Department.
        department: reference = "department",
        /// Class.
        class: reference = "class",
        /// Location.
        location: reference = "location",
        /// Balance; only read.
        balance: number = "balance",
        /// What of it is available; only read.
        available_balance: number = "availableBalance",
        /// Which rate consolidation uses: `CURRENT`, `AVERAGE` or `HISTORICAL`.
        general_rate: choice = "generalRate",
        /// Which rate the cash flow statement uses.
        cash_flow_rate: choice = "cashFlowRate",
        /// Whether it is eliminated in consolidation.
        eliminate: flag = "eliminate",
        /// Whether stock is kept in it.
        inventory: flag = "inventory",
        /// Whether open balances are valued anew at the day's rate.
        revalue: flag = "revalue",
        /// Whether it is out of use.
        is_inactive: flag = "isInactive",
        /// When it was last changed, UTC; only read.
        last_modified_date: instant = "lastModifiedDate",
    }
}

record! {
    /// A price level: a column of prices, or a discount on the base price. Needs a name.
    PriceLevel = "priceLevel" {
        /// Name.
        name: text = "name",
        /// Discount on the base price, in percent; negative.
        discount_pct: number = "discountPct",
        /// Whether the web store uses it.
        is_online: flag = "isOnline",
        /// Whether it is out of use.
        is_inactive: flag = "isInactive",
        /// Whether a new discount changes the prices that there are.
        update_existing_prices: flag = "updateExistingPrices",
        /// When it was last changed, UTC; only read.
        last_modified_date: instant = "lastModifiedDate",
    }
}
