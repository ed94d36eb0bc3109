//! Reads JSON whose keys may be spelt in another case than the type's.
//!
//! Amazon's schemas, its documentation and what it sends disagree about `sellerId` and `SellerId`, `ASIN` and `asin`,
//! for one and the same notification type.

use commerce_client_core::decode::{self, DecodeError};
use serde::{
    Deserializer,
    de::{
        DeserializeOwned, IntoDeserializer, Visitor,
        value::{MapDeserializer, SeqDeserializer},
    },
    forward_to_deserialize_any,
};
use serde_json::{Map, Value};

/// Decodes; keys of structs match in any ASCII case.
pub(super) fn decode<T: DeserializeOwned>(value: Value) -> Result<T, DecodeError> {
    decode::parsed_json(AnyCase(value))
}

struct AnyCase(Value);

impl<'de> Deserializer<'de> for AnyCase {
    type Error = serde_json::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self.0 {
            Value::Array(items) => {
                SeqDeserializer::new(items.into_iter().map(AnyCase)).deserialize_any(visitor)
            }
            Value::Object(members) => {
                let members = members.into_iter().map(|(key, value)| (key, AnyCase(value)));
                MapDeserializer::new(members).deserialize_any(visitor)
            }
            scalar => scalar.deserialize_any(visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        match self.0 {
            Value::Object(members) => {
                AnyCase(Value::Object(respelt(members, fields))).deserialize_any(visitor)
            }
            other => AnyCase(other).deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.0.deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq
        tuple tuple_struct map identifier ignored_any
    }
}

impl IntoDeserializer<'_, serde_json::Error> for AnyCase {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// The members under the names of the fields; the exact spelling wins over another one of the same name.
fn respelt(members: Map<String, Value>, fields: &[&str]) -> Map<String, Value> {
    let (mut exact, others): (Map<_, _>, Map<_, _>) =
        members.into_iter().partition(|(key, _)| fields.contains(&key.as_str()));
    for (key, value) in others {
        if let Some(field) = fields.iter().find(|field| field.eq_ignore_ascii_case(&key)) {
            exact.entry(*field).or_insert(value);
        }
    }
    exact
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Offer {
        #[serde(rename = "ASIN")]
        asin: String,
        prices: Vec<Price>,
        note: Option<String>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Price {
        list_price: i64,
    }

    fn offer() -> Offer {
        Offer { asin: "B0".into(), prices: vec![Price { list_price: 7 }], note: None }
    }

    #[test]
    fn keys_match_in_any_case_at_any_depth() {
        let decoded: Offer =
            decode(json!({"asin": "B0", "prices": [{"ListPrice": 7}], "Note": null})).unwrap();
        assert_eq!(decoded, offer());
    }

    #[test]
    fn the_exact_spelling_wins() {
        let twice = json!({"asin": "wrong", "ASIN": "B0", "Asin": "wrong", "Prices": [{"listPrice": 7, "LISTPRICE": 8}]});
        assert_eq!(decode::<Offer>(twice).unwrap(), offer());
    }

    #[test]
    fn the_error_names_the_path_as_the_type_spells_it() {
        let error = decode::<Offer>(json!({"asin": "B0", "prices": [{"ListPrice": "much"}]})).unwrap_err();
        assert_eq!(error.to_string(), "at Prices[0].listPrice: expected i64");
    }
}
