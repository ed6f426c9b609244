//! A database that does not answer: nobody waits for long, nothing is half done, and all goes on when it is back.

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

use crate::harness::{Answer, Network, Newsroom, scenarios};

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

/// How long the busiest of machines may be late.
const SLACK: Duration = Duration::from_secs(3);

/// The newsroom with a network between it and its database.
async fn behind_a_network(news: Newsroom) -> (Newsroom, Network) {
    let network = Network::to(news.database_url());
    let news = news.on_database(&network.url).await;
    (news, network)
}

/// Panics unless the answer is 503, for that reason, and came in that time.
async fn refused_within(time: Duration, detail: &str, answer: impl Future<Output = Answer>) {
    let started = Instant::now();
    let answer = answer.await;
    assert!(started.elapsed() < time + SLACK, "{detail}: {:?}", started.elapsed());
    let problem = answer.problem(503, "database-unavailable");
    assert!(problem["detail"].as_str().unwrap().starts_with(detail), "{problem}");
    assert_eq!(answer.header("retry-after"), "1");
}

/// Asks until the answer is 200, as clients that are told to try again do.
async fn until_it_works(news: &Newsroom, path: &str) {
    let started = Instant::now();
    while news.reader().get(path).await.status != 200 {
        assert!(started.elapsed() < Duration::from_secs(20), "{path} does not recover");
    }
}

async fn requests_fail_soon_when_the_database_stops_responding(news: Newsroom) {
    let (news, network) = behind_a_network(news).await;
    let desk = news.desk().await;
    let article = news.publish(&desk, "Ferry").await;
    let cached = format!("/v1/articles/{article}");
    news.reader().get(&cached).await.ok();
    news.reader().get("/readyz").await.ok();
    network.fall_silent();
    // What readiness was a moment ago counts for a second.
    let started = Instant::now();
    while news.reader().get("/readyz").await.status == 200 {
        assert!(started.elapsed() < Duration::from_secs(2) + SLACK);
    }
    let second = Duration::from_secs(1);
    refused_within(second, "The database does not answer.", news.reader().get("/readyz")).await;
    refused_within(2 * second, "The database did not answer in time.", news.reader().get("/v1/authors"))
        .await;
    let editors = news.editor();
    refused_within(2 * second, "The database", editors.get("/v1/editorial/articles")).await;
    news.reader().get(&cached).await.ok();
    network.come_back();
    until_it_works(&news, "/v1/tags").await;
    until_it_works(&news, "/readyz").await;
    news.publish(&desk, "Pier").await;
}

async fn hanging_connections_are_replaced(news: Newsroom) {
    let (news, network) = behind_a_network(news).await;
    let readers = 2 * std::thread::available_parallelism().unwrap().get();
    let ask = |limit: usize| {
        let (news, path) = (&news, format!("/v1/authors?limit={}", limit + 1));
        async move { news.reader().get(&path).await }
    };
    let all = futures_util::future::join_all((0..readers).map(ask)).await;
    all.iter().for_each(|answer| drop(answer.ok()));
    network.freeze_connections();
    let all = futures_util::future::join_all((readers..2 * readers).map(ask)).await;
    assert!(all.iter().any(|answer| answer.status == 503), "no connection hangs");
    until_it_works(&news, "/v1/tags?limit=7").await;
    let all = futures_util::future::join_all((0..readers).map(|at| ask(at + 50))).await;
    all.iter().for_each(|answer| drop(answer.ok()));
}

async fn a_broken_connection_rolls_back_its_transaction(news: Newsroom) {
    let (news, network) = behind_a_network(news).await;
    let network = Arc::new(network);
    let cut = Arc::clone(&network);
    let broken = news.db().write(move |c| {
        c.batch_execute(&insert_tag("half"))?;
        cut.cut();
        c.batch_execute(&insert_tag("whole"))?;
        Ok::<_, db::Error>(())
    });
    let broken = broken.await;
    assert!(matches!(broken, Err(db::Error::Unavailable(_))), "{broken:?}");
    assert_eq!(news.editor().get("/v1/editorial/tags").await.ok()["data"], json!([]));
    news.make("tags", json!({"name": "Whole"})).await;
}

