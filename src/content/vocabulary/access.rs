//! Vocabularies of accounts, API keys and the audit log.

vocabulary! { "snake_case",
    /// Role of an account.
    pub enum Role {
        /// Writes articles of their own and submits them for review.
        Reporter,
        /// Moderates comments only.
        Moderator,
        /// Edits and publishes all articles, manages sections, authors and tags, and moderates comments.
        Editor,
        /// May use every operation.
        Admin,
    }
}

vocabulary! { "snake_case",
    /// Kind of actor that made a change.
    pub enum ActorKind {
        /// A person with an account.
        User,
        /// A program with an API key.
        Key,
        /// Broadsheet itself, such as its scheduler.
        System,
    }
}

/// Permission of an API key. A key never has more permissions than the role of the account that created it.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    serde::Serialize,
    serde::Deserialize,
    utoipa::ToSchema,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[schema(as = KeyScope)]
pub enum Scope {
    /// Read articles in any state.
    #[serde(rename = "articles:read")]
    #[strum(serialize = "articles:read")]
    ReadArticles,
    /// Read and write articles.
    #[serde(rename = "articles:write")]
    #[strum(serialize = "articles:write")]
    WriteArticles,
    /// Read articles, and publish, schedule, withdraw and kill them.
    #[serde(rename = "articles:publish")]
    #[strum(serialize = "articles:publish")]
    PublishArticles,
    /// Create, change and delete sections, authors, tags and redirects.
    #[serde(rename = "taxonomy:write")]
    #[strum(serialize = "taxonomy:write")]
    EditTaxonomy,
    /// Read and moderate readers' comments.
    #[serde(rename = "comments:moderate")]
    #[strum(serialize = "comments:moderate")]
    ModerateComments,
    /// Manage all accounts, including those of admins. Its holder can create an admin, and so
    /// get every permission.
    #[serde(rename = "users:admin")]
    #[strum(serialize = "users:admin")]
    ManageUsers,
}
