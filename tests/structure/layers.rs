//! Which module may import which.

use crate::facts::NamedPath;
use crate::source::{self, Source};
use crate::{assert_none, assert_nowhere, imports};

/// What each top-level module may import of the crate, besides itself.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("content", &[]),
    ("db", &["content"]),
    ("http", &["content", "db"]),
    ("public_names", &["content", "db", "http", "Error"]),
    ("audit", &["content", "db", "http", "Error"]),
    ("publishing", &["audit", "content", "db", "http"]),
    ("problems", &["content", "http", "publishing", "Error"]),
    ("delivery", &["public_names", "content", "db", "http", "Error"]),
    ("audience", &["public_names", "content", "db", "http", "publishing", "Error"]),
    ("editorial", &["audit", "content", "db", "http", "public_names", "publishing", "Error"]),
    ("accounts", &["audit", "content", "db", "http", "publishing", "Error"]),
    ("openapi", &["content", "http"]),
    (
        "config",
        &[
            "accounts::password",
            "content",
            "db",
            "http::article_path",
            "http::client_address",
            "http::preview_url",
        ],
    ),
    ("app", &["accounts", "audience", "config", "db", "delivery", "editorial", "http", "openapi"]),
];

/// The modules that may import all others.
const MAY_IMPORT_ALL: &[&str] = &["cli", "lib", "main"];

#[test]
fn each_module_imports_only_the_modules_below_it() {
    assert_nowhere(|file| {
        let module = file.top_module();
        if MAY_IMPORT_ALL.contains(&module) {
            return vec![];
        }
        // A module that is not listed may not even import itself.
        let listed = MAY_IMPORT.iter().find(|(listed, _)| *listed == module);
        let allowed = listed.map_or(vec![], |(_, allowed)| [allowed, &[module][..]].concat());
        let begins_with = |path: &[String], allowed: &str| {
            allowed.split("::").enumerate().all(|(at, name)| path.get(at).is_some_and(|there| there == name))
        };
        let is_offence = |path: &&NamedPath| match path.segments.split_first() {
            Some((first, rest)) if first == "crate" && !rest.is_empty() => {
                !allowed.iter().any(|allowed| begins_with(rest, allowed))
            }
            _ => false,
        };
        file.facts.all_paths().filter(is_offence).map(|path| path.line).collect()
    });
}

#[test]
fn no_path_leaves_a_top_level_module_through_super() {
    assert_nowhere(|file| {
        let depth = file.module().split("::").count();
        let leaves = |path: &&NamedPath| {
            let steps = path.segments.iter().take_while(|segment| *segment == "super").count();
            steps >= depth + path.inside.len()
        };
        file.facts.all_paths().filter(leaves).map(|path| path.line).collect()
    });
}

#[test]
fn imports_form_no_circle() {
    let files: Vec<&Source> = source::program().collect();
    let edges = imports::edges(&files);
    assert!(edges.len() > files.len(), "only {} imports were found in {} files", edges.len(), files.len());
    assert_none(&imports::circles(&files, &edges));
}
