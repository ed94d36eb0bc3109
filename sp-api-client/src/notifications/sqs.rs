//! Notifications from a queue in Amazon SQS.

use std::{error::Error as StdError, fmt, time::Duration};

use async_trait::async_trait;
use aws_sdk_sqs::{
    Client,
    config::{Credentials, ProvideCredentials},
    error::{ProvideErrorMetadata, SdkError},
    operation::RequestId as _,
    types::{Message, MessageSystemAttributeName, QueueAttributeName},
};
use chrono::DateTime;
use commerce_client_core::error::{Error, ErrorKind, Problem};

use super::{Delivery, NotificationSource, Receipt};

/// The AWS account that Amazon's notifications come from; the queue's policy must let it send.
const AMAZONS_ACCOUNT: &str = "437568002678";

const CREDENTIALS_HINT: &str = "the SQS client signs with AWS credentials, which are not those of Login with Amazon: \
    give it an access key and its secret (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY), a profile, or a role of the \
    machine it runs on";

/// As long as SQS lets a receive wait.
const LONGEST_WAIT: Duration = Duration::from_secs(20);
/// As long as SQS keeps a received message away.
const LONGEST_VISIBILITY: Duration = Duration::from_secs(12 * 60 * 60);
const BATCH: i32 = 10;

/// Receives notifications from a *standard* queue in Amazon SQS; Amazon does not send to FIFO queues.
///
/// The host makes the [`Client`]: credentials, region, retries and timeouts are its own. A read timeout must be longer
/// than 20 s, and the credentials must allow `sqs:ReceiveMessage`, `sqs:DeleteMessage`, `sqs:ChangeMessageVisibility`
/// and, for [`check`](Self::check), `sqs:GetQueueAttributes`. Give the queue a dead-letter queue: SQS moves a message
/// there that comes again too often.
///
/// Each wait for messages is one request to SQS, which AWS charges for: about 130,000 a month while nothing comes.
#[derive(Clone)]
pub struct SqsSource {
    client: Client,
    queue_url: String,
    wait: Duration,
    visibility_timeout: Option<Duration>,
}

impl fmt::Debug for SqsSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqsSource").field("queue_url", &self.queue_url).finish_non_exhaustive()
    }
}

/// What [`SqsSource::check`] found out about a queue.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SqsQueue {
    /// The queue's name for `createDestination`: `arn:aws:sqs:…`.
    pub arn: String,
    /// How long a received message stays away, unless [`SqsSource::visibility_timeout`] says otherwise.
    pub visibility_timeout: Option<Duration>,
    /// Whether messages that come again too often are moved to another queue.
    pub has_dead_letter_queue: bool,
    /// Whether the queue's policy names Amazon's account. If it does not, nothing arrives, unless it lets everybody
    /// send.
    pub policy_names_amazon: bool,
}

impl SqsSource {
    /// Receives from the queue at this address. Sends nothing: see [`check`](Self::check).
    pub fn new(client: Client, queue_url: impl Into<String>) -> Self {
        Self { client, queue_url: queue_url.into(), wait: LONGEST_WAIT, visibility_timeout: None }
    }

    /// How long a receive waits for messages: at most 20 s, which is the default. A part of a second counts as a whole
    /// one; zero does not wait, and is charged for as often as it is called.
    #[must_use]
    pub fn wait(mut self, wait: Duration) -> Self {
        self.wait = wait.min(LONGEST_WAIT);
        self
    }

    /// How long a received message stays away unless it is acknowledged or given back: at most 12 hours. A part of a
    /// second counts as a whole one; with zero it comes again at once. The default is the queue's own. It should be
    /// longer than dealing with ten messages takes.
    #[must_use]
    pub fn visibility_timeout(mut self, timeout: Duration) -> Self {
        self.visibility_timeout = Some(timeout.min(LONGEST_VISIBILITY));
        self
    }

