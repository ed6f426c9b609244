//! Starts the program as a user does, and exchanges HTTP with it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

pub const PASSWORD: &str = "seven herons guard the lamp";

/// The program in a folder, with only these settings and a free port.
pub fn broadsheet(folder: &Path, arguments: &[&str], settings: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_broadsheet"));
    command.current_dir(folder).args(arguments).env_clear().env("BROADSHEET_BIND", "127.0.0.1:0");
    command
        .envs(settings.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

pub fn run(folder: &Path, arguments: &[&str], settings: &[(&str, &str)], input: &str) -> Output {
    let mut child = broadsheet(folder, arguments, settings).spawn().unwrap();
    // A command that reads nothing may have ended before its input is written.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

#[track_caller]
pub fn expect(output: &Output, code: i32) -> (String, String) {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{out}{err}");
    (out.into_owned(), err.into_owned())
}

pub fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

pub fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

pub fn create_user(folder: &Path, email: &str, role: &str, password: &str) -> Output {
    let arguments = ["user", "create", "--email", email, "--name", "Ada", "--role", role, "--password-stdin"];
    run(folder, &arguments, &[], password)
}

/// A running server. It is killed when the value is dropped.
pub struct Server {
    child: Child,
    out: BufReader<ChildStdout>,
    /// The address and port that the server listens on.
    pub address: String,
}

impl Server {
    pub fn start(folder: &Path, arguments: &[&str]) -> Self {
        Self::start_with(folder, arguments, &[])
    }

    pub fn start_with(folder: &Path, arguments: &[&str], settings: &[(&str, &str)]) -> Self {
        let mut child = broadsheet(folder, arguments, settings).stderr(Stdio::null()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let address = line.strip_prefix("listening on http://").expect("the first line names the address");
        Self { child, address: address.trim().to_owned(), out }
    }

    /// Reads the lines that the server prints at its start, up to the line that begins with `last`. Panics when the
    /// output ends before that line.
    pub fn startup_output(&mut self, last: &str) -> String {
        let mut text = String::new();
        while !text.lines().last().is_some_and(|line| line.starts_with(last)) {
            assert_ne!(self.out.read_line(&mut text).unwrap(), 0, "{text}");
        }
        text
    }

    pub fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.address).unwrap()
    }

    /// Sends the bytes of a request, and reads the response until the connection closes.
    pub fn exchange(&self, request: &str) -> String {
        let mut connection = self.connect();
        connection.write_all(request.as_bytes()).unwrap();
        read_to_end(&mut connection)
    }

    pub fn get(&self, path: &str) -> String {
        self.exchange(&format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
    }

    pub fn post(&self, path: &str, headers: &str, body: &Value) -> String {
        let (body, host) =
            (body.to_string(), "Host: x\r\nConnection: close\r\nContent-Type: application/json");
        let length = body.len();
        self.exchange(&format!(
            "POST {path} HTTP/1.1\r\n{host}\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
        ))
    }

    pub fn signal(&self, name: &str) {
        assert!(Command::new("kill").args([name, &self.child.id().to_string()]).status().unwrap().success());
    }

    pub fn wait(mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }
}

impl Server {
    /// The resident memory in bytes.
    pub fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
    }

    /// The number of open file descriptors, which includes connections.
    pub fn open_files(&self) -> u64 {
        std::fs::read_dir(format!("/proc/{}/fd", self.child.id())).unwrap().count() as u64
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn read_to_end(connection: &mut TcpStream) -> String {
    let mut response = Vec::new();
    connection.read_to_end(&mut response).unwrap();
    String::from_utf8_lossy(&response).into_owned()
}

pub fn status(response: &str) -> u16 {
    response.split(' ').nth(1).unwrap_or_default().parse().unwrap_or_default()
}

pub fn body(response: &str) -> Value {
    serde_json::from_str(response.split_once("\r\n\r\n").unwrap().1).unwrap()
}

pub fn bearer(server: &Server) -> String {
    let login =
        server.post("/v1/auth/login", "", &json!({"email": "ada@news.example", "password": PASSWORD}));
    format!("Authorization: Bearer {}\r\n", body(&login)["access_token"].as_str().unwrap())
}
