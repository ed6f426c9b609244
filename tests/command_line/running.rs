//! Starting, stopping, being killed, and what is there afterwards.

use std::io::Write;
use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};

use crate::program::{PASSWORD, Server, bearer, body, create_user, expect, folder, read_to_end, run, status};

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
fn signals_that_are_no_order_to_stop_do_not_stop_the_server() {
    let folder = folder();
    let server = Server::start(folder.path(), &[]);
    for name in ["-HUP", "-USR1", "-USR2"] {
        server.signal(name);
        assert_eq!(status(&server.get("/healthz")), 200, "{name}");
    }
    server.signal("-TERM");
    assert_eq!(server.wait().code(), Some(0));
}

#[test]
fn whatever_else_is_wrong_is_found_before_the_database_is_touched() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    for (settings, culprit) in [
        ([("BROADSHEET_BIND", taken.as_str())], "cannot listen"),
        ([("BROADSHEET_JWT_KEY_FILE", "bad.pem")], "the key file bad.pem"),
        ([("BROADSHEET_CACHE_BYTES", "many")], "BROADSHEET_CACHE_BYTES"),
    ] {
        let folder = folder();
        std::fs::write(folder.path().join("bad.pem"), "no key").unwrap();
        std::fs::set_permissions(folder.path().join("bad.pem"), PermissionsExt::from_mode(0o600)).unwrap();
        for command in ["serve", "demo"] {
            let (_, err) = expect(&run(folder.path(), &[command], &settings, ""), 1);
            assert!(err.contains(culprit), "{err}");
            assert!(!folder.path().join("data/broadsheet.db").exists(), "{command} with {settings:?}");
        }
    }
}
