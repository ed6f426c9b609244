//! Batches of redirects, as JSON and as CSV.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::harness::{Newsroom, Response, scenarios};

scenarios![
    a_batch_creates_and_updates_redirects,
    redirects_can_be_written_and_read_as_csv,
    one_request_writes_or_reads_ten_thousand_redirects,
    a_batch_with_an_invalid_redirect_changes_nothing,
    redirect_loops_in_a_batch_are_refused,
    an_invalid_batch_is_refused,
];

const REDIRECTS: &str = "/v1/editorial/redirects";
const BATCH: &str = "/v1/editorial/redirects/batch";

async fn send(news: &Newsroom, media_type: &str, body: impl Into<Vec<u8>>) -> Response {
    news.editor().request(Method::POST, BATCH).header("Content-Type", media_type).bytes(body).send().await
}

async fn set(news: &Newsroom, redirects: &[(&str, &str)]) -> Response {
    let redirects: Vec<Value> = redirects.iter().map(|(from, to)| json!({"from": from, "to": to})).collect();
    news.editor().post(BATCH, json!({"redirects": redirects})).await
}

async fn get_csv(news: &Newsroom, query: &str) -> Response {
    let request = news.editor().request(Method::GET, &format!("{REDIRECTS}{query}"));
    request.header("Accept", "text/csv").send().await
}

async fn resolved_url(news: &Newsroom, url: &str) -> Value {
    news.reader().get(&format!("/v1/resolve?url={}", url.replace('?', "%3F"))).await.ok()["url"].clone()
}

fn counts(created: usize, updated: usize, unchanged: usize) -> Value {
    json!({"created": created, "updated": updated, "unchanged": unchanged})
}

