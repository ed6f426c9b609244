//! The Rust files of the package, and what their syntax trees say.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::facts::Facts;

/// All Rust files of `src` and `tests`. They are read once for all tests of a run.
static FILES: LazyLock<Vec<Source>> = LazyLock::new(|| {
    let names = [names_below("src"), names_below("tests")].concat();
    names.into_iter().filter(|name| name.ends_with(".rs")).map(Source::read).collect()
});

/// A Rust file.
pub struct Source {
    /// The path from the package's root, with `/`.
    pub name: String,
    pub text: String,
    /// What the code says, without the code that is compiled for tests only.
    pub facts: Facts,
    /// All identifiers with their lines, those of tests included.
    pub identifiers: Vec<(usize, String)>,
    /// The modules marked `#[cfg(test)]` that are files of their own.
    pub test_modules: Vec<String>,
}

impl Source {
    fn read(name: String) -> Self {
        let text = fs::read_to_string(in_package(&name)).unwrap();
        let tokens: TokenStream = text.parse().unwrap();
        let (mut identifiers, mut test_modules) = (Vec::new(), Vec::new());
        add_identifiers(tokens.clone(), &mut identifiers);
        let tree = syn::parse2(without_tests(tokens, &mut test_modules));
        let facts = Facts::of(&tree.unwrap_or_else(|error| panic!("{name} cannot be parsed: {error}")));
        Self { name, text, facts, identifiers, test_modules }
    }

    /// The name without its folders.
    pub fn file_name(&self) -> &str {
        self.name.rsplit('/').next().unwrap()
    }

    /// The path of the file's module from its crate, such as `db::conn`. Empty for the root of the crate.
    pub fn module(&self) -> String {
        let path = self.name.split_once('/').unwrap().1.trim_end_matches(".rs");
        let path = path.strip_suffix("/mod").unwrap_or(path);
        if path == "lib" { String::new() } else { path.replace('/', "::") }
    }

    /// The top-level module that the file belongs to.
    pub fn top_module(&self) -> &str {
        self.name.split('/').nth(1).unwrap().trim_end_matches(".rs")
    }

    /// Whether the file belongs to one of these top-level modules, or has one of these file names. `*_store.rs` counts
    /// as `store.rs`.
    pub fn is(&self, any: &[&str]) -> bool {
        let name = if self.name.ends_with("_store.rs") { "store.rs" } else { self.file_name() };
        any.contains(&self.top_module()) || any.contains(&name)
    }

    /// The files in which modules that this file declares can be.
    pub fn files_of(&self, modules: &[String]) -> Vec<String> {
        let home = self.name.trim_end_matches(".rs");
        let home = ["/mod", "/lib", "/main"].iter().find_map(|root| home.strip_suffix(root)).unwrap_or(home);
        modules
            .iter()
            .flat_map(|name| [format!("{home}/{name}.rs"), format!("{home}/{name}/mod.rs")])
            .collect()
    }

    /// The line as a compiler would report it, with its text.
    pub fn place(&self, line: usize) -> String {
        format!("{}:{line}: {}", self.name, self.text.lines().nth(line - 1).unwrap_or_default().trim())
    }
}

/// All Rust files of `src` and `tests`.
pub fn all() -> &'static [Source] {
    &FILES
}

/// The Rust files of `src`, without the files that are compiled for tests only.
pub fn program() -> impl Iterator<Item = &'static Source> {
    let test_files: BTreeSet<String> =
        FILES.iter().flat_map(|file| file.files_of(&file.test_modules)).collect();
    FILES.iter().filter(move |file| file.name.starts_with("src/") && !test_files.contains(&file.name))
}

/// The files below a folder, in order, as paths from the package's root.
pub fn names_below(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(in_package(folder)).unwrap();
    let names: BTreeSet<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let names = names.into_iter().map(|name| format!("{folder}/{name}"));
    names.flat_map(|name| if in_package(&name).is_dir() { names_below(&name) } else { vec![name] }).collect()
}

pub fn in_package(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn add_identifiers(tokens: TokenStream, names: &mut Vec<(usize, String)>) {
    for token in tokens {
        match token {
            TokenTree::Ident(name) => names.push((name.span().start().line, name.to_string())),
            TokenTree::Group(group) => add_identifiers(group.stream(), names),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// Leaves out each item marked `#[cfg(test)]`, and adds the names of the modules among them that are files.
fn without_tests(tokens: TokenStream, modules: &mut Vec<String>) -> TokenStream {
    let mut rest = tokens.into_iter().peekable();
    let mut left = Vec::new();
    while let Some(token) = rest.next() {
        let marks_test = matches!(&token, TokenTree::Punct(sign) if sign.as_char() == '#')
            && matches!(rest.peek(), Some(TokenTree::Group(group)) if is_cfg_test(group));
        if marks_test {
            let item: Vec<TokenTree> = take_item(&mut rest);
            if let [.., TokenTree::Ident(keyword), TokenTree::Ident(name), TokenTree::Punct(_)] = &item[..]
                && *keyword == "mod"
            {
                modules.push(name.to_string());
            }
            continue;
        }
        left.push(match token {
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), without_tests(group.stream(), modules));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            token => token,
        });
    }
    left.into_iter().collect()
}

/// Takes the tokens of an item: they end with a semicolon, or with a block that no semicolon follows.
fn take_item(tokens: &mut std::iter::Peekable<impl Iterator<Item = TokenTree>>) -> Vec<TokenTree> {
    let is_semicolon = |token: &TokenTree| matches!(token, TokenTree::Punct(sign) if sign.as_char() == ';');
    let mut item = Vec::new();
    for token in tokens.by_ref() {
        let ends = is_semicolon(&token)
            || matches!(&token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
        item.push(token);
        if ends {
            break;
        }
    }
    item.extend(tokens.next_if(is_semicolon));
    item
}

fn is_cfg_test(group: &Group) -> bool {
    group.delimiter() == Delimiter::Bracket && group.stream().to_string().replace(' ', "") == "cfg(test)"
}
