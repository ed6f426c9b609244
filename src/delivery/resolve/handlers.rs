//! The operation that resolves addresses.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{ResolveQuery, Resolved};
use super::finding;
use crate::Error;
use crate::content::Fault;
use crate::db::Db;
use crate::http::{Query, Site, SitePath, cacheable, query};

/// Resolve a public address
///
/// What lies behind a path or URL of the site, present or former, and its present address. In the
/// address of an article its News ID decides, whatever stands around it. Where nothing lies, a redirect that the
/// newsroom has set is followed. Addresses of other sites are not found.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "resolve_address",
    params(ResolveQuery),
    responses(
        (status = 200, description = "What lies there.", body = Resolved),
        (status = 404, description = "Nothing lies there that readers can see."),
        (status = 410, description = "An article lay there that was taken back for good; the detail is what its \
            readers are told."),
    )
)]
#[get("/resolve")]
pub async fn resolve(
    request: HttpRequest,
    query: Query<ResolveQuery>,
    db: Data<Db>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    let url = query
        .0
        .url
        .ok_or_else(|| query::invalid(vec![Fault::parameter("url", "required", "is required")]))?;
    let page = SitePath::read(&url, &site.public_url)
        .map_err(|fault| query::invalid(vec![Fault::parameter("url", fault.code, fault.detail)]))?
        .ok_or_else(finding::nothing)?;
    let ((resolved, tags), content_version) =
        db.read_versioned(move |c| finding::find(c, page, &site)).await?;
    cacheable::json(&request, content_version, tags, &resolved)
}
