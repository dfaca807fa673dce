//! The command line. Subcommands only parse and print; the work is done in the libraries.

mod commands;

use std::{error::Error, io::Write, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use server::{
    config::{Config, Settings},
    doctor::{self, Finding, Verdict},
    logs::{say, told},
    progress,
};
use store::{
    Opening, Store, Vault,
    db::chain::{Head, parse_heads},
    ops::check::integrity::remedies::remedies,
};

use commands::{backups, movement};

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
    /// Recompute all balances, counts and chains; fails when any differs, and says what to do
    Check {
        /// Also open every sealed value, and let the database look at its own files and indexes
        #[arg(long)]
        deep: bool,
        /// File with heads of the chains, such as the one beside a backup, or typed from a notice; may be repeated
        #[arg(long, value_name = "FILE")]
        heads: Vec<PathBuf>,
    },
    /// Copy the whole database into FILE while it is in use, and the heads of its chains into FILE.heads
    Backup { file: PathBuf },
    /// Restore a backup into an empty database
    Restore { file: PathBuf },
    /// Make the key that encrypts backups, if there is none; say where it is
    BackupKey(backups::KeyRequest),
    /// Fetch the newest backup from the store elsewhere into FILE, with its heads
    FetchBackup {
        file: PathBuf,
        /// Name of another backup
        #[arg(long)]
        name: Option<String>,
    },
    /// List the backups in the store elsewhere
    ListBackups,
    /// Move the installation from SQLite to an empty PostgreSQL database; goes on where it was cut off
    Move {
        /// The database to move into, postgres://…
        #[arg(long, value_name = "URL", required_unless_present = "cancel", env = "MOVE_TO", hide_env_values = true)]
        to: Option<String>,
        /// Stay with SQLite after all: give up a move that was begun or has ended
        #[arg(long, conflicts_with = "to")]
        cancel: bool,
    },
    /// Encrypt families' data with a new key, while servers keep running
    RotateKeys,
    /// Show how long notices that were read and audit lines are kept, or set it
    Retention {
        /// Days after which notices that were read go, 90 at least; 0 keeps them
        #[arg(long, value_name = "DAYS")]
        notice_days: Option<i64>,
        /// Years after which audit lines go that were written to a file; 0 keeps them
        #[arg(long, value_name = "YEARS")]
        audit_years: Option<i64>,
    },
    /// Write the audit lines that are older than they are kept into FILE; then the server removes them
    ExportAudit { file: PathBuf },
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
        Command::Restore { file } => backups::restore(config, &file).await?,
        Command::BackupKey(asked) => backups::key(config, &asked)?,
        Command::FetchBackup { file, name } => backups::fetch(config, &file, name).await?,
        Command::ListBackups => backups::list(config).await?,
        Command::Serve => server::serve::serve(config, open(config, Opening::Create).await?).await?,
        Command::Check { deep, heads } => {
            let comparison = Comparison { deep, heads: read_heads(&heads)? };
            let store = open(config, Opening::Migrate).await?;
            let done = check(&store, &comparison).await;
            store.close().await;
            return done;
        }
        Command::Backup { file } => {
            let store = open(config, Opening::Unchanged).await?;
            let made = backups::make(config, &store, &file).await;
            store.close().await;
            made?;
        }
        Command::Move { to: Some(to), .. } => movement::run(config, &to).await?,
        Command::Move { to: None, .. } => movement::cancel(config).await?,
        Command::RotateKeys => {
            let store = open(config, Opening::Migrate).await?;
            let sealed = store.rotate_keys_told(&progress::shown()).await?;
            store.close().await;
            let keys = config.key_file.display();
            say(format_args!("{sealed} values are sealed with a new key. Copy {keys} to a safe place."));
        }
        Command::Retention { notice_days, audit_years } => {
            let store = open(config, Opening::Migrate).await?;
            let told = retention(&store, notice_days, audit_years).await;
            store.close().await;
            say(told.map_err(|error| refused(&error))?);
        }
        Command::ExportAudit { file } => {
            let store = open(config, Opening::Migrate).await?;
            let written = store.write_out_audit(&file).await;
            store.close().await;
            match written.map_err(|error| refused(&error))? {
                Some(written) => say(format_args!(
                    "{} audit lines are in {}; the server removes them now. Keep the file.",
                    written.lines,
                    file.display()
                )),
                None => say("No audit line is older than they are kept; nothing was written."),
            }
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
            let people = demo::load(&store, wishes, &progress::shown()).await;
            store.close().await;
            people.map_err(|error| refused(&error))?.iter().for_each(say);
            let pin = demo::PIN;
            writeln!(std::io::stderr(), "demo: a card of the first family asks for the PIN {pin}").ok();
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

/// What `check` looks at beyond what it always does.
struct Comparison {
    /// Whether it opens every sealed value and reads the database's own files.
    deep: bool,
    /// Heads of chains that were kept apart from the database.
    heads: Vec<Head>,
}

/// Reads the heads of chains from files.
fn read_heads(files: &[PathBuf]) -> Result<Vec<Head>, Box<dyn Error>> {
    let mut heads = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(file).map_err(|cause| format!("cannot read {}: {cause}", file.display()))?;
        heads.extend(parse_heads(&text).map_err(|wrong| format!("{}: {wrong}", file.display()))?);
    }
    Ok(heads)
}

async fn check(store: &Store, comparison: &Comparison) -> Result<ExitCode, Box<dyn Error>> {
    let mut found = store.check_told(&progress::shown()).await?;
    found.extend(store.check_heads(&comparison.heads).await?);
    if comparison.deep {
        let deep = store.check_deep().await?;
        deep.notes.iter().for_each(say);
        found.extend(deep.found);
    }
    found.iter().for_each(say);
    Ok(if found.is_empty() {
        let heads = store.chain_heads().await?;
        if !heads.is_empty() {
            say(format_args!("The chains end with {heads}"));
        }
        let old = store.old_audit_lines().await?;
        if old > 0 {
            say(format_args!("{old} audit lines are older than they are kept: `wishbridge export-audit FILE`"));
        }
        say("Everything adds up.");
        ExitCode::SUCCESS
    } else {
        say("What to do:");
        remedies(&found).iter().for_each(say);
        ExitCode::FAILURE
    })
}

/// Sets what is given of the policy of retention, and says it.
async fn retention(store: &Store, notice_days: Option<i64>, audit_years: Option<i64>) -> store::Result<String> {
    let mut policy = store.retention().await?;
    if notice_days.is_some() || audit_years.is_some() {
        policy.notice_days = notice_days.unwrap_or(policy.notice_days);
        policy.audit_years = audit_years.unwrap_or(policy.audit_years);
        store.set_retention(policy).await?;
    }
    let kept =
        |number: i64, unit: &str| if number == 0 { "for good".to_owned() } else { format!("for {number} {unit}") };
    Ok(format!(
        "Notices that were read are kept {}, audit lines {}.",
        kept(policy.notice_days, "days"),
        kept(policy.audit_years, "years")
    ))
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
