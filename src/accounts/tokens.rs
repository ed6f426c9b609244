//! Access tokens: JSON Web Tokens signed with EdDSA (RFC 7519, RFC 8037, RFC 9068).

use std::path::Path;

use jsonwebtoken::jwk::{Jwk, ThumbprintHash};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;

use super::key_file::{self, KeyFileError};
use crate::content::Time;

/// The audience claim of every token: this API.
const AUDIENCE: &str = "broadsheet";

/// The type of an access token (RFC 9068). Other tokens that the same keys have signed are refused.
const TYPE: &str = "at+jwt";

/// The longest lifetime of an access token, in seconds. The settings allow no more, so a token with a longer lifetime was
/// not issued here.
const MAX_LIFETIME: i64 = 15 * 60;

/// The largest difference between the clocks of two servers that is tolerated, in seconds.
const LEEWAY: i64 = 5;

/// Why a token is refused or cannot be issued.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TokenError {
    /// The token was valid, but has expired.
    #[error("the token has expired")]
    Expired,
    /// The token is malformed or forged, or was issued for something else.
    #[error("the token is not valid")]
    Invalid,
    /// The key cannot sign.
    #[error("the token cannot be signed: {0}")]
    Signing(String),
}

/// The claims of an access token. All are required.
#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    /// The session's id (OpenID Connect Front-Channel Logout).
    sid: i64,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// The lifetimes of tokens, in seconds.
#[derive(Clone, Copy, Debug)]
pub struct TokenLifetimes {
    /// The lifetime of an access token.
    pub access: i64,
    /// The lifetime of a refresh token. Each refresh begins a new one.
    pub refresh: i64,
}

/// The account and the session of an access token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenSubject {
    /// The account's id.
    pub user: i64,
    /// The session's id.
    pub session: i64,
}

/// Signs access tokens with the first key of the key file, and verifies them with all of its keys.
pub struct Tokens {
    signing_key: EncodingKey,
    verifying_keys: Vec<VerifyingKey>,
    issuer: String,
    lifetimes: TokenLifetimes,
}

struct VerifyingKey {
    id: String,
    key: DecodingKey,
    jwk: Jwk,
}

impl Tokens {
    /// Reads the key file, or creates it. `issuer` becomes the `iss` claim of every token.
    pub fn from_key_file(path: &Path, issuer: &str, lifetimes: TokenLifetimes) -> Result<Self, KeyFileError> {
        let keys: Vec<_> =
            key_file::load_or_create(path)?.iter().map(|key| EncodingKey::from_ed_der(key)).collect();
        let verifying_keys =
            keys.iter().map(|key| VerifyingKey::of(key).map_err(|_| KeyFileError::InvalidKeys));
        let verifying_keys = verifying_keys.collect::<Result<Vec<_>, _>>()?;
        let signing_key = keys.into_iter().next().ok_or(KeyFileError::InvalidKeys)?;
        Ok(Self { signing_key, verifying_keys, issuer: issuer.to_owned(), lifetimes })
    }

    /// The lifetimes of new tokens.
    pub fn lifetimes(&self) -> TokenLifetimes {
        self.lifetimes
    }

    /// Issues an access token for a session of the account `user`, valid from `now` on.
    pub fn issue(&self, user: i64, session: i64, now: Time) -> Result<String, TokenError> {
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(TYPE.to_owned());
        header.kid = self.verifying_keys.first().map(|key| key.id.clone());
        let claims = Claims {
            iss: self.issuer.clone(),
            aud: AUDIENCE.to_owned(),
            sub: user.to_string(),
            sid: session,
            iat: now.seconds(),
            nbf: now.seconds(),
            exp: now.seconds() + self.lifetimes.access,
        };
        encode(&header, &claims, &self.signing_key).map_err(|error| TokenError::Signing(error.to_string()))
    }

    /// Verifies a token at the time `now` and returns its subject.
    pub fn verify(&self, token: &str, now: Time) -> Result<TokenSubject, TokenError> {
        let header = decode_header(token).map_err(|_| TokenError::Invalid)?;
        let is_foreign = header.typ.as_deref() != Some(TYPE) || header.crit.is_some() || header.zip.is_some();
        let key = self.verifying_keys.iter().find(|key| header.kid.as_ref() == Some(&key.id));
        let (false, Some(key)) = (is_foreign, key) else { return Err(TokenError::Invalid) };
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_audience(&[AUDIENCE]);
        validation.set_issuer(&[&self.issuer]);
        validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
        // The times are compared below, with the clock of the application.
        validation.validate_exp = false;
        let claims = decode::<Claims>(token, &key.key, &validation).map_err(|_| TokenError::Invalid)?.claims;
        if claims.exp.saturating_sub(claims.iat.min(claims.nbf)) > MAX_LIFETIME {
            return Err(TokenError::Invalid);
        }
        if claims.exp.saturating_add(LEEWAY) <= now.seconds() {
            return Err(TokenError::Expired);
        }
        if claims.iat.max(claims.nbf) > now.seconds().saturating_add(LEEWAY) {
            return Err(TokenError::Invalid);
        }
        let user = claims.sub.parse().map_err(|_| TokenError::Invalid)?;
        Ok(TokenSubject { user, session: claims.sid })
    }

    /// The public keys as JSON Web Keys (RFC 7517), the signing key first.
    pub fn public_keys(&self) -> Vec<Value> {
        self.verifying_keys.iter().filter_map(|key| serde_json::to_value(&key.jwk).ok()).collect()
    }
}

