//! The operation on corrections.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{CorrectionPage, CorrectionQuery};
use super::store;
use crate::Error;
use crate::addresses::{self, Lookup};
use crate::content::delivered::DeliveredCorrection;
use crate::content::vocabulary::ResourceKind;
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
    responses((status = 200, description = "A page of corrections.", body = CorrectionPage))
)]
#[get("/articles/{article}/corrections")]
pub async fn list_corrections(
    request: HttpRequest,
    article: Path<String>,
    query: Query<CorrectionQuery>,
    db: Data<Db>,
) -> Result<HttpResponse, Error> {
    let Query(query) = query;
    let (found, content_version) = db
        .read_versioned(move |c| {
            addresses::find(c, ResourceKind::Article, &article)?.read_current(|id| {
                let list = format!("articles/{id}/corrections");
                let wanted = PageRequest::new(&list, &(), query.limit, query.cursor.as_deref())?;
                let rows = store::list(c, id, &wanted)?;
                let page = wanted.page(rows, |(id, correction)| (correction.published_at.micros(), *id));
                Ok((id, page.map(|(_, correction)| DeliveredCorrection::from(correction))))
            })
        })
        .await?;
    match found {
        Lookup::Current((id, page)) => cacheable::page(
            &request,
            content_version,
            CacheTags::only(CacheTag::One(ResourceKind::Article, id)),
            &page,
        ),
        Lookup::Moved(moved) => Ok(cacheable::moved(
            &request,
            content_version,
            moved.tags(),
            &format!("/v1/articles/{}/corrections", moved.name),
        )),
    }
}
