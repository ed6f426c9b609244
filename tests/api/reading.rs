//! What else to read: related articles, and what others read most.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::harness::{Answer, Newsroom, scenarios};

scenarios![
    related_articles_come_with_their_reasons,
    what_is_related_follows_what_readers_see,
    related_articles_of_a_former_slug_and_of_none,
    what_readers_read_most_comes_first,
    a_reader_counts_once_an_hour,
    robots_and_what_is_not_published_do_not_count,
    the_most_read_are_those_of_a_time_and_of_sections,
    most_read_articles_that_go_are_gone,
    every_bad_parameter_is_named,
];

fn ids(page: &Value) -> Vec<i64> {
    page["data"].as_array().unwrap().iter().map(|article| article["id"].as_i64().unwrap()).collect()
}

async fn related(news: &Newsroom, id: i64) -> Vec<(i64, String)> {
    let page = news.reader().get(&format!("/v1/articles/{id}/related")).await.ok();
    let reason = |article: &Value| article["reason"].as_str().unwrap().to_owned();
    page["data"].as_array().unwrap().iter().map(|a| (a["id"].as_i64().unwrap(), reason(a))).collect()
}

async fn view(news: &Newsroom, id: i64, address: &str) -> Answer {
    news.reader().request(Method::POST, &format!("/v1/articles/{id}/views")).from(address).send().await
}

async fn most_read(news: &Newsroom, query: &str) -> Vec<i64> {
    news.write_views().await;
    // What was answered before is over.
    news.pass(5);
    ids(&news.reader().get(&format!("/v1/most-read?{query}")).await.ok())
}

async fn related_articles_come_with_their_reasons(news: Newsroom) {
    let desk = news.desk().await;
    let mut tags = vec![desk.tag];
    for name in ["Sea", "Sky"] {
        tags.push(news.make("tags", json!({"name": name})).await);
    }
    let mut made = Vec::new();
    for tag_ids in [&tags[..1], &tags[..2], &tags[2..], &[], &[]] {
        made.push(news.publish_with(&desk, json!({"tag_ids": tag_ids})).await);
        news.pass(1);
    }
    let (one, two, other, none, chosen) = (made[0], made[1], made[2], made[3], made[4]);
    let draft = news.editor().post("/v1/editorial/articles", desk.article("Draft")).await.created();
    let own = json!({"tag_ids": &tags[..2], "related_ids": [draft["id"], chosen]});
    let id = news.publish_with(&desk, own).await;
    let expected = [
        (chosen, "editor"),
        (two, "same_tags"),
        (one, "same_tags"),
        (none, "same_section"),
        (other, "same_section"),
    ];
    assert_eq!(related(&news, id).await, expected.map(|(id, reason)| (id, reason.to_owned())));
    let answer = news.reader().get(&format!("/v1/articles/{id}/related?limit=2")).await;
    assert_eq!(ids(&answer.ok()), [chosen, two]);
    assert_eq!(answer.ok()["page"], json!({"limit": 2, "next_cursor": null, "prev_cursor": null}));
    let things = answer.header("surrogate-key");
    assert!(
        things.contains(&format!("article-{id}")) && things.contains(&format!("article-{two}")),
        "{things}"
    );
    let draft = format!("article-{}", draft["id"]);
    assert!(!things.split(' ').any(|thing| thing == draft), "readers are told of a draft: {things}");
    news.step(draft.trim_start_matches("article-").parse().unwrap(), json!({"to": "publish"})).await;
    assert_eq!(related(&news, id).await[0].1, "editor");
    assert_eq!(
        format!("article-{}", related(&news, id).await[0].0),
        draft,
        "it is there once it is published"
    );
}

async fn what_is_related_follows_what_readers_see(news: Newsroom) {
    let desk = news.desk().await;
    let first = news.publish(&desk, "First").await;
    let second = news.publish(&desk, "Second").await;
    assert_eq!(related(&news, first).await, [(second, "same_tags".to_owned())]);
    let path = format!("/v1/editorial/articles/{first}");
    news.editor().patch(&path, "*", json!({"related_ids": [second]})).await.ok();
    assert_eq!(related(&news, first).await, [(second, "same_tags".to_owned())], "not published yet");
    news.step(first, json!({"to": "publish"})).await;
    assert_eq!(related(&news, first).await, [(second, "editor".to_owned())]);
    news.step(second, json!({"to": "withdraw"})).await;
    assert_eq!(related(&news, first).await, []);
}

async fn related_articles_of_a_former_slug_and_of_none(news: Newsroom) {
    let desk = news.desk().await;
    let id = news.publish(&desk, "First").await;
    news.editor().patch(&format!("/v1/editorial/articles/{id}"), "*", json!({"slug": "later"})).await.ok();
    news.step(id, json!({"to": "publish"})).await;
    let moved = news.reader().get("/v1/articles/first/related?limit=3").await;
    assert_eq!(moved.expect(301).header("location"), "/v1/articles/later/related?limit=3");
    news.reader().get("/v1/articles/99/related").await.problem(404, "not-found");
    news.kill(id).await;
    news.reader().get(&format!("/v1/articles/{id}/related")).await.problem(410, "killed");
}

