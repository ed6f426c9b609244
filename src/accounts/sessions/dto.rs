//! The request and response bodies of the operations on sessions.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::Session;
use crate::Error;
use crate::accounts::UserView;
use crate::content::{Faults, Time};

/// E-mail address and password of an account. Both are required.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Login {
    /// The account's e-mail address. Upper and lower case are equal.
    #[schema(required, nullable = false, format = Email, example = "editor@example.org")]
    pub email: Option<String>,
    /// The account's password.
    #[schema(required, nullable = false, format = Password)]
    pub password: Option<String>,
}

impl Login {
    /// Returns e-mail and password. Fails with 422 if one is missing.
    pub fn check(self, mut faults: Faults) -> Result<(String, String), Error> {
        let email = faults.required("/email", self.email);
        let password = faults.required("/password", self.password);
        faults.finish(email.zip(password)).map_err(Error::invalid_body)
    }
}

/// The refresh token of a session.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Refresh {
    /// The refresh token from the last answer. Each refresh token is valid for one use.
    #[schema(required, nullable = false)]
    pub refresh_token: Option<String>,
}

/// The tokens of a session, and its account.
#[derive(Serialize, ToSchema)]
pub struct SessionTokens {
    /// A JSON Web Token, signed with EdDSA. Send it as `Authorization: Bearer …`.
    pub access_token: String,
    /// Always `Bearer`.
    #[schema(example = "Bearer")]
    pub token_type: &'static str,
    /// The seconds until the access token expires.
    #[schema(example = 900)]
    pub expires_in: i64,
    /// The token for `POST /v1/auth/refresh`. It is valid for one use, and for 30 days unless the server is configured
    /// otherwise. A second use ends the session.
    pub refresh_token: String,
    /// The account of the session.
    pub user: UserView,
}

/// A session of your account.
#[derive(Serialize, ToSchema)]
#[schema(as = Session)]
pub struct SessionView {
    /// The session's id.
    pub id: i64,
    /// When the session began.
    pub created_at: Time,
    /// When the session last received an access token.
    pub last_used_at: Time,
    /// The `User-Agent` header of the client that signed in, up to 200 characters. `null` if it sent none.
    #[schema(required)]
    pub user_agent: Option<String>,
    /// Whether this is the session of the request.
    pub current: bool,
}

/// The sessions of your account.
#[derive(Serialize, ToSchema)]
pub struct SessionList {
    /// The sessions, the most recently used first.
    pub data: Vec<SessionView>,
}

impl SessionView {
    /// The view of a session for a request of the session `current`.
    pub fn new(session: Session, current: Option<i64>) -> Self {
        Self {
            current: current == Some(session.id),
            id: session.id,
            created_at: session.created_at,
            last_used_at: session.last_used_at,
            user_agent: session.user_agent,
        }
    }
}
