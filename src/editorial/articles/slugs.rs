//! The slug an article is kept under.

use super::store::{self, WorkingArticle};
use crate::Error;
use crate::content::vocabulary::ResourceKind;
use crate::content::{Article, Slug};
use crate::db::Conn;
use crate::editorial::conflict;
use crate::publishing::slug_history_store;

/// The slug its editor chose, else the one it was published under, else one made from its headline,
/// with the News ID, and if need be a further number, added when that is taken.
pub fn choose_slug(
    conn: &mut Conn,
    article: &Article,
    id: i64,
    before: Option<&WorkingArticle>,
) -> Result<Slug, Error> {
    if let Some(slug) = &article.slug {
        return if is_taken(conn, slug, id)? { Err(conflict::slug_taken(slug)) } else { Ok(slug.clone()) };
    }
    if let Some(before) = before.filter(|before| before.row.first_published_at.is_some()) {
        return Ok(before.row.slug.clone());
    }
    // A headline of which nothing is left, such as one of digits or signs, becomes `news-84451`.
    let wished = Slug::from_title(&article.headline);
    let numbered = match &wished {
        Some(slug) => slug.numbered(id),
        None => format!("news-{id}").parse().map_err(Error::internal)?,
    };
    let further = (2..).map(|number| numbered.numbered(number));
    for slug in wished.into_iter().chain([numbered.clone()]).chain(further) {
        if !is_taken(conn, &slug, id)? {
            return Ok(slug);
        }
    }
    Err(Error::internal("every slug is taken"))
}

/// Whether another article has the slug, or had it in public once: old links lead to that one.
fn is_taken(conn: &mut Conn, slug: &Slug, id: i64) -> Result<bool, Error> {
    Ok(store::slug_is_taken(conn, slug, id)?
        || slug_history_store::is_reserved(conn, ResourceKind::Article, slug, id)?)
}
