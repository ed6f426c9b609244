//! The operation on searches.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{SearchPage, SearchQuery};
use super::highlights::Highlights;
use super::store;
use crate::Error;
use crate::content::Fault;
use crate::content::delivered::BodyForms;
use crate::db::Db;
use crate::delivery::articles::dto::ArticleSort;
use crate::delivery::articles::pages;
use crate::delivery::articles::writing::member;
use crate::delivery::taxonomy_cache::TaxonomyCache;
use crate::http::limits::{RateLimited, Searches};
use crate::http::page::PageRequest;
use crate::http::{Query, Site, query};

/// Search published articles
///
/// The articles in which everything is found that is searched for, the best first, each with the places where it was
/// found. All filters of the list of articles narrow the search. As in that list, a page may hold fewer than `limit`
/// when few of the articles that are looked at for it fit: as long as there is a `next_cursor`, the search goes on from
/// there.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "search_articles",
    params(SearchQuery),
    responses((status = 200, description = "A page of what was found.", body = SearchPage))
)]
#[get("/search")]
pub async fn search_articles(
    _: RateLimited<Searches>,
    request: HttpRequest,
    query: Query<SearchQuery>,
    db: Data<Db>,
    taxonomy_cache: Data<TaxonomyCache>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    let Query(SearchQuery(mut filter)) = query;
    let Some(search) = filter.q.clone() else {
        return Err(query::invalid(vec![Fault::parameter("q", "required", "says what to search for")]));
    };
    filter.sort.get_or_insert(ArticleSort::Relevance);
    filter.check()?;
    let wanted = PageRequest::new("search", &filter, filter.limit, filter.cursor.as_deref())?;
    let (forms, fields) = (filter.body.clone().unwrap_or(BodyForms::none()), filter.fields.clone());
    let wanted_forms = forms.clone();
    let ((found, texts), content_version) = db
        .read_versioned(move |c| {
            let found = pages::load(c, &filter, &wanted, &wanted_forms, &taxonomy_cache)?;
            let ids: Vec<i64> = found.page.data.iter().map(|article| article.row.id).collect();
            Ok::<_, Error>((found, store::texts(c, &ids)?))
        })
        .await?;
    found.answer(&request, content_version, &site, &forms, fields.as_ref(), |out, _, article| {
        member(out, "highlights", &Highlights::of(&search, article, texts.get(&article.row.id))?)
    })
}
