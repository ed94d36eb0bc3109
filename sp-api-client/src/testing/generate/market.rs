//! The four marketplaces, and how money looks in each.

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Value, json};

/// Marketplaces that share a range of products.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    America,
    Europe,
    Japan,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    English,
    German,
    Japanese,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Market {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) country: &'static str,
    pub(super) language: Language,
    pub(super) group: Group,
    pub(super) currency: &'static str,
    pub(super) minor_digits: u32,
    /// In percent. Prices include it, except in the US, where it depends on the buyer's state.
    pub(super) tax_percent: i64,
    /// How often tax that prices include is reported at all, in percent.
    pub(super) tax_reported: u32,
    /// The real service does not document the sign, so both must work.
    pub(super) negative_discounts: bool,
    pub(super) email_domain: &'static str,
    pub(super) order_id_prefixes: &'static [&'static str],
}

pub(super) static US: Market = Market {
    id: "ATVPDKIKX0DER",
    name: "Amazon.com",
    country: "US",
    language: Language::English,
    group: Group::America,
    currency: "USD",
    minor_digits: 2,
    tax_percent: 0,
    tax_reported: 100,
    negative_discounts: false,
    email_domain: "marketplace.amazon.com",
    order_id_prefixes: &["111", "112", "113", "114"],
};

pub(super) static UK: Market = Market {
    id: "A1F83G8C2ARO7P",
    name: "Amazon.co.uk",
    country: "GB",
    language: Language::English,
    group: Group::Europe,
    currency: "GBP",
    minor_digits: 2,
    tax_percent: 20,
    tax_reported: 85,
    negative_discounts: true,
    email_domain: "marketplace.amazon.co.uk",
    order_id_prefixes: &["020", "024", "026"],
};

pub(super) static DE: Market = Market {
    id: "A1PA6795UKMFR9",
    name: "Amazon.de",
    country: "DE",
    language: Language::German,
    group: Group::Europe,
    currency: "EUR",
    minor_digits: 2,
    tax_percent: 19,
    tax_reported: 80,
    negative_discounts: true,
    email_domain: "marketplace.amazon.de",
    order_id_prefixes: &["028", "032", "036"],
};

pub(super) static JP: Market = Market {
    id: "A1VC38T7YXB528",
    name: "Amazon.co.jp",
    country: "JP",
    language: Language::Japanese,
    group: Group::Japan,
    currency: "JPY",
    minor_digits: 0,
    tax_percent: 10,
    tax_reported: 40,
    negative_discounts: false,
    email_domain: "marketplace.amazon.co.jp",
    order_id_prefixes: &["249", "250", "503"],
};

pub(super) static MARKETS: [&Market; 4] = [&US, &UK, &DE, &JP];

impl Market {
    /// Prices include tax everywhere but in the US.
    pub(super) fn tax_included(&self) -> bool {
        self.group != Group::America
    }

    pub(super) fn round(&self, amount: Decimal) -> Decimal {
        amount.round_dp_with_strategy(self.minor_digits, RoundingStrategy::MidpointAwayFromZero)
    }

    /// `units` of the smallest coin.
    pub(super) fn minor(&self, units: i64) -> Decimal {
        Decimal::new(units, self.minor_digits)
    }

    /// An amount in dollars, in what it would be here: three figures more in yen.
    pub(super) fn about(&self, dollar_cents: i64) -> Decimal {
        if self.minor_digits == 0 { Decimal::from(dollar_cents) } else { Decimal::new(dollar_cents, 2) }
    }

    /// Money as the service writes it.
    pub(super) fn money(&self, amount: Decimal) -> Value {
        let digits = self.minor_digits as usize;
        // Never "-0.00".
        let amount = if amount.is_zero() { Decimal::ZERO } else { amount };
        json!({ "amount": format!("{amount:.digits$}"), "currencyCode": self.currency })
    }
}
