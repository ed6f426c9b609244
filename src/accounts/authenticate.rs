//! Finds the account of a request's access token or API key.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{AUTHORIZATION, CACHE_CONTROL};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest};

use super::api_keys::{self, ApiKeySecret};
use super::sessions::store;
use super::tokens::TokenSubject;
use super::{AuthLimits, TokenError, Tokens};
use crate::Error;
use crate::audit::{self, Attribution, Change, Target};
use crate::content::Time;
use crate::content::vocabulary::TargetKind;
use crate::db::{self, Db};
use crate::http::caller::{Authentication, Key};
use crate::http::{Caller, Clock, Code, etag};

/// The longest access token that is read, in bytes.
const MAX_TOKEN_BYTES: usize = 8 * 1024;

/// Middleware for the operations of the newsroom.
///
/// It stores the [`Authentication`] of the request, which a handler's [`Caller`] or
/// [`EditContext`](crate::audit::EditContext) turns into an account or 401. It forbids caches to store the answer.
pub async fn authenticate(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    if let Some(authentication) = authentication_of(request.request()).await {
        request.extensions_mut().insert(authentication);
    }
    let mut response = next.call(request).await?;
    if response.status() == StatusCode::FORBIDDEN {
        record_refused_key(response.request()).await;
    }
    let headers = response.headers_mut();
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, etag::PRIVATE);
    }
    Ok(response)
}

/// Records in the audit log that an API key was refused with 403: the key may be stolen.
async fn record_refused_key(request: &HttpRequest) {
    let caller = match request.extensions().get() {
        Some(Authentication::Known(caller)) => caller.clone(),
        _ => return,
    };
    let (db, clock) = (request.app_data::<Data<Db>>(), request.app_data::<Data<Clock>>());
    let limits = request.app_data::<Data<AuthLimits>>();
    let (Some(db), Some(clock), Some(limits), Some(key)) = (db, clock, limits, &caller.key) else {
        return;
    };
    let now = clock.now();
    if !limits.should_record_refusal(key.id, now) {
        return;
    }
    let target = Target::unversioned(TargetKind::ApiKey, key.id);
    let by = Attribution::caller(&caller, now);
    let changes = [Change::new("operation", (), format!("{} {}", request.method(), request.path()))];
    let recorded = db.write(move |c| -> Result<(), db::Error> {
        Ok(audit::record(c, &by, "api_key.refused", target, &changes)?)
    });
    if let Err(error) = recorded.await {
        log::warn!(api_key = key.id, error:%; "could not record the refusal of an API key");
    }
}

/// Reads the `Authorization` header. `None` if the request has none.
async fn authentication_of(request: &HttpRequest) -> Option<Authentication> {
    let mut headers = request.headers().get_all(AUTHORIZATION);
    let header = headers.next()?;
    if headers.next().is_some() {
        return Some(Authentication::Refused(
            Code::InvalidToken,
            "The request has more than one `Authorization` header. Send exactly one.",
        ));
    }
    let token = header.to_str().ok().and_then(|header| {
        let (scheme, token) = header.split_once(' ')?;
        scheme.eq_ignore_ascii_case("Bearer").then(|| token.trim())
    });
    let Some(token) = token.filter(|token| token.len() <= MAX_TOKEN_BYTES) else {
        return Some(Authentication::Refused(
            Code::InvalidToken,
            "The `Authorization` header must be `Bearer`, a space, and an access token or an API key.",
        ));
    };
    let db = request.app_data::<Data<Db>>()?;
    let now = request.app_data::<Data<Clock>>()?.now();
    if ApiKeySecret::has_prefix(token) {
        return Some(authenticate_key(token, now, db).await);
    }
    let tokens = request.app_data::<Data<Tokens>>()?;
    Some(match tokens.verify(token, now) {
        Ok(subject) => authenticate_session(subject, db).await,
        Err(TokenError::Expired) => Authentication::Refused(
            Code::TokenExpired,
            "The access token has expired. Use the refresh token, or sign in again.",
        ),
        Err(_) => {
            Authentication::Refused(Code::InvalidToken, "The access token is not valid. Sign in again.")
        }
    })
}

/// The account of an access token. Its session must not have ended, and the account must not be disabled.
async fn authenticate_session(subject: TokenSubject, db: &Data<Db>) -> Authentication {
    let TokenSubject { user, session } = subject;
    let found = db.read(move |c| -> Result<_, Error> { Ok(store::find_account(c, session, user)?) });
    match found.await {
        Ok(Some(user)) if user.disabled_at.is_none() => Authentication::Known(Caller {
            id: user.id,
            sections: user.section_ids(),
            name: user.name,
            role: user.role,
            session: Some(session),
            key: None,
        }),
        Ok(_) => Authentication::Refused(Code::InvalidToken, "The session has ended. Sign in again."),
        Err(error) => Authentication::Unchecked(error.to_string()),
    }
}

/// The account that created an API key. The key must not have expired, and the account must not be disabled.
async fn authenticate_key(text: &str, now: Time, db: &Data<Db>) -> Authentication {
    let invalid = Authentication::Refused(Code::InvalidToken, "The API key is not valid, or was revoked.");
    let Some(secret) = ApiKeySecret::parse(text) else { return invalid };
    let found = db.read(move |c| -> Result<_, Error> {
        let found = api_keys::find_by_digest(c, &secret.digest)?;
        Ok(found.map(|(key, user)| Ok::<_, db::QueryError>((key.scopes()?, key, user))).transpose()?)
    });
    let (scopes, key, user) = match found.await {
        Ok(Some(found)) => found,
        Ok(None) => return invalid,
        Err(error) => return Authentication::Unchecked(error.to_string()),
    };
    if user.disabled_at.is_some() {
        return invalid;
    }
    if key.expires_at.is_some_and(|end| end <= now) {
        return Authentication::Refused(
            Code::TokenExpired,
            "The API key has expired. Ask an admin for a new one.",
        );
    }
    if key.should_record_use(now) {
        let id = key.id;
        let recorded = db.write(move |c| -> Result<(), db::Error> { Ok(api_keys::record_use(c, id, now)?) });
        if let Err(error) = recorded.await {
            log::warn!(api_key = id, error:%; "could not record the use of an API key");
        }
    }
    Authentication::Known(Caller {
        id: user.id,
        sections: user.section_ids(),
        name: user.name,
        role: user.role,
        session: None,
        key: Some(Key { id: key.id, name: key.name, scopes }),
    })
}
