//! Settings, read once. Precedence: flag, environment variable, `wishbridge.toml`, default.

mod bucket;

use std::{
    fmt,
    path::{Path, PathBuf},
    time::Duration,
};

use app::web::public_url::PublicUrl;
use axum::http::HeaderName;
use clap::builder::BoolishValueParser;
use domain::{Timestamp, backups::Keep, messages::Hosts};
use serde::Deserialize;
use store::ops::backups::{Plan, bucket::Bucket};

use self::bucket::BucketSettings;
use crate::{
    http::{cache::PAGE_CACHE_MB, write_limit::WRITES_PER_MINUTE},
    messages::{MailError, MailSettings, Mailer},
    sms::{Sms, SmsError},
};

/// Path of the settings file when `--config` names none.
pub const FILE: &str = "wishbridge.toml";

/// Settings as given; `None` where not set. Flags, environment and file use the same names.
#[derive(Clone, Debug, Default, clap::Args, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// sqlite://FILE or postgres://USER:PASSWORD@HOST/NAME [default: sqlite://DATA_DIR/wishbridge.db]
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, global = true, value_name = "URL")]
    database_url: Option<String>,
    /// Where the embedded database lives [default: data]
    #[arg(long, env = "DATA_DIR", global = true, value_name = "FOLDER")]
    data_dir: Option<String>,
    /// The keys that seal families' data; keep a copy apart from backups [default: DATA_DIR/wishbridge.keys]
    #[arg(long, env = "KEY_FILE", global = true, value_name = "FILE")]
    key_file: Option<String>,
    /// Address to serve on [default: 127.0.0.1:3000]
    #[arg(long, env = "LISTEN", global = true, value_name = "HOST:PORT")]
    listen: Option<String>,
    /// Origin under which visitors reach this site, such as `https://wishes.example`: for links, cards and cookies
    #[arg(long, env = "PUBLIC_URL", global = true, value_name = "ORIGIN")]
    public_url: Option<String>,
    /// Send session cookies over plain HTTP beyond this machine: others on the network can steal them
    #[arg(
        long = "insecure-cookies-over-http", env = "INSECURE_COOKIES", global = true, value_name = "BOOL",
        num_args = 0..=1, default_missing_value = "true", require_equals = true, value_parser = BoolishValueParser::new(),
    )]
    insecure_cookies: Option<bool>,
    /// Header in which your own proxy sends the visitor's address, such as X-Forwarded-For; without it,
    /// the peer's address counts
    #[arg(long, env = "TRUSTED_PROXY", global = true, value_name = "HEADER")]
    trusted_proxy: Option<String>,
    /// Gateway that sends one-time codes to phones, as JSON by HTTP POST; `log` writes them to the log, for development
    /// only. Without it, sign-in by text message is off
    #[arg(long, env = "SMS_URL", hide_env_values = true, global = true, value_name = "URL")]
    sms_url: Option<String>,
    /// Headers for the gateway, a line each, such as its key: `Authorization: Bearer …`
    #[arg(long, env = "SMS_HEADER", hide_env_values = true, global = true, value_name = "NAME: VALUE")]
    sms_header: Option<String>,
    /// What the gateway is sent [default: {"phone": "{phone}", "text": "{text}", "code": "{code}"}]
    #[arg(long, env = "SMS_BODY", hide_env_values = true, global = true, value_name = "JSON")]
    sms_body: Option<String>,
    /// Mail server: `smtp://HOST` with STARTTLS, or `smtps://HOST`; needs MAIL_FROM and PUBLIC_URL. Without it, no mail
    /// is offered
    #[arg(long, env = "SMTP_URL", global = true, value_name = "URL")]
    smtp_url: Option<String>,
    /// Name to sign in to the mail server with
    #[arg(long, env = "SMTP_USER", global = true, value_name = "NAME")]
    smtp_user: Option<String>,
    /// Its password
    #[arg(long, env = "SMTP_PASSWORD", hide_env_values = true, global = true, value_name = "PASSWORD")]
    smtp_password: Option<String>,
    /// Sender of mail, such as `Wishbridge <wishes@example.org>`
    #[arg(long, env = "MAIL_FROM", global = true, value_name = "ADDRESS")]
    mail_from: Option<String>,
    /// The key by which push services know this installation, made at the first start; servers on several machines need
    /// the same [default: DATA_DIR/wishbridge.vapid]
    #[arg(long, env = "VAPID_KEY_FILE", global = true, value_name = "FILE")]
    vapid_key_file: Option<String>,
    /// Hosts that pushes and bots may go to beyond those of the known browsers and chats, separated by commas
    #[arg(long, env = "MESSAGE_HOSTS", global = true, value_name = "HOSTS")]
    message_hosts: Option<String>,
    /// Seconds for which a server that was told to stop still takes requests while /readyz says 503 [default: 1]
    #[arg(long, env = "STOP_DELAY", global = true, value_name = "SECONDS")]
    stop_delay: Option<u16>,
    /// Writes that an account, or an address without one, may send in a minute; 0 for any number [default: 600]
    #[arg(long, env = "WRITES_PER_MINUTE", global = true, value_name = "NUMBER")]
    writes_per_minute: Option<u32>,
    /// Memory in MiB for pages and JSON that are the same for all visitors; 0 computes each anew [default: 64]
    #[arg(long, env = "PAGE_CACHE_MB", global = true, value_name = "NUMBER")]
    page_cache_mb: Option<u32>,
    /// Folder in which a server makes backups by itself, best on another disk or machine. Without it, none are made
    #[arg(long, env = "BACKUP_DIR", global = true, value_name = "FOLDER")]
    backup_dir: Option<String>,
    /// Hours between two backups [default: 24]
    #[arg(long, env = "BACKUP_HOURS", global = true, value_name = "HOURS")]
    backup_hours: Option<u16>,
    /// Days, weeks and months of which the newest backup is kept [default: 7,4,12]
    #[arg(long, env = "BACKUP_KEEP", global = true, value_name = "DAYS,WEEKS,MONTHS")]
    backup_keep: Option<String>,
    /// The keys that encrypt backups, which `wishbridge backup-key` makes; keep a copy apart [default:
    /// DATA_DIR/wishbridge.backup-keys]
    #[arg(long, env = "BACKUP_KEY_FILE", global = true, value_name = "FILE")]
    backup_key_file: Option<String>,
    /// S3-compatible service to which encrypted backups are brought; the bucket's name stands before the host where the
    /// service wants that. Needs the four settings below, and BACKUP_DIR
    #[arg(long, env = "BACKUP_S3_ENDPOINT", global = true, value_name = "URL")]
    backup_s3_endpoint: Option<String>,
    /// Its bucket, and a folder in it
    #[arg(long, env = "BACKUP_S3_BUCKET", global = true, value_name = "BUCKET/FOLDER")]
    backup_s3_bucket: Option<String>,
    /// Region that the service expects [default: us-east-1]
    #[arg(long, env = "BACKUP_S3_REGION", global = true, value_name = "NAME")]
    backup_s3_region: Option<String>,
    /// Name of the access key
    #[arg(long, env = "BACKUP_S3_KEY_ID", global = true, value_name = "NAME")]
    backup_s3_key_id: Option<String>,
    /// The access key
    #[arg(long, env = "BACKUP_S3_SECRET", hide_env_values = true, global = true, value_name = "SECRET")]
    backup_s3_secret: Option<String>,
    /// Address on which Prometheus finds /metrics, for this machine or an inner network. Without it, there are none
    #[arg(long, env = "METRICS_LISTEN", global = true, value_name = "HOST:PORT")]
    metrics_listen: Option<String>,
    /// For tests: also offer two pseudo-languages, one written right to left, both with longer texts
    #[arg(long, env = "PSEUDO_LANGUAGE", global = true, value_name = "BOOL", hide = true, num_args = 0..=1,
        default_missing_value = "true", require_equals = true, value_parser = BoolishValueParser::new())]
    pseudo_language: Option<bool>,
    /// What to log: a level, or module=level,… [default: info]
    #[arg(long, env = "LOG", global = true, value_name = "FILTER")]
    log: Option<String>,
}

