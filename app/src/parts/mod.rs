//! Server-rendered pieces with the class names of `style/`. They know the viewer's language and the
//! posted form from [`crate::page::scene`].

pub(crate) mod area_menu;
mod areas;
mod catalogue;
mod codes;
mod day;
mod desk;
mod fields;
mod form;
mod icon;
mod lang;
mod lists;
mod message;
mod more;
mod near;
mod order;
mod pictures;
mod scan;
mod stepper;
mod text_area;
mod wish;

pub use areas::{area_choice, area_name, area_options, is_smallest};
pub use catalogue::{PictureGrid, WishFields};
pub use codes::{Code, Qr};
pub use day::DayChoice;
pub use desk::{Row, Split, thumb_link, top_link, waited_pill, wish_row};
pub use fields::{Checkbox, Choice, Field, Select};
pub use form::{ActionForm, Submit};
pub(crate) use form::{Shown, error_banner};
pub use icon::{Icon, Pictogram, Tile, tint};
pub use lang::LangSwitch;
pub use lists::{Empty, Fact, Facts, Pager, Search};
pub use message::Banner;
pub use more::More;
pub use near::Near;
pub use order::{RowForm, order_pill, slot_name, slot_parts};
pub use pictures::PictureChoice;
pub use scan::{Cells, Scan, Scanned, scanned, scans_on};
pub use stepper::Stepper;
pub use text_area::TextArea;
pub use wish::{Beads, STEPS, StatePill, Steps, WishCard, claim_pill, need, wish_pill};
