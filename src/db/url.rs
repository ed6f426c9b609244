//! The value of `DATABASE_URL`.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// The location of the database. Its `Debug` and `Display` forms contain no user name, password or parameters.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// `sqlite://PATH`: a file, which is created if it does not exist. The path is not percent-decoded. It is
    /// relative to the working directory unless it starts with a slash.
    Sqlite(PathBuf),
    /// `postgres://…` or `postgresql://…`: a connection URI of libpq.
    Postgres(String),
}

impl DatabaseUrl {
    /// Whether the database is a server, which may start later than Broadsheet.
    pub fn is_remote(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }
}

/// The text is not a URL of a SQLite file or of a PostgreSQL server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be sqlite://PATH or postgres://USER:PASSWORD@HOST/DATABASE")]
pub struct UrlError;

impl FromStr for DatabaseUrl {
    type Err = UrlError;

    fn from_str(text: &str) -> Result<Self, UrlError> {
        if let Some(path) = text.strip_prefix("sqlite://") {
            // Each thread opens a connection of its own, so each would get another database in memory.
            let is_refused =
                path.is_empty() || path.starts_with(':') || path.contains('\0') || path.starts_with("file:");
            return if is_refused { Err(UrlError) } else { Ok(Self::Sqlite(path.into())) };
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
    fn a_printed_url_contains_no_password() {
        for url in
            ["postgres://ed:s3cret@db.example:5432/news", "postgres://db.example:5432/news?password=s3cret"]
        {
            let url: DatabaseUrl = url.parse().unwrap_or(DatabaseUrl::Sqlite("".into()));
            assert_eq!(url.to_string(), "postgres://db.example:5432/news");
            assert_eq!(format!("{url:?}"), "postgres://db.example:5432/news");
        }
    }

    #[test]
    fn only_sqlite_files_and_postgres_servers_are_accepted() {
        for url in ["", "data/broadsheet.db", "sqlite://", "sqlite://:memory:", "mysql://localhost/news"] {
            assert_eq!(url.parse::<DatabaseUrl>(), Err(UrlError), "{url}");
        }
    }
}
