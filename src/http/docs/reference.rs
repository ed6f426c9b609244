//! The reference of all operations: a page with Scalar and a sign-in form.

use crate::http::cache::FixedResponse;
use crate::http::pages::template::{self, CACHE_POLICY, HTML};

/// The content security policy of the page: it runs and loads only what this server sends. Scalar writes style elements and
/// style attributes, so styles may be inline. Its icons and the image of its colours are `data:` URLs. It evaluates no text
/// as a script.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
                      img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The name of a file contains the digest of its content, so it never changes.
const FILE_CACHE_POLICY: &str = "public, max-age=31536000, immutable";

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

const CONTENT: &str = include_str!("reference.html");

/// The scripts of the page, in the order in which they run.
const SCRIPTS: [&str; 3] = ["scalar", "session", "reference"];

/// The page and its files.
pub struct Reference {
    pub page: FixedResponse,
    files: Vec<File>,
}

/// A script.
pub struct File {
    /// The stem of the name.
    stem: &'static str,
    /// The name in its URL, such as `session.pHyVb1Kq.js`.
    pub name: String,
    pub response: FixedResponse,
}

impl Reference {
    /// Reads the page and its files from the binary.
    pub fn new() -> Self {
        let files: Vec<File> = SCRIPTS
            .into_iter()
            .map(|stem| {
                let response =
                    FixedResponse::of_function(JAVASCRIPT, FILE_CACHE_POLICY, move || script(stem).into());
                File { stem, name: format!("{stem}.{}.js", response.digest()), response }
            })
            .collect();
        let scripts: String = files
            .iter()
            .map(|file| format!("<script defer src=\"/docs/{}\"></script>\n", file.name))
            .collect();
        let html = template::frame("API reference", &scripts, CONTENT, true);
        let page =
            FixedResponse::new(HTML, CACHE_POLICY, html).with_header(("Content-Security-Policy", POLICY));
        Self { page, files }
    }

    /// The file with the stem of this name.
    pub fn file(&self, name: &str) -> Option<&File> {
        let stem = name.split_once('.')?.0;
        self.files.iter().find(|file| file.stem == stem)
    }
}

/// The text of a script. Scalar's has five megabytes, so it stays in the binary until it is sent.
fn script(stem: &str) -> Vec<u8> {
    match stem {
        "scalar" => scalar_api_reference::get_asset("scalar.js").unwrap_or_default(),
        "session" => include_bytes!("session.js").to_vec(),
        _ => include_bytes!("reference.js").to_vec(),
    }
}
