//! Many redirects at once, as JSON and as a table.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::harness::{Answer, Newsroom, scenarios};

scenarios![
    many_redirects_are_set_at_once,
    a_table_of_redirects_is_set_and_read_back,
    ten_thousand_redirects_come_and_go_in_one_request,
    one_bad_redirect_keeps_the_others_out,
    redirects_of_one_batch_never_lead_in_a_circle,
    a_bad_batch_is_refused_by_name,
];

const REDIRECTS: &str = "/v1/editorial/redirects";
const BATCH: &str = "/v1/editorial/redirects/batch";

async fn send(news: &Newsroom, media_type: &str, body: impl Into<Vec<u8>>) -> Answer {
    news.editor().request(Method::POST, BATCH).header("Content-Type", media_type).bytes(body).send().await
}

async fn set(news: &Newsroom, redirects: &[(&str, &str)]) -> Answer {
    let redirects: Vec<Value> = redirects.iter().map(|(from, to)| json!({"from": from, "to": to})).collect();
    news.editor().post(BATCH, json!({"redirects": redirects})).await
}

async fn table(news: &Newsroom, query: &str) -> Answer {
    let request = news.editor().request(Method::GET, &format!("{REDIRECTS}{query}"));
    request.header("Accept", "text/csv").send().await
}

async fn leads(news: &Newsroom, url: &str) -> Value {
    news.reader().get(&format!("/v1/resolve?url={}", url.replace('?', "%3F"))).await.ok()["url"].clone()
}

fn counts(created: usize, updated: usize, unchanged: usize) -> Value {
    json!({"created": created, "updated": updated, "unchanged": unchanged})
}

async fn many_redirects_are_set_at_once(news: Newsroom) {
    let batch = [("/a", "/x"), ("/?p=1", "https://other.example/"), ("https://www.news.example/c/", "/a")];
    assert_eq!(set(&news, &batch).await.ok(), counts(3, 0, 0));
    assert_eq!(leads(&news, "/?p=1").await, "https://other.example/");
    assert_eq!(leads(&news, "/c").await, "https://news.example/x");
    news.pass(60);
    assert_eq!(set(&news, &batch).await.ok(), counts(0, 0, 3), "the same again is nothing new");
    assert_eq!(
        set(&news, &[("/a", "/y"), ("/?p=1", "https://other.example/"), ("/d", "/x")]).await.ok(),
        counts(1, 1, 1)
    );
    assert_eq!(leads(&news, "/c").await, "https://news.example/y", "kept answers are made anew");
    let list = news.editor().get(REDIRECTS).await.ok();
    let all: Vec<_> =
        list["data"].as_array().unwrap().iter().map(|one| (&one["from"], &one["version"])).collect();
    let expected =
        [("/?p=1", 1), ("/a", 2), ("/c", 1), ("/d", 1)].map(|(from, version)| (json!(from), json!(version)));
    assert_eq!(all, expected.iter().map(|(from, version)| (from, version)).collect::<Vec<_>>());
    let log = news.admin().get("/v1/editorial/audit-log?target_kind=redirect&limit=100").await.ok();
    let log = log["data"].as_array().unwrap();
    assert_eq!(log.len(), 5);
    let updated = log.iter().find(|entry| entry["action"] == "redirect.update").unwrap();
    assert_eq!(updated["changes"], json!([{"member": "to", "before": "/x", "after": "/y"}]));
    assert_eq!(updated["actor"]["name"], "Edda Editor");
    // A version that somebody has read before is told what has changed since.
    let path = format!("{REDIRECTS}/{}", list["data"][1]["id"]);
    let stale = news.editor().patch(&path, "\"1\"", json!({"to": "/z"})).await;
    assert_eq!(stale.problem(412, "version-mismatch")["changed"], json!(["to"]));
}

async fn a_table_of_redirects_is_set_and_read_back(news: Newsroom) {
    let csv = "\u{feff}to;from;hits\r\n/harbour;\"/?p=1;2\";7\r\n\"/a,b\";/Fähre;\r\n";
    assert_eq!(send(&news, "text/csv; charset=utf-8", csv).await.ok(), counts(2, 0, 0));
    let answer = table(&news, "").await;
    assert!(answer.expect(200).header("content-type").starts_with("text/csv; charset=utf-8"));
    assert_eq!(answer.header("cache-control"), "private, no-store");
    assert_eq!(answer.text(), "from,to\r\n/?p=1%3B2,/harbour\r\n/F%C3%A4hre,\"/a,b\"\r\n");
    assert_eq!(send(&news, "text/csv", answer.body.to_vec()).await.ok(), counts(0, 0, 2));
    let first = table(&news, "?limit=1").await;
    assert_eq!(first.text().lines().count(), 2);
    let next = first.header("link").split(", ").find(|link| link.ends_with("rel=\"next\"")).unwrap();
    let next = next.trim_start_matches('<').split('>').next().unwrap();
    let second = table(&news, next.trim_start_matches(REDIRECTS)).await;
    assert_eq!(second.expect(200).text().lines().nth(1), Some("/F%C3%A4hre,\"/a,b\""));
    let neither = news.editor().request(Method::GET, REDIRECTS).header("Accept", "text/html");
    neither.send().await.problem(406, "not-acceptable");
    let refused = news.editor().get(&format!("{REDIRECTS}?limit=10001")).await;
    assert_eq!(refused.culprits(400, "invalid-query"), ["limit"]);
}

