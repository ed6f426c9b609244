//! The database beneath: transactions, and the traps of one text on two databases.

use broadsheet::content::vocabulary::TagType;
use broadsheet::content::{Slug, Time};
use broadsheet::db::schema::{article_tags, news_ids, site, tags};
use broadsheet::db::{self, Conn, Json};
use diesel::prelude::*;
use serde_json::json;

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
    // As many times as there are threads at most, so that each of them has met it.
    for _ in 0..8 {
        let panicked = news.db().write(|c| {
            add_tag(c, "storm").unwrap();
            if true {
                panic!("as a bug would");
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
    let (begun, wait_for_begin) = std::sync::mpsc::channel();
    let (written, wait_for_write) = std::sync::mpsc::channel();
    let reader = news.db().read(move |c| {
        let before: i64 = tags::table.count().get_result(c)?;
        begun.send(()).unwrap();
        wait_for_write.recv().unwrap();
        let after: i64 = tags::table.count().get_result(c)?;
        Ok::<_, db::Error>((before, after))
    });
    let writer = news.db().write(move |c| {
        wait_for_begin.recv().unwrap();
        Ok::<_, db::Error>(add_tag(c, "storm")?)
    });
    let writer = async {
        writer.await.unwrap();
        written.send(()).unwrap();
    };
    let (seen, ()) = futures_util::future::join(reader, writer).await;
    assert_eq!(seen.unwrap(), (0, 0));
    assert_eq!(tag_count(&news).await, 1);
}

async fn concurrent_writers_lose_no_update(news: Newsroom) {
    let counts = (0..40).map(|_| {
        news.db().write(|c| {
            let counted = diesel::update(news_ids::table.find(1)).set(news_ids::last.eq(news_ids::last + 1));
            Ok::<_, db::Error>(counted.returning(news_ids::last).get_result::<i64>(c)?)
        })
    });
    let mut seen: Vec<i64> =
        futures_util::future::join_all(counts).await.into_iter().map(|count| count.unwrap()).collect();
    seen.sort_unstable();
    assert_eq!(seen, (1..=40).collect::<Vec<_>>());
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
    let twin = news.db().write(|c| Ok::<_, db::Error>(add_tag(c, "storm")?)).await;
    let Err(db::Error::Query(error)) = twin else { panic!("{twin:?}") };
    assert!(db::violates(&error, "tags", "slug"));
    assert!(!db::violates(&error, "tags", "name") && !db::violates(&error, "authors", "slug"));
    assert!(!db::is_foreign_key_violation(&error));
    let same_key = news.db().write(|c| {
        let row = (site::id.eq(1), site::content_version.eq(0), site::content_updated_at.eq(0));
        Ok::<_, db::Error>(diesel::insert_into(site::table).values(row).execute(c)?)
    });
    let Err(db::Error::Query(error)) = same_key.await else { panic!("inserted twice") };
    assert!(db::violates(&error, "site", "id"));
}

async fn a_foreign_key_violation_is_recognized(news: Newsroom) {
    let dangling = news.db().write(|c| {
        let row = (article_tags::article_id.eq(1), article_tags::tag_id.eq(1));
        Ok::<_, db::Error>(diesel::insert_into(article_tags::table).values(row).execute(c)?)
    });
    let Err(db::Error::Query(error)) = dangling.await else { panic!("a dangling reference") };
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
    let upper: i64 = news.write(|c| tags::table.filter(tags::slug.eq("AB")).count().get_result(c)).await;
    assert_eq!(upper, 0);
    let (from, before) = db::below("a");
    let below: i64 = news
        .write(move |c| {
            tags::table.filter(tags::slug.ge(from).and(tags::slug.lt(before))).count().get_result(c)
        })
        .await;
    assert_eq!(below, 0, "`a-b` does not lie below `a`");
}

async fn many_rows_can_be_inserted_with_one_statement(news: Newsroom) {
    // The shared connection takes no slices; an article's authors and tags go in this way.
    let desk = news.desk().await;
    let mut ids = vec![desk.tag];
    for number in 0..49 {
        ids.push(news.write(move |c| add_tag(c, &format!("tag-{number}"))).await);
    }
    let article = json!({"headline": "Ferry", "tag_ids": ids});
    let article = news.editor().post("/v1/editorial/articles", article).await.created();
    assert_eq!(article["tag_ids"], json!(ids));
    let kept: i64 = news.write(|c| article_tags::table.count().get_result(c)).await;
    assert_eq!(kept, 50);
}

async fn migrations_can_be_reverted_and_applied_again(news: Newsroom) {
    let mut conn = Conn::open(news.database_url(), db::Access::Write).unwrap();
    let steps = db::revert_all(&mut conn).unwrap();
    assert!(!steps.is_empty());
    assert!(tags::table.count().get_result::<i64>(&mut conn).is_err());
    assert_eq!(db::migrate(&mut conn).unwrap().len(), steps.len());
    assert_eq!(db::migrate(&mut conn).unwrap(), [""; 0]);
    assert_eq!(tags::table.count().get_result::<i64>(&mut conn), Ok(0));
}

async fn the_newest_migration_preserves_articles_and_revisions(news: Newsroom) {
    let desk = news.desk().await;
    let id = news.publish_with(&desk, json!({"lead": "It sails."})).await;
    for text in ["First.", "Second."] {
        news.pass_micros(1_000_001);
        news.step(id, json!({"to": "publish", "correction": {"kind": "update", "text": text}})).await;
    }
    let forms = "body=html,blocks,markdown,text";
    let before = news.reader().get(&format!("/v1/articles/{id}?{forms}")).await.ok();
    assert_eq!(before["corrections"].as_array().map(Vec::len), Some(2));
    let newsroom = async || {
        let article = format!("/v1/editorial/articles/{id}");
        let copies = [article.clone(), format!("{article}?body=blocks"), format!("{article}/revisions/1")];
        futures_util::future::join_all(copies.iter().map(async |copy| news.editor().get(copy).await.ok()))
            .await
    };
    let copies = newsroom().await;
    let mut conn = Conn::open(news.database_url(), db::Access::Write).unwrap();
    db::revert_last(&mut conn).unwrap();
    db::migrate(&mut conn).unwrap();
    // Another address, so that it comes from the database.
    let after = news.reader().get(&format!("/v1/articles/untitled?{forms}")).await.ok();
    assert_eq!(after, before);
    assert_eq!(newsroom().await, copies);
}
