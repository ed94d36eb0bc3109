//! The names of things in an inbound plan.

use commerce_client_core::id;

id! {
    /// Names an inbound plan: 38 letters, digits and hyphens, such as `wf0a1b2c3d-4e5f-4061-8273-9415a6b7c8d9`.
    pub struct InboundPlanId;
}

id! {
    /// Names the work that a call has started, 36 to 38 characters. Ask how it went with
    /// [`Inbound::get_inbound_operation_status`](crate::inbound::Inbound::get_inbound_operation_status).
    pub struct OperationId;
}

id! {
    /// Names a way of packing a plan's items into groups; 38 characters.
    pub struct PackingOptionId;
}

id! {
    /// Names items that may share boxes; 38 characters, beginning with `pg`.
    pub struct PackingGroupId;
}

id! {
    /// Names a way of spreading a plan over fulfillment centers; 38 characters, beginning with `pl`.
    pub struct PlacementOptionId;
}

id! {
    /// Names a shipment within this API: 38 characters, beginning with `sh`. Not what stands on labels and in reports:
    /// that is the [`ShipmentConfirmationId`].
    pub struct ShipmentId;
}

id! {
    /// Names a shipment to people, such as `FBA15EXAMPLE`: on labels, in reports and in the older inbound API.
    pub struct ShipmentConfirmationId;
}

id! {
    /// Names a way of getting one shipment to Amazon; 38 characters, beginning with `to`.
    pub struct TransportationOptionId;
}

id! {
    /// Names a span of time in which a shipment may arrive; 36 to 38 characters.
    pub struct DeliveryWindowOptionId;
}

id! {
    /// Names a proposed change of a shipment's contents; 38 characters.
    pub struct ContentUpdatePreviewId;
}

id! {
    /// Names a package, be it a box or a pallet; 38 characters.
    pub struct PackageId;
}

id! {
    /// Names a box on its label: the shipment's confirmation id and the box's number, such as `FBA15EXAMPLEU000001`.
    pub struct BoxId;
}

id! {
    /// Names a slot for dropping off a shipment at a fulfillment center; 38 characters.
    pub struct SlotId;
}
