//! Working copies in the database, read.

use std::collections::HashMap;

use diesel::dsl::{count_star, exists};
use diesel::prelude::*;
use diesel::select;
use diesel::sql_types::{BigInt, Text};

use super::dto::ArticleQuery;
use super::model::ArticleScope;
use crate::content::timing::Timing;
use crate::content::vocabulary::Status;
use crate::content::{Article, Slug, Time, folding};
use crate::db::schema::{
    article_authors, article_revisions, articles, authors, news_ids, published_articles, sections,
};
use crate::db::{Conn, Json, QueryError, QueryResult, Statement, below, each_id, search, seek};
use crate::http::page::PageRequest;
use crate::publishing::working_copy_store::{self, DOCUMENT, Document};

/// An article's row.
#[derive(Clone, Debug, Queryable)]
pub struct ArticleRow {
    pub id: i64,
    pub status: Status,
    pub version: i64,
    pub head_revision: i64,
    pub live_revision: Option<i64>,
    pub live_version: Option<i64>,
    pub slug: Slug,
    pub section_id: Option<i64>,
    pub first_published_at: Option<Time>,
    pub created_by: i64,
    pub updated_by: i64,
    pub created_at: Time,
    pub updated_at: Time,
    pub publish_at: Option<Time>,
    pub embargo_until: Option<Time>,
    pub expires_at: Option<Time>,
    pub step_note: Option<String>,
}

impl ArticleRow {
    /// Its times.
    pub fn timing(&self) -> Timing {
        let Self { publish_at, embargo_until, expires_at, .. } = *self;
        Timing { publish_at, embargo_until, expires_at }
    }
}

/// An article as the newsroom has it now.
#[derive(Clone, Debug)]
pub struct WorkingArticle {
    pub row: ArticleRow,
    pub article: Article,
    pub created_by: String,
    pub updated_by: String,
}

/// A condition on articles.
type Condition = search::Condition<articles::table>;

/// The sort key of a list: when last changed, and the News ID.
pub type Key = (i64, i64);

/// An article with its newest revision.
pub fn find(conn: &mut Conn, id: i64, scope: ArticleScope) -> QueryResult<Option<WorkingArticle>> {
    let mut query = articles::table
        .inner_join(
            article_revisions::table.on(article_revisions::article_id
                .eq(articles::id)
                .and(article_revisions::number.eq(articles::head_revision))),
        )
        .filter(articles::id.eq(id))
        .select((articles::all_columns, DOCUMENT))
        .into_boxed();
    if let ArticleScope::CreatedBy(account) = scope {
        query = query.filter(articles::created_by.eq(account));
    }
    let Some((row, document)) = query.first::<(ArticleRow, Document)>(conn).optional()? else {
        return Ok(None);
    };
    let names = names_of(conn, [&row])?;
    Ok(Some(WorkingArticle::new(row, working_copy_store::article(&document)?, &names)))
}

/// The working copy that was just saved, whose article is known: a long one is not read back.
pub fn reread(conn: &mut Conn, id: i64, article: Article) -> QueryResult<WorkingArticle> {
    let row = articles::table.find(id).first::<ArticleRow>(conn)?;
    let names = names_of(conn, [&row])?;
    Ok(WorkingArticle::new(row, article, &names))
}

/// The version of an article.
pub fn version(conn: &mut Conn, id: i64) -> QueryResult<Option<i64>> {
    articles::table.find(id).select(articles::version).first(conn).optional()
}

/// The rows of a page of articles, last changed first, without their bodies.
pub fn list(
    conn: &mut Conn,
    filter: &ArticleQuery,
    scope: ArticleScope,
    page: &PageRequest<Key>,
) -> QueryResult<Vec<WorkingArticle>> {
    let mut query = articles::table.select(articles::id).limit(page.rows()).into_boxed();
    for condition in conditions(conn, filter, scope) {
        query = query.filter(condition);
    }
    let query =
        seek!(query, by (articles::updated_at, articles::id), ascending page.backward(), after page.place());
    let ids: Vec<i64> = query.load(conn)?;
    let rows = articles::table
        .inner_join(
            article_revisions::table.on(article_revisions::article_id
                .eq(articles::id)
                .and(article_revisions::number.eq(articles::head_revision))),
        )
        .filter(articles::id.eq_any(&ids))
        .select((articles::all_columns, article_revisions::document));
    let mut rows = rows.load::<(ArticleRow, Json)>(conn)?;
    rows.sort_by_key(|(row, _)| ids.iter().position(|id| *id == row.id));
    let names = names_of(conn, rows.iter().map(|(row, _)| row))?;
    rows.into_iter().map(|(row, members)| Ok(WorkingArticle::new(row, members.read()?, &names))).collect()
}

/// How many articles the list has in all.
pub fn count(conn: &mut Conn, filter: &ArticleQuery, scope: ArticleScope) -> QueryResult<i64> {
    let mut query = articles::table.select(count_star()).into_boxed();
    for condition in conditions(conn, filter, scope) {
        query = query.filter(condition);
    }
    query.first(conn)
}

