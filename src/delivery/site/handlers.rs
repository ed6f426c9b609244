//! The operation on the site.

use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::SiteView;
use crate::Error;
use crate::content::{CacheTag, CacheTags};
use crate::delivery::context::ReadContext;
use crate::delivery::taxonomy_cache::languages;
use crate::http::query::NoQuery;
use crate::http::{Query, cacheable};

/// Read the site
///
/// Returns how the site presents itself, its languages and time zone, the URLs of its feeds, and the time of the last change of
/// its content, for example for the "updated" line of a front page.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "get_site",
    responses((status = 200, description = "The site.", body = SiteView))
)]
#[get("/site")]
pub async fn get_site(
    context: ReadContext,
    request: HttpRequest,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    let ((profile, languages), version) = context
        .read(|c, context| {
            let taxonomy = context.taxonomy_cache.read(c)?;
            Ok((context.site.profile(&taxonomy.profile), languages(c)?))
        })
        .await?;
    let view = SiteView::new(&context.site, profile, languages, version);
    cacheable::json(&request, version, CacheTags::only(CacheTag::Site), &view)
}
