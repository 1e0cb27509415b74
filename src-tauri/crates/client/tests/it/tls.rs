//! Connections that cannot be trusted.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use parlance_client::{Category, Dialect};
use parlance_protocol::GetAppConfigPreview;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::{ask, client};

/// Takes one connection; says what it could read behind a handshake with a certificate that nobody vouches for.
fn self_signed() -> (String, JoinHandle<Vec<u8>>) {
    let certificate = CertificateDer::from(&include_bytes!("../fixtures/self-signed.cert.der")[..]);
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(&include_bytes!("../fixtures/self-signed.key.der")[..]));
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = format!("https://{}", listener.local_addr().unwrap());
    let server = thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let mut stream = StreamOwned::new(ServerConnection::new(Arc::new(config)).unwrap(), stream);
        let mut heard = vec![0; 1024];
        let read = stream.read(&mut heard).unwrap_or(0);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
        heard.truncate(read);
        heard
    });
    (address, server)
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused_before_anything_is_said() {
    let (address, server) = self_signed();
    let error = client(&address).call(&GetAppConfigPreview {}).await.unwrap_err();
    assert_eq!(error.category(), Category::Tls, "{error:?}");
    assert!(server.join().unwrap().is_empty());
}

#[tokio::test]
async fn a_server_without_tls_behind_https_is_no_safe_connection() {
    let plain = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = format!("https://{}", plain.local_addr().unwrap());
    let answering = thread::spawn(move || {
        let (mut stream, _) = plain.accept().unwrap();
        let _ = stream.read(&mut [0; 1024]);
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    });
    let (_, error) = ask(&client(&address), Dialect::Auto).await;
    assert_eq!(error.unwrap().category(), Category::Tls);
    answering.join().unwrap();
}
