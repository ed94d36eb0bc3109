//! Decoding.

use serde_json::json;

use crate::terminal::Person;

#[tokio::test]
async fn what_is_decoded_is_written_out_again() {
    let nobody = Person::using("spapi");
    let body = json!({ "reportId": "1", "reportType": "GET_X", "processingStatus": "NEWLY_INVENTED",
        "createdTime": "2026-11-20T08:00:00Z" });
    let run = nobody.types(&["decode", "reports_2021-06-30.getReport"], &body.to_string()).await;
    assert_eq!((run.code, &run.lines()[0]), (0, &body), "{run:?}");
    let refusal = json!({ "errors": [{ "code": "NotFound", "message": "no such report" }] });
    let run = nobody.types(&["decode", "reports_2021-06-30.getReport"], &refusal.to_string()).await;
    assert_eq!((run.code, &run.lines()[0]["errors"][0]["code"]), (0, &json!("NotFound")));
}

#[tokio::test]
async fn an_odd_element_of_a_page_is_named_and_the_page_is_printed() {
    let nobody = Person::using("spapi");
    let body = json!({ "orders": [{ "orderId": "113-0000001-0000001" }] });
    let run = nobody.types(&["decode", "orders_2026-01-01.searchOrders"], &body.to_string()).await;
    assert_eq!((run.code, &run.lines()[0]), (1, &body), "{run:?}");
    assert!(run.err.contains("orders[0]") && run.err.contains("missing field"), "{}", run.err);
}

#[tokio::test]
async fn what_does_not_fit_is_named_by_its_path() {
    let nobody = Person::using("spapi");
    let body = r#"{"reportSchedules":[{"reportScheduleId":5,"reportType":"A","period":"P1D"}]}"#;
    let run = nobody.types(&["decode", "getReportSchedules"], body).await;
    assert_eq!((run.code, run.out.as_str()), (1, ""), "{run:?}");
    assert!(run.err.contains("reportSchedules[0].reportScheduleId"), "{}", run.err);
    let run = nobody.types(&["decode", "getReportSchedules"], r#"{"reportSchedules":["#).await;
    assert_eq!(run.code, 1, "{run:?}");
}

#[tokio::test]
async fn an_unknown_operation_brings_up_its_neighbours() {
    let nobody = Person::using("spapi");
    let run = nobody.runs(&["decode", "orders_2026-01-01.searchOrder"]).await;
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("did you mean orders_2026-01-01.searchOrders"), "{}", run.err);
    // A name that two models have is none.
    let run = nobody.runs(&["decode", "getOrder"]).await;
    assert!(run.err.contains("ordersV0.getOrder or orders_2026-01-01.getOrder"), "{}", run.err);
}
