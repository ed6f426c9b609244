//! Response headers for caches, and the cache of the service.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use actix_web::http::Method;
use actix_web::middleware::from_fn;
use actix_web::test::{TestRequest, call_service, init_service};
use actix_web::web::{self, Data};
use actix_web::{App, HttpResponse};
use broadsheet::http::{Clock, cache};
use futures_util::future::{join, join_all};
use serde_json::json;

use tokio::sync::Barrier;
use tokio::task::yield_now;
use tokio::time::timeout;

use crate::harness::{Newsroom, Request, Response, scenarios};

scenarios![
    a_response_uses_the_preferred_content_coding,
    an_unchanged_response_is_answered_with_304_in_every_coding,
    last_modified_is_the_time_of_the_last_relevant_change,
    cache_tags_name_every_resource_in_the_response,
    an_unacceptable_media_type_is_answered_with_406,
    a_response_keeps_its_bytes_until_its_content_changes,
    no_response_is_older_than_the_last_acknowledged_change,
    a_change_on_another_server_is_visible_after_the_next_poll,
    a_problem_response_is_not_cached,
    a_cached_response_depends_on_the_accept_header,
    time_dependent_responses_have_no_last_modified_date,
    waiting_requests_run_in_parallel_when_the_first_response_is_not_cacheable,
];

fn get<'a>(news: &'a Newsroom, path: &str) -> Request<'a> {
    news.reader().request(Method::GET, path)
}

/// Publishes an article that is long enough to be compressed, and returns its path.
async fn publish_long_article(news: &Newsroom) -> String {
    let taxonomy = news.taxonomy().await;
    let body = json!({"format": "markdown", "value": "The Gannet sails every hour again. ".repeat(100)});
    let id = news.publish_with(&taxonomy, json!({"body": body})).await;
    format!("/v1/articles/{id}")
}

async fn a_response_uses_the_preferred_content_coding(news: Newsroom) {
    let path = publish_long_article(&news).await;
    let plain = get(&news, &path).send().await;
    assert_eq!((plain.header("content-encoding"), plain.header("vary")), ("", "Accept, Accept-Encoding"));
    let mut tags = vec![plain.etag()];
    for (accepted, coding) in
        [("gzip, deflate, br, zstd", "br"), ("gzip;q=0.1, zstd", "zstd"), ("gzip", "gzip")]
    {
        // The first response is built, the second comes from the cache.
        for _ in 0..2 {
            let encoded = get(&news, &path).header("Accept-Encoding", accepted).send().await;
            assert_eq!(encoded.header("content-encoding"), coding);
            assert_eq!((encoded.ok(), encoded.header("vary")), (plain.ok(), plain.header("vary")));
            tags.push(encoded.etag());
        }
    }
    tags.dedup();
    assert_eq!(tags.len(), 4, "each coding has its own entity tag: {tags:?}");
    let short = get(&news, "/v1/tags/ferries").header("Accept-Encoding", "br").send().await;
    assert_eq!(short.header("content-encoding"), "", "a short response is not compressed");
    let problem = get(&news, "/v1/articles/none").header("Accept-Encoding", "br").send().await;
    problem.problem(404, "not-found");
}

async fn an_unchanged_response_is_answered_with_304_in_every_coding(news: Newsroom) {
    let path = publish_long_article(&news).await;
    for accepted in ["identity", "br", "zstd", "gzip"] {
        let conditional =
            |tag: String| get(&news, &path).header("Accept-Encoding", accepted).header("If-None-Match", &tag);
        let first = get(&news, &path).header("Accept-Encoding", accepted).send().await;
        let unchanged = conditional(first.etag()).send().await;
        assert_eq!((unchanged.expect(304).etag(), unchanged.body.len()), (first.etag(), 0));
        for header in ["cache-control", "vary", "last-modified", "surrogate-key"] {
            assert_eq!(unchanged.header(header), first.header(header), "{header}");
        }
        for header in ["content-type", "content-encoding"] {
            assert_eq!(unchanged.header(header), "", "{header}");
        }
    }
    let head = news.reader().request(Method::HEAD, &path).header("Accept-Encoding", "br").send().await;
    assert_eq!(head.expect(200).header("content-encoding"), "br");
}

