//! The operation on related articles.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{RelatedPage, RelatedQuery};
use super::finding;
use crate::Error;
use crate::addresses::{self, Found};
use crate::content::delivered::BodyForms;
use crate::content::vocabulary::NamedKind;
use crate::db::Db;
use crate::delivery::articles::writing::member;
use crate::delivery::names::Directory;
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
    responses((status = 200, description = "The articles.", body = RelatedPage,
        headers(("ETag" = String, description = "Changes with the answer."))))
)]
#[get("/articles/{article}/related")]
pub async fn list_related(
    request: HttpRequest,
    article: Path<String>,
    query: Query<RelatedQuery>,
    db: Data<Db>,
    directory: Data<Directory>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    let Query(RelatedQuery { limit }) = query;
    let (found, edition) = db
        .read_edition(move |c| {
            addresses::find(c, NamedKind::Article, &article)?
                .here(|id| finding::find(c, id, limit, &directory))
        })
        .await?;
    match found {
        Found::Here((found, reasons)) => {
            found.answer(&request, edition, &site, &BodyForms::none(), None, |out, number, _| {
                member(out, "reason", &reasons[number])
            })
        }
        Found::Moved(moved) => Ok(cacheable::moved(
            &request,
            edition,
            moved.tags(),
            &format!("/v1/articles/{}/related", moved.name),
        )),
    }
}
