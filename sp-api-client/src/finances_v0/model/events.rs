//! Events, by kind.

use commerce_client_core::{decode::Lenient, list::List};
use serde::{Deserialize, Serialize};

use super::{
    AdhocDisbursementEvent, AdjustmentEvent, AffordabilityExpenseEvent, CapacityReservationBillingEvent,
    ChargeRefundEvent, CouponPaymentEvent, DebtRecoveryEvent, EbtRefundReimbursementOnlyEvent,
    FailedAdhocDisbursementEvent, FbaLiquidationEvent, ImagingServicesFeeEvent, LoanServicingEvent,
    NetworkComminglingTransactionEvent, PayWithAmazonEvent, ProductAdsPaymentEvent,
    RemovalShipmentAdjustmentEvent, RemovalShipmentEvent, RentalTransactionEvent, RetrochargeEvent,
    SafetReimbursementEvent, SellerDealPaymentEvent, SellerReviewEnrollmentPaymentEvent, ServiceFeeEvent,
    ShipmentEvent, SolutionProviderCreditEvent, TaxWithholdingEvent, TdsReimbursementEvent,
    TrialShipmentEvent, ValueAddedServiceChargeEvent,
};

macro_rules! events {
    ($($(#[$doc:meta])* $list:ident = $wire:literal => $kind:ident($event:ty);)+) => {
        /// What moved money, one list for each kind of event. Most lists are absent.
        ///
        /// [`into_events`](Self::into_events) makes one list of all.
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
        #[non_exhaustive]
        pub struct FinancialEvents {
            $(
                $(#[$doc])*
                #[serde(default, rename = $wire, skip_serializing_if = "List::is_absent")]
                pub $list: List<Lenient<$event>>,
            )+
        }

        /// One event of any kind.
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum FinancialEvent {
            $(
                #[doc = concat!("One of [`FinancialEvents::", stringify!($list), "`].")]
                $kind(Box<$event>),
            )+
        }

        impl FinancialEvents {
            /// All events in one list, kind after kind. One that could not be decoded stands for itself.
            pub fn into_events(self) -> Vec<Lenient<FinancialEvent>> {
                let mut events = Vec::new();
                $(
                    events.extend(self.$list.into_iter().map(|event| match event {
                        Lenient::Good(event) => Lenient::Good(FinancialEvent::$kind(Box::new(event))),
                        Lenient::Bad(bad) => Lenient::Bad(bad),
                    }));
                )+
                events
            }
        }
    };
}

events! {
    /// Shipped orders, or shipped parts of them: the seller earns.
    shipment_event_list = "ShipmentEventList" => Shipment(ShipmentEvent);
    /// Shipments whose money was held back and is free now.
    shipment_settle_event_list = "ShipmentSettleEventList" => ShipmentSettle(ShipmentEvent);
    /// Refunds. Their amounts are in the adjustment lists.
    refund_event_list = "RefundEventList" => Refund(ShipmentEvent);
    /// Buyers' claims under Amazon's A-to-z Guarantee. Their amounts are in the adjustment lists.
    guarantee_claim_event_list = "GuaranteeClaimEventList" => GuaranteeClaim(ShipmentEvent);
    /// Refunds of what was paid with food stamps (EBT, US), which Amazon gives back to the seller.
    ebt_refund_reimbursement_only_event_list = "EBTRefundReimbursementOnlyEventList"
        => EbtRefundReimbursementOnly(EbtRefundReimbursementOnlyEvent);
    /// Money that buyers' banks took back. The amounts are in the adjustment lists.
    chargeback_event_list = "ChargebackEventList" => Chargeback(ShipmentEvent);
    /// Payments through Amazon Pay on other websites.
    pay_with_amazon_event_list = "PayWithAmazonEventList" => PayWithAmazon(PayWithAmazonEvent);
    /// Credits to providers of services.
    service_provider_credit_event_list = "ServiceProviderCreditEventList"
        => ServiceProviderCredit(SolutionProviderCreditEvent);
    /// Taxes on earlier sales that were charged or given back afterwards.
    retrocharge_event_list = "RetrochargeEventList" => Retrocharge(RetrochargeEvent);
    /// Rented goods: payments, refunds, fees, compensation.
    rental_transaction_event_list = "RentalTransactionEventList" => RentalTransaction(RentalTransactionEvent);
    /// Advertising (Sponsored Products).
    product_ads_payment_event_list = "ProductAdsPaymentEventList"
        => ProductAdsPayment(ProductAdsPaymentEvent);
    /// Fees of the account or of single products: subscription, storage, inbound transport.
    service_fee_event_list = "ServiceFeeEventList" => ServiceFee(ServiceFeeEvent);
    /// Fees of deals.
    seller_deal_payment_event_list = "SellerDealPaymentEventList"
        => SellerDealPayment(SellerDealPaymentEvent);
    /// Debts of the seller's that were paid, failed to be paid, or changed.
    debt_recovery_event_list = "DebtRecoveryEventList" => DebtRecovery(DebtRecoveryEvent);
    /// Loans of Amazon's to the seller: paid out, paid back, refunded.
    loan_servicing_event_list = "LoanServicingEventList" => LoanServicing(LoanServicingEvent);
    /// Corrections: lost goods paid for, reserves, postage.
    adjustment_event_list = "AdjustmentEventList" => Adjustment(AdjustmentEvent);
    /// Compensation by SAFE-T, for refunds that were not the seller's fault.
    safet_reimbursement_event_list = "SAFETReimbursementEventList"
        => SafetReimbursement(SafetReimbursementEvent);
    /// Fees of the Early Reviewer Program.
    seller_review_enrollment_payment_event_list = "SellerReviewEnrollmentPaymentEventList"
        => SellerReviewEnrollmentPayment(SellerReviewEnrollmentPaymentEvent);
    /// Stock in Amazon's warehouses that was sold off to liquidators. US only.
    fba_liquidation_event_list = "FBALiquidationEventList" => FbaLiquidation(FbaLiquidationEvent);
    /// Fees of coupons.
    coupon_payment_event_list = "CouponPaymentEventList" => CouponPayment(CouponPaymentEvent);
    /// Fees of Amazon's photographers.
    imaging_services_fee_event_list = "ImagingServicesFeeEventList"
        => ImagingServicesFee(ImagingServicesFeeEvent);
    /// Stock that Amazon exchanged for like stock of another seller.
    network_commingling_transaction_event_list = "NetworkComminglingTransactionEventList"
        => NetworkComminglingTransaction(NetworkComminglingTransactionEvent);
    /// What instalments and like promotions cost the seller.
    affordability_expense_event_list = "AffordabilityExpenseEventList"
        => AffordabilityExpense(AffordabilityExpenseEvent);
    /// What was given back of those costs.
    affordability_expense_reversal_event_list = "AffordabilityExpenseReversalEventList"
        => AffordabilityExpenseReversal(AffordabilityExpenseEvent);
    /// Removed stock that was sold.
    removal_shipment_event_list = "RemovalShipmentEventList" => RemovalShipment(RemovalShipmentEvent);
    /// Corrections to sales of removed stock.
    removal_shipment_adjustment_event_list = "RemovalShipmentAdjustmentEventList"
        => RemovalShipmentAdjustment(RemovalShipmentAdjustmentEvent);
    /// Goods on trial.
    trial_shipment_event_list = "TrialShipmentEventList" => TrialShipment(TrialShipmentEvent);
    /// Tax deducted at source (India) that was given back.
    tds_reimbursement_event_list = "TDSReimbursementEventList" => TdsReimbursement(TdsReimbursementEvent);
    /// Payouts outside the schedule.
    adhoc_disbursement_event_list = "AdhocDisbursementEventList" => AdhocDisbursement(AdhocDisbursementEvent);
    /// Tax that was withheld from the seller.
    tax_withholding_event_list = "TaxWithholdingEventList" => TaxWithholding(TaxWithholdingEvent);
    /// Fees that were given back.
    charge_refund_event_list = "ChargeRefundEventList" => ChargeRefund(ChargeRefundEvent);
    /// Payouts outside the schedule that failed.
    failed_adhoc_disbursement_event_list = "FailedAdhocDisbursementEventList"
        => FailedAdhocDisbursement(FailedAdhocDisbursementEvent);
    /// Services beside selling and shipping.
    value_added_service_charge_event_list = "ValueAddedServiceChargeEventList"
        => ValueAddedServiceCharge(ValueAddedServiceChargeEvent);
    /// Storage space that was reserved.
    capacity_reservation_billing_event_list = "CapacityReservationBillingEventList"
        => CapacityReservationBilling(CapacityReservationBillingEvent);
}
