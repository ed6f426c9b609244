//! Access tokens: JSON Web Tokens signed with EdDSA (RFC 7519, RFC 8037, RFC 9068).

use std::fmt;
use std::path::Path;

use jsonwebtoken::jwk::{Jwk, ThumbprintHash};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::key_file::{self, KeyFileError};
use crate::content::Time;

/// Whom the tokens are for: this API.
const AUDIENCE: &str = "broadsheet";

/// The type of an access token (RFC 9068), which keeps other tokens of the same keys out.
const TYPE: &str = "at+jwt";

/// The longest that an access token is ever good for, in seconds. The settings allow no more, so what claims more was not
/// made here, whoever signed it.
const MAX_LIFETIME: i64 = 15 * 60;

/// How far the clocks of two servers may be apart, in seconds.
const LEEWAY: i64 = 5;

/// Why a token was refused or could not be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokensError {
    /// It was good once.
    Expired,
    /// It is malformed, forged, or meant for something else.
    Invalid,
    /// The key does not sign.
    Signing(String),
}

impl fmt::Display for TokensError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Expired => f.write_str("the token has expired"),
            Self::Invalid => f.write_str("the token is not valid"),
            Self::Signing(reason) => write!(f, "the token cannot be signed: {reason}"),
        }
    }
}

impl std::error::Error for TokensError {}

/// The claims of an access token, every one of them required.
#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    /// The session it belongs to (OpenID Connect Front-Channel Logout).
    sid: i64,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// How long tokens live, in seconds.
#[derive(Clone, Copy, Debug)]
pub struct Lifetimes {
    /// Access tokens.
    pub access: i64,
    /// Refresh tokens.
    pub refresh: i64,
}

/// Whom an access token stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bearer {
    /// The account.
    pub user: i64,
    /// The session it signed in with.
    pub session: i64,
}

/// Signs access tokens with the first key of the key file, and verifies them with any.
pub struct Tokens {
    signer: EncodingKey,
    verifiers: Vec<Verifier>,
    issuer: String,
    lifetimes: Lifetimes,
}

struct Verifier {
    id: String,
    key: DecodingKey,
    public: Jwk,
}

impl Tokens {
    /// Reads the key file, or makes it. Access tokens name `issuer`.
    pub fn from_key_file(path: &Path, issuer: &str, lifetimes: Lifetimes) -> Result<Self, KeyFileError> {
        let keys: Vec<_> =
            key_file::load_or_make(path)?.iter().map(|key| EncodingKey::from_ed_der(key)).collect();
        let verifiers = keys.iter().map(|key| Verifier::of(key).map_err(|_| KeyFileError::NotKeys));
        let verifiers = verifiers.collect::<Result<Vec<_>, _>>()?;
        let signer = keys.into_iter().next().ok_or(KeyFileError::NotKeys)?;
        Ok(Self { signer, verifiers, issuer: issuer.to_owned(), lifetimes })
    }

    /// How long new tokens live.
    pub fn lifetimes(&self) -> Lifetimes {
        self.lifetimes
    }

    /// An access token for a session of the account `user`, good from `now` on.
    pub fn issue(&self, user: i64, session: i64, now: Time) -> Result<String, TokensError> {
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(TYPE.to_owned());
        header.kid = self.verifiers.first().map(|verifier| verifier.id.clone());
        let claims = Claims {
            iss: self.issuer.clone(),
            aud: AUDIENCE.to_owned(),
            sub: user.to_string(),
            sid: session,
            iat: now.seconds(),
            nbf: now.seconds(),
            exp: now.seconds() + self.lifetimes.access,
        };
        encode(&header, &claims, &self.signer).map_err(|error| TokensError::Signing(error.to_string()))
    }

