//! What the parts of a read cost that have nothing to do with the network: a cursor, a search text, and a whole request that
//! is answered from the cache.

use std::hint::black_box;

use actix_web::dev::Service;
use actix_web::rt::System;
use actix_web::test::{TestRequest, init_service};
use actix_web::web::Data;
use broadsheet::accounts::{Failures, Lifetimes, Passwords, Tokens};
use broadsheet::app::{self, DocumentText, State};
use broadsheet::content::folding::FoldedText;
use broadsheet::content::search::Search;
use broadsheet::db::{self, Access, Conn, DatabaseUrl, Db};
use broadsheet::http::allowed_methods::AllowedMethods;
use broadsheet::http::cache::Cache;
use broadsheet::http::health::Readiness;
use broadsheet::http::limits::Limits;
use broadsheet::http::page::{Limit, PageRequest};
use broadsheet::http::request_id::RequestIds;
use broadsheet::http::{Clock, Site};
use criterion::{Criterion, criterion_group, criterion_main};

const PARAGRAPH: &str = "The Gannet sails every hour again, the harbour master said, though not when the sea stands above the quay. ";

fn cursors(criterion: &mut Criterion) {
    let first = PageRequest::<(i64, i64)>::new("list", &(), Limit::default(), None).ok();
    let page =
        first.map(|first| first.page((0..21).collect::<Vec<i64>>(), |id| (1_777_723_200_000_000, *id)));
    let cursor = page.and_then(|page| page.page.next_cursor).unwrap_or_default();
    criterion.bench_function("read a cursor", |bencher| {
        bencher.iter(|| {
            PageRequest::<(i64, i64)>::new("list", &(), Limit::default(), Some(black_box(&cursor))).is_ok()
        });
    });
}

fn searches(criterion: &mut Criterion) {
    let text = PARAGRAPH.repeat(10);
    let Ok(search) = "harbour \"the sea\" sail*".parse::<Search>() else { return };
    criterion.bench_function("find what is searched for in 200 words", |bencher| {
        bencher.iter(|| search.places(&FoldedText::of(black_box(&text)).all_spans()));
    });
}

/// The service on an empty database: the site is asked for, which is answered from the cache from the second time on.
fn cache_hits(criterion: &mut Criterion) {
    let system = System::new();
    let Ok((folder, state)) = state() else { return };
    let service = system.block_on(init_service(app::app(&state)));
    criterion.bench_function("answer from the cache, without the network", |bencher| {
        bencher.iter(|| {
            let request =
                TestRequest::with_uri("/v1/site").insert_header(("Accept-Encoding", "br")).to_request();
            system.block_on(service.call(request)).map(|answer| answer.status()).ok()
        });
    });
    drop(folder);
}

fn state() -> Result<(tempfile::TempDir, State), String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let file = folder.path().join("bench.db");
    let url: DatabaseUrl = format!("sqlite://{}", file.display()).parse().map_err(|_| "no URL".to_owned())?;
    let mut conn = Conn::open(&url, Access::Write).map_err(|error| error.to_string())?;
    db::migrate(&mut conn)?;
    let site = "https://news.example";
    let tokens =
        Tokens::from_key_file(&folder.path().join("key.pem"), site, Lifetimes { access: 900, refresh: 900 });
    let document = app::document();
    let state = State {
        db: Data::new(Db::start(&url, || Clock::system().now()).map_err(|error| error.to_string())?),
        directory: Data::default(),
        comment_rules: Data::default(),
        views: Data::default(),
        cache: Data::new(Cache::new(1 << 20)),
        clock: Data::new(Clock::system()),
        site: Data::new(Site {
            name: "Bench".to_owned(),
            language: "en".parse().map_err(|_| "no language".to_owned())?,
            time_zone: "UTC".to_owned(),
            public_url: site.to_owned(),
        }),
        tokens: Data::new(tokens.map_err(|error| error.to_string())?),
        passwords: Data::new(Passwords::weak()?),
        limits: Data::new(Limits::new(false)),
        failures: Data::new(Failures::new(false)),
        proxies: Data::default(),
        readiness: Data::new(Readiness::default()),
        request_ids: Data::new(RequestIds::new(1)),
        outgoing: Data::default(),
        allowed_methods: Data::new(AllowedMethods::of(&document)),
        document: Data::new(DocumentText(Default::default())),
        editorial_origins: Vec::new(),
        docs: false,
    };
    Ok((folder, state))
}

criterion_group!(benches, cursors, searches, cache_hits);
criterion_main!(benches);
