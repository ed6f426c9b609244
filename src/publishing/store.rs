//! The published tables, written.

use std::collections::BTreeSet;

use diesel::prelude::*;

use super::changes::{self, Change, ChangeType};
use super::working::WorkingCopy;
use super::{Step, comments, names, terms_store};
use crate::content::article::Credit;
use crate::content::delivered::{ArticlePayload, DeliveredCorrection};
use crate::content::folding::{self, FoldedText};
use crate::content::vocabulary::{CommentPolicy, CorrectionKind, NamedKind};
use crate::content::{Article, CacheTag, CacheTags, Slug, Term, Time, body, reading};
use crate::db::published_search::{self, Document};
use crate::db::schema::{
    corrections, published_articles, published_bodies, published_kills, published_sections,
};
use crate::db::{Conn, Json, QueryResult};
use crate::http::Site;

/// A row of `published_articles`.
#[derive(Debug, PartialEq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = published_articles, treat_none_as_null = true)]
struct PublishedArticle {
    id: i64,
    slug: Slug,
    section_id: i64,
    published_at: Time,
    updated_at: Time,
    comment_policy: CommentPolicy,
    comments_close_at: Option<Time>,
    comment_count: i64,
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

/// What a published article is filed under.
#[derive(Clone, Debug)]
pub struct Links {
    /// Its people, in order.
    pub credits: Vec<Credit>,
    /// Its tags, in order.
    pub tag_ids: Vec<i64>,
}

/// Shows readers the working copy, and returns the version they see from now on. When they see exactly
/// that already, nothing is touched and it is the version of before.
pub fn publish(conn: &mut Conn, working: &WorkingCopy, step: &Step, body: RenderedBody) -> QueryResult<i64> {
    let id = step.article;
    let before = published_articles::table.find(id).first::<PublishedArticle>(conn).optional()?;
    let corrections = corrections_of(conn, step)?;
    let (mut row, mut payload, body) = render(working, step, corrections, body, comments::policy(conn)?)?;
    if let Some(before) = &before {
        row.comment_count = before.comment_count;
        row.date(&mut payload, before.version, before.updated_at)?;
        let text_before: PublishedBody = published_bodies::table.find(id).first(conn)?;
        if row == *before && body == text_before {
            return Ok(before.version);
        }
        row.date(&mut payload, step.version + 1, step.by.at)?;
    }
    record(conn, before.as_ref(), &row, step)?;
    match &before {
        Some(_) => {
            diesel::update(published_articles::table.find(id)).set(&row).execute(conn)?;
            diesel::update(published_bodies::table.find(id)).set(&body).execute(conn)?;
        }
        None => {
            diesel::insert_into(published_articles::table).values(&row).execute(conn)?;
            diesel::insert_into(published_bodies::table).values(&body).execute(conn)?;
        }
    };
    let slug_before = before.as_ref().map_or(&row.slug, |before| &before.slug);
    names::rename(conn, NamedKind::Article, slug_before, &row.slug, id)?;
    let place = Place::of(conn, row.section_id)?;
    terms_store::set(conn, id, &terms(&working.article, &place), row.published_at, row.updated_at)?;
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
    comments::recount(conn, &[(id, None)])?;
    published_search::queue(conn, id)?;
    Ok(row.version)
}

/// Enters among the changes that readers see `row` where they saw `before`.
fn record(
    conn: &mut Conn,
    before: Option<&PublishedArticle>,
    row: &PublishedArticle,
    step: &Step,
) -> QueryResult<()> {
    let place = Place::of(conn, row.section_id)?;
    let mut tags = row.tags(&place)?;
    let path = row.path(&place);
    let mut path_before = None;
    if let Some(before) = before {
        let moved = before.section_id != row.section_id;
        let place = if moved { Place::of(conn, before.section_id)? } else { place };
        tags = tags.and(before.tags(&place)?);
        path_before = Some(before.path(&place));
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
    let body = PublishedBody { document, word_places: folded.places, ..body };
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
        let people = credits.iter().map(|credit| CacheTag::Articles(NamedKind::Author, credit.id));
        let subjects = tags.iter().map(|tag| CacheTag::Articles(NamedKind::Tag, *tag));
        let own = changes::tags_of(NamedKind::Article, self.id);
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

/// What is searched of an article with that text.
fn document(payload: &ArticlePayload, text: &FoldedText) -> Document {
    let folded = |text: &Option<String>| text.as_deref().map(folding::words).unwrap_or_default();
    let above = [&payload.kicker, &payload.lead, &payload.summary].map(folded);
    let above = above.each_ref().map(String::as_str);
    Document::of(&folding::words(&payload.headline), above, &text.words)
}

/// A body in the forms that are kept for readers.
#[derive(Debug)]
pub struct RenderedBody {
    html: String,
    text: String,
    /// How many words the text has.
    words: u32,
    folded: FoldedText,
}

impl RenderedBody {
    /// The body of an article.
    pub fn of(article: &Article) -> Self {
        let blocks = article.body.as_ref().map_or(&[][..], |body| &body.blocks);
        let text = body::text(blocks);
        Self {
            html: body::html(blocks),
            words: reading::word_count(&text),
            folded: FoldedText::of(&text),
            text,
        }
    }
}

/// What readers have been told of an article after a step, newest first.
fn corrections_of(conn: &mut Conn, step: &Step) -> QueryResult<Vec<DeliveredCorrection>> {
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
    section_id: i64,
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
        let lists = sections.iter().map(|id| CacheTag::Articles(NamedKind::Section, *id)).collect();
        Ok(Self { section_id: section, section_path, sections, lists })
    }
}

/// Takes an article back from readers. Its slug is kept, in case it comes back.
pub fn withdraw(conn: &mut Conn, id: i64, now: Time) -> QueryResult<()> {
    take_back(conn, id, ChangeType::ArticleWithdrawn, now)
}

fn take_back(conn: &mut Conn, id: i64, kind: ChangeType, now: Time) -> QueryResult<()> {
    let article = published_articles::table.find(id);
    let Some(row) = article.first::<PublishedArticle>(conn).optional()? else { return Ok(()) };
    names::retire(conn, NamedKind::Article, &row.slug, id)?;
    let place = Place::of(conn, row.section_id)?;
    let change = Change::new(kind, id, row.tags(&place)?).at(None, Some(row.path(&place)));
    changes::record(conn, change, now)?;
    published_search::forget(conn, id)?;
    terms_store::forget(conn, id)?;
    diesel::delete(article).execute(conn).map(drop)
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
    changes::touch(conn, &changes::tags_of(NamedKind::Article, id))?;
    diesel::delete(published_kills::table.find(id)).execute(conn).map(drop)
}

fn render(
    working: &WorkingCopy,
    step: &Step,
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
    let words = body.words;
    let payload = ArticlePayload {
        id: step.article,
        slug: working.slug.to_string(),
        kind: article.kind,
        language: article.language.to_string(),
        dir: article.language.direction(),
        headline: article.headline.clone(),
        kicker: article.kicker.clone(),
        lead: article.lead.clone(),
        summary: article.summary.clone(),
        word_count: i64::from(words),
        reading_minutes: reading::reading_minutes(words),
        byline: article.byline.clone(),
        source: article.source.clone(),
        dateline: article.dateline.clone(),
        lead_image: article.lead_image.clone(),
        is_breaking: article.is_breaking,
        is_featured: article.is_featured,
        first_published_at,
        published_at,
        updated_at,
        corrections,
        seo: article.seo.clone(),
        version,
    };
    let row = PublishedArticle {
        id: step.article,
        slug: working.slug.clone(),
        section_id: article.section_id.unwrap_or_default(),
        published_at,
        updated_at,
        comment_policy: article.comments.policy.unwrap_or(site_policy),
        comments_follow_site: article.comments.policy.is_none(),
        comments_close_at: article.comments.closes_at,
        comment_count: 0,
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
        word_places: body.folded.places,
    };
    Ok((row, payload, body))
}

/// The lists that an article in that section is on.
fn terms(article: &Article, place: &Place) -> BTreeSet<Term> {
    let own = [Term::All, Term::Type(article.kind)];
    let language = article.language.to_string();
    let links = Term::of_links(&article.authors, &article.tag_ids);
    let sections = Term::of_section(place.section_id, &place.sections);
    let breaking = article.is_breaking.then_some(Term::Breaking);
    let featured = article.is_featured.then_some(Term::Featured);
    own.into_iter()
        .chain(Term::of_language(&language))
        .chain(links)
        .chain(sections)
        .chain(breaking)
        .chain(featured)
        .collect()
}

/// What readers see that an article is filed under.
pub fn links_of(conn: &mut Conn, id: i64) -> QueryResult<Links> {
    let (credits, tag_ids): (Json, Json) = published_articles::table
        .find(id)
        .select((published_articles::credits, published_articles::tag_ids))
        .first(conn)?;
    Ok(Links { credits: credits.read()?, tag_ids: tag_ids.read()? })
}

/// Names those people and tags in an article. The lists it is on are changed apart.
pub fn set_links(conn: &mut Conn, id: i64, links: &Links) -> QueryResult<()> {
    let named = (
        published_articles::credits.eq(Json::of(&links.credits)?),
        published_articles::tag_ids.eq(Json::of(&links.tag_ids)?),
    );
    diesel::update(published_articles::table.find(id)).set(named).execute(conn).map(drop)
}
