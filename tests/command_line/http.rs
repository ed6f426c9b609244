//! The bytes of HTTP requests and responses.

use std::io::{Read, Write};

use serde_json::json;

use crate::program::{Server, body, folder, read_to_end, status};

#[test]
fn expect_100_continue_is_refused_for_a_body_that_is_too_large() {
    let folder = folder();
    let server = Server::start(folder.path(), &[]);
    let announce = |length: usize| {
        format!(
            "POST /v1/auth/login HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n\
             X-Request-Id: announced\r\nExpect: 100-continue\r\nContent-Length: {length}\r\n\r\n"
        )
    };
    let refused = server.exchange(&announce(1_048_577));
    assert_eq!((status(&refused), refused.matches("HTTP/1.1 ").count()), (413, 1), "{refused}");
    assert_eq!(body(&refused)["code"], "too-large");
    assert_eq!(body(&refused)["request_id"], "announced");
    assert!(refused.to_lowercase().contains("content-type: application/problem+json"), "{refused}");
    let mut connection = server.connect();
    connection.write_all(announce(2).as_bytes()).unwrap();
    let mut interim = [0; 25];
    connection.read_exact(&mut interim).unwrap();
    assert_eq!(&interim, b"HTTP/1.1 100 Continue\r\n\r\n");
    connection.write_all(b"{}").unwrap();
    assert_eq!(status(&read_to_end(&mut connection)), 422);
}

#[test]
fn head_requests_large_bodies_and_garbage_are_answered_by_the_rules_of_http() {
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
    for malformed in [
        "nonsense\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    ] {
        let response = server.exchange(malformed);
        assert!((400..500).contains(&status(&response)), "{malformed:?}: {response}");
    }
    assert_eq!(status(&server.get("/healthz")), 200);
}

#[test]
fn ambiguous_framing_of_a_request_is_refused() {
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
        let response = server.exchange(&request);
        assert_eq!(
            (status(&response), response.matches("HTTP/1.1 ").count()),
            (400, 1),
            "{framing}: {response}"
        );
    }
    assert_eq!(
        status(&server.exchange("GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n")),
        400,
        "a request without a host"
    );
    let headers: String = (0..300).map(|number| format!("X-{number}: a\r\n")).collect();
    let many_headers = server.exchange(&format!("GET /healthz HTTP/1.1\r\nHost: x\r\n{headers}\r\n"));
    assert_eq!(status(&many_headers), 431);
    assert_eq!(status(&server.get("/healthz")), 200);
}

#[test]
fn compressed_and_endless_bodies_are_refused() {
    let folder = folder();
    let server = Server::start(folder.path(), &[]);
    let head =
        "POST /v1/auth/login HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n";
    let compressed =
        server.exchange(&format!("{head}Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc"));
    assert_eq!(
        (status(&compressed), body(&compressed)["code"].clone()),
        (415, json!("unsupported-media-type"))
    );
    let chunks = "10000\r\n".to_owned() + &"a".repeat(0x10000) + "\r\n";
    let endless = server.exchange(&format!("{head}Transfer-Encoding: chunked\r\n\r\n{}", chunks.repeat(17)));
    assert_eq!((status(&endless), body(&endless)["code"].clone()), (413, json!("too-large")));
    // An unknown path is answered without the rest of the body.
    let unknown = server
        .exchange("POST /nowhere HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n");
    assert_eq!(status(&unknown), 404);
    assert_eq!(status(&server.get("/healthz")), 200);
}
