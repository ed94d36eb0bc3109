//! Mapping rules and hooks: every source and switch, what is wrong as the operator reads it, and what reaches NetSuite.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use amazon_netsuite_sync::{
    hooks::{HookError, Hooks, Keep},
    plan::RecordKind,
    rules::{Answers, Gave, Given, Outcome, Rules, TryOutError, expression::Expression, path::Path, try_out},
    settings::{AccountSettings, CustomerMode, MerchantSettings, SellerId, SettingsError, StoreSettings},
    store::{ParkReason, Store as _},
    testing::{World, WorldOptions},
};
use chrono::DateTime;
use netsuite_client::InternalId;
use proptest::prelude::*;
use serde_json::{Value, json};
use sp_api_client::Marketplace;

fn id(text: &str) -> InternalId {
    InternalId::new(text).unwrap()
}

fn settings() -> AccountSettings {
    let mut settings = AccountSettings::new(SellerId::new("A1").unwrap(), DateTime::UNIX_EPOCH);
    let mut store = StoreSettings::new(Marketplace::US.into(), id("1"));
    store.merchant = Some(MerchantSettings::new(CustomerMode::create(None)));
    store.charges.shipping = Some(id("901"));
    settings.custom_fields.order_item_id = Some("custcol_item_id".to_owned());
    settings.stores.push(store);
    settings
}

fn money(amount: &str) -> Value {
    json!({"amount": amount, "currencyCode": "USD"})
}

fn part(kind: &str, amount: &str) -> Value {
    json!({"type": kind, "subtotal": money(amount)})
}

/// Two items and their shipping, by a buyer who must never be seen in a message.
fn order() -> Value {
    json!({
        "orderId": "113-0000001-0000001",
        "createdTime": "2026-11-05T23:30:00Z",
        "lastUpdatedTime": "2026-11-06T01:00:00Z",
        "programs": ["PRIME"],
        "salesChannel": {
            "channelName": "AMAZON", "marketplaceId": Marketplace::US.id, "marketplaceName": "Amazon.com",
        },
        "fulfillment": {"fulfillmentStatus": "UNSHIPPED", "fulfilledBy": "MERCHANT"},
        "buyer": {"buyerName": "Zzcanary Person", "buyerEmail": "canary@marketplace.amazon.com"},
        "proceeds": {"grandTotal": money("34.50")},
        "orderItems": [
            {
                "orderItemId": "9001", "quantityOrdered": 2,
                "product": {"sellerSku": "MUG", "title": "Blue mug"},
                "proceeds": {
                    "proceedsTotal": money("24.50"),
                    "breakdowns": [part("ITEM", "20.00"), part("SHIPPING", "4.50")],
                },
            },
            {
                "orderItemId": "9002", "quantityOrdered": 1,
                "product": {"sellerSku": "TIN", "title": "Tea tin"},
                "proceeds": {"proceedsTotal": money("10.00"), "breakdowns": [part("ITEM", "10.00")]},
            },
        ],
    })
}

fn rules(json: Value) -> Rules {
    serde_json::from_value(json).unwrap()
}

/// A rule for `memo`, with further switches.
fn memo(from: Value, more: Value) -> Value {
    let mut rule = json!({"name": "Memo", "record": "salesOrder", "field": "memo", "from": from});
    rule.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    rule
}

fn one(rule: Value) -> Rules {
    rules(json!({"rule": [rule]}))
}

fn outcome_of(rules: &Rules, given: &Given) -> Outcome {
    try_out(rules, &order(), &settings(), given).unwrap()
}

/// The sales order after the rules.
fn after(rules: &Rules, given: &Given) -> Value {
    let outcome = outcome_of(rules, given);
    assert_eq!(outcome.fault(), None);
    let record = outcome.records.iter().find(|record| record.kind == RecordKind::SalesOrder).unwrap();
    record.after.expose().clone()
}

fn before() -> Value {
    after(&Rules::default(), &Given::default())
}

fn memo_of(from: Value, more: Value) -> Value {
    after(&one(memo(from, more)), &Given::default())["memo"].clone()
}

fn updated() -> Given {
    Given { updated: true, ..Given::default() }
}

fn fault_of(rules: &Rules, given: &Given) -> String {
    outcome_of(rules, given).fault().unwrap()
}

mod sources {
    use super::*;

