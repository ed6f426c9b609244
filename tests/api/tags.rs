//! Tags, in the delivery API and in the editorial API.

use serde_json::{Value, json};

use crate::harness::{Newsroom, scenarios};

scenarios![
    a_tag_can_be_created_read_changed_and_deleted,
    readers_can_read_tags_by_slug_and_filter_them_by_type,
    tags_are_found_by_word_prefixes,
    every_fault_of_a_tag_is_reported_together,
    a_tag_of_an_article_cannot_be_deleted,
    tags_are_paged_by_slug_in_both_apis,
];

const TAGS: &str = "/v1/editorial/tags";

fn slugs(page: &Value) -> Vec<&str> {
    page["data"].as_array().unwrap().iter().map(|tag| tag["slug"].as_str().unwrap()).collect()
}

async fn a_tag_can_be_created_read_changed_and_deleted(news: Newsroom) {
    let response = news.editor().post(TAGS, json!({"name": "Sea level"})).await;
    let tag = response.created();
    let path = response.header("location").to_owned();
    assert_eq!((&tag["slug"], &tag["type"]), (&json!("sea-level"), &json!("topic")));
    assert_eq!(news.moderator().get(&path).await.ok(), tag);
    let changed =
        news.editor().patch(&path, &response.etag(), json!({"type": "series", "name": "Rising sea"})).await;
    assert_eq!((&changed.ok()["slug"], &changed.ok()["type"]), (&json!("sea-level"), &json!("series")));
    news.editor().delete(&path, &response.etag()).await.problem(412, "version-mismatch");
    news.editor().delete(&path, &changed.etag()).await.expect(204);
    news.reader().get("/v1/tags/sea-level").await.problem(404, "not-found");
}

async fn readers_can_read_tags_by_slug_and_filter_them_by_type(news: Newsroom) {
    let tag =
        news.editor().post(TAGS, json!({"name": "Port Authority", "type": "organisation"})).await.created();
    news.editor().post(TAGS, json!({"name": "Regatta", "type": "event"})).await.created();
    let profile = json!({"id": tag["id"], "slug": "port-authority", "name": "Port Authority", "type": "organisation",
        "url": "https://news.example/tags/port-authority"});
    assert_eq!(news.reader().get("/v1/tags/port-authority").await.ok(), profile);
    assert_eq!(slugs(&news.reader().get("/v1/tags").await.ok()), ["port-authority", "regatta"]);
    assert_eq!(slugs(&news.reader().get("/v1/tags?type=event").await.ok()), ["regatta"]);
    assert_eq!(news.reader().get("/v1/tags?type=meal").await.error_sources(400, "invalid-query"), ["type"]);
}

async fn tags_are_found_by_word_prefixes(news: Newsroom) {
    for (name, kind) in [
        ("Sea level", "topic"),
        ("Rising seas", "series"),
        ("Élan vital", "topic"),
        ("Undersea cables", "topic"),
        ("Port Authority", "organisation"),
    ] {
        news.create("tags", json!({"name": name, "type": kind})).await;
    }
    let matching_slugs = async |query: &str| {
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
        assert_eq!(matching_slugs(query).await, expected, "{query}");
    }
    let first = news.reader().get("/v1/tags?q=sea&limit=1").await.ok();
    assert_eq!(slugs(&first), ["rising-seas"]);
    let next = first["page"]["next_cursor"].as_str().unwrap();
    let second = news.reader().get(&format!("/v1/tags?q=sea&limit=1&cursor={next}")).await.ok();
    assert_eq!((slugs(&second), &second["page"]["next_cursor"]), (vec!["sea-level"], &json!(null)));
    let previous = second["page"]["prev_cursor"].as_str().unwrap();
    assert_eq!(matching_slugs(&format!("q=sea&limit=1&cursor={previous}")).await, ["rising-seas"]);
    let other = news.reader().get(&format!("/v1/tags?q=port&cursor={next}")).await;
    other.problem(400, "invalid-cursor");
    for invalid in ["q=", "q=+", "q=%00", &format!("q={}", "a".repeat(257))] {
        let refused = news.reader().get(&format!("/v1/tags?{invalid}")).await;
        assert_eq!(refused.error_sources(400, "invalid-query"), ["q"]);
    }
    // A new tag is found immediately.
    news.create("tags", json!({"name": "Seagulls"})).await;
    assert_eq!(matching_slugs("q=sea").await, ["rising-seas", "sea-level", "seagulls"]);
}

async fn every_fault_of_a_tag_is_reported_together(news: Newsroom) {
    let response = news.editor().post(TAGS, json!({"slug": "-", "type": "meal", "color": 1})).await;
    assert_eq!(response.error_sources(422, "invalid-body"), ["/color", "/name", "/slug", "/type"]);
    let first = news.editor().post(TAGS, json!({"name": "Ferry"})).await.created();
    assert_eq!(news.editor().post(TAGS, json!({"name": "FERRY"})).await.created()["slug"], "ferry-2");
    let third = news.editor().post(TAGS, json!({"name": "Ferry", "slug": "ferry"})).await;
    assert_eq!(third.error_sources(409, "slug-taken"), ["/slug"]);
    let problem = third.json();
    assert_eq!((&problem["existing_id"], &problem["suggested_slug"]), (&first["id"], &json!("ferry-3")));
    assert!(problem["detail"].as_str().unwrap().contains("“Ferry”"), "{problem}");
}

async fn a_tag_of_an_article_cannot_be_deleted(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish(&taxonomy, "Ferry").await;
    let path = format!("{TAGS}/{}", taxonomy.tag);
    news.editor().delete(&path, r#""1""#).await.problem(409, "in-use");
    // The published article still has the tag, although the working copy does not.
    let working = format!("/v1/editorial/articles/{id}");
    let patched =
        news.editor().patch(&working, &news.editor().etag_of(&working).await, json!({"tag_ids": []})).await;
    news.editor().delete(&path, r#""1""#).await.problem(409, "in-use");
    news.editor().transition(id, &patched.etag(), "publish").await.ok();
    news.editor().delete(&path, r#""1""#).await.expect(204);
}

async fn tags_are_paged_by_slug_in_both_apis(news: Newsroom) {
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
