//! Tags, from both wings.

use serde_json::{Value, json};

use crate::harness::{Newsroom, scenarios};

scenarios![
    a_tag_is_created_read_changed_and_deleted,
    readers_see_tags_by_slug_and_type,
    tags_are_searched_for_by_the_beginnings_of_their_words,
    every_fault_of_a_tag_is_named_at_once,
    a_tag_that_an_article_carries_is_not_deleted,
    tags_are_listed_in_pages_on_both_wings,
];

const TAGS: &str = "/v1/editorial/tags";

fn slugs(page: &Value) -> Vec<&str> {
    page["data"].as_array().unwrap().iter().map(|tag| tag["slug"].as_str().unwrap()).collect()
}

async fn a_tag_is_created_read_changed_and_deleted(news: Newsroom) {
    let answer = news.editor().post(TAGS, json!({"name": "Sea level"})).await;
    let tag = answer.created();
    let path = answer.header("location").to_owned();
    assert_eq!((&tag["slug"], &tag["type"]), (&json!("sea-level"), &json!("topic")));
    assert_eq!(news.moderator().get(&path).await.ok(), tag);
    let changed =
        news.editor().patch(&path, &answer.etag(), json!({"type": "series", "name": "Rising sea"})).await;
    assert_eq!((&changed.ok()["slug"], &changed.ok()["type"]), (&json!("sea-level"), &json!("series")));
    news.editor().delete(&path, &answer.etag()).await.problem(412, "version-mismatch");
    news.editor().delete(&path, &changed.etag()).await.expect(204);
    news.reader().get("/v1/tags/sea-level").await.problem(404, "not-found");
}

async fn readers_see_tags_by_slug_and_type(news: Newsroom) {
    let tag =
        news.editor().post(TAGS, json!({"name": "Port Authority", "type": "organisation"})).await.created();
    news.editor().post(TAGS, json!({"name": "Regatta", "type": "event"})).await.created();
    let profile = json!({"id": tag["id"], "slug": "port-authority", "name": "Port Authority", "type": "organisation",
        "url": "https://news.example/tags/port-authority"});
    assert_eq!(news.reader().get("/v1/tags/port-authority").await.ok(), profile);
    assert_eq!(slugs(&news.reader().get("/v1/tags").await.ok()), ["port-authority", "regatta"]);
    assert_eq!(slugs(&news.reader().get("/v1/tags?type=event").await.ok()), ["regatta"]);
    assert_eq!(news.reader().get("/v1/tags?type=meal").await.culprits(400, "invalid-query"), ["type"]);
}

async fn tags_are_searched_for_by_the_beginnings_of_their_words(news: Newsroom) {
    for (name, kind) in [
        ("Sea level", "topic"),
        ("Rising seas", "series"),
        ("Élan vital", "topic"),
        ("Undersea cables", "topic"),
        ("Port Authority", "organisation"),
    ] {
        news.make("tags", json!({"name": name, "type": kind})).await;
    }
    let found = async |query: &str| {
        let page = news.reader().get(&format!("/v1/tags?{query}")).await.ok();
        slugs(&page).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    for (query, expected) in [
        ("q=sea", vec!["rising-seas", "sea-level"]),
        ("q=SEA+lev", vec!["sea-level"]),
        ("q=level+sea", vec!["sea-level"]),
        ("q=elan", vec!["elan-vital"]),
        ("q=sea&type=series", vec!["rising-seas"]),
        ("q=sea*", vec!["rising-seas", "sea-level"]),
        ("q=authority+x", vec![]),
        ("q=*", vec![]),
        ("q=a", vec!["port-authority"]),
    ] {
        assert_eq!(found(query).await, expected, "{query}");
    }
    let first = news.reader().get("/v1/tags?q=sea&limit=1").await.ok();
    assert_eq!(slugs(&first), ["rising-seas"]);
    let next = first["page"]["next_cursor"].as_str().unwrap();
    let second = news.reader().get(&format!("/v1/tags?q=sea&limit=1&cursor={next}")).await.ok();
    assert_eq!((slugs(&second), &second["page"]["next_cursor"]), (vec!["sea-level"], &json!(null)));
    let back = second["page"]["prev_cursor"].as_str().unwrap();
    assert_eq!(found(&format!("q=sea&limit=1&cursor={back}")).await, ["rising-seas"]);
    let other = news.reader().get(&format!("/v1/tags?q=port&cursor={next}")).await;
    other.problem(400, "invalid-cursor");
    for nonsense in ["q=", "q=+", "q=%00", &format!("q={}", "a".repeat(257))] {
        let refused = news.reader().get(&format!("/v1/tags?{nonsense}")).await;
        assert_eq!(refused.culprits(400, "invalid-query"), ["q"]);
    }
    // A new name is found as soon as readers see it.
    news.make("tags", json!({"name": "Seagulls"})).await;
    assert_eq!(found("q=sea").await, ["rising-seas", "sea-level", "seagulls"]);
}

async fn every_fault_of_a_tag_is_named_at_once(news: Newsroom) {
    let answer = news.editor().post(TAGS, json!({"slug": "-", "type": "meal", "color": 1})).await;
    assert_eq!(answer.culprits(422, "invalid-body"), ["/color", "/name", "/slug", "/type"]);
    let first = news.editor().post(TAGS, json!({"name": "Ferry"})).await.created();
    let twin = news.editor().post(TAGS, json!({"name": "FERRY"})).await;
    assert_eq!(twin.culprits(409, "slug-taken"), ["/slug"]);
    let problem = twin.json();
    assert_eq!((&problem["existing_id"], &problem["suggested_slug"]), (&first["id"], &json!("ferry-2")));
    assert!(problem["detail"].as_str().unwrap().contains("“Ferry”"), "{problem}");
    let free = json!({"name": "FERRY", "slug": problem["suggested_slug"]});
    assert_eq!(news.editor().post(TAGS, free).await.created()["slug"], "ferry-2");
}

async fn a_tag_that_an_article_carries_is_not_deleted(news: Newsroom) {
    let desk = news.desk().await;
    let id = news.publish(&desk, "Ferry").await;
    let path = format!("{TAGS}/{}", desk.tag);
    news.editor().delete(&path, r#""1""#).await.problem(409, "in-use");
    // Readers still see it on the published article, even when the working copy has lost it.
    let working = format!("/v1/editorial/articles/{id}");
    let patched =
        news.editor().patch(&working, &news.editor().etag_of(&working).await, json!({"tag_ids": []})).await;
    news.editor().delete(&path, r#""1""#).await.problem(409, "in-use");
    news.editor().transition(id, &patched.etag(), "publish").await.ok();
    news.editor().delete(&path, r#""1""#).await.expect(204);
}

async fn tags_are_listed_in_pages_on_both_wings(news: Newsroom) {
    for name in ["c", "a", "b"] {
        news.editor().post(TAGS, json!({"name": name})).await.created();
    }
    for (list, client) in [("/v1/tags", news.reader()), (TAGS, news.editor())] {
        let first = client.get(&format!("{list}?limit=2")).await.ok();
        let next = first["page"]["next_cursor"].as_str().unwrap();
        let second = client.get(&format!("{list}?limit=2&cursor={next}")).await.ok();
        assert_eq!([slugs(&first), slugs(&second)].concat(), ["a", "b", "c"]);
    }
}
