//! Sitemaps for search engines.

use serde_json::json;

use crate::harness::{Newsroom, scenarios};

scenarios![
    the_index_lists_sitemaps_with_every_article,
    the_news_sitemap_contains_articles_of_two_days,
    sitemaps_are_valid_xml,
    unknown_sitemaps_are_not_found,
];

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
const SITEMAP: &str = "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";
const NEWS: &str = "xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\"";

async fn get_sitemap(news: &Newsroom, name: &str) -> String {
    let response = news.reader().get(&format!("/v1/sitemaps/{name}")).await;
    assert_eq!(response.expect(200).header("content-type"), "application/xml");
    String::from_utf8(response.body.to_vec()).unwrap()
}

async fn the_index_lists_sitemaps_with_every_article(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    assert_eq!(
        get_sitemap(&news, "index.xml").await,
        format!(
            "{DECLARATION}<sitemapindex {SITEMAP}><sitemap><loc>https://news.example/v1/sitemaps/news.xml</loc></sitemap>\
             </sitemapindex>"
        ),
        "the protocol requires an entry"
    );
    news.publish_with(&taxonomy, json!({"headline": "Tea", "id": 5000})).await;
    news.advance_clock(60);
    news.publish_with(&taxonomy, json!({"headline": "Sea", "id": 84451})).await;
    assert_eq!(
        get_sitemap(&news, "index.xml").await,
        format!(
            "{DECLARATION}<sitemapindex {SITEMAP}>\
             <sitemap><loc>https://news.example/v1/sitemaps/1.xml</loc><lastmod>2026-05-02T12:00:00Z</lastmod></sitemap>\
             <sitemap><loc>https://news.example/v1/sitemaps/17.xml</loc><lastmod>2026-05-02T12:01:00Z</lastmod></sitemap>\
             </sitemapindex>"
        )
    );
    assert_eq!(
        get_sitemap(&news, "17.xml").await,
        format!(
            "{DECLARATION}<urlset {SITEMAP} {NEWS}><url><loc>https://news.example/harbour/84451/sea</loc>\
             <lastmod>2026-05-02T12:01:00Z</lastmod></url></urlset>"
        )
    );
    news.transition(84451, json!({"to": "withdraw"})).await;
    news.reader().get("/v1/sitemaps/17.xml").await.problem(404, "not-found");
}

async fn the_news_sitemap_contains_articles_of_two_days(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let old = json!({"headline": "Old", "published_at": "2026-04-30T11:59:59Z"});
    news.publish_with(&taxonomy, old).await;
    let id = news.publish_with(&taxonomy, json!({"headline": "New", "language": "pt-BR"})).await;
    let expected = format!(
        "{DECLARATION}<urlset {SITEMAP} {NEWS}><url><loc>https://news.example/harbour/{id}/new</loc><news:news>\
         <news:publication><news:name>The Vessing Packet</news:name><news:language>pt</news:language></news:publication>\
         <news:publication_date>2026-05-02T12:00:00Z</news:publication_date><news:title>New</news:title>\
         </news:news></url></urlset>"
    );
    assert_eq!(get_sitemap(&news, "news.xml").await, expected);
    news.advance_clock(2 * 24 * 60 * 60);
    assert_eq!(get_sitemap(&news, "news.xml").await, expected);
    // A minute later the article is too old for the news sitemap.
    news.advance_clock(60);
    assert_eq!(
        get_sitemap(&news, "news.xml").await,
        format!("{DECLARATION}<urlset {SITEMAP} {NEWS}><url><loc>https://news.example/</loc></url></urlset>"),
        "the protocol requires an entry"
    );
}

async fn sitemaps_are_valid_xml(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    news.publish_with(&taxonomy, json!({"headline": "Tea & <b>\u{fffe}\"biscuits\"", "slug": "tea"})).await;
    let xml = get_sitemap(&news, "news.xml").await;
    assert!(xml.contains("<news:title>Tea &amp; &lt;b&gt;&quot;biscuits&quot;</news:title>"), "{xml}");
}

async fn unknown_sitemaps_are_not_found(news: Newsroom) {
    for name in
        ["0.xml", "1.xml", "9223372036854775807.xml", "index", "index.json", "a.xml", "-1.xml", "%00.xml"]
    {
        news.reader().get(&format!("/v1/sitemaps/{name}")).await.problem(404, "not-found");
    }
    news.reader().get("/v1/sitemaps/index.xml?page=2").await.problem(400, "invalid-query");
}
