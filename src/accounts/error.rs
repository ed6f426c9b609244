//! Why a change to an account fails. The command line prints these errors; handlers answer with a problem document.

use thiserror::Error;

use crate::content::Fault;
use crate::db::QueryError;
use crate::http::Code;

/// The reasons for which [`super::service`] refuses a change.
#[derive(Debug, Error)]
pub enum AccountError {
    /// Another account has the e-mail address.
    #[error(
        "An account with the e-mail address {0} exists already. Use another address, or enable that account."
    )]
    EmailTaken(String),
    /// The change would leave no admin that can sign in.
    #[error("This is the last admin who can sign in. Create another admin first.")]
    LastAdmin,
    /// Articles or other rows refer to the account.
    #[error("The account has created or changed content, so it cannot be deleted. Disable it instead.")]
    InUse,
    /// The database fails.
    #[error(transparent)]
    Query(#[from] QueryError),
}

impl From<AccountError> for crate::Error {
    fn from(error: AccountError) -> Self {
        let detail = error.to_string();
        match error {
            AccountError::EmailTaken(_) => {
                let fault =
                    Fault::pointer("/email", "email-taken", "has an account already; use another address");
                Self::new(Code::EmailTaken, detail).with_faults(vec![fault])
            }
            AccountError::LastAdmin => Self::new(Code::LastAdmin, detail),
            AccountError::InUse => Self::new(Code::InUse, detail),
            AccountError::Query(error) => error.into(),
        }
    }
}
