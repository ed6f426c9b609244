//! Changes to accounts. Each function writes the audit entry in the caller's transaction.

use serde::Serialize;

use super::error::AccountError;
use super::model::{NewUser, User};
use super::{sessions, store};
use crate::audit::{self, Attribution, Change, Target};
use crate::content::vocabulary::{Role, TargetKind};
use crate::db::{self, Conn, QueryResult};

/// The members of an account that the audit log records.
#[derive(Serialize)]
struct AuditedUser<'a> {
    email: &'a str,
    name: &'a str,
    role: Role,
    disabled: bool,
    sections: Option<Vec<i64>>,
}

/// Creates an account. Fails with [`AccountError::EmailTaken`] if the e-mail address has an account.
pub fn create(conn: &mut Conn, user: NewUser, by: &Attribution) -> Result<User, AccountError> {
    let email = user.email.clone();
    let user = store::insert(conn, user).map_err(|error| {
        if db::violates(&error, "users", "email") { AccountError::EmailTaken(email) } else { error.into() }
    })?;
    record(conn, by, "user.create", &user, &audit::changes(&(), &AuditedUser::of(&user)))?;
    Ok(user)
}

/// Updates an account from `before` to `after` and returns it. Without a difference it writes nothing.
///
/// A change of the role, the password or the state ends all sessions of the account but `current_session`. Fails with
/// [`AccountError::LastAdmin`] if no admin that can sign in is left.
pub fn change(
    conn: &mut Conn,
    before: &User,
    after: &User,
    by: &Attribution,
    current_session: Option<i64>,
) -> Result<User, AccountError> {
    let mut changes = audit::changes(&AuditedUser::of(before), &AuditedUser::of(after));
    if before.password_hash != after.password_hash {
        changes.push(Change::new("password", (), ()));
    }
    if changes.is_empty() {
        return Ok(before.clone());
    }
    if before.is_active_admin() && !after.is_active_admin() {
        require_another_admin(conn, before)?;
    }
    let user = store::update(conn, after, by.at)?;
    if changes.iter().any(|change| !["name", "sections"].contains(&change.member.as_str())) {
        sessions::store::end_others(conn, user.id, current_session)?;
    }
    record(conn, by, "user.update", &user, &changes)?;
    Ok(user)
}

/// Deletes an account. Fails with [`AccountError::InUse`] if other rows refer to it, and with
/// [`AccountError::LastAdmin`] if no admin that can sign in is left.
pub fn delete(conn: &mut Conn, user: &User, by: &Attribution) -> Result<(), AccountError> {
    if user.is_active_admin() {
        require_another_admin(conn, user)?;
    }
    store::delete(conn, user.id).map_err(|error| {
        if db::is_foreign_key_violation(&error) { AccountError::InUse } else { error.into() }
    })?;
    let target = Target::unversioned(TargetKind::User, user.id);
    audit::record(conn, by, "user.delete", target, &audit::changes(&AuditedUser::of(user), &()))?;
    Ok(())
}

impl<'a> AuditedUser<'a> {
    fn of(user: &'a User) -> Self {
        let disabled = user.disabled_at.is_some();
        let sections = user.section_ids();
        Self { email: &user.email, name: &user.name, role: user.role, disabled, sections }
    }
}

fn require_another_admin(conn: &mut Conn, user: &User) -> Result<(), AccountError> {
    if store::count_other_admins(conn, user.id)? > 0 { Ok(()) } else { Err(AccountError::LastAdmin) }
}

fn record(
    conn: &mut Conn,
    by: &Attribution,
    action: &str,
    user: &User,
    changes: &[Change],
) -> QueryResult<()> {
    audit::record(conn, by, action, Target::of(TargetKind::User, user.id, user.version), changes)
}