    /// Looks at the queue: whether it is there, can be reached and is of the kind that Amazon sends to.
    ///
    /// # Errors
    /// [`Config`](ErrorKind::Config) for a FIFO queue; [`NotFound`](ErrorKind::NotFound) and [`Auth`](ErrorKind::Auth)
    /// as they say.
    pub async fn check(&self) -> Result<SqsQueue, Error> {
        const OPERATION: &str = "GetQueueAttributes";
        if self.queue_url.ends_with(".fifo") {
            return Err(fifo_refused(OPERATION));
        }
        let request = self.client.get_queue_attributes().queue_url(&self.queue_url);
        let answer = Box::pin(request.attribute_names(QueueAttributeName::All).send()).await;
        let attributes = answer.map_err(|error| failed(OPERATION, &error))?.attributes.unwrap_or_default();
        let text = |name: QueueAttributeName| attributes.get(&name).map(String::as_str);
        if text(QueueAttributeName::FifoQueue) == Some("true") {
            return Err(fifo_refused(OPERATION));
        }
        Ok(SqsQueue {
            arn: text(QueueAttributeName::QueueArn).unwrap_or_default().to_owned(),
            visibility_timeout: text(QueueAttributeName::VisibilityTimeout)
                .and_then(|seconds| seconds.parse().ok())
                .map(Duration::from_secs),
            has_dead_letter_queue: text(QueueAttributeName::RedrivePolicy).is_some(),
            policy_names_amazon: text(QueueAttributeName::Policy)
                .is_some_and(|policy| policy.contains(AMAZONS_ACCOUNT)),
        })
    }
}

#[async_trait]
impl NotificationSource for SqsSource {
    async fn receive(&self) -> Result<Vec<Delivery>, Error> {
        let request = self
            .client
            .receive_message()
            .queue_url(&self.queue_url)
            .max_number_of_messages(BATCH)
            .wait_time_seconds(whole_seconds(self.wait))
            .set_visibility_timeout(self.visibility_timeout.map(whole_seconds))
            .message_system_attribute_names(MessageSystemAttributeName::ApproximateReceiveCount)
            .message_system_attribute_names(MessageSystemAttributeName::SentTimestamp);
        let answer = request.send().await.map_err(|error| failed("ReceiveMessage", &error))?;
        Ok(answer.messages.unwrap_or_default().into_iter().map(delivery).collect())
    }

    async fn acknowledge(&self, receipt: &Receipt) -> Result<(), Error> {
        let request =
            self.client.delete_message().queue_url(&self.queue_url).receipt_handle(receipt.as_str());
        request.send().await.map_err(|error| failed("DeleteMessage", &error))?;
        Ok(())
    }

    /// As the trait says; a part of a second of `delay` counts as a whole one.
    ///
    /// # Errors
    /// Also [`Config`](ErrorKind::Config) for more than 12 hours.
    async fn hand_back(&self, receipt: &Receipt, delay: Duration) -> Result<(), Error> {
        const OPERATION: &str = "ChangeMessageVisibility";
        if delay > LONGEST_VISIBILITY {
            return Err(Error::new(
                ErrorKind::Config,
                OPERATION,
                "a message can stay away for 12 hours at most",
            ));
        }
        let request = self
            .client
            .change_message_visibility()
            .queue_url(&self.queue_url)
            .receipt_handle(receipt.as_str())
            .visibility_timeout(whole_seconds(delay));
        request.send().await.map_err(|error| failed(OPERATION, &error))?;
        Ok(())
    }
}

/// Rounded up: rounded down, half a second would be none, and a message would come again at once.
fn whole_seconds(duration: Duration) -> i32 {
    let seconds = duration.as_secs().saturating_add(u64::from(duration.subsec_nanos() > 0));
    i32::try_from(seconds).unwrap_or(i32::MAX)
}

fn delivery(message: Message) -> Delivery {
    let attribute = |name: MessageSystemAttributeName| {
        message.attributes.as_ref().and_then(|attributes| attributes.get(&name)).cloned()
    };
    let receive_count =
        attribute(MessageSystemAttributeName::ApproximateReceiveCount).and_then(|count| count.parse().ok());
    let sent_at = attribute(MessageSystemAttributeName::SentTimestamp)
        .and_then(|milliseconds| milliseconds.parse().ok())
        .and_then(DateTime::from_timestamp_millis);
    let receipt = Receipt::new(message.receipt_handle.unwrap_or_default());
    Delivery::new(message.message_id.unwrap_or_default(), message.body.unwrap_or_default(), receipt)
        .with_receive_count(receive_count)
        .with_sent_at(sent_at)
}

fn fifo_refused(operation: &'static str) -> Error {
    Error::new(ErrorKind::Config, operation, "the queue is a FIFO queue").with_hint(
        "Amazon sends notifications to standard queues only: make one, and name it in the destination",
    )
}

