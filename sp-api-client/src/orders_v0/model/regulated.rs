//! Orders that somebody must approve before they ship, such as of medicine for animals.

use chrono::{DateTime, Utc};
use commerce_client_core::{id, list::List, open_enum, wire};
use serde::{Deserialize, Serialize};

use crate::{hidden::hidden_debug, ids::OrderId, reading::empty_is_none};

id! {
    /// Names a reason to reject a regulated order. An order lists those that it accepts.
    pub struct RejectionReasonId;
}

id! {
    /// Names a step on the way to a decision. An order lists those that it accepts.
    pub struct InterimStatusCode;
}

/// What the buyer of regulated goods filled in, and whether the order is cleared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct OrderRegulatedInfo {
    /// The order.
    pub amazon_order_id: OrderId,
    /// What the buyer filled in.
    pub regulated_information: RegulatedInformation,
    /// Whether a label with the dosage must be on the goods.
    pub requires_dosage_label: bool,
    /// Whether it is cleared.
    pub regulated_order_verification_status: RegulatedOrderVerificationStatus,
}

/// What a buyer filled in. Data of a person: hidden from `Debug`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct RegulatedInformation {
    /// The fields of the form.
    pub fields: Vec<RegulatedInformationField>,
}

/// A field of the form. Data of a person: hidden from `Debug`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct RegulatedInformationField {
    /// Its id, such as `pet_species`.
    pub field_id: String,
    /// Its label, for people.
    pub field_label: String,
    /// What the value is.
    pub field_type: FieldType,
    /// What was filled in; for an attachment, a link to it.
    pub field_value: String,
}

/// How the check of a regulated order stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct RegulatedOrderVerificationStatus {
    /// The decision.
    pub status: VerificationStatus,
    /// Whether the selling partner is the one to decide.
    pub requires_merchant_action: bool,
    /// The reasons that a rejection may give.
    pub valid_rejection_reasons: Vec<RejectionReason>,
    /// The reason given. Rejected orders only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejection_reason: Option<RejectionReason>,
    /// When it was decided.
    #[serde(default, with = "wire::optional_instant", skip_serializing_if = "Option::is_none")]
    pub review_date: Option<DateTime<Utc>>,
    /// Who decided, by the selling partner's own id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_reviewer_id: Option<String>,
    /// What may be told along with which decision.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub valid_verification_details: List<ValidVerificationDetail>,
    /// The steps that may be told while it is undecided.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub valid_interim_status_codes: List<ValidInterimStatusCode>,
}

/// A reason to reject an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct RejectionReason {
    /// Its id.
    pub rejection_reason_id: RejectionReasonId,
    /// Its text, for people.
    pub rejection_reason_description: String,
}

/// Something that may be told along with a decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ValidVerificationDetail {
    /// What.
    pub verification_detail_type: VerificationDetailType,
    /// With which decisions. With any other one the call fails.
    pub valid_verification_statuses: Vec<VerificationStatus>,
}

/// A step that may be told while an order is undecided.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ValidInterimStatusCode {
    /// Its id.
    pub status_code: InterimStatusCode,
    /// What the buyer reads about it.
    pub status_description: String,
}

/// A decision about a regulated order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateVerificationStatusRequest {
    /// The decision.
    pub regulated_order_verification_status: UpdateVerificationStatusRequestBody,
}

impl UpdateVerificationStatusRequest {
    /// This decision.
    pub fn new(regulated_order_verification_status: UpdateVerificationStatusRequestBody) -> Self {
        Self { regulated_order_verification_status }
    }
}

/// The decision, who took it, and what belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateVerificationStatusRequestBody {
    /// The decision, where one is taken.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub status: Option<VerificationStatus>,
    /// Who took it, by the selling partner's own id.
    pub external_reviewer_id: String,
    /// Why. Required with a rejection: one of [`RegulatedOrderVerificationStatus::valid_rejection_reasons`].
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub rejection_reason_id: Option<RejectionReasonId>,
    /// More about it, as far as the order accepts that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verification_details: Option<VerificationDetails>,
}

impl UpdateVerificationStatusRequestBody {
    /// By this reviewer; set the decision on the field.
    pub fn new(external_reviewer_id: impl Into<String>) -> Self {
        Self {
            external_reviewer_id: external_reviewer_id.into(),
            status: Default::default(),
            rejection_reason_id: Default::default(),
            verification_details: Default::default(),
        }
    }
}

