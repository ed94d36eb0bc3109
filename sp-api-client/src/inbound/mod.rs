//! Fulfillment Inbound API, version 2024-03-20: stock on its way into Amazon's fulfillment centers, from a list of
//! items to the carrier's tracking numbers. Answers come bare, without a payload around them.
//!
//! Nearly every write only starts something: it answers at once with an [`OperationId`]. Wait for it with
//! [`Inbound::operation`], and only then take the next step: Amazon refuses steps that come too early. `generate_…` comes before the matching
//! `list_…`, and what is confirmed stays confirmed.
//!
//! The way of a plan whose boxes are packed before it is split:
//!
//! 1. [`Inbound::create_inbound_plan`];
//! 2. generate, list and confirm packing options, then [`Inbound::set_packing_information`] with the boxes of each
//!    group;
//! 3. generate and list placement options, and choose one;
//! 4. generate and list transportation options for it;
//! 5. confirm the placement, which makes the shipments;
//! 6. with the seller's own carrier, generate, list and confirm a delivery window for each shipment;
//! 7. [`Inbound::confirm_transportation_options`] for all shipments at once;
//! 8. with the seller's own carrier, [`Inbound::update_shipment_tracking_details`].
//!
//! Where boxes are packed after the split, placement comes first (3 and 5) and the boxes are given by shipment.
//!
//! Two things are only in the older API, [`inbound_v0`](crate::inbound_v0): labels of boxes, and how many units
//! were received.

pub mod model;
mod operation;

pub use self::{model::*, operation::InboundOperation};
use crate::ids::{MarketplaceId, SellerSku};

impl Inbound {
    /// The operation of this id, started just now, earlier or by another process.
    pub fn operation(&self, id: OperationId) -> InboundOperation {
        InboundOperation::new(self.api.clone(), id)
    }
}

