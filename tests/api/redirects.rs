//! Redirects, from both wings.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use crate::harness::{Answer, Newsroom, scenarios};

scenarios![
    a_redirect_is_set_read_changed_and_deleted,
    an_address_has_one_redirect_however_it_is_written,
    what_lies_at_the_address_goes_before_its_redirect,
    redirects_are_followed_to_the_thing_they_lead_to,
    a_redirect_may_begin_with_a_query,
    redirects_never_lead_in_a_circle,
    a_bad_redirect_is_refused_by_name,
    redirects_are_for_editors,
    redirects_are_listed_in_pages,
    every_redirect_is_in_the_log,
];

const REDIRECTS: &str = "/v1/editorial/redirects";

async fn resolve(news: &Newsroom, url: &str) -> Answer {
    news.reader().get(&format!("/v1/resolve?url={}", utf8_percent_encode(url, NON_ALPHANUMERIC))).await
}

async fn set(news: &Newsroom, from: &str, to: &str) -> Answer {
    news.editor().post(REDIRECTS, json!({"from": from, "to": to})).await
}

/// Where readers of an address are sent.
async fn leads(news: &Newsroom, url: &str) -> Value {
    resolve(news, url).await.ok()["url"].clone()
}

async fn a_redirect_is_set_read_changed_and_deleted(news: Newsroom) {
    let old = "/2019/05/old-harbour.html";
    resolve(&news, old).await.problem(404, "not-found");
    let answer = set(&news, old, "https://archive.example/harbour?x=1#top").await;
    let (redirect, path) = (answer.created(), answer.header("location").to_owned());
    assert_eq!(news.editor().get(&path).await.ok(), redirect);
    let found =
        json!({"kind": "redirect", "id": redirect["id"], "url": "https://archive.example/harbour?x=1#top"});
    assert_eq!(resolve(&news, &format!("{old}?page=2")).await.ok(), found);
    let changed = news.editor().patch(&path, &answer.etag(), json!({"to": "/port?x=1"})).await;
    assert_eq!((&changed.ok()["from"], &changed.ok()["to"]), (&json!(old), &json!("/port?x=1")));
    assert_eq!(
        leads(&news, old).await,
        "https://news.example/port?x=1",
        "although nothing is known to lie there"
    );
    let moved = news.editor().patch(&path, &changed.etag(), json!({"from": "/2019/older"})).await;
    resolve(&news, old).await.problem(404, "not-found");
    assert_eq!(leads(&news, "/2019/older").await, "https://news.example/port?x=1");
    let stale = news.editor().patch(&path, &answer.etag(), json!({"to": "/"})).await;
    assert_eq!(stale.problem(412, "version-mismatch")["changed"], json!(["from", "to"]));
    news.editor().delete(&path, &answer.etag()).await.problem(412, "version-mismatch");
    news.editor().delete(&path, &moved.etag()).await.expect(204);
    resolve(&news, "/2019/older").await.problem(404, "not-found");
    news.editor().get(&path).await.problem(404, "not-found");
}

async fn an_address_has_one_redirect_however_it_is_written(news: Newsroom) {
    let redirect = set(&news, "https://news.example/a/../F%c3%a4hre%2f1/", "/harbour/").await.created();
    assert_eq!((&redirect["from"], &redirect["to"]), (&json!("/F%C3%A4hre%2F1"), &json!("/harbour")));
    for same in ["/Fähre%2F1", "/F%C3%A4hre%2f1/", "/x/../Fähre%2F1", "https://news.example/Fähre%2F1"] {
        let twin = set(&news, same, "/elsewhere").await;
        assert_eq!(twin.culprits(409, "path-taken"), ["/from"], "{same}");
        assert_eq!(leads(&news, same).await, "https://news.example/harbour", "{same}");
    }
    resolve(&news, "/fähre%2F1").await.problem(404, "not-found");
    resolve(&news, "/Fähre/1").await.problem(404, "not-found");
    let other = set(&news, "/other", "/elsewhere").await;
    let onto =
        news.editor().patch(other.header("location"), &other.etag(), json!({"from": "/Fähre%2F1"})).await;
    assert_eq!(onto.culprits(409, "path-taken"), ["/from"]);
}