async fn a_write_that_timed_out_is_not_applied_later(news: Newsroom) {
    let (news, network) = behind_a_network(news).await;
    let network = Arc::new(network);
    let silenced = Arc::clone(&network);
    let started = Instant::now();
    let given_up = news.db().write(move |c| {
        c.batch_execute(&insert_tag("late"))?;
        silenced.fall_silent();
        c.batch_execute("SELECT 1")?;
        Ok::<_, db::Error>(())
    });
    let given_up = given_up.await;
    assert!(matches!(given_up, Err(db::Error::TimedOut)), "{given_up:?}");
    assert!(started.elapsed() < Duration::from_secs(10) + SLACK, "{:?}", started.elapsed());
    network.come_back();
    until_it_works(&news, "/readyz").await;
    // It waits for the turn of whatever may still be going on.
    news.make("tags", json!({"name": "Next"})).await;
    let tags = news.editor().get("/v1/editorial/tags").await.ok();
    assert_eq!((tags["data"][0]["slug"].as_str(), tags["data"][1].as_null()), (Some("next"), Some(())));
}

/// Saves a tag over a network that falls silent when the database is told to commit.
async fn save_up_to_the_commit(news: &Newsroom, network: &Arc<Network>) -> Result<(), db::Error> {
    let silenced = Arc::clone(network);
    let saved = news.db().write(move |c| {
        c.batch_execute(&insert_tag("perhaps"))?;
        silenced.fall_silent_at(b"COMMIT");
        Ok::<_, db::Error>(())
    });
    saved.await
}

async fn it_was_saved_all_the_same(news: &Newsroom) {
    until_it_works(news, "/readyz").await;
    news.make("tags", json!({"name": "Next"})).await;
    let tags = news.editor().get("/v1/editorial/tags").await.ok();
    assert_eq!(tags["data"][1]["slug"], "perhaps");
}

async fn an_unconfirmed_commit_is_reported(news: Newsroom) {
    let (news, network) = behind_a_network(news).await;
    let network = Arc::new(network);
    let unknown = save_up_to_the_commit(&news, &network);
    let unknown = unknown.await;
    assert!(matches!(unknown, Err(db::Error::Unconfirmed)), "{unknown:?}");
    network.come_back();
    it_was_saved_all_the_same(&news).await;
}

async fn a_commit_on_a_broken_connection_is_reported_as_unconfirmed(news: Newsroom) {
    let (news, network) = behind_a_network(news).await;
    let network = Arc::new(network);
    let unknown = save_up_to_the_commit(&news, &network);
    let broken = async {
        while !network.is_silent() {
            actix_web::rt::task::yield_now().await;
        }
        network.cut();
        // What was sent before the connection broke still arrives.
        network.come_back();
    };
    let (unknown, ()) = futures_util::future::join(unknown, broken).await;
    assert!(matches!(unknown, Err(db::Error::Unconfirmed)), "{unknown:?}");
    it_was_saved_all_the_same(&news).await;
}

async fn a_lock_of_another_writer_blocks_only_writes(news: Newsroom) {
    let mut other = db::Conn::open(news.database_url(), db::Access::Write).unwrap();
    let lock = match news.database_url() {
        db::DatabaseUrl::Sqlite(_) => "BEGIN IMMEDIATE",
        db::DatabaseUrl::Postgres(_) => "BEGIN; SELECT pg_advisory_xact_lock(7237128839)",
    };
    other.batch_execute(lock).unwrap();
    let refused = news.editor().post("/v1/editorial/tags", json!({"name": "Ferry"})).await;
    refused.problem(503, "overloaded");
    assert_eq!(refused.header("retry-after"), "1");
    news.reader().get("/v1/tags").await.ok();
    news.reader().get("/readyz").await.ok();
    other.batch_execute("ROLLBACK").unwrap();
    news.make("tags", json!({"name": "Ferry"})).await;
}

