//! A bare actix handler that answers every request with the bytes of one file: what the framework itself
//! costs, for comparison.
//!
//! `cargo run --release --example bare -- FILE [PORT]`

use actix_web::rt::net::TcpStream;
use actix_web::web::{self, Bytes};
use actix_web::{App, HttpResponse, HttpServer};

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or_else(|| std::io::Error::other("usage: bare FILE [PORT]"))?;
    let port =
        arguments.next().map_or(Ok(8090), |port| port.parse::<u16>()).map_err(std::io::Error::other)?;
    let bytes = Bytes::from(std::fs::read(file)?);
    actix_web::rt::System::new().block_on(async {
        HttpServer::new(move || {
            let bytes = bytes.clone();
            let answer = move || {
                let bytes = bytes.clone();
                async move { HttpResponse::Ok().content_type("application/json").body(bytes) }
            };
            App::new().default_service(web::to(answer))
        })
        .on_connect(|connection, _| {
            if let Some(stream) = connection.downcast_ref::<TcpStream>() {
                // As the server itself does it.
                let _ = stream.set_nodelay(true);
            }
        })
        .bind(("127.0.0.1", port))?
        .run()
        .await
    })
}
