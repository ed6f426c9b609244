//! Preview links, which show a working copy.

use diesel::prelude::*;
use serde_json::{Value, json};

use crate::harness::{Newsroom, article_path, scenarios};

scenarios![
    a_preview_shows_the_working_copy_in_the_delivery_format,
    a_preview_link_expires_and_can_be_revoked,
    a_preview_link_belongs_to_one_article_and_needs_access_to_it,
    a_preview_link_stops_when_its_creator_is_disabled,
    a_preview_token_is_not_stored_even_for_repeated_requests,
    a_draft_without_a_section_can_be_previewed,
    killed_and_trashed_articles_have_no_preview,
    an_invalid_preview_request_is_refused,
];

const ARTICLES: &str = "/v1/editorial/articles";

async fn create_link(news: &Newsroom, id: i64) -> Value {
    news.editor().post(&format!("{}/preview-tokens", article_path(id)), json!({})).await.created()
}

fn preview_path(link: &Value) -> String {
    format!("/v1/preview/{}", link["token"].as_str().unwrap())
}

async fn a_preview_shows_the_working_copy_in_the_delivery_format(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let subsection = json!({"name": "Ferries", "parent_id": taxonomy.section});
    let subsection = news.editor().post("/v1/editorial/sections", subsection).await.created()["id"].clone();
    let members = json!({"section_id": subsection, "lead": "At last.", "summary": "Short.",
        "lead_image": {"url": "https://images.example.org/f.jpg", "alt": "A ferry"}});
    let id = news.publish_with(&taxonomy, members).await;
    let link = create_link(&news, id).await;
    assert_eq!(link["url"], format!("https://news.example{}", preview_path(&link)));
    let preview = news.reader().get(&preview_path(&link)).await;
    let (mut previewed, mut public) =
        (preview.ok(), news.reader().get(&format!("/v1/articles/{id}")).await.ok());
    // Only the version differs. The preview shows the version of the working copy.
    previewed["version"].take();
    public["version"].take();
    assert_eq!(previewed, public);
    assert_eq!(preview.header("cache-control"), "private, no-store, no-transform");
    assert_eq!(preview.header("x-robots-tag"), "noindex");
    // The preview follows the working copy, which readers cannot see.
    let etag = news.editor().etag_of(&article_path(id)).await;
    news.editor().patch(&article_path(id), &etag, json!({"headline": "Tomorrow's headline"})).await.ok();
    assert_eq!(news.reader().get(&preview_path(&link)).await.ok()["headline"], "Tomorrow's headline");
    assert_eq!(news.reader().get(&format!("/v1/articles/{id}")).await.ok()["headline"], "Untitled");
    let with_formats = news.reader().get(&format!("{}?body=text,blocks", preview_path(&link))).await.ok();
    assert_eq!(with_formats["body"]["text"], "The Gannet sails every hour again.");
    let draft = news.reporter().post(ARTICLES, taxonomy.article("Only a draft")).await.created();
    let link = news
        .reporter()
        .post(&format!("{}/preview-tokens", article_path(draft["id"].as_i64().unwrap())), json!({}))
        .await;
    assert_eq!(news.reader().get(&preview_path(&link.created())).await.ok()["headline"], "Only a draft");
}

async fn a_preview_link_expires_and_can_be_revoked(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish(&taxonomy, "Ferry").await;
    let tokens_path = format!("{}/preview-tokens", article_path(id));
    let short =
        news.editor().post(&tokens_path, json!({"expires_at": "2026-05-02T13:00:00Z"})).await.created();
    let long = create_link(&news, id).await;
    assert_eq!(long["expires_at"], "2026-05-09T12:00:00Z");
    let list = news.editor().get(&tokens_path).await;
    assert_eq!(list.ok()["data"].as_array().unwrap().len(), 2);
    assert!(!list.text().contains(long["token"].as_str().unwrap()), "a token is shown only once");
    news.advance_clock(3599);
    news.reader().get(&preview_path(&short)).await.ok();
    news.advance_clock(1);
    news.reader().get(&preview_path(&short)).await.problem(404, "not-found");
    assert_eq!(news.editor().get(&tokens_path).await.ok()["data"][0]["id"], long["id"]);
    let token_path = format!("{tokens_path}/{}", long["id"]);
    let revoke = async || news.editor().request(actix_web::http::Method::DELETE, &token_path).send().await;
    revoke().await.expect(204);
    news.reader().get(&preview_path(&long)).await.problem(404, "not-found");
    revoke().await.problem(404, "not-found");
    let log = news.admin().get("/v1/editorial/audit-log?target_kind=preview_token").await;
    assert_eq!(log.ok()["data"][0]["action"], "preview_token.revoke");
    assert!(!log.text().contains(long["token"].as_str().unwrap()), "the log does not contain the token");
}

