//! Pages of lists of articles.

use std::sync::Arc;

use actix_web::web::Data;

use super::dto::ArticleQuery;
use super::fields::Chosen;
use super::listing::{self, Key, Stretch};
use super::store::{self, Shown, Told};
use super::view;
use crate::Error;
use crate::addresses;
use crate::content::CacheTags;
use crate::content::delivered::BodyForms;
use crate::db::{Conn, Db, Edition, QueryResult};
use crate::delivery::names::{Directory, Names};
use crate::http::Site;
use crate::http::page::{Page, PageInfo, PageRequest};

/// The page of a list that a single lane leads to, as front pages and archives ask for it: found in one statement. Of
/// other lists, and where it finds nothing, it knows nothing.
pub async fn find_quickly(
    db: &Db,
    directory: &Directory,
    filter: &ArticleQuery,
    wanted: &PageRequest<Key>,
) -> Result<Option<(Page<Shown>, Arc<Names>, Edition, CacheTags)>, Error> {
    let names = directory.latest();
    let whole = filter.fields.is_none() && filter.body.as_ref().is_none_or(BodyForms::is_none);
    let Some(stretch) = Stretch::of(filter, wanted, &names).filter(|_| whole) else { return Ok(None) };
    let rows = db.read_single(move |c| stretch.read(c)).await?;
    let edition = rows.first().map(|(_, edition)| *edition).filter(|edition| names.are_of(*edition));
    let Some(edition) = edition else { return Ok(None) };
    let tags = listing::tags(filter, |kind, wanted| Ok(names.ids(kind, wanted)))?;
    let page = wanted.page(rows, |(article, _)| article.key(filter.sort));
    Ok(Some((page.map(|(article, _)| article), names, edition, tags)))
}

/// A page of the list, and the tags of what can change which articles are on it.
pub async fn find(
    db: &Db,
    directory: Data<Directory>,
    filter: ArticleQuery,
    wanted: PageRequest<Key>,
    site: Data<Site>,
) -> Result<((Page<Chosen>, CacheTags), Edition), Error> {
    db.read_edition(move |c| {
        let forms = filter.body.clone().unwrap_or(BodyForms::none());
        let told = told(c, &filter, &wanted, &forms)?;
        let names = directory.look_up(c)?;
        let articles = told.data.into_iter().map(|told| view::article(told, &forms, &names, &site));
        let chosen = articles.map(|article| Ok(Chosen::of(article?, filter.fields.clone())));
        let page = Page { data: chosen.collect::<QueryResult<_>>()?, page: told.page };
        Ok((page, tags(c, &filter)?))
    })
    .await
}

/// The tags of what can change which articles are on the list.
pub fn tags(conn: &mut Conn, filter: &ArticleQuery) -> QueryResult<CacheTags> {
    listing::tags(filter, |kind, names| addresses::ids_by_name(conn, kind, names))
}

/// The articles on a page of the list, with what is needed for their texts in those forms.
pub fn told(
    conn: &mut Conn,
    filter: &ArticleQuery,
    wanted: &PageRequest<Key>,
    forms: &BodyForms,
) -> QueryResult<Page<Told>> {
    let found = listing::find(conn, filter, wanted)?;
    let keys = wanted.page_as_far_as(found.keys, |key| *key, found.end);
    let ids: Vec<i64> = keys.data.iter().map(|(.., id)| *id).collect();
    let total = filter.count.map(|_| listing::count(conn, filter)).transpose()?;
    let page = PageInfo { total, ..keys.page };
    Ok(Page { data: store::with_ids(conn, &ids, forms)?, page })
}
