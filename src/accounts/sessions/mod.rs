//! Sessions: from signing in to signing out.
//!
//! A session has a refresh token, which gets new access tokens and is itself replaced each time (RFC 9700 §4.14.2).
//! Whoever shows one that was replaced may have stolen it, or been robbed of it: the session ends. So do all
//! sessions of an account, but for the one that did it, when its password, role or state changes; with a session go its
//! access tokens, at once.

mod client_info;
pub mod dto;
mod failures;
mod failures_store;
mod handlers;
mod refresh_token;
pub mod store;

use std::net::IpAddr;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::client_info::ClientInfo;
pub use self::failures::{Attempt, Failures};
use self::refresh_token::RefreshToken;
use self::store::NewSession;
use super::store::{self as accounts, User};
use crate::Error;
use crate::audit::{self, Attribution, Change, Target};
use crate::content::Time;
use crate::content::vocabulary::TargetKind;
use crate::db::Conn;
use crate::http::Code;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(handlers::login)
        .service(handlers::refresh)
        .service(handlers::logout)
        .service(handlers::list_sessions)
        .service(handlers::end_session);
}

/// A session and the refresh token to go on with.
pub struct Signed {
    /// Whose it is.
    pub user: User,
    /// Its id.
    pub session: i64,
    /// The token, told this once.
    pub refresh_token: String,
}

/// What became of a refresh token.
enum Refreshed {
    Signed(Box<Signed>),
    /// It was good once.
    Expired,
    /// It is none, or it ended its session.
    Refused,
}

/// Signs in an account whose password was right; of that another hash may be kept from now on. 401 when the account
/// was disabled or given another password in the meantime, 429 when too many attempts failed meanwhile.
fn begin(
    conn: &mut Conn,
    attempt: &Attempt,
    user: User,
    stronger_hash: Option<String>,
    user_agent: Option<String>,
    now: Time,
    lifetime: i64,
) -> Result<Signed, Error> {
    attempt.succeed(conn)?;
    let present = accounts::find(conn, user.id)?;
    if present.is_none_or(|now| now.disabled_at.is_some() || now.password_hash != user.password_hash) {
        return Err(Error::new(Code::InvalidCredentials, "No account has this e-mail and password."));
    }
    if let Some(hash) = stronger_hash {
        accounts::rehash(conn, user.id, &hash)?;
    }
    let token = RefreshToken::random()?;
    store::end_expired(conn, user.id, now)?;
    let session = NewSession {
        user_id: user.id,
        family: token.family.digest.clone(),
        secret: token.secret.digest.clone(),
        user_agent,
        created_at: now,
        last_used_at: now,
        expires_at: now.plus_seconds(lifetime),
    };
    let session = store::insert(conn, session)?;
    let by = Attribution::account(user.id, &user.name, now);
    audit::record(conn, &by, "session.begin", Target::unversioned(TargetKind::User, user.id), &[])?;
    Ok(Signed { user, session, refresh_token: token.text() })
}

/// Counts and writes down that a sign-in failed: to that account, or to one that does not exist, which has the id 0.
fn note_failure(
    conn: &mut Conn,
    attempt: &Attempt,
    account: i64,
    from: Option<IpAddr>,
    now: Time,
) -> Result<(), Error> {
    attempt.fail(conn)?;
    let what = [Change::new("address", (), from.map(|address| address.to_string()))];
    let target = Target::unversioned(TargetKind::User, account);
    audit::record(conn, &Attribution::system("sessions", now), "session.refused", target, &what)?;
    Ok(())
}

/// Goes on with a session by its refresh token, which is replaced.
fn refresh(conn: &mut Conn, token: &str, now: Time, lifetime: i64) -> Result<Refreshed, Error> {
    let Some(shown) = RefreshToken::read(token) else { return Ok(Refreshed::Refused) };
    let Some((session, user)) = store::find_by_family(conn, &shown.family.digest)? else {
        return Ok(Refreshed::Refused);
    };
    if session.secret != shown.secret.digest {
        store::end(conn, session.id)?;
        let by = Attribution::system("sessions", now);
        let what = [Change::new("session", session.id, ())];
        audit::record(conn, &by, "session.reuse", Target::unversioned(TargetKind::User, user.id), &what)?;
        return Ok(Refreshed::Refused);
    }
    if session.expires_at <= now || user.disabled_at.is_some() {
        store::end(conn, session.id)?;
        return Ok(Refreshed::Expired);
    }
    let next = shown.next()?;
    store::replace_secret(conn, session.id, &next.secret.digest, now, now.plus_seconds(lifetime))?;
    Ok(Refreshed::Signed(Box::new(Signed { user, session: session.id, refresh_token: next.text() })))
}

impl Refreshed {
    fn into_result(self) -> Result<Signed, Error> {
        match self {
            Self::Signed(signed) => Ok(*signed),
            Self::Expired => Err(Error::new(Code::TokenExpired, "The session has ended. Sign in again.")),
            Self::Refused => Err(Error::new(Code::InvalidToken, "The refresh token is not valid.")),
        }
    }
}
