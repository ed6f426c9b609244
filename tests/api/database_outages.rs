//! A database that does not respond: requests fail soon, no transaction is applied in part, and the service recovers.

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::http::Method;
use broadsheet::db;
use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::select;
use diesel::sql_types::BigInt;
use serde_json::json;

use crate::harness::{DatabaseProxy, Newsroom, Response, scenarios};

scenarios![
    a_lock_of_another_writer_blocks_only_writes;
    postgres:
    comments_likes_and_reports_do_not_wait_for_editors,
    a_comment_yields_to_an_editor_who_locks_its_article,
    requests_fail_soon_when_the_database_stops_responding,
    hanging_connections_are_replaced,
    a_broken_connection_rolls_back_its_transaction,
    a_write_that_timed_out_is_not_applied_later,
    an_unconfirmed_commit_is_reported,
    a_commit_on_a_broken_connection_is_reported_as_unconfirmed,
];

/// The delay that a busy machine may add.
const SLACK: Duration = Duration::from_secs(3);

/// The newsroom with a proxy between the service and the database.
async fn connect_through_proxy(news: Newsroom) -> (Newsroom, DatabaseProxy) {
    let proxy = DatabaseProxy::start(news.database_url());
    let news = news.with_database_url(&proxy.url).await;
    (news, proxy)
}

/// Panics unless the response is 503 with that detail and arrives in that time.
async fn expect_unavailable_within(time: Duration, detail: &str, response: impl Future<Output = Response>) {
    let started = Instant::now();
    let response = response.await;
    assert!(started.elapsed() < time + SLACK, "{detail}: {:?}", started.elapsed());
    let problem = response.problem(503, "database-unavailable");
    assert!(problem["detail"].as_str().unwrap().starts_with(detail), "{problem}");
    assert_eq!(response.header("retry-after"), "1");
}

/// Repeats a request until the status is 200, as clients do after `Retry-After`.
async fn wait_until_ok(news: &Newsroom, path: &str) {
    let started = Instant::now();
    while news.reader().get(path).await.status != 200 {
        assert!(started.elapsed() < Duration::from_secs(20), "{path} does not recover");
    }
}

async fn requests_fail_soon_when_the_database_stops_responding(news: Newsroom) {
    let (news, proxy) = connect_through_proxy(news).await;
    let taxonomy = news.taxonomy().await;
    let article = news.publish(&taxonomy, "Ferry").await;
    let cached = format!("/v1/articles/{article}");
    news.reader().get(&cached).await.ok();
    news.reader().get("/readyz").await.ok();
    proxy.pause();
    // The result of the last readiness check is valid for a second.
    let started = Instant::now();
    while news.reader().get("/readyz").await.status == 200 {
        assert!(started.elapsed() < Duration::from_secs(2) + SLACK);
    }
    let second = Duration::from_secs(1);
    expect_unavailable_within(second, "The database does not answer.", news.reader().get("/readyz")).await;
    expect_unavailable_within(
        2 * second,
        "The database did not answer in time.",
        news.reader().get("/v1/authors"),
    )
    .await;
    let editor = news.editor();
    expect_unavailable_within(2 * second, "The database", editor.get("/v1/editorial/articles")).await;
    news.reader().get(&cached).await.ok();
    proxy.resume();
    wait_until_ok(&news, "/v1/tags").await;
    wait_until_ok(&news, "/readyz").await;
    news.publish(&taxonomy, "Pier").await;
}

async fn hanging_connections_are_replaced(news: Newsroom) {
    let (news, proxy) = connect_through_proxy(news).await;
    let connection_count = 2 * std::thread::available_parallelism().unwrap().get();
    let list_authors = |limit: usize| {
        let (news, path) = (&news, format!("/v1/authors?limit={}", limit + 1));
        async move { news.reader().get(&path).await }
    };
    let responses = futures_util::future::join_all((0..connection_count).map(list_authors)).await;
    responses.iter().for_each(|response| drop(response.ok()));
    proxy.freeze_connections();
    let responses =
        futures_util::future::join_all((connection_count..2 * connection_count).map(list_authors)).await;
    assert!(responses.iter().any(|response| response.status == 503), "the frozen connections are not used");
    wait_until_ok(&news, "/v1/tags?limit=7").await;
    let responses =
        futures_util::future::join_all((0..connection_count).map(|number| list_authors(number + 50))).await;
    responses.iter().for_each(|response| drop(response.ok()));
}

