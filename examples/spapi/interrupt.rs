//! Ctrl-C, and what it leaves behind.

use std::{cell::RefCell, process::ExitCode};

use crate::output::complain;

/// What Amazon goes on with when this program is interrupted.
#[derive(Debug, Default)]
pub(crate) struct LeftBehind(RefCell<Option<String>>);

impl LeftBehind {
    /// From here on, whoever interrupts the work is told this.
    pub(crate) fn is(&self, what: String) {
        self.0.replace(Some(what));
    }

    /// Does the work, or as much of it as comes before Ctrl-C.
    ///
    /// Ctrl-C is deaf while the work blocks: what may block is done before.
    pub(crate) async fn unless_interrupted(
        &self,
        work: impl Future<Output = anyhow::Result<ExitCode>>,
    ) -> anyhow::Result<ExitCode> {
        tokio::select! {
            done = work => done,
            _ = tokio::signal::ctrl_c() => {
                match self.0.take() {
                    Some(what) => complain(&format!("interrupted; {what}")),
                    None => complain("interrupted"),
                }
                Ok(ExitCode::from(130))
            }
        }
    }
}
