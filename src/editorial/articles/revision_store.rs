//! Working copies in the database, written.

use std::collections::BTreeSet;

use diesel::prelude::*;

use crate::content::vocabulary::Status;
use crate::content::{Article, Slug, Time, body, folding};
use crate::db::schema::{article_revisions, articles, renewal_backlog};
use crate::db::{Conn, QueryResult, Statement, each, published_search, search};
use crate::editorial::articles::model::ArticleScope;
use crate::editorial::articles::store::{self, ArticleRow, WorkingArticle};
use crate::publishing::{self, working_copy_store};

/// A save: who, when, and what.
pub struct Save<'a> {
    pub article: &'a Article,
    pub slug: &'a Slug,
    pub note: Option<String>,
    pub by: i64,
    pub at: Time,
    /// What it is found by; `None` when that stays what it was.
    pub words: Option<BTreeSet<String>>,
}

/// Makes a draft in that version, and its first revision.
pub fn insert(conn: &mut Conn, id: i64, version: i64, save: &Save<'_>) -> QueryResult<()> {
    diesel::insert_into(articles::table)
        .values((
            articles::id.eq(id),
            articles::status.eq(Status::Draft),
            articles::version.eq(version),
            articles::head_revision.eq(1),
            articles::slug.eq(save.slug),
            articles::section_id.eq(save.article.section_id),
            articles::created_by.eq(save.by),
            articles::updated_by.eq(save.by),
            articles::created_at.eq(save.at),
            articles::updated_at.eq(save.at),
        ))
        .execute(conn)?;
    keep(conn, id, 1, save)
}

/// Saves a working copy as a new revision. False when the article is no longer in the version that
/// `before` was read in.
pub fn update(conn: &mut Conn, before: &ArticleRow, save: &Save<'_>) -> QueryResult<bool> {
    let article =
        articles::table.filter(articles::id.eq(before.id).and(articles::version.eq(before.version)));
    let changed = diesel::update(article)
        .set((
            articles::version.eq(before.version + 1),
            articles::head_revision.eq(before.head_revision + 1),
            articles::slug.eq(save.slug),
            articles::section_id.eq(save.article.section_id),
            articles::updated_by.eq(save.by),
            articles::updated_at.eq(save.at),
        ))
        .execute(conn)?;
    if changed == 1 {
        keep(conn, before.id, before.head_revision + 1, save)?;
    }
    Ok(changed == 1)
}

/// Deletes an article and all that belongs to it.
pub fn delete(conn: &mut Conn, id: i64) -> QueryResult<()> {
    search::remove(conn, id)?;
    diesel::delete(articles::table.find(id)).execute(conn).map(drop)
}

/// How many articles are made anew in one transaction.
const BATCH: i64 = 200;

/// Makes everything anew that is derived from some of the articles of the backlog. False when there were none.
pub fn work_off_backlog(conn: &mut Conn) -> QueryResult<bool> {
    let ids: Vec<i64> = renewal_backlog::table.select(renewal_backlog::article_id).limit(BATCH).load(conn)?;
    for id in &ids {
        if let Some(WorkingArticle { row, article, .. }) = store::find(conn, *id, ArticleScope::All)? {
            let_find(conn, *id, &row.slug, &searched_words(&article))?;
        }
        publishing::rebuild(conn, *id)?;
        diesel::delete(renewal_backlog::table.find(id)).execute(conn)?;
    }
    // Commands have no other to do it before they commit.
    published_search::index_queued(conn)?;
    Ok(!ids.is_empty())
}

/// What an article is found by, besides its News ID and slug. It takes the body's text apart: call it before the database
/// is asked to write.
pub fn searched_words(article: &Article) -> BTreeSet<String> {
    let text = article.body.as_ref().map(|body| body::text(&body.blocks)).unwrap_or_default();
    let members = [&article.kicker, &article.lead, &article.summary, &article.byline, &article.source];
    let members = members.into_iter().flatten().map(String::as_str);
    folding::distinct_words([article.headline.as_str()].into_iter().chain(members).chain([text.as_str()]))
}

/// Lets an article be found by those words, its News ID and its slug.
fn let_find(conn: &mut Conn, id: i64, slug: &Slug, words: &BTreeSet<String>) -> QueryResult<()> {
    let names = folding::distinct_words([id.to_string().as_str(), slug]);
    search::queue(conn, id, words.union(&names))
}

/// Adds a revision, and notes whom and what it names.
fn keep(conn: &mut Conn, id: i64, number: i64, save: &Save<'_>) -> QueryResult<()> {
    let (members, body) = working_copy_store::document(save.article)?;
    diesel::insert_into(article_revisions::table)
        .values((
            article_revisions::article_id.eq(id),
            article_revisions::number.eq(number),
            article_revisions::document.eq(members),
            article_revisions::body.eq(body),
            article_revisions::created_by.eq(save.by),
            article_revisions::created_at.eq(save.at),
            article_revisions::note.eq(&save.note),
        ))
        .execute(conn)?;
    if let Some(words) = &save.words {
        let_find(conn, id, save.slug, words)?;
    }
    if number > 1 {
        for table in ["article_authors", "article_tags"] {
            let delete = Statement::<()>::new(format!("DELETE FROM {table} WHERE article_id = ?"));
            delete.number(id).execute(conn)?;
        }
    }
    let people: BTreeSet<i64> = save.article.authors.iter().map(|credit| credit.id).collect();
    let tags: BTreeSet<i64> = save.article.tag_ids.iter().copied().collect();
    for (named, table, column) in [(people, "article_authors", "author_id"), (tags, "article_tags", "tag_id")]
    {
        if !named.is_empty() {
            Statement::<()>::new(format!(
                "INSERT INTO {table} (article_id, {column}) SELECT ?, CAST(value AS bigint) FROM {}",
                each(conn)
            ))
            .number(id)
            .numbers(named)
            .execute(conn)?;
        }
    }
    Ok(())
}
