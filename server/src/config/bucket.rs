//! The store elsewhere to which backups are brought: five settings, of which four belong together.

use std::time::Duration;

use store::ops::backups::bucket::Bucket;

use super::ConfigError;

/// Longest wait for a sign of life of the store elsewhere: a part of 16 MB goes up within it at 1.2 Mbit/s.
const PATIENCE: Duration = Duration::from_secs(120);

/// Settings of the store elsewhere, as given.
pub(super) struct BucketSettings {
    pub endpoint: Option<String>,
    pub bucket: Option<String>,
    pub region: Option<String>,
    pub key_id: Option<String>,
    pub secret: Option<String>,
}

/// Returns the store elsewhere; `None` when none of its settings is given.
pub(super) fn bucket(settings: BucketSettings) -> Result<Option<Bucket>, ConfigError> {
    let BucketSettings { endpoint, bucket, region, key_id, secret } = settings;
    let (endpoint, bucket, key_id, secret) = match (endpoint, bucket, key_id, secret) {
        (None, None, None, None) => return Ok(None),
        (Some(endpoint), Some(bucket), Some(key_id), Some(secret)) => (endpoint, bucket, key_id, secret),
        _ => return Err(ConfigError::Bucket),
    };
    if !endpoint.starts_with("https://") && !endpoint.starts_with("http://") {
        return Err(ConfigError::Bucket);
    }
    let (name, prefix) = bucket.split_once('/').unwrap_or((bucket.as_str(), ""));
    Ok(Some(Bucket {
        endpoint: endpoint.trim_end_matches('/').to_owned(),
        region: region.unwrap_or_else(|| "us-east-1".into()),
        name: name.to_owned(),
        prefix: prefix.trim_matches('/').to_owned(),
        key_id,
        secret,
        patience: PATIENCE,
    }))
}
