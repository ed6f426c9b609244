//! HTTP handlers of the redirect operations.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post};

use super::dto::{CreateRedirect, RedirectInput, RedirectPage, RedirectQuery, RedirectView};
use super::model::Redirect;
use super::{editing, store};
use crate::Error;
use crate::audit::{EditContext, precondition};
use crate::content::vocabulary::TargetKind;
use crate::db::Conn;
use crate::http::idempotency::{Created, IdempotencyHeader, Idempotent};
use crate::http::page::PageRequest;
use crate::http::query::NoQuery;
use crate::http::{Id, IfMatch, IfMatchHeader, JsonBody, Permission, Query, Site, etag};

/// List redirects
///
/// Returns redirects ordered by the path in `from`.
#[utoipa::path(
    tag = "Redirects",
    operation_id = "list_redirects",
    security(("bearer" = ["edit_structure"])),
    params(RedirectQuery),
    responses((status = 200, description = "A page of redirects.", body = RedirectPage))
)]
#[get("/redirects")]
pub async fn list_redirects(
    context: EditContext,
    request: HttpRequest,
    Query(query): Query<RedirectQuery>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::EditStructure)?;
    let page_request = PageRequest::new("editorial/redirects", &(), query.limit, query.cursor.as_deref())?;
    let page = context
        .read(move |conn, _| {
            let rows = store::list(conn, &page_request)?;
            let page = page_request.page(rows, |redirect: &Redirect| redirect.from.clone());
            Ok(page.map(RedirectView::from))
        })
        .await?;
    Ok(HttpResponse::Ok().insert_header(("Link", page.links(&request))).json(page))
}

/// Create a redirect
///
/// `GET /v1/resolve` then answers a request for `from` with `to`. Articles, sections, authors and tags have priority: the
/// redirect applies only if none of them has, or had, the path.
#[utoipa::path(
    tag = "Redirects",
    operation_id = "create_redirect",
    security(("bearer" = ["edit_structure"])),
    params(IdempotencyHeader),
    request_body = CreateRedirect,
    responses(
        (status = 201, description = "The new redirect.", body = RedirectView, headers(
            ("ETag" = String, description = "The version of the redirect."),
            ("Location" = String, description = "The URL path of the redirect in this API."),
        )),
        (status = 409, description = "Another redirect has this `from`."),
    )
)]
#[post("/redirects")]
pub async fn create_redirect(
    context: EditContext,
    body: Idempotent<RedirectInput>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::EditStructure)?;
    let (input, faults, request) = body.read().await?;
    context
        .create(request, move |conn, editor| {
            let redirect = editing::create(conn, input, faults, &site, &editor.attribution())?;
            let location = format!("/v1/editorial/redirects/{}", redirect.id);
            Created::at(location, redirect.version, &RedirectView::from(redirect))
        })
        .await
}

/// Get a redirect
///
/// Returns one redirect.
#[utoipa::path(
    tag = "Redirects",
    operation_id = "get_redirect",
    security(("bearer" = ["edit_structure"])),
    params(("id" = i64, Path, description = "The id of the redirect.")),
    responses((status = 200, description = "The redirect.", body = RedirectView,
        headers(("ETag" = String, description = "The version of the redirect."))))
)]
#[get(r"/redirects/{id:\d+}")]
pub async fn get_redirect(context: EditContext, id: Id, _: Query<NoQuery>) -> Result<HttpResponse, Error> {
    context.require(Permission::EditStructure)?;
    let redirect = context.read(move |conn, _| find(conn, id)).await?;
    Ok(etag::answer(redirect.version, RedirectView::from(redirect)))
}

/// Update a redirect
///
/// Applies a JSON merge patch (RFC 7396).
#[utoipa::path(
    tag = "Redirects",
    operation_id = "update_redirect",
    security(("bearer" = ["edit_structure"])),
    params(
        ("id" = i64, Path, description = "The id of the redirect."),
        IfMatchHeader,
    ),
    request_body(content((RedirectInput = "application/merge-patch+json"), (RedirectInput = "application/json"))),
    responses(
        (status = 200, description = "The updated redirect.", body = RedirectView,
            headers(("ETag" = String, description = "The version of the redirect."))),
        (status = 409, description = "Another redirect has this `from`."),
    )
)]
#[patch(r"/redirects/{id:\d+}")]
pub async fn update_redirect(
    context: EditContext,
    id: Id,
    if_match: IfMatch,
    body: JsonBody<RedirectInput>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::EditStructure)?;
    let patch = body.read_patch().await?;
    let redirect = context
        .write(move |conn, editor| {
            let before = find(conn, id)?;
            precondition::require(conn, &if_match, TargetKind::Redirect, before.id, before.version)?;
            let (input, faults) = patch.apply(&RedirectInput::from(&before))?;
            editing::update(conn, &before, input, faults, &site, &editor.attribution())
        })
        .await?;
    Ok(etag::answer(redirect.version, RedirectView::from(redirect)))
}

/// Delete a redirect
///
/// `GET /v1/resolve` then no longer redirects requests for its `from`.
#[utoipa::path(
    tag = "Redirects",
    operation_id = "delete_redirect",
    security(("bearer" = ["edit_structure"])),
    params(
        ("id" = i64, Path, description = "The id of the redirect."),
        IfMatchHeader,
    ),
    responses((status = 204, description = "The redirect is deleted."))
)]
#[delete(r"/redirects/{id:\d+}")]
pub async fn delete_redirect(
    context: EditContext,
    id: Id,
    if_match: IfMatch,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::EditStructure)?;
    context
        .write(move |conn, editor| {
            let redirect = find(conn, id)?;
            precondition::require(conn, &if_match, TargetKind::Redirect, redirect.id, redirect.version)?;
            editing::delete(conn, &redirect, &editor.attribution())
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The redirect with this id. Fails with 404 when there is none.
fn find(conn: &mut Conn, Id(id): Id) -> Result<Redirect, Error> {
    store::find(conn, id)?.ok_or_else(|| Error::not_found("redirect"))
}
