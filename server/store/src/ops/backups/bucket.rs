//! The store elsewhere: a bucket of any S3-compatible service, to which copies are brought, encrypted only.

use std::{fmt, path::Path, time::Duration};

use domain::{
    backups::{CopyLabel, CopyName},
    progress::{Progress, Unit},
};
use futures::{StreamExt, TryStreamExt, stream};
use object_store::{
    BackoffConfig, ClientOptions, GetOptions, ObjectMeta, ObjectStore, PutMultipartOptions, PutOptions, PutPayload,
    RetryConfig,
    aws::{AmazonS3, AmazonS3Builder},
    path,
};
use sha2::{Digest, Sha256};
use tokio::{
    fs::File,
    io::{AsyncRead, AsyncReadExt, AsyncWriteExt},
};

use crate::{
    Error, Result,
    crypto::{envelope, private_files::create_private_file},
    db::backup::{
        HEADS, broken, finish, is_encrypted, label_of, must_be_free, must_bear_name, parsed_label, unfinished,
    },
};

/// Bytes of a part; services take 10,000 of them, and 5 MB is the least of one.
const PART: usize = 16 * 1024 * 1024;
/// Tries of a request that fails without being refused.
const TRIES: usize = 3;

/// Address of a bucket, and the credentials for it. `Debug` hides the secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Bucket {
    /// Address of the service, such as `https://s3.example`; with the bucket's name before the host where that is wanted.
    pub endpoint: String,
    /// Region that signatures name.
    pub region: String,
    /// Name of the bucket.
    pub name: String,
    /// Folder in it, or empty.
    pub prefix: String,
    /// Name of the access key.
    pub key_id: String,
    /// The access key.
    pub secret: String,
    /// Longest wait for any sign of life of the service. A part must be sent within it.
    pub patience: Duration,
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bucket({self} at {})", self.endpoint)
    }
}

impl fmt::Display for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s3://{}/{}", self.name, self.prefix)
    }
}

fn failed(cause: &object_store::Error) -> Error {
    Error::Broken(format!("the store elsewhere: {}", said(cause)))
}

/// Joins what an error and its causes say, each once.
fn said(cause: &dyn std::error::Error) -> String {
    let (mut said, mut next) = (cause.to_string(), cause.source());
    while let Some(cause) = next {
        let words = cause.to_string();
        if !said.contains(&words) {
            said = format!("{said}: {words}");
        }
        next = cause.source();
    }
    said
}

impl Bucket {
    fn open(&self) -> Result<AmazonS3> {
        // The client for HTTP takes the library of the process, and there is one: ring.
        rustls::crypto::ring::default_provider().install_default().ok();
        let client = ClientOptions::new()
            .with_allow_http(self.endpoint.starts_with("http://"))
            .with_connect_timeout(self.patience.min(Duration::from_secs(15)))
            .with_timeout_disabled()
            .with_read_timeout(self.patience);
        let retry = RetryConfig {
            backoff: BackoffConfig::default(),
            max_retries: TRIES - 1,
            retry_timeout: self.patience.saturating_mul(3),
        };
        let host = self.endpoint.split_once("://").map_or(self.endpoint.as_str(), |(_, host)| host);
        let builder = AmazonS3Builder::new()
            .with_endpoint(&self.endpoint)
            .with_region(&self.region)
            .with_bucket_name(&self.name)
            .with_access_key_id(&self.key_id)
            .with_secret_access_key(&self.secret)
            .with_virtual_hosted_style_request(host.starts_with(&format!("{}.", self.name)))
            .with_disable_bulk_delete(true)
            .with_client_options(client)
            .with_retry(retry);
        builder.build().map_err(|cause| failed(&cause))
    }

    fn place(&self, name: &str) -> Result<path::Path> {
        let path = format!("{}/{name}", self.prefix);
        path::Path::parse(path.trim_start_matches('/'))
            .or_else(|cause| broken(format!("{path} is no name in a bucket: {cause}")))
    }

    /// Lists the copies of all installations; other objects are left out, and so are copies in folders within this one,
    /// where operators may keep some for longer.
    ///
    /// # Errors
    /// When the service does not answer, or refuses.
    pub async fn copies(&self) -> Result<Vec<CopyName>> {
        let prefix = if self.prefix.is_empty() { None } else { Some(self.place("")?) };
        let found: Vec<_> = self.open()?.list(prefix.as_ref()).try_collect().await.map_err(|cause| failed(&cause))?;
        let copy = |object: &ObjectMeta| {
            let name = object.location.filename()?;
            if self.place(name).ok()? == object.location { name.parse::<CopyName>().ok() } else { None }
        };
        Ok(found.iter().filter_map(copy).collect())
    }

