//! The published tables, written.

use diesel::prelude::*;

use super::changes::{self, Change, ChangeType};
use super::working::WorkingCopy;
use super::{Step, comments, names};
use crate::content::article::{Credit, LeadImage};
use crate::content::delivered::{DeliveredCorrection, OwnMembers};
use crate::content::vocabulary::{ArticleType, CommentPolicy, CorrectionKind, NamedKind};
use crate::content::{Article, CacheTag, CacheTags, Language, Slug, Time, body, reading};
use crate::db::schema::{
    corrections, published_article_authors, published_article_tags, published_articles, published_bodies,
    published_kills, published_sections,
};
use crate::db::{Conn, Json, QueryResult, on, published_search};
use crate::http::Site;

/// A row of `published_articles`.
#[derive(Debug, PartialEq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = published_articles, treat_none_as_null = true)]
struct PublishedArticle {
    id: i64,
    slug: Slug,
    kind: ArticleType,
    language: String,
    headline: String,
    kicker: Option<String>,
    lead: Option<String>,
    summary: Option<String>,
    word_count: i64,
    section_id: i64,
    byline: Option<String>,
    source: Option<String>,
    dateline: Option<String>,
    lead_image: Option<Json>,
    is_breaking: bool,
    is_featured: bool,
    first_published_at: Time,
    published_at: Time,
    updated_at: Time,
    comment_policy: CommentPolicy,
    comments_close_at: Option<Time>,
    comment_count: i64,
    seo: Json,
    version: i64,
    credits: Json,
    tag_ids: Json,
    related_ids: Json,
    corrections: Json,
    shown: Json,
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
pub fn publish(conn: &mut Conn, working: &WorkingCopy, step: &Step) -> QueryResult<i64> {
    let id = step.article;
    let before = published_articles::table.find(id).first::<PublishedArticle>(conn).optional()?;
    let told = corrections_of(conn, step)?;
    let (mut row, body) = render(working, step, &told, comments::policy(conn)?)?;
    if let Some(before) = &before {
        row.version = before.version;
        row.updated_at = before.updated_at;
        row.comment_count = before.comment_count;
        row.shown = before.shown.clone();
        let text_before: PublishedBody = published_bodies::table.find(id).first(conn)?;
        if row == *before && body == text_before {
            return Ok(before.version);
        }
        row.version = step.version + 1;
        row.updated_at = step.by.at;
    }
    row.shown = row.show()?;
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
    write_links(conn, id, &Links::of(&working.article))?;
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
    index(conn, &row, &body)?;
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
    let row = published_articles::table.find(id).first::<PublishedArticle>(conn).optional()?;
    let body = published_bodies::table.find(id).first::<PublishedBody>(conn).optional()?;
    let (Some(row), Some(body)) = (row, body) else { return Ok(()) };
    let shown = published_articles::shown.eq(row.show()?);
    diesel::update(published_articles::table.find(id)).set(shown).execute(conn)?;
    index(conn, &row, &body)
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

    /// What it shows of its own, as it is answered.
    fn show(&self) -> QueryResult<Json> {
        let lead_image: Option<LeadImage> = self.lead_image.as_ref().map(Json::read).transpose()?;
        let corrections: Vec<DeliveredCorrection> = self.corrections.read()?;
        Json::of(&OwnMembers {
            id: self.id,
            slug: &self.slug,
            kind: self.kind,
            language: &self.language,
            dir: Language::direction_of(&self.language),
            headline: &self.headline,
            kicker: self.kicker.as_deref(),
            lead: self.lead.as_deref(),
            summary: self.summary.as_deref(),
            word_count: self.word_count,
            reading_minutes: reading::minutes_of(self.word_count),
            byline: self.byline.as_deref(),
            source: self.source.as_deref(),
            dateline: self.dateline.as_deref(),
            lead_image: lead_image.as_ref(),
            is_breaking: self.is_breaking,
            is_featured: self.is_featured,
            first_published_at: self.first_published_at,
            published_at: self.published_at,
            updated_at: self.updated_at,
            corrections: &corrections,
            seo: &self.seo.read()?,
            version: self.version,
        })
    }
}

fn index(conn: &mut Conn, row: &PublishedArticle, body: &PublishedBody) -> QueryResult<()> {
    let texts = published_search::Texts {
        headline: &row.headline,
        kicker: row.kicker.as_deref().unwrap_or_default(),
        lead: row.lead.as_deref().unwrap_or_default(),
        summary: row.summary.as_deref().unwrap_or_default(),
        body: &body.plain_text,
    };
    published_search::index(conn, row.id, row.published_at, &texts)
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
    section_path: String,
    /// The tags of the lists that hold the section's articles.
    lists: Vec<CacheTag>,
}

impl Place {
    fn of(conn: &mut Conn, section: i64) -> QueryResult<Self> {
        let section_path: String =
            published_sections::table.find(section).select(published_sections::path).first(conn)?;
        let lists = changes::lists_above(conn, &section_path)?;
        Ok(Self { section_path, lists })
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
    told: &[DeliveredCorrection],
    site_policy: CommentPolicy,
) -> QueryResult<(PublishedArticle, PublishedBody)> {
    let article = &working.article;
    let blocks = article.body.as_ref().map_or(&[][..], |body| &body.blocks);
    let text = body::text(blocks);
    let first_published_at = working.first_publish_time(step);
    let published_at = article.published_at.unwrap_or(first_published_at);
    // An article that comes back after its withdrawal is news to readers now.
    let updated_at = if working.first_published_at.is_some() { step.by.at } else { published_at };
    let row = PublishedArticle {
        id: step.article,
        slug: working.slug.clone(),
        kind: article.kind,
        language: article.language.to_string(),
        headline: article.headline.clone(),
        kicker: article.kicker.clone(),
        lead: article.lead.clone(),
        summary: article.summary.clone(),
        word_count: i64::from(reading::word_count(&text)),
        section_id: article.section_id.unwrap_or_default(),
        byline: article.byline.clone(),
        source: article.source.clone(),
        dateline: article.dateline.clone(),
        lead_image: article.lead_image.as_ref().map(Json::of).transpose()?,
        is_breaking: article.is_breaking,
        is_featured: article.is_featured,
        first_published_at,
        published_at,
        updated_at,
        comment_policy: article.comments.policy.unwrap_or(site_policy),
        comments_follow_site: article.comments.policy.is_none(),
        comments_close_at: article.comments.closes_at,
        comment_count: 0,
        seo: Json::of(&article.seo)?,
        version: step.version + 1,
        credits: Json::of(&article.authors)?,
        tag_ids: Json::of(&article.tag_ids)?,
        related_ids: Json::of(&article.related_ids)?,
        corrections: Json::of(&told)?,
        shown: Json::default(),
    };
    let body = PublishedBody {
        article_id: step.article,
        blocks: Json::of(&blocks)?,
        html: body::html(blocks),
        plain_text: text,
    };
    Ok((row, body))
}

impl Links {
    fn of(article: &Article) -> Self {
        Self { credits: article.authors.clone(), tag_ids: article.tag_ids.clone() }
    }
}

/// What readers see that an article is filed under.
pub fn links_of(conn: &mut Conn, id: i64) -> QueryResult<Links> {
    let (credits, tag_ids): (Json, Json) = published_articles::table
        .find(id)
        .select((published_articles::credits, published_articles::tag_ids))
        .first(conn)?;
    Ok(Links { credits: credits.read()?, tag_ids: tag_ids.read()? })
}

/// Files an article under those people and tags.
pub fn refile(conn: &mut Conn, id: i64, links: &Links) -> QueryResult<()> {
    let shown = (
        published_articles::credits.eq(Json::of(&links.credits)?),
        published_articles::tag_ids.eq(Json::of(&links.tag_ids)?),
    );
    diesel::update(published_articles::table.find(id)).set(shown).execute(conn)?;
    write_links(conn, id, links)
}

/// Writes what lists by author and by tag are read from, in their order.
fn write_links(conn: &mut Conn, id: i64, links: &Links) -> QueryResult<()> {
    use published_article_authors as credits;
    use published_article_tags as tags;
    let (published_at, updated_at): (Time, Time) = published_articles::table
        .find(id)
        .select((published_articles::published_at, published_articles::updated_at))
        .first(conn)?;
    diesel::delete(credits::table.filter(credits::article_id.eq(id))).execute(conn)?;
    diesel::delete(tags::table.filter(tags::article_id.eq(id))).execute(conn)?;
    let people: Vec<_> = links
        .credits
        .iter()
        .zip(0..)
        .map(|(credit, position)| {
            (
                credits::article_id.eq(id),
                credits::author_id.eq(credit.id),
                credits::position.eq(position),
                credits::role.eq(&credit.role),
                credits::published_at.eq(published_at),
                credits::updated_at.eq(updated_at),
            )
        })
        .collect();
    let subjects: Vec<_> = links
        .tag_ids
        .iter()
        .zip(0..)
        .map(|(tag, position)| {
            (
                tags::article_id.eq(id),
                tags::tag_id.eq(tag),
                tags::position.eq(position),
                tags::published_at.eq(published_at),
                tags::updated_at.eq(updated_at),
            )
        })
        .collect();
    on!(conn, |c| diesel::insert_into(credits::table).values(&people).execute(c))?;
    on!(conn, |c| diesel::insert_into(tags::table).values(&subjects).execute(c))?;
    Ok(())
}
