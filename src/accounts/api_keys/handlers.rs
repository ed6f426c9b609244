//! The operations on API keys.

use actix_web::http::StatusCode;
use actix_web::web::Json;
use actix_web::{HttpRequest, HttpResponse, delete, get, post};

use super::dto::{ApiKeyInput, ApiKeyPage, ApiKeyQuery, ApiKeyView, NewApiKey};
use super::model::ApiKey;
use super::secret::ApiKeySecret;
use super::{service, store};
use crate::Error;
use crate::audit::EditContext;
use crate::http::idempotency::{Created, IdempotencyHeader, Idempotent};
use crate::http::page::PageRequest;
use crate::http::query::NoQuery;
use crate::http::{Id, Permission, Query};

/// List API keys
///
/// Returns the keys that have not been revoked, the oldest first, without their texts.
#[utoipa::path(
    tag = "Accounts",
    operation_id = "list_api_keys",
    security(("bearer" = ["manage_keys"])),
    params(ApiKeyQuery),
    responses((status = 200, description = "A page of keys.", body = ApiKeyPage))
)]
#[get("/api-keys")]
pub async fn list_api_keys(
    context: EditContext,
    request: HttpRequest,
    Query(query): Query<ApiKeyQuery>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::ManageKeys)?;
    let page = PageRequest::new("editorial/api-keys", &(), query.limit, query.cursor.as_deref())?;
    let page = context
        .read(move |c, _| {
            let rows = page.page(store::list(c, &page)?, |(key, _): &(ApiKey, String)| key.id);
            Ok(rows.try_map(|(key, creator)| ApiKeyView::new(key, creator))?)
        })
        .await?;
    Ok(HttpResponse::Ok().insert_header(("Link", page.links(&request))).json(page))
}

/// Create an API key
///
/// Creates a key, which a program sends instead of an access token. The key has the permissions of its scopes that your
/// role also has. It works until it expires or is revoked, and while your account is not disabled. Only this answer
/// contains the text of the key.
#[utoipa::path(
    tag = "Accounts",
    operation_id = "create_api_key",
    security(("bearer" = ["manage_keys"])),
    params(IdempotencyHeader),
    request_body = ApiKeyInput,
    responses((status = 201, description = "The new key.", body = NewApiKey,
        headers(("Location" = String, description = "The path of the key, for reading and revoking it."))))
)]
#[post("/api-keys")]
pub async fn create_api_key(
    context: EditContext,
    body: Idempotent<ApiKeyInput>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::ManageKeys)?;
    let (input, faults, request) = body.read().await?;
    let key = input.check(faults, context.requester().now)?;
    let secret = ApiKeySecret::random().map_err(Error::internal)?;
    context
        .create(request, move |c, requester| {
            let created = service::create(c, key, &secret, requester.caller.id, &requester.attribution())?;
            let location = format!("/v1/editorial/api-keys/{}", created.id);
            let about = ApiKeyView::new(created, requester.caller.name.clone())?;
            let view = NewApiKey { key: secret.text, about };
            Created::new(StatusCode::CREATED, Some(location), None, &view)
        })
        .await
}

/// Read an API key
///
/// Returns the key's scopes and its last use, without its text.
#[utoipa::path(
    tag = "Accounts",
    operation_id = "get_api_key",
    security(("bearer" = ["manage_keys"])),
    params(("id" = i64, Path, description = "The key's id.")),
    responses((status = 200, description = "The key.", body = ApiKeyView))
)]
#[get(r"/api-keys/{id:\d+}")]
pub async fn get_api_key(
    context: EditContext,
    Id(id): Id,
    _: Query<NoQuery>,
) -> Result<Json<ApiKeyView>, Error> {
    context.require(Permission::ManageKeys)?;
    let key = context.read(move |c, _| Ok(store::find(c, id)?)).await?;
    let (key, creator) = key.ok_or_else(|| Error::not_found("API key"))?;
    Ok(Json(ApiKeyView::new(key, creator)?))
}

/// Revoke an API key
///
/// Deletes the key, which stops working immediately. A key never changes, so no `If-Match` is needed.
#[utoipa::path(
    tag = "Accounts",
    operation_id = "revoke_api_key",
    security(("bearer" = ["manage_keys"])),
    params(("id" = i64, Path, description = "The key's id.")),
    responses((status = 204, description = "The key no longer works."))
)]
#[delete(r"/api-keys/{id:\d+}")]
pub async fn revoke_api_key(
    context: EditContext,
    Id(id): Id,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::ManageKeys)?;
    let is_revoked =
        context.write(move |c, requester| Ok(service::revoke(c, id, &requester.attribution())?)).await?;
    if is_revoked { Ok(HttpResponse::NoContent().finish()) } else { Err(Error::not_found("API key")) }
}
