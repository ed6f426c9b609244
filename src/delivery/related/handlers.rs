//! The operation on related articles.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{RelatedPage, RelatedQuery};
use super::finding;
use crate::Error;
use crate::addresses::{self, Lookup};
use crate::content::delivered::BodyForms;
use crate::content::vocabulary::ResourceKind;
use crate::db::Db;
use crate::delivery::articles::writing::member;
use crate::delivery::taxonomy_cache::TaxonomyCache;
use crate::http::{Query, Site, cacheable};

/// List related articles
///
/// What else to read: first what an editor chose, then what has the most tags in common, then what stands in the same
/// section; each with the reason.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "list_related_articles",
    params(
        ("article" = String, Path, description = "News ID or slug.", example = "84451"),
        RelatedQuery,
    ),
    responses((status = 200, description = "The articles.", body = RelatedPage))
)]
#[get("/articles/{article}/related")]
pub async fn list_related(
    request: HttpRequest,
    article: Path<String>,
    query: Query<RelatedQuery>,
    db: Data<Db>,
    taxonomy_cache: Data<TaxonomyCache>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    let Query(RelatedQuery { limit }) = query;
    let (found, content_version) = db
        .read_versioned(move |c| {
            addresses::find(c, ResourceKind::Article, &article)?
                .read_current(|id| finding::find(c, id, limit, &taxonomy_cache))
        })
        .await?;
    match found {
        Lookup::Current((found, reasons)) => {
            found.answer(&request, content_version, &site, &BodyForms::none(), None, |out, number, _| {
                member(out, "reason", &reasons[number])
            })
        }
        Lookup::Moved(moved) => Ok(cacheable::moved(
            &request,
            content_version,
            moved.tags(),
            &format!("/v1/articles/{}/related", moved.name),
        )),
    }
}
