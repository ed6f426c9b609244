//! The file with the Ed25519 keys that sign access tokens: PKCS#8 (RFC 8410) in PEM (RFC 7468), the signing key first.

use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use aws_lc_rs::signature::Ed25519KeyPair;
use thiserror::Error;

/// The most keys in a file after a rotation.
const MAX_KEYS: usize = 5;

/// Why the keys cannot be read or created.
#[derive(Debug, Error)]
pub enum KeyFileError {
    /// The file cannot be read or written.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// Other users than the file's owner have access to it.
    #[error("other users than its owner have access to it; run `chmod 600` on it")]
    Permissions,
    /// The file contains no key, or something that is not an Ed25519 key.
    #[error("it does not hold Ed25519 private keys in PKCS#8 PEM")]
    InvalidKeys,
    /// The system cannot generate a key.
    #[error("a new Ed25519 key cannot be generated")]
    Generation,
}

/// Returns the private keys of the file as PKCS#8 DER, the signing key first. If the file does not exist, creates it with one
/// new key, readable by its owner only.
pub fn load_or_create(path: &Path) -> Result<Vec<Vec<u8>>, KeyFileError> {
    if !path.exists() && create(path)? {
        log::info!(path:% = path.display(); "created a new signing key");
    }
    load(path)
}

/// Adds a new key as the first one, which servers use for signing from their next start. Returns the number of keys.
///
/// The newest of the older keys stay, because tokens that they signed are still in use.
pub fn rotate(path: &Path) -> Result<usize, KeyFileError> {
    let mut keys = load_or_create(path)?;
    keys.insert(0, generate_key()?);
    keys.truncate(MAX_KEYS);
    std::fs::rename(write_temporary(path, &keys)?, path)?;
    Ok(keys.len())
}

fn load(path: &Path) -> Result<Vec<Vec<u8>>, KeyFileError> {
    let mut file = OpenOptions::new().read(true).open(path)?;
    if file.metadata()?.permissions().mode() & 0o077 != 0 {
        return Err(KeyFileError::Permissions);
    }
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    let blocks = pem::parse_many(text).map_err(|_| KeyFileError::InvalidKeys)?;
    if blocks.is_empty() {
        return Err(KeyFileError::InvalidKeys);
    }
    blocks
        .iter()
        .map(|block| {
            let key = Ed25519KeyPair::from_pkcs8(block.contents()).map_err(|_| KeyFileError::InvalidKeys)?;
            to_pkcs8(&key).map_err(|_| KeyFileError::InvalidKeys)
        })
        .collect()
}

/// Creates the file with one new key. Returns false if another process has created it in the meantime.
///
/// The file gets its name only when it is complete, so that another server never reads half a key.
fn create(path: &Path) -> Result<bool, KeyFileError> {
    let temporary = write_temporary(path, &[generate_key()?])?;
    // A hard link fails if the name is taken. A rename would overwrite the file.
    let linked = std::fs::hard_link(&temporary, path);
    std::fs::remove_file(&temporary)?;
    match linked {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error.into()),
    }
}

fn generate_key() -> Result<Vec<u8>, KeyFileError> {
    let key = Ed25519KeyPair::generate().and_then(|key| to_pkcs8(&key));
    key.map_err(|_| KeyFileError::Generation)
}

/// The key as PKCS#8 version 1, which holds no public key. `jsonwebtoken` reads no other version for a JSON Web Key.
fn to_pkcs8(key: &Ed25519KeyPair) -> Result<Vec<u8>, aws_lc_rs::error::Unspecified> {
    Ok(key.to_pkcs8v1()?.as_ref().to_vec())
}

/// Writes keys to a temporary file in the same folder, readable by its owner only, and returns its path.
fn write_temporary(path: &Path, keys: &[Vec<u8>]) -> io::Result<PathBuf> {
    let temporary = path.with_extension(format!("{}.new", std::process::id()));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&temporary)?;
    let keys: Vec<pem::Pem> = keys.iter().map(|key| pem::Pem::new("PRIVATE KEY", key.clone())).collect();
    file.write_all(pem::encode_many(&keys).as_bytes())?;
    file.sync_all()?;
    Ok(temporary)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test should panic")]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_created_once_for_its_owner_only_and_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("jwt-key.pem");
        let keys = load_or_create(&path).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(load_or_create(&path).unwrap(), keys);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_rotation_adds_a_signing_key_and_drops_the_oldest_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("jwt-key.pem");
        let first = load_or_create(&path).unwrap();
        assert_eq!(rotate(&path).unwrap(), 2);
        let both = load_or_create(&path).unwrap();
        assert_eq!((both.len(), &both[1]), (2, &first[0]));
        (0..9).for_each(|_| assert!(rotate(&path).is_ok()));
        assert_eq!(load_or_create(&path).unwrap().len(), MAX_KEYS);
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_that_others_can_read_or_that_holds_no_key_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("jwt-key.pem");
        load_or_create(&path).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(load_or_create(&path), Err(KeyFileError::Permissions)));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        for text in ["", "-----BEGIN PRIVATE KEY-----\nMCowBQYDK2VwAyEA\n-----END PRIVATE KEY-----\n"] {
            std::fs::write(&path, text).unwrap();
            assert!(matches!(load_or_create(&path), Err(KeyFileError::InvalidKeys)), "{text}");
        }
    }
}
