//! Pages of lists of articles.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse};

use super::dto::{ArticleQuery, ArticleSort};
use super::fields::Field;
use super::listing::{self, Conditions, Order, SortKey};
use super::store::{self, ArticleRow, LoadedArticle, StoredBody};
use super::view;
use super::writer::{ArticleWriter, ExtraMembers};
use crate::Error;
use crate::content::delivered::{BodyForms, DeliveredArticle};
use crate::content::{CacheTag, CacheTags, Language};
use crate::db::{Conn, ContentVersion, QueryResult, published_search};
use crate::delivery::context::ReadContext;
use crate::delivery::taxonomy_cache::{TaxonomyCache, TaxonomySnapshot};
use crate::http::comma_separated::CommaSeparated;
use crate::http::page::{Page, PageInfo, PageRequest};
use crate::http::{Site, cacheable};

/// A page of articles, with what is needed to write it.
#[derive(Debug)]
pub struct LoadedPage {
    /// The articles.
    pub page: Page<LoadedArticle>,
    /// The names of sections, authors and tags, of the same content version.
    pub taxonomy: Arc<TaxonomySnapshot>,
    /// The cache tags of everything that can change which articles are on the page.
    pub cache_tags: CacheTags,
}

impl LoadedPage {
    /// The response: each article with its body in these forms and with these fields. `extra` writes the members
    /// that the page adds.
    pub fn respond(
        self,
        request: &HttpRequest,
        version: ContentVersion,
        site: &Site,
        forms: &BodyForms,
        fields: Option<&CommaSeparated<Field>>,
        extra: impl ExtraMembers,
    ) -> Result<HttpResponse, Error> {
        let Self { page, taxonomy, mut cache_tags } = self;
        let writer = ArticleWriter { taxonomy: &taxonomy, site, forms, fields };
        let (bytes, ()) =
            cacheable::written_by(|out| Ok(writer.write_page(out, &page, &mut cache_tags, extra)?))?;
        cacheable::page_as(request, version, cache_tags, &page, bytes)
    }
}

/// Adds no members to an article.
pub fn no_extra_members(_: &mut Vec<u8>, _: usize, _: &LoadedArticle) -> QueryResult<()> {
    Ok(())
}

/// A page of the list, and the content version that it was read from.
pub async fn find(
    context: &ReadContext,
    filter: ArticleQuery,
    page_request: PageRequest<SortKey>,
) -> Result<(LoadedPage, ContentVersion), Error> {
    if let Some(page) = find_by_single_term(context, &filter, &page_request).await? {
        return Ok(page);
    }
    context
        .read(move |c, context| {
            let forms = filter.body.clone().unwrap_or(BodyForms::none());
            Ok(load(c, &filter, &page_request, &forms, &context.taxonomy_cache)?)
        })
        .await
}

/// The page, read in one statement without a transaction, if the filter is at most one term: the lists of front
/// pages, sections and archives. `None` in all other cases: if a name is unknown or former, if the taxonomy in
/// memory is outdated, and if the page is empty.
async fn find_by_single_term(
    context: &ReadContext,
    filter: &ArticleQuery,
    page_request: &PageRequest<SortKey>,
) -> Result<Option<(LoadedPage, ContentVersion)>, Error> {
    let taxonomy = context.taxonomy_cache.latest();
    let needs_one_statement = filter.body.as_ref().is_none_or(BodyForms::is_none) && filter.count.is_none();
    let sort = filter.sort.unwrap_or_default();
    let mut all_known = true;
    let conditions = Conditions::of(filter, |kind, names| {
        let ids = taxonomy.ids(kind, names);
        all_known &= names.iter().all(|name| ids.contains_key(name));
        Ok(ids)
    })?;
    let term = conditions.only_term().filter(|_| needs_one_statement && all_known);
    let Some(term) = term else { return Ok(None) };
    let order = Order::of(&conditions, sort, page_request.backward());
    let (after, limit) = (listing::seek_key(page_request), page_request.rows());
    let rows = context
        .db
        .read_single(move |c| listing::store::articles_with_term(c, &term, order, after, limit))
        .await?;
    let version = rows.first().map(|(_, version)| *version);
    let Some(version) = version.filter(|version| taxonomy.is_of(*version)) else { return Ok(None) };
    let cache_tags = listing::cache_tags(filter, |kind, names| Ok(taxonomy.ids(kind, names)))?;
    let page = page_request.page(rows, |(row, _)| row.key(sort));
    let page = page.map(|(row, _)| LoadedArticle { row, body: StoredBody::default() });
    Ok(Some((LoadedPage { page, taxonomy, cache_tags }, version)))
}