fn failed<E: ProvideErrorMetadata + 'static>(operation: &'static str, error: &SdkError<E>) -> Error
where
    SdkError<E>: StdError,
{
    let not_sent =
        |kind, what: &'static str| Error::new(kind, operation, what).with_source(Causes::of(error));
    if let SdkError::DispatchFailure(_) = error
        && let Some((kind, what)) = lack_of_credentials(error)
    {
        return not_sent(kind, what).with_hint(CREDENTIALS_HINT);
    }
    let failure = match error {
        SdkError::ConstructionFailure(_) => {
            return not_sent(ErrorKind::Config, "the request could not be made");
        }
        SdkError::DispatchFailure(failure) if failure.is_user() => {
            return not_sent(ErrorKind::Config, "the request could not be sent");
        }
        SdkError::TimeoutError(_) => (ErrorKind::Timeout, "no answer in time"),
        SdkError::DispatchFailure(failure) if failure.is_timeout() => {
            (ErrorKind::Timeout, "no connection in time")
        }
        SdkError::DispatchFailure(_) => (ErrorKind::Transport, "the connection failed"),
        SdkError::ServiceError(answer) if answer.raw().status().is_success() => {
            (ErrorKind::Decode, "the answer could not be read")
        }
        SdkError::ServiceError(answer) => return refused(operation, answer.err(), error),
        _ => (ErrorKind::Decode, "the answer could not be read"),
    };
    Error::new(failure.0, operation, failure.1).with_maybe_sent(true).with_source(Causes::of(error))
}

