//! The operation on published corrections.

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{CorrectionPage, CorrectionQuery};
use super::store;
use crate::Error;
use crate::content::delivered::DeliveredCorrection;
use crate::content::vocabulary::ResourceKind;
use crate::content::{CacheTag, CacheTags};
use crate::db::Conn;
use crate::delivery::context::ReadContext;
use crate::http::page::{Page, PageRequest};
use crate::http::{Query, cacheable};
use crate::public_names::{self, Lookup};

/// List corrections
///
/// Returns the corrections that the newsroom published with an article, newest first.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "list_corrections",
    params(
        ("article" = String, Path, description = "The News ID or slug of the article.", example = "84451"),
        CorrectionQuery,
    ),
    responses((status = 200, description = "A page of corrections.", body = CorrectionPage))
)]
#[get("/articles/{article}/corrections")]
pub async fn list_corrections(
    context: ReadContext,
    request: HttpRequest,
    article: Path<String>,
    Query(query): Query<CorrectionQuery>,
) -> Result<HttpResponse, Error> {
    let (found, version) = context
        .read(move |c, _| {
            public_names::find(c, ResourceKind::Article, &article)?
                .read_current(|id| Ok((id, page_of_corrections(c, id, &query)?)))
        })
        .await?;
    match found {
        Lookup::Current((id, page)) => {
            let tags = CacheTags::only(CacheTag::One(ResourceKind::Article, id));
            cacheable::page(&request, version, tags, &page)
        }
        Lookup::Moved(moved) => {
            let path = format!("/v1/articles/{}/corrections", moved.name);
            Ok(cacheable::moved(&request, version, moved.tags(), &path))
        }
    }
}

/// The requested page of the article's corrections. Fails with 400 if the cursor belongs to another list.
fn page_of_corrections(
    conn: &mut Conn,
    article: i64,
    query: &CorrectionQuery,
) -> Result<Page<DeliveredCorrection>, Error> {
    let list = format!("articles/{article}/corrections");
    let page_request = PageRequest::new(&list, &(), query.limit, query.cursor.as_deref())?;
    let rows = store::list(conn, article, &page_request)?;
    let page = page_request.page(rows, |(id, correction)| (correction.published_at.micros(), *id));
    Ok(page.map(|(_, correction)| correction.into()))
}
