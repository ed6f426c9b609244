//! A fresh, migrated database for every scenario.

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use broadsheet::db::{self, Access, Conn, DatabaseUrl};
use diesel::connection::SimpleConnection;
use tempfile::TempDir;

use super::postgres::{self, Server};

/// Which database a scenario runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

impl Kind {
    pub const ALL: [Self; 2] = [Self::Sqlite, Self::Postgres];

    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// Templates that every scenario's database is a copy of.
pub struct Databases {
    folder: TempDir,
    postgres: Option<Server>,
    next: AtomicUsize,
    /// PostgreSQL copies a template only while nobody else does.
    copying: Mutex<()>,
}

/// A scenario's own database, gone with it.
pub struct Database {
    pub url: DatabaseUrl,
    drop_at: Option<(DatabaseUrl, String)>,
    file: Option<PathBuf>,
}

const TEMPLATE: &str = "broadsheet_template";

impl Databases {
    /// Prepares both, or SQLite alone when there is no PostgreSQL. With `BROADSHEET_TEST_POSTGRES=required` that is a
    /// failure; with `off` PostgreSQL is left out.
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
        let databases = Self { folder, postgres, next: AtomicUsize::new(1), copying: Mutex::new(()) };
        if start {
            databases.make_templates()?;
        }
        Ok(databases)
    }

    pub fn has(&self, kind: Kind) -> bool {
        kind == Kind::Sqlite || self.postgres.is_some()
    }

    /// One line for each database: how many scenarios ran there, or why none did.
    pub fn summary(&self, scenarios: impl Fn(Kind) -> usize, runs_all: bool) -> String {
        let count = |kind| if runs_all { scenarios(kind).to_string() } else { "chosen".to_owned() };
        let postgres = match &self.postgres {
            Some(server) => {
                format!("PostgreSQL: {} scenarios on {}", count(Kind::Postgres), server.description)
            }
            None => {
                "PostgreSQL: NOT TESTED, since neither initdb (on PATH or in /usr/lib/postgresql/*/bin) nor \
                     TEST_DATABASE_URL was found"
                    .to_owned()
            }
        };
        format!("SQLite: {} scenarios\n{postgres}", count(Kind::Sqlite))
    }

    /// A copy of the template.
    pub fn fresh(&self, kind: Kind) -> Result<Database, String> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        match kind {
            Kind::Sqlite => {
                let file = self.folder.path().join(format!("{number}.db"));
                std::fs::copy(self.sqlite_template(), &file).map_err(|error| error.to_string())?;
                Ok(Database { url: sqlite(&file)?, drop_at: None, file: Some(file) })
            }
            Kind::Postgres => {
                let server = self.postgres.as_ref().ok_or("PostgreSQL was not found")?;
                let name = format!("broadsheet_{}_{number}", std::process::id());
                let _alone = self.copying.lock().unwrap();
                let maintenance = server.url("postgres")?;
                execute(
                    &maintenance,
                    &format!("CREATE DATABASE {name} TEMPLATE {}", self.postgres_template()),
                )?;
                Ok(Database { url: server.url(&name)?, drop_at: Some((maintenance, name)), file: None })
            }
        }
    }

    fn make_templates(&self) -> Result<(), String> {
        let file = self.sqlite_template();
        let mut conn = Conn::open(&sqlite(&file)?, Access::Write).map_err(|error| error.to_string())?;
        db::migrate(&mut conn)?;
        // Everything into the one file that is copied.
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
