//! Copies of articles.

use serde_json::{Value, json};

use crate::harness::{Newsroom, article_path, id, scenarios};

scenarios![
    a_copy_is_a_new_draft_with_the_content_of_the_working_copy,
    a_copy_is_made_once_for_an_idempotency_key,
    a_repeated_copy_is_the_same_after_the_original_is_gone,
    a_killed_article_is_not_copied,
    reporters_copy_only_articles_that_they_can_read,
    a_copy_with_unknown_members_is_refused,
];

const ARTICLES: &str = "/v1/editorial/articles";

fn copies(article: i64) -> String {
    format!("{}/copies", article_path(article))
}

async fn a_copy_is_a_new_draft_with_the_content_of_the_working_copy(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let related = news.publish(&taxonomy, "Related").await;
    let members = json!({
        "headline": "Ferry", "slug": "summer-ferry", "kicker": "Harbour", "published_at": "2025-01-01T00:00:00Z",
        "related_ids": [related], "is_featured": true, "is_breaking": true,
        "seo": {"title": "Ferries", "canonical_url": "https://agency.example/ferry"},
        "comments": {"policy": "closed", "closes_at": "2026-06-01T00:00:00Z"},
    });
    let original = news.publish_with(&taxonomy, members).await;
    let correction = json!({"kind": "correction", "text": "Hourly."});
    news.transition(original, json!({"to": "publish", "correction": correction})).await;
    news.change(&article_path(original), json!({"lead": "Not published yet."})).await;
    let before = news.working_copy(original).await;
    news.advance_clock(60);
    let response = news.admin().post(&copies(original), json!({"note": "For next year."})).await;
    let copy = response.created();
    assert_eq!(response.header("location"), article_path(id(&copy)));
    assert_eq!(response.etag(), "\"1\"");
    assert_ne!(id(&copy), original);
    let same = [
        "headline",
        "kicker",
        "lead",
        "body",
        "type",
        "language",
        "authors",
        "section",
        "tags",
        "related_ids",
        "is_featured",
    ];
    for member in same {
        assert_eq!(copy[member], before[member], "{member}");
    }
    let made = json!({
        "status": "draft", "version": 1, "live_version": null, "has_unpublished_changes": false, "slug": "ferry",
        "published_at": null, "publish_at": null, "embargo_until": null, "expires_at": null, "step_note": null,
        "first_published_at": null, "comments": {"policy": "closed", "closes_at": null},
        "created_at": "2026-05-02T12:01:00Z", "is_breaking": false,
        "seo": {"title": "Ferries", "description": null, "canonical_url": null},
    });
    for (member, value) in made.as_object().unwrap() {
        assert_eq!(&copy[member], value, "{member}");
    }
    assert_eq!(copy["created_by"]["name"], "Ada Admin");
    assert_eq!(news.working_copy(original).await, before, "the original stays as it is");
    assert_eq!(news.working_copy(id(&copy)).await, copy);
    let path = article_path(id(&copy));
    let revisions = news.editor().get(&format!("{path}/revisions")).await.ok();
    let note = format!("Copy of article {original}, version {}. For next year.", before["version"]);
    assert_eq!(
        (revisions["data"].as_array().unwrap().len(), &revisions["data"][0]["note"]),
        (1, &json!(note))
    );
    assert_eq!(news.editor().get(&format!("{path}/corrections")).await.ok()["data"], json!([]));
    let log = format!("/v1/editorial/audit-log?target_kind=article&target_id={}", copy["id"]);
    let log = news.admin().get(&log).await.ok();
    assert_eq!(log["data"][0]["action"], "article.copy");
    let origin = json!({"member": "copied_from", "before": null, "after": original});
    assert!(log["data"][0]["changes"].as_array().unwrap().contains(&origin));
    let again = news.editor().post(&copies(original), json!({})).await.created();
    assert_eq!(
        again["slug"],
        format!("ferry-{}", again["id"]),
        "the slug `ferry` is taken by the first copy"
    );
    news.transition(id(&again), json!({"to": "publish"})).await;
    assert_eq!(news.published_article(id(&again)).await["corrections"], json!([]));
}

async fn a_copy_is_made_once_for_an_idempotency_key(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let original = news.publish(&taxonomy, "Ferry").await;
    let first = news.editor().post_with_key(&copies(original), "copy-1", json!({})).await.created();
    let second = news.editor().post_with_key(&copies(original), "copy-1", json!({})).await;
    assert_eq!(second.created(), first);
    let total = news.editor().get(&format!("{ARTICLES}?count=exact")).await.ok()["page"]["total"].clone();
    assert_eq!(total, 2);
    let other = news.editor().post_with_key(&copies(original), "copy-1", json!({"note": "Other."})).await;
    other.problem(422, "idempotency-key-reused");
}

async fn a_repeated_copy_is_the_same_after_the_original_is_gone(news: Newsroom) {
    let original = id(&news.editor().post(ARTICLES, json!({"headline": "Ferry"})).await.created());
    let first = news.admin().post_with_key(&copies(original), "copy-1", json!({})).await.created();
    news.transition(original, json!({"to": "trash"})).await;
    let etag = news.admin().etag_of(&article_path(original)).await;
    let path = format!("{}?permanent=true", article_path(original));
    news.admin().delete(&path, &etag).await.expect(204);
    let again = news.admin().post_with_key(&copies(original), "copy-1", json!({})).await;
    assert_eq!(again.created(), first);
    news.admin().post(&copies(original), json!({})).await.problem(404, "not-found");
}

async fn a_killed_article_is_not_copied(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article = news.publish(&taxonomy, "Ferry").await;
    news.kill(article).await;
    for client in [news.editor(), news.admin()] {
        let refused = client.post(&copies(article), json!({})).await.problem(409, "not-editable");
        assert!(refused["detail"].as_str().unwrap().contains("`restore`"), "{refused}");
    }
    let total = news.editor().get(&format!("{ARTICLES}?count=exact")).await.ok()["page"]["total"].clone();
    assert_eq!(total, 1);
    news.transition(article, json!({"to": "restore"})).await;
    news.editor().post(&copies(article), json!({})).await.created();
}

async fn reporters_copy_only_articles_that_they_can_read(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let others = news.publish(&taxonomy, "Ferry").await;
    news.reporter().post(&copies(others), json!({})).await.problem(404, "not-found");
    news.moderator().post(&copies(others), json!({})).await.problem(403, "forbidden");
    let own = news.reporter().post(ARTICLES, json!({"headline": "Own"})).await.created();
    news.transition(id(&own), json!({"to": "trash"})).await;
    let copy = news.reporter().post(&copies(id(&own)), json!({})).await.created();
    assert_eq!((&copy["status"], &copy["headline"]), (&json!("draft"), &json!("Own")));
}

async fn a_copy_with_unknown_members_is_refused(news: Newsroom) {
    let article = id(&news.editor().post(ARTICLES, json!({"headline": "Ferry"})).await.created());
    let members = json!({"headline": "Other", "note": "x".repeat(401)});
    let refused = news.editor().post(&copies(article), members).await;
    let mut sources = refused.error_sources(422, "invalid-body");
    sources.sort_unstable();
    assert_eq!(sources, ["/headline", "/note"]);
    news.editor().post(&copies(999), json!({})).await.problem(404, "not-found");
    assert_eq!(news.working_copy(article).await["version"].clone(), Value::from(1));
}
