//! Islands: what a camera, a microphone, a voice or the server makes of a page in the browser. Each improves a page that
//! also works without it. What takes a dozen lines is a script of every page instead (`shell/touch.js`, `shell/place.js`):
//! the module is seventy kilobytes, which no page should load to print.
//!
//! Islands activate server-rendered children, so they carry no text and no data and need no props (which would add 20
//! kB of JSON parser). Elements with `hidden` and `data-wake="Name"` are shown once the island is hydrated, if the
//! browser has `window.Name`. An island that calls [`crate::functions`], or that one page alone has, is lazy: its part of
//! the module is loaded on pages that have it, and only there.

#[cfg(feature = "hydrate")]
mod dom;
#[cfg(feature = "hydrate")]
mod kept_list;
mod push;
mod recorder;
mod scan;
mod scan_list;
mod speak;

pub use push::PushSwitch;
pub use recorder::Recorder;
pub use scan::ScanField;
pub use scan_list::ScanList;
pub use speak::Speak;