async fn ten_thousand_redirects_come_and_go_in_one_request(news: Newsroom) {
    let long = "a-story-with-a-rather-long-name-as-newspapers-have-them".repeat(3);
    let redirects: Vec<Value> = (0..10_000)
        .map(|number| json!({"from": format!("/?p={number:05}"), "to": format!("/harbour/{number}/{long}")}))
        .collect();
    let batch = json!({"redirects": redirects});
    assert!(batch.to_string().len() > 1 << 20, "more than other bodies may have");
    assert_eq!(news.editor().post(BATCH, batch.clone()).await.ok(), counts(10_000, 0, 0));
    assert_eq!(news.editor().post(BATCH, batch).await.ok(), counts(0, 0, 10_000));
    let answer = table(&news, "").await;
    let csv = answer.expect(200).text();
    assert_eq!(csv.lines().count(), 10_001);
    assert!(!answer.header("link").contains("rel=\"next\""));
    let moved = csv.replace("/harbour/", "/port/");
    assert_eq!(send(&news, "text/csv", moved).await.ok(), counts(0, 10_000, 0));
    assert_eq!(leads(&news, "/?p=09999").await, format!("https://news.example/port/9999/{long}"));
    let all = news.editor().get(&format!("{REDIRECTS}?limit=10000")).await.ok();
    assert_eq!(all["data"].as_array().unwrap().len(), 10_000);
    let too_many = format!("{csv}/one-more,/x\r\n");
    let refused = send(&news, "text/csv", too_many).await;
    assert_eq!(refused.culprits(422, "invalid-body"), ["/redirects"]);
    let too_large = format!("from,to\n{}", "x".repeat(8 << 20));
    send(&news, "text/csv", too_large).await.problem(413, "too-large");
}

async fn one_bad_redirect_keeps_the_others_out(news: Newsroom) {
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
    assert_eq!(refused.culprits(422, "invalid-body"), places);
    let refused = send(&news, "text/csv", "from,to\n/a,/x\n/b,\n,/c\nd,/e\n").await;
    let places = ["/redirects/1/to", "/redirects/2/from", "/redirects/3/from"];
    assert_eq!(refused.culprits(422, "invalid-body"), places);
    let faults: Vec<(String, String)> =
        (0..150).map(|number| (format!("bad-{number}"), "/x".to_owned())).collect();
    let faults: Vec<(&str, &str)> = faults.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
    assert_eq!(set(&news, &faults).await.culprits(422, "invalid-body").len(), 100);
    assert_eq!(news.editor().get(REDIRECTS).await.ok()["data"], json!([]), "nothing was kept");
}

async fn redirects_of_one_batch_never_lead_in_a_circle(news: Newsroom) {
    let circle = set(&news, &[("/a", "/b"), ("/b", "/c?x"), ("/c", "/a"), ("/d", "/e")]).await;
    let places = ["/redirects/0/to", "/redirects/1/to", "/redirects/2/to"];
    assert_eq!(circle.culprits(422, "invalid-body"), places);
    assert_eq!(circle.json()["errors"][0]["code"], "loop");
    set(&news, &[("/a", "/b"), ("/b", "/c")]).await.ok();
    assert_eq!(
        set(&news, &[("/x", "/y"), ("/c", "/a")]).await.culprits(422, "invalid-body"),
        ["/redirects/1/to"]
    );
    // Turned round as a whole they lead nowhere twice.
    assert_eq!(set(&news, &[("/b", "/a"), ("/c", "/b"), ("/a", "/start")]).await.ok(), counts(1, 2, 0));
    assert_eq!(leads(&news, "/c").await, "https://news.example/start");
    let names: Vec<String> = (0..12).map(|number| format!("/step-{number}")).collect();
    let chain: Vec<(&str, &str)> =
        names.windows(2).map(|pair| (pair[0].as_str(), pair[1].as_str())).collect();
    let long = set(&news, &chain).await;
    assert_eq!(long.culprits(422, "invalid-body"), ["/redirects/0/to"]);
    assert_eq!(long.json()["errors"][0]["code"], "too-long-a-way");
    assert_eq!(set(&news, &chain[1..]).await.ok(), counts(10, 0, 0));
    assert_eq!(leads(&news, "/step-1").await, "https://news.example/step-11");
}

async fn a_bad_batch_is_refused_by_name(news: Newsroom) {
    for body in [json!({}), json!({"redirects": []}), json!({"redirects": null}), json!({"redirects": {}})] {
        let refused = news.editor().post(BATCH, body.clone()).await;
        assert_eq!(refused.culprits(422, "invalid-body"), ["/redirects"], "{body}");
    }
    let unknown = json!({"redirects": [{"from": "/a", "to": "/b", "status": 301}, {"from": 1, "to": "/b"}]});
    let places = ["/redirects/0/status", "/redirects/1/from"];
    assert_eq!(news.editor().post(BATCH, unknown).await.culprits(422, "invalid-body"), places);
    for csv in ["", "from,to\n", "/a,/b\n", "from\n/a\n", "from,to\n/a\n", "from,to\n/\0,/a\n"] {
        let refused = send(&news, "text/csv", csv).await;
        let place = if csv == "from,to\n" { "/redirects" } else { "" };
        assert_eq!(refused.culprits(422, "invalid-body"), [place], "{csv:?}");
    }
    send(&news, "text/csv", *b"from,to\n/\xff,/a\n").await.culprits(422, "invalid-body");
    send(&news, "text/csv; charset=utf-16", "from,to\n").await.problem(415, "unsupported-media-type");
    send(&news, "text/plain", "from,to\n").await.problem(415, "unsupported-media-type");
    send(&news, "application/json", "from,to\n").await.problem(400, "invalid-json");
    let query = news.editor().post(&format!("{BATCH}?atomic=true"), json!({"redirects": []})).await;
    assert_eq!(query.culprits(400, "invalid-query"), ["atomic"]);
}
