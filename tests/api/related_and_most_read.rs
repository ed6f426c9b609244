//! Related articles and the most read articles.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::harness::{Newsroom, Response, scenarios};

scenarios![
    related_articles_have_reasons,
    related_articles_follow_the_published_version,
    related_articles_redirect_for_a_former_slug_and_are_not_found_for_an_unknown_one,
    the_most_read_article_comes_first,
    a_reader_is_counted_once_an_hour,
    views_by_robots_and_of_unpublished_articles_do_not_count,
    most_read_articles_can_be_limited_to_a_window_and_to_sections,
    removed_articles_leave_the_most_read_list,
    every_invalid_parameter_is_reported,
];

fn ids(page: &Value) -> Vec<i64> {
    page["data"].as_array().unwrap().iter().map(|article| article["id"].as_i64().unwrap()).collect()
}

async fn related(news: &Newsroom, id: i64) -> Vec<(i64, String)> {
    let page = news.reader().get(&format!("/v1/articles/{id}/related")).await.ok();
    let reason = |article: &Value| article["reason"].as_str().unwrap().to_owned();
    page["data"].as_array().unwrap().iter().map(|a| (a["id"].as_i64().unwrap(), reason(a))).collect()
}

async fn view(news: &Newsroom, id: i64, address: &str) -> Response {
    news.reader().request(Method::POST, &format!("/v1/articles/{id}/views")).from(address).send().await
}

async fn most_read(news: &Newsroom, query: &str) -> Vec<i64> {
    news.flush_views().await;
    // The cached response expires after five seconds.
    news.advance_clock(5);
    ids(&news.reader().get(&format!("/v1/most-read?{query}")).await.ok())
}

async fn related_articles_have_reasons(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let mut tags = vec![taxonomy.tag];
    for name in ["Sea", "Sky"] {
        tags.push(news.create("tags", json!({"name": name})).await);
    }
    let mut created = Vec::new();
    for tag_ids in [&tags[..1], &tags[..2], &tags[2..], &[], &[]] {
        created.push(news.publish_with(&taxonomy, json!({"tag_ids": tag_ids})).await);
        news.advance_clock(1);
    }
    let (one_tag, two_tags, other_tag, no_tag, selected) =
        (created[0], created[1], created[2], created[3], created[4]);
    let draft = news.editor().post("/v1/editorial/articles", taxonomy.article("Draft")).await.created();
    let own = json!({"tag_ids": &tags[..2], "related_ids": [draft["id"], selected]});
    let id = news.publish_with(&taxonomy, own).await;
    let expected = [
        (selected, "editor"),
        (two_tags, "same_tags"),
        (one_tag, "same_tags"),
        (no_tag, "same_section"),
        (other_tag, "same_section"),
    ];
    assert_eq!(related(&news, id).await, expected.map(|(id, reason)| (id, reason.to_owned())));
    let response = news.reader().get(&format!("/v1/articles/{id}/related?limit=2")).await;
    assert_eq!(ids(&response.ok()), [selected, two_tags]);
    assert_eq!(response.ok()["page"], json!({"limit": 2, "next_cursor": null, "prev_cursor": null}));
    let cache_tags = response.header("surrogate-key");
    assert!(
        cache_tags.contains(&format!("article-{id}")) && cache_tags.contains(&format!("article-{two_tags}")),
        "{cache_tags}"
    );
    let draft_tag = format!("article-{}", draft["id"]);
    assert!(!cache_tags.split(' ').any(|tag| tag == draft_tag), "a cache tag names the draft: {cache_tags}");
    news.transition(draft_tag.trim_start_matches("article-").parse().unwrap(), json!({"to": "publish"}))
        .await;
    assert_eq!(related(&news, id).await[0].1, "editor");
    assert_eq!(
        format!("article-{}", related(&news, id).await[0].0),
        draft_tag,
        "the draft is listed after it is published"
    );
}

async fn related_articles_follow_the_published_version(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let first = news.publish(&taxonomy, "First").await;
    let second = news.publish(&taxonomy, "Second").await;
    assert_eq!(related(&news, first).await, [(second, "same_tags".to_owned())]);
    let path = format!("/v1/editorial/articles/{first}");
    news.editor().patch(&path, "*", json!({"related_ids": [second]})).await.ok();
    assert_eq!(related(&news, first).await, [(second, "same_tags".to_owned())], "not published yet");
    news.transition(first, json!({"to": "publish"})).await;
    assert_eq!(related(&news, first).await, [(second, "editor".to_owned())]);
    news.transition(second, json!({"to": "withdraw"})).await;
    assert_eq!(related(&news, first).await, []);
}

async fn related_articles_redirect_for_a_former_slug_and_are_not_found_for_an_unknown_one(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish(&taxonomy, "First").await;
    news.editor().patch(&format!("/v1/editorial/articles/{id}"), "*", json!({"slug": "later"})).await.ok();
    news.transition(id, json!({"to": "publish"})).await;
    let redirected = news.reader().get("/v1/articles/first/related?limit=3").await;
    assert_eq!(redirected.expect(301).header("location"), "/v1/articles/later/related?limit=3");
    news.reader().get("/v1/articles/99/related").await.problem(404, "not-found");
    news.kill(id).await;
    news.reader().get(&format!("/v1/articles/{id}/related")).await.problem(410, "killed");
}

