//! `wishbridge move`: from SQLite to PostgreSQL.

use std::{error::Error, time::Instant};

use server::{config::Config, logs::say, progress};
use store::{
    Vault,
    ops::database_move::{Moved, cancel_move, move_database},
};

type Done = Result<(), Box<dyn Error>>;

/// Returns the address of the database that is moved.
fn source(config: &Config) -> Result<&str, Box<dyn Error>> {
    let url = config.database_url.reveal();
    if url.starts_with("sqlite:") { Ok(url) } else { Err("DATABASE_URL is not SQLite: it names what is moved".into()) }
}

/// Moves the database and says what to do next.
pub async fn run(config: &Config, to: &str) -> Done {
    if !to.starts_with("postgres://") && !to.starts_with("postgresql://") {
        return Err("--to must begin with postgres://".into());
    }
    let (vault, begun, shown) = (Vault::at(&config.key_file)?, Instant::now(), progress::shown());
    let moved = move_database(source(config)?, to, vault, &shown).await;
    let Moved { tables, rows, digest, heads } = moved.map_err(|error| -> Box<dyn Error> {
        match error {
            store::Error::Missing(sentence) => crate::NoDatabase(sentence).into(),
            other => other.into(),
        }
    })?;
    drop(shown);
    let seconds = begun.elapsed().as_secs_f64();
    say(format_args!("{rows} rows of {tables} tables were moved and compared in {seconds:.1} s."));
    say(format_args!("Digest of both sides: {digest}"));
    if !heads.is_empty() {
        say(format_args!("The chains end with {heads}"));
    }
    say(
        "Set DATABASE_URL to the new database and start the server. The old file takes no more writes; keep it for a while.",
    );
    Ok(())
}

/// Opens the source to servers again.
pub async fn cancel(config: &Config) -> Done {
    cancel_move(source(config)?).await?;
    say("The SQLite database can be used again. What was written into the other one since is not in it.");
    Ok(())
}
