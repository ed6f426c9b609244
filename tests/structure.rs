//! The house rules that the compiler does not know: which part may know which, and where a thing belongs.
//!
//! All modules of a crate may import each other, so walls that only good will keeps are soon gone. These tests
//! read the sources as words, without comments and what is compiled for tests only, and name every place that
//! breaks a rule. Whoever needs another rule changes it here, where everybody sees it.

#![expect(clippy::unwrap_used, reason = "a failed test should panic")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What each part may know besides itself. Only who knows all may know `app`, `cli` and `config`.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("content", &[]),
    ("db", &["content"]),
    ("http", &["content", "db"]),
    ("addresses", &["content", "db", "http", "Error"]),
    ("audit", &["content", "db", "http", "Error"]),
    ("publishing", &["audit", "content", "db", "http"]),
    ("problems", &["content", "http", "publishing", "Error"]),
    ("delivery", &["addresses", "content", "db", "http", "Error"]),
    ("audience", &["addresses", "content", "db", "http", "publishing", "Error"]),
    ("editorial", &["audit", "content", "db", "http", "publishing", "Error"]),
    ("accounts", &["audit", "content", "db", "http", "publishing", "Error"]),
    ("openapi", &["content", "http"]),
    ("config", &["accounts::password", "content", "db", "http::client_address"]),
    ("app", &["accounts", "audience", "config", "db", "delivery", "editorial", "http", "openapi"]),
];

/// The parts that may know everything.
const MAY_KNOW_ALL: &[&str] = &["cli", "lib", "main"];

/// A file: its name from the package's root, its text, and its code as words, literals and signs with their lines.
struct File {
    name: String,
    text: &'static str,
    code: Vec<(usize, &'static str)>,
}

impl File {
    /// The module below the crate's root that this file belongs to.
    fn part(&self) -> &str {
        self.name.split('/').nth(1).unwrap().trim_end_matches(".rs")
    }

    /// Whether it belongs to one of these parts, or has one of these as its name in its folder. A `*_store.rs` is a
    /// `store.rs`.
    fn is(&self, any: &[&str]) -> bool {
        let name = self.name.rsplit('/').next().unwrap();
        let name = if name.ends_with("_store.rs") { "store.rs" } else { name };
        any.contains(&self.part()) || any.contains(&name)
    }

    /// The word there, or nothing behind the end.
    fn word(&self, at: usize) -> &'static str {
        self.code.get(at).map_or("", |(_, word)| word)
    }

    /// The line there, as a reader would look for it.
    fn place(&self, at: usize) -> String {
        let line = self.code.get(at).map_or(1, |(line, _)| *line);
        format!("{}:{line}: {}", self.name, self.text.lines().nth(line - 1).unwrap_or_default().trim())
    }

    /// Where any of these stands, each given as words with spaces between them.
    fn find(&self, things: &[&str]) -> impl Iterator<Item = usize> + use<> {
        let is_at = |thing: &str, at| thing.split(' ').zip(at..).all(|(word, at)| self.word(at) == word);
        let found = (0..self.code.len()).filter(|at| things.iter().any(|thing| is_at(thing, *at)));
        found.collect::<Vec<_>>().into_iter()
    }

    /// Where the brace that opens there is closed.
    fn closing(&self, open: usize) -> usize {
        let mut depth = 0;
        let closed = self.code[open..].iter().position(|(_, word)| {
            depth += i32::from(*word == "{") - i32::from(*word == "}");
            depth == 0
        });
        open + closed.unwrap()
    }

    /// What is named there: one word, or the words that begin the members of a group in braces.
    fn members(&self, at: usize) -> Vec<usize> {
        if self.word(at) != "{" {
            return vec![at];
        }
        let (mut members, mut next, end) = (Vec::new(), at + 1, self.closing(at));
        while next < end {
            if ["{", ","].contains(&self.word(next - 1)) {
                members.push(next);
            }
            next = if self.word(next) == "{" { self.closing(next) } else { next + 1 };
        }
        members
    }