async fn last_modified_is_the_time_of_the_last_relevant_change(news: Newsroom) {
    let path = publish_long_article(&news).await;
    news.advance_clock(90);
    let first = get(&news, &path).send().await;
    assert_eq!(first.header("last-modified"), "Sat, 02 May 2026 12:00:00 GMT");
    let since = |time: &str| get(&news, &path).header("If-Modified-Since", time);
    since("Sat, 02 May 2026 12:00:00 GMT").send().await.expect(304);
    since("Sat, 02 May 2026 12:30:00 GMT").send().await.expect(304);
    since("Sat, 02 May 2026 11:59:59 GMT").send().await.expect(200);
    since("yesterday").send().await.expect(200);
    // An entity tag takes precedence over a date.
    let both = since("Sat, 02 May 2026 12:00:00 GMT").header("If-None-Match", "\"other\"");
    both.send().await.expect(200);
    // An unrelated change keeps the date.
    news.create("tags", json!({"name": "Gales"})).await;
    assert_eq!(get(&news, &path).send().await.header("last-modified"), "Sat, 02 May 2026 12:00:00 GMT");
    // Another change may follow within the same second, and a date could not distinguish the two.
    news.advance_clock_micros(300_000);
    news.change("/v1/editorial/sections/1", json!({"name": "Docks"})).await;
    for _ in 0..2 {
        assert_eq!(get(&news, &path).send().await.header("last-modified"), "");
        since("Sat, 02 May 2026 12:01:30 GMT").send().await.expect(200);
        news.advance_clock_micros(800_000);
    }
    news.advance_clock_micros(100_000);
    assert_eq!(get(&news, &path).send().await.header("last-modified"), "Sat, 02 May 2026 12:01:30 GMT");
}

async fn cache_tags_name_every_resource_in_the_response(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let subsection = json!({"name": "Ferries", "parent_id": taxonomy.section});
    let subsection = news.create("sections", subsection).await;
    let id = news.publish_with(&taxonomy, json!({"section_id": subsection})).await;
    let (section, author, tag) = (taxonomy.section, taxonomy.author, taxonomy.tag);
    let article_tags =
        format!("article-{id} section-{section} section-{subsection} author-{author} tag-{tag}");
    for (path, cache_tags) in [
        (format!("/v1/articles/{id}"), format!("content {article_tags}")),
        ("/v1/articles".into(), format!("content articles {article_tags}")),
        (
            "/v1/articles?section=harbour&tag=ferries".into(),
            format!("content sections articles-tag-{tag} {article_tags}"),
        ),
        ("/v1/articles?tag=none".into(), "content tags".into()),
        (format!("/v1/articles/{id}/comments"), format!("content article-{id} comments-{id}")),
        (format!("/v1/articles/{id}/corrections"), format!("content article-{id}")),
        ("/v1/sections".into(), format!("content sections section-{section} section-{subsection}")),
        (
            "/v1/sections/harbour/ferries".into(),
            format!("content sections section-{section} section-{subsection}"),
        ),
        ("/v1/authors".into(), format!("content authors author-{author}")),
        ("/v1/tags/ferries".into(), format!("content tag-{tag}")),
        ("/v1/site".into(), "content site".into()),
        ("/v1/resolve?url=/tags/ferries".into(), format!("content tag-{tag}")),
    ] {
        let response = get(&news, &path).send().await;
        response.ok();
        assert_eq!(response.header("surrogate-key"), cache_tags, "{path}");
        assert_eq!(response.header("cache-tag"), cache_tags.replace(' ', ","), "{path}");
    }
}

async fn an_unacceptable_media_type_is_answered_with_406(news: Newsroom) {
    let path = publish_long_article(&news).await;
    for path in [path.as_str(), "/v1/articles", "/v1/site", "/v1/sections"] {
        for unsupported in ["text/html", "application/json;q=0, */*;q=0", "image/*"] {
            let response = get(&news, path).header("Accept", unsupported).send().await;
            let detail = response.problem(406, "not-acceptable")["detail"].to_string();
            assert!(detail.contains("application/json"), "{detail}");
        }
        for accepted in ["*/*", "application/*;q=0.2", "text/html, application/xml;q=0.9, */*;q=0.8"] {
            let response = get(&news, path).header("Accept", accepted).send().await;
            response.ok();
            assert_eq!(response.header("content-type"), "application/json");
        }
    }
}

async fn a_response_keeps_its_bytes_until_its_content_changes(news: Newsroom) {
    let path = publish_long_article(&news).await;
    let first = get(&news, &path).send().await;
    for origin in [None, Some("https://app.example"), None] {
        let request = get(&news, &path);
        let repeated = match origin {
            Some(origin) => request.header("Origin", origin).send().await,
            None => request.send().await,
        };
        assert_eq!((&repeated.body, repeated.etag()), (&first.body, first.etag()));
        assert_eq!(repeated.header("access-control-allow-origin"), "*");
    }
    for change in [
        ("authors", json!({"name": "Ada M."})),
        ("sections", json!({"name": "The Harbour"})),
        ("tags", json!({"slug": "boats"})),
    ] {
        let before = get(&news, &path).send().await;
        news.change(&format!("/v1/editorial/{}/1", change.0), change.1).await.ok();
        assert_ne!(get(&news, &path).send().await.body, before.body, "{}", change.0);
    }
}

