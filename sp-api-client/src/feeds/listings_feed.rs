//! `JSON_LISTINGS_FEED`: messages in, files of the right size out.

use std::collections::BTreeMap;

use bytes::Bytes;
use commerce_client_core::error::{Error, ErrorKind};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    ids::{SellerId, SellerSku},
    listings::{PatchOperation, ProductTypeName, Requirements},
};

/// A feed of listing changes, in the making.
///
/// A feed holds 25,000 messages; more are split over several files, also where a file would grow beyond 10 MiB, which
/// Amazon advises against. Amazon takes five such feeds in five minutes, each for one marketplace.
///
/// ```
/// use sp_api_client::{
///     feeds::ListingsFeed,
///     ids::{SellerId, SellerSku},
///     listings::{MerchantStock, ProductTypeName},
/// };
///
/// let mut feed = ListingsFeed::new(SellerId::new("A3EXAMPLE00000")?);
/// feed.patch(SellerSku::new("MUG-1")?, ProductTypeName::new("PRODUCT")?, [MerchantStock::new(7).patch()]);
/// feed.delete(SellerSku::new("MUG-0")?);
/// let parts = feed.into_parts()?;
/// assert_eq!(parts.len(), 1);
/// assert_eq!(parts[0].sku(2).map(SellerSku::as_str), Some("MUG-0"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// Amazon's schema `listings-feed-schema-v2`.
#[derive(Debug, Clone)]
pub struct ListingsFeed {
    seller: SellerId,
    locale: Option<String>,
    messages: Vec<Message>,
}

/// The most messages of one file.
pub const MOST_MESSAGES: usize = 25_000;
/// The size beyond which no file is filled.
pub const MOST_BYTES: usize = 10 << 20;

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Message {
    message_id: u32,
    sku: SellerSku,
    operation_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    product_type: Option<ProductTypeName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    requirements: Option<Requirements>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attributes: Option<Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    patches: Option<Vec<PatchOperation>>,
}

impl Message {
    fn new(sku: SellerSku, operation_type: &'static str) -> Self {
        Self {
            message_id: 0,
            sku,
            operation_type,
            product_type: None,
            requirements: None,
            attributes: None,
            patches: None,
        }
    }
}

impl ListingsFeed {
    /// A feed without messages.
    pub fn new(seller: SellerId) -> Self {
        Self { seller, locale: None, messages: Vec::new() }
    }

    /// The language of complaints in the report, such as `en_US`.
    #[must_use]
    pub fn issue_locale(mut self, locale: impl Into<String>) -> Self {
        self.locale = Some(locale.into());
        self
    }

    /// How many messages there are.
    pub fn len(&self) -> usize {
        self.messages.len()
    }

    /// Whether there is nothing to send.
    pub fn is_empty(&self) -> bool {
        self.messages.is_empty()
    }

    /// Changes single attributes of a listing, which keeps the others.
    pub fn patch(
        &mut self,
        sku: SellerSku,
        product_type: ProductTypeName,
        patches: impl IntoIterator<Item = PatchOperation>,
    ) -> &mut Self {
        let patches = Some(patches.into_iter().collect());
        self.add(Message { product_type: Some(product_type), patches, ..Message::new(sku, "PATCH") })
    }

    /// Replaces the given attributes of a listing as wholes and keeps the others.
    pub fn partial_update(
        &mut self,
        sku: SellerSku,
        product_type: ProductTypeName,
        attributes: Map<String, Value>,
    ) -> &mut Self {
        let (product_type, attributes) = (Some(product_type), Some(attributes));
        self.add(Message { product_type, attributes, ..Message::new(sku, "PARTIAL_UPDATE") })
    }

    /// Creates a listing, or replaces all of it: attributes that are not given are gone.
    pub fn update(
        &mut self,
        sku: SellerSku,
        product_type: ProductTypeName,
        requirements: Requirements,
        attributes: Map<String, Value>,
    ) -> &mut Self {
        self.add(Message {
            product_type: Some(product_type),
            requirements: Some(requirements),
            attributes: Some(attributes),
            ..Message::new(sku, "UPDATE")
        })
    }

    /// Removes a listing.
    pub fn delete(&mut self, sku: SellerSku) -> &mut Self {
        self.add(Message::new(sku, "DELETE"))
    }

    fn add(&mut self, message: Message) -> &mut Self {
        self.messages.push(message);
        self
    }

    /// The files, as many as it takes; none without messages. Messages keep their order and are numbered from 1 in
    /// each.
    ///
    /// # Errors
    /// [`Config`](ErrorKind::Config) when two messages are about one SKU (their order of effect would be Amazon's to
    /// choose), or when one alone is larger than a file may be.
    pub fn into_parts(self) -> Result<Vec<ListingsFeedPart>, Error> {
        let refuse = |what: String| Error::new(ErrorKind::Config, super::CREATE_FEED.name, what);
        let mut seen = std::collections::BTreeSet::new();
        if let Some(twice) = self.messages.iter().find(|message| !seen.insert(&message.sku)) {
            return Err(refuse(format!("two messages are about SKU {}: make them one", twice.sku)));
        }
        let head = self.head();
        let mut parts = Vec::new();
        let mut part = Filling::new(&head);
        for mut message in self.messages {
            message.message_id = part.next_id();
            let mut text = written(&message)
                .map_err(|e| refuse("a message cannot be written as JSON".to_owned()).with_source(e))?;
            if !part.fits(&text) && !part.skus.is_empty() {
                parts.push(std::mem::replace(&mut part, Filling::new(&head)).into_part());
                message.message_id = part.next_id();
                text = written(&message)
                    .map_err(|e| refuse("a message cannot be written as JSON".to_owned()).with_source(e))?;
            }
            if !part.fits(&text) {
                return Err(refuse(format!(
                    "the message about SKU {} is larger than a feed may be",
                    message.sku
                )));
            }
            part.add(message, &text);
        }
        if !part.skus.is_empty() {
            parts.push(part.into_part());
        }
        Ok(parts)
    }

