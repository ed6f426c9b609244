//! The operations on accounts.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post};

use super::dto::{NewUserInput, UserInput, UserPage, UserQuery};
use super::editing;
use crate::Error;
use crate::accounts::store::{self, User};
use crate::accounts::{Passwords, UserView, service};
use crate::audit::{Attribution, precondition};
use crate::content::vocabulary::TargetKind;
use crate::db::{Conn, Db};
use crate::http::idempotency::{Created, IdempotencyHeader, Idempotent};
use crate::http::page::PageRequest;
use crate::http::query::NoQuery;
use crate::http::{Caller, Clock, Id, IfMatch, IfMatchHeader, JsonBody, Permission, Query, etag};

/// List the accounts
///
/// All of them, oldest first.
#[utoipa::path(
    tag = "Accounts",
    operation_id = "list_users",
    security(("bearer" = ["manage_users"])),
    params(UserQuery),
    responses((status = 200, description = "A page of accounts.", body = UserPage))
)]
#[get("/users")]
pub async fn list_users(
    caller: Caller,
    request: HttpRequest,
    query: Query<UserQuery>,
    db: Data<Db>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::ManageUsers)?;
    let Query(query) = query;
    let wanted = PageRequest::new("editorial/users", &(), query.limit, query.cursor.as_deref())?;
    let page = db
        .read(move |c| {
            let rows = store::page(c, &wanted)?;
            Ok::<_, Error>(wanted.page(rows, |user: &User| user.id).map(UserView::from))
        })
        .await?;
    Ok(HttpResponse::Ok().insert_header(("Link", page.links(&request))).json(page))
}

/// Create an account
///
/// From now on the person can sign in, and should change the password (`PUT /v1/auth/password`).
#[utoipa::path(
    tag = "Accounts",
    operation_id = "create_user",
    security(("bearer" = ["manage_users"])),
    params(IdempotencyHeader),
    request_body = NewUserInput,
    responses(
        (status = 201, description = "The new account.", body = UserView, headers(
            ("ETag" = String, description = "The version."),
            ("Location" = String, description = "The address."),
        )),
        (status = 409, description = "The e-mail address has an account already."),
    )
)]
#[post("/users")]
pub async fn create_user(
    caller: Caller,
    body: Idempotent<NewUserInput>,
    db: Data<Db>,
    passwords: Data<Passwords>,
    clock: Data<Clock>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::ManageUsers)?;
    let (input, faults, request) = body.read().await?;
    let by = Attribution::caller(&caller, clock.now());
    let (user, password) = editing::new_user(input, faults, &passwords, by.at)?;
    let hash = passwords.make(password).await?;
    request
        .run(&db, by.at, move |c| {
            let user = service::create(c, user(hash), &by)?;
            editing::require_sections(c, user.section_ids().as_deref())?;
            let location = format!("/v1/editorial/users/{}", user.id);
            Created::at(location, user.version, &UserView::from(user))
        })
        .await
}

/// Read an account
///
/// One account.
#[utoipa::path(
    tag = "Accounts",
    operation_id = "get_user",
    security(("bearer" = ["manage_users"])),
    params(("id" = i64, Path, description = "The account's id.")),
    responses((status = 200, description = "The account.", body = UserView,
        headers(("ETag" = String, description = "The version."))))
)]
#[get("/users/{id}")]
pub async fn get_user(
    caller: Caller,
    id: Id,
    db: Data<Db>,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::ManageUsers)?;
    let user = db.read(move |c| find(c, id)).await?;
    Ok(etag::answer(user.version, UserView::from(user)))
}

/// Change an account
///
/// A merge patch (RFC 7396). With another role or password, or disabled, all its sessions end at once, but for your own
/// when the account is yours. The last admin can be neither disabled nor given another role.
#[utoipa::path(
    tag = "Accounts",
    operation_id = "update_user",
    security(("bearer" = ["manage_users"])),
    params(
        ("id" = i64, Path, description = "The account's id."),
        IfMatchHeader,
    ),
    request_body(content((UserInput = "application/merge-patch+json"), (UserInput = "application/json"))),
    responses(
        (status = 200, description = "The account as it is now.", body = UserView,
            headers(("ETag" = String, description = "The version."))),
        (status = 409, description = "No admin would be left."),
    )
)]
#[patch("/users/{id}")]
pub async fn update_user(
    caller: Caller,
    id: Id,
    if_match: IfMatch,
    body: JsonBody<UserInput>,
    db: Data<Db>,
    passwords: Data<Passwords>,
    clock: Data<Clock>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::ManageUsers)?;
    let patch = body.read_patch().await?;
    let by = Attribution::caller(&caller, clock.now());
    let seen = if_match.clone();
    let before = db
        .read(move |c| {
            let before = find(c, id)?;
            precondition::require(c, &seen, TargetKind::User, before.id, before.version)?;
            Ok::<_, Error>(before)
        })
        .await?;
    let (input, faults) = patch.apply(&UserInput::from(&before))?;
    let (mut after, password) = editing::changed(&before, input, faults, &passwords, by.at)?;
    if let Some(password) = password {
        after = after.with_password(passwords.make(password).await?);
    }
    let user = db
        .write(move |c| {
            let version = find(c, id)?.version;
            precondition::require(c, &if_match, TargetKind::User, before.id, version)?;
            editing::require_sections(c, after.section_ids().as_deref())?;
            service::change(c, &before, &after, &by, caller.session)
        })
        .await?;
    Ok(etag::answer(user.version, UserView::from(user)))
}

/// Delete an account
///
/// Only one that has never worked here: of others, what they did stays theirs. Disable those.
#[utoipa::path(
    tag = "Accounts",
    operation_id = "delete_user",
    security(("bearer" = ["manage_users"])),
    params(
        ("id" = i64, Path, description = "The account's id."),
        IfMatchHeader,
    ),
    responses(
        (status = 204, description = "It is gone."),
        (status = 409, description = "It has worked here, or no admin would be left."),
    )
)]
#[delete("/users/{id}")]
pub async fn delete_user(
    caller: Caller,
    id: Id,
    if_match: IfMatch,
    db: Data<Db>,
    clock: Data<Clock>,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::ManageUsers)?;
    let by = Attribution::caller(&caller, clock.now());
    db.write(move |c| {
        let user = find(c, id)?;
        precondition::require(c, &if_match, TargetKind::User, user.id, user.version)?;
        service::delete(c, &user, &by)
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

fn find(conn: &mut Conn, Id(id): Id) -> Result<User, Error> {
    store::find(conn, id)?.ok_or_else(|| Error::not_found("account"))
}
