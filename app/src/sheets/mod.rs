//! Sheets: XLSX and CSV in and out. What comes in is somebody's own table, with whatever stands in it; what goes
//! out is opened by Excel or WPS, which take a cell that begins like a formula for one.

mod files;
mod head;
mod households;
mod read;
mod rows;
mod values;
mod write;

pub use files::{File, What, days, export, goods_template, households_template, in_turn, named, points_template};
pub use head::Heads;
pub use households::households;
pub use read::{Table, read};
pub use rows::{goods, points};
pub use write::{Format, Out, write};

/// What stands in a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Words, or a number that somebody wrote as words.
    Text(String),
    /// A number.
    Number(f64),
    /// A day of the calendar.
    Day(jiff::civil::Date),
}

impl Cell {
    /// Whether nothing stands in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// What a person reads in it.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
            // Rust writes whole numbers without a point, and never with an exponent.
            Cell::Number(n) => format!("{n}"),
            Cell::Day(day) => day.to_string(),
        }
    }
}
