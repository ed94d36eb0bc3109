//! What the host itself does on the way of a record: closures at six points.
//!
//! | Point | Sees | May |
//! | --- | --- | --- |
//! | [`page_read`](Hooks::page_read) | each order of a page, before anything is decided | change it, leave it out |
//! | [`before_map`](Hooks::before_map) | an order that is imported | change it, but not what it is |
//! | [`after_map`](Hooks::after_map) | the order, and what the mapper and the rules made of it | change that |
//! | [`after_write`](Hooks::after_write) | what was written | nothing: it is written |
//! | [`after_answer`](Hooks::after_answer) | NetSuite's id and total of it, as read back | nothing |
//! | [`after_page`](Hooks::after_page) | what the slice has come to so far | nothing |
//!
//! A hook runs on the run's own task: be quick, and do not wait. It may be called again for the same record, after a
//! crash or a retry. One that says no or panics parks its record, and the others go on; only after a page, where there
//! is no record, it is logged.

use std::{
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use commerce_client_core::{money::Money, secret::Pii};
use netsuite_client::{ExternalId, InternalId};
use serde_json::Value;
use sp_api_client::orders::Order;

use crate::{
    flow::Run,
    map::MapError,
    plan::{Plan, RecordKind},
    store::{ParkReason, SourceId},
    summary::Summary,
};

/// What a hook has to say against a record. The operator reads it: no buyer's data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct HookError(String);

impl HookError {
    /// With what is wrong, and what to do.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

/// Whether an order is worked on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// It is.
    Yes,
    /// It is left out, as if it were none of ours.
    No,
}

/// What is about to be written for an order.
#[derive(Clone)]
#[non_exhaustive]
pub struct Mapped {
    /// As what the order is imported.
    pub kind: RecordKind,
    /// The customer, where one is created or brought up to date.
    pub customer: Option<Value>,
    /// The order's record.
    pub record: Value,
}

impl fmt::Debug for Mapped {
    /// The kind: the rest is a buyer's.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mapped").field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// What was written for an order.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Written<'a> {
    /// The order.
    pub source: &'a SourceId,
    /// As what it was imported.
    pub kind: RecordKind,
    /// The record's external id.
    pub external_id: &'a ExternalId,
    /// What it should come to.
    pub total: Option<Money>,
}

/// What NetSuite answered about a record that was just written.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Answered<'a> {
    /// What was written.
    pub written: Written<'a>,
    /// NetSuite's id of the record.
    pub id: &'a InternalId,
}

