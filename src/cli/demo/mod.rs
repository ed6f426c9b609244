//! `broadsheet demo`: the server with a sample newsroom.

mod newsroom;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::serve::StartupMessage;
use crate::accounts::model::{NewUser, User};
use crate::accounts::{Passwords, service, store};
use crate::audit::Attribution;
use crate::config::{Config, DEFAULT_SITE_NAME};
use crate::content::Time;
use crate::content::vocabulary::Role;
use crate::db::{Conn, published_search};
use crate::http::{Caller, Clock};

/// The accounts of the sample newsroom. The editor created its articles.
const ACCOUNTS: [(&str, &str, Role); 3] = [
    ("editor@demo.example.org", "Demo Editor", Role::Editor),
    ("admin@demo.example.org", "Demo Admin", Role::Admin),
    ("reporter@demo.example.org", "Demo Reporter", Role::Reporter),
];

/// Fills an empty database with the sample newsroom. If its accounts exist already, gives them a new password. A database with
/// other accounts only stays unchanged.
pub fn prepare(conn: &mut Conn, config: &Config) -> Result<StartupMessage, String> {
    let now = Clock::system().now();
    let users = store::list_all(conn).map_err(|error| error.to_string())?;
    let is_of_demo = |user: &User| ACCOUNTS.iter().any(|(email, ..)| user.email == *email);
    if !users.is_empty() && !users.iter().any(is_of_demo) {
        return Ok(Box::new(|url| {
            format!(
                "documentation: {url}/docs\nThe database is not empty, so the sample newsroom was left out.\n"
            )
        }));
    }
    let password = random_password()?;
    let hash = Passwords::strong(config.password_min_length)?.hash(&password)?;
    if users.is_empty() {
        log::info!("filling the empty database with the sample newsroom");
        fill(conn, config, &hash, now)?;
    }
    for user in users.iter().filter(|user| is_of_demo(user)) {
        let by = Attribution::system("demo", now);
        conn.write(|conn| service::change(conn, user, &user.with_password_hash(hash.clone()), &by, None))
            .map_err(|error| error.to_string())?;
    }
    Ok(Box::new(move |url| message(url, &password)))
}

fn fill(conn: &mut Conn, config: &Config, hash: &str, now: Time) -> Result<(), String> {
    let by = Attribution::system("demo", now);
    conn.write(|conn| {
        let mut users = Vec::new();
        for (email, name, role) in ACCOUNTS {
            let user = NewUser::new(email, name.to_owned(), role, hash.to_owned(), now);
            users.push(service::create(conn, user, &by)?);
        }
        if let Some(editor) = users.into_iter().next() {
            let (id, name, role) = (editor.id, editor.name, editor.role);
            let editor = Caller { id, name, role, sections: None, session: None, key: None };
            let has_name = config.site_name != DEFAULT_SITE_NAME;
            newsroom::fill(conn, &editor, &config.site_language, has_name, now)?;
        }
        // A server indexes what its own transactions publish. This transaction is not one of them.
        Ok(published_search::index_queued(conn)?)
    })
    .map_err(|error: crate::Error| format!("the sample newsroom cannot be created: {error}"))
}

/// A random password of 20 characters, because the demo may be reachable from other machines.
fn random_password() -> Result<String, String> {
    let mut secret = [0; 15];
    getrandom::fill(&mut secret).map_err(|error| error.to_string())?;
    Ok(URL_SAFE_NO_PAD.encode(secret))
}

fn message(url: &str, password: &str) -> String {
    let [(editor, ..), (admin, ..), (reporter, ..)] = ACCOUNTS;
    format!(
        "documentation: {url}/docs\n\
         newest articles: curl '{url}/v1/articles?limit=3'\n\
         editor's e-mail: {editor}\n\
         other accounts: {admin}, {reporter}, with the same password\n\
         editor's password: {password} (a new one at every start)\n"
    )
}
