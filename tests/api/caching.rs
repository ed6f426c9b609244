//! What caches need to know, and what our own keeps.

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

use crate::harness::{Answer, Newsroom, Request, scenarios};

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

/// A published article, long enough to be worth compressing.
async fn long(news: &Newsroom) -> String {
    let desk = news.desk().await;
    let body = json!({"format": "markdown", "value": "The Gannet sails every hour again. ".repeat(100)});
    let id = news.publish_with(&desk, json!({"body": body})).await;
    format!("/v1/articles/{id}")
}

async fn a_response_uses_the_preferred_content_coding(news: Newsroom) {
    let path = long(&news).await;
    let plain = get(&news, &path).send().await;
    assert_eq!((plain.header("content-encoding"), plain.header("vary")), ("", "Accept, Accept-Encoding"));
    let mut tags = vec![plain.etag()];
    for (accepted, coding) in
        [("gzip, deflate, br, zstd", "br"), ("gzip;q=0.1, zstd", "zstd"), ("gzip", "gzip")]
    {
        // First made, then kept.
        for _ in 0..2 {
            let coded = get(&news, &path).header("Accept-Encoding", accepted).send().await;
            assert_eq!(coded.header("content-encoding"), coding);
            assert_eq!((coded.ok(), coded.header("vary")), (plain.ok(), plain.header("vary")));
            tags.push(coded.etag());
        }
    }
    tags.dedup();
    assert_eq!(tags.len(), 4, "each coding has a tag of its own: {tags:?}");
    let short = get(&news, "/v1/tags/ferries").header("Accept-Encoding", "br").send().await;
    assert_eq!(short.header("content-encoding"), "", "not worth compressing");
    let problem = get(&news, "/v1/articles/none").header("Accept-Encoding", "br").send().await;
    problem.problem(404, "not-found");
}

