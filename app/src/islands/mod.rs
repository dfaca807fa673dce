//! Islands: what a camera, a microphone, a voice or the server makes of a page in the browser. Each improves a page that
//! also works without it. What takes a dozen lines is a script of every page instead (`shell/touch.js`, `shell/place.js`):
//! no page should load a module to print.
//!
//! Islands activate server-rendered children, so they carry no text and no data and need no props (which would add 20
//! kB of JSON parser). Elements with `hidden` and `data-wake="Name"` are shown once the module is loaded, if the browser
//! has `window.Name`. Those without state are a `data-island` around them and a function that listens to the document
//! (`listen` below); the runtime of leptos would be more than half of the module. An island that has state, calls
//! [`crate::functions`], or is on one page alone, is leptos's own and lazy: its part of the module, with that runtime, is
//! loaded on pages that have it, and only there.

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

/// Lets the islands without state listen to the page, once.
#[cfg(feature = "hydrate")]
pub(crate) fn listen() {
    recorder::listen();
    scan::listen();
    speak::listen();
}