    #[test]
    fn a_path_takes_what_stands_there() {
        for (path, value) in [
            ("order.orderId", json!("113-0000001-0000001")),
            ("order.orderItems[0].product.sellerSku", json!("MUG")),
            ("order.orderItems[-1].product.sellerSku", json!("TIN")),
            ("order.orderItems[orderItemId=9002].product['title']", json!("Tea tin")),
            ("order.orderItems[0].proceeds.breakdowns[type='SHIPPING'].subtotal.amount", json!("4.50")),
            ("record.otherRefNum", json!("113-0000001-0000001")),
            ("store.marketplace", json!(Marketplace::US.id)),
            ("store.time_zone", json!(Marketplace::US.time_zone)),
        ] {
            assert_eq!(memo_of(json!({"path": path}), json!({})), value, "{path}");
        }
    }

    #[test]
    fn what_is_not_there_is_empty_and_gets_the_default() {
        for path in [
            "order.nothing.at.all",
            "order.orderItems[7].product",
            "order.orderId[0]",
            "order.orderItems[a=b]",
        ] {
            assert_eq!(memo_of(json!({"path": path}), json!({"default": "none"})), json!("none"), "{path}");
        }
    }

    #[test]
    fn a_constant_is_always_the_same() {
        assert_eq!(memo_of(json!({"constant": "by rule"}), json!({})), json!("by rule"));
        assert_eq!(memo_of(json!({"constant": 7}), json!({})), json!("7"));
    }

    fn mapped(map: Value) -> Rules {
        let from = json!({"map": {"name": "m", "key": {"path": "order.orderItems[0].product.sellerSku"}}});
        rules(json!({"rule": [memo(from, json!({"discard_if_empty": true}))], "map": {"m": map}}))
    }

    #[test]
    fn a_map_has_entries_and_a_default_and_may_allow_what_is_missing() {
        let of = |map: Value| after(&mapped(map), &Given::default())["memo"].clone();
        assert_eq!(of(json!({"entries": {"MUG": "cups"}})), json!("cups"));
        assert_eq!(of(json!({"entries": {"TIN": "tins"}, "default": "other"})), json!("other"));
        assert_eq!(of(json!({"allow_missing": true})), before()["memo"]);
    }

    #[test]
    fn what_a_map_lacks_parks_the_order_and_names_the_rule() {
        assert_eq!(
            fault_of(&mapped(json!({"entries": {"TIN": "tins"}})), &Given::default()),
            "rule 1 \"Memo\", memo: the map has no entry for this, and no default. Add one, then retry"
        );
    }

    fn searched(search: Value) -> Rules {
        let key = json!({"path": "order.orderItems[0].product.sellerSku"});
        let rule = memo(json!({"search": {"name": "items", "key": key}}), json!({"discard_if_empty": true}));
        let mut whole = json!({"record": "item", "field": "itemid"});
        whole.as_object_mut().unwrap().extend(search.as_object().unwrap().clone());
        rules(json!({"rule": [rule], "search": {"items": whole}}))
    }

    fn answers(results: &[&str]) -> Given {
        let mut answers = Answers::default();
        results.iter().for_each(|result| answers.add("items", "MUG", json!(result)));
        Given { answers, updated: false }
    }

    #[test]
    fn a_search_says_first_what_it_wants_to_know() {
        let outcome = outcome_of(&searched(json!({"allow_missing": true})), &Given::default());
        assert_eq!(outcome.wanted.keys("items").collect::<Vec<_>>(), ["MUG"]);
        assert!(!format!("{outcome:?}").contains("MUG"), "a key may be a buyer's");
    }

    #[test]
    fn a_search_finds_one_record_or_says_what_then() {
        let of = |search: Value, given: &Given| after(&searched(search), given)["memo"].clone();
        assert_eq!(of(json!({}), &answers(&["12"])), json!("12"));
        assert_eq!(of(json!({}), &answers(&["12", "12"])), json!("12"), "the same twice is one");
        assert_eq!(of(json!({"when_several": "0"}), &answers(&["12", "13"])), json!("0"));
        assert_eq!(of(json!({"default": "99"}), &answers(&[])), json!("99"));
        assert_eq!(of(json!({"allow_missing": true}), &answers(&[])), before()["memo"]);
    }

    #[test]
    fn a_search_that_finds_nothing_or_too_much_parks_the_order() {
        assert_eq!(
            fault_of(&searched(json!({})), &answers(&[])),
            "rule 1 \"Memo\", memo: NetSuite has no such record. Create it, or allow that with `allow_missing`, then retry"
        );
        assert_eq!(
            fault_of(&searched(json!({})), &answers(&["12", "13"])),
            "rule 1 \"Memo\", memo: search \"items\": 2 records of NetSuite match. Set `when_several` or rename them, then retry"
        );
    }