impl Settings {
    /// Fills unset values from `other`. An empty text counts as not set.
    fn or(self, other: Settings) -> Settings {
        let text = |mine: Option<String>, theirs: Option<String>| {
            [mine, theirs].into_iter().flatten().find(|text| !text.is_empty())
        };
        Settings {
            database_url: text(self.database_url, other.database_url),
            data_dir: text(self.data_dir, other.data_dir),
            key_file: text(self.key_file, other.key_file),
            listen: text(self.listen, other.listen),
            public_url: text(self.public_url, other.public_url),
            insecure_cookies: self.insecure_cookies.or(other.insecure_cookies),
            trusted_proxy: text(self.trusted_proxy, other.trusted_proxy),
            sms_url: text(self.sms_url, other.sms_url),
            sms_header: text(self.sms_header, other.sms_header),
            sms_body: text(self.sms_body, other.sms_body),
            smtp_url: text(self.smtp_url, other.smtp_url),
            smtp_user: text(self.smtp_user, other.smtp_user),
            smtp_password: text(self.smtp_password, other.smtp_password),
            mail_from: text(self.mail_from, other.mail_from),
            vapid_key_file: text(self.vapid_key_file, other.vapid_key_file),
            message_hosts: text(self.message_hosts, other.message_hosts),
            stop_delay: self.stop_delay.or(other.stop_delay),
            writes_per_minute: self.writes_per_minute.or(other.writes_per_minute),
            page_cache_mb: self.page_cache_mb.or(other.page_cache_mb),
            backup_dir: text(self.backup_dir, other.backup_dir),
            backup_hours: self.backup_hours.or(other.backup_hours),
            backup_keep: text(self.backup_keep, other.backup_keep),
            backup_key_file: text(self.backup_key_file, other.backup_key_file),
            backup_s3_endpoint: text(self.backup_s3_endpoint, other.backup_s3_endpoint),
            backup_s3_bucket: text(self.backup_s3_bucket, other.backup_s3_bucket),
            backup_s3_region: text(self.backup_s3_region, other.backup_s3_region),
            backup_s3_key_id: text(self.backup_s3_key_id, other.backup_s3_key_id),
            backup_s3_secret: text(self.backup_s3_secret, other.backup_s3_secret),
            metrics_listen: text(self.metrics_listen, other.metrics_listen),
            pseudo_language: self.pseudo_language.or(other.pseudo_language),
            log: text(self.log, other.log),
        }
    }
}

