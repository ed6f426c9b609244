//! The readers' full-text search: FTS5 on SQLite, a `tsvector` on PostgreSQL.
//!
//! Both are given words that are folded already, with their places, and are asked for words that follow each other:
//! neither's own rules of language, and neither's own query language, have a say. Both answer with the newest
//! articles first and stop when there are enough, so that a word of every article costs no more than a rare one.
//! PostgreSQL knows the first 256 places of a word in a text, and none past the 16,383rd word: a phrase is found only
//! there.

mod keys;

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use diesel::QueryResult;
use diesel::sql_types::{BigInt, Text};

use self::keys::{along_keys, give_key_back, take_key};
use super::statement::{Statement, each_id};
use crate::content::Time;
use crate::content::folding::{MAX_BYTES, MAX_WORDS};
use crate::content::search::{Phrase, Search};
use crate::db::conn::Conn;

/// How many places of a word in a text PostgreSQL keeps.
const MAX_PLACES: usize = 256;

/// The words of an article as they are searched: a text of folded words, in parts, with a mark before each word of the first ones. A
/// phrase is never found across two parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document(String);

impl Document {
    /// The document of texts, each given as its words with a space between them: the headline, what else stands above the body, and
    /// the body.
    pub fn of(headline: &str, [kicker, lead, summary]: [&str; 3], body: &str) -> Self {
        let mut written = String::with_capacity(body.len() + 1024);
        let opening = [headline, kicker, lead].map(|text| (Part::Opening, text));
        let whole = [headline, kicker, lead, summary].map(|text| (Part::Whole, text));
        for (part, text) in [(Part::Headline, headline)].into_iter().chain(opening).chain(whole) {
            for word in text.split(' ').filter(|word| !word.is_empty()) {
                written.push_str(part.mark());
                written.push_str(word);
                written.push(' ');
            }
            written.push_str("| ");
        }
        written.push_str(body);
        Self(written)
    }

    /// A document as it is kept.
    pub fn kept(text: String) -> Self {
        Self(text)
    }

    /// The text that is kept.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The words of the body.
    pub fn body(&self) -> &str {
        self.0.rsplit_once("| ").map_or("", |(_, body)| body)
    }

    /// The best part in which everything is found that is searched for.
    fn best_part(&self, search: &Search) -> Option<Part> {
        Part::BEST_FIRST.into_iter().find(|part| search.matches(&self.0, part.mark()))
    }

    /// Its words with their places: one is left free between two parts.
    fn words(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.0.split(' ').filter(|word| !word.is_empty())).filter(|(_, word)| *word != "|")
    }
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
pub struct ScanOrder {
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
    /// All parts; what is found in an earlier one fits better.
    pub const BEST_FIRST: [Self; 3] = [Self::Headline, Self::Opening, Self::Whole];

    /// What stands before each word of that part in the index. No word begins with it.
    fn mark(self) -> &'static str {
        match self {
            Self::Headline => "^",
            Self::Opening => "~",
            Self::Whole => "",
        }
    }
}

/// Lets an article be put into the index before the transaction is committed: what is committed together is put there at
/// once.
pub fn queue(conn: &mut Conn, article: i64) -> QueryResult<()> {
    let insert = "INSERT INTO published_search_queue (article_id) VALUES (?) ON CONFLICT DO NOTHING";
    Statement::<()>::new(insert).number(article).execute(conn).map(drop)
}

/// Puts the words of all articles that wait into the index, in place of those they had.
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
        index(conn, article, published_at, &Document::kept(document))?;
    }
    Statement::<()>::new("DELETE FROM published_search_queue").execute(conn).map(drop)
}

/// Puts an article's words into the index, in place of those it had.
fn index(conn: &mut Conn, article: i64, published_at: Time, document: &Document) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(_) => {
            let key = take_key(conn, article, published_at)?;
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
        .text(vector(document))
        .execute(conn),
    }
    .map(drop)
}

/// Takes an article's words out of the index.
pub fn forget(conn: &mut Conn, article: i64) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(_) => give_key_back(conn, article),
        Conn::Postgres(_) => {
            let delete = Statement::<()>::new("DELETE FROM published_search WHERE article_id = ?");
            delete.number(article).execute(conn).map(drop)
        }
    }
}

/// The articles in which everything is found that come next on a way: about so many, fewer only when there are no
/// more.
pub fn along(
    conn: &mut Conn,
    search: &Search,
    part: Part,
    way: ScanOrder,
    number: usize,
) -> QueryResult<Vec<(Time, i64)>> {
    if search.phrases().is_empty() {
        return Ok(Vec::new());
    }
    match conn {
        Conn::Sqlite(_) => along_keys(conn, search, part, way, number),
        Conn::Postgres(_) => along_times(conn, search, part, way, number),
    }
}

