//! The published tables, written.

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::working::WorkingCopy;
use super::{Step, names};
use crate::content::vocabulary::{ArticleType, CommentPolicy, NamedKind};
use crate::content::{Article, Slug, Time, body, reading};
use crate::db::schema::{
    corrections, published_article_authors, published_article_tags, published_articles, published_comments,
    published_kills, site,
};
use crate::db::{Conn, Json, QueryResult, on};

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
    blocks: Json,
    html: String,
    plain_text: String,
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
}

/// The people of an article, in order: author, position, role.
pub type Credits = Vec<(i64, i32, String)>;

/// The tags of an article, in order: tag, position.
pub type Tags = Vec<(i64, i32)>;

/// Moves the content epoch on, and with it the site's time of last change, which never goes back.
///
/// To be called in the transaction of every change that readers can see.
pub fn advance_epoch(conn: &mut Conn, now: Time) -> QueryResult<()> {
    let site = site::table.find(1);
    let last: Time = site.select(site::content_updated_at).first(conn)?;
    let moved = (site::content_epoch.eq(site::content_epoch + 1), site::content_updated_at.eq(now.max(last)));
    diesel::update(site).set(moved).execute(conn).map(drop)
}

/// Shows readers the working copy, and returns the version they see from now on. When they see exactly
/// that already, nothing is touched and it is the version of before.
pub fn publish(conn: &mut Conn, working: &WorkingCopy, step: &Step) -> QueryResult<i64> {
    let before = published_articles::table.find(step.article).first::<PublishedArticle>(conn).optional()?;
    let (credits, tags) = links(&working.article);
    let mut row = render(working, step)?;
    if let Some(before) = &before {
        row.version = before.version;
        row.updated_at = before.updated_at;
        row.comment_count = before.comment_count;
        let same = row == *before && links_of(conn, step.article)? == (credits.clone(), tags.clone());
        if same && step.terms.correction.is_none() {
            return Ok(before.version);
        }
        row.version = step.version + 1;
        row.updated_at = step.by.at;
    }
    advance_epoch(conn, step.by.at)?;
    match &before {
        Some(_) => diesel::update(published_articles::table.find(step.article)).set(&row).execute(conn)?,
        None => diesel::insert_into(published_articles::table).values(&row).execute(conn)?,
    };
    let slug_before = before.as_ref().map_or(&row.slug, |before| &before.slug);
    names::rename(conn, NamedKind::Article, slug_before, &row.slug, step.article)?;
    replace_links(conn, step.article, &credits, &tags)?;
    if let Some(correction) = &step.terms.correction {
        diesel::insert_into(corrections::table)
            .values((
                corrections::article_id.eq(step.article),
                corrections::kind.eq(correction.kind),
                corrections::plain_text.eq(&correction.text),
                corrections::published_at.eq(step.by.at),
            ))
            .execute(conn)?;
    }
    recount_comments(conn, step.article)?;
    Ok(row.version)
}

/// Takes an article back from readers. Its slug is kept, in case it comes back.
pub fn withdraw(conn: &mut Conn, id: i64, now: Time) -> QueryResult<()> {
    let article = published_articles::table.find(id);
    if let Some(slug) = article.select(published_articles::slug).first::<Slug>(conn).optional()? {
        names::retire(conn, NamedKind::Article, &slug, id)?;
    }
    advance_epoch(conn, now)?;
    diesel::delete(article).execute(conn).map(drop)
}

/// Takes an article back for good, and leaves the reason in its place.
pub fn kill(conn: &mut Conn, id: i64, reason: &str, now: Time) -> QueryResult<()> {
    withdraw(conn, id, now)?;
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
pub fn revive(conn: &mut Conn, id: i64, now: Time) -> QueryResult<()> {
    advance_epoch(conn, now)?;
    diesel::delete(published_kills::table.find(id)).execute(conn).map(drop)
}

/// Brings the number of comments that readers are told in line with the comments they see. To be
/// called after [`super::readers_see_a_change`], when a comment was approved or taken back.
pub fn recount_comments(conn: &mut Conn, article: i64) -> QueryResult<()> {
    let count: i64 = published_comments::table
        .filter(published_comments::article_id.eq(article))
        .select(count_star())
        .first(conn)?;
    diesel::update(published_articles::table.find(article))
        .set(published_articles::comment_count.eq(count))
        .execute(conn)
        .map(drop)
}

fn render(working: &WorkingCopy, step: &Step) -> QueryResult<PublishedArticle> {
    let article = &working.article;
    let blocks = article.body.as_ref().map_or(&[][..], |body| &body.blocks);
    let text = body::text(blocks);
    let first_published_at = working.first_publish_time(step);
    let published_at = article.published_at.unwrap_or(first_published_at);
    // An article that comes back after its withdrawal is news to readers now.
    let updated_at = if working.first_published_at.is_some() { step.by.at } else { published_at };
    Ok(PublishedArticle {
        id: step.article,
        slug: working.slug.clone(),
        kind: article.kind,
        language: article.language.to_string(),
        headline: article.headline.clone(),
        kicker: article.kicker.clone(),
        lead: article.lead.clone(),
        summary: article.summary.clone(),
        blocks: Json::of(&blocks)?,
        html: body::html(blocks),
        word_count: i64::from(reading::word_count(&text)),
        plain_text: text,
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
        comment_policy: article.comments.policy,
        comments_close_at: article.comments.closes_at,
        comment_count: 0,
        seo: Json::of(&article.seo)?,
        version: step.version + 1,
    })
}

fn links(article: &Article) -> (Credits, Tags) {
    let credits = article.authors.iter().zip(0..).map(|(credit, at)| (credit.id, at, credit.role.clone()));
    let tags = article.tag_ids.iter().zip(0..).map(|(tag, at)| (*tag, at));
    (credits.collect(), tags.collect())
}

/// The people and tags that readers see with an article.
pub fn links_of(conn: &mut Conn, id: i64) -> QueryResult<(Credits, Tags)> {
    use published_article_authors as credits;
    use published_article_tags as tags;
    let people = credits::table
        .filter(credits::article_id.eq(id))
        .order(credits::position)
        .select((credits::author_id, credits::position, credits::role))
        .load(conn)?;
    let subjects = tags::table
        .filter(tags::article_id.eq(id))
        .order(tags::position)
        .select((tags::tag_id, tags::position))
        .load(conn)?;
    Ok((people, subjects))
}

/// Shows an article with those people and tags.
pub fn replace_links(conn: &mut Conn, id: i64, people: &Credits, subjects: &Tags) -> QueryResult<()> {
    use published_article_authors as credits;
    use published_article_tags as tags;
    // Lists by author and by tag are read from there, in this order.
    let (published_at, updated_at): (Time, Time) = published_articles::table
        .find(id)
        .select((published_articles::published_at, published_articles::updated_at))
        .first(conn)?;
    diesel::delete(credits::table.filter(credits::article_id.eq(id))).execute(conn)?;
    diesel::delete(tags::table.filter(tags::article_id.eq(id))).execute(conn)?;
    let people: Vec<_> = people
        .iter()
        .map(|(author, position, role)| {
            (
                credits::article_id.eq(id),
                credits::author_id.eq(author),
                credits::position.eq(position),
                credits::role.eq(role),
                credits::published_at.eq(published_at),
                credits::updated_at.eq(updated_at),
            )
        })
        .collect();
    let subjects: Vec<_> = subjects
        .iter()
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
