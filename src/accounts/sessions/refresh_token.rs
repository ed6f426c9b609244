//! Refresh tokens, with which a client gets its next access token.

use crate::Error;
use crate::content::secret::{Secret, digest};

/// A refresh token: `FAMILY.SECRET`. All tokens of a session share the family, and each has its own secret.
pub struct RefreshToken {
    /// The part that identifies the session.
    pub family: Secret,
    /// The part that is valid for one use.
    pub secret: Secret,
}

impl RefreshToken {
    /// The first token of a new session. Fails with 500 if the system has no random numbers.
    pub fn random() -> Result<Self, Error> {
        let random = || Secret::random().map_err(Error::internal);
        Ok(Self { family: random()?, secret: random()? })
    }

    /// Reads the token that a client sends. `None` if the text contains no dot.
    pub fn parse(text: &str) -> Option<Self> {
        let part = |text: &str| Secret { text: text.to_owned(), digest: digest(text) };
        let (family, secret) = text.split_once('.')?;
        Some(Self { family: part(family), secret: part(secret) })
    }

    /// The next token of the same session. Fails with 500 if the system has no random numbers.
    pub fn rotate(self) -> Result<Self, Error> {
        Ok(Self { secret: Secret::random().map_err(Error::internal)?, ..self })
    }

    /// The text that the client receives.
    pub fn text(&self) -> String {
        format!("{}.{}", self.family.text, self.secret.text)
    }
}
