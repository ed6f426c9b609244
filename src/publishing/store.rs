//! The published tables, written.

use diesel::prelude::*;

use super::changes::{self, Change, ChangeType};
use super::rendering::{RenderedBody, document, terms};
use super::working_copy_store::WorkingCopy;
use super::{TransitionRequest, comments, slug_history_store, terms_store};
use crate::content::article::Credit;
use crate::content::delivered::{ArticlePayload, DeliveredCorrection, Publication};
use crate::content::folding::FoldedText;
use crate::content::vocabulary::{CommentPolicy, CorrectionKind, ResourceKind};
use crate::content::{CacheTag, CacheTags, Slug, Time};
use crate::db::schema::{
    corrections, published_articles, published_bodies, published_kills, published_sections,
};
use crate::db::{Conn, Json, QueryResult, published_search};
use crate::http::Site;

/// A row of `published_articles`, but for the number of comments.
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
    /// What is searched: the words of headline, kicker, lead, summary and body.
    document: String,
    /// Where the words of the body stand in its plain text.
    word_places: Vec<u8>,
}

/// Shows readers the working copy, and returns the version they see from now on. When they see exactly
/// that already, nothing is touched and it is the version of before.
pub fn publish(
    conn: &mut Conn,
    working: &WorkingCopy,
    step: &TransitionRequest,
    body: RenderedBody,
) -> QueryResult<i64> {
    let id = step.article;
    let before = row_of(conn, id)?;
    let corrections = corrections_of(conn, step)?;
    let (mut row, mut payload, body) = render(working, step, corrections, body, comments::policy(conn)?)?;
    if let Some(before) = &before {
        row.date(&mut payload, before.version, before.updated_at)?;
        let text_before: PublishedBody = published_bodies::table.find(id).first(conn)?;
        if row == *before && body == text_before {
            return Ok(before.version);
        }
        row.date(&mut payload, step.version + 1, step.by.at)?;
    }
    let place = Place::of(conn, row.section_id)?;
    match &before {
        Some(_) => {
            diesel::update(published_articles::table.find(id)).set(&row).execute(conn)?;
            diesel::update(published_bodies::table.find(id)).set(&body).execute(conn)?;
        }
        None => {
            let comments = published_articles::comment_count.eq(comments::count(conn, id)?);
            diesel::insert_into(published_articles::table).values((&row, comments)).execute(conn)?;
            diesel::insert_into(published_bodies::table).values(&body).execute(conn)?;
        }
    };
    let slug_before = before.as_ref().map_or(&row.slug, |before| &before.slug);
    slug_history_store::rename(conn, ResourceKind::Article, slug_before, &row.slug, id)?;
    let terms = terms(&working.article, row.section_id, &place.sections);
    let on_other_lists = terms_store::set(conn, id, &terms, row.published_at, row.updated_at)?;
    record(conn, before.as_ref(), &row, &place, on_other_lists, step)?;
    if let Some(correction) = &step.terms.correction {
        diesel::insert_into(corrections::table)
            .values((
                corrections::article_id.eq(id),
                corrections::kind.eq(correction.kind),
                corrections::plain_text.eq(&correction.text),
                corrections::published_at.eq(step.by.at),
            ))
            .execute(conn)?;
    }
    published_search::queue(conn, id)?;
    Ok(row.version)
}

/// What readers see of an article.
fn row_of(conn: &mut Conn, id: i64) -> QueryResult<Option<PublishedArticle>> {
    published_articles::table.find(id).select(PublishedArticle::as_select()).first(conn).optional()
}

/// Enters among the changes that readers see `row` in its section where they saw `before`. Answers that do not show the
/// article stay valid when it has the same address and the same place on the same lists, unless they go by updates.
fn record(
    conn: &mut Conn,
    before: Option<&PublishedArticle>,
    row: &PublishedArticle,
    place: &Place,
    on_other_lists: bool,
    step: &TransitionRequest,
) -> QueryResult<()> {
    let mut tags = row.tags(place)?;
    let path = row.path(place);
    let mut path_before = None;
    if let Some(before) = before {
        let moved_from = (before.section_id != row.section_id).then(|| Place::of(conn, before.section_id));
        let moved_from = moved_from.transpose()?;
        let place = moved_from.as_ref().unwrap_or(place);
        path_before = Some(before.path(place));
        tags = if on_other_lists || before.slug != row.slug || before.published_at != row.published_at {
            tags.and(before.tags(place)?).and([CacheTag::Updates])
        } else {
            CacheTags::only(CacheTag::One(ResourceKind::Article, row.id)).and([CacheTag::Updates])
        };
    }
    let kind = match &path_before {
        None => ChangeType::ArticlePublished,
        Some(_) if step.terms.correction.is_some() => ChangeType::ArticleCorrected,
        Some(before) if *before != path => ChangeType::ArticleMoved,
        Some(_) => ChangeType::ArticleUpdated,
    };
    changes::record(conn, Change::new(kind, row.id, tags).at(Some(path), path_before), step.by.at)
}

/// Makes everything anew that is derived from an article as it was published, when it is.
pub fn renew(conn: &mut Conn, id: i64) -> QueryResult<()> {
    let payload = published_articles::table.find(id).select(published_articles::payload);
    let payload = payload.first::<Json>(conn).optional()?;
    let body = published_bodies::table.find(id).first::<PublishedBody>(conn).optional()?;
    let (Some(payload), Some(body)) = (payload, body) else { return Ok(()) };
    let mut payload: ArticlePayload = payload.read()?;
    payload.complete();
    let written = published_articles::payload.eq(Json::of(&payload)?);
    diesel::update(published_articles::table.find(id)).set(written).execute(conn)?;
    let folded = FoldedText::of(&body.plain_text);
    let document = document(&payload, &folded).text().to_owned();
    let body = PublishedBody { document, word_places: folded.positions, ..body };
    diesel::update(published_bodies::table.find(id)).set(&body).execute(conn)?;
    published_search::queue(conn, id)
}