async fn an_unchanged_response_is_answered_with_304_in_every_coding(news: Newsroom) {
    let path = long(&news).await;
    for accepted in ["identity", "br", "zstd", "gzip"] {
        let again =
            |tag: String| get(&news, &path).header("Accept-Encoding", accepted).header("If-None-Match", &tag);
        let first = get(&news, &path).header("Accept-Encoding", accepted).send().await;
        let unchanged = again(first.etag()).send().await;
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
    let path = long(&news).await;
    news.pass(90);
    let first = get(&news, &path).send().await;
    assert_eq!(first.header("last-modified"), "Sat, 02 May 2026 12:00:00 GMT");
    let since = |time: &str| get(&news, &path).header("If-Modified-Since", time);
    since("Sat, 02 May 2026 12:00:00 GMT").send().await.expect(304);
    since("Sat, 02 May 2026 12:30:00 GMT").send().await.expect(304);
    since("Sat, 02 May 2026 11:59:59 GMT").send().await.expect(200);
    since("yesterday").send().await.expect(200);
    // An entity tag says more than a date.
    let both = since("Sat, 02 May 2026 12:00:00 GMT").header("If-None-Match", "\"other\"");
    both.send().await.expect(200);
    // What has nothing to do with it does not change its date.
    news.make("tags", json!({"name": "Gales"})).await;
    assert_eq!(get(&news, &path).send().await.header("last-modified"), "Sat, 02 May 2026 12:00:00 GMT");
    // Within the second of a change another one may follow: a date could not tell the two.
    news.pass_micros(300_000);
    news.change("/v1/editorial/sections/1", json!({"name": "Docks"})).await;
    for _ in 0..2 {
        assert_eq!(get(&news, &path).send().await.header("last-modified"), "");
        since("Sat, 02 May 2026 12:01:30 GMT").send().await.expect(200);
        news.pass_micros(800_000);
    }
    news.pass_micros(100_000);
    assert_eq!(get(&news, &path).send().await.header("last-modified"), "Sat, 02 May 2026 12:01:30 GMT");
}

async fn cache_tags_name_every_resource_in_the_response(news: Newsroom) {
    let desk = news.desk().await;
    let below = json!({"name": "Ferries", "parent_id": desk.section});
    let below = news.make("sections", below).await;
    let id = news.publish_with(&desk, json!({"section_id": below})).await;
    let (section, author, tag) = (desk.section, desk.author, desk.tag);
    let all = format!("article-{id} section-{section} section-{below} author-{author} tag-{tag}");
    for (path, things) in [
        (format!("/v1/articles/{id}"), format!("content {all}")),
        ("/v1/articles".into(), format!("content articles {all}")),
        (
            "/v1/articles?section=harbour&tag=ferries".into(),
            format!("content sections articles-tag-{tag} {all}"),
        ),
        ("/v1/articles?tag=none".into(), "content tags".into()),
        (format!("/v1/articles/{id}/comments"), format!("content article-{id} comments-{id}")),
        (format!("/v1/articles/{id}/corrections"), format!("content article-{id}")),
        ("/v1/sections".into(), format!("content sections section-{section} section-{below}")),
        (
            "/v1/sections/harbour/ferries".into(),
            format!("content sections section-{section} section-{below}"),
        ),
        ("/v1/authors".into(), format!("content authors author-{author}")),
        ("/v1/tags/ferries".into(), format!("content tag-{tag}")),
        ("/v1/site".into(), "content site".into()),
        ("/v1/resolve?url=/tags/ferries".into(), format!("content tag-{tag}")),
    ] {
        let answer = get(&news, &path).send().await;
        answer.ok();
        assert_eq!(answer.header("surrogate-key"), things, "{path}");
        assert_eq!(answer.header("cache-tag"), things.replace(' ', ","), "{path}");
    }
}

async fn an_unacceptable_media_type_is_answered_with_406(news: Newsroom) {
    let path = long(&news).await;
    for path in [path.as_str(), "/v1/articles", "/v1/site", "/v1/sections"] {
        for refused in ["text/html", "application/json;q=0, */*;q=0", "image/*"] {
            let answer = get(&news, path).header("Accept", refused).send().await;
            let detail = answer.problem(406, "not-acceptable")["detail"].to_string();
            assert!(detail.contains("application/json"), "{detail}");
        }
        for taken in ["*/*", "application/*;q=0.2", "text/html, application/xml;q=0.9, */*;q=0.8"] {
            let answer = get(&news, path).header("Accept", taken).send().await;
            answer.ok();
            assert_eq!(answer.header("content-type"), "application/json");
        }
    }
}

async fn a_response_keeps_its_bytes_until_its_content_changes(news: Newsroom) {
    let path = long(&news).await;
    let first = get(&news, &path).send().await;
    for origin in [None, Some("https://app.example"), None] {
        let request = get(&news, &path);
        let again = match origin {
            Some(origin) => request.header("Origin", origin).send().await,
            None => request.send().await,
        };
        assert_eq!((&again.body, again.etag()), (&first.body, first.etag()));
        assert_eq!(again.header("access-control-allow-origin"), "*");
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
    let desk = news.desk().await;
    let id = news.publish(&desk, "0").await;
    let (acknowledged, done) = (Cell::new(0), Cell::new(false));
    let number = |answer: &Answer, headline: &serde_json::Value| -> u32 {
        assert_eq!(answer.status, 200);
        headline.as_str().unwrap().parse().unwrap()
    };
    let editor = async {
        for change in 1..=CHANGES {
            let path = format!("/v1/editorial/articles/{id}");
            let saved = news.editor().patch(&path, "*", json!({"headline": change.to_string()})).await;
            news.editor().transition(id, &saved.etag(), "publish").await.ok();
            acknowledged.set(change);
        }
        done.set(true);
    };
    let reader = async |path: String, coding: &str| {
        let mut reads = 0;
        while !done.get() {
            let known = acknowledged.get();
            let answer = get(&news, &path).header("Accept-Encoding", coding).send().await;
            let json = answer.json();
            let article = json.get("data").map_or(&json, |data| &data[0]);
            let seen = number(&answer, &article["headline"]);
            assert!(seen >= known, "{path}: {seen} was sent after {known} had been acknowledged");
            reads += 1;
            // What is kept is answered at once: let the others have their turn.
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
    let desk = news.desk().await;
    let draft = news.editor().post("/v1/editorial/articles", desk.article("Ferry")).await;
    let id = draft.created()["id"].as_i64().unwrap();
    let schedule = json!({"to": "schedule", "publish_at": "2026-05-02T13:00:00Z"});
    news.editor().step(id, &draft.etag(), schedule).await.ok();
    let list = async || get(&news, "/v1/articles").send().await.ok()["data"].as_array().unwrap().len();
    assert_eq!(list().await, 0);
    news.pass(3601);
    let other = news.another_db();
    assert_eq!(news.work_off_on(&other).await, 1);
    assert_eq!(list().await, 0, "kept from before");
    news.db().poll_changes().await.unwrap();
    assert_eq!(list().await, 1);
}

async fn a_problem_response_is_not_cached(news: Newsroom) {
    for path in ["/v1/articles/none", "/v1/articles?limit=0"] {
        let asked = |id: &str| get(&news, path).header("X-Request-Id", id);
        let answers = join_all(["first", "second"].map(|id| asked(id).send())).await;
        for (answer, id) in answers.iter().zip(["first", "second"]) {
            assert_eq!(answer.json()["request_id"], id);
            assert_eq!(answer.header("cache-control"), "no-store");
        }
    }
}

async fn a_cached_response_depends_on_the_accept_header(news: Newsroom) {
    let path = long(&news).await;
    let linked = get(&news, &path).header("Accept", "*/*").header("Accept", "application/json;q=0.1");
    assert_eq!(linked.send().await.expect(200).header("content-type"), "application/ld+json");
    let plain = get(&news, &path).header("Accept", "*/*").send().await;
    assert_eq!(plain.expect(200).header("content-type"), "application/json");
}

async fn time_dependent_responses_have_no_last_modified_date(news: Newsroom) {
    long(&news).await;
    news.pass(60);
    for path in ["/v1/most-read", "/v1/sitemaps/news.xml"] {
        let answer = get(&news, path).send().await;
        assert_eq!(answer.expect(200).header("last-modified"), "", "{path}");
        let later = get(&news, path).header("If-Modified-Since", "Sun, 03 May 2026 12:00:00 GMT");
        later.send().await.expect(200);
        get(&news, path).header("If-None-Match", &answer.etag()).send().await.expect(304);
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
                    // The others come to wait for this one.
                    yield_now().await;
                } else {
                    both.wait().await;
                }
                HttpResponse::NotFound().finish()
            }
        }));
    let app = init_service(app).await;
    let three = join_all((0..3).map(|_| call_service(&app, TestRequest::default().to_request())));
    let answers = timeout(Duration::from_secs(10), three).await.unwrap();
    assert!(answers.iter().all(|answer| answer.status() == 404));
}
