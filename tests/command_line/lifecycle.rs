//! How the server starts and stops, and which data a killed server leaves.

use std::io::Write;
use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};

use crate::program::{PASSWORD, Server, bearer, body, create_user, expect, folder, read_to_end, run, status};

#[test]
fn a_stopping_server_answers_requests_in_flight() {
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
    // After a response on another connection the server has also received the beginning of the first request.
    assert_eq!(status(&server.get("/readyz")), 200);
    server.signal("-TERM");
    while status(&server.get("/readyz")) == 200 {}
    in_flight.write_all(&login.as_bytes()[10..]).unwrap();
    let response = read_to_end(&mut in_flight);
    assert_eq!(status(&response), 200, "{response}");
    assert_eq!(server.wait().code(), Some(0));
}

#[test]
fn a_change_that_was_answered_survives_a_kill() {
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
fn an_article_that_was_due_while_the_server_was_down_is_published_once_after_the_restart() {
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
    let transition = json!({"to": "schedule", "publish_at": due.to_rfc3339()});
    assert_eq!(status(&post("articles/1/transitions", "If-Match: \"1\"\r\n", transition)), 200);
    assert_eq!(status(&server.get("/v1/articles/1")), 404);
    server.signal("-KILL");
    server.wait();
    // Other commands run on the database until the article is due.
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
fn hup_and_user_signals_do_not_stop_the_server() {
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
fn invalid_settings_are_reported_before_the_database_is_created() {
    let occupied = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let occupied = occupied.local_addr().unwrap().to_string();
    for (settings, reason) in [
        ([("BROADSHEET_BIND", occupied.as_str())], "cannot listen"),
        ([("BROADSHEET_JWT_KEY_FILE", "bad.pem")], "the key file bad.pem"),
        ([("BROADSHEET_CACHE_BYTES", "many")], "BROADSHEET_CACHE_BYTES"),
    ] {
        let folder = folder();
        std::fs::write(folder.path().join("bad.pem"), "no key").unwrap();
        std::fs::set_permissions(folder.path().join("bad.pem"), PermissionsExt::from_mode(0o600)).unwrap();
        for command in ["serve", "demo"] {
            let (_, err) = expect(&run(folder.path(), &[command], &settings, ""), 1);
            assert!(err.contains(reason), "{err}");
            assert!(!folder.path().join("data/broadsheet.db").exists(), "{command} with {settings:?}");
        }
    }
}
