//! Public addresses, and what lies there.

use actix_web::http::Method;
use serde_json::json;

use crate::harness::{Answer, Newsroom, scenarios};

scenarios![
    every_public_address_is_resolved,
    former_addresses_are_resolved_to_the_present_ones,
    addresses_of_other_sites_are_not_found,
    a_bad_address_is_refused_by_name,
    an_address_of_any_bytes_is_no_failure,
];

async fn resolve(news: &Newsroom, url: &str) -> Answer {
    news.reader().get(&format!("/v1/resolve?url={url}")).await
}

async fn every_public_address_is_resolved(news: Newsroom) {
    let desk = news.desk().await;
    let below = json!({"name": "Ferries", "parent_id": desk.section});
    let below = news.editor().post("/v1/editorial/sections", below).await.created()["id"].clone();
    let id = news.publish_with(&desk, json!({"headline": "Gannet", "section_id": below})).await;
    for (path, kind, id) in [
        (format!("/harbour/ferries/{id}/gannet"), "article", json!(id)),
        ("/harbour/ferries".to_owned(), "section", below),
        ("/harbour".to_owned(), "section", json!(desk.section)),
        ("/authors/ada-marlow".to_owned(), "author", json!(desk.author)),
        ("/tags/ferries".to_owned(), "tag", json!(desk.tag)),
    ] {
        let resolved = json!({"kind": kind, "id": id, "url": format!("https://news.example{path}")});
        for address in [
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
            assert_eq!(resolve(&news, &address).await.ok(), resolved, "{address}");
        }
    }
    let url = format!("https://news.example/harbour/ferries/{id}/gannet");
    for without_slug in ["/harbour/ferries/", "http://www.news.example/harbour/ferries/", "/harbour/"] {
        for end in ["", "/", "%3Fx=y"] {
            assert_eq!(resolve(&news, &format!("{without_slug}{id}{end}")).await.ok()["url"], url);
        }
    }
    let answer = resolve(&news, "/harbour").await;
    assert!(answer.header("cache-control").starts_with("public, max-age="));
    let again = news.reader().request(Method::GET, "/v1/resolve?url=/harbour");
    again.header("If-None-Match", &answer.etag()).send().await.expect(304);
    news.reader().request(Method::HEAD, "/v1/resolve?url=/harbour").send().await.expect(200);
}

async fn former_addresses_are_resolved_to_the_present_ones(news: Newsroom) {
    let desk = news.desk().await;
    let id = news.publish_with(&desk, json!({"slug": "storm"})).await;
    news.rename(id, "gale").await;
    for round in ["one", "two"] {
        let section = format!("/v1/editorial/sections/{}", desk.section);
        news.change(&section, json!({"slug": format!("port-{round}")})).await;
        let author = format!("/v1/editorial/authors/{}", desk.author);
        news.change(&author, json!({"slug": format!("ada-{round}")})).await;
        news.change(&format!("/v1/editorial/tags/{}", desk.tag), json!({"slug": format!("boats-{round}")}))
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

async fn addresses_of_other_sites_are_not_found(news: Newsroom) {
    let desk = news.desk().await;
    let id = news.publish(&desk, "Ferry").await;
    for address in [
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
        resolve(&news, &address).await.problem(404, "not-found");
    }
    for nothing in ["/", "https://news.example", "/tags", "/authors", "/none", "/harbour/none", "/harbour//x"]
    {
        resolve(&news, nothing).await.problem(404, "not-found");
    }
    let dated = [format!("2019/{id}"), format!("2019/{id}/ferry"), format!("harbour/2019/{id}/ferry")];
    for number in [id.to_string(), desk.section.to_string(), format!("{id}/ferry")].into_iter().chain(dated) {
        resolve(&news, &format!("/{number}")).await.problem(404, "not-found");
    }
    resolve(&news, "/harbour/999999/ferry").await.problem(404, "not-found");
}

async fn a_bad_address_is_refused_by_name(news: Newsroom) {
    let missing = news.reader().get("/v1/resolve").await;
    assert_eq!(missing.culprits(400, "invalid-query"), ["url"]);
    let long = format!("/{}", "a".repeat(2048));
    for bad in [
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
        assert_eq!(resolve(&news, bad).await.culprits(400, "invalid-query"), ["url"], "{bad}");
    }
    let both = news.reader().get("/v1/resolve?url=/a&url=/b").await;
    assert_eq!(both.culprits(400, "invalid-query"), ["url"]);
    let more = news.reader().get("/v1/resolve?url=/a&path=/b").await;
    assert_eq!(more.culprits(400, "invalid-query"), ["path"]);
    resolve(&news, &long[..2048]).await.problem(404, "not-found");
}

async fn an_address_of_any_bytes_is_no_failure(news: Newsroom) {
    for byte in 0..=255_u8 {
        for address in [format!("/%{byte:02X}"), format!("/%25{byte:02X}"), format!("https://%{byte:02X}/x")]
        {
            let status = resolve(&news, &address).await.status.as_u16();
            assert!([400, 404].contains(&status), "{address}: {status}");
        }
    }
}
