//! The operations on sections.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{DepthQuery, SectionPlace, SectionTree, children};
use super::store;
use crate::Error;
use crate::addresses::{self, Lookup};
use crate::content::vocabulary::ResourceKind;
use crate::content::{CacheTag, CacheTags};
use crate::db::Db;
use crate::http::{Query, Site, cacheable};

/// Any other section may lie beside or below those that are shown.
const LIST: [CacheTag; 1] = [CacheTag::List(ResourceKind::Section)];

/// Read the tree of sections
///
/// All sections, each with its children.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "list_section_tree",
    params(DepthQuery),
    responses((status = 200, description = "The tree.", body = SectionTree))
)]
#[get("/sections")]
pub async fn list_sections(
    request: HttpRequest,
    query: Query<DepthQuery>,
    db: Data<Db>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    let (sections, content_version) = db.read_versioned(|c| Ok::<_, Error>(store::list(c)?)).await?;
    let depth = query.0.depth.unwrap_or(u8::MAX);
    let tree = SectionTree { data: children(&sections, None, depth, &site) };
    cacheable::json(&request, content_version, CacheTags::of(&tree.data).and(LIST), &tree)
}

/// Read a section
///
/// One section by its id or path, with its breadcrumb and children. The slashes of a path may stand
/// as they are or as `%2F`. A path that the section had once leads to the present one.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "get_section",
    params(
        ("section" = String, Path, description = "Id or path.", example = "harbour/ferries"),
        DepthQuery,
    ),
    responses((status = 200, description = "The section.", body = SectionPlace))
)]
#[get("/sections/{section:.+}")]
pub async fn get_section(
    request: HttpRequest,
    section: Path<String>,
    query: Query<DepthQuery>,
    db: Data<Db>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    let depth = query.0.depth.unwrap_or(u8::MAX);
    let (found, content_version) = db
        .read_versioned(move |c| {
            addresses::find(c, ResourceKind::Section, &section)?.read_current(|id| {
                let sections = store::list(c)?;
                let wanted = sections.iter().find(|section| section.id == id);
                let wanted = wanted.ok_or_else(|| Error::not_found("section"))?;
                Ok(SectionPlace::new(wanted, &sections, depth, &site))
            })
        })
        .await?;
    match found {
        Lookup::Current(place) => {
            cacheable::json(&request, content_version, CacheTags::of(&place).and(LIST), &place)
        }
        Lookup::Moved(moved) => Ok(cacheable::moved(
            &request,
            content_version,
            moved.tags(),
            &format!("/v1/sections/{}", moved.name),
        )),
    }
}
