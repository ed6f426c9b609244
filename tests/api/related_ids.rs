//! Related articles that the caller cannot read, or that are deleted.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::harness::{Newsroom, article_path, scenarios};

scenarios![
    a_reporter_can_save_a_draft_that_an_editor_related_to_a_hidden_article,
    a_deleted_related_article_does_not_block_saving_and_publishing,
    a_restored_revision_has_its_former_related_articles,
];

const ARTICLES: &str = "/v1/editorial/articles";

/// Creates a reporter's draft and an editor's draft that is related to it. Returns the IDs of both.
async fn create_related_drafts(news: &Newsroom) -> (i64, i64) {
    let taxonomy = news.taxonomy().await;
    let editors_draft = news.editor().post(ARTICLES, json!({"headline": "Theirs"})).await.created();
    let draft = news.reporter().post(ARTICLES, taxonomy.article("Hers")).await.created();
    let (id, editors_draft) = (draft["id"].as_i64().unwrap(), editors_draft["id"].as_i64().unwrap());
    news.change(&article_path(id), json!({"related_ids": [editors_draft]})).await;
    (id, editors_draft)
}

async fn delete_permanently(news: &Newsroom, id: i64) {
    for query in ["", "?permanent=true"] {
        let etag = news.admin().etag_of(&article_path(id)).await;
        news.admin().delete(&format!("{}{query}", article_path(id)), &etag).await.expect(204);
    }
}

async fn put(news: &Newsroom, id: i64, article: Value) -> crate::harness::Response {
    let etag = news.reporter().etag_of(&article_path(id)).await;
    news.reporter()
        .request(Method::PUT, &article_path(id))
        .header("If-Match", &etag)
        .json(article)
        .send()
        .await
}

async fn a_reporter_can_save_a_draft_that_an_editor_related_to_a_hidden_article(news: Newsroom) {
    let (id, editors_draft) = create_related_drafts(&news).await;
    let etag = news.reporter().etag_of(&article_path(id)).await;
    let saved = news.reporter().patch(&article_path(id), &etag, json!({"headline": "Hers, better"})).await;
    assert_eq!(saved.ok()["related_ids"], json!([editors_draft]));
    let own_draft =
        news.reporter().post(ARTICLES, json!({"headline": "Also hers"})).await.created()["id"].clone();
    let extended = news
        .reporter()
        .patch(&article_path(id), &saved.etag(), json!({"related_ids": [own_draft, editors_draft]}))
        .await;
    assert_eq!(extended.ok()["related_ids"], json!([own_draft, editors_draft]));
    let replacement = json!({"headline": "Hers", "related_ids": [editors_draft]});
    assert_eq!(put(&news, id, replacement).await.ok()["related_ids"], json!([editors_draft]));
    // A reporter cannot add drafts of others, not even one that was related before.
    let other_draft =
        news.editor().post(ARTICLES, json!({"headline": "Other"})).await.created()["id"].clone();
    let with_other_draft =
        put(&news, id, json!({"headline": "Hers", "related_ids": [editors_draft, other_draft]})).await;
    assert_eq!(with_other_draft.error_sources(422, "invalid-body"), ["/related_ids/1"]);
    put(&news, id, json!({"headline": "Hers"})).await.ok();
    let added_again = put(&news, id, json!({"headline": "Hers", "related_ids": [editors_draft]})).await;
    assert_eq!(added_again.error_sources(422, "invalid-body"), ["/related_ids/0"]);
}

async fn a_deleted_related_article_does_not_block_saving_and_publishing(news: Newsroom) {
    let (id, deleted) = create_related_drafts(&news).await;
    delete_permanently(&news, deleted).await;
    let saved = news.change(&article_path(id), json!({"headline": "Ferry"})).await;
    assert_eq!(saved.ok()["related_ids"], json!([deleted]));
    let preview =
        news.editor().post(&format!("{}/preview-tokens", article_path(id)), json!({})).await.created();
    let preview = format!("/v1/preview/{}", preview["token"].as_str().unwrap());
    assert_eq!(news.reader().get(&preview).await.ok()["headline"], "Ferry");
    news.transition(id, json!({"to": "publish"})).await;
    assert_eq!(news.reader().get(&format!("/v1/articles/{id}")).await.ok()["headline"], "Ferry");
    news.change(&article_path(id), json!({"related_ids": []})).await;
    let etag = news.editor().etag_of(&article_path(id)).await;
    let added_again = news.editor().patch(&article_path(id), &etag, json!({"related_ids": [deleted]})).await;
    assert_eq!(added_again.error_sources(422, "invalid-body"), ["/related_ids/0"]);
}

async fn a_restored_revision_has_its_former_related_articles(news: Newsroom) {
    let (id, editors_draft) = create_related_drafts(&news).await;
    news.change(&article_path(id), json!({"related_ids": []})).await;
    let restore = async || {
        let request =
            news.reporter().request(Method::POST, &format!("{}/revisions/2/restore", article_path(id)));
        request.header("If-Match", &news.reporter().etag_of(&article_path(id)).await).send().await
    };
    assert_eq!(restore().await.ok()["related_ids"], json!([editors_draft]));
    news.change(&article_path(id), json!({"related_ids": []})).await;
    delete_permanently(&news, editors_draft).await;
    assert_eq!(restore().await.ok()["related_ids"], json!([editors_draft]));
}
