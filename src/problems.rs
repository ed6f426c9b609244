//! Maps the errors of domain modules to problems of the API. Domain modules themselves know no HTTP status.

use crate::Error;
use crate::content::workflow;
use crate::http::Code;
use crate::publishing;

impl From<publishing::Error> for Error {
    fn from(error: publishing::Error) -> Self {
        use publishing::Error as PublishingError;
        let detail = error.to_string();
        match error {
            PublishingError::UnknownArticle(_) => Self::not_found("article"),
            PublishingError::NotAllowed { .. } => Self::new(Code::Forbidden, detail),
            PublishingError::NotPossible { status, role, .. } => {
                let possible = workflow::allowed_transitions(status, role);
                let allowed = possible.map(|transition| <&str>::from(transition).to_owned()).collect();
                Self::new(Code::ImpossibleTransition, detail).with_allowed(allowed)
            }
            PublishingError::Embargoed(_) => Self::new(Code::Embargoed, detail),
            PublishingError::InvalidParams(faults) => Self::invalid_body(faults),
            PublishingError::NotPublishable(faults) => {
                let detail =
                    "The article cannot be published yet. `errors` lists what is missing or not valid.";
                Self::new(Code::NotPublishable, detail).with_faults(faults)
            }
            PublishingError::VersionMismatch => Self::new(Code::VersionMismatch, detail),
            PublishingError::SlugTaken(_) => Self::new(Code::SlugTaken, detail),
            PublishingError::Conflict(error) | PublishingError::Query(error) => error.into(),
            PublishingError::Database(error) => error.into(),
        }
    }
}
