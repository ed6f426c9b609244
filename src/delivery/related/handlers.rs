//! The operation on related articles.

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{RelatedPage, RelatedQuery};
use super::service;
use crate::Error;
use crate::content::delivered::BodyForms;
use crate::content::vocabulary::ResourceKind;
use crate::delivery::articles::store::LoadedArticle;
use crate::delivery::articles::writer::member;
use crate::delivery::context::ReadContext;
use crate::http::{Query, cacheable};
use crate::public_names::{self, Lookup};

/// List related articles
///
/// Returns published articles to read next, without their bodies: first the editors' selection, then the articles
/// with the most shared tags, then the newest of the same section. Each has the reason.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "list_related_articles",
    params(
        ("article" = String, Path, description = "The News ID or slug of the article.", example = "84451"),
        RelatedQuery,
    ),
    responses((status = 200, description = "The related articles.", body = RelatedPage))
)]
#[get("/articles/{article}/related")]
pub async fn list_related(
    context: ReadContext,
    request: HttpRequest,
    article: Path<String>,
    Query(RelatedQuery { limit }): Query<RelatedQuery>,
) -> Result<HttpResponse, Error> {
    let (found, version) = context
        .read(move |c, context| {
            public_names::find(c, ResourceKind::Article, &article)?
                .read_current(|id| service::find(c, id, limit, &context.taxonomy_cache))
        })
        .await?;
    match found {
        Lookup::Current((page, reasons)) => {
            let reason =
                |out: &mut Vec<u8>, index: usize, _: &LoadedArticle| member(out, "reason", &reasons[index]);
            page.respond(&request, version, &context.site, &BodyForms::none(), None, reason)
        }
        Lookup::Moved(moved) => {
            let path = format!("/v1/articles/{}/related", moved.name);
            Ok(cacheable::moved(&request, version, moved.tags(), &path))
        }
    }
}
