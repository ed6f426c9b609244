//! A TCP proxy between the service and PostgreSQL, which can pause and break connections.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{sleep, spawn};
use std::time::Duration;

use broadsheet::db::DatabaseUrl;

/// The interval at which a paused connection checks whether it may continue.
const POLL_INTERVAL: Duration = Duration::from_millis(10);

/// Forwards all bytes between a local port and a database server, unless it is paused.
pub struct DatabaseProxy {
    /// The URL of the same database through this proxy.
    pub url: DatabaseUrl,
    connections: Arc<Mutex<Vec<Connection>>>,
    pause: Arc<Pause>,
}

/// Whether the proxy forwards nothing.
#[derive(Default)]
struct Pause {
    is_active: AtomicBool,
    /// The bytes from a client that start the pause.
    trigger: Mutex<Option<&'static [u8]>>,
}

/// The connection of a client, in both directions.
struct Connection {
    is_frozen: Arc<AtomicBool>,
    client: TcpStream,
}

/// A TCP or Unix socket, since PostgreSQL may listen on either.
trait Socket: Read + Write + Send {
    fn duplicate(&self) -> Box<dyn Socket>;
    fn close(&self);
}

impl Socket for TcpStream {
    fn duplicate(&self) -> Box<dyn Socket> {
        Box::new(self.try_clone().unwrap())
    }

    fn close(&self) {
        let _ = self.shutdown(Shutdown::Both);
    }
}

impl Socket for UnixStream {
    fn duplicate(&self) -> Box<dyn Socket> {
        Box::new(self.try_clone().unwrap())
    }

    fn close(&self) {
        let _ = self.shutdown(Shutdown::Both);
    }
}

impl DatabaseProxy {
    /// Starts a proxy for the database.
    pub fn start(database: &DatabaseUrl) -> Self {
        let DatabaseUrl::Postgres(url) = database else { panic!("SQLite has no server") };
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (connections, pause) = (Arc::<Mutex<Vec<Connection>>>::default(), Arc::<Pause>::default());
        let parsed = url::Url::parse(url).unwrap();
        let parameter =
            |name: &str| parsed.query_pairs().find(|(key, _)| key == name).map(|(_, v)| v.into_owned());
        let (folder, port) = (parameter("host"), parsed.port().unwrap_or(5432));
        let host = parsed.host_str().unwrap_or("127.0.0.1").to_owned();
        let user = parameter("user").unwrap_or_else(|| parsed.username().to_owned());
        let password = parsed.password().map(|password| format!(":{password}")).unwrap_or_default();
        let url_text = format!("postgres://{user}{password}@{address}{}", parsed.path());
        let (shared_connections, shared_pause) = (Arc::clone(&connections), Arc::clone(&pause));
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
                let directions: [(Box<dyn Socket>, Box<dyn Socket>); 2] = [
                    (Box::new(client.try_clone().unwrap()), server.duplicate()),
                    (server, client.duplicate()),
                ];
                for (from, to) in directions {
                    let (is_frozen, pause) = (Arc::clone(&is_frozen), Arc::clone(&shared_pause));
                    spawn(move || forward(from, to, &is_frozen, &pause));
                }
                shared_connections.lock().unwrap().push(Connection { is_frozen, client });
            }
        });
        Self { url: url_text.parse().unwrap(), connections, pause }
    }

    /// Accepts connections but forwards nothing, like a stopped server or a firewall.
    pub fn pause(&self) {
        self.pause.is_active.store(true, Ordering::Relaxed);
    }

    /// Pauses as soon as a client sends these bytes. They are forwarded after `resume`.
    pub fn pause_at(&self, bytes: &'static [u8]) {
        *self.pause.trigger.lock().unwrap() = Some(bytes);
    }

    /// Whether the proxy forwards nothing.
    pub fn is_paused(&self) -> bool {
        self.pause.is_active.load(Ordering::Relaxed)
    }

    /// Forwards again, including the bytes that have been waiting.
    pub fn resume(&self) {
        *self.pause.trigger.lock().unwrap() = None;
        self.pause.is_active.store(false, Ordering::Relaxed);
    }

    /// Forwards nothing more on the open connections. New connections work.
    pub fn freeze_connections(&self) {
        for connection in self.connections.lock().unwrap().iter() {
            connection.is_frozen.store(true, Ordering::Relaxed);
        }
    }

    /// Closes all open connections.
    pub fn close_connections(&self) {
        for connection in self.connections.lock().unwrap().drain(..) {
            connection.client.close();
        }
    }
}

fn forward(mut from: Box<dyn Socket>, mut to: Box<dyn Socket>, is_frozen: &AtomicBool, pause: &Pause) {
    let mut buffer = [0; 16 * 1024];
    while let Ok(length @ 1..) = from.read(&mut buffer) {
        let trigger = *pause.trigger.lock().unwrap();
        if trigger.is_some_and(|bytes| buffer[..length].windows(bytes.len()).any(|window| window == bytes)) {
            pause.is_active.store(true, Ordering::Relaxed);
        }
        while is_frozen.load(Ordering::Relaxed) || pause.is_active.load(Ordering::Relaxed) {
            sleep(POLL_INTERVAL);
        }
        if to.write_all(&buffer[..length]).is_err() {
            break;
        }
    }
    from.close();
    to.close();
}
