//! Links that show a working copy.

use diesel::prelude::*;
use serde_json::{Value, json};

use crate::harness::{Newsroom, scenarios};

scenarios![
    a_preview_shows_the_working_copy_in_the_delivery_shape,
    a_preview_link_expires_and_can_be_revoked,
    a_preview_link_is_bound_to_its_article_and_its_makers_rights,
    a_preview_link_ends_with_the_account_that_made_it,
    a_preview_link_is_kept_nowhere_not_even_for_who_asks_twice,
    a_draft_without_a_section_can_be_previewed,
    nothing_is_shown_of_what_was_killed_or_thrown_away,
    bad_preview_links_are_refused_by_name,
];

const ARTICLES: &str = "/v1/editorial/articles";

fn at(id: i64) -> String {
    format!("{ARTICLES}/{id}")
}

async fn link(news: &Newsroom, id: i64) -> Value {
    news.editor().post(&format!("{}/preview-tokens", at(id)), json!({})).await.created()
}

fn path(link: &Value) -> String {
    format!("/v1/preview/{}", link["token"].as_str().unwrap())
}

async fn a_preview_shows_the_working_copy_in_the_delivery_shape(news: Newsroom) {
    let desk = news.desk().await;
    let below = json!({"name": "Ferries", "parent_id": desk.section});
    let below = news.editor().post("/v1/editorial/sections", below).await.created()["id"].clone();
    let members = json!({"section_id": below, "lead": "At last.", "summary": "Short.",
        "lead_image": {"url": "https://images.example.org/f.jpg", "alt": "A ferry"}});
    let id = news.publish_with(&desk, members).await;
    let link = link(&news, id).await;
    assert_eq!(link["url"], format!("https://news.example{}", path(&link)));
    let preview = news.reader().get(&path(&link)).await;
    let (mut shown, mut public) = (preview.ok(), news.reader().get(&format!("/v1/articles/{id}")).await.ok());
    // Only the version differs: the working copy's own.
    shown["version"].take();
    public["version"].take();
    assert_eq!(shown, public);
    assert_eq!(preview.header("cache-control"), "private, no-store");
    assert_eq!(preview.header("x-robots-tag"), "noindex");
    // It follows the working copy, which readers see nothing of.
    let etag = news.editor().etag_of(&at(id)).await;
    news.editor().patch(&at(id), &etag, json!({"headline": "Tomorrow's headline"})).await.ok();
    assert_eq!(news.reader().get(&path(&link)).await.ok()["headline"], "Tomorrow's headline");
    assert_eq!(news.reader().get(&format!("/v1/articles/{id}")).await.ok()["headline"], "Untitled");
    let text = news.reader().get(&format!("{}?body=text,blocks", path(&link))).await.ok();
    assert_eq!(text["body"]["text"], "The Gannet sails every hour again.");
    let draft = news.reporter().post(ARTICLES, desk.article("Only a draft")).await.created();
    let link = news
        .reporter()
        .post(&format!("{}/preview-tokens", at(draft["id"].as_i64().unwrap())), json!({}))
        .await;
    assert_eq!(news.reader().get(&path(&link.created())).await.ok()["headline"], "Only a draft");
}

async fn a_preview_link_expires_and_can_be_revoked(news: Newsroom) {
    let desk = news.desk().await;
    let id = news.publish(&desk, "Ferry").await;
    let tokens = format!("{}/preview-tokens", at(id));
    let short = news.editor().post(&tokens, json!({"expires_at": "2026-05-02T13:00:00Z"})).await.created();
    let long = link(&news, id).await;
    assert_eq!(long["expires_at"], "2026-05-09T12:00:00Z");
    let list = news.editor().get(&tokens).await;
    assert_eq!(list.ok()["data"].as_array().unwrap().len(), 2);
    assert!(!list.text().contains(long["token"].as_str().unwrap()), "tokens are told once");
    news.pass(3599);
    news.reader().get(&path(&short)).await.ok();
    news.pass(1);
    news.reader().get(&path(&short)).await.problem(404, "not-found");
    assert_eq!(news.editor().get(&tokens).await.ok()["data"][0]["id"], long["id"]);
    let one = format!("{tokens}/{}", long["id"]);
    let revoke = async || news.editor().request(actix_web::http::Method::DELETE, &one).send().await;
    revoke().await.expect(204);
    news.reader().get(&path(&long)).await.problem(404, "not-found");
    revoke().await.problem(404, "not-found");
    let log = news.admin().get("/v1/editorial/audit-log?target_kind=preview_token").await;
    assert_eq!(log.ok()["data"][0]["action"], "preview_token.revoke");
    assert!(!log.text().contains(long["token"].as_str().unwrap()), "nor is the log told");
}

