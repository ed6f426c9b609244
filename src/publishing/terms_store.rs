//! The index of lists, written.
//!
//! A row says that an article has a term, beside the times by which lists are ordered. How many articles have a term is
//! counted along.

use std::collections::BTreeSet;

use diesel::sql_types;

use crate::content::{Term, Time};
use crate::db::{Conn, QueryResult, Statement, each, each_id};

/// Gives a term to articles that have another one; the condition on those is to follow.
const COPY: &str = "INSERT INTO published_terms (article_id, published_at, updated_at, term) \
    SELECT article_id, published_at, updated_at, ? FROM published_terms WHERE";

/// Adds to the counts of terms, also of those that have none yet.
const ADD_TO_COUNT: &str =
    "ON CONFLICT (term) DO UPDATE SET articles = published_term_counts.articles + excluded.articles";

/// Puts an article on the lists with these terms, and takes it off all others. Returns whether it was on others before.
pub fn set(
    conn: &mut Conn,
    article: i64,
    terms: &BTreeSet<Term>,
    published_at: Time,
    updated_at: Time,
) -> QueryResult<bool> {
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
    Ok(before != terms)
}

/// Takes an article off all lists.
pub fn forget(conn: &mut Conn, article: i64) -> QueryResult<()> {
    let terms = of_article(conn, article)?;
    count(conn, &terms, -1)?;
    let delete = Statement::<()>::new("DELETE FROM published_terms WHERE article_id = ?");
    delete.number(article).execute(conn).map(drop)
}

/// Takes some articles off one list, and puts them on another one.
pub fn replace(conn: &mut Conn, articles: &[i64], from: &Term, to: &Term) -> QueryResult<()> {
    let those = format!("term = ? AND article_id IN ({})", each_id(conn));
    let ids = || articles.iter().copied();
    let insert = format!("{COPY} {those} ON CONFLICT DO NOTHING");
    let added = Statement::<()>::new(insert).text(to.to_string()).text(from.to_string()).numbers(ids());
    let added = added.execute(conn)?;
    count(conn, [&to.to_string()], number(added))?;
    let delete = Statement::<()>::new(format!("DELETE FROM published_terms WHERE {those}"));
    let removed = delete.text(from.to_string()).numbers(ids()).execute(conn)?;
    count(conn, [&from.to_string()], -number(removed))
}

/// Puts all articles of one list on another one too.
fn add_all(conn: &mut Conn, list: &Term, to: &Term) -> QueryResult<()> {
    let insert = Statement::<()>::new(format!("{COPY} term = ? ON CONFLICT DO NOTHING"));
    let added = insert.text(to.to_string()).text(list.to_string()).execute(conn)?;
    count(conn, [&to.to_string()], number(added))
}

/// Takes all articles of one list off another one.
fn remove_all(conn: &mut Conn, list: &Term, from: &Term) -> QueryResult<()> {
    let delete = "DELETE FROM published_terms WHERE term = ? \
        AND article_id IN (SELECT article_id FROM published_terms WHERE term = ?)";
    let removed = Statement::<()>::new(delete).text(from.to_string()).text(list.to_string()).execute(conn)?;
    count(conn, [&from.to_string()], -number(removed))
}

/// Moves the articles of a section, with those of the sections below it, from the lists of the sections above it `before`
/// to those of the sections above it `now`.
pub fn move_section(conn: &mut Conn, section: i64, before: &[i64], now: &[i64]) -> QueryResult<()> {
    let list = Term::Section(section);
    let others = |ids: &[i64], but: &[i64]| -> Vec<Term> {
        let ids = ids.iter().filter(|id| **id != section && !but.contains(id));
        ids.map(|id| Term::Section(*id)).collect()
    };
    others(now, before).iter().try_for_each(|to| add_all(conn, &list, to))?;
    others(before, now).iter().try_for_each(|from| remove_all(conn, &list, from))
}

/// Puts what is in a section on the lists of another one, `into`, which the sections `into_way` lead to from the top, it included,
/// as `way` leads to the first. The first has no list any more.
pub fn merge_section(
    conn: &mut Conn,
    (section, way): (i64, &[i64]),
    (into, into_way): (i64, &[i64]),
) -> QueryResult<()> {
    move_section(conn, section, way, into_way)?;
    add_all(conn, &Term::SectionAlone(section), &Term::SectionAlone(into))?;
    for gone in [Term::Section(section), Term::SectionAlone(section)] {
        for table in ["published_terms", "published_term_counts"] {
            let delete = Statement::<()>::new(format!("DELETE FROM {table} WHERE term = ?"));
            delete.text(gone.to_string()).execute(conn)?;
        }
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

/// A number of rows, to be counted with.
fn number(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}
