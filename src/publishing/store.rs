//! Writes published articles to the `published_*` tables.

use diesel::prelude::*;

use super::changes::{self, Change, ChangeType};
use super::model::{TransitionRequest, WorkingCopy};
use super::rendering::{RenderedBody, document, terms};
use super::{comments, corrections_store, slug_history_store, terms_store};
use crate::content::article::Credit;
use crate::content::delivered::{ArticlePayload, DeliveredCorrection, Publication};
use crate::content::search::{IndexedText, Vocabulary};
use crate::content::vocabulary::{CommentPolicy, ResourceKind};
use crate::content::{CacheTag, CacheTags, Slug, Time};
use crate::db::schema::{published_articles, published_bodies, published_kills, published_sections};
use crate::db::{Conn, Json, QueryResult, published_search};
use crate::http::Site;

/// A row of `published_articles` without the number of comments.
#[derive(Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = published_articles, treat_none_as_null = true)]
struct PublishedArticle {
    id: i64,
    slug: Slug,
    section_id: i64,
    published_at: Time,
    updated_at: Time,
    comment_policy: CommentPolicy,
    comments_close_at: Option<Time>,
    version: i64,
    credits: Json,
    tag_ids: Json,
    related_ids: Json,
    payload: Json,
    comments_follow_site: bool,
}

/// A row of `published_bodies`.
#[derive(Debug, PartialEq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = published_bodies)]
struct PublishedBody {
    article_id: i64,
    blocks: Json,
    html: String,
    plain_text: String,
    /// The searched document, see [`published_search::Document`].
    document: String,
    /// The positions of the words of the body in its plain text, see `FoldedText::positions`.
    word_positions: Vec<u8>,
}

/// Publishes the working copy, and returns the version that readers see from now on. When readers see the same
/// content already, nothing is changed, and the previous version is returned.
pub fn publish(
    conn: &mut Conn,
    working: &WorkingCopy,
    request: &TransitionRequest,
    body: RenderedBody,
) -> QueryResult<i64> {
    let id = request.article;
    let before = find(conn, id)?;
    let corrections = all_corrections(conn, request)?;
    let site_policy = comments::site_policy(conn)?;
    let (mut row, mut payload, body, vocabulary) =
        build_rows(working, request, corrections, body, site_policy)?;
    if let Some(before) = &before {
        row.set_version(&mut payload, before.version, before.updated_at)?;
        let body_before: PublishedBody = published_bodies::table.find(id).first(conn)?;
        if row == *before && body == body_before {
            return Ok(before.version);
        }
        let updated_at = if request.params.silent { before.updated_at } else { request.by.at };
        row.set_version(&mut payload, request.version + 1, updated_at)?;
    }
    let section = SectionContext::of(conn, row.section_id)?;
    match &before {
        Some(_) => {
            diesel::update(published_articles::table.find(id)).set(&row).execute(conn)?;
            diesel::update(published_bodies::table.find(id)).set(&body).execute(conn)?;
        }
        None => {
            let comments = published_articles::comment_count.eq(comments::count_approved(conn, id)?);
            diesel::insert_into(published_articles::table).values((&row, comments)).execute(conn)?;
            diesel::insert_into(published_bodies::table).values(&body).execute(conn)?;
        }
    };
    let slug_before = before.as_ref().map_or(&row.slug, |before| &before.slug);
    slug_history_store::rename(conn, ResourceKind::Article, slug_before, &row.slug, id)?;
    let terms = terms(&working.article, row.section_id, &section.ancestors);
    let terms_changed = terms_store::set(conn, id, &terms, row.published_at, row.updated_at)?;
    record_change(conn, before.as_ref(), &row, &section, terms_changed, request)?;
    if let Some(correction) = &request.params.correction {
        corrections_store::add(conn, id, correction, request.by.at)?;
    }
    published_search::queue(conn, id, &vocabulary)?;
    Ok(row.version)
}

/// Where readers find a published article: its slug, its section and its publish time. `None` when it is not published.
pub fn place(conn: &mut Conn, id: i64) -> QueryResult<Option<(Slug, i64, Time)>> {
    use published_articles as p;
    p::table.find(id).select((p::slug, p::section_id, p::published_at)).first(conn).optional()
}

/// Reads the row of a published article. `None` when the article is not published.
fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<PublishedArticle>> {
    published_articles::table.find(id).select(PublishedArticle::as_select()).first(conn).optional()
}