/// Of some articles those in which everything is found, with the best part that holds it all. It reads their documents, which is
/// quicker than asking the index for each.
pub fn best_parts(conn: &mut Conn, search: &Search, articles: &[i64]) -> QueryResult<HashMap<i64, Part>> {
    if search.phrases().is_empty() || articles.is_empty() {
        return Ok(HashMap::new());
    }
    let documents = Statement::<(BigInt, Text)>::new(format!(
        "SELECT article_id, document FROM published_bodies \
         WHERE article_id IN ({})",
        each_id(conn)
    ));
    let documents: Vec<(i64, String)> = documents.numbers(articles.iter().copied()).load(conn)?;
    let best = |(id, text)| Some((id, Document::kept(text).best_part(search)?));
    Ok(documents.into_iter().filter_map(best).collect())
}

/// A condition that everything is found in the article of the row `t`, and the value of its placeholder.
pub fn holds(conn: &Conn, search: &Search) -> (&'static str, String) {
    let condition = match conn {
        _ if search.phrases().is_empty() => "1 = 0 AND ? = ''",
        Conn::Sqlite(_) => {
            "t.article_id IN (SELECT article_id FROM published_search WHERE key IN \
             (SELECT rowid FROM published_words WHERE published_words MATCH ?))"
        }
        Conn::Postgres(_) => {
            "t.article_id IN (SELECT article_id FROM published_search WHERE words @@ CAST(? AS tsquery))"
        }
    };
    (condition, query(conn, search, Part::Whole))
}

/// A search in the database's own words. Of ours there are only letters and digits.
fn query(conn: &Conn, search: &Search, part: Part) -> String {
    let mark = part.mark();
    let phrase = |Phrase { words, is_prefix: open }: &Phrase| match conn {
        Conn::Sqlite(_) => {
            format!("\"{mark}{}\"{}", words.join(&format!(" {mark}")), if *open { " *" } else { "" })
        }
        Conn::Postgres(_) => {
            format!("'{mark}{}'{}", words.join(&format!("' <-> '{mark}")), if *open { ":*" } else { "" })
        }
    };
    let phrases: Vec<String> = search.phrases().iter().map(phrase).collect();
    phrases.join(if matches!(conn, Conn::Sqlite(_)) { " " } else { " & " })
}

/// A document as a `tsvector` is written: words with their places.
fn vector(document: &Document) -> String {
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut bytes = 0;
    for (place, word) in document.words() {
        if let Some(known) = places.get_mut(word) {
            known.push(place);
        } else if places.len() < MAX_WORDS && bytes + word.len() <= MAX_BYTES {
            bytes += word.len();
            places.insert(word, vec![place]);
        }
    }
    let mut written = String::new();
    for (word, places) in places {
        let places: Vec<String> = places.iter().take(MAX_PLACES).map(usize::to_string).collect();
        // Writing into a string cannot fail.
        let _ = write!(written, "'{word}':{} ", places.join(","));
    }
    written
}

/// On PostgreSQL the planner chooses between the index of words and that of times, by how common the words are: it has to see them, so
/// the statement is planned at every run.
fn along_times(
    conn: &mut Conn,
    search: &Search,
    part: Part,
    way: ScanOrder,
    number: usize,
) -> QueryResult<Vec<(Time, i64)>> {
    let start = if way.ascending { (i64::MIN, i64::MIN) } else { (i64::MAX, i64::MAX) };
    let (time, id) = way.place.map_or(start, |(time, id)| (time.micros(), id));
    let (before, after, direction) = if way.ascending { (">=", ">", "ASC") } else { ("<=", "<", "DESC") };
    Statement::<(BigInt, BigInt)>::new(format!(
        "SELECT published_at, article_id FROM published_search \
         WHERE words @@ CAST(? AS tsquery) AND published_at >= ? AND published_at < ? \
         AND published_at {before} ? AND (published_at {after} ? OR article_id {after} ?) \
         ORDER BY published_at {direction}, article_id {direction} LIMIT ?"
    ))
    .text(query(conn, search, part))
    .number(way.from.map_or(i64::MIN, |time| time.micros()))
    .number(way.before.map_or(i64::MAX, |time| time.micros()))
    .number(time)
    .number(time)
    .number(id)
    .number(i64::try_from(number).unwrap_or(i64::MAX))
    .once()
    .load(conn)
}
