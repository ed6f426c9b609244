//! The pictures of the sample newsroom.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::program::{Server, body, folder, status};

#[test]
fn every_picture_of_the_demo_is_served_in_the_size_that_articles_name() {
    let folder = folder();
    let mut server = Server::start(folder.path(), &["demo"]);
    let output = server.startup_output("editor's password");
    let mut articles = body(&server.get("/v1/articles?limit=100&body=blocks"));
    articles["drafts"] = json!(drafts(&server, &output));
    let mut pictures = BTreeSet::new();
    let base = format!("http://{}/demo/pictures/", server.address);
    find_pictures(&articles, &base, &mut pictures);
    find_pictures(&body(&server.get("/v1/authors?limit=100")), &base, &mut pictures);
    let files: BTreeSet<String> = std::fs::read_dir(file(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".webp"))
        .collect();
    assert_eq!(pictures, files, "articles and authors show all pictures and no others");
    for name in pictures {
        let path = format!("/demo/pictures/{name}");
        let as_sent = server.get(&path);
        let response = as_sent.to_lowercase();
        assert_eq!(status(&response), 200, "{name}");
        let length = format!("content-length: {}\r\n", std::fs::metadata(file(&name)).unwrap().len());
        for header in [
            "content-type: image/webp\r\n",
            "x-content-type-options: nosniff\r\n",
            "cache-control: public",
            &length,
        ] {
            assert!(response.contains(header), "{name} is served without {header}");
        }
        let tag = as_sent[response.find("\r\netag: ").unwrap() + 8..].lines().next().unwrap();
        let again = server.exchange(&format!(
            "GET {path} HTTP/1.1\r\nHost: x\r\nIf-None-Match: {tag}\r\nConnection: close\r\n\r\n"
        ));
        assert_eq!(status(&again), 304, "{name}");
    }
    assert_eq!(status(&server.get("/demo/pictures/none.webp")), 404);
}

#[test]
fn a_server_that_is_no_demo_has_no_pictures() {
    let folder = folder();
    let server = Server::start(folder.path(), &[]);
    assert_eq!(status(&server.get("/demo/pictures/annis-tew-at-anchor.webp")), 404);
}

/// The articles that readers do not see.
fn drafts(server: &Server, output: &str) -> Vec<Value> {
    let password = output.lines().find_map(|line| line.strip_prefix("editor's password: ")).unwrap();
    let password = password.split(' ').next().unwrap();
    let login =
        server.post("/v1/auth/login", "", &json!({"email": "editor@demo.example.org", "password": password}));
    let bearer = format!("Authorization: Bearer {}\r\n", body(&login)["access_token"].as_str().unwrap());
    let get = |path: &str| {
        body(&server.exchange(&format!(
            "GET /v1/editorial/articles{path} HTTP/1.1\r\nHost: x\r\n{bearer}Connection: close\r\n\r\n"
        )))
    };
    let list = get("?status=draft");
    list["data"].as_array().unwrap().iter().map(|draft| get(&format!("/{}", draft["id"]))).collect()
}

/// Collects the names of the pictures whose URLs begin with `base`, and compares their sizes with those that the value names.
fn find_pictures(value: &Value, base: &str, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            if let Some(name) = members.get("url").and_then(|url| url.as_str()?.strip_prefix(base)) {
                if let Some(width) = members.get("width").filter(|width| !width.is_null()) {
                    assert_eq!((width.clone(), members["height"].clone()), size(name), "{name}");
                }
                names.insert(name.to_owned());
            }
            members.values().for_each(|member| find_pictures(member, base, names));
        }
        Value::Array(items) => items.iter().for_each(|item| find_pictures(item, base, names)),
        _ => {}
    }
}

/// The width and the height in the frame header of a lossy WebP file (RFC 9649, RFC 6386).
fn size(name: &str) -> (Value, Value) {
    let bytes = std::fs::read(file(name)).unwrap();
    assert_eq!(&bytes[12..16], b"VP8 ", "{name}");
    let number = |at: usize| json!(u16::from_le_bytes([bytes[at], bytes[at + 1]]) & 0x3fff);
    (number(26), number(28))
}

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/cli/demo/pictures").join(name)
}
