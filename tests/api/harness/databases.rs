//! A new, migrated database for every scenario.

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use broadsheet::db::{self, Access, Conn, DatabaseUrl};
use diesel::connection::SimpleConnection;
use tempfile::TempDir;

use super::postgres::{self, Server};

/// The database system that a scenario runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatabaseKind {
    Sqlite,
    Postgres,
}

impl DatabaseKind {
    pub const ALL: [Self; 2] = [Self::Sqlite, Self::Postgres];

    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// The template databases. The database of each scenario is a copy of one.
pub struct Databases {
    folder: TempDir,
    postgres: Option<Server>,
    next_number: AtomicUsize,
    /// PostgreSQL copies a template only while no other connection uses it.
    copy_lock: Mutex<()>,
}

/// The database of one scenario. It is deleted when the value is dropped.
pub struct Database {
    pub url: DatabaseUrl,
    drop_at: Option<(DatabaseUrl, String)>,
    file: Option<PathBuf>,
}

const TEMPLATE: &str = "broadsheet_template";

impl Databases {
    /// Prepares SQLite, and PostgreSQL when a server is found. Without a server it fails only when
    /// `BROADSHEET_TEST_POSTGRES` is `required`. With `off` it leaves PostgreSQL out.
    pub fn find(start: bool) -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let setting = std::env::var("BROADSHEET_TEST_POSTGRES").unwrap_or_default();
        let required = setting == "required";
        let postgres = if start && setting != "off" { postgres::find()? } else { None };
        if start && required && postgres.is_none() {
            return Err(
                "PostgreSQL is required, but neither its programs nor TEST_DATABASE_URL were found".into()
            );
        }
        let databases =
            Self { folder, postgres, next_number: AtomicUsize::new(1), copy_lock: Mutex::new(()) };
        if start {
            databases.create_templates()?;
        }
        Ok(databases)
    }

    pub fn has(&self, kind: DatabaseKind) -> bool {
        kind == DatabaseKind::Sqlite || self.postgres.is_some()
    }

    /// One line for each database: how many scenarios ran there, or why none did.
    pub fn summary(&self, scenarios: impl Fn(DatabaseKind) -> usize, runs_all: bool) -> String {
        let count = |kind| if runs_all { scenarios(kind).to_string() } else { "selected".to_owned() };
        let postgres = match &self.postgres {
            Some(server) => {
                format!("PostgreSQL: {} scenarios on {}", count(DatabaseKind::Postgres), server.description)
            }
            None => {
                "PostgreSQL: NOT TESTED, since neither initdb (on PATH or in /usr/lib/postgresql/*/bin) nor \
                     TEST_DATABASE_URL was found"
                    .to_owned()
            }
        };
        format!("SQLite: {} scenarios\n{postgres}", count(DatabaseKind::Sqlite))
    }

    /// Copies the template of the database system.
    pub fn create(&self, kind: DatabaseKind) -> Result<Database, String> {
        let number = self.next_number.fetch_add(1, Ordering::Relaxed);
        match kind {
            DatabaseKind::Sqlite => {
                let file = self.folder.path().join(format!("{number}.db"));
                std::fs::copy(self.sqlite_template(), &file).map_err(|error| error.to_string())?;
                Ok(Database { url: sqlite(&file)?, drop_at: None, file: Some(file) })
            }
            DatabaseKind::Postgres => {
                let server = self.postgres.as_ref().ok_or("PostgreSQL was not found")?;
                let name = format!("broadsheet_{}_{number}", std::process::id());
                let _lock = self.copy_lock.lock().unwrap();
                let maintenance = server.url("postgres")?;
                execute(
                    &maintenance,
                    &format!("CREATE DATABASE {name} TEMPLATE {}", self.postgres_template()),
                )?;
                Ok(Database { url: server.url(&name)?, drop_at: Some((maintenance, name)), file: None })
            }
        }
    }

    fn create_templates(&self) -> Result<(), String> {
        let file = self.sqlite_template();
        let mut conn = Conn::open(&sqlite(&file)?, Access::Write).map_err(|error| error.to_string())?;
        db::migrate(&mut conn)?;
        // The write-ahead log is emptied, since only the main file is copied.
        conn.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)").map_err(|error| error.to_string())?;
        drop(conn);
        if let Some(server) = &self.postgres {
            let name = self.postgres_template();
            execute(&server.url("postgres")?, &format!("CREATE DATABASE {name}"))?;
            let mut conn =
                Conn::open(&server.url(&name)?, Access::Write).map_err(|error| error.to_string())?;
            db::migrate(&mut conn)?;
        }
        Ok(())
    }

    fn sqlite_template(&self) -> PathBuf {
        self.folder.path().join("template.db")
    }

    fn postgres_template(&self) -> String {
        format!("{TEMPLATE}_{}", std::process::id())
    }
}

impl Drop for Databases {
    fn drop(&mut self) {
        if let Some(url) = self.postgres.as_ref().and_then(|server| server.url("postgres").ok()) {
            let _ = execute(&url, &format!("DROP DATABASE IF EXISTS {}", self.postgres_template()));
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some((url, name)) = &self.drop_at {
            let _ = execute(url, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
        if let Some(file) = &self.file {
            let _ = std::fs::remove_file(file);
        }
    }
}

fn sqlite(file: &std::path::Path) -> Result<DatabaseUrl, String> {
    format!("sqlite://{}", file.display()).parse().map_err(|error: db::UrlError| error.to_string())
}

fn execute(url: &DatabaseUrl, sql: &str) -> Result<(), String> {
    let mut conn = Conn::open(url, Access::Write).map_err(|error| error.to_string())?;
    conn.batch_execute(sql).map_err(|error| format!("{sql}: {error}"))
}
