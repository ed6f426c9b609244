//! Working copies in the database.

use std::collections::BTreeSet;

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::select;

use super::dto::ArticleQuery;
use crate::content::vocabulary::Status;
use crate::content::{Article, Slug, Time, body, folding};
use crate::db::schema::{
    article_authors, article_revisions, article_tags, articles, authors, news_ids, published_articles,
    sections, tags, users,
};
use crate::db::{Conn, Json, QueryResult, below, on, search};
use crate::http::page::PageRequest;

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

/// An article as the newsroom has it now.
#[derive(Clone, Debug)]
pub struct WorkingArticle {
    pub row: ArticleRow,
    pub article: Article,
    pub created_by: String,
    pub updated_by: String,
}

/// Whose articles to look at.
#[derive(Clone, Copy, Debug)]
pub enum Whose {
    /// Everybody's.
    Everybody,
    /// Those that this account made.
    Only(i64),
}

/// A save: who, when, and what.
pub struct Save<'a> {
    pub article: &'a Article,
    pub slug: &'a Slug,
    pub note: Option<String>,
    pub by: i64,
    pub at: Time,
}

/// The sort key of a list: when last changed, and the News ID.
pub type Key = (i64, i64);

/// An article with its newest revision.
pub fn find(conn: &mut Conn, id: i64, whose: Whose) -> QueryResult<Option<WorkingArticle>> {
    let mut query = articles::table
        .inner_join(
            article_revisions::table.on(article_revisions::article_id
                .eq(articles::id)
                .and(article_revisions::number.eq(articles::head_revision))),
        )
        .filter(articles::id.eq(id))
        .select((articles::all_columns, article_revisions::document))
        .into_boxed();
    if let Whose::Only(account) = whose {
        query = query.filter(articles::created_by.eq(account));
    }
    let row = query.first::<(ArticleRow, Json)>(conn).optional()?;
    Ok(complete(conn, row.into_iter().collect())?.pop())
}

/// The rows of a page of articles, last changed first.
pub fn list(
    conn: &mut Conn,
    filter: &ArticleQuery,
    whose: Whose,
    page: &PageRequest<Key>,
) -> QueryResult<Vec<WorkingArticle>> {
    let mut query = articles::table
        .inner_join(
            article_revisions::table.on(article_revisions::article_id
                .eq(articles::id)
                .and(article_revisions::number.eq(articles::head_revision))),
        )
        .select((articles::all_columns, article_revisions::document))
        .limit(page.rows())
        .into_boxed();
    if let Whose::Only(account) = whose {
        query = query.filter(articles::created_by.eq(account));
    }
    if let Some(status) = filter.status {
        query = query.filter(articles::status.eq(status));
    }
    if let Some(account) = filter.created_by {
        query = query.filter(articles::created_by.eq(account));
    }
    if let Some(time) = filter.updated_after {
        query = query.filter(articles::updated_at.ge(time));
    }
    if let Some(time) = filter.updated_before {
        query = query.filter(articles::updated_at.lt(time));
    }
    if let Some(text) = &filter.q {
        let words: Vec<String> = folding::words(text).collect();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        query = query.filter(search::holds(conn, &words));
    }
    if let Some(path) = &filter.section {
        let (from, before) = below(path);
        let below = sections::table
            .filter(
                sections::path.eq(path.clone()).or(sections::path.ge(from).and(sections::path.lt(before))),
            )
            .select(sections::id.nullable());
        query = query.filter(articles::section_id.eq_any(below));
    }
    if let Some(slug) = &filter.author {
        let theirs = article_authors::table
            .filter(
                article_authors::author_id
                    .eq_any(authors::table.filter(authors::slug.eq(slug.clone())).select(authors::id)),
            )
            .select(article_authors::article_id);
        query = query.filter(articles::id.eq_any(theirs));
    }
    if let Some(cursor) = &page.cursor {
        let (time, id) = (Time::from_micros(cursor.key.0), cursor.key.1);
        query = if page.backward() {
            query.filter(
                articles::updated_at.ge(time).and(articles::updated_at.gt(time).or(articles::id.gt(id))),
            )
        } else {
            query.filter(
                articles::updated_at.le(time).and(articles::updated_at.lt(time).or(articles::id.lt(id))),
            )
        };
    }
    query = if page.backward() {
        query.order((articles::updated_at.asc(), articles::id.asc()))
    } else {
        query.order((articles::updated_at.desc(), articles::id.desc()))
    };
    let rows = query.load::<(ArticleRow, Json)>(conn)?;
    complete(conn, rows)
}

/// Reads the documents, and adds the names of the people.
fn complete(conn: &mut Conn, rows: Vec<(ArticleRow, Json)>) -> QueryResult<Vec<WorkingArticle>> {
    let ids: Vec<i64> = rows.iter().flat_map(|(row, _)| [row.created_by, row.updated_by]).collect();
    let people: Vec<(i64, String)> =
        users::table.filter(users::id.eq_any(ids)).select((users::id, users::name)).load(conn)?;
    let name = |id: i64| people.iter().find(|(known, _)| *known == id).map(|(_, name)| name.clone());
    rows.into_iter()
        .map(|(row, document)| {
            let article = document.read()?;
            let created_by = name(row.created_by).unwrap_or_default();
            let updated_by = name(row.updated_by).unwrap_or_default();
            Ok(WorkingArticle { row, article, created_by, updated_by })
        })
        .collect()
}