/// More about a decision.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct VerificationDetails {
    /// The prescription. Approvals only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prescription_detail: Option<PrescriptionDetail>,
    /// What would have been approved instead. Rejections only.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub approved_alternative_details: List<ApprovedAttribute>,
    /// A step on the way. Undecided orders only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interim_status_detail: Option<InterimStatusDetail>,
}

/// A prescription. Data about somebody's health: hidden from `Debug`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PrescriptionDetail {
    /// Its id.
    pub prescription_id: String,
    /// Until when it holds.
    #[serde(with = "wire::instant")]
    pub expiration_date: DateTime<Utc>,
    /// How many units one fill has.
    pub written_quantity: i64,
    /// How many refills it allows beside the first fill; 0 for none.
    pub total_refills_authorized: i64,
    /// How many refills are left after this order: one less with each order, down to 0.
    pub refills_remaining: i64,
    /// The clinic that wrote it.
    pub clinic_id: String,
    /// How to use the goods.
    pub usage_instructions: String,
}

impl PrescriptionDetail {
    /// A prescription has all of these.
    pub fn new(
        prescription_id: impl Into<String>,
        expiration_date: DateTime<Utc>,
        written_quantity: i64,
        total_refills_authorized: i64,
        refills_remaining: i64,
        clinic_id: impl Into<String>,
        usage_instructions: impl Into<String>,
    ) -> Self {
        Self {
            prescription_id: prescription_id.into(),
            expiration_date,
            written_quantity,
            total_refills_authorized,
            refills_remaining,
            clinic_id: clinic_id.into(),
            usage_instructions: usage_instructions.into(),
        }
    }
}

/// Something in a rejected order that would have had to be otherwise. Hidden from `Debug`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ApprovedAttribute {
    /// What, such as `asin` or `petWeight`.
    pub attribute_name: String,
    /// What it was.
    pub original_value: String,
    /// What it would have had to be.
    pub approved_value: String,
}

impl ApprovedAttribute {
    /// This instead of that.
    pub fn new(
        attribute_name: impl Into<String>,
        original_value: impl Into<String>,
        approved_value: impl Into<String>,
    ) -> Self {
        Self {
            attribute_name: attribute_name.into(),
            original_value: original_value.into(),
            approved_value: approved_value.into(),
        }
    }
}

/// A step on the way to a decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct InterimStatusDetail {
    /// Which step: one of [`RegulatedOrderVerificationStatus::valid_interim_status_codes`].
    pub status_code: InterimStatusCode,
    /// When it was taken.
    #[serde(with = "wire::instant")]
    pub status_date_time: DateTime<Utc>,
}

impl InterimStatusDetail {
    /// This step at this time.
    pub fn new(status_code: InterimStatusCode, status_date_time: DateTime<Utc>) -> Self {
        Self { status_code, status_date_time }
    }
}

open_enum! {
    /// What may be told along with a decision: a field of [`VerificationDetails`].
    pub enum VerificationDetailType {
        /// The prescription.
        PrescriptionDetail = "prescriptionDetail",
        /// What would have been approved instead.
        ApprovedAlternativeDetails = "approvedAlternativeDetails",
        /// A step on the way.
        InterimStatusDetail = "interimStatusDetail",
    }
}

open_enum! {
    /// The decision about a regulated order.
    pub enum VerificationStatus {
        /// None yet. Whose turn it is, [`RegulatedOrderVerificationStatus::requires_merchant_action`] tells.
        Pending = "Pending",
        /// It may ship.
        Approved = "Approved",
        /// It must not ship.
        Rejected = "Rejected",
        /// Nobody decided in time.
        Expired = "Expired",
        /// The buyer called the order off.
        Cancelled = "Cancelled",
    }
}

open_enum! {
    /// What the value of a form's field is.
    pub enum FieldType {
        /// Text.
        Text = "Text",
        /// A link to a file.
        FileAttachment = "FileAttachment",
    }
}

hidden_debug! {
    RegulatedInformation { fields }
    RegulatedInformationField { field_id, field_label, field_type, field_value }
    PrescriptionDetail {
        prescription_id, expiration_date, written_quantity, total_refills_authorized, refills_remaining,
        clinic_id, usage_instructions,
    }
    ApprovedAttribute { attribute_name, original_value, approved_value }
}
