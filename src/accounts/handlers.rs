//! The operations on your own account, and the public keys.

use actix_web::web::{Data, Json};
use actix_web::{HttpResponse, get, put};

use super::dto::{KeySet, PasswordChange, UserView};
use super::model::User;
use super::sessions::{self, SignInContext};
use super::{Tokens, service, store};
use crate::Error;
use crate::audit::EditContext;
use crate::db::Conn;
use crate::http::query::NoQuery;
use crate::http::{Code, JsonBody, Permission, Query};

/// Read your own account
///
/// Returns the account of the access token.
#[utoipa::path(
    tag = "Accounts",
    security(("bearer" = ["own_account"])),
    responses((status = 200, description = "Your account.", body = UserView))
)]
#[get("/me")]
pub async fn get_me(context: EditContext, _: Query<NoQuery>) -> Result<Json<UserView>, Error> {
    context.require(Permission::OwnAccount)?;
    let user = context.read(|c, requester| find(c, requester.caller.id)).await?;
    Ok(Json(UserView::from(user)))
}

/// Change your password
///
/// Replaces your password and ends all other sessions of your account. A wrong current password counts as a failed
/// sign-in.
#[utoipa::path(
    tag = "Accounts",
    security(("bearer" = ["own_account"])),
    request_body = PasswordChange,
    responses(
        (status = 204, description = "The new password is valid from now on."),
        (status = 403, description = "The current password is wrong."),
        (status = 429, description = "Too many wrong passwords. Wait for the seconds in `Retry-After`."),
    )
)]
#[put("/password")]
pub async fn change_password(
    context: EditContext,
    sign_in: SignInContext,
    body: JsonBody<PasswordChange>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::OwnAccount)?;
    let (change, faults) = body.read().await?;
    let user = context.read(|c, requester| find(c, requester.caller.id)).await?;
    let (current, new) = change.check(faults, &sign_in.passwords, &user)?;
    let attempt = sessions::verify_current_password(&sign_in, &user, current).await?;
    let hash = sign_in.passwords.hash_queued(new).await?;
    context
        .write(move |c, requester| {
            attempt.succeed(c)?;
            let current = find(c, user.id)?;
            require_same_password(&user, &current)?;
            let after = current.with_password_hash(hash);
            Ok(service::change(c, &current, &after, &requester.attribution(), requester.caller.session)?)
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Read the public keys
///
/// Returns the keys that verify access tokens (RFC 7517), for services that verify tokens themselves. Cache them for five
/// minutes at most.
#[utoipa::path(tag = "Service", responses((status = 200, description = "The public keys.", body = KeySet)))]
#[get("/.well-known/jwks.json")]
pub async fn get_keys(tokens: Data<Tokens>, _: Query<NoQuery>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(("Cache-Control", "public, max-age=300"))
        .json(KeySet { keys: tokens.public_keys() })
}

/// Fails with 409 if the account has another password than when it was verified.
fn require_same_password(verified: &User, current: &User) -> Result<(), Error> {
    if verified.password_hash == current.password_hash {
        return Ok(());
    }
    Err(Error::new(Code::Conflict, "Another request has changed the password. Try again."))
}

fn find(conn: &mut Conn, id: i64) -> Result<User, Error> {
    store::find(conn, id)?.ok_or_else(|| Error::not_found("account"))
}
