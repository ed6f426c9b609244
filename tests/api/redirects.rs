//! Redirects, in the delivery API and in the editorial API.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use crate::harness::{Newsroom, Response, scenarios};

scenarios![
    a_redirect_can_be_created_read_changed_and_deleted,
    a_path_has_one_redirect_in_every_spelling,
    a_published_resource_takes_precedence_over_a_redirect,
    redirects_are_followed_to_their_final_target,
    a_redirect_may_have_a_query_in_its_start,
    redirect_loops_are_refused,
    an_invalid_redirect_is_refused,
    only_editors_can_manage_redirects,
    redirects_are_listed_in_pages,
    every_redirect_change_is_logged,
];

const REDIRECTS: &str = "/v1/editorial/redirects";

async fn resolve(news: &Newsroom, url: &str) -> Response {
    news.reader().get(&format!("/v1/resolve?url={}", utf8_percent_encode(url, NON_ALPHANUMERIC))).await
}

async fn create(news: &Newsroom, from: &str, to: &str) -> Response {
    news.editor().post(REDIRECTS, json!({"from": from, "to": to})).await
}

/// The URL that a path resolves to.
async fn resolved_url(news: &Newsroom, url: &str) -> Value {
    resolve(news, url).await.ok()["url"].clone()
}

async fn a_redirect_can_be_created_read_changed_and_deleted(news: Newsroom) {
    let old_path = "/2019/05/old-harbour.html";
    resolve(&news, old_path).await.problem(404, "not-found");
    let response = create(&news, old_path, "https://archive.example/harbour?x=1#top").await;
    let (redirect, path) = (response.created(), response.header("location").to_owned());
    assert_eq!(news.editor().get(&path).await.ok(), redirect);
    let expected =
        json!({"kind": "redirect", "id": redirect["id"], "url": "https://archive.example/harbour?x=1#top"});
    assert_eq!(resolve(&news, &format!("{old_path}?page=2")).await.ok(), expected);
    let changed = news.editor().patch(&path, &response.etag(), json!({"to": "/port?x=1"})).await;
    assert_eq!((&changed.ok()["from"], &changed.ok()["to"]), (&json!(old_path), &json!("/port?x=1")));
    assert_eq!(
        resolved_url(&news, old_path).await,
        "https://news.example/port?x=1",
        "the target does not have to exist"
    );
    let moved = news.editor().patch(&path, &changed.etag(), json!({"from": "/2019/older"})).await;
    resolve(&news, old_path).await.problem(404, "not-found");
    assert_eq!(resolved_url(&news, "/2019/older").await, "https://news.example/port?x=1");
    let stale = news.editor().patch(&path, &response.etag(), json!({"to": "/"})).await;
    assert_eq!(stale.problem(412, "version-mismatch")["changed"], json!(["from", "to"]));
    news.editor().delete(&path, &response.etag()).await.problem(412, "version-mismatch");
    news.editor().delete(&path, &moved.etag()).await.expect(204);
    resolve(&news, "/2019/older").await.problem(404, "not-found");
    news.editor().get(&path).await.problem(404, "not-found");
}

async fn a_path_has_one_redirect_in_every_spelling(news: Newsroom) {
    let redirect = create(&news, "https://news.example/a/../F%c3%a4hre%2f1/", "/harbour/").await.created();
    assert_eq!((&redirect["from"], &redirect["to"]), (&json!("/F%C3%A4hre%2F1"), &json!("/harbour")));
    for spelling in ["/Fähre%2F1", "/F%C3%A4hre%2f1/", "/x/../Fähre%2F1", "https://news.example/Fähre%2F1"]
    {
        let duplicate = create(&news, spelling, "/elsewhere").await;
        assert_eq!(duplicate.error_sources(409, "path-taken"), ["/from"], "{spelling}");
        assert_eq!(resolved_url(&news, spelling).await, "https://news.example/harbour", "{spelling}");
    }
    resolve(&news, "/fähre%2F1").await.problem(404, "not-found");
    resolve(&news, "/Fähre/1").await.problem(404, "not-found");
    let other = create(&news, "/other", "/elsewhere").await;
    let change_to_taken_path =
        news.editor().patch(other.header("location"), &other.etag(), json!({"from": "/Fähre%2F1"})).await;
    assert_eq!(change_to_taken_path.error_sources(409, "path-taken"), ["/from"]);
}

