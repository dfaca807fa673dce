//! Mail by SMTP, one connection each. Up to the end of the text a failure is safe to repeat; after it is not.

use std::time::Duration;

use domain::messages::Outcome;
use lettre::{
    Address, Message,
    message::{
        Mailbox,
        header::{ContentType, HeaderName, HeaderValue},
    },
    transport::smtp::{
        Error,
        authentication::{Credentials, Mechanism},
        client::{AsyncSmtpConnection, TlsParameters},
        commands::{Data, Mail, Rcpt},
        extension::ClientId,
    },
};
use store::messages::lease::Outgoing;
use tokio::{sync::watch, time::timeout};

use super::{key, words::Words};

/// Longest wait for a connection.
const CONNECTING: Duration = Duration::from_secs(10);

/// Reason why the settings of mail cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// `SMTP_URL` is no address of a mail server.
    #[error("SMTP_URL is not an address like smtp://mail.example:587 or smtps://mail.example")]
    Server,
    /// `MAIL_FROM` is missing or no mail address.
    #[error("SMTP_URL needs MAIL_FROM, such as 'Wishbridge <wishes@example.org>'")]
    From,
    /// `PUBLIC_URL` is missing.
    #[error("SMTP_URL needs PUBLIC_URL: every mail has a link to stop it")]
    PublicUrl,
}

/// How a connection is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Security {
    /// Not at all: to this machine only.
    None,
    /// After the server's greeting.
    StartTls,
    /// From the beginning.
    Tls,
}

/// Mail server with the sender of all mail. Prints neither user nor password.
#[derive(Clone)]
pub struct Mailer {
    host: String,
    port: u16,
    security: Security,
    credentials: Option<Credentials>,
    from: Mailbox,
    /// Host of the installation, for the numbers of its mails.
    own: String,
}

impl std::fmt::Debug for Mailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Mailer({}:{} {:?})", self.host, self.port, self.security)
    }
}

/// Settings of mail, as texts; empty where not set. Not printed: one is a password.
#[derive(Clone, Copy, Default)]
pub struct MailSettings<'a> {
    /// `smtp://HOST[:PORT]` with STARTTLS, or `smtps://HOST[:PORT]`.
    pub server: &'a str,
    /// Name to sign in with.
    pub user: &'a str,
    /// Its password.
    pub password: &'a str,
    /// Sender.
    pub from: &'a str,
    /// Origin of the installation.
    pub origin: &'a str,
}

impl Mailer {
    /// Builds the way from settings; `None` when no server is set.
    ///
    /// # Errors
    /// When a setting is missing or invalid.
    pub fn of(settings: &MailSettings<'_>) -> Result<Option<Mailer>, MailError> {
        let MailSettings { server, user, password, from, origin } = *settings;
        if server.is_empty() {
            return Ok(None);
        }
        let address: axum::http::Uri = server.parse().map_err(|_| MailError::Server)?;
        let host = address.host().ok_or(MailError::Server)?.trim_matches(['[', ']']).to_owned();
        let is_loopback = ["127.0.0.1", "::1", "localhost"].contains(&host.as_str());
        let (security, usual) = match address.scheme_str() {
            Some("smtps") => (Security::Tls, 465),
            Some("smtp") if is_loopback => (Security::None, 25),
            Some("smtp") => (Security::StartTls, 587),
            _ => return Err(MailError::Server),
        };
        let from: Mailbox = from.parse().map_err(|_| MailError::From)?;
        let (_, own) = origin.split_once("://").ok_or(MailError::PublicUrl)?;
        let own = own.split(':').next().unwrap_or_default().to_owned();
        let credentials = (!user.is_empty()).then(|| Credentials::new(user.to_owned(), password.to_owned()));
        Ok(Some(Mailer { host, port: address.port_u16().unwrap_or(usual), security, credentials, from, own }))
    }

    /// Connects, signs in and names the sender, as for a mail, and sends none.
    ///
    /// # Errors
    /// When the server cannot be reached or refuses one of these.
    pub async fn probe(&self) -> Result<(), Error> {
        let mut connection = self.opened().await?;
        timeout(CONNECTING, connection.quit()).await.ok();
        Ok(())
    }

    /// Sends a mail once; the server has so long for each part of the conversation. What this server has begun when it
    /// is told to stop is tried again, unless the text is out.
    pub(super) async fn send(
        &self,
        address: &str,
        message: &Outgoing,
        words: &Words,
        (patience, stop): (Duration, &watch::Receiver<bool>),
    ) -> Outcome {
        let Ok(to) = address.parse::<Address>() else { return Outcome::Refused };
        let Some(mail) = self.written(&to, message, words) else { return Outcome::Refused };
        let mut connection = match before_text(patience, stop, self.opened()).await {
            Some(Ok(connection)) => connection,
            Some(Err(error)) => return later(&error),
            None => return Outcome::Later,
        };
        match before_text(patience, stop, connection.command(Rcpt::new(to, Vec::new()))).await {
            Some(Ok(_)) => {}
            Some(Err(error)) if refuses_mailbox(&error) => return Outcome::Refused,
            Some(Err(error)) => return later(&error),
            None => return Outcome::Later,
        }
        match before_text(patience, stop, connection.command(Data)).await {
            Some(Ok(_)) => {}
            Some(Err(error)) => return later(&error),
            None => return Outcome::Later,
        }
        match timeout(patience, connection.message(&mail)).await {
            Ok(Ok(_)) => {
                timeout(CONNECTING, connection.quit()).await.ok();
                Outcome::Sent
            }
            Ok(Err(error)) if error.status().is_some() => later(&error),
            // The text was sent, and no answer says whether it was taken.
            Ok(Err(_)) | Err(_) => Outcome::Unsure,
        }
    }

