//! The redirect operations.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post};

use super::dto::{CreateRedirect, RedirectInput, RedirectPage, RedirectQuery, RedirectView};
use super::editing;
use super::store::{self, Redirect};
use crate::Error;
use crate::audit::{Attribution, precondition};
use crate::content::vocabulary::TargetKind;
use crate::db::{Conn, Db};
use crate::http::idempotency::{Created, IdempotencyHeader, Idempotent};
use crate::http::page::PageRequest;
use crate::http::query::NoQuery;
use crate::http::{Caller, Clock, Id, IfMatch, IfMatchHeader, JsonBody, Permission, Query, Site, etag};

/// List redirects
///
/// All of them, ordered by the path they lead away from.
#[utoipa::path(
    tag = "Redirects",
    operation_id = "list_redirects",
    security(("bearer" = ["edit_structure"])),
    params(RedirectQuery),
    responses((status = 200, description = "A page of redirects.", body = RedirectPage))
)]
#[get("/redirects")]
pub async fn list_redirects(
    caller: Caller,
    request: HttpRequest,
    query: Query<RedirectQuery>,
    db: Data<Db>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::EditStructure)?;
    let Query(query) = query;
    let wanted = PageRequest::new("editorial/redirects", &(), query.limit, query.cursor.as_deref())?;
    let page = db
        .read(move |c| {
            let rows = store::list(c, &wanted)?;
            Ok::<_, Error>(
                wanted.page(rows, |redirect: &Redirect| redirect.from.clone()).map(RedirectView::from),
            )
        })
        .await?;
    Ok(HttpResponse::Ok().insert_header(("Link", page.links(&request))).json(page))
}

/// Create a redirect
///
/// From now on `GET /v1/resolve` answers for the one address with the other, wherever nothing else lies there:
/// articles, sections, authors and tags go first, also by their former names.
#[utoipa::path(
    tag = "Redirects",
    operation_id = "create_redirect",
    security(("bearer" = ["edit_structure"])),
    params(IdempotencyHeader),
    request_body = CreateRedirect,
    responses(
        (status = 201, description = "The new redirect.", body = RedirectView, headers(
            ("ETag" = String, description = "The version."),
            ("Location" = String, description = "The address."),
        )),
        (status = 409, description = "The path has a redirect already."),
    )
)]
#[post("/redirects")]
pub async fn create_redirect(
    caller: Caller,
    body: Idempotent<RedirectInput>,
    db: Data<Db>,
    clock: Data<Clock>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::EditStructure)?;
    let (input, faults, request) = body.read().await?;
    let by = Attribution::caller(&caller, clock.now());
    request
        .run(&db, by.at, move |c| {
            let redirect = editing::create(c, input, faults, &site, &by)?;
            let location = format!("/v1/editorial/redirects/{}", redirect.id);
            Created::at(location, redirect.version, &RedirectView::from(redirect))
        })
        .await
}

/// Read a redirect
///
/// One redirect.
#[utoipa::path(
    tag = "Redirects",
    operation_id = "get_redirect",
    security(("bearer" = ["edit_structure"])),
    params(("id" = i64, Path, description = "The redirect's id.")),
    responses((status = 200, description = "The redirect.", body = RedirectView,
        headers(("ETag" = String, description = "The version."))))
)]
#[get("/redirects/{id}")]
pub async fn get_redirect(
    caller: Caller,
    id: Id,
    db: Data<Db>,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::EditStructure)?;
    let redirect = db.read(move |c| find(c, id)).await?;
    Ok(etag::answer(redirect.version, RedirectView::from(redirect)))
}

/// Change a redirect
///
/// A merge patch (RFC 7396).
#[utoipa::path(
    tag = "Redirects",
    operation_id = "update_redirect",
    security(("bearer" = ["edit_structure"])),
    params(
        ("id" = i64, Path, description = "The redirect's id."),
        IfMatchHeader,
    ),
    request_body(content((RedirectInput = "application/merge-patch+json"), (RedirectInput = "application/json"))),
    responses(
        (status = 200, description = "The redirect as it is now.", body = RedirectView,
            headers(("ETag" = String, description = "The version."))),
        (status = 409, description = "The path has a redirect already."),
    )
)]
#[patch("/redirects/{id}")]
pub async fn update_redirect(
    caller: Caller,
    id: Id,
    if_match: IfMatch,
    body: JsonBody<RedirectInput>,
    db: Data<Db>,
    clock: Data<Clock>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::EditStructure)?;
    let patch = body.read_patch().await?;
    let by = Attribution::caller(&caller, clock.now());
    let redirect = db
        .write(move |c| {
            let before = find(c, id)?;
            precondition::require(c, &if_match, TargetKind::Redirect, before.id, before.version)?;
            let (input, faults) = patch.apply(&RedirectInput::from(&before))?;
            editing::change(c, &before, input, faults, &site, &by)
        })
        .await?;
    Ok(etag::answer(redirect.version, RedirectView::from(redirect)))
}

/// Delete a redirect
///
/// From now on nothing is found at the address it led away from.
#[utoipa::path(
    tag = "Redirects",
    operation_id = "delete_redirect",
    security(("bearer" = ["edit_structure"])),
    params(
        ("id" = i64, Path, description = "The redirect's id."),
        IfMatchHeader,
    ),
    responses((status = 204, description = "It is gone."))
)]
#[delete("/redirects/{id}")]
pub async fn delete_redirect(
    caller: Caller,
    id: Id,
    if_match: IfMatch,
    db: Data<Db>,
    clock: Data<Clock>,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::EditStructure)?;
    let by = Attribution::caller(&caller, clock.now());
    db.write(move |c| {
        let redirect = find(c, id)?;
        precondition::require(c, &if_match, TargetKind::Redirect, redirect.id, redirect.version)?;
        editing::delete(c, &redirect, &by)
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

fn find(conn: &mut Conn, Id(id): Id) -> Result<Redirect, Error> {
    store::find(conn, id)?.ok_or_else(|| Error::not_found("redirect"))
}
