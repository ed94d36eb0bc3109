//! The error of both clients: what happened, to which call, and whether it may have had an effect.

use std::{error::Error as StdError, fmt, sync::Arc, time::Duration};

use bytes::Bytes;
use chrono::TimeDelta;

use crate::secret::Pii;

/// A failed call. One word wide and cheap to clone.
///
/// `Display` is one line without the source's text; `source()` has the rest. Neither `Display` nor `Debug` holds a
/// body, a query string or a secret; e-mail addresses inside a service's message are masked.
#[derive(Clone)]
pub struct Error(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    operation: &'static str,
    what: String,
    hint: Option<&'static str>,
    status: Option<u16>,
    problems: Vec<Problem>,
    request_id: Option<String>,
    maybe_sent: bool,
    attempts: u32,
    body: Option<Pii<Bytes>>,
    clock_skew: Option<TimeDelta>,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

/// What kind of failure it is: what to do about it follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Something was built wrong on this side: a missing setting, a malformed address. Nothing was sent.
    Config,
    /// The service does not accept who calls, or does not let them do this. A person has to act.
    Auth,
    /// The service said to slow down, and the deadline came before it let us in: it was asked again until then, unless
    /// the client was told to make one attempt only.
    Throttled,
    /// There is no such thing, or this caller may not see it.
    NotFound,
    /// The thing exists already or has changed meanwhile.
    Conflict,
    /// The service understood and said no. Repeating the same call gets the same answer.
    Rejected,
    /// The service failed. It may work later.
    Unavailable,
    /// No answer within the time given.
    Timeout,
    /// An answer came that could not be read.
    Decode,
    /// The connection failed.
    Transport,
}

/// One complaint of the service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// The service's code, such as `InvalidInput` or `INVALID_CONTENT`. Spellings vary; may be empty.
    pub code: String,
    /// The service's words, e-mail addresses masked, and what it quotes of people.
    pub message: String,
    /// Which field, parameter or header, if it says.
    pub path: Option<String>,
}

impl Problem {
    /// A complaint; e-mail addresses are masked, here and in [`at`](Self::at).
    pub fn new(code: impl AsRef<str>, message: impl AsRef<str>) -> Self {
        Self { code: mask_emails(code.as_ref()), message: mask_emails(message.as_ref()), path: None }
    }

    /// Says which field, parameter or header it is about.
    #[must_use]
    pub fn at(mut self, path: impl AsRef<str>) -> Self {
        self.path = Some(mask_emails(path.as_ref()));
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code)?;
        if !self.message.is_empty() {
            let gap = if self.code.is_empty() { "" } else { ": " };
            write!(f, "{gap}{}", self.message)?;
        }
        match &self.path {
            Some(path) => write!(f, " (at {path})"),
            None => Ok(()),
        }
    }
}

fn mask_emails(text: &str) -> String {
    text.split_inclusive(char::is_whitespace)
        .map(
            |word| {
                if word.contains('@') { word.replace(word.trim_end(), "(e-mail)") } else { word.to_owned() }
            },
        )
        .collect()
}

/// `text` with each of `people` replaced where it stands as a word or words of its own.
fn mask_people(mut text: String, people: &[&str]) -> String {
    for person in people.iter().copied().filter(|person| !person.is_empty()) {
        let mut from = 0;
        while let Some(at) = text[from..].find(person).map(|at| from + at) {
            let end = at + person.len();
            let within = |next: Option<char>| next.is_some_and(char::is_alphanumeric);
            if within(text[..at].chars().next_back()) || within(text[end..].chars().next()) {
                from = end;
            } else {
                text.replace_range(at..end, HIDDEN);
                from = at + HIDDEN.len();
            }
        }
    }
    text
}

const HIDDEN: &str = "(hidden)";

impl Error {
    /// A failure of `operation`, described by `what`.
    pub fn new(kind: ErrorKind, operation: &'static str, what: impl Into<String>) -> Self {
        Self(Arc::new(Inner {
            kind,
            operation,
            what: what.into(),
            hint: None,
            status: None,
            problems: Vec::new(),
            request_id: None,
            maybe_sent: false,
            attempts: 0,
            body: None,
            clock_skew: None,
            source: None,
        }))
    }

    fn with(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }

    /// Adds the HTTP status and what the service said.
    #[must_use]
    pub fn with_answer(self, status: u16, problems: Vec<Problem>, body: Bytes) -> Self {
        self.with(|inner| {
            inner.status = Some(status);
            inner.problems = problems;
            inner.body = Some(Pii::new(body));
        })
    }

    /// Masks what the service quotes of `people`: names, addresses, numbers that were sent to it, the longest first.
    /// Addresses on its own host are left as they are.
    #[must_use]
    pub fn masking(self, people: &[&str]) -> Self {
        if people.is_empty() || self.0.problems.is_empty() {
            return self;
        }
        self.with(|inner| {
            for problem in &mut inner.problems {
                let path = problem.path.as_mut().filter(|path| !path.contains('/'));
                for text in [&mut problem.code, &mut problem.message].into_iter().chain(path) {
                    *text = mask_people(std::mem::take(text), people);
                }
            }
        })
    }

    /// Says by how much this machine's clock is ahead of the service's, where that explains a refusal.
    #[must_use]
    pub fn with_clock_skew(self, ahead: TimeDelta) -> Self {
        self.with(|inner| inner.clock_skew = Some(ahead))
    }

