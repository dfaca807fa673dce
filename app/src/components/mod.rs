//! Server-rendered components with the class names of `style/`.
//! The viewer's language and the posted form come from [`crate::web::scene`].

pub(crate) mod area_choice;
pub(crate) mod area_menu;
mod catalogue;
mod codes;
mod desk;
pub mod forms;
mod icon;
mod lang;
mod lists;
mod message;
mod more;
mod near;
mod order;
pub(crate) mod plots;
mod posters;
mod shop_place;
mod site;
mod speak;
mod table;
pub(crate) mod tables;
mod undo;
pub(crate) mod wishes;
mod within;

pub use crate::components::{
    area_choice::{area_choice, area_name, area_options, is_smallest},
    forms::{
        boxes::Boxes,
        day::DayChoice,
        fields::{Checkbox, Choice, Field, Select},
        file_field::{FileField, PICTURES},
        form::{ActionForm, Submit},
        picture_choice::PictureChoice,
        recorder::{EnclosedFor, Enclosures, Kept, VoiceNote},
        scan::{Cells, Scan, Scanned, scan_row, scanned, scans_on},
        stepper::Stepper,
        text_area::TextArea,
    },
    wishes::{
        card::{Beads, STEPS, StatePill, Steps, WishCard, claim_pill, need, open_units, wish_pill},
        duplicates::InTheWay,
        stages::Stages,
        thing::{FREE, WishThing},
    },
};
pub(crate) use crate::components::{
    forms::{
        form::{Shown, error_banner},
        values::{value_choices, value_options},
    },
    wishes::card::similar_wishes,
};
pub use catalogue::{PictureGrid, WishFields};
pub use codes::{Code, Qr};
pub use desk::{Row, Split, file_link, thumb_link, top_link, waited_pill, wish_row};
pub use icon::{Icon, Photo, Pictogram, Tile, tint};
pub(crate) use lang::display_name;
pub use lang::{DisplaySwitch, LangSwitch};
pub use lists::{Empty, Fact, Facts, MorePager, Pager, Search};
pub use message::Banner;
pub(crate) use message::TraceNumber;
pub use more::More;
pub use near::Near;
pub use order::{RowForm, order_pill, slot_name, slot_parts};
pub(crate) use posters::{poster_icon, poster_link, poster_page};
pub use shop_place::{ParcelAddress, ShopPlace};
pub use site::{ContactLine, NumbersLine};
pub(crate) use site::{caseworker_line, prose};
pub(crate) use speak::SpeakPage;
pub use speak::Spoken;
pub use table::Table;
pub(crate) use undo::undo_line;
pub(crate) use within::Within;
