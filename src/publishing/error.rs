//! Why a transition of an article was refused or failed.

use crate::content::Fault;
use crate::content::timing::Embargoed;
use crate::content::vocabulary::{Role, Status};
use crate::content::workflow::Transition;
use crate::db::{self, QueryError};

/// Why a transition was not made. `crate::problems` maps it to a problem of the API.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no article with that News ID.
    #[error("There is no article {0}.")]
    UnknownArticle(i64),
    /// The role does not include the transition, either never or not in this state.
    #[error("The role `{}` does not include `{}` for this article.", <&str>::from(.role), <&str>::from(.transition))]
    NotAllowed {
        /// The role of the account.
        role: Role,
        /// The requested transition.
        transition: Transition,
    },
    /// The state of the article does not allow what was requested.
    #[error("{reason}")]
    NotPossible {
        /// The state of the article.
        status: Status,
        /// The role of the account, which determines the transitions that are possible instead.
        role: Role,
        /// The reason, as a full sentence.
        reason: String,
    },
    /// The embargo of the article forbids the transition.
    #[error("{0}")]
    Embargoed(Embargoed),
    /// The parameters of the transition are not valid.
    #[error("The transition has parameters that are not valid.")]
    InvalidParams(Vec<Fault>),
    /// The article lacks what readers need, or has values that readers must not see.
    #[error("The article cannot be published yet.")]
    NotPublishable(Vec<Fault>),
    /// The article is no longer in the version on which the transition was decided.
    #[error(
        "Another request changed the article at the same time. Read the article again and repeat the request."
    )]
    VersionMismatch,
    /// Another published article has the same slug.
    #[error("Another published article has the slug `{0}`. Change the slug of one of the two articles.")]
    SlugTaken(String),
    /// A row that the article refers to was changed at the same time, so that a constraint was violated.
    #[error("A resource that the article refers to was changed at the same time.")]
    Conflict(#[source] QueryError),
    /// The database refused a statement.
    #[error(transparent)]
    Query(QueryError),
    /// The database did not run the transaction.
    #[error(transparent)]
    Database(#[from] db::Error),
}

impl Error {
    /// The faults of the article or of the parameters. Empty for other errors.
    pub fn faults(&self) -> &[Fault] {
        match self {
            Self::InvalidParams(faults) | Self::NotPublishable(faults) => faults,
            _ => &[],
        }
    }

    /// Whether the database failed, so that the same transition may succeed later.
    pub fn is_database_failure(&self) -> bool {
        matches!(self, Self::Query(_) | Self::Database(_))
    }
}

impl From<QueryError> for Error {
    fn from(error: QueryError) -> Self {
        let is_violation = db::is_foreign_key_violation(&error) || db::is_unique_violation(&error);
        if is_violation && !db::is_transient(&error) { Self::Conflict(error) } else { Self::Query(error) }
    }
}
