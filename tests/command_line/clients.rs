//! Slow clients and many clients: how much of the server they can occupy, and what the server frees afterwards.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use serde_json::json;
use socket2::{Domain, Socket, Type};

use crate::program::{PASSWORD, Server, bearer, create_user, expect, folder, status};

/// The memory that may stay in use after a load, compared with the idle server, in bytes.
const MAX_EXTRA_MEMORY: u64 = 32 << 20;

/// Starts a server with one long article. Returns the path of its four body formats, a response of over two megabytes.
fn server_with_a_long_article(folder: &std::path::Path) -> (Server, String) {
    expect(&create_user(folder, "ada@news.example", "admin", PASSWORD), 0);
    let server = Server::start(folder, &[]);
    let bearer = bearer(&server);
    let post = |path: &str, headers: &str, body| {
        server.post(&format!("/v1/editorial/{path}"), &format!("{bearer}{headers}"), &body)
    };
    post("sections", "", json!({"name": "Harbour"}));
    let text: Vec<String> =
        (0..9_000).map(|number| format!("The ferry {number} sails from the pier at noon.")).collect();
    let article = json!({"headline": "Ferry", "section_id": 1, "byline": "Our staff",
        "body": {"format": "markdown", "value": text.join("\n\n")}});
    assert_eq!(status(&post("articles", "", article)), 201);
    assert_eq!(status(&post("articles/1/transitions", "If-Match: \"1\"\r\n", json!({"to": "publish"}))), 200);
    (server, "/v1/articles/1?body=html,blocks,markdown,text".to_owned())
}

/// Sends a request on a connection that receives a few kilobytes only.
fn request_without_reading(address: &str, path: &str) -> TcpStream {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    socket.connect(&address.parse::<SocketAddr>().unwrap().into()).unwrap();
    let mut connection = TcpStream::from(socket);
    connection.write_all(format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes()).unwrap();
    connection
}

/// Reads the status of the response, and leaves the rest unread.
fn status_of(connection: &mut TcpStream) -> u16 {
    let mut head = [0; 12];
    connection.read_exact(&mut head).unwrap();
    status(&String::from_utf8_lossy(&head))
}

