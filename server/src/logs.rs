//! What is logged.

use tracing_subscriber::{EnvFilter, filter::ParseError};

/// Libraries that tell addresses, at their most talkative: ours can hold a card's secret or a name that was searched
/// for, a gateway's its key. However much is asked for, that is never told.
const QUIET: [&str; 3] = ["tower_http::csrf=debug", "ureq=warn", "ureq_proto=warn"];

/// The filter of a setting in the syntax of `RUST_LOG`.
///
/// # Errors
/// The setting cannot be read.
pub fn filter(setting: &str) -> Result<EnvFilter, ParseError> {
    let mut filter = EnvFilter::try_new(setting)?;
    for directive in QUIET {
        filter = filter.add_directive(directive.parse()?);
    }
    Ok(filter)
}
