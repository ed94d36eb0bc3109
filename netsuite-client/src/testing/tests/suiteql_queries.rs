//! The queries an integration needs, over records as an account holds them.

use serde_json::{Value, json};

use super::World;

const ORDER_ID: &str = "113-1234567-1234567";

/// Items with stock and prices, a kit, an order that was shipped and billed.
fn world() -> World {
    let world = World::new();
    let fake = &world.fake;
    for kind in ["inventoryItem", "kitItem"] {
        fake.declare_custom_field(kind, "custitem_amz_item");
    }
    fake.put_record("priceLevel", json!({"id": "1", "name": "Base Price"}));
    let stock = json!({"location": {"id": "9"}, "quantityAvailable": 7, "quantityOnHand": 7, "quantityCommitted": 0,
        "quantityBackOrdered": 0});
    let price = json!({"currencyPage": {"id": "1"}, "priceLevel": {"id": "1"}, "quantity": {"value": 0},
        "price": 19.99});
    let item = json!({"id": "456", "itemId": "SKU-1", "externalId": "SKU-1", "custitem_amz_item": true,
        "locations": {"items": [stock]}, "price": {"items": [price]}});
    fake.put_record("inventoryItem", item);
    let members = json!([{"item": {"id": "456"}, "quantity": 2}, {"item": {"id": "457"}, "quantity": 1}]);
    let kit =
        json!({"id": "800", "itemId": "KIT-1", "custitem_amz_item": true, "member": {"items": members}});
    fake.put_record("kitItem", kit);

    // Not the item with the stock: shipping it would move that.
    fake.put_record("inventoryItem", json!({"id": "458", "itemId": "SKU-2"}));
    let line = json!({"line": 1, "item": {"id": "458"}, "quantity": 3, "amount": 30});
    let order = json!({"id": "5001", "externalId": "AMZ-SO-1", "otherRefNum": ORDER_ID, "entity": {"id": "107"},
        "tranDate": "2026-11-20", "custbody_amz_order_id": ORDER_ID, "item": {"items": [line]}});
    fake.put_record("salesOrder", order);
    let line =
        json!({"line": 1, "orderLine": 1, "item": {"id": "458"}, "quantity": 3, "location": {"id": "9"}});
    let shipment = json!({"id": "5002", "tranId": "IF5002", "tranDate": "2026-11-23", "entity": {"id": "107"},
        "createdFrom": {"id": "5001"}, "shipStatus": {"id": "C"}, "item": {"items": [line]},
        "package": {"items": [{"packageTrackingNumber": "1Z-1"}, {"packageTrackingNumber": "1Z-2"}]}});
    fake.put_record("itemFulfillment", shipment);
    let line = json!({"line": 1, "orderLine": 1, "item": {"id": "458"}, "quantity": 3, "amount": 30});
    let invoice = json!({"id": "5003", "externalId": "AMZ-INV-1", "tranId": "INV5003", "entity": {"id": "107"},
        "currency": {"id": "1"}, "createdFrom": {"id": "5001"}, "item": {"items": [line]}});
    fake.put_record("invoice", invoice);
    world
}

impl World {
    async fn asked(&self, text: &str, params: Value) -> Vec<Value> {
        let answer = self.query(text, params).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let mut rows = answer.body["items"].as_array().unwrap().clone();
        rows.iter_mut().for_each(|row| {
            row.as_object_mut().unwrap().remove("links");
        });
        rows
    }
}

