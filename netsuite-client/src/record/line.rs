//! Single lines of a sublist, such as one item of an order or one price of an item.

use std::fmt;

use commerce_client_core::{
    decode,
    error::{Error, ErrorKind},
    retry::Safety,
};
use http::Method;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};

use super::{Records, is_gone, write::Write};
use crate::{
    auth::percent_encode,
    client::Outgoing,
    field::is_cut,
    id::{RecordId, RecordRef},
};

impl<T> Records<T> {
    /// One line of a sublist, by its key: `line(order, "item", 3)`, `line(item, "price",
    /// "currencypage=1,pricelevel=1,quantity=0")`.
    pub fn line(&self, id: impl Into<RecordId>, sublist: &str, key: impl Into<LineKey>) -> Line<T> {
        Line { records: self.clone(), id: id.into(), sublist: sublist.to_owned(), key: key.into() }
    }

    /// All lines of a sublist, as `L`: a typed line, or JSON. Lines that NetSuite only links to are read one by one.
    ///
    /// # Errors
    /// [`NotFound`](ErrorKind::NotFound) when there is no such record; [`Rejected`](ErrorKind::Rejected) or `NotFound`
    /// when it has no such sublist.
    ///
    /// # Source
    /// `GET /services/rest/record/v1/<type>/<id>/<sublist>`.
    pub async fn lines<L: DeserializeOwned>(
        &self,
        id: impl Into<RecordId>,
        sublist: &str,
    ) -> Result<Vec<L>, Error> {
        let lines = self.all_lines(&id.into(), sublist).await?;
        lines
            .into_iter()
            .map(|line| {
                decode::parsed_json(Value::Object(line)).map_err(|problem| {
                    Error::new(ErrorKind::Decode, "line.list", "a line could not be read")
                        .with_source(problem)
                })
            })
            .collect()
    }

    /// Adds a line to a sublist. It must not have a key (`line`, `id`), or it would change the line of that key.
    ///
    /// # Retries
    /// Never after an attempt that may have been carried out: read the [`lines`](Self::lines) first.
    ///
    /// # Errors
    /// As [`update`](Self::update).
    ///
    /// # Source
    /// `PATCH /services/rest/record/v1/<type>/<id>` with that line alone: lines without a key are added.
    pub async fn add_line<B: Serialize + ?Sized>(
        &self,
        id: impl Into<RecordId>,
        sublist: &str,
        line: &B,
    ) -> Result<RecordRef<T>, Error> {
        let operation = "line.add";
        let line = serde_json::to_value(line).map_err(|e| {
            Error::new(ErrorKind::Config, operation, "the body cannot be written as JSON").with_source(e)
        })?;
        let body = json!({sublist: {"items": [line]}});
        let path = self.path(Some(&id.into()));
        Write::new(operation, Safety::Create, Method::PATCH, path, &body)?.send(&self.netsuite).await
    }

    pub(super) async fn all_lines(&self, id: &RecordId, sublist: &str) -> Result<Vec<Fields>, Error> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Page {
            #[serde(default)]
            items: Vec<Fields>,
            has_more: Option<bool>,
            total_results: Option<u64>,
        }
        let path = format!("{}/{}", self.path(Some(id)), percent_encode(sublist));
        let mut query = "expandSubResources=true".to_owned();
        let mut lines = Vec::new();
        loop {
            let request = Outgoing::question("line.list", format!("{path}?{query}"));
            let page: Page = self.netsuite.send(request, |answer| decode::json(answer.body())).await?;
            let came = lines.len() + page.items.len();
            let more = is_cut(came, page.has_more, page.total_results) && !page.items.is_empty();
            for line in page.items {
                lines.push(self.expanded(&path, line).await?);
            }
            if !more {
                return Ok(lines);
            }
            // NetSuite's own page is of 1,000, and an offset has to be a multiple of it.
            query = format!("expandSubResources=true&limit=1000&offset={}", lines.len());
        }
    }

    /// Some lists hold nothing but links to their lines. Of a link, only the end is taken: its host is not asked.
    async fn expanded(&self, list: &str, line: Fields) -> Result<Fields, Error> {
        let Some(key) = own_link(&line).filter(|_| line.len() == 1) else { return Ok(line) };
        let request = Outgoing::question("line.get", format!("{list}/{key}"));
        self.netsuite.send(request, |answer| decode::json(answer.body())).await
    }
}

type Fields = Map<String, Value>;

/// What names a line in its sublist. A number or a text, or several named values:
/// `currencypage=1,pricelevel=1,quantity=0`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LineKey(Parts);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Parts {
    One(String),
    Named(Vec<(String, String)>),
}

