//! The operations on sections.

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{DepthQuery, SectionPlace, SectionTree, children};
use super::store;
use crate::Error;
use crate::content::vocabulary::ResourceKind;
use crate::content::{CacheTag, CacheTags};
use crate::db::Conn;
use crate::delivery::context::ReadContext;
use crate::http::{Query, Site, cacheable};
use crate::public_names::{self, Lookup};

/// A change of any section can add a sibling or child to a response.
const LIST: [CacheTag; 1] = [CacheTag::List(ResourceKind::Section)];

/// Read the section tree
///
/// Returns all sections as a tree: the top-level sections, each with its subsections.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "list_section_tree",
    params(DepthQuery),
    responses((status = 200, description = "The section tree.", body = SectionTree))
)]
#[get("/sections")]
pub async fn list_sections(
    context: ReadContext,
    request: HttpRequest,
    Query(query): Query<DepthQuery>,
) -> Result<HttpResponse, Error> {
    let (sections, version) = context.read(|c, _| Ok(store::list(c)?)).await?;
    let depth = query.depth.unwrap_or(u8::MAX);
    let tree = SectionTree { data: children(&sections, None, depth, &context.site) };
    cacheable::json(&request, version, CacheTags::of(&tree.data).and(LIST), &tree)
}

/// Read a section
///
/// Returns one section by its id or path, with its ancestors and subsections. The slashes of the path can be sent
/// as `/` or as `%2F`. A former path redirects (301) to the current one.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "get_section",
    params(
        ("section" = String, Path, description = "The id or path of the section.", example = "harbour/ferries"),
        DepthQuery,
    ),
    responses((status = 200, description = "The section.", body = SectionPlace))
)]
#[get("/sections/{section:.+}")]
pub async fn get_section(
    context: ReadContext,
    request: HttpRequest,
    section: Path<String>,
    Query(query): Query<DepthQuery>,
) -> Result<HttpResponse, Error> {
    let depth = query.depth.unwrap_or(u8::MAX);
    let (found, version) = context
        .read(move |c, context| {
            public_names::find(c, ResourceKind::Section, &section)?
                .read_current(|id| read_section(c, id, depth, &context.site))
        })
        .await?;
    match found {
        Lookup::Current(section) => {
            cacheable::json(&request, version, CacheTags::of(&section).and(LIST), &section)
        }
        Lookup::Moved(moved) => {
            let path = format!("/v1/sections/{}", moved.name);
            Ok(cacheable::moved(&request, version, moved.tags(), &path))
        }
    }
}

/// The section with that id. Fails with 404 if readers cannot see it.
fn read_section(conn: &mut Conn, id: i64, depth: u8, site: &Site) -> Result<SectionPlace, Error> {
    let sections = store::list(conn)?;
    let section = sections.iter().find(|section| section.id == id);
    let section = section.ok_or_else(|| Error::not_found("section"))?;
    Ok(SectionPlace::new(section, &sections, depth, site))
}