    /// Adds the id under which the service knows this request.
    #[must_use]
    pub fn with_request_id(self, id: Option<String>) -> Self {
        self.with(|inner| inner.request_id = id)
    }

    /// Adds the likely cause and remedy.
    #[must_use]
    pub fn with_hint(self, hint: &'static str) -> Self {
        self.with(|inner| inner.hint = Some(hint))
    }

    /// Says that the service may have carried out the call.
    #[must_use]
    pub fn with_maybe_sent(self, maybe_sent: bool) -> Self {
        self.with(|inner| inner.maybe_sent = maybe_sent)
    }

    /// Says how many attempts were made.
    #[must_use]
    pub fn with_attempts(self, attempts: u32) -> Self {
        self.with(|inner| inner.attempts = attempts)
    }

    /// Adds the underlying error.
    #[must_use]
    pub fn with_source(self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.with(|inner| inner.source = Some(Arc::new(source)))
    }

    /// The same complaint about a call that is therefore not sent.
    pub(crate) fn unsent(self, operation: &'static str, what: String) -> Self {
        self.with(|inner| {
            inner.operation = operation;
            inner.what = what;
            (inner.attempts, inner.maybe_sent) = (0, false);
        })
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Which operation failed, as the service names it.
    pub fn operation(&self) -> &'static str {
        self.0.operation
    }

    /// What the service complained about; empty when it never answered.
    pub fn problems(&self) -> &[Problem] {
        &self.0.problems
    }

    /// Whether one of the service's complaints has this code.
    pub fn has_code(&self, code: &str) -> bool {
        self.0.problems.iter().any(|problem| problem.code == code)
    }

    /// The HTTP status of the last answer.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// Whether the service may have carried out the call although it failed. A write that may have been carried out
    /// must be looked up before it is repeated.
    pub fn maybe_sent(&self) -> bool {
        self.0.maybe_sent
    }

    /// The id under which the service knows the request; its support asks for it.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// How many attempts were begun; one that failed before anything left counts.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The likely cause and remedy, where one is known.
    pub fn hint(&self) -> Option<&'static str> {
        self.0.hint
    }

    /// By how much this machine's clock is ahead of the service's (negative: behind), by the `Date` of the refusal. Only
    /// where it explains the refusal: what is signed or dated here, and a clock that is more than four minutes off.
    pub fn clock_skew(&self) -> Option<TimeDelta> {
        self.0.clock_skew
    }

    /// The body of the refusal as it came. May hold data of people.
    pub fn body(&self) -> Option<&Pii<Bytes>> {
        self.0.body.as_ref()
    }

    /// How long to wait before the same call has a chance, where repeating can help at all.
    pub fn retry_after(&self) -> Option<Duration> {
        match self.0.kind {
            ErrorKind::Throttled => Some(Duration::from_secs(60)),
            ErrorKind::Unavailable | ErrorKind::Timeout | ErrorKind::Transport => {
                Some(Duration::from_secs(30))
            }
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.operation, self.0.what)?;
        if let Some(status) = self.0.status {
            write!(f, " (HTTP {status})")?;
        }
        for problem in self.0.problems.iter().take(3) {
            write!(f, "; {problem}")?;
        }
        if let Some(hint) = self.0.hint {
            write!(f, "; {hint}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("message", &self.to_string())
            .field("request_id", &self.0.request_id)
            .field("maybe_sent", &self.0.maybe_sent)
            .field("attempts", &self.0.attempts)
            .field("source", &self.0.source.as_ref().map(ToString::to_string))
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_one_word_wide() {
        assert_eq!(size_of::<Error>(), size_of::<usize>());
    }

    #[test]
    fn it_says_what_happened_and_hides_what_it_must() {
        let body = Bytes::from_static(b"Jane Doe lives here");
        let problem = Problem::new("USER_ERROR", "the address jane@example.com is taken").at("email");
        let error = Error::new(ErrorKind::Rejected, "record.create", "the record was refused")
            .with_answer(400, vec![problem], body)
            .with_attempts(1);
        assert_eq!(
            error.to_string(),
            "record.create: the record was refused (HTTP 400); USER_ERROR: the address (e-mail) is taken (at email)"
        );
        assert!(!format!("{error:?}").contains("Jane"));
        assert_eq!(error.body().unwrap().expose().as_ref(), b"Jane Doe lives here");
    }

    #[test]
    fn an_e_mail_address_is_masked_wherever_it_stands() {
        let problem = Problem::new("NO jane@example.com", "no jane@example.com").at("email jane@example.com");
        assert_eq!(problem.to_string(), "NO (e-mail): no (e-mail) (at email (e-mail))");
    }

    #[test]
    fn people_whom_the_service_quotes_are_masked_and_its_own_words_are_not() {
        let problem = Problem::new("BAD", "Jane Doe is no Janeway; Jane, of Bonn/Köln").at("q=Jane Doe");
        let error = Error::new(ErrorKind::Rejected, "record.create", "the record was refused")
            .with_answer(400, vec![problem], Bytes::new())
            .masking(&["Jane Doe", "Jane", "Köln", ""]);
        assert_eq!(
            error.problems()[0].to_string(),
            "BAD: (hidden) is no Janeway; (hidden), of Bonn/(hidden) (at q=(hidden))"
        );
    }
}