async fn what_lies_at_the_address_goes_before_its_redirect(news: Newsroom) {
    let desk = news.desk().await;
    let id = news.publish_with(&desk, json!({"slug": "storm"})).await;
    let page = format!("/harbour/{id}/storm");
    for from in [&page, "/harbour", "/tags/ferries", "/authors/ada-marlow"] {
        set(&news, from, "/elsewhere").await.created();
        assert_eq!(leads(&news, from).await, format!("https://news.example{from}"));
    }
    let etag = news.editor().etag_of(&format!("/v1/editorial/articles/{id}")).await;
    let withdrawn = news.editor().transition(id, &etag, "withdraw").await;
    assert_eq!(leads(&news, &page).await, "https://news.example/elsewhere");
    let published = news.editor().transition(id, &withdrawn.etag(), "publish").await;
    assert_eq!(leads(&news, &page).await, format!("https://news.example{page}"));
    // What was taken back for good is gone for everybody, whatever was set before.
    let kill = json!({"to": "kill", "reason": "Wrong."});
    news.admin().step(id, &published.etag(), kill).await.ok();
    resolve(&news, &page).await.problem(410, "killed");
    set(&news, "/old-storm", &page).await.created();
    resolve(&news, "/old-storm").await.problem(410, "killed");
}

async fn redirects_are_followed_to_the_thing_they_lead_to(news: Newsroom) {
    let desk = news.desk().await;
    let id = news.publish_with(&desk, json!({"slug": "storm"})).await;
    set(&news, "/one", "/two?from=one").await.created();
    set(&news, "/two", &format!("https://news.example/harbour/{id}/storm#top")).await.created();
    let there =
        json!({"kind": "article", "id": id, "url": format!("https://news.example/harbour/{id}/storm")});
    assert_eq!(resolve(&news, "/one").await.ok(), there);
    news.rename(id, "gale").await;
    assert_eq!(leads(&news, "/one").await, format!("https://news.example/harbour/{id}/gale"));
}

async fn a_redirect_may_begin_with_a_query(news: Newsroom) {
    let desk = news.desk().await;
    let id = news.publish_with(&desk, json!({"slug": "storm"})).await;
    let storm = format!("https://news.example/harbour/{id}/storm");
    let old = set(&news, "https://www.news.example/?p=123", &storm).await.created();
    assert_eq!((&old["from"], &old["to"]), (&json!("/?p=123"), &json!(format!("/harbour/{id}/storm"))));
    set(&news, "/index.php?id=7&view=x y", "/harbour").await.created();
    set(&news, "/index.php", "/tags/ferries").await.created();
    set(&news, "/harbour?story=1", &storm).await.created();
    for (address, target) in [
        ("/?p=123", storm.as_str()),
        ("http://news.example/?p=123#top", &storm),
        ("https://news.example?p=%3123&utm_source=mail&fbclid=x", &storm),
        ("/index.php?view=x+y&id=7", "https://news.example/harbour"),
        ("/index.php?id=8", "https://news.example/tags/ferries"),
        ("/index.php?id=7", "https://news.example/tags/ferries"),
        ("/harbour?story=1", &storm),
        ("/harbour?story=2", "https://news.example/harbour"),
    ] {
        assert_eq!(leads(&news, address).await, target, "{address}");
    }
    for nothing in ["/", "/?p=12", "/?p=1234", "/?q=123", "/?p=123&page=2"] {
        resolve(&news, nothing).await.problem(404, "not-found");
    }
    assert_eq!(set(&news, "/?&p=123", "/x").await.culprits(409, "path-taken"), ["/from"]);
    // A kept answer goes when a redirect comes.
    set(&news, "/?p=1234", "/harbour").await.created();
    assert_eq!(leads(&news, "/?p=1234").await, "https://news.example/harbour");
    set(&news, "/harbour?story=2", &storm).await.created();
    assert_eq!(leads(&news, "/harbour?story=2").await, storm);
    for (from, to) in [("/?a=1", "/?a=1&utm_source=x"), ("/?a=1", "/?a=1"), ("/harbour?b", "/harbour?b=#x")] {
        assert_eq!(set(&news, from, to).await.culprits(422, "invalid-body"), ["/to"], "{from} to {to}");
    }
    set(&news, "/loop", "/?l=1").await.created();
    assert_eq!(set(&news, "/?l=1", "/loop?x").await.culprits(422, "invalid-body"), ["/to"]);
}

async fn redirects_never_lead_in_a_circle(news: Newsroom) {
    assert_eq!(set(&news, "/a", "/a/?again").await.culprits(422, "invalid-body"), ["/to"]);
    let first = set(&news, "/a", "/b").await;
    set(&news, "/b", "/c").await.created();
    let back = set(&news, "/c", "https://news.example/a#top").await;
    let fault = &back.problem(422, "invalid-body")["errors"][0];
    assert_eq!((&fault["pointer"], &fault["code"]), (&json!("/to"), &json!("loop")));
    let third = set(&news, "/c", "/d").await;
    let turned = news.editor().patch(third.header("location"), &third.etag(), json!({"to": "/b"})).await;
    assert_eq!(turned.culprits(422, "invalid-body"), ["/to"]);
    assert_eq!(leads(&news, "/a").await, "https://news.example/d");
    // Turned round as a whole it leads nowhere twice.
    let round =
        news.editor().patch(first.header("location"), &first.etag(), json!({"from": "/d", "to": "/a"})).await;
    assert_eq!(round.ok()["to"], "/a");
    for number in 0..11 {
        set(&news, &format!("/step-{number}"), &format!("/step-{}", number + 1)).await.created();
    }
    assert_eq!(leads(&news, "/step-0").await, "https://news.example/step-11");
    let far = set(&news, "/far", "/step-0").await;
    let fault = &far.problem(422, "invalid-body")["errors"][0];
    assert_eq!((&fault["pointer"], &fault["code"]), (&json!("/to"), &json!("too-long-a-way")));
}

