//! Resolution of public URLs to resources.

use actix_web::http::Method;
use serde_json::json;

use crate::harness::{Newsroom, Response, scenarios};

scenarios![
    every_public_url_is_resolved,
    former_urls_are_resolved_to_the_current_ones,
    urls_of_other_sites_are_not_found,
    an_invalid_url_is_refused,
    no_byte_in_a_url_causes_a_server_error,
];

async fn resolve(news: &Newsroom, url: &str) -> Response {
    news.reader().get(&format!("/v1/resolve?url={url}")).await
}

async fn every_public_url_is_resolved(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let subsection = json!({"name": "Ferries", "parent_id": taxonomy.section});
    let subsection = news.editor().post("/v1/editorial/sections", subsection).await.created()["id"].clone();
    let id = news.publish_with(&taxonomy, json!({"headline": "Gannet", "section_id": subsection})).await;
    for (path, kind, id) in [
        (format!("/harbour/ferries/{id}/gannet"), "article", json!(id)),
        ("/harbour/ferries".to_owned(), "section", subsection),
        ("/harbour".to_owned(), "section", json!(taxonomy.section)),
        ("/authors/ada-marlow".to_owned(), "author", json!(taxonomy.author)),
        ("/tags/ferries".to_owned(), "tag", json!(taxonomy.tag)),
    ] {
        let resolved = json!({"kind": kind, "id": id, "url": format!("https://news.example{path}")});
        for url in [
            path.clone(),
            format!("{path}/"),
            format!("{path}%3Futm_source=x%26y=z%23top"),
            format!("https://news.example{path}"),
            format!("HTTPS://News.Example:443{path}%23top"),
            format!("//news.example{path}"),
            path.replace('/', "%2F").replace("r", "%2572"),
            format!("http://news.example{path}"),
            format!("https://www.news.example{path}"),
            format!("//WWW.news.example{path}"),
        ] {
            assert_eq!(resolve(&news, &url).await.ok(), resolved, "{url}");
        }
    }
    let url = format!("https://news.example/harbour/ferries/{id}/gannet");
    for without_slug in ["/harbour/ferries/", "http://www.news.example/harbour/ferries/", "/harbour/"] {
        for end in ["", "/", "%3Fx=y"] {
            assert_eq!(resolve(&news, &format!("{without_slug}{id}{end}")).await.ok()["url"], url);
        }
    }
    let response = resolve(&news, "/harbour").await;
    assert!(response.header("cache-control").starts_with("public, max-age="));
    let conditional = news.reader().request(Method::GET, "/v1/resolve?url=/harbour");
    conditional.header("If-None-Match", &response.etag()).send().await.expect(304);
    news.reader().request(Method::HEAD, "/v1/resolve?url=/harbour").send().await.expect(200);
}

async fn former_urls_are_resolved_to_the_current_ones(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish_with(&taxonomy, json!({"slug": "storm"})).await;
    news.change_slug(id, "gale").await;
    for round in ["one", "two"] {
        let section = format!("/v1/editorial/sections/{}", taxonomy.section);
        news.change(&section, json!({"slug": format!("port-{round}")})).await;
        let author = format!("/v1/editorial/authors/{}", taxonomy.author);
        news.change(&author, json!({"slug": format!("ada-{round}")})).await;
        news.change(
            &format!("/v1/editorial/tags/{}", taxonomy.tag),
            json!({"slug": format!("boats-{round}")}),
        )
        .await;
    }
    for (former, present) in [
        (format!("/harbour/{id}/storm"), format!("/port-two/{id}/gale")),
        (format!("/port-one/{id}/storm"), format!("/port-two/{id}/gale")),
        (format!("/no/such/section/{id}/no-such-slug"), format!("/port-two/{id}/gale")),
        ("/harbour".into(), "/port-two".into()),
        ("/port-one".into(), "/port-two".into()),
        ("/authors/ada-marlow".into(), "/authors/ada-two".into()),
        ("/authors/ada-one".into(), "/authors/ada-two".into()),
        ("/tags/ferries".into(), "/tags/boats-two".into()),
        ("/tags/boats-one".into(), "/tags/boats-two".into()),
    ] {
        assert_eq!(resolve(&news, &former).await.ok()["url"], format!("https://news.example{present}"));
    }
}

async fn urls_of_other_sites_are_not_found(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish(&taxonomy, "Ferry").await;
    for url in [
        "https://other.example/harbour".to_owned(),
        format!("https://other.example/harbour/{id}/ferry"),
        "https://news.example.org/harbour".into(),
        "https://news.example:8443/harbour".into(),
        "https://www.other.example/harbour".into(),
        "https://www.news.example.org/harbour".into(),
        "https://news.example@other.example/harbour".into(),
        "//other.example/harbour".into(),
        "/%5Cother.example/harbour".into(),
        "javascript:alert(1)".into(),
        "data:text/html,harbour".into(),
    ] {
        resolve(&news, &url).await.problem(404, "not-found");
    }
    for url in ["/", "https://news.example", "/tags", "/authors", "/none", "/harbour/none", "/harbour//x"] {
        resolve(&news, url).await.problem(404, "not-found");
    }
    for path in [
        id.to_string(),
        taxonomy.section.to_string(),
        format!("{id}/ferry"),
        format!("2019/{id}"),
        format!("2019/{id}/ferry"),
        format!("harbour/2019/{id}/ferry"),
    ] {
        resolve(&news, &format!("/{path}")).await.problem(404, "not-found");
    }
    resolve(&news, "/harbour/999999/ferry").await.problem(404, "not-found");
}

async fn an_invalid_url_is_refused(news: Newsroom) {
    let missing = news.reader().get("/v1/resolve").await;
    assert_eq!(missing.error_sources(400, "invalid-query"), ["url"]);
    let long = format!("/{}", "a".repeat(2048));
    for invalid in [
        "",
        "%00",
        "/har%00bour",
        "%ff",
        "harbour",
        "news.example/harbour",
        "http://",
        "//",
        "?a",
        "%20",
        &long,
    ] {
        assert_eq!(resolve(&news, invalid).await.error_sources(400, "invalid-query"), ["url"], "{invalid}");
    }
    let repeated = news.reader().get("/v1/resolve?url=/a&url=/b").await;
    assert_eq!(repeated.error_sources(400, "invalid-query"), ["url"]);
    let unknown_parameter = news.reader().get("/v1/resolve?url=/a&path=/b").await;
    assert_eq!(unknown_parameter.error_sources(400, "invalid-query"), ["path"]);
    resolve(&news, &long[..2048]).await.problem(404, "not-found");
}

async fn no_byte_in_a_url_causes_a_server_error(news: Newsroom) {
    for byte in 0..=255_u8 {
        for url in [format!("/%{byte:02X}"), format!("/%25{byte:02X}"), format!("https://%{byte:02X}/x")] {
            let status = resolve(&news, &url).await.status.as_u16();
            assert!([400, 404].contains(&status), "{url}: {status}");
        }
    }
}
