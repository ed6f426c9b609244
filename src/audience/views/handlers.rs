//! The operation that counts views.

use actix_web::http::header::{HeaderValue, USER_AGENT};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, post};

use super::counter;
use super::robots::is_robot;
use crate::Error;
use crate::addresses;
use crate::content::vocabulary::ResourceKind;
use crate::db::Db;
use crate::http::limits::{self, RateLimited, Views};
use crate::http::query::NoQuery;
use crate::http::{Clock, Query};

/// Count a view
///
/// Tells that a reader opened a published article, for the list of the most read: `navigator.sendBeacon` does it. It
/// needs no body. One reader counts once an hour for an article; robots that say so do not count. No cookie is set, and
/// nothing is kept of who the reader is.
#[utoipa::path(
    tag = "Audience",
    operation_id = "count_view",
    params(("article" = String, Path, description = "News ID or slug of a published article.", example = "84451")),
    responses((status = 204, description = "The view was taken note of."))
)]
#[post("/articles/{article}/views")]
pub async fn count_view(
    _: RateLimited<Views>,
    request: HttpRequest,
    article: Path<String>,
    _: Query<NoQuery>,
    db: Data<Db>,
    views: Data<counter::Views>,
    clock: Data<Clock>,
) -> Result<HttpResponse, Error> {
    let article = db.read(move |c| addresses::find(c, ResourceKind::Article, &article)).await?;
    let agent = request.headers().get(USER_AGENT).map_or(&[][..], HeaderValue::as_bytes);
    if let Some(address) = limits::client(&request)
        && !is_robot(&String::from_utf8_lossy(agent))
    {
        views.count(article.id, address, clock.now());
    }
    Ok(HttpResponse::NoContent().finish())
}
