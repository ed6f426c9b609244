//! Runs the samples of the guide, in `docs/guide`, as a reader does: first those of the quick start, then those of the page, in one shell.
//!
//! A block of `sh` is run. A block that follows it is what it prints. `…` stands for anything in it. In `json`, `"…"` stands for any value,
//! and a member `"…"` for any further members; line breaks do not matter. In `text`, each line must begin a line of the output, in the same
//! order; in `http`, in any order.

use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::program::{Server, folder};

const QUICK_START: &str = "quick-start";

/// What the samples of the guide name in place of the address and the password of the demo server.
const ADDRESS: &str = "http://127.0.0.1:8080";
const PASSWORD: &str = "the one the demo printed";

/// What a shell prints after each sample.
const END: &str = "\u{1e}";

/// A sample, and the kind and text of the output that the guide shows.
struct Sample {
    commands: String,
    output: Option<(String, String)>,
}

#[test]
fn every_sample_of_the_guide_does_what_the_guide_shows() {
    let guide = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/guide")).unwrap();
    let read = |path: &std::path::Path| {
        (
            path.file_stem().unwrap().to_string_lossy().into_owned(),
            samples(&fs::read_to_string(path).unwrap()),
        )
    };
    let pages: Vec<(String, Vec<Sample>)> = guide.map(|entry| read(&entry.unwrap().path())).collect();
    let start = &pages.iter().find(|(name, _)| name == QUICK_START).unwrap().1;
    let folder = folder();
    let mut server = Server::start(folder.path(), &["demo"]);
    let printed = server.startup_output("editor's password: ");
    let password = printed.lines().last().unwrap().split(' ').nth(2).unwrap();
    let mut faults = Vec::new();
    for (name, samples) in &pages {
        let before: &[Sample] = if name == QUICK_START { &[] } else { start };
        let shown: Vec<&Sample> = before.iter().chain(samples).collect();
        let outputs = run(&shown, &format!("http://{}", server.address), password);
        for (at, sample) in shown.iter().enumerate().skip(before.len()) {
            let Some(output) = outputs.get(at) else {
                faults.push(format!("{name}: this fails:\n{}", sample.commands));
                break;
            };
            let matches = sample.output.as_ref().is_none_or(|(kind, shown)| matches(kind, shown, output));
            if !matches {
                faults.push(format!(
                    "{name}: this prints something else than shown:\n{}\n{output}",
                    sample.commands
                ));
            }
        }
    }
    assert!(pages.iter().map(|(_, samples)| samples.len()).sum::<usize>() > 40, "samples are missing");
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

/// The samples of a page.
fn samples(markdown: &str) -> Vec<Sample> {
    let mut samples: Vec<Sample> = Vec::new();
    let mut after_sample = false;
    let mut lines = markdown.lines();
    while let Some(line) = lines.next() {
        let Some(kind) = line.strip_prefix("```") else {
            after_sample &= line.is_empty();
            continue;
        };
        let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        match samples.last_mut() {
            _ if kind == "sh" => samples.push(Sample { commands: text.join("\n"), output: None }),
            Some(sample) if after_sample => sample.output = Some((kind.to_owned(), text.join("\n"))),
            _ => {}
        }
        after_sample = kind == "sh";
    }
    samples
}

/// Runs the samples in one shell. Returns what each printed, up to the one that failed.
fn run(samples: &[&Sample], address: &str, password: &str) -> Vec<String> {
    let commands: String =
        samples.iter().map(|sample| format!("{}\necho '{END}'\n", sample.commands)).collect();
    let commands = commands.replace(ADDRESS, address).replace(PASSWORD, password);
    let script = format!("set -euo pipefail\n{commands}");
    let output = Command::new("bash").args(["-c", &script]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap().replace('\r', "").replace(address, ADDRESS);
    let mut outputs: Vec<String> = text.split(&format!("{END}\n")).map(str::to_owned).collect();
    outputs.pop();
    outputs
}

fn matches(kind: &str, shown: &str, output: &str) -> bool {
    if kind == "json" {
        let shown = serde_json::from_str(shown).unwrap_or_else(|error| panic!("{error}: {shown}"));
        return serde_json::from_str(output).is_ok_and(|output| value_matches(&shown, &output));
    }
    let mut lines = output.lines();
    shown.lines().all(|shown| {
        if kind == "http" {
            lines = output.lines();
        }
        lines.any(|line| text_matches(&format!("{shown}…"), line))
    })
}

fn value_matches(shown: &Value, value: &Value) -> bool {
    match (shown, value) {
        (Value::String(shown), _) if shown == "…" => true,
        (Value::String(shown), Value::String(text)) => text_matches(shown, text),
        (Value::Array(shown), Value::Array(items)) => {
            shown.len() == items.len()
                && shown.iter().zip(items).all(|(shown, item)| value_matches(shown, item))
        }
        (Value::Object(shown), Value::Object(members)) => {
            let named = || shown.iter().filter(|(name, _)| *name != "…");
            let is_whole = named().count() == members.len() || shown.contains_key("…");
            is_whole
                && named()
                    .all(|(name, shown)| members.get(name).is_some_and(|member| value_matches(shown, member)))
        }
        (shown, value) => shown == value,
    }
}

/// Whether the text is the shown one, in which `…` stands for anything.
fn text_matches(shown: &str, text: &str) -> bool {
    let mut parts = shown.split('…');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, between)) = parts.split_last() else { return rest.is_empty() };
    for part in between {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[test]
fn the_comparison_of_samples_finds_differences() {
    for (shown, output, expected) in [
        (r#"{"a": 1, "…": "…"}"#, r#"{"b":2,"a":1}"#, true),
        (r#"{"a": 1}"#, r#"{"b":2,"a":1}"#, false),
        (r#"{"a": "x…z"}"#, r#"{"a":"xyz"}"#, true),
        (r#"{"a": "x…z"}"#, r#"{"a":"xy"}"#, false),
        (r#"["…"]"#, "[1,2]", false),
        (r#"["…", 2]"#, "[1,2]", true),
    ] {
        assert_eq!(matches("json", shown, output), expected, "{shown} {output}");
    }
    assert!(matches("http", "HTTP/1.1 200\netag: …", "HTTP/1.1 200 OK\ndate: now\netag: \"5\"\n"));
    assert!(matches("http", "etag: …\nHTTP/1.1 200", "HTTP/1.1 200 OK\netag: \"5\"\n"));
    assert!(!matches("text", "b\na", "a\nb\n"));
    assert!(!matches("http", "etag: \"6\"", "HTTP/1.1 200 OK\netag: \"5\"\n"));
}
