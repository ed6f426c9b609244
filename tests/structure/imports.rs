//! Which file imports from which. A path is followed through `use` items and exports to the file that defines its
//! last name.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::facts::{Import, NamedPath};
use crate::source::Source;

/// The longest chain of exports that is followed. It ends chains that lead back to themselves.
const MAX_EXPORTS: usize = 16;

/// The modules of the library by their paths, such as `db::conn`.
struct Modules<'a> {
    /// The files, by the paths of their modules. An inline module belongs to the file around it.
    files: HashMap<String, usize>,
    imports: HashMap<String, Vec<&'a Import>>,
    items: HashSet<(String, String)>,
}

/// What a path leads to: an item of a module, or the module itself.
struct Target {
    module: String,
    item: Option<String>,
}

/// One file imports a name that another file defines.
pub struct Edge {
    pub from: usize,
    pub to: usize,
    pub line: usize,
}

impl<'a> Modules<'a> {
    fn new(files: &[&'a Source]) -> Self {
        let mut modules = Self { files: HashMap::new(), imports: HashMap::new(), items: HashSet::new() };
        for (number, file) in files.iter().enumerate() {
            let module = file.module();
            modules.files.insert(module.clone(), number);
            for import in &file.facts.imports {
                modules.imports.entry(within(&module, &import.path.inside)).or_default().push(import);
            }
            for (inside, name) in &file.facts.items {
                let module = within(&module, inside);
                modules.files.insert(module.clone(), number);
                modules.items.insert((module, name.clone()));
            }
        }
        modules
    }

    /// What a path in a module leads to. None for names of other crates and of local variables.
    fn resolve(&self, module: &str, path: &[String], exports: usize) -> Option<Target> {
        let (mut module, mut path) = (module.to_owned(), path);
        let is_relative = !["crate", "self", "super"].contains(&path.first()?.as_str());
        while let Some((first, rest)) = path.split_first() {
            match first.as_str() {
                "crate" => module.clear(),
                "self" => {}
                "super" => module = module.rsplit_once("::").map_or("", |(parent, _)| parent).to_owned(),
                _ => break,
            }
            path = rest;
        }
        for (at, name) in path.iter().enumerate() {
            let child = join(&module, name);
            if self.files.contains_key(&child) {
                module = child;
                continue;
            }
            if let Some(target) = self.through_import(&module, name, &path[at + 1..], exports) {
                return target;
            }
            let is_item = self.items.contains(&(module.clone(), name.clone()));
            if is_relative && at == 0 && !is_item {
                return None;
            }
            return Some(Target { module, item: Some(name.clone()) });
        }
        Some(Target { module, item: None })
    }

    /// What a name leads to that a `use` item of the module brings in. The outer `None` means that no item does.
    fn through_import(
        &self,
        module: &str,
        name: &str,
        rest: &[String],
        exports: usize,
    ) -> Option<Option<Target>> {
        let imports = self.imports.get(module).filter(|_| exports < MAX_EXPORTS)?;
        if let Some(import) = imports.iter().find(|import| import.name == name) {
            // `pub(crate) use name` exports a macro of the same file.
            if import.path.segments == [name] {
                return None;
            }
            let path = [&import.path.segments[..], rest].concat();
            return Some(self.resolve(module, &path, exports + 1));
        }
        imports.iter().filter(|import| import.name == "*").find_map(|import| {
            let (_, globbed) = import.path.segments.split_last()?;
            let target = self.resolve(module, &[globbed, &[name.to_owned()]].concat(), exports + 1)?;
            let item = (target.module.clone(), target.item.clone()?);
            self.items.contains(&item).then_some(Some(target))
        })
    }
}

/// All imports between the files.
pub fn edges(files: &[&Source]) -> Vec<Edge> {
    let modules = Modules::new(files);
    let mut edges = Vec::new();
    for (from, file) in files.iter().enumerate() {
        let facts = &file.facts;
        let is_used = |name: &str| facts.paths.iter().any(|path| path.segments[0] == name);
        let imports = facts.imports.iter().filter(|import| !import.is_exported || is_used(&import.name));
        let paths: Vec<&NamedPath> = imports.map(|import| &import.path).chain(&facts.paths).collect();
        for path in paths {
            let module = within(&file.module(), &path.inside);
            let segments = path.segments.strip_suffix(&["*".to_owned()]);
            let is_glob = segments.is_some();
            let target = modules.resolve(&module, segments.unwrap_or(&path.segments), 0);
            // Importing a module alone uses nothing of it: the paths that begin with its name do.
            let target = target.filter(|target| is_glob || target.item.is_some());
            let to = target.and_then(|target| modules.files.get(&target.module).copied());
            edges.extend(to.filter(|to| *to != from).map(|to| Edge { from, to, line: path.line }));
        }
    }
    edges
}

/// The import circles of each folder. A subfolder counts as one file of its folder, so this covers the top-level
/// modules too. Each text names the files of one circle and the imports that form it.
pub fn circles(files: &[&Source], edges: &[Edge]) -> Vec<String> {
    let mut folders: BTreeMap<String, BTreeMap<(String, String), &Edge>> = BTreeMap::new();
    for edge in edges {
        let (from, to) = (files[edge.from].module(), files[edge.to].module());
        let folder = common_module(&from, &to);
        let entries = (entry(&folder, &from), entry(&folder, &to));
        folders.entry(folder).or_default().entry(entries).or_insert(edge);
    }
    let mut circles = Vec::new();
    for imports in folders.values() {
        for circle in components(imports.keys()) {
            let inside =
                imports.iter().filter(|((from, to), _)| circle.contains(from) && circle.contains(to));
            let lines = inside.map(|(_, edge)| {
                format!(
                    "\n    {}\n        imports from {}",
                    files[edge.from].place(edge.line),
                    files[edge.to].name
                )
            });
            let names: Vec<_> = circle.iter().map(String::as_str).collect();
            circles.push(format!("{}:{}", names.join(", "), lines.collect::<String>()));
        }
    }
    circles
}

/// The sets of more than one entry that all reach each other.
fn components<'a>(edges: impl Iterator<Item = &'a (String, String)> + Clone) -> Vec<BTreeSet<String>> {
    let mut next: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (from, to) in edges {
        next.entry(from).or_default().push(to);
    }
    let reach = |start: &str| {
        let (mut reached, mut open) = (BTreeSet::new(), vec![start]);
        while let Some(at) = open.pop() {
            for to in next.get(at).into_iter().flatten() {
                if reached.insert((*to).to_owned()) {
                    open.push(to);
                }
            }
        }
        reached
    };
    let reached: BTreeMap<&str, BTreeSet<String>> = next.keys().map(|entry| (*entry, reach(entry))).collect();
    let circle = |start: &str| -> BTreeSet<String> {
        let all = reached[start].iter();
        all.filter(|other| reached.get(other.as_str()).is_some_and(|back| back.contains(start)))
            .cloned()
            .collect()
    };
    let circles: BTreeSet<_> =
        reached.keys().map(|start| circle(start)).filter(|all| all.len() > 1).collect();
    circles.into_iter().collect()
}

/// The innermost module that holds both modules or is one of them.
fn common_module(one: &str, other: &str) -> String {
    let both = one.split("::").zip(other.split("::"));
    let common: Vec<&str> = both.take_while(|(one, other)| one == other).map(|(one, _)| one).collect();
    common.join("::")
}

/// The file or folder, directly in the folder of a module, that holds another module.
fn entry(folder: &str, module: &str) -> String {
    let below = module.strip_prefix(folder).unwrap().trim_start_matches("::");
    match below.split("::").next() {
        Some("") | None => format!("{folder} itself"),
        Some(name) => join(folder, name),
    }
}

fn within(module: &str, inside: &[String]) -> String {
    inside.iter().fold(module.to_owned(), |module, name| join(&module, name))
}

fn join(module: &str, name: &str) -> String {
    if module.is_empty() { name.to_owned() } else { format!("{module}::{name}") }
}