async fn a_batch_creates_and_updates_redirects(news: Newsroom) {
    let batch = [("/a", "/x"), ("/?p=1", "https://other.example/"), ("https://www.news.example/c/", "/a")];
    assert_eq!(set(&news, &batch).await.ok(), counts(3, 0, 0));
    assert_eq!(resolved_url(&news, "/?p=1").await, "https://other.example/");
    assert_eq!(resolved_url(&news, "/c").await, "https://news.example/x");
    news.advance_clock(60);
    assert_eq!(set(&news, &batch).await.ok(), counts(0, 0, 3), "a repeated batch changes nothing");
    assert_eq!(
        set(&news, &[("/a", "/y"), ("/?p=1", "https://other.example/"), ("/d", "/x")]).await.ok(),
        counts(1, 1, 1)
    );
    assert_eq!(
        resolved_url(&news, "/c").await,
        "https://news.example/y",
        "the batch invalidates cached responses"
    );
    let list = news.editor().get(REDIRECTS).await.ok();
    let all: Vec<_> = list["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|redirect| (&redirect["from"], &redirect["version"]))
        .collect();
    let expected =
        [("/?p=1", 1), ("/a", 2), ("/c", 1), ("/d", 1)].map(|(from, version)| (json!(from), json!(version)));
    assert_eq!(all, expected.iter().map(|(from, version)| (from, version)).collect::<Vec<_>>());
    let log = news.admin().get("/v1/editorial/audit-log?target_kind=redirect&limit=100").await.ok();
    let log = log["data"].as_array().unwrap();
    assert_eq!(log.len(), 5);
    let updated = log.iter().find(|entry| entry["action"] == "redirect.update").unwrap();
    assert_eq!(updated["changes"], json!([{"member": "to", "before": "/x", "after": "/y"}]));
    assert_eq!(updated["actor"]["name"], "Edda Editor");
    // A stale write of a redirect reports what the batch changed.
    let path = format!("{REDIRECTS}/{}", list["data"][1]["id"]);
    let stale = news.editor().patch(&path, "\"1\"", json!({"to": "/z"})).await;
    assert_eq!(stale.problem(412, "version-mismatch")["changed"], json!(["to"]));
}

async fn redirects_can_be_written_and_read_as_csv(news: Newsroom) {
    let csv = "\u{feff}to;from;hits\r\n/harbour;\"/?p=1;2\";7\r\n\"/a,b\";/Fähre;\r\n";
    assert_eq!(send(&news, "text/csv; charset=utf-8", csv).await.ok(), counts(2, 0, 0));
    let response = get_csv(&news, "").await;
    assert!(response.expect(200).header("content-type").starts_with("text/csv; charset=utf-8"));
    assert_eq!(response.header("cache-control"), "private, no-store, no-transform");
    assert_eq!(response.text(), "from,to\r\n/?p=1%3B2,/harbour\r\n/F%C3%A4hre,\"/a,b\"\r\n");
    assert_eq!(send(&news, "text/csv", response.body.to_vec()).await.ok(), counts(0, 0, 2));
    let first = get_csv(&news, "?limit=1").await;
    assert_eq!(first.text().lines().count(), 2);
    let next = first.header("link").split(", ").find(|link| link.ends_with("rel=\"next\"")).unwrap();
    let next = next.trim_start_matches('<').split('>').next().unwrap();
    let second = get_csv(&news, next.trim_start_matches(REDIRECTS)).await;
    assert_eq!(second.expect(200).text().lines().nth(1), Some("/F%C3%A4hre,\"/a,b\""));
    let neither = news.editor().request(Method::GET, REDIRECTS).header("Accept", "text/html");
    neither.send().await.problem(406, "not-acceptable");
    let refused = news.editor().get(&format!("{REDIRECTS}?limit=10001")).await;
    assert_eq!(refused.error_sources(400, "invalid-query"), ["limit"]);
}

async fn one_request_writes_or_reads_ten_thousand_redirects(news: Newsroom) {
    let long = "a-story-with-a-rather-long-name-as-newspapers-have-them".repeat(3);
    let redirects: Vec<Value> = (0..10_000)
        .map(|number| json!({"from": format!("/?p={number:05}"), "to": format!("/harbour/{number}/{long}")}))
        .collect();
    let batch = json!({"redirects": redirects});
    assert!(batch.to_string().len() > 1 << 20, "larger than other request bodies may be");
    assert_eq!(news.editor().post(BATCH, batch.clone()).await.ok(), counts(10_000, 0, 0));
    assert_eq!(news.editor().post(BATCH, batch).await.ok(), counts(0, 0, 10_000));
    let response = get_csv(&news, "").await;
    let csv = response.expect(200).text();
    assert_eq!(csv.lines().count(), 10_001);
    assert!(!response.header("link").contains("rel=\"next\""));
    let moved = csv.replace("/harbour/", "/port/");
    assert_eq!(send(&news, "text/csv", moved).await.ok(), counts(0, 10_000, 0));
    assert_eq!(resolved_url(&news, "/?p=09999").await, format!("https://news.example/port/9999/{long}"));
    let all = news.editor().get(&format!("{REDIRECTS}?limit=10000")).await.ok();
    assert_eq!(all["data"].as_array().unwrap().len(), 10_000);
    let too_many = format!("{csv}/one-more,/x\r\n");
    let refused = send(&news, "text/csv", too_many).await;
    assert_eq!(refused.error_sources(422, "invalid-body"), ["/redirects"]);
    let too_large = format!("from,to\n{}", "x".repeat(8 << 20));
    send(&news, "text/csv", too_large).await.problem(413, "too-large");
}

async fn a_batch_with_an_invalid_redirect_changes_nothing(news: Newsroom) {
    let refused = set(
        &news,
        &[
            ("/a", "/x"),
            ("//evil.example/x", "/y"),
            ("/c", "javascript:alert(1)"),
            ("/a/", "/z"),
            ("/e#f", ""),
        ],
    )
    .await;
    let places =
        ["/redirects/1/from", "/redirects/2/to", "/redirects/3/from", "/redirects/4/from", "/redirects/4/to"];
    assert_eq!(refused.error_sources(422, "invalid-body"), places);
    let refused = send(&news, "text/csv", "from,to\n/a,/x\n/b,\n,/c\nd,/e\n").await;
    let places = ["/redirects/1/to", "/redirects/2/from", "/redirects/3/from"];
    assert_eq!(refused.error_sources(422, "invalid-body"), places);
    let faults: Vec<(String, String)> =
        (0..150).map(|number| (format!("bad-{number}"), "/x".to_owned())).collect();
    let faults: Vec<(&str, &str)> = faults.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
    assert_eq!(set(&news, &faults).await.error_sources(422, "invalid-body").len(), 100);
    assert_eq!(
        news.editor().get(REDIRECTS).await.ok()["data"],
        json!([]),
        "the refused batch changes nothing"
    );
}

async fn redirect_loops_in_a_batch_are_refused(news: Newsroom) {
    let loop_of_three = set(&news, &[("/a", "/b"), ("/b", "/c?x"), ("/c", "/a"), ("/d", "/e")]).await;
    let places = ["/redirects/0/to", "/redirects/1/to", "/redirects/2/to"];
    assert_eq!(loop_of_three.error_sources(422, "invalid-body"), places);
    assert_eq!(loop_of_three.json()["errors"][0]["code"], "loop");
    set(&news, &[("/a", "/b"), ("/b", "/c")]).await.ok();
    assert_eq!(
        set(&news, &[("/x", "/y"), ("/c", "/a")]).await.error_sources(422, "invalid-body"),
        ["/redirects/1/to"]
    );
    // A batch that reverses the whole chain makes no loop.
    assert_eq!(set(&news, &[("/b", "/a"), ("/c", "/b"), ("/a", "/start")]).await.ok(), counts(1, 2, 0));
    assert_eq!(resolved_url(&news, "/c").await, "https://news.example/start");
    let names: Vec<String> = (0..12).map(|number| format!("/step-{number}")).collect();
    let chain: Vec<(&str, &str)> =
        names.windows(2).map(|pair| (pair[0].as_str(), pair[1].as_str())).collect();
    let long = set(&news, &chain).await;
    assert_eq!(long.error_sources(422, "invalid-body"), ["/redirects/0/to"]);
    assert_eq!(long.json()["errors"][0]["code"], "too-long-a-way");
    assert_eq!(set(&news, &chain[1..]).await.ok(), counts(10, 0, 0));
    assert_eq!(resolved_url(&news, "/step-1").await, "https://news.example/step-11");
}

async fn an_invalid_batch_is_refused(news: Newsroom) {
    for body in [json!({}), json!({"redirects": []}), json!({"redirects": null}), json!({"redirects": {}})] {
        let refused = news.editor().post(BATCH, body.clone()).await;
        assert_eq!(refused.error_sources(422, "invalid-body"), ["/redirects"], "{body}");
    }
    let unknown = json!({"redirects": [{"from": "/a", "to": "/b", "status": 301}, {"from": 1, "to": "/b"}]});
    let places = ["/redirects/0/status", "/redirects/1/from"];
    assert_eq!(news.editor().post(BATCH, unknown).await.error_sources(422, "invalid-body"), places);
    for csv in ["", "from,to\n", "/a,/b\n", "from\n/a\n", "from,to\n/a\n", "from,to\n/\0,/a\n"] {
        let refused = send(&news, "text/csv", csv).await;
        let place = if csv == "from,to\n" { "/redirects" } else { "" };
        assert_eq!(refused.error_sources(422, "invalid-body"), [place], "{csv:?}");
    }
    send(&news, "text/csv", *b"from,to\n/\xff,/a\n").await.error_sources(422, "invalid-body");
    send(&news, "text/csv; charset=utf-16", "from,to\n").await.problem(415, "unsupported-media-type");
    send(&news, "text/plain", "from,to\n").await.problem(415, "unsupported-media-type");
    send(&news, "application/json", "from,to\n").await.problem(400, "invalid-json");
    let query = news.editor().post(&format!("{BATCH}?atomic=true"), json!({"redirects": []})).await;
    assert_eq!(query.error_sources(400, "invalid-query"), ["atomic"]);
}
