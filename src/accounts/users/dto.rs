//! The request and response bodies of the operations on accounts.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::accounts::UserView;
use crate::accounts::model::User;
use crate::content::vocabulary::Role;
use crate::http::page::{Limit, PageInfo};

/// An account to create. All members but `sections` are required.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = CreateUser)]
pub struct NewUserInput {
    /// The e-mail address for signing in. Upper and lower case are equal.
    #[schema(required, nullable = false, format = Email, max_length = 254, example = "rae@example.org")]
    pub email: Option<String>,
    /// The person's name: one line of up to 100 characters.
    #[schema(required, nullable = false, min_length = 1, max_length = 100)]
    pub name: Option<String>,
    /// The role, which decides the permissions of the account.
    #[schema(required, nullable = false)]
    pub role: Option<Role>,
    /// The password: 15 to 256 characters, and not easy to guess. A newsroom can require more than 15 characters. Ask the
    /// person to change it after the first sign-in.
    #[schema(required, nullable = false, format = Password, min_length = 15, max_length = 256)]
    pub password: Option<String>,
    /// For an editor: the ids of up to 100 sections to which the account is restricted. See `UserPatch`.
    #[schema(max_items = 100)]
    pub sections: Option<Vec<i64>>,
}

/// The members of an account that can be changed.
#[derive(Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = UserPatch)]
pub struct UserInput {
    /// The person's name: one line of up to 100 characters.
    #[schema(nullable = false, min_length = 1, max_length = 100)]
    pub name: Option<String>,
    /// The role, which decides the permissions of the account.
    #[schema(nullable = false)]
    pub role: Option<Role>,
    /// Whether the account is disabled. A disabled account cannot sign in.
    #[schema(nullable = false)]
    pub disabled: Option<bool>,
    /// For an editor: the ids of up to 100 sections to which the account is restricted, or `null` for the whole newsroom. A
    /// restricted editor can read all articles. The editor can write, publish and withdraw articles in these sections and
    /// their subsections, and the editor's own articles that have no section yet. The editor cannot change sections or
    /// redirects, or merge taxonomy. An empty list gives access to no section.
    #[schema(max_items = 100)]
    pub sections: Option<Vec<i64>>,
    /// A new password. No answer ever contains it.
    #[schema(nullable = false, format = Password, min_length = 15, max_length = 256)]
    pub password: Option<String>,
}

/// A page of accounts.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
pub struct UserPage {
    /// The accounts, the oldest first.
    data: Vec<UserView>,
    /// The page's position in the list.
    page: PageInfo,
}

/// The query of the list of accounts.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UserQuery {
    /// The number of accounts on a page.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// The `next_cursor` or `prev_cursor` of another page of this list.
    pub cursor: Option<String>,
}

impl From<&User> for UserInput {
    fn from(user: &User) -> Self {
        Self {
            name: Some(user.name.clone()),
            role: Some(user.role),
            disabled: Some(user.disabled_at.is_some()),
            sections: user.section_ids(),
            password: None,
        }
    }
}
