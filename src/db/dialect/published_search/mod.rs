//! The full-text search of the delivery API: FTS5 on SQLite, a `tsvector` on PostgreSQL.
//!
//! Both index words that were folded by `content::folding`, with their positions, so that phrases can be searched.
//! The language rules of the databases are not used, and both return the same articles. A search scans the matches
//! in the order of publication and stops when there are enough, so a common word costs no more than a rare one.
//!
//! PostgreSQL stores the first 256 positions of a word in a text, and no position after 16,383. A phrase matches
//! only there.

mod keys;
mod model;
mod vocabulary;

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use diesel::QueryResult;
use diesel::sql_types::{BigInt, Text};

pub use self::model::{Document, ScanRange, SearchScope};
use self::model::{ScopePatterns, query};
pub use self::vocabulary::{similar_words, with_other_forms};
use super::statement::{Statement, each_id};
use crate::content::Time;
use crate::content::folding::{MAX_BYTES, MAX_WORDS};
use crate::content::search::{Search, Vocabulary};
use crate::db::conn::Conn;

/// How many positions of a word in a text PostgreSQL stores.
const MAX_POSITIONS: usize = 256;

/// Queues an article for the index, and adds the words of its texts to the vocabulary. [`index_queued`] indexes it before
/// the commit, so that transactions that are committed together update the index once.
pub fn queue(conn: &mut Conn, article: i64, vocabulary: &Vocabulary) -> QueryResult<()> {
    vocabulary::add(conn, vocabulary)?;
    let insert = "INSERT INTO published_search_queue (article_id) VALUES (?) ON CONFLICT DO NOTHING";
    Statement::<()>::new(insert).number(article).execute(conn).map(drop)
}

/// Puts the words of all queued articles into the index, and replaces their previous words.
pub fn index_queued(conn: &mut Conn) -> QueryResult<()> {
    let queued = Statement::<(BigInt, BigInt, Text)>::new(
        "SELECT queue.article_id, a.published_at, b.document FROM published_search_queue AS queue \
         INNER JOIN published_articles AS a ON a.id = queue.article_id \
         INNER JOIN published_bodies AS b ON b.article_id = queue.article_id",
    );
    let queued: Vec<(i64, Time, String)> = queued.load(conn)?;
    if queued.is_empty() {
        return Ok(());
    }
    for (article, published_at, document) in queued {
        index(conn, article, published_at, &Document::stored(document))?;
    }
    Statement::<()>::new("DELETE FROM published_search_queue").execute(conn).map(drop)
}

/// Puts an article's words into the index, and replaces its previous words.
fn index(conn: &mut Conn, article: i64, published_at: Time, document: &Document) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(_) => {
            let key = keys::assign_key(conn, article, published_at)?;
            Statement::<()>::new("INSERT INTO published_words (rowid, words) VALUES (?, ?)")
                .number(key)
                .text(document.text())
                .execute(conn)
        }
        Conn::Postgres(_) => Statement::<()>::new(
            "INSERT INTO published_search (article_id, published_at, words) VALUES (?, ?, CAST(? AS tsvector)) \
             ON CONFLICT (article_id) DO UPDATE SET published_at = excluded.published_at, words = excluded.words",
        )
        .number(article)
        .number(published_at.micros())
        .text(tsvector(document))
        .execute(conn),
    }
    .map(drop)
}

/// Removes an article from the index.
pub fn remove(conn: &mut Conn, article: i64) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(_) => keys::release_key(conn, article),
        Conn::Postgres(_) => {
            let delete = Statement::<()>::new("DELETE FROM published_search WHERE article_id = ?");
            delete.number(article).execute(conn).map(drop)
        }
    }
}

/// The next articles of the range that match the whole search in that scope, each by its time of publication and
/// its News ID. Returns about `count` articles; fewer only when there are no more.
pub fn scan(
    conn: &mut Conn,
    search: &Search,
    scope: SearchScope,
    range: ScanRange,
    count: usize,
) -> QueryResult<Vec<(Time, i64)>> {
    if search.clauses().is_empty() {
        return Ok(Vec::new());
    }
    match conn {
        Conn::Sqlite(_) => keys::scan(conn, search, scope, range, count),
        Conn::Postgres(_) => scan_postgres(conn, search, scope, range, count),
    }
}