/// A page of the list, with the columns that bodies in these forms need.
pub fn load(
    conn: &mut Conn,
    filter: &ArticleQuery,
    page_request: &PageRequest<SortKey>,
    forms: &BodyForms,
    taxonomy_cache: &TaxonomyCache,
) -> QueryResult<LoadedPage> {
    let (conditions, taxonomy) = conditions(conn, filter, taxonomy_cache)?;
    load_matching(conn, filter, &conditions, page_request, forms, taxonomy)
}

/// The conditions of the filter, and the taxonomy that they refer to. A search also finds other forms of its words.
pub fn conditions(
    conn: &mut Conn,
    filter: &ArticleQuery,
    taxonomy_cache: &TaxonomyCache,
) -> QueryResult<(Conditions, Arc<TaxonomySnapshot>)> {
    let version = ContentVersion::of(conn)?;
    let taxonomy = taxonomy_cache.read_of(conn, version)?;
    let mut conditions = Conditions::of(filter, |kind, names| taxonomy.find_ids(conn, kind, names))?;
    if let Some(search) = conditions.search.take() {
        // The languages of the filter choose the stems, or without them those of all published articles.
        let stemmed = |tags: &[String]| search.with_stems(tags.iter().map(String::as_str));
        let search = match &filter.language {
            Some(CommaSeparated(ranges)) => {
                stemmed(&ranges.iter().map(Language::to_string).collect::<Vec<_>>())
            }
            None => taxonomy_cache.with_languages(conn, version, stemmed)?,
        };
        conditions.search = Some(published_search::with_other_forms(conn, search)?);
    }
    Ok((conditions, taxonomy))
}

/// The same page, of which the `conditions` of the filter are known.
pub fn load_matching(
    conn: &mut Conn,
    filter: &ArticleQuery,
    conditions: &Conditions,
    page_request: &PageRequest<SortKey>,
    forms: &BodyForms,
    taxonomy: Arc<TaxonomySnapshot>,
) -> QueryResult<LoadedPage> {
    let sort = filter.sort.unwrap_or_default();
    let result = listing::find(conn, conditions, sort, page_request)?;
    let keys = page_request.page_as_far_as(result.keys, |key| *key, result.stopped_at);
    let ids: Vec<i64> = keys.data.iter().map(|(.., id)| *id).collect();
    let total = filter.count.map(|_| listing::store::count(conn, conditions)).transpose()?;
    let page = Page { data: store::with_ids(conn, &ids, forms)?, page: PageInfo { total, ..keys.page } };
    let mut of_former_names = CacheTags::default();
    let cache_tags = listing::cache_tags(filter, |kind, names| {
        let ids = taxonomy.find_ids(conn, kind, names)?;
        let former = ids.iter().filter(|(name, _)| taxonomy.id(kind, name).is_none());
        former.for_each(|(_, id)| of_former_names.add(CacheTag::FormerNames(kind, *id)));
        Ok(ids)
    })?;
    let cache_tags = cache_tags.and(of_former_names);
    Ok(LoadedPage { page, taxonomy, cache_tags })
}

/// The newest articles of the list, with their bodies as HTML, for feeds.
pub fn newest(
    conn: &mut Conn,
    filter: &ArticleQuery,
    context: &ReadContext,
) -> Result<Vec<DeliveredArticle>, Error> {
    let page_request = PageRequest::new("newest", &(), filter.limit, None)?;
    let forms = BodyForms::html();
    let LoadedPage { page, taxonomy, .. } =
        load(conn, filter, &page_request, &forms, &context.taxonomy_cache)?;
    let articles = page.data.into_iter();
    Ok(articles
        .map(|article| view::article(article, &forms, &taxonomy, &context.site))
        .collect::<Result<_, _>>()?)
}

impl ArticleRow {
    /// The sort key of the article in an order by time.
    fn key(&self, sort: ArticleSort) -> SortKey {
        let time = if sort == ArticleSort::LastChanged { self.updated_at } else { self.published_at };
        (0, time.micros(), self.id)
    }
}