    /// Connects, signs in and names the sender.
    async fn opened(&self) -> Result<AsyncSmtpConnection, Error> {
        let tls = || TlsParameters::new(self.host.clone());
        let (hello, server) = (ClientId::Domain(self.own.clone()), (self.host.as_str(), self.port));
        let wrapped = if self.security == Security::Tls { Some(tls()?) } else { None };
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(server, Some(CONNECTING), &hello, wrapped, None).await?;
        if self.security == Security::StartTls {
            connection.starttls(tls()?, &hello).await?;
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(&[Mechanism::Plain, Mechanism::Login], credentials).await?;
        }
        connection.command(Mail::new(Some(self.from.email.clone()), Vec::new())).await?;
        Ok(connection)
    }

    /// Writes the mail: plain text, with the same number in every try, and the headers by which programs stop it.
    fn written(&self, to: &Address, message: &Outgoing, words: &Words) -> Option<Vec<u8>> {
        let header = |name: &'static str, value: String| {
            // Of characters that need no encoding; folding would break the address in it.
            HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str(name), value.clone(), value)
        };
        let mut builder = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to.clone()))
            .subject(words.title.clone())
            .date_now()
            .message_id(Some(format!("<{}@{}>", key(message), self.own)))
            .raw_header(header("Auto-Submitted", "auto-generated".into()));
        if !message.kinds.is_empty() {
            builder = builder
                .raw_header(header("List-Unsubscribe", format!("<{}>", words.link)))
                .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".into()));
        }
        Some(builder.header(ContentType::TEXT_PLAIN).body(words.mail()).ok()?.formatted())
    }
}

/// Waits for a part of the conversation before the text. `None` when the other side is silent for too long, or this
/// server is told to stop: nothing was taken yet.
async fn before_text<T>(patience: Duration, stop: &watch::Receiver<bool>, part: impl Future<Output = T>) -> Option<T> {
    let mut stop = stop.clone();
    tokio::select! {
        _ = stop.wait_for(|stop| *stop) => None,
        done = timeout(patience, part) => done.ok(),
    }
}

/// Whether an answer to a recipient is about its mailbox, which is then confirmed anew.
fn refuses_mailbox(error: &Error) -> bool {
    let words = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    error.status().is_some_and(|status| is_of_mailbox(status.into(), &words))
}

/// Other refusals for good, such as 554 for a relay that does not know this server, are the same for every reader and
/// mended by the operator. Where an enhanced code follows (RFC 3463) it decides: 550 is also said for a policy, 5.7.1,
/// and for a sender that is not liked, 5.1.8.
fn is_of_mailbox(status: u16, words: &str) -> bool {
    let first = words.split_whitespace().next().unwrap_or_default();
    let numbers: Vec<Option<u16>> = first.split('.').map(|part| part.parse().ok()).collect();
    let is_plain = [550, 551, 553, 556].contains(&status);
    match numbers.as_slice() {
        [Some(_), Some(subject), Some(detail)] => {
            is_plain && matches!((*subject, *detail), (1, 0..=6 | 10) | (2, 0 | 1))
        }
        _ => is_plain,
    }
}

/// Logs what the server answered, without its words, which could name the reader.
fn later(error: &Error) -> Outcome {
    match error.status() {
        Some(status) => tracing::warn!(%status, "the mail server does not take a mail now; it is tried again"),
        None => tracing::warn!("the mail server cannot be reached; a mail is tried again"),
    }
    Outcome::Later
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(server: &str, from: &str, origin: &str) -> Result<Option<Mailer>, MailError> {
        Mailer::of(&MailSettings { server, user: "me", password: "secret", from, origin })
    }

    #[test]
    fn mail_is_encrypted_except_to_this_machine() {
        let (from, origin) = ("心愿桥 <wishes@example.org>", "https://wishes.example");
        let way = |server: &str| {
            let mailer = of(server, from, origin).expect("settings").expect("a way");
            (mailer.host.clone(), mailer.port, mailer.security)
        };
        assert_eq!(way("smtp://mail.example"), ("mail.example".into(), 587, Security::StartTls));
        assert_eq!(way("smtps://mail.example:10465"), ("mail.example".into(), 10465, Security::Tls));
        assert_eq!(way("smtp://127.0.0.1:2525"), ("127.0.0.1".into(), 2525, Security::None));
        let printed = format!("{:?}", of("smtp://mail.example", from, origin));
        assert!(!printed.contains("secret") && !printed.contains("me\""), "{printed}");
    }

    #[test]
    fn a_server_that_takes_no_mail_at_all_ends_no_address() {
        let plain = |status: u16| is_of_mailbox(status, "no");
        assert!([550, 551, 553, 556].into_iter().all(plain));
        assert!(![421, 450, 452, 500, 530, 552, 554].into_iter().any(plain));
        let says = |words: &str| is_of_mailbox(550, words);
        assert!(["", "5.1.1 no such user", "5.2.1 disabled", "5.1.10 null MX", "1.2 m"].into_iter().all(says));
        let others = ["5.7.1 relaying denied", "5.7.26 not authenticated", "5.1.8 bad sender", "5.2.2 full"];
        assert!(!others.into_iter().any(says));
    }

    #[test]
    fn settings_that_would_send_nothing_are_refused() {
        let (from, origin) = ("wishes@example.org", "https://wishes.example");
        assert!(matches!(of("", "", ""), Ok(None)));
        assert!(matches!(of("http://mail.example", from, origin), Err(MailError::Server)));
        assert!(matches!(of("smtp://mail.example", "", origin), Err(MailError::From)));
        assert!(matches!(of("smtp://mail.example", from, ""), Err(MailError::PublicUrl)));
    }
}
