//! What is left of the Fulfillment Inbound v0 API: reads over the shipments of the new one.
//!
//! Shipments are named by their `shipmentConfirmationId` here. Only this API tells how much has been received.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{
    Amazon, Answer, Call,
    inbound::{self, ShipmentView},
    marketplaces,
    pages::{Page, Pages, Paging},
    routes::{Api, Route},
    time_delta,
};

pub(super) const API: Api = Api {
    model: "fulfillmentInboundV0",
    routes: &[
        Route::get("getPrepInstructions", "/fba/inbound/v0/prepInstructions", 2.0, 30),
        Route::get("getLabels", "/fba/inbound/v0/shipments/{shipmentId}/labels", 2.0, 30),
        Route::get("getBillOfLading", "/fba/inbound/v0/shipments/{shipmentId}/billOfLading", 2.0, 30),
        Route::get("getShipments", "/fba/inbound/v0/shipments", 2.0, 30),
        Route::get("getShipmentItemsByShipmentId", "/fba/inbound/v0/shipments/{shipmentId}/items", 2.0, 30),
        Route::get("getShipmentItems", "/fba/inbound/v0/shipmentItems", 2.0, 30),
    ],
    answer,
};

const PAGE: usize = 50;

const STATUSES: &[&str] = &[
    "WORKING",
    "READY_TO_SHIP",
    "SHIPPED",
    "RECEIVING",
    "CANCELLED",
    "DELETED",
    "CLOSED",
    "ERROR",
    "IN_TRANSIT",
    "DELIVERED",
    "CHECKED_IN",
];

const PAGE_TYPES: &[&str] = &[
    "PackageLabel_Letter_2",
    "PackageLabel_Letter_4",
    "PackageLabel_Letter_6",
    "PackageLabel_Letter_6_CarrierLeft",
    "PackageLabel_A4_2",
    "PackageLabel_A4_4",
    "PackageLabel_Plain_Paper",
    "PackageLabel_Plain_Paper_CarrierBottom",
    "PackageLabel_Thermal",
    "PackageLabel_Thermal_Unified",
    "PackageLabel_Thermal_NonPCP",
    "PackageLabel_Thermal_No_Carrier_Rotation",
];

/// The page tokens that are out. Everything else belongs to the new API.
#[derive(Debug, Default)]
pub(super) struct Store(Pages);

fn answer(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    match call.operation {
        "getPrepInstructions" => preparation(call, amazon),
        "getLabels" => labels(call, amazon),
        "getBillOfLading" => bill_of_lading(call, amazon),
        "getShipments" => shipments(call, amazon),
        "getShipmentItemsByShipmentId" => items_of_shipment(call, amazon),
        _ => items(call, amazon),
    }
}

fn shipments(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let marketplace = marketplace(call)?;
    call.query.required("QueryType")?;
    let page = match call.query.member("QueryType", &["SHIPMENT", "DATE_RANGE", "NEXT_TOKEN"])? {
        Some("NEXT_TOKEN") => next(call, amazon)?,
        Some("DATE_RANGE") => {
            let range = range(call)?;
            let rows = rows(call, amazon, |view| {
                view.marketplace == marketplace && range.holds(view.shipment.updated())
            });
            first(call, amazon, rows)
        }
        _ => {
            let statuses = call.query.members("ShipmentStatusList", STATUSES)?;
            let ids = call.query.list("ShipmentIdList", 999)?;
            if statuses.is_none() && ids.is_none() {
                return Err(Answer::invalid_input("ShipmentStatusList or ShipmentIdList must be given."));
            }
            let passes = |wanted: &Option<Vec<String>>, text: &str| {
                wanted.as_ref().is_none_or(|wanted| wanted.iter().any(|one| one == text))
            };
            let rows = rows(call, amazon, |view| {
                view.marketplace == marketplace
                    && passes(&statuses, view.shipment.status())
                    && passes(&ids, view.shipment.confirmation_id())
            });
            first(call, amazon, rows)
        }
    };
    Ok(answered("ShipmentData", page))
}

fn marketplace(call: &Call<'_>) -> Result<String, Answer> {
    let id = call.query.required("MarketplaceId")?.to_owned();
    call.check_marketplaces(std::slice::from_ref(&id))?;
    Ok(id)
}

/// A range of times, both ends included.
struct Range {
    after: DateTime<Utc>,
    before: DateTime<Utc>,
}

impl Range {
    fn holds(&self, time: DateTime<Utc>) -> bool {
        (self.after..=self.before).contains(&time)
    }
}

fn range(call: &Call<'_>) -> Result<Range, Answer> {
    let time = |name: &str| {
        call.query.time(name)?.ok_or_else(|| Answer::invalid_input(&format!("DATE_RANGE needs {name}.")))
    };
    let range = Range { after: time("LastUpdatedAfter")?, before: time("LastUpdatedBefore")? };
    if range.before < range.after {
        return Err(Answer::invalid_input("LastUpdatedBefore is earlier than LastUpdatedAfter."));
    }
    Ok(range)
}