async fn a_broken_connection_rolls_back_its_transaction(news: Newsroom) {
    let (news, proxy) = connect_through_proxy(news).await;
    let proxy = Arc::new(proxy);
    let proxy_to_cut = Arc::clone(&proxy);
    let broken = news.db().write(move |c| {
        c.batch_execute(&insert_tag("half"))?;
        proxy_to_cut.close_connections();
        c.batch_execute(&insert_tag("whole"))?;
        Ok::<_, db::Error>(())
    });
    let broken = broken.await;
    assert!(matches!(broken, Err(db::Error::Unavailable(_))), "{broken:?}");
    assert_eq!(news.editor().get("/v1/editorial/tags").await.ok()["data"], json!([]));
    news.create("tags", json!({"name": "Whole"})).await;
}

async fn a_write_that_timed_out_is_not_applied_later(news: Newsroom) {
    let (news, proxy) = connect_through_proxy(news).await;
    let proxy = Arc::new(proxy);
    let proxy_to_pause = Arc::clone(&proxy);
    let started = Instant::now();
    let timed_out = news.db().write(move |c| {
        c.batch_execute(&insert_tag("late"))?;
        proxy_to_pause.pause();
        c.batch_execute("SELECT 1")?;
        Ok::<_, db::Error>(())
    });
    let timed_out = timed_out.await;
    assert!(matches!(timed_out, Err(db::Error::TimedOut)), "{timed_out:?}");
    assert!(started.elapsed() < Duration::from_secs(10) + SLACK, "{:?}", started.elapsed());
    proxy.resume();
    wait_until_ok(&news, "/readyz").await;
    // This write waits until no earlier write can be running.
    news.create("tags", json!({"name": "Next"})).await;
    let tags = news.editor().get("/v1/editorial/tags").await.ok();
    assert_eq!((tags["data"][0]["slug"].as_str(), tags["data"][1].as_null()), (Some("next"), Some(())));
}

/// Saves a tag through a proxy that pauses at the COMMIT statement.
async fn save_and_pause_at_commit(news: &Newsroom, proxy: &Arc<DatabaseProxy>) -> Result<(), db::Error> {
    let proxy_to_pause = Arc::clone(proxy);
    let saved = news.db().write(move |c| {
        c.batch_execute(&insert_tag("perhaps"))?;
        proxy_to_pause.pause_at(b"COMMIT");
        Ok::<_, db::Error>(())
    });
    saved.await
}

async fn expect_saved(news: &Newsroom) {
    wait_until_ok(news, "/readyz").await;
    news.create("tags", json!({"name": "Next"})).await;
    let tags = news.editor().get("/v1/editorial/tags").await.ok();
    assert_eq!(tags["data"][1]["slug"], "perhaps");
}

async fn an_unconfirmed_commit_is_reported(news: Newsroom) {
    let (news, proxy) = connect_through_proxy(news).await;
    let proxy = Arc::new(proxy);
    let saved = save_and_pause_at_commit(&news, &proxy);
    let saved = saved.await;
    assert!(matches!(saved, Err(db::Error::Unconfirmed)), "{saved:?}");
    proxy.resume();
    expect_saved(&news).await;
}

async fn a_commit_on_a_broken_connection_is_reported_as_unconfirmed(news: Newsroom) {
    let (news, proxy) = connect_through_proxy(news).await;
    let proxy = Arc::new(proxy);
    let saved = save_and_pause_at_commit(&news, &proxy);
    let broken = async {
        while !proxy.is_paused() {
            actix_web::rt::task::yield_now().await;
        }
        proxy.close_connections();
        // The bytes that were sent before the connection broke still arrive.
        proxy.resume();
    };
    let (saved, ()) = futures_util::future::join(saved, broken).await;
    assert!(matches!(saved, Err(db::Error::Unconfirmed)), "{saved:?}");
    expect_saved(&news).await;
}