/// What a list asks of its articles.
fn conditions(conn: &Conn, filter: &ArticleQuery, scope: ArticleScope) -> Vec<Condition> {
    let mut conditions: Vec<Condition> = Vec::new();
    if let ArticleScope::CreatedBy(account) = scope {
        conditions.push(Box::new(articles::created_by.eq(account)));
    }
    if let Some(statuses) = &filter.status {
        conditions.push(Box::new(articles::status.eq_any(statuses.chosen().collect::<Vec<_>>())));
    }
    if let Some(account) = filter.created_by {
        conditions.push(Box::new(articles::created_by.eq(account)));
    }
    if let Some(time) = filter.updated_after {
        conditions.push(Box::new(articles::updated_at.ge(time)));
    }
    if let Some(time) = filter.updated_before {
        conditions.push(Box::new(articles::updated_at.lt(time)));
    }
    if let Some(text) = &filter.q {
        let words = folding::searched_words(text);
        conditions.push(if words.is_empty() {
            Box::new(articles::id.eq_any(Vec::<i64>::new()))
        } else {
            search::match_condition(conn, &words)
        });
    }
    if let Some(path) = &filter.section {
        let (from, before) = below(path);
        let lower = sections::path.ge(from).and(sections::path.lt(before));
        let there = sections::table.filter(sections::path.eq(path.clone()).or(lower));
        let filed = articles::section_id.assume_not_null().eq_any(there.select(sections::id));
        conditions.push(Box::new(articles::section_id.is_not_null().and(filed)));
    }
    if let Some(slug) = &filter.author {
        let author = authors::table.filter(authors::slug.eq(slug.clone())).select(authors::id);
        let theirs = article_authors::table.filter(article_authors::author_id.eq_any(author));
        conditions.push(Box::new(articles::id.eq_any(theirs.select(article_authors::article_id))));
    }
    conditions
}

/// The names of those who made and changed the articles, by the ids of their accounts.
fn names_of<'a>(
    conn: &mut Conn,
    rows: impl IntoIterator<Item = &'a ArticleRow>,
) -> QueryResult<HashMap<i64, String>> {
    let ids: Vec<i64> = rows.into_iter().flat_map(|row| [row.created_by, row.updated_by]).collect();
    let names = Statement::<(BigInt, Text)>::new(format!(
        "SELECT id, name FROM users WHERE id IN ({})",
        each_id(conn)
    ));
    Ok(names.numbers(ids).load(conn)?.into_iter().collect())
}

impl WorkingArticle {
    fn new(row: ArticleRow, article: Article, names: &HashMap<i64, String>) -> Self {
        let name = |id: i64| names.get(&id).cloned().unwrap_or_default();
        Self { created_by: name(row.created_by), updated_by: name(row.updated_by), row, article }
    }
}

/// The next free News ID.
pub fn next_news_id(conn: &mut Conn) -> QueryResult<i64> {
    loop {
        let next =
            Statement::<(BigInt,)>::new("UPDATE news_ids SET last = last + 1 WHERE id = 1 RETURNING last");
        let Some((id,)) = next.load::<(i64,)>(conn)?.pop() else { return Err(QueryError::NotFound) };
        if !select(exists(articles::table.find(id))).get_result::<bool>(conn)? {
            return Ok(id);
        }
    }
}

/// Lets the News IDs given out from now on follow `id`.
pub fn raise_news_id(conn: &mut Conn, id: i64) -> QueryResult<()> {
    let counter = news_ids::table.filter(news_ids::last.lt(id));
    diesel::update(counter).set(news_ids::last.eq(id)).execute(conn).map(drop)
}

/// Whether another article has the slug, at work or in public.
pub fn slug_is_taken(conn: &mut Conn, slug: &Slug, by_other_than: i64) -> QueryResult<bool> {
    let at_work = articles::table.filter(articles::slug.eq(slug).and(articles::id.ne(by_other_than)));
    let in_public = published_articles::table
        .filter(published_articles::slug.eq(slug).and(published_articles::id.ne(by_other_than)));
    Ok(select(exists(at_work)).get_result::<bool>(conn)?
        || select(exists(in_public)).get_result::<bool>(conn)?)
}

/// Which of the things an article refers to exist: sections, authors, tags, articles.
#[derive(Default)]
pub struct Known {
    pub sections: Vec<i64>,
    pub authors: Vec<i64>,
    pub tags: Vec<i64>,
    pub articles: Vec<i64>,
}

/// Looks up what an article refers to: one statement.
pub fn known_references(conn: &mut Conn, article: &Article, scope: ArticleScope) -> QueryResult<Known> {
    let (ids, people) = (each_id(conn), article.authors.iter().map(|credit| credit.id));
    let (is_everybodys, account) = match scope {
        ArticleScope::All => (1, 0),
        ArticleScope::CreatedBy(account) => (0, account),
    };
    let within = |table: &str, number: i64| {
        format!("SELECT CAST({number} AS bigint) AS kind, id FROM {table} WHERE id IN ({ids})")
    };
    let found = Statement::<(BigInt, BigInt)>::new(format!(
        "{} UNION ALL {} UNION ALL {} UNION ALL {} AND (1 = ? OR created_by = ?)",
        within("sections", 1),
        within("authors", 2),
        within("tags", 3),
        within("articles", 4),
    ))
    .numbers(article.section_id)
    .numbers(people)
    .numbers(article.tag_ids.iter().copied())
    .numbers(article.related_ids.iter().copied())
    .number(is_everybodys)
    .number(account);
    let mut known = Known::default();
    for (kind, id) in found.load::<(i64, i64)>(conn)? {
        match kind {
            1 => known.sections.push(id),
            2 => known.authors.push(id),
            3 => known.tags.push(id),
            _ => known.articles.push(id),
        }
    }
    Ok(known)
}
