//! The account that sends a request, and its permissions.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use strum::{EnumString, IntoStaticStr};

use super::{Code, Error};
use crate::content::vocabulary::{Role, Scope};

/// A permission. The OpenAPI document names the permission that each operation needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Permission {
    /// Read the articles that the account created.
    ReadArticles,
    /// Read all articles.
    ReadAllArticles,
    /// Create articles, and change those that the account created.
    WriteArticles,
    /// Read and change all articles.
    EditArticles,
    /// Publish and withdraw articles.
    PublishArticles,
    /// Read sections, authors and tags in the editorial API.
    ReadTaxonomy,
    /// Create, change and delete authors and tags.
    EditTaxonomy,
    /// Change what affects articles of all sections: the section tree, redirects, and merges.
    EditStructure,
    /// Change the settings of the site.
    EditSite,
    /// Read comments before they are public, and approve or reject them.
    ModerateComments,
    /// Export and erase the stored data of a reader.
    HandlePrivacyRequests,
    /// Publish an article before its embargo ends.
    BreakEmbargoes,
    /// Delete articles permanently.
    DeletePermanently,
    /// Read the audit log.
    ReadAuditLog,
    /// Create, change and disable accounts.
    ManageUsers,
    /// Create and revoke API keys.
    ManageKeys,
    /// Read and change the own account and its sessions.
    OwnAccount,
}

/// The account behind the access token or API key of a request, with its current role. A disabled account is refused.
///
/// As a handler's first argument it refuses anonymous requests with 401 before anything else of the request is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The id of the account.
    pub id: i64,
    /// The name of the person.
    pub name: String,
    /// The role of the account; it decides the permissions.
    pub role: Role,
    /// The ids of the sections that the account is restricted to, together with their subsections. `None` for all sections.
    pub sections: Option<Vec<i64>>,
    /// The session of the access token; `None` with an API key.
    pub session: Option<i64>,
    /// The API key, when the request was sent with one.
    pub key: Option<Key>,
}

/// A valid API key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The id of the key.
    pub id: i64,
    /// The name of the key.
    pub name: String,
    /// The operations that the key may be used for.
    pub scopes: Vec<Scope>,
}

impl Caller {
    /// Whether the caller's role includes the permission, and with an API key also the key's scopes.
    pub fn may(&self, permission: Permission) -> bool {
        permission.is_in(self.role)
            && self.key.as_ref().is_none_or(|key| permission.is_within(&key.scopes))
            && (self.sections.is_none() || !permission.is_for_the_whole_site())
    }

    /// Fails with 403 unless the caller has the permission. Handlers call it before they read the body.
    pub fn require(&self, permission: Permission) -> Result<(), Error> {
        if self.may(permission) {
            return Ok(());
        }
        if let Some(key) =
            self.key.as_ref().filter(|key| permission.is_in(self.role) && !permission.is_within(&key.scopes))
        {
            let scopes = permission.scopes().unwrap_or_default().iter().map(<&str>::from).collect::<Vec<_>>();
            let detail = if scopes.is_empty() {
                "API keys cannot use this operation. Sign in with an account.".to_owned()
            } else {
                format!("The API key needs the scope `{}`. Use another key.", scopes.join("` or `"))
            };
            // Such a key may be stolen. It is logged here, because a batch does not answer with this error.
            log::warn!(target: "audit", api_key = key.id, permission:?; "an API key was used outside its scopes");
            return Err(Error::new(Code::Forbidden, detail));
        }
        if self.sections.is_some() {
            return Err(Error::new(
                Code::Forbidden,
                "Your account is restricted to some sections, and this operation affects the whole site.",
            ));
        }
        Err(self.forbidden())
    }

    /// 403: the caller's role does not include the operation.
    pub fn forbidden(&self) -> Error {
        let role: &str = self.role.into();
        Error::new(
            Code::Forbidden,
            format!("The role `{role}` does not include this operation. Ask an admin."),
        )
    }
}

impl Permission {
    /// Whether the role includes this permission.
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
            | Self::DeletePermanently
            | Self::ReadAuditLog
            | Self::ManageUsers
            | Self::HandlePrivacyRequests
            | Self::ManageKeys => role == Role::Admin,
        }
    }

    /// The scopes that include this permission; an API key needs one of them. `None` when a key needs no scope for it, and an
    /// empty list when no key can have it.
    pub fn scopes(self) -> Option<&'static [Scope]> {
        Some(match self {
            Self::ReadTaxonomy => return None,
            Self::ReadArticles | Self::ReadAllArticles => {
                &[Scope::ReadArticles, Scope::WriteArticles, Scope::PublishArticles]
            }
            Self::WriteArticles | Self::EditArticles | Self::DeletePermanently => &[Scope::WriteArticles],
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

    /// Whether accounts that are restricted to sections never have this permission.
    pub fn is_for_the_whole_site(self) -> bool {
        matches!(self, Self::EditStructure | Self::EditSite)
    }

    /// Whether an API key with these scopes has this permission.
    fn is_within(self, scopes: &[Scope]) -> bool {
        self.scopes().is_none_or(|including| including.iter().any(|scope| scopes.contains(scope)))
    }
}

/// The result of checking the credentials of a request. `accounts::authenticate` stores it in the request's extensions.
#[derive(Clone, Debug)]
pub enum Authentication {
    /// The credentials are valid and belong to this account.
    Known(Caller),
    /// The credentials are not valid: the problem code and its detail.
    Refused(Code, &'static str),
    /// The credentials could not be checked, because the database failed with this message.
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
            None => Err(Error::new(
                Code::Unauthenticated,
                "This operation needs an access token or an API key. Send `Authorization: Bearer` with one.",
            )),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_has_its_permissions_and_no_others() {
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
            [BreakEmbargoes, DeletePermanently, ReadAuditLog, ManageUsers, ManageKeys, HandlePrivacyRequests];
        for permission in editor.into_iter().chain(admin) {
            assert_eq!(permission.is_in(Role::Reporter), reporter.contains(&permission), "{permission:?}");
            assert_eq!(permission.is_in(Role::Moderator), moderator.contains(&permission), "{permission:?}");
            assert_eq!(permission.is_in(Role::Editor), editor.contains(&permission), "{permission:?}");
            assert!(permission.is_in(Role::Admin), "{permission:?}");
        }
    }

    #[test]
    fn a_key_has_only_permissions_of_its_scopes_and_of_its_account() {
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
