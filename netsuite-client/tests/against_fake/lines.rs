//! Lines, one by one.

use netsuite_client::{
    ErrorKind,
    records::{AddressBookEntry, Customer, InventoryItem, KitItem, KitMember, SalesOrder, TransactionLine},
};
use serde_json::{Value, json};

use crate::{Account, each, id};

#[tokio::test(start_paused = true)]
async fn lines_of_an_order_are_read_changed_added_and_removed() {
    let account = Account::new();
    let written = account.order("A-1").await;
    let orders = account.netsuite.records::<SalesOrder>();
    let lines: Vec<TransactionLine> = orders.lines(written.clone(), "item").await.unwrap();
    assert_eq!(lines.iter().map(|line| line.line).collect::<Vec<_>>(), [Some(1), Some(2)]);

    let second = orders.line(written.clone(), "item", 2);
    assert_eq!(second.get::<TransactionLine>().await.unwrap().quantity, Some(3.into()));
    assert!(orders.line(written.clone(), "item", 7).find::<Value>().await.unwrap().is_none());
    second.update(&json!({"quantity": 4})).await.unwrap();

    let more = json!({"item": {"id": "456"}, "quantity": 9, "price": {"id": "-1"}, "rate": 1});
    orders.add_line(written.clone(), "item", &more).await.unwrap();
    let stored = account.only("salesOrder");
    assert_eq!(each(&stored, "item", "quantity"), [2, 4, 9]);

    second.delete().await.unwrap();
    second.delete().await.unwrap();
    let stored = account.only("salesOrder");
    assert_eq!(each(&stored, "item", "line"), [1, 3]);
    assert_eq!(each(&stored, "item", "quantity"), [2, 9]);
    let error = orders.lines::<Value>(written, "adressBook").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[tokio::test(start_paused = true)]
async fn addresses_and_members_have_keys_of_their_own() {
    let account = Account::new();
    let customers = account.netsuite.records::<Customer>();
    let at = |label: &str| json!({"label": label, "addressBookAddress": {"addr1": label, "country": {"id": "US"}}});
    let addresses = json!({"addressBook": {"items": [at("home"), at("office")]}});
    customers.update(id("107"), &addresses).await.unwrap();
    let entries: Vec<AddressBookEntry> = customers.lines(id("107"), "addressBook").await.unwrap();
    let home = customers.line(id("107"), "addressBook", entries[0].id.unwrap());
    home.delete().await.unwrap();
    assert_eq!(each(&account.only("customer"), "addressBook", "label"), ["office"]);

    let kit = json!({"itemId": "KIT-1", "incomeAccount": {"id": "54"}, "subsidiary": {"items": [{"id": "1"}]},
        "member": {"items": [{"item": {"id": "456"}, "quantity": 2}, {"item": {"id": "457"}, "quantity": 1}]}});
    let kits = account.netsuite.records::<KitItem>();
    let written = kits.create(&kit).await.unwrap().id().clone();
    let members: Vec<KitMember> = kits.lines(written.clone(), "member").await.unwrap();
    let positions: Vec<_> = members.iter().map(|member| member.line_number).collect();
    assert_eq!(positions, [Some(1), Some(2)]);
    kits.line(written.clone(), "member", members[1].id.unwrap())
        .update(&json!({"quantity": 5}))
        .await
        .unwrap();
    kits.line(written.clone(), "member", members[0].id.unwrap()).delete().await.unwrap();
    let stored = account.only("kitItem");
    assert_eq!(each(&stored, "member", "quantity"), [5]);
    let mut read = kits.get(written.clone()).expand_sub_resources().send().await.unwrap();
    read.display_name = Some("Set".to_owned());
    kits.update(written, &read).await.unwrap();
    assert_eq!(account.only("kitItem")["member"], stored["member"]);
}

#[tokio::test(start_paused = true)]
async fn a_price_is_addressed_by_currency_level_and_quantity() {
    let account = Account::new();
    let items = account.netsuite.records::<InventoryItem>();
    let price = items.line(id("456"), "price", "currencypage=1,pricelevel=1,quantity=0");
    price.update(&json!({"price": 19.99})).await.unwrap();
    assert_eq!(price.get::<Value>().await.unwrap()["price"], 19.99);
    let read = items.get(id("456")).expand_sub_resources().send().await.unwrap();
    assert_eq!(read.price.items[0].price, Some("19.99".parse().unwrap()));
    assert_eq!(price.delete().await.unwrap_err().kind(), ErrorKind::Config);
}
