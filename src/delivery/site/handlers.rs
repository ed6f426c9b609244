//! The operation on the site.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{Publisher, SiteView};
use super::store;
use crate::Error;
use crate::content::{CacheTag, CacheTags};
use crate::db::Db;
use crate::http::query::NoQuery;
use crate::http::{Query, Site, cacheable};

/// Read the site
///
/// The paper's name, languages and time zone, and when its content last changed: the "updated" stamp
/// of a front page.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "get_site",
    responses((status = 200, description = "The site.", body = SiteView))
)]
#[get("/site")]
pub async fn get_site(
    request: HttpRequest,
    _: Query<NoQuery>,
    db: Data<Db>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    let (written, content_version) = db.read_versioned(|c| Ok::<_, Error>(store::languages(c)?)).await?;
    let others = written.into_iter().filter(|language| *language != site.language);
    let view = SiteView {
        name: site.name.clone(),
        publisher: Publisher { name: site.name.clone() },
        url: site.public_url.clone(),
        languages: [site.language.clone()].into_iter().chain(others).collect(),
        time_zone: site.time_zone.clone(),
        content_updated_at: (content_version.number > 0).then_some(content_version.updated_at),
    };
    cacheable::json(&request, content_version, CacheTags::only(CacheTag::Site), &view)
}