/// Another connection, in the middle of an editor's work.
fn editor_at_work(news: &Newsroom, statement: &str) -> db::Conn {
    let mut editor = db::Conn::open(news.database_url(), db::Access::Write).unwrap();
    editor.batch_execute(&format!("BEGIN; SELECT pg_advisory_xact_lock(7237128839); {statement}")).unwrap();
    editor
}

async fn comments_likes_and_reports_do_not_wait_for_editors(news: Newsroom) {
    let desk = news.desk().await;
    let held = news.publish(&desk, "Ferry").await;
    let open = news.publish_with(&desk, json!({"headline": "Gull", "comments": {"policy": "open"}})).await;
    let comments = |article: i64| format!("/v1/articles/{article}/comments");
    let text = |text: &str| json!({"author_name": "Jo", "body": text});
    let shown =
        news.reader().post(&comments(open), text("Good news.")).await.expect(201).json()["id"].clone();
    let mut editor = editor_at_work(&news, "");
    let started = Instant::now();
    news.reader().post(&comments(held), text("Quite so.")).await.expect(202);
    news.reader().post(&comments(open), text("At last.")).await.expect(201);
    let like = news.reader().request(Method::POST, &format!("{}/{shown}/likes", comments(open)));
    like.send().await.expect(204);
    let report = json!({"reason": "spam"});
    news.reader().post(&format!("{}/{shown}/reports", comments(open)), report).await.expect(204);
    let seen = news.reader().get(&comments(open)).await.ok();
    assert_eq!(seen["data"].as_array().map(Vec::len), Some(2), "shown at once");
    assert!(started.elapsed() < SLACK, "{:?}", started.elapsed());
    let editors = news.editor();
    let waits = editors.post("/v1/editorial/tags", json!({"name": "Ferry"}));
    let ends = async { editor.batch_execute("COMMIT").unwrap() };
    futures_util::future::join(waits, ends).await.0.created();
}

async fn a_comment_yields_to_an_editor_who_locks_its_article(news: Newsroom) {
    let desk = news.desk().await;
    let article = news.publish_with(&desk, json!({"headline": "Gull", "comments": {"policy": "open"}})).await;
    let row = format!("SELECT 1 FROM published_articles WHERE id = {article} FOR UPDATE");
    let mut editor = editor_at_work(&news, &row);
    let path = format!("/v1/articles/{article}/comments");
    let key = "kept-once";
    let send = || {
        let request = news.reader().request(Method::POST, &path);
        request.header("Idempotency-Key", key).json(json!({"author_name": "Jo", "body": "Good news."})).send()
    };
    // The editor's work goes on after the reader has given way, and ends well: it is no victim of a deadlock.
    let waiting = "(SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)";
    let ends = async {
        let waits_for_turn =
            || news.db().read_single(move |c| select(sql::<BigInt>(waiting)).get_result::<i64>(c));
        while waits_for_turn().await.unwrap() == 0 {}
        editor.batch_execute("UPDATE site SET version = version WHERE id = 1; COMMIT").unwrap();
    };
    let (sent, ()) = futures_util::future::join(send(), ends).await;
    sent.expect(201);
    assert_eq!(send().await.expect(201).json()["id"], sent.json()["id"]);
    let seen = news.reader().get(&format!("/v1/articles/{article}")).await.ok();
    assert_eq!(seen["comments"]["count"], 1);
}

fn insert_tag(slug: &str) -> String {
    format!(
        "INSERT INTO tags (slug, name, type, version, created_at, updated_at) VALUES ('{slug}', '{slug}', 'topic', 1, 0, 0)"
    )
}
