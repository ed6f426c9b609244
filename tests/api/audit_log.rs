//! The audit log.

use actix_web::http::Method;
use diesel::connection::SimpleConnection;
use serde_json::{Value, json};

use crate::harness::{Newsroom, scenarios};

scenarios![
    every_change_is_logged_with_actor_time_and_members,
    the_log_can_be_filtered_and_paged,
    only_admins_can_read_the_log,
    log_entries_cannot_be_changed_or_deleted,
    refused_requests_are_not_logged,
    the_note_of_a_save_is_logged,
    a_patch_without_a_change_creates_no_log_entry_and_no_version,
];

const LOG: &str = "/v1/editorial/audit-log";
const ARTICLES: &str = "/v1/editorial/articles";

async fn entries(news: &Newsroom, query: &str) -> Vec<Value> {
    let page = news.admin().get(&format!("{LOG}?limit=100&{query}")).await.ok();
    page["data"].as_array().unwrap().clone()
}

fn actions(entries: &[Value]) -> Vec<&str> {
    entries.iter().rev().map(|entry| entry["action"].as_str().unwrap()).collect()
}

async fn every_change_is_logged_with_actor_time_and_members(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish(&taxonomy, "Ferry").await;
    news.advance_clock(60);
    let article = format!("{ARTICLES}/{id}");
    let etag = news.editor().etag_of(&article).await;
    news.editor().patch(&article, &etag, json!({"kicker": "Harbour", "body": {"value": "New."}})).await.ok();
    let tag = format!("/v1/editorial/tags/{}", taxonomy.tag);
    news.editor().patch(&tag, "*", json!({"name": "Boats"})).await.ok();
    let comment = json!({"author_name": "A reader", "body": "At last."});
    let comment =
        news.reader().post(&format!("/v1/articles/{id}/comments"), comment).await.expect(202).json();
    let comment = format!("/v1/editorial/comments/{}", comment["id"]);
    news.moderator().patch(&comment, "*", json!({"status": "approved"})).await.ok();
    let all = entries(&news, "").await;
    let expected = [
        "section.create",
        "author.create",
        "tag.create",
        "article.create",
        "article.publish",
        "article.update",
        "tag.update",
        "comment.moderate",
    ];
    assert_eq!(actions(&all), expected);
    let update = &all[2];
    assert_eq!(update["at"], "2026-05-02T12:01:00Z");
    assert_eq!(update["actor"]["name"], "Edda Editor");
    assert_eq!(update["target"], json!({"kind": "article", "id": id, "version": 3}));
    assert_eq!(
        update["changes"],
        json!([
            {"member": "body", "before": null, "after": null},
            {"member": "kicker", "before": null, "after": "Harbour"},
        ])
    );
    assert_eq!(all[1]["changes"], json!([{"member": "name", "before": "Ferries", "after": "Boats"}]));
    assert_eq!(all[0]["actor"]["name"], "Mo Moderator");
    news.editor().delete(&tag, "*").await.problem(409, "in-use");
    let unused = news.editor().post("/v1/editorial/tags", json!({"name": "Gone"})).await;
    news.editor().delete(unused.header("location"), "*").await.expect(204);
    assert_eq!(entries(&news, "action=tag.delete").await.len(), 1);
}

async fn the_log_can_be_filtered_and_paged(news: Newsroom) {
    for number in 0..5 {
        news.advance_clock(60);
        news.editor().post("/v1/editorial/tags", json!({"name": format!("Tag {number}")})).await.created();
    }
    news.admin().post("/v1/editorial/sections", json!({"name": "Harbour"})).await.created();
    let first = news.admin().get(&format!("{LOG}?limit=4")).await.ok();
    let next = first["page"]["next_cursor"].as_str().unwrap();
    let second = news.admin().get(&format!("{LOG}?limit=4&cursor={next}")).await.ok();
    let ids: Vec<_> = [&first, &second]
        .iter()
        .flat_map(|page| page["data"].as_array().unwrap())
        .map(|e| e["id"].as_i64().unwrap())
        .collect();
    assert_eq!(ids.len(), 6);
    assert!(ids.is_sorted_by(|a, b| a > b), "newest first");
    let previous = second["page"]["prev_cursor"].as_str().unwrap();
    assert_eq!(
        news.admin().get(&format!("{LOG}?limit=4&cursor={previous}")).await.ok()["data"],
        first["data"]
    );
    let count = async |query: &str| entries(&news, query).await.len();
    assert_eq!(count(&format!("actor={}", news.account("Ada Admin").id)).await, 1);
    assert_eq!(count("target_kind=tag").await, 5);
    assert_eq!(count("target_kind=tag&target_id=2").await, 1);
    assert_eq!(count("action=section.create").await, 1);
    assert_eq!(count("after=2026-05-02T12:02:00Z&before=2026-05-02T12:04:00Z").await, 2);
    let invalid =
        news.admin().get(&format!("{LOG}?actor=me&after=soon&target_kind=house&cursor=x&limit=0")).await;
    assert_eq!(invalid.error_sources(400, "invalid-query"), ["actor", "after", "limit", "target_kind"]);
    news.admin().get(&format!("{LOG}?action=x&cursor={next}")).await.problem(400, "invalid-cursor");
}

