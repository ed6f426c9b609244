//! What the code of a file names: imports, paths, calls of methods, and statements that write to tables.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::visit::{self, Visit};

/// The functions of diesel whose first argument is the table they write to.
const WRITES: [&str; 4] = ["insert_into", "replace_into", "update", "delete"];

/// A path, such as `crate::db::Conn`.
#[derive(Clone)]
pub struct NamedPath {
    pub line: usize,
    /// The inline modules of the file around it.
    pub inside: Vec<String>,
    pub segments: Vec<String>,
}

impl NamedPath {
    /// Whether these names follow each other somewhere in the path.
    pub fn holds(&self, names: &[&str]) -> bool {
        self.segments.windows(names.len()).any(|window| window == names)
    }
}

/// One name that a `use` item brings in.
pub struct Import {
    /// The whole path. The last segment of `use module::*` is `*`.
    pub path: NamedPath,
    /// The name in this file, which `as` may have changed.
    pub name: String,
    /// Whether other modules can use the name too: `pub use` in any form.
    pub is_exported: bool,
}

/// What a file names. Attributes and the arguments of macros count as code.
#[derive(Default)]
pub struct Facts {
    pub imports: Vec<Import>,
    /// Paths outside of `use` items. A single name is a path too.
    pub paths: Vec<NamedPath>,
    /// Methods that are called, with their lines.
    pub methods: Vec<(usize, String)>,
    /// Macros that are called, with their lines.
    pub macros: Vec<(usize, String)>,
    /// The path that each insert, update and delete begins its table with.
    pub writes: Vec<NamedPath>,
    /// The items that the file defines: the inline modules around each, and its name.
    pub items: Vec<(Vec<String>, String)>,
    /// The modules that are declared here and are files of their own.
    pub declared: Vec<String>,
    /// The modules that are written out in this file, with their lines.
    pub inline_modules: Vec<(usize, String)>,
    /// The first and last lines of public async functions. All handlers are such functions.
    pub public_async_functions: Vec<(usize, usize)>,
    /// Whether the file holds nothing but `mod` and `use` items.
    pub only_lists_modules: bool,
    /// Local variables that stand for a path.
    aliases: Vec<(String, Vec<String>)>,
    inside: Vec<String>,
}

impl Facts {
    pub fn of(tree: &syn::File) -> Self {
        let mut facts = Self::default();
        facts.visit_file(tree);
        let only_lists = |item: &syn::Item| matches!(item, syn::Item::Mod(_) | syn::Item::Use(_));
        facts.only_lists_modules = tree.items.iter().all(only_lists);
        facts
    }

    /// All paths, those of `use` items included.
    pub fn all_paths(&self) -> impl Iterator<Item = &NamedPath> {
        self.paths.iter().chain(self.imports.iter().map(|import| &import.path))
    }

    /// The names in a written table's path. Names that `let` or `as` gave to a path are replaced by that path.
    pub fn table<'a>(&'a self, write: &'a NamedPath) -> Vec<&'a str> {
        let first = &write.segments[0];
        // A file can have several variables of one name: each may be the written one.
        let variables = self.aliases.iter().filter(|(name, _)| name == first).map(|(_, path)| path);
        let imports = self.imports.iter().filter(|import| import.name == *first);
        let imports = imports.map(|import| &import.path.segments);
        let paths = [&write.segments].into_iter().chain(variables).chain(imports);
        paths.flatten().map(String::as_str).collect()
    }

    fn path(&self, span: Span, segments: Vec<String>) -> NamedPath {
        NamedPath { line: span.start().line, inside: self.inside.clone(), segments }
    }

    fn add_imports(&mut self, tree: &syn::UseTree, prefix: &[String], is_exported: bool) {
        let (ident, name) = match tree {
            syn::UseTree::Path(path) => {
                let prefix = [prefix, &[path.ident.to_string()]].concat();
                return self.add_imports(&path.tree, &prefix, is_exported);
            }
            syn::UseTree::Group(group) => {
                return group.items.iter().for_each(|tree| self.add_imports(tree, prefix, is_exported));
            }
            syn::UseTree::Name(name) => (&name.ident, name.ident.to_string()),
            syn::UseTree::Rename(rename) => (&rename.ident, rename.rename.to_string()),
            syn::UseTree::Glob(glob) => {
                let path = self.path(glob.star_token.spans[0], [prefix, &["*".to_owned()]].concat());
                return self.imports.push(Import { path, name: "*".to_owned(), is_exported });
            }
        };
        // `use module::{self}` names the module.
        let (segments, name) = match (ident == "self", prefix.last()) {
            (true, Some(module)) if name == "self" => (prefix.to_vec(), module.clone()),
            (true, Some(_)) => (prefix.to_vec(), name),
            _ => ([prefix, &[ident.to_string()]].concat(), name),
        };
        let path = self.path(ident.span(), segments);
        self.imports.push(Import { path, name, is_exported });
    }

