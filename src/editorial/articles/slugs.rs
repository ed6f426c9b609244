//! Chooses the slug of an article.

use super::model::WorkingArticle;
use super::store;
use crate::Error;
use crate::content::vocabulary::ResourceKind;
use crate::content::{Article, Slug, SlugStyle};
use crate::db::Conn;
use crate::editorial::conflict;
use crate::publishing::slug_history_store;

/// The slug of an article: the slug that its editor chose, or the slug it was published under, or one made from the headline.
///
/// A taken slug that an editor chose fails with 409, and the problem offers a free one. A taken slug from the headline gets the News ID appended,
/// and a further number when that is taken too.
pub fn choose_slug(
    conn: &mut Conn,
    article: &Article,
    id: i64,
    before: Option<&WorkingArticle>,
    style: SlugStyle,
) -> Result<Slug, Error> {
    if let Some(slug) = &article.slug {
        return if is_taken(conn, slug, id)? { Err(taken(conn, slug, id)?) } else { Ok(slug.clone()) };
    }
    if let Some(before) = before.filter(|before| before.row.first_published_at.is_some()) {
        return Ok(before.row.slug.clone());
    }
    // A headline without letters gives no slug: the slug is `news-84451` then.
    let from_headline = Slug::from_title(&article.headline, style);
    let with_id = match &from_headline {
        Some(slug) => slug.numbered(id),
        None => format!("news-{id}").parse().map_err(Error::internal)?,
    };
    let candidates = from_headline.into_iter().chain([with_id.clone()]).chain(with_id.alternatives());
    first_free(conn, candidates, id)
}

/// The first slug that no other article has.
fn first_free(
    conn: &mut Conn,
    candidates: impl IntoIterator<Item = Slug>,
    own_id: i64,
) -> Result<Slug, Error> {
    for slug in candidates {
        if !is_taken(conn, &slug, own_id)? {
            return Ok(slug);
        }
    }
    Err(Error::internal("every slug is taken"))
}

/// 409 for a slug that another article has or had.
fn taken(conn: &mut Conn, slug: &Slug, id: i64) -> Result<Error, Error> {
    let free = first_free(conn, slug.alternatives(), id)?;
    let is_in_use = store::slug_is_taken(conn, slug, id)?;
    let former_holder =
        if is_in_use { None } else { slug_history_store::target(conn, ResourceKind::Article, slug)? };
    Ok(conflict::article_slug_taken(slug, former_holder, &free))
}

/// Whether another article has the slug, or had it when it was published: the old URL redirects to that article.
fn is_taken(conn: &mut Conn, slug: &Slug, id: i64) -> Result<bool, Error> {
    Ok(store::slug_is_taken(conn, slug, id)?
        || slug_history_store::target(conn, ResourceKind::Article, slug)?.is_some_and(|target| target != id))
}
