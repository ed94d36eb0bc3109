//! Lists, read to their end: one odd item costs one item.

use std::process::ExitCode;

use futures_util::{Stream, StreamExt as _};
use sp_api_client::{Error, ErrorKind};

use crate::output::{Output, Table, complain};

/// How the reading of a list went.
#[derive(Debug, Default)]
pub(crate) struct Listed {
    odd: usize,
    broken_off: Option<Error>,
}

impl Listed {
    /// Hands on each item. One that cannot be decoded is left out, and told with the path of what does not fit.
    pub(crate) async fn read<T>(
        &mut self,
        mut items: impl Stream<Item = Result<T, Error>> + Unpin,
        mut take: impl FnMut(T) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        while let Some(item) = items.next().await {
            match item {
                Ok(item) => take(item)?,
                Err(error) if error.kind() == ErrorKind::Decode => {
                    self.odd += 1;
                    complain(&format!("{:#}", anyhow::Error::from(error)));
                }
                Err(error) => self.broken_off = Some(error),
            }
        }
        Ok(())
    }

    /// How many items could not be decoded.
    pub(crate) fn odd(&self) -> usize {
        self.odd
    }

    /// Whether a call failed: there may be more items than were read.
    pub(crate) fn is_broken_off(&self) -> bool {
        self.broken_off.is_some()
    }

    /// Prints the table as far as it came, or `none` if there is nothing to list.
    pub(crate) fn show(&self, out: Output, table: &Table, none: &str) -> anyhow::Result<()> {
        match table.is_empty() {
            _ if out.is_json() => Ok(()),
            false => out.text(&table.text()),
            true if self.odd == 0 && !self.is_broken_off() => out.text(none),
            true => Ok(()),
        }
    }

    /// Well if every item was read.
    pub(crate) fn end(self) -> anyhow::Result<ExitCode> {
        match self.broken_off {
            Some(error) => Err(error.into()),
            None => Ok(ExitCode::from(u8::from(self.odd > 0))),
        }
    }
}
