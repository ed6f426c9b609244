//! Signing in and refreshing access tokens. The audit log gets sign-ins, refused sign-ins and reused refresh
//! tokens.

use std::net::IpAddr;

use super::auth_limits::SignInAttempt;
use super::context::SignInContext;
use super::model::NewSession;
use super::refresh_token::RefreshToken;
use super::store;
use crate::Error;
use crate::accounts::model::User;
use crate::accounts::store as users;
use crate::audit::{self, Attribution, Change, Target};
use crate::content::Time;
use crate::content::vocabulary::TargetKind;
use crate::db::Conn;
use crate::http::Code;

/// A session with its new refresh token.
pub struct SignedIn {
    /// The account of the session.
    pub user: User,
    /// The session's id.
    pub session: i64,
    /// The text of the refresh token. The database stores only its digests.
    pub refresh_token: String,
}

/// The result of a refresh.
pub enum RefreshOutcome {
    /// The session has a new refresh token.
    Refreshed(Box<SignedIn>),
    /// The session has expired, or its account is disabled. The session has ended.
    Expired,
    /// The refresh token is unknown, or was replaced before. In the second case the session has ended.
    Refused,
}

/// Verifies e-mail and password and begins a session.
///
/// Fails with 401 for an unknown address, a wrong password or a disabled account, after the same amount of work in each
/// case. Fails with 429 after too many failures.
pub async fn sign_in(context: &SignInContext, email: String, password: String) -> Result<SignedIn, Error> {
    let attempt = context.attempt(&email);
    let checked = attempt.clone();
    let found = context
        .read(move |c| {
            checked.check(c)?;
            Ok(users::find_by_email(c, &email)?)
        })
        .await?;
    let account_id = found.as_ref().map_or(0, |user| user.id);
    let active = found.filter(|user| user.disabled_at.is_none());
    let hash = active.as_ref().map(|user| user.password_hash.clone());
    let is_correct = context.passwords.verify(password.clone(), hash).await?;
    let (true, Some(user)) = (is_correct, active) else {
        let (network, now) = (context.client.network, context.now());
        context.write(move |c| record_failure(c, &attempt, account_id, network, now)).await?;
        return Err(invalid_credentials());
    };
    let new_hash = if context.passwords.is_outdated(&user.password_hash) {
        Some(context.passwords.hash_queued(password).await?)
    } else {
        None
    };
    let details = context.clone();
    context.write(move |c| begin(c, &attempt, user, new_hash, details)).await
}

/// Verifies the password of an account that is signed in already.
///
/// A failure counts together with failed sign-ins, so that a stolen access token cannot try passwords without limit. Fails
/// with 403 if the password is wrong, and with 429 after too many failures. Call [`SignInAttempt::succeed`] on the result.
pub async fn verify_current_password(
    context: &SignInContext,
    user: &User,
    password: String,
) -> Result<SignInAttempt, Error> {
    let attempt = context.attempt(&user.email);
    let checked = attempt.clone();
    context.read(move |c| checked.check(c)).await?;
    if context.passwords.verify(password, Some(user.password_hash.clone())).await? {
        return Ok(attempt);
    }
    context.write(move |c| attempt.fail(c)).await?;
    Err(Error::new(Code::Forbidden, "The current password is wrong."))
}

/// Begins a session after the password was verified, and stores `new_hash` if the old hash was too weak.
///
/// Fails with 401 if the account was disabled or got another password in the meantime, and with 429 if too many other
/// attempts failed in the meantime.
fn begin(
    conn: &mut Conn,
    attempt: &SignInAttempt,
    user: User,
    new_hash: Option<String>,
    context: SignInContext,
) -> Result<SignedIn, Error> {
    attempt.succeed(conn)?;
    let current = users::find(conn, user.id)?;
    if current.is_none_or(|now| now.disabled_at.is_some() || now.password_hash != user.password_hash) {
        return Err(invalid_credentials());
    }
    if let Some(hash) = new_hash {
        users::update_password_hash(conn, user.id, &hash)?;
    }
    let token = RefreshToken::random()?;
    let now = context.now();
    store::end_expired(conn, user.id, now)?;
    let session = NewSession {
        user_id: user.id,
        family: token.family.digest.clone(),
        secret: token.secret.digest.clone(),
        user_agent: context.client.user_agent,
        created_at: now,
        last_used_at: now,
        expires_at: now.plus_seconds(context.tokens.lifetimes().refresh),
    };
    let session = store::insert(conn, session)?;
    let by = Attribution::account(user.id, &user.name, now);
    audit::record(conn, &by, "session.begin", Target::unversioned(TargetKind::User, user.id), &[])?;
    Ok(SignedIn { user, session, refresh_token: token.text() })
}

/// Counts and records a failed sign-in. An account that does not exist has the id 0 in the audit log.
fn record_failure(
    conn: &mut Conn,
    attempt: &SignInAttempt,
    account_id: i64,
    network: Option<IpAddr>,
    now: Time,
) -> Result<(), Error> {
    attempt.fail(conn)?;
    let changes = [Change::new("address", (), network.map(|network| network.to_string()))];
    let target = Target::unversioned(TargetKind::User, account_id);
    audit::record(conn, &Attribution::system("sessions", now), "session.refused", target, &changes)?;
    Ok(())
}

/// Replaces the refresh token of a session. The new one expires after `lifetime` seconds.
///
/// Commit the transaction for every outcome: it may have ended the session.
pub fn refresh(conn: &mut Conn, token: &str, now: Time, lifetime: i64) -> Result<RefreshOutcome, Error> {
    let Some(token) = RefreshToken::parse(token) else { return Ok(RefreshOutcome::Refused) };
    let Some((session, user)) = store::find_by_family(conn, &token.family.digest)? else {
        return Ok(RefreshOutcome::Refused);
    };
    if session.secret != token.secret.digest {
        store::end(conn, session.id)?;
        let by = Attribution::system("sessions", now);
        let changes = [Change::new("session", session.id, ())];
        audit::record(conn, &by, "session.reuse", Target::unversioned(TargetKind::User, user.id), &changes)?;
        return Ok(RefreshOutcome::Refused);
    }
    if session.expires_at <= now || user.disabled_at.is_some() {
        store::end(conn, session.id)?;
        return Ok(RefreshOutcome::Expired);
    }
    let next = token.rotate()?;
    store::replace_secret(conn, session.id, &next.secret.digest, now, now.plus_seconds(lifetime))?;
    let signed_in = SignedIn { user, session: session.id, refresh_token: next.text() };
    Ok(RefreshOutcome::Refreshed(Box::new(signed_in)))
}

impl RefreshOutcome {
    /// Returns the session, or 401 if there is none any more.
    pub fn into_result(self) -> Result<SignedIn, Error> {
        match self {
            Self::Refreshed(signed_in) => Ok(*signed_in),
            Self::Expired => Err(Error::new(Code::TokenExpired, "The session has ended. Sign in again.")),
            Self::Refused => {
                Err(Error::new(Code::InvalidToken, "The refresh token is not valid. Sign in again."))
            }
        }
    }
}

fn invalid_credentials() -> Error {
    Error::new(
        Code::InvalidCredentials,
        "The e-mail address or the password is wrong, or the account is disabled.",
    )
}
