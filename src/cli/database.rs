//! The database as commands need it: there, fit and up to date.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use crate::config::Config;
use crate::db::{self, Access, Conn, DatabaseUrl};
use crate::editorial::articles::editing;

/// How long a command waits for a database server that cannot be reached.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(30);

/// How long one attempt to connect to a server may take. One that hangs would keep it waiting for ever.
const ATTEMPT: Duration = Duration::from_secs(10);

/// Makes the data directory, for its owner alone, unless it is there.
pub fn make_data_dir(config: &Config) -> Result<(), String> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&config.data_dir)
        .map_err(|error| format!("the data directory {} cannot be made: {error}", config.data_dir.display()))
}

/// Opens a connection for writing. Waits up to [`CONNECT_TIMEOUT`] for a server.
pub fn connect(config: &Config) -> Result<Conn, String> {
    make_data_dir(config)?;
    let mut conn = connect_within(&config.database_url, CONNECT_TIMEOUT)?;
    db::check_server_version(&mut conn).map(|()| conn)
}

/// Tries to connect once a second until the timeout is over. An SQLite file is tried once.
fn connect_within(url: &DatabaseUrl, timeout: Duration) -> Result<Conn, String> {
    let started = Instant::now();
    loop {
        match open(url) {
            Ok(conn) => return Ok(conn),
            Err(error) if url.is_remote() && started.elapsed() < timeout => {
                log::warn!("waiting for the database {url}: {error}");
                std::thread::sleep(Duration::from_secs(1));
            }
            Err(error) => return Err(format!("the database {url} cannot be reached: {error}")),
        }
    }
}

/// Tries once to connect. A thread whose server does not answer is abandoned, and stays until the process ends.
/// SQLite has no server, and may take long to recover a large log: it is waited for.
fn open(url: &DatabaseUrl) -> Result<Conn, String> {
    if !url.is_remote() {
        return Conn::open(url, Access::Write).map_err(|error| error.to_string());
    }
    let (answer, opened) = mpsc::channel();
    let url = url.clone();
    std::thread::spawn(move || {
        // Nobody listens any more after a late answer, and the connection is closed.
        let _ = answer.send(open_for_long(&url));
    });
    opened.recv_timeout(ATTEMPT).map_err(|_| "it does not answer".to_owned())?
}

fn open_for_long(url: &DatabaseUrl) -> Result<Conn, String> {
    let mut conn = Conn::open(url, Access::Write).map_err(|error| error.to_string())?;
    conn.allow_long_statements().map_err(|error| error.to_string())?;
    Ok(conn)
}

/// Connects, and brings the database up to this version.
pub fn migrated(config: &Config) -> Result<Conn, String> {
    let mut conn = connect(config)?;
    for step in migrate(&mut conn)? {
        log::info!("migrated the database: {step}");
    }
    Ok(conn)
}

/// Connects to a database that is of this version, or new: then it is made. Another one is left as it is, since bringing it up to
/// date may keep a newsroom at work waiting.
pub fn current(config: &Config) -> Result<Conn, String> {
    let mut conn = connect(config)?;
    match db::progress(&mut conn)? {
        (_, 0) => {}
        (0, _) => drop(migrate(&mut conn)?),
        (_, missing) => {
            return Err(format!(
                "the database lacks {missing} steps to this version: stop the server and run `broadsheet migrate`"
            ));
        }
    }
    Ok(conn)
}

/// Takes the steps that are missing and names them, and brings along what is kept with the articles.
pub fn migrate(conn: &mut Conn) -> Result<Vec<String>, String> {
    let steps = db::migrate(conn)?;
    // Looked at every time: an earlier start may have been interrupted here.
    let mut work_off = || {
        let more = conn.write(editing::work_off_renewals);
        more.map_err(|error| format!("articles cannot be brought along: {error}"))
    };
    while work_off()? {
        log::info!("brings articles along");
    }
    Ok(steps)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test should panic")]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_cannot_be_reached_is_an_error_after_the_timeout() {
        let url = "postgres://ed:s3cret@127.0.0.1:1/news".parse().unwrap();
        let error = connect_within(&url, Duration::ZERO).err().unwrap();
        assert!(error.starts_with("the database postgres://127.0.0.1:1/news cannot be reached: "), "{error}");
        assert!(!error.contains("s3cret"), "{error}");
    }
}
