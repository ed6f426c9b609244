//! The database layer: transactions, and code that must work on SQLite and PostgreSQL.

use broadsheet::content::vocabulary::TagType;
use broadsheet::content::{Slug, Time};
use broadsheet::db::schema::{article_tags, content_changes, news_ids, published_articles, site, tags};
use broadsheet::db::{self, Conn, Json};
use broadsheet::editorial::articles::indexing;
use diesel::prelude::*;
use serde_json::{Value, json};

use crate::harness::{Newsroom, scenarios};

scenarios![
    a_failed_transaction_is_rolled_back,
    a_panicking_transaction_is_rolled_back_and_later_ones_run,
    a_read_transaction_cannot_write,
    a_read_transaction_sees_one_snapshot,
    concurrent_writers_lose_no_update,
    column_types_are_read_back_as_written,
    a_constraint_violation_names_its_table_and_column,
    a_foreign_key_violation_is_recognized,
    text_comparison_is_bytewise_and_case_sensitive,
    many_rows_can_be_inserted_with_one_statement,
    migrations_can_be_reverted_and_applied_again,
    the_newest_migration_preserves_articles_and_revisions,
    migrations_give_older_articles_their_sort_keys_and_transitions,
];

fn add_tag(conn: &mut Conn, slug: &str) -> db::QueryResult<i64> {
    let slug: Slug = slug.parse().unwrap();
    let now = Time::from_micros(1);
    diesel::insert_into(tags::table)
        .values((
            tags::slug.eq(&slug),
            tags::name.eq(slug.to_string()),
            tags::kind.eq(TagType::Event),
            tags::version.eq(1),
            tags::created_at.eq(now),
            tags::updated_at.eq(now),
        ))
        .returning(tags::id)
        .get_result(conn)
}

async fn tag_count(news: &Newsroom) -> i64 {
    news.write(|c| tags::table.count().get_result(c)).await
}

async fn a_failed_transaction_is_rolled_back(news: Newsroom) {
    let failed = news.db().write(|c| {
        add_tag(c, "storm")?;
        Err::<(), _>(db::Error::Busy)
    });
    assert!(matches!(failed.await, Err(db::Error::Busy)));
    assert_eq!(tag_count(&news).await, 0);
}

async fn a_panicking_transaction_is_rolled_back_and_later_ones_run(news: Newsroom) {
    // At least once for each database thread.
    for _ in 0..8 {
        let panicked = news.db().write(|c| {
            add_tag(c, "storm").unwrap();
            if true {
                panic!("a bug");
            }
            Ok::<_, db::Error>(())
        });
        assert!(matches!(panicked.await, Err(db::Error::Panicked)));
    }
    assert_eq!(tag_count(&news).await, 0);
    news.write(|c| add_tag(c, "storm")).await;
    assert_eq!(tag_count(&news).await, 1);
}

async fn a_read_transaction_cannot_write(news: Newsroom) {
    let written = news.db().read(|c| Ok::<_, db::Error>(add_tag(c, "storm")?)).await;
    assert!(matches!(written, Err(db::Error::Query(_))), "{written:?}");
    assert_eq!(tag_count(&news).await, 0);
}

async fn a_read_transaction_sees_one_snapshot(news: Newsroom) {
    let (begun_sender, begun_receiver) = std::sync::mpsc::channel();
    let (written_sender, written_receiver) = std::sync::mpsc::channel();
    let reader = news.db().read(move |c| {
        let before: i64 = tags::table.count().get_result(c)?;
        begun_sender.send(()).unwrap();
        written_receiver.recv().unwrap();
        let after: i64 = tags::table.count().get_result(c)?;
        Ok::<_, db::Error>((before, after))
    });
    let writer = news.db().write(move |c| {
        begun_receiver.recv().unwrap();
        Ok::<_, db::Error>(add_tag(c, "storm")?)
    });
    let writer = async {
        writer.await.unwrap();
        written_sender.send(()).unwrap();
    };
    let (counts, ()) = futures_util::future::join(reader, writer).await;
    assert_eq!(counts.unwrap(), (0, 0));
    assert_eq!(tag_count(&news).await, 1);
}

async fn concurrent_writers_lose_no_update(news: Newsroom) {
    let increments = (0..40).map(|_| {
        news.db().write(|c| {
            let update = diesel::update(news_ids::table.find(1)).set(news_ids::last.eq(news_ids::last + 1));
            Ok::<_, db::Error>(update.returning(news_ids::last).get_result::<i64>(c)?)
        })
    });
    let mut results: Vec<i64> =
        futures_util::future::join_all(increments).await.into_iter().map(|count| count.unwrap()).collect();
    results.sort_unstable();
    assert_eq!(results, (1..=40).collect::<Vec<_>>());
}

