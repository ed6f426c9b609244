//! The database's history, built into the binary: the same steps by the same names for each.

use diesel::migration::MigrationVersion;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::QueryError;
use super::conn::Conn;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Brings the database up to this version of Broadsheet and names the steps taken, oldest first.
pub fn migrate(conn: &mut Conn) -> Result<Vec<String>, String> {
    all_or_nothing(conn, |conn| match conn {
        Conn::Sqlite(conn) => named(conn.run_pending_migrations(SQLITE)),
        Conn::Postgres(conn) => named(conn.run_pending_migrations(POSTGRES)),
    })
}

/// How many steps were taken, and how many are missing to this version.
pub fn progress(conn: &mut Conn) -> Result<(usize, usize), String> {
    let (taken, missing) = match conn {
        Conn::Sqlite(conn) => {
            (conn.applied_migrations(), conn.pending_migrations(SQLITE).map(|missing| missing.len()))
        }
        Conn::Postgres(conn) => {
            (conn.applied_migrations(), conn.pending_migrations(POSTGRES).map(|missing| missing.len()))
        }
    };
    let reason = |error: Box<dyn std::error::Error + Send + Sync>| error.to_string();
    Ok((taken.map_err(reason)?.len(), missing.map_err(reason)?))
}

/// Takes every step back, newest first, and names them. The database is empty afterwards.
pub fn revert_all(conn: &mut Conn) -> Result<Vec<String>, String> {
    all_or_nothing(conn, |conn| match conn {
        Conn::Sqlite(conn) => named(conn.revert_all_migrations(SQLITE)),
        Conn::Postgres(conn) => named(conn.revert_all_migrations(POSTGRES)),
    })
}

/// Takes the newest step back.
pub fn revert_last(conn: &mut Conn) -> Result<Vec<String>, String> {
    all_or_nothing(conn, |conn| match conn {
        Conn::Sqlite(conn) => named(conn.revert_last_migration(SQLITE).map(|step| vec![step])),
        Conn::Postgres(conn) => named(conn.revert_last_migration(POSTGRES).map(|step| vec![step])),
    })
}

/// Runs `steps` in one transaction, while no other server does the same.
fn all_or_nothing(
    conn: &mut Conn,
    steps: impl FnOnce(&mut Conn) -> Result<Vec<String>, MigrationError>,
) -> Result<Vec<String>, String> {
    let steps = conn.write(|conn| {
        conn.allow_statements(None)?;
        steps(conn)
    });
    steps.map_err(|MigrationError(reason)| reason)
}

struct MigrationError(String);

impl From<QueryError> for MigrationError {
    fn from(error: QueryError) -> Self {
        Self(error.to_string())
    }
}

fn named(steps: diesel::migration::Result<Vec<MigrationVersion<'_>>>) -> Result<Vec<String>, MigrationError> {
    let steps = steps.map_err(|error| MigrationError(error.to_string()))?;
    Ok(steps.iter().map(ToString::to_string).collect())
}
