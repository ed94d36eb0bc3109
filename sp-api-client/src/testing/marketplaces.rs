//! The marketplaces: their names, countries, currencies, languages and domains.

/// What is known of a marketplace.
#[derive(Debug)]
pub(super) struct Facts {
    pub(super) id: &'static str,
    pub(super) country: &'static str,
    pub(super) name: &'static str,
    pub(super) currency: &'static str,
    pub(super) language: &'static str,
}

impl Facts {
    const fn new(
        id: &'static str,
        country: &'static str,
        name: &'static str,
        currency: &'static str,
        language: &'static str,
    ) -> Self {
        Self { id, country, name, currency, language }
    }

    pub(super) fn domain(&self) -> String {
        format!("www.{}", self.name.to_ascii_lowercase())
    }
}

#[rustfmt::skip]
const ALL: &[Facts] = &[
    Facts::new("ATVPDKIKX0DER", "US", "Amazon.com", "USD", "en_US"),
    Facts::new("A2EUQ1WTGCTBG2", "CA", "Amazon.ca", "CAD", "en_CA"),
    Facts::new("A1AM78C64UM0Y8", "MX", "Amazon.com.mx", "MXN", "es_MX"),
    Facts::new("A2Q3Y263D00KWC", "BR", "Amazon.com.br", "BRL", "pt_BR"),
    Facts::new("A1F83G8C2ARO7P", "GB", "Amazon.co.uk", "GBP", "en_GB"),
    Facts::new("A1PA6795UKMFR9", "DE", "Amazon.de", "EUR", "de_DE"),
    Facts::new("A13V1IB3VIYZZH", "FR", "Amazon.fr", "EUR", "fr_FR"),
    Facts::new("APJ6JRA9NG5V4", "IT", "Amazon.it", "EUR", "it_IT"),
    Facts::new("A1RKKUPIHCS9HS", "ES", "Amazon.es", "EUR", "es_ES"),
    Facts::new("A1805IZSGTT6HS", "NL", "Amazon.nl", "EUR", "nl_NL"),
    Facts::new("AMEN7PMS3EDWL", "BE", "Amazon.com.be", "EUR", "nl_BE"),
    Facts::new("A28R8C7NBKEWEA", "IE", "Amazon.ie", "EUR", "en_IE"),
    Facts::new("A2NODRKZP88ZB9", "SE", "Amazon.se", "SEK", "sv_SE"),
    Facts::new("A1C3SOZRARQ6R3", "PL", "Amazon.pl", "PLN", "pl_PL"),
    Facts::new("A33AVAJ2PDY3EV", "TR", "Amazon.com.tr", "TRY", "tr_TR"),
    Facts::new("ARBP9OOSHTCHU", "EG", "Amazon.eg", "EGP", "ar_EG"),
    Facts::new("A17E79C6D8DWNP", "SA", "Amazon.sa", "SAR", "ar_SA"),
    Facts::new("A2VIGQ35RCS4UG", "AE", "Amazon.ae", "AED", "en_AE"),
    Facts::new("A21TJRUUN4KGV", "IN", "Amazon.in", "INR", "en_IN"),
    Facts::new("AE08WJ6YKNBMC", "ZA", "Amazon.co.za", "ZAR", "en_ZA"),
    Facts::new("A1VC38T7YXB528", "JP", "Amazon.co.jp", "JPY", "ja_JP"),
    Facts::new("A39IBJ37TRP1C6", "AU", "Amazon.com.au", "AUD", "en_AU"),
    Facts::new("A19VAU5U5O7RUS", "SG", "Amazon.sg", "SGD", "en_SG"),
];

/// None for an id that is not in the list, such as one of a seller's own invention.
pub(super) fn find(id: &str) -> Option<&'static Facts> {
    ALL.iter().find(|facts| facts.id == id)
}

/// The currency of a marketplace. Dollars where nothing is known.
pub(super) fn currency(id: &str) -> &'static str {
    find(id).map_or("USD", |facts| facts.currency)
}
