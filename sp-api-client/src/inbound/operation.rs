//! An inbound operation from its start to its end.

use std::time::Duration;

use commerce_client_core::{
    error::{Error, ErrorKind, Problem},
    patience::{Patience, Waited},
};

use super::{GET_INBOUND_OPERATION_STATUS, InboundOperationStatus, OperationId, OperationStatus};
use crate::client::SpApi;

/// Something that Amazon has begun for a plan, such as packing options or a confirmation. Made from its id alone, in
/// whichever process. Begin it with [`Inbound::operation`](super::Inbound::operation).
///
/// ```no_run
/// use sp_api_client::{SpApi, inbound::CreateInboundPlanRequest};
///
/// # async fn example(api: SpApi, wanted: CreateInboundPlanRequest) -> Result<(), sp_api_client::Error> {
/// let started = api.inbound().create_inbound_plan(&wanted).send().await?;
/// println!("write these down: {} {}", started.inbound_plan_id, started.operation_id);
/// api.inbound().operation(started.operation_id).wait().await?;
///
/// let plan = &started.inbound_plan_id;
/// let started = api.inbound().generate_packing_options(plan).send().await?;
/// api.inbound().operation(started.operation_id).wait().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct InboundOperation {
    api: SpApi,
    id: OperationId,
    patience: Patience,
}

impl InboundOperation {
    pub(super) fn new(api: SpApi, id: OperationId) -> Self {
        let pauses = (Duration::from_secs(2), Duration::from_secs(30));
        Self { api, id, patience: Patience::of(Duration::from_secs(3600)).with_pauses(pauses.0, pauses.1) }
    }

    /// The id: what there is to remember.
    pub fn id(&self) -> &OperationId {
        &self.id
    }

    /// Waits no longer than this. Default an hour; most operations take seconds, some minutes.
    #[must_use]
    pub fn patience(mut self, patience: Patience) -> Self {
        self.patience = patience;
        self
    }

    /// Looks once.
    ///
    /// # Errors
    /// As Amazon says; [`NotFound`](ErrorKind::NotFound) for an operation of another seller.
    pub async fn look(&self) -> Result<InboundOperationStatus, Error> {
        self.api.inbound().get_inbound_operation_status(&self.id).send().await
    }

    /// Waits until it has succeeded. What it returns may hold warnings.
    ///
    /// # Errors
    /// * [`Rejected`](ErrorKind::Rejected) when it failed, with Amazon's problems; the plan is as it was before.
    /// * [`Timeout`](ErrorKind::Timeout) when patience ends: it goes on, and an operation of the same id can be waited for
    ///   again. Do not begin the step anew before.
    /// * Otherwise as Amazon says.
    pub async fn wait(&self) -> Result<InboundOperationStatus, Error> {
        let named = format!("inbound operation {}", self.id);
        let name = GET_INBOUND_OPERATION_STATUS.name;
        let ended = self.patience.wait(name, &named, || async {
            let operation = self.look().await?;
            // A status that nobody knew when this was written is no end that anybody could act on.
            Ok(match operation.operation_status {
                OperationStatus::Success | OperationStatus::Failed => Waited::Finished(operation),
                _ => Waited::Unfinished(operation.operation_status.to_string()),
            })
        });
        let ended = ended.await?;
        if ended.operation_status == OperationStatus::Success {
            return Ok(ended);
        }
        let problems = ended.operation_problems.iter().map(|problem| {
            let details = problem.details.as_deref().filter(|details| *details != problem.message);
            let gap = if details.is_some() { " " } else { "" };
            Problem::new(&problem.code, format!("{}{gap}{}", problem.message, details.unwrap_or_default()))
        });
        let what = format!("{} came to nothing ({named})", ended.operation);
        Err(Error::new(ErrorKind::Rejected, name, what).with_answer(
            200,
            problems.collect(),
            bytes::Bytes::new(),
        ))
    }
}
