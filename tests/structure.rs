//! The house rules that the compiler cannot check: which part may know which, and where a thing belongs.
//!
//! A crate's modules may all import each other, so an architecture kept by good will alone is gone within a
//! year. These tests read the sources as words, without comments and without what is compiled for tests only,
//! and name every place that breaks a rule. A rule that is in the way is changed here, in plain sight.

#![expect(clippy::unwrap_used, reason = "a failed test should panic")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path as FilePath, PathBuf};

/// What each part may know of the crate besides itself, as beginnings of paths.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("content", &[]),
    ("db", &["content"]),
    ("http", &["content", "db", "Error"]),
    ("publishing", &["content", "db", "http", "Error"]),
    ("delivery", &["content", "db", "http", "Error"]),
    ("audience", &["content", "db", "http", "publishing", "Error"]),
    ("editorial", &["content", "db", "http", "publishing", "Error"]),
    ("accounts", &["content", "db", "http", "publishing", "Error"]),
    ("error", &["content", "db", "http::Code"]),
    ("config", &["content", "db"]),
    ("openapi", &["content", "http"]),
    ("app", &["accounts", "audience", "delivery", "editorial", "openapi", "http", "db"]),
];

/// The parts that may know everything.
const MAY_KNOW_ALL: &[&str] = &["cli", "lib", "main"];

/// A word, a literal or a sign of the source.
#[derive(Clone)]
struct Token {
    line: usize,
    text: String,
}

/// A path as written, or from the crate's root when it began with `crate`, `self` or `super`.
struct Path {
    line: usize,
    from_root: bool,
    segments: Vec<String>,
}

/// A source file: where it is from the package's root, its text, and its code without tests.
struct File {
    name: String,
    text: String,
    code: Vec<Token>,
}

impl File {
    /// The folder or file directly below `src` that this file is part of.
    fn part(&self) -> &str {
        let below = self.name.split('/').nth(1).unwrap();
        below.trim_end_matches(".rs")
    }

    fn is_named(&self, names: &[&str]) -> bool {
        names.contains(&self.name.rsplit('/').next().unwrap())
    }

    fn is_in(&self, parts: &[&str]) -> bool {
        parts.contains(&self.part())
    }

    fn at(&self, line: usize, what: &str) -> String {
        format!("{}:{line}: {what}", self.name)
    }

    /// Every path in the code; the tree of a `use` gives one for each leaf.
    fn paths(&self) -> Vec<Path> {
        let stem = self.name.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
        let mut module: Vec<_> = stem.split('/').map(str::to_owned).collect();
        let (mut found, mut inline, mut depth, mut at) = (Vec::new(), Vec::new(), 0, 0);
        while at < self.code.len() {
            let mut next = at + 1;
            match text(&self.code, at) {
                "{" => depth += 1,
                "}" => {
                    depth -= 1;
                    inline.pop_if(|opened| *opened == depth).and_then(|_| module.pop());
                }
                "mod" if text(&self.code, at + 2) == "{" => {
                    inline.push(depth);
                    module.push(text(&self.code, at + 1).to_owned());
                }
                word if is_word(word) && (at == 0 || text(&self.code, at - 1) != "::") => {
                    let mut leaves = Vec::new();
                    next = read_tree(&self.code, at, Vec::new(), &mut leaves);
                    found.extend(leaves.into_iter().map(|(line, leaf)| resolve(line, leaf, &module)));
                }
                _ => {}
            }
            at = next;
        }
        found
    }
}

/// Reads the path or tree of paths that begins at a token; returns where the next thing begins.
fn read_tree(code: &[Token], at: usize, before: Vec<String>, leaves: &mut Vec<(usize, Vec<String>)>) -> usize {
    let (mut path, mut at) = (before, at);
    loop {
        path.push(text(code, at).to_owned());
        let after = text(code, at + 2);
        if text(code, at + 1) != "::" || !(is_word(after) || ["*", "{"].contains(&after)) {
            leaves.push((code[at].line, path));
            return at + 1;
        }
        at += 2;
        if after == "{" {
            while !["}", ""].contains(&text(code, at)) {
                at = if is_word(text(code, at + 1)) || text(code, at + 1) == "*" {
                    read_tree(code, at + 1, path.clone(), leaves)
                } else {
                    at + 1
                };
                at += code[at..].iter().take_while(|token| ![",", "}"].contains(&token.text.as_str())).count();
            }
            return at + 1;
        }
    }
}

/// The path from the crate's root, as seen from within `module`.
fn resolve(line: usize, written: Vec<String>, module: &[String]) -> Path {
    let mut segments = match written[0].as_str() {
        "crate" | "broadsheet" => Vec::new(),
        "self" | "super" => module.to_vec(),
        _ => return Path { line, from_root: false, segments: written },
    };
    for segment in written {
        match segment.as_str() {
            "crate" | "broadsheet" | "self" => {}
            "super" => drop(segments.pop()),
            _ => segments.push(segment),
        }
    }
    Path { line, from_root: true, segments }
}

