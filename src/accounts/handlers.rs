//! The accounts' operations.

use actix_web::web::{Data, Json};
use actix_web::{HttpResponse, get, post};

use super::dto::{KeySet, Login, Session, UserView};
use super::{Passwords, Tokens, store};
use crate::Error;
use crate::db::Db;
use crate::http::query::Nothing;
use crate::http::{Caller, Clock, Code, JsonBody, Problem, Query};

/// Sign in
///
/// Exchanges e-mail and password for an access token. An unknown address, a wrong password and a
/// disabled account are answered alike.
#[utoipa::path(
    tag = "Accounts",
    request_body = Login,
    responses(
        (status = 200, description = "Signed in.", body = Session),
        (status = 401, description = "E-mail or password is wrong.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/login")]
pub async fn login(
    body: JsonBody<Login>,
    db: Data<Db>,
    passwords: Data<Passwords>,
    tokens: Data<Tokens>,
    clock: Data<Clock>,
) -> Result<HttpResponse, Error> {
    let (login, mut faults) = body.read().await?;
    let email = faults.required("/email", login.email);
    let password = faults.required("/password", login.password);
    faults.into_result().map_err(Error::invalid_body)?;
    let (email, password) = (email.unwrap_or_default(), password.unwrap_or_default());
    let account: Option<store::User> =
        db.read(move |c| Ok::<_, Error>(store::find_by_email(c, &email)?)).await?;
    let account = account.filter(|user| user.disabled_at.is_none());
    let hash = account.as_ref().map(|user| user.password_hash.clone());
    let (true, Some(user)) = (passwords.verify(password, hash).await?, account) else {
        return Err(Error::new(Code::InvalidCredentials, "No account has this e-mail and password."));
    };
    let session = Session {
        access_token: tokens.issue(user.id, clock.now()).map_err(Error::internal)?,
        token_type: "Bearer",
        expires_in: tokens.lifetime(),
        user: UserView::from(user),
    };
    Ok(HttpResponse::Ok().insert_header(("Cache-Control", "no-store")).json(session))
}

/// Read your own account
///
/// The account behind the access token, as it is now.
#[utoipa::path(
    tag = "Accounts",
    security(("bearer" = [])),
    responses((status = 200, description = "Your account.", body = UserView))
)]
#[get("/me")]
pub async fn get_me(caller: Caller, db: Data<Db>, _: Query<Nothing>) -> Result<Json<UserView>, Error> {
    let user = db.read(move |c| Ok::<_, Error>(store::find(c, caller.id)?)).await?;
    Ok(Json(UserView::from(user.ok_or_else(|| Error::not_found("account"))?)))
}

/// Read the public keys
///
/// The keys that verify access tokens (RFC 7517), for services that check them themselves.
#[utoipa::path(tag = "Service", responses((status = 200, description = "The keys.", body = KeySet)))]
#[get("/.well-known/jwks.json")]
pub async fn get_keys(tokens: Data<Tokens>, _: Query<Nothing>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(("Cache-Control", "public, max-age=300"))
        .json(KeySet { keys: tokens.keys() })
}
