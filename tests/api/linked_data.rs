//! Articles as schema.org linked data and as ninjs of the IPTC.

use actix_web::http::Method;
use serde_json::json;

use crate::harness::{Newsroom, Response, scenarios};

scenarios![
    an_article_is_available_as_linked_data,
    linked_data_names_the_known_author,
    linked_data_can_be_embedded_in_a_page,
    linked_data_refuses_the_parameters_fields_and_body,
    an_article_is_available_as_ninjs,
    ninjs_documents_match_the_iptc_schema,
];

const NINJS: &str = "application/vnd.iptc.ninjs+json";

async fn get_linked_data(news: &Newsroom, path: &str) -> Response {
    news.reader().request(Method::GET, path).header("Accept", "application/ld+json").send().await
}

async fn an_article_is_available_as_linked_data(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let image =
        json!({"url": "https://img.example/f.jpg", "alt": "A ferry", "credit": "A. Marlow", "width": 1600});
    let members =
        json!({"type": "opinion", "summary": "In short.", "lead_image": image, "dateline": "VESSING"});
    let id = news.publish_with(&taxonomy, members).await;
    news.advance_clock(60);
    let correction = json!({"kind": "correction", "text": "Every hour, not every half hour."});
    news.transition(id, json!({"to": "publish", "correction": correction})).await;
    let path = format!("/v1/articles/{id}");
    let plain = news.reader().get(&path).await;
    let response = get_linked_data(&news, &path).await;
    assert_eq!(response.header("content-type"), "application/ld+json");
    assert_eq!(response.header("surrogate-key"), plain.header("surrogate-key"));
    assert_ne!(response.etag(), plain.etag());
    let url = format!("https://news.example/harbour/{id}/{}", plain.ok()["slug"].as_str().unwrap());
    let expected = json!({
        "@context": "https://schema.org", "@type": "OpinionNewsArticle", "@id": url, "url": url,
        "mainEntityOfPage": url, "identifier": id.to_string(), "headline": plain.ok()["headline"],
        "description": "In short.", "articleBody": "The Gannet sails every hour again.",
        "articleSection": ["Harbour"], "inLanguage": "en", "wordCount": 6, "timeRequired": "PT1M",
        "datePublished": "2026-05-02T12:00:00Z", "dateModified": "2026-05-02T12:01:00Z", "dateline": "VESSING",
        "author": [{"@type": "Person", "name": "Ada Marlow", "url": "https://news.example/authors/ada-marlow"}],
        "publisher": {"@type": "NewsMediaOrganization", "name": site_name(&news).await, "url": "https://news.example"},
        "about": [{"@type": "Thing", "name": "Ferries", "url": "https://news.example/tags/ferries"}],
        "keywords": ["Ferries"],
        "image": {"@type": "ImageObject", "url": "https://img.example/f.jpg", "caption": "A ferry",
            "creditText": "A. Marlow", "width": "1600 px"},
        "correction": [{"@type": "CorrectionComment", "text": "Every hour, not every half hour.",
            "datePublished": "2026-05-02T12:01:00Z"}],
        "commentCount": 0, "isAccessibleForFree": true,
    });
    assert_eq!(response.ok(), expected);
    assert_eq!(
        get_linked_data(&news, &path).await.body,
        response.body,
        "each media type is cached separately"
    );
    assert_eq!(news.reader().get(&path).await.body, plain.body);
    get_linked_data(&news, "/v1/articles").await.problem(406, "not-acceptable");
}

async fn site_name(news: &Newsroom) -> serde_json::Value {
    news.reader().get("/v1/site").await.ok()["name"].clone()
}

async fn linked_data_names_the_known_author(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    for (members, author) in [
        (json!({"byline": "Our staff"}), json!([{"@type": "Person", "name": "Our staff"}])),
        (
            json!({"byline": "By Ada and our staff", "authors": [{"id": taxonomy.author}]}),
            json!([{"@type": "Person", "name": "Ada Marlow", "url": "https://news.example/authors/ada-marlow"}]),
        ),
        (json!({"source": "Harbour Wire"}), json!([{"@type": "Organization", "name": "Harbour Wire"}])),
    ] {
        let mut article = json!({"authors": []});
        article.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        let id = news.publish_with(&taxonomy, article.clone()).await;
        let path = format!("/v1/articles/{id}");
        let linked_data = get_linked_data(&news, &path).await.ok();
        assert_eq!(linked_data["author"], author);
        assert_eq!(linked_data["creditText"], article["byline"]);
        let ninjs = get_ninjs(&news, &path).await.ok();
        let credit = [&article["byline"], &article["source"]].into_iter().find(|name| name.is_string());
        assert_eq!(Some(&ninjs["by"]), credit);
        if author[0]["url"].is_string() {
            assert_eq!(ninjs["infoSources"][0]["uri"], author[0]["url"]);
            assert_eq!(ninjs["infoSources"][0]["name"], author[0]["name"]);
        }
    }
}

