//! What the operations on sessions take and answer.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::store;
use crate::accounts::UserView;
use crate::content::Time;

/// E-mail and password of an account. Both are required.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Login {
    /// The account's e-mail address; upper and lower case count as the same.
    #[schema(required, nullable = false, format = Email, example = "editor@example.org")]
    pub email: Option<String>,
    /// The account's password.
    #[schema(required, nullable = false, format = Password)]
    pub password: Option<String>,
}

/// The refresh token of a session.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Refresh {
    /// The one that was answered last: each is good for one use.
    #[schema(required, nullable = false)]
    pub refresh_token: Option<String>,
}

/// The tokens of a session, and whom they stand for.
#[derive(Serialize, ToSchema)]
pub struct SessionTokens {
    /// A JSON Web Token signed with EdDSA, to be sent as `Authorization: Bearer …`.
    pub access_token: String,
    /// Always `Bearer`.
    #[schema(example = "Bearer")]
    pub token_type: &'static str,
    /// Seconds until the access token expires.
    #[schema(example = 900)]
    pub expires_in: i64,
    /// What gets the next access token, from `POST /v1/auth/refresh`. It is good for one use, within the time that the
    /// installation sets, 30 days unless set otherwise; when it is shown once more, the session ends.
    pub refresh_token: String,
    /// The account that signed in.
    pub user: UserView,
}

/// A session of your account's.
#[derive(Serialize, ToSchema)]
#[schema(as = Session)]
pub struct SessionView {
    /// Its id.
    pub id: i64,
    /// When it began.
    pub created_at: Time,
    /// When it last got an access token.
    pub last_used_at: Time,
    /// The program that signed in, as it calls itself; null when it did not say.
    #[schema(required)]
    pub user_agent: Option<String>,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// The sessions of your account.
#[derive(Serialize, ToSchema)]
pub struct SessionList {
    /// Them, the one that was used last first.
    pub data: Vec<SessionView>,
}

impl SessionView {
    /// How a session is told to `current`.
    pub fn of(session: store::Session, current: Option<i64>) -> Self {
        Self {
            current: current == Some(session.id),
            id: session.id,
            created_at: session.created_at,
            last_used_at: session.last_used_at,
            user_agent: session.user_agent,
        }
    }
}
