//! The pages for people: the front page, problem codes, and `robots.txt`.

use serde_json::Value;

use crate::harness::{Newsroom, scenarios};

scenarios![
    the_front_page_links_to_what_the_server_has,
    programs_find_the_document_from_the_front_page,
    a_problem_page_explains_the_code_with_an_example,
    search_engines_read_feeds_and_sitemaps_only,
    the_documentation_has_one_address,
];

/// The paths of this server that a page links to or loads.
fn paths(html: &str) -> Vec<&str> {
    let links = html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    links.filter(|link| link.starts_with('/')).collect()
}

async fn the_front_page_links_to_what_the_server_has(news: Newsroom) {
    let page = news.reader().get("/").await;
    assert_eq!(page.expect(200).header("content-type"), "text/html; charset=utf-8");
    let html = page.text();
    assert!(html.contains("<a href=\"https://news.example\">https://news.example</a>"), "{html}");
    assert!(html.contains("name=\"viewport\"") && html.contains("<html lang=\"en\">"), "{html}");
    let paths = paths(&html);
    for path in ["/docs", "/openapi.json", "/problems", "/v1/feeds/latest.rss", "/healthz", "/style.css"] {
        assert!(paths.contains(&path), "{path}");
    }
    for path in paths {
        news.reader().get(&path.replace("&amp;", "&")).await.expect(200);
    }
    let style = news.reader().get("/style.css").await;
    assert_eq!(style.expect(200).header("content-type"), "text/css; charset=utf-8");
}

async fn programs_find_the_document_from_the_front_page(news: Newsroom) {
    let page = news.reader().get("/").await;
    let mut links = page.headers.get_all("link").map(|link| link.to_str().unwrap());
    assert_eq!(links.next(), Some("</openapi.json>; rel=\"service-desc\"; type=\"application/json\""));
    assert_eq!(links.next(), Some("</docs>; rel=\"service-doc\""));
}

async fn a_problem_page_explains_the_code_with_an_example(news: Newsroom) {
    let list = news.reader().get("/problems").await.text();
    let pages: Vec<&str> = paths(&list).into_iter().filter(|path| path.starts_with("/problems/")).collect();
    assert!(pages.len() > 40, "{pages:?}");
    for path in pages {
        let page = news.reader().get(path).await.expect(200).text();
        let example = page.split("<pre><code>").nth(1).unwrap().split("</code></pre>").next().unwrap();
        let example: Value = serde_json::from_str(&example.replace("&quot;", "\"")).unwrap();
        assert_eq!(example["type"], path);
        assert!(!page.contains('`'), "{page}");
    }
    news.reader().get("/problems/none").await.problem(404, "not-found");
}

async fn search_engines_read_feeds_and_sitemaps_only(news: Newsroom) {
    let robots = news.reader().get("/robots.txt").await;
    assert_eq!(robots.expect(200).header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(
        robots.text(),
        "User-agent: *\nAllow: /v1/feeds/\nAllow: /v1/sitemaps/\nDisallow: /\n\n\
         Sitemap: https://news.example/v1/sitemaps/index.xml\n"
    );
}

async fn the_documentation_has_one_address(news: Newsroom) {
    let redirect = news.reader().get("/docs/").await;
    assert_eq!(redirect.expect(308).header("location"), "/docs");
}
