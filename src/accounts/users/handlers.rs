//! The operations on accounts.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post};

use super::dto::{NewUserInput, UserInput, UserPage, UserQuery};
use super::validation;
use crate::Error;
use crate::accounts::model::User;
use crate::accounts::{Passwords, UserView, service, store};
use crate::audit::{EditContext, precondition};
use crate::content::vocabulary::TargetKind;
use crate::db::Conn;
use crate::http::idempotency::{Created, IdempotencyHeader, Idempotent};
use crate::http::page::PageRequest;
use crate::http::query::NoQuery;
use crate::http::{Id, IfMatch, IfMatchHeader, JsonBody, Permission, Query, etag};

/// List accounts
///
/// Returns all accounts, the oldest first.
#[utoipa::path(
    tag = "Accounts",
    operation_id = "list_users",
    security(("bearer" = ["manage_users"])),
    params(UserQuery),
    responses((status = 200, description = "A page of accounts.", body = UserPage))
)]
#[get("/users")]
pub async fn list_users(
    context: EditContext,
    request: HttpRequest,
    Query(query): Query<UserQuery>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::ManageUsers)?;
    let page = PageRequest::new("editorial/users", &(), query.limit, query.cursor.as_deref())?;
    let page = context
        .read(move |c, _| {
            let rows = store::list(c, &page)?;
            Ok(page.page(rows, |user: &User| user.id).map(UserView::from))
        })
        .await?;
    Ok(HttpResponse::Ok().insert_header(("Link", page.links(&request))).json(page))
}

/// Create an account
///
/// Creates an account that can sign in immediately. Ask the person to change the password (`PUT /v1/auth/password`).
#[utoipa::path(
    tag = "Accounts",
    operation_id = "create_user",
    security(("bearer" = ["manage_users"])),
    params(IdempotencyHeader),
    request_body = NewUserInput,
    responses(
        (status = 201, description = "The new account.", body = UserView, headers(
            ("ETag" = String, description = "The version of the account."),
            ("Location" = String, description = "The path of the account."),
        )),
        (status = 409, description = "Another account has the e-mail address."),
    )
)]
#[post("/users")]
pub async fn create_user(
    context: EditContext,
    body: Idempotent<NewUserInput>,
    passwords: Data<Passwords>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::ManageUsers)?;
    let (input, faults, request) = body.read().await?;
    let (user, password) = validation::check_new(input, faults, &passwords)?;
    let hash = passwords.hash_queued(password).await?;
    context
        .create(request, move |c, requester| {
            let user = service::create(c, user.into_new_user(hash, requester.now), &requester.attribution())?;
            validation::require_sections(c, user.section_ids().as_deref())?;
            let location = format!("/v1/editorial/users/{}", user.id);
            Created::at(location, user.version, &UserView::from(user))
        })
        .await
}

/// Read an account
///
/// Returns one account.
#[utoipa::path(
    tag = "Accounts",
    operation_id = "get_user",
    security(("bearer" = ["manage_users"])),
    params(("id" = i64, Path, description = "The account's id.")),
    responses((status = 200, description = "The account.", body = UserView,
        headers(("ETag" = String, description = "The version of the account."))))
)]
#[get(r"/users/{id:\d+}")]
pub async fn get_user(context: EditContext, id: Id, _: Query<NoQuery>) -> Result<HttpResponse, Error> {
    context.require(Permission::ManageUsers)?;
    let user = context.read(move |c, _| find(c, id)).await?;
    Ok(etag::answer(user.version, UserView::from(user)))
}

/// Change an account
///
/// Applies a merge patch (RFC 7396). A change of `role`, `password` or `disabled` ends all sessions of the account
/// immediately, except your own session. The last admin who can sign in cannot be disabled or get another role.
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
        (status = 200, description = "The changed account.", body = UserView,
            headers(("ETag" = String, description = "The version of the account."))),
        (status = 409, description = "No admin who can sign in would be left."),
    )
)]
#[patch(r"/users/{id:\d+}")]
pub async fn update_user(
    context: EditContext,
    id: Id,
    if_match: IfMatch,
    body: JsonBody<UserInput>,
    passwords: Data<Passwords>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::ManageUsers)?;
    let patch = body.read_patch().await?;
    let expected = if_match.clone();
    let before = context.read(move |c, _| find_matching(c, id, &expected)).await?;
    let (input, faults) = patch.apply(&UserInput::from(&before))?;
    let now = context.requester().now;
    let (after, password) = validation::check_change(&before, input, faults, &passwords, now)?;
    let after = with_password(after, password, &passwords).await?;
    let user = context
        .write(move |c, requester| {
            find_matching(c, id, &if_match)?;
            validation::require_sections(c, after.section_ids().as_deref())?;
            Ok(service::change(c, &before, &after, &requester.attribution(), requester.caller.session)?)
        })
        .await?;
    Ok(etag::answer(user.version, UserView::from(user)))
}

/// Delete an account
///
/// Deletes an account that has not created or changed content. Other accounts cannot be deleted: disable them instead.
#[utoipa::path(
    tag = "Accounts",
    operation_id = "delete_user",
    security(("bearer" = ["manage_users"])),
    params(
        ("id" = i64, Path, description = "The account's id."),
        IfMatchHeader,
    ),
    responses(
        (status = 204, description = "The account is deleted."),
        (status = 409, description = "The account has created or changed content, or no admin who can sign in would be left."),
    )
)]
#[delete(r"/users/{id:\d+}")]
pub async fn delete_user(
    context: EditContext,
    id: Id,
    if_match: IfMatch,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::ManageUsers)?;
    context
        .write(move |c, requester| {
            let user = find_matching(c, id, &if_match)?;
            Ok(service::delete(c, &user, &requester.attribution())?)
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

fn find(conn: &mut Conn, Id(id): Id) -> Result<User, Error> {
    store::find(conn, id)?.ok_or_else(|| Error::not_found("account"))
}

/// The account with the hash of its new password, if it has a new one.
async fn with_password(user: User, password: Option<String>, passwords: &Passwords) -> Result<User, Error> {
    let Some(password) = password else { return Ok(user) };
    Ok(user.with_password_hash(passwords.hash_queued(password).await?))
}

/// Returns the account. Fails with 412 unless `If-Match` names its current version.
fn find_matching(conn: &mut Conn, id: Id, if_match: &IfMatch) -> Result<User, Error> {
    let user = find(conn, id)?;
    precondition::require(conn, if_match, TargetKind::User, user.id, user.version)?;
    Ok(user)
}
