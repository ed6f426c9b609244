//! The schema migrations, built into the binary. Both databases have the same migrations with the same names.

use diesel::migration::MigrationVersion;
use diesel::result::Error as QueryError;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::conn::Conn;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Runs the pending migrations in one transaction, and returns their names, oldest first. Fails with the reason.
pub fn migrate(conn: &mut Conn) -> Result<Vec<String>, String> {
    in_transaction(conn, |conn| match conn {
        Conn::Sqlite(conn) => names(conn.run_pending_migrations(SQLITE)),
        Conn::Postgres(conn) => names(conn.run_pending_migrations(POSTGRES)),
    })
}

/// The number of applied migrations, and the number of pending ones.
pub fn migration_counts(conn: &mut Conn) -> Result<(usize, usize), String> {
    let (applied, pending) = match conn {
        Conn::Sqlite(conn) => {
            (conn.applied_migrations(), conn.pending_migrations(SQLITE).map(|pending| pending.len()))
        }
        Conn::Postgres(conn) => {
            (conn.applied_migrations(), conn.pending_migrations(POSTGRES).map(|pending| pending.len()))
        }
    };
    let reason = |error: Box<dyn std::error::Error + Send + Sync>| error.to_string();
    Ok((applied.map_err(reason)?.len(), pending.map_err(reason)?))
}

/// Reverts all migrations, newest first, and returns their names. The database has no tables of ours afterwards.
pub fn revert_all(conn: &mut Conn) -> Result<Vec<String>, String> {
    in_transaction(conn, |conn| match conn {
        Conn::Sqlite(conn) => names(conn.revert_all_migrations(SQLITE)),
        Conn::Postgres(conn) => names(conn.revert_all_migrations(POSTGRES)),
    })
}

/// Reverts the newest migration, and returns its name.
pub fn revert_last(conn: &mut Conn) -> Result<Vec<String>, String> {
    in_transaction(conn, |conn| match conn {
        Conn::Sqlite(conn) => names(conn.revert_last_migration(SQLITE).map(|name| vec![name])),
        Conn::Postgres(conn) => names(conn.revert_last_migration(POSTGRES).map(|name| vec![name])),
    })
}

/// Runs `migrate` in one write transaction without a statement timeout. The lock of writers makes other servers
/// wait.
fn in_transaction(
    conn: &mut Conn,
    migrate: impl FnOnce(&mut Conn) -> Result<Vec<String>, MigrationError>,
) -> Result<Vec<String>, String> {
    let names = conn.write(|conn| {
        conn.set_statement_timeout(None)?;
        migrate(conn)
    });
    names.map_err(|MigrationError(reason)| reason)
}

struct MigrationError(String);

impl From<QueryError> for MigrationError {
    fn from(error: QueryError) -> Self {
        Self(error.to_string())
    }
}

fn names(
    migrations: diesel::migration::Result<Vec<MigrationVersion<'_>>>,
) -> Result<Vec<String>, MigrationError> {
    let migrations = migrations.map_err(|error| MigrationError(error.to_string()))?;
    Ok(migrations.iter().map(ToString::to_string).collect())
}
