//! What Amazon sent, encrypted, so that a store that is read by others shows no buyer.
//!
//! AES-256-GCM with a random nonce for each body, by aws-lc. A body is bound to its account, its record and its version:
//! moved to another row it does not open. The key is the host's, 32 bytes that are never written to the store; rows name
//! the key that they are sealed under by [`VaultKey::id`].
//!
//! To change the key, give the engine the new one and the old one ([`Vault::with_older`]): the flow that erases bodies
//! seals them anew, and when no row names the old key any more it can be thrown away.

use std::{fmt, sync::Arc};

use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey},
    rand,
};
use chrono::{DateTime, Utc};
use commerce_client_core::secret::{ExposeSecret as _, Pii, SecretString};
use serde_json::Value;

use crate::{
    keys,
    store::{AccountId, BodyId, Sealed},
};

/// A key of a [`Vault`].
pub struct VaultKey {
    id: String,
    key: RandomizedNonceKey,
}

impl VaultKey {
    /// Draws a new key, as text: 64 hexadecimal digits. Keep it where you keep secrets, not beside the store's backups.
    ///
    /// # Errors
    /// When the machine has no randomness to give.
    pub fn draw() -> Result<SecretString, VaultError> {
        let mut bytes = [0; 32];
        rand::fill(&mut bytes).map_err(|_| VaultError::Sealing)?;
        let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(text.into())
    }

    /// A key from its text: 64 hexadecimal digits, space around them does not matter.
    ///
    /// # Errors
    /// [`VaultError::KeyText`], which does not quote it.
    pub fn from_hex(text: &SecretString) -> Result<Self, VaultError> {
        let digits = text.expose_secret().trim().as_bytes();
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        if digits.len() != 64 {
            return Err(VaultError::KeyText);
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let (Some(high), Some(low)) = (digit(pair[0]), digit(pair[1])) else {
                return Err(VaultError::KeyText);
            };
            *byte = high << 4 | low;
        }
        Self::from_bytes(&bytes)
    }

    /// A key from its 32 bytes. They have to be random: no password, nothing derived from one.
    ///
    /// # Errors
    /// When the cipher does not take it.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, VaultError> {
        let key = RandomizedNonceKey::new(&AES_256_GCM, bytes).map_err(|_| VaultError::Sealing)?;
        let named = [b"amazon-netsuite-sync vault key\n".as_slice(), bytes.as_slice()].concat();
        Ok(Self { id: keys::hash(&named)[..16].to_owned(), key })
    }

    /// What rows call it: 16 hexadecimal digits of a hash. Another key has another, and it does not tell the key.
    pub fn id(&self) -> &str {
        &self.id
    }
}

impl fmt::Debug for VaultKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VaultKey").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Seals and opens archived bodies. Cheap to clone.
#[derive(Clone)]
pub struct Vault {
    newest: Arc<VaultKey>,
    older: Vec<Arc<VaultKey>>,
}

impl Vault {
    /// Seals and opens with this key.
    pub fn new(key: VaultKey) -> Self {
        Self { newest: Arc::new(key), older: Vec::new() }
    }

    /// Also opens what an older key sealed.
    #[must_use]
    pub fn with_older(mut self, key: VaultKey) -> Self {
        self.older.push(Arc::new(key));
        self
    }

    /// The older keys, by [`VaultKey::id`].
    pub(crate) fn older_keys(&self) -> impl Iterator<Item = &str> {
        self.older.iter().map(|key| key.id()).filter(move |id| *id != self.newest.id())
    }

