//! A small shop, so that every operation has something sensible to answer.

use chrono::{DateTime, TimeDelta, Utc};
use commerce_client_core::clock::Clock as _;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{FakeOffer, FakeSpApi, amounts::number, call::iso, inbound, marketplaces};

/// What [`FakeSpApi::stock_shelves`] has put where.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Shelves {
    /// The marketplace in which orders, money and shipments are. The products are on sale in all of the seller's.
    pub marketplace_id: String,
    /// SKUs of the products, in the order of `asins`. Amazon fulfils all of them.
    pub skus: Vec<String>,
    /// ASINs of the products. The last one is restricted in used condition.
    pub asins: Vec<String>,
    /// EAN of the first product.
    pub ean: String,
    /// The type of all products.
    pub product_type: String,
    /// A merchant-fulfilled order of two units that waits to be shipped.
    pub open_order: String,
    /// The item of `open_order`; the other orders have one of the same id.
    pub order_item: String,
    /// An order that its buyer picks up in a store.
    pub pickup_order: String,
    /// An order whose content must be approved.
    pub regulated_order: String,
    /// The financial event group that has been paid out.
    pub financial_event_group: String,
    /// The settlement of that group.
    pub settlement: String,
    /// The payout of that settlement.
    pub payout: String,
    /// An inbound plan whose one shipment is on its way with Amazon's partnered carrier.
    pub inbound_plan: String,
    /// Its shipment.
    pub inbound_shipment: String,
    /// The `shipmentConfirmationId` of that shipment.
    pub shipment_confirmation: String,
}

const PRODUCTS: [(&str, &str, i64); 3] = [
    ("SHELF-KETTLE", "Gooseneck Kettle", 3999),
    ("SHELF-MUG", "Stoneware Mug", 1299),
    ("SHELF-BOARD", "Chopping Board", 2450),
];

const COMPETITOR: &str = "A0COMPETITOR0";

impl FakeSpApi {
    /// Fills the shop of a seller who has been added: a catalogue of three products with offers, stock and a product
    /// type, three orders, a settled week of money, and an inbound shipment that is being received.
    ///
    /// Everything is invented, and the same for every seller. None if there is no such seller, or if he sells nowhere.
    pub fn stock_shelves(&self, seller_id: &str) -> Option<Shelves> {
        let now = self.clock.now();
        let marketplaces = self.lock().sellers.get(seller_id)?.marketplaces.clone();
        let first = marketplaces.first()?.clone();
        for marketplace in &marketplaces {
            self.stock_marketplace(seller_id, marketplace);
        }
        for place in 0..PRODUCTS.len() {
            self.put_catalog_item(seller_id, catalog_item(place, &marketplaces));
        }
        self.put_product_type(seller_id, "KITCHEN", "Kitchen", product_type_schema());
        let restriction = json!({
            "marketplaceId": first,
            "conditionType": "used_good",
            "reasons": [{ "message": "You need approval to list in this condition.", "reasonCode": "APPROVAL_REQUIRED" }],
        });
        self.put_restriction(seller_id, &asin(2), restriction);
        let [open, pickup, regulated] = self.put_orders(seller_id, &first, now);
        let (group, settlement, payout) = self.put_money(seller_id, &first, &open, now);
        let (plan, shipment, confirmation) = {
            let mut state = self.settled();
            inbound::under_way(&mut state.amazon, seller_id, &first, PRODUCTS[0].0, now)?
        };
        self.set_received(seller_id, &confirmation, PRODUCTS[0].0, 7);
        Some(Shelves {
            marketplace_id: first,
            skus: PRODUCTS.iter().map(|(sku, _, _)| (*sku).to_owned()).collect(),
            asins: (0..PRODUCTS.len()).map(asin).collect(),
            ean: ean(0),
            product_type: "KITCHEN".to_owned(),
            open_order: open,
            order_item: ORDER_ITEM.to_owned(),
            pickup_order: pickup,
            regulated_order: regulated,
            financial_event_group: group,
            settlement,
            payout,
            inbound_plan: plan,
            inbound_shipment: shipment,
            shipment_confirmation: confirmation,
        })
    }

