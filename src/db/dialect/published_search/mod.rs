//! The readers' full-text search: FTS5 on SQLite, a `tsvector` on PostgreSQL.
//!
//! Both are given words that are folded already, with their places, and are asked for words that follow each other:
//! neither's own rules of language, and neither's own query language, have a say. Both answer with the newest
//! articles first and stop when there are enough, so that a word of every article costs no more than a rare one.
//! PostgreSQL knows the first 256 places of a word in a text, and none past the 16,383rd word: a phrase is found only
//! there.

mod keys;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Text};

use self::keys::{along_keys, among_keys, give_key_back, take_key};
use crate::content::Time;
use crate::content::folding::{MAX_BYTES, MAX_WORDS, words};
use crate::content::search::{Search, Term};
use crate::db::conn::Conn;

/// How many places of a word in a text PostgreSQL keeps.
const MAX_PLACES: usize = 256;

/// The texts of an article that are searched. A phrase is never found across two of them.
#[derive(Clone, Copy, Debug)]
pub struct Texts<'a> {
    /// The headline.
    pub headline: &'a str,
    /// The line above it.
    pub kicker: &'a str,
    /// The opening paragraph.
    pub lead: &'a str,
    /// The text for lists.
    pub summary: &'a str,
    /// The text itself.
    pub body: &'a str,
}

/// Where in an article everything must be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// In its headline.
    Headline,
    /// In what stands above its text.
    Opening,
    /// Anywhere.
    Whole,
}

/// The way along the articles, by time of publication and News ID.
#[derive(Clone, Copy, Debug)]
pub struct Way {
    /// The first published first.
    pub ascending: bool,
    /// Only from this time on.
    pub from: Option<Time>,
    /// Only before this time.
    pub before: Option<Time>,
    /// Only after this place, in the order of the way.
    pub place: Option<(Time, i64)>,
}

impl Part {
    /// Where the words are kept: a table on SQLite, a column on PostgreSQL.
    fn name(self, conn: &Conn) -> &'static str {
        match (conn, self) {
            (Conn::Sqlite(_), Self::Headline) => "published_headline_words",
            (Conn::Sqlite(_), Self::Opening) => "published_opening_words",
            (Conn::Sqlite(_), Self::Whole) => "published_words",
            (Conn::Postgres(_), Self::Headline) => "headline_words",
            (Conn::Postgres(_), Self::Opening) => "opening_words",
            (Conn::Postgres(_), Self::Whole) => "words",
        }
    }
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    published_at: i64,
    #[diesel(sql_type = BigInt)]
    article_id: i64,
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// Puts an article's words into the index, in place of those it had.
pub fn index(conn: &mut Conn, article: i64, published_at: Time, texts: &Texts<'_>) -> QueryResult<()> {
    let Texts { headline, kicker, lead, summary, body } = *texts;
    match conn {
        Conn::Sqlite(conn) => {
            let key = take_key(conn, article, published_at)?;
            let [headline, kicker, lead, summary, body] = [headline, kicker, lead, summary, body].map(spaced);
            sql_query("INSERT INTO published_headline_words (rowid, headline) VALUES (?, ?)")
                .bind::<BigInt, _>(key)
                .bind::<Text, _>(&headline)
                .execute(conn)?;
            sql_query("INSERT INTO published_opening_words (rowid, headline, kicker, lead) VALUES (?, ?, ?, ?)")
                .bind::<BigInt, _>(key)
                .bind::<Text, _>(&headline)
                .bind::<Text, _>(&kicker)
                .bind::<Text, _>(&lead)
                .execute(conn)?;
            sql_query(
                "INSERT INTO published_words (rowid, headline, kicker, lead, summary, body) VALUES (?, ?, ?, ?, ?, ?)",
            )
            .bind::<BigInt, _>(key)
            .bind::<Text, _>(headline)
            .bind::<Text, _>(kicker)
            .bind::<Text, _>(lead)
            .bind::<Text, _>(summary)
            .bind::<Text, _>(body)
            .execute(conn)
        }
        Conn::Postgres(conn) => sql_query(
            "INSERT INTO published_search (article_id, published_at, headline_words, opening_words, words) \
             VALUES ($1, $2, CAST($3 AS tsvector), CAST($4 AS tsvector), CAST($5 AS tsvector)) \
             ON CONFLICT (article_id) DO UPDATE SET published_at = excluded.published_at, \
             headline_words = excluded.headline_words, opening_words = excluded.opening_words, words = excluded.words",
        )
        .bind::<BigInt, _>(article)
        .bind::<BigInt, _>(published_at.micros())
        .bind::<Text, _>(placed(&[headline]))
        .bind::<Text, _>(placed(&[headline, kicker, lead]))
        .bind::<Text, _>(placed(&[headline, kicker, lead, summary, body]))
        .execute(conn),
    }
    .map(drop)
}

/// Takes an article's words out of the index.
pub fn forget(conn: &mut Conn, article: i64) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(conn) => give_key_back(conn, article),
        Conn::Postgres(conn) => sql_query("DELETE FROM published_search WHERE article_id = $1")
            .bind::<BigInt, _>(article)
            .execute(conn)
            .map(drop),
    }
}