    #[test]
    fn expressions_reckon_exactly_and_know_text_dates_and_maps() {
        for (expression, value) in [
            ("'AMZ-' ~ order.orderId", json!("AMZ-113-0000001-0000001")),
            ("order.proceeds.grandTotal.amount | times('0.1') | round(2)", json!("3.45")),
            ("'0.1' | add('0.2')", json!("0.3")),
            ("10 | divided_by(3, 2)", json!("3.33")),
            ("order.orderItems | map(attribute='proceeds.proceedsTotal.amount') | sum", json!("34.50")),
            ("['9', '10'] | highest", json!("10")),
            ("order.nothing | default('0') | add(1) | minus('0.5') | negate | abs", json!("0.5")),
            ("order.orderItems | map(attribute='product.sellerSku') | join('+')", json!("MUG+TIN")),
            ("'dear' if order.proceeds.grandTotal.amount is more_than 34 else 'cheap'", json!("dear")),
            ("order.createdTime | day", json!("2026-11-05")),
            ("order.createdTime | day('Asia/Tokyo')", json!("2026-11-06")),
            ("order.createdTime | date('%d.%m.%Y', 'Asia/Tokyo')", json!("06.11.2026")),
            ("'05/11/2026' | parse_date('%d/%m/%Y') | add_days(30)", json!("2026-12-05")),
            ("'7' | pad_left(4)", json!("0007")),
            ("'Blue mug' | upper | clip(4)", json!("BLUE")),
            ("'x' | hash(8)", json!("2d711642")),
            ("'MUG' | lookup('m')", json!("cups")),
            ("'CAP' | lookup('m', 'none')", json!("none")),
            ("'empty' if order.nothing.here is empty else 'full'", json!("empty")),
            ("(-1) | add(2)", json!("1")),
        ] {
            let rules = rules(json!({
                "rule": [memo(json!({"expression": expression}), json!({}))],
                "map": {"m": {"entries": {"MUG": "cups"}, "allow_missing": true}},
            }));
            assert_eq!(after(&rules, &Given::default())["memo"], value, "{expression}");
        }
    }

    #[test]
    fn expressions_have_bounds_and_their_faults_show_no_buyer() {
        for (expression, fault) in [
            ("order.buyer.buyerName | add(1)", "something is reckoned with that is no number"),
            ("order.nothing | add(1)", "a number is missing; give one for that case with `default`"),
            ("1 | divided_by(0, 2)", "something is divided by zero"),
            (
                "order.buyer.buyerName | day",
                "that is neither a day such as 2026-11-05 nor an instant such as 2026-11-05T18:00:00Z",
            ),
            ("order.buyer", "it gives an object, not a value; name one of its fields"),
        ] {
            let fault_found =
                fault_of(&one(memo(json!({"expression": expression}), json!({}))), &Given::default());
            assert_eq!(fault_found, format!("rule 1 \"Memo\", memo: the expression: {fault}"));
            assert!(!fault_found.contains("Zzcanary"));
        }
        // Each `replace` makes a hundred of one: a million million letters, if it were let.
        let growing = format!(
            "'aaaaaaaaaa'{}",
            " | replace('a', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')".repeat(8)
        );
        let fault_found = fault_of(&one(memo(json!({"expression": growing}), json!({}))), &Given::default());
        assert!(fault_found.ends_with("the expression: it takes too much work"), "{fault_found}");
    }
}

mod switches {
    use super::*;

    fn with(rule: Value) -> Value {
        after(&one(rule), &Given::default())
    }

    fn custom(value: Value, more: Value) -> Value {
        let mut rule = json!({
            "name": "Custom", "record": "salesOrder", "field": "custbody_x", "from": {"constant": value},
        });
        rule.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        with(rule)["custbody_x"].clone()
    }

    #[test]
    fn a_value_takes_the_form_of_its_field() {
        let standard = |field: &str, value: Value| {
            let rule =
                json!({"name": "n", "record": "salesOrder", "field": field, "from": {"constant": value}});
            with(rule)[field].clone()
        };
        assert_eq!(standard("shipMethod", json!(12)), json!({"id": "12"}));
        assert_eq!(standard("orderStatus", json!("A")), json!({"id": "A"}));
        assert_eq!(standard("toBeEmailed", json!("T")), json!(true));
        assert_eq!(
            standard("shipDate", json!("2026-11-06T07:59:59Z")),
            json!("2026-11-05"),
            "the store's day"
        );
    }

    #[test]
    fn a_custom_field_is_what_the_value_is_unless_a_form_is_named() {
        assert_eq!(custom(json!("7"), json!({})), json!("7"));
        assert_eq!(custom(json!("12.50"), json!({"form": "number"})), json!(12.5));
        assert_eq!(custom(json!(7), json!({"form": "text"})), json!("7"));
        assert_eq!(custom(json!("no"), json!({"form": "flag"})), json!(false));
        assert_eq!(custom(json!("2026-11-05"), json!({"form": "instant"})), json!("2026-11-05T08:00:00Z"));
        assert_eq!(custom(json!("5"), json!({"form": "reference"})), json!({"id": "5"}));
    }