async fn column_types_are_read_back_as_written(news: Newsroom) {
    let times = [i64::MIN, -1, 0, 1_777_723_200_123_456, i64::MAX].map(Time::from_micros);
    for time in times {
        let read: Time = news
            .write(move |c| {
                diesel::update(site::table.find(1)).set(site::content_updated_at.eq(time)).execute(c)?;
                site::table.select(site::content_updated_at).first(c)
            })
            .await;
        assert_eq!(read, time);
    }
    let (slug, kind): (Slug, TagType) = news
        .write(|c| {
            add_tag(c, "storm")?;
            tags::table.select((tags::slug, tags::kind)).first(c)
        })
        .await;
    assert_eq!((&*slug, kind), ("storm", TagType::Event));
    let document = json!({"text": "\u{202e}\u{200c}سلام 👋", "number": 9_007_199_254_740_991_i64});
    assert_eq!(Json::of(&document).unwrap().read::<serde_json::Value>().unwrap(), document);
}

async fn a_constraint_violation_names_its_table_and_column(news: Newsroom) {
    news.write(|c| add_tag(c, "storm")).await;
    let duplicate = news.db().write(|c| Ok::<_, db::Error>(add_tag(c, "storm")?)).await;
    let Err(db::Error::Query(error)) = duplicate else { panic!("{duplicate:?}") };
    assert!(db::violates(&error, "tags", "slug"));
    assert!(!db::violates(&error, "tags", "name") && !db::violates(&error, "authors", "slug"));
    assert!(!db::is_foreign_key_violation(&error));
    let duplicate_key = news.db().write(|c| {
        let row = (site::id.eq(1), site::content_version.eq(0), site::content_updated_at.eq(0));
        Ok::<_, db::Error>(diesel::insert_into(site::table).values(row).execute(c)?)
    });
    let Err(db::Error::Query(error)) = duplicate_key.await else { panic!("a duplicate row was inserted") };
    assert!(db::violates(&error, "site", "id"));
}

async fn a_foreign_key_violation_is_recognized(news: Newsroom) {
    let dangling = news.db().write(|c| {
        let row = (article_tags::article_id.eq(1), article_tags::tag_id.eq(1));
        Ok::<_, db::Error>(diesel::insert_into(article_tags::table).values(row).execute(c)?)
    });
    let Err(db::Error::Query(error)) = dangling.await else { panic!("a dangling reference was inserted") };
    assert!(db::is_foreign_key_violation(&error) && !db::violates(&error, "article_tags", "tag_id"));
}

async fn text_comparison_is_bytewise_and_case_sensitive(news: Newsroom) {
    let ordered: Vec<String> = news
        .write(|c| {
            for slug in ["ab", "a-b", "a1", "aa"] {
                add_tag(c, slug)?;
            }
            tags::table.order(tags::slug).select(tags::slug).load(c)
        })
        .await;
    assert_eq!(ordered, ["a-b", "a1", "aa", "ab"]);
    let uppercase_count: i64 =
        news.write(|c| tags::table.filter(tags::slug.eq("AB")).count().get_result(c)).await;
    assert_eq!(uppercase_count, 0);
    let (from, before) = db::below("a");
    let below_count: i64 = news
        .write(move |c| {
            tags::table.filter(tags::slug.ge(from).and(tags::slug.lt(before))).count().get_result(c)
        })
        .await;
    assert_eq!(below_count, 0, "`a-b` is not below `a`");
}

async fn many_rows_can_be_inserted_with_one_statement(news: Newsroom) {
    // The shared connection cannot insert slices, so the tags of an article use a special statement.
    let taxonomy = news.taxonomy().await;
    let mut ids = vec![taxonomy.tag];
    for number in 0..49 {
        ids.push(news.write(move |c| add_tag(c, &format!("tag-{number}"))).await);
    }
    let article = json!({"headline": "Ferry", "tag_ids": ids});
    let article = news.editor().post("/v1/editorial/articles", article).await.created();
    assert_eq!(article["tag_ids"], json!(ids));
    let row_count: i64 = news.write(|c| article_tags::table.count().get_result(c)).await;
    assert_eq!(row_count, 50);
}

async fn migrations_can_be_reverted_and_applied_again(news: Newsroom) {
    let mut conn = Conn::open(news.database_url(), db::Access::Write).unwrap();
    let migrations = db::revert_all(&mut conn).unwrap();
    assert!(!migrations.is_empty());
    assert!(tags::table.count().get_result::<i64>(&mut conn).is_err());
    assert_eq!(db::migrate(&mut conn).unwrap().len(), migrations.len());
    assert_eq!(db::migrate(&mut conn).unwrap(), [""; 0]);
    assert_eq!(tags::table.count().get_result::<i64>(&mut conn), Ok(0));
}

