//! What readers are told of an author, besides name and biography.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A picture of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Portrait {
    /// Absolute `http` or `https` address of the picture.
    #[schema(format = Uri)]
    pub url: String,
    /// What the picture shows, up to 500 characters.
    #[schema(required)]
    pub alt: Option<String>,
}

/// A place on the web where a person can be found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProfileLink {
    /// What the place is called, up to 100 characters.
    pub label: String,
    /// Absolute `http` or `https` address.
    #[schema(format = Uri)]
    pub url: String,
}
