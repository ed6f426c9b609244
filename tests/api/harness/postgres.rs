//! A PostgreSQL server for the tests: the server of `TEST_DATABASE_URL`, or a temporary one.

use std::os::unix::fs::{DirBuilderExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

use broadsheet::db::{Access, Conn, DatabaseUrl};

/// Runs the server until the standard input closes, then stops the server and deletes its folder. The input closes
/// when the tests end, also when they are killed.
const SUPERVISOR: &str = r#"
"$1" -D "$2/data" -c listen_addresses= -c unix_socket_directories="$2" -c fsync=off -c max_connections=200 \
    </dev/null >"$2/log" 2>&1 &
server=$!
cat >/dev/null
kill -QUIT $server
wait $server
rm -rf "$2"
"#;

/// A server on which the tests create databases.
pub struct Server {
    /// The description in the summary.
    pub description: String,
    /// The URL of a database up to its name.
    url_prefix: String,
    /// The URL of a database after its name.
    url_suffix: String,
    supervisor: Option<(Child, ChildStdin)>,
}

impl Server {
    /// The URL of the database `name`.
    pub fn url(&self, name: &str) -> Result<DatabaseUrl, String> {
        let url = format!("{}{name}{}", self.url_prefix, self.url_suffix);
        url.parse().map_err(|error: broadsheet::db::UrlError| error.to_string())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some((mut supervisor, input)) = self.supervisor.take() {
            drop(input);
            let _ = supervisor.wait();
        }
    }
}

/// Finds or starts a server. Returns `None` without `TEST_DATABASE_URL` and without installed programs.
pub fn find() -> Result<Option<Server>, String> {
    if let Ok(url) = std::env::var("TEST_DATABASE_URL") {
        return from_url(&url).map(Some);
    }
    programs().map(|programs| start(&programs)).transpose()
}

/// The server of a URL. The tests do not use the database that the URL names.
fn from_url(url: &str) -> Result<Server, String> {
    let (scheme, rest) = url.split_once("://").ok_or("TEST_DATABASE_URL must be postgres://…")?;
    let (rest, query) =
        rest.split_once('?').map_or((rest, String::new()), |(rest, query)| (rest, format!("?{query}")));
    let host = rest.split_once('/').map_or(rest, |(host, _)| host);
    Ok(Server {
        description: "the server of TEST_DATABASE_URL".to_owned(),
        url_prefix: format!("{scheme}://{host}/"),
        url_suffix: query,
        supervisor: None,
    })
}

/// The folder of the PostgreSQL programs: a folder on PATH, or the newest version in the folder that Debian uses.
fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).find(|folder| is_complete(folder));
    on_path.or_else(|| {
        let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
        let mut folders: Vec<PathBuf> = versions
            .filter_map(|version| Some(version.ok()?.path().join("bin")))
            .filter(|f| is_complete(f))
            .collect();
        folders.sort_by_key(|folder| {
            let version = folder.parent().and_then(Path::file_name).and_then(|name| name.to_str());
            version.and_then(|version| version.parse::<u32>().ok())
        });
        folders.pop()
    })
}

fn is_complete(folder: &Path) -> bool {
    folder.join("initdb").is_file() && folder.join("postgres").is_file()
}

fn start(programs: &Path) -> Result<Server, String> {
    let folder = std::env::temp_dir().join(format!("broadsheet-postgres-{}", std::process::id()));
    let failed = |error: std::io::Error| format!("PostgreSQL cannot be started: {error}");
    std::fs::DirBuilder::new().mode(0o700).create(&folder).map_err(failed)?;
    let user = unprivileged_user();
    let run_as = |command: &mut Command| {
        if let Some((uid, gid)) = user {
            command.uid(uid).gid(gid);
        }
        command.current_dir(&folder);
    };
    if let Some((uid, gid)) = user {
        chown(&folder, Some(uid), Some(gid)).map_err(failed)?;
    }
    let mut initdb = Command::new(programs.join("initdb"));
    initdb
        .args([
            "--no-sync",
            "--auth=trust",
            "--username=broadsheet",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "-D",
        ])
        .arg(folder.join("data"));
    run_as(&mut initdb);
    let output = initdb.output().map_err(failed)?;
    if !output.status.success() {
        return Err(format!("initdb failed: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let mut supervisor = Command::new("sh");
    supervisor
        .args(["-c", SUPERVISOR, "supervisor"])
        .arg(programs.join("postgres"))
        .arg(&folder)
        .stdin(Stdio::piped());
    run_as(&mut supervisor);
    // A process group of its own, so that an interrupt of the tests does not stop the cleanup.
    supervisor.process_group(0);
    let mut supervisor = supervisor.spawn().map_err(failed)?;
    let input = supervisor.stdin.take().ok_or("the supervisor has no standard input")?;
    let server = Server {
        description: format!("a temporary server from {}", programs.display()),
        url_prefix: "postgres:///".to_owned(),
        url_suffix: format!("?host={}&user=broadsheet", folder.display()),
        supervisor: Some((supervisor, input)),
    };
    wait_for(&server)?;
    Ok(server)
}

fn wait_for(server: &Server) -> Result<(), String> {
    let started = Instant::now();
    loop {
        match Conn::open(&server.url("postgres")?, Access::Write) {
            Ok(_) => return Ok(()),
            Err(error) if started.elapsed() > Duration::from_secs(60) => {
                return Err(format!("PostgreSQL did not start within a minute: {error}"));
            }
            Err(_) => std::thread::sleep(Duration::from_millis(50)),
        }
    }
}

/// The user and group that run the server, since PostgreSQL refuses root: `postgres`, or else `nobody`. Returns `None`
/// when the tests do not run as root.
fn unprivileged_user() -> Option<(u32, u32)> {
    use std::os::unix::fs::MetadataExt;
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0);
    if !is_root {
        return None;
    }
    let accounts = std::fs::read_to_string("/etc/passwd").ok()?;
    ["postgres", "nobody"].into_iter().find_map(|name| {
        let line = accounts.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    })
}
