//! The command line. Subcommands only parse and print; the work is done in the libraries.

use std::{error::Error, io::Write, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use server::{
    config::{Config, Settings},
    doctor::{self, Finding, Verdict},
    logs::{say, told},
};
use store::{Opening, Store, Vault};

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
    /// Look at settings, database, keys, disk, clock, mail and gateway, and say what to do; changes nothing
    Doctor,
    /// Recompute all balances and counts; fails when any differs
    Check,
    /// Copy the whole database into FILE while it is in use
    Backup { file: PathBuf },
    /// Restore a backup into an empty database
    Restore { file: PathBuf },
    /// Encrypt families' data with a new key, while servers keep running
    RotateKeys,
    /// Follow the clock again after a jump that servers refused; for a clock that is right now
    AcceptClock,
    #[cfg(feature = "demo")]
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
    /// Remove the second factor of staff who have lost their phone and recovery codes
    RemoveFactor {
        /// Mobile number of the account
        #[arg(long)]
        phone: String,
    },
}

/// There is no database where a command needs one. Its exit code differs, so that scheduled commands notice.
#[derive(Debug, thiserror::Error)]
#[error("{0}; nothing was made. Is DATA_DIR or DATABASE_URL right?")]
struct NoDatabase(String);

/// Exit code of [`NoDatabase`].
const NO_DATABASE: u8 = 2;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error),
    };
    let code = runtime.block_on(run(cli)).unwrap_or_else(|error| failed(error.as_ref()));
    // Whatever still runs is not awaited, such as a request that outlived its grace period.
    runtime.shutdown_background();
    code
}

fn failed(error: &(dyn Error + 'static)) -> ExitCode {
    writeln!(std::io::stderr(), "wishbridge: {}", told(error)).ok();
    if error.is::<NoDatabase>() { ExitCode::from(NO_DATABASE) } else { ExitCode::FAILURE }
}

async fn run(cli: Cli) -> Result<ExitCode, Box<dyn Error>> {
    let Cli { command: asked, settings, config: file } = cli;
    let config = match Config::load(settings, file.as_deref()) {
        Err(cause) if matches!(asked, Command::Doctor) => {
            return Ok(report(&[Finding::wrong("settings", told(&cause))]));
        }
        loaded => loaded?,
    };
    let log = server::logs::start(server::logs::filter(&config.log)?)?;
    let done = match asked {
        Command::Doctor => Ok(report(&doctor::examine(&config, file.as_deref()).await)),
        asked => command(asked, &config).await,
    };
    log.finish();
    done
}

/// Prints what `doctor` found; fails when something is wrong.
fn report(findings: &[Finding]) -> ExitCode {
    findings.iter().for_each(say);
    if findings.iter().any(|found| found.verdict == Verdict::Wrong) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

async fn command(command: Command, config: &Config) -> Result<ExitCode, Box<dyn Error>> {
    match command {
        // Answered in `run`, because it speaks of settings that cannot be read, too.
        Command::Doctor => {}
        Command::Openapi => writeln!(std::io::stdout(), "{}", server::api::document())?,
        Command::Restore { file } => {
            store::db::backup::restore(config.database_url.reveal(), &file).await?;
            say(format_args!("Restored into {}", config.database_url));
        }
        Command::Serve => server::serve::serve(config, open(config, Opening::Create).await?).await?,
        Command::Check => return check(&open(config, Opening::Migrate).await?).await,
        Command::Backup { file } => {
            let store = open(config, Opening::Unchanged).await?;
            store.backup(&file).await?;
            store.close().await;
            say(format_args!("Backed up into {}", file.display()));
            let keys = config.key_file.display();
            say(format_args!("It cannot be read without {keys}: keep a copy of that apart."));
        }
        Command::RotateKeys => {
            let store = open(config, Opening::Migrate).await?;
            let sealed = store.rotate_keys().await?;
            store.close().await;
            let keys = config.key_file.display();
            say(format_args!("{sealed} values are sealed with a new key. Copy {keys} to a safe place."));
        }
        Command::AcceptClock => {
            let store = open(config, Opening::Migrate).await?;
            store.accept_clock().await?;
            store.close().await;
            say("Servers follow the clock again within half a minute.");
        }
        #[cfg(feature = "demo")]
        Command::Demo { wishes } => {
            let store = open(config, Opening::Create).await?;
            let tell = |said: &str| drop(writeln!(std::io::stderr(), "demo: {said}"));
            let people = demo::load(&store, wishes, tell).await;
            store.close().await;
            people.map_err(|error| refused(&error))?.iter().for_each(say);
        }
        Command::Admin { phone, name, password } => {
            admin(&open(config, Opening::Create).await?, &phone, &name, password).await?;
        }
        Command::RemoveFactor { phone } => {
            let store = open(config, Opening::Migrate).await?;
            let removed = store.factor_lost(&phone).await;
            store.close().await;
            removed.map_err(|error| refused(&error))?;
            say(format_args!("{phone} signs in with the password alone, and is told."));
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn open(config: &Config, opening: Opening) -> Result<Store, Box<dyn Error>> {
    let vault = Vault::at(&config.key_file).map_err(|error| told(&error))?;
    let url = config.database_url.reveal();
    let opened = match opening {
        Opening::Create => Store::open(url, vault).await,
        existing => Store::open_existing(url, vault, existing).await,
    };
    opened.map_err(|error| match error {
        store::Error::Missing(sentence) => NoDatabase(sentence).into(),
        error => format!("cannot open {}: {}", config.database_url, told(&error)).into(),
    })
}

async fn check(store: &Store) -> Result<ExitCode, Box<dyn Error>> {
    let found = store.check().await?;
    store.close().await;
    found.iter().for_each(say);
    Ok(if found.is_empty() {
        say("Everything adds up.");
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
    say(format_args!("{name} can sign in with {phone}"));
    if made {
        say(format_args!("Password: {password}"));
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
