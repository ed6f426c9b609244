//! What the accounts' operations take and answer.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::store::User;
use crate::content::Time;
use crate::content::vocabulary::Role;

/// Your present password and the one to take its place. Both are required.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PasswordChange {
    /// The present one.
    #[schema(required, nullable = false, format = Password)]
    pub current_password: Option<String>,
    /// The new one: 15 (or more, if the newsroom asks for it) to 256 characters, and none that is easily guessed.
    #[schema(required, nullable = false, format = Password)]
    pub new_password: Option<String>,
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
    /// Whether it may sign in no more.
    pub disabled: bool,
    /// The ids of the sections that an editor is restricted to, with all below them; `null` is the whole newsroom.
    pub sections: Option<Vec<i64>>,
    /// Its version, as in the `ETag`.
    pub version: i64,
    /// When it was made.
    pub created_at: Time,
    /// When it was last changed.
    pub updated_at: Time,
}

impl From<User> for UserView {
    fn from(user: User) -> Self {
        Self {
            id: user.id,
            sections: user.section_ids(),
            email: user.email,
            name: user.name,
            role: user.role,
            disabled: user.disabled_at.is_some(),
            version: user.version,
            created_at: user.created_at,
            updated_at: user.updated_at,
        }
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
