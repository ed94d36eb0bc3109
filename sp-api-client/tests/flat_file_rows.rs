//! Rows of reports as Amazon writes them, every column typed. The values are made up.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use sp_api_client::flat_file::*;

/// The rows of a file of these columns; each `(column, cell)`.
fn file(separator: &str, quote: &str, rows: &[&[(&str, &str)]]) -> String {
    let line = |cells: Vec<&str>| {
        let cells: Vec<String> = cells.iter().map(|cell| format!("{quote}{cell}{quote}")).collect();
        cells.join(separator) + "\r\n"
    };
    let header = line(rows[0].iter().map(|(column, _)| *column).collect());
    let rows: String = rows.iter().map(|row| line(row.iter().map(|(_, cell)| *cell).collect())).collect();
    header + &rows
}

/// All rows of a file in which every column is known and every row is right.
fn rows<R: Report>(file: &str) -> Vec<OwnedRow<R>> {
    let parsed = parse::<R>(file.as_bytes(), ReadOptions::new()).unwrap();
    assert_eq!(parsed.errors, []);
    for row in &parsed.rows {
        assert_eq!(row.unknown_columns().next(), None, "a column that is not typed");
    }
    parsed.rows
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn price(text: &str) -> Option<Decimal> {
    Some(text.parse().unwrap())
}

#[test]
fn a_row_of_fba_shipments_has_every_column() {
    let shipped = file(
        "\t",
        "",
        &[&[
            ("amazon-order-id", "305-0000000-0000001"),
            ("merchant-order-id", "SO-77"),
            ("shipment-id", "Dxxxxxxx1"),
            ("shipment-item-id", "Dyyyyyyy1"),
            ("amazon-order-item-id", "00000000000017"),
            ("merchant-order-item-id", "SO-77-1"),
            ("purchase-date", "2026-09-01T08:15:30+00:00"),
            ("payments-date", "2026-09-01T08:16:00+00:00"),
            ("shipment-date", "2026-09-02T21:40:05+02:00"),
            ("reporting-date", "2026-09-03T01:02:03+00:00"),
            ("buyer-email", "relay@marketplace.example"),
            ("buyer-name", "Max Beispiel"),
            ("buyer-phone-number", "+49 30 000000"),
            ("sku", "MUG-1"),
            ("product-name", "A \"best\" mug"),
            ("quantity-shipped", "3"),
            ("currency", "EUR"),
            ("item-price", "59.97"),
            ("item-tax", "9.58"),
            ("shipping-price", "4.90"),
            ("shipping-tax", "0.78"),
            ("gift-wrap-price", "2.50"),
            ("gift-wrap-tax", "0.40"),
            ("ship-service-level", "Expedited"),
            ("recipient-name", "Erika Beispiel"),
            ("ship-address-1", "Musterweg 1"),
            ("ship-address-2", "Hinterhaus"),
            ("ship-address-3", "3. Stock"),
            ("ship-city", "Musterstadt"),
            ("ship-state", "Musterland"),
            ("ship-postal-code", "01234"),
            ("ship-country", "DE"),
            ("ship-phone-number", "+49 30 000001"),
            ("item-promotion-discount", "-6.00"),
            ("ship-promotion-discount", "-4.90"),
            ("carrier", "DHL"),
            ("tracking-number", "00340000000000000001"),
            ("estimated-arrival-date", "2026-09-04T20:00:00+00:00"),
            ("fulfillment-center-id", "LEJ1"),
            ("fulfillment-channel", "AFN"),
            ("sales-channel", "Amazon.de"),
        ]],
    );
    let rows = rows::<FbaShipments>(&shipped);
    let item = &rows[0];
    assert_eq!(
        [
            &item.amazon_order_id,
            &item.merchant_order_id,
            &item.shipment_id,
            &item.shipment_item_id,
            &item.amazon_order_item_id,
            &item.merchant_order_item_id,
            &item.sku,
            &item.product_name,
            &item.ship_service_level,
            &item.ship_country,
            &item.carrier,
            &item.tracking_number,
            &item.fulfillment_center_id,
            &item.fulfillment_channel,
            &item.sales_channel,
        ],
        [
            "305-0000000-0000001",
            "SO-77",
            "Dxxxxxxx1",
            "Dyyyyyyy1",
            "00000000000017",
            "SO-77-1",
            "MUG-1",
            "A \"best\" mug",
            "Expedited",
            "DE",
            "DHL",
            "00340000000000000001",
            "LEJ1",
            "AFN",
            "Amazon.de",
        ]
    );
    let personal = [
        &item.buyer_email,
        &item.buyer_name,
        &item.buyer_phone_number,
        &item.recipient_name,
        &item.ship_address_1,
        &item.ship_address_2,
        &item.ship_address_3,
        &item.ship_city,
        &item.ship_state,
        &item.ship_postal_code,
        &item.ship_phone_number,
    ];
    assert_eq!(
        personal.map(|text| text.expose().as_str()),
        [
            "relay@marketplace.example",
            "Max Beispiel",
            "+49 30 000000",
            "Erika Beispiel",
            "Musterweg 1",
            "Hinterhaus",
            "3. Stock",
            "Musterstadt",
            "Musterland",
            "01234",
            "+49 30 000001",
        ]
    );
    let times = [item.purchase_date, item.payments_date, Some(item.shipment_date), item.reporting_date];
    assert_eq!(
        times.map(|time| time.unwrap().instant().unwrap()),
        ["2026-09-01T08:15:30Z", "2026-09-01T08:16:00Z", "2026-09-02T19:40:05Z", "2026-09-03T01:02:03Z"]
            .map(instant)
    );
    assert_eq!(item.estimated_arrival_date.unwrap().instant(), Some(instant("2026-09-04T20:00:00Z")));
    assert_eq!((item.quantity_shipped, item.currency.unwrap().as_str()), (3, "EUR"));
    assert_eq!(
        [
            item.item_price,
            item.item_tax,
            item.shipping_price,
            item.shipping_tax,
            item.gift_wrap_price,
            item.gift_wrap_tax,
            item.item_promotion_discount,
            item.ship_promotion_discount,
        ],
        ["59.97", "9.58", "4.90", "0.78", "2.50", "0.40", "-6.00", "-4.90"].map(price)
    );
    let debug = format!("{item:?} {:?}", **item);
    for secret in ["Beispiel", "Musterweg", "01234", "relay@", "+49"] {
        assert!(!debug.contains(secret), "{secret}");
    }
}

#[test]
fn a_row_of_fba_inventory_has_every_column() {
    let stock: &[(&str, &str)] = &[
        ("sku", "MUG-1"),
        ("fnsku", "X000000001"),
        ("asin", "B000000001"),
        ("product-name", "A mug"),
        ("condition", "New"),
        ("your-price", "19.99"),
        ("mfn-listing-exists", "No"),
        ("mfn-fulfillable-quantity", ""),
        ("afn-listing-exists", "Yes"),
        ("afn-warehouse-quantity", "1,250"),
        ("afn-fulfillable-quantity", "1,200"),
        ("afn-unsellable-quantity", "20"),
        ("afn-reserved-quantity", "30"),
        ("afn-total-quantity", "1,363"),
        ("per-unit-volume", "0.035"),
        ("afn-inbound-working-quantity", "61"),
        ("afn-inbound-shipped-quantity", "42"),
        ("afn-inbound-receiving-quantity", "10"),
        ("afn-researching-quantity", "4"),
        ("afn-reserved-future-supply", "5"),
        ("afn-future-supply-buyable", "6"),
    ];
    let mut sold_out = stock.to_vec();
    for cell in &mut sold_out[5..] {
        cell.1 = "";
    }
    (sold_out[0].1, sold_out[7].1, sold_out[10].1) = ("MUG-2", "7", "0");
    let rows = rows::<FbaInventory>(&file("\t", "", &[stock, &sold_out]));

    let stock = &rows[0];
    assert_eq!(
        [
            &stock.sku,
            &stock.fnsku,
            &stock.asin,
            &stock.product_name,
            &stock.condition,
            &stock.mfn_listing_exists,
            &stock.afn_listing_exists,
        ],
        ["MUG-1", "X000000001", "B000000001", "A mug", "New", "No", "Yes"]
    );
    assert_eq!([stock.your_price, stock.per_unit_volume], ["19.99", "0.035"].map(price));
    assert_eq!(stock.afn_fulfillable_quantity, 1200);
    assert_eq!(stock.mfn_fulfillable_quantity, None);
    assert_eq!(
        [
            stock.afn_warehouse_quantity,
            stock.afn_unsellable_quantity,
            stock.afn_reserved_quantity,
            stock.afn_total_quantity,
            stock.afn_inbound_working_quantity,
            stock.afn_inbound_shipped_quantity,
            stock.afn_inbound_receiving_quantity,
            stock.afn_researching_quantity,
            stock.afn_reserved_future_supply,
            stock.afn_future_supply_buyable,
        ],
        [1250, 20, 30, 1363, 61, 42, 10, 4, 5, 6].map(Some)
    );

    let sold_out = &rows[1];
    assert_eq!((sold_out.line(), sold_out.sku.as_str(), sold_out.afn_fulfillable_quantity), (3, "MUG-2", 0));
    assert_eq!(sold_out.mfn_fulfillable_quantity, Some(7));
    assert_eq!((sold_out.your_price, sold_out.afn_total_quantity), (None, None), "empty is not zero");
}

#[test]
fn stock_without_a_count_is_an_error_of_its_row() {
    let text = file("\t", "", &[&[("sku", "MUG-1"), ("afn-fulfillable-quantity", "")]]);
    let parsed = parse::<FbaInventory>(text.as_bytes(), ReadOptions::new()).unwrap();
    assert_eq!(parsed.errors.len(), 1);
    assert_eq!(parsed.errors[0].to_string(), "line 2, column `afn-fulfillable-quantity`: is empty");
    let text = file("\t", "", &[&[("sku", "MUG-1"), ("afn-fulfillable-quantity", "2.5")]]);
    let parsed = parse::<FbaInventory>(text.as_bytes(), ReadOptions::new()).unwrap();
    assert_eq!(parsed.errors[0].problem, RowProblem::Value(ValueError::NotWhole));
}

#[test]
fn a_row_of_the_ledgers_summary_has_every_column() {
    let balance: &[(&str, &str)] = &[
        ("Date", "09/2026"),
        ("FNSKU", "X000000001"),
        ("ASIN", "B000000001"),
        ("MSKU", "MUG-1"),
        ("Title", "A mug, blue"),
        ("Disposition", "SELLABLE"),
        ("Starting Warehouse Balance", "100"),
        ("In Transit Between Warehouses", "9"),
        ("Receipts", "50"),
        ("Customer Shipments", "-40"),
        ("Customer Returns", "3"),
        ("Vendor Returns", "-2"),
        ("Warehouse Transfer In/Out", "7"),
        ("Found", "4"),
        ("Lost", "-5"),
        ("Damaged", "-6"),
        ("Disposed", "-1"),
        ("Other Events", "8"),
        ("Ending Warehouse Balance", "129"),
        ("Unknown Events", "11"),
        ("Location", "DE"),
        ("Store", "Mugs & more"),
    ];
    for text in [file("\t", "\"", &[balance]), file(",", "\"", &[balance])] {
        let rows = rows::<LedgerSummary>(&text);
        let balance = &rows[0];
        assert_eq!(
            [
                &balance.date,
                &balance.fnsku,
                &balance.asin,
                &balance.msku,
                &balance.title,
                &balance.location,
                &balance.store,
            ],
            ["09/2026", "X000000001", "B000000001", "MUG-1", "A mug, blue", "DE", "Mugs & more"]
        );
        assert_eq!(balance.disposition, Some(Disposition::Sellable));
        assert_eq!((balance.starting_warehouse_balance, balance.ending_warehouse_balance), (100, 129));
        assert_eq!(
            [
                balance.in_transit_between_warehouses,
                balance.receipts,
                balance.customer_shipments,
                balance.customer_returns,
                balance.vendor_returns,
                balance.warehouse_transfer,
                balance.found,
                balance.lost,
                balance.damaged,
                balance.disposed,
                balance.other_events,
                balance.unknown_events,
            ],
            [9, 50, -40, 3, -2, 7, 4, -5, -6, -1, 8, 11].map(Some)
        );
        // Units in transit are no movement.
        assert_eq!(balance.unexplained(), Some(0));
    }
}

#[test]
fn a_row_of_the_ledgers_details_has_every_column() {
    let event: &[(&str, &str)] = &[
        ("Date", "09/14/2026"),
        ("FNSKU", "X000000001"),
        ("ASIN", "B000000001"),
        ("MSKU", "MUG-1"),
        ("Title", "A mug, blue"),
        ("Event Type", "Adjustments"),
        ("Reference ID", "20000000000001"),
        ("Quantity", "-3"),
        ("Fulfillment Center", "ONT8"),
        ("Disposition", "WAREHOUSE_DAMAGED"),
        ("Reason", "M"),
        ("Country", "US"),
        ("Reconciled Quantity", "1"),
        ("Unreconciled Quantity", "2"),
        ("Date and Time", "2026-09-14T13:02:44-0700"),
        ("Store", "Mugs & more"),
    ];
    let rows = rows::<LedgerDetail>(&file("\t", "\"", &[event]));
    let event = &rows[0];
    assert_eq!(event.date.date, NaiveDate::from_ymd_opt(2026, 9, 14).unwrap());
    assert_eq!(event.date_and_time.unwrap().instant(), Some(instant("2026-09-14T20:02:44Z")));
    assert_eq!(event.event_type, Some(LedgerEventType::Adjustments));
    assert_eq!(event.disposition, Some(Disposition::WarehouseDamaged));
    assert_eq!(
        (event.quantity, event.reconciled_quantity, event.unreconciled_quantity),
        (-3, Some(1), Some(2))
    );
    assert_eq!(
        [
            &event.fnsku,
            &event.asin,
            &event.msku,
            &event.title,
            &event.reference_id,
            &event.fulfillment_center,
            &event.reason,
            &event.country,
            &event.store,
        ],
        [
            "X000000001",
            "B000000001",
            "MUG-1",
            "A mug, blue",
            "20000000000001",
            "ONT8",
            "M",
            "US",
            "Mugs & more"
        ]
    );
}

#[test]
fn a_row_of_afn_inventory_has_every_column() {
    let stock: &[(&str, &str)] = &[
        ("seller-sku", "MUG-1"),
        ("fulfillment-channel-sku", "X000000001"),
        ("asin", "B000000001"),
        ("condition-type", "NewItem"),
        ("Warehouse-Condition-code", "SELLABLE"),
        ("Quantity Available", "1,024"),
    ];
    let mut unfit = stock.to_vec();
    (unfit[4].1, unfit[5].1) = ("UNSELLABLE", "0");
    let rows = rows::<AfnInventory>(&file("\t", "", &[stock, &unfit]));
    let stock = &rows[0];
    assert_eq!(
        [&stock.seller_sku, &stock.fulfillment_channel_sku, &stock.asin, &stock.condition_type],
        ["MUG-1", "X000000001", "B000000001", "NewItem"]
    );
    assert_eq!(stock.warehouse_condition_code, Some(Disposition::Sellable));
    assert_eq!(stock.quantity_available, 1024);
    assert_eq!(rows[1].warehouse_condition_code.as_ref().unwrap().as_str(), "UNSELLABLE");
    assert_eq!(rows[1].quantity_available, 0);
}
