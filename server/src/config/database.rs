//! Addresses of the database: itself, PostgreSQL behind a pooler, and a replica.

use std::fmt;

use store::Addresses;

use super::{Config, ConfigError};

/// Address of a database. `Debug` and `Display` hide the password it may hold.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    pub(super) fn new(url: String) -> Self {
        DatabaseUrl(url)
    }

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

impl Config {
    /// Where the database is.
    #[must_use]
    pub fn addresses(&self) -> Addresses<'_> {
        Addresses {
            url: self.database_url.reveal(),
            direct: self.direct_url.as_ref().map(DatabaseUrl::reveal),
            replica: self.read_url.as_ref().map(DatabaseUrl::reveal),
        }
    }
}

/// Takes an address of PostgreSQL that belongs to the database's own.
pub(super) fn only_beside_postgres(url: Option<String>, database: &str) -> Result<Option<DatabaseUrl>, ConfigError> {
    let is_postgres = |url: &str| url.starts_with("postgres://") || url.starts_with("postgresql://");
    match url {
        Some(url) if !is_postgres(&url) || !is_postgres(database) => Err(ConfigError::OnlyPostgres),
        url => Ok(url.map(DatabaseUrl)),
    }
}
