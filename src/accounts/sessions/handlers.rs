//! The operations on sessions.

use actix_web::web::{Data, Json};
use actix_web::{HttpResponse, delete, get, post};

use super::client_info::ClientInfo;
use super::dto::{Login, Refresh, SessionList, SessionTokens, SessionView};
use super::{Failures, Signed, store};
use crate::Error;
use crate::accounts::store::find_by_email;
use crate::accounts::{Passwords, Tokens, UserView};
use crate::content::Time;
use crate::db::{Conn, Db};
use crate::http::limits::{RateLimited, SignIns};
use crate::http::query::NoQuery;
use crate::http::{Caller, Clock, Code, Id, JsonBody, Permission, Query};

/// Sign in
///
/// Exchanges e-mail and password for an access token, and begins a session. An unknown address, a wrong password and a
/// disabled account are answered alike. After 10 failures to one account from one network, and after 30 from one network, more are 429
/// until 15 minutes after the first of them, whichever server they were sent to. After 10 failures to one account from anywhere, networks
/// that have not signed in to it within 90 days may fail once in 10 seconds, all together.
#[utoipa::path(
    tag = "Accounts",
    request_body = Login,
    responses(
        (status = 200, description = "Signed in.", body = SessionTokens),
        (status = 401, description = "E-mail or password is wrong."),
    )
)]
#[post("/login")]
pub async fn login(
    _: RateLimited<SignIns>,
    client_info: ClientInfo,
    body: JsonBody<Login>,
    db: Data<Db>,
    passwords: Data<Passwords>,
    tokens: Data<Tokens>,
    failures: Data<Failures>,
) -> Result<HttpResponse, Error> {
    let (login, mut faults) = body.read().await?;
    let email = faults.required("/email", login.email);
    let password = faults.required("/password", login.password);
    faults.into_result().map_err(Error::invalid_body)?;
    let (email, password) = (email.unwrap_or_default(), password.unwrap_or_default());
    let ClientInfo { address, user_agent, now } = client_info;
    let attempt = failures.attempt(&email, address, now);
    let checked = attempt.clone();
    let account = db.read(move |c| {
        checked.check(c)?;
        Ok::<_, Error>(find_by_email(c, &email)?)
    });
    let account = account.await?;
    let known = account.as_ref().map_or(0, |user| user.id);
    let account = account.filter(|user| user.disabled_at.is_none());
    let hash = account.as_ref().map(|user| user.password_hash.clone());
    let (true, Some(user)) = (passwords.verify(password.clone(), hash).await?, account) else {
        db.write(move |c| super::note_failure(c, &attempt, known, address, now)).await?;
        return Err(Error::new(Code::InvalidCredentials, "No account has this e-mail and password."));
    };
    let stronger =
        if passwords.is_outdated(&user.password_hash) { Some(passwords.make(password).await?) } else { None };
    let lifetime = tokens.lifetimes().refresh;
    let begin = move |c: &mut Conn| super::begin(c, &attempt, user, stronger, user_agent, now, lifetime);
    let signed = db.write(begin).await?;
    answer(signed, &tokens, now)
}

/// Go on with a session
///
/// Exchanges the refresh token for a new access token and a new refresh token. One that was exchanged before ends the
/// session: either it or its successor is in the wrong hands.
#[utoipa::path(
    tag = "Accounts",
    request_body = Refresh,
    responses(
        (status = 200, description = "The session goes on.", body = SessionTokens),
        (status = 401, description = "The refresh token is no good, or no longer."),
    )
)]
#[post("/refresh")]
pub async fn refresh(
    _: RateLimited<SignIns>,
    body: JsonBody<Refresh>,
    db: Data<Db>,
    tokens: Data<Tokens>,
    clock: Data<Clock>,
) -> Result<HttpResponse, Error> {
    let (refresh, mut faults) = body.read().await?;
    let token = faults.required("/refresh_token", refresh.refresh_token);
    let token = faults.finish(token).map_err(Error::invalid_body)?;
    let (now, lifetime) = (clock.now(), tokens.lifetimes().refresh);
    // What it found wrong is written down as well, so it is told only afterwards.
    let refreshed = db.write(move |c| super::refresh(c, &token, now, lifetime)).await?;
    answer(refreshed.into_result()?, &tokens, now)
}

/// Sign out
///
/// Ends the session of the access token, which is no good from now on.
#[utoipa::path(
    tag = "Accounts",
    security(("bearer" = ["own_account"])),
    responses((status = 204, description = "Signed out."))
)]
#[post("/logout")]
pub async fn logout(caller: Caller, db: Data<Db>, _: Query<NoQuery>) -> Result<HttpResponse, Error> {
    caller.require(Permission::OwnAccount)?;
    if let Some(session) = caller.session {
        db.write(move |c| Ok::<_, Error>(store::end(c, session)?)).await?;
    }
    Ok(HttpResponse::NoContent().finish())
}

/// List your sessions
///
/// Where your account is signed in.
#[utoipa::path(
    tag = "Accounts",
    security(("bearer" = ["own_account"])),
    responses((status = 200, description = "The sessions.", body = SessionList))
)]
#[get("/sessions")]
pub async fn list_sessions(
    caller: Caller,
    db: Data<Db>,
    clock: Data<Clock>,
    _: Query<NoQuery>,
) -> Result<Json<SessionList>, Error> {
    caller.require(Permission::OwnAccount)?;
    let (user, now) = (caller.id, clock.now());
    let sessions = db.read(move |c| Ok::<_, Error>(store::list(c, user, now)?)).await?;
    let data = sessions.into_iter().map(|session| SessionView::of(session, caller.session)).collect();
    Ok(Json(SessionList { data }))
}

/// End a session
///
/// Signs your account out there. The access tokens of that session are no good from now on.
#[utoipa::path(
    tag = "Accounts",
    security(("bearer" = ["own_account"])),
    params(("id" = i64, Path, description = "The session's id.")),
    responses((status = 204, description = "It has ended."))
)]
#[delete("/sessions/{id}")]
pub async fn end_session(
    caller: Caller,
    Id(id): Id,
    db: Data<Db>,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::OwnAccount)?;
    let user = caller.id;
    let ended = db.write(move |c| Ok::<_, Error>(store::end_own(c, id, user)?)).await?;
    if ended { Ok(HttpResponse::NoContent().finish()) } else { Err(Error::not_found("session")) }
}

fn answer(signed: Signed, tokens: &Tokens, now: Time) -> Result<HttpResponse, Error> {
    let access_token = tokens.issue(signed.user.id, signed.session, now).map_err(Error::internal)?;
    let answer = SessionTokens {
        access_token,
        token_type: "Bearer",
        expires_in: tokens.lifetimes().access,
        refresh_token: signed.refresh_token,
        user: UserView::from(signed.user),
    };
    Ok(HttpResponse::Ok().json(answer))
}
