//! What leaves and what arrives: item fulfilments with their packages, item receipts.

use super::{
    fields::{part, record},
    transaction::{in_currency, transaction},
};

record! {
    /// Goods that leave for a customer or another location. Made from an order by a
    /// [transform](crate::records::TransformsInto), never created.
    ItemFulfillment = "itemFulfillment", showing ship_status, item {
        include transaction;
        /// The order it was made from.
        created_from: reference = "createdFrom",
        /// The customer.
        entity: reference = "entity",
        /// How far it is: `A` picked, `B` packed, `C` shipped. Only `C` posts stock and cost. Left out, the form
        /// decides.
        ship_status: choice = "shipStatus",
        /// Where it stands; only read.
        status: choice = "status",
        /// Shipping method.
        ship_method: reference = "shipMethod",
        /// `ups`, or `nonups` for all other carriers.
        ship_carrier: choice = "shipCarrier",
        /// What shipping costs.
        shipping_cost: number = "shippingCost",
        /// What handling costs.
        handling_cost: number = "handlingCost",
        /// The day it was picked.
        picked_date: date = "pickedDate",
        /// The day it was packed.
        packed_date: date = "packedDate",
        /// The day it was shipped.
        shipped_date: date = "shippedDate",
        /// For a transfer order, where it goes to.
        transfer_location: reference = "transferLocation",
        /// In the body of a transform, the location that fulfils for another subsidiary.
        inventory_location: reference = "inventoryLocation",
        /// Where it goes to.
        shipping_address: part<Address> = "shippingAddress",
        /// The number of the order it was made from.
        order_id: count = "orderId",
        /// The kind of order it was made from.
        order_type: text = "orderType",
        /// Whether NetSuite has the carrier make a label.
        generate_integrated_shipper_label: flag = "generateIntegratedShipperLabel",
        /// The lines. A transform ships every open line that is not in here: name those that stay, with
        /// [`item_receive`](FulfillmentLine::item_receive) false.
        item: lines<FulfillmentLine> = "item",
        /// The packages; accounts without an integrated carrier.
        package: lines<Package> = "package",
        /// The packages; accounts integrated with UPS.
        package_ups: lines<UpsPackage> = "packageUps",
        /// The packages; accounts integrated with FedEx.
        package_fed_ex: lines<FedExPackage> = "packageFedEx",
        /// The packages; accounts integrated with USPS.
        package_usps: lines<UspsPackage> = "packageUsps",
        /// The packages of a shipping integration.
        shipment_package: lines<ShipmentPackage> = "shipmentPackage",
    }
}

part! {
    /// One line of an item fulfilment.
    FulfillmentLine, showing line, order_line, item, quantity {
        /// The line's key within the fulfilment.
        line: count = "line",
        /// The order's line that it fulfils, as that order numbers it; has gaps, and is not the position.
        order_line: count = "orderLine",
        /// The order.
        order_doc: reference = "orderDoc",
        /// The item.
        item: reference = "item",
        /// The item's name.
        item_name: text = "itemName",
        /// The kind of item.
        item_type: choice = "itemType",
        /// How many leave.
        quantity: number = "quantity",
        /// How many of the order are still open; only read.
        quantity_remaining: number = "quantityRemaining",
        /// Whether the line is part of this fulfilment.
        item_receive: flag = "itemReceive",
        /// The location it leaves from. Needed when the order's line has none.
        location: reference = "location",
        /// The line of the kit that it is a member of.
        kit_member_of: count = "kitMemberOf",
        /// Unit of measure, a bare id.
        units: text = "units",
        /// How many the location has; only read.
        on_hand: number = "onHand",
        /// Which lots, serial numbers and bins.
        inventory_detail: part<InventoryDetail> = "inventoryDetail",
    }
}

