//! Articles in the terms of schema.org.

use actix_web::http::Method;
use serde_json::json;

use crate::harness::{Answer, Newsroom, scenarios};

scenarios![
    an_article_comes_as_linked_data_to_those_who_ask,
    who_made_an_article_is_told_as_far_as_it_is_known,
    linked_data_may_stand_in_a_page,
    linked_data_has_no_choice_of_members,
];

async fn linked(news: &Newsroom, path: &str) -> Answer {
    news.reader().request(Method::GET, path).header("Accept", "application/ld+json").send().await
}

async fn an_article_comes_as_linked_data_to_those_who_ask(news: Newsroom) {
    let desk = news.desk().await;
    let image =
        json!({"url": "https://img.example/f.jpg", "alt": "A ferry", "credit": "A. Marlow", "width": 1600});
    let more = json!({"type": "opinion", "summary": "In short.", "lead_image": image, "dateline": "VESSING"});
    let id = news.publish_with(&desk, more).await;
    news.pass(60);
    let correction = json!({"kind": "correction", "text": "Every hour, not every half hour."});
    news.step(id, json!({"to": "publish", "correction": correction})).await;
    let path = format!("/v1/articles/{id}");
    let plain = news.reader().get(&path).await;
    let answer = linked(&news, &path).await;
    assert_eq!(answer.header("content-type"), "application/ld+json");
    assert_eq!(answer.header("surrogate-key"), plain.header("surrogate-key"));
    assert_ne!(answer.etag(), plain.etag());
    let url = format!("https://news.example/harbour/{id}/{}", plain.ok()["slug"].as_str().unwrap());
    let expected = json!({
        "@context": "https://schema.org", "@type": "OpinionNewsArticle", "@id": url, "url": url,
        "mainEntityOfPage": url, "identifier": id.to_string(), "headline": plain.ok()["headline"],
        "description": "In short.", "articleBody": "The Gannet sails every hour again.",
        "articleSection": ["Harbour"], "inLanguage": "en", "wordCount": 6, "timeRequired": "PT1M",
        "datePublished": "2026-05-02T12:00:00Z", "dateModified": "2026-05-02T12:01:00Z", "dateline": "VESSING",
        "author": [{"@type": "Person", "name": "Ada Marlow", "url": "https://news.example/authors/ada-marlow"}],
        "publisher": {"@type": "NewsMediaOrganization", "name": plain_site(&news).await, "url": "https://news.example"},
        "about": [{"@type": "Thing", "name": "Ferries", "url": "https://news.example/tags/ferries"}],
        "keywords": ["Ferries"],
        "image": {"@type": "ImageObject", "url": "https://img.example/f.jpg", "caption": "A ferry",
            "creditText": "A. Marlow", "width": 1600},
        "correction": [{"@type": "CorrectionComment", "text": "Every hour, not every half hour.",
            "datePublished": "2026-05-02T12:01:00Z"}],
        "commentCount": 0, "isAccessibleForFree": true,
    });
    assert_eq!(answer.ok(), expected);
    assert_eq!(linked(&news, &path).await.body, answer.body, "kept apart from the other form");
    assert_eq!(news.reader().get(&path).await.body, plain.body);
    linked(&news, "/v1/articles").await.problem(406, "not-acceptable");
}

async fn plain_site(news: &Newsroom) -> serde_json::Value {
    news.reader().get("/v1/site").await.ok()["name"].clone()
}

async fn who_made_an_article_is_told_as_far_as_it_is_known(news: Newsroom) {
    let desk = news.desk().await;
    for (more, author) in [
        (json!({"byline": "Our staff"}), json!([{"@type": "Person", "name": "Our staff"}])),
        (json!({"source": "Harbour Wire"}), json!([{"@type": "Organization", "name": "Harbour Wire"}])),
    ] {
        let mut article = json!({"authors": []});
        article.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let id = news.publish_with(&desk, article).await;
        assert_eq!(linked(&news, &format!("/v1/articles/{id}")).await.ok()["author"], author);
    }
}

async fn linked_data_may_stand_in_a_page(news: Newsroom) {
    let desk = news.desk().await;
    let headline = "</script><script>alert(1)</script><!--";
    let id = news.publish_with(&desk, json!({"headline": headline, "slug": "storm"})).await;
    let answer = linked(&news, &format!("/v1/articles/{id}")).await;
    assert_eq!(answer.ok()["headline"], headline);
    assert!(!answer.text().contains('<'));
}

async fn linked_data_has_no_choice_of_members(news: Newsroom) {
    let desk = news.desk().await;
    let id = news.publish(&desk, "Ferry").await;
    let answer = linked(&news, &format!("/v1/articles/{id}?fields=id&body=html")).await;
    assert_eq!(answer.culprits(400, "invalid-query"), ["body", "fields"]);
}
