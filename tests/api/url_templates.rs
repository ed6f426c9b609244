//! The URLs of articles, previews and the API, by the templates of settings.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::harness::{Newsroom, article_path, id, scenarios};

scenarios![
    every_url_of_an_article_follows_the_configured_template,
    urls_of_the_configured_template_are_resolved,
    a_section_is_found_where_an_article_could_be,
    an_article_is_found_where_a_section_was,
    an_article_is_found_below_authors_and_tags,
    a_killed_article_is_gone_at_a_url_without_its_id,
    urls_of_the_api_begin_with_the_configured_one,
    a_preview_link_leads_to_the_configured_website,
];

/// The same newsroom with this template of the paths of articles.
async fn with_article_path(news: Newsroom, template: &str) -> Newsroom {
    news.with_site(|site| site.article_path = template.parse().unwrap()).await
}

async fn text(news: &Newsroom, path: &str) -> String {
    news.reader().get(path).await.expect(200).text()
}

async fn every_url_of_an_article_follows_the_configured_template(news: Newsroom) {
    let news = with_article_path(news, "/{year}/{month}/{day}/{section}/{slug}-{id}.html").await;
    let taxonomy = news.taxonomy().await;
    let ferries = json!({"name": "Ferries", "parent_id": taxonomy.section});
    let ferries = news.create("sections", ferries).await;
    // In Tehran, the time zone of the site, it is 2026 already.
    let members = json!({"id": 84451, "headline": "Gannet", "section_id": ferries, "published_at": "2025-12-31T20:30:00Z"});
    news.publish_with(&taxonomy, members).await;
    let url = "https://news.example/2026/01/01/ferries/gannet-84451.html";
    assert_eq!(news.published_article(84451).await["url"], url);
    for list in ["/v1/articles", "/v1/articles?fields=url", "/v1/search?q=gannet"] {
        assert_eq!(news.reader().get(list).await.ok()["data"][0]["url"], url, "{list}");
    }
    for media in ["application/ld+json", "application/vnd.iptc.ninjs+json"] {
        let request = news.reader().request(Method::GET, "/v1/articles/84451").header("Accept", media);
        assert!(request.send().await.expect(200).text().contains(&format!("\"{url}\"")), "{media}");
    }
    for feed in ["latest.rss", "latest.atom", "latest.json"] {
        assert!(text(&news, &format!("/v1/feeds/{feed}")).await.contains(url), "{feed}");
    }
    assert!(text(&news, "/v1/sitemaps/17.xml").await.contains(&format!("<loc>{url}</loc>")));
    let link = format!("{}/preview-tokens", article_path(84451));
    let link = news.editor().post(&link, json!({})).await.created();
    let preview = format!("/v1/preview/{}", link["token"].as_str().unwrap());
    assert_eq!(news.reader().get(&preview).await.ok()["url"], url);
}

async fn resolved(news: &Newsroom, url: &str) -> Value {
    news.reader().get(&format!("/v1/resolve?url={url}")).await.ok()["url"].clone()
}

async fn urls_of_the_configured_template_are_resolved(news: Newsroom) {
    let news = with_article_path(news, "/{year}/{slug}/").await;
    let taxonomy = news.taxonomy().await;
    let article = news.publish_with(&taxonomy, json!({"headline": "Gannet"})).await;
    news.change_slug(article, "gannet-back").await;
    let url = "https://news.example/2026/gannet-back/";
    for same in [
        url,
        "/2026/gannet-back",
        "http://www.news.example/2026/gannet-back/",
        "/2026/gannet",
        "/1999/gannet-back?utm_source=x",
    ] {
        assert_eq!(resolved(&news, same).await, url, "{same}");
    }
    for other in ["/2026/none", "/gannet-back", "/harbour/gannet-back", "/2026", "/2026/07"] {
        news.reader().get(&format!("/v1/resolve?url={other}")).await.problem(404, "not-found");
    }
    assert_eq!(resolved(&news, "/harbour").await, "https://news.example/harbour");
}

async fn a_section_is_found_where_an_article_could_be(news: Newsroom) {
    let news = with_article_path(news, "/{slug}").await;
    let taxonomy = news.taxonomy().await;
    news.publish_with(&taxonomy, json!({"headline": "Isles"})).await;
    news.publish_with(&taxonomy, json!({"headline": "Harbour"})).await;
    let kind =
        async |url: &str| news.reader().get(&format!("/v1/resolve?url={url}")).await.ok()["kind"].clone();
    assert_eq!(kind("/isles").await, "article");
    assert_eq!(kind("/harbour").await, "section");
    // The stored response of the first request is no longer valid.
    news.create("sections", json!({"name": "Isles"})).await;
    assert_eq!(kind("/isles").await, "section");
}