async fn what_readers_read_most_comes_first(news: Newsroom) {
    let desk = news.desk().await;
    let first = news.publish(&desk, "First").await;
    let second = news.publish(&desk, "Second").await;
    let third = news.publish(&desk, "Third").await;
    for (id, readers) in [(first, 1), (second, 3), (third, 1)] {
        for reader in 0..readers {
            view(&news, id, &format!("192.0.2.{reader}")).await.expect(204);
        }
    }
    assert_eq!(most_read(&news, "window=1h").await, [second, third, first]);
    news.make("sections", json!({"name": "Sport"})).await;
    assert_eq!(most_read(&news, "section=sport").await, [0; 0]);
    assert_eq!(most_read(&news, "section=sport,nowhere,harbour").await, [second, third, first]);
    let page = news.reader().get("/v1/most-read?limit=2").await.ok();
    let ranks: Vec<_> = page["data"].as_array().unwrap().iter().map(|a| (&a["id"], &a["rank"])).collect();
    assert_eq!(ranks, [(&json!(second), &json!(1)), (&json!(third), &json!(2))]);
    assert!(!page.to_string().contains("views"));
}

async fn a_reader_counts_once_an_hour(news: Newsroom) {
    let desk = news.desk().await;
    let often = news.publish(&desk, "Often").await;
    let twice = news.publish(&desk, "Twice").await;
    for _ in 0..5 {
        view(&news, often, "192.0.2.1").await.expect(204);
    }
    view(&news, twice, "192.0.2.1").await.expect(204);
    news.pass(60 * 60);
    view(&news, twice, "192.0.2.1").await.expect(204);
    assert_eq!(most_read(&news, "window=24h").await, [twice, often]);
}

async fn robots_and_what_is_not_published_do_not_count(news: Newsroom) {
    let desk = news.desk().await;
    let id = news.publish(&desk, "First").await;
    let path = format!("/v1/articles/{id}/views");
    let robot = news.reader().request(Method::POST, &path).header("User-Agent", "Googlebot/2.1");
    let answer = robot.send().await;
    assert_eq!((answer.expect(204).header("set-cookie"), answer.body.len()), ("", 0));
    assert_eq!(most_read(&news, "").await, [0; 0]);
    let draft = news.editor().post("/v1/editorial/articles", desk.article("Draft")).await.created();
    view(&news, draft["id"].as_i64().unwrap(), "192.0.2.1").await.problem(404, "not-found");
    view(&news, 99, "192.0.2.1").await.problem(404, "not-found");
    news.kill(id).await;
    view(&news, id, "192.0.2.1").await.problem(410, "killed");
}

async fn the_most_read_are_those_of_a_time_and_of_sections(news: Newsroom) {
    let desk = news.desk().await;
    let below = json!({"name": "Ferries", "parent_id": desk.section});
    let below = news.make("sections", below).await;
    let other = news.make("sections", json!({"name": "Sport"})).await;
    let old = news.publish(&desk, "Old").await;
    let deep = news.publish_with(&desk, json!({"section_id": below})).await;
    let sport = news.publish_with(&desk, json!({"section_id": other, "headline": "Goal"})).await;
    view(&news, old, "192.0.2.1").await.expect(204);
    view(&news, old, "192.0.2.2").await.expect(204);
    assert_eq!(most_read(&news, "window=1h").await, [old]);
    news.pass(2 * 60 * 60);
    view(&news, deep, "192.0.2.1").await.expect(204);
    view(&news, sport, "192.0.2.1").await.expect(204);
    assert_eq!(most_read(&news, "window=1h").await, [sport, deep]);
    assert_eq!(most_read(&news, "window=24h").await, [old, sport, deep]);
    assert_eq!(most_read(&news, "section=harbour").await, [old, deep]);
    assert_eq!(most_read(&news, "section=harbour/ferries").await, [deep]);
    assert_eq!(most_read(&news, "section=unknown").await, [0; 0]);
    news.pass(3 * 24 * 60 * 60);
    assert_eq!(most_read(&news, "window=24h").await, [0; 0]);
    assert_eq!(most_read(&news, "window=7d").await, [old, sport, deep]);
    news.pass(10 * 24 * 60 * 60);
    view(&news, sport, "192.0.2.9").await.expect(204);
    assert_eq!(most_read(&news, "window=7d").await, [sport]);
    assert_eq!(most_read(&news, "window=30d").await, [sport, old, deep]);
}

async fn most_read_articles_that_go_are_gone(news: Newsroom) {
    let desk = news.desk().await;
    let id = news.publish(&desk, "First").await;
    view(&news, id, "192.0.2.1").await.expect(204);
    assert_eq!(most_read(&news, "").await, [id]);
    news.step(id, json!({"to": "withdraw"})).await;
    assert_eq!(ids(&news.reader().get("/v1/most-read").await.ok()), [0; 0]);
    news.step(id, json!({"to": "trash"})).await;
    let path = format!("/v1/editorial/articles/{id}?permanent=true");
    // Read before it went, written after.
    news.admin().delete(&path, "*").await.expect(204);
    assert_eq!(most_read(&news, "").await, [0; 0]);
}

async fn every_bad_parameter_is_named(news: Newsroom) {
    let desk = news.desk().await;
    let id = news.publish(&desk, "First").await;
    for (path, parameter) in [
        (format!("/v1/articles/{id}/related?limit=101"), "limit"),
        (format!("/v1/articles/{id}/related?cursor=a"), "cursor"),
        ("/v1/most-read?window=2h".to_owned(), "window"),
        ("/v1/most-read?limit=0".to_owned(), "limit"),
        ("/v1/most-read?section=".to_owned(), "section"),
        ("/v1/most-read?since=1".to_owned(), "since"),
    ] {
        assert_eq!(news.reader().get(&path).await.culprits(400, "invalid-query"), [parameter], "{path}");
    }
    let beacon = news.reader().request(Method::POST, &format!("/v1/articles/{id}/views?a=1"));
    assert_eq!(beacon.send().await.culprits(400, "invalid-query"), ["a"]);
}
