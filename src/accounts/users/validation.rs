//! Checks the input of an admin: from a request body to an account.

use super::dto::{NewUserInput, UserInput};
use crate::Error;
use crate::accounts::model::{NewUser, User};
use crate::accounts::{Passwords, store};
use crate::content::vocabulary::Role;
use crate::content::{Faults, Time, email};
use crate::db::{Conn, Json};

/// The most characters of a person's name.
const MAX_NAME: usize = 100;

/// The most sections that an editor can be restricted to.
const MAX_SECTIONS: usize = 100;

/// The checked input for a new account.
pub struct ValidNewUser {
    email: String,
    name: String,
    role: Role,
    sections: Option<Json>,
}

impl ValidNewUser {
    /// The account to insert.
    pub fn into_new_user(self, password_hash: String, now: Time) -> NewUser {
        let user = NewUser::new(&self.email, self.name, self.role, password_hash, now);
        NewUser { sections: self.sections, ..user }
    }
}

/// Checks the input for a new account, and returns it with its password. Fails with 422 and all faults.
pub fn check_new(
    input: NewUserInput,
    mut faults: Faults,
    passwords: &Passwords,
) -> Result<(ValidNewUser, String), Error> {
    let address = faults.required("/email", input.email);
    let address = faults.parsed("/email", "invalid-email", address, email::parse);
    let name = faults.required("/name", input.name);
    let name = faults.line("/name", name, MAX_NAME).or_else(|| faults.required("/name", None));
    let role = faults.required("/role", input.role);
    let password = faults.required("/password", input.password);
    let owner = [address.as_deref().unwrap_or_default(), name.as_deref().unwrap_or_default()];
    let password = check_password(&mut faults, passwords, password, &owner);
    check_sections(&mut faults, role, input.sections.as_deref());
    let members = address.zip(name).zip(role).zip(password);
    let (((email, name), role), password) = faults.finish(members).map_err(Error::invalid_body)?;
    let sections = input.sections.as_ref().map(Json::of).transpose()?;
    Ok((ValidNewUser { email, name, role, sections }, password))
}

/// Checks the input for a change of the account `before`. Returns the changed account with its old password hash, and the
/// new password if there is one. Fails with 422 and all faults.
pub fn check_change(
    before: &User,
    input: UserInput,
    mut faults: Faults,
    passwords: &Passwords,
    now: Time,
) -> Result<(User, Option<String>), Error> {
    let name = faults.line("/name", input.name, MAX_NAME).or_else(|| faults.required("/name", None));
    let role = faults.required("/role", input.role);
    let disabled = faults.required("/disabled", input.disabled);
    let owner = [before.email.as_str(), name.as_deref().unwrap_or_default()];
    let password = check_password(&mut faults, passwords, input.password, &owner);
    check_sections(&mut faults, role, input.sections.as_deref());
    let members = name.zip(role).zip(disabled);
    let ((name, role), disabled) = faults.finish(members).map_err(Error::invalid_body)?;
    let sections = input.sections.as_ref().map(Json::of).transpose()?;
    Ok((User { name, role, sections, ..before.with_disabled(disabled, now) }, password))
}

/// Fails with 422 if a section does not exist.
pub fn require_sections(conn: &mut Conn, sections: Option<&[i64]>) -> Result<(), Error> {
    let sections = sections.unwrap_or_default();
    let existing = store::existing_sections(conn, sections)?;
    let mut faults = Faults::default();
    for (index, id) in sections.iter().enumerate().filter(|(_, id)| !existing.contains(id)) {
        let detail = format!("there is no section with the id {id}");
        faults.add(&format!("/sections/{index}"), "unknown-reference", detail);
    }
    faults.into_result().map_err(Error::invalid_body)
}

fn check_password(
    faults: &mut Faults,
    passwords: &Passwords,
    password: Option<String>,
    owner: &[&str],
) -> Option<String> {
    let check = |password: String| passwords.check(&password, owner).map(|()| password);
    faults.parsed("/password", "weak-password", password, check)
}

fn check_sections(faults: &mut Faults, role: Option<Role>, sections: Option<&[i64]>) {
    let Some(sections) = sections else { return };
    if role.is_some_and(|role| role != Role::Editor) {
        faults.add("/sections", "not-here", "must be `null` unless the role is `editor`");
    }
    if sections.len() > MAX_SECTIONS {
        let detail = format!("has {} sections; at most {MAX_SECTIONS} are allowed", sections.len());
        faults.add("/sections", "too-many", detail);
    }
}
