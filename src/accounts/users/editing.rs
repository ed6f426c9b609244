//! From what an admin sends to an account.

use super::dto::{NewUserInput, UserInput};
use crate::Error;
use crate::accounts::password;
use crate::accounts::store::{NewUser, User};
use crate::content::{Faults, Time, email};

/// The most characters a person's name may have.
const MAX_NAME: usize = 100;

/// An account to be made, but for its password's hash, and the password.
pub fn new_user(
    input: NewUserInput,
    mut faults: Faults,
    now: Time,
) -> Result<(impl FnOnce(String) -> NewUser + use<>, String), Error> {
    let address = faults.required("/email", input.email);
    let address = faults.parsed("/email", "invalid-email", address, email::parse);
    let name = faults.required("/name", input.name);
    let name = faults.line("/name", name, MAX_NAME).or_else(|| faults.required("/name", None));
    let role = faults.required("/role", input.role);
    let password = faults.required("/password", input.password);
    let owner = [address.as_deref().unwrap_or_default(), name.as_deref().unwrap_or_default()];
    let password = checked(&mut faults, password, &owner);
    let all = address.zip(name).zip(role).zip(password);
    let (((address, name), role), password) = faults.finish(all).map_err(Error::invalid_body)?;
    Ok((move |hash| NewUser::new(&address, name, role, hash, now), password))
}

/// An account with what was sent in place of what it had, but for its password, and that, when it is another one.
pub fn changed(
    before: &User,
    input: UserInput,
    mut faults: Faults,
    now: Time,
) -> Result<(User, Option<String>), Error> {
    let name = faults.line("/name", input.name, MAX_NAME).or_else(|| faults.required("/name", None));
    let role = faults.required("/role", input.role);
    let disabled = faults.required("/disabled", input.disabled);
    let owner = [before.email.as_str(), name.as_deref().unwrap_or_default()];
    let password = checked(&mut faults, input.password, &owner);
    let all = name.zip(role).zip(disabled);
    let ((name, role), disabled) = faults.finish(all).map_err(Error::invalid_body)?;
    Ok((User { name, role, ..before.disabled(disabled, now) }, password))
}

fn checked(faults: &mut Faults, password: Option<String>, owner: &[&str]) -> Option<String> {
    let check = |password: String| password::check(&password, owner).map(|()| password);
    faults.parsed("/password", "weak-password", password, check)
}
