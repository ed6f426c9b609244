//! Published articles, in lists and as single resources.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::harness::{Newsroom, scenarios};

scenarios![
    the_newest_article_comes_first,
    pages_contain_every_article_once_in_both_directions,
    paging_is_stable_while_articles_are_published,
    articles_are_filtered_by_section_author_and_tag,
    a_section_filter_includes_subsections_by_default,
    a_filter_with_an_unknown_slug_returns_an_empty_list,
    a_cursor_works_only_with_its_own_list,
    an_invalid_query_is_refused_with_every_invalid_parameter,
    a_body_is_returned_in_the_requested_formats,
    an_unchanged_response_is_answered_with_304,
    the_link_header_points_to_the_neighbouring_pages,
    head_returns_the_headers_of_get_without_a_body,
    an_unknown_article_is_not_found,
];

fn headlines(page: &Value) -> Vec<String> {
    let articles = page["data"].as_array().unwrap();
    articles.iter().map(|article| article["headline"].as_str().unwrap().to_owned()).collect()
}

async fn the_newest_article_comes_first(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    news.publish(&taxonomy, "First").await;
    news.advance_clock(60);
    news.publish(&taxonomy, "Second").await;
    news.publish(&taxonomy, "Third, at the same time").await;
    news.publish_with(&taxonomy, json!({"headline": "Old", "published_at": "2020-01-01T00:00:00Z"})).await;
    let page = news.reader().get("/v1/articles").await.ok();
    assert_eq!(headlines(&page), ["Third, at the same time", "Second", "First", "Old"]);
    assert_eq!(page["page"], json!({"limit": 20, "next_cursor": null, "prev_cursor": null}));
    assert_eq!(page["data"][0]["body"], Value::Null);
}

async fn pages_contain_every_article_once_in_both_directions(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    for number in 0..7 {
        news.publish(&taxonomy, &format!("Piece {number}")).await;
        // Some articles share their publish time.
        news.advance_clock(number % 2);
    }
    let all = headlines(&news.reader().get("/v1/articles").await.ok());
    assert_eq!(all.len(), 7);
    let mut pages = Vec::new();
    let mut path = "/v1/articles?limit=3".to_owned();
    let last = loop {
        let page = news.reader().get(&path).await.ok();
        pages.push(headlines(&page));
        match page["page"]["next_cursor"].as_str() {
            Some(cursor) => path = format!("/v1/articles?limit=3&cursor={cursor}"),
            None => break page,
        }
    };
    assert_eq!(pages.concat(), all);
    let mut backward = Vec::new();
    let mut page = last;
    while let Some(cursor) = page["page"]["prev_cursor"].as_str() {
        page = news.reader().get(&format!("/v1/articles?limit=3&cursor={cursor}")).await.ok();
        backward.insert(0, headlines(&page));
    }
    assert_eq!(backward.concat(), all[..6]);
}

async fn paging_is_stable_while_articles_are_published(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    for number in 1..=4 {
        news.publish(&taxonomy, &format!("Piece {number}")).await;
        news.advance_clock(1);
    }
    let first = news.reader().get("/v1/articles?limit=2").await.ok();
    assert_eq!(headlines(&first), ["Piece 4", "Piece 3"]);
    news.publish(&taxonomy, "Breaking").await;
    let cursor = first["page"]["next_cursor"].as_str().unwrap();
    let second = news.reader().get(&format!("/v1/articles?limit=2&cursor={cursor}")).await.ok();
    assert_eq!(headlines(&second), ["Piece 2", "Piece 1"]);
}

async fn articles_are_filtered_by_section_author_and_tag(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let sport = news.editor().post("/v1/editorial/sections", json!({"name": "Sport"})).await.created();
    let other = news.editor().post("/v1/editorial/authors", json!({"name": "Bo Reed"})).await.created();
    let rowing = news.editor().post("/v1/editorial/tags", json!({"name": "Rowing"})).await.created();
    news.publish(&taxonomy, "Ferry").await;
    let members = json!({"headline": "Regatta", "section_id": sport["id"], "authors": [{"id": other["id"]}], "tag_ids": [rowing["id"]]});
    news.publish_with(&taxonomy, members).await;
    let list = async |query: &str| headlines(&news.reader().get(&format!("/v1/articles?{query}")).await.ok());
    assert_eq!(list("section=sport").await, ["Regatta"]);
    assert_eq!(list("author=ada-marlow").await, ["Ferry"]);
    assert_eq!(list("tag=rowing").await, ["Regatta"]);
    assert_eq!(list("tag=rowing,ferries").await, ["Regatta", "Ferry"]);
    assert_eq!(list("section=sport&author=ada-marlow").await, [""; 0]);
    assert_eq!(list("section=sport&author=bo-reed&tag=rowing").await, ["Regatta"]);
}