type OnOrder<T> = Arc<dyn Fn(&mut Order) -> Result<T, HookError> + Send + Sync>;
type OnMapped = Arc<dyn Fn(&Order, &mut Mapped) -> Result<(), HookError> + Send + Sync>;
type OnWritten = Arc<dyn Fn(&Written<'_>) -> Result<(), HookError> + Send + Sync>;
type OnAnswered = Arc<dyn Fn(&Answered<'_>) -> Result<(), HookError> + Send + Sync>;
type OnPage = Arc<dyn Fn(&Summary) -> Result<(), HookError> + Send + Sync>;

/// The host's own closures, by point. See the module's documentation. Cheap to clone.
#[derive(Clone, Default)]
#[must_use]
pub struct Hooks {
    page_read: Option<OnOrder<Keep>>,
    before_map: Option<OnOrder<()>>,
    after_map: Option<OnMapped>,
    after_write: Option<OnWritten>,
    after_answer: Option<OnAnswered>,
    after_page: Option<OnPage>,
}

impl Hooks {
    /// None.
    pub fn new() -> Self {
        Self::default()
    }

    /// For each order of a page, before anything is decided about it. Its id must stay.
    pub fn page_read(
        mut self,
        hook: impl Fn(&mut Order) -> Result<Keep, HookError> + Send + Sync + 'static,
    ) -> Self {
        self.page_read = Some(Arc::new(hook));
        self
    }

    /// For each order that is imported, before it is mapped. Its id, its marketplace and who ships must stay: they have
    /// decided already what it becomes.
    pub fn before_map(
        mut self,
        hook: impl Fn(&mut Order) -> Result<(), HookError> + Send + Sync + 'static,
    ) -> Self {
        self.before_map = Some(Arc::new(hook));
        self
    }

    /// For each order that was mapped, after the rules. The external ids must stay.
    pub fn after_map(
        mut self,
        hook: impl Fn(&Order, &mut Mapped) -> Result<(), HookError> + Send + Sync + 'static,
    ) -> Self {
        self.after_map = Some(Arc::new(hook));
        self
    }

    /// For each order whose record was written now.
    pub fn after_write(
        mut self,
        hook: impl Fn(&Written<'_>) -> Result<(), HookError> + Send + Sync + 'static,
    ) -> Self {
        self.after_write = Some(Arc::new(hook));
        self
    }

    /// For each record that was written now, once NetSuite's own total of it has been read and is right. Where NetSuite's
    /// queries do not show it yet, it is not called.
    pub fn after_answer(
        mut self,
        hook: impl Fn(&Answered<'_>) -> Result<(), HookError> + Send + Sync + 'static,
    ) -> Self {
        self.after_answer = Some(Arc::new(hook));
        self
    }

    /// After each page.
    pub fn after_page(
        mut self,
        hook: impl Fn(&Summary) -> Result<(), HookError> + Send + Sync + 'static,
    ) -> Self {
        self.after_page = Some(Arc::new(hook));
        self
    }

    /// Those that change what is written, without those that are told of it: for a plan that is only shown.
    pub(crate) fn without_telling(&self) -> Self {
        Self { after_write: None, after_answer: None, after_page: None, ..self.clone() }
    }

    pub(crate) fn at_page_read(&self, order: &mut Order) -> Result<Keep, MapError> {
        let Some(hook) = &self.page_read else { return Ok(Keep::Yes) };
        let id = order.order_id.clone();
        let keep = call("page_read", || hook(order))?;
        unchanged("page_read", order.order_id == id, "the order's id")?;
        Ok(keep)
    }

    pub(crate) fn at_before_map(&self, order: &mut Order) -> Result<(), MapError> {
        let Some(hook) = &self.before_map else { return Ok(()) };
        let what = |order: &Order| {
            let marketplace = order.sales_channel.marketplace_id.clone();
            (order.order_id.clone(), marketplace, order.fulfilled_by().cloned(), order.is_prime())
        };
        let before = what(order);
        call("before_map", || hook(order))?;
        unchanged("before_map", what(order) == before, "the order's id, its marketplace or who ships")
    }

    pub(crate) fn at_after_map(&self, order: &Order, mut plan: Plan) -> Result<Plan, MapError> {
        let Some(hook) = &self.after_map else { return Ok(plan) };
        let mut mapped = Mapped {
            kind: plan.order.kind,
            customer: plan.customer.as_ref().map(|op| op.body.expose().clone()),
            record: plan.order.body.expose().clone(),
        };
        call("after_map", || hook(order, &mut mapped))?;
        let same = |after: &Value, before: &Value| after.get("externalId") == before.get("externalId");
        unchanged("after_map", same(&mapped.record, plan.order.body.expose()), "the record's externalId")?;
        plan.order.body = Pii::new(mapped.record);
        if let (Some(op), Some(customer)) = (&mut plan.customer, mapped.customer) {
            unchanged("after_map", same(&customer, op.body.expose()), "the customer's externalId")?;
            op.body = Pii::new(customer);
        }
        Ok(plan)
    }

    pub(crate) fn at_after_write(&self, plan: &Plan) -> Result<(), MapError> {
        let Some(hook) = &self.after_write else { return Ok(()) };
        call("after_write", || hook(&written(plan)))
    }

    pub(crate) fn at_after_answer(&self, plan: &Plan, id: &InternalId) -> Result<(), MapError> {
        let Some(hook) = &self.after_answer else { return Ok(()) };
        call("after_answer", || hook(&Answered { written: written(plan), id }))
    }

    pub(crate) fn at_after_page(&self, run: &Run) {
        let Some(hook) = &self.after_page else { return };
        let summary = run.summary().clone();
        if let Err(error) = call("after_page", || hook(&summary)) {
            tracing::warn!(run = %run.key(), "{error}");
        }
    }
}

impl fmt::Debug for Hooks {
    /// Which there are.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let points = [
            ("page_read", self.page_read.is_some()),
            ("before_map", self.before_map.is_some()),
            ("after_map", self.after_map.is_some()),
            ("after_write", self.after_write.is_some()),
            ("after_answer", self.after_answer.is_some()),
            ("after_page", self.after_page.is_some()),
        ];
        f.write_str("Hooks")?;
        f.debug_set().entries(points.into_iter().filter(|(_, set)| *set).map(|(point, _)| point)).finish()
    }
}

fn written(plan: &Plan) -> Written<'_> {
    let op = &plan.order;
    Written { source: &plan.source, kind: op.kind, external_id: &op.external_id, total: op.total }
}

/// What a panic says is not shown: it may quote a record.
fn call<T>(point: &str, hook: impl FnOnce() -> Result<T, HookError>) -> Result<T, MapError> {
    match catch_unwind(AssertUnwindSafe(hook)) {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => failed(format!("the host's hook `{point}` said no: {error}")),
        Err(_) => failed(format!("the host's hook `{point}` panicked. Mend the hook, then retry")),
    }
}

fn unchanged(point: &str, same: bool, what: &str) -> Result<(), MapError> {
    if same {
        return Ok(());
    }
    failed(format!(
        "the host's hook `{point}` changed {what}, by which it is known. Mend the hook, then retry"
    ))
}

fn failed<T>(text: String) -> Result<T, MapError> {
    Err(MapError::new(ParkReason::HookFailed, text))
}
