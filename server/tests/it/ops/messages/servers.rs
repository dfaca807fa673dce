//! Servers that messages go to: a mail server, and one that is push service, gateway and chat. They answer, refuse,
//! fall silent, and come back.

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, Uri},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::messages::{NewSubscription, PushKeys};
use ring::{
    aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral},
    hmac,
    rand::SystemRandom,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// How a server behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Answers,
    /// Says that it takes nothing now.
    Busy,
    /// Accepts connections and says nothing.
    Silent,
    /// Takes the message, and does not say so.
    TakesSilently,
    /// Refuses the reader for good.
    Unknown,
    /// Refuses this sender by a policy.
    Policy,
}

/// What a server has taken, and how it behaves.
pub struct Served<T> {
    mode: Mutex<Mode>,
    taken: Mutex<Vec<T>>,
}

impl<T: Clone> Served<T> {
    fn new() -> Arc<Self> {
        Arc::new(Served { mode: Mutex::new(Mode::Answers), taken: Mutex::default() })
    }

    pub fn set(&self, mode: Mode) {
        *self.mode.lock().expect("a mode") = mode;
    }

    fn mode(&self) -> Mode {
        *self.mode.lock().expect("a mode")
    }

    pub fn taken(&self) -> Vec<T> {
        self.taken.lock().expect("a list").clone()
    }

    fn take(&self, message: T) {
        self.taken.lock().expect("a list").push(message);
    }
}

/// Starts a mail server; returns its address and the mails that it takes.
pub async fn mail_server() -> (String, Arc<Served<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let served = Served::new();
    let shared = served.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let served = shared.clone();
            tokio::spawn(async move { converse(stream, &served).await.ok() });
        }
    });
    (format!("smtp://{address}"), served)
}

/// Waits for ever, as a server that hangs.
async fn hang() {
    std::future::pending::<()>().await;
}

async fn converse(stream: TcpStream, served: &Served<String>) -> std::io::Result<()> {
    let mode = served.mode();
    let mut stream = BufReader::new(stream);
    if mode == Mode::Silent {
        hang().await;
    }
    stream.write_all(b"220 mail.example ESMTP\r\n").await?;
    let mut line = String::new();
    while stream.read_line(&mut line).await? > 0 {
        let command = line.trim_end().to_ascii_uppercase();
        let answer = match command.split([' ', ':']).next().unwrap_or_default() {
            "EHLO" => "250-mail.example\r\n250 8BITMIME\r\n",
            "MAIL" if mode == Mode::Busy => "451 try again later\r\n",
            "RCPT" if mode == Mode::Unknown => "550 5.1.1 no such mailbox\r\n",
            "RCPT" if mode == Mode::Policy => "550 5.7.1 not from here\r\n",
            "DATA" => {
                stream.write_all(b"354 go ahead\r\n").await?;
                let mut text = String::new();
                while !text.ends_with("\r\n.\r\n") {
                    if stream.read_line(&mut text).await? == 0 {
                        return Ok(());
                    }
                }
                // Soft line breaks of quoted-printable would cut links.
                served.take(text.replace("=\r\n", ""));
                if mode == Mode::TakesSilently {
                    hang().await;
                }
                "250 taken\r\n"
            }
            "QUIT" => "221 bye\r\n",
            _ => "250 ok\r\n",
        };
        stream.write_all(answer.as_bytes()).await?;
        line.clear();
    }
    Ok(())
}

/// A request as a web server got it.
#[derive(Clone, Debug)]
pub struct Request {
    pub path: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

/// Starts a server that is push service, gateway and chat; returns its host and the requests that it takes.
pub async fn web_server() -> (String, Arc<Served<Request>>) {
    async fn take(
        State(served): State<Arc<Served<Request>>>,
        uri: Uri,
        headers: HeaderMap,
        body: Bytes,
    ) -> (StatusCode, String) {
        let path = uri.path_and_query().map(ToString::to_string).unwrap_or_default();
        let request = Request { path, headers, body: body.to_vec() };
        match served.mode() {
            Mode::Busy | Mode::Policy => return (StatusCode::SERVICE_UNAVAILABLE, String::new()),
            Mode::Unknown => return (StatusCode::GONE, String::new()),
            Mode::Silent => hang().await,
            Mode::TakesSilently => {
                served.take(request);
                hang().await;
            }
            Mode::Answers => served.take(request),
        }
        (StatusCode::CREATED, r#"{"errcode":0,"errmsg":"ok"}"#.into())
    }
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let served = Served::new();
    let router = Router::new().fallback(take).with_state(served.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (address.to_string(), served)
}

/// A browser's side of one push: its keys open it.
pub struct Browser {
    private: EphemeralPrivateKey,
    public: Vec<u8>,
    auth: [u8; 16],
}

impl Browser {
    pub fn new() -> Browser {
        let private = EphemeralPrivateKey::generate(&ECDH_P256, &SystemRandom::new()).expect("a key");
        let public = private.compute_public_key().expect("a key").as_ref().to_vec();
        Browser { private, public, auth: rand::random() }
    }

    pub fn subscription(&self, endpoint: String) -> NewSubscription {
        let encode = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
        NewSubscription { endpoint, keys: PushKeys { p256dh: encode(&self.public), auth: encode(&self.auth) } }
    }

    /// Opens a push as RFC 8291 says; written anew, so that it shares no mistake with the server.
    pub fn open(self, body: &[u8]) -> String {
        fn mac(key: &[u8], data: Vec<u8>) -> Vec<u8> {
            hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), &data).as_ref().to_vec()
        }
        let (salt, length) = (&body[..16], usize::from(body[20]));
        let (server, sealed) = body[21..].split_at(length);
        let peer = UnparsedPublicKey::new(&ECDH_P256, server);
        let secret = agree_ephemeral(self.private, &peer, <[u8]>::to_vec).expect("a secret");
        let info = [&b"WebPush: info\0"[..], &self.public, server, &[1]].concat();
        let input = mac(&mac(&self.auth, secret), info);
        let extracted = mac(salt, input);
        let key = mac(&extracted, b"Content-Encoding: aes128gcm\0\x01".to_vec());
        let nonce = mac(&extracted, b"Content-Encoding: nonce\0\x01".to_vec());
        let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key[..16]).expect("a key"));
        let nonce = Nonce::try_assume_unique_for_key(&nonce[..12]).expect("a nonce");
        let mut text = sealed.to_vec();
        let plain = key.open_in_place(nonce, Aad::empty(), &mut text).expect("it is for this browser");
        let plain = plain.strip_suffix(&[2]).expect("the last record");
        String::from_utf8(plain.to_vec()).expect("text")
    }
}