/// The next free News ID.
pub fn next_news_id(conn: &mut Conn) -> QueryResult<i64> {
    loop {
        let id = diesel::update(news_ids::table.find(1))
            .set(news_ids::last.eq(news_ids::last + 1))
            .returning(news_ids::last)
            .get_result(conn)?;
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
pub struct Known {
    pub sections: Vec<i64>,
    pub authors: Vec<i64>,
    pub tags: Vec<i64>,
    pub articles: Vec<i64>,
}

/// Looks up what an article refers to.
pub fn known_references(conn: &mut Conn, article: &Article, whose: Whose) -> QueryResult<Known> {
    let people: Vec<i64> = article.authors.iter().map(|credit| credit.id).collect();
    let mut related = articles::table
        .filter(articles::id.eq_any(article.related_ids.clone()))
        .select(articles::id)
        .into_boxed();
    if let Whose::Only(account) = whose {
        related = related.filter(articles::created_by.eq(account));
    }
    Ok(Known {
        sections: sections::table
            .filter(sections::id.eq_any(article.section_id.into_iter().collect::<Vec<_>>()))
            .select(sections::id)
            .load(conn)?,
        authors: authors::table.filter(authors::id.eq_any(people)).select(authors::id).load(conn)?,
        tags: tags::table.filter(tags::id.eq_any(article.tag_ids.clone())).select(tags::id).load(conn)?,
        articles: related.load(conn)?,
    })
}

/// Makes a draft and its first revision.
pub fn insert(conn: &mut Conn, id: i64, save: &Save<'_>) -> QueryResult<()> {
    diesel::insert_into(articles::table)
        .values((
            articles::id.eq(id),
            articles::status.eq(Status::Draft),
            articles::version.eq(1),
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

/// Raises the version of an article whose content stays as it is. False when the article is no longer
/// in the version that `before` was read in.
pub fn confirm(conn: &mut Conn, before: &ArticleRow) -> QueryResult<bool> {
    let article =
        articles::table.filter(articles::id.eq(before.id).and(articles::version.eq(before.version)));
    let changed = diesel::update(article).set(articles::version.eq(before.version + 1)).execute(conn)?;
    Ok(changed == 1)
}

/// Deletes an article and all that belongs to it.
pub fn delete(conn: &mut Conn, id: i64) -> QueryResult<()> {
    search::forget(conn, id)?;
    diesel::delete(articles::table.find(id)).execute(conn).map(drop)
}

/// Puts every article into the index that is not in it yet.
pub fn index_missing(conn: &mut Conn) -> QueryResult<()> {
    for id in search::missing(conn)? {
        if let Some(WorkingArticle { row, article, .. }) = find(conn, id, Whose::Everybody)? {
            search::index(conn, id, &searched_words(id, &article, &row.slug))?;
        }
    }
    Ok(())
}

/// What an article is found by.
fn searched_words(id: i64, article: &Article, slug: &Slug) -> BTreeSet<String> {
    let text = article.body.as_ref().map(|body| body::text(&body.blocks)).unwrap_or_default();
    let members = [&article.kicker, &article.lead, &article.summary, &article.byline, &article.source];
    let number = id.to_string();
    let texts = [number.as_str(), &article.headline, slug];
    let members = members.into_iter().flatten().map(String::as_str);
    folding::distinct_words(texts.into_iter().chain(members).chain([text.as_str()]))
}

/// Adds a revision, and notes whom and what it names.
fn keep(conn: &mut Conn, id: i64, number: i64, save: &Save<'_>) -> QueryResult<()> {
    diesel::insert_into(article_revisions::table)
        .values((
            article_revisions::article_id.eq(id),
            article_revisions::number.eq(number),
            article_revisions::document.eq(Json::of(save.article)?),
            article_revisions::created_by.eq(save.by),
            article_revisions::created_at.eq(save.at),
            article_revisions::note.eq(&save.note),
        ))
        .execute(conn)?;
    search::index(conn, id, &searched_words(id, save.article, save.slug))?;
    diesel::delete(article_authors::table.filter(article_authors::article_id.eq(id))).execute(conn)?;
    diesel::delete(article_tags::table.filter(article_tags::article_id.eq(id))).execute(conn)?;
    let people: Vec<_> = save
        .article
        .authors
        .iter()
        .map(|credit| (article_authors::article_id.eq(id), article_authors::author_id.eq(credit.id)))
        .collect();
    let subjects: Vec<_> = save
        .article
        .tag_ids
        .iter()
        .map(|tag| (article_tags::article_id.eq(id), article_tags::tag_id.eq(tag)))
        .collect();
    on!(conn, |c| diesel::insert_into(article_authors::table).values(&people).execute(c))?;
    on!(conn, |c| diesel::insert_into(article_tags::table).values(&subjects).execute(c))?;
    Ok(())
}