async fn a_published_resource_takes_precedence_over_a_redirect(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish_with(&taxonomy, json!({"slug": "storm"})).await;
    let page = format!("/harbour/{id}/storm");
    for from in [&page, "/harbour", "/tags/ferries", "/authors/ada-marlow"] {
        create(&news, from, "/elsewhere").await.created();
        assert_eq!(resolved_url(&news, from).await, format!("https://news.example{from}"));
    }
    let etag = news.editor().etag_of(&format!("/v1/editorial/articles/{id}")).await;
    let withdrawn = news.editor().transition(id, &etag, "withdraw").await;
    assert_eq!(resolved_url(&news, &page).await, "https://news.example/elsewhere");
    let published = news.editor().transition(id, &withdrawn.etag(), "publish").await;
    assert_eq!(resolved_url(&news, &page).await, format!("https://news.example{page}"));
    // A killed article takes precedence over the redirect.
    let kill = json!({"to": "kill", "reason": "Wrong."});
    news.admin().transition_with(id, &published.etag(), kill).await.ok();
    resolve(&news, &page).await.problem(410, "killed");
    create(&news, "/old-storm", &page).await.created();
    resolve(&news, "/old-storm").await.problem(410, "killed");
}

async fn redirects_are_followed_to_their_final_target(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish_with(&taxonomy, json!({"slug": "storm"})).await;
    create(&news, "/one", "/two?from=one").await.created();
    create(&news, "/two", &format!("https://news.example/harbour/{id}/storm#top")).await.created();
    let article =
        json!({"kind": "article", "id": id, "url": format!("https://news.example/harbour/{id}/storm")});
    assert_eq!(resolve(&news, "/one").await.ok(), article);
    news.change_slug(id, "gale").await;
    assert_eq!(resolved_url(&news, "/one").await, format!("https://news.example/harbour/{id}/gale"));
}

async fn a_redirect_may_have_a_query_in_its_start(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish_with(&taxonomy, json!({"slug": "storm"})).await;
    let storm = format!("https://news.example/harbour/{id}/storm");
    let old = create(&news, "https://www.news.example/?p=123", &storm).await.created();
    assert_eq!((&old["from"], &old["to"]), (&json!("/?p=123"), &json!(format!("/harbour/{id}/storm"))));
    create(&news, "/index.php?id=7&view=x y", "/harbour").await.created();
    create(&news, "/index.php", "/tags/ferries").await.created();
    create(&news, "/harbour?story=1", &storm).await.created();
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
        assert_eq!(resolved_url(&news, address).await, target, "{address}");
    }
    for unknown in ["/", "/?p=12", "/?p=1234", "/?q=123", "/?p=123&page=2"] {
        resolve(&news, unknown).await.problem(404, "not-found");
    }
    assert_eq!(create(&news, "/?&p=123", "/x").await.error_sources(409, "path-taken"), ["/from"]);
    // A new redirect invalidates the cached response.
    create(&news, "/?p=1234", "/harbour").await.created();
    assert_eq!(resolved_url(&news, "/?p=1234").await, "https://news.example/harbour");
    create(&news, "/harbour?story=2", &storm).await.created();
    assert_eq!(resolved_url(&news, "/harbour?story=2").await, storm);
    for (from, to) in [("/?a=1", "/?a=1&utm_source=x"), ("/?a=1", "/?a=1"), ("/harbour?b", "/harbour?b=#x")] {
        assert_eq!(
            create(&news, from, to).await.error_sources(422, "invalid-body"),
            ["/to"],
            "{from} to {to}"
        );
    }
    create(&news, "/loop", "/?l=1").await.created();
    assert_eq!(create(&news, "/?l=1", "/loop?x").await.error_sources(422, "invalid-body"), ["/to"]);
}