async fn a_lock_of_another_writer_blocks_only_writes(news: Newsroom) {
    let mut other_writer = db::Conn::open(news.database_url(), db::Access::Write).unwrap();
    let lock = match news.database_url() {
        db::DatabaseUrl::Sqlite(_) => "BEGIN IMMEDIATE",
        db::DatabaseUrl::Postgres(_) => "BEGIN; SELECT pg_advisory_xact_lock(7237128839)",
    };
    other_writer.batch_execute(lock).unwrap();
    let refused = news.editor().post("/v1/editorial/tags", json!({"name": "Ferry"})).await;
    refused.problem(503, "overloaded");
    assert_eq!(refused.header("retry-after"), "1");
    news.reader().get("/v1/tags").await.ok();
    news.reader().get("/readyz").await.ok();
    other_writer.batch_execute("ROLLBACK").unwrap();
    news.create("tags", json!({"name": "Ferry"})).await;
}

/// Opens another connection that holds the lock of writers, and runs a statement in its transaction.
fn open_editor_transaction(news: &Newsroom, statement: &str) -> db::Conn {
    let mut editor = db::Conn::open(news.database_url(), db::Access::Write).unwrap();
    editor.batch_execute(&format!("BEGIN; SELECT pg_advisory_xact_lock(7237128839); {statement}")).unwrap();
    editor
}

async fn comments_likes_and_reports_do_not_wait_for_editors(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let moderated = news.publish(&taxonomy, "Ferry").await;
    let open =
        news.publish_with(&taxonomy, json!({"headline": "Gull", "comments": {"policy": "open"}})).await;
    let comments = |article: i64| format!("/v1/articles/{article}/comments");
    let comment = |text: &str| json!({"author_name": "Jo", "body": text});
    let comment_id =
        news.reader().post(&comments(open), comment("Good news.")).await.expect(201).json()["id"].clone();
    let mut transaction = open_editor_transaction(&news, "");
    let started = Instant::now();
    news.reader().post(&comments(moderated), comment("Quite so.")).await.expect(202);
    news.reader().post(&comments(open), comment("At last.")).await.expect(201);
    let like = news.reader().request(Method::POST, &format!("{}/{comment_id}/likes", comments(open)));
    like.send().await.expect(204);
    let report = json!({"reason": "spam"});
    news.reader().post(&format!("{}/{comment_id}/reports", comments(open)), report).await.expect(204);
    let threads = news.reader().get(&comments(open)).await.ok();
    assert_eq!(threads["data"].as_array().map(Vec::len), Some(2), "the comment is visible immediately");
    assert!(started.elapsed() < SLACK, "{:?}", started.elapsed());
    let editor = news.editor();
    let write = editor.post("/v1/editorial/tags", json!({"name": "Ferry"}));
    let commit = async { transaction.batch_execute("COMMIT").unwrap() };
    futures_util::future::join(write, commit).await.0.created();
}

async fn a_comment_yields_to_an_editor_who_locks_its_article(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article =
        news.publish_with(&taxonomy, json!({"headline": "Gull", "comments": {"policy": "open"}})).await;
    let row = format!("SELECT 1 FROM published_articles WHERE id = {article} FOR UPDATE");
    let mut transaction = open_editor_transaction(&news, &row);
    let path = format!("/v1/articles/{article}/comments");
    let key = "kept-once";
    let send = || {
        let request = news.reader().request(Method::POST, &path);
        request.header("Idempotency-Key", key).json(json!({"author_name": "Jo", "body": "Good news."})).send()
    };
    // The transaction of the editor succeeds after the comment has yielded, and is not aborted as a deadlock.
    let waiting = "(SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)";
    let commit = async {
        let waiting_count =
            || news.db().read_single(move |c| select(sql::<BigInt>(waiting)).get_result::<i64>(c));
        while waiting_count().await.unwrap() == 0 {}
        transaction.batch_execute("UPDATE site SET version = version WHERE id = 1; COMMIT").unwrap();
    };
    let (sent, ()) = futures_util::future::join(send(), commit).await;
    sent.expect(201);
    assert_eq!(send().await.expect(201).json()["id"], sent.json()["id"]);
    let public_article = news.reader().get(&format!("/v1/articles/{article}")).await.ok();
    assert_eq!(public_article["comments"]["count"], 1);
}

fn insert_tag(slug: &str) -> String {
    format!(
        "INSERT INTO tags (slug, name, type, version, created_at, updated_at) VALUES ('{slug}', '{slug}', 'topic', 1, 0, 0)"
    )
}
