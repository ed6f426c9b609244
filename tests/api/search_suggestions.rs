//! The query that a search suggests when it finds nothing.

use serde_json::{Value, json};

use crate::harness::{Newsroom, scenarios};

scenarios![
    a_search_that_finds_nothing_suggests_a_query_that_finds_something,
    what_is_found_or_like_nothing_gets_no_suggestion,
    only_words_of_published_articles_are_suggested,
    suggestions_meet_the_filters,
];

async fn suggestion(news: &Newsroom, query: &str) -> Option<String> {
    suggestion_within(news, query, "").await
}

async fn suggestion_within(news: &Newsroom, query: &str, filter: &str) -> Option<String> {
    let encoded: String = url::form_urlencoded::byte_serialize(query.as_bytes()).collect();
    let page = news.reader().get(&format!("/v1/search?q={encoded}{filter}")).await.ok();
    let suggestion = page["did_you_mean"].as_str().map(str::to_owned);
    assert!(suggestion.is_some() || page["did_you_mean"] == Value::Null);
    if let Some(suggestion) = &suggestion {
        assert_eq!(page["data"], json!([]));
        let encoded: String = url::form_urlencoded::byte_serialize(suggestion.as_bytes()).collect();
        let page = news.reader().get(&format!("/v1/search?q={encoded}{filter}")).await.ok();
        assert_ne!(page["data"], json!([]), "{suggestion} finds something");
    }
    suggestion
}

async fn a_search_that_finds_nothing_suggests_a_query_that_finds_something(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    for (language, text) in [
        ("en", "The council of the harbour opens the ferries."),
        ("en", "The harbour is closed. A harvest."),
        ("de", "In Zürich öffnen Häuser."),
        ("uk", "Свіжа м’ята в Україні."),
        ("fa", "خبرگزاری ایران می\u{200c}نویسد"),
    ] {
        let body = json!({"format": "markdown", "value": text});
        news.publish_with(
            &taxonomy,
            json!({"headline": "News", "lead": "00", "body": body, "language": language}),
        )
        .await;
    }
    for (query, expected) in [
        ("counicl", "council"),
        ("Council harbuor", "Council harbour"),
        ("harvour", "harbour"),
        ("ouncil", "council"),
        ("concul", "council"),
        ("councl (ferris) \"of the\" har*", "council (ferris) \"of the\" har*"),
        ("zurch", "zürich"),
        ("мʼяята", "м’ята"),
        ("خبرگذاری", "خبرگزاری"),
        ("مينوبسد", "می\u{200c}نویسد"),
    ] {
        assert_eq!(suggestion(&news, query).await.as_deref(), Some(expected), "{query}");
    }
}

async fn what_is_found_or_like_nothing_gets_no_suggestion(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let body = json!({"format": "markdown", "value": "The council opens 2024 東京都."});
    news.publish_with(&taxonomy, json!({"headline": "News", "lead": "00", "body": body})).await;
    let body = json!({"format": "markdown", "value": "A harbour."});
    news.publish_with(&taxonomy, json!({"headline": "News", "lead": "00", "body": body})).await;
    let long = "counicl ".repeat(2) + &('a'..='l').map(|c| format!("{c}{c}{c} ")).collect::<String>();
    for query in [
        "council",
        "councils",
        "xylophone",
        "council harbour",
        "counicl xylophone",
        "\"the counicl\"",
        "counicl*",
        "2025",
        "大阪",
        "cxxxcil",
        "ab",
        &long,
        "*",
        "counicl harbour",
    ] {
        assert_eq!(suggestion(&news, query).await, None, "{query}");
    }
}

async fn only_words_of_published_articles_are_suggested(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let mut article = taxonomy.article("Harbour secret");
    article["language"] = json!("en");
    news.editor().post("/v1/editorial/articles", article.clone()).await.created();
    assert_eq!(suggestion(&news, "secrte").await, None);
    let id = news.publish_with(&taxonomy, json!({"headline": "Harbour secret"})).await;
    assert_eq!(suggestion(&news, "secrte").await.as_deref(), Some("secret"));
    let saved =
        news.editor().patch(&format!("/v1/editorial/articles/{id}"), "*", json!({"headline": "Boat"})).await;
    news.editor().transition(id, &saved.etag(), "publish").await.ok();
    assert_eq!(suggestion(&news, "secrte").await, None);
    assert_eq!(suggestion(&news, "boatt").await.as_deref(), Some("boat"));
    news.transition(id, json!({"to": "withdraw"})).await;
    assert_eq!(suggestion(&news, "boatt").await, None);
}

async fn suggestions_meet_the_filters(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    news.publish_with(&taxonomy, json!({"headline": "The council", "language": "en"})).await;
    news.publish_with(&taxonomy, json!({"headline": "The counsel", "language": "fr"})).await;
    assert_eq!(suggestion_within(&news, "counccl", "&language=en").await.as_deref(), Some("council"));
    assert_eq!(suggestion_within(&news, "counssel", "&language=en").await, None);
    assert_eq!(suggestion_within(&news, "counssel", "&language=fr").await.as_deref(), Some("counsel"));
    assert_eq!(suggestion_within(&news, "counssel", "&section=unknown").await, None);
}
