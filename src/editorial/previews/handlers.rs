//! The preview operations.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, HttpResponse, delete, get, post};
use serde_json::json;

use super::dto::{NewPreviewToken, PreviewTokenInput, PreviewTokenList, PreviewTokenView, PreviewedArticle};
use super::{rendering, store};
use crate::Error;
use crate::audit::{self, Change, EditContext, Target};
use crate::content::secret::{self, Secret};
use crate::content::vocabulary::{Status, TargetKind};
use crate::db::{Conn, Db};
use crate::editorial::articles::access;
use crate::http::form::FormQuery;
use crate::http::idempotency::{Created, IdempotencyHeader, Idempotent};
use crate::http::query::NoQuery;
use crate::http::{Caller, Clock, Id, Permission, Query, Site, path};

/// List preview links
///
/// Returns the preview links of the article that have not expired, newest first, without their tokens.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "list_preview_tokens",
    security(("bearer" = ["read_articles"])),
    params(("id" = i64, Path, description = "The News ID.")),
    responses((status = 200, description = "The preview links.", body = PreviewTokenList))
)]
#[get(r"/articles/{id:\d+}/preview-tokens")]
pub async fn list_preview_tokens(
    context: EditContext,
    id: Id,
    _: Query<NoQuery>,
) -> Result<Json<PreviewTokenList>, Error> {
    context.require(Permission::ReadArticles)?;
    let tokens = context
        .read(move |c, requester| {
            access::find_readable(c, id.0, &requester.caller)?;
            Ok(store::list(c, id.0, requester.now)?)
        })
        .await?;
    Ok(Json(PreviewTokenList { data: tokens.into_iter().map(PreviewTokenView::from).collect() }))
}

/// Create a preview link
///
/// Creates a URL that shows the current working copy to everyone who has it. It works until it expires, is revoked, or the
/// account that created it is disabled. Only this response contains the token.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "create_preview_token",
    security(("bearer" = ["write_articles"])),
    params(("id" = i64, Path, description = "The News ID."), IdempotencyHeader),
    request_body = PreviewTokenInput,
    responses((status = 201, description = "The preview link.", body = NewPreviewToken,
        headers(("Location" = String, description = "The URL to revoke the link with `DELETE`."))))
)]
#[post(r"/articles/{id:\d+}/preview-tokens")]
pub async fn create_preview_token(
    context: EditContext,
    id: Id,
    body: Idempotent<PreviewTokenInput>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::WriteArticles)?;
    let (input, mut faults, request) = body.read().await?;
    let expires_at = input.expiry(context.requester().now, &mut faults);
    let expires_at = faults.finish(expires_at).map_err(Error::invalid_body)?;
    let token = Secret::random().map_err(Error::internal)?;
    context
        .create(request, move |c, by| {
            let article = find_editable_id(c, id, &by.caller)?;
            let id = store::insert(c, article, &token.digest, expires_at, by.caller.id, by.now)?;
            let target = Target::unversioned(TargetKind::PreviewToken, id);
            let changes = audit::changes(&(), &json!({"article": article, "expires_at": expires_at}));
            audit::record(c, &by.attribution(), "preview_token.create", target, &changes)?;
            let location = format!("/v1/editorial/articles/{article}/preview-tokens/{id}");
            let url = site.preview_url(article, &token.text);
            let view = NewPreviewToken { id, token: token.text, url, expires_at };
            Created::new(StatusCode::CREATED, Some(location), None, &view)
        })
        .await
}

/// Revoke a preview link
///
/// The link stops working immediately. A link never changes, so the request needs no `If-Match`.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "revoke_preview_token",
    security(("bearer" = ["write_articles"])),
    params(
        ("id" = i64, Path, description = "The News ID."),
        ("token_id" = i64, Path, description = "The id of the preview link."),
    ),
    responses((status = 204, description = "The link is revoked."))
)]
#[delete(r"/articles/{id:\d+}/preview-tokens/{token_id:\d+}")]
pub async fn revoke_preview_token(
    context: EditContext,
    request: HttpRequest,
    id: Id,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::WriteArticles)?;
    let token = path::number(&request, "token_id")?;
    context
        .write(move |c, requester| {
            let article = find_editable_id(c, id, &requester.caller)?;
            if !store::delete(c, article, token)? {
                return Err(Error::not_found("preview link"));
            }
            let target = Target::unversioned(TargetKind::PreviewToken, token);
            let changes = [Change::new("article", article, ())];
            audit::record(c, &requester.attribution(), "preview_token.revoke", target, &changes)?;
            Ok(())
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Show a preview
///
/// Returns the working copy as `GET /v1/articles/{article}` would return it after publication. A draft may be incomplete: without
/// a section, `section` and `url` are `null`. The token is the credential; caches must not store the response. Links to killed and trashed articles return 404.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "show_preview",
    params(("token" = String, Path, description = "The token of a preview link."), FormQuery),
    responses((status = 200, description = "The working copy.", body = PreviewedArticle))
)]
#[get("/{token}")]
pub async fn show_preview(
    token: Path<String>,
    Query(query): Query<FormQuery>,
    db: Data<Db>,
    clock: Data<Clock>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    let (digest, forms, now) = (secret::digest(&token), query.forms(), clock.now());
    let not_found = || Error::not_found("preview");
    let article = db
        .read(move |c| {
            let id = store::find_article(c, &digest, now)?.ok_or_else(not_found)?;
            let working = access::find(c, id)?;
            if matches!(working.row.status, Status::Killed | Status::Trashed) {
                return Err(not_found());
            }
            rendering::render(c, working, &forms, &site, now)
        })
        .await?;
    Ok(HttpResponse::Ok().json(article))
}

/// The News ID of an article in the caller's sections. Its links can be created and revoked with any status.
fn find_editable_id(conn: &mut Conn, Id(id): Id, caller: &Caller) -> Result<i64, Error> {
    let working = access::find_readable(conn, id, caller)?;
    access::require_section_access(conn, caller, &working)?;
    Ok(working.row.id)
}