    /// Seals what Amazon sent of a record, under the newest key.
    ///
    /// # Errors
    /// When the machine has no randomness to give.
    pub fn seal(
        &self,
        account: &AccountId,
        of: BodyId,
        version: i64,
        body: &Pii<Value>,
        times: Times,
    ) -> Result<Sealed, VaultError> {
        let mut text = serde_json::to_vec(body.expose()).map_err(|_| VaultError::Sealing)?;
        let place = Aad::from(place(account, &of, version));
        let sealed = self.newest.key.seal_in_place_append_tag(place, &mut text);
        let nonce = sealed.map_err(|_| VaultError::Sealing)?;
        let body = [nonce.as_ref().as_slice(), text.as_slice()].concat();
        let Times { since, personal_until } = times;
        Ok(Sealed { of, version, key_id: self.newest.id.clone(), body, personal_until, since })
    }

    /// Opens what was sealed for this account.
    ///
    /// # Errors
    /// [`VaultError::UnknownKey`] when none of the vault's keys sealed it; [`VaultError::Altered`] when it is not as it
    /// was sealed, or was moved from another record. Nothing of it is returned then.
    pub fn open(&self, account: &AccountId, sealed: &Sealed) -> Result<Pii<Value>, VaultError> {
        let key = std::iter::once(&self.newest).chain(&self.older).find(|key| key.id == sealed.key_id);
        let key = key.ok_or_else(|| VaultError::UnknownKey(sealed.key_id.clone()))?;
        let altered = || VaultError::Altered(sealed.of.clone());
        let (nonce, body) = sealed.body.split_at_checked(NONCE_LEN).ok_or_else(altered)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| altered())?;
        let place = Aad::from(place(account, &sealed.of, sealed.version));
        let mut body = body.to_vec();
        let text = key.key.open_in_place(nonce, place, &mut body).map_err(|_| altered())?;
        serde_json::from_slice(text).map(Pii::new).map_err(|_| altered())
    }

    /// The same body under the newest key.
    pub(crate) fn seal_anew(&self, account: &AccountId, sealed: &Sealed) -> Result<Sealed, VaultError> {
        let body = self.open(account, sealed)?;
        let times = Times { since: sealed.since, personal_until: sealed.personal_until };
        self.seal(account, sealed.of.clone(), sealed.version, &body, times)
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let older: Vec<&str> = self.older.iter().map(|key| key.id()).collect();
        f.debug_struct("Vault").field("newest", &self.newest.id).field("older", &older).finish()
    }
}

/// Since when a body is archived, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// Since when, UTC.
    pub since: DateTime<Utc>,
    /// By when it has to be erased, UTC.
    pub personal_until: DateTime<Utc>,
}

/// Where a body belongs. Ids hold no line breaks, so no two places read alike.
fn place(account: &AccountId, of: &BodyId, version: i64) -> String {
    format!("amazon-netsuite-sync body 1\n{account}\n{}\n{}\n{version}", of.kind, of.id)
}

