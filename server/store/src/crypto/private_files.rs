//! Files and folders of keys, databases and backups, which other users of the machine must not read.

use std::{fs, io, path::Path};

/// Creates a folder and its missing parents with mode 0700; existing ones stay as they are.
pub(crate) fn create_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Creates a new file with mode 0600; fails when it exists.
pub(crate) fn create_private_file(file: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)
}

/// Takes an existing file away from users who are neither its owner nor in its group. A group keeps what it was given,
/// such as the right to copy the file away. Returns whether anything changed.
#[cfg(unix)]
pub(crate) fn close_to_others(file: &Path) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(file)?.permissions().mode();
    if mode & 0o007 == 0 {
        return Ok(false);
    }
    fs::set_permissions(file, fs::Permissions::from_mode(mode & 0o770))?;
    Ok(true)
}

/// Permissions of other systems are not files' own.
#[cfg(not(unix))]
pub(crate) fn close_to_others(_: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Writes a new private file in one step: it is complete and durable, or not there.
///
/// # Errors
/// When the folder or the file cannot be written.
pub fn write_new(file: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = file.parent().filter(|folder| *folder != Path::new("")) {
        create_private_folder(folder)?;
    }
    let part = file.with_extension(format!("{:016x}.part", rand::random::<u64>()));
    io::Write::write_all(&mut create_private_file(&part)?, bytes)?;
    publish(&part, file)
}

/// Renames a finished file to its final name; syncs file and folder first and last, so that both survive a power cut.
pub(crate) fn publish(part: &Path, file: &Path) -> io::Result<()> {
    fs::File::open(part)?.sync_all()?;
    fs::rename(part, file)?;
    let folder = file.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    fs::File::open(folder)?.sync_all()
}