impl PublishedArticle {
    /// Its path on the site, in that section.
    fn path(&self, place: &Place) -> String {
        Site::article_path(&place.section_path, self.id, &self.slug)
    }

    /// The tags of all answers that show it, or could, in that section.
    fn tags(&self, place: &Place) -> QueryResult<CacheTags> {
        let credits: Vec<Credit> = self.credits.read()?;
        let tags: Vec<i64> = self.tag_ids.read()?;
        let people = credits.iter().map(|credit| CacheTag::Articles(ResourceKind::Author, credit.id));
        let subjects = tags.iter().map(|tag| CacheTag::Articles(ResourceKind::Tag, *tag));
        let own = changes::tags_of(ResourceKind::Article, self.id);
        Ok(own.and(people).and(subjects).and(place.lists.iter().copied()))
    }

    /// Writes the payload into it, as that of a version of that time.
    fn date(&mut self, payload: &mut ArticlePayload, version: i64, updated_at: Time) -> QueryResult<()> {
        (self.version, payload.version) = (version, version);
        (self.updated_at, payload.updated_at) = (updated_at, updated_at);
        self.payload = Json::of(payload)?;
        Ok(())
    }
}

/// What readers have been told of an article after a step, newest first.
fn corrections_of(conn: &mut Conn, step: &TransitionRequest) -> QueryResult<Vec<DeliveredCorrection>> {
    let before: Vec<(CorrectionKind, String, Time)> = corrections::table
        .filter(corrections::article_id.eq(step.article))
        .order((corrections::published_at.desc(), corrections::id.desc()))
        .select((corrections::kind, corrections::plain_text, corrections::published_at))
        .load(conn)?;
    let added =
        step.terms.correction.iter().map(|correction| (correction.kind, correction.text.clone(), step.by.at));
    let told = added.chain(before);
    Ok(told.map(|(kind, text, published_at)| DeliveredCorrection { kind, text, published_at }).collect())
}

/// A section, as an article in it needs it.
struct Place {
    section_path: String,
    /// The sections on the way from the top down to it, it included.
    sections: Vec<i64>,
    /// The tags of the lists that hold the section's articles.
    lists: Vec<CacheTag>,
}

impl Place {
    fn of(conn: &mut Conn, section: i64) -> QueryResult<Self> {
        let section_path: String =
            published_sections::table.find(section).select(published_sections::path).first(conn)?;
        let sections = changes::sections_above(conn, &section_path)?;
        let lists = sections.iter().map(|id| CacheTag::Articles(ResourceKind::Section, *id)).collect();
        Ok(Self { section_path, sections, lists })
    }
}

/// Takes an article back from readers. Its slug is kept, in case it comes back.
pub fn withdraw(conn: &mut Conn, id: i64, now: Time) -> QueryResult<()> {
    take_back(conn, id, ChangeType::ArticleWithdrawn, now)
}

fn take_back(conn: &mut Conn, id: i64, kind: ChangeType, now: Time) -> QueryResult<()> {
    let Some(row) = row_of(conn, id)? else { return Ok(()) };
    slug_history_store::redirect(conn, ResourceKind::Article, &row.slug, id)?;
    let place = Place::of(conn, row.section_id)?;
    let change = Change::new(kind, id, row.tags(&place)?).at(None, Some(row.path(&place)));
    changes::record(conn, change, now)?;
    published_search::forget(conn, id)?;
    terms_store::forget(conn, id)?;
    diesel::delete(published_articles::table.find(id)).execute(conn).map(drop)
}

/// Takes an article back for good, and leaves the reason in its place.
pub fn kill(conn: &mut Conn, id: i64, reason: &str, now: Time) -> QueryResult<()> {
    take_back(conn, id, ChangeType::ArticleKilled, now)?;
    diesel::insert_into(published_kills::table)
        .values((
            published_kills::article_id.eq(id),
            published_kills::reason.eq(reason),
            published_kills::killed_at.eq(now),
        ))
        .execute(conn)
        .map(drop)
}

/// Takes the reason away again.
pub fn revive(conn: &mut Conn, id: i64) -> QueryResult<()> {
    changes::touch(conn, &changes::tags_of(ResourceKind::Article, id))?;
    diesel::delete(published_kills::table.find(id)).execute(conn).map(drop)
}

fn render(
    working: &WorkingCopy,
    step: &TransitionRequest,
    corrections: Vec<DeliveredCorrection>,
    body: RenderedBody,
    site_policy: CommentPolicy,
) -> QueryResult<(PublishedArticle, ArticlePayload, PublishedBody)> {
    let article = &working.article;
    let first_published_at = working.first_publish_time(step);
    let published_at = article.published_at.unwrap_or(first_published_at);
    // An article that comes back after its withdrawal is news to readers now.
    let updated_at = if working.first_published_at.is_some() { step.by.at } else { published_at };
    let version = step.version + 1;
    let publication = Publication {
        id: step.article,
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
        id: step.article,
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
    let body = PublishedBody {
        article_id: step.article,
        blocks: Json::of(&article.body.as_ref().map_or(&[][..], |body| &body.blocks))?,
        document: document(&payload, &body.folded).text().to_owned(),
        html: body.html,
        plain_text: body.text,
        word_places: body.folded.positions,
    };
    Ok((row, payload, body))
}