/// Address of a database. `Debug` and `Display` hide the password it may hold.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// Returns the address with its password, for opening the database.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Query parameters can hold a password too (`?password=…`).
        let url = self.0.split('?').next().unwrap_or_default();
        match (url.find("://"), url.rfind('@')) {
            (Some(scheme), Some(at)) if scheme + 3 <= at => {
                let (head, user) = (&url[..scheme + 3], url[scheme + 3..at].split(':').next().unwrap_or_default());
                write!(f, "{head}{user}:***{}", &url[at..])
            }
            _ => f.write_str(url),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}

/// Settings in force: flags, environment and file merged over the defaults.
#[derive(Clone, Debug)]
pub struct Config {
    /// Database to open.
    pub database_url: DatabaseUrl,
    /// Folder of the embedded database.
    pub data_dir: PathBuf,
    /// File with the keys that seal families' data.
    pub key_file: PathBuf,
    /// Address to serve on, as `HOST:PORT`.
    pub listen: String,
    /// Origin of links, cards and cookies; `None` takes what a request names.
    pub public_url: Option<PublicUrl>,
    /// Whether session cookies may travel over plain HTTP beyond this machine.
    pub insecure_cookies: bool,
    /// Header in which a trusted proxy sends the visitor's address; `None` uses the peer's.
    pub trusted_proxy: Option<HeaderName>,
    /// Sender of one-time codes and of text messages; `None` turns both off.
    pub sms: Option<Sms>,
    /// Sender of mail; `None` offers none.
    pub mail: Option<Mailer>,
    /// File with the key by which push services know this installation.
    pub vapid_key_file: PathBuf,
    /// Hosts that pushes and bots may go to beyond the known ones.
    pub message_hosts: Hosts,
    /// How long a server that was told to stop still takes requests.
    pub stop_delay: Duration,
    /// Writes that an account or address may send in a minute; 0 for any number.
    pub writes_per_minute: u32,
    /// File with the keys that encrypt backups.
    pub backup_key_file: PathBuf,
    /// Store elsewhere to which backups are brought.
    pub bucket: Option<Bucket>,
    /// Memory in MiB for answers to visitors; 0 for none.
    pub page_cache_mb: u32,
    /// Where and how often backups are made; `None` makes none.
    pub backups: Option<Plan>,
    /// Address on which /metrics is served, as `HOST:PORT`; `None` serves none.
    pub metrics_listen: Option<String>,
    /// Whether the pseudo-languages for tests are offered.
    pub pseudo_language: bool,
    /// Log filter in the syntax of `RUST_LOG`.
    pub log: String,
}