async fn the_newest_migration_preserves_articles_and_revisions(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish_with(&taxonomy, json!({"lead": "It sails."})).await;
    for text in ["First.", "Second."] {
        news.advance_clock_micros(1_000_001);
        news.transition(id, json!({"to": "publish", "correction": {"kind": "update", "text": text}})).await;
    }
    let formats = "body=html,blocks,markdown,text";
    let before = news.reader().get(&format!("/v1/articles/{id}?{formats}")).await.ok();
    assert_eq!(before["corrections"].as_array().map(Vec::len), Some(2));
    let working_copies = async || {
        let article = format!("/v1/editorial/articles/{id}");
        let paths = [article.clone(), format!("{article}?body=blocks"), format!("{article}/revisions/1")];
        futures_util::future::join_all(paths.iter().map(async |path| news.editor().get(path).await.ok()))
            .await
    };
    let copies = working_copies().await;
    let mut conn = Conn::open(news.database_url(), db::Access::Write).unwrap();
    db::revert_last(&mut conn).unwrap();
    db::migrate(&mut conn).unwrap();
    // Another path, so that the response comes from the database.
    let after = news.reader().get(&format!("/v1/articles/untitled?{formats}")).await.ok();
    assert_eq!(after, before);
    assert_eq!(working_copies().await, copies);
}

async fn migrations_give_older_articles_their_sort_keys_and_transitions(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    for (headline, kind, language) in
        [("Zoo", "brief", "fa"), ("éclair", "review", "en-GB"), ("Dock", "article", "en")]
    {
        news.advance_clock(1);
        let members = json!({"headline": headline, "type": kind, "language": language});
        let id = news.publish_with(&taxonomy, members).await;
        news.advance_clock(1);
        news.change(&format!("/v1/editorial/articles/{id}"), json!({"lead": "It sails."})).await;
        news.advance_clock(1);
        let correction = json!({"kind": "update", "text": "New."});
        news.transition(id, json!({"to": "publish", "note": headline, "correction": correction})).await;
    }
    let correction = json!({"kind": "update", "text": "Wrong."});
    news.transition(1, json!({"to": "publish", "correction": correction})).await;
    let corrections = "/v1/editorial/articles/1/corrections";
    let page = news.editor().get(corrections).await;
    let withdrawn = format!("{corrections}/{}", page.ok()["data"][0]["id"]);
    news.editor().delete(&withdrawn, &page.etag()).await.expect(204);
    let answers = async || {
        let list = "/v1/editorial/articles";
        let paths = [
            format!("{list}?sort=headline"),
            format!("{list}?type=review,brief"),
            format!("{list}?language=en"),
            format!("{list}/1/revisions"),
            format!("{list}/2/revisions?limit=1"),
            "/v1/articles/1".to_owned(),
            "/v1/articles/3".to_owned(),
            "/v1/articles/1/corrections".to_owned(),
        ];
        futures_util::future::join_all(paths.iter().map(async |path| news.admin().get(path).await.ok())).await
    };
    let before = answers().await;
    assert_eq!(before[3]["data"][0]["transitions"][0]["note"], "Zoo");
    let mut conn = Conn::open(news.database_url(), db::Access::Write).unwrap();
    for _ in 0..3 {
        db::revert_last(&mut conn).unwrap();
    }
    // Earlier versions stored corrections without this member.
    let strip = "UPDATE published_articles SET payload = replace(payload, ',\"updated_at\":null}', '}')";
    assert_eq!(diesel::sql_query(strip).execute(&mut conn), Ok(3));
    let stripped: Vec<Json> =
        published_articles::table.select(published_articles::payload).load(&mut conn).unwrap();
    for payload in stripped {
        let payload: Value = payload.read().unwrap();
        assert_eq!(payload["corrections"][0].get("updated_at"), None, "{payload}");
    }
    db::migrate(&mut conn).unwrap();
    while news.db().write(indexing::rebuild_queued).await.unwrap() {}
    let rough = news.admin().get("/v1/editorial/articles?sort=headline").await.ok();
    let changes = content_changes::table.count().get_result::<i64>(&mut conn).unwrap();
    while news.db().write(indexing::make_headline_keys).await.unwrap() {}
    assert_eq!(content_changes::table.count().get_result::<i64>(&mut conn), Ok(changes));
    assert_eq!(rough["data"].as_array().map(Vec::len), Some(3), "articles without their keys are listed too");
    assert!(!news.db().write(indexing::finish_migration).await.unwrap(), "nothing is left to be done");
    assert_eq!(answers().await, before);
}
