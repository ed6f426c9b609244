//! `broadsheet demo`: a sample newsroom to look around in.

mod newsroom;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::serve::Greeting;
use crate::accounts::store::{self, NewUser};
use crate::accounts::{Passwords, service};
use crate::audit::Attribution;
use crate::config::Config;
use crate::content::vocabulary::Role;
use crate::content::{Language, Time};
use crate::db::Conn;
use crate::http::{Caller, Clock};

/// The account that may try everything an editor can.
const EDITOR: &str = "editor@demo.example.org";

/// Fills an empty database with the sample newsroom. A database that has accounts of its own is
/// served as it is, and no account is added to it.
pub fn prepare(conn: &mut Conn, config: &Config) -> Result<Greeting, String> {
    let now = Clock::system().now();
    let users = store::list(conn).map_err(|error| error.to_string())?;
    let ours = users.iter().find(|user| user.email == EDITOR);
    if !users.is_empty() && ours.is_none() {
        return Ok(Box::new(|url| {
            format!(
                "documentation: {url}/docs\nThe database is not empty, so the sample newsroom was left out.\n"
            )
        }));
    }
    let password = new_password()?;
    let hash = Passwords::strong(config.password_min_length)?.hash(&password)?;
    if let Some(editor) = ours {
        let by = Attribution::system("demo", now);
        conn.write(|conn| service::change(conn, editor, &editor.with_password(hash), &by, None))
            .map_err(|error| error.to_string())?;
    } else {
        fill(conn, hash, &config.site_language, now)?;
    }
    Ok(Box::new(move |url| greeting(url, &password)))
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
        newsroom::fill(conn, &editor, language, now)
    })
    .map_err(|error: crate::Error| format!("the sample newsroom cannot be made: {error}"))
}

/// A password that nobody can guess: the demo may be left running within reach of others.
fn new_password() -> Result<String, String> {
    let mut secret = [0; 15];
    getrandom::fill(&mut secret).map_err(|error| error.to_string())?;
    Ok(URL_SAFE_NO_PAD.encode(secret))
}

fn greeting(url: &str, password: &str) -> String {
    format!(
        "documentation: {url}/docs\n\
         newest articles: curl '{url}/v1/articles?limit=3'\n\
         editor's e-mail: {EDITOR}\n\
         editor's password: {password} (a new one at every start)\n"
    )
}
