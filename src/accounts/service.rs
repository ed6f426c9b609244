//! Changes to accounts, each entered in the audit log by the transaction that makes it.

use serde::Serialize;

use super::sessions;
use super::store::{self, NewUser, User};
use crate::Error;
use crate::audit::{self, Attribution, Change, Target};
use crate::content::vocabulary::{Role, TargetKind};
use crate::content::{Fault, Time};
use crate::db::{self, Conn, QueryResult};
use crate::http::Code;

/// What the log tells of an account.
#[derive(Serialize)]
struct Told<'a> {
    email: &'a str,
    name: &'a str,
    role: Role,
    disabled: bool,
    sections: Option<Vec<i64>>,
}

/// Makes an account. 409 when the address has one.
pub fn create(conn: &mut Conn, user: NewUser, by: &Attribution) -> Result<User, Error> {
    let email = user.email.clone();
    let user = store::insert(conn, user).map_err(|error| {
        if db::violates(&error, "users", "email") {
            let fault = Fault::pointer("/email", "email-taken", "has an account already");
            Error::new(Code::EmailTaken, format!("There is an account with the address {email} already."))
                .with_faults(vec![fault])
        } else {
            error.into()
        }
    })?;
    enter(conn, by, "user.create", &user, &audit::changes(&(), &Told::of(&user)))?;
    Ok(user)
}

/// Writes an account anew. When its role, its password or its state changes, its sessions end, but for that one. 409
/// when no admin would be left.
pub fn change(
    conn: &mut Conn,
    before: &User,
    after: &User,
    by: &Attribution,
    session: Option<i64>,
) -> Result<User, Error> {
    let mut changes = audit::changes(&Told::of(before), &Told::of(after));
    if before.password_hash != after.password_hash {
        changes.push(Change::new("password", (), ()));
    }
    if changes.is_empty() {
        return Ok(before.clone());
    }
    if before.is_acting_admin() && !after.is_acting_admin() {
        require_another_admin(conn, before)?;
    }
    let user = store::update(conn, after, by.at)?;
    if changes.iter().any(|change| !["name", "sections"].contains(&change.member.as_str())) {
        sessions::store::end_others(conn, user.id, session)?;
    }
    enter(conn, by, "user.update", &user, &changes)?;
    Ok(user)
}

/// Deletes an account of which nothing is left. 409 when something is, or when no admin would be left.
pub fn delete(conn: &mut Conn, user: &User, by: &Attribution) -> Result<(), Error> {
    if user.is_acting_admin() {
        require_another_admin(conn, user)?;
    }
    store::delete(conn, user.id).map_err(|error| {
        if db::is_foreign_key_violation(&error) {
            Error::new(Code::InUse, "The account has worked here already. Disable it instead.")
        } else {
            error.into()
        }
    })?;
    let target = Target::unversioned(TargetKind::User, user.id);
    audit::record(conn, by, "user.delete", target, &audit::changes(&Told::of(user), &()))?;
    Ok(())
}

impl User {
    /// The account in another state.
    pub fn disabled(&self, disabled: bool, now: Time) -> Self {
        Self { disabled_at: disabled.then(|| self.disabled_at.unwrap_or(now)), ..self.clone() }
    }

    /// The account in another role. Only editors are restricted to sections.
    pub fn with_role(&self, role: Role) -> Self {
        let sections = self.sections.clone().filter(|_| role == Role::Editor);
        Self { role, sections, ..self.clone() }
    }

    /// The account with another password.
    pub fn with_password(&self, hash: String) -> Self {
        Self { password_hash: hash, ..self.clone() }
    }

    fn is_acting_admin(&self) -> bool {
        self.role == Role::Admin && self.disabled_at.is_none()
    }
}

impl<'a> Told<'a> {
    fn of(user: &'a User) -> Self {
        let disabled = user.disabled_at.is_some();
        let sections = user.section_ids();
        Self { email: &user.email, name: &user.name, role: user.role, disabled, sections }
    }
}

fn require_another_admin(conn: &mut Conn, user: &User) -> Result<(), Error> {
    if store::other_admins(conn, user.id)? > 0 {
        return Ok(());
    }
    Err(Error::new(Code::LastAdmin, "This is the last admin who may sign in. Make another one first."))
}

fn enter(
    conn: &mut Conn,
    by: &Attribution,
    action: &str,
    user: &User,
    changes: &[Change],
) -> QueryResult<()> {
    audit::record(conn, by, action, Target::of(TargetKind::User, user.id, user.version), changes)
}
