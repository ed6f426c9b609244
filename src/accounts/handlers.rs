//! The accounts' operations.

use actix_web::web::{Data, Json};
use actix_web::{HttpResponse, get, put};

use super::dto::{KeySet, PasswordChange, UserView};
use super::sessions::ClientInfo;
use super::{Failures, Passwords, Tokens, service, store};
use crate::Error;
use crate::audit::Attribution;
use crate::db::{Conn, Db};
use crate::http::query::NoQuery;
use crate::http::{Caller, Code, JsonBody, Permission, Query};

/// Read your own account
///
/// The account behind the access token, as it is now.
#[utoipa::path(
    tag = "Accounts",
    security(("bearer" = ["own_account"])),
    responses((status = 200, description = "Your account.", body = UserView))
)]
#[get("/me")]
pub async fn get_me(caller: Caller, db: Data<Db>, _: Query<NoQuery>) -> Result<Json<UserView>, Error> {
    caller.require(Permission::OwnAccount)?;
    Ok(Json(UserView::from(db.read(move |c| find(c, caller.id)).await?)))
}

/// Change your password
///
/// All other sessions of your account end.
#[utoipa::path(
    tag = "Accounts",
    security(("bearer" = ["own_account"])),
    request_body = PasswordChange,
    responses(
        (status = 204, description = "The new password counts from now on."),
        (status = 403, description = "The present password is wrong."),
        (status = 429, description = "Wrong too often."),
    )
)]
#[put("/password")]
pub async fn change_password(
    caller: Caller,
    client_info: ClientInfo,
    body: JsonBody<PasswordChange>,
    db: Data<Db>,
    passwords: Data<Passwords>,
    failures: Data<Failures>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::OwnAccount)?;
    let (change, mut faults) = body.read().await?;
    let (id, by) = (caller.id, Attribution::caller(&caller, client_info.now));
    let user = db.read(move |c| find(c, id)).await?;
    let current = faults.required("/current_password", change.current_password);
    let check = |new: String| passwords.check(&new, &[&user.email, &user.name]).map(|()| new);
    let new = faults.required("/new_password", change.new_password);
    let new = faults.parsed("/new_password", "weak-password", new, check);
    let (current, new) = faults.finish(current.zip(new)).map_err(Error::invalid_body)?;
    // Failures here and at sign-in count together: else a stolen token could try out passwords without limit.
    let attempt = failures.attempt(&user.email, client_info.address, by.at);
    let checked = attempt.clone();
    db.read(move |c| checked.check(c)).await?;
    if !passwords.verify(current, Some(user.password_hash.clone())).await? {
        db.write(move |c| attempt.fail(c)).await?;
        return Err(Error::new(Code::Forbidden, "The present password is wrong."));
    }
    let hash = passwords.make(new).await?;
    db.write(move |c| {
        attempt.succeed(c)?;
        let before = find(c, id)?;
        if before.password_hash != user.password_hash {
            return Err(Error::new(Code::Conflict, "The password was changed in the same moment."));
        }
        service::change(c, &before, &before.with_password(hash), &by, caller.session)
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Read the public keys
///
/// The keys that verify access tokens (RFC 7517), for services that check them themselves.
#[utoipa::path(tag = "Service", responses((status = 200, description = "The keys.", body = KeySet)))]
#[get("/.well-known/jwks.json")]
pub async fn get_keys(tokens: Data<Tokens>, _: Query<NoQuery>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(("Cache-Control", "public, max-age=300"))
        .json(KeySet { keys: tokens.keys() })
}

fn find(conn: &mut Conn, id: i64) -> Result<store::User, Error> {
    store::find(conn, id)?.ok_or_else(|| Error::not_found("account"))
}
