//! The operations on former slugs.

use actix_web::web::{Json, Path};
use actix_web::{HttpResponse, delete, get};

use super::dto::{FormerSlug, FormerSlugList};
use super::editing;
use crate::Error;
use crate::audit::EditContext;
use crate::content::vocabulary::ResourceKind;
use crate::editorial::articles::access;
use crate::http::query::NoQuery;
use crate::http::{Id, Permission, Query};
use crate::publishing::slug_history_store;

/// List former slugs
///
/// Returns the slugs that the article had while it was published and that still redirect to it.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "list_former_slugs",
    security(("bearer" = ["read_articles"])),
    params(("id" = i64, Path, description = "The News ID.")),
    responses((status = 200, description = "The former slugs.", body = FormerSlugList))
)]
#[get(r"/articles/{id:\d+}/former-slugs")]
pub async fn list_former_slugs(
    context: EditContext,
    id: Id,
    _: Query<NoQuery>,
) -> Result<Json<FormerSlugList>, Error> {
    context.require(Permission::ReadArticles)?;
    let slugs = context
        .read(move |c, requester| {
            let working = access::find_readable(c, id.0, &requester.caller)?;
            Ok(slug_history_store::former_names(c, ResourceKind::Article, working.row.id)?)
        })
        .await?;
    Ok(Json(FormerSlugList { data: slugs.into_iter().map(|slug| FormerSlug { slug }).collect() }))
}

/// Give up a former slug
///
/// Deletes the redirect from the slug to the article, so that another article can get the slug. With it, two articles can swap
/// their slugs. The request needs no `If-Match`, because a former slug has no versions.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "release_former_slug",
    security(("bearer" = ["publish_articles"])),
    params(
        ("id" = i64, Path, description = "The News ID."),
        ("slug" = String, Path, description = "The former slug."),
    ),
    responses(
        (status = 204, description = "The slug is free."),
        (status = 409, description = "The article is killed: its slugs stay reserved and return 410."),
    )
)]
#[delete(r"/articles/{id:\d+}/former-slugs/{slug}")]
pub async fn release_former_slug(
    context: EditContext,
    id: Id,
    path: Path<(String, String)>,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::PublishArticles)?;
    let (_, slug) = path.into_inner();
    context.write(move |c, requester| editing::release(c, id.0, &slug, requester)).await?;
    Ok(HttpResponse::NoContent().finish())
}