part! {
    /// A package.
    Package, showing package_weight {
        /// What is in it, or what it is called.
        package_descr: text = "packageDescr",
        /// Tracking number.
        package_tracking_number: text = "packageTrackingNumber",
        /// Tracking number for the way back.
        package_tracking_number_return: text = "packageTrackingNumberReturn",
        /// Weight, in the unit of the account. Most forms want it.
        package_weight: number = "packageWeight",
        /// The number of the carton.
        package_carton_number: count = "packageCartonNumber",
        /// Its size and value.
        package_details: part<PackageDetails> = "packageDetails",
    }
}

part! {
    /// The size and value of a package.
    PackageDetails, showing package_length, package_width, package_height {
        /// Length.
        package_length: number = "packageLength",
        /// Width.
        package_width: number = "packageWidth",
        /// Height.
        package_height: number = "packageHeight",
        /// What it is declared to be worth.
        declared_value: number = "declaredValue",
        /// What is in it.
        description: text = "description",
    }
}

part! {
    /// A package that UPS carries.
    UpsPackage, showing package_weight_ups {
        /// Tracking number.
        package_tracking_number_ups: text = "packageTrackingNumberUps",
        /// Weight.
        package_weight_ups: number = "packageWeightUps",
    }
}

part! {
    /// A package that FedEx carries.
    FedExPackage, showing package_weight_fed_ex {
        /// Tracking number.
        package_tracking_number_fed_ex: text = "packageTrackingNumberFedEx",
        /// Weight.
        package_weight_fed_ex: number = "packageWeightFedEx",
    }
}

part! {
    /// A package that the US postal service carries.
    UspsPackage, showing package_weight_usps {
        /// Tracking number.
        package_tracking_number_usps: text = "packageTrackingNumberUsps",
        /// Weight.
        package_weight_usps: number = "packageWeightUsps",
    }
}

part! {
    /// A package of a shipping integration.
    ShipmentPackage {
        /// Tracking number.
        tracking_number: text = "trackingNumber",
    }
}

record! {
    /// Goods that arrive: returned, bought, or moved from another location. Made by a
    /// [transform](crate::records::TransformsInto), never created.
    ItemReceipt = "itemReceipt", showing item {
        include transaction;
        include in_currency;
        /// The return, purchase or transfer order it was made from.
        created_from: reference = "createdFrom",
        /// The customer or vendor.
        entity: reference = "entity",
        /// For a transfer order, the fulfilment that is received.
        item_fulfillment: reference = "itemFulfillment",
        /// The inbound shipment that is received.
        inbound_shipment: reference = "inboundShipment",
        /// By what the landed cost is spread: `WEIGHT`, `QUANTITY` or `VALUE`.
        landed_cost_method: choice = "landedCostMethod",
        /// Whether landed cost is stated on each line.
        landed_cost_per_line: flag = "landedCostPerLine",
        /// The lines. A transform receives every open line that is not in here: name those that are still to come, with
        /// [`item_receive`](ReceiptLine::item_receive) false.
        item: lines<ReceiptLine> = "item",
    }
}

part! {
    /// One line of an item receipt.
    ReceiptLine, showing line, order_line, item, quantity {
        /// The line's key within the receipt.
        line: count = "line",
        /// The line of the order that it receives. On transfer orders it is not the order's own line number: read it
        /// from a draft.
        order_line: count = "orderLine",
        /// The order.
        order_doc: reference = "orderDoc",
        /// The item.
        item: reference = "item",
        /// Whether the line is part of this receipt.
        item_receive: flag = "itemReceive",
        /// How many arrive.
        quantity: number = "quantity",
        /// How many of the order are still to come; only read.
        quantity_remaining: number = "quantityRemaining",
        /// The location it comes to.
        location: reference = "location",
        /// The cost of one, where it is not the order's.
        unit_cost_override: number = "unitCostOverride",
        /// Unit of measure, a bare id.
        units: text = "units",
        /// Whether it can be sold again.
        restock: flag = "restock",
        /// Which lots, serial numbers and bins.
        inventory_detail: part<InventoryDetail> = "inventoryDetail",
    }
}