async fn a_preview_link_is_bound_to_its_article_and_its_makers_rights(news: Newsroom) {
    let desk = news.desk().await;
    let (one, two) = (news.publish(&desk, "One").await, news.publish(&desk, "Two").await);
    let link = link(&news, one).await;
    let elsewhere = format!("{}/preview-tokens/{}", at(two), link["id"]);
    let revoke = news.editor().request(actix_web::http::Method::DELETE, &elsewhere).send().await;
    revoke.problem(404, "not-found");
    news.reader().get(&path(&link)).await.ok();
    let tokens = format!("{}/preview-tokens", at(one));
    news.reporter().post(&tokens, json!({})).await.problem(404, "not-found");
    news.reporter().get(&tokens).await.problem(404, "not-found");
    news.moderator().post(&tokens, json!({})).await.problem(403, "forbidden");
    news.reader().post(&tokens, json!({})).await.problem(401, "unauthenticated");
    for guess in ["x", "%00", "..", &"a".repeat(5000), &format!("{}x", link["token"].as_str().unwrap())] {
        news.reader().get(&format!("/v1/preview/{guess}")).await.problem(404, "not-found");
    }
}

async fn a_preview_link_ends_with_the_account_that_made_it(news: Newsroom) {
    let desk = news.desk().await;
    let id = news.publish(&desk, "Ferry").await;
    let link = link(&news, id).await;
    for (disabled, status) in [(true, 404), (false, 200)] {
        news.set_disabled("Edda Editor", disabled).await;
        news.reader().get(&path(&link)).await.expect(status);
    }
}

async fn a_preview_link_is_kept_nowhere_not_even_for_who_asks_twice(news: Newsroom) {
    use broadsheet::db::schema::{idempotency_keys, preview_tokens};
    let desk = news.desk().await;
    let id = news.publish(&desk, "Ferry").await;
    let tokens = format!("{}/preview-tokens", at(id));
    let made = news.editor().post_once(&tokens, "once", json!({})).await.created();
    assert_eq!(news.editor().post_once(&tokens, "once", json!({})).await.created(), made);
    let kept: Vec<String> = news
        .write(|c| {
            let mut kept: Vec<String> = idempotency_keys::table.select(idempotency_keys::body).load(c)?;
            kept.extend(preview_tokens::table.select(preview_tokens::digest).load::<String>(c)?);
            QueryResult::Ok(kept)
        })
        .await;
    assert_eq!(kept.len(), 2);
    let token = made["token"].as_str().unwrap();
    assert!(kept.iter().all(|kept| !kept.contains(token) && !kept.contains("preview")), "{kept:?}");
}

async fn a_draft_without_a_section_can_be_previewed(news: Newsroom) {
    let draft = news.editor().post(ARTICLES, json!({"headline": "Bare"})).await;
    let id = draft.created()["id"].as_i64().unwrap();
    let link = link(&news, id).await;
    let bare = news.reader().get(&path(&link)).await.ok();
    assert_eq!((&bare["headline"], &bare["breadcrumb"]), (&json!("Bare"), &json!([])));
    assert_eq!((&bare["section"], &bare["url"]), (&Value::Null, &Value::Null));
    let desk = news.desk().await;
    news.editor().patch(&at(id), &draft.etag(), json!({"section_id": desk.section})).await.ok();
    let bare = news.reader().get(&path(&link)).await.ok();
    assert_eq!((&bare["body"]["html"], &bare["authors"]), (&json!(""), &json!([])));
    assert_eq!(bare["url"], format!("https://news.example/harbour/{id}/bare"));
}

async fn nothing_is_shown_of_what_was_killed_or_thrown_away(news: Newsroom) {
    let desk = news.desk().await;
    let id = news.publish(&desk, "Ferry").await;
    let link = link(&news, id).await;
    let etag = news.editor().etag_of(&at(id)).await;
    let killed = news.admin().step(id, &etag, json!({"to": "kill", "reason": "Wrong."})).await;
    news.reader().get(&path(&link)).await.problem(404, "not-found");
    let back = news.admin().transition(id, &killed.etag(), "restore").await;
    news.reader().get(&path(&link)).await.ok();
    news.admin().transition(id, &back.etag(), "trash").await.ok();
    news.reader().get(&path(&link)).await.problem(404, "not-found");
}

async fn bad_preview_links_are_refused_by_name(news: Newsroom) {
    let desk = news.desk().await;
    let tokens = format!("{}/preview-tokens", at(news.publish(&desk, "Ferry").await));
    for (time, code) in [("soon", 422), ("2026-05-02T12:00:00Z", 422), ("2026-08-01T00:00:00Z", 422)] {
        let answer = news.editor().post(&tokens, json!({"expires_at": time})).await;
        assert_eq!(answer.culprits(code, "invalid-body"), ["/expires_at"]);
    }
    let answer = news.editor().post(&tokens, json!({"article": 1, "expires_at": 5})).await;
    assert_eq!(answer.culprits(422, "invalid-body"), ["/article", "/expires_at"]);
    assert_eq!(news.editor().get(&tokens).await.ok()["data"], json!([]));
}
