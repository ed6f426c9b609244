//! Writes working copies and their revisions to the database.

use std::collections::BTreeSet;

use diesel::prelude::*;
use serde::Deserialize;

use super::model::{ArticleRow, Save, headline_key};
use crate::content::vocabulary::Status;
use crate::content::{Article, Slug, body, folding};
use crate::db::schema::{article_revisions, articles, rebuild_queue, reindex_queue};
use crate::db::{Conn, Json, QueryResult, Statement, each, search};
use crate::publishing::working_copy_store;

/// Inserts a draft with that version, and its first revision.
pub fn insert(conn: &mut Conn, id: i64, version: i64, save: &Save<'_>) -> QueryResult<()> {
    diesel::insert_into(articles::table)
        .values((
            articles::id.eq(id),
            articles::status.eq(Status::Draft),
            articles::version.eq(version),
            articles::head_revision.eq(1),
            articles::slug.eq(save.slug),
            articles::section_id.eq(save.article.section_id),
            articles::headline_key.eq(headline_key(&save.article.headline)),
            articles::kind.eq(save.article.kind),
            articles::language.eq(save.article.language.to_string()),
            articles::created_by.eq(save.by),
            articles::updated_by.eq(save.by),
            articles::created_at.eq(save.at),
            articles::updated_at.eq(save.at),
        ))
        .execute(conn)?;
    insert_revision(conn, id, 1, save)
}

/// Saves a working copy as a new revision. Returns false when the article no longer has the version of `before`.
pub fn update(conn: &mut Conn, before: &ArticleRow, save: &Save<'_>) -> QueryResult<bool> {
    let article =
        articles::table.filter(articles::id.eq(before.id).and(articles::version.eq(before.version)));
    let changed = diesel::update(article)
        .set((
            articles::version.eq(before.version + 1),
            articles::head_revision.eq(before.head_revision + 1),
            articles::slug.eq(save.slug),
            articles::section_id.eq(save.article.section_id),
            articles::headline_key.eq(headline_key(&save.article.headline)),
            articles::kind.eq(save.article.kind),
            articles::language.eq(save.article.language.to_string()),
            articles::updated_by.eq(save.by),
            articles::updated_at.eq(save.at),
        ))
        .execute(conn)?;
    if changed == 1 {
        insert_revision(conn, before.id, before.head_revision + 1, save)?;
    }
    Ok(changed == 1)
}

/// Deletes an article. The database deletes the rows of all tables that refer to it.
pub fn delete(conn: &mut Conn, id: i64) -> QueryResult<()> {
    search::remove(conn, id)?;
    diesel::delete(articles::table.find(id)).execute(conn).map(drop)
}

/// At most `limit` ids of articles that a migration queued to be rebuilt.
pub fn rebuild_queue(conn: &mut Conn, limit: i64) -> QueryResult<Vec<i64>> {
    rebuild_queue::table.select(rebuild_queue::article_id).limit(limit).load(conn)
}

/// At most `limit` ids of articles that a migration queued to be indexed again, the newest first.
pub fn reindex_queue(conn: &mut Conn, limit: i64) -> QueryResult<Vec<i64>> {
    reindex_queue::table
        .select(reindex_queue::article_id)
        .order(reindex_queue::article_id.desc())
        .limit(limit)
        .load(conn)
}

/// The part of a stored article that has its headline.
#[derive(Deserialize)]
struct Headline {
    headline: String,
}

/// Makes the sort keys of at most `limit` headlines for which a migration left a rough key, and returns their number. A rough key
/// begins with `!`, which no key of [`headline_key`] contains.
pub fn make_headline_keys(conn: &mut Conn, limit: i64) -> QueryResult<usize> {
    let rows: Vec<(i64, Json)> = articles::table
        .inner_join(
            article_revisions::table.on(article_revisions::article_id
                .eq(articles::id)
                .and(article_revisions::number.eq(articles::head_revision))),
        )
        .filter(articles::headline_key.ge("!").and(articles::headline_key.lt("\"")))
        .limit(limit)
        .select((articles::id, article_revisions::document))
        .load(conn)?;
    for (id, document) in &rows {
        let Headline { headline } = document.read()?;
        let update = Statement::<()>::new("UPDATE articles SET headline_key = ? WHERE id = ?");
        update.text(headline_key(&headline)).number(*id).execute(conn)?;
    }
    Ok(rows.len())
}

/// Removes an article from both queues.
pub fn remove_from_rebuild_queues(conn: &mut Conn, id: i64) -> QueryResult<()> {
    diesel::delete(rebuild_queue::table.find(id)).execute(conn)?;
    diesel::delete(reindex_queue::table.find(id)).execute(conn).map(drop)
}

/// The words of an article for the search index, besides its News ID and slug.
///
/// It extracts the text of the body, which takes long for a long one: call it outside the write transaction.
pub fn search_words(article: &Article) -> BTreeSet<String> {
    let text = article.body.as_ref().map(|body| body::text(&body.blocks)).unwrap_or_default();
    let members = [&article.kicker, &article.lead, &article.summary, &article.byline, &article.source];
    let members = members.into_iter().flatten().map(String::as_str);
    folding::distinct_words([article.headline.as_str()].into_iter().chain(members).chain([text.as_str()]))
}

/// Queues an article for the search index, under these words, its News ID and its slug.
pub fn queue_for_search(conn: &mut Conn, id: i64, slug: &Slug, words: &BTreeSet<String>) -> QueryResult<()> {
    let identifiers = folding::distinct_words([id.to_string().as_str(), slug]);
    search::queue(conn, id, words.union(&identifiers))
}

/// Inserts a revision, and the authors and tags of the article in their own tables.
fn insert_revision(conn: &mut Conn, id: i64, number: i64, save: &Save<'_>) -> QueryResult<()> {
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
        queue_for_search(conn, id, save.slug, words)?;
    }
    if number > 1 {
        for table in ["article_authors", "article_tags"] {
            let delete = Statement::<()>::new(format!("DELETE FROM {table} WHERE article_id = ?"));
            delete.number(id).execute(conn)?;
        }
    }
    let authors: BTreeSet<i64> = save.article.authors.iter().map(|credit| credit.id).collect();
    let tags: BTreeSet<i64> = save.article.tag_ids.iter().copied().collect();
    for (ids, table, column) in [(authors, "article_authors", "author_id"), (tags, "article_tags", "tag_id")]
    {
        if !ids.is_empty() {
            Statement::<()>::new(format!(
                "INSERT INTO {table} (article_id, {column}) SELECT ?, CAST(value AS bigint) FROM {}",
                each(conn)
            ))
            .number(id)
            .numbers(ids)
            .execute(conn)?;
        }
    }
    Ok(())
}