/// Records that readers see `row` instead of `before`. Responses that do not show the article stay valid when its
/// path, its terms and its time of publication are the same. Responses that depend on updates never stay valid.
fn record_change(
    conn: &mut Conn,
    before: Option<&PublishedArticle>,
    row: &PublishedArticle,
    section: &SectionContext,
    terms_changed: bool,
    request: &TransitionRequest,
) -> QueryResult<()> {
    let path = row.path(section);
    let (path_before, tags) = match before {
        None => (None, row.tags(section)?),
        Some(before) => {
            let other_section = before.section_id != row.section_id;
            let other_section =
                other_section.then(|| SectionContext::of(conn, before.section_id)).transpose()?;
            let section_before = other_section.as_ref().unwrap_or(section);
            let moved_in_lists =
                terms_changed || before.slug != row.slug || before.published_at != row.published_at;
            let tags = if moved_in_lists {
                row.tags(section)?.and(before.tags(section_before)?)
            } else {
                CacheTags::only(CacheTag::One(ResourceKind::Article, row.id))
            };
            (Some(before.path(section_before)), tags.and([CacheTag::Updates]))
        }
    };
    let kind = match &path_before {
        None => ChangeType::ArticlePublished,
        Some(_) if request.params.correction.is_some() => ChangeType::ArticleCorrected,
        Some(before) if *before != path => ChangeType::ArticleMoved,
        Some(_) => ChangeType::ArticleUpdated,
    };
    changes::record(conn, Change::new(kind, row.id, tags).at(Some(path), path_before), request.by.at)
}

/// Rebuilds what is derived from the stored payload and body of a published article: the complete payload, and the
/// search index. Does nothing when the article is not published.
pub fn rebuild(conn: &mut Conn, id: i64) -> QueryResult<()> {
    let payload = published_articles::table.find(id).select(published_articles::payload);
    let payload = payload.first::<Json>(conn).optional()?;
    let body = published_bodies::table.find(id).first::<PublishedBody>(conn).optional()?;
    let (Some(payload), Some(body)) = (payload, body) else { return Ok(()) };
    let mut payload: ArticlePayload = payload.read()?;
    payload.complete();
    let column = published_articles::payload.eq(Json::of(&payload)?);
    diesel::update(published_articles::table.find(id)).set(column).execute(conn)?;
    let indexed = IndexedText::of(&body.plain_text, &payload.language);
    let word_positions = indexed.folded.positions.clone();
    let (document, vocabulary) = document(&payload, indexed);
    let body = PublishedBody { document: document.text().to_owned(), word_positions, ..body };
    diesel::update(published_bodies::table.find(id)).set(&body).execute(conn)?;
    published_search::queue(conn, id, &vocabulary)
}

impl PublishedArticle {
    /// Its path by the default template, whatever template the site uses. `section` is its section.
    fn path(&self, section: &SectionContext) -> String {
        Site::default_article_path(&section.path, self.id, &self.slug)
    }

    /// The cache tags of all responses that show it or could show it. `section` is its section.
    fn tags(&self, section: &SectionContext) -> QueryResult<CacheTags> {
        let credits: Vec<Credit> = self.credits.read()?;
        let tags: Vec<i64> = self.tag_ids.read()?;
        let author_lists = credits.iter().map(|credit| CacheTag::Articles(ResourceKind::Author, credit.id));
        let tag_lists = tags.iter().map(|tag| CacheTag::Articles(ResourceKind::Tag, *tag));
        let own = changes::tags_of(ResourceKind::Article, self.id);
        Ok(own.and(author_lists).and(tag_lists).and(changes::list_tags(&section.ancestors)))
    }

    /// Sets the version and the time of update, in the row and in its payload.
    fn set_version(
        &mut self,
        payload: &mut ArticlePayload,
        version: i64,
        updated_at: Time,
    ) -> QueryResult<()> {
        (self.version, payload.version) = (version, version);
        (self.updated_at, payload.updated_at) = (updated_at, updated_at);
        self.payload = Json::of(payload)?;
        Ok(())
    }
}

/// The corrections of an article that readers see, including that of the request. Newest first.
fn all_corrections(conn: &mut Conn, request: &TransitionRequest) -> QueryResult<Vec<DeliveredCorrection>> {
    let added = request.params.correction.iter().map(|correction| DeliveredCorrection {
        kind: correction.kind,
        text: correction.text.clone(),
        published_at: request.by.at,
        updated_at: None,
    });
    Ok(added.chain(corrections_store::shown(conn, request.article)?).collect())
}

/// What an article needs to know of its section.
struct SectionContext {
    path: String,
    /// The ids of the section and of its ancestors.
    ancestors: Vec<i64>,
}

impl SectionContext {
    fn of(conn: &mut Conn, section: i64) -> QueryResult<Self> {
        let path: String =
            published_sections::table.find(section).select(published_sections::path).first(conn)?;
        let ancestors = changes::ancestor_sections(conn, &path)?;
        Ok(Self { path, ancestors })
    }
}

