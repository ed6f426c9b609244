//! What the operations on accounts take and answer.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::accounts::UserView;
use crate::accounts::store::User;
use crate::content::vocabulary::Role;
use crate::http::page::{Limit, PageInfo};

/// An account to be made. All members but `sections` are required.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = CreateUser)]
pub struct NewUserInput {
    /// The e-mail address it will sign in with; upper and lower case count as the same.
    #[schema(required, nullable = false, format = Email, example = "rae@example.org")]
    pub email: Option<String>,
    /// The person's name: one line of up to 100 characters.
    #[schema(required, nullable = false)]
    pub name: Option<String>,
    /// What it may do.
    #[schema(required, nullable = false)]
    pub role: Option<Role>,
    /// Its password: 15 (or more, if the newsroom asks for it) to 256 characters, and none that is easily guessed. The person should change it.
    #[schema(required, nullable = false, format = Password)]
    pub password: Option<String>,
    /// For an editor: the ids of up to 100 sections to be restricted to. See `UserPatch`.
    pub sections: Option<Vec<i64>>,
}

/// The members of an account that may be changed.
#[derive(Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = UserPatch)]
pub struct UserInput {
    /// The person's name: one line of up to 100 characters.
    #[schema(nullable = false)]
    pub name: Option<String>,
    /// What it may do.
    #[schema(nullable = false)]
    pub role: Option<Role>,
    /// Whether it may sign in no more.
    #[schema(nullable = false)]
    pub disabled: Option<bool>,
    /// For an editor: the ids of up to 100 sections to be restricted to, or `null` for the whole newsroom. A restricted
    /// editor reads all articles, and writes, publishes and takes back those in these sections and below them, and own
    /// ones that have no section yet; sections, redirects and merging are for others. An empty list opens no section.
    pub sections: Option<Vec<i64>>,
    /// A password in place of the one it has. It is never told.
    #[schema(nullable = false, format = Password)]
    pub password: Option<String>,
}

/// A page of accounts.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
pub struct UserPage {
    /// The accounts, oldest first.
    data: Vec<UserView>,
    /// Where the page lies.
    page: PageInfo,
}

/// Which accounts to list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UserQuery {
    /// How many a page holds.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// Where to go on, from `next_cursor` or `prev_cursor` of another page.
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
