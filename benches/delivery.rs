//! Measures the parts of a read without the network: decoding a cursor, matching a search, and a whole request that
//! is served from the response cache.

use std::hint::black_box;

use actix_web::dev::Service;
use actix_web::rt::System;
use actix_web::test::{TestRequest, init_service};

use broadsheet::app::{self, State};
use broadsheet::config::Config;
use broadsheet::content::folding::UnitList;
use broadsheet::content::search::Search;
use broadsheet::db::{self, Access, Conn, DatabaseUrl, Db};
use broadsheet::http::Clock;
use broadsheet::http::page::{Limit, PageRequest};
use criterion::{Criterion, criterion_group, criterion_main};

const PARAGRAPH: &str = "The Gannet sails every hour again, the harbour master said, except when the sea is higher than the quay. ";

fn cursors(criterion: &mut Criterion) {
    let first = PageRequest::<(i64, i64)>::new("list", &(), Limit::default(), None).ok();
    let page =
        first.map(|first| first.page((0..21).collect::<Vec<i64>>(), |id| (1_777_723_200_000_000, *id)));
    let cursor = page.and_then(|page| page.page.next_cursor).unwrap_or_default();
    criterion.bench_function("decode a cursor", |bencher| {
        bencher.iter(|| {
            PageRequest::<(i64, i64)>::new("list", &(), Limit::default(), Some(black_box(&cursor))).is_ok()
        });
    });
}

fn searches(criterion: &mut Criterion) {
    let text = PARAGRAPH.repeat(10);
    let Ok(search) = "harbour \"the sea\" sail*".parse::<Search>() else { return };
    criterion.bench_function("match a search in 200 words", |bencher| {
        bencher.iter(|| {
            let text = black_box(text.as_str());
            search.match_ranges(&UnitList::of(text).units())
        });
    });
}

/// Requests the site from a service with an empty database. From the second request on, the response cache answers.
fn cache_hits(criterion: &mut Criterion) {
    let system = System::new();
    let Ok((folder, state)) = state() else { return };
    let service = system.block_on(init_service(app::app(&state)));
    criterion.bench_function("serve a cached response, without the network", |bencher| {
        bencher.iter(|| {
            let request =
                TestRequest::with_uri("/v1/site").insert_header(("Accept-Encoding", "br")).to_request();
            system.block_on(service.call(request)).map(|response| response.status()).ok()
        });
    });
    drop(folder);
}

/// The state of a service with an empty SQLite database. The folder must outlive it.
fn state() -> Result<(tempfile::TempDir, State), String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let file = folder.path().join("bench.db");
    let url: DatabaseUrl = format!("sqlite://{}", file.display()).parse().map_err(|_| "no URL".to_owned())?;
    let mut conn = Conn::open(&url, Access::Write).map_err(|error| error.to_string())?;
    db::migrate(&mut conn)?;
    let key_file = folder.path().join("key.pem");
    let settings = [
        ("BROADSHEET_PUBLIC_URL".to_owned(), "https://news.example".to_owned()),
        ("BROADSHEET_JWT_KEY_FILE".to_owned(), key_file.display().to_string()),
        ("BROADSHEET_RATE_LIMITS".to_owned(), "off".to_owned()),
    ];
    let config = Config::from_vars(settings).map_err(|errors| errors.to_string())?;
    let db = Db::start(&url, || Clock::system().now()).map_err(|error| error.to_string())?;
    let state = State::new(&config, db, Clock::system())?;
    Ok((folder, state))
}

criterion_group!(benches, cursors, searches, cache_hits);
criterion_main!(benches);
