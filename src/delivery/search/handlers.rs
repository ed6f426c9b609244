//! The operation on searches.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{SearchHit, SearchPage, SearchQuery};
use super::highlights::Highlights;
use crate::Error;
use crate::content::CacheTags;
use crate::content::Fault;
use crate::content::delivered::BodyForms;
use crate::db::{Db, QueryResult};
use crate::delivery::articles::dto::ArticleSort;
use crate::delivery::articles::fields::Chosen;
use crate::delivery::articles::{pages, view};
use crate::delivery::names::Directory;
use crate::http::limits::{Searches, Within};
use crate::http::page::{Page, PageRequest};
use crate::http::{Query, Site, cacheable, query};

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
    responses((status = 200, description = "A page of what was found.", body = SearchPage, headers(
        ("ETag" = String, description = "Changes with the answer."),
        ("Link" = String, description = "The neighbouring pages."),
    )))
)]
#[get("/search")]
pub async fn search_articles(
    _: Within<Searches>,
    request: HttpRequest,
    query: Query<SearchQuery>,
    db: Data<Db>,
    directory: Data<Directory>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    let Query(SearchQuery(mut filter)) = query;
    let Some(search) = filter.q.clone() else {
        return Err(query::invalid(vec![Fault::parameter("q", "required", "says what to search for")]));
    };
    filter.sort.get_or_insert(ArticleSort::Relevance);
    filter.check()?;
    let wanted = PageRequest::new("search", &filter, filter.limit, filter.cursor.as_deref())?;
    let ((page, tags), edition) = db
        .read_edition(move |c| {
            let forms = filter.body.clone().unwrap_or(BodyForms::none());
            let found = pages::told(c, &filter, &wanted, &forms.and_text())?;
            let names = directory.look_up(c)?;
            let hits = found.data.into_iter().map(|told| {
                let text = told.text.plain.as_deref().unwrap_or_default();
                let highlights = Highlights::of(&search, &told.article, text);
                let article = view::article(told, &forms, &names, &site)?;
                Ok(SearchHit { article: Chosen::of(article, filter.fields.clone()), highlights })
            });
            let page = Page { data: hits.collect::<QueryResult<Vec<_>>>()?, page: found.page };
            Ok::<_, Error>((page, pages::tags(c, &filter)?))
        })
        .await?;
    cacheable::page(&request, edition, CacheTags::of(&page).and(tags), &page)
}
