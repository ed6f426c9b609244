//! The operation that counts views.

use actix_web::http::header::{HeaderValue, USER_AGENT};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, post};

use super::counter::ViewCounter;
use super::robots::is_robot;
use crate::Error;
use crate::audience::AudienceContext;
use crate::content::vocabulary::ResourceKind;
use crate::http::Query;
use crate::http::limits::{self, RateLimited, Views};
use crate::http::query::NoQuery;
use crate::public_names;

/// Count a view
///
/// Counts that a reader opened a published article, for the list of the most read. Call it with
/// `navigator.sendBeacon`; it needs no body. One reader counts once an hour per article. Robots that identify
/// themselves in `User-Agent` do not count. It sets no cookie, and stores nothing about the reader.
#[utoipa::path(
    tag = "Audience",
    operation_id = "count_view",
    params(("article" = String, Path, description = "News ID or slug of a published article.", example = "84451")),
    responses((status = 204, description = "The view was accepted."))
)]
#[post("/articles/{article}/views")]
pub async fn count_view(
    _: RateLimited<Views>,
    context: AudienceContext,
    request: HttpRequest,
    article: Path<String>,
    _: Query<NoQuery>,
    views: Data<ViewCounter>,
) -> Result<HttpResponse, Error> {
    let article = context.read(move |c| public_names::find(c, ResourceKind::Article, &article)).await?;
    let agent = request.headers().get(USER_AGENT).map_or(&[][..], HeaderValue::as_bytes);
    if let Some(network) = limits::client(&request)
        && !is_robot(&String::from_utf8_lossy(agent))
    {
        views.count(article.id, network, context.now());
    }
    Ok(HttpResponse::NoContent().finish())
}
