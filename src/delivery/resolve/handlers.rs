//! The operation that resolves public URLs.

use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{ResolveQuery, Resolved};
use super::service;
use crate::Error;
use crate::content::Fault;
use crate::delivery::context::ReadContext;
use crate::http::{Query, SitePath, cacheable, query};

/// Resolve a public URL
///
/// Returns the resource at a path or URL of the site, with its current URL; former slugs and paths work too. In the
/// URL of an article only the News ID counts: the slug may be another one or missing. If the URLs of the site have no News
/// ID, the slug counts. The scheme may differ
/// from that of the site, and `www.` may be present or missing. If no resource is there, the redirects of the newsroom are
/// followed. A redirect with the same path and query takes precedence over a resource. URLs of other sites answer 404.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "resolve_address",
    params(ResolveQuery),
    responses(
        (status = 200, description = "The resource or redirect at the URL.", body = Resolved),
        (status = 404, description = "The site has no published resource and no redirect at the URL."),
        (status = 410, description = "The article at the URL was killed; `detail` is the reason that the newsroom gives \
            to readers."),
    )
)]
#[get("/resolve")]
pub async fn resolve(
    context: ReadContext,
    request: HttpRequest,
    Query(query): Query<ResolveQuery>,
) -> Result<HttpResponse, Error> {
    let invalid = |code, detail| query::invalid(vec![Fault::parameter("url", code, detail)]);
    let url =
        query.url.ok_or_else(|| invalid("required", "is required: a path or URL of the site".to_owned()))?;
    let path = SitePath::read(&url, &context.site.public_url)
        .map_err(|fault| invalid(fault.code, fault.detail))?
        .ok_or_else(service::not_found)?;
    let ((resolved, tags), version) =
        context.read(move |c, context| service::resolve(c, path, &context.site)).await?;
    cacheable::json(&request, version, tags, &resolved)
}
