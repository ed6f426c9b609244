//! Who is calling, and what they may do.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use strum::{EnumString, IntoStaticStr};

use super::Code;
use crate::Error;
use crate::content::vocabulary::{Role, Scope};

/// Something an account may be allowed to do. The API's document names it with each operation that needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Permission {
    /// Read one's own articles.
    ReadArticles,
    /// Read everybody's articles.
    ReadAllArticles,
    /// Write articles.
    WriteArticles,
    /// Read and change everybody's articles.
    EditArticles,
    /// Publish articles, and take them back.
    PublishArticles,
    /// Read sections, authors and tags with all their members.
    ReadTaxonomy,
    /// Change authors and tags.
    EditTaxonomy,
    /// Change what articles of all sections hang on: the tree of sections, redirects, and what is merged into what.
    EditStructure,
    /// Change the site's own settings.
    EditSite,
    /// See readers' comments before they are public, and decide on them.
    ModerateComments,
    /// Export and erase what is kept of a reader.
    HandlePrivacyRequests,
    /// Publish an article before its embargo ends.
    BreakEmbargoes,
    /// Delete articles for good.
    DeleteForGood,
    /// See who did what.
    ReadAuditLog,
    /// Make, change and disable accounts.
    ManageUsers,
    /// Make and revoke API keys.
    ManageKeys,
    /// See and change one's own account and sessions.
    OwnAccount,
}

/// The account behind the request's access token or API key, as it is now: a disabled account calls nobody.
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
    /// The ids of the sections that it is restricted to, with all below them; none when it works for all.
    pub sections: Option<Vec<i64>>,
    /// The session it calls from.
    pub session: Option<i64>,
    /// The API key that a program calls with on the account's behalf.
    pub key: Option<Key>,
}

/// An API key that is good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// What it may be used for.
    pub scopes: Vec<Scope>,
}

impl Caller {
    /// Whether the caller's role includes `permission`, and the key's scopes as well when it calls with one.
    pub fn may(&self, permission: Permission) -> bool {
        permission.is_in(self.role)
            && self.key.as_ref().is_none_or(|key| permission.is_within(&key.scopes))
            && (self.sections.is_none() || !permission.is_for_the_whole_site())
    }

    /// Refuses with 403 unless the caller may do that. The first line of every handler behind the door.
    pub fn require(&self, permission: Permission) -> Result<(), Error> {
        if self.may(permission) {
            return Ok(());
        }
        if let Some(key) =
            self.key.as_ref().filter(|key| permission.is_in(self.role) && !permission.is_within(&key.scopes))
        {
            // A key is made for its scopes: one that is used for something else may be in the wrong hands.
            log::warn!(target: "audit", "the API key {} was used outside its scopes, for {permission:?}", key.id);
            return Err(Error::new(
                Code::Forbidden,
                "The scopes of the API key do not include this operation.",
            ));
        }
        if self.sections.is_some() {
            return Err(Error::new(
                Code::Forbidden,
                "Your account is for the articles of some sections only.",
            ));
        }
        Err(self.forbidden())
    }

    /// 403: the caller's role does not include what was asked.
    pub fn forbidden(&self) -> Error {
        let role: &str = self.role.into();
        Error::new(Code::Forbidden, format!("The role `{role}` does not include this operation."))
    }
}

impl Permission {
    /// Whether a role includes it.
    pub fn is_in(self, role: Role) -> bool {
        match self {
            Self::ReadTaxonomy | Self::OwnAccount => true,
            Self::ModerateComments => role != Role::Reporter,
            Self::ReadArticles | Self::WriteArticles => role != Role::Moderator,
            Self::ReadAllArticles
            | Self::EditArticles
            | Self::PublishArticles
            | Self::EditTaxonomy
            | Self::EditStructure
            | Self::EditSite => matches!(role, Role::Editor | Role::Admin),
            Self::BreakEmbargoes
            | Self::DeleteForGood
            | Self::ReadAuditLog
            | Self::ManageUsers
            | Self::HandlePrivacyRequests
            | Self::ManageKeys => role == Role::Admin,
        }
    }