async fn no_response_is_older_than_the_last_acknowledged_change(news: Newsroom) {
    const CHANGES: u32 = 20;
    let taxonomy = news.taxonomy().await;
    let id = news.publish(&taxonomy, "0").await;
    let (acknowledged, is_done) = (Cell::new(0), Cell::new(false));
    let number = |response: &Response, headline: &serde_json::Value| -> u32 {
        assert_eq!(response.status, 200);
        headline.as_str().unwrap().parse().unwrap()
    };
    let editor = async {
        for change in 1..=CHANGES {
            let path = format!("/v1/editorial/articles/{id}");
            let saved = news.editor().patch(&path, "*", json!({"headline": change.to_string()})).await;
            news.editor().transition(id, &saved.etag(), "publish").await.ok();
            acknowledged.set(change);
        }
        is_done.set(true);
    };
    let reader = async |path: String, coding: &str| {
        let mut reads = 0;
        while !is_done.get() {
            let known = acknowledged.get();
            let response = get(&news, &path).header("Accept-Encoding", coding).send().await;
            let json = response.json();
            let article = json.get("data").map_or(&json, |data| &data[0]);
            let seen = number(&response, &article["headline"]);
            assert!(
                seen >= known,
                "{path}: version {seen} was sent after version {known} had been acknowledged"
            );
            reads += 1;
            // A cached response never yields, so this lets the other tasks run.
            yield_now().await;
        }
        reads
    };
    let readers = (0..8).map(|n| {
        let path =
            if n % 2 == 0 { format!("/v1/articles/{id}") } else { "/v1/articles?body=html".to_owned() };
        reader(path, if n < 4 { "identity" } else { "br" })
    });
    let (reads, ()) = join(join_all(readers), editor).await;
    assert!(reads.iter().all(|reads| *reads > 0), "{reads:?}");
}

async fn a_change_on_another_server_is_visible_after_the_next_poll(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let draft = news.editor().post("/v1/editorial/articles", taxonomy.article("Ferry")).await;
    let id = draft.created()["id"].as_i64().unwrap();
    let schedule = json!({"to": "schedule", "publish_at": "2026-05-02T13:00:00Z"});
    news.editor().transition_with(id, &draft.etag(), schedule).await.ok();
    let list = async || get(&news, "/v1/articles").send().await.ok()["data"].as_array().unwrap().len();
    assert_eq!(list().await, 0);
    news.advance_clock(3601);
    let other = news.db_of_another_server();
    assert_eq!(news.run_background_work_on(&other).await, 1);
    assert_eq!(list().await, 0, "the cached list is still returned");
    news.db().poll_changes().await.unwrap();
    assert_eq!(list().await, 1);
}

async fn a_problem_response_is_not_cached(news: Newsroom) {
    for path in ["/v1/articles/none", "/v1/articles?limit=0"] {
        let request = |id: &str| get(&news, path).header("X-Request-Id", id);
        let responses = join_all(["first", "second"].map(|id| request(id).send())).await;
        for (response, id) in responses.iter().zip(["first", "second"]) {
            assert_eq!(response.json()["request_id"], id);
            assert_eq!(response.header("cache-control"), "no-store");
        }
    }
}

async fn a_cached_response_depends_on_the_accept_header(news: Newsroom) {
    let path = publish_long_article(&news).await;
    let linked = get(&news, &path).header("Accept", "*/*").header("Accept", "application/json;q=0.1");
    assert_eq!(linked.send().await.expect(200).header("content-type"), "application/ld+json");
    let plain = get(&news, &path).header("Accept", "*/*").send().await;
    assert_eq!(plain.expect(200).header("content-type"), "application/json");
}

async fn time_dependent_responses_have_no_last_modified_date(news: Newsroom) {
    publish_long_article(&news).await;
    news.advance_clock(60);
    for path in ["/v1/most-read", "/v1/sitemaps/news.xml"] {
        let response = get(&news, path).send().await;
        assert_eq!(response.expect(200).header("last-modified"), "", "{path}");
        let later = get(&news, path).header("If-Modified-Since", "Sun, 03 May 2026 12:00:00 GMT");
        later.send().await.expect(200);
        get(&news, path).header("If-None-Match", &response.etag()).send().await.expect(304);
    }
    assert_eq!(
        get(&news, "/v1/most-read").send().await.header("cache-control"),
        "public, max-age=5, stale-if-error=600"
    );
}

async fn waiting_requests_run_in_parallel_when_the_first_response_is_not_cacheable(news: Newsroom) {
    let (calls, both) = (Rc::new(Cell::new(0)), Rc::new(Barrier::new(2)));
    let app = App::new()
        .app_data(Data::new(cache::Cache::new(1 << 20)))
        .app_data(news.db().clone())
        .app_data(Data::new(Clock::system()))
        .wrap(from_fn(cache::serve))
        .default_service(web::to(move || {
            let (calls, both) = (calls.clone(), both.clone());
            async move {
                calls.set(calls.get() + 1);
                if calls.get() == 1 {
                    // The other requests start to wait for this one.
                    yield_now().await;
                } else {
                    both.wait().await;
                }
                HttpResponse::NotFound().finish()
            }
        }));
    let app = init_service(app).await;
    let three = join_all((0..3).map(|_| call_service(&app, TestRequest::default().to_request())));
    let responses = timeout(Duration::from_secs(10), three).await.unwrap();
    assert!(responses.iter().all(|response| response.status() == 404));
}
