//! Pages of lists of articles.

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::dto::ArticleQuery;
use super::fields::Field;
use super::listing::{self, Conditions, Key, Order};
use super::store::{self, ArticleRow, LoadedArticle, StoredBody};
use super::writing::ArticleWriter;
use crate::Error;
use crate::content::delivered::BodyForms;
use crate::content::{CacheTag, CacheTags};
use crate::db::{Conn, ContentVersion, Db, QueryResult};
use crate::delivery::articles::dto::ArticleSort;
use crate::delivery::taxonomy_cache::{TaxonomyCache, TaxonomySnapshot};
use crate::http::comma_separated::CommaSeparated;
use crate::http::page::{Page, PageInfo, PageRequest};
use crate::http::{Site, cacheable};

/// Articles of a list, with what they are written with.
#[derive(Debug)]
pub struct LoadedPage {
    /// The articles.
    pub page: Page<LoadedArticle>,
    /// What sections, authors and tags are called.
    pub names: Arc<TaxonomySnapshot>,
    /// The tags of what can change which articles are on the page.
    pub tags: CacheTags,
}

impl LoadedPage {
    /// The answer: each article with its body in those forms and with those members, and with what `more` adds to it.
    pub fn answer(
        self,
        request: &HttpRequest,
        content_version: ContentVersion,
        site: &Site,
        forms: &BodyForms,
        fields: Option<&CommaSeparated<Field>>,
        more: impl FnMut(&mut Vec<u8>, usize, &LoadedArticle) -> QueryResult<()>,
    ) -> Result<HttpResponse, Error> {
        let Self { page, names, mut tags } = self;
        let writer = ArticleWriter { names: &names, site, forms, fields };
        let (bytes, ()) = cacheable::written_by(|out| Ok(writer.write_page(out, &page, &mut tags, more)?))?;
        cacheable::page_as(request, content_version, tags, &page, bytes)
    }
}

/// Adds nothing to an article.
pub fn nothing_more(_: &mut Vec<u8>, _: usize, _: &LoadedArticle) -> QueryResult<()> {
    Ok(())
}

/// A page of the list, and the edition that it is of.
pub async fn find(
    db: &Db,
    taxonomy_cache: Data<TaxonomyCache>,
    filter: ArticleQuery,
    wanted: PageRequest<Key>,
) -> Result<(LoadedPage, ContentVersion), Error> {
    if let Some(found) = find_on_one_list(db, &taxonomy_cache, &filter, &wanted).await? {
        return Ok(found);
    }
    db.read_versioned(move |c| {
        let forms = filter.body.clone().unwrap_or(BodyForms::none());
        Ok(load(c, &filter, &wanted, &forms, &taxonomy_cache)?)
    })
    .await
}

/// The page when the filter has one condition at most, as front pages and archives ask: found in one statement. `None` when
/// names are not known, and where it finds nothing: then the other way says so.
async fn find_on_one_list(
    db: &Db,
    taxonomy_cache: &TaxonomyCache,
    filter: &ArticleQuery,
    wanted: &PageRequest<Key>,
) -> Result<Option<(LoadedPage, ContentVersion)>, Error> {
    let names = taxonomy_cache.latest();
    let whole = filter.body.as_ref().is_none_or(BodyForms::is_none) && filter.count.is_none();
    let sort = filter.sort.unwrap_or_default();
    let mut all_known = true;
    let conditions = Conditions::of(filter, |kind, wanted| {
        let ids = names.ids(kind, wanted);
        all_known &= wanted.iter().all(|name| ids.contains_key(name));
        Ok(ids)
    })?;
    let Some(term) = conditions.only_term().filter(|_| whole && all_known) else { return Ok(None) };
    let (order, place, rows) =
        (Order::of(&conditions, sort, wanted.backward()), listing::place(wanted), wanted.rows());
    let rows = db.read_single(move |c| listing::store::articles(c, &term, order, place, rows)).await?;
    let content_version = rows
        .first()
        .map(|(_, content_version)| *content_version)
        .filter(|content_version| names.are_of(*content_version));
    let Some(content_version) = content_version else { return Ok(None) };
    let tags = listing::tags(filter, |kind, wanted| Ok(names.ids(kind, wanted)))?;
    let page = wanted.page(rows, |(row, _)| row.key(sort));
    let page = page.map(|(row, _)| LoadedArticle { row, body: StoredBody::default() });
    Ok(Some((LoadedPage { page, names, tags }, content_version)))
}

/// A page of the list, with what is needed for bodies in those forms.
pub fn load(
    conn: &mut Conn,
    filter: &ArticleQuery,
    wanted: &PageRequest<Key>,
    forms: &BodyForms,
    taxonomy_cache: &TaxonomyCache,
) -> QueryResult<LoadedPage> {
    let names = taxonomy_cache.look_up(conn)?;
    let sort = filter.sort.unwrap_or_default();
    let conditions = Conditions::of(filter, |kind, wanted| names.find_ids(conn, kind, wanted))?;
    let found = listing::find(conn, &conditions, sort, wanted)?;
    let keys = wanted.page_as_far_as(found.keys, |key| *key, found.end);
    let ids: Vec<i64> = keys.data.iter().map(|(.., id)| *id).collect();
    let total = filter.count.map(|_| listing::store::count(conn, &conditions)).transpose()?;
    let page = Page { data: store::with_ids(conn, &ids, forms)?, page: PageInfo { total, ..keys.page } };
    let mut former = CacheTags::default();
    let tags = listing::tags(filter, |kind, wanted| {
        let (ids, present) = (names.find_ids(conn, kind, wanted)?, names.ids(kind, wanted));
        let formerly = ids.iter().filter(|(name, _)| !present.contains_key(*name));
        formerly.for_each(|(_, id)| former.add(CacheTag::FormerNames(kind, *id)));
        Ok(ids)
    })?;
    let tags = tags.and(former);
    Ok(LoadedPage { page, names, tags })
}

impl ArticleRow {
    /// Its key in a list in that order.
    fn key(&self, sort: ArticleSort) -> Key {
        let time = if sort == ArticleSort::LastChanged { self.updated_at } else { self.published_at };
        (0, time.micros(), self.id)
    }
}