/// Replaces the corrections of a published article, as its new version. Does nothing when the article is not published.
pub fn show_corrections(
    conn: &mut Conn,
    id: i64,
    corrections: Vec<DeliveredCorrection>,
    version: i64,
    now: Time,
) -> QueryResult<()> {
    let Some(mut row) = find(conn, id)? else { return Ok(()) };
    let mut payload: ArticlePayload = row.payload.read()?;
    payload.corrections = corrections;
    row.set_version(&mut payload, version, now)?;
    diesel::update(published_articles::table.find(id)).set(&row).execute(conn)?;
    terms_store::set_times(conn, id, row.published_at, row.updated_at)?;
    let path = row.path(&SectionContext::of(conn, row.section_id)?);
    let tags = CacheTags::only(CacheTag::One(ResourceKind::Article, id)).and([CacheTag::Updates]);
    changes::record(conn, Change::new(ChangeType::ArticleCorrected, id, tags).at(Some(path), None), now)
}

/// Withdraws an article from readers. Its slug stays reserved for it.
pub fn withdraw(conn: &mut Conn, id: i64, now: Time) -> QueryResult<()> {
    unpublish(conn, id, ChangeType::ArticleWithdrawn, now)
}

fn unpublish(conn: &mut Conn, id: i64, kind: ChangeType, now: Time) -> QueryResult<()> {
    let Some(row) = find(conn, id)? else { return Ok(()) };
    slug_history_store::redirect(conn, ResourceKind::Article, &row.slug, id)?;
    let section = SectionContext::of(conn, row.section_id)?;
    let change = Change::new(kind, id, row.tags(&section)?).at(None, Some(row.path(&section)));
    changes::record(conn, change, now)?;
    published_search::remove(conn, id)?;
    terms_store::remove(conn, id)?;
    diesel::delete(published_articles::table.find(id)).execute(conn).map(drop)
}

/// Withdraws an article permanently. Readers see the reason instead.
pub fn kill(conn: &mut Conn, id: i64, reason: &str, now: Time) -> QueryResult<()> {
    unpublish(conn, id, ChangeType::ArticleKilled, now)?;
    diesel::insert_into(published_kills::table)
        .values((
            published_kills::article_id.eq(id),
            published_kills::reason.eq(reason),
            published_kills::killed_at.eq(now),
        ))
        .execute(conn)
        .map(drop)
}

/// Deletes the reason of a killed article, so that readers get 404 instead of 410.
pub fn delete_kill(conn: &mut Conn, id: i64) -> QueryResult<()> {
    changes::invalidate(conn, &changes::tags_of(ResourceKind::Article, id))?;
    diesel::delete(published_kills::table.find(id)).execute(conn).map(drop)
}

/// Builds the rows of a published article, with its payload.
fn build_rows(
    working: &WorkingCopy,
    request: &TransitionRequest,
    corrections: Vec<DeliveredCorrection>,
    body: RenderedBody,
    site_policy: CommentPolicy,
) -> QueryResult<(PublishedArticle, ArticlePayload, PublishedBody, Vocabulary)> {
    let article = &working.article;
    let first_published_at = working.first_publish_time(request);
    let published_at = article.published_at.unwrap_or(first_published_at);
    // Readers did not see an article between its withdrawal and its new publication, so this is an update at the
    // present time.
    let updated_at = if working.first_published_at.is_some() { request.by.at } else { published_at };
    let version = request.version + 1;
    let publication = Publication {
        id: request.article,
        slug: working.slug.clone(),
        version,
        first_published_at,
        published_at,
        updated_at,
        corrections,
        words: body.words,
    };
    let payload = ArticlePayload::of(article, publication);
    let row = PublishedArticle {
        id: request.article,
        slug: working.slug.clone(),
        section_id: article.section_id.unwrap_or_default(),
        published_at,
        updated_at,
        comment_policy: article.comments.policy.unwrap_or(site_policy),
        comments_follow_site: article.comments.policy.is_none(),
        comments_close_at: article.comments.closes_at,
        version,
        credits: Json::of(&article.authors)?,
        tag_ids: Json::of(&article.tag_ids)?,
        related_ids: Json::of(&article.related_ids)?,
        payload: Json::of(&payload)?,
    };
    let word_positions = body.indexed.folded.positions.clone();
    let (document, vocabulary) = document(&payload, body.indexed);
    let body = PublishedBody {
        article_id: request.article,
        blocks: Json::of(&article.body.as_ref().map_or(&[][..], |body| &body.blocks))?,
        document: document.text().to_owned(),
        html: body.html,
        plain_text: body.text,
        word_positions,
    };
    Ok((row, payload, body, vocabulary))
}
