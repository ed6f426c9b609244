//! What a client goes on with when its access token has expired.

use crate::Error;
use crate::content::secret::{Secret, digest};

/// A refresh token: a part that stays the same as long as the session lives, and one that is another each time.
pub struct RefreshToken {
    /// What stays the same.
    pub family: Secret,
    /// What changes.
    pub secret: Secret,
}

impl RefreshToken {
    /// The token of a new session.
    pub fn random() -> Result<Self, Error> {
        let random = || Secret::random().map_err(Error::internal);
        Ok(Self { family: random()?, secret: random()? })
    }

    /// Reads what a client shows.
    pub fn read(text: &str) -> Option<Self> {
        let part = |text: &str| Secret { text: text.to_owned(), digest: digest(text) };
        let (family, secret) = text.split_once('.')?;
        Some(Self { family: part(family), secret: part(secret) })
    }

    /// The token that takes its place.
    pub fn next(self) -> Result<Self, Error> {
        Ok(Self { secret: Secret::random().map_err(Error::internal)?, ..self })
    }

    /// What the client is given.
    pub fn text(&self) -> String {
        format!("{}.{}", self.family.text, self.secret.text)
    }
}
