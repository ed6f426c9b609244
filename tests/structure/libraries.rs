//! Which files may use a library, a function or a table.

use crate::assert_nowhere;
use crate::facts::{Facts, NamedPath};
use crate::source::{self, Source};

/// Fails for each path that holds one of these runs of names, in files where `may` is false.
fn assert_only_where(may: impl Fn(&Source) -> bool, names: &[&[&str]]) {
    let is_named = |path: &&NamedPath| names.iter().any(|names| path.holds(names));
    assert_nowhere(|file| {
        if may(file) {
            vec![]
        } else {
            file.facts.all_paths().filter(is_named).map(|path| path.line).collect()
        }
    });
}

#[test]
fn only_the_database_and_the_stores_query_with_diesel() {
    let may = |file: &Source| file.is(&["db", "store.rs", "model.rs"]);
    assert_only_where(may, &[&["diesel"], &["diesel_migrations"]]);
    // A model describes rows. Nothing can be queried without a connection.
    assert_only_where(|file| file.file_name() != "model.rs" || file.is(&["db"]), &[&["Conn"]]);
}

#[test]
fn only_handlers_and_routes_use_actix() {
    let inner = ["content", "db", "publishing", "store.rs", "model.rs", "dto.rs", "view.rs"];
    assert_only_where(|file| !file.is(&inner), &[&["actix_web"], &["actix_cors"], &["utoipa_actix_web"]]);
}

#[test]
fn only_db_distinguishes_the_two_databases() {
    let names: [&[&str]; 5] = [
        &["Conn", "Sqlite"],
        &["Conn", "Postgres"],
        &["Conn", "*"],
        &["SqliteConnection"],
        &["PgConnection"],
    ];
    assert_only_where(|file| file.is(&["db"]), &names);
}

#[test]
fn only_the_clock_reads_the_time() {
    let may = |file: &Source| file.name == "src/http/clock.rs";
    assert_only_where(may, &[&["Utc", "now"], &["SystemTime", "now"]]);
}

#[test]
fn no_code_panics_on_purpose() {
    const MACROS: [&str; 4] = ["panic", "todo", "unimplemented", "unreachable"];
    assert_nowhere(|file| {
        let panics = |method: &str| match method {
            "unwrap" | "unwrap_err" | "expect_err" => true,
            // There the method sets the service for requests with `Expect`.
            "expect" => file.name != "src/http/server.rs",
            _ => false,
        };
        let methods = file.facts.methods.iter().filter(|(_, name)| panics(name)).map(|(line, _)| *line);
        let macros = file.facts.macros.iter().filter(|(_, name)| MACROS.contains(&name.as_str()));
        let is_function = |path: &&NamedPath| {
            let name = path.segments[1..].last().map(String::as_str);
            matches!(name, Some("unwrap" | "expect"))
        };
        let functions = file.facts.paths.iter().filter(is_function).map(|path| path.line);
        methods.chain(macros.map(|(line, _)| *line)).chain(functions).collect()
    });
}

#[test]
fn only_publishing_writes_published_tables() {
    fn published(facts: &Facts) -> impl Iterator<Item = usize> {
        let is_published = |name: &&str| name.starts_with("published_");
        let writes = facts.writes.iter().filter(move |write| facts.table(write).iter().any(is_published));
        writes.map(|write| write.line)
    }
    assert_nowhere(|file| if file.is(&["publishing"]) { vec![] } else { published(&file.facts).collect() });
    let seen =
        source::program().filter(|file| file.is(&["publishing"])).flat_map(|file| published(&file.facts));
    assert!(seen.count() > 0, "the rule recognises no write to a published table");
}

#[test]
fn the_public_modules_read_only_public_tables() {
    assert_nowhere(|file| {
        if !file.is(&["public_names", "delivery", "audience"]) {
            return vec![];
        }
        let is_hidden = |path: &&NamedPath| {
            let Some(at) = path.segments.iter().position(|segment| segment == "schema") else {
                return false;
            };
            // `http::schema` is about JSON Schema.
            if at > 0 && path.segments[at - 1] == "http" {
                return false;
            }
            match path.segments.get(at + 1).map(String::as_str) {
                Some("site") => false,
                Some(
                    "comments" | "comment_reactions" | "comment_rules" | "pseudonym_secrets" | "view_counts",
                ) => file.is(&["delivery"]),
                Some(table) => !table.starts_with("published_"),
                // The module itself, and with it every table.
                None => at > 0,
            }
        };
        file.facts.all_paths().filter(is_hidden).map(|path| path.line).collect()
    });
}