/// The text of a token, or nothing behind the end.
fn text(code: &[Token], at: usize) -> &str {
    code.get(at).map_or("", |token| &token.text)
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

fn begins(code: &[Token], with: &[&str]) -> bool {
    with.iter().enumerate().all(|(at, wanted)| text(code, at) == *wanted)
}

/// The source as tokens, without comments.
fn tokens(source: &str) -> Vec<Token> {
    let (mut found, mut rest, mut line) = (Vec::new(), source, 1);
    while !rest.is_empty() {
        let (text, after) = rest.split_at(token_length(rest));
        if !(text.trim().is_empty() || text.starts_with("//") || text.starts_with("/*")) {
            found.push(Token { line, text: text.to_owned() });
        }
        line += text.matches('\n').count();
        rest = after;
    }
    found
}

/// How many bytes the token, comment or space at the beginning has.
fn token_length(rest: &str) -> usize {
    let through = |from: usize, end: &str| rest[from..].find(end).map_or(rest.len(), |at| from + at + end.len());
    let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    let hashes = rest[word..].bytes().take_while(|byte| *byte == b'#').count();
    let mut chars = rest.chars();
    match (chars.next(), chars.next(), chars.next()) {
        (Some('/'), Some('/'), _) => rest.find('\n').unwrap_or(rest.len()),
        (Some('/'), Some('*'), _) => through(2, "*/"),
        (Some(':'), Some(':'), _) => 2,
        (Some('"'), ..) => {
            let mut escaped = false;
            let end = rest[1..].find(|c| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            });
            end.map_or(rest.len(), |at| at + 2)
        }
        (Some('\''), Some('\\'), _) => through(3, "'"),
        (Some('\''), Some(one), Some('\'')) => 2 + one.len_utf8(),
        _ if ["r", "br", "cr"].contains(&&rest[..word]) && rest[word + hashes..].starts_with('"') => {
            through(word + hashes + 1, &format!("\"{}", "#".repeat(hashes)))
        }
        (Some(first), ..) => word.max(first.len_utf8()),
        _ => 0,
    }
}

/// Where the brace that opens at a token is closed.
fn closing(code: &[Token], open: usize) -> usize {
    let mut depth = 0;
    let closed = code[open..].iter().position(|token| {
        depth += i32::from(token.text == "{") - i32::from(token.text == "}");
        depth == 0
    });
    open + closed.unwrap()
}

/// Leaves out the items marked `#[cfg(test)]`, and names those of them that are modules in files of their own.
fn without_tests(all: &[Token]) -> (Vec<Token>, Vec<String>) {
    let (mut code, mut test_modules, mut at) = (Vec::new(), Vec::new(), 0);
    while at < all.len() {
        if begins(&all[at..], &["#", "[", "cfg", "(", "test", ")", "]"]) {
            let end = at + all[at..].iter().position(|token| [";", "{"].contains(&token.text.as_str())).unwrap();
            if all[end].text == ";" && all[end - 2].text == "mod" {
                test_modules.push(all[end - 1].text.clone());
            }
            at = if all[end].text == "{" { closing(all, end) } else { end };
        } else {
            code.push(all[at].clone());
        }
        at += 1;
    }
    (code, test_modules)
}

fn root() -> &'static FilePath {
    FilePath::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder, in order.
fn files_below(folder: &FilePath) -> Vec<PathBuf> {
    let entries: BTreeSet<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.into_iter().flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

/// The Rust files below a folder of the package.
fn rust_files(folder: &str) -> Vec<File> {
    let paths = files_below(&root().join(folder)).into_iter().filter(|path| path.extension() == Some("rs".as_ref()));
    let mut tests_only = Vec::new();
    let mut files = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let (code, test_modules) = without_tests(&tokens(&text));
        let name = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
        let home = name.trim_end_matches("/mod.rs").trim_end_matches(".rs");
        tests_only.extend(test_modules.iter().flat_map(|m| [format!("{home}/{m}.rs"), format!("{home}/{m}/mod.rs")]));
        files.push(File { name, text, code });
    }
    assert!(!files.is_empty(), "there is nothing to read in {folder}");
    files.iter_mut().filter(|file| tests_only.contains(&file.name)).for_each(|file| file.code.clear());
    files
}

fn assert_none(offences: &[String]) {
    assert!(offences.is_empty(), "{} places break this rule:\n  {}", offences.len(), offences.join("\n  "));
}

/// The places outside the files that `may` where one of the words stands in the code.
fn words_outside(words: &[&str], may: impl Fn(&File) -> bool) -> Vec<String> {
    let files = rust_files("src").into_iter().filter(|file| !may(file));
    let offences = files.flat_map(|file| {
        let found = file.code.iter().filter(|token| words.contains(&token.text.as_str()));
        found.map(|token| file.at(token.line, &token.text)).collect::<Vec<_>>()
    });
    offences.collect()
}

/// The places outside the files that `may` where a path holds one of the pairs of segments.
fn pairs_outside(pairs: &[[&str; 2]], may: impl Fn(&File) -> bool) -> Vec<String> {
    let mut offences = Vec::new();
    for file in rust_files("src").iter().filter(|file| !may(file)) {
        for path in file.paths() {
            if path.segments.windows(2).any(|pair| pairs.iter().any(|wanted| pair == wanted)) {
                offences.push(file.at(path.line, &path.segments.join("::")));
            }
        }
    }
    offences
}