/// Polls until the condition is true. Panics after the given time.
#[track_caller]
fn wait_until(limit: Duration, condition: &str, is_true: impl Fn() -> bool) {
    let started = Instant::now();
    while !is_true() {
        assert!(started.elapsed() < limit, "not within {limit:?}: {condition}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn clients_that_do_not_read_occupy_little_memory_and_are_disconnected() {
    let folder = folder();
    std::fs::write(folder.path().join(".env"), "BROADSHEET_SEND_TIMEOUT=6s\n").unwrap();
    let (server, path) = server_with_a_long_article(folder.path());
    wait_until(Duration::from_secs(30), "the response is cached", || status(&server.get(&path)) == 200);
    let length = server.get(&path).len();
    assert!(length > 2_000_000, "{length}");
    let idle_memory = server.memory();
    let idle_files = server.open_files();
    let mut connections: Vec<TcpStream> =
        (0..100).map(|_| request_without_reading(&server.address, &path)).collect();
    let statuses: Vec<u16> = connections.iter_mut().map(status_of).collect();
    let refused = statuses.iter().filter(|status| **status == 503).count();
    assert!(statuses.iter().all(|status| [200, 503].contains(status)), "{statuses:?}");
    assert!(refused > 0 && refused < 100, "{refused} of 100 are refused");
    let occupied = server.memory().saturating_sub(idle_memory);
    assert!(occupied < MAX_EXTRA_MEMORY, "100 connections occupy {occupied} bytes for responses of {length}");
    assert_eq!(status(&server.get("/v1/site")), 200, "short responses are still sent");
    // The refused connections have received everything, and are soon closed as idle. The server cuts the others off.
    let started = Instant::now();
    wait_until(Duration::from_secs(60), "the connections are closed", || server.open_files() <= idle_files);
    assert!(started.elapsed() > Duration::from_secs(3), "the connections were closed too early");
    let mut cut = connections.into_iter().zip(statuses).find(|(_, status)| *status == 200).unwrap().0;
    let mut received = Vec::new();
    assert!(cut.read_to_end(&mut received).is_err() || received.len() < length);
    assert_eq!(status(&server.get(&path)), 200, "no response is waiting to be sent");
}

#[test]
fn the_memory_of_many_sign_ins_is_freed() {
    let folder = folder();
    let server = Server::start(folder.path(), &[]);
    assert_eq!(status(&server.get("/v1/site")), 200);
    let idle_memory = server.memory();
    std::thread::scope(|scope| {
        for number in 0..30 {
            let server = &server;
            scope.spawn(move || {
                let login = json!({"email": format!("unknown{number}@news.example"), "password": "wrong"});
                assert_eq!(status(&server.post("/v1/auth/login", "", &login)), 401);
            });
        }
    });
    wait_until(Duration::from_secs(60), "the memory is freed", || {
        server.memory() < idle_memory + MAX_EXTRA_MEMORY
    });
}

#[test]
fn the_memory_of_many_compressed_responses_is_freed() {
    let folder = folder();
    // Cached responses would stay in memory.
    std::fs::write(folder.path().join(".env"), "BROADSHEET_CACHE_BYTES=0\n").unwrap();
    let (server, path) = server_with_a_long_article(folder.path());
    let idle_memory = server.memory();
    std::thread::scope(|scope| {
        for number in 0..24 {
            let (server, coding) = (&server, ["br", "zstd", "gzip"][number % 3]);
            let request = format!(
                "GET {path}&fields=id,body,{} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept-Encoding: {coding}\r\n\r\n",
                ["slug", "url", "lead", "dir", "tags", "type", "seo", "byline"][number / 3]
            );
            scope.spawn(move || {
                // A slow machine may refuse some of many concurrent requests. Clients try again.
                let head = loop {
                    let mut connection = server.connect();
                    connection.write_all(request.as_bytes()).unwrap();
                    let mut response = Vec::new();
                    connection.read_to_end(&mut response).unwrap();
                    let head = String::from_utf8_lossy(&response[..response.len().min(2000)]).to_lowercase();
                    if status(&head) != 503 {
                        break head;
                    }
                };
                assert!(head.contains(&format!("content-encoding: {coding}")), "{head}");
            });
        }
    });
    wait_until(Duration::from_secs(60), "the memory is freed", || {
        server.memory() < idle_memory + MAX_EXTRA_MEMORY
    });
}

#[test]
fn a_connection_with_an_unfinished_request_head_is_closed() {
    let folder = folder();
    let server = Server::start(folder.path(), &[]);
    for before in ["", "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"] {
        let mut connection = server.connect();
        connection.write_all(before.as_bytes()).unwrap();
        if !before.is_empty() {
            assert_eq!(status_of(&mut connection), 200);
        }
        connection.write_all(b"GET /hea").unwrap();
        connection.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        // The server answers with an error or closes the connection.
        let ended = connection.read_to_end(&mut Vec::new());
        let is_late = |error: std::io::Error| error.kind() == std::io::ErrorKind::WouldBlock;
        assert!(!ended.is_err_and(is_late), "the connection stays open");
    }
}

#[test]
fn one_client_cannot_occupy_all_connections() {
    let folder = folder();
    let server = Server::start(folder.path(), &[]);
    rlimit::increase_nofile_limit(8_192).unwrap();
    let connections: Vec<TcpStream> = (0..2_010).map(|_| server.connect()).collect();
    let is_closed = |mut connection: &TcpStream| {
        connection.set_nonblocking(true).unwrap();
        connection.read(&mut [0; 1]).is_ok_and(|read| read == 0)
    };
    wait_until(Duration::from_secs(4), "connections beyond the limit are closed", || {
        connections.iter().filter(|connection| is_closed(connection)).count() == 10
    });
    drop(connections);
    wait_until(Duration::from_secs(20), "new connections are accepted afterwards", || {
        let mut connection = server.connect();
        let sent = connection.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
        sent.and_then(|()| connection.read_exact(&mut [0; 12])).is_ok()
    });
}