async fn only_admins_can_read_the_log(news: Newsroom) {
    for client in [news.editor(), news.reporter(), news.moderator()] {
        client.get(LOG).await.problem(403, "forbidden");
    }
    news.reader().get(LOG).await.problem(401, "unauthenticated");
}

async fn log_entries_cannot_be_changed_or_deleted(news: Newsroom) {
    news.editor().post("/v1/editorial/tags", json!({"name": "Tag"})).await.created();
    let before = entries(&news, "").await;
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        news.admin().request(method, LOG).send().await.problem(405, "method-not-allowed");
    }
    for statement in [
        "UPDATE audit_log SET action = 'nothing'",
        "DELETE FROM audit_log",
        // Only SQLite has this statement. PostgreSQL refuses it as a syntax error.
        "REPLACE INTO audit_log SELECT * FROM audit_log",
    ] {
        let refused =
            news.db().write(move |c| Ok::<_, broadsheet::db::Error>(c.batch_execute(statement)?)).await;
        assert!(refused.is_err(), "{statement}");
    }
    assert_eq!(entries(&news, "").await, before);
}

async fn refused_requests_are_not_logged(news: Newsroom) {
    news.editor().post("/v1/editorial/tags", json!({"name": "-", "slug": "-"})).await.expect(422);
    news.editor().post(ARTICLES, json!({"headline": "Ferry", "tag_ids": [9]})).await.expect(422);
    let draft = news.editor().post(ARTICLES, json!({"headline": "Ferry"})).await;
    let id = draft.created()["id"].as_i64().unwrap();
    news.editor().transition(id, &draft.etag(), "publish").await.expect(422);
    news.editor().patch(&format!("{ARTICLES}/{id}"), "\"7\"", json!({"headline": "x"})).await.expect(412);
    assert_eq!(actions(&entries(&news, "").await), ["article.create"]);
}

async fn the_note_of_a_save_is_logged(news: Newsroom) {
    let draft = news.editor().post(ARTICLES, json!({"headline": "Ferry", "note": "From the wire."})).await;
    let article = draft.header("location").to_owned();
    let saved_note =
        news.editor().patch(&article, &draft.etag(), json!({"note": "Seen by the lawyer."})).await;
    news.editor().patch(&article, &saved_note.etag(), json!({"kicker": "Harbour"})).await.ok();
    let notes: Vec<_> = entries(&news, "target_kind=article")
        .await
        .iter()
        .map(|entry| {
            let changes = entry["changes"].as_array().unwrap();
            changes.iter().find(|change| change["member"] == "note").cloned().unwrap_or_default()
        })
        .collect();
    let note = |text: &str| json!({"member": "note", "before": null, "after": text});
    assert_eq!(notes, [Value::Null, note("Seen by the lawyer."), note("From the wire.")]);
    let stale = news.editor().patch(&article, &draft.etag(), json!({"kicker": "x"})).await;
    assert_eq!(stale.problem(412, "version-mismatch")["changed"], json!(["kicker", "note"]));
}

async fn a_patch_without_a_change_creates_no_log_entry_and_no_version(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish(&taxonomy, "Ferry").await;
    let comment = json!({"author_name": "Ann", "body": "It was late."});
    let comment = news.reader().post(&format!("/v1/articles/{id}/comments"), comment).await;
    let comment = comment.json()["id"].clone();
    let redirect = json!({"from": "/old", "to": "/new"});
    let redirect = news.admin().post("/v1/editorial/redirects", redirect).await.created()["id"].clone();
    let rule = json!({"kind": "word", "value": "casino", "action": "ban"});
    let rule = news.admin().post("/v1/editorial/comment-rules", rule).await.created()["id"].clone();
    let approved = json!({"status": "approved"});
    news.change(&format!("/v1/editorial/comments/{comment}"), approved.clone()).await;
    let user = news.admin().get("/v1/editorial/users").await.ok()["data"][0]["id"].clone();
    let before = entries(&news, "").await;
    for (path, unchanged) in [
        (format!("{ARTICLES}/{id}"), json!({"headline": "Ferry"})),
        (format!("/v1/editorial/sections/{}", taxonomy.section), json!({"name": "Harbour", "position": 0})),
        (
            format!("/v1/editorial/authors/{}", taxonomy.author),
            json!({"email": "ada@news.example", "links": []}),
        ),
        (format!("/v1/editorial/tags/{}", taxonomy.tag), json!({"slug": "ferries", "type": "topic"})),
        (format!("/v1/editorial/comments/{comment}"), approved),
        (format!("/v1/editorial/redirects/{redirect}"), json!({"to": "/new"})),
        (format!("/v1/editorial/comment-rules/{rule}"), json!({"value": "Casino", "expires_at": null})),
        ("/v1/editorial/site".to_owned(), json!({})),
        (format!("/v1/editorial/users/{user}"), json!({"disabled": false})),
    ] {
        let before_patch = news.admin().get(&path).await;
        for patch in [json!({}), unchanged] {
            let patched = news.admin().patch(&path, &before_patch.etag(), patch).await;
            assert_eq!((patched.etag(), patched.ok()), (before_patch.etag(), before_patch.ok()), "{path}");
        }
    }
    assert_eq!(entries(&news, "").await, before);
    // A change that readers do not see is logged too.
    news.change(&format!("/v1/editorial/authors/{}", taxonomy.author), json!({"email": null})).await;
    assert_eq!(entries(&news, "action=author.update").await.len(), 1);
}
