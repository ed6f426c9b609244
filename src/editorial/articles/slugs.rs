//! Chooses the slug of an article.

use super::model::{ArticleScope, WorkingArticle};
use super::store::{self, SlugHolder};
use crate::Error;
use crate::audit::Requester;
use crate::content::vocabulary::ResourceKind;
use crate::content::{Article, Slug};
use crate::db::Conn;
use crate::editorial::conflict;
use crate::http::Caller;
use crate::publishing::slug_history_store;

/// The slug of an article: the slug that its editor chose, or the slug it was published under, or one made from the headline.
///
/// A taken slug that an editor chose fails with 409, and the problem offers a free one. A taken slug from the headline gets the
/// News ID appended, and a further number when that is taken too.
pub fn choose_slug(
    conn: &mut Conn,
    article: &Article,
    id: i64,
    before: Option<&WorkingArticle>,
    requester: &Requester,
) -> Result<Slug, Error> {
    if let Some(slug) = &article.slug {
        return match holder(conn, slug, id)? {
            Some(holder) => Err(slug_taken(conn, slug, id, &holder, &requester.caller)?),
            None => Ok(slug.clone()),
        };
    }
    if let Some(before) = before.filter(|before| before.row.first_published_at.is_some()) {
        return Ok(before.row.slug.clone());
    }
    // A headline without letters gives no slug: the slug is `news-84451` then.
    let from_headline = Slug::from_title(&article.headline, requester.slugs);
    let with_id = match &from_headline {
        Some(slug) => slug.numbered(id),
        None => format!("news-{id}").parse().map_err(Error::internal)?,
    };
    let candidates = from_headline.into_iter().chain([with_id.clone()]).chain(with_id.alternatives());
    first_free(conn, candidates, id)
}

/// The first of the slugs that no article other than `own_id` has or had.
fn first_free(
    conn: &mut Conn,
    candidates: impl IntoIterator<Item = Slug>,
    own_id: i64,
) -> Result<Slug, Error> {
    for slug in candidates {
        if holder(conn, &slug, own_id)?.is_none() {
            return Ok(slug);
        }
    }
    Err(Error::internal("every slug is taken"))
}

/// The article other than `own_id` that has the slug, or had it when it was published: the old URL redirects to that article.
fn holder(conn: &mut Conn, slug: &Slug, own_id: i64) -> Result<Option<SlugHolder>, Error> {
    if let Some(holder) = store::slug_holder(conn, slug, own_id)? {
        return Ok(Some(holder));
    }
    let former = slug_history_store::target(conn, ResourceKind::Article, slug)?;
    Ok(former.filter(|id| *id != own_id).map(SlugHolder::Former))
}

/// 409 for a slug of another article, with a free slug. It names the other article unless the caller may not read it.
fn slug_taken(
    conn: &mut Conn,
    slug: &Slug,
    own_id: i64,
    holder: &SlugHolder,
    caller: &Caller,
) -> Result<Error, Error> {
    let free = first_free(conn, slug.alternatives(), own_id)?;
    Ok(match *holder {
        SlugHolder::Former(id) => conflict::former_slug_taken(slug, id, &free),
        SlugHolder::Published(id) => conflict::article_slug_taken(slug, Some(id), &free),
        SlugHolder::WorkingCopy(id) => {
            let is_readable = store::find(conn, id, ArticleScope::of(caller))?.is_some();
            conflict::article_slug_taken(slug, is_readable.then_some(id), &free)
        }
    })
}
