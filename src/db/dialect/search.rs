//! The newsroom's full-text search: FTS5 on SQLite, a `tsvector` on PostgreSQL.
//!
//! Both are given words that are folded already, and are asked for words: neither's own rules of
//! language, and neither's own query language, have a say.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Bool, Text};

use crate::db::conn::{Backend, Conn};

/// A condition on the rows of `Source`.
pub type Condition<Source> = Box<dyn BoxableExpression<Source, Backend, SqlType = Bool>>;

/// Puts an article's words into the index, in place of those it had. Words are letters and digits
/// only.
pub fn index<'a>(
    conn: &mut Conn,
    article: i64,
    words: impl IntoIterator<Item = &'a String>,
) -> QueryResult<()> {
    let words = words.into_iter().map(String::as_str);
    match conn {
        Conn::Sqlite(conn) => {
            let words = words.collect::<Vec<_>>().join(" ");
            sql_query("DELETE FROM article_search WHERE rowid = ?")
                .bind::<BigInt, _>(article)
                .execute(conn)?;
            sql_query("INSERT INTO article_search (rowid, words) VALUES (?, ?)")
                .bind::<BigInt, _>(article)
                .bind::<Text, _>(words)
                .execute(conn)
        }
        Conn::Postgres(conn) => {
            let words = words.map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" ");
            sql_query(
                "INSERT INTO article_search (article_id, words) VALUES ($1, CAST($2 AS tsvector)) \
                 ON CONFLICT (article_id) DO UPDATE SET words = excluded.words",
            )
            .bind::<BigInt, _>(article)
            .bind::<Text, _>(words)
            .execute(conn)
        }
    }
    .map(drop)
}

/// Takes an article's words out of the index.
pub fn forget(conn: &mut Conn, article: i64) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(conn) => {
            sql_query("DELETE FROM article_search WHERE rowid = ?").bind::<BigInt, _>(article).execute(conn)
        }
        Conn::Postgres(conn) => sql_query("DELETE FROM article_search WHERE article_id = $1")
            .bind::<BigInt, _>(article)
            .execute(conn),
    }
    .map(drop)
}

/// Whether an article holds all these words, or words that begin with them. `Source` must hold the table
/// `articles`.
pub fn holds<Source: 'static>(conn: &Conn, words: &[String]) -> Condition<Source> {
    let (before, query, after) = match conn {
        // The plus keeps the planner from looking up every article that holds a common word: it goes
        // through them in the order that is asked for, until there are enough.
        Conn::Sqlite(_) => (
            "+articles.id IN (SELECT rowid FROM article_search WHERE article_search MATCH ",
            words.iter().map(|word| format!("\"{word}\" *")).collect::<Vec<_>>().join(" "),
            ")",
        ),
        Conn::Postgres(_) => (
            "articles.id IN (SELECT article_id FROM article_search WHERE words @@ CAST(",
            words.iter().map(|word| format!("'{word}':*")).collect::<Vec<_>>().join(" & "),
            " AS tsquery))",
        ),
    };
    Box::new(sql::<Bool>(before).bind::<Text, _>(query).sql(after))
}
