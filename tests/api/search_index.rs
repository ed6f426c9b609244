//! What is found by the words of the search: tags, working copies, and articles that a migration queued.

use broadsheet::db::published_search;
use broadsheet::db::schema::reindex_queue;
use broadsheet::editorial::articles::indexing;
use diesel::prelude::*;
use diesel::sql_query;
use serde_json::json;

use crate::harness::{Newsroom, scenarios};

scenarios![
    tags_and_working_copies_are_found_in_any_spelling,
    articles_that_a_migration_queued_are_indexed_again,
];

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

async fn tags_and_working_copies_are_found_in_any_spelling(news: Newsroom) {
    let editor = news.editor();
    for (name, queries) in [
        ("McDonald’s", &["mcdon", "mcdonalds", "mcdonald's"][..]),
        ("서울시", &["서울", "울시"]),
        ("می\u{200c}روم", &["میروم", "روم", "می روم"]),
    ] {
        let slug = format!("tag-{}", name.len());
        editor
            .post("/v1/editorial/tags", json!({"name": name, "slug": slug, "type": "topic"}))
            .await
            .created();
        editor.post("/v1/editorial/articles", json!({"headline": name})).await.created();
        for query in queries {
            let tags = news.reader().get(&format!("/v1/tags?q={}", encoded(query))).await.ok();
            assert_eq!(tags["data"][0]["name"], name, "{query}");
            let articles = editor.get(&format!("/v1/editorial/articles?q={}", encoded(query))).await.ok();
            assert_eq!(articles["data"][0]["headline"], name, "{query}");
        }
    }
}

async fn articles_that_a_migration_queued_are_indexed_again(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let body = json!({"format": "markdown", "value": "서울에서 councils"});
    let id = news.publish_with(&taxonomy, json!({"headline": "News", "lead": "00", "body": body})).await;
    // As an earlier release left it.
    news.write(move |c| {
        published_search::remove(c, id)?;
        sql_query("UPDATE published_bodies SET document = '', word_positions = ''").execute(c)?;
        sql_query("DELETE FROM published_vocabulary").execute(c)?;
        diesel::insert_into(reindex_queue::table).values(reindex_queue::article_id.eq(id)).execute(c)
    })
    .await;
    let found = async || {
        let mut found = Vec::new();
        for query in ["서울", "council", "concils"] {
            let page = news.reader().get(&format!("/v1/search?q={}", encoded(query))).await.ok();
            found.push((page["data"][0]["id"].as_i64(), page["did_you_mean"].as_str().map(str::to_owned)));
        }
        found
    };
    assert_eq!(found().await, [(None, None), (None, None), (None, None)]);
    let reindex = async || news.db().write(indexing::reindex_queued).await.unwrap();
    assert!(reindex().await);
    assert!(!reindex().await);
    assert_eq!(found().await, [(Some(id), None), (Some(id), None), (None, Some("councils".to_owned()))]);
}