async fn an_article_is_found_where_a_section_was(news: Newsroom) {
    let news = with_article_path(news, "/{slug}").await;
    let taxonomy = news.taxonomy().await;
    let isles = news.create("sections", json!({"name": "Isles"})).await;
    news.change(&format!("/v1/editorial/sections/{isles}"), json!({"slug": "islands"})).await;
    assert_eq!(resolved(&news, "/isles").await, "https://news.example/islands");
    news.publish_with(&taxonomy, json!({"headline": "Isles"})).await;
    assert_eq!(resolved(&news, "/isles").await, "https://news.example/isles");
}

async fn an_article_is_found_below_authors_and_tags(news: Newsroom) {
    let news = with_article_path(news, "/{section}/{slug}").await;
    let taxonomy = news.taxonomy().await;
    let authors = json!({"name": "Authors", "slug": "authors", "parent_id": taxonomy.section});
    let authors = news.create("sections", authors).await;
    news.publish_with(&taxonomy, json!({"headline": "Gannet", "section_id": authors})).await;
    let kind =
        async |url: &str| news.reader().get(&format!("/v1/resolve?url={url}")).await.ok()["kind"].clone();
    assert_eq!(kind("/authors/gannet").await, "article");
    assert_eq!(kind("/authors/ada-marlow").await, "author");
}

async fn a_killed_article_is_gone_at_a_url_without_its_id(news: Newsroom) {
    let news = with_article_path(news, "/{slug}").await;
    let taxonomy = news.taxonomy().await;
    let article = news.publish_with(&taxonomy, json!({"headline": "Gannet"})).await;
    news.kill(article).await;
    news.reader().get("/v1/resolve?url=/gannet").await.problem(410, "killed");
}

async fn urls_of_the_api_begin_with_the_configured_one(news: Newsroom) {
    let api = "https://api.news.example/cms";
    let news = news
        .with_site(|site| {
            site.api_url = api.to_owned();
            site.location_base = api.to_owned();
        })
        .await;
    let taxonomy = news.taxonomy().await;
    let created = news.editor().post("/v1/editorial/tags", json!({"name": "Sea"})).await;
    let tag = id(&created.created());
    assert_eq!(created.header("location"), format!("{api}/v1/editorial/tags/{tag}"));
    let article = news.publish_with(&taxonomy, json!({"headline": "Gannet"})).await;
    news.change_slug(article, "gannet-back").await;
    let moved = news.reader().get("/v1/articles/gannet?body=text").await;
    moved.expect(301);
    assert_eq!(moved.header("location"), format!("{api}/v1/articles/gannet-back?body=text"));
    news.publish_with(&taxonomy, json!({"headline": "Heron"})).await;
    let page = news.reader().get("/v1/articles?limit=1").await;
    assert!(page.header("link").starts_with(&format!("<{api}/v1/articles?limit=1>; rel=\"first\"")));
    assert!(page.header("link").contains(&format!("<{api}/v1/articles?limit=1&cursor=")));
    let feed = news.reader().get("/v1/feeds/latest.json").await.ok();
    assert_eq!(feed["feed_url"], format!("{api}/v1/feeds/latest.json"));
    assert_eq!(feed["home_page_url"], "https://news.example");
    assert!(text(&news, "/v1/sitemaps/index.xml").await.contains(&format!("<loc>{api}/v1/sitemaps/")));
    let link = format!("{}/preview-tokens", article_path(article));
    let link = news.editor().post(&link, json!({})).await.created();
    assert_eq!(link["url"], format!("{api}/v1/preview/{}", link["token"].as_str().unwrap()));
    let site = news.reader().get("/v1/site").await.ok();
    assert_eq!(site["api_url"], api);
    assert_eq!(site["url"], "https://news.example");
    assert_eq!(site["feeds"]["atom"], format!("{api}/v1/feeds/latest.atom"));
}

async fn a_preview_link_leads_to_the_configured_website(news: Newsroom) {
    let template = "https://news.example/preview?id={id}&token={token}";
    let news = news.with_site(|site| site.preview_url = template.parse().ok()).await;
    let taxonomy = news.taxonomy().await;
    let article =
        id(&news.editor().post("/v1/editorial/articles", taxonomy.article("Gannet")).await.created());
    let link = format!("{}/preview-tokens", article_path(article));
    let link = news.editor().post(&link, json!({})).await.created();
    let token = link["token"].as_str().unwrap();
    assert_eq!(link["url"], format!("https://news.example/preview?id={article}&token={token}"));
    news.reader().get(&format!("/v1/preview/{token}")).await.ok();
}