fn rows(call: &Call<'_>, amazon: &mut Amazon, wanted: impl Fn(&ShipmentView<'_>) -> bool) -> Vec<Value> {
    let store = &amazon.books.of(&call.seller.seller_id).inbound;
    store.views().iter().filter(|view| wanted(view)).map(described).collect()
}

fn described(view: &ShipmentView<'_>) -> Value {
    let source = view.shipment.source();
    let mut address = json!({
        "Name": source["name"],
        "AddressLine1": source["addressLine1"],
        "City": source["city"],
        "StateOrProvinceCode": source["stateOrProvinceCode"].as_str().unwrap_or_default(),
        "CountryCode": source["countryCode"],
        "PostalCode": source["postalCode"],
    });
    for (name, given) in [("AddressLine2", "addressLine2"), ("DistrictOrCounty", "districtOrCounty")] {
        if let Some(text) = source[given].as_str() {
            address[name] = json!(text);
        }
    }
    json!({
        "ShipmentId": view.shipment.confirmation_id(),
        "ShipmentName": view.shipment.name(),
        "ShipFromAddress": address,
        "DestinationFulfillmentCenterId": view.shipment.warehouse(),
        "ShipmentStatus": view.shipment.status(),
        "LabelPrepType": "SELLER_LABEL",
        "AreCasesRequired": false,
        "BoxContentsSource": "INTERACTIVE",
    })
}

fn items(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let marketplace = marketplace(call)?;
    call.query.required("QueryType")?;
    let page = if call.query.member("QueryType", &["DATE_RANGE", "NEXT_TOKEN"])? == Some("NEXT_TOKEN") {
        next(call, amazon)?
    } else {
        let range = range(call)?;
        let store = &amazon.books.of(&call.seller.seller_id).inbound;
        let views = store.views().into_iter();
        let wanted =
            views.filter(|view| view.marketplace == marketplace && range.holds(view.shipment.updated()));
        let rows = wanted.flat_map(|view| lines(&view, store)).collect();
        first(call, amazon, rows)
    };
    Ok(answered("ItemData", page))
}

fn items_of_shipment(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let store = &amazon.books.of(&call.seller.seller_id).inbound;
    let view = found(call, store)?;
    Ok(Answer::payload(200, json!({ "ItemData": lines(&view, store) })))
}

fn lines(view: &ShipmentView<'_>, store: &inbound::Store) -> Vec<Value> {
    let shipment = view.shipment;
    let line = |line: &inbound::Line| {
        let types = store.preparation(view.marketplace, &line.msku).map(|one| one.types.clone());
        let owner = if line.prep_owner == "AMAZON" { "AMAZON" } else { "SELLER" };
        let preparation = types.unwrap_or_default();
        let details = preparation.iter().filter_map(|kind| instruction(kind));
        let details: Vec<Value> =
            details.map(|kind| json!({ "PrepInstruction": kind, "PrepOwner": owner })).collect();
        json!({
            "ShipmentId": shipment.confirmation_id(),
            "SellerSKU": line.msku,
            "FulfillmentNetworkSKU": line.fnsku,
            "QuantityShipped": line.quantity,
            "QuantityReceived": shipment.received(&line.msku),
            "QuantityInCase": 0,
            "PrepDetailsList": details,
        })
    };
    shipment.lines().iter().map(line).collect()
}

/// What the new API's kinds of preparation are called here.
fn instruction(kind: &str) -> Option<&'static str> {
    let name = match kind {
        "ITEM_POLYBAGGING" => "Polybagging",
        "ITEM_BUBBLEWRAP" => "BubbleWrapping",
        "ITEM_TAPING" => "Taping",
        "ITEM_BLACK_SHRINKWRAP" => "BlackShrinkWrapping",
        "ITEM_LABELING" => "Labeling",
        "ITEM_HANG_GARMENT" => "HangGarment",
        "ITEM_SETCREAT" => "SetCreation",
        "ITEM_BOXING" => "Boxing",
        "ITEM_RMOVHANG" => "RemoveFromHanger",
        "ITEM_DEBUNDLE" => "Debundle",
        "ITEM_SUFFOSTK" => "SuffocationStickering",
        "ITEM_CAP_SEALING" => "CapSealing",
        "ITEM_SETSTK" => "SetStickering",
        "ITEM_BLANKSTK" => "BlankStickering",
        "ITEM_SIOC" => "ShipsInProductPackaging",
        "ITEM_NO_PREP" => "NoPrep",
        _ => return None,
    };
    Some(name)
}

fn found<'a>(call: &Call<'_>, store: &'a inbound::Store) -> Result<ShipmentView<'a>, Answer> {
    let view = store.view(call.path("shipmentId"));
    view.ok_or_else(|| Answer::not_found("The shipment does not exist."))
}

