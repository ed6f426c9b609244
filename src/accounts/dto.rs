//! What the accounts' operations take and answer.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::store::User;
use crate::content::vocabulary::Role;

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

/// An access token and whom it stands for.
#[derive(Serialize, ToSchema)]
pub struct Session {
    /// A JSON Web Token signed with EdDSA, to be sent as `Authorization: Bearer …`.
    pub access_token: String,
    /// Always `Bearer`.
    #[schema(example = "Bearer")]
    pub token_type: &'static str,
    /// Seconds until the token expires.
    #[schema(example = 900)]
    pub expires_in: i64,
    /// The account that signed in.
    pub user: UserView,
}

/// An account of the newsroom.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = User)]
pub struct UserView {
    /// The account's id.
    pub id: i64,
    /// The e-mail address it signs in with.
    #[schema(format = Email)]
    pub email: String,
    /// The person's name.
    pub name: String,
    /// What the account may do.
    pub role: Role,
}

impl From<User> for UserView {
    fn from(user: User) -> Self {
        Self { id: user.id, email: user.email, name: user.name, role: user.role }
    }
}

/// The public keys that verify access tokens, as a JSON Web Key Set (RFC 7517).
#[derive(Serialize, ToSchema)]
pub struct KeySet {
    /// One Ed25519 key (RFC 8037) for each that may have signed a valid token, the present signer
    /// first. `kid` is the key's RFC 7638 thumbprint.
    #[schema(value_type = Vec<Object>)]
    pub keys: Vec<Value>,
}