    #[test]
    fn a_reference_points_by_id_external_id_or_name() {
        let by = |by: &str| custom(json!("X1"), json!({"form": "reference", "by": by}));
        assert_eq!(by("internal-id"), json!({"id": "X1"}));
        assert_eq!(by("external-id"), json!({"externalId": "X1"}));
        assert_eq!(by("name"), json!({"refName": "X1"}));
    }

    #[test]
    fn a_value_of_the_wrong_form_parks_the_order_without_showing_it() {
        for (form, fault) in [
            ("number", "the value is no number"),
            ("flag", "the value is neither true nor false"),
            ("date", "the value is no date of the form that the rule expects (`date.read`)"),
        ] {
            let rule = json!({
                "name": "Custom", "record": "salesOrder", "field": "custbody_x", "form": form,
                "from": {"path": "order.buyer.buyerName"},
            });
            let found = fault_of(&one(rule), &Given::default());
            assert_eq!(found, format!("rule 1 \"Custom\", custbody_x: {fault}"));
        }
    }

    #[test]
    fn a_list_is_no_value_of_a_field() {
        let found = fault_of(&one(memo(json!({"path": "order.programs"}), json!({}))), &Given::default());
        assert_eq!(
            found,
            "rule 1 \"Memo\", memo: the value is a list or an object. Name one of its entries, or join them in an expression"
        );
    }

    #[test]
    fn dates_are_read_and_written_in_the_forms_and_the_zone_that_are_named() {
        let date = json!({"read": "%d/%m/%Y %H:%M", "write": "%Y%m%d"});
        assert_eq!(custom(json!("05/11/2026 18:00"), json!({"date": date})), json!("20261105"));
        let zone = json!({"zone": "Asia/Tokyo"});
        let from = json!({"path": "order.createdTime"});
        let rule =
            json!({"name": "n", "record": "salesOrder", "field": "tranDate", "from": from, "date": zone});
        assert_eq!(with(rule)["tranDate"], json!("2026-11-06"));
    }

    #[test]
    fn an_empty_value_empties_the_field_or_is_discarded() {
        let nothing = || json!({"path": "order.nothing"});
        assert_eq!(with(memo(nothing(), json!({}))).get("memo"), None, "of a new record nothing is sent");
        assert_eq!(with(memo(nothing(), json!({"discard_if_empty": true})))["memo"], before()["memo"]);
        let there = after(&one(memo(nothing(), json!({}))), &updated());
        assert_eq!(there.get("memo"), Some(&Value::Null), "of a record that is there it is emptied");
    }

    #[test]
    fn an_immutable_field_is_never_written_again() {
        let rule = one(memo(json!({"constant": "once"}), json!({"immutable": true})));
        assert_eq!(after(&rule, &Given::default())["memo"], json!("once"));
        assert_eq!(after(&rule, &updated())["memo"], before()["memo"]);
    }

    #[test]
    fn conditions_hold_or_the_rule_is_skipped() {
        let written = |when: &str, from: Value, more: Value, given: &Given| {
            let mut more = more;
            more["when"] = json!([when]);
            let map = json!({"m": {"entries": {"MUG": "x"}, "allow_missing": false}});
            let rules = rules(json!({"rule": [memo(from, more)], "map": map}));
            after(&rules, given)["memo"] == json!("x")
        };
        let (new, there) = (Given::default(), updated());
        let x = || json!({"constant": "x"});
        assert!(written("created", x(), json!({}), &new) && !written("created", x(), json!({}), &there));
        assert!(!written("updated", x(), json!({}), &new) && written("updated", x(), json!({}), &there));
        let gone = json!({"path": "order.nothing"});
        assert!(!written("extract-not-empty", gone, json!({"default": "x"}), &new));
        assert!(written("extract-not-empty", x(), json!({}), &new));
        let looked_up = |sku: &str| json!({"map": {"name": "m", "key": {"constant": sku}}});
        assert!(written("lookup-not-empty", looked_up("MUG"), json!({}), &new));
        assert!(!written("lookup-not-empty", looked_up("TIN"), json!({}), &new));
        assert!(written("lookup-empty", looked_up("TIN"), json!({"default": "x"}), &new));
        assert!(!written("lookup-empty", looked_up("MUG"), json!({"default": "y"}), &new));
        assert!(!written("not-set", x(), json!({}), &new), "the mapper has set the memo");
    }