    /// Reads tokens that are no syntax tree: the arguments of a macro or of an attribute.
    fn scan(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            match token {
                TokenTree::Group(group) => self.scan(group.stream()),
                TokenTree::Ident(ident) => {
                    let after_dot = at > 0
                        && is_sign(tokens.get(at - 1), '.')
                        && !(at > 1 && is_sign(tokens.get(at - 2), '.'));
                    let segments = path_at(&tokens[at..]);
                    let end = at + 3 * (segments.len() - 1) + 1;
                    let path = self.path(ident.span(), segments);
                    let call = arguments(tokens.get(end));
                    match (&call, tokens.get(end)) {
                        (Some(arguments), _) => {
                            if after_dot {
                                self.methods.push((path.line, ident.to_string()));
                            }
                            if is_write(&path.segments) {
                                let arguments: Vec<TokenTree> = arguments.clone().into_iter().collect();
                                self.add_write(ident.span(), path_at(&arguments));
                            }
                        }
                        (None, next) if is_sign(next, '!') && !is_sign(tokens.get(end + 1), '=') => {
                            self.macros.push((path.line, path.segments.last().unwrap().clone()));
                        }
                        _ => {}
                    }
                    if !after_dot {
                        self.paths.push(path);
                    }
                    at = end;
                    continue;
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
            at += 1;
        }
    }

    fn add_write(&mut self, span: Span, segments: Vec<String>) {
        if !segments.is_empty() {
            self.writes.push(self.path(span, segments));
        }
    }

    fn add_item(&mut self, name: &syn::Ident) {
        self.items.push((self.inside.clone(), name.to_string()));
    }
}

impl<'ast> Visit<'ast> for Facts {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        match item {
            syn::Item::Const(item) => self.add_item(&item.ident),
            syn::Item::Enum(item) => self.add_item(&item.ident),
            syn::Item::Fn(item) => self.add_item(&item.sig.ident),
            syn::Item::Static(item) => self.add_item(&item.ident),
            syn::Item::Struct(item) => self.add_item(&item.ident),
            syn::Item::Trait(item) => self.add_item(&item.ident),
            syn::Item::Type(item) => self.add_item(&item.ident),
            syn::Item::Macro(syn::ItemMacro { ident: Some(name), .. }) => self.add_item(name),
            _ => {}
        }
        visit::visit_item(self, item);
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        if let (syn::Visibility::Public(first), Some(_)) = (&function.vis, &function.sig.asyncness) {
            let last = function.block.brace_token.span.close();
            self.public_async_functions.push((first.span.start().line, last.start().line));
        }
        visit::visit_item_fn(self, function);
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if module.content.is_none() {
            self.declared.push(module.ident.to_string());
        } else {
            self.inline_modules.push((module.ident.span().start().line, module.ident.to_string()));
        }
        self.inside.push(module.ident.to_string());
        visit::visit_item_mod(self, module);
        self.inside.pop();
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.add_imports(&item.tree, &[], !matches!(item.vis, syn::Visibility::Inherited));
    }

    /// `pub(in path)` only bounds who may use an item.
    fn visit_vis_restricted(&mut self, _: &'ast syn::VisRestricted) {}

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let span = path.segments[0].ident.span();
        self.paths.push(self.path(span, segments(path)));
        visit::visit_path(self, path);
    }

    fn visit_meta_list(&mut self, list: &'ast syn::MetaList) {
        self.visit_path(&list.path);
        self.scan(list.tokens.clone());
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        let name = &call.path.segments.last().unwrap().ident;
        self.macros.push((name.span().start().line, name.to_string()));
        self.visit_path(&call.path);
        self.scan(call.tokens.clone());
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.methods.push((call.method.span().start().line, call.method.to_string()));
        if is_write(&[call.method.to_string()])
            && let Some(table) = call.args.first()
        {
            self.add_write(call.method.span(), receiver(table));
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let syn::Expr::Path(function) = &*call.func
            && is_write(&segments(&function.path))
            && let Some(table) = call.args.first()
        {
            self.add_write(function.path.segments[0].ident.span(), receiver(table));
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if let (syn::Pat::Ident(name), Some(init)) = (&local.pat, &local.init) {
            self.aliases.push((name.ident.to_string(), receiver(&init.expr)));
        }
        visit::visit_local(self, local);
    }
}

fn segments(path: &syn::Path) -> Vec<String> {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect()
}

fn is_write(function: &[String]) -> bool {
    function.last().is_some_and(|name| WRITES.contains(&name.as_str()))
}

/// The path that an expression begins with: that of its innermost receiver.
fn receiver(expression: &syn::Expr) -> Vec<String> {
    match expression {
        syn::Expr::Path(path) => segments(&path.path),
        syn::Expr::MethodCall(call) => receiver(&call.receiver),
        syn::Expr::Reference(reference) => receiver(&reference.expr),
        syn::Expr::Paren(inner) => receiver(&inner.expr),
        _ => Vec::new(),
    }
}

/// The path that begins at the first token, which may be a `&` before it.
fn path_at(tokens: &[TokenTree]) -> Vec<String> {
    let tokens = if is_sign(tokens.first(), '&') { &tokens[1..] } else { tokens };
    let mut segments = Vec::new();
    let mut rest = tokens;
    while let Some(TokenTree::Ident(ident)) = rest.first() {
        segments.push(ident.to_string());
        match rest {
            [_, colon, second, next @ ..]
                if is_sign(Some(colon), ':')
                    && is_sign(Some(second), ':')
                    && matches!(next.first(), Some(TokenTree::Ident(_))) =>
            {
                rest = next;
            }
            _ => break,
        }
    }
    segments
}

fn is_sign(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

fn arguments(token: Option<&TokenTree>) -> Option<TokenStream> {
    match token {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => Some(group.stream()),
        _ => None,
    }
}