async fn the_most_read_article_comes_first(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let first = news.publish(&taxonomy, "First").await;
    let second = news.publish(&taxonomy, "Second").await;
    let third = news.publish(&taxonomy, "Third").await;
    for (id, readers) in [(first, 1), (second, 3), (third, 1)] {
        for reader in 0..readers {
            view(&news, id, &format!("192.0.2.{reader}")).await.expect(204);
        }
    }
    assert_eq!(most_read(&news, "window=1h").await, [second, third, first]);
    news.create("sections", json!({"name": "Sport"})).await;
    assert_eq!(most_read(&news, "section=sport").await, [0; 0]);
    assert_eq!(most_read(&news, "section=sport,nowhere,harbour").await, [second, third, first]);
    let page = news.reader().get("/v1/most-read?limit=2").await.ok();
    let ranks: Vec<_> = page["data"].as_array().unwrap().iter().map(|a| (&a["id"], &a["rank"])).collect();
    assert_eq!(ranks, [(&json!(second), &json!(1)), (&json!(third), &json!(2))]);
    assert!(!page.to_string().contains("views"));
}

async fn a_reader_is_counted_once_an_hour(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let read_five_times = news.publish(&taxonomy, "Often").await;
    let read_in_two_hours = news.publish(&taxonomy, "Twice").await;
    for _ in 0..5 {
        view(&news, read_five_times, "192.0.2.1").await.expect(204);
    }
    view(&news, read_in_two_hours, "192.0.2.1").await.expect(204);
    news.advance_clock(60 * 60);
    view(&news, read_in_two_hours, "192.0.2.1").await.expect(204);
    assert_eq!(most_read(&news, "window=24h").await, [read_in_two_hours, read_five_times]);
}

async fn views_by_robots_and_of_unpublished_articles_do_not_count(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish(&taxonomy, "First").await;
    let path = format!("/v1/articles/{id}/views");
    let robot = news.reader().request(Method::POST, &path).header("User-Agent", "Googlebot/2.1");
    let response = robot.send().await;
    assert_eq!((response.expect(204).header("set-cookie"), response.body.len()), ("", 0));
    assert_eq!(most_read(&news, "").await, [0; 0]);
    let draft = news.editor().post("/v1/editorial/articles", taxonomy.article("Draft")).await.created();
    view(&news, draft["id"].as_i64().unwrap(), "192.0.2.1").await.problem(404, "not-found");
    view(&news, 99, "192.0.2.1").await.problem(404, "not-found");
    news.kill(id).await;
    view(&news, id, "192.0.2.1").await.problem(410, "killed");
}

async fn most_read_articles_can_be_limited_to_a_window_and_to_sections(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let subsection = json!({"name": "Ferries", "parent_id": taxonomy.section});
    let subsection = news.create("sections", subsection).await;
    let other = news.create("sections", json!({"name": "Sport"})).await;
    let old = news.publish(&taxonomy, "Old").await;
    let in_subsection = news.publish_with(&taxonomy, json!({"section_id": subsection})).await;
    let sport = news.publish_with(&taxonomy, json!({"section_id": other, "headline": "Goal"})).await;
    view(&news, old, "192.0.2.1").await.expect(204);
    view(&news, old, "192.0.2.2").await.expect(204);
    assert_eq!(most_read(&news, "window=1h").await, [old]);
    news.advance_clock(2 * 60 * 60);
    view(&news, in_subsection, "192.0.2.1").await.expect(204);
    view(&news, sport, "192.0.2.1").await.expect(204);
    assert_eq!(most_read(&news, "window=1h").await, [sport, in_subsection]);
    assert_eq!(most_read(&news, "window=24h").await, [old, sport, in_subsection]);
    assert_eq!(most_read(&news, "section=harbour").await, [old, in_subsection]);
    assert_eq!(most_read(&news, "section=harbour/ferries").await, [in_subsection]);
    assert_eq!(most_read(&news, "section=unknown").await, [0; 0]);
    news.advance_clock(3 * 24 * 60 * 60);
    assert_eq!(most_read(&news, "window=24h").await, [0; 0]);
    assert_eq!(most_read(&news, "window=7d").await, [old, sport, in_subsection]);
    news.advance_clock(10 * 24 * 60 * 60);
    view(&news, sport, "192.0.2.9").await.expect(204);
    assert_eq!(most_read(&news, "window=7d").await, [sport]);
    assert_eq!(most_read(&news, "window=30d").await, [sport, old, in_subsection]);
}

async fn removed_articles_leave_the_most_read_list(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish(&taxonomy, "First").await;
    view(&news, id, "192.0.2.1").await.expect(204);
    assert_eq!(most_read(&news, "").await, [id]);
    news.transition(id, json!({"to": "withdraw"})).await;
    assert_eq!(ids(&news.reader().get("/v1/most-read").await.ok()), [0; 0]);
    news.transition(id, json!({"to": "trash"})).await;
    let path = format!("/v1/editorial/articles/{id}?permanent=true");
    // The view was counted before the deletion, and is written after it.
    news.admin().delete(&path, "*").await.expect(204);
    assert_eq!(most_read(&news, "").await, [0; 0]);
}

async fn every_invalid_parameter_is_reported(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish(&taxonomy, "First").await;
    for (path, parameter) in [
        (format!("/v1/articles/{id}/related?limit=101"), "limit"),
        (format!("/v1/articles/{id}/related?cursor=a"), "cursor"),
        ("/v1/most-read?window=2h".to_owned(), "window"),
        ("/v1/most-read?limit=0".to_owned(), "limit"),
        ("/v1/most-read?section=".to_owned(), "section"),
        ("/v1/most-read?since=1".to_owned(), "since"),
    ] {
        assert_eq!(news.reader().get(&path).await.error_sources(400, "invalid-query"), [parameter], "{path}");
    }
    let beacon = news.reader().request(Method::POST, &format!("/v1/articles/{id}/views?a=1"));
    assert_eq!(beacon.send().await.error_sources(400, "invalid-query"), ["a"]);
}