    #[test]
    fn only_if_asks_an_expression() {
        let written = |only_if: &str| {
            with(memo(json!({"constant": "x"}), json!({"only_if": only_if})))["memo"] == json!("x")
        };
        assert!(written("'PRIME' in order.programs"));
        assert!(!written("'AMAZON_BUSINESS' in order.programs"));
        assert!(!written("order.nothing"));
    }

    #[test]
    fn a_rule_for_lines_finds_each_lines_item_by_its_key() {
        let rules = rules(json!({
            "lines": {"item": {"field": "custcol_item_id"}},
            "rule": [{
                "name": "Title", "record": "salesOrder", "list": "item", "field": "description",
                "from": {"expression": "item.product.title | upper"}, "discard_if_empty": true,
            }],
        }));
        let after = after(&rules, &Given::default());
        let lines: Vec<Value> = after["item"]["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| line["description"].clone())
            .collect();
        // The third is the shipping: no item of Amazon's stands behind it.
        assert_eq!(lines, [json!("BLUE MUG"), json!("TEA TIN"), Value::Null]);
    }

    #[test]
    fn of_two_rules_for_one_field_the_later_stays_and_neither_sees_the_other() {
        let rules = rules(json!({"rule": [
            memo(json!({"constant": "first"}), json!({})),
            memo(json!({"expression": "record.memo ~ '!'"}), json!({})),
        ]}));
        assert_eq!(
            after(&rules, &Given::default())["memo"],
            json!(format!("{}!", before()["memo"].as_str().unwrap()))
        );
    }

    #[test]
    fn rules_for_other_records_do_nothing_here() {
        let outcome = outcome_of(
            &one(
                json!({"name": "n", "record": "customer", "field": "comments", "from": {"constant": "Amazon"}}),
            ),
            &Given::default(),
        );
        let [customer, order] = &outcome.records[..] else { panic!("a customer and an order") };
        assert_eq!(customer.after.expose()["comments"], json!("Amazon"));
        assert_eq!(order.after.expose(), &before());
        assert!(order.steps.is_empty() && matches!(customer.steps[0].gave, Gave::Wrote(_)));
    }
}

/// What the operator reads, rule by rule.
#[test]
fn everything_that_is_wrong_is_told_at_once_with_the_rule_and_the_field() {
    let rule = |field: &str, from: Value, more: Value| {
        let mut rule = json!({"name": "N", "record": "salesOrder", "field": field, "from": from});
        rule.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        rule
    };
    let x = || json!({"constant": "x"});
    for (rule, text) in [
        (
            rule("mmeo", x(), json!({})),
            "mmeo: salesOrder has no such field; did you mean `memo`?; custom fields begin with `cust`",
        ),
        (
            rule("memo", x(), json!({"record": "salesOder"})),
            "memo: rules are not for \"salesOder\" but for salesOrder, invoice, cashSale, customer, itemFulfillment, returnAuthorization, itemReceipt; did you mean `salesOrder`?",
        ),
        (
            rule("memo", x(), json!({"list": "items"})),
            "items.memo: salesOrder has no list \"items\" that rules are for; did you mean `item`?",
        ),
        (
            rule("item", x(), json!({})),
            "item: it is a list: a rule for a field of its lines says `list = \"item\"`",
        ),
        (
            rule("externalId", x(), json!({})),
            "externalId: no rule may change it: it is how the record is found again, and never made twice",
        ),
        (
            rule("custBody", x(), json!({})),
            "custBody: a script id has lower-case letters, digits and `_` only",
        ),
        (
            rule("memo", json!({"path": "ordr.orderId"}), json!({})),
            "memo: path \"ordr.orderId\": a path begins with one of order, record, item, line, store; did you mean `order`?, at character 1",
        ),
        (
            rule("memo", json!({"path": "order..x"}), json!({})),
            "memo: path \"order..x\": a name is missing after the dot, at character 7",
        ),
        (
            rule("memo", json!({"path": "order.items[x]"}), json!({})),
            "memo: path \"order.items[x]\": in brackets stands a number, `*`, `field=text` or a quoted name, at character 14",
        ),
        (
            rule("memo", json!({"path": "item.x"}), json!({})),
            "memo: `item` and `line` are there only for rules with a `list`",
        ),
        (
            rule("rate", json!({"path": "item.x"}), json!({"list": "item"})),
            "item.rate: it reads `item`, but nothing says which of Amazon's items a line stands for: add [lines.item] with `field`",
        ),
        (
            rule("memo", json!({"expression": "order.x | uper"}), json!({})),
            "memo: expression \"order.x | uper\": there is no filter `uper`; did you mean `upper`?",
        ),
        (
            rule("memo", json!({"expression": "ordr.x"}), json!({})),
            "memo: expression \"ordr.x\": there is no `ordr`; did you mean `order`?",
        ),
        (
            rule("memo", json!({"expression": "order.x * 1.19"}), json!({})),
            "memo: expression \"order.x * 1.19\": `*` is not exact: use the filters add, minus, times and divided_by; 1.19 is no whole number: write it as text, '1.19'",
        ),
        (
            rule("memo", json!({"expression": "open('/etc/passwd')"}), json!({})),
            "memo: expression \"open('/etc/passwd')\": `open(…)`: there are no functions; filters are written `x | name`",
        ),
        (
            rule("memo", json!({"expression": "'x' | lookup('m')"}), json!({})),
            "memo: expression \"'x' | lookup('m')\": there is no map \"m\"",
        ),
        (
            rule("memo", json!({"map": {"name": "methds", "key": x()}}), json!({})),
            "memo: there is no map \"methds\"; did you mean `methods`?; it would stand under [map.methds]",
        ),
        (
            rule("memo", json!({"search": {"name": "s", "key": x()}}), json!({})),
            "memo: there is no search \"s\"; it would stand under [search.s]",
        ),
        (
            rule("memo", x(), json!({"form": "number"})),
            "memo: `form` is for custom fields: what a standard field is, is known",
        ),
        (
            rule("memo", x(), json!({"by": "name"})),
            "memo: `by` is for references: a custom field that is one needs `form = \"reference\"`",
        ),
        (
            rule("memo", x(), json!({"when": ["created", "updated"]})),
            "memo: `when` asks for created and for updated: that is never",
        ),
        (
            rule("memo", x(), json!({"when": ["updated"], "immutable": true})),
            "memo: it is immutable, and `when` asks for updated: that is never",
        ),
        (
            rule("memo", x(), json!({"when": ["lookup-not-empty"]})),
            "memo: `when` asks what a lookup found, but `from` is no map and no search",
        ),
        (
            rule("memo", x(), json!({"date": {"read": "%Q"}})),
            "memo: `date.read` \"%Q\" is no form of dates such as %d/%m/%Y",
        ),
        (
            rule("memo", x(), json!({"date": {"zone": "Europe/Berln"}})),
            "memo: `date.zone` \"Europe/Berln\" is no IANA zone such as Europe/Berlin; did you mean `Europe/Berlin`?",
        ),
        (
            rule("memo", x(), json!({"name": " "})),
            "memo: the rule has no `name`; give it one that people know it by",
        ),
    ] {
        let name = rule["name"].as_str().unwrap().to_owned();
        let rules = rules(json!({"rule": [rule], "map": {"methods": {}}}));
        let errors = rules.check().unwrap_err();
        assert_eq!(errors.to_string(), format!("rule 1 {name:?}, {text}"));
    }
}

#[test]
fn the_faults_of_several_rules_come_together_and_stop_the_account() {
    let rules = rules(json!({
        "rule": [memo(json!({"path": "x"}), json!({})), memo(json!({"constant": []}), json!({}))],
        "search": {"s": {"record": "item; DROP", "field": "itemid"}},
        "lines": {"item": {"field": "custcol_x", "items": "record.item"}},
    }));
    let errors = rules.check().unwrap_err();
    let places: Vec<&str> = errors.0.iter().map(|error| error.place.as_str()).collect();
    assert_eq!(places, ["search \"s\"", "lines \"item\"", "rule 1 \"Memo\"", "rule 2 \"Memo\""]);
    let mut settings = settings();
    settings.rules = rules;
    assert!(matches!(settings.check(), Err(SettingsError::Rules(_))));
}

#[test]
fn an_unknown_switch_is_an_error_that_names_it() {
    let error = serde_json::from_value::<Rules>(
        json!({"rule": [memo(json!({"constant": 1}), json!({"imutable": true}))]}),
    );
    assert!(error.unwrap_err().to_string().contains("imutable"));
}

#[test]
fn what_is_no_order_or_not_imported_is_said_without_the_buyer() {
    let try_with = |change: fn(&mut Value)| {
        let mut order = order();
        change(&mut order);
        try_out(&Rules::default(), &order, &settings(), &Given::default()).unwrap_err()
    };
    let no_order = try_with(|order| order["createdTime"] = json!("Zzcanary"));
    assert!(
        matches!(no_order, TryOutError::Order(_)) && !no_order.to_string().contains("Zzcanary"),
        "{no_order}"
    );
    let pending = try_with(|order| order["fulfillment"]["fulfillmentStatus"] = json!("PENDING"));
    assert_eq!(pending.to_string(), "the order would not be imported: it waits for its time");
}

proptest! {
    /// Rules never change what they do not name.
    #[test]
    fn rules_leave_alone_what_they_do_not_name(
        picks in proptest::collection::vec((0_usize..8, 0_usize..4, any::<bool>()), 0..12),
        update in any::<bool>(),
    ) {
        const FIELDS: [(&str, Option<&str>); 8] = [
            ("memo", None), ("custbody_a", None), ("custbody_b", None), ("otherRefNum", None), ("shipMethod", None),
            ("description", Some("item")), ("custcol_a", Some("item")), ("rate", Some("item")),
        ];
        let sources = [
            json!({"constant": "1"}), json!({"path": "order.nothing"}), json!({"expression": "'1' | add(1)"}),
            json!({"path": "order.orderItems[0].quantityOrdered"}),
        ];
        let made: Vec<Value> = picks.iter().map(|(field, source, discard)| {
            let (field, list) = FIELDS[*field];
            json!({
                "name": "n", "record": "salesOrder", "field": field, "list": list, "from": sources[*source],
                "discard_if_empty": discard,
            })
        }).collect();
        let mut ruled = after(&rules(json!({"rule": made})), &Given { updated: update, ..Given::default() });
        let mut plain = before();
        for (field, _, _) in &picks {
            let (field, list) = FIELDS[*field];
            for record in [&mut ruled, &mut plain] {
                match list {
                    None => drop(record.as_object_mut().unwrap().remove(field)),
                    Some(list) => for line in record[list]["items"].as_array_mut().unwrap() {
                        line.as_object_mut().unwrap().remove(field);
                    },
                }
            }
        }
        prop_assert_eq!(ruled, plain);
    }

    /// Whatever stands in a path or an expression, it is refused or has a value or none: it never panics.
    #[test]
    fn any_text_as_a_path_or_an_expression_is_read_or_refused(text in "\\PC{0,60}") {
        if let Ok(path) = text.parse::<Path>() {
            prop_assert_eq!(path.to_string().parse::<Path>().ok().map(|again| again.root()), Some(path.root()));
        }
        let _ = Expression::compile(&text);
    }
}

mod in_the_flow {
    use super::*;