/// The articles in which everything is found that come next on a way: about so many, fewer only when there are no
/// more.
pub fn along(
    conn: &mut Conn,
    search: &Search,
    part: Part,
    way: Way,
    number: usize,
) -> QueryResult<Vec<(Time, i64)>> {
    if search.terms().is_empty() {
        return Ok(Vec::new());
    }
    match conn {
        Conn::Sqlite(_) => along_keys(conn, search, part, way, number),
        Conn::Postgres(_) => along_times(conn, search, part, way, number),
    }
}

/// Those of some articles in that part of which everything is found.
pub fn among(conn: &mut Conn, search: &Search, part: Part, articles: &[i64]) -> QueryResult<HashSet<i64>> {
    if search.terms().is_empty() || articles.is_empty() {
        return Ok(HashSet::new());
    }
    let (name, query) = (part.name(conn), query(conn, search));
    match conn {
        Conn::Sqlite(conn) => among_keys(conn, name, &query, articles),
        Conn::Postgres(conn) => {
            let found: Vec<Number> = sql_query(format!(
                "SELECT article_id AS number FROM published_search \
                 WHERE article_id = ANY($1) AND {name} @@ CAST($2 AS tsquery)"
            ))
            .bind::<Array<BigInt>, _>(articles)
            .bind::<Text, _>(query)
            .load(conn)?;
            Ok(found.into_iter().map(|found| found.number).collect())
        }
    }
}

/// A condition that everything is found in the article of the row `t`, and the value of its placeholder.
pub fn holds(conn: &Conn, search: &Search) -> (&'static str, String) {
    let condition = match conn {
        _ if search.terms().is_empty() => "1 = 0 AND ? = ''",
        Conn::Sqlite(_) => {
            "t.article_id IN (SELECT article_id FROM published_search WHERE key IN \
             (SELECT rowid FROM published_words WHERE published_words MATCH ?))"
        }
        Conn::Postgres(_) => {
            "t.article_id IN (SELECT article_id FROM published_search WHERE words @@ CAST(? AS tsquery))"
        }
    };
    (condition, query(conn, search))
}

/// A search in the database's own words. Of ours there are only letters and digits.
fn query(conn: &Conn, search: &Search) -> String {
    let term = |Term { words, open }: &Term| match conn {
        Conn::Sqlite(_) => format!("\"{}\"{}", words.join(" "), if *open { " *" } else { "" }),
        Conn::Postgres(_) => format!("'{}'{}", words.join("' <-> '"), if *open { ":*" } else { "" }),
    };
    let terms: Vec<String> = search.terms().iter().map(term).collect();
    terms.join(if matches!(conn, Conn::Sqlite(_)) { " " } else { " & " })
}

fn spaced(text: &str) -> String {
    words(text).collect::<Vec<_>>().join(" ")
}

/// Texts as a `tsvector` is written: words with their places. A place is left free between two texts.
fn placed(texts: &[&str]) -> String {
    let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let (mut place, mut bytes) = (0, 0);
    for text in texts {
        for word in words(text) {
            place += 1;
            if places.contains_key(&word) || (places.len() < MAX_WORDS && bytes + word.len() <= MAX_BYTES) {
                let before = places.entry(word);
                if let Entry::Vacant(new) = &before {
                    bytes += new.key().len();
                }
                before.or_default().push(place);
            }
        }
        place += 1;
    }
    let mut written = String::new();
    for (word, places) in places {
        let places: Vec<String> = places.iter().take(MAX_PLACES).map(usize::to_string).collect();
        // Writing into a string cannot fail.
        let _ = write!(written, "'{word}':{} ", places.join(","));
    }
    written
}

/// On PostgreSQL the planner chooses between the index of words and that of times, by how common the words are.
fn along_times(
    conn: &mut Conn,
    search: &Search,
    part: Part,
    way: Way,
    number: usize,
) -> QueryResult<Vec<(Time, i64)>> {
    let name = part.name(conn);
    let start = if way.ascending { (i64::MIN, i64::MIN) } else { (i64::MAX, i64::MAX) };
    let (time, id) = way.place.map_or(start, |(time, id)| (time.micros(), id));
    let (before, after, direction) = if way.ascending { (">=", ">", "ASC") } else { ("<=", "<", "DESC") };
    let statement = format!(
        "SELECT published_at, article_id FROM published_search \
         WHERE {name} @@ CAST($1 AS tsquery) AND published_at >= $2 AND published_at < $3 \
         AND published_at {before} $4 AND (published_at {after} $4 OR article_id {after} $5) \
         ORDER BY published_at {direction}, article_id {direction} LIMIT $6"
    );
    let rows: Vec<Row> = sql_query(statement)
        .bind::<Text, _>(query(conn, search))
        .bind::<BigInt, _>(way.from.map_or(i64::MIN, |time| time.micros()))
        .bind::<BigInt, _>(way.before.map_or(i64::MAX, |time| time.micros()))
        .bind::<BigInt, _>(time)
        .bind::<BigInt, _>(id)
        .bind::<BigInt, _>(i64::try_from(number).unwrap_or(i64::MAX))
        .load(conn)?;
    Ok(rows.into_iter().map(|row| (Time::from_micros(row.published_at), row.article_id)).collect())
}
