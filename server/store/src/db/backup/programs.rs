//! PostgreSQL's own programs, which dump and restore: how they are started, fed and judged.

use std::{io, path::Path, process::Stdio};

use domain::progress::Progress;
use sqlx::{ConnectOptions, postgres::PgConnectOptions};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::Command,
};

use super::broken;
use crate::{
    Result,
    crypto::{backup_keys::BackupKeys, envelope},
};

/// Encrypts what a program prints into a file, under its label, so that nothing of it is on a disk in clear.
pub(super) async fn encrypt_output(
    mut command: Command,
    name: &str,
    part: &Path,
    (keys, label): (&BackupKeys, &str),
    progress: &Progress,
) -> Result<()> {
    let started = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true).spawn();
    let mut child = started.or_else(|cause| not_started(name, &cause))?;
    let (Some(mut out), Some(mut err)) = (child.stdout.take(), child.stderr.take()) else {
        return broken(format!("{name} has no output"));
    };
    let mut said = String::new();
    let sealed = async {
        let mut to = tokio::fs::OpenOptions::new().write(true).open(part).await?;
        let sealed = envelope::seal(keys, label, &mut out, &mut to, progress).await;
        // Ends a program whose output has no place any more.
        drop(out);
        sealed
    };
    // Both at once: a program whose complaints are not read stops.
    let (sealed, _) = tokio::join!(sealed, err.read_to_string(&mut said));
    sealed.or_else(|cause| broken(format!("cannot write {}: {cause}", part.display())))?;
    ended(child.wait().await, name, &said)
}

/// Gives a program a decrypted backup to read.
pub(super) async fn decrypt_input(
    mut command: Command,
    name: &str,
    file: &Path,
    keys: &BackupKeys,
    progress: &Progress,
) -> Result<()> {
    let started = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true).spawn();
    let mut child = started.or_else(|cause| not_started(name, &cause))?;
    let (Some(mut input), Some(mut err)) = (child.stdin.take(), child.stderr.take()) else {
        return broken(format!("{name} has no input"));
    };
    let mut said = String::new();
    let fed = async {
        let fed = async {
            envelope::open(keys, &mut tokio::fs::File::open(file).await?, &mut input, progress).await?;
            input.shutdown().await
        };
        let fed = fed.await;
        // The program waits for its end, unless it has ended already.
        let ended = matches!(&fed, Err(cause) if cause.kind() == io::ErrorKind::BrokenPipe) || fed.is_ok();
        if !ended {
            child.start_kill().ok();
        }
        drop(input);
        if ended { Ok(()) } else { fed }
    };
    let (fed, _) = tokio::join!(fed, err.read_to_string(&mut said));
    let status = child.wait().await;
    fed.or_else(|cause| broken(format!("cannot read {}: {cause}", file.display())))?;
    ended(status, name, &said)
}

fn not_started<T>(name: &str, cause: &io::Error) -> Result<T> {
    if cause.kind() == io::ErrorKind::NotFound {
        return broken(format!("{name} is missing: install PostgreSQL's client programs"));
    }
    broken(format!("{name} cannot be started: {cause}"))
}

/// Judges how a program ended; `said` are its complaints.
fn ended(status: io::Result<std::process::ExitStatus>, name: &str, said: &str) -> Result<()> {
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => broken(format!("{name} failed: {}", said.trim())),
        Err(cause) => broken(format!("{name} cannot be waited for: {cause}")),
    }
}

/// Builds a PostgreSQL command with the connection in its environment.
/// Other users of the machine can read a command line.
pub(super) fn program(name: &str, options: &PgConnectOptions) -> Command {
    let mut command = Command::new(name);
    let url = options.to_url_lossy();
    command.env("PGUSER", options.get_username()).env("PGPORT", options.get_port().to_string());
    match options.get_socket() {
        Some(socket) => command.env("PGHOST", socket),
        None => command.env("PGHOST", options.get_host()),
    };
    if let Some(database) = options.get_database() {
        command.env("PGDATABASE", database);
    }
    if let Some(password) = url.password() {
        command.env("PGPASSWORD", decoded(password));
    }
    for (key, value) in url.query_pairs() {
        let variable = match key.as_ref() {
            "sslmode" => "PGSSLMODE",
            "sslrootcert" => "PGSSLROOTCERT",
            "sslcert" => "PGSSLCERT",
            "sslkey" => "PGSSLKEY",
            _ => continue,
        };
        command.env(variable, value.as_ref());
    }
    command
}

/// Decodes a percent-encoded password.
fn decoded(encoded: &str) -> String {
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let byte = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok()).filter(|_| *first == b'%');
        match byte.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

pub(super) async fn finished(mut command: Command, name: &str) -> Result<()> {
    // A server that ends takes its dump along.
    match command.kill_on_drop(true).output().await {
        Ok(output) => ended(Ok(output.status), name, &String::from_utf8_lossy(&output.stderr)),
        Err(cause) => not_started(name, &cause),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_encoded_passwords_are_decoded() {
        assert_eq!(decoded("a%40b%2Fc%E4%B9%A6%"), "a@b/c书%");
    }
}
