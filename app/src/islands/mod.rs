//! The only code that browsers run. Every island makes something better that works without it: it
//! wakes server-rendered children, so it brings no words and no data of its own, and needs no props
//! (which would cost 20 kB of JSON reader). What is `hidden` with `data-wake="Name"` appears once the
//! island is awake and the browser has `window.Name`.

#[cfg(feature = "hydrate")]
mod dom;
mod guard;
mod keys;
mod print;
mod recorder;
mod scan;
mod scan_list;
mod share;
mod speak;
mod stepper;

pub use guard::SubmitGuard;
pub use keys::DeskKeys;
pub use print::PrintButton;
pub use recorder::Recorder;
pub use scan::ScanField;
pub use scan_list::ScanList;
pub use share::ShareButton;
pub use speak::Speak;
pub use stepper::StepperIsland;
