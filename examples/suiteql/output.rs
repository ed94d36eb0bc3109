//! What goes to standard output, and what goes to the person.

use std::io::Write as _;

use serde::Serialize;

/// One line of JSON.
pub(crate) fn object(value: &impl Serialize) -> anyhow::Result<()> {
    text(&serde_json::to_string(value)?)
}

/// Text as it is, and a line's end.
pub(crate) fn text(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}")?;
    Ok(out.flush()?)
}

/// Says something to the person, whatever becomes of standard output.
pub(crate) fn complain(text: &str) {
    // Nobody to tell when standard error is closed.
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// A broken pipe on standard output is how `| head` says that it has seen enough.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let pipe = |error: &std::io::Error| error.kind() == std::io::ErrorKind::BrokenPipe;
    error.downcast_ref::<std::io::Error>().is_some_and(pipe)
}
