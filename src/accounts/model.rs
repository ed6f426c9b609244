//! The rows of the `users` table, and the rules of an account.

use std::fmt;

use diesel::prelude::*;

use crate::content::Time;
use crate::content::email;
use crate::content::vocabulary::Role;
use crate::db::Json;
use crate::db::schema::users;

/// A stored account. `Debug` shows only the id and the role, so that no log contains the password hash.
#[derive(Clone, Queryable)]
pub struct User {
    /// The account's id.
    pub id: i64,
    /// The e-mail address for signing in, in the form of [`email::canonical`].
    pub email: String,
    /// The person's name.
    pub name: String,
    /// The role, which decides the account's permissions.
    pub role: Role,
    /// The Argon2id hash of the password, as a PHC string.
    pub password_hash: String,
    /// When the account was disabled. A disabled account cannot sign in.
    pub disabled_at: Option<Time>,
    /// When the account was created.
    pub created_at: Time,
    /// When the account was last changed.
    pub updated_at: Time,
    /// The version. Each change adds one.
    pub version: i64,
    /// The ids of the sections that an editor is restricted to, as a JSON array. `None` means the whole newsroom.
    pub sections: Option<Json>,
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User").field("id", &self.id).field("role", &self.role).finish_non_exhaustive()
    }
}

/// An account to insert.
#[derive(Insertable)]
#[diesel(table_name = users)]
pub struct NewUser {
    /// The e-mail address for signing in, in the form of [`email::canonical`].
    pub email: String,
    /// The person's name.
    pub name: String,
    /// The role, which decides the account's permissions.
    pub role: Role,
    /// The Argon2id hash of the password, as a PHC string.
    pub password_hash: String,
    /// The time of the insert.
    pub created_at: Time,
    /// The time of the insert.
    pub updated_at: Time,
    /// The ids of the sections that an editor is restricted to, as a JSON array. `None` means the whole newsroom.
    pub sections: Option<Json>,
}

impl NewUser {
    /// An account without a restriction to sections, created at `now`.
    pub fn new(email: &str, name: String, role: Role, password_hash: String, now: Time) -> Self {
        let email = email::canonical(email);
        Self { email, name, role, password_hash, created_at: now, updated_at: now, sections: None }
    }
}

impl User {
    /// The ids of the sections that the account is restricted to, or `None` without a restriction. If the stored JSON
    /// cannot be read, the list is empty: the account then has access to no section.
    pub fn section_ids(&self) -> Option<Vec<i64>> {
        self.sections.as_ref().map(|ids| ids.read().unwrap_or_default())
    }

    /// A copy that is disabled or enabled. An account that is disabled already stores its first `disabled_at`.
    pub fn with_disabled(&self, disabled: bool, now: Time) -> Self {
        Self { disabled_at: disabled.then(|| self.disabled_at.unwrap_or(now)), ..self.clone() }
    }

    /// A copy with another role. Every role but editor loses the restriction to sections.
    pub fn with_role(&self, role: Role) -> Self {
        let sections = self.sections.clone().filter(|_| role == Role::Editor);
        Self { role, sections, ..self.clone() }
    }

    /// A copy with another password hash.
    pub fn with_password_hash(&self, hash: String) -> Self {
        Self { password_hash: hash, ..self.clone() }
    }

    /// Whether the account is an admin that can sign in.
    pub fn is_active_admin(&self) -> bool {
        self.role == Role::Admin && self.disabled_at.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_contains_no_password_hash() {
        let user = User {
            id: 7,
            email: "ada@example.org".to_owned(),
            name: "Ada".to_owned(),
            role: Role::Admin,
            password_hash: "$argon2id$secret".to_owned(),
            disabled_at: None,
            created_at: Time::from_micros(0),
            updated_at: Time::from_micros(0),
            version: 1,
            sections: None,
        };
        assert_eq!(format!("{user:?}"), "User { id: 7, role: Admin, .. }");
    }
}
