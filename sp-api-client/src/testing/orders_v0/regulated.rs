//! Orders whose contents somebody must approve before they may be shipped.

use serde_json::{Value, json};

use super::{
    super::{
        Amazon, Answer, Call, FakeSpApi,
        call::iso,
        shape::{Shape, TEXT, optional, required},
    },
    check_restricted, found,
};

const VERIFICATION: Shape = Shape::Object(&[required(
    "regulatedOrderVerificationStatus",
    Shape::Object(&[
        required("externalReviewerId", TEXT),
        optional("status", Shape::OneOf(&["Pending", "Approved", "Rejected", "Expired", "Cancelled"])),
        optional("rejectionReasonId", TEXT),
        optional("verificationDetails", Shape::Any),
    ]),
)]);

impl FakeSpApi {
    /// Makes an order a regulated one. `info` is an `OrderRegulatedInfo`; its `AmazonOrderId` names the order.
    pub fn put_regulated_info(&self, seller_id: &str, info: Value) {
        let order_id = info["AmazonOrderId"].as_str().unwrap_or_default().to_owned();
        self.settled().amazon.books.of(seller_id).orders_v0.regulated.insert(order_id, info);
    }
}

pub(super) fn get(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    check_restricted(call)?;
    found(call, amazon)?;
    Ok(Answer::payload(200, info(call, amazon)?.clone()))
}

fn info<'a>(call: &Call<'_>, amazon: &'a mut Amazon) -> Result<&'a mut Value, Answer> {
    let regulated = &mut amazon.books.of(&call.seller.seller_id).orders_v0.regulated;
    let info = regulated.get_mut(call.path("orderId"));
    info.ok_or_else(|| Answer::not_found("The order holds nothing that is regulated."))
}

/// A verdict is final.
pub(super) fn verify(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let body = VERIFICATION.read(call)?;
    found(call, amazon)?;
    let verdict = &body["regulatedOrderVerificationStatus"];
    let status = &mut info(call, amazon)?["RegulatedOrderVerificationStatus"];
    if status["Status"] != "Pending" {
        return Err(Answer::invalid_input("The verification of this order has ended."));
    }
    let reasons = status["ValidRejectionReasons"].as_array().into_iter().flatten();
    let reason =
        reasons.into_iter().find(|one| one["RejectionReasonId"] == verdict["rejectionReasonId"]).cloned();
    match verdict["status"].as_str() {
        Some("Rejected") => match reason {
            Some(reason) => status["RejectionReason"] = reason,
            None => {
                return Err(Answer::invalid_input("A rejection needs a rejectionReasonId of this order."));
            }
        },
        _ if !verdict["rejectionReasonId"].is_null() => {
            return Err(Answer::invalid_input("rejectionReasonId is for rejections only."));
        }
        None if verdict["verificationDetails"].is_null() => {
            return Err(Answer::invalid_input("Either status or verificationDetails must be given."));
        }
        Some("Approved") | None => {}
        Some(_) => return Err(Answer::invalid_input("status must be Approved or Rejected.")),
    }
    if let Some(verdict) = verdict["status"].as_str() {
        status["Status"] = json!(verdict);
        status["RequiresMerchantAction"] = json!(false);
        status["ReviewDate"] = json!(iso(call.now));
    }
    status["ExternalReviewerId"] = verdict["externalReviewerId"].clone();
    Ok(Answer::empty(204))
}
