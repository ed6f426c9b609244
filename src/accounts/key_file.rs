//! The file with the keys that sign access tokens.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::{fmt, io};

/// The fixed beginning of an Ed25519 private key in PKCS#8 version 1 (RFC 8410); the 32 bytes of the
/// key follow.
const PKCS8_PREFIX: [u8; 16] =
    [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

/// How many keys are kept when a new one is put first.
const MAX_KEYS: usize = 5;

/// Why the keys could not be had.
#[derive(Debug)]
pub enum KeyFileError {
    /// The file cannot be read or made.
    Io(io::Error),
    /// Others than its owner may read the file.
    TooOpen,
    /// The file holds something else than Ed25519 keys in PKCS#8 PEM, or no key.
    NotKeys,
}

impl fmt::Display for KeyFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => error.fmt(f),
            Self::TooOpen => f.write_str("others than its owner may read it; run `chmod 600` on it"),
            Self::NotKeys => f.write_str("it does not hold Ed25519 private keys in PKCS#8 PEM"),
        }
    }
}

impl std::error::Error for KeyFileError {}

impl From<io::Error> for KeyFileError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Reads the private keys of the file as PKCS#8 DER, the signing one first. A file that is not there
/// is made with one new key, readable by its owner alone.
pub fn load_or_make(path: &Path) -> Result<Vec<Vec<u8>>, KeyFileError> {
    match make(path) {
        Ok(()) => log::info!("made a new signing key in {}", path.display()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error.into()),
    }
    load(path)
}

/// Puts a new key first, with which tokens are signed from the next start on. The newest of the others stay, since
/// tokens that they have signed are still about. Tells how many keys there are now.
pub fn rotate(path: &Path) -> Result<usize, KeyFileError> {
    let mut keys = load_or_make(path)?;
    keys.insert(0, new_key()?);
    keys.truncate(MAX_KEYS);
    let unfinished = write_beside(path, &keys)?;
    std::fs::rename(unfinished, path)?;
    Ok(keys.len())
}

fn load(path: &Path) -> Result<Vec<Vec<u8>>, KeyFileError> {
    let mut file = OpenOptions::new().read(true).open(path)?;
    if file.metadata()?.permissions().mode() & 0o077 != 0 {
        return Err(KeyFileError::TooOpen);
    }
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    let blocks = pem::parse_many(text).map_err(|_| KeyFileError::NotKeys)?;
    let keys: Vec<Vec<u8>> = blocks.into_iter().map(pem::Pem::into_contents).collect();
    let sound = |key: &Vec<u8>| key.len() == 48 && key.starts_with(&PKCS8_PREFIX);
    if keys.is_empty() || !keys.iter().all(sound) { Err(KeyFileError::NotKeys) } else { Ok(keys) }
}

/// Makes the file, unless it is there. It gets its name only when it is complete, so that another
/// server starting at the same moment never reads half a key.
fn make(path: &Path) -> io::Result<()> {
    if path.exists() {
        return Err(ErrorKind::AlreadyExists.into());
    }
    let unfinished = write_beside(path, &[new_key()?])?;
    // A hard link fails when the name is taken, where a rename would overwrite it.
    let linked = std::fs::hard_link(&unfinished, path);
    std::fs::remove_file(&unfinished)?;
    linked
}

fn new_key() -> io::Result<Vec<u8>> {
    let mut key = PKCS8_PREFIX.to_vec();
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(|error| io::Error::other(error.to_string()))?;
    key.extend_from_slice(&secret);
    Ok(key)
}

/// Writes keys into a file beside that one, complete and for its owner alone.
fn write_beside(path: &Path, keys: &[Vec<u8>]) -> io::Result<PathBuf> {
    let unfinished = path.with_extension(format!("{}.new", std::process::id()));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&unfinished)?;
    let keys: Vec<pem::Pem> = keys.iter().map(|key| pem::Pem::new("PRIVATE KEY", key.clone())).collect();
    file.write_all(pem::encode_many(&keys).as_bytes())?;
    file.sync_all()?;
    Ok(unfinished)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test should panic")]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_made_once_for_its_owner_alone_and_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("jwt-key.pem");
        let keys = load_or_make(&path).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(load_or_make(&path).unwrap(), keys);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_new_key_signs_and_the_older_ones_stay_for_a_while() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("jwt-key.pem");
        let first = load_or_make(&path).unwrap();
        assert_eq!(rotate(&path).unwrap(), 2);
        let both = load_or_make(&path).unwrap();
        assert_eq!((both.len(), &both[1]), (2, &first[0]));
        (0..9).for_each(|_| assert!(rotate(&path).is_ok()));
        assert_eq!(load_or_make(&path).unwrap().len(), MAX_KEYS);
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_that_others_may_read_or_that_holds_no_key_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("jwt-key.pem");
        load_or_make(&path).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(load_or_make(&path), Err(KeyFileError::TooOpen)));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        std::fs::write(&path, "").unwrap();
        assert!(matches!(load_or_make(&path), Err(KeyFileError::NotKeys)));
    }
}