crate::request::api! {
    /// The Fulfillment Inbound API of one seller. Get it from [`SpApi::inbound`](crate::SpApi::inbound).
    Inbound in "fulfillmentInbound_2024-03-20";

    /// Lists the seller's plans, without what is in them.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) for a page of more than 30 plans, or a filter that Amazon does not
    /// know.
    fn list_inbound_plans() -> ListInboundPlansResponse
        = ListInboundPlans, LIST_INBOUND_PLANS: Read GET
          "/inbound/fba/2024-03-20/inboundPlans" as "listInboundPlans" at 2.0, 6
    {
        /// How many plans a page: 1 to 30, 10 unless set.
        query page_size: i64 = "pageSize",
        /// Only plans that stand there: active, voided or shipped.
        query status: InboundPlanStatus = "status",
        /// By which instant they are sorted.
        query sort_by: SortBy = "sortBy",
        /// Oldest or newest first.
        query sort_order: SortOrder = "sortOrder",
    }
    pages "paginationToken" false |page| page.pagination.as_ref()?.next_token.as_deref(),
        page.inbound_plans => InboundPlanSummary;

    /// Starts a plan: which items go to Amazon, from where. Nothing else can be done with it before the operation
    /// has succeeded.
    ///
    /// Not repeated after a lost answer, for Amazon may have made it: look for its name with
    /// [`Self::list_inbound_plans`].
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) for more than one marketplace, more than 2,000 items, or `AMAZON`
    /// as the owner of labels or preparation in the US.
    fn create_inbound_plan(body plan: &CreateInboundPlanRequest) -> CreateInboundPlanResponse
        = CreateInboundPlan, CREATE_INBOUND_PLAN: Create POST
          "/inbound/fba/2024-03-20/inboundPlans" as "createInboundPlan" at 2.0, 2;

    /// Reads a plan with the options and shipments that it has so far.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for an id this seller does not have.
    fn get_inbound_plan(path inbound_plan_id: &InboundPlanId = "inboundPlanId") -> InboundPlan
        = GetInboundPlan, GET_INBOUND_PLAN: Read GET
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}" as "getInboundPlan" at 2.0, 6;

    /// Lists all boxes of a plan.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a plan this seller does not have.
    /// [`Rejected`](crate::ErrorKind::Rejected) while the plan is still being created.
    fn list_inbound_plan_boxes(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
    ) -> ListInboundPlanBoxesResponse
        = ListInboundPlanBoxes, LIST_INBOUND_PLAN_BOXES: Read GET
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/boxes" as "listInboundPlanBoxes" at 2.0, 6
    {
        /// How many boxes a page: 1 to 1,000, 10 unless set.
        query page_size: i64 = "pageSize",
    }
    pages "paginationToken" false |page| page.pagination.as_ref()?.next_token.as_deref(),
        page.boxes => PackedBox;

    /// Starts to cancel a plan with all its shipments.
    ///
    /// With a partnered carrier this is free for 24 hours after the transport was confirmed for parcels and for one
    /// hour for freight; later Amazon may charge for it.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a plan this seller does not have.
    /// [`Rejected`](crate::ErrorKind::Rejected) when it is cancelled already, when another of its operations is in
    /// progress, or when a shipment is under way.
    fn cancel_inbound_plan(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
    ) -> CancelInboundPlanResponse
        = CancelInboundPlan, CANCEL_INBOUND_PLAN: Absolute PUT
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/cancellation"
          as "cancelInboundPlan" at 2.0, 2;

    /// Lists all items of a plan.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a plan this seller does not have.
    /// [`Rejected`](crate::ErrorKind::Rejected) while the plan is still being created.
    fn list_inbound_plan_items(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
    ) -> ListInboundPlanItemsResponse
        = ListInboundPlanItems, LIST_INBOUND_PLAN_ITEMS: Read GET
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/items" as "listInboundPlanItems" at 2.0, 6
    {
        /// How many items a page: 1 to 1,000, 10 unless set.
        query page_size: i64 = "pageSize",
    }
    pages "paginationToken" false |page| page.pagination.as_ref()?.next_token.as_deref(),
        page.items => Item;

    /// Renames a plan. Done once this returns: there is no operation to wait for.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a plan this seller does not have.
    /// [`Rejected`](crate::ErrorKind::Rejected) for a name of more than 40 characters.
    fn update_inbound_plan_name(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
        body name: &UpdateInboundPlanNameRequest,
    ) -> ()
        = UpdateInboundPlanName, UPDATE_INBOUND_PLAN_NAME: Absolute PUT
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/name" as "updateInboundPlanName" at 2.0, 30;

    /// Lists the boxes that were given for a packing group.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a plan or a packing group this seller does not have. No boxes are
    /// no error: none were given.
    fn list_packing_group_boxes(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
        path packing_group_id: &PackingGroupId = "packingGroupId",
    ) -> ListPackingGroupBoxesResponse
        = ListPackingGroupBoxes, LIST_PACKING_GROUP_BOXES: Read GET
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/packingGroups/{packingGroupId}/boxes"
          as "listPackingGroupBoxes" at 2.0, 30
    {
        /// How many boxes a page: 1 to 100, 10 unless set.
        query page_size: i64 = "pageSize",
    }
    pages "paginationToken" false |page| page.pagination.as_ref()?.next_token.as_deref(),
        page.boxes => PackedBox;

    /// Lists the items of a packing group: those that may share boxes. Packing options must have been generated.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a plan or a packing group this seller does not have.
    /// [`Rejected`](crate::ErrorKind::Rejected) before packing options were generated.
    fn list_packing_group_items(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
        path packing_group_id: &PackingGroupId = "packingGroupId",
    ) -> ListPackingGroupItemsResponse
        = ListPackingGroupItems, LIST_PACKING_GROUP_ITEMS: Read GET
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/packingGroups/{packingGroupId}/items"
          as "listPackingGroupItems" at 2.0, 30
    {
        /// How many items a page: 1 to 100, 10 unless set.
        query page_size: i64 = "pageSize",
    }
    pages "paginationToken" false |page| page.pagination.as_ref()?.next_token.as_deref(),
        page.items => Item;

    /// Starts to record what is in the boxes, which transport is then planned and priced on. By packing group
    /// before a placement is confirmed, by shipment after it.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a plan this seller does not have.
    /// [`Rejected`](crate::ErrorKind::Rejected) when the carriers are confirmed, when boxes are given by packing group
    /// after the placement was confirmed or by shipment before it, or when the group is not of the confirmed packing
    /// option. That the boxes do not hold what the plan says is found out by the operation, which then fails.
    fn set_packing_information(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
        body packing: &SetPackingInformationRequest,
    ) -> SetPackingInformationResponse
        = SetPackingInformation, SET_PACKING_INFORMATION: Create POST
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/packingInformation"
          as "setPackingInformation" at 2.0, 2;

    /// Lists the ways to pack a plan. They must have been generated with [`Self::generate_packing_options`].
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a plan this seller does not have.
    /// [`Rejected`](crate::ErrorKind::Rejected) before packing options were generated.
    fn list_packing_options(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
    ) -> ListPackingOptionsResponse
        = ListPackingOptions, LIST_PACKING_OPTIONS: Read GET
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/packingOptions"
          as "listPackingOptions" at 2.0, 6
    {
        /// How many options a page: 1 to 20, 10 unless set.
        query page_size: i64 = "pageSize",
    }
    pages "paginationToken" false |page| page.pagination.as_ref()?.next_token.as_deref(),
        page.packing_options => PackingOption;

    /// Starts to work out the ways to pack a plan.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a plan this seller does not have.
    /// [`Rejected`](crate::ErrorKind::Rejected) when the packing or the placement is confirmed, or another operation
    /// of the plan is in progress.
    fn generate_packing_options(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
    ) -> GeneratePackingOptionsResponse
        = GeneratePackingOptions, GENERATE_PACKING_OPTIONS: Create POST
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/packingOptions"
          as "generatePackingOptions" at 2.0, 2;

    /// Starts to settle on a way to pack a plan.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a plan or an option this seller does not have.
    /// [`Rejected`](crate::ErrorKind::Rejected) when the packing or the placement is confirmed already, the option has
    /// expired, or another operation of the plan is in progress.
    fn confirm_packing_option(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
        path packing_option_id: &PackingOptionId = "packingOptionId",
    ) -> ConfirmPackingOptionResponse
        = ConfirmPackingOption, CONFIRM_PACKING_OPTION: Create POST
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/packingOptions/{packingOptionId}/confirmation"
          as "confirmPackingOption" at 2.0, 2;

    /// Lists all pallets of a plan. There are some once they were given with the transport of freight.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a plan this seller does not have. No pallets are no error: none
    /// were given.
    fn list_inbound_plan_pallets(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
    ) -> ListInboundPlanPalletsResponse
        = ListInboundPlanPallets, LIST_INBOUND_PLAN_PALLETS: Read GET
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/pallets" as "listInboundPlanPallets" at 2.0, 6
    {
        /// How many pallets a page: 1 to 1,000, 10 unless set.
        query page_size: i64 = "pageSize",
    }
    pages "paginationToken" false |page| page.pagination.as_ref()?.next_token.as_deref(),
        page.pallets => Pallet;

    /// Lists the ways to spread a plan over fulfillment centers, with their fees. They must have been generated
    /// with [`Self::generate_placement_options`].
    ///
    /// Offers end, by observation after about three days. Those generated afterwards may cost something else, so
    /// ask again whoever approved the first.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a plan this seller does not have.
    /// [`Rejected`](crate::ErrorKind::Rejected) before placement options were generated.
    fn list_placement_options(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
    ) -> ListPlacementOptionsResponse
        = ListPlacementOptions, LIST_PLACEMENT_OPTIONS: Read GET
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/placementOptions"
          as "listPlacementOptions" at 2.0, 6
    {
        /// How many options a page: 1 to 20, 10 unless set.
        query page_size: i64 = "pageSize",
    }
    pages "paginationToken" false |page| page.pagination.as_ref()?.next_token.as_deref(),
        page.placement_options => PlacementOption;

    /// Starts to work out the ways to spread a plan over fulfillment centers.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a plan this seller does not have.
    /// [`Rejected`](crate::ErrorKind::Rejected) when the placement is confirmed, when a packing option is confirmed
    /// and its boxes are not given, or when another operation of the plan is in progress.
    fn generate_placement_options(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
        body wishes: &GeneratePlacementOptionsRequest,
    ) -> GeneratePlacementOptionsResponse
        = GeneratePlacementOptions, GENERATE_PLACEMENT_OPTIONS: Create POST
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/placementOptions"
          as "generatePlacementOptions" at 2.0, 2;

    /// Starts to settle on a placement. It cannot be changed afterwards. The shipments get the ids that labels and
    /// reports show.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a plan or an option this seller does not have.
    /// [`Rejected`](crate::ErrorKind::Rejected) when a placement is confirmed already, the option has expired
    /// (generate again), or another operation of the plan is in progress.
    fn confirm_placement_option(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
        path placement_option_id: &PlacementOptionId = "placementOptionId",
    ) -> ConfirmPlacementOptionResponse
        = ConfirmPlacementOption, CONFIRM_PLACEMENT_OPTION: Create POST
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/placementOptions/{placementOptionId}/confirmation"
          as "confirmPlacementOption" at 2.0, 2;

    /// Reads a shipment of a plan: destination, transport, tracking and how far it has come. Not how many of its
    /// units were received.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a shipment this plan does not have.
    fn get_shipment(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
        path shipment_id: &ShipmentId = "shipmentId",
    ) -> Shipment
        = GetShipment, GET_SHIPMENT: Read GET
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/shipments/{shipmentId}"
          as "getShipment" at 2.0, 6;

    /// Lists the boxes of a shipment, with the ids under which tracking numbers are sent.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a shipment this plan does not have. No boxes are no error: none
    /// were given.
    fn list_shipment_boxes(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
        path shipment_id: &ShipmentId = "shipmentId",
    ) -> ListShipmentBoxesResponse
        = ListShipmentBoxes, LIST_SHIPMENT_BOXES: Read GET
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/shipments/{shipmentId}/boxes"
          as "listShipmentBoxes" at 2.0, 30
    {
        /// How many boxes a page: 1 to 1,000, 10 unless set.
        query page_size: i64 = "pageSize",
    }
    pages "paginationToken" false |page| page.pagination.as_ref()?.next_token.as_deref(),
        page.boxes => PackedBox;

    /// Lists the proposed changes of a shipment's contents.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a shipment this plan does not have.
    /// [`Rejected`](crate::ErrorKind::Rejected) for a page of more than 20 previews.
    fn list_shipment_content_update_previews(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
        path shipment_id: &ShipmentId = "shipmentId",
    ) -> ListShipmentContentUpdatePreviewsResponse
        = ListShipmentContentUpdatePreviews, LIST_SHIPMENT_CONTENT_UPDATE_PREVIEWS: Read GET
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/shipments/{shipmentId}/contentUpdatePreviews"
          as "listShipmentContentUpdatePreviews" at 2.0, 30
    {
        /// How many previews a page: 1 to 20, 10 unless set.
        query page_size: i64 = "pageSize",
    }
    pages "paginationToken" false |page| page.pagination.as_ref()?.next_token.as_deref(),
        page.content_update_previews => ContentUpdatePreview;

    /// Starts to work out what it would cost to change the contents of a shipment whose carrier is confirmed.
    /// Nothing changes before a preview is confirmed.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a shipment this plan does not have.
    /// [`Rejected`](crate::ErrorKind::Rejected) before its carrier is confirmed, or when a box is named that the
    /// shipment does not have.
    fn generate_shipment_content_update_previews(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
        path shipment_id: &ShipmentId = "shipmentId",
        body contents: &GenerateShipmentContentUpdatePreviewsRequest,
    ) -> GenerateShipmentContentUpdatePreviewsResponse
        = GenerateShipmentContentUpdatePreviews, GENERATE_SHIPMENT_CONTENT_UPDATE_PREVIEWS: Create POST
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/shipments/{shipmentId}/contentUpdatePreviews"
          as "generateShipmentContentUpdatePreviews" at 2.0, 30;

    /// Reads a proposed change of a shipment's contents, with the cost of transport afterwards and the instant
    /// until which it can be confirmed.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a shipment this plan does not have, or a preview that was not made
    /// for it.
    fn get_shipment_content_update_preview(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
        path shipment_id: &ShipmentId = "shipmentId",
        path content_update_preview_id: &ContentUpdatePreviewId = "contentUpdatePreviewId",
    ) -> ContentUpdatePreview
        = GetShipmentContentUpdatePreview, GET_SHIPMENT_CONTENT_UPDATE_PREVIEW: Read GET
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/shipments/{shipmentId}/contentUpdatePreviews/{contentUpdatePreviewId}"
          as "getShipmentContentUpdatePreview" at 2.0, 30;

    /// Starts a proposed change of a shipment's contents, at the cost the preview names.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) once the preview has expired.
    fn confirm_shipment_content_update_preview(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
        path shipment_id: &ShipmentId = "shipmentId",
        path content_update_preview_id: &ContentUpdatePreviewId = "contentUpdatePreviewId",
    ) -> ConfirmShipmentContentUpdatePreviewResponse
        = ConfirmShipmentContentUpdatePreview, CONFIRM_SHIPMENT_CONTENT_UPDATE_PREVIEW: Create POST
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/shipments/{shipmentId}/contentUpdatePreviews/{contentUpdatePreviewId}/confirmation"
          as "confirmShipmentContentUpdatePreview" at 2.0, 30;

    /// Asks for the delivery challan of a shipment with a partnered carrier. India only.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a shipment this plan does not have.
    /// [`Rejected`](crate::ErrorKind::Rejected) outside India, or when no partnered carrier is confirmed.
    fn get_delivery_challan_document(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
        path shipment_id: &ShipmentId = "shipmentId",
    ) -> GetDeliveryChallanDocumentResponse
        = GetDeliveryChallanDocument, GET_DELIVERY_CHALLAN_DOCUMENT: Read GET
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/shipments/{shipmentId}/deliveryChallanDocument"
          as "getDeliveryChallanDocument" at 2.0, 6;

    /// Lists when a shipment may arrive. The windows must have been generated with
    /// [`Self::generate_delivery_window_options`].
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a shipment this plan does not have.
    /// [`Rejected`](crate::ErrorKind::Rejected) before windows were generated.
    fn list_delivery_window_options(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
        path shipment_id: &ShipmentId = "shipmentId",
    ) -> ListDeliveryWindowOptionsResponse
        = ListDeliveryWindowOptions, LIST_DELIVERY_WINDOW_OPTIONS: Read GET
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/shipments/{shipmentId}/deliveryWindowOptions"
          as "listDeliveryWindowOptions" at 2.0, 30
    {
        /// How many windows a page: 1 to 100, 10 unless set.
        query page_size: i64 = "pageSize",
    }
    pages "paginationToken" false |page| page.pagination.as_ref()?.next_token.as_deref(),
        page.delivery_window_options => DeliveryWindowOption;

    /// Starts to work out when a shipment may arrive. No longer possible once a window is confirmed.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a shipment this plan does not have.
    /// [`Rejected`](crate::ErrorKind::Rejected) before the placement is confirmed, or once a window is.
    fn generate_delivery_window_options(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
        path shipment_id: &ShipmentId = "shipmentId",
    ) -> GenerateDeliveryWindowOptionsResponse
        = GenerateDeliveryWindowOptions, GENERATE_DELIVERY_WINDOW_OPTIONS: Create POST
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/shipments/{shipmentId}/deliveryWindowOptions"
          as "generateDeliveryWindowOptions" at 2.0, 30;

    /// Starts to settle on when a shipment will arrive. The placement must be confirmed first.
    ///
    /// Transport with [`Precondition::ConfirmedDeliveryWindow`] can be confirmed only after it. Until the shipment
    /// is closed another of the windows may be confirmed in its place.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a shipment or a window this plan does not have.
    /// [`Rejected`](crate::ErrorKind::Rejected) before the placement is confirmed, once the shipment is closed, or
    /// when the window is blocked or has expired.
    fn confirm_delivery_window_options(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
        path shipment_id: &ShipmentId = "shipmentId",
        path delivery_window_option_id: &DeliveryWindowOptionId = "deliveryWindowOptionId",
    ) -> ConfirmDeliveryWindowOptionsResponse
        = ConfirmDeliveryWindowOptions, CONFIRM_DELIVERY_WINDOW_OPTIONS: Create POST
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/shipments/{shipmentId}/deliveryWindowOptions/{deliveryWindowOptionId}/confirmation"
          as "confirmDeliveryWindowOptions" at 2.0, 30;

    /// Lists the items of a shipment, in planned quantities.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a shipment this plan does not have.
    /// [`Rejected`](crate::ErrorKind::Rejected) for a page of more than 1,000 items.
    fn list_shipment_items(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
        path shipment_id: &ShipmentId = "shipmentId",
    ) -> ListShipmentItemsResponse
        = ListShipmentItems, LIST_SHIPMENT_ITEMS: Read GET
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/shipments/{shipmentId}/items"
          as "listShipmentItems" at 2.0, 30
    {
        /// How many items a page: 1 to 1,000, 10 unless set.
        query page_size: i64 = "pageSize",
    }
    pages "paginationToken" false |page| page.pagination.as_ref()?.next_token.as_deref(),
        page.items => Item;

    /// Renames a shipment. Done once this returns: there is no operation to wait for.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a shipment this plan does not have.
    /// [`Rejected`](crate::ErrorKind::Rejected) for a name of more than 100 characters.
    fn update_shipment_name(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
        path shipment_id: &ShipmentId = "shipmentId",
        body name: &UpdateShipmentNameRequest,
    ) -> ()
        = UpdateShipmentName, UPDATE_SHIPMENT_NAME: Absolute PUT
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/shipments/{shipmentId}/name"
          as "updateShipmentName" at 2.0, 30;

    /// Lists the pallets of a shipment. There are some once they were given with the transport of freight.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a shipment this plan does not have. No pallets are no error: none
    /// were given.
    fn list_shipment_pallets(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
        path shipment_id: &ShipmentId = "shipmentId",
    ) -> ListShipmentPalletsResponse
        = ListShipmentPallets, LIST_SHIPMENT_PALLETS: Read GET
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/shipments/{shipmentId}/pallets"
          as "listShipmentPallets" at 2.0, 30
    {
        /// How many pallets a page: 1 to 1,000, 10 unless set.
        query page_size: i64 = "pageSize",
    }
    pages "paginationToken" false |page| page.pagination.as_ref()?.next_token.as_deref(),
        page.pallets => Pallet;

    /// Starts to cancel an appointment at the fulfillment center. Mexico, Brazil, Egypt, Saudi Arabia, the United
    /// Arab Emirates and India only.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a shipment this plan does not have.
    /// [`Rejected`](crate::ErrorKind::Rejected) when it has no appointment, or in any other marketplace.
    ///
    /// # Rate limit
    /// No usage plan is stated in the model: the client begins with 1 call/s, burst 1.
    fn cancel_self_ship_appointment(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
        path shipment_id: &ShipmentId = "shipmentId",
        body reason: &CancelSelfShipAppointmentRequest,
    ) -> CancelSelfShipAppointmentResponse
        = CancelSelfShipAppointment, CANCEL_SELF_SHIP_APPOINTMENT: Absolute PUT
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/shipments/{shipmentId}/selfShipAppointmentCancellation"
          as "cancelSelfShipAppointment";

    /// Lists when a shipment may be brought to the fulfillment center. The slots must have been generated with
    /// [`Self::generate_self_ship_appointment_slots`], and stand only for a while. Mexico, Brazil, Egypt, Saudi
    /// Arabia, the United Arab Emirates and India only.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a shipment this plan does not have.
    /// [`Rejected`](crate::ErrorKind::Rejected) before slots were generated, or in any other marketplace.
    ///
    /// # Rate limit
    /// No usage plan is stated in the model: the client begins with 1 call/s, burst 1.
    fn get_self_ship_appointment_slots(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
        path shipment_id: &ShipmentId = "shipmentId",
    ) -> GetSelfShipAppointmentSlotsResponse
        = GetSelfShipAppointmentSlots, GET_SELF_SHIP_APPOINTMENT_SLOTS: Read GET
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/shipments/{shipmentId}/selfShipAppointmentSlots"
          as "getSelfShipAppointmentSlots"
    {
        /// How many slots a page: 1 to 100, 10 unless set.
        query page_size: i64 = "pageSize",
    }
    pages "paginationToken" false |page| page.pagination.as_ref()?.next_token.as_deref(),
        page.self_ship_appointment_slots_availability.slots => AppointmentSlot;

    /// Starts to work out when a shipment may be brought to the fulfillment center. Mexico, Brazil, Egypt, Saudi
    /// Arabia, the United Arab Emirates and India only.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a shipment this plan does not have.
    /// [`Rejected`](crate::ErrorKind::Rejected) in any other marketplace, or when the shipment travels with a
    /// partnered carrier.
    ///
    /// # Rate limit
    /// No usage plan is stated in the model: the client begins with 1 call/s, burst 1.
    fn generate_self_ship_appointment_slots(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
        path shipment_id: &ShipmentId = "shipmentId",
        body dates: &GenerateSelfShipAppointmentSlotsRequest,
    ) -> GenerateSelfShipAppointmentSlotsResponse
        = GenerateSelfShipAppointmentSlots, GENERATE_SELF_SHIP_APPOINTMENT_SLOTS: Create POST
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/shipments/{shipmentId}/selfShipAppointmentSlots"
          as "generateSelfShipAppointmentSlots";

    /// Takes a slot for bringing a shipment to the fulfillment center, or another one in its place. Done once this
    /// returns. Mexico, Brazil, Egypt, Saudi Arabia, the United Arab Emirates and India only.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a shipment this plan does not have.
    /// [`Rejected`](crate::ErrorKind::Rejected) when the slots have expired or were not generated (generate again), or
    /// in any other marketplace.
    ///
    /// # Rate limit
    /// No usage plan is stated in the model: the client begins with 1 call/s, burst 1.
    fn schedule_self_ship_appointment(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
        path shipment_id: &ShipmentId = "shipmentId",
        path slot_id: &SlotId = "slotId",
        body reason: &ScheduleSelfShipAppointmentRequest,
    ) -> ScheduleSelfShipAppointmentResponse
        = ScheduleSelfShipAppointment, SCHEDULE_SELF_SHIP_APPOINTMENT: Create POST
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/shipments/{shipmentId}/selfShipAppointmentSlots/{slotId}/schedule"
          as "scheduleSelfShipAppointment";

    /// Starts to change where a shipment leaves from. Its transportation options are void afterwards: generate them
    /// again.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) once its carrier is confirmed.
    fn update_shipment_source_address(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
        path shipment_id: &ShipmentId = "shipmentId",
        body source: &UpdateShipmentSourceAddressRequest,
    ) -> UpdateShipmentSourceAddressResponse
        = UpdateShipmentSourceAddress, UPDATE_SHIPMENT_SOURCE_ADDRESS: Absolute PUT
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/shipments/{shipmentId}/sourceAddress"
          as "updateShipmentSourceAddress" at 2.0, 30;

    /// Starts to record the tracking numbers of the seller's own carrier. That it succeeded does not mean that the
    /// numbers are good: Amazon checks them within a day and shows the outcome in [`Self::get_shipment`].
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a shipment this plan does not have.
    /// [`Rejected`](crate::ErrorKind::Rejected) before its carrier is confirmed, when that is a partnered one, when
    /// the numbers are for the other kind of transport, or when a box is named that the shipment does not have.
    fn update_shipment_tracking_details(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
        path shipment_id: &ShipmentId = "shipmentId",
        body tracking: &UpdateShipmentTrackingDetailsRequest,
    ) -> UpdateShipmentTrackingDetailsResponse
        = UpdateShipmentTrackingDetails, UPDATE_SHIPMENT_TRACKING_DETAILS: Absolute PUT
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/shipments/{shipmentId}/trackingDetails"
          as "updateShipmentTrackingDetails" at 2.0, 2;

    /// Lists the ways for shipments to travel, with their prices. They must have been generated with
    /// [`Self::generate_transportation_options`], and the placement or the shipment must be named.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) when neither is.
    fn list_transportation_options(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
    ) -> ListTransportationOptionsResponse
        = ListTransportationOptions, LIST_TRANSPORTATION_OPTIONS: Read GET
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/transportationOptions"
          as "listTransportationOptions" at 2.0, 6
    {
        /// How many options a page: 1 to 20, 10 unless set.
        query page_size: i64 = "pageSize",
        /// The ways of all shipments of this placement.
        query placement_option_id: PlacementOptionId = "placementOptionId",
        /// The ways of this shipment.
        query shipment_id: ShipmentId = "shipmentId",
    }
    pages "paginationToken" false |page| page.pagination.as_ref()?.next_token.as_deref(),
        page.transportation_options => TransportationOption;

    /// Starts to work out how the shipments of a placement may travel, and for how much.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a plan this seller does not have.
    /// [`Rejected`](crate::ErrorKind::Rejected) when the carriers are confirmed, the placement option has expired, a
    /// shipment is not of that option, or the boxes of one are not given.
    fn generate_transportation_options(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
        body configurations: &GenerateTransportationOptionsRequest,
    ) -> GenerateTransportationOptionsResponse
        = GenerateTransportationOptions, GENERATE_TRANSPORTATION_OPTIONS: Create POST
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/transportationOptions"
          as "generateTransportationOptions" at 2.0, 2;

    /// Starts to settle on how the shipments travel: all shipments of the plan in this one call. The placement must
    /// be confirmed first, and whatever the options name as preconditions be met. Other ways can be neither
    /// generated nor confirmed afterwards.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a plan this seller does not have.
    /// [`Rejected`](crate::ErrorKind::Rejected) before the placement is confirmed, once the carriers are, when not
    /// every shipment is selected exactly once, when a quote has expired (generate again), or when a delivery window
    /// is still to be confirmed.
    fn confirm_transportation_options(
        path inbound_plan_id: &InboundPlanId = "inboundPlanId",
        body selections: &ConfirmTransportationOptionsRequest,
    ) -> ConfirmTransportationOptionsResponse
        = ConfirmTransportationOptions, CONFIRM_TRANSPORTATION_OPTIONS: Create POST
          "/inbound/fba/2024-03-20/inboundPlans/{inboundPlanId}/transportationOptions/confirmation"
          as "confirmTransportationOptions" at 2.0, 2;

    /// Reads the tax data of up to 100 SKUs. For India. The SKUs may hold any character: what Amazon wants encoded
    /// twice is.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) for more than 100 SKUs or a marketplace the seller does not sell in. A
    /// SKU of which nothing is known is no error: the answer lacks it.
    fn list_item_compliance_details(
        skus mskus: &[SellerSku] = "mskus",
        query marketplace_id: &MarketplaceId = "marketplaceId",
    ) -> ListItemComplianceDetailsResponse
        = ListItemComplianceDetails, LIST_ITEM_COMPLIANCE_DETAILS: Read GET
          "/inbound/fba/2024-03-20/items/compliance" as "listItemComplianceDetails" at 2.0, 6;

    /// Starts to record the tax data of a SKU. Amazon uses them in India only.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) for a SKU that Amazon does not fulfil in this marketplace, or tax data
    /// of the wrong form.
    fn update_item_compliance_details(
        query marketplace_id: &MarketplaceId = "marketplaceId",
        body details: &UpdateItemComplianceDetailsRequest,
    ) -> UpdateItemComplianceDetailsResponse
        = UpdateItemComplianceDetails, UPDATE_ITEM_COMPLIANCE_DETAILS: Absolute PUT
          "/inbound/fba/2024-03-20/items/compliance" as "updateItemComplianceDetails" at 2.0, 6;

    /// Makes labels with FNSKUs for up to 100 SKUs, to be stuck on units. They are ready at once. Labels of boxes
    /// are in the older API.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) for more than 100 SKUs, or one that Amazon does not fulfil in this
    /// marketplace.
    fn create_marketplace_item_labels(
        body labels: &CreateMarketplaceItemLabelsRequest,
    ) -> CreateMarketplaceItemLabelsResponse
        = CreateMarketplaceItemLabels, CREATE_MARKETPLACE_ITEM_LABELS: Create POST
          "/inbound/fba/2024-03-20/items/labels" as "createMarketplaceItemLabels" at 2.0, 30;

    /// Reads how up to 100 SKUs must be prepared, and who may do it. The SKUs may hold any character: what Amazon
    /// wants encoded twice is.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) for more than 100 SKUs, or one that Amazon does not fulfil in this
    /// marketplace.
    ///
    /// # Rate limit
    /// No usage plan is stated in the model: the client begins with 1 call/s, burst 1.
    fn list_prep_details(
        query marketplace_id: &MarketplaceId = "marketplaceId",
        skus mskus: &[SellerSku] = "mskus",
    ) -> ListPrepDetailsResponse
        = ListPrepDetails, LIST_PREP_DETAILS: Read GET
          "/inbound/fba/2024-03-20/items/prepDetails" as "listPrepDetails";

    /// Starts to record how up to 100 SKUs are prepared. Needed before a plan for SKUs whose category is
    /// [`PrepCategory::Unknown`].
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) for more than 100 SKUs, or one that Amazon does not fulfil in this
    /// marketplace.
    fn set_prep_details(body details: &SetPrepDetailsRequest) -> SetPrepDetailsResponse
        = SetPrepDetails, SET_PREP_DETAILS: Absolute POST
          "/inbound/fba/2024-03-20/items/prepDetails" as "setPrepDetails" at 2.0, 30;

    /// Reads how far an operation has come. Ask every second or two at first, then less often, until it is no
    /// longer in progress; success may come with warnings, and failure says why.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for an operation this seller does not have.
    fn get_inbound_operation_status(path operation_id: &OperationId = "operationId") -> InboundOperationStatus
        = GetInboundOperationStatus, GET_INBOUND_OPERATION_STATUS: Read GET
          "/inbound/fba/2024-03-20/operations/{operationId}" as "getInboundOperationStatus" at 2.0, 6;
}