impl LineKey {
    /// The key of several named values, in the order in which NetSuite states them.
    pub fn of<'a>(parts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let parts = parts.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self(Parts::Named(parts.collect()))
    }

    /// The URL segment: what the key holds is encoded, what holds it together is not.
    fn segment(&self) -> String {
        match &self.0 {
            Parts::One(key) => percent_encode(key),
            Parts::Named(parts) => {
                let part = |(name, value): &(String, String)| {
                    format!("{}={}", percent_encode(name), percent_encode(value))
                };
                parts.iter().map(part).collect::<Vec<_>>().join(",")
            }
        }
    }
}

impl fmt::Display for LineKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Parts::One(key) => f.write_str(key),
            Parts::Named(parts) => {
                let mut gap = "";
                for (name, value) in parts {
                    write!(f, "{gap}{name}={value}")?;
                    gap = ",";
                }
                Ok(())
            }
        }
    }
}

impl From<&str> for LineKey {
    /// Named values if all of it reads like them, one value otherwise.
    fn from(text: &str) -> Self {
        let named: Option<Vec<_>> = text.split(',').map(|part| part.split_once('=')).collect();
        named.map_or_else(|| Self(Parts::One(text.to_owned())), Self::of)
    }
}

impl From<String> for LineKey {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<i64> for LineKey {
    fn from(line: i64) -> Self {
        Self(Parts::One(line.to_string()))
    }
}

/// One line of a record of type `T`. Get it from [`Records::line`].
///
/// # Source
/// `/services/rest/record/v1/<type>/<id>/<sublist>/<key>`.
#[must_use = "nothing is sent before it is read or written"]
pub struct Line<T> {
    records: Records<T>,
    id: RecordId,
    sublist: String,
    key: LineKey,
}

impl<T> fmt::Debug for Line<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line({} {:?} {}/{})", self.records.record_type, self.id, self.sublist, self.key)
    }
}

impl<T> Line<T> {
    /// Reads the line as `L`: a typed line, or JSON.
    ///
    /// # Errors
    /// [`NotFound`](ErrorKind::NotFound) when there is no such record or no such line.
    pub async fn get<L: DeserializeOwned>(&self) -> Result<L, Error> {
        let request = Outgoing::question("line.get", self.path());
        self.records.netsuite.send(request, |answer| decode::json(answer.body())).await
    }