async fn a_section_filter_includes_subsections_by_default(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let subsection = json!({"name": "Ferries", "parent_id": taxonomy.section});
    let subsection = news.editor().post("/v1/editorial/sections", subsection).await.created();
    // The path of this section begins with the path of the other, but is not below it.
    let similar_section =
        news.editor().post("/v1/editorial/sections", json!({"name": "Harbour-side"})).await.created();
    news.publish(&taxonomy, "Quay").await;
    news.publish_with(&taxonomy, json!({"headline": "Ferry", "section_id": subsection["id"]})).await;
    news.publish_with(&taxonomy, json!({"headline": "Café", "section_id": similar_section["id"]})).await;
    let list = async |query: &str| headlines(&news.reader().get(&format!("/v1/articles?{query}")).await.ok());
    assert_eq!(list("section=harbour").await, ["Ferry", "Quay"]);
    assert_eq!(list("section=harbour&section_tree=true").await, ["Ferry", "Quay"]);
    assert_eq!(list("section=harbour&section_tree=false").await, ["Quay"]);
    assert_eq!(list("section=harbour%2Fferries").await, ["Ferry"]);
    assert_eq!(list("section=HARBOUR").await, [""; 0]);
}

async fn a_filter_with_an_unknown_slug_returns_an_empty_list(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    news.publish(&taxonomy, "Ferry").await;
    for query in [
        "section=nowhere",
        "author=nobody",
        "tag=nothing",
        "tag=%25",
        "author=_____",
        "section=%27%20OR%201=1--",
    ] {
        assert_eq!(
            news.reader().get(&format!("/v1/articles?{query}")).await.ok()["data"],
            json!([]),
            "{query}"
        );
    }
}

async fn a_cursor_works_only_with_its_own_list(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    for headline in ["One", "Two"] {
        news.publish(&taxonomy, headline).await;
    }
    let page = news.reader().get("/v1/articles?limit=1&section=harbour").await.ok();
    let cursor = page["page"]["next_cursor"].as_str().unwrap();
    news.reader().get(&format!("/v1/articles?section=harbour&limit=2&cursor={cursor}")).await.ok();
    for path in [
        "/v1/articles?",
        "/v1/articles?section=harbour&tag=ferries&",
        "/v1/authors?",
        "/v1/articles/1/comments?",
    ] {
        let response = news.reader().get(&format!("{path}cursor={cursor}")).await;
        assert_eq!(response.error_sources(400, "invalid-cursor"), ["cursor"], "{path}");
    }
    for garbage in ["x", "%00", "eyJrIjpbMSwyXX0", "..%2F..", &"a".repeat(2000)] {
        news.reader().get(&format!("/v1/articles?cursor={garbage}")).await.expect(400);
    }
}

async fn an_invalid_query_is_refused_with_every_invalid_parameter(news: Newsroom) {
    let response = news
        .reader()
        .get("/v1/articles?limit=0&section=&section_tree=maybe&tags=a&sort=published_at&sort=published_at&body=html,rtf&tag=%00&cursor=%FF")
        .await;
    assert_eq!(
        response.error_sources(400, "invalid-query"),
        ["body", "cursor", "limit", "section", "section_tree", "sort", "tag", "tags"]
    );
    let detail = response.text();
    assert!(detail.contains("section_tree") && detail.contains("expected one of"), "{detail}");
    for limit in ["101", "-1", "1.5", "ten", "99999999999999999999", "+5%20"] {
        let response = news.reader().get(&format!("/v1/articles?limit={limit}")).await;
        assert_eq!(response.error_sources(400, "invalid-query"), ["limit"], "{limit}");
    }
    let too_many_tags = vec!["a"; 101].join(",");
    let response = news.reader().get(&format!("/v1/articles?tag={too_many_tags}")).await;
    assert_eq!(response.error_sources(400, "invalid-query"), ["tag"]);
    let tree_without_section = news.reader().get("/v1/articles?section_tree=true").await;
    assert_eq!(tree_without_section.error_sources(400, "invalid-query"), ["section_tree"]);
    let many_parameters = "a&".repeat(20_000);
    assert_eq!(
        news.reader()
            .get(&format!("/v1/site?{many_parameters}"))
            .await
            .error_sources(400, "invalid-query")
            .len(),
        100
    );
    assert_eq!(news.reader().get("/v1/site?x=1").await.error_sources(400, "invalid-query"), ["x"]);
    assert_eq!(news.reader().get("/v1/authors/a?x=1").await.error_sources(400, "invalid-query"), ["x"]);
}