    fn stock_marketplace(&self, seller_id: &str, marketplace: &str) {
        for (place, (sku, title, cents)) in PRODUCTS.into_iter().enumerate() {
            let offer = FakeOffer {
                sku: sku.to_owned(),
                asin: asin(place),
                marketplace_id: marketplace.to_owned(),
                price: price(marketplace, cents),
                shipping: Decimal::ZERO,
                fulfilled_by_amazon: true,
            };
            // Somebody else sells the same a little dearer.
            let dearer = FakeOffer {
                sku: format!("OTHER-{sku}"),
                price: price(marketplace, cents + 100),
                fulfilled_by_amazon: false,
                ..offer.clone()
            };
            self.put_offer(seller_id, offer);
            self.put_offer(COMPETITOR, dearer);
            self.set_stock(seller_id, marketplace, stock(place, sku, title));
        }
    }

    fn put_orders(&self, seller_id: &str, marketplace: &str, now: DateTime<Utc>) -> [String; 3] {
        let ids = ["111-0000001-0000001", "111-0000002-0000002", "111-0000003-0000003"].map(str::to_owned);
        let [open, pickup, regulated] = &ids;
        self.put_order(seller_id, order(open, marketplace, &[], now));
        self.put_order(seller_id, order(pickup, marketplace, &["IN_STORE_PICK_UP"], now));
        self.put_order(seller_id, order(regulated, marketplace, &[], now));
        self.put_regulated_info(
            seller_id,
            json!({
                "AmazonOrderId": regulated,
                "RegulatedInformation": { "Fields": [{
                    "FieldId": "owner",
                    "FieldLabel": "Owner",
                    "FieldType": "Text",
                    "FieldValue": "Somebody",
                }] },
                "RequiresDosageLabel": false,
                "RegulatedOrderVerificationStatus": {
                    "Status": "Pending",
                    "RequiresMerchantAction": true,
                    "ValidRejectionReasons": [{
                        "RejectionReasonId": "incomplete",
                        "RejectionReasonDescription": "Something is missing.",
                    }],
                },
            }),
        );
        ids
    }

