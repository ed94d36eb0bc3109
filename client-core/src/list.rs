//! Lists that may be absent, which is not the same as empty.

use std::ops::{Deref, DerefMut};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A list that the other side may have left out. Reads like a slice, empty when it is absent.
///
/// Services tell "none" (`[]`) from "not asked for" (no field at all); [`is_absent`](Self::is_absent) does, too. Put
/// `#[serde(default, skip_serializing_if = "List::is_absent")]` on the field.
///
/// ```
/// use commerce_client_core::list::List;
///
/// let none: List<u32> = List::from(vec![]);
/// assert!(none.is_empty() && !none.is_absent());
/// assert!(List::<u32>::default().is_absent());
/// assert_eq!(List::from(vec![1, 2]).iter().sum::<u32>(), 3);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct List<T>(Option<Vec<T>>);

impl<T> List<T> {
    /// Whether the other side said nothing, not even that there is none.
    pub fn is_absent(&self) -> bool {
        self.0.is_none()
    }

    /// Adds one at the end.
    pub fn push(&mut self, value: T) {
        self.0.get_or_insert_default().push(value);
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        self.0.as_deref().unwrap_or_default()
    }
}

impl<T> DerefMut for List<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        self.0.as_deref_mut().unwrap_or_default()
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(values: Vec<T>) -> Self {
        Self(Some(values))
    }
}

impl<T, const N: usize> From<[T; N]> for List<T> {
    fn from(values: [T; N]) -> Self {
        Self(Some(values.into()))
    }
}

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self(Some(values.into_iter().collect()))
    }
}

impl<T> Extend<T> for List<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, values: I) {
        self.0.get_or_insert_default().extend(values);
    }
}

impl<T> IntoIterator for List<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.unwrap_or_default().into_iter()
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: Serialize> Serialize for List<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Shelf {
        #[serde(default, skip_serializing_if = "List::is_absent")]
        books: List<String>,
    }

    #[test]
    fn none_and_not_told_stay_apart_on_the_way_through() {
        for text in [r#"{}"#, r#"{"books":[]}"#, r#"{"books":["a"]}"#] {
            let shelf: Shelf = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&shelf).unwrap(), text);
        }
        assert!(serde_json::from_str::<Shelf>(r#"{"books":null}"#).unwrap().books.is_absent());
    }

    #[test]
    fn adding_to_an_absent_list_makes_it_one() {
        let mut list = List::default();
        list.push(1);
        list.extend([2]);
        assert_eq!(&*list, [1, 2]);
    }
}
