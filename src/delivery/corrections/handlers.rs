//! The operation on corrections.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{CorrectionPage, CorrectionQuery};
use super::store;
use crate::Error;
use crate::addresses::{self, Found};
use crate::content::delivered::DeliveredCorrection;
use crate::content::vocabulary::NamedKind;
use crate::content::{CacheTag, CacheTags};
use crate::db::Db;
use crate::http::page::PageRequest;
use crate::http::{Query, cacheable};

/// List corrections
///
/// What readers were told of changes to a published article, newest first.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "list_corrections",
    params(
        ("article" = String, Path, description = "News ID or slug.", example = "84451"),
        CorrectionQuery,
    ),
    responses((status = 200, description = "A page of corrections.", body = CorrectionPage, headers(
        ("ETag" = String, description = "Changes with the answer."),
        ("Link" = String, description = "The neighbouring pages."),
    )))
)]
#[get("/articles/{article}/corrections")]
pub async fn list_corrections(
    request: HttpRequest,
    article: Path<String>,
    query: Query<CorrectionQuery>,
    db: Data<Db>,
) -> Result<HttpResponse, Error> {
    let Query(query) = query;
    let (found, edition) = db
        .read_edition(move |c| {
            addresses::find(c, NamedKind::Article, &article)?.here(|id| {
                let list = format!("articles/{id}/corrections");
                let wanted = PageRequest::new(&list, &(), query.limit, query.cursor.as_deref())?;
                let rows = store::list(c, id, &wanted)?;
                let page = wanted.page(rows, |(id, correction)| (correction.published_at.micros(), *id));
                Ok((id, page.map(|(_, correction)| DeliveredCorrection::from(correction))))
            })
        })
        .await?;
    match found {
        Found::Here((id, page)) => {
            cacheable::page(&request, edition, CacheTags::only(CacheTag::One(NamedKind::Article, id)), &page)
        }
        Found::Moved(moved) => Ok(cacheable::moved(
            &request,
            edition,
            moved.tags(),
            &format!("/v1/articles/{}/corrections", moved.name),
        )),
    }
}
