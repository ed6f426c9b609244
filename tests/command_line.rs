//! The program itself: its commands, its files, its signals, and HTTP as it goes over the wire.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a failed test should panic")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

const PASSWORD: &str = "correct horse battery staple";

/// The program in a folder of its own, with no setting but these.
fn broadsheet(folder: &Path, arguments: &[&str], settings: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_broadsheet"));
    command.current_dir(folder).args(arguments).env_clear().env("BROADSHEET_BIND", "127.0.0.1:0");
    command
        .envs(settings.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn run(folder: &Path, arguments: &[&str], settings: &[(&str, &str)], input: &str) -> Output {
    let mut child = broadsheet(folder, arguments, settings).spawn().unwrap();
    // A command that reads nothing may be gone before its input comes.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

#[track_caller]
fn expect(output: &Output, code: i32) -> (String, String) {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{out}{err}");
    (out.into_owned(), err.into_owned())
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn create_user(folder: &Path, email: &str, role: &str, password: &str) -> Output {
    let arguments = ["user", "create", "--email", email, "--name", "Ada", "--role", role, "--password-stdin"];
    run(folder, &arguments, &[], password)
}

/// A server that is stopped with the test.
struct Server {
    child: Child,
    out: BufReader<ChildStdout>,
    address: String,
}

impl Server {
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut child = broadsheet(folder, arguments, &[]).stderr(Stdio::null()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let address = line.strip_prefix("listening on http://").expect("the first line names the address");
        Self { child, address: address.trim().to_owned(), out }
    }

    /// The lines of the greeting, up to the one that begins with `last`.
    fn greeting(&mut self, last: &str) -> String {
        let mut text = String::new();
        while !text.lines().last().is_some_and(|line| line.starts_with(last)) {
            assert_ne!(self.out.read_line(&mut text).unwrap(), 0, "{text}");
        }
        text
    }

    fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.address).unwrap()
    }

    /// Sends a request as it stands, and reads the answer to its end.
    fn exchange(&self, request: &str) -> String {
        let mut connection = self.connect();
        connection.write_all(request.as_bytes()).unwrap();
        read_to_end(&mut connection)
    }

    fn get(&self, path: &str) -> String {
        self.exchange(&format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
    }

    fn post(&self, path: &str, headers: &str, body: &Value) -> String {
        let (body, host) =
            (body.to_string(), "Host: x\r\nConnection: close\r\nContent-Type: application/json");
        let length = body.len();
        self.exchange(&format!(
            "POST {path} HTTP/1.1\r\n{host}\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
        ))
    }

    fn signal(&self, name: &str) {
        assert!(Command::new("kill").args([name, &self.child.id().to_string()]).status().unwrap().success());
    }

    fn wait(mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read_to_end(connection: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).unwrap_or_default().parse().unwrap_or_default()
}

fn body(answer: &str) -> Value {
    serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap()
}

#[test]
fn wrong_settings_stop_the_start_and_all_of_them_are_named() {
    let folder = folder();
    let settings =
        [("BROADSHEET_BIND", "here"), ("BROADSHEET_SITE_LANGAUGE", "en"), ("DATABASE_URL", "oracle://x")];
    let (_, err) = expect(&run(folder.path(), &["serve"], &settings, ""), 1);
    for name in ["BROADSHEET_BIND", "BROADSHEET_SITE_LANGAUGE", "DATABASE_URL"] {
        assert!(err.contains(name), "{err}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing was made");
}

#[test]
fn settings_are_read_from_a_file_too_and_the_environment_wins() {
    let folder = folder();
    std::fs::write(folder.path().join(".env"), "BROADSHEET_DATA_DIR=elsewhere\nBROADSHEET_SITE_NAME=Paper\n")
        .unwrap();
    expect(&run(folder.path(), &["migrate"], &[], ""), 0);
    assert!(folder.path().join("elsewhere/broadsheet.db").exists());
    expect(&run(folder.path(), &["migrate"], &[("BROADSHEET_DATA_DIR", "third")], ""), 0);
    assert!(folder.path().join("third/broadsheet.db").exists());
}

#[test]
fn wrong_usage_has_an_exit_code_of_its_own() {
    let folder = folder();
    expect(&run(folder.path(), &["publish"], &[], ""), 2);
    expect(&run(folder.path(), &["user", "create", "--email", "a@b.example"], &[], ""), 2);
    expect(&run(folder.path(), &["--help"], &[], ""), 0);
}

#[test]
fn a_database_that_cannot_be_opened_stops_the_start_with_the_reason() {
    let folder = folder();
    let missing = [("DATABASE_URL", "sqlite://no/such/folder/x.db")];
    let (_, err) = expect(&run(folder.path(), &["serve"], &missing, ""), 1);
    assert!(err.contains("sqlite://no/such/folder/x.db"), "{err}");
    std::fs::write(
        folder.path().join("text.db"),
        "this is no database, but long enough to look like one".repeat(50),
    )
    .unwrap();
    let (_, err) = expect(&run(folder.path(), &["serve"], &[("DATABASE_URL", "sqlite://text.db")], ""), 1);
    assert!(err.contains("text.db"), "{err}");
}

#[test]
fn a_database_server_that_does_not_come_up_is_waited_for_and_then_given_up() {
    let folder = folder();
    let nobody = [("DATABASE_URL", "postgres://ed:s3cret@127.0.0.1:1/news")];
    let (_, err) = expect(&run(folder.path(), &["serve"], &nobody, ""), 1);
    assert!(err.contains("waiting for the database postgres://127.0.0.1:1/news"), "{err}");
    assert!(!err.contains("s3cret"), "{err}");
}

#[test]
fn accounts_are_made_listed_disabled_and_given_new_passwords() {
    let folder = folder();
    let folder = folder.path();
    expect(&create_user(folder, "Ada@News.example", "admin", PASSWORD), 0);
    let (_, err) = expect(&create_user(folder, "ada@news.example", "editor", PASSWORD), 1);
    assert!(err.contains("ada@news.example"), "{err}");
    let (_, err) = expect(&create_user(folder, "bo@news.example", "editor", "too short"), 1);
    assert!(err.contains("15 to 256"), "{err}");
    expect(&create_user(folder, "not an address", "editor", PASSWORD), 1);
    expect(&create_user(folder, "bo@news.example", "owner", PASSWORD), 2);
    let (out, _) = expect(&run(folder, &["user", "list"], &[], ""), 0);
    assert_eq!(out, "1\tada@news.example\tadmin\tactive\tAda\n");
    let (_, err) = expect(&run(folder, &["user", "disable", "--email", "ada@news.example"], &[], ""), 1);
    assert!(err.contains("last admin"), "{err}");
    let set_role =
        |role| run(folder, &["user", "set-role", "--email", "ada@news.example", "--role", role], &[], "");
    let (_, err) = expect(&set_role("editor"), 1);
    assert!(err.contains("last admin"), "{err}");
    let (_, err) = expect(&create_user(folder, "bo@news.example", "admin", "bo@news.example"), 1);
    assert!(err.contains("guessed"), "{err}");
    expect(&create_user(folder, "bo@news.example", "admin", PASSWORD), 0);
    expect(&run(folder, &["user", "disable", "--email", "ADA@news.example"], &[], ""), 0);
    let (out, _) = expect(&run(folder, &["user", "list"], &[], ""), 0);
    assert!(out.contains("\tdisabled\t"), "{out}");
    expect(&run(folder, &["user", "enable", "--email", "ada@news.example"], &[], ""), 0);
    expect(&set_role("editor"), 0);
    let (out, _) = expect(&run(folder, &["user", "list"], &[], ""), 0);
    assert!(out.contains("ada@news.example\teditor\tactive"), "{out}");
    expect(&set_role("owner"), 2);
    let set_password = ["user", "set-password", "--email", "ada@news.example", "--password-stdin"];
    expect(&run(folder, &set_password, &[], "another long password\n"), 0);
    expect(&run(folder, &["user", "disable", "--email", "nobody@news.example"], &[], ""), 1);
    let server = Server::start(folder, &["serve"]);
    let login = |password: &str| {
        status(&server.post(
            "/v1/auth/login",
            "",
            &json!({"email": "ada@news.example", "password": password}),
        ))
    };
    assert_eq!((login(PASSWORD), login("another long password")), (401, 200));
}

#[test]
fn keys_are_rotated_while_older_tokens_stay_good() {
    let folder = folder();
    let folder = folder.path();
    // Tokens name it, and without it the address that is listened on.
    std::fs::write(folder.join(".env"), "BROADSHEET_PUBLIC_URL=https://news.example\n").unwrap();
    expect(&create_user(folder, "ada@news.example", "admin", PASSWORD), 0);
    let login = json!({"email": "ada@news.example", "password": PASSWORD});
    let server = Server::start(folder, &["serve"]);
    let token = body(&server.post("/v1/auth/login", "", &login))["access_token"].clone();
    drop(server);
    let (out, _) = expect(&run(folder, &["keys", "rotate"], &[], ""), 0);
    assert!(out.contains("2 keys"), "{out}");
    let server = Server::start(folder, &["serve"]);
    let request = format!(
        "GET /v1/auth/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {}\r\n\r\n",
        token.as_str().unwrap()
    );
    assert_eq!(status(&server.exchange(&request)), 200);
    assert_eq!(body(&server.get("/.well-known/jwks.json"))["keys"].as_array().unwrap().len(), 2);
}

#[test]
fn migrating_names_the_steps_and_does_each_once() {
    let folder = folder();
    let (out, _) = expect(&run(folder.path(), &["migrate"], &[], ""), 0);
    assert!(out.ends_with("the database is up to date\n") && !out.starts_with('0'), "{out}");
    let (out, _) = expect(&run(folder.path(), &["migrate"], &[], ""), 0);
    assert_eq!(out, "0 steps taken; the database is up to date\n");
}

#[test]
fn the_printed_document_is_the_committed_one() {
    let (out, _) = expect(&run(folder().path(), &["openapi"], &[], ""), 0);
    assert!(out == include_str!("../openapi/openapi.json"), "cargo run -- openapi > openapi/openapi.json");
}

#[test]
fn what_the_program_makes_is_for_its_owner_alone() {
    let folder = folder();
    let mut server = Server::start(folder.path(), &[]);
    assert!(server.greeting("  broadsheet user create").contains("first admin"));
    // The log beside the database comes with the first request.
    assert_eq!(status(&server.get("/v1/site")), 200);
    let data = folder.path().join("data");
    assert_eq!(mode(&data), 0o700);
    for file in ["broadsheet.db", "broadsheet.db-wal", "jwt-key.pem"] {
        assert_eq!(mode(&data.join(file)), 0o600, "{file}");
    }
}

#[test]
fn the_demo_fills_an_empty_database_once_and_lets_its_editor_in() {
    let folder = folder();
    for _ in 0..2 {
        let mut server = Server::start(folder.path(), &["demo"]);
        let greeting = server.greeting("editor's password");
        let after = |label: &str| {
            let line = greeting.lines().find_map(|line| line.strip_prefix(label)).unwrap();
            line.split(' ').next().unwrap().to_owned()
        };
        assert_eq!(after("documentation: "), format!("http://{}/docs", server.address));
        let list = body(&server.get("/v1/articles?limit=100"));
        assert_eq!(list["data"].as_array().unwrap().len(), 20);
        let login = json!({"email": after("editor's e-mail: "), "password": after("editor's password: ")});
        assert_eq!(body(&server.post("/v1/auth/login", "", &login))["user"]["role"], "editor");
        server.signal("-TERM");
        assert_eq!(server.wait().code(), Some(0));
    }
}

#[test]
fn the_demo_leaves_a_database_with_accounts_of_its_own_alone() {
    let folder = folder();
    expect(&create_user(folder.path(), "ada@news.example", "admin", PASSWORD), 0);
    let mut server = Server::start(folder.path(), &["demo"]);
    assert!(server.greeting("The database is not empty").contains("left out"));
    assert_eq!(body(&server.get("/v1/articles"))["data"], json!([]));
}

#[test]
fn a_stopping_server_finishes_what_is_in_flight() {
    let folder = folder();
    expect(&create_user(folder.path(), "ada@news.example", "admin", PASSWORD), 0);
    let server = Server::start(folder.path(), &[]);
    let login = json!({"email": "ada@news.example", "password": PASSWORD}).to_string();
    let head = format!(
        "POST /v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        login.len()
    );
    let mut in_flight = server.connect();
    in_flight.write_all(head.as_bytes()).unwrap();
    in_flight.write_all(&login.as_bytes()[..10]).unwrap();
    // An answer on another connection: by then the server has the first one's beginning too.
    assert_eq!(status(&server.get("/readyz")), 200);
    server.signal("-TERM");
    while status(&server.get("/readyz")) == 200 {}
    in_flight.write_all(&login.as_bytes()[10..]).unwrap();
    let answer = read_to_end(&mut in_flight);
    assert_eq!(status(&answer), 200, "{answer}");
    assert_eq!(server.wait().code(), Some(0));
}

/// The header of somebody who has signed in as the admin.
fn bearer(server: &Server) -> String {
    let login =
        server.post("/v1/auth/login", "", &json!({"email": "ada@news.example", "password": PASSWORD}));
    format!("Authorization: Bearer {}\r\n", body(&login)["access_token"].as_str().unwrap())
}

#[test]
fn what_was_answered_survives_a_kill() {
    let folder = folder();
    expect(&create_user(folder.path(), "ada@news.example", "admin", PASSWORD), 0);
    let server = Server::start(folder.path(), &[]);
    let bearer = bearer(&server);
    assert_eq!(status(&server.post("/v1/editorial/tags", &bearer, &json!({"name": "Storm"}))), 201);
    server.signal("-KILL");
    server.wait();
    let server = Server::start(folder.path(), &[]);
    assert_eq!(body(&server.get("/v1/tags"))["data"][0]["slug"], "storm");
}

#[test]
fn what_fell_due_while_the_server_was_down_is_published_once_when_it_is_up_again() {
    let folder = folder();
    expect(&create_user(folder.path(), "ada@news.example", "admin", PASSWORD), 0);
    let server = Server::start(folder.path(), &[]);
    let bearer = bearer(&server);
    let post = |path: &str, headers: &str, body: Value| {
        server.post(&format!("/v1/editorial/{path}"), &format!("{bearer}{headers}"), &body)
    };
    post("sections", "", json!({"name": "Harbour"}));
    let article = json!({"headline": "Ferry", "section_id": 1, "byline": "Our staff",
        "body": {"format": "markdown", "value": "It sails."}});
    assert_eq!(status(&post("articles", "", article)), 201);
    let due = chrono::Utc::now() + chrono::TimeDelta::milliseconds(1500);
    let step = json!({"to": "schedule", "publish_at": due.to_rfc3339()});
    assert_eq!(status(&post("articles/1/transitions", "If-Match: \"1\"\r\n", step)), 200);
    assert_eq!(status(&server.get("/v1/articles/1")), 404);
    server.signal("-KILL");
    server.wait();
    // Something to do until the time has come.
    while chrono::Utc::now() < due {
        expect(&run(folder.path(), &["user", "list"], &[], ""), 0);
    }
    for _ in 0..2 {
        let server = Server::start(folder.path(), &[]);
        let bearer = self::bearer(&server);
        while status(&server.get("/v1/articles/1")) != 200 {}
        let get = "GET /v1/editorial/audit-log?action=article.publish HTTP/1.1\r\nHost: x\r\n";
        let log = server.exchange(&format!("{get}{bearer}Connection: close\r\n\r\n"));
        assert_eq!(body(&log)["data"].as_array().unwrap().len(), 1);
        assert_eq!(body(&log)["data"][0]["actor"]["kind"], "system");
    }
}

#[test]
fn http_on_the_wire_keeps_to_its_rules() {
    let folder = folder();
    let server = Server::start(folder.path(), &[]);
    let get = server.get("/v1/site");
    let length = get.split_once("\r\n\r\n").unwrap().1.len();
    let head = server.exchange("HEAD /v1/site HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert!(head.to_lowercase().contains(&format!("content-length: {length}")), "{head}");
    assert!(head.ends_with("\r\n\r\n"), "{head}");
    let too_long = server.exchange(
        "POST /v1/auth/login HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 1048577\r\n\r\n",
    );
    assert_eq!((status(&too_long), body(&too_long)["code"].clone()), (413, json!("too-large")));
    for garbage in [
        "nonsense\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    ] {
        let answer = server.exchange(garbage);
        assert!((400..500).contains(&status(&answer)), "{garbage:?}: {answer}");
    }
    assert_eq!(status(&server.get("/healthz")), 200);
}

#[test]
fn what_a_request_is_and_where_it_ends_is_never_in_doubt() {
    let folder = folder();
    let server = Server::start(folder.path(), &[]);
    let hidden = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
    for framing in [
        "Content-Length: 39\r\nContent-Length: 39",
        "Content-Length: 39\r\nContent-Length: 3",
        "Content-Length: 3\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 3",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding : chunked",
        "Content-Length: +3",
        "Content-Length: -1",
        "Content-Length: 3,3",
        "X: a\r\n b",
        "Host: y",
    ] {
        let request =
            format!("POST /v1/auth/login HTTP/1.1\r\nHost: x\r\n{framing}\r\n\r\n0\r\n\r\n{hidden}");
        let answer = server.exchange(&request);
        assert_eq!((status(&answer), answer.matches("HTTP/1.1 ").count()), (400, 1), "{framing}: {answer}");
    }
    assert_eq!(
        status(&server.exchange("GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n")),
        400,
        "no host"
    );
    let headers: String = (0..300).map(|number| format!("X-{number}: a\r\n")).collect();
    let many = server.exchange(&format!("GET /healthz HTTP/1.1\r\nHost: x\r\n{headers}\r\n"));
    assert_eq!(status(&many), 431);
    assert_eq!(status(&server.get("/healthz")), 200);
}

#[test]
fn a_body_with_less_than_it_promises_or_compressed_costs_nothing() {
    let folder = folder();
    let server = Server::start(folder.path(), &[]);
    let head =
        "POST /v1/auth/login HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n";
    let bomb = server.exchange(&format!("{head}Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc"));
    assert_eq!((status(&bomb), body(&bomb)["code"].clone()), (415, json!("unsupported-media-type")));
    let chunks = "10000\r\n".to_owned() + &"a".repeat(0x10000) + "\r\n";
    let endless = server.exchange(&format!("{head}Transfer-Encoding: chunked\r\n\r\n{}", chunks.repeat(17)));
    assert_eq!((status(&endless), body(&endless)["code"].clone()), (413, json!("too-large")));
    // Also where nobody wants a body: the end does not wait for the rest of it.
    let nobodys = server
        .exchange("POST /nowhere HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n");
    assert_eq!(status(&nobodys), 404);
    assert_eq!(status(&server.get("/healthz")), 200);
}
