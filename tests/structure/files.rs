//! How files are named, how long they are, and where they are.

use std::collections::BTreeSet;
use std::fs;

use crate::source::{self, Source, in_package, names_below};
use crate::{assert_none, assert_nowhere};

/// The most lines of a file, comments included.
const MAX_LINES: usize = 500;

/// The most lines of `main.rs`, which only starts the program.
const MAX_LINES_OF_MAIN: usize = 80;

/// The fewest lines for which a file of its own is worth it, comments included.
const MIN_LINES: usize = 20;

/// The most lines of a handler, its signature included and its attributes left out.
const MAX_LINES_OF_HANDLER: usize = 25;

/// Files that may be longer, each with the reason.
const MAY_BE_LONG: &[(&str, &str)] = &[("src/db/schema.rs", "one list of all tables")];

/// Files that may be shorter, each with the reason. A name without a folder stands for all files of that name.
const MAY_BE_SHORT: &[(&str, &str)] = &[
    ("mod.rs", "it may only list modules or routes"),
    ("main.rs", "it only starts a program"),
    ("src/lib.rs", "it only lists modules"),
    ("store.rs", "only stores may use diesel"),
    ("dto.rs", "each resource has its DTOs in this file"),
    ("model.rs", "each resource has its rows in this file"),
    ("src/content/body/nitf.rs", "the elements of a standard of its own"),
    ("src/http/app_data.rs", "all contexts use it"),
    ("src/http/cache/dependencies.rs", "both the cache and cacheable responses use it"),
    ("src/cli/migrate.rs", "each command is a file"),
    ("src/cli/openapi.rs", "each command is a file"),
];

/// Module names that say nothing of what is inside.
const VAGUE: [&str; 5] = ["utils", "util", "common", "helpers", "types"];

fn is_listed(list: &[(&str, &str)], name: &str) -> bool {
    list.iter().any(|(listed, _)| *listed == name)
}

#[test]
fn files_are_neither_long_nor_tiny() {
    let mut offences = Vec::new();
    for file in source::all() {
        let (name, lines) = (&file.name, file.text.lines().count());
        let most = if name == "src/main.rs" { MAX_LINES_OF_MAIN } else { MAX_LINES };
        if lines > most && !is_listed(MAY_BE_LONG, name) {
            offences.push(format!("{name}:{}: {lines} lines, at most {most}", most + 1));
        }
        let may_be_short = is_listed(MAY_BE_SHORT, name) || is_listed(MAY_BE_SHORT, file.file_name());
        if lines < MIN_LINES && !may_be_short {
            offences.push(format!("{name}:1: {lines} lines, at least {MIN_LINES}"));
        }
    }
    print_statistics("src");
    print_statistics("tests");
    assert_none(&offences);
}

/// Prints how many files there are below a folder, and how long they are.
fn print_statistics(folder: &str) {
    let below = source::all().iter().filter(|file| file.name.starts_with(folder));
    let mut lengths: Vec<(usize, &str)> =
        below.map(|file| (file.text.lines().count(), file.name.as_str())).collect();
    lengths.sort_unstable();
    let sum: usize = lengths.iter().map(|(lines, _)| lines).sum();
    let (longest, name) = lengths[lengths.len() - 1];
    let median = lengths[lengths.len() / 2].0;
    println!("{folder}: {} files, {sum} lines, median {median}, longest {longest} ({name})", lengths.len());
}

#[test]
fn no_file_is_empty() {
    let names = [names_below("src"), names_below("tests")].concat();
    let empty = names.into_iter().filter(|name| fs::read(in_package(name)).unwrap().trim_ascii().is_empty());
    assert_none(&empty.map(|name| format!("{name}:1: empty")).collect::<Vec<_>>());
}

#[test]
fn file_names_say_what_is_inside() {
    let is_vague = |file: &&Source| {
        let module = file.module();
        let name = module.rsplit("::").next().unwrap();
        // There the types are those of columns.
        VAGUE.contains(&name) && file.name != "src/db/types.rs"
    };
    let vague = source::all().iter().filter(is_vague).map(|file| format!("{}:1: a vague name", file.name));
    let inline = source::all().iter().flat_map(|file| {
        let vague = file.facts.inline_modules.iter().filter(|(_, name)| VAGUE.contains(&name.as_str()));
        vague.map(|(line, name)| format!("{}:{line}: a vague name, {name}", file.name))
    });
    assert_none(&vague.chain(inline).collect::<Vec<_>>());
}

#[test]
fn each_file_is_declared_as_a_module() {
    let declared: BTreeSet<String> = source::all()
        .iter()
        .flat_map(|file| [file.files_of(&file.facts.declared), file.files_of(&file.test_modules)].concat())
        .collect();
    let is_root = |file: &&Source| ["main.rs", "lib.rs"].contains(&file.file_name());
    let missing = source::all().iter().filter(|file| !is_root(file) && !declared.contains(&file.name));
    assert_none(&missing.map(|file| format!("{}:1: no `mod` item names it", file.name)).collect::<Vec<_>>());
}

#[test]
fn no_folder_holds_a_single_file() {
    let names = names_below("src");
    let folders: BTreeSet<&str> = names.iter().map(|name| name.rsplit_once('/').unwrap().0).collect();
    // A root that only lists modules does not count as a file.
    let counts = |name: &str| {
        let file = source::all().iter().find(|file| file.name == name);
        let is_root = |file: &Source| file.file_name() == "mod.rs";
        file.is_none_or(|file| !is_root(file) || !file.facts.only_lists_modules)
    };
    let is_lone = |folder: &&&str| {
        let is_below = |name: &str| name.starts_with(&format!("{folder}/")) || name == format!("{folder}.rs");
        names.iter().filter(|name| is_below(name) && counts(name)).count() < 2
    };
    let lone = folders.iter().filter(is_lone);
    assert_none(
        &lone.map(|folder| format!("{folder}: move its only file to {folder}.rs")).collect::<Vec<_>>(),
    );
}

#[test]
fn handlers_are_short() {
    assert_nowhere(|file| {
        if file.file_name() != "handlers.rs" {
            return vec![];
        }
        let functions = file.facts.public_async_functions.iter();
        let long = functions.filter(|(first, last)| last - first + 1 > MAX_LINES_OF_HANDLER);
        long.map(|(first, _)| *first).collect()
    });
}

#[test]
fn both_databases_have_the_same_migrations() {
    let names = names_below("migrations");
    let migrations: BTreeSet<_> = names.iter().map(|name| name.split('/').nth(2).unwrap()).collect();
    assert!(!migrations.is_empty(), "there are no migrations");
    let expected = migrations.iter().flat_map(|migration| {
        ["sqlite", "postgres"].into_iter().flat_map(move |database| {
            ["up", "down"].map(|file| format!("migrations/{database}/{migration}/{file}.sql"))
        })
    });
    let missing = expected.filter(|name| !names.contains(name)).map(|name| format!("{name}:1: missing"));
    assert_none(&missing.collect::<Vec<_>>());
}