/// Labels need a carrier. Once they are made, the shipment is ready to go.
fn labels(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    call.query.required("PageType")?;
    call.query.member("PageType", PAGE_TYPES)?;
    call.query.required("LabelType")?;
    let on_pallets = call.query.member("LabelType", &["BARCODE_2D", "UNIQUE", "PALLET"])? == Some("PALLET");
    let pallets = call.query.number("NumberOfPallets", 1, usize::MAX)?;
    if on_pallets && pallets.is_none() {
        return Err(Answer::invalid_input("Labels for pallets need NumberOfPallets."));
    }
    call.query.number("NumberOfPackages", 1, usize::MAX)?;
    call.query.number("PageSize", 1, 1000)?;
    call.query.number("PageStartIndex", 0, usize::MAX)?;
    let store = &mut amazon.books.of(&call.seller.seller_id).inbound;
    let view = found(call, store)?;
    if !view.shipment.has_carrier() {
        return Err(Answer::invalid_input("The carrier of this shipment has not been confirmed."));
    }
    let id = call.path("shipmentId");
    store.label(id, call.now);
    let url = inbound::paper(call, amazon, "shipment-labels");
    Ok(Answer::payload(200, json!({ "DownloadURL": url })))
}

fn bill_of_lading(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let view = found(call, &amazon.books.of(&call.seller.seller_id).inbound)?;
    if !view.shipment.is_partnered_freight() {
        return Err(Answer::invalid_input(
            "Only freight of Amazon's partnered carriers has a bill of lading.",
        ));
    }
    let url = inbound::paper(call, amazon, "bill-of-lading");
    Ok(Answer::payload(200, json!({ "DownloadURL": url })))
}

/// SKUs and ASINs that Amazon does not hold are listed as invalid.
fn preparation(call: &Call<'_>, amazon: &mut Amazon) -> Result<Answer, Answer> {
    let country = call.query.required("ShipToCountryCode")?;
    if country.len() != 2 || !country.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(Answer::invalid_input("ShipToCountryCode is not a country code."));
    }
    let skus = call.query.list("SellerSKUList", 50)?;
    let asins = call.query.list("ASINList", 50)?;
    if skus.is_none() && asins.is_none() {
        return Err(Answer::invalid_input("SellerSKUList or ASINList must be given."));
    }
    let of_country = |id: &&String| marketplaces::find(id).is_some_and(|facts| facts.country == country);
    let marketplace = call.seller.marketplaces.iter().find(of_country).cloned().unwrap_or_default();
    let books = amazon.books.of(&call.seller.seller_id);
    let (mut known_skus, mut bad_skus) = (Vec::new(), Vec::new());
    for sku in skus.unwrap_or_default() {
        match books.fba_inventory.summary(&marketplace, &sku) {
            Some(summary) => {
                let types = books.inbound.preparation(&marketplace, &sku).map(|one| one.types.clone());
                let mut row = instructions(types.unwrap_or_default());
                row["SellerSKU"] = json!(sku);
                row["ASIN"] = summary["asin"].clone();
                row["AmazonPrepFeesDetailsList"] = json!([]);
                known_skus.push(row);
            }
            None => bad_skus.push(json!({ "SellerSKU": sku, "ErrorReason": "DoesNotExist" })),
        }
    }
    let (mut known_asins, mut bad_asins) = (Vec::new(), Vec::new());
    for asin in asins.unwrap_or_default() {
        if books.fba_inventory.holds(&marketplace, &asin) {
            let mut row = instructions(Vec::new());
            row["ASIN"] = json!(asin);
            known_asins.push(row);
        } else {
            bad_asins.push(json!({ "ASIN": asin, "ErrorReason": "InvalidASIN" }));
        }
    }
    Ok(Answer::payload(
        200,
        json!({
            "SKUPrepInstructionsList": known_skus,
            "InvalidSKUList": bad_skus,
            "ASINPrepInstructionsList": known_asins,
            "InvalidASINList": bad_asins,
        }),
    ))
}

fn instructions(types: Vec<String>) -> Value {
    let list: Vec<&str> = types.iter().filter_map(|kind| instruction(kind)).collect();
    let guidance = if list.is_empty() { "NoAdditionalPrepRequired" } else { "SeePrepInstructionsList" };
    json!({
        "BarcodeInstruction": "RequiresFNSKULabel",
        "PrepGuidance": guidance,
        "PrepInstructionList": list,
    })
}

fn paging(amazon: &Amazon) -> Paging<'static> {
    let lifetime = time_delta(amazon.settings.page_token_lifetime);
    Paging { token: "NextToken", size: PAGE, lifetime, empty_first: false }
}

fn first(call: &Call<'_>, amazon: &mut Amazon, rows: Vec<Value>) -> Page {
    let paging = paging(amazon);
    let books = amazon.books.of(&call.seller.seller_id);
    books.inbound_v0.0.first_alone(call, &mut amazon.numbers, paging, rows)
}

fn next(call: &Call<'_>, amazon: &mut Amazon) -> Result<Page, Answer> {
    let paging = paging(amazon);
    let books = amazon.books.of(&call.seller.seller_id);
    books.inbound_v0.0.next_alone(call, &mut amazon.numbers, paging)
}

/// The last page has an empty token, as it has on the real service.
fn answered(name: &str, page: Page) -> Answer {
    Answer::payload(200, json!({ name: page.rows, "NextToken": page.next.unwrap_or_default() }))
}