    /// A sale and a service fee that have been paid out, a refund since then, and a sale that is deferred.
    fn put_money(
        &self,
        seller_id: &str,
        marketplace: &str,
        order_id: &str,
        now: DateTime<Utc>,
    ) -> (String, String, String) {
        let (group, settlement, payout) = ("SHELVES-GROUP", "900000001", "SHELVES-PAYOUT");
        let currency = marketplaces::currency(marketplace);
        let money = |cents: i64| json!({ "currencyCode": currency, "currencyAmount": number(price(marketplace, cents)) });
        let old_money = |cents: i64| json!({ "CurrencyCode": currency, "CurrencyAmount": number(price(marketplace, cents)) });
        let partner = json!({ "accountType": "Standard Orders", "marketplaceId": marketplace });
        let mut owner = partner.clone();
        owner["sellingPartnerId"] = json!(seller_id);
        let mut payee = partner;
        payee["partnerId"] = json!(seller_id);
        let days = |days: i64| iso(now - TimeDelta::days(days));
        let related = |name: &str, value: &str| json!({ "relatedIdentifierName": name, "relatedIdentifierValue": value });
        let transaction = |(id, kind, status): (&str, &str, &str),
                           posted: String,
                           cents: i64,
                           settled: bool| {
            let mut identifiers = vec![related("ORDER_ID", order_id)];
            if settled {
                identifiers.push(related("FINANCIAL_EVENT_GROUP_ID", group));
                identifiers.push(related("SETTLEMENT_ID", settlement));
            }
            json!({
                "transactionId": id,
                "transactionType": kind,
                "transactionStatus": status,
                "description": kind,
                "postedDate": posted,
                "sellingPartnerMetadata": owner,
                "marketplaceDetails": { "marketplaceId": marketplace, "marketplaceName": "Amazon" },
                "relatedIdentifiers": identifiers,
                "totalAmount": money(cents),
                "breakdowns": [{ "breakdownType": kind, "breakdownAmount": money(cents), "breakdowns": [] }],
                "contexts": [],
                "items": [{
                    "description": PRODUCTS[0].1,
                    "totalAmount": money(cents),
                    "relatedIdentifiers": [],
                    "breakdowns": [],
                    "contexts": [{
                        "contextType": "ProductContext",
                        "asin": asin(0),
                        "sku": PRODUCTS[0].0,
                        "quantityShipped": 1,
                        "fulfillmentNetwork": "AFN",
                    }],
                }],
            })
        };
        for transaction in [
            transaction(("SHELVES-SALE", "Shipment", "RELEASED"), days(12), 3999, true),
            transaction(("SHELVES-FEE", "ServiceFee", "RELEASED"), days(11), -500, true),
            transaction(("SHELVES-REFUND", "Refund", "RELEASED"), days(3), -1299, false),
            transaction(("SHELVES-DEFERRED", "Shipment", "DEFERRED"), days(2), 2450, false),
        ] {
            self.put_transaction(seller_id, transaction);
        }
        self.put_financial_event_group(
            seller_id,
            json!({
                "FinancialEventGroupId": group,
                "ProcessingStatus": "Closed",
                "FundTransferStatus": "Successful",
                "OriginalTotal": old_money(3499),
                "FundTransferDate": days(6),
                "TraceId": "TRACE-1",
                "AccountTail": "123",
                "BeginningBalance": old_money(0),
                "FinancialEventGroupStart": days(20),
                "FinancialEventGroupEnd": days(6),
            }),
        );
        let sale = json!({
            "AmazonOrderId": order_id,
            "PostedDate": days(12),
            "MarketplaceName": "Amazon",
            "ShipmentItemList": [{
                "SellerSKU": PRODUCTS[0].0,
                "OrderItemId": ORDER_ITEM,
                "QuantityShipped": 1,
                "ItemChargeList": [{ "ChargeType": "Principal", "ChargeAmount": old_money(3999) }],
            }],
        });
        self.put_financial_event(seller_id, group, "ShipmentEventList", sale);
        let fee = json!({
            "FeeDescription": "Storage",
            "FeeList": [{ "FeeType": "FBAStorageFee", "FeeAmount": old_money(-500) }],
        });
        self.put_financial_event(seller_id, group, "ServiceFeeEventList", fee);
        let settled = json!([related("SETTLEMENT_ID", settlement)]);
        self.put_payout(
            seller_id,
            json!({
                "id": payout,
                "partnerMetadata": payee,
                "currentStatus": "PAID",
                "statusHistory": [
                    { "status": "STARTED", "lastUpdatedDate": days(6) },
                    { "status": "PAID", "lastUpdatedDate": days(4) },
                ],
                "type": "SCHEDULED",
                "amount": money(3499),
                "accountTail": "123",
                "paymentMethod": "BANK_ACCOUNT",
                "creationDate": days(6),
                "traceId": "TRACE-1",
                "period": { "startDate": days(20), "endDate": days(6) },
                "relatedIdentifiers": settled,
            }),
        );
        let expected = json!({
            "partnerMetadata": payee,
            "status": "SCHEDULED",
            "amount": money(2450),
            "scheduledDate": iso(now + TimeDelta::days(8)),
            "accountTail": "123",
            "paymentMethod": "BANK_ACCOUNT",
        });
        self.set_expected_payouts(seller_id, vec![expected]);
        let method = json!({
            "accountHolderName": "The Shop",
            "paymentMethodId": "METHOD-1",
            "tail": "123",
            "countryCode": marketplaces::find(marketplace).map_or("US", |facts| facts.country),
            "paymentMethodType": "BANK_ACCOUNT",
            "assignmentType": "DEFAULT_DEPOSIT_METHOD",
        });
        self.put_payment_method(seller_id, marketplace, method);
        (group.to_owned(), settlement.to_owned(), payout.to_owned())
    }
}

const ORDER_ITEM: &str = "00000000000001";

fn asin(place: usize) -> String {
    format!("B0SHELF{:03}", place + 1)
}

fn ean(place: usize) -> String {
    format!("400000000000{}", place + 1)
}

/// Cents of the marketplace's currency; yen have none.
fn price(marketplace: &str, cents: i64) -> Decimal {
    match marketplaces::currency(marketplace) {
        "JPY" => Decimal::from(cents),
        _ => Decimal::new(cents, 2),
    }
}

fn stock(place: usize, sku: &str, title: &str) -> Value {
    json!({
        "asin": asin(place),
        "fnSku": format!("X00SHELF{:02}", place + 1),
        "sellerSku": sku,
        "condition": "NewItem",
        "productName": title,
        "totalQuantity": 30,
        "stores": [],
        "inventoryDetails": {
            "fulfillableQuantity": 25,
            "inboundWorkingQuantity": 0,
            "inboundShippedQuantity": 0,
            "inboundReceivingQuantity": 0,
            "reservedQuantity": {
                "totalReservedQuantity": 3,
                "pendingCustomerOrderQuantity": 2,
                "pendingTransshipmentQuantity": 1,
                "fcProcessingQuantity": 0,
            },
            "researchingQuantity": {
                "totalResearchingQuantity": 1,
                "researchingQuantityBreakdown": [{ "name": "researchingQuantityInShortTerm", "quantity": 1 }],
            },
            "unfulfillableQuantity": {
                "totalUnfulfillableQuantity": 1,
                "customerDamagedQuantity": 1,
                "warehouseDamagedQuantity": 0,
                "distributorDamagedQuantity": 0,
                "carrierDamagedQuantity": 0,
                "defectiveQuantity": 0,
                "expiredQuantity": 0,
            },
        },
    })
}

