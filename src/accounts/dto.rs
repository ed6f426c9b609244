//! The request and response bodies of the operations on your own account.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::Passwords;
use super::model::User;
use crate::Error;
use crate::content::vocabulary::Role;
use crate::content::{Faults, Time};

/// Your current password and the new one. Both are required.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PasswordChange {
    /// Your current password.
    #[schema(required, nullable = false, format = Password)]
    pub current_password: Option<String>,
    /// The new password: 15 to 256 characters, and not easy to guess. A newsroom can require more than 15 characters.
    #[schema(required, nullable = false, format = Password, min_length = 15, max_length = 256)]
    pub new_password: Option<String>,
}

impl PasswordChange {
    /// Returns the current and the new password. Fails with 422 if one is missing, or the new one is too weak for `user`.
    pub fn check(
        self,
        mut faults: Faults,
        passwords: &Passwords,
        user: &User,
    ) -> Result<(String, String), Error> {
        let current = faults.required("/current_password", self.current_password);
        let check = |new: String| passwords.check(&new, &[&user.email, &user.name]).map(|()| new);
        let new = faults.required("/new_password", self.new_password);
        let new = faults.parsed("/new_password", "weak-password", new, check);
        faults.finish(current.zip(new)).map_err(Error::invalid_body)
    }
}

/// An account of the newsroom.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = User)]
pub struct UserView {
    /// The account's id.
    pub id: i64,
    /// The e-mail address for signing in, in lower case.
    #[schema(format = Email)]
    pub email: String,
    /// The person's name.
    pub name: String,
    /// The role, which decides the permissions of the account.
    pub role: Role,
    /// Whether the account is disabled. A disabled account cannot sign in.
    pub disabled: bool,
    /// The ids of the sections that an editor is restricted to, with their subsections. `null` means the whole newsroom.
    pub sections: Option<Vec<i64>>,
    /// The version of the account, also in the `ETag` header.
    pub version: i64,
    /// When the account was created.
    pub created_at: Time,
    /// When the account was last changed.
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
    /// One Ed25519 key (RFC 8037) for each signing key, the current signing key first. `kid` is the key's thumbprint
    /// (RFC 7638).
    #[schema(value_type = Vec<Object>)]
    pub keys: Vec<Value>,
}
