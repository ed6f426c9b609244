//! What each command does, and the exit code it ends with.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use serde_json::json;

use broadsheet::db::{self, Access, Conn, DatabaseUrl};

use crate::program::{PASSWORD, Server, body, broadsheet, create_user, expect, folder, mode, run, status};

#[test]
fn invalid_settings_prevent_the_start_and_each_is_reported() {
    let folder = folder();
    let settings =
        [("BROADSHEET_BIND", "here"), ("BROADSHEET_SITE_LANGAUGE", "en"), ("DATABASE_URL", "oracle://x")];
    let (_, err) = expect(&run(folder.path(), &["serve"], &settings, ""), 1);
    for name in ["BROADSHEET_BIND", "BROADSHEET_SITE_LANGAUGE", "DATABASE_URL"] {
        assert!(err.contains(name), "{err}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "no file is created");
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
fn options_replace_the_address_and_the_data_directory() {
    let folder = folder();
    let data = folder.path().join("elsewhere");
    let data = data.to_str().unwrap();
    let server = Server::start(folder.path(), &["--bind", "localhost:0", "--data-dir", data]);
    assert_eq!(status(&server.get("/healthz")), 200);
    assert!(folder.path().join("elsewhere/broadsheet.db").exists());
    assert!(!folder.path().join("data").exists());
    let mut on_all = Server::start(folder.path(), &["--bind", ":0", "--data-dir", "third"]);
    let (_, port) = on_all.address.split_once("0.0.0.0:").expect("the first line has the bound address");
    let documentation = format!("documentation: http://localhost:{port}/docs");
    assert!(on_all.startup_output("documentation: ").contains(&documentation), "links lead to this machine");
    let (_, err) = expect(&run(folder.path(), &["migrate", "--bind", "here"], &[], ""), 1);
    assert!(err.contains("BROADSHEET_BIND is `here`: must be an IP address and a port"), "{err}");
}

#[test]
fn a_failed_start_names_the_setting_and_a_remedy() {
    let folder = folder();
    let server = Server::start(folder.path(), &["serve"]);
    let other = tempfile::tempdir().unwrap();
    let start = |arguments: &[&str]| expect(&run(other.path(), arguments, &[], ""), 1).1;
    let err = start(&["serve", "--bind", &server.address]);
    assert!(err.contains(&format!("cannot listen on {}: another program", server.address)), "{err}");
    assert!(err.contains("--bind or BROADSHEET_BIND"), "{err}");
    let err = start(&["serve", "--bind", "192.0.2.1:8080"]);
    assert!(err.contains("this machine does not have the address"), "{err}");
    std::fs::write(other.path().join("file"), "").unwrap();
    let err = start(&["serve", "--data-dir", "file/data"]);
    assert!(err.contains("file/data cannot be created") && err.contains("BROADSHEET_DATA_DIR"), "{err}");
    std::fs::write(other.path().join(".env"), "BROADSHEET_SITE_NAME=The Vessing Packet\n").unwrap();
    let err = start(&["serve"]);
    assert!(
        err.contains("invalid line for `BROADSHEET_SITE_NAME`") && err.contains("quotation marks"),
        "{err}"
    );
    for line in [
        "DATABASE_URL=postgres://ed:s3cret@db/news more",
        "DATABASE_URL postgres://ed:s3cret@db/news",
        "DATABASE_URL: postgres://ed:s3cret@db/news",
        "DATABASE_URL=\"postgres://ed:s3cret@db/news",
    ] {
        std::fs::write(other.path().join(".env"), format!("RUST_LOG=warn\n{line}\n")).unwrap();
        let err = start(&["serve"]);
        assert!(err.contains("invalid line for `DATABASE_URL`") && !err.contains("s3cret"), "{err}");
    }
}

#[test]
fn the_help_names_the_settings() {
    let folder = folder();
    let (out, _) = expect(&run(folder.path(), &["--help"], &[], ""), 0);
    for name in ["--bind", "--data-dir", "DATABASE_URL", "BROADSHEET_PUBLIC_URL", "docs/operations.md"] {
        assert!(out.contains(name), "{out}");
    }
}

#[test]
fn the_migrations_of_a_new_database_are_one_line_of_the_log() {
    let folder = folder();
    let (_, err) = expect(&run(folder.path(), &["user", "list"], &[], ""), 0);
    assert_eq!(err, "");
    let mut child = broadsheet(folder.path(), &["--data-dir", "new"], &[]).spawn().unwrap();
    let log = BufReader::new(child.stderr.take().unwrap());
    let before = log.lines().map(Result::unwrap).take_while(|line| !line.contains("starting service"));
    let about_migrations: Vec<String> = before.filter(|line| line.contains("migrat")).collect();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(about_migrations.len(), 1, "{about_migrations:?}");
}

/// `script` of util-linux runs the command on a terminal.
#[test]
fn a_terminal_asks_for_the_password() {
    let folder = folder();
    let command = format!(
        "{} user create --email ada@news.example --name Ada --role admin",
        env!("CARGO_BIN_EXE_broadsheet")
    );
    let on_terminal = |typed: &str| {
        let mut script = Command::new("script");
        script
            .env_remove("BROADSHEET_TEST_POSTGRES")
            .args(["--quiet", "--return", "--command", &command, "/dev/null"])
            .current_dir(folder.path());
        let mut child = script.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let (code, output) = on_terminal(&format!("{PASSWORD}\n{PASSWORD}x\n"));
    assert_eq!(code, Some(1), "{output}");
    assert!(output.contains("the two passwords are different"), "{output}");
    let (code, output) = on_terminal(&format!("{PASSWORD}\n{PASSWORD}\n"));
    assert_eq!(code, Some(0), "{output}");
    assert!(
        output.contains("Password: ") && output.contains("created the account ada@news.example"),
        "{output}"
    );
    // Without a terminal the option is required.
    let create = ["user", "create", "--email", "bo@news.example", "--name", "Bo", "--role", "editor"];
    let (_, err) = expect(&run(folder.path(), &create, &[], PASSWORD), 2);
    assert!(err.contains("--password-stdin"), "{err}");
}

#[test]
fn invalid_arguments_exit_with_code_2() {
    let folder = folder();
    expect(&run(folder.path(), &["publish"], &[], ""), 2);
    expect(&run(folder.path(), &["user", "create", "--email", "a@b.example"], &[], ""), 2);
    expect(&run(folder.path(), &["--help"], &[], ""), 0);
}

#[test]
fn a_database_that_cannot_be_opened_prevents_the_start_with_the_reason() {
    let folder = folder();
    let missing = [("DATABASE_URL", "sqlite://no/such/folder/x.db")];
    let (_, err) = expect(&run(folder.path(), &["serve"], &missing, ""), 1);
    assert!(err.contains("sqlite://no/such/folder/x.db"), "{err}");
    std::fs::write(
        folder.path().join("text.db"),
        "a text that is long enough to be a database file".repeat(50),
    )
    .unwrap();
    let (_, err) = expect(&run(folder.path(), &["serve"], &[("DATABASE_URL", "sqlite://text.db")], ""), 1);
    assert!(err.contains("text.db"), "{err}");
}

/// A unit test of `src/cli/database.rs` covers how the wait ends, which is after half a minute.
#[test]
fn serve_waits_for_a_database_server_that_cannot_be_reached() {
    let folder = folder();
    let unreachable = [("DATABASE_URL", "postgres://ed:s3cret@127.0.0.1:1/news")];
    let mut child = broadsheet(folder.path(), &["serve"], &unreachable).spawn().unwrap();
    let log = BufReader::new(child.stderr.take().unwrap());
    let mut attempts = 0;
    for line in log.lines().map(Result::unwrap) {
        assert!(!line.contains("s3cret"), "{line}");
        attempts += usize::from(line.contains("waiting for the database postgres://127.0.0.1:1/news"));
        if attempts == 2 {
            break;
        }
    }
    let status = child.try_wait().unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!((attempts, status), (2, None), "it tries again, and runs on");
}

#[test]
fn an_account_command_does_not_migrate_a_database() {
    let folder = folder();
    let folder = folder.path();
    expect(&create_user(folder, "ada@news.example", "admin", PASSWORD), 0);
    let url: DatabaseUrl = format!("sqlite://{}/data/broadsheet.db", folder.display()).parse().unwrap();
    db::revert_last(&mut Conn::open(&url, Access::Write).unwrap()).unwrap();
    for command in [&["user", "list"][..], &["user", "disable", "--email", "ada@news.example"]] {
        let (_, err) = expect(&run(folder, command, &[], ""), 1);
        assert!(err.contains("pending migrations: 1") && err.contains("broadsheet migrate"), "{err}");
    }
    expect(&run(folder, &["migrate"], &[], ""), 0);
    expect(&run(folder, &["user", "list"], &[], ""), 0);
}

#[test]
fn accounts_are_created_listed_disabled_and_given_new_passwords() {
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
    expect(&run(folder, &["user", "disable", "--email", "unknown@news.example"], &[], ""), 1);
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
fn tokens_of_the_previous_key_stay_valid_after_a_rotation() {
    let folder = folder();
    let folder = folder.path();
    // Tokens hold this URL. Without the setting they would hold the address, which changes with each start.
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
fn migrate_lists_the_migrations_and_applies_each_once() {
    let folder = folder();
    let (out, _) = expect(&run(folder.path(), &["migrate"], &[], ""), 0);
    assert!(out.ends_with("the database is up to date\n") && !out.starts_with('0'), "{out}");
    let (out, _) = expect(&run(folder.path(), &["migrate"], &[], ""), 0);
    assert_eq!(out, "0 migrations applied; the database is up to date\n");
}

#[test]
fn the_printed_document_is_the_committed_one() {
    let (out, _) = expect(&run(folder().path(), &["openapi"], &[], ""), 0);
    assert!(out == include_str!("../../openapi/openapi.json"), "cargo run -- openapi > openapi/openapi.json");
}

#[test]
fn only_the_owner_can_read_the_created_files() {
    let folder = folder();
    let mut server = Server::start(folder.path(), &[]);
    assert!(server.startup_output("  broadsheet user create").contains("first admin"));
    // The first request creates the write-ahead log.
    assert_eq!(status(&server.get("/v1/site")), 200);
    let data = folder.path().join("data");
    assert_eq!(mode(&data), 0o700);
    for file in ["broadsheet.db", "broadsheet.db-wal", "jwt-key.pem"] {
        assert_eq!(mode(&data.join(file)), 0o600, "{file}");
    }
}

#[test]
fn the_demo_fills_an_empty_database_once_and_its_accounts_can_sign_in() {
    let folder = folder();
    for _ in 0..2 {
        let mut server = Server::start(folder.path(), &["demo"]);
        let output = server.startup_output("editor's password");
        let after = |label: &str| {
            let line = output.lines().find_map(|line| line.strip_prefix(label)).unwrap();
            line.split(' ').next().unwrap().to_owned()
        };
        assert_eq!(after("documentation: "), format!("http://{}/docs", server.address));
        let list = body(&server.get("/v1/articles?limit=100"));
        assert_eq!(list["data"].as_array().unwrap().len(), 20);
        let found = body(&server.get("/v1/search?q=harbour"));
        assert_ne!(found["data"], json!([]), "the articles can be searched at once");
        assert_eq!(body(&server.get("/v1/site"))["name"], "The Vessing Packet");
        let most_read = body(&server.get("/v1/most-read?limit=1"));
        assert_eq!(most_read["data"][0]["slug"], "spring-tide-live-fish-quay");
        for role in ["editor", "admin", "reporter"] {
            let email = format!("{role}@demo.example.org");
            assert!(output.contains(&email), "{output}");
            let login = json!({"email": email, "password": after("editor's password: ")});
            assert_eq!(body(&server.post("/v1/auth/login", "", &login))["user"]["role"], role);
        }
        server.signal("-TERM");
        assert_eq!(server.wait().code(), Some(0));
    }
}

#[test]
fn the_demo_does_not_change_a_database_that_has_accounts() {
    let folder = folder();
    expect(&create_user(folder.path(), "ada@news.example", "admin", PASSWORD), 0);
    let mut server = Server::start(folder.path(), &["demo"]);
    assert!(server.startup_output("The database is not empty").contains("left out"));
    assert_eq!(body(&server.get("/v1/articles"))["data"], json!([]));
}