    fn worlds_orders(world: &World) -> Vec<Value> {
        world.sandbox.netsuite.settle();
        ["salesOrder", "invoice"].iter().flat_map(|kind| world.sandbox.netsuite.records(kind)).collect()
    }

    async fn world() -> World {
        World::new(WorldOptions { orders: 30, ..WorldOptions::default() }).await.unwrap()
    }

    fn for_both(from: &Value, more: &Value, operator: &str) -> Rules {
        let rule = |record: &str| {
            let mut rule = memo(from.clone(), more.clone());
            rule["record"] = json!(record);
            rule
        };
        let items = json!({"record": "item", "field": "itemid", "operator": operator, "when_several": "several", "allow_missing": true});
        rules(json!({"rule": [rule("salesOrder"), rule("invoice")], "search": {"items": items}}))
    }

    #[tokio::test(start_paused = true)]
    async fn what_rules_say_is_what_netsuite_gets_and_a_second_run_writes_nothing() {
        let rules = for_both(&json!({"expression": "'Order ' ~ order.orderId"}), &json!({}), "is");
        let world = world().await.with_settings(|settings| settings.rules = rules.clone());
        let report = world.run().await.unwrap();
        assert!(report.errors.is_empty(), "{:?}", report.errors);
        let orders = worlds_orders(&world);
        assert_eq!(orders.len() as u64, world.sandbox.due().orders);
        for order in &orders {
            assert_eq!(order["memo"], json!(format!("Order {}", order["otherRefNum"].as_str().unwrap())));
        }
        let before = world.netsuite_state();
        let again = world.run().await.unwrap();
        assert_eq!((again.summary.all_orders().created, again.summary.all_orders().updated), (0, 0));
        assert_eq!(world.netsuite_state(), before);
    }

