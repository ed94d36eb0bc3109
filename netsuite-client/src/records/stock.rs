//! Stock and how it moves: adjustments, transfers, and the lots, serial numbers and bins of a line.

use super::{
    fields::{part, record},
    transaction::{in_currency, transaction},
};

record! {
    /// More or less stock than was thought. Needs the account of the difference, lines, and the subsidiary where there
    /// are several. Not repeatable: give it an external id.
    InventoryAdjustment = "inventoryAdjustment", showing inventory {
        include transaction;
        /// The account that the difference is posted to.
        account: reference = "account",
        /// The location that is adjusted.
        adj_location: reference = "adjLocation",
        /// The customer it is for.
        customer: reference = "customer",
        /// What it comes to; only read.
        estimated_total_value: number = "estimatedTotalValue",
        /// The lines.
        inventory: lines<AdjustmentLine> = "inventory",
    }
}

part! {
    /// One line of an inventory adjustment.
    AdjustmentLine, showing line, item, adjust_qty_by {
        /// The line's key.
        line: count = "line",
        /// The item.
        item: reference = "item",
        /// The location.
        location: reference = "location",
        /// How many more; negative when there are fewer.
        adjust_qty_by: number = "adjustQtyBy",
        /// How many there are then; only read.
        new_quantity: number = "newQuantity",
        /// How many there were; only read.
        quantity_on_hand: number = "quantityOnHand",
        /// The cost of one, where there are more.
        unit_cost: number = "unitCost",
        /// Unit of measure, a bare id.
        units: text = "units",
        /// Free text.
        memo: text = "memo",
        /// Department.
        department: reference = "department",
        /// Class.
        class: reference = "class",
        /// Which lots, serial numbers and bins.
        inventory_detail: part<InventoryDetail> = "inventoryDetail",
    }
}

record! {
    /// Stock that is at once at another location. Needs both locations and lines.
    InventoryTransfer = "inventoryTransfer", showing inventory {
        include transaction;
        /// Where it goes to.
        transfer_location: reference = "transferLocation",
        /// The lines.
        inventory: lines<InventoryTransferLine> = "inventory",
    }
}

part! {
    /// One line of an inventory transfer.
    InventoryTransferLine, showing line, item, adjust_qty_by {
        /// The line's key.
        line: count = "line",
        /// The item.
        item: reference = "item",
        /// How many move.
        adjust_qty_by: number = "adjustQtyBy",
        /// The item's text.
        description: text = "description",
        /// Unit of measure, a bare id.
        units: text = "units",
        /// Which lots, serial numbers and bins.
        inventory_detail: part<InventoryDetail> = "inventoryDetail",
    }
}

record! {
    /// Stock that is sent to another location: fulfilled there, received here. Needs both locations and lines.
    TransferOrder = "transferOrder", showing item {
        include transaction;
        include in_currency;
        /// Where it goes to.
        transfer_location: reference = "transferLocation",
        /// Where the order stands. On creation `A` (pending approval) or `B` (pending fulfilment).
        order_status: choice = "orderStatus",
        /// Where it stands; only read.
        status: choice = "status",
        /// Delivery terms.
        inco_term: reference = "incoTerm",
        /// Whether it moves at cost, without a transfer price.
        use_item_cost_as_transfer_cost: flag = "useItemCostAsTransferCost",
        /// Whether planning leaves it as it is.
        firmed: flag = "firmed",
        /// Shipping method.
        ship_method: reference = "shipMethod",
        /// What shipping costs.
        shipping_cost: number = "shippingCost",
        /// The day it is to be shipped.
        ship_date: date = "shipDate",
        /// Where it goes to, as an address.
        shipping_address: part<Address> = "shippingAddress",
        /// The lines.
        item: lines<TransferLine> = "item",
    }
}

part! {
    /// One line of a transfer order.
    TransferLine, showing line, item, quantity {
        /// The line's key within the order. Each item takes three numbers: its order, fulfilment and receipt lines.
        line: count = "line",
        /// The item.
        item: reference = "item",
        /// How many.
        quantity: number = "quantity",
        /// Transfer price of one.
        rate: number = "rate",
        /// Transfer price of the line.
        amount: number = "amount",
        /// The item's text.
        description: text = "description",
        /// When it should ship.
        expected_ship_date: date = "expectedShipDate",
        /// When it should arrive.
        expected_receipt_date: date = "expectedReceiptDate",
        /// Whether nothing more of it is to ship.
        is_closed: flag = "isClosed",
        /// How stock is set aside: `1` what there is, `2` all or nothing, `3` none.
        commit_inventory: choice = "commitInventory",
        /// How many have shipped; only read.
        quantity_fulfilled: number = "quantityFulfilled",
        /// How many have arrived; only read.
        quantity_received: number = "quantityReceived",
        /// How many are set aside; only read.
        quantity_committed: number = "quantityCommitted",
        /// How many are not in stock; only read.
        quantity_back_ordered: number = "quantityBackOrdered",
        /// Unit of measure, a bare id.
        units: text = "units",
        /// Which lots, serial numbers and bins.
        inventory_detail: part<InventoryDetail> = "inventoryDetail",
        /// Department.
        department: reference = "department",
        /// Class.
        class: reference = "class",
    }
}

part! {
    /// Which lots, serial numbers, bins and statuses make up the quantity of a line.
    InventoryDetail, showing quantity, inventory_assignment {
        /// The form.
        custom_form: reference = "customForm",
        /// Our id of it.
        external_id: text = "externalId",
        /// The item.
        item: reference = "item",
        /// The item's text.
        item_description: text = "itemDescription",
        /// The location.
        location: reference = "location",
        /// The location it goes to.
        to_location: reference = "toLocation",
        /// How many: the line's quantity.
        quantity: number = "quantity",
        /// Unit of measure.
        unit: text = "unit",
        /// The parts, whose quantities add up to the line's.
        inventory_assignment: lines<InventoryAssignment> = "inventoryAssignment",
    }
}

part! {
    /// A quantity out of one lot or bin, or one serial number.
    InventoryAssignment, showing quantity {
        /// How many.
        quantity: number = "quantity",
        /// The lot or serial number that leaves.
        issue_inventory_number: reference = "issueInventoryNumber",
        /// The lot or serial number that arrives, as text.
        receipt_inventory_number: text = "receiptInventoryNumber",
        /// The bin, by NetSuite's id.
        bin_number: reference = "binNumber",
        /// The bin it goes to.
        to_bin_number: reference = "toBinNumber",
        /// The status, such as good or damaged.
        inventory_status: reference = "inventoryStatus",
        /// The status it gets.
        to_inventory_status: reference = "toInventoryStatus",
        /// When the lot expires.
        expiration_date: date = "expirationDate",
        /// How many are free; only read.
        quantity_available: number = "quantityAvailable",
        /// NetSuite's number of the assignment.
        internal_id: count = "internalId",
        /// NetSuite's number of the detail it belongs to.
        inventory_detail: count = "inventoryDetail",
        /// Licence plate of the pallet or carton.
        license_plate_number: reference = "licensePlateNumber",
        /// The carton it is packed in.
        pack_carton: text = "packCarton",
        /// The carton it is picked into.
        pick_carton: text = "pickCarton",
        /// The quantity in a second unit, such as a weight.
        secondary_quantity: number = "secondaryQuantity",
    }
}