async fn linked_data_can_be_embedded_in_a_page(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let headline = "</script><script>alert(1)</script><!--";
    let id = news.publish_with(&taxonomy, json!({"headline": headline, "slug": "storm"})).await;
    let response = get_linked_data(&news, &format!("/v1/articles/{id}")).await;
    assert_eq!(response.ok()["headline"], headline);
    assert!(!response.text().contains('<'));
}

async fn linked_data_refuses_the_parameters_fields_and_body(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish(&taxonomy, "Ferry").await;
    let response = get_linked_data(&news, &format!("/v1/articles/{id}?fields=id&body=html")).await;
    assert_eq!(response.error_sources(400, "invalid-query"), ["body", "fields"]);
}

async fn get_ninjs(news: &Newsroom, path: &str) -> Response {
    news.reader().request(Method::GET, path).header("Accept", NINJS).send().await
}

/// The schema of the IPTC without `geoJSON`, which refers to an external schema. Broadsheet has no such data.
fn ninjs_schema() -> jsonschema::Validator {
    let schema = include_str!("../data/ninjs-schema_3.1.json");
    let mut schema: serde_json::Value = serde_json::from_str(schema).unwrap();
    let places = schema.pointer_mut("/$defs/ninjsType/properties/places/items/properties").unwrap();
    assert!(places.as_object_mut().unwrap().remove("geoJSON").is_some());
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

async fn an_article_is_available_as_ninjs(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news
        .publish_with(&taxonomy, json!({"headline": "Tea", "is_breaking": true, "type": "opinion"}))
        .await;
    let path = format!("/v1/articles/{id}");
    let response = get_ninjs(&news, &path).await;
    assert_eq!(response.header("content-type"), NINJS);
    assert_eq!(
        response.ok(),
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
    assert_ne!(response.etag(), news.reader().get(&path).await.etag());
    let refused = get_ninjs(&news, &format!("{path}?body=text")).await;
    assert_eq!(refused.error_sources(400, "invalid-query"), ["body"]);
}

async fn ninjs_documents_match_the_iptc_schema(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let schema = ninjs_schema();
    let mut tags = Vec::new();
    for kind in ["topic", "person", "organisation", "place", "event", "series"] {
        tags.push(news.create("tags", json!({"name": kind, "type": kind})).await);
    }
    let image = json!({
        "url": "https://img.example/f%C3%A9.jpg", "alt": "A ferry", "caption": "The Gannet", "credit": "A. Marlow",
        "width": 1600, "height": 900,
    });
    let full = json!({
        "kicker": "Harbour", "lead": "It sails.", "summary": "In short.", "byline": "By our own", "source": "Wire",
        "dateline": "VESSING", "is_breaking": true, "tag_ids": tags, "lead_image": image, "authors": [],
    });
    let mut ids = vec![news.publish_with(&taxonomy, full).await];
    news.advance_clock(60);
    let correction = json!({"kind": "clarification", "text": "Hourly."});
    news.transition(ids[0], json!({"to": "publish", "correction": correction})).await;
    let kinds =
        ["opinion", "analysis", "interview", "review", "brief", "gallery", "video", "audio", "liveblog"];
    for kind in kinds {
        ids.push(
            news.publish_with(
                &taxonomy,
                json!({"type": kind, "published_at": "1999-12-31T23:59:59.999999Z"}),
            )
            .await,
        );
    }
    for id in ids {
        let document = get_ninjs(&news, &format!("/v1/articles/{id}")).await.ok();
        let errors: Vec<String> = schema.iter_errors(&document).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?} in {document:#}");
    }
    let invalid = json!({"uri": "tag:a,2026:1", "urgency": 10, "headline": "Tea"});
    assert_eq!(schema.iter_errors(&invalid).count(), 2, "the schema finds two errors");
}