    #[tokio::test(start_paused = true)]
    async fn a_search_is_asked_of_netsuite_by_each_operator() {
        let key = json!({"expression": "order.orderItems[0].product.sellerSku"});
        for operator in ["is", "is-in-any-case", "starts-with", "contains"] {
            let from = json!({"search": {"name": "items", "key": key}});
            let rules = for_both(&from, &json!({"discard_if_empty": true}), operator);
            let world = world().await.with_settings(|settings| settings.rules = rules.clone());
            let report = world.run().await.unwrap();
            assert!(report.errors.is_empty(), "{operator}: {:?}", report.errors);
            // The sandbox's items are named by their SKU, so the one that is found is on the order.
            let found = worlds_orders(&world).into_iter().filter(|order| {
                let lines = order["item"]["items"].as_array().unwrap();
                lines.iter().any(|line| line["item"]["id"] == order["memo"])
            });
            assert!(found.count() > 0, "{operator}: no memo holds the id of an item");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_rule_that_cannot_parks_its_order_and_the_others_go_on() {
        let expression = "order.orderId | add(1) if order.orderItems | length == 1 else 'fine'";
        let rules = for_both(&json!({"expression": expression}), &json!({}), "is");
        let world = world().await.with_settings(|settings| settings.rules = rules.clone());
        let all = world.run().await.unwrap().summary.all_orders();
        assert!(all.parked > 0 && all.created > 0, "{all:?}");
        for key in world.keys() {
            for parked in world.store.parked(&key).await.unwrap() {
                assert_eq!(parked.reason, ParkReason::RuleFailed);
                assert!(
                    parked.text.starts_with("rule ") && parked.text.contains("no number"),
                    "{}",
                    parked.text
                );
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_hook_changes_what_is_written_but_not_who_it_is() {
        let world = world().await.with_flows(|engine| {
            engine.hooks(Hooks::new().after_map(|order, mapped| {
                mapped.record["memo"] = json!(format!("seen {}", order.order_id));
                Ok(())
            }))
        });
        world.run().await.unwrap();
        assert!(
            worlds_orders(&world).iter().all(|order| order["memo"].as_str().unwrap().starts_with("seen "))
        );

        let thief = super::in_the_flow::world().await.with_flows(|engine| {
            engine.hooks(Hooks::new().after_map(|_, mapped| {
                mapped.record["externalId"] = json!("mine");
                Ok(())
            }))
        });
        let all = thief.run().await.unwrap().summary.all_orders();
        assert_eq!(all.created, 0);
        assert_eq!(all.parked, thief.sandbox.due().orders);
    }

    #[tokio::test(start_paused = true)]
    async fn a_hook_that_panics_or_says_no_parks_its_record_and_the_others_go_on() {
        let world = world().await.with_flows(|engine| {
            engine.hooks(Hooks::new().before_map(|order| match order.order_items.len() {
                1 => panic!("Zzcanary"),
                2 => Err(HookError::new("two items are not welcome")),
                _ => Ok(()),
            }))
        });
        world.run().await.unwrap();
        let mut texts = Vec::new();
        for key in world.keys() {
            texts.extend(
                world
                    .store
                    .parked(&key)
                    .await
                    .unwrap()
                    .into_iter()
                    .map(|parked| (parked.reason, parked.text)),
            );
        }
        assert!(!texts.is_empty());
        let (panicked, refused) = (
            "the host's hook `before_map` panicked. Mend the hook, then retry",
            "the host's hook `before_map` said no: two items are not welcome",
        );
        assert!(
            texts
                .iter()
                .all(|(reason, text)| *reason == ParkReason::HookFailed
                    && (text == panicked || text == refused))
        );
        assert!(texts.iter().any(|(_, text)| text == panicked));
        assert_eq!(texts.len() + worlds_orders(&world).len(), world.sandbox.due().orders as usize);
    }

    #[tokio::test(start_paused = true)]
    async fn a_hook_leaves_orders_out_and_sees_what_was_written() {
        use std::sync::atomic::{AtomicU64, Ordering};
        static WRITTEN: AtomicU64 = AtomicU64::new(0);
        static ANSWERED: AtomicU64 = AtomicU64::new(0);
        static PAGES: AtomicU64 = AtomicU64::new(0);
        let world = world().await.with_flows(|engine| {
            let keep = |order: &mut sp_api_client::orders::Order| {
                Ok(if order.is_prime() { Keep::No } else { Keep::Yes })
            };
            let count = |counter: &'static AtomicU64| {
                counter.fetch_add(1, Ordering::Relaxed);
                Ok(())
            };
            engine.hooks(
                Hooks::new()
                    .page_read(keep)
                    .after_write(move |_| count(&WRITTEN))
                    .after_answer(move |_| count(&ANSWERED))
                    .after_page(move |_| count(&PAGES)),
            )
        });
        let all = world.run().await.unwrap().summary.all_orders();
        assert_eq!(WRITTEN.load(Ordering::Relaxed), all.created);
        assert!(ANSWERED.load(Ordering::Relaxed) <= all.created && PAGES.load(Ordering::Relaxed) > 0);
        assert!(worlds_orders(&world).iter().all(|order| !order["memo"].as_str().unwrap().contains("SFP")));
    }
}
