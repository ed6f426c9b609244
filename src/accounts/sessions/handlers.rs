//! The operations on sessions.

use actix_web::web::Json;
use actix_web::{HttpResponse, delete, get, post};

use super::context::SignInContext;
use super::dto::{Login, Refresh, SessionList, SessionTokens, SessionView};
use super::service::{self, SignedIn};
use super::store;
use crate::Error;
use crate::accounts::UserView;
use crate::audit::EditContext;
use crate::http::limits::{RateLimited, SignIns};
use crate::http::query::NoQuery;
use crate::http::{Id, JsonBody, Permission, Query};

/// Sign in
///
/// Begins a session and returns its tokens. The answer is the same for an unknown e-mail address, a wrong password and a
/// disabled account.
///
/// Failed sign-ins are limited on all servers together, in windows of 15 minutes. After 10 failures for one account from
/// one network, further sign-ins for the account from that network are 429. After 30 failures from one network, sign-ins
/// from it are 429, except for accounts that have signed in from it within 90 days. After 10 failures for one account from
/// all networks, networks from which the account has not signed in within 90 days may together fail once in 10 seconds.
#[utoipa::path(
    tag = "Accounts",
    request_body = Login,
    responses(
        (status = 200, description = "The tokens of the new session.", body = SessionTokens),
        (status = 401, description = "The e-mail address or the password is wrong, or the account is disabled."),
    )
)]
#[post("/login")]
pub async fn login(
    _: RateLimited<SignIns>,
    context: SignInContext,
    body: JsonBody<Login>,
) -> Result<HttpResponse, Error> {
    let (login, faults) = body.read().await?;
    let (email, password) = login.check(faults)?;
    let signed_in = service::sign_in(&context, email, password).await?;
    answer(signed_in, &context)
}

/// Refresh the access token
///
/// Exchanges a refresh token for a new access token and a new refresh token. If the refresh token was exchanged before, the
/// session ends, because the token may be stolen.
#[utoipa::path(
    tag = "Accounts",
    request_body = Refresh,
    responses(
        (status = 200, description = "The new tokens of the session.", body = SessionTokens),
        (status = 401, description = "The refresh token is not valid, was used before, or its session has ended."),
    )
)]
#[post("/refresh")]
pub async fn refresh(
    _: RateLimited<SignIns>,
    context: SignInContext,
    body: JsonBody<Refresh>,
) -> Result<HttpResponse, Error> {
    let (refresh, mut faults) = body.read().await?;
    let token = faults.required("/refresh_token", refresh.refresh_token);
    let token = faults.finish(token).map_err(Error::invalid_body)?;
    let (now, lifetime) = (context.now(), context.tokens.lifetimes().refresh);
    // A refusal is an `Ok` here: an error would roll back the end of the session.
    let outcome = context.write(move |c| service::refresh(c, &token, now, lifetime)).await?;
    answer(outcome.into_result()?, &context)
}

/// Sign out
///
/// Ends the session of the access token. Its tokens stop working immediately.
#[utoipa::path(
    tag = "Accounts",
    security(("bearer" = ["own_account"])),
    responses((status = 204, description = "The session has ended."))
)]
#[post("/logout")]
pub async fn logout(context: EditContext, _: Query<NoQuery>) -> Result<HttpResponse, Error> {
    context.require(Permission::OwnAccount)?;
    if let Some(session) = context.caller().session {
        context.write(move |c, _| Ok(store::end(c, session)?)).await?;
    }
    Ok(HttpResponse::NoContent().finish())
}

/// List your sessions
///
/// Returns the sessions of your account that have not expired, the most recently used first.
#[utoipa::path(
    tag = "Accounts",
    security(("bearer" = ["own_account"])),
    responses((status = 200, description = "Your sessions.", body = SessionList))
)]
#[get("/sessions")]
pub async fn list_sessions(context: EditContext, _: Query<NoQuery>) -> Result<Json<SessionList>, Error> {
    context.require(Permission::OwnAccount)?;
    let sessions =
        context.read(|c, requester| Ok(store::list(c, requester.caller.id, requester.now)?)).await?;
    let current = context.caller().session;
    let data = sessions.into_iter().map(|session| SessionView::new(session, current)).collect();
    Ok(Json(SessionList { data }))
}

/// End a session
///
/// Ends one session of your account. Its tokens stop working immediately.
#[utoipa::path(
    tag = "Accounts",
    security(("bearer" = ["own_account"])),
    params(("id" = i64, Path, description = "The session's id.")),
    responses((status = 204, description = "The session has ended."))
)]
#[delete(r"/sessions/{id:\d+}")]
pub async fn end_session(context: EditContext, Id(id): Id, _: Query<NoQuery>) -> Result<HttpResponse, Error> {
    context.require(Permission::OwnAccount)?;
    let has_ended =
        context.write(move |c, requester| Ok(store::end_own(c, id, requester.caller.id)?)).await?;
    if has_ended { Ok(HttpResponse::NoContent().finish()) } else { Err(Error::not_found("session")) }
}

fn answer(signed_in: SignedIn, context: &SignInContext) -> Result<HttpResponse, Error> {
    let SignedIn { user, session, refresh_token } = signed_in;
    let access_token = context.tokens.issue(user.id, session, context.now()).map_err(Error::internal)?;
    Ok(HttpResponse::Ok().json(SessionTokens {
        access_token,
        token_type: "Bearer",
        expires_in: context.tokens.lifetimes().access,
        refresh_token,
        user: UserView::from(user),
    }))
}