    /// Whom a token stands for at `now`.
    pub fn verify(&self, token: &str, now: Time) -> Result<Bearer, TokensError> {
        let header = decode_header(token).map_err(|_| TokensError::Invalid)?;
        let foreign = header.typ.as_deref() != Some(TYPE) || header.crit.is_some() || header.zip.is_some();
        let verifier = self.verifiers.iter().find(|verifier| header.kid.as_ref() == Some(&verifier.id));
        let (false, Some(verifier)) = (foreign, verifier) else { return Err(TokensError::Invalid) };
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_audience(&[AUDIENCE]);
        validation.set_issuer(&[&self.issuer]);
        validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
        // Time is judged below, by the clock that everything else goes by.
        validation.validate_exp = false;
        let claims =
            decode::<Claims>(token, &verifier.key, &validation).map_err(|_| TokensError::Invalid)?.claims;
        if claims.exp.saturating_sub(claims.iat.min(claims.nbf)) > MAX_LIFETIME {
            return Err(TokensError::Invalid);
        }
        if claims.exp.saturating_add(LEEWAY) <= now.seconds() {
            return Err(TokensError::Expired);
        }
        if claims.iat.max(claims.nbf) > now.seconds().saturating_add(LEEWAY) {
            return Err(TokensError::Invalid);
        }
        let user = claims.sub.parse().map_err(|_| TokensError::Invalid)?;
        Ok(Bearer { user, session: claims.sid })
    }

    /// The public halves of the keys, as JSON Web Keys.
    pub fn keys(&self) -> Vec<Value> {
        self.verifiers.iter().filter_map(|verifier| serde_json::to_value(&verifier.public).ok()).collect()
    }
}

