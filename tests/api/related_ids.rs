//! Related articles that the caller does not know, or that are gone.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::harness::{Newsroom, scenarios};

scenarios![
    a_reporter_can_save_a_draft_that_an_editor_related_to_a_hidden_article,
    a_deleted_related_article_does_not_block_saving_and_publishing,
    a_restored_revision_has_its_former_related_articles,
];

const ARTICLES: &str = "/v1/editorial/articles";

fn at(id: i64) -> String {
    format!("{ARTICLES}/{id}")
}

/// A draft of a reporter's, to which an editor has related one of their own; the ids of both.
async fn related(news: &Newsroom) -> (i64, i64) {
    let desk = news.desk().await;
    let theirs = news.editor().post(ARTICLES, json!({"headline": "Theirs"})).await.created();
    let draft = news.reporter().post(ARTICLES, desk.article("Hers")).await.created();
    let (id, theirs) = (draft["id"].as_i64().unwrap(), theirs["id"].as_i64().unwrap());
    news.change(&at(id), json!({"related_ids": [theirs]})).await;
    (id, theirs)
}

async fn delete_for_good(news: &Newsroom, id: i64) {
    for query in ["", "?permanent=true"] {
        let etag = news.admin().etag_of(&at(id)).await;
        news.admin().delete(&format!("{}{query}", at(id)), &etag).await.expect(204);
    }
}

async fn put(news: &Newsroom, id: i64, article: Value) -> crate::harness::Answer {
    let etag = news.reporter().etag_of(&at(id)).await;
    news.reporter().request(Method::PUT, &at(id)).header("If-Match", &etag).json(article).send().await
}

async fn a_reporter_can_save_a_draft_that_an_editor_related_to_a_hidden_article(news: Newsroom) {
    let (id, theirs) = related(&news).await;
    let etag = news.reporter().etag_of(&at(id)).await;
    let saved = news.reporter().patch(&at(id), &etag, json!({"headline": "Hers, better"})).await;
    assert_eq!(saved.ok()["related_ids"], json!([theirs]));
    let own = news.reporter().post(ARTICLES, json!({"headline": "Also hers"})).await.created()["id"].clone();
    let more = news.reporter().patch(&at(id), &saved.etag(), json!({"related_ids": [own, theirs]})).await;
    assert_eq!(more.ok()["related_ids"], json!([own, theirs]));
    let whole = json!({"headline": "Hers", "related_ids": [theirs]});
    assert_eq!(put(&news, id, whole).await.ok()["related_ids"], json!([theirs]));
    // What is taken out is a colleague's again, and so is everything else of theirs.
    let other = news.editor().post(ARTICLES, json!({"headline": "Other"})).await.created()["id"].clone();
    let both = put(&news, id, json!({"headline": "Hers", "related_ids": [theirs, other]})).await;
    assert_eq!(both.culprits(422, "invalid-body"), ["/related_ids/1"]);
    put(&news, id, json!({"headline": "Hers"})).await.ok();
    let again = put(&news, id, json!({"headline": "Hers", "related_ids": [theirs]})).await;
    assert_eq!(again.culprits(422, "invalid-body"), ["/related_ids/0"]);
}

async fn a_deleted_related_article_does_not_block_saving_and_publishing(news: Newsroom) {
    let (id, gone) = related(&news).await;
    delete_for_good(&news, gone).await;
    let saved = news.change(&at(id), json!({"headline": "Ferry"})).await;
    assert_eq!(saved.ok()["related_ids"], json!([gone]));
    let preview = news.editor().post(&format!("{}/preview-tokens", at(id)), json!({})).await.created();
    let preview = format!("/v1/preview/{}", preview["token"].as_str().unwrap());
    assert_eq!(news.reader().get(&preview).await.ok()["headline"], "Ferry");
    news.step(id, json!({"to": "publish"})).await;
    assert_eq!(news.reader().get(&format!("/v1/articles/{id}")).await.ok()["headline"], "Ferry");
    news.change(&at(id), json!({"related_ids": []})).await;
    let etag = news.editor().etag_of(&at(id)).await;
    let back = news.editor().patch(&at(id), &etag, json!({"related_ids": [gone]})).await;
    assert_eq!(back.culprits(422, "invalid-body"), ["/related_ids/0"]);
}

async fn a_restored_revision_has_its_former_related_articles(news: Newsroom) {
    let (id, theirs) = related(&news).await;
    news.change(&at(id), json!({"related_ids": []})).await;
    let restore = async || {
        let request = news.reporter().request(Method::POST, &format!("{}/revisions/2/restore", at(id)));
        request.header("If-Match", &news.reporter().etag_of(&at(id)).await).send().await
    };
    assert_eq!(restore().await.ok()["related_ids"], json!([theirs]));
    news.change(&at(id), json!({"related_ids": []})).await;
    delete_for_good(&news, theirs).await;
    assert_eq!(restore().await.ok()["related_ids"], json!([theirs]));
}
