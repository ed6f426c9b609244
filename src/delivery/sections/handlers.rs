//! The operations on sections.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{DepthQuery, SectionPlace, SectionTree, children};
use super::store;
use crate::Error;
use crate::db::Db;
use crate::http::{Query, Site, cacheable, path};

/// Read the tree of sections
///
/// All sections, each with its children.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "list_section_tree",
    params(DepthQuery),
    responses((status = 200, description = "The tree.", body = SectionTree,
        headers(("ETag" = String, description = "Changes with the answer."))))
)]
#[get("/sections")]
pub async fn list_sections(
    request: HttpRequest,
    query: Query<DepthQuery>,
    db: Data<Db>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    let sections = db.read(|c| Ok::<_, Error>(store::list(c)?)).await?;
    let depth = query.0.depth.unwrap_or(u8::MAX);
    cacheable::json(&request, &SectionTree { data: children(&sections, None, depth, &site) })
}

/// Read a section
///
/// One section by its id or path, with its breadcrumb and children. The slashes of a path may stand
/// as they are or as `%2F`.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "get_section",
    params(
        ("section" = String, Path, description = "Id or path.", example = "harbour/ferries"),
        DepthQuery,
    ),
    responses((status = 200, description = "The section.", body = SectionPlace,
        headers(("ETag" = String, description = "Changes with the answer."))))
)]
#[get("/sections/{section:.+}")]
pub async fn get_section(
    request: HttpRequest,
    section: Path<String>,
    query: Query<DepthQuery>,
    db: Data<Db>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    let sections = db.read(|c| Ok::<_, Error>(store::list(c)?)).await?;
    let wanted = match path::id(&section) {
        Some(id) => sections.iter().find(|section| section.id == id),
        None => sections.iter().find(|known| known.path == *section),
    };
    let wanted = wanted.ok_or_else(|| Error::not_found("section"))?;
    let depth = query.0.depth.unwrap_or(u8::MAX);
    cacheable::json(&request, &SectionPlace::new(wanted, &sections, depth, &site))
}