    /// Reads the line; `None` when there is no such record or no such line.
    ///
    /// # Errors
    /// As [`get`](Self::get), but for `NotFound`.
    pub async fn find<L: DeserializeOwned>(&self) -> Result<Option<L>, Error> {
        match self.get().await {
            Ok(line) => Ok(Some(line)),
            Err(error) if is_gone(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Changes the fields that are in `body` and leaves the others.
    ///
    /// # Retries
    /// Repeated after an unknown outcome, but not when the body has lines of its own, such as lots.
    ///
    /// # Errors
    /// [`NotFound`](ErrorKind::NotFound) when there is no such record or no such line.
    ///
    /// # Source
    /// `PATCH` of the line's URL.
    pub async fn update<B: Serialize + ?Sized>(&self, body: &B) -> Result<(), Error> {
        let safety = self.records.safety(body, &[]);
        let write = Write::new("line.update", safety, Method::PATCH, self.path(), body)?;
        write.done(&self.records.netsuite).await
    }

    /// Removes the line; one that is gone already is no error.
    ///
    /// NetSuite cannot delete a line. This reads the lines that there are and sends the keys of the others as those
    /// that stay: **a line that somebody adds in between is removed, too.** Where that may happen, use
    /// [`update_replacing`](Records::update_replacing) under a lock of your own, or close the line.
    ///
    /// # Errors
    /// * [`Config`](ErrorKind::Config) for a sublist whose lines have no key in a field of theirs (`line` or `id`),
    ///   such as prices and currencies, and for a key of several values; nothing is written.
    /// * [`Rejected`](ErrorKind::Rejected) when NetSuite needs the line; [`NotFound`](ErrorKind::NotFound) when there
    ///   is no such record.
    ///
    /// # Source
    /// `PATCH /services/rest/record/v1/<type>/<id>?replace=<sublist>`, which Oracle documents as the way to remove
    /// single lines.
    pub async fn delete(&self) -> Result<(), Error> {
        let lines = self.records.all_lines(&self.id, &self.sublist).await?;
        let Some(keys) = keys(&lines) else {
            let what = format!("the lines of {} cannot be told apart by a field of theirs", self.sublist);
            return Err(Error::new(ErrorKind::Config, "line.delete", what));
        };
        let Parts::One(gone) = &self.key.0 else {
            let what = format!("the lines of {} have keys of one value", self.sublist);
            return Err(Error::new(ErrorKind::Config, "line.delete", what));
        };
        let staying: Vec<_> = keys.iter().filter(|(_, key)| !is_key(key, gone)).collect();
        if staying.len() == keys.len() {
            return Ok(());
        }
        let items: Vec<Value> = staying.into_iter().map(|(field, key)| json!({*field: key})).collect();
        let body = json!({self.sublist.as_str(): {"items": items}});
        let write = self.records.change(&self.id, &body, Some(&[self.sublist.as_str()]))?;
        write.done(&self.records.netsuite).await
    }

    fn path(&self) -> String {
        let record = self.records.path(Some(&self.id));
        format!("{record}/{}/{}", percent_encode(&self.sublist), self.key.segment())
    }
}

/// The key of each line with the field that it stands in: the one field that says of every line what its link says.
fn keys(lines: &[Fields]) -> Option<Vec<(&'static str, &Value)>> {
    ["line", "id"].into_iter().find_map(|field| {
        lines
            .iter()
            .map(|line| {
                let key = line.get(field)?;
                let linked = own_link(line).is_none_or(|last| is_key(key, last));
                (linked && text(key).is_some()).then_some((field, key))
            })
            .collect()
    })
}

/// The last segment of the line's own link.
fn own_link(line: &Fields) -> Option<&str> {
    let links = line.get("links")?.as_array()?;
    let own = links.iter().find(|link| link.get("rel").and_then(Value::as_str) == Some("self"))?;
    own.get("href")?.as_str()?.rsplit('/').next()
}

/// A key as text: NetSuite sends some as numbers.
fn text(key: &Value) -> Option<String> {
    match key {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Whether the key is this one, however NetSuite writes it: `3`, `3.0` and `"3"` are one.
fn is_key(key: &Value, wanted: &str) -> bool {
    let number = |text: &str| text.parse::<Decimal>().ok();
    text(key).is_some_and(|key| key == wanted || number(&key).is_some_and(|key| number(wanted) == Some(key)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_stands_in_a_url_as_netsuite_writes_it() {
        let price = LineKey::from("currencypage=1,pricelevel=1,quantity=0");
        assert_eq!(price, LineKey::of([("currencypage", "1"), ("pricelevel", "1"), ("quantity", "0")]));
        assert_eq!(price.segment(), "currencypage=1,pricelevel=1,quantity=0");
        assert_eq!(LineKey::from(3).segment(), "3");
        assert_eq!(LineKey::of([("a/b", "1,c=2")]).segment(), "a%2Fb=1%2Cc%3D2");
        assert_eq!(LineKey::from("../2?replace=item").segment(), "..%2F2%3Freplace=item");
    }

    fn lines(lines: Value) -> Vec<Fields> {
        serde_json::from_value(lines).unwrap()
    }

    #[test]
    fn a_key_is_the_same_in_every_form() {
        for key in [json!(3), json!(3.0), json!("3"), json!("3.0")] {
            assert!(is_key(&key, "3") && is_key(&key, "3.0") && !is_key(&key, "30"), "{key}");
        }
        assert!(is_key(&json!("abc"), "abc") && !is_key(&json!("abc"), "ABC"));
        let order = lines(json!([{"links": linked("1"), "line": 1.0}]));
        assert_eq!(keys(&order).unwrap(), [("line", &json!(1.0))]);
    }

    fn linked(last: &str) -> Value {
        json!([{"rel": "self", "href": format!("https://x/salesorder/1/item/{last}")}])
    }

    #[test]
    fn a_lines_key_is_the_field_that_its_link_names() {
        let order = lines(json!([
            {"links": linked("1"), "line": 1, "id": "900"},
            {"links": linked("7"), "line": 7, "id": "901"},
        ]));
        assert_eq!(keys(&order).unwrap(), [("line", &json!(1)), ("line", &json!(7))]);
        let addresses = lines(json!([{"links": linked("682940"), "id": 682940, "addressId": "682940"}]));
        assert_eq!(keys(&addresses).unwrap(), [("id", &json!(682940))]);
        let prices =
            lines(json!([{"links": linked("currencypage=1,pricelevel=1,quantity=0"), "price": 19.99}]));
        assert!(keys(&prices).is_none());
        let misleading = lines(json!([{"links": linked("4"), "id": "1"}]));
        assert!(keys(&misleading).is_none(), "a field that is not the key would remove other lines");
    }
}