/// Why a body was not sealed or not opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// The text of a key is no key.
    #[error("a key of the vault is 64 hexadecimal digits")]
    KeyText,
    /// The engine was built without one.
    #[error(
        "the engine has no vault: build it with `EngineBuilder::vault`, and the key that the bodies were sealed with"
    )]
    NoVault,
    /// It was sealed with a key that this vault does not have.
    #[error(
        "sealed under key {0}, which this vault does not have: give it that key, too (`Vault::with_older`)"
    )]
    UnknownKey(String),
    /// It is not what was sealed.
    #[error(
        "the archived {0} does not open: it was changed after it was sealed, or belongs to another record"
    )]
    Altered(BodyId),
    /// The cipher or the machine's randomness failed.
    #[error("sealing failed: the machine gave no randomness")]
    Sealing,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::store::{BodyKind, SourceId};

    fn account(name: &str) -> AccountId {
        AccountId::new(name).unwrap()
    }

    fn order(id: &str) -> BodyId {
        BodyId { kind: BodyKind::Order, id: SourceId::new(id).unwrap() }
    }

    fn times() -> Times {
        Times { since: DateTime::UNIX_EPOCH, personal_until: DateTime::UNIX_EPOCH }
    }

    fn key(byte: u8) -> VaultKey {
        VaultKey::from_bytes(&[byte; 32]).unwrap()
    }

    fn sealed(vault: &Vault) -> Sealed {
        let body = Pii::new(json!({"buyer": "Jane Doe"}));
        vault.seal(&account("na"), order("113-1"), 7, &body, times()).unwrap()
    }

    #[test]
    fn what_was_sealed_opens_and_shows_nothing_in_between() {
        let vault = Vault::new(key(1));
        let sealed = sealed(&vault);
        assert!(!sealed.body.windows(4).any(|window| window == b"Jane"));
        assert!(!format!("{sealed:?}{vault:?}").contains("Jane"));
        assert_eq!(vault.open(&account("na"), &sealed).unwrap().expose()["buyer"], "Jane Doe");
        assert_ne!(self::sealed(&vault).body, sealed.body, "the same body twice does not look the same");
    }

    #[test]
    fn a_body_that_was_moved_or_changed_does_not_open() {
        let vault = Vault::new(key(1));
        let sealed = sealed(&vault);
        let altered = |sealed: &Sealed, of: &str| {
            assert_eq!(vault.open(&account(of), sealed), Err(VaultError::Altered(sealed.of.clone())));
        };
        altered(&sealed, "eu");
        altered(&Sealed { of: order("113-2"), ..sealed.clone() }, "na");
        altered(&Sealed { version: 8, ..sealed.clone() }, "na");
        for at in [0, NONCE_LEN, sealed.body.len() - 1] {
            let mut other = sealed.clone();
            other.body[at] ^= 1;
            altered(&other, "na");
        }
        altered(&Sealed { body: Vec::new(), ..sealed.clone() }, "na");
    }

    #[test]
    fn another_key_fails_closed_and_is_named() {
        let sealed = sealed(&Vault::new(key(1)));
        let error = Vault::new(key(2)).open(&account("na"), &sealed).unwrap_err();
        assert_eq!(error, VaultError::UnknownKey(key(1).id().to_owned()));
        assert!(error.to_string().contains(key(1).id()), "{error}");
        // Even if the row lies about its key.
        let lying = Sealed { key_id: key(2).id().to_owned(), ..sealed };
        assert!(matches!(Vault::new(key(2)).open(&account("na"), &lying), Err(VaultError::Altered(_))));
    }

    #[test]
    fn an_older_key_still_opens_and_the_newest_seals() {
        let old = sealed(&Vault::new(key(1)));
        let vault = Vault::new(key(2)).with_older(key(1));
        assert_eq!(vault.older_keys().collect::<Vec<_>>(), [key(1).id()]);
        let anew = vault.seal_anew(&account("na"), &old).unwrap();
        assert_eq!(anew.key_id, key(2).id());
        assert_eq!(Sealed { key_id: old.key_id.clone(), body: old.body.clone(), ..anew.clone() }, old);
        assert!(Vault::new(key(2)).open(&account("na"), &anew).is_ok(), "the old key is not needed any more");
    }

    #[test]
    fn the_text_of_a_key_is_the_key_and_a_malformed_one_is_not_quoted() {
        let text = VaultKey::draw().unwrap();
        assert_ne!(text.expose_secret(), VaultKey::draw().unwrap().expose_secret());
        let with_end_of_line = SecretString::from(format!("{}\n", text.expose_secret()));
        assert_eq!(
            VaultKey::from_hex(&text).unwrap().id(),
            VaultKey::from_hex(&with_end_of_line).unwrap().id()
        );
        assert_eq!(VaultKey::from_hex(&"07".repeat(32).into()).unwrap().id(), key(7).id());
        for bad in [String::new(), "0".repeat(63), "g".repeat(64), "é".repeat(32)] {
            let error = VaultKey::from_hex(&bad.into()).unwrap_err();
            assert_eq!(error.to_string(), "a key of the vault is 64 hexadecimal digits");
        }
        assert!(!format!("{:?}", key(7)).contains("0707"));
    }
}