/// What an error says of credentials, if it is for want of them that nothing was sent.
fn lack_of_credentials(error: &(dyn StdError + 'static)) -> Option<(ErrorKind, &'static str)> {
    let mut next = error.source();
    while let Some(cause) = next {
        let said = cause.to_string();
        let begins = |texts: &[&str]| texts.iter().any(|text| said.starts_with(text));
        // The SDK does not let others name these errors, nor the ways in which a provider fails.
        if begins(&["failed to select an auth scheme"]) {
            return Some((ErrorKind::Auth, "the SQS client has no AWS credentials"));
        }
        if begins(&["identity resolver timed out", "credentials provider timed out"]) {
            return Some((ErrorKind::Timeout, "no AWS credentials in time"));
        }
        if is_failure_of(Credentials::provide_credentials, cause) {
            return Some(if begins(&["an error occurred while loading credentials"]) {
                (ErrorKind::Unavailable, "whatever provides the AWS credentials failed")
            } else {
                (ErrorKind::Auth, "there are no AWS credentials")
            });
        }
        next = cause.source();
    }
    None
}

/// Whether `cause` is the error that providers like this one fail with: its type, which has no name here, is inferred.
fn is_failure_of<F, T, E>(
    _provide: impl Fn(&'static Credentials) -> F,
    cause: &(dyn StdError + 'static),
) -> bool
where
    F: Future<Output = Result<T, E>>,
    E: StdError + 'static,
{
    cause.is::<E>()
}

fn refused<E: ProvideErrorMetadata>(
    operation: &'static str,
    refusal: &impl ProvideErrorMetadata,
    error: &SdkError<E>,
) -> Error {
    let status = error.raw_response().map_or(0, |response| response.status().as_u16());
    let code = refusal.code().unwrap_or_default();
    // What SQS says of a bad signature quotes the request, session token and all.
    let message = if code.contains("Signature") { None } else { refusal.message() };
    let kind = kind_of(code, status);
    let error_text = if kind == ErrorKind::Unavailable { "SQS failed" } else { "SQS refused" };
    let failure = Error::new(kind, operation, error_text)
        .with_answer(status, vec![Problem::new(code, message.unwrap_or_default())], bytes::Bytes::new())
        .with_request_id(error.request_id().map(str::to_owned))
        .with_maybe_sent(kind == ErrorKind::Unavailable);
    match kind {
        ErrorKind::NotFound => failure.with_hint("check the queue's address and the client's region"),
        ErrorKind::Auth => failure.with_hint(
            "the credentials must be valid in the client's region and allow sqs:ReceiveMessage, sqs:DeleteMessage, \
             sqs:ChangeMessageVisibility and sqs:GetQueueAttributes on the queue",
        ),
        _ => failure,
    }
}

fn kind_of(code: &str, status: u16) -> ErrorKind {
    let names = |parts: &[&str]| parts.iter().any(|part| code.contains(part));
    if names(&["NonExistentQueue", "QueueDoesNotExist"]) {
        ErrorKind::NotFound
    } else if names(&["Throttl", "OverLimit"]) {
        ErrorKind::Throttled
    } else if names(&["NotInflight"]) {
        ErrorKind::Conflict
    } else if names(&["AccessDenied", "Signature", "Token", "OptInRequired", "InvalidSecurity"])
        || matches!(status, 401 | 403)
    {
        ErrorKind::Auth
    } else if status >= 500 {
        ErrorKind::Unavailable
    } else {
        ErrorKind::Rejected
    }
}

/// What lies below an error of the SDK, in words. The error itself holds the request's headers.
#[derive(Debug)]
struct Causes(String);

impl Causes {
    fn of(error: &(dyn StdError + 'static)) -> Self {
        let mut words = Vec::new();
        let mut next = error.source();
        while let Some(cause) = next {
            words.push(cause.to_string());
            next = cause.source();
        }
        Self(words.join(": "))
    }
}

impl fmt::Display for Causes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl StdError for Causes {}

#[cfg(test)]
mod tests {
    use std::io;

    use aws_sdk_sqs::{error::ConnectorError, operation::receive_message::ReceiveMessageError};

    use super::*;

    /// What becomes of a request that the SDK could not dispatch.
    fn not_dispatched(connector: ConnectorError) -> Error {
        failed::<ReceiveMessageError>("ReceiveMessage", &SdkError::dispatch_failure(connector))
    }

    #[test]
    fn a_request_that_could_not_be_built_was_not_sent() {
        let error = not_dispatched(ConnectorError::user("no such scheme".into()));
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(!error.maybe_sent());
    }

    #[test]
    fn a_connection_that_broke_may_have_carried_the_request() {
        let broken = io::Error::from(io::ErrorKind::ConnectionReset);
        let error = not_dispatched(ConnectorError::other(broken.into(), None));
        assert_eq!(error.kind(), ErrorKind::Transport);
        assert!(error.maybe_sent());
        assert_eq!(error.hint(), None);
    }

    #[test]
    fn without_credentials_nothing_was_sent_and_those_that_are_only_late_may_come() {
        for (said, kind) in [
            ("identity resolver timed out after 5s", ErrorKind::Timeout),
            ("credentials provider timed out after 5 seconds", ErrorKind::Timeout),
            ("failed to select an auth scheme to sign the request with.", ErrorKind::Auth),
        ] {
            let error = not_dispatched(ConnectorError::other(said.into(), None));
            assert_eq!(error.kind(), kind, "{said}");
            assert!(!error.maybe_sent(), "{said}");
            assert_eq!(error.hint(), Some(CREDENTIALS_HINT), "{said}");
        }
    }

    #[test]
    fn the_error_of_a_provider_is_told_from_any_other() {
        async fn provide(_: &'static Credentials) -> Result<Credentials, fmt::Error> {
            Err(fmt::Error)
        }
        assert!(is_failure_of(provide, &fmt::Error));
        assert!(!is_failure_of(provide, &io::Error::other("the connection broke")));
        assert!(!is_failure_of(Credentials::provide_credentials, &fmt::Error));
    }

    #[test]
    fn a_part_of_a_second_is_never_none() {
        for (milliseconds, seconds) in [(0, 0), (1, 1), (500, 1), (1000, 1), (1001, 2), (43_200_000, 43_200)]
        {
            assert_eq!(whole_seconds(Duration::from_millis(milliseconds)), seconds, "{milliseconds} ms");
        }
    }

    #[test]
    fn what_sqs_says_becomes_what_to_do_about_it() {
        for (code, status, kind) in [
            ("AWS.SimpleQueueService.NonExistentQueue", 400, ErrorKind::NotFound),
            ("com.amazonaws.sqs#QueueDoesNotExist", 400, ErrorKind::NotFound),
            ("RequestThrottled", 400, ErrorKind::Throttled),
            ("KMS.ThrottlingException", 400, ErrorKind::Throttled),
            ("KMS.AccessDeniedException", 400, ErrorKind::Auth),
            ("InvalidClientTokenId", 403, ErrorKind::Auth),
            ("ExpiredToken", 400, ErrorKind::Auth),
            ("SignatureDoesNotMatch", 403, ErrorKind::Auth),
            ("MessageNotInflight", 400, ErrorKind::Conflict),
            ("ReceiptHandleIsInvalid", 404, ErrorKind::Rejected),
            ("InternalFailure", 500, ErrorKind::Unavailable),
            ("", 503, ErrorKind::Unavailable),
        ] {
            assert_eq!(kind_of(code, status), kind, "{code}");
        }
    }
}
