//! From an access token or API key to the account behind it.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{AUTHORIZATION, CACHE_CONTROL, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest};

use super::api_keys::{self, ApiKey};
use super::sessions::store;
use super::tokens::Bearer;
use super::{Failures, Tokens, TokensError};
use crate::Error;
use crate::audit::{self, Attribution, Change, Target};
use crate::content::Time;
use crate::content::vocabulary::TargetKind;
use crate::db::Db;
use crate::http::caller::{Authentication, Key};
use crate::http::{Caller, Clock, Code};

/// The longest access token that is looked at.
const MAX_TOKEN_BYTES: usize = 8 * 1024;

/// Wraps the operations that editors use. Finds out who is calling and leaves the verdict to the
/// handler's [`Caller`]; forbids every cache to keep the answer.
pub async fn authenticate(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    if let Some(authentication) = credentials(request.request()).await {
        request.extensions_mut().insert(authentication);
    }
    let mut response = next.call(request).await?;
    if response.status() == StatusCode::FORBIDDEN {
        note_refusal(response.request()).await;
    }
    let headers = response.headers_mut();
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    }
    Ok(response)
}

/// Writes down that an API key was used for what it is not good for: it may be in the wrong hands.
async fn note_refusal(request: &HttpRequest) {
    let caller = match request.extensions().get() {
        Some(Authentication::Known(caller)) => caller.clone(),
        _ => return,
    };
    let (db, clock) = (request.app_data::<Data<Db>>(), request.app_data::<Data<Clock>>());
    let failures = request.app_data::<Data<Failures>>();
    let (Some(db), Some(clock), Some(failures), Some(key)) = (db, clock, failures, &caller.key) else {
        return;
    };
    if !failures.is_to_be_noted(key.id, clock.now()) {
        return;
    }
    let target = Target::unversioned(TargetKind::ApiKey, key.id);
    let by = Attribution::caller(&caller, clock.now());
    let asked = [Change::new("operation", (), format!("{} {}", request.method(), request.path()))];
    let noted = db.write(move |c| Ok::<_, Error>(audit::record(c, &by, "api_key.refused", target, &asked)?));
    if let Err(error) = noted.await {
        log::warn!("the refusal of an API key is not noted: {error}");
    }
}

async fn credentials(request: &HttpRequest) -> Option<Authentication> {
    let mut headers = request.headers().get_all(AUTHORIZATION);
    let header = headers.next()?;
    if headers.next().is_some() {
        return Some(Authentication::Refused(Code::InvalidToken, "Authorization is given more than once."));
    }
    let token = header.to_str().ok().and_then(|header| {
        let (scheme, token) = header.split_once(' ')?;
        scheme.eq_ignore_ascii_case("Bearer").then(|| token.trim())
    });
    let Some(token) = token.filter(|token| token.len() <= MAX_TOKEN_BYTES) else {
        return Some(Authentication::Refused(
            Code::InvalidToken,
            "Authorization must be `Bearer` and an access token or an API key.",
        ));
    };
    let (tokens, clock, db) = (
        request.app_data::<Data<Tokens>>()?,
        request.app_data::<Data<Clock>>()?,
        request.app_data::<Data<Db>>()?,
    );
    if ApiKey::is_meant(token) {
        return Some(by_key(token, clock.now(), db).await);
    }
    let bearer = match tokens.verify(token, clock.now()) {
        Ok(bearer) => bearer,
        Err(TokensError::Expired) => {
            return Some(Authentication::Refused(Code::TokenExpired, "The access token has expired."));
        }
        Err(_) => return Some(Authentication::Refused(Code::InvalidToken, "The access token is not valid.")),
    };
    let Bearer { user, session } = bearer;
    Some(match db.read(move |c| Ok::<_, Error>(store::account(c, session, user)?)).await {
        Ok(Some(user)) if user.disabled_at.is_none() => Authentication::Known(Caller {
            id: user.id,
            sections: user.section_ids(),
            name: user.name,
            role: user.role,
            session: Some(session),
            key: None,
        }),
        Ok(_) => Authentication::Refused(Code::InvalidToken, "The session has ended."),
        Err(error) => Authentication::Unchecked(error.to_string()),
    })
}

/// The account that made an API key, as long as both are good.
async fn by_key(text: &str, now: Time, db: &Data<Db>) -> Authentication {
    let none = Authentication::Refused(Code::InvalidToken, "The API key is not valid.");
    let Some(key) = ApiKey::read(text) else { return none };
    let found = db.read(move |c| {
        let found = api_keys::owner(c, &key.digest)?;
        found.map(|(key, user)| Ok::<_, Error>((key.scopes()?, key, user))).transpose()
    });
    let (scopes, key, user) = match found.await {
        Ok(Some(found)) => found,
        Ok(None) => return none,
        Err(error) => return Authentication::Unchecked(error.to_string()),
    };
    if user.disabled_at.is_some() {
        return none;
    }
    if key.expires_at.is_some_and(|end| end <= now) {
        return Authentication::Refused(Code::TokenExpired, "The API key has expired.");
    }
    if key.is_to_be_noted(now) {
        let id = key.id;
        if let Err(error) = db.write(move |c| Ok::<_, Error>(api_keys::note_use(c, id, now)?)).await {
            log::warn!("the use of the API key {id} is not noted: {error}");
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
