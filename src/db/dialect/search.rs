//! The newsroom's full-text search: FTS5 on SQLite, a `tsvector` on PostgreSQL.
//!
//! Both are given words that are folded already, and are asked for words: neither's own rules of
//! language, and neither's own query language, have a say.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};

use super::statement::Statement;
use crate::db::conn::{Backend, Conn};

/// A condition on the rows of `Source`.
pub type Condition<Source> = Box<dyn BoxableExpression<Source, Backend, SqlType = Bool>>;

/// Keeps an article's words for the index, in place of those it had: it is found by them from now on. Words are letters and
/// digits only.
pub fn queue<'a>(
    conn: &mut Conn,
    article: i64,
    words: impl IntoIterator<Item = &'a String>,
) -> QueryResult<()> {
    let words = words.into_iter().fold(String::new(), |words, word| words + " " + word);
    Statement::<()>::new(
        "INSERT INTO article_search_queue (article_id, words) VALUES (?, ?) \
         ON CONFLICT (article_id) DO UPDATE SET words = excluded.words",
    )
    .number(article)
    .text(words)
    .execute(conn)
    .map(drop)
}

/// Whether words wait to be put into the index.
pub fn is_queued(conn: &mut Conn) -> QueryResult<bool> {
    let queued = Statement::<(BigInt,)>::new("SELECT article_id FROM article_search_queue LIMIT 1");
    Ok(!queued.load::<(i64,)>(conn)?.is_empty())
}

/// Puts the words of some articles that wait into the index, `most` of them at most.
pub fn index_queued(conn: &mut Conn, most: i64) -> QueryResult<()> {
    let queued =
        Statement::<(BigInt, Text)>::new("SELECT article_id, words FROM article_search_queue LIMIT ?");
    let queued: Vec<(i64, String)> = queued.number(most).load(conn)?;
    for (article, words) in queued {
        index(conn, article, &words)?;
        let delete = Statement::<()>::new("DELETE FROM article_search_queue WHERE article_id = ?");
        delete.number(article).execute(conn)?;
    }
    Ok(())
}

fn index(conn: &mut Conn, article: i64, words: &str) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(_) => {
            Statement::<()>::new("DELETE FROM article_search WHERE rowid = ?")
                .number(article)
                .execute(conn)?;
            Statement::<()>::new("INSERT INTO article_search (rowid, words) VALUES (?, ?)")
                .number(article)
                .text(words)
                .execute(conn)
        }
        Conn::Postgres(_) => {
            let words: Vec<String> = words.split_whitespace().map(|word| format!("'{word}'")).collect();
            Statement::<()>::new(
                "INSERT INTO article_search (article_id, words) VALUES (?, CAST(? AS tsvector)) \
                 ON CONFLICT (article_id) DO UPDATE SET words = excluded.words",
            )
            .number(article)
            .text(words.join(" "))
            .execute(conn)
        }
    }
    .map(drop)
}

/// Takes an article's words out of the index.
pub fn forget(conn: &mut Conn, article: i64) -> QueryResult<()> {
    let index = match conn {
        Conn::Sqlite(_) => "DELETE FROM article_search WHERE rowid = ?",
        Conn::Postgres(_) => "DELETE FROM article_search WHERE article_id = ?",
    };
    for statement in [index, "DELETE FROM article_search_queue WHERE article_id = ?"] {
        Statement::<()>::new(statement).number(article).execute(conn)?;
    }
    Ok(())
}

/// Whether an article holds all these words, or words that begin with them. `Source` must hold the table
/// `articles`.
pub fn holds<Source: 'static>(conn: &Conn, words: &[String]) -> Condition<Source> {
    let (indexed, query) = match conn {
        // The plus keeps the planner from looking up every article that holds a common word: it goes
        // through them in the order that is asked for, until there are enough.
        Conn::Sqlite(_) => (
            "(+articles.id IN (SELECT rowid FROM article_search WHERE article_search MATCH ",
            words.iter().map(|word| format!("\"{word}\" *")).collect::<Vec<_>>().join(" "),
        ),
        Conn::Postgres(_) => (
            "(articles.id IN (SELECT article_id FROM article_search WHERE words @@ CAST(",
            words.iter().map(|word| format!("'{word}':*")).collect::<Vec<_>>().join(" & "),
        ),
    };
    // What waits for the index is searched as it is, and the index has older words of it.
    let (queued, end) = match conn {
        Conn::Sqlite(_) => (
            ") AND articles.id NOT IN (SELECT article_id FROM article_search_queue) \
             OR articles.id IN (SELECT article_id FROM article_search_queue AS queue \
             WHERE NOT EXISTS (SELECT 1 FROM json_each(",
            ") WHERE queue.words NOT LIKE '% ' || value || '%')))",
        ),
        Conn::Postgres(_) => (
            " AS tsquery)) AND articles.id NOT IN (SELECT article_id FROM article_search_queue) \
             OR articles.id IN (SELECT article_id FROM article_search_queue AS queue \
             WHERE NOT EXISTS (SELECT 1 FROM jsonb_array_elements_text(CAST(",
            " AS jsonb)) AS each (value) WHERE queue.words NOT LIKE '% ' || value || '%')))",
        ),
    };
    let condition = sql::<Bool>(indexed).bind::<Text, _>(query).sql(queued);
    Box::new(condition.bind::<Text, _>(serde_json::Value::from(words.to_vec()).to_string()).sql(end))
}