impl VerifyingKey {
    fn of(key: &EncodingKey) -> jsonwebtoken::errors::Result<Self> {
        let mut jwk = Jwk::from_encoding_key(key, Algorithm::EdDSA)?;
        let id = jwk.thumbprint(ThumbprintHash::SHA256)?;
        jwk.common.key_id = Some(id.clone());
        Ok(Self { id, key: DecodingKey::from_jwk(&jwk)?, jwk })
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test should panic")]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use serde_json::json;

    use super::*;

    const NOW: i64 = 1_700_000_000;
    const LIFETIMES: TokenLifetimes = TokenLifetimes { access: 900, refresh: 3600 };
    const SUBJECT: TokenSubject = TokenSubject { user: 7, session: 3 };

    /// The claims of a valid token.
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

    /// A token that the signing key has signed, after `change` to its header and claims.
    fn signed(tokens: &Tokens, change: impl FnOnce(&mut Header, &mut Value)) -> String {
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(TYPE.to_owned());
        header.kid = Some(tokens.verifying_keys[0].id.clone());
        let mut claims = claims(&tokens.issuer);
        change(&mut header, &mut claims);
        encode(&header, &claims, &tokens.signing_key).unwrap()
    }

    #[test]
    fn a_token_identifies_its_account_until_it_expires() {
        let (_folder, tokens) = tokens();
        let token = tokens.issue(7, 3, at(NOW)).unwrap();
        assert_eq!(tokens.verify(&token, at(NOW + 904)), Ok(SUBJECT));
        assert_eq!(tokens.verify(&token, at(NOW + 905)), Err(TokenError::Expired));
        assert_eq!(tokens.verify(&token, at(NOW - 6)), Err(TokenError::Invalid));
    }

    #[test]
    fn a_wrong_claim_or_type_is_refused() {
        let (_folder, tokens) = tokens();
        assert_eq!(tokens.verify(&signed(&tokens, |_, _| {}), at(NOW)), Ok(SUBJECT));
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
            // A longer lifetime than any that is issued.
            |_, claims| claims["exp"] = json!(NOW + 901),
            |_, claims| claims["exp"] = json!(i64::MAX),
            |_, claims| claims["nbf"] = json!(NOW - 1),
            |_, claims| drop(claims.as_object_mut().unwrap().remove("exp")),
            |_, claims| drop(claims.as_object_mut().unwrap().remove("aud")),
        ];
        for (number, change) in changes.into_iter().enumerate() {
            let token = signed(&tokens, change);
            assert_eq!(tokens.verify(&token, at(NOW)), Err(TokenError::Invalid), "change {number}");
        }
    }

    #[test]
    fn forged_signatures_and_other_algorithms_are_refused() {
        let (_folder, tokens) = tokens();
        let (_other_folder, other) = self::tokens();
        let valid = tokens.issue(7, 3, at(NOW)).unwrap();
        let (message, _) = valid.rsplit_once('.').unwrap();
        let (_, claims) = message.split_once('.').unwrap();
        let none = URL_SAFE_NO_PAD
            .encode(json!({"alg": "none", "typ": TYPE, "kid": tokens.verifying_keys[0].id}).to_string());
        let mut header = Header::new(Algorithm::HS256);
        header.typ = Some(TYPE.to_owned());
        header.kid = Some(tokens.verifying_keys[0].id.clone());
        let public =
            serde_json::to_value(&tokens.verifying_keys[0].jwk).unwrap()["x"].as_str().unwrap().to_owned();
        let confused = encode(
            &header,
            &self::claims(&tokens.issuer),
            &EncodingKey::from_secret(&URL_SAFE_NO_PAD.decode(public).unwrap()),
        )
        .unwrap();
        let forged = signed(&other, |header, claims| {
            header.kid = Some(tokens.verifying_keys[0].id.clone());
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
            assert_eq!(tokens.verify(&token, at(NOW)), Err(TokenError::Invalid), "{token}");
        }
    }

    #[test]
    fn a_token_of_an_older_key_is_valid_until_it_expires() {
        let (folder, before) = tokens();
        let token = before.issue(7, 3, at(NOW)).unwrap();
        let path = folder.path().join("key.pem");
        key_file::rotate(&path).unwrap();
        let after = Tokens::from_key_file(&path, "https://news.example", LIFETIMES).unwrap();
        assert_eq!(after.verify(&token, at(NOW + 900)), Ok(SUBJECT));
        let newer = after.issue(7, 3, at(NOW)).unwrap();
        assert_ne!(decode_header(&newer).unwrap().kid, decode_header(&token).unwrap().kid);
        assert_eq!(before.verify(&newer, at(NOW)), Err(TokenError::Invalid));
        assert_eq!((after.public_keys().len(), &after.public_keys()[1]), (2, &before.public_keys()[0]));
    }

    #[test]
    fn the_public_keys_contain_no_secret() {
        let (_folder, tokens) = tokens();
        let keys = tokens.public_keys();
        assert_eq!(keys[0]["kty"], "OKP");
        assert!(keys[0].get("d").is_none() && keys[0].get("k").is_none());
    }

    /// The file of an earlier version, which wrote the bytes of the key itself. The keys are those of RFC 8410 §10.
    #[test]
    fn a_key_file_of_an_earlier_version_gives_the_same_public_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key.pem");
        let file = "-----BEGIN PRIVATE KEY-----\r\n\
            MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\r\n\
            -----END PRIVATE KEY-----\r\n";
        std::fs::write(&path, file).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        let keys = Tokens::from_key_file(&path, "https://news.example", LIFETIMES).unwrap().public_keys();
        assert_eq!(keys.len(), 1);
        assert_eq!(keys[0]["x"], "Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE");
        // A rotation writes the key back as it was.
        key_file::rotate(&path).unwrap();
        assert!(std::fs::read_to_string(&path).unwrap().ends_with(file));
    }
}