    /// The scopes any one of which includes it; none when it takes no scope but a key.
    pub fn scopes(self) -> Option<&'static [Scope]> {
        Some(match self {
            Self::ReadTaxonomy => return None,
            Self::ReadArticles | Self::ReadAllArticles => {
                &[Scope::ReadArticles, Scope::WriteArticles, Scope::PublishArticles]
            }
            Self::WriteArticles | Self::EditArticles | Self::DeleteForGood => &[Scope::WriteArticles],
            Self::PublishArticles | Self::BreakEmbargoes => &[Scope::PublishArticles],
            Self::EditTaxonomy | Self::EditStructure => &[Scope::EditTaxonomy],
            Self::ModerateComments => &[Scope::ModerateComments],
            Self::ManageUsers => &[Scope::ManageUsers],
            Self::EditSite
            | Self::ReadAuditLog
            | Self::HandlePrivacyRequests
            | Self::ManageKeys
            | Self::OwnAccount => &[],
        })
    }

    /// Whether editors who are restricted to sections lack it.
    pub fn is_for_the_whole_site(self) -> bool {
        matches!(self, Self::EditStructure | Self::EditSite)
    }

    fn is_within(self, scopes: &[Scope]) -> bool {
        self.scopes().is_none_or(|enough| enough.iter().any(|scope| scopes.contains(scope)))
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
            None => {
                Err(Error::new(Code::Unauthenticated, "This operation needs an access token or an API key."))
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_may_do_what_the_contract_gives_it_and_no_more() {
        use Permission::*;
        let reporter = [ReadTaxonomy, OwnAccount, ReadArticles, WriteArticles];
        let moderator = [ReadTaxonomy, OwnAccount, ModerateComments];
        let editor = [
            ReadTaxonomy,
            OwnAccount,
            ReadArticles,
            WriteArticles,
            ModerateComments,
            ReadAllArticles,
            EditArticles,
            PublishArticles,
            EditTaxonomy,
            EditStructure,
            EditSite,
        ];
        let admin =
            [BreakEmbargoes, DeleteForGood, ReadAuditLog, ManageUsers, ManageKeys, HandlePrivacyRequests];
        for permission in editor.into_iter().chain(admin) {
            assert_eq!(permission.is_in(Role::Reporter), reporter.contains(&permission), "{permission:?}");
            assert_eq!(permission.is_in(Role::Moderator), moderator.contains(&permission), "{permission:?}");
            assert_eq!(permission.is_in(Role::Editor), editor.contains(&permission), "{permission:?}");
            assert!(permission.is_in(Role::Admin), "{permission:?}");
        }
    }

    #[test]
    fn a_key_may_do_no_more_than_its_scopes_and_the_role_of_its_maker() {
        let caller = |role, scopes: &[Scope]| {
            let key = Key { id: 1, name: String::new(), scopes: scopes.to_vec() };
            Caller { id: 1, name: String::new(), role, sections: None, session: None, key: Some(key) }
        };
        let writer = caller(Role::Admin, &[Scope::WriteArticles]);
        assert!(writer.may(Permission::ReadAllArticles) && writer.may(Permission::EditArticles));
        assert!(!writer.may(Permission::PublishArticles) && !writer.may(Permission::EditTaxonomy));
        let demoted = caller(Role::Reporter, &[Scope::PublishArticles, Scope::ManageUsers]);
        assert!(demoted.may(Permission::ReadArticles) && !demoted.may(Permission::ReadAllArticles));
        assert!(!demoted.may(Permission::PublishArticles) && !demoted.may(Permission::ManageUsers));
        for own in [Permission::OwnAccount, Permission::ManageKeys, Permission::ReadAuditLog] {
            assert!(!caller(Role::Admin, &[Scope::ManageUsers]).may(own), "{own:?}");
        }
    }
}