impl Verifier {
    fn of(key: &EncodingKey) -> jsonwebtoken::errors::Result<Self> {
        let mut public = Jwk::from_encoding_key(key, Algorithm::EdDSA)?;
        let id = public.thumbprint(ThumbprintHash::SHA256)?;
        public.common.key_id = Some(id.clone());
        Ok(Self { id, key: DecodingKey::from_jwk(&public)?, public })
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test should panic")]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use serde_json::json;

    use super::*;

    const NOW: i64 = 1_700_000_000;
    const LIFETIMES: Lifetimes = Lifetimes { access: 900, refresh: 3600 };
    const BEARER: Bearer = Bearer { user: 7, session: 3 };

    /// The claims of a good token.
    fn claims(issuer: &str) -> Value {
        json!({"iss": issuer, "aud": AUDIENCE, "sub": "7", "sid": 3, "iat": NOW, "nbf": NOW, "exp": NOW + 900})
    }

    fn at(second: i64) -> Time {
        Time::from_micros(second * 1_000_000)
    }

    fn tokens() -> (tempfile::TempDir, Tokens) {
        let folder = tempfile::tempdir().unwrap();
        let tokens =
            Tokens::from_key_file(&folder.path().join("key.pem"), "https://news.example", LIFETIMES).unwrap();
        (folder, tokens)
    }

    /// A token signed with the right key, but with this header and these claims.
    fn signed(tokens: &Tokens, change: impl FnOnce(&mut Header, &mut Value)) -> String {
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(TYPE.to_owned());
        header.kid = Some(tokens.verifiers[0].id.clone());
        let mut claims = claims(&tokens.issuer);
        change(&mut header, &mut claims);
        encode(&header, &claims, &tokens.signer).unwrap()
    }

    #[test]
    fn a_token_stands_for_its_account_until_it_expires() {
        let (_folder, tokens) = tokens();
        let token = tokens.issue(7, 3, at(NOW)).unwrap();
        assert_eq!(tokens.verify(&token, at(NOW + 904)), Ok(BEARER));
        assert_eq!(tokens.verify(&token, at(NOW + 905)), Err(TokensError::Expired));
        assert_eq!(tokens.verify(&token, at(NOW - 6)), Err(TokensError::Invalid));
    }

    #[test]
    fn every_claim_and_the_type_must_be_right() {
        let (_folder, tokens) = tokens();
        assert_eq!(tokens.verify(&signed(&tokens, |_, _| {}), at(NOW)), Ok(BEARER));
        let changes: [fn(&mut Header, &mut Value); 20] = [
            |header, _| header.typ = Some("JWT".into()),
            |header, _| header.typ = None,
            |header, _| header.kid = Some("another".into()),
            |header, _| header.kid = None,
            |header, _| header.crit = Some(vec!["exp".into()]),
            |_, claims| claims["iss"] = json!("https://elsewhere.example"),
            |_, claims| claims["aud"] = json!("another"),
            |_, claims| claims["sub"] = json!("seven"),
            |_, claims| claims["sid"] = json!("3"),
            |_, claims| drop(claims.as_object_mut().unwrap().remove("sid")),
            |_, claims| claims["nbf"] = json!(NOW + 60),
            |_, claims| claims["nbf"] = json!("0"),
            |_, claims| drop(claims.as_object_mut().unwrap().remove("nbf")),
            |_, claims| claims["exp"] = json!("9999999999"),
            |_, claims| claims["exp"] = json!(null),
            // Longer than any that is ever given.
            |_, claims| claims["exp"] = json!(NOW + 901),
            |_, claims| claims["exp"] = json!(i64::MAX),
            |_, claims| claims["nbf"] = json!(NOW - 1),
            |_, claims| drop(claims.as_object_mut().unwrap().remove("exp")),
            |_, claims| drop(claims.as_object_mut().unwrap().remove("aud")),
        ];
        for (number, change) in changes.into_iter().enumerate() {
            let token = signed(&tokens, change);
            assert_eq!(tokens.verify(&token, at(NOW)), Err(TokensError::Invalid), "change {number}");
        }
    }

    #[test]
    fn forged_signatures_and_other_algorithms_are_refused() {
        let (_folder, tokens) = tokens();
        let (_other_folder, strangers) = self::tokens();
        let good = tokens.issue(7, 3, at(NOW)).unwrap();
        let (message, _) = good.rsplit_once('.').unwrap();
        let (_, claims) = message.split_once('.').unwrap();
        let none = URL_SAFE_NO_PAD
            .encode(json!({"alg": "none", "typ": TYPE, "kid": tokens.verifiers[0].id}).to_string());
        let mut header = Header::new(Algorithm::HS256);
        header.typ = Some(TYPE.to_owned());
        header.kid = Some(tokens.verifiers[0].id.clone());
        let public =
            serde_json::to_value(&tokens.verifiers[0].public).unwrap()["x"].as_str().unwrap().to_owned();
        let confused = encode(
            &header,
            &self::claims(&tokens.issuer),
            &EncodingKey::from_secret(&URL_SAFE_NO_PAD.decode(public).unwrap()),
        )
        .unwrap();
        let forged = signed(&strangers, |header, claims| {
            header.kid = Some(tokens.verifiers[0].id.clone());
            claims["iss"] = json!(tokens.issuer);
        });
        for token in [
            format!("{message}."),
            format!("{none}.{claims}."),
            confused,
            forged,
            String::new(),
            "a.b.c".into(),
        ] {
            assert_eq!(tokens.verify(&token, at(NOW)), Err(TokensError::Invalid), "{token}");
        }
    }

    #[test]
    fn what_an_older_key_has_signed_is_good_until_it_expires() {
        let (folder, before) = tokens();
        let token = before.issue(7, 3, at(NOW)).unwrap();
        let path = folder.path().join("key.pem");
        key_file::rotate(&path).unwrap();
        let after = Tokens::from_key_file(&path, "https://news.example", LIFETIMES).unwrap();
        assert_eq!(after.verify(&token, at(NOW + 900)), Ok(BEARER));
        let newer = after.issue(7, 3, at(NOW)).unwrap();
        assert_ne!(decode_header(&newer).unwrap().kid, decode_header(&token).unwrap().kid);
        assert_eq!(before.verify(&newer, at(NOW)), Err(TokensError::Invalid));
        assert_eq!((after.keys().len(), &after.keys()[1]), (2, &before.keys()[0]));
    }

    #[test]
    fn the_published_keys_hold_no_secret() {
        let (_folder, tokens) = tokens();
        let keys = tokens.keys();
        assert_eq!(keys[0]["kty"], "OKP");
        assert!(keys[0].get("d").is_none() && keys[0].get("k").is_none());
    }
}
