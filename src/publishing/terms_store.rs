//! The index of article lists.
//!
//! A row of `published_terms` stores that an article has a term, with the times by which lists are sorted.
//! `published_term_counts` stores how many articles have each term. The functions here update both.

use std::collections::BTreeSet;

use diesel::sql_types;

use crate::content::{Term, Time};
use crate::db::{Conn, QueryResult, Statement, each, each_id};

/// Adds a term to the articles whose rows match the condition that the caller appends.
const COPY: &str = "INSERT INTO published_terms (article_id, published_at, updated_at, term) \
    SELECT article_id, published_at, updated_at, ? FROM published_terms WHERE";

/// Adds to the counts of terms, also of terms that have no count yet.
const ADD_TO_COUNT: &str =
    "ON CONFLICT (term) DO UPDATE SET articles = published_term_counts.articles + excluded.articles";

/// Sets the terms of an article. Returns whether it had other terms before.
pub fn set(
    conn: &mut Conn,
    article: i64,
    terms: &BTreeSet<Term>,
    published_at: Time,
    updated_at: Time,
) -> QueryResult<bool> {
    let before = terms_of(conn, article)?;
    let terms: BTreeSet<String> = terms.iter().map(Term::to_string).collect();
    let removed: Vec<&String> = before.difference(&terms).collect();
    let added: Vec<&String> = terms.difference(&before).collect();
    if before.len() > removed.len() {
        set_times(conn, article, published_at, updated_at)?;
    }
    if !removed.is_empty() {
        let delete = "DELETE FROM published_terms WHERE article_id = ? AND term IN (SELECT value FROM ";
        let delete = Statement::<()>::new(format!("{delete}{})", each(conn)));
        delete.number(article).texts(removed.iter().copied()).execute(conn)?;
        add_to_counts(conn, removed, -1)?;
    }
    if !added.is_empty() {
        let insert = "INSERT INTO published_terms (article_id, published_at, updated_at, term) SELECT ?, ?, ?, value FROM ";
        Statement::<()>::new(format!("{insert}{}", each(conn)))
            .number(article)
            .number(published_at.micros())
            .number(updated_at.micros())
            .texts(added.iter().copied())
            .execute(conn)?;
        add_to_counts(conn, added, 1)?;
    }
    Ok(before != terms)
}

/// Sets the times by which lists sort an article. Its terms stay the same.
pub fn set_times(conn: &mut Conn, article: i64, published_at: Time, updated_at: Time) -> QueryResult<()> {
    let update = "UPDATE published_terms SET published_at = ?, updated_at = ? WHERE article_id = ?";
    let update = Statement::<()>::new(update).number(published_at.micros()).number(updated_at.micros());
    update.number(article).execute(conn).map(drop)
}

/// Removes all terms of an article.
pub fn remove(conn: &mut Conn, article: i64) -> QueryResult<()> {
    let terms = terms_of(conn, article)?;
    add_to_counts(conn, &terms, -1)?;
    let delete = Statement::<()>::new("DELETE FROM published_terms WHERE article_id = ?");
    delete.number(article).execute(conn).map(drop)
}

/// Replaces the term `from` of some articles with the term `to`.
pub fn replace(conn: &mut Conn, articles: &[i64], from: &Term, to: &Term) -> QueryResult<()> {
    let condition = format!("term = ? AND article_id IN ({})", each_id(conn));
    let ids = || articles.iter().copied();
    let insert = format!("{COPY} {condition} ON CONFLICT DO NOTHING");
    let added = Statement::<()>::new(insert).text(to.to_string()).text(from.to_string()).numbers(ids());
    let added = added.execute(conn)?;
    add_to_counts(conn, [&to.to_string()], number(added))?;
    let delete = Statement::<()>::new(format!("DELETE FROM published_terms WHERE {condition}"));
    let removed = delete.text(from.to_string()).numbers(ids()).execute(conn)?;
    add_to_counts(conn, [&from.to_string()], -number(removed))
}