    /// Brings a file there, in parts, so that memory is bounded. A file that is not whole is never seen there.
    ///
    /// # Errors
    /// When the file cannot be read, or the service does not answer, or refuses.
    pub(super) async fn upload(&self, file: &Path, name: &str, progress: &Progress) -> Result<()> {
        let (store, place) = (self.open()?, self.place(name)?);
        let unread = |cause: &std::io::Error| Error::Broken(format!("cannot read {}: {cause}", file.display()));
        let mut from = File::open(file).await.map_err(|cause| unread(&cause))?;
        let size = from.metadata().await.map_or(0, |file| file.len());
        progress.begin("bringing the copy to the store elsewhere", Unit::Bytes, size);
        let first = part_of(&mut from).await.map_err(|cause| unread(&cause))?;
        if first.len() < PART {
            progress.advance(first.len() as u64);
            let put = store.put_opts(&place, PutPayload::from(first), PutOptions::default()).await;
            return put.map(drop).map_err(|cause| failed(&cause));
        }
        let begun = store.put_multipart_opts(&place, PutMultipartOptions::default()).await;
        let mut upload = begun.map_err(|cause| failed(&cause))?;
        let sent = async {
            let mut part = first;
            while !part.is_empty() {
                let bytes = part.len() as u64;
                upload.put_part(PutPayload::from(part)).await.map_err(|cause| failed(&cause))?;
                progress.advance(bytes);
                part = part_of(&mut from).await.map_err(|cause| unread(&cause))?;
            }
            upload.complete().await.map(drop).map_err(|cause| failed(&cause))
        };
        let sent = sent.await;
        if sent.is_err() {
            // Parts that are left behind cost money and are seen nowhere.
            upload.abort().await.ok();
        }
        sent
    }

    /// Fetches a copy, or the heads of one, into a new file.
    ///
    /// # Errors
    /// When the file exists or cannot be written, or the service does not answer, or refuses; for a copy in clear: none
    /// is ever brought there, and a writer of the bucket could make one at will; and for one under a name that is not its
    /// own.
    pub async fn fetch(&self, name: &str, file: &Path, progress: &Progress) -> Result<()> {
        must_be_free(file)?;
        let part = unfinished(file);
        let unwritten = |cause: &std::io::Error| Error::Broken(format!("cannot write {}: {cause}", part.display()));
        let mut to = File::from_std(create_private_file(&part).map_err(|cause| unwritten(&cause))?);
        let fetched = async {
            let found = self.open()?.get_opts(&self.place(name)?, GetOptions::default()).await;
            let found = found.map_err(|cause| failed(&cause))?;
            progress.begin("fetching the copy", Unit::Bytes, found.meta.size);
            let mut bytes = found.into_stream();
            while let Some(next) = bytes.next().await {
                let next = next.map_err(|cause| failed(&cause))?;
                to.write_all(&next).await.map_err(|cause| unwritten(&cause))?;
                progress.advance(next.len() as u64);
            }
            to.flush().await.map_err(|cause| unwritten(&cause))?;
            if name.ends_with(HEADS) {
                return Ok::<_, Error>(());
            }
            if !is_encrypted(&part)? {
                return broken(format!("{name} in {self} is not encrypted, so no Wishbridge brought it there"));
            }
            label_of(&part).await?.map_or(Ok(()), |label| must_bear_name(&label, name))
        };
        let fetched = fetched.await;
        if fetched.is_err() {
            std::fs::remove_file(&part).ok();
        }
        fetched?;
        finish(&part, file)
    }

    /// Whether what lies there under the name is, byte by byte, the file.
    ///
    /// # Errors
    /// When the file cannot be read, or the service does not answer, or has none.
    pub(super) async fn has(&self, file: &Path, name: &str) -> Result<bool> {
        let found = self.open()?.get_opts(&self.place(name)?, GetOptions::default()).await;
        let mut bytes = found.map_err(|cause| failed(&cause))?.into_stream();
        let mut theirs = Sha256::new();
        while let Some(next) = bytes.next().await {
            theirs.update(&next.map_err(|cause| failed(&cause))?);
        }
        let unread = |cause: std::io::Error| Error::Broken(format!("cannot read {}: {cause}", file.display()));
        let (mut from, mut ours) = (File::open(file).await.map_err(unread)?, Sha256::new());
        loop {
            let part = part_of(&mut from).await.map_err(unread)?;
            if part.is_empty() {
                break;
            }
            ours.update(&part);
        }
        Ok(ours.finalize() == theirs.finalize())
    }

    /// Returns what a copy there says of itself; `None` for one of the format before. Reads no more than its beginning.
    ///
    /// # Errors
    /// When the service does not answer, or refuses, or what lies there is no encrypted copy.
    pub(super) async fn label(&self, name: &str) -> Result<Option<CopyLabel>> {
        let found = self.open()?.get_opts(&self.place(name)?, GetOptions::default()).await;
        let mut bytes = found.map_err(|cause| failed(&cause))?.into_stream();
        let mut start = Vec::new();
        while start.len() < envelope::LONGEST_HEADER {
            let Some(next) = bytes.next().await else { break };
            start.extend_from_slice(&next.map_err(|cause| failed(&cause))?);
        }
        let label = envelope::label(&mut start.as_slice()).await;
        let label = label.or_else(|cause| broken(format!("cannot read {name} in {self}: {cause}")))?;
        label.map(|text| parsed_label(&text, name)).transpose()
    }

    /// Removes objects; one that is not there is no error.
    pub(super) async fn remove(&self, names: &[String]) -> Result<()> {
        let places: Vec<path::Path> = names.iter().map(|name| self.place(name)).collect::<Result<_>>()?;
        let places = stream::iter(places.into_iter().map(Ok)).boxed();
        let mut removed = self.open()?.delete_stream(places);
        while let Some(one) = removed.next().await {
            match one {
                Ok(_) | Err(object_store::Error::NotFound { .. }) => {}
                Err(cause) => return Err(failed(&cause)),
            }
        }
        Ok(())
    }
}

/// Reads the next part; fewer bytes at the end, none after it.
async fn part_of(from: &mut (impl AsyncRead + Unpin)) -> std::io::Result<Vec<u8>> {
    let mut part = Vec::new();
    (&mut *from).take(PART as u64).read_to_end(&mut part).await?;
    Ok(part)
}
