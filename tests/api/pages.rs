//! The pages for people: the front page, problem codes, the reference, the guide, and `robots.txt`.

use actix_web::http::Method;
use serde_json::Value;

use crate::harness::{Newsroom, scenarios};

scenarios![
    the_front_page_links_to_what_the_server_has,
    programs_find_the_document_from_the_front_page,
    a_problem_page_has_the_cause_the_remedy_and_a_sample,
    search_engines_read_feeds_and_sitemaps_only,
    the_documentation_has_one_address,
    the_reference_loads_its_own_files_only,
    a_script_of_the_reference_has_a_name_of_its_content,
    the_guide_has_a_page_for_each_subject,
    pages_are_compressed_and_revalidated,
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

async fn a_problem_page_has_the_cause_the_remedy_and_a_sample(news: Newsroom) {
    let list = news.reader().get("/problems").await.text();
    let pages: Vec<&str> = paths(&list).into_iter().filter(|path| path.starts_with("/problems/")).collect();
    assert!(pages.len() > 40, "{pages:?}");
    for path in pages {
        let page = news.reader().get(path).await.expect(200).text();
        let example = page.split("<pre><code>").nth(1).unwrap().split("</code></pre>").next().unwrap();
        let example: Value = serde_json::from_str(&example.replace("&quot;", "\"")).unwrap();
        assert_eq!(example["type"], path);
        assert!(!page.split("<pre>").next().unwrap().contains('`'), "{page}");
        let parts: Vec<&str> =
            page.split("<h2>").skip(1).map(|part| part.split("</h2>").next().unwrap()).collect();
        assert_eq!(parts, ["Cause", "What to do", "Sample"], "{path}");
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

/// The scripts of the reference.
fn scripts(html: &str) -> Vec<&str> {
    html.split("src=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

async fn the_reference_loads_its_own_files_only(news: Newsroom) {
    let page = news.reader().get("/docs").await;
    let html = page.expect(200).text();
    let policy = page.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{policy}");
    assert!(!policy.contains("unsafe-eval") && !policy.contains("http"), "{policy}");
    assert!(!html.contains("http://") && !html.contains("https://"), "{html}");
    let scripts = scripts(&html);
    assert_eq!(scripts.len(), 3, "{scripts:?}");
    for script in scripts {
        assert!(news.reader().get(script).await.expect(200).body.len() > 500, "{script}");
    }
    let without_scripts = html.split("<noscript>").nth(1).unwrap();
    for path in ["/docs/guide", "/openapi.json", "/problems"] {
        assert!(paths(without_scripts).contains(&path), "{path}");
    }
    news.reader().get("/docs/nothing.js").await.problem(404, "not-found");
}

async fn a_script_of_the_reference_has_a_name_of_its_content(news: Newsroom) {
    let html = news.reader().get("/docs").await.text();
    for script in scripts(&html) {
        let file = news.reader().request(Method::GET, script).header("accept-encoding", "gzip").send().await;
        assert_eq!(file.expect(200).header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(file.header("content-encoding"), "gzip", "{script}");
        let stem = script.split('.').next().unwrap();
        let former = news.reader().get(&format!("{stem}.former.js")).await;
        assert_eq!(former.expect(307).header("location"), script);
    }
}

async fn the_guide_has_a_page_for_each_subject(news: Newsroom) {
    let index = news.reader().get("/docs/guide").await.expect(200).text();
    let pages: Vec<&str> =
        paths(&index).into_iter().filter(|path| path.starts_with("/docs/guide/")).collect();
    assert!(pages.len() >= 11, "{pages:?}");
    for path in pages {
        let page = news.reader().get(path).await.expect(200).text();
        assert_eq!(page.matches("<h1>").count(), 1, "{path}");
        assert!(!page.contains("```") && !page.contains(".md\""), "{path}");
    }
    for path in ["/docs/guide/none", "/docs/guide/README"] {
        news.reader().get(path).await.problem(404, "not-found");
    }
}

async fn pages_are_compressed_and_revalidated(news: Newsroom) {
    let paths = [
        "/",
        "/problems",
        "/problems/slug-taken",
        "/style.css",
        "/docs",
        "/docs/guide/writing",
        "/openapi.json",
    ];
    for path in paths {
        let get = || news.reader().request(Method::GET, path);
        let plain = get().send().await;
        for coding in ["br", "zstd", "gzip"] {
            let first = get().header("accept-encoding", coding).send().await;
            assert_eq!(first.expect(200).header("content-encoding"), coding, "{path}");
            assert_eq!(first.header("vary"), "Accept-Encoding");
            assert_eq!(first.body, plain.body, "{path}");
            assert_ne!(first.etag(), plain.etag(), "{path}");
            let known =
                get().header("accept-encoding", coding).header("if-none-match", &first.etag()).send().await;
            assert_eq!((known.expect(304).etag(), known.body.len()), (first.etag(), 0), "{path}");
            assert_eq!(known.header("cache-control"), first.header("cache-control"));
        }
        get().header("if-none-match", "\"other\"").send().await.expect(200);
    }
}
