//! The operations on sections.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{DepthQuery, SectionPlace, SectionTree, children};
use super::store;
use crate::Error;
use crate::addresses::{self, Found};
use crate::content::vocabulary::NamedKind;
use crate::content::{CacheTag, CacheTags};
use crate::db::Db;
use crate::http::{Query, Site, cacheable};

/// Any other section may lie beside or below those that are shown.
const LIST: [CacheTag; 1] = [CacheTag::List(NamedKind::Section)];

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
    let (sections, edition) = db.read_edition(|c| Ok::<_, Error>(store::list(c)?)).await?;
    let depth = query.0.depth.unwrap_or(u8::MAX);
    let tree = SectionTree { data: children(&sections, None, depth, &site) };
    cacheable::json(&request, edition, CacheTags::of(&tree.data).and(LIST), &tree)
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
    let depth = query.0.depth.unwrap_or(u8::MAX);
    let (found, edition) = db
        .read_edition(move |c| {
            addresses::find(c, NamedKind::Section, &section)?.here(|id| {
                let sections = store::list(c)?;
                let wanted = sections.iter().find(|section| section.id == id);
                let wanted = wanted.ok_or_else(|| Error::not_found("section"))?;
                Ok(SectionPlace::new(wanted, &sections, depth, &site))
            })
        })
        .await?;
    match found {
        Found::Here(place) => cacheable::json(&request, edition, CacheTags::of(&place).and(LIST), &place),
        Found::Moved(moved) => {
            Ok(cacheable::moved(&request, edition, moved.tags(), &format!("/v1/sections/{}", moved.name)))
        }
    }
}
