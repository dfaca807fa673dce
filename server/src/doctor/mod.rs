//! `wishbridge doctor`: looks at an installation and says, a line each, what is well and what to do.
//! It reads only: no file, table or row is made or changed, and nothing is sent.

mod database;
mod outside;

use std::{fmt, path::Path};

use crate::config::{self, Config};

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Well.
    Ok,
    /// Works, but the operator should know.
    Look,
    /// Does not work, or puts data at risk.
    Wrong,
}

/// What was found about one thing, with what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How it is.
    pub verdict: Verdict,
    /// What it is about, such as `database`.
    pub about: &'static str,
    /// A sentence for the operator, without passwords and personal data.
    pub sentence: String,
}

impl Finding {
    /// Something that is well.
    #[must_use]
    pub fn ok(about: &'static str, sentence: impl Into<String>) -> Finding {
        Finding { verdict: Verdict::Ok, about, sentence: sentence.into() }
    }

    /// Something that the operator should look at.
    #[must_use]
    pub fn look(about: &'static str, sentence: impl Into<String>) -> Finding {
        Finding { verdict: Verdict::Look, about, sentence: sentence.into() }
    }

    /// Something that is wrong.
    #[must_use]
    pub fn wrong(about: &'static str, sentence: impl Into<String>) -> Finding {
        Finding { verdict: Verdict::Wrong, about, sentence: sentence.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = match self.verdict {
            Verdict::Ok => "ok",
            Verdict::Look => "look",
            Verdict::Wrong => "wrong",
        };
        // What a library says may have several lines.
        let sentence = self.sentence.lines().map(str::trim).collect::<Vec<_>>().join(" ");
        write!(f, "{verdict:<6}{:<10}{sentence}", self.about)
    }
}

/// Looks at everything; `file` is the settings file that `--config` names.
pub async fn examine(config: &Config, file: Option<&Path>) -> Vec<Finding> {
    let mut found = settings(config, file.unwrap_or(Path::new(config::FILE))).await;
    found.extend(database::examine(config).await);
    found.extend(outside::disks(config));
    found.extend(outside::backup_keys(config));
    found.extend(outside::bucket(config).await);
    found.push(outside::mail(config).await);
    found.push(outside::gateway(config).await);
    found
}

/// Looks at the settings, which are valid each on its own.
async fn settings(config: &Config, file: &Path) -> Vec<Finding> {
    let look = |sentence: &str| Finding::look("settings", sentence);
    let mut found = Vec::new();
    if let Err(cause) = tokio::net::lookup_host(&config.listen).await {
        let listen = &config.listen;
        found.push(Finding::wrong("settings", format!("LISTEN is no address of this machine: {listen}: {cause}")));
    }
    let is_https = config.public_url.as_ref().is_some_and(|url| url.is_https());
    if config.public_url.is_none() {
        found.push(look(
            "PUBLIC_URL is not set: links and cards lead to the host that a request names, and no push is offered; set \
             it to the address that visitors type",
        ));
    }
    if is_https && config.trusted_proxy.is_none() {
        found.push(look(
            "TRUSTED_PROXY is not set: all visitors share one address for the limits on wrong passwords; name the \
             header of your proxy, such as X-Forwarded-For",
        ));
    }
    if config.insecure_cookies {
        found.push(look("INSECURE_COOKIES is on: others on the network can steal sign-ins; for trying it out only"));
    }
    if outside::others_may(file, outside::READ) {
        let file = file.display();
        found.push(look(&format!(
            "other users of this machine can read {file}, passwords included: chmod o-rwx {file}"
        )));
    }
    if found.is_empty() {
        found.push(Finding::ok("settings", "complete"));
    }
    found
}
