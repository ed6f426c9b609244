//! The index of lists, written.
//!
//! A row says that an article has a term, beside the times by which lists are ordered. How many articles have a term is
//! counted along.

use std::collections::BTreeSet;

use diesel::sql_types;

use crate::content::{Term, Time};
use crate::db::{Conn, QueryResult, Statement, each};

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
    let removed = json(before.difference(&terms));
    let added = json(terms.difference(&before));
    if before.intersection(&terms).next().is_some() {
        Statement::<()>::new(
            "UPDATE published_terms SET published_at = ?, updated_at = ? WHERE article_id = ?",
        )
        .number(published_at.micros())
        .number(updated_at.micros())
        .number(article)
        .execute(conn)?;
    }
    if let Some(removed) = removed {
        let delete = "DELETE FROM published_terms WHERE article_id = ? AND term IN (SELECT value FROM ";
        Statement::<()>::new(format!("{delete}{})", each(conn)))
            .number(article)
            .text(&removed)
            .execute(conn)?;
        count(conn, &removed, -1)?;
    }
    if let Some(added) = added {
        let insert = "INSERT INTO published_terms (article_id, published_at, updated_at, term) SELECT ?, ?, ?, value FROM ";
        Statement::<()>::new(format!("{insert}{}", each(conn)))
            .number(article)
            .number(published_at.micros())
            .number(updated_at.micros())
            .text(&added)
            .execute(conn)?;
        count(conn, &added, 1)?;
    }
    Ok(())
}

/// Takes an article off all lists.
pub fn forget(conn: &mut Conn, article: i64) -> QueryResult<()> {
    if let Some(terms) = json(of_article(conn, article)?.iter()) {
        count(conn, &terms, -1)?;
    }
    Statement::<()>::new("DELETE FROM published_terms WHERE article_id = ?")
        .number(article)
        .execute(conn)
        .map(drop)
}

/// Puts the articles of one list on another one. The first is empty then.
pub fn replace(conn: &mut Conn, from: &Term, to: &Term) -> QueryResult<()> {
    let insert = "INSERT INTO published_terms (article_id, published_at, updated_at, term) \
        SELECT article_id, published_at, updated_at, ? FROM published_terms WHERE term = ? ON CONFLICT DO NOTHING";
    let added = Statement::<()>::new(insert).text(to.to_string()).text(from.to_string()).execute(conn)?;
    if let Some(to) = json([to.to_string()].iter()) {
        count(conn, &to, i64::try_from(added).unwrap_or(i64::MAX))?;
    }
    for table in ["published_terms", "published_term_counts"] {
        Statement::<()>::new(format!("DELETE FROM {table} WHERE term = ?"))
            .text(from.to_string())
            .execute(conn)?;
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
    let sections = format!("{sections:?}");
    let each = each(conn);
    let articles = format!(
        "SELECT id FROM published_articles WHERE section_id IN (SELECT CAST(value AS bigint) FROM {each})"
    );
    Statement::<()>::new(format!(
        "INSERT INTO published_term_counts (term, articles) SELECT term, -count(*) FROM published_terms \
         WHERE {OF_SECTIONS} AND article_id IN ({articles}) GROUP BY term {ADD_TO_COUNT}"
    ))
    .text(&sections)
    .execute(conn)?;
    Statement::<()>::new(format!(
        "DELETE FROM published_terms WHERE {OF_SECTIONS} AND article_id IN ({articles})"
    ))
    .text(&sections)
    .execute(conn)
    .map(drop)
}

/// Puts the articles of these sections on the lists of sections, as if they were in the section `as_in`, if it is given.
fn put_on(conn: &mut Conn, sections: &[i64], as_in: Option<i64>) -> QueryResult<()> {
    let each = each(conn);
    // A term for the section itself and each above it, and one for the section alone.
    let terms = format!(
        "SELECT a.id AS article_id, a.published_at, a.updated_at, 'section-' || above.id AS term \
         FROM published_articles AS a INNER JOIN sections AS own ON own.id = CASE WHEN ? = 0 THEN a.section_id ELSE ? END \
         INNER JOIN sections AS above ON above.path = own.path \
         OR (own.path >= above.path || '/' AND own.path < above.path || '0') \
         WHERE a.section_id IN (SELECT CAST(value AS bigint) FROM {each}) \
         UNION ALL SELECT a.id, a.published_at, a.updated_at, 'section-' || own.id || '-alone' \
         FROM published_articles AS a INNER JOIN sections AS own ON own.id = CASE WHEN ? = 0 THEN a.section_id ELSE ? END \
         WHERE a.section_id IN (SELECT CAST(value AS bigint) FROM {each})"
    );
    let (sections, own) = (format!("{sections:?}"), as_in.unwrap_or(0));
    let with_values = |statement: String| {
        Statement::<()>::new(statement)
            .number(own)
            .number(own)
            .text(sections.clone())
            .number(own)
            .number(own)
            .text(sections.clone())
    };
    with_values(format!(
        "INSERT INTO published_terms (article_id, published_at, updated_at, term) \
         SELECT article_id, published_at, updated_at, term FROM ({terms}) AS terms"
    ))
    .execute(conn)?;
    with_values(format!(
        "INSERT INTO published_term_counts (term, articles) SELECT term, count(*) FROM ({terms}) AS terms \
         WHERE 1 = 1 GROUP BY term {ADD_TO_COUNT}"
    ))
    .execute(conn)
    .map(drop)
}

fn of_article(conn: &mut Conn, article: i64) -> QueryResult<BTreeSet<String>> {
    let terms: Vec<(String,)> =
        Statement::<(sql_types::Text,)>::new("SELECT term FROM published_terms WHERE article_id = ?")
            .number(article)
            .load(conn)?;
    Ok(terms.into_iter().map(|(term,)| term).collect())
}

/// Adds a number to the count of each of the terms of a JSON array.
fn count(conn: &mut Conn, terms: &str, number: i64) -> QueryResult<()> {
    let insert = "INSERT INTO published_term_counts (term, articles) SELECT value, ? FROM ";
    Statement::<()>::new(format!("{insert}{} WHERE 1 = 1 {ADD_TO_COUNT}", each(conn)))
        .number(number)
        .text(terms)
        .execute(conn)
        .map(drop)
}

/// Terms as a JSON array; `None` when there are none.
fn json<'a>(terms: impl Iterator<Item = &'a String>) -> Option<String> {
    // A term has no character that JSON escapes: the languages are letters, digits and hyphens.
    let terms: Vec<&String> = terms.collect();
    (!terms.is_empty()).then(|| format!("{terms:?}"))
}
