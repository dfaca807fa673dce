//! Room on the disk of a folder, and whether this process may write there. Asks only; writes nothing.

use std::path::Path;

/// Bytes of a file system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// That this process may still fill.
    pub free: u64,
    /// In total.
    pub all: u64,
}

/// Returns the room where a folder is or will be; `None` where the system does not say.
#[cfg(target_os = "linux")]
#[must_use]
pub fn room(folder: &Path) -> Option<Room> {
    let mut above = folder.ancestors().map(|folder| if folder == Path::new("") { Path::new(".") } else { folder });
    let stat = rustix::fs::statvfs(above.find(|folder| folder.exists())?).ok()?;
    Some(Room { free: stat.f_bavail.saturating_mul(stat.f_frsize), all: stat.f_blocks.saturating_mul(stat.f_frsize) })
}

/// Returns `None`: other systems are for development.
#[cfg(not(target_os = "linux"))]
#[must_use]
pub fn room(_: &Path) -> Option<Room> {
    None
}

/// Whether this process may make files in a folder.
#[cfg(target_os = "linux")]
#[must_use]
pub fn is_writable(folder: &Path) -> bool {
    use rustix::fs::Access;
    folder.is_dir() && rustix::fs::access(folder, Access::WRITE_OK | Access::EXEC_OK).is_ok()
}

/// Whether there is such a folder; other systems are for development.
#[cfg(not(target_os = "linux"))]
#[must_use]
pub fn is_writable(folder: &Path) -> bool {
    folder.is_dir()
}
