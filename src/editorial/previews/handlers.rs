//! The preview operations.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, HttpResponse, delete, get, post};

use super::dto::{NewPreviewToken, PreviewTokenInput, PreviewTokenList, PreviewTokenView};
use super::{rendering, store};
use crate::Error;
use crate::audit::Editor;
use crate::audit::{self, Change, Target};
use crate::content::delivered::DeliveredArticle;
use crate::content::secret::{self, Secret};
use crate::content::vocabulary::{Status, TargetKind};
use crate::db::{Conn, Db};
use crate::editorial::articles::editing;
use crate::editorial::section_access;
use crate::http::form::FormQuery;
use crate::http::idempotency::{Created, IdempotencyHeader, Idempotent};
use crate::http::query::NoQuery;
use crate::http::{Caller, Clock, Id, Permission, Query, Site, path};

/// List the preview links of an article
///
/// The links that show its working copy now, newest first, without their tokens.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "list_preview_tokens",
    security(("bearer" = ["read_articles"])),
    params(("id" = i64, Path, description = "The News ID.")),
    responses((status = 200, description = "The links.", body = PreviewTokenList))
)]
#[get("/articles/{id}/preview-tokens")]
pub async fn list_preview_tokens(
    caller: Caller,
    id: Id,
    db: Data<Db>,
    clock: Data<Clock>,
    _: Query<NoQuery>,
) -> Result<Json<PreviewTokenList>, Error> {
    caller.require(Permission::ReadArticles)?;
    let now = clock.now();
    let tokens = db
        .read(move |c| {
            editing::find_for(c, id.0, &caller)?;
            Ok::<_, Error>(store::list(c, id.0, now)?)
        })
        .await?;
    Ok(Json(PreviewTokenList { data: tokens.into_iter().map(PreviewTokenView::from).collect() }))
}

/// Make a preview link
///
/// Makes a link that shows the working copy, as it is whenever the link is followed, to whoever has it: until
/// it expires or is revoked, and as long as the account that made it may sign in. The token is told only in
/// this answer.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "create_preview_token",
    security(("bearer" = ["write_articles"])),
    params(("id" = i64, Path, description = "The News ID."), IdempotencyHeader),
    request_body = PreviewTokenInput,
    responses((status = 201, description = "The link.", body = NewPreviewToken,
        headers(("Location" = String, description = "The address at which it is revoked."))))
)]
#[post("/articles/{id}/preview-tokens")]
pub async fn create_preview_token(
    caller: Caller,
    id: Id,
    body: Idempotent<PreviewTokenInput>,
    db: Data<Db>,
    clock: Data<Clock>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::WriteArticles)?;
    let (input, mut faults, request) = body.read().await?;
    let editor = Editor::of(caller, &clock, &site);
    let expires_at = input.expiry(editor.now, &mut faults);
    let expires_at = faults.finish(expires_at).map_err(Error::invalid_body)?;
    let token = Secret::random().map_err(Error::internal)?;
    request
        .run(&db, editor.now, move |c| {
            let article = of_own_remit(c, id, &editor.caller)?;
            let made = store::insert(c, article, &token.digest, expires_at, editor.caller.id, editor.now)?;
            let target = Target::unversioned(TargetKind::PreviewToken, made);
            let changes =
                audit::changes(&(), &serde_json::json!({"article": article, "expires_at": expires_at}));
            audit::record(c, &editor.attribution(), "preview_token.create", target, &changes)?;
            let location = format!("/v1/editorial/articles/{article}/preview-tokens/{made}");
            let url = format!("{}/v1/preview/{}", site.public_url, token.text);
            let view = NewPreviewToken { id: made, token: token.text, url, expires_at };
            Created::new(StatusCode::CREATED, Some(location), None, &view)
        })
        .await
}

/// Revoke a preview link
///
/// The link shows nothing any more, at once. A link never changes, so this needs no `If-Match`.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "revoke_preview_token",
    security(("bearer" = ["write_articles"])),
    params(
        ("id" = i64, Path, description = "The News ID."),
        ("token_id" = i64, Path, description = "The link's id."),
    ),
    responses((status = 204, description = "It shows nothing any more."))
)]
#[delete("/articles/{id}/preview-tokens/{token_id}")]
pub async fn revoke_preview_token(
    caller: Caller,
    request: HttpRequest,
    id: Id,
    db: Data<Db>,
    clock: Data<Clock>,
    site: Data<Site>,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::WriteArticles)?;
    let token = path::number(&request, "token_id")?;
    let editor = Editor::of(caller, &clock, &site);
    db.write(move |c| {
        let article = of_own_remit(c, id, &editor.caller)?;
        if !store::delete(c, article, token)? {
            return Err(Error::not_found("preview link"));
        }
        let target = Target::unversioned(TargetKind::PreviewToken, token);
        audit::record(
            c,
            &editor.attribution(),
            "preview_token.revoke",
            target,
            &[Change::new("article", article, ())],
        )?;
        Ok(())
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Show a working copy
///
/// The article as readers would get it if it were published now, in exactly the shape of
/// `GET /v1/articles/{article}`. The token is the credential; the answer may not be kept. Links to articles
/// that were killed or thrown away show nothing.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "show_preview",
    params(("token" = String, Path, description = "The token of a preview link."), FormQuery),
    responses(
        (status = 200, description = "The working copy.", body = DeliveredArticle),
        (status = 422, description = "It has no section yet to be shown in.", body = crate::http::Problem,
            content_type = "application/problem+json"),
    )
)]
#[get("/{token}")]
pub async fn show_preview(
    token: Path<String>,
    query: Query<FormQuery>,
    db: Data<Db>,
    clock: Data<Clock>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    let (digest, forms, now) = (secret::digest(&token), query.0.forms(), clock.now());
    let article = db
        .read(move |c| {
            let known = store::article_of(c, &digest, now)?;
            let unknown = || Error::not_found("preview");
            let working = editing::find(c, known.ok_or_else(unknown)?)?;
            if matches!(working.row.status, Status::Killed | Status::Trashed) {
                return Err(unknown());
            }
            rendering::render(c, working, &forms, &site, now)
        })
        .await?;
    Ok(HttpResponse::Ok().json(article))
}

/// The News ID of an article that the caller may change: its links are given away as its editors see fit.
fn of_own_remit(conn: &mut Conn, Id(id): Id, caller: &Caller) -> Result<i64, Error> {
    let article = editing::find_for(conn, id, caller)?;
    section_access::require(conn, caller, &article)?;
    Ok(article.row.id)
}
