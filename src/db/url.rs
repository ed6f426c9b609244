//! `DATABASE_URL`: which database, and where.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// Where the database is. Its `Debug` and `Display` forms never show a password.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// `sqlite://PATH`: a file, made when it is not there. The path is taken as it stands, relative
    /// to the working directory unless it starts with a slash.
    Sqlite(PathBuf),
    /// `postgres://…` or `postgresql://…`, as libpq reads it.
    Postgres(String),
}

impl DatabaseUrl {
    /// Whether the database is a server, which may come up later than we do.
    pub fn is_remote(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }
}

/// The text is not the address of a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UrlError;

impl fmt::Display for UrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("must be sqlite://PATH or postgres://USER:PASSWORD@HOST/DATABASE")
    }
}

impl FromStr for DatabaseUrl {
    type Err = UrlError;

    fn from_str(text: &str) -> Result<Self, UrlError> {
        if let Some(path) = text.strip_prefix("sqlite://") {
            // Each thread opens the file for itself, so a database in memory would be one per thread.
            let refused =
                path.is_empty() || path.starts_with(':') || path.contains('\0') || path.starts_with("file:");
            return if refused { Err(UrlError) } else { Ok(Self::Sqlite(path.into())) };
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        Err(UrlError)
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite://{}", path.display()),
            Self::Postgres(url) => {
                let host = url.rsplit_once('@').map_or(url.as_str(), |(_, host)| host);
                let host = host.split_once("://").map_or(host, |(_, host)| host);
                write!(f, "postgres://{}", host.split('?').next().unwrap_or_default())
            }
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_address_never_shows_a_password() {
        for url in
            ["postgres://ed:s3cret@db.example:5432/news", "postgres://db.example:5432/news?password=s3cret"]
        {
            let url: DatabaseUrl = url.parse().unwrap_or(DatabaseUrl::Sqlite("".into()));
            assert_eq!(url.to_string(), "postgres://db.example:5432/news");
            assert_eq!(format!("{url:?}"), "postgres://db.example:5432/news");
        }
    }

    #[test]
    fn anything_but_a_sqlite_file_or_a_postgres_server_is_refused() {
        for url in ["", "data/broadsheet.db", "sqlite://", "sqlite://:memory:", "mysql://localhost/news"] {
            assert_eq!(url.parse::<DatabaseUrl>(), Err(UrlError), "{url}");
        }
    }
}