#[tokio::test(start_paused = true)]
async fn items_are_found_by_flag_and_time_of_change() {
    let text = "SELECT i.id, i.itemid, i.itemtype, i.externalid, i.isinactive, i.custitem_amz_item, \
                TO_CHAR(i.lastmodifieddate, 'YYYY-MM-DD HH24:MI:SS') AS modified FROM item i \
                WHERE i.custitem_amz_item = 'T' \
                AND i.lastmodifieddate >= TO_TIMESTAMP(?, 'YYYY-MM-DD HH24:MI:SS') AND i.id > ? \
                ORDER BY i.id FETCH FIRST 1000 ROWS ONLY";
    let world = world();
    let rows = world.asked(text, json!(["2026-11-23 12:00:00", 0])).await;
    let item = json!({"id": "456", "itemid": "SKU-1", "itemtype": "InvtPart", "externalid": "SKU-1",
        "isinactive": "F", "custitem_amz_item": "T", "modified": "2026-11-23 12:00:00"});
    let kit = json!({"id": "800", "itemid": "KIT-1", "itemtype": "Kit", "isinactive": "F",
        "custitem_amz_item": "T", "modified": "2026-11-23 12:00:00"});
    assert_eq!(rows, [item, kit.clone()]);
    assert_eq!(world.asked(text, json!(["2026-11-23 12:00:00", "456"])).await, [kit]);
    assert!(world.asked(text, json!(["2026-11-23 12:00:01", 0])).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn stock_is_told_by_location_and_kits_have_none() {
    let text = "SELECT l.item, l.location, l.quantityavailable, l.quantityonhand, l.quantitycommitted, \
                l.quantitybackordered FROM inventoryitemlocations l INNER JOIN item i ON i.id = l.item \
                WHERE i.custitem_amz_item = 'T' AND l.location IN (?, ?) AND l.item > ? \
                AND l.lastquantityavailablechange >= TO_TIMESTAMP(?, 'YYYY-MM-DD HH24:MI:SS') \
                ORDER BY l.item, l.location FETCH FIRST 1000 ROWS ONLY";
    let rows = world().asked(text, json!(["9", "10", 0, "2026-11-23 12:00:00"])).await;
    let row = json!({"item": "456", "location": "9", "quantityavailable": "7", "quantityonhand": "7",
        "quantitycommitted": "0", "quantitybackordered": "0"});
    assert_eq!(rows, [row]);
}

#[tokio::test(start_paused = true)]
async fn a_kit_names_its_members() {
    let text = "SELECT k.parentitem, k.item, k.quantity, k.linenumber, m.itemid, m.itemtype FROM kititemmember k \
                INNER JOIN item p ON p.id = k.parentitem INNER JOIN item m ON m.id = k.item \
                WHERE p.custitem_amz_item = 'T' AND p.itemtype = 'Kit' ORDER BY k.parentitem, k.linenumber";
    let rows = world().asked(text, json!([])).await;
    let member = |item: &str, quantity: &str, line: &str, name: &str| {
        json!({"parentitem": "800", "item": item, "quantity": quantity, "linenumber": line, "itemid": name,
            "itemtype": "InvtPart"})
    };
    assert_eq!(rows, [member("456", "2", "1", "SKU-1"), member("457", "1", "2", "OLD-1")]);
}

#[tokio::test(start_paused = true)]
async fn prices_are_told_by_level_currency_and_quantity() {
    let text = "SELECT p.item, p.pricelevel, pl.name AS levelname, p.currency, p.quantity, p.unitprice \
                FROM pricing p INNER JOIN pricelevel pl ON pl.id = p.pricelevel INNER JOIN item i ON i.id = p.item \
                WHERE i.custitem_amz_item = 'T' AND p.pricelevel IN (?) AND p.item > ? ORDER BY p.item \
                FETCH FIRST 1000 ROWS ONLY";
    let rows = world().asked(text, json!([1, 0])).await;
    let row = json!({"item": "456", "pricelevel": "1", "levelname": "Base Price", "currency": "1",
        "quantity": "0", "unitprice": "19.99"});
    assert_eq!(rows, [row]);
}

const SHIPPED: &str = "SELECT DISTINCT f.id AS fulfilment, f.tranid AS fulfilmentnumber, f.status, \
    TO_CHAR(f.trandate, 'YYYY-MM-DD') AS shipdate, so.id AS salesorder, so.externalid AS orderexternalid, \
    so.otherrefnum, so.custbody_amz_order_id FROM transaction f \
    INNER JOIN previoustransactionlinelink k ON k.nextdoc = f.id AND k.nexttype = 'ItemShip' \
    INNER JOIN transaction so ON so.id = k.previousdoc AND so.type = 'SalesOrd' \
    WHERE f.type = 'ItemShip' AND f.status = 'C' \
    AND f.lastmodifieddate >= TO_TIMESTAMP(?, 'YYYY-MM-DD HH24:MI:SS') AND f.id > ? \
    ORDER BY f.id FETCH FIRST 500 ROWS ONLY";

#[tokio::test(start_paused = true)]
async fn a_shipment_leads_to_its_order_and_its_tracking_numbers() {
    let world = world();
    let rows = world.asked(SHIPPED, json!(["2026-11-23 12:00:00", 0])).await;
    let row = json!({"fulfilment": "5002", "fulfilmentnumber": "IF5002", "status": "C", "shipdate": "2026-11-23",
        "salesorder": "5001", "orderexternalid": "AMZ-SO-1", "otherrefnum": ORDER_ID,
        "custbody_amz_order_id": ORDER_ID});
    assert_eq!(rows, [row]);
    let text = "SELECT m.transaction AS fulfilment, n.trackingnumber FROM trackingnumbermap m \
                INNER JOIN trackingnumber n ON n.id = m.trackingnumber WHERE m.transaction IN (?, ?) ORDER BY n.id";
    let rows = world.asked(text, json!(["5002", "5003"])).await;
    let number = |number: &str| json!({"fulfilment": "5002", "trackingnumber": number});
    assert_eq!(rows, [number("1Z-1"), number("1Z-2")]);
}

#[tokio::test(start_paused = true)]
async fn a_shipments_lines_name_the_orders_lines_and_costs_stand_apart() {
    let text = "SELECT tl.transaction AS fulfilment, tl.id AS line, tl.item, ABS(tl.quantity) AS quantity, \
                k.previousline AS orderline, tl.kitcomponent, tl.location FROM transactionline tl \
                LEFT JOIN previoustransactionlinelink k \
                ON k.nextdoc = tl.transaction AND k.nextline = tl.id AND k.previoustype = 'SalesOrd' \
                WHERE tl.transaction IN (?, ?) AND tl.mainline = 'F' AND tl.taxline = 'F' \
                AND NVL(tl.iscogs, 'F') = 'F'";
    let world = world();
    let rows = world.asked(text, json!(["5002", 1])).await;
    let row = json!({"fulfilment": "5002", "line": "1", "item": "458", "quantity": "3", "orderline": "1",
        "kitcomponent": "F", "location": "9"});
    assert_eq!(rows, [row]);
    let pairs =
        "SELECT quantity, iscogs FROM transactionline WHERE transaction = ? AND item = 458 ORDER BY iscogs";
    let rows = world.asked(pairs, json!([5002])).await;
    assert_eq!(rows, [json!({"quantity": "-3", "iscogs": "F"}), json!({"quantity": "3", "iscogs": "T"})]);
}

#[tokio::test(start_paused = true)]
async fn open_invoices_are_found_by_their_own_id_and_by_their_order() {
    let world = world();
    let own = "SELECT t.id, t.tranid, t.externalid, t.entity, t.currency, t.foreigntotal, t.foreignamountunpaid, \
               t.status FROM transaction t WHERE t.type = 'CustInvc' AND t.status = 'A' AND t.externalid IN (?, ?)";
    let rows = world.asked(own, json!(["AMZ-INV-1", "AMZ-INV-2"])).await;
    let row = json!({"id": "5003", "tranid": "INV5003", "externalid": "AMZ-INV-1", "entity": "107", "currency": "1",
        "foreigntotal": "30", "foreignamountunpaid": "30", "status": "A"});
    assert_eq!(rows, [row]);
    let through = "SELECT DISTINCT t.id FROM transaction t \
                   INNER JOIN previoustransactionlinelink k ON k.nextdoc = t.id \
                   INNER JOIN transaction so ON so.id = k.previousdoc \
                   WHERE so.externalid IN (?) AND t.type = 'CustInvc' AND t.foreignamountunpaid > 0";
    assert_eq!(world.asked(through, json!(["AMZ-SO-1"])).await, [json!({"id": "5003"})]);
    let forth = "SELECT nextdoc, nexttype, linktype FROM nexttransactionlinelink WHERE previousdoc = 5001 \
                 ORDER BY nextdoc";
    let rows = world.asked(forth, json!([])).await;
    let shipped = json!({"nextdoc": "5002", "nexttype": "ItemShip", "linktype": "ShipRcpt"});
    let billed = json!({"nextdoc": "5003", "nexttype": "CustInvc", "linktype": "OrdBill"});
    assert_eq!(rows, [shipped, billed]);
}

#[tokio::test(start_paused = true)]
async fn what_exists_is_found_before_it_is_made_again() {
    let text = "SELECT id, type, recordtype, status FROM transaction WHERE externalid IN (?, ?)";
    let rows = world().asked(text, json!(["AMZ-INV-1", "AMZ-INV-9"])).await;
    assert_eq!(rows, [json!({"id": "5003", "type": "CustInvc", "recordtype": "invoice", "status": "A"})]);
}
