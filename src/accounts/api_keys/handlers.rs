//! The operations on API keys.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, HttpResponse, delete, get, post};
use serde_json::json;

use super::dto::{ApiKeyInput, ApiKeyPage, ApiKeyQuery, ApiKeyView, NewApiKey};
use super::key::ApiKey;
use super::store::{self, Known, NewKey};
use crate::Error;
use crate::audit::{self, Attribution, Target};
use crate::content::vocabulary::TargetKind;
use crate::db::{self, Db};
use crate::http::idempotency::{Created, IdempotencyHeader, Idempotent};
use crate::http::page::PageRequest;
use crate::http::query::NoQuery;
use crate::http::{Caller, Clock, Id, Permission, Query};

/// List the API keys
///
/// All that have not been revoked, oldest first, without their texts.
#[utoipa::path(
    tag = "Accounts",
    operation_id = "list_api_keys",
    security(("bearer" = ["manage_keys"])),
    params(ApiKeyQuery),
    responses((status = 200, description = "A page of keys.", body = ApiKeyPage))
)]
#[get("/api-keys")]
pub async fn list_api_keys(
    caller: Caller,
    request: HttpRequest,
    query: Query<ApiKeyQuery>,
    db: Data<Db>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::ManageKeys)?;
    let Query(query) = query;
    let wanted = PageRequest::new("editorial/api-keys", &(), query.limit, query.cursor.as_deref())?;
    let page = db
        .read(move |c| {
            let rows = store::list(c, &wanted)?;
            Ok::<_, Error>(wanted.page(rows, |(key, _): &(Known, String)| key.id).try_map(ApiKeyView::of)?)
        })
        .await?;
    Ok(HttpResponse::Ok().insert_header(("Link", page.links(&request))).json(page))
}

/// Make an API key
///
/// For programs, which send it in place of an access token. It is good for its scopes, as far as your role includes
/// them, until it expires or is revoked, and as long as you may sign in. It is told only in this answer.
#[utoipa::path(
    tag = "Accounts",
    operation_id = "create_api_key",
    security(("bearer" = ["manage_keys"])),
    params(IdempotencyHeader),
    request_body = ApiKeyInput,
    responses((status = 201, description = "The key.", body = NewApiKey,
        headers(("Location" = String, description = "Its address, at which it is revoked."))))
)]
#[post("/api-keys")]
pub async fn create_api_key(
    caller: Caller,
    body: Idempotent<ApiKeyInput>,
    db: Data<Db>,
    clock: Data<Clock>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::ManageKeys)?;
    let (input, faults, request) = body.read().await?;
    let by = Attribution::caller(&caller, clock.now());
    let wanted = input.check(faults, by.at)?;
    let key = ApiKey::random().map_err(Error::internal)?;
    request
        .run(&db, by.at, move |c| {
            let told = json!({"name": wanted.name, "scopes": wanted.scopes, "expires_at": wanted.expires_at});
            let made = store::insert(
                c,
                NewKey {
                    name: wanted.name,
                    digest: key.digest.clone(),
                    hint: key.hint(),
                    scopes: db::Json::of(&wanted.scopes)?,
                    created_by: caller.id,
                    created_at: by.at,
                    expires_at: wanted.expires_at,
                },
            )?;
            let target = Target::unversioned(TargetKind::ApiKey, made.id);
            audit::record(c, &by, "api_key.create", target, &audit::changes(&(), &told))?;
            let location = format!("/v1/editorial/api-keys/{}", made.id);
            let view = NewApiKey { key: key.text, about: ApiKeyView::of((made, caller.name))? };
            Created::new(StatusCode::CREATED, Some(location), None, &view)
        })
        .await
}

/// Read an API key
///
/// What it may be used for and when it was used last, without its text.
#[utoipa::path(
    tag = "Accounts",
    operation_id = "get_api_key",
    security(("bearer" = ["manage_keys"])),
    params(("id" = i64, Path, description = "The key's id.")),
    responses((status = 200, description = "The key.", body = ApiKeyView))
)]
#[get("/api-keys/{id}")]
pub async fn get_api_key(
    caller: Caller,
    Id(id): Id,
    db: Data<Db>,
    _: Query<NoQuery>,
) -> Result<Json<ApiKeyView>, Error> {
    caller.require(Permission::ManageKeys)?;
    let key = db.read(move |c| Ok::<_, Error>(store::find(c, id)?)).await?;
    Ok(Json(ApiKeyView::of(key.ok_or_else(|| Error::not_found("API key"))?)?))
}

/// Revoke an API key
///
/// It is good for nothing any more, at once. A key never changes, so this needs no `If-Match`.
#[utoipa::path(
    tag = "Accounts",
    operation_id = "revoke_api_key",
    security(("bearer" = ["manage_keys"])),
    params(("id" = i64, Path, description = "The key's id.")),
    responses((status = 204, description = "It is good for nothing any more."))
)]
#[delete("/api-keys/{id}")]
pub async fn revoke_api_key(
    caller: Caller,
    Id(id): Id,
    db: Data<Db>,
    clock: Data<Clock>,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::ManageKeys)?;
    let by = Attribution::caller(&caller, clock.now());
    db.write(move |c| {
        let key = store::delete(c, id)?.ok_or_else(|| Error::not_found("API key"))?;
        let told = json!({"name": key.name, "scopes": key.scopes()?, "expires_at": key.expires_at});
        let target = Target::unversioned(TargetKind::ApiKey, id);
        audit::record(c, &by, "api_key.revoke", target, &audit::changes(&told, &()))?;
        Ok::<_, Error>(())
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}
