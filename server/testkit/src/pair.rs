//! A PostgreSQL primary with a standby and a pooler, which `tools/postgres-pair.sh` runs until this is dropped.

use std::process::Stdio;

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout, Command},
};

/// The running servers, with one empty database.
#[derive(Debug)]
pub struct Pair {
    words: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
    /// Ends when its input ends.
    _script: Child,
    primary: String,
    standby: String,
    pooler: String,
    password: String,
}

impl Pair {
    /// Starts the servers; the standby is synchronous.
    ///
    /// # Panics
    /// When PostgreSQL or PgBouncer is missing: `tools/install.sh postgres`.
    pub async fn start() -> Pair {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tools/postgres-pair.sh");
        let mut command = Command::new(script);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the script starts");
        let words = child.stdin.take().expect("an input");
        let mut answers = BufReader::new(child.stdout.take().expect("an output")).lines();
        let line = answers.next_line().await.expect("an output").expect("servers: does tools/postgres-pair.sh start?");
        let parts: Vec<&str> = line.split(' ').collect();
        let ["ready", primary, standby, pooler, password] = parts.as_slice() else { panic!("{line}") };
        let host = |port: &str| format!("127.0.0.1:{port}");
        let (primary, standby, pooler) = (host(primary), host(standby), host(pooler));
        let password = (*password).to_owned();
        Pair { words, answers, _script: child, primary, standby, pooler, password }
    }

    fn address(&self, hosts: &str) -> String {
        format!("postgres://wishbridge:{}@{hosts}/postgres", self.password)
    }

    /// Address of the server that is the primary at first.
    #[must_use]
    pub fn primary(&self) -> String {
        self.address(&self.primary)
    }

    /// Address of the server that is the standby at first.
    #[must_use]
    pub fn standby(&self) -> String {
        self.address(&self.standby)
    }

    /// Address of both, the standby first.
    #[must_use]
    pub fn both(&self) -> String {
        self.address(&format!("{},{}", self.standby, self.primary))
    }

    /// Address of the pooler before the primary.
    #[must_use]
    pub fn pooler(&self) -> String {
        self.address(&self.pooler)
    }

    /// Says a word of the script, such as `kill`, and waits until it is done.
    ///
    /// # Panics
    /// When the script fails.
    pub async fn say(&mut self, word: &str) {
        self.words.write_all(format!("{word}\n").as_bytes()).await.expect("the script listens");
        let answer = self.answers.next_line().await.expect("an output");
        assert_eq!(answer.as_deref(), Some(word));
    }
}