async fn a_body_is_returned_in_the_requested_formats(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish(&taxonomy, "Ferry").await;
    let body = async |query: &str| {
        news.reader().get(&format!("/v1/articles/{id}?{query}")).await.ok()["body"].clone()
    };
    let text = "The Gannet sails every hour again.";
    assert_eq!(body("body=none").await, Value::Null);
    assert_eq!(body("body=text").await, json!({"text": text}));
    assert_eq!(
        body("body=markdown,text").await,
        json!({"markdown": "The *Gannet* sails **every hour** again.", "text": text})
    );
    assert_eq!(
        body("body=blocks").await["blocks"],
        json!([{"type": "paragraph", "content": [
            {"type": "text", "text": "The "},
            {"type": "mark", "mark": "em", "content": [{"type": "text", "text": "Gannet"}]},
            {"type": "text", "text": " sails "},
            {"type": "mark", "mark": "strong", "content": [{"type": "text", "text": "every hour"}]},
            {"type": "text", "text": " again."},
        ]}])
    );
    let list = news.reader().get("/v1/articles?body=text").await.ok();
    assert_eq!(list["data"][0]["body"], json!({"text": text}));
    for query in ["body=none,html", "body=", "body=html,", "body=HTML"] {
        let response = news.reader().get(&format!("/v1/articles/{id}?{query}")).await;
        assert_eq!(response.error_sources(400, "invalid-query"), ["body"], "{query}");
    }
}

async fn an_unchanged_response_is_answered_with_304(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish(&taxonomy, "Ferry").await;
    for path in [
        format!("/v1/articles/{id}"),
        "/v1/articles".into(),
        "/v1/site".into(),
        "/v1/sections".into(),
        "/v1/tags/ferries".into(),
    ] {
        let first = news.reader().get(&path).await;
        first.ok();
        assert!(first.header("cache-control").starts_with("public, max-age="));
        let conditional =
            |tag: String| news.reader().request(Method::GET, &path).header("If-None-Match", &tag);
        let unchanged = conditional(first.etag()).send().await;
        assert_eq!((unchanged.expect(304).etag(), unchanged.body.len()), (first.etag(), 0), "{path}");
        conditional(format!("W/{}", first.etag())).send().await.expect(304);
        conditional(format!("\"other\", {}", first.etag())).send().await.expect(304);
        conditional("*".to_owned()).send().await.expect(304);
        conditional("\"other\"".to_owned()).send().await.expect(200);
        conditional("garbage".to_owned()).send().await.expect(200);
    }
    let path = format!("/v1/articles/{id}");
    let before = news.reader().get(&path).await.etag();
    assert_ne!(news.reader().get(&format!("{path}?body=text")).await.etag(), before);
    let working = format!("/v1/editorial/articles/{id}");
    let patched =
        news.editor().patch(&working, &news.editor().etag_of(&working).await, json!({"kicker": "New"})).await;
    news.editor().transition(id, &patched.etag(), "publish").await.ok();
    news.reader().request(Method::GET, &path).header("If-None-Match", &before).send().await.expect(200);
}

async fn the_link_header_points_to_the_neighbouring_pages(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    for number in 0..3 {
        news.publish(&taxonomy, &format!("Piece {number}")).await;
    }
    let first = news.reader().get("/v1/articles?limit=1&section=harbour").await;
    assert!(
        first
            .header("link")
            .starts_with(r#"</v1/articles?limit=1&section=harbour>; rel="first", </v1/articles?"#)
    );
    assert!(!first.header("link").contains("prev"));
    let target = |links: &str, relation: &str| {
        let link = links.split(", ").find(|link| link.ends_with(&format!("rel=\"{relation}\""))).unwrap();
        link.trim_start_matches('<').split('>').next().unwrap().to_owned()
    };
    let second = news.reader().get(&target(first.header("link"), "next")).await;
    assert_eq!(headlines(&second.ok()), ["Piece 1"]);
    let previous = news.reader().get(&target(second.header("link"), "prev")).await;
    assert_eq!(previous.ok()["data"], first.ok()["data"]);
    assert_eq!(news.reader().get(&target(second.header("link"), "first")).await.ok(), first.ok());
}

async fn head_returns_the_headers_of_get_without_a_body(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish(&taxonomy, "Ferry").await;
    let path = format!("/v1/articles/{id}");
    let get = news.reader().get(&path).await;
    let head = news.reader().request(Method::HEAD, &path).send().await;
    assert_eq!(
        (head.expect(200).etag(), head.header("content-type")),
        (get.etag(), get.header("content-type"))
    );
    news.reader().request(Method::HEAD, "/v1/articles/none").send().await.expect(404);
}

async fn an_unknown_article_is_not_found(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    news.publish(&taxonomy, "Ferry").await;
    for name in [
        "0",
        "-1",
        "+1",
        "01x",
        "99999999999999999999",
        "FERRY",
        "ferry%00",
        "%00",
        "a%2Fb",
        "..",
        "%F0%9F%9A%A2",
        "ferry%20",
        "'--",
    ] {
        news.reader().get(&format!("/v1/articles/{name}")).await.problem(404, "not-found");
        news.reader().get(&format!("/v1/articles/{name}/comments")).await.problem(404, "not-found");
    }
}
