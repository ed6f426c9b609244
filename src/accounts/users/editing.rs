//! From what an admin sends to an account.

use super::dto::{NewUserInput, UserInput};
use crate::Error;
use crate::accounts::Passwords;
use crate::accounts::store::{self, NewUser, User};
use crate::content::vocabulary::Role;
use crate::content::{Faults, Time, email};
use crate::db::{Conn, Json};

/// The most characters a person's name may have.
const MAX_NAME: usize = 100;

/// The most sections an editor can be restricted to.
const MAX_SECTIONS: usize = 100;

/// An account to be made, but for its password's hash, and the password.
pub fn new_user(
    input: NewUserInput,
    mut faults: Faults,
    passwords: &Passwords,
    now: Time,
) -> Result<(impl FnOnce(String) -> NewUser + use<>, String), Error> {
    let address = faults.required("/email", input.email);
    let address = faults.parsed("/email", "invalid-email", address, email::parse);
    let name = faults.required("/name", input.name);
    let name = faults.line("/name", name, MAX_NAME).or_else(|| faults.required("/name", None));
    let role = faults.required("/role", input.role);
    let password = faults.required("/password", input.password);
    let owner = [address.as_deref().unwrap_or_default(), name.as_deref().unwrap_or_default()];
    let password = checked(&mut faults, passwords, password, &owner);
    check_sections(&mut faults, role, input.sections.as_deref());
    let all = address.zip(name).zip(role).zip(password);
    let (((address, name), role), password) = faults.finish(all).map_err(Error::invalid_body)?;
    let sections = input.sections.as_ref().map(Json::of).transpose()?;
    let user = move |hash| NewUser { sections, ..NewUser::new(&address, name, role, hash, now) };
    Ok((user, password))
}

/// An account with what was sent in place of what it had, but for its password, and that, when it is another one.
pub fn changed(
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
    let password = checked(&mut faults, passwords, input.password, &owner);
    check_sections(&mut faults, role, input.sections.as_deref());
    let all = name.zip(role).zip(disabled);
    let ((name, role), disabled) = faults.finish(all).map_err(Error::invalid_body)?;
    let sections = input.sections.as_ref().map(Json::of).transpose()?;
    Ok((User { name, role, sections, ..before.disabled(disabled, now) }, password))
}

/// 422 unless there are all these sections.
pub fn require_sections(conn: &mut Conn, sections: Option<&[i64]>) -> Result<(), Error> {
    let sections = sections.unwrap_or_default();
    let known = store::known_sections(conn, sections)?;
    let mut faults = Faults::default();
    for (at, id) in sections.iter().enumerate().filter(|(_, id)| !known.contains(id)) {
        let detail = format!("there is no section with the id {id}");
        faults.add(&format!("/sections/{at}"), "unknown-reference", detail);
    }
    faults.into_result().map_err(Error::invalid_body)
}

fn checked(
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
        faults.add("/sections", "not-here", "only editors can be restricted to sections");
    }
    if sections.len() > MAX_SECTIONS {
        faults.add("/sections", "too-many", format!("at most {MAX_SECTIONS} sections"));
    }
}