/// Reason why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file exists but cannot be read, or `--config` names a missing one.
    #[error("cannot read {0}: {1}")]
    File(PathBuf, std::io::Error),
    /// The file is not valid TOML, or names an unknown setting.
    #[error("{0}: {1}")]
    Toml(PathBuf, toml::de::Error),
    /// The gateway's settings are invalid.
    #[error(transparent)]
    Sms(#[from] SmsError),
    /// The settings of mail are invalid.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// `PUBLIC_URL` is not an origin.
    #[error("PUBLIC_URL is not an address like https://wishes.example, without a path: {0}")]
    PublicUrl(String),
    /// `PUBLIC_URL` and `INSECURE_COOKIES` contradict each other.
    #[error("INSECURE_COOKIES is for http:// only, and PUBLIC_URL says https://: remove one of the two")]
    InsecureHttps,
    /// `PUBLIC_URL` would send sign-ins over plain HTTP without saying so.
    #[error("PUBLIC_URL begins with http://, so sign-ins would cross the network unprotected: use https://")]
    PlainHttp,
    /// `BACKUP_HOURS` is zero.
    #[error("BACKUP_HOURS must be 1 or more")]
    BackupHours,
    /// `BACKUP_KEEP` is not three numbers.
    #[error("BACKUP_KEEP is not three numbers, such as 7,4,12 for days, weeks and months: {0}")]
    BackupKeep(String),
    /// Settings of the store elsewhere are missing.
    #[error(
        "BACKUP_S3_ENDPOINT (http:// or https://), BACKUP_S3_BUCKET, BACKUP_S3_KEY_ID and BACKUP_S3_SECRET belong \
         together"
    )]
    Bucket,
    /// There are no backups to bring elsewhere.
    #[error("BACKUP_S3_BUCKET needs BACKUP_DIR: backups are made there before they are brought elsewhere")]
    BucketAlone,
    /// `TRUSTED_PROXY` is not a valid header name.
    #[error("TRUSTED_PROXY is not the name of a header: {0}")]
    Header(String),
}

impl Config {
    /// Merges flags and environment (already joined by clap) over `file`, over the defaults.
    /// A `file` that was named must exist; [`FILE`] need not.
    ///
    /// # Errors
    /// When the file cannot be read, is not valid TOML or names an unknown setting, or a value is invalid.
    pub fn load(flags: Settings, file: Option<&Path>) -> Result<Config, ConfigError> {
        let path = file.unwrap_or(Path::new(FILE));
        let settings = match std::fs::read_to_string(path) {
            Ok(text) => toml::from_str(&text).map_err(|e| ConfigError::Toml(path.to_owned(), e))?,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound && file.is_none() => Settings::default(),
            Err(e) => return Err(ConfigError::File(path.to_owned(), e)),
        };
        Config::from_settings(flags.or(settings))
    }

