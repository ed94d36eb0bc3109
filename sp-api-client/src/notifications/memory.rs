//! A source in memory, for tests.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use commerce_client_core::error::{Error, ErrorKind};
use tokio::{
    sync::Notify,
    time::{Instant, sleep_until},
};

use super::{Delivery, NotificationSource, Receipt};

/// A [`NotificationSource`] in memory that behaves like a queue: what is not acknowledged comes again. For tests.
///
/// A clone is the same queue. All waits are tokio's, so that paused time drives them.
#[derive(Debug, Clone)]
pub struct MemorySource {
    shared: Arc<Shared>,
    wait: Duration,
    visibility_timeout: Duration,
    batch: usize,
}

#[derive(Debug, Default)]
struct Shared {
    queue: Mutex<Queue>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct Queue {
    messages: Vec<Message>,
    numbered: u64,
}

struct Message {
    number: u64,
    body: String,
    visible_from: Instant,
    receive_count: u32,
}

impl std::fmt::Debug for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Message").field("number", &self.number).finish_non_exhaustive()
    }
}

impl Default for MemorySource {
    fn default() -> Self {
        Self::new()
    }
}

impl MemorySource {
    /// An empty queue that waits 20 s for messages, hands out up to 10 at once, and again after 30 s.
    pub fn new() -> Self {
        Self {
            shared: Arc::default(),
            wait: Duration::from_secs(20),
            visibility_timeout: Duration::from_secs(30),
            batch: 10,
        }
    }

    /// How long a received message stays away unless it is acknowledged or given back.
    #[must_use]
    pub fn visibility_timeout(mut self, timeout: Duration) -> Self {
        self.visibility_timeout = timeout;
        self
    }

    /// Puts a message in. The same body twice is a duplicate, as Amazon sends them.
    pub fn send(&self, body: impl Into<String>) {
        let mut queue = self.queue();
        queue.numbered += 1;
        let number = queue.numbered;
        queue.messages.push(Message {
            number,
            body: body.into(),
            visible_from: Instant::now(),
            receive_count: 0,
        });
        drop(queue);
        self.shared.changed.notify_waiters();
    }

    /// How many messages are not acknowledged yet, received or not.
    pub fn len(&self) -> usize {
        self.queue().messages.len()
    }

    /// Whether every message is acknowledged.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.shared.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take_visible(&self) -> Vec<Delivery> {
        let now = Instant::now();
        let mut queue = self.queue();
        let visible =
            queue.messages.iter_mut().filter(|message| message.visible_from <= now).take(self.batch);
        visible
            .map(|message| {
                message.visible_from = now + self.visibility_timeout;
                message.receive_count += 1;
                let receipt = Receipt::new(format!("{}/{}", message.number, message.receive_count));
                Delivery::new(message.number.to_string(), message.body.as_str(), receipt)
                    .with_receive_count(Some(message.receive_count))
            })
            .collect()
    }

    /// When the next message that was received or given back comes again.
    fn next_visible(&self) -> Option<Instant> {
        self.queue().messages.iter().map(|message| message.visible_from).min()
    }
}

#[async_trait]
impl NotificationSource for MemorySource {
    async fn receive(&self) -> Result<Vec<Delivery>, Error> {
        let deadline = Instant::now() + self.wait;
        loop {
            let changed = self.shared.changed.notified();
            let deliveries = self.take_visible();
            if !deliveries.is_empty() || Instant::now() >= deadline {
                return Ok(deliveries);
            }
            let wake = self.next_visible().map_or(deadline, |visible| visible.min(deadline));
            tokio::select! {
                () = changed => {}
                () = sleep_until(wake) => {}
            }
        }
    }

    /// As in SQS, a receipt is good until the message comes again, after the visibility timeout too; an older one has no
    /// effect, and is no error.
    async fn acknowledge(&self, receipt: &Receipt) -> Result<(), Error> {
        let (number, receive_count) = parse(receipt, "acknowledge")?;
        self.queue()
            .messages
            .retain(|message| (message.number, message.receive_count) != (number, receive_count));
        Ok(())
    }

    /// As the trait says.
    ///
    /// # Errors
    /// As in SQS, [`Conflict`](ErrorKind::Conflict) when the message is not out any more: it came again, was
    /// acknowledged, or its visibility timeout is over and it waits to be received.
    async fn hand_back(&self, receipt: &Receipt, delay: Duration) -> Result<(), Error> {
        let (number, receive_count) = parse(receipt, "hand_back")?;
        let now = Instant::now();
        let mut queue = self.queue();
        let message = queue
            .messages
            .iter_mut()
            .find(|message| (message.number, message.receive_count) == (number, receive_count))
            .filter(|message| message.visible_from > now)
            .ok_or_else(|| Error::new(ErrorKind::Conflict, "hand_back", "the message is not out any more"))?;
        message.visible_from = now + delay;
        drop(queue);
        self.shared.changed.notify_waiters();
        Ok(())
    }
}

fn parse(receipt: &Receipt, operation: &'static str) -> Result<(u64, u32), Error> {
    receipt
        .as_str()
        .split_once('/')
        .and_then(|(number, receive_count)| Some((number.parse().ok()?, receive_count.parse().ok()?)))
        .ok_or_else(|| Error::new(ErrorKind::Rejected, operation, "the receipt is another source's"))
}
