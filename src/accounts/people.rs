//! Changes to accounts, each entered in the audit log by the transaction that makes it.

use serde_json::json;

use super::store::{self, NewUser, User};
use crate::audit::{self, By, Change, Target};
use crate::content::vocabulary::TargetKind;
use crate::db::{Conn, QueryResult};

/// Makes an account; a unique violation when the address has one.
pub fn create(conn: &mut Conn, user: NewUser, by: &By) -> QueryResult<User> {
    let user = store::insert(conn, user)?;
    let told = json!({"email": user.email, "name": user.name, "role": user.role});
    enter(conn, by, "user.create", &user, &audit::changes(&(), &told))?;
    Ok(user)
}

/// Lets an account sign in no more, or again. False when there is none with that address.
pub fn set_disabled(conn: &mut Conn, email: &str, disabled: bool, by: &By) -> QueryResult<bool> {
    let Some(user) = store::set_disabled(conn, email, disabled, by.at)? else { return Ok(false) };
    let action = if disabled { "user.disable" } else { "user.enable" };
    enter(conn, by, action, &user, &[Change::new("disabled", !disabled, disabled)])?;
    Ok(true)
}

/// Replaces an account's password. False when there is none with that address.
pub fn set_password(conn: &mut Conn, email: &str, hash: &str, by: &By) -> QueryResult<bool> {
    let Some(user) = store::set_password(conn, email, hash, by.at)? else { return Ok(false) };
    enter(conn, by, "user.set_password", &user, &[Change::new("password", (), ())])?;
    Ok(true)
}

fn enter(conn: &mut Conn, by: &By, action: &str, user: &User, changes: &[Change]) -> QueryResult<()> {
    audit::record(conn, by, action, Target::unversioned(TargetKind::User, user.id), changes)
}
