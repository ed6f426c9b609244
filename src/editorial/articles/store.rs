//! Reads working copies from the database.

use std::collections::HashMap;

use diesel::dsl::{count_star, exists};
use diesel::prelude::*;
use diesel::select;
use diesel::sql_types::{BigInt, Text};

use super::dto::ArticleQuery;
use super::model::{ArticleRow, ArticleScope, WorkingArticle};
use crate::content::search::searched_words;
use crate::content::vocabulary::ResourceKind;
use crate::content::{Article, Slug};
use crate::db::schema::{article_authors, article_revisions, articles, news_ids, published_articles};
use crate::db::{Conn, Json, QueryError, QueryResult, Statement, each_id, search, seek};
use crate::http::comma_separated::CommaSeparated;
use crate::http::page::PageRequest;
use crate::public_names;
use crate::publishing::working_copy_store::{self, DOCUMENT, Document};

/// A condition of a `WHERE` clause on articles.
type Condition = search::Condition<articles::table>;

/// The seek key of a list: the time of the last change in microseconds, and the News ID.
pub type Key = (i64, i64);

/// An article with its newest revision; `None` when it does not exist or `scope` excludes it.
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
    let names = user_names(conn, [&row])?;
    Ok(Some(WorkingArticle::new(row, working_copy_store::article(&document)?, &names)))
}

/// The working copy after `article` was saved in the same transaction. Its document is not read again.
pub fn find_saved(conn: &mut Conn, id: i64, article: Article) -> QueryResult<WorkingArticle> {
    let row = articles::table.find(id).first::<ArticleRow>(conn)?;
    let names = user_names(conn, [&row])?;
    Ok(WorkingArticle::new(row, article, &names))
}

/// The version of an article; `None` when it does not exist.
pub fn version(conn: &mut Conn, id: i64) -> QueryResult<Option<i64>> {
    articles::table.find(id).select(articles::version).first(conn).optional()
}

/// The rows of a page of articles without their bodies, most recently changed first.
pub fn list(
    conn: &mut Conn,
    filter: &ArticleQuery,
    scope: ArticleScope,
    page: &PageRequest<Key>,
) -> QueryResult<Vec<WorkingArticle>> {
    let mut query = articles::table.select(articles::id).limit(page.rows()).into_boxed();
    for condition in conditions(conn, filter, scope)? {
        query = query.filter(condition);
    }
    let query = seek!(query, by (articles::updated_at, articles::id), ascending page.backward(), after page.seek_key());
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
    let names = user_names(conn, rows.iter().map(|(row, _)| row))?;
    rows.into_iter().map(|(row, members)| Ok(WorkingArticle::new(row, members.read()?, &names))).collect()
}

/// The number of articles that match the filter.
pub fn count(conn: &mut Conn, filter: &ArticleQuery, scope: ArticleScope) -> QueryResult<i64> {
    let mut query = articles::table.select(count_star()).into_boxed();
    for condition in conditions(conn, filter, scope)? {
        query = query.filter(condition);
    }
    query.first(conn)
}

/// The conditions of a filter; an article must match all of them.
fn conditions(conn: &mut Conn, filter: &ArticleQuery, scope: ArticleScope) -> QueryResult<Vec<Condition>> {
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
        let words = searched_words(text);
        conditions.push(if words.is_empty() {
            Box::new(articles::id.eq_any(Vec::<i64>::new()))
        } else {
            search::match_condition(conn, &words)
        });
    }
    if let Some(CommaSeparated(paths)) = &filter.section {
        let sections = public_names::ids_with_subsections(conn, paths)?;
        let in_section = articles::section_id.assume_not_null().eq_any(sections);
        conditions.push(Box::new(articles::section_id.is_not_null().and(in_section)));
    }
    if let Some(CommaSeparated(slugs)) = &filter.author {
        let ids = public_names::ids(conn, ResourceKind::Author, slugs)?;
        let credits = article_authors::table.filter(article_authors::author_id.eq_any(ids));
        conditions.push(Box::new(articles::id.eq_any(credits.select(article_authors::article_id))));
    }
    Ok(conditions)
}

/// The names of the accounts that created or last changed the articles, by account id.
fn user_names<'a>(
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
    /// A row with its article. `names` has the names of the accounts in the row.
    fn new(row: ArticleRow, article: Article, names: &HashMap<i64, String>) -> Self {
        let name = |id: i64| names.get(&id).cloned().unwrap_or_default();
        Self { created_by: name(row.created_by), updated_by: name(row.updated_by), row, article }
    }
}

/// Takes the next free News ID from the counter.
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

/// Raises the counter to `id`, so that the next News ID is larger. A counter that is already larger does not change.
pub fn raise_news_id(conn: &mut Conn, id: i64) -> QueryResult<()> {
    let counter = news_ids::table.filter(news_ids::last.lt(id));
    diesel::update(counter).set(news_ids::last.eq(id)).execute(conn).map(drop)
}

/// The article that a slug belongs to.
#[derive(Clone, Copy, Debug)]
pub enum SlugHolder {
    /// Readers see the article under this slug.
    Published(i64),
    /// Only the working copy of the article has the slug.
    WorkingCopy(i64),
    /// The article had the slug when it was published.
    Former(i64),
}

/// The article other than `own_id` that has the slug now, published or as a working copy.
pub fn slug_holder(conn: &mut Conn, slug: &Slug, own_id: i64) -> QueryResult<Option<SlugHolder>> {
    let published = published_articles::table
        .filter(published_articles::slug.eq(slug).and(published_articles::id.ne(own_id)));
    if let Some(id) = published.select(published_articles::id).first(conn).optional()? {
        return Ok(Some(SlugHolder::Published(id)));
    }
    let working = articles::table.filter(articles::slug.eq(slug).and(articles::id.ne(own_id)));
    Ok(working.select(articles::id).first(conn).optional()?.map(SlugHolder::WorkingCopy))
}

/// The ids that exist among the references of an article.
#[derive(Default)]
pub struct ExistingReferences {
    pub sections: Vec<i64>,
    pub authors: Vec<i64>,
    pub tags: Vec<i64>,
    pub articles: Vec<i64>,
}

/// The references of an article that exist, in one statement. Related articles outside `scope` count as missing.
pub fn existing_references(
    conn: &mut Conn,
    article: &Article,
    scope: ArticleScope,
) -> QueryResult<ExistingReferences> {
    let (ids, authors) = (each_id(conn), article.authors.iter().map(|credit| credit.id));
    let (all, account) = match scope {
        ArticleScope::All => (1, 0),
        ArticleScope::CreatedBy(account) => (0, account),
    };
    let ids_in = |table: &str, kind: i64| {
        format!("SELECT CAST({kind} AS bigint) AS kind, id FROM {table} WHERE id IN ({ids})")
    };
    let statement = Statement::<(BigInt, BigInt)>::new(format!(
        "{} UNION ALL {} UNION ALL {} UNION ALL {} AND (1 = ? OR created_by = ?)",
        ids_in("sections", 1),
        ids_in("authors", 2),
        ids_in("tags", 3),
        ids_in("articles", 4),
    ))
    .numbers(article.section_id)
    .numbers(authors)
    .numbers(article.tag_ids.iter().copied())
    .numbers(article.related_ids.iter().copied())
    .number(all)
    .number(account);
    let mut existing = ExistingReferences::default();
    for (kind, id) in statement.load::<(i64, i64)>(conn)? {
        match kind {
            1 => existing.sections.push(id),
            2 => existing.authors.push(id),
            3 => existing.tags.push(id),
            _ => existing.articles.push(id),
        }
    }
    Ok(existing)
}