async fn a_preview_link_belongs_to_one_article_and_needs_access_to_it(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let (one, two) = (news.publish(&taxonomy, "One").await, news.publish(&taxonomy, "Two").await);
    let link = create_link(&news, one).await;
    let elsewhere = format!("{}/preview-tokens/{}", article_path(two), link["id"]);
    let revoke = news.editor().request(actix_web::http::Method::DELETE, &elsewhere).send().await;
    revoke.problem(404, "not-found");
    news.reader().get(&preview_path(&link)).await.ok();
    let tokens_path = format!("{}/preview-tokens", article_path(one));
    news.reporter().post(&tokens_path, json!({})).await.problem(404, "not-found");
    news.reporter().get(&tokens_path).await.problem(404, "not-found");
    news.moderator().post(&tokens_path, json!({})).await.problem(403, "forbidden");
    news.reader().post(&tokens_path, json!({})).await.problem(401, "unauthenticated");
    for invalid in ["x", "%00", "..", &"a".repeat(5000), &format!("{}x", link["token"].as_str().unwrap())] {
        news.reader().get(&format!("/v1/preview/{invalid}")).await.problem(404, "not-found");
    }
}

async fn a_preview_link_stops_when_its_creator_is_disabled(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish(&taxonomy, "Ferry").await;
    let link = create_link(&news, id).await;
    for (disabled, status) in [(true, 404), (false, 200)] {
        news.set_disabled("Edda Editor", disabled).await;
        news.reader().get(&preview_path(&link)).await.expect(status);
    }
}

async fn a_preview_token_is_not_stored_even_for_repeated_requests(news: Newsroom) {
    use broadsheet::db::schema::{idempotency_keys, preview_tokens};
    let taxonomy = news.taxonomy().await;
    let id = news.publish(&taxonomy, "Ferry").await;
    let tokens_path = format!("{}/preview-tokens", article_path(id));
    let created = news.editor().post_with_key(&tokens_path, "once", json!({})).await.created();
    assert_eq!(news.editor().post_with_key(&tokens_path, "once", json!({})).await.created(), created);
    let stored: Vec<String> = news
        .write(|c| {
            let mut stored: Vec<String> = idempotency_keys::table.select(idempotency_keys::body).load(c)?;
            stored.extend(preview_tokens::table.select(preview_tokens::digest).load::<String>(c)?);
            QueryResult::Ok(stored)
        })
        .await;
    assert_eq!(stored.len(), 2);
    let token = created["token"].as_str().unwrap();
    assert!(stored.iter().all(|text| !text.contains(token) && !text.contains("preview")), "{stored:?}");
}

async fn a_draft_without_a_section_can_be_previewed(news: Newsroom) {
    let draft = news.editor().post(ARTICLES, json!({"headline": "Bare"})).await;
    let id = draft.created()["id"].as_i64().unwrap();
    let link = create_link(&news, id).await;
    let preview = news.reader().get(&preview_path(&link)).await.ok();
    assert_eq!((&preview["headline"], &preview["breadcrumb"]), (&json!("Bare"), &json!([])));
    assert_eq!((&preview["section"], &preview["url"]), (&Value::Null, &Value::Null));
    let taxonomy = news.taxonomy().await;
    news.editor().patch(&article_path(id), &draft.etag(), json!({"section_id": taxonomy.section})).await.ok();
    let preview = news.reader().get(&preview_path(&link)).await.ok();
    assert_eq!((&preview["body"]["html"], &preview["authors"]), (&json!(""), &json!([])));
    assert_eq!(preview["url"], format!("https://news.example/harbour/{id}/bare"));
}

async fn killed_and_trashed_articles_have_no_preview(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish(&taxonomy, "Ferry").await;
    let link = create_link(&news, id).await;
    let etag = news.editor().etag_of(&article_path(id)).await;
    let killed = news.admin().transition_with(id, &etag, json!({"to": "kill", "reason": "Wrong."})).await;
    news.reader().get(&preview_path(&link)).await.problem(404, "not-found");
    let restored = news.admin().transition(id, &killed.etag(), "restore").await;
    news.reader().get(&preview_path(&link)).await.ok();
    news.admin().transition(id, &restored.etag(), "trash").await.ok();
    news.reader().get(&preview_path(&link)).await.problem(404, "not-found");
}

async fn an_invalid_preview_request_is_refused(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let tokens_path = format!("{}/preview-tokens", article_path(news.publish(&taxonomy, "Ferry").await));
    for (time, code) in [("soon", 422), ("2026-05-02T12:00:00Z", 422), ("2026-08-01T00:00:00Z", 422)] {
        let response = news.editor().post(&tokens_path, json!({"expires_at": time})).await;
        assert_eq!(response.error_sources(code, "invalid-body"), ["/expires_at"]);
    }
    let response = news.editor().post(&tokens_path, json!({"article": 1, "expires_at": 5})).await;
    assert_eq!(response.error_sources(422, "invalid-body"), ["/article", "/expires_at"]);
    assert_eq!(news.editor().get(&tokens_path).await.ok()["data"], json!([]));
}
