//! The command line. Subcommands only parse and print; the work is done in the libraries.

use std::{error::Error, io::Write, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use server::config::{Config, Settings};
use store::{Store, Vault};

/// Wishbridge (心愿桥): small wishes, claimed and fulfilled.
#[derive(Parser)]
#[command(name = "wishbridge", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    settings: Settings,
    /// Settings file [default: wishbridge.toml, if it exists]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve pages and API, and run scheduled jobs
    Serve,
    /// Recompute all balances and counts; fails when any differs
    Check,
    /// Copy the whole database into FILE while it is in use
    Backup { file: PathBuf },
    /// Restore a backup into an empty database
    Restore { file: PathBuf },
    /// Encrypt families' data with a new key, while servers keep running
    RotateKeys,
    /// Load invented people, wishes and stock, and print one sign-in per role
    Demo {
        /// Number of wishes
        #[arg(long, default_value_t = 1200, value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
        wishes: u32,
    },
    /// Print the description of the JSON API
    Openapi,
    /// Create the first administrator
    Admin {
        /// Mobile number, to sign in with
        #[arg(long)]
        phone: String,
        /// Name
        #[arg(long)]
        name: String,
        /// Password; by default one is generated and printed (other users of this machine can read flags)
        #[arg(long, env = "ADMIN_PASSWORD", hide_env_values = true)]
        password: Option<String>,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("wishbridge: {}", told(error.as_ref()));
            ExitCode::FAILURE
        }
    }
}

/// Formats an error and its causes on one line.
fn told(error: &dyn Error) -> String {
    let (mut told, mut cause) = (error.to_string(), error.source());
    while let Some(error) = cause {
        let words = error.to_string();
        if !told.ends_with(&words) {
            told = format!("{told}: {words}");
        }
        cause = error.source();
    }
    told
}

async fn run(cli: Cli) -> Result<ExitCode, Box<dyn Error>> {
    let config = Config::load(cli.settings, cli.config.as_deref())?;
    let filter = server::logs::filter(&config.log)?;
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match cli.command {
        Command::Openapi => writeln!(std::io::stdout(), "{}", server::api::document())?,
        Command::Restore { file } => {
            store::db::backup::restore(config.database_url.reveal(), &file).await?;
            println!("Restored into {}", config.database_url);
        }
        Command::Serve => server::serve::serve(&config, open(&config).await?).await?,
        Command::Check => return check(&open(&config).await?).await,
        Command::Backup { file } => {
            let store = open(&config).await?;
            store.backup(&file).await?;
            store.close().await;
            println!("Backed up into {}", file.display());
            println!("It cannot be read without {}: keep a copy of that apart.", config.key_file.display());
        }
        Command::RotateKeys => {
            let store = open(&config).await?;
            let sealed = store.rotate_keys().await?;
            store.close().await;
            println!("{sealed} values are sealed with a new key. Copy {} to a safe place.", config.key_file.display());
        }
        Command::Demo { wishes } => {
            let store = open(&config).await?;
            let people = server::demo::load(&store, wishes, |said| eprintln!("demo: {said}")).await;
            store.close().await;
            people.map_err(|error| refused(&error))?.iter().for_each(|sign_in| println!("{sign_in}"));
        }
        Command::Admin { phone, name, password } => admin(&open(&config).await?, &phone, &name, password).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn open(config: &Config) -> Result<Store, Box<dyn Error>> {
    let vault = Vault::at(&config.key_file).map_err(|error| told(&error))?;
    let opened = Store::open(config.database_url.reveal(), vault).await;
    opened.map_err(|error| format!("cannot open {}: {}", config.database_url, told(&error)).into())
}

async fn check(store: &Store) -> Result<ExitCode, Box<dyn Error>> {
    let found = store.check().await?;
    store.close().await;
    for line in &found {
        println!("{line}");
    }
    Ok(if found.is_empty() {
        println!("Everything adds up.");
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn admin(store: &Store, phone: &str, name: &str, password: Option<String>) -> Result<(), Box<dyn Error>> {
    let made = password.is_none();
    let password = password.unwrap_or_else(generated);
    store.first_admin(phone, name, &password).await.map_err(|error| refused(&error))?;
    store.close().await;
    println!("{name} can sign in with {phone}");
    if made {
        println!("Password: {password}");
    }
    Ok(())
}

/// Generates a password of 80 bits: four groups of four characters of Crockford's base 32.
fn generated() -> String {
    const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let letter = |group: u32, n: u32| char::from(LETTERS[(group >> (5 * n)) as usize & 31]);
    (0..4)
        .map(|_| rand::random::<u32>())
        .map(|g| (0..4).map(|n| letter(g, n)).collect())
        .collect::<Vec<String>>()
        .join("-")
}

/// Formats a refusal in the language of `LANG`.
fn refused(error: &store::Error) -> String {
    let lang = if std::env::var("LANG").is_ok_and(|lang| lang.starts_with("zh")) { "zh-CN" } else { "en" };
    let lang = app::i18n::Lang::from_tag(lang).unwrap_or_default();
    match error {
        store::Error::Refused(domain::Error::Invalid(fields)) => {
            let each = fields.iter().map(|field| format!("--{}: {}", field.name, lang.refusal(field.code)));
            each.collect::<Vec<_>>().join("\n")
        }
        store::Error::Refused(refusal) => lang.refusal(refusal.code()),
        other => told(other),
    }
}
