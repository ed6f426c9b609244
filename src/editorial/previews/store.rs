//! Preview links in the database, and what a working copy is shown with.

use diesel::prelude::*;

use crate::content::article::Article;
use crate::content::delivered::{Crumb, DeliveredCorrection, DeliveredCredit, SectionShort, TagShort};
use crate::content::vocabulary::{CorrectionKind, TagType};
use crate::content::{Slug, Time};
use crate::db::schema::{authors, corrections, preview_tokens, published_articles, sections, tags, users};
use crate::db::{Conn, QueryResult};

/// A link, without its token.
#[derive(Debug, Queryable)]
pub struct PreviewToken {
    pub id: i64,
    pub expires_at: Time,
    pub created_at: Time,
    pub created_by: (i64, String),
}

/// Makes a link and returns its id. Links that have expired go.
pub fn insert(
    conn: &mut Conn,
    article: i64,
    digest: &str,
    expires_at: Time,
    by: i64,
    now: Time,
) -> QueryResult<i64> {
    diesel::delete(preview_tokens::table.filter(preview_tokens::expires_at.le(now))).execute(conn)?;
    diesel::insert_into(preview_tokens::table)
        .values((
            preview_tokens::article_id.eq(article),
            preview_tokens::digest.eq(digest),
            preview_tokens::expires_at.eq(expires_at),
            preview_tokens::created_by.eq(by),
            preview_tokens::created_at.eq(now),
        ))
        .returning(preview_tokens::id)
        .get_result(conn)
}

/// The links of an article that work now, newest first.
pub fn list(conn: &mut Conn, article: i64, now: Time) -> QueryResult<Vec<PreviewToken>> {
    use preview_tokens as t;
    t::table
        .inner_join(users::table.on(users::id.eq(t::created_by)))
        .filter(t::article_id.eq(article).and(t::expires_at.gt(now)))
        .order(t::id.desc())
        .select((t::id, t::expires_at, t::created_at, (users::id, users::name)))
        .load(conn)
}

/// The article that a token shows, while it works: until it expires, and as long as whoever made it may sign
/// in.
pub fn article_of(conn: &mut Conn, digest: &str, now: Time) -> QueryResult<Option<i64>> {
    preview_tokens::table
        .inner_join(users::table.on(users::id.eq(preview_tokens::created_by)))
        .filter(preview_tokens::digest.eq(digest).and(preview_tokens::expires_at.gt(now)))
        .filter(users::disabled_at.is_null())
        .select(preview_tokens::article_id)
        .first(conn)
        .optional()
}

/// Takes a link of an article away. False when there is none with that id.
pub fn delete(conn: &mut Conn, article: i64, id: i64) -> QueryResult<bool> {
    let token = preview_tokens::table.find(id).filter(preview_tokens::article_id.eq(article));
    Ok(diesel::delete(token).execute(conn)? == 1)
}

/// The section with that id, and the way to it from the top.
pub fn place(conn: &mut Conn, section: i64) -> QueryResult<Option<(SectionShort, Vec<Crumb>)>> {
    use sections as s;
    let own = s::table
        .find(section)
        .select((s::id, s::slug, s::path, s::name))
        .first::<(i64, String, String, String)>(conn)
        .optional()?;
    let Some((id, slug, path, name)) = own else { return Ok(None) };
    let above = path.match_indices('/').map(|(end, _)| path[..end].to_owned());
    let ways: Vec<String> = above.chain([path.clone()]).collect();
    // A longer path is further down.
    let steps: Vec<(i64, String, String)> =
        s::table.filter(s::path.eq_any(ways)).order(s::path).select((s::id, s::path, s::name)).load(conn)?;
    let breadcrumb = steps.into_iter().map(|(id, path, name)| Crumb { id, path, name }).collect();
    Ok(Some((SectionShort { id, slug, path, name }, breadcrumb)))
}

/// The people of an article, in the order of the byline.
pub fn credits(conn: &mut Conn, article: &Article) -> QueryResult<Vec<DeliveredCredit>> {
    let ids: Vec<i64> = article.authors.iter().map(|credit| credit.id).collect();
    let known: Vec<(i64, String, String)> = authors::table
        .filter(authors::id.eq_any(ids))
        .select((authors::id, authors::slug, authors::name))
        .load(conn)?;
    let credits = article.authors.iter().filter_map(|credit| {
        let (id, slug, name) = known.iter().find(|(id, ..)| *id == credit.id)?.clone();
        Some(DeliveredCredit { id, slug, name, role: credit.role.clone() })
    });
    Ok(credits.collect())
}

/// The tags of an article, most important first.
pub fn subjects(conn: &mut Conn, article: &Article) -> QueryResult<Vec<TagShort>> {
    let known: Vec<(i64, Slug, String, TagType)> = tags::table
        .filter(tags::id.eq_any(article.tag_ids.clone()))
        .select((tags::id, tags::slug, tags::name, tags::kind))
        .load(conn)?;
    let subjects = article.tag_ids.iter().filter_map(|tag| {
        let (id, slug, name, kind) = known.iter().find(|(id, ..)| id == tag)?.clone();
        Some(TagShort { id, slug: slug.into_string(), name, kind })
    });
    Ok(subjects.collect())
}

/// What readers were told of changes, newest first.
pub fn corrections(conn: &mut Conn, article: i64) -> QueryResult<Vec<DeliveredCorrection>> {
    use corrections as c;
    let told: Vec<(CorrectionKind, String, Time)> = c::table
        .filter(c::article_id.eq(article))
        .order((c::published_at.desc(), c::id.desc()))
        .select((c::kind, c::plain_text, c::published_at))
        .load(conn)?;
    let told =
        told.into_iter().map(|(kind, text, published_at)| DeliveredCorrection { kind, text, published_at });
    Ok(told.collect())
}

/// How many comments readers see under the article.
pub fn comment_count(conn: &mut Conn, article: i64) -> QueryResult<i64> {
    let count = published_articles::table.find(article).select(published_articles::comment_count);
    Ok(count.first(conn).optional()?.unwrap_or(0))
}
