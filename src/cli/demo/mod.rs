//! `broadsheet demo`: the server with a sample newsroom.

mod newsroom;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::serve::StartupMessage;
use crate::accounts::model::NewUser;
use crate::accounts::{Passwords, service, store};
use crate::audit::Attribution;
use crate::config::Config;
use crate::content::vocabulary::Role;
use crate::content::{Language, Time};
use crate::db::{Conn, published_search};
use crate::http::{Caller, Clock};

/// The e-mail address of the sample newsroom's editor.
const EDITOR: &str = "editor@demo.example.org";

/// Fills an empty database with the sample newsroom. If the demo's editor exists already, gives it a new password. A
/// database with other accounts only stays unchanged.
pub fn prepare(conn: &mut Conn, config: &Config) -> Result<StartupMessage, String> {
    let now = Clock::system().now();
    let users = store::list_all(conn).map_err(|error| error.to_string())?;
    let editor = users.iter().find(|user| user.email == EDITOR);
    if !users.is_empty() && editor.is_none() {
        return Ok(Box::new(|url| {
            format!(
                "documentation: {url}/docs\nThe database is not empty, so the sample newsroom was left out.\n"
            )
        }));
    }
    let password = random_password()?;
    let hash = Passwords::strong(config.password_min_length)?.hash(&password)?;
    if let Some(editor) = editor {
        let by = Attribution::system("demo", now);
        conn.write(|conn| service::change(conn, editor, &editor.with_password_hash(hash), &by, None))
            .map_err(|error| error.to_string())?;
    } else {
        fill(conn, hash, &config.site_language, now)?;
    }
    Ok(Box::new(move |url| message(url, &password)))
}

fn fill(conn: &mut Conn, hash: String, language: &Language, now: Time) -> Result<(), String> {
    conn.write(|conn| {
        let editor = NewUser::new(EDITOR, "Demo Editor".to_owned(), Role::Editor, hash, now);
        let editor = service::create(conn, editor, &Attribution::system("demo", now))?;
        let editor = Caller {
            id: editor.id,
            name: editor.name,
            role: editor.role,
            sections: None,
            session: None,
            key: None,
        };
        newsroom::fill(conn, &editor, language, now)?;
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
    format!(
        "documentation: {url}/docs\n\
         newest articles: curl '{url}/v1/articles?limit=3'\n\
         editor's e-mail: {EDITOR}\n\
         editor's password: {password} (a new one at every start)\n"
    )
}