    fn head(&self) -> String {
        let mut header = Map::new();
        header.insert("sellerId".to_owned(), self.seller.as_str().into());
        header.insert("version".to_owned(), "2.0".into());
        if let Some(locale) = &self.locale {
            header.insert("issueLocale".to_owned(), locale.as_str().into());
        }
        format!("{{\"header\":{},\"messages\":[", Value::Object(header))
    }
}

fn written(message: &Message) -> Result<String, serde_json::Error> {
    serde_json::to_string(message)
}

/// A file that is being filled.
struct Filling {
    text: String,
    skus: BTreeMap<u32, SellerSku>,
}

impl Filling {
    fn new(head: &str) -> Self {
        Self { text: head.to_owned(), skus: BTreeMap::new() }
    }

    fn next_id(&self) -> u32 {
        u32::try_from(self.skus.len()).unwrap_or(u32::MAX) + 1
    }

    fn fits(&self, message: &str) -> bool {
        // A comma before, two brackets behind.
        self.skus.len() < MOST_MESSAGES && self.text.len() + message.len() + 3 <= MOST_BYTES
    }

    fn add(&mut self, message: Message, text: &str) {
        if !self.skus.is_empty() {
            self.text.push(',');
        }
        self.text.push_str(text);
        self.skus.insert(message.message_id, message.sku);
    }

    fn into_part(mut self) -> ListingsFeedPart {
        self.text.push_str("]}");
        ListingsFeedPart { content: self.text.into(), skus: self.skus }
    }
}

/// One file of a listings feed.
#[derive(Debug, Clone)]
pub struct ListingsFeedPart {
    content: Bytes,
    skus: BTreeMap<u32, SellerSku>,
}

impl ListingsFeedPart {
    /// The JSON to upload.
    pub fn content(&self) -> &Bytes {
        &self.content
    }

    /// The SKU that a message of this part is about. Reports name messages by number.
    pub fn sku(&self, message_id: u32) -> Option<&SellerSku> {
        self.skus.get(&message_id)
    }

    /// How many messages it has.
    pub fn len(&self) -> usize {
        self.skus.len()
    }

    /// Never: a part has a message at least.
    pub fn is_empty(&self) -> bool {
        self.skus.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn feed(messages: usize, padding: usize) -> ListingsFeed {
        let mut feed = ListingsFeed::new(SellerId::new("A1").unwrap()).issue_locale("en_US");
        for n in 0..messages {
            let Value::Object(name) = json!({"value": "x".repeat(padding)}) else { unreachable!() };
            let sku = SellerSku::new(format!("S/{n}")).unwrap();
            let product = ProductTypeName::new("PRODUCT").unwrap();
            feed.patch(sku, product, [PatchOperation::replace("item_name", [name])]);
        }
        feed
    }

    #[test]
    fn a_feed_beyond_the_most_messages_is_split() {
        let parts = feed(MOST_MESSAGES + 1, 1).into_parts().unwrap();
        assert_eq!(parts.iter().map(ListingsFeedPart::len).collect::<Vec<_>>(), [MOST_MESSAGES, 1]);
        assert_eq!(parts[1].sku(1).unwrap().as_str(), format!("S/{MOST_MESSAGES}"));
    }

    #[test]
    fn two_messages_about_one_sku_are_refused() {
        let mut twice = feed(1, 1);
        twice.delete(SellerSku::new("S/0").unwrap());
        assert!(twice.into_parts().unwrap_err().to_string().contains("S/0"));
    }

    #[test]
    fn a_message_too_large_for_any_file_is_refused_and_named() {
        assert!(feed(1, MOST_BYTES).into_parts().unwrap_err().to_string().contains("S/0"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]
        #[test]
        fn every_message_is_in_one_part_and_no_part_is_too_large(messages in 0_usize..60, padding in 0_usize..2_000_000) {
            let parts = feed(messages, padding).into_parts().unwrap();
            let mut skus = Vec::new();
            for part in &parts {
                prop_assert!(part.content().len() <= MOST_BYTES);
                let content: Value = serde_json::from_slice(part.content()).unwrap();
                prop_assert_eq!(&content["header"]["version"], "2.0");
                for (n, message) in content["messages"].as_array().unwrap().iter().enumerate() {
                    prop_assert_eq!(message["messageId"].as_u64(), Some(n as u64 + 1));
                    prop_assert_eq!(part.sku(n as u32 + 1).map(SellerSku::as_str), message["sku"].as_str());
                    skus.push(message["sku"].as_str().unwrap().to_owned());
                }
            }
            prop_assert_eq!(skus, (0..messages).map(|n| format!("S/{n}")).collect::<Vec<_>>());
        }
    }
}
