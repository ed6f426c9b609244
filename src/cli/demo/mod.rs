//! `broadsheet demo`: the server with a sample newsroom.

mod newsroom;
mod pictures;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::serve::{Addition, StartupMessage};
use crate::accounts::model::{NewUser, User};
use crate::accounts::{Passwords, service, store};
use crate::audit::Attribution;
use crate::config::Config;
use crate::content::Time;
use crate::content::vocabulary::Role;
use crate::db::{Conn, published_search};
use crate::http::{Caller, Clock};

/// The e-mail address of the account that writes the articles of the sample newsroom.
const EDITOR: &str = "editor@demo.example.org";

/// The accounts of the sample newsroom.
const ACCOUNTS: [(&str, &str, Role); 3] = [
    (EDITOR, "Demo Editor", Role::Editor),
    ("admin@demo.example.org", "Demo Admin", Role::Admin),
    ("reporter@demo.example.org", "Demo Reporter", Role::Reporter),
];

/// What the demo adds to the server: the sample newsroom and its pictures.
pub const ADDITION: Addition = Addition { prepare, routes: pictures::routes };

/// Fills an empty database with the sample newsroom. If one of its accounts exists already, gives all of them a new password. A
/// database with other accounts only stays unchanged.
fn prepare(conn: &mut Conn, config: &Config) -> Result<StartupMessage, String> {
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
    }
    let filled = conn.write(|conn| {
        let accounts = prepare_accounts(conn, &users, &hash, now)?;
        if let Some(editor) = accounts.into_iter().find(|user| users.is_empty() && user.email == EDITOR) {
            let (id, name, role) = (editor.id, editor.name, editor.role);
            let editor = Caller { id, name, role, sections: None, session: None, key: None };
            newsroom::fill(conn, &editor, config, now)?;
        }
        // A server indexes what its own transactions publish. This transaction is not one of them.
        Ok(published_search::index_queued(conn)?)
    });
    filled.map_err(|error: crate::Error| format!("the sample newsroom cannot be created: {error}"))?;
    Ok(Box::new(move |url| message(url, &password)))
}

/// Gives the accounts of the sample newsroom that are among `users` the password, and creates the others.
fn prepare_accounts(
    conn: &mut Conn,
    users: &[User],
    hash: &str,
    now: Time,
) -> Result<Vec<User>, crate::Error> {
    let by = Attribution::system("demo", now);
    let prepare = |(email, name, role): (&str, &str, Role)| {
        let account = match users.iter().find(|user| user.email == email) {
            Some(user) => service::change(conn, user, &user.with_password_hash(hash.to_owned()), &by, None),
            None => {
                service::create(conn, NewUser::new(email, name.to_owned(), role, hash.to_owned(), now), &by)
            }
        };
        Ok(account?)
    };
    ACCOUNTS.into_iter().map(prepare).collect()
}

/// A random password of 20 characters, because the demo may be reachable from other machines.
fn random_password() -> Result<String, String> {
    let mut secret = [0; 15];
    getrandom::fill(&mut secret).map_err(|error| error.to_string())?;
    Ok(URL_SAFE_NO_PAD.encode(secret))
}

fn message(url: &str, password: &str) -> String {
    let others = ACCOUNTS.iter().map(|(email, ..)| *email).filter(|email| *email != EDITOR);
    format!(
        "documentation: {url}/docs\n\
         newest articles: curl '{url}/v1/articles?limit=3'\n\
         editor's e-mail: {EDITOR}\n\
         other accounts: {}, with the same password\n\
         editor's password: {password} (a new one at every start)\n",
        others.collect::<Vec<_>>().join(", ")
    )
}
