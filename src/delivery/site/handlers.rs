//! The operation on the site.

use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{Publisher, SiteView};
use crate::Error;
use crate::content::{CacheTag, CacheTags};
use crate::delivery::context::ReadContext;
use crate::delivery::taxonomy_cache::languages;
use crate::http::query::NoQuery;
use crate::http::{Query, cacheable};

/// Read the site
///
/// Returns the name, languages and time zone of the site, and the time of the last change of its content, for
/// example for the "updated" line of a front page.
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
    let (languages, version) = context.read(|c, _| Ok(languages(c)?)).await?;
    let site = &context.site;
    let others = languages.into_iter().filter(|language| *language != site.language);
    let view = SiteView {
        name: site.name.clone(),
        description: site.description.clone(),
        publisher: Publisher { name: site.name.clone() },
        url: site.public_url.clone(),
        languages: [site.language.clone()].into_iter().chain(others).collect(),
        time_zone: site.time_zone.clone(),
        content_updated_at: (version.number > 0).then_some(version.updated_at),
    };
    cacheable::json(&request, version, CacheTags::only(CacheTag::Site), &view)
}