async fn redirect_loops_are_refused(news: Newsroom) {
    assert_eq!(create(&news, "/a", "/a/?again").await.error_sources(422, "invalid-body"), ["/to"]);
    let first = create(&news, "/a", "/b").await;
    create(&news, "/b", "/c").await.created();
    let loop_of_three = create(&news, "/c", "https://news.example/a#top").await;
    let error = &loop_of_three.problem(422, "invalid-body")["errors"][0];
    assert_eq!((&error["pointer"], &error["code"]), (&json!("/to"), &json!("loop")));
    let third = create(&news, "/c", "/d").await;
    let loop_of_two = news.editor().patch(third.header("location"), &third.etag(), json!({"to": "/b"})).await;
    assert_eq!(loop_of_two.error_sources(422, "invalid-body"), ["/to"]);
    assert_eq!(resolved_url(&news, "/a").await, "https://news.example/d");
    // A change of both members that makes no loop is accepted.
    let reversed =
        news.editor().patch(first.header("location"), &first.etag(), json!({"from": "/d", "to": "/a"})).await;
    assert_eq!(reversed.ok()["to"], "/a");
    for number in 0..11 {
        create(&news, &format!("/step-{number}"), &format!("/step-{}", number + 1)).await.created();
    }
    assert_eq!(resolved_url(&news, "/step-0").await, "https://news.example/step-11");
    let too_many_hops = create(&news, "/far", "/step-0").await;
    let error = &too_many_hops.problem(422, "invalid-body")["errors"][0];
    assert_eq!((&error["pointer"], &error["code"]), (&json!("/to"), &json!("too-long-a-way")));
}

async fn an_invalid_redirect_is_refused(news: Newsroom) {
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
        assert_eq!(create(&news, from, "/x").await.error_sources(422, "invalid-body"), ["/from"], "{from}");
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
        assert_eq!(create(&news, "/x", to).await.error_sources(422, "invalid-body"), ["/to"], "{to}");
    }
    let long = format!("/{}", "x".repeat(2048));
    let too_long = create(&news, &long, &long).await;
    assert_eq!(too_long.error_sources(422, "invalid-body"), ["/from", "/to"]);
    for error in too_long.json()["errors"].as_array().unwrap() {
        assert_eq!(error["detail"], "must be at most 2048 characters long");
    }
    let too_long_when_encoded = format!("/{}", "é".repeat(1000));
    assert_eq!(
        create(&news, &too_long_when_encoded, &too_long_when_encoded)
            .await
            .error_sources(422, "invalid-body"),
        ["/from", "/to"]
    );
    let wrong = news.editor().post(REDIRECTS, json!({"from": 1, "status": 302})).await;
    assert_eq!(wrong.error_sources(422, "invalid-body"), ["/from", "/status", "/to"]);
    assert_eq!(news.editor().get(REDIRECTS).await.ok()["data"], json!([]), "no redirect was stored");
}

async fn only_editors_can_manage_redirects(news: Newsroom) {
    let path = create(&news, "/a", "/b").await.header("location").to_owned();
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
        create(&news, from, "/x").await.created();
    }
    let mut paths = Vec::new();
    let mut next = format!("{REDIRECTS}?limit=3");
    for _ in 0..2 {
        let page = news.editor().get(&next).await.ok();
        paths.extend(page["data"].as_array().unwrap().iter().map(|redirect| redirect["from"].clone()));
        next = format!(
            "{REDIRECTS}?limit=3&cursor={}",
            page["page"]["next_cursor"].as_str().unwrap_or_default()
        );
    }
    assert_eq!(paths, ["/B", "/a", "/b", "/c"]);
}

async fn every_redirect_change_is_logged(news: Newsroom) {
    let created = create(&news, "/a", "/b").await;
    let path = created.header("location").to_owned();
    let unchanged = news.editor().patch(&path, &created.etag(), json!({"to": "/b"})).await;
    let changed = news.editor().patch(&path, &unchanged.etag(), json!({"to": "/c"})).await;
    news.editor().delete(&path, &changed.etag()).await.expect(204);
    let log = news.admin().get("/v1/editorial/audit-log?target_kind=redirect").await.ok();
    let actions: Vec<_> =
        log["data"].as_array().unwrap().iter().map(|entry| entry["action"].clone()).collect();
    assert_eq!(actions, ["redirect.delete", "redirect.update", "redirect.create"]);
    assert_eq!(log["data"][1]["changes"], json!([{"member": "to", "before": "/b", "after": "/c"}]));
}