    /// The words of the path that begins there.
    fn path(&self, at: usize) -> Vec<&'static str> {
        let words = self.code[at..].iter().map(|(_, word)| *word);
        words
            .take_while(|word| ["&", "::"].contains(word) || is_word(word))
            .filter(|word| is_word(word))
            .collect()
    }

    /// The table that begins there, also by a name that a `let` or an `as` gave it last.
    fn table(&self, at: usize) -> Vec<&'static str> {
        let alias = self.path(at).first().copied().unwrap_or_default();
        let given =
            (1..at).rev().find_map(|at| match (self.word(at - 1), self.word(at), self.word(at + 1)) {
                ("as", word, _) if word == alias => Some(self.path(at - 2)),
                (_, word, "=") if word == alias => Some(self.path(at + 2)),
                _ => None,
            });
        [self.path(at), given.unwrap_or_default()].concat()
    }

    /// Leaves out the items marked `#[cfg(test)]`, and names the files of the modules among them.
    fn leave_out_tests(&mut self) -> Vec<String> {
        let mut files = Vec::new();
        while let Some(at) = self.find(&["# [ cfg ( test ) ]"]).next() {
            let end = (at..self.code.len()).find(|at| ["{", ";"].contains(&self.word(*at))).unwrap();
            let end = if self.word(end) == "{" { self.closing(end) } else { end };
            if self.word(end - 2) == "mod" {
                let home = self.name.trim_end_matches("/mod.rs").trim_end_matches(".rs");
                files.push(format!("{home}/{}.rs", self.word(end - 1)));
            }
            self.code.drain(at..=end);
        }
        files
    }
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// How many bytes the word, literal, sign, comment or space has that the source begins with.
fn length(source: &str) -> usize {
    let after = |found: Option<(usize, &str)>| found.map_or(source.len(), |(at, end)| at + end.len());
    let through = |from: usize, end: &str| after(source.match_indices(end).find(|(at, _)| *at >= from));
    let escaped = |at: usize| source[..at].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
    let word = source.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(source.len());
    let hashes = source[word..].bytes().take_while(|byte| *byte == b'#').count();
    let raw = ["r", "br", "cr"].contains(&&source[..word]) && source[word + hashes..].starts_with('"');
    let mut chars = source.chars();
    match (chars.next(), chars.next(), chars.next()) {
        (Some('/'), Some('/'), _) => through(2, "\n"),
        (Some('/'), Some('*'), _) => through(2, "*/"),
        (Some(':'), Some(':'), _) => 2,
        (Some('"'), ..) => after(source.match_indices('"').skip(1).find(|(at, _)| !escaped(*at))),
        (Some('\''), Some('\\'), _) => through(3, "'"),
        (Some('\''), Some(one), Some('\'')) => 2 + one.len_utf8(),
        _ if raw => through(word + hashes + 1, &format!("\"{}", "#".repeat(hashes))),
        (first, ..) => word.max(first.map_or(0, char::len_utf8)),
    }
}

/// The code of a source, without comments.
fn words(mut source: &'static str) -> Vec<(usize, &'static str)> {
    let (mut words, mut line) = (Vec::new(), 1);
    while !source.is_empty() {
        let (word, rest) = source.split_at(length(source));
        if !(word.trim().is_empty() || word.starts_with("//") || word.starts_with("/*")) {
            words.push((line, word));
        }
        line += word.matches('\n').count();
        source = rest;
    }
    words
}