/// Adds the term `to` to all articles that have the term `having`.
fn add_to_all(conn: &mut Conn, having: &Term, to: &Term) -> QueryResult<()> {
    let insert = Statement::<()>::new(format!("{COPY} term = ? ON CONFLICT DO NOTHING"));
    let added = insert.text(to.to_string()).text(having.to_string()).execute(conn)?;
    add_to_counts(conn, [&to.to_string()], number(added))
}

/// Removes the term `from` from all articles that have the term `having`.
fn remove_from_all(conn: &mut Conn, having: &Term, from: &Term) -> QueryResult<()> {
    let delete = "DELETE FROM published_terms WHERE term = ? \
        AND article_id IN (SELECT article_id FROM published_terms WHERE term = ?)";
    let removed =
        Statement::<()>::new(delete).text(from.to_string()).text(having.to_string()).execute(conn)?;
    add_to_counts(conn, [&from.to_string()], -number(removed))
}

/// Moves the articles of a section and of its descendants from the lists of its ancestors `before` to the lists of
/// its ancestors `after`. Both may include the section itself.
pub fn move_section(conn: &mut Conn, section: i64, before: &[i64], after: &[i64]) -> QueryResult<()> {
    let having = Term::Section(section);
    let without = |ids: &[i64], excluded: &[i64]| -> Vec<Term> {
        let ids = ids.iter().filter(|id| **id != section && !excluded.contains(id));
        ids.map(|id| Term::Section(*id)).collect()
    };
    without(after, before).iter().try_for_each(|to| add_to_all(conn, &having, to))?;
    without(before, after).iter().try_for_each(|from| remove_from_all(conn, &having, from))
}

/// Moves the articles of a section to the lists of the section `into`, and deletes the terms of the first one. Each
/// section comes with its ancestors, which include the section itself.
pub fn merge_section(
    conn: &mut Conn,
    (section, ancestors): (i64, &[i64]),
    (into, into_ancestors): (i64, &[i64]),
) -> QueryResult<()> {
    move_section(conn, section, ancestors, into_ancestors)?;
    add_to_all(conn, &Term::SectionAlone(section), &Term::SectionAlone(into))?;
    for term in [Term::Section(section), Term::SectionAlone(section)] {
        for table in ["published_terms", "published_term_counts"] {
            let delete = Statement::<()>::new(format!("DELETE FROM {table} WHERE term = ?"));
            delete.text(term.to_string()).execute(conn)?;
        }
    }
    Ok(())
}

/// Whether any published article has the term.
pub fn is_used(conn: &mut Conn, term: &Term) -> QueryResult<bool> {
    let count = Statement::<(sql_types::BigInt,)>::new(
        "SELECT articles FROM published_term_counts WHERE term = ? AND articles > 0",
    );
    Ok(!count.text(term.to_string()).load::<(i64,)>(conn)?.is_empty())
}

fn terms_of(conn: &mut Conn, article: i64) -> QueryResult<BTreeSet<String>> {
    let terms: Vec<(String,)> =
        Statement::<(sql_types::Text,)>::new("SELECT term FROM published_terms WHERE article_id = ?")
            .number(article)
            .load(conn)?;
    Ok(terms.into_iter().map(|(term,)| term).collect())
}

/// Adds `number` to the count of each term.
fn add_to_counts<'a>(
    conn: &mut Conn,
    terms: impl IntoIterator<Item = &'a String>,
    number: i64,
) -> QueryResult<()> {
    let insert = "INSERT INTO published_term_counts (term, articles) SELECT value, ? FROM ";
    Statement::<()>::new(format!("{insert}{} WHERE 1 = 1 {ADD_TO_COUNT}", each(conn)))
        .number(number)
        .texts(terms)
        .execute(conn)
        .map(drop)
}

/// The number of rows as the type of counts.
fn number(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}
