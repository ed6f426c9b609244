//! Articles in the terms of others: of schema.org, and of the IPTC.

use actix_web::http::Method;
use serde_json::json;

use crate::harness::{Answer, Newsroom, scenarios};

scenarios![
    an_article_comes_as_linked_data_to_those_who_ask,
    who_made_an_article_is_told_as_far_as_it_is_known,
    linked_data_may_stand_in_a_page,
    linked_data_has_no_choice_of_members,
    an_article_comes_as_ninjs_to_those_who_ask,
    ninjs_follows_the_schema_of_the_iptc,
];

const NINJS: &str = "application/vnd.iptc.ninjs+json";

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
            "creditText": "A. Marlow", "width": "1600 px"},
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
        (
            json!({"byline": "By Ada and our staff", "authors": [{"id": desk.author}]}),
            json!([{"@type": "Person", "name": "Ada Marlow", "url": "https://news.example/authors/ada-marlow"}]),
        ),
        (json!({"source": "Harbour Wire"}), json!([{"@type": "Organization", "name": "Harbour Wire"}])),
    ] {
        let mut article = json!({"authors": []});
        article.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let id = news.publish_with(&desk, article.clone()).await;
        let path = format!("/v1/articles/{id}");
        let told = linked(&news, &path).await.ok();
        assert_eq!(told["author"], author);
        assert_eq!(told["creditText"], article["byline"]);
        let (told, source) = (ninjs(&news, &path).await.ok(), &article["source"]);
        let shown = [&article["byline"], source].into_iter().find(|name| name.is_string());
        assert_eq!(Some(&told["by"]), shown);
        if author[0]["url"].is_string() {
            assert_eq!(told["infoSources"][0]["uri"], author[0]["url"]);
            assert_eq!(told["infoSources"][0]["name"], author[0]["name"]);
        }
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

async fn ninjs(news: &Newsroom, path: &str) -> Answer {
    news.reader().request(Method::GET, path).header("Accept", NINJS).send().await
}

/// The schema as the IPTC published it. What it refers to elsewhere, the shapes of places, we do not tell.
fn ninjs_schema() -> jsonschema::Validator {
    let schema = include_str!("../data/ninjs-schema_3.1.json");
    let mut schema: serde_json::Value = serde_json::from_str(schema).unwrap();
    let places = schema.pointer_mut("/$defs/ninjsType/properties/places/items/properties").unwrap();
    assert!(places.as_object_mut().unwrap().remove("geoJSON").is_some());
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

async fn an_article_comes_as_ninjs_to_those_who_ask(news: Newsroom) {
    let desk = news.desk().await;
    let id =
        news.publish_with(&desk, json!({"headline": "Tea", "is_breaking": true, "type": "opinion"})).await;
    let path = format!("/v1/articles/{id}");
    let answer = ninjs(&news, &path).await;
    assert_eq!(answer.header("content-type"), NINJS);
    assert_eq!(
        answer.ok(),
        json!({
            "uri": format!("tag:news.example,2026-05-02:{id}"),
            "standard": {"name": "ninjs", "version": "3.1", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"},
            "type": "text", "representationType": "full", "version": "2", "pubStatus": "usable", "urgency": 1,
            "firstCreated": "2026-05-02T12:00:00Z", "versionCreated": "2026-05-02T12:00:00Z",
            "contentCreated": "2026-05-02T12:00:00Z", "language": "en",
            "headlines": [{"role": "main", "contentType": "text/plain", "value": "Tea"}],
            "bodies": [
                {"contentType": "text/html", "wordCount": 6,
                 "value": "<p>The <em>Gannet</em> sails <strong>every hour</strong> again.</p>"},
                {"contentType": "text/plain", "wordCount": 6, "value": "The Gannet sails every hour again."},
            ],
            "by": "Ada Marlow",
            "infoSources": [{"name": "Ada Marlow", "role": "reporter", "uri": "https://news.example/authors/ada-marlow"}],
            "subjects": [
                {"name": "Harbour", "rel": "section", "uri": "https://news.example/harbour"},
                {"name": "Ferries", "rel": "about", "uri": "https://news.example/tags/ferries"},
            ],
            "genres": [{"name": "Opinion", "uri": "http://cv.iptc.org/newscodes/genre/Opinion"}],
            "renditions": [{"name": "web", "href": format!("https://news.example/harbour/{id}/tea"), "contentType": "text/html"}],
            "altIds": [{"role": "newsId", "value": id.to_string()}],
        })
    );
    assert_ne!(answer.etag(), news.reader().get(&path).await.etag());
    let refused = ninjs(&news, &format!("{path}?body=text")).await;
    assert_eq!(refused.culprits(400, "invalid-query"), ["body"]);
}

async fn ninjs_follows_the_schema_of_the_iptc(news: Newsroom) {
    let desk = news.desk().await;
    let schema = ninjs_schema();
    let mut tags = Vec::new();
    for kind in ["topic", "person", "organisation", "place", "event", "series"] {
        tags.push(news.make("tags", json!({"name": kind, "type": kind})).await);
    }
    let image = json!({
        "url": "https://img.example/f%C3%A9.jpg", "alt": "A ferry", "caption": "The Gannet", "credit": "A. Marlow",
        "width": 1600, "height": 900,
    });
    let full = json!({
        "kicker": "Harbour", "lead": "It sails.", "summary": "In short.", "byline": "By our own", "source": "Wire",
        "dateline": "VESSING", "is_breaking": true, "tag_ids": tags, "lead_image": image, "authors": [],
    });
    let mut ids = vec![news.publish_with(&desk, full).await];
    news.pass(60);
    let correction = json!({"kind": "clarification", "text": "Hourly."});
    news.step(ids[0], json!({"to": "publish", "correction": correction})).await;
    let kinds =
        ["opinion", "analysis", "interview", "review", "brief", "gallery", "video", "audio", "liveblog"];
    for kind in kinds {
        ids.push(
            news.publish_with(&desk, json!({"type": kind, "published_at": "1999-12-31T23:59:59.999999Z"}))
                .await,
        );
    }
    for id in ids {
        let document = ninjs(&news, &format!("/v1/articles/{id}")).await.ok();
        let errors: Vec<String> = schema.iter_errors(&document).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?} in {document:#}");
    }
    let wrong = json!({"uri": "tag:a,2026:1", "urgency": 10, "headline": "Tea"});
    assert_eq!(schema.iter_errors(&wrong).count(), 2, "the schema itself holds");
}
