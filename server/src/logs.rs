//! Log filter.

use tracing_subscriber::{EnvFilter, filter::ParseError};

/// Log levels per library that no setting exceeds.
/// Their logs hold URLs, and with them a card's secret, a name searched for, or the gateway's key.
const QUIET: [&str; 3] = ["tower_http::csrf=debug", "ureq=warn", "ureq_proto=warn"];

/// Parses a filter in the syntax of `RUST_LOG`, within the levels of `QUIET`.
///
/// # Errors
/// When the setting is not a valid filter.
pub fn filter(setting: &str) -> Result<EnvFilter, ParseError> {
    let mut filter = EnvFilter::try_new(setting)?;
    for directive in QUIET {
        filter = filter.add_directive(directive.parse()?);
    }
    Ok(filter)
}