async fn a_bad_redirect_is_refused_by_name(news: Newsroom) {
    for from in [
        "",
        "old",
        "//evil.example/x",
        "/\\evil.example",
        "https://evil.example/x",
        "https://news.example:8443/x",
        "/x#top",
        "/x?page=2#top",
        "/%ff",
        "javascript:alert(1)",
        "?x",
    ] {
        assert_eq!(set(&news, from, "/x").await.culprits(422, "invalid-body"), ["/from"], "{from}");
    }
    for to in [
        "",
        "harbour",
        "//evil.example/x",
        "/\\evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://news.example/x",
        "https://me:pw@evil.example/x",
        "http://",
        "/%ff",
    ] {
        assert_eq!(set(&news, "/x", to).await.culprits(422, "invalid-body"), ["/to"], "{to}");
    }
    let long = format!("/{}", "x".repeat(2048));
    let too_long = set(&news, &long, &long).await;
    assert_eq!(too_long.culprits(422, "invalid-body"), ["/from", "/to"]);
    for fault in too_long.json()["errors"].as_array().unwrap() {
        assert_eq!(fault["detail"], "must be at most 2048 characters long");
    }
    let spelled = format!("/{}", "é".repeat(1000));
    assert_eq!(set(&news, &spelled, &spelled).await.culprits(422, "invalid-body"), ["/from", "/to"]);
    let wrong = news.editor().post(REDIRECTS, json!({"from": 1, "status": 302})).await;
    assert_eq!(wrong.culprits(422, "invalid-body"), ["/from", "/status", "/to"]);
    assert_eq!(news.editor().get(REDIRECTS).await.ok()["data"], json!([]), "nothing was kept");
}

async fn redirects_are_for_editors(news: Newsroom) {
    let path = set(&news, "/a", "/b").await.header("location").to_owned();
    for client in [news.reporter(), news.moderator()] {
        client.get(REDIRECTS).await.problem(403, "forbidden");
        client.get(&path).await.problem(403, "forbidden");
        client.post(REDIRECTS, json!({"from": "/c", "to": "/d"})).await.problem(403, "forbidden");
        let batch = json!({"redirects": [{"from": "/c", "to": "/d"}]});
        client.post(&format!("{REDIRECTS}/batch"), batch).await.problem(403, "forbidden");
        client.patch(&path, "*", json!({"to": "/c"})).await.problem(403, "forbidden");
        client.delete(&path, "*").await.problem(403, "forbidden");
    }
    news.reader().get(REDIRECTS).await.problem(401, "unauthenticated");
}

async fn redirects_are_listed_in_pages(news: Newsroom) {
    for from in ["/b", "/a", "/B", "/c"] {
        set(&news, from, "/x").await.created();
    }
    let mut seen = Vec::new();
    let mut next = format!("{REDIRECTS}?limit=3");
    for _ in 0..2 {
        let page = news.editor().get(&next).await.ok();
        seen.extend(page["data"].as_array().unwrap().iter().map(|redirect| redirect["from"].clone()));
        next = format!(
            "{REDIRECTS}?limit=3&cursor={}",
            page["page"]["next_cursor"].as_str().unwrap_or_default()
        );
    }
    assert_eq!(seen, ["/B", "/a", "/b", "/c"]);
}

async fn every_redirect_is_in_the_log(news: Newsroom) {
    let made = set(&news, "/a", "/b").await;
    let path = made.header("location").to_owned();
    let same = news.editor().patch(&path, &made.etag(), json!({"to": "/b"})).await;
    let changed = news.editor().patch(&path, &same.etag(), json!({"to": "/c"})).await;
    news.editor().delete(&path, &changed.etag()).await.expect(204);
    let log = news.admin().get("/v1/editorial/audit-log?target_kind=redirect").await.ok();
    let actions: Vec<_> =
        log["data"].as_array().unwrap().iter().map(|entry| entry["action"].clone()).collect();
    assert_eq!(actions, ["redirect.delete", "redirect.update", "redirect.create"]);
    assert_eq!(log["data"][1]["changes"], json!([{"member": "to", "before": "/b", "after": "/c"}]));
}
