//! The index of lists, written.
//!
//! A row says that an article has a term, beside the times by which lists are ordered. How many articles have a term is
//! counted along.

use std::collections::BTreeSet;

use diesel::sql_types;

use crate::content::{Term, Time};
use crate::db::{Conn, QueryResult, Statement, each, each_id};

/// The terms of sections, whichever they are.
const OF_SECTIONS: &str = "term >= 'section-' AND term < 'section.'";

/// Adds to the counts of terms, also of those that have none yet.
const ADD_TO_COUNT: &str =
    "ON CONFLICT (term) DO UPDATE SET articles = published_term_counts.articles + excluded.articles";

/// Puts an article on the lists with these terms, and takes it off all others.
pub fn set(
    conn: &mut Conn,
    article: i64,
    terms: &BTreeSet<Term>,
    published_at: Time,
    updated_at: Time,
) -> QueryResult<()> {
    let before = of_article(conn, article)?;
    let terms: BTreeSet<String> = terms.iter().map(Term::to_string).collect();
    let removed: Vec<&String> = before.difference(&terms).collect();
    let added: Vec<&String> = terms.difference(&before).collect();
    if before.len() > removed.len() {
        Statement::<()>::new(
            "UPDATE published_terms SET published_at = ?, updated_at = ? WHERE article_id = ?",
        )
        .number(published_at.micros())
        .number(updated_at.micros())
        .number(article)
        .execute(conn)?;
    }
    if !removed.is_empty() {
        let delete = "DELETE FROM published_terms WHERE article_id = ? AND term IN (SELECT value FROM ";
        let delete = Statement::<()>::new(format!("{delete}{})", each(conn)));
        delete.number(article).texts(removed.iter().copied()).execute(conn)?;
        count(conn, removed, -1)?;
    }
    if !added.is_empty() {
        let insert = "INSERT INTO published_terms (article_id, published_at, updated_at, term) SELECT ?, ?, ?, value FROM ";
        Statement::<()>::new(format!("{insert}{}", each(conn)))
            .number(article)
            .number(published_at.micros())
            .number(updated_at.micros())
            .texts(added.iter().copied())
            .execute(conn)?;
        count(conn, added, 1)?;
    }
    Ok(())
}

/// Takes an article off all lists.
pub fn forget(conn: &mut Conn, article: i64) -> QueryResult<()> {
    let terms = of_article(conn, article)?;
    count(conn, &terms, -1)?;
    let delete = Statement::<()>::new("DELETE FROM published_terms WHERE article_id = ?");
    delete.number(article).execute(conn).map(drop)
}

/// Puts the articles of one list on another one. The first is empty then.
pub fn replace(conn: &mut Conn, from: &Term, to: &Term) -> QueryResult<()> {
    let insert = "INSERT INTO published_terms (article_id, published_at, updated_at, term) \
        SELECT article_id, published_at, updated_at, ? FROM published_terms WHERE term = ? ON CONFLICT DO NOTHING";
    let added = Statement::<()>::new(insert).text(to.to_string()).text(from.to_string()).execute(conn)?;
    count(conn, [&to.to_string()], i64::try_from(added).unwrap_or(i64::MAX))?;
    for table in ["published_terms", "published_term_counts"] {
        let delete = Statement::<()>::new(format!("DELETE FROM {table} WHERE term = ?"));
        delete.text(from.to_string()).execute(conn)?;
    }
    Ok(())
}

/// Whether a published article has the term.
pub fn is_used(conn: &mut Conn, term: &Term) -> QueryResult<bool> {
    let used = Statement::<(sql_types::BigInt,)>::new(
        "SELECT articles FROM published_term_counts WHERE term = ? AND articles > 0",
    );
    Ok(!used.text(term.to_string()).load::<(i64,)>(conn)?.is_empty())
}

/// Brings the lists of sections in line with the tree, for the articles that are filed in the sections with these ids.
pub fn refile(conn: &mut Conn, sections: &[i64]) -> QueryResult<()> {
    take_off(conn, sections)?;
    put_on(conn, sections, None)
}

/// Puts the articles of one section on the lists of another one, before they are moved there.
pub fn refile_as(conn: &mut Conn, section: i64, to: i64) -> QueryResult<()> {
    take_off(conn, &[section])?;
    put_on(conn, &[section], Some(to))
}

/// Takes the articles of these sections off the lists of sections.
fn take_off(conn: &mut Conn, sections: &[i64]) -> QueryResult<()> {
    count_in_sections(conn, sections, "-")?;
    Statement::<()>::new(format!(
        "DELETE FROM published_terms WHERE {OF_SECTIONS} AND article_id IN ({})",
        articles_in(conn)
    ))
    .numbers(sections.iter().copied())
    .execute(conn)
    .map(drop)
}

/// Puts the articles of these sections, which are on no lists of sections, on those of the section `as_in`, or else of their own.
fn put_on(conn: &mut Conn, sections: &[i64], as_in: Option<i64>) -> QueryResult<()> {
    // The list of the section and of each above it, and that of the section alone.
    let articles = format!(
        "FROM published_articles AS a INNER JOIN sections AS own ON own.id = coalesce(?, a.section_id) \
         AND a.section_id IN ({})",
        each_id(conn)
    );
    Statement::<()>::new(format!(
        "INSERT INTO published_terms (article_id, published_at, updated_at, term) \
         SELECT a.id, a.published_at, a.updated_at, 'section-' || above.id {articles} \
         INNER JOIN sections AS above ON above.path = own.path \
         OR (own.path >= above.path || '/' AND own.path < above.path || '0') \
         UNION ALL SELECT a.id, a.published_at, a.updated_at, 'section-' || own.id || '-alone' {articles}"
    ))
    .maybe_number(as_in)
    .numbers(sections.iter().copied())
    .maybe_number(as_in)
    .numbers(sections.iter().copied())
    .execute(conn)?;
    count_in_sections(conn, sections, "")
}

/// Adds the articles of these sections to the counts of the lists of sections they are on, or takes them off with the sign `-`.
fn count_in_sections(conn: &mut Conn, sections: &[i64], sign: &str) -> QueryResult<()> {
    Statement::<()>::new(format!(
        "INSERT INTO published_term_counts (term, articles) SELECT term, {sign}count(*) FROM published_terms \
         WHERE {OF_SECTIONS} AND article_id IN ({}) GROUP BY term {ADD_TO_COUNT}",
        articles_in(conn)
    ))
    .numbers(sections.iter().copied())
    .execute(conn)
    .map(drop)
}

/// A query for the published articles of some sections.
fn articles_in(conn: &Conn) -> String {
    format!("SELECT id FROM published_articles WHERE section_id IN ({})", each_id(conn))
}

fn of_article(conn: &mut Conn, article: i64) -> QueryResult<BTreeSet<String>> {
    let terms: Vec<(String,)> =
        Statement::<(sql_types::Text,)>::new("SELECT term FROM published_terms WHERE article_id = ?")
            .number(article)
            .load(conn)?;
    Ok(terms.into_iter().map(|(term,)| term).collect())
}

/// Adds a number to the count of each of the terms.
fn count<'a>(conn: &mut Conn, terms: impl IntoIterator<Item = &'a String>, number: i64) -> QueryResult<()> {
    let insert = "INSERT INTO published_term_counts (term, articles) SELECT value, ? FROM ";
    Statement::<()>::new(format!("{insert}{} WHERE 1 = 1 {ADD_TO_COUNT}", each(conn)))
        .number(number)
        .texts(terms)
        .execute(conn)
        .map(drop)
}