/// The number of articles that match the search, counted up to `limit`.
pub fn count(conn: &mut Conn, search: &Search, limit: i64) -> QueryResult<i64> {
    let matches = match conn {
        Conn::Sqlite(_) => "published_words WHERE published_words MATCH ?",
        Conn::Postgres(_) => "published_search WHERE words @@ CAST(? AS tsquery)",
    };
    let count = format!("SELECT count(*) FROM (SELECT 1 FROM {matches} LIMIT ?) AS matches");
    let count = Statement::<(BigInt,)>::new(count).text(query(conn, search, SearchScope::ALL)).number(limit);
    Ok(count.load::<(i64,)>(conn)?.first().map_or(0, |(count,)| *count))
}

/// Those of the articles that match the whole search, each with its best scope. It reads their documents, which is
/// faster than a query of the index for each article.
pub fn best_scopes(
    conn: &mut Conn,
    search: &Search,
    articles: &[i64],
) -> QueryResult<HashMap<i64, SearchScope>> {
    if search.clauses().is_empty() || articles.is_empty() {
        return Ok(HashMap::new());
    }
    let documents = Statement::<(BigInt, Text)>::new(format!(
        "SELECT article_id, document FROM published_bodies \
         WHERE article_id IN ({})",
        each_id(conn)
    ));
    let documents: Vec<(i64, String)> = documents.numbers(articles.iter().copied()).load(conn)?;
    let patterns = ScopePatterns::of(search);
    let best = |(id, text)| Some((id, patterns.best_scope(&Document::stored(text))?));
    Ok(documents.into_iter().filter_map(best).collect())
}

/// A condition that the article of the row `t` matches the whole search, and the value of its only placeholder.
pub fn match_condition(conn: &Conn, search: &Search) -> (&'static str, String) {
    let condition = match conn {
        _ if search.clauses().is_empty() => "1 = 0 AND ? = ''",
        Conn::Sqlite(_) => {
            "t.article_id IN (SELECT article_id FROM published_search WHERE key IN \
             (SELECT rowid FROM published_words WHERE published_words MATCH ?))"
        }
        Conn::Postgres(_) => {
            "t.article_id IN (SELECT article_id FROM published_search WHERE words @@ CAST(? AS tsquery))"
        }
    };
    (condition, query(conn, search, SearchScope::ALL))
}

/// The document in the text form of a `tsvector`: each word with its positions.
fn tsvector(document: &Document) -> String {
    let mut positions_by_word: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut bytes = 0;
    for (position, word) in document.words() {
        if let Some(positions) = positions_by_word.get_mut(word) {
            positions.extend(position);
        } else if positions_by_word.len() < MAX_WORDS && bytes + word.len() <= MAX_BYTES {
            bytes += word.len();
            positions_by_word.insert(word, position.into_iter().collect());
        }
    }
    let mut text = String::new();
    for (word, positions) in positions_by_word {
        let positions: Vec<String> = positions.iter().take(MAX_POSITIONS).map(usize::to_string).collect();
        let separator = if positions.is_empty() { "" } else { ":" };
        // Writing into a string cannot fail.
        let _ = write!(text, "'{word}'{separator}{} ", positions.join(","));
    }
    text
}

/// Scans the index on PostgreSQL. The planner chooses between the index of words and that of times by how common
/// the words are. It must see the words for that, so the statement is planned at each run.
fn scan_postgres(
    conn: &mut Conn,
    search: &Search,
    scope: SearchScope,
    range: ScanRange,
    count: usize,
) -> QueryResult<Vec<(Time, i64)>> {
    let start = if range.ascending { (i64::MIN, i64::MIN) } else { (i64::MAX, i64::MAX) };
    let (time, id) = range.after.map_or(start, |(time, id)| (time.micros(), id));
    let (reaches, passes, direction) = if range.ascending { (">=", ">", "ASC") } else { ("<=", "<", "DESC") };
    Statement::<(BigInt, BigInt)>::new(format!(
        "SELECT published_at, article_id FROM published_search \
         WHERE words @@ CAST(? AS tsquery) AND published_at >= ? AND published_at < ? \
         AND published_at {reaches} ? AND (published_at {passes} ? OR article_id {passes} ?) \
         ORDER BY published_at {direction}, article_id {direction} LIMIT ?"
    ))
    .text(query(conn, search, scope))
    .number(range.from.map_or(i64::MIN, |time| time.micros()))
    .number(range.before.map_or(i64::MAX, |time| time.micros()))
    .number(time)
    .number(time)
    .number(id)
    .number(i64::try_from(count).unwrap_or(i64::MAX))
    .uncached()
    .load(conn)
}
