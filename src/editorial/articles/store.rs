//! Reads working copies from the database.

use std::sync::Arc;

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::select;
use diesel::sql_types::BigInt;

use super::model::{ArticleRow, ArticleScope, WorkingArticle};
use super::names_store;
use crate::content::{Article, Slug};
use crate::db::schema::{article_revisions, articles, news_ids, published_articles};
use crate::db::{Conn, QueryError, QueryResult, Statement, each_id};
use crate::publishing::working_copy_store::{self, DOCUMENT, Document};

/// An article with its newest revision; `None` when it does not exist or `scope` excludes it.
pub fn find(conn: &mut Conn, id: i64, scope: ArticleScope) -> QueryResult<Option<WorkingArticle>> {
    let mut query = articles::table
        .inner_join(
            article_revisions::table.on(article_revisions::article_id
                .eq(articles::id)
                .and(article_revisions::number.eq(articles::head_revision))),
        )
        .filter(articles::id.eq(id))
        .select((ArticleRow::as_select(), DOCUMENT))
        .into_boxed();
    if let ArticleScope::CreatedBy(account) = scope {
        query = query.filter(articles::created_by.eq(account));
    }
    let Some((row, document)) = query.first::<(ArticleRow, Document)>(conn).optional()? else {
        return Ok(None);
    };
    with_names(conn, row, working_copy_store::article(&document)?).map(Some)
}

/// The working copy after `article` was saved in the same transaction. Its document is not read again.
pub fn find_saved(conn: &mut Conn, id: i64, article: Article) -> QueryResult<WorkingArticle> {
    let row = articles::table.find(id).select(ArticleRow::as_select()).first(conn)?;
    with_names(conn, row, article)
}

/// The article with the names of what it refers to.
fn with_names(conn: &mut Conn, row: ArticleRow, article: Article) -> QueryResult<WorkingArticle> {
    let names = Arc::new(names_store::read(conn, [(row.accounts(), &article)])?);
    Ok(WorkingArticle { row, article, names })
}

/// The version of an article; `None` when it does not exist.
pub fn version(conn: &mut Conn, id: i64) -> QueryResult<Option<i64>> {
    articles::table.find(id).select(articles::version).first(conn).optional()
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
