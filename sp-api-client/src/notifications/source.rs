//! Where notifications are received from.

use std::{fmt, time::Duration};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use commerce_client_core::{decode::DecodeError, error::Error, secret::Pii};

use super::Notification;

/// Somewhere that notifications are received from, such as [`SqsSource`](super::SqsSource).
///
/// Delivery is *at least once*: what was received and not [acknowledged](Self::acknowledge) comes again after a
/// while, and even what was acknowledged may. So deal with a notification first, then acknowledge it, and let dealing
/// with it twice do no harm.
///
/// A message that is not a notification is delivered too ([`Delivery::notification`] says why it is none): it would be
/// lost otherwise, or come for ever. Keep its [body](Delivery::body) where somebody looks at it, then acknowledge it.
#[async_trait]
pub trait NotificationSource: fmt::Debug + Send + Sync {
    /// Waits a while for messages, and returns those that are there: none, if none came in time.
    ///
    /// Dropping the future loses nothing; messages that were on their way come again.
    ///
    /// # Errors
    /// When the source cannot be reached or refuses; asking again later is right unless the error's kind is
    /// `Config`, `Auth` or `NotFound`.
    async fn receive(&self) -> Result<Vec<Delivery>, Error>;

    /// Ends the delivery: the message does not come again, as a rule.
    ///
    /// # Errors
    /// When the source cannot be reached or refuses; the message comes again.
    async fn acknowledge(&self, receipt: &Receipt) -> Result<(), Error>;

    /// Gives the message back, to come again after `delay`; at once if it is zero.
    ///
    /// # Errors
    /// When the source cannot be reached or refuses; the message comes again in its own time.
    async fn hand_back(&self, receipt: &Receipt, delay: Duration) -> Result<(), Error>;
}

/// A message that was received.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Delivery {
    /// What it says, or why it is not a notification.
    pub notification: Result<Notification, DecodeError>,
    /// Its text as it came. May hold data of people.
    pub body: Pii<String>,
    /// To acknowledge it or to give it back.
    pub receipt: Receipt,
    /// The source's own number of the message; for logs.
    pub message_id: String,
    /// How many times it was received, this time included; an estimate. `None` if the source does not count.
    pub receive_count: Option<u32>,
    /// When it got into the source; UTC.
    pub sent_at: Option<DateTime<Utc>>,
}

impl Delivery {
    /// A message as a source of the host's own received it.
    pub fn new(message_id: impl Into<String>, body: impl Into<String>, receipt: Receipt) -> Self {
        let body = body.into();
        Self {
            notification: Notification::parse(&body),
            body: Pii::new(body),
            receipt,
            message_id: message_id.into(),
            receive_count: None,
            sent_at: None,
        }
    }

    /// Says how many times it was received, this time included.
    #[must_use]
    pub fn with_receive_count(mut self, count: Option<u32>) -> Self {
        self.receive_count = count;
        self
    }

    /// Says when it got into the source.
    #[must_use]
    pub fn with_sent_at(mut self, sent_at: Option<DateTime<Utc>>) -> Self {
        self.sent_at = sent_at;
        self
    }
}

/// Names one delivery to the source that made it. Good until the message comes again.
#[derive(Clone, PartialEq, Eq)]
pub struct Receipt(Box<str>);

impl Receipt {
    /// The source's own text.
    pub fn new(text: impl AsRef<str>) -> Self {
        Self(text.as_ref().into())
    }

    /// The source's own text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Receipt(..)")
    }
}
