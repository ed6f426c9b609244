//! From an access token to the account behind it.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{AUTHORIZATION, CACHE_CONTROL, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest};

use super::sessions::store;
use super::tokens::Bearer;
use super::{Tokens, TokensError};
use crate::Error;
use crate::db::Db;
use crate::http::caller::Authentication;
use crate::http::{Caller, Clock, Code};

/// The longest access token that is looked at.
const MAX_TOKEN_BYTES: usize = 8 * 1024;

/// Wraps the operations that editors use. Finds out who is calling and leaves the verdict to the
/// handler's [`Caller`]; forbids every cache to keep the answer.
pub async fn gate(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    if let Some(authentication) = authenticate(request.request()).await {
        request.extensions_mut().insert(authentication);
    }
    let mut response = next.call(request).await?;
    let headers = response.headers_mut();
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    }
    Ok(response)
}

async fn authenticate(request: &HttpRequest) -> Option<Authentication> {
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
            "Authorization must be `Bearer` and an access token.",
        ));
    };
    let (tokens, clock, db) = (
        request.app_data::<Data<Tokens>>()?,
        request.app_data::<Data<Clock>>()?,
        request.app_data::<Data<Db>>()?,
    );
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
            name: user.name,
            role: user.role,
            session: Some(session),
        }),
        Ok(_) => Authentication::Refused(Code::InvalidToken, "The session has ended."),
        Err(error) => Authentication::Unchecked(error.to_string()),
    })
}