fn catalog_item(place: usize, marketplaces: &[String]) -> Value {
    let (_, title, _) = PRODUCTS[place];
    let class = json!({ "displayName": "Kitchen", "classificationId": "1001" });
    let everywhere = |entry: Value| -> Vec<Value> {
        let of = |id: &String| {
            let mut entry = entry.clone();
            entry["marketplaceId"] = json!(id);
            entry
        };
        marketplaces.iter().map(of).collect()
    };
    let length = |value: i64| json!({ "unit": "centimeters", "value": value });
    let size = json!({
        "height": length(20),
        "length": length(30),
        "width": length(25),
        "weight": { "unit": "kilograms", "value": 1 },
    });
    let rank = json!({ "websiteDisplayGroup": "kitchen_display_on_website", "title": "Kitchen", "rank": 100 + place });
    json!({
        "asin": asin(place),
        "attributes": { "item_name": [{ "value": title, "language_tag": "en_US" }] },
        "classifications": everywhere(json!({ "classifications": [class] })),
        "dimensions": everywhere(json!({ "item": size, "package": size })),
        "identifiers": everywhere(json!({ "identifiers": [{ "identifierType": "EAN", "identifier": ean(place) }] })),
        "images": everywhere(json!({ "images": [] })),
        "productTypes": everywhere(json!({ "productType": "KITCHEN" })),
        "relationships": everywhere(json!({ "relationships": [] })),
        "salesRanks": everywhere(json!({ "displayGroupRanks": [rank] })),
        "summaries": everywhere(json!({
            "itemName": title,
            "brand": "Shelves",
            "itemClassification": "BASE_PRODUCT",
            "browseClassification": class,
        })),
    })
}

fn product_type_schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2019-09/schema",
        "type": "object",
        "required": ["item_name"],
        "properties": {
            "item_name": { "title": "Title", "type": "array", "minItems": 1 },
            "color": { "title": "Colour", "type": "array" },
        },
    })
}

fn order(id: &str, marketplace: &str, programs: &[&str], now: DateTime<Utc>) -> Value {
    let currency = marketplaces::currency(marketplace);
    let money =
        |cents: i64| json!({ "amount": price(marketplace, cents).to_string(), "currencyCode": currency });
    let days = |days: i64| (now + TimeDelta::days(days)).to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let (sku, title, cents) = PRODUCTS[0];
    json!({
        "orderId": id,
        "createdTime": days(-1),
        "lastUpdatedTime": days(-1),
        "salesChannel": { "channelName": "AMAZON", "marketplaceId": marketplace },
        "programs": programs,
        "buyer": { "buyerName": "Kim Example", "buyerEmail": "kim@marketplace.example" },
        "recipient": { "deliveryAddress": {
            "name": "Kim Example",
            "addressLine1": "1 Example Street",
            "city": "Exampleton",
            "postalCode": "00001",
            "countryCode": marketplaces::find(marketplace).map_or("US", |facts| facts.country),
            "addressType": "RESIDENTIAL",
        } },
        "fulfillment": {
            "fulfillmentStatus": "UNSHIPPED",
            "fulfilledBy": "MERCHANT",
            "fulfillmentServiceLevel": "STANDARD",
            "shipByWindow": { "earliestDateTime": days(0), "latestDateTime": days(2) },
            "deliverByWindow": { "earliestDateTime": days(3), "latestDateTime": days(6) },
        },
        "proceeds": { "grandTotal": money(2 * cents) },
        "orderItems": [{
            "orderItemId": ORDER_ITEM,
            "quantityOrdered": 2,
            "product": {
                "asin": asin(0),
                "sellerSku": sku,
                "title": title,
                "condition": { "conditionType": "NEW", "conditionSubtype": "NEW" },
                "price": { "unitPrice": money(cents) },
            },
            "proceeds": {
                "proceedsTotal": money(2 * cents),
                "breakdowns": [{ "type": "ITEM", "subtotal": money(2 * cents) }],
            },
            "fulfillment": { "quantityFulfilled": 0, "quantityUnfulfilled": 2 },
        }],
    })
}
