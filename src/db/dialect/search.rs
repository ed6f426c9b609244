//! The full-text search of the editorial API, over working copies: FTS5 on SQLite, a `tsvector` on PostgreSQL.
//!
//! Both index words that were folded by `content::folding`. So the language rules of the databases are not used,
//! and both return the same articles.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};

use super::statement::Statement;
use crate::db::conn::{Backend, Conn};

/// A condition on the rows of `Source`.
pub type Condition<Source> = Box<dyn BoxableExpression<Source, Backend, SqlType = Bool>>;

/// Stores the words of an article for the index, and replaces its previous words. The search finds them from now
/// on. A word may have letters and digits only.
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

/// Whether there are articles whose words are not in the index yet.
pub fn is_queued(conn: &mut Conn) -> QueryResult<bool> {
    let queued = Statement::<(BigInt,)>::new("SELECT article_id FROM article_search_queue LIMIT 1");
    Ok(!queued.load::<(i64,)>(conn)?.is_empty())
}

/// Puts the words of up to `limit` queued articles into the index.
pub fn index_queued(conn: &mut Conn, limit: i64) -> QueryResult<()> {
    let queued =
        Statement::<(BigInt, Text)>::new("SELECT article_id, words FROM article_search_queue LIMIT ?");
    let queued: Vec<(i64, String)> = queued.number(limit).load(conn)?;
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

/// Removes an article from the index and from the queue.
pub fn remove(conn: &mut Conn, article: i64) -> QueryResult<()> {
    let index = match conn {
        Conn::Sqlite(_) => "DELETE FROM article_search WHERE rowid = ?",
        Conn::Postgres(_) => "DELETE FROM article_search WHERE article_id = ?",
    };
    for statement in [index, "DELETE FROM article_search_queue WHERE article_id = ?"] {
        Statement::<()>::new(statement).number(article).execute(conn)?;
    }
    Ok(())
}

/// A condition that an article has, for each of `words`, a word that begins with it. `Source` must contain the
/// table `articles`.
pub fn match_condition<Source: 'static>(conn: &Conn, words: &[String]) -> Condition<Source> {
    let (indexed, query) = match conn {
        // The plus stops the planner from reading every article with a common word. Instead it scans the articles
        // in the requested order, and stops when there are enough.
        Conn::Sqlite(_) => (
            "(+articles.id IN (SELECT rowid FROM article_search WHERE article_search MATCH ",
            words.iter().map(|word| format!("\"{word}\" *")).collect::<Vec<_>>().join(" "),
        ),
        Conn::Postgres(_) => (
            "(articles.id IN (SELECT article_id FROM article_search WHERE words @@ CAST(",
            words.iter().map(|word| format!("'{word}':*")).collect::<Vec<_>>().join(" & "),
        ),
    };
    // The words of a queued article are searched in the queue, because the index still has its previous words.
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
