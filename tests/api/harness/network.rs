//! A network between the service and PostgreSQL, which can be made to fail.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{sleep, spawn};
use std::time::Duration;

use broadsheet::db::DatabaseUrl;

/// How often a connection that passes nothing on looks whether it may.
const LOOK: Duration = Duration::from_millis(10);

/// Passes everything on between a port of its own and the server of a URL, until it is told otherwise.
pub struct Network {
    /// The same database, by way of this network.
    pub url: DatabaseUrl,
    lines: Arc<Mutex<Vec<Line>>>,
    silence: Arc<Silence>,
}

/// Whether nothing is passed on.
#[derive(Default)]
struct Silence {
    is_now: AtomicBool,
    /// Bytes from a client at which it begins.
    begins_at: Mutex<Option<&'static [u8]>>,
}

/// A connection in both directions.
struct Line {
    is_frozen: Arc<AtomicBool>,
    client: TcpStream,
}

/// Either kind of socket that PostgreSQL listens on.
trait Socket: Read + Write + Send {
    fn twin(&self) -> Box<dyn Socket>;
    fn close(&self);
}

impl Socket for TcpStream {
    fn twin(&self) -> Box<dyn Socket> {
        Box::new(self.try_clone().unwrap())
    }

    fn close(&self) {
        let _ = self.shutdown(Shutdown::Both);
    }
}

impl Socket for UnixStream {
    fn twin(&self) -> Box<dyn Socket> {
        Box::new(self.try_clone().unwrap())
    }

    fn close(&self) {
        let _ = self.shutdown(Shutdown::Both);
    }
}

impl Network {
    /// A network that leads to the database.
    pub fn to(database: &DatabaseUrl) -> Self {
        let DatabaseUrl::Postgres(url) = database else { panic!("only a server is behind a network") };
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let here = listener.local_addr().unwrap();
        let (lines, silence) = (Arc::<Mutex<Vec<Line>>>::default(), Arc::<Silence>::default());
        let parsed = url::Url::parse(url).unwrap();
        let parameter =
            |name: &str| parsed.query_pairs().find(|(known, _)| known == name).map(|(_, v)| v.into_owned());
        let (folder, port) = (parameter("host"), parsed.port().unwrap_or(5432));
        let host = parsed.host_str().unwrap_or("127.0.0.1").to_owned();
        let user = parameter("user").unwrap_or_else(|| parsed.username().to_owned());
        let password = parsed.password().map(|password| format!(":{password}")).unwrap_or_default();
        let own = format!("postgres://{user}{password}@{here}{}", parsed.path());
        let (passed, silent) = (Arc::clone(&lines), Arc::clone(&silence));
        spawn(move || {
            for client in listener.incoming() {
                let client = client.unwrap();
                let server: Box<dyn Socket> = match &folder {
                    Some(folder) => {
                        Box::new(UnixStream::connect(format!("{folder}/.s.PGSQL.{port}")).unwrap())
                    }
                    None => Box::new(TcpStream::connect((host.as_str(), port)).unwrap()),
                };
                let is_frozen = Arc::<AtomicBool>::default();
                let ways: [(Box<dyn Socket>, Box<dyn Socket>); 2] =
                    [(Box::new(client.try_clone().unwrap()), server.twin()), (server, client.twin())];
                for (from, to) in ways {
                    let (frozen, silent) = (Arc::clone(&is_frozen), Arc::clone(&silent));
                    spawn(move || pass_on(from, to, &frozen, &silent));
                }
                passed.lock().unwrap().push(Line { is_frozen, client });
            }
        });
        Self { url: own.parse().unwrap(), lines, silence }
    }

    /// Keeps all connections, also new ones, and passes nothing on: as of a server that was stopped, or behind a firewall.
    pub fn fall_silent(&self) {
        self.silence.is_now.store(true, Ordering::Relaxed);
    }

    /// Does that as soon as a client sends these bytes, and passes them on only when it comes back.
    pub fn fall_silent_at(&self, bytes: &'static [u8]) {
        *self.silence.begins_at.lock().unwrap() = Some(bytes);
    }

    /// Whether it passes nothing on.
    pub fn is_silent(&self) -> bool {
        self.silence.is_now.load(Ordering::Relaxed)
    }

    /// Passes on again, also what has been waiting.
    pub fn come_back(&self) {
        *self.silence.begins_at.lock().unwrap() = None;
        self.silence.is_now.store(false, Ordering::Relaxed);
    }

    /// Passes nothing on for the present connections, ever; new ones work.
    pub fn freeze_connections(&self) {
        for line in self.lines.lock().unwrap().iter() {
            line.is_frozen.store(true, Ordering::Relaxed);
        }
    }

    /// Ends all present connections.
    pub fn cut(&self) {
        for line in self.lines.lock().unwrap().drain(..) {
            line.client.close();
        }
    }
}

fn pass_on(mut from: Box<dyn Socket>, mut to: Box<dyn Socket>, is_frozen: &AtomicBool, silence: &Silence) {
    let mut buffer = [0; 16 * 1024];
    while let Ok(length @ 1..) = from.read(&mut buffer) {
        let begins_at = *silence.begins_at.lock().unwrap();
        if begins_at.is_some_and(|bytes| buffer[..length].windows(bytes.len()).any(|window| window == bytes))
        {
            silence.is_now.store(true, Ordering::Relaxed);
        }
        while is_frozen.load(Ordering::Relaxed) || silence.is_now.load(Ordering::Relaxed) {
            sleep(LOOK);
        }
        if to.write_all(&buffer[..length]).is_err() {
            break;
        }
    }
    from.close();
    to.close();
}
