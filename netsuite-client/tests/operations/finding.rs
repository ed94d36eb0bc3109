//! Finding records.

use futures_util::TryStreamExt as _;
use netsuite_client::{ErrorKind, InternalId, query::field, records::Customer};

use crate::{RECORD, Script, id, page};

#[tokio::test(start_paused = true)]
async fn a_list_is_walked_to_its_end() {
    let (script, netsuite) = Script::of([page(&["7", "9"], 0, true), page(&["12"], 2, false)]);
    let wanted = field("email").starts_with("a").and(field("isInactive").is(false));
    let list = netsuite.records::<Customer>().list().filter(wanted).page_size(2);
    let ids: Vec<InternalId> = list.ids().try_collect().await.unwrap();
    assert_eq!(ids, [id("7"), id("9"), id("12")]);
    let q = "q=email%20START_WITH%20%22a%22%20AND%20isInactive%20IS%20false";
    assert_eq!(
        script.targets(),
        [
            format!("GET {RECORD}/customer?limit=2&offset=0&{q}"),
            format!("GET {RECORD}/customer?limit=2&offset=2&{q}"),
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_walk_goes_by_what_comes_and_not_by_one_hint() {
    // Of three: the first page denies that there is more, the second claims it for ever.
    let (script, netsuite) = Script::of([page(&["7", "9"], 0, false), page(&["12"], 2, true)]);
    let list = netsuite.records::<Customer>().list().page_size(2);
    let ids: Vec<InternalId> = list.ids().try_collect().await.unwrap();
    assert_eq!(ids, [id("7"), id("9"), id("12")]);
    assert!(script.is_over());
}

#[tokio::test(start_paused = true)]
async fn a_page_says_what_comes_before_and_whether_more_comes_after() {
    let (script, netsuite) = Script::of([page(&["12"], 4, true)]);
    let found = netsuite.records::<Customer>().list().page_size(2).page(2).send().await.unwrap();
    assert_eq!(found.items[0].id(), &id("12"));
    assert_eq!((found.offset, found.has_more, found.total_results), (4, true, Some(3)));
    assert_eq!(script.targets(), [format!("GET {RECORD}/customer?limit=2&offset=4")]);
}

#[tokio::test(start_paused = true)]
async fn a_filter_that_cannot_be_written_is_not_sent_and_not_shown() {
    let (script, netsuite) = Script::of([]);
    let list = netsuite.records::<Customer>().list().filter(field("lastName").is("Jane \"J\" Doe"));
    let shown = format!("{list:?}");
    let error = list.send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(!format!("{shown} {error} {error:?}").contains("Jane"));
    assert!(script.targets().is_empty());
}
