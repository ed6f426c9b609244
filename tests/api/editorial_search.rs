//! The search of the editorial API.

use broadsheet::db::schema::rebuild_queue;
use broadsheet::editorial::articles::indexing;
use diesel::prelude::*;
use serde_json::json;

use crate::harness::{Newsroom, scenarios};

scenarios![
    articles_are_found_by_words_in_every_text_member,
    spelling_variants_of_a_word_match,
    no_search_text_causes_a_syntax_error,
    a_search_can_be_combined_with_filters_and_pages,
    changed_or_deleted_articles_are_not_found_by_their_old_words,
    articles_in_the_backlog_are_indexed_later,
];

const ARTICLES: &str = "/v1/editorial/articles";

/// The headlines that a search returns. Panics unless they are the same before and after the index is updated.
async fn found_headlines(news: &Newsroom, query: &str) -> Vec<String> {
    let before_indexing = search(news, query).await;
    indexing::index_all(news.db()).await.unwrap();
    assert_eq!(search(news, query).await, before_indexing, "{query}");
    before_indexing
}

async fn search(news: &Newsroom, query: &str) -> Vec<String> {
    let encoded: String = url::form_urlencoded::byte_serialize(query.as_bytes()).collect();
    let page = news.editor().get(&format!("{ARTICLES}?q={encoded}")).await.ok();
    let articles = page["data"].as_array().unwrap().clone();
    let mut headlines: Vec<_> = articles.iter().map(|a| a["headline"].as_str().unwrap().to_owned()).collect();
    headlines.sort_unstable();
    headlines
}

async fn create(news: &Newsroom, article: serde_json::Value) -> i64 {
    news.editor().post(ARTICLES, article).await.created()["id"].as_i64().unwrap()
}

async fn articles_are_found_by_words_in_every_text_member(news: Newsroom) {
    let body = json!({"format": "html", "value": "<p>The <em>Gannet</em> is in dock.</p>"});
    create(
        &news,
        json!({"headline": "Ferry delayed", "lead": "Until six.", "body": body, "byline": "Our staff"}),
    )
    .await;
    create(&news, json!({"headline": "Harbour closed", "slug": "gale-warning", "id": 84451})).await;
    for words in ["ferry", "DELAYED ferry", "gannet dock", "staff until", "gann", "fer del"] {
        assert_eq!(found_headlines(&news, words).await, ["Ferry delayed"], "{words}");
    }
    for words in ["gale", "84451", "harbour-closed"] {
        assert_eq!(found_headlines(&news, words).await, ["Harbour closed"], "{words}");
    }
    for words in ["ferry harbour", "annet", "ferries", "em"] {
        assert_eq!(found_headlines(&news, words).await, [""; 0], "{words}");
    }
}

async fn spelling_variants_of_a_word_match(news: Newsroom) {
    create(&news, json!({"headline": "Zürich öffnet die Straße"})).await;
    create(&news, json!({"headline": "خبرگزاری می\u{200c}نویسد ۱۴۰۲", "language": "fa"})).await;
    create(&news, json!({"headline": "Новости: ёлка", "language": "ru"})).await;
    assert_eq!(found_headlines(&news, "zurich strasse").await.len(), 1);
    assert_eq!(found_headlines(&news, "خبرگزاري مينويسد 1402").await.len(), 1);
    assert_eq!(found_headlines(&news, "НОВОСТИ елка").await.len(), 1);
}

async fn no_search_text_causes_a_syntax_error(news: Newsroom) {
    create(&news, json!({"headline": "Ferry: \"the\" (only) one-way AND not OR near"})).await;
    for text in [
        "\"",
        "*",
        "ferry*",
        "\"ferry",
        "ferry AND",
        "NOT ferry",
        "NEAR(a b)",
        "a:b",
        "-ferry",
        "^ferry",
        "(",
        "'",
        "';--",
        "ferry & one",
        "ferry | x",
        "!ferry",
        "ferry:*",
        "\\",
        "%",
        "_",
        "{a b}",
        "ferry + one",
        "\u{7f}",
        "😀",
        "\u{202e}",
    ] {
        found_headlines(&news, text).await;
    }
    assert_eq!(found_headlines(&news, "(\"ferry\") & one*").await.len(), 1);
    assert_eq!(found_headlines(&news, "-- ' \"").await.len(), 0, "punctuation alone finds nothing");
    let long = "x".repeat(257);
    for invalid in ["", "%00", &long] {
        let response = news.editor().get(&format!("{ARTICLES}?q={invalid}")).await;
        assert_eq!(response.error_sources(400, "invalid-query"), ["q"]);
    }
    news.editor().get(&format!("{ARTICLES}?q={}", "x".repeat(256))).await.ok();
}

async fn a_search_can_be_combined_with_filters_and_pages(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    for number in 0..3 {
        news.publish(&taxonomy, &format!("Ferry {number}")).await;
    }
    create(&news, json!({"headline": "Ferry draft"})).await;
    news.reporter().post(ARTICLES, json!({"headline": "Ferry of hers"})).await.created();
    let list = async |query: &str| news.editor().get(&format!("{ARTICLES}?q=ferry&{query}")).await.ok();
    assert_eq!(list("status=draft").await["data"].as_array().unwrap().len(), 2);
    assert_eq!(list("section=harbour").await["data"].as_array().unwrap().len(), 3);
    let own = news.reporter().get(&format!("{ARTICLES}?q=ferry")).await.ok();
    assert_eq!(own["data"].as_array().unwrap().len(), 1);
    let first = list("limit=2").await;
    let next = first["page"]["next_cursor"].as_str().unwrap().to_owned();
    let second = list(&format!("limit=2&cursor={next}")).await;
    assert_ne!(first["data"], second["data"]);
    let other = news.editor().get(&format!("{ARTICLES}?q=boat&cursor={next}")).await;
    other.problem(400, "invalid-cursor");
}

async fn changed_or_deleted_articles_are_not_found_by_their_old_words(news: Newsroom) {
    let id = create(&news, json!({"headline": "Ferry"})).await;
    let path = format!("{ARTICLES}/{id}");
    news.editor().patch(&path, "*", json!({"headline": "Boat", "slug": "boat"})).await.ok();
    assert_eq!(
        (found_headlines(&news, "ferry").await.len(), found_headlines(&news, "boat").await.len()),
        (0, 1)
    );
    news.editor().delete(&path, "*").await.expect(204);
    assert_eq!(found_headlines(&news, "boat").await.len(), 1, "a trashed article is found");
    news.admin().delete(&format!("{path}?permanent=true"), "*").await.expect(204);
    assert_eq!(found_headlines(&news, "boat").await.len(), 0);
}

async fn articles_in_the_backlog_are_indexed_later(news: Newsroom) {
    let id = create(&news, json!({"headline": "Ferry"})).await;
    news.write(move |c| {
        broadsheet::db::search::remove(c, id)?;
        diesel::insert_into(rebuild_queue::table).values(rebuild_queue::article_id.eq(id)).execute(c)
    })
    .await;
    assert_eq!(found_headlines(&news, "ferry").await.len(), 0);
    let rebuild_queued = async || news.db().write(indexing::rebuild_queued).await.unwrap();
    assert!(rebuild_queued().await);
    assert!(!rebuild_queued().await);
    assert_eq!(found_headlines(&news, "ferry").await.len(), 1);
}
