//! Connects commands to the database, and applies migrations.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use crate::config::Config;
use crate::db::{self, Access, Conn, DatabaseUrl};
use crate::editorial::articles::indexing;

/// How long a command waits for a database server that cannot be reached.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(30);

/// The longest time of one attempt to connect to a server.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(10);

/// Creates the data directory for its owner only, unless it exists.
pub fn create_data_dir(config: &Config) -> Result<(), String> {
    DirBuilder::new().recursive(true).mode(0o700).create(&config.data_dir).map_err(|error| {
        format!(
            "the data directory {} cannot be created: {error}. Choose a folder that this user may write with --data-dir or \
             BROADSHEET_DATA_DIR",
            config.data_dir.display()
        )
    })
}

/// Opens a connection for writing. Waits up to [`CONNECT_TIMEOUT`] for a server.
pub fn connect(config: &Config) -> Result<Conn, String> {
    create_data_dir(config)?;
    let mut conn = connect_within(&config.database_url, CONNECT_TIMEOUT)?;
    db::check_server_version(&mut conn).map(|()| conn)
}

/// Tries to connect once a second until the timeout is over. Tries once to open a SQLite file.
fn connect_within(url: &DatabaseUrl, timeout: Duration) -> Result<Conn, String> {
    let started = Instant::now();
    loop {
        match open(url) {
            Ok(conn) => return Ok(conn),
            Err(error) if url.is_remote() && started.elapsed() < timeout => {
                log::warn!(error:%; "waiting for the database {url}");
                std::thread::sleep(Duration::from_secs(1));
            }
            Err(error) if url.is_remote() => {
                return Err(format!("the database {url} (DATABASE_URL) cannot be reached: {error}"));
            }
            Err(error) => {
                return Err(format!(
                    "the database {url} cannot be opened: {error}. Its folder must exist, and this user must be able to write \
                     there; choose another with --data-dir, BROADSHEET_DATA_DIR or DATABASE_URL"
                ));
            }
        }
    }
}

/// Tries to connect once. SQLite has no time limit, because it may take long to recover a large write-ahead log.
///
/// A thread whose server does not answer stays until the process ends.
fn open(url: &DatabaseUrl) -> Result<Conn, String> {
    if !url.is_remote() {
        return Conn::open(url, Access::Write).map_err(|error| error.to_string());
    }
    let (sender, receiver) = mpsc::channel();
    let url = url.clone();
    std::thread::spawn(move || {
        // After the timeout there is no receiver, and dropping the connection closes it.
        let _ = sender.send(open_remote(&url));
    });
    receiver.recv_timeout(ATTEMPT_TIMEOUT).map_err(|_| "it does not answer".to_owned())?
}

fn open_remote(url: &DatabaseUrl) -> Result<Conn, String> {
    let mut conn = Conn::open(url, Access::Write).map_err(|error| error.to_string())?;
    conn.allow_long_statements().map_err(|error| error.to_string())?;
    Ok(conn)
}

/// How long a server indexes articles again before it starts. It does the rest while it runs.
const REINDEX_TIME: Duration = Duration::from_secs(10);

/// Connects and applies the pending migrations.
pub fn connect_and_migrate(config: &Config) -> Result<Conn, String> {
    let mut conn = connect(config)?;
    let applied = migrate(&mut conn, REINDEX_TIME)?;
    if let Some(newest) = applied.last() {
        log::info!(migrations = applied.len(), newest = newest.as_str(); "the database has been migrated");
    }
    Ok(conn)
}

/// Connects to a database that has all migrations, and applies them to an empty one.
///
/// Fails if some migrations are pending: applying them could block the servers that use the database.
pub fn connect_up_to_date(config: &Config) -> Result<Conn, String> {
    let mut conn = connect(config)?;
    match db::migration_counts(&mut conn)? {
        (_, 0) => {}
        (0, _) => drop(migrate(&mut conn, REINDEX_TIME)?),
        (_, pending) => {
            return Err(format!(
                "the database is not up to date (pending migrations: {pending}): stop all servers, then run \
                 `broadsheet migrate`"
            ));
        }
    }
    Ok(conn)
}

/// Applies the pending migrations and returns their names. Then rebuilds the data that is derived from articles, where a
/// migration requires it, and for up to `reindex_time` the sort keys of headlines and the search indexes.
pub fn migrate(conn: &mut Conn, reindex_time: Duration) -> Result<Vec<String>, String> {
    let applied = db::migrate(conn)?;
    let failed = |error: crate::Error| format!("derived data of articles cannot be rebuilt: {error}");
    // This also runs without a new migration, because an earlier run may have been interrupted here.
    while conn.write(indexing::rebuild_queued).map_err(failed)? {
        log::info!("rebuilding derived data of articles");
    }
    let started = Instant::now();
    while conn.write(indexing::finish_migration).map_err(failed)? {
        if started.elapsed() > reindex_time {
            log::info!("the server goes on building sort keys and search indexes while it runs");
            break;
        }
    }
    Ok(applied)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test should panic")]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_cannot_be_reached_is_an_error_after_the_timeout() {
        let url = "postgres://ed:s3cret@127.0.0.1:1/news".parse().unwrap();
        let error = connect_within(&url, Duration::ZERO).err().unwrap();
        assert!(
            error.starts_with("the database postgres://127.0.0.1:1/news (DATABASE_URL) cannot be reached: "),
            "{error}"
        );
        assert!(!error.contains("s3cret"), "{error}");
    }
}
