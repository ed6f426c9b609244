//! Who is calling, and what they may do.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};

use super::Code;
use crate::Error;
use crate::content::vocabulary::Role;

/// Something an account may be allowed to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Write articles, and read one's own.
    WriteArticles,
    /// Read and change everybody's articles.
    EditArticles,
    /// Read sections, authors and tags with all their members.
    ReadTaxonomy,
    /// Change sections, authors and tags, and set redirects.
    EditTaxonomy,
    /// See readers' comments before they are public, and decide on them.
    ModerateComments,
    /// Publish an article before its embargo ends.
    BreakEmbargoes,
    /// Delete articles for good.
    DeleteForGood,
    /// See who did what.
    ReadAuditLog,
    /// Make, change and disable accounts.
    ManageUsers,
}

/// The account behind the request's access token, as it is now: a disabled account calls nobody.
///
/// As a handler's first argument it refuses anonymous requests with 401 before anything else of the
/// request is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The account's id.
    pub id: i64,
    /// The person's name.
    pub name: String,
    /// What the account may do.
    pub role: Role,
    /// The session it calls from.
    pub session: Option<i64>,
}

impl Caller {
    /// Whether the caller's role includes `permission`.
    pub fn may(&self, permission: Permission) -> bool {
        use Permission::{
            BreakEmbargoes, DeleteForGood, EditArticles, EditTaxonomy, ManageUsers, ModerateComments,
            ReadAuditLog, ReadTaxonomy, WriteArticles,
        };
        match permission {
            ReadTaxonomy => true,
            ModerateComments => matches!(self.role, Role::Moderator | Role::Editor | Role::Admin),
            WriteArticles => matches!(self.role, Role::Reporter | Role::Editor | Role::Admin),
            EditArticles | EditTaxonomy => matches!(self.role, Role::Editor | Role::Admin),
            BreakEmbargoes | DeleteForGood | ReadAuditLog | ManageUsers => self.role == Role::Admin,
        }
    }

    /// Refuses with 403 unless the caller's role includes `permission`. The first line of every
    /// handler behind the door.
    pub fn require(&self, permission: Permission) -> Result<(), Error> {
        if self.may(permission) { Ok(()) } else { Err(self.forbidden()) }
    }

    /// 403: the caller's role does not include what was asked.
    pub fn forbidden(&self) -> Error {
        let role: &str = self.role.into();
        Error::new(Code::Forbidden, format!("The role `{role}` does not include this operation."))
    }
}

/// What became of the request's credentials; put into the request by the accounts' gate.
#[derive(Clone, Debug)]
pub enum Authentication {
    /// They belong to this account.
    Known(Caller),
    /// They are no good, for the reason that the code and the text give.
    Refused(Code, &'static str),
    /// They could not be checked, since the database did not answer.
    Unchecked(String),
}

impl FromRequest for Caller {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(match request.extensions().get() {
            Some(Authentication::Known(caller)) => Ok(caller.clone()),
            Some(Authentication::Refused(code, detail)) => Err(Error::new(*code, *detail)),
            Some(Authentication::Unchecked(cause)) => {
                Err(crate::db::Error::Unavailable(cause.clone()).into())
            }
            None => Err(Error::new(Code::Unauthenticated, "This operation needs an access token.")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_may_do_what_the_contract_gives_it_and_no_more() {
        use Permission::*;
        let all = [
            WriteArticles,
            EditArticles,
            ReadTaxonomy,
            EditTaxonomy,
            ModerateComments,
            ReadAuditLog,
            ManageUsers,
        ];
        for (role, allowed) in [
            (Role::Reporter, &[WriteArticles, ReadTaxonomy][..]),
            (Role::Moderator, &[ReadTaxonomy, ModerateComments]),
            (Role::Editor, &all[..5]),
            (Role::Admin, &all),
        ] {
            let caller = Caller { id: 1, name: String::new(), role, session: None };
            for permission in all {
                assert_eq!(caller.may(permission), allowed.contains(&permission), "{role:?} {permission:?}");
            }
        }
    }
}
