//! Which notifications were dealt with lately.

use std::collections::{HashSet, VecDeque};

use super::NotificationId;

/// The ids of the last so many notifications that were dealt with, to skip duplicates.
///
/// Lives in memory only: after a restart a duplicate is dealt with again, which must do no harm. Remember an id once
/// its notification *is* dealt with, not when it arrives: else one that failed is skipped when it comes again.
#[derive(Debug, Clone)]
pub struct RecentIds {
    capacity: usize,
    oldest_first: VecDeque<NotificationId>,
    known: HashSet<NotificationId>,
}

impl RecentIds {
    /// Remembers `capacity` ids; an id is at most 512 bytes.
    pub fn new(capacity: usize) -> Self {
        Self { capacity, oldest_first: VecDeque::new(), known: HashSet::new() }
    }

    /// Whether this one was remembered and is not forgotten yet.
    pub fn contains(&self, id: &NotificationId) -> bool {
        self.known.contains(id)
    }

    /// Remembers this one, and forgets the oldest if there are too many.
    pub fn remember(&mut self, id: NotificationId) {
        if self.known.insert(id.clone()) {
            self.oldest_first.push_back(id);
        }
        if self.oldest_first.len() > self.capacity
            && let Some(oldest) = self.oldest_first.pop_front()
        {
            self.known.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn exactly_the_last_distinct_ones_are_known(capacity in 0_usize..6, numbers in prop::collection::vec(0_u8..9, 0..40)) {
            let id = |number: &u8| NotificationId::new(format!("n-{number}")).unwrap();
            let mut recent = RecentIds::new(capacity);
            let mut queue: Vec<u8> = Vec::new();
            for number in &numbers {
                recent.remember(id(number));
                if !queue.contains(number) {
                    queue.push(*number);
                }
                if queue.len() > capacity {
                    queue.remove(0);
                }
            }
            for number in 0..9 {
                prop_assert_eq!(recent.contains(&id(&number)), queue.contains(&number));
            }
        }
    }
}
