//! Reads and writes preview links, and reads what a preview shows besides the working copy.

use diesel::prelude::*;

use super::model::PreviewToken;
use crate::content::article::Article;
use crate::content::delivered::{Crumb, DeliveredCredit, SectionShort, TagShort};
use crate::content::vocabulary::TagType;
use crate::content::{Slug, Time};
use crate::db::schema::{authors, preview_tokens, published_articles, sections, tags, users};
use crate::db::{Conn, QueryResult};

/// Inserts a link and returns its id. Deletes expired links.
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

/// The links of an article that have not expired, newest first.
pub fn list(conn: &mut Conn, article: i64, now: Time) -> QueryResult<Vec<PreviewToken>> {
    use preview_tokens as t;
    t::table
        .inner_join(users::table.on(users::id.eq(t::created_by)))
        .filter(t::article_id.eq(article).and(t::expires_at.gt(now)))
        .order(t::id.desc())
        .select((t::id, t::expires_at, t::created_at, (users::id, users::name)))
        .load(conn)
}

/// The News ID for a token; `None` when the token is unknown or expired, or the account that created it is disabled.
pub fn find_article(conn: &mut Conn, digest: &str, now: Time) -> QueryResult<Option<i64>> {
    preview_tokens::table
        .inner_join(users::table.on(users::id.eq(preview_tokens::created_by)))
        .filter(preview_tokens::digest.eq(digest).and(preview_tokens::expires_at.gt(now)))
        .filter(users::disabled_at.is_null())
        .select(preview_tokens::article_id)
        .first(conn)
        .optional()
}

/// Deletes a link of an article. Returns false when the article has no link with that id.
pub fn delete(conn: &mut Conn, article: i64, id: i64) -> QueryResult<bool> {
    let token = preview_tokens::table.find(id).filter(preview_tokens::article_id.eq(article));
    Ok(diesel::delete(token).execute(conn)? == 1)
}

/// A section and its breadcrumb: the sections from the top level down to the section itself.
pub fn section(conn: &mut Conn, section: i64) -> QueryResult<Option<(SectionShort, Vec<Crumb>)>> {
    use sections as s;
    let own = s::table
        .find(section)
        .select((s::id, s::slug, s::path, s::name))
        .first::<(i64, String, String, String)>(conn)
        .optional()?;
    let Some((id, slug, path, name)) = own else { return Ok(None) };
    let above = path.match_indices('/').map(|(end, _)| path[..end].to_owned());
    let paths: Vec<String> = above.chain([path.clone()]).collect();
    // The path of a parent sorts before the paths of its subsections.
    let crumbs: Vec<(i64, String, String)> =
        s::table.filter(s::path.eq_any(paths)).order(s::path).select((s::id, s::path, s::name)).load(conn)?;
    let breadcrumb = crumbs.into_iter().map(|(id, path, name)| Crumb { id, path, name }).collect();
    Ok(Some((SectionShort { id, slug, path, name }, breadcrumb)))
}

/// The authors of an article, in the order of the byline. Deleted authors are left out.
pub fn credits(conn: &mut Conn, article: &Article) -> QueryResult<Vec<DeliveredCredit>> {
    let ids: Vec<i64> = article.authors.iter().map(|credit| credit.id).collect();
    let existing: Vec<(i64, String, String)> = authors::table
        .filter(authors::id.eq_any(ids))
        .select((authors::id, authors::slug, authors::name))
        .load(conn)?;
    let credits = article.authors.iter().filter_map(|credit| {
        let (id, slug, name) = existing.iter().find(|(id, ..)| *id == credit.id)?.clone();
        Some(DeliveredCredit { id, slug, name, role: credit.role.clone() })
    });
    Ok(credits.collect())
}

/// The tags of an article, most important first. Deleted tags are left out.
pub fn tags_of(conn: &mut Conn, article: &Article) -> QueryResult<Vec<TagShort>> {
    let existing: Vec<(i64, Slug, String, TagType)> = tags::table
        .filter(tags::id.eq_any(article.tag_ids.clone()))
        .select((tags::id, tags::slug, tags::name, tags::kind))
        .load(conn)?;
    let tags = article.tag_ids.iter().filter_map(|tag| {
        let (id, slug, name, kind) = existing.iter().find(|(id, ..)| id == tag)?.clone();
        Some(TagShort { id, slug: slug.into_string(), name, kind })
    });
    Ok(tags.collect())
}

/// The number of public comments of an article; 0 when it is not published.
pub fn comment_count(conn: &mut Conn, article: i64) -> QueryResult<i64> {
    let count = published_articles::table.find(article).select(published_articles::comment_count);
    Ok(count.first(conn).optional()?.unwrap_or(0))
}