    fn from_settings(settings: Settings) -> Result<Config, ConfigError> {
        let data_dir = settings.data_dir.unwrap_or_else(|| "data".into());
        let database_url = settings.database_url.unwrap_or_else(|| {
            let folder = data_dir.trim_end_matches('/').replace('%', "%25").replace('?', "%3F");
            format!("sqlite://{folder}/wishbridge.db")
        });
        let insecure_cookies = settings.insecure_cookies.unwrap_or_default();
        let public_url = settings.public_url.map(|url| url.parse().map_err(|_| ConfigError::PublicUrl(url)));
        let public_url: Option<PublicUrl> = public_url.transpose()?;
        match &public_url {
            Some(url) if url.is_https() && insecure_cookies => return Err(ConfigError::InsecureHttps),
            Some(url) if !(url.is_https() || url.is_loopback() || insecure_cookies) => {
                return Err(ConfigError::PlainHttp);
            }
            _ => {}
        }
        let header = |name: String| name.parse().map_err(|_| ConfigError::Header(name));
        let file = |set: Option<String>, name: &str| set.map_or_else(|| Path::new(&data_dir).join(name), PathBuf::from);
        let key_file = file(settings.key_file, "wishbridge.keys");
        let vapid_key_file = file(settings.vapid_key_file, "wishbridge.vapid");
        let mail = Mailer::of(&MailSettings {
            server: settings.smtp_url.as_deref().unwrap_or_default(),
            user: settings.smtp_user.as_deref().unwrap_or_default(),
            password: settings.smtp_password.as_deref().unwrap_or_default(),
            from: settings.mail_from.as_deref().unwrap_or_default(),
            origin: public_url.as_ref().map(PublicUrl::as_str).unwrap_or_default(),
        })?;
        let keep = settings.backup_keep.map(|keep| keep.parse().map_err(|_| ConfigError::BackupKeep(keep)));
        let keep: Keep = keep.transpose()?.unwrap_or_default();
        let every = Timestamp::from(settings.backup_hours.unwrap_or(24)) * 3600;
        if every == 0 {
            return Err(ConfigError::BackupHours);
        }
        let backup_key_file = file(settings.backup_key_file, "wishbridge.backup-keys");
        let bucket = bucket::bucket(BucketSettings {
            endpoint: settings.backup_s3_endpoint,
            bucket: settings.backup_s3_bucket,
            region: settings.backup_s3_region,
            key_id: settings.backup_s3_key_id,
            secret: settings.backup_s3_secret,
        })?;
        if bucket.is_some() && settings.backup_dir.is_none() {
            return Err(ConfigError::BucketAlone);
        }
        let backups = settings.backup_dir.map(|folder| Plan {
            folder: folder.into(),
            every,
            keep,
            key_file: backup_key_file.clone(),
            bucket: bucket.clone(),
        });
        Ok(Config {
            database_url: DatabaseUrl(database_url),
            backup_key_file,
            bucket,
            backups,
            metrics_listen: settings.metrics_listen,
            key_file,
            data_dir: data_dir.into(),
            listen: settings.listen.unwrap_or_else(|| "127.0.0.1:3000".into()),
            public_url,
            insecure_cookies,
            trusted_proxy: settings.trusted_proxy.map(header).transpose()?,
            sms: Sms::of(
                settings.sms_url.as_deref().unwrap_or_default(),
                settings.sms_header.as_deref().unwrap_or_default(),
                settings.sms_body.as_deref().unwrap_or_default(),
            )?,
            mail,
            vapid_key_file,
            message_hosts: Hosts::of(settings.message_hosts.as_deref().unwrap_or_default()),
            stop_delay: Duration::from_secs(settings.stop_delay.unwrap_or(1).into()),
            writes_per_minute: settings.writes_per_minute.unwrap_or(WRITES_PER_MINUTE),
            page_cache_mb: settings.page_cache_mb.unwrap_or(PAGE_CACHE_MB),
            pseudo_language: settings.pseudo_language.unwrap_or_default(),
            log: settings.log.unwrap_or_else(|| "info".into()),
        })
    }
}

#[cfg(test)]
mod tests;