fn in_package(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// All files below a folder, by their names from the package's root.
fn names_below(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(in_package(folder)).unwrap();
    let names: BTreeSet<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let names = names.into_iter().map(|name| format!("{folder}/{name}"));
    names.flat_map(|name| if in_package(&name).is_dir() { names_below(&name) } else { vec![name] }).collect()
}

/// The Rust files below a folder, as they are.
fn rust_files(folder: &str) -> Vec<File> {
    let names = names_below(folder).into_iter().filter(|name| name.ends_with(".rs"));
    let read = |name: String| {
        let text = fs::read_to_string(in_package(&name)).unwrap().leak();
        File { name, text, code: words(text) }
    };
    names.map(read).collect()
}

fn assert_none(offences: &[String]) {
    assert!(offences.is_empty(), "this rule is broken in\n{}", offences.join("\n"));
}

/// Fails for the places found in the files of `src`, where what is compiled for tests only is left out.
fn assert_nowhere(offences: impl Fn(&File) -> Vec<usize>) {
    let mut files = rust_files("src");
    let tests: Vec<_> = files.iter_mut().flat_map(File::leave_out_tests).collect();
    files.retain(|file| !tests.contains(&file.name));
    let places = files.iter().flat_map(|file| offences(file).into_iter().map(|at| file.place(at)));
    assert_none(&places.collect::<Vec<_>>());
}

/// Fails where one of `things` stands in a file that may not hold it.
fn assert_only_where(may: impl Fn(&File) -> bool, things: &[&str]) {
    assert_nowhere(|file| if may(file) { vec![] } else { file.find(things).collect() });
}

#[test]
fn every_part_knows_only_the_parts_below_it() {
    assert_nowhere(|file| {
        let part = file.part();
        // A part that is not listed may not even know itself.
        let known = MAY_KNOW.iter().find(|(listed, _)| *listed == part);
        let known = known.map_or(vec![], |(_, known)| [known, &[part][..]].concat());
        let allowed = |at: &usize| {
            let path = file.path(*at);
            known.iter().any(|known| known.split("::").zip(0..).all(|(word, at)| path.get(at) == Some(&word)))
        };
        let named = file.find(&["crate ::"]).flat_map(|at| file.members(at + 2));
        named.filter(|at| !MAY_KNOW_ALL.contains(&part) && !allowed(at)).collect()
    });
}

#[test]
fn nobody_leaves_a_part_by_way_of_super() {
    assert_nowhere(|file| {
        let depth = file.name.trim_end_matches("/mod.rs").split('/').count() - 1;
        let leaves = |at: &usize| (0..depth).all(|step| file.word(at + 2 * step) == "super");
        file.find(&["super ::"]).filter(leaves).collect()
    });
}

#[test]
fn diesel_is_known_to_the_database_and_the_stores_only() {
    assert_only_where(|file| file.is(&["db", "store.rs", "model.rs"]), &["diesel", "diesel_migrations"]);
}

#[test]
fn actix_stays_at_the_edge() {
    let inner = ["content", "db", "publishing", "store.rs", "model.rs", "dto.rs", "view.rs"];
    assert_only_where(|file| !file.is(&inner), &["actix_web", "actix_cors", "utoipa_actix_web"]);
}

#[test]
fn only_db_knows_which_database_it_is() {
    let things =
        ["Conn :: Sqlite", "Conn :: Postgres", "Conn :: {", "Conn :: *", "SqliteConnection", "PgConnection"];
    assert_only_where(|file| file.is(&["db"]), &things);
}

#[test]
fn the_time_comes_from_the_clock() {
    assert_only_where(|file| file.name == "src/http/clock.rs", &["Utc :: now", "SystemTime :: now"]);
}

#[test]
fn nothing_panics_on_purpose() {
    let calls = [". unwrap", ". unwrap_err", ". expect_err", ":: unwrap", ":: expect"];
    let macros = ["panic !", "todo !", "unimplemented !", "unreachable !"];
    assert_only_where(|_| false, &[&calls[..], &macros].concat());
    // There it is the name of a service: the one for requests with `Expect`.
    assert_only_where(|file| file.name == "src/http/server.rs", &[". expect"]);
}

#[test]
fn only_publishing_writes_what_readers_see() {
    assert_nowhere(|file| {
        let writes = file.find(&["insert_into (", "replace_into (", "update (", "delete ("]);
        let published = |at: &usize| file.table(at + 2).iter().any(|word| word.starts_with("published_"));
        writes.filter(|at| !file.is(&["publishing"]) && published(at)).collect()
    });
}

#[test]
fn the_public_parts_know_only_public_tables() {
    assert_nowhere(|file| {
        let schemas = file.find(&["schema ::", "schema as", "schema ;"]);
        let of_db = schemas.filter(|at| file.word(at.saturating_sub(2)) != "http");
        let tables = of_db.flat_map(|at| file.members(at + 2));
        let hidden = |at: &usize| match file.word(*at) {
            "site" => false,
            "comments" | "comment_marks" | "comment_rules" | "reader_secrets" | "view_counts" => {
                file.is(&["delivery"])
            }
            table => !table.starts_with("published_"),
        };
        tables.filter(|at| file.is(&["addresses", "delivery", "audience"]) && hidden(at)).collect()
    });
}

#[test]
fn files_are_short_and_named_for_what_they_do() {
    let mut offences = Vec::new();
    for file in rust_files("src").iter().chain(&rust_files("tests")) {
        let most = if file.name == "src/main.rs" { 80 } else { 500 };
        if file.text.lines().count() > most && file.name != "src/db/schema.rs" {
            offences.push(format!("{}:{}: too long", file.name, most + 1));
        }
        let vague = file.find(&["mod utils", "mod util", "mod common", "mod helpers", "mod types"]);
        let vague = vague.filter(|at| file.name != "src/db/mod.rs" || file.word(at + 1) != "types");
        offences.extend(vague.map(|at| file.place(at)));
    }
    for name in [names_below("src"), names_below("tests")].concat() {
        if fs::read(in_package(&name)).unwrap().trim_ascii().is_empty() {
            offences.push(format!("{name}:1: empty"));
        }
    }
    assert_none(&offences);
}

#[test]
fn handlers_are_short() {
    assert_nowhere(|file| {
        let long = |at: &usize| {
            let open = (*at..file.code.len()).find(|at| file.word(*at) == "{").unwrap();
            file.code[file.closing(open)].0 - file.code[*at].0 + 1 > 45
        };
        file.find(&["pub async fn"]).filter(|at| file.is(&["handlers.rs"]) && long(at)).collect()
    });
}

#[test]
fn both_databases_take_the_same_steps() {
    let names = names_below("migrations");
    let steps: BTreeSet<_> = names.iter().map(|name| name.split('/').nth(2).unwrap()).collect();
    assert!(!steps.is_empty(), "there are no migrations");
    let files = ["sqlite/{}/up.sql", "sqlite/{}/down.sql", "postgres/{}/up.sql", "postgres/{}/down.sql"];
    let wanted =
        steps.iter().flat_map(|step| files.map(|file| "migrations/".to_owned() + &file.replace("{}", step)));
    let missing = wanted.filter(|name| !names.contains(name)).map(|name| format!("{name}:1: missing"));
    assert_none(&missing.collect::<Vec<_>>());
}

/// The oldest versions of crates without known faults that would matter here.
const FLOORS: &[(&str, [u64; 3])] = &[
    ("actix-http", [3, 18, 11]),
    ("actix-web", [4, 16, 0]),
    ("jsonwebtoken", [10, 3, 0]),
    ("diesel", [2, 3, 10]),
    ("ammonia", [4, 1, 4]),
    ("time", [0, 3, 47]),
    ("bytes", [1, 11, 1]),
    ("h2", [0, 4, 16]),
    ("quick-xml", [0, 41, 0]),
    ("rustls-webpki", [0, 103, 13]),
    ("idna", [1, 0, 0]),
    ("zip", [2, 3, 0]),
];

#[test]
fn locked_crates_are_past_their_known_faults() {
    let lock = include_str!("../Cargo.lock");
    let packages = lock.split("[[package]]").filter_map(|package| {
        let member = |name: &str| package.lines().find_map(|line| line.strip_prefix(name))?.strip_suffix('"');
        Some((member("name = \"")?, member("version = \"")?))
    });
    let packages: Vec<_> = packages.collect();
    assert!(packages.iter().any(|(name, _)| *name == "diesel"));
    for (name, version) in packages {
        let core = version.split(['-', '+']).next().unwrap();
        let numbers: Vec<u64> = core.split('.').map(|number| number.parse().unwrap()).collect();
        let floor = FLOORS.iter().find(|(floored, _)| *floored == name);
        assert!(floor.is_none_or(|(_, floor)| numbers[..] >= floor[..]), "{name} {version}");
        // Its only use here would be for algorithms that leak the key.
        assert_ne!(name, "rsa");
    }
}
