//! Who is at work, when, and on what kind of site.

use super::store::Whose;
use crate::audit::By;
use crate::content::{Language, Time};
use crate::http::{Caller, Clock, Permission, Site};

/// What every change of an article is made with.
#[derive(Clone, Debug)]
pub struct Desk {
    /// Who is at work.
    pub caller: Caller,
    /// Now.
    pub now: Time,
    /// The language of an article that names none.
    pub language: Language,
}

impl Desk {
    /// The caller's desk, now.
    pub fn of(caller: Caller, clock: &Clock, site: &Site) -> Self {
        Self { caller, now: clock.now(), language: site.language.clone() }
    }

    /// Whose articles the caller may know of: reporters of their own only.
    pub fn whose(&self) -> Whose {
        whose(&self.caller)
    }

    /// What the audit log is signed with.
    pub fn by(&self) -> By {
        By::caller(&self.caller, self.now)
    }
}

/// Whose articles the caller may know of.
pub fn whose(caller: &Caller) -> Whose {
    if caller.may(Permission::ReadAllArticles) { Whose::Everybody } else { Whose::Only(caller.id) }
}
