//! Islands: the only code that runs in browsers. Each improves a page that also works without it.
//!
//! Islands activate server-rendered children, so they carry no text and no data and need no props (which would add 20
//! kB of JSON parser). Elements with `hidden` and `data-wake="Name"` are shown once the island is hydrated, if the
//! browser has `window.Name`. An island that calls [`crate::functions`], or that one page alone has, is lazy: its part of
//! the module is loaded on pages that have it, and only there.

#[cfg(feature = "hydrate")]
mod dom;
mod guard;
#[cfg(feature = "hydrate")]
mod kept_list;
mod keys;
mod print;
mod push;
mod recorder;
mod scan;
mod scan_list;
mod share;
mod speak;
mod stepper;

pub use guard::SubmitGuard;
pub use keys::DeskKeys;
pub use print::PrintButton;
pub use push::PushSwitch;
pub use recorder::Recorder;
pub use scan::ScanField;
pub use scan_list::ScanList;
pub use share::ShareButton;
pub use speak::Speak;
pub use stepper::StepperIsland;
