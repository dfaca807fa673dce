//! XLSX and CSV sheets, read and written. Uploaded sheets are untrusted and of any layout.
//! Written cells are escaped, because Excel and WPS run a cell that begins like a formula.

mod aid;
mod audit;
mod cases;
mod community;
mod doors;
mod entitlements;
mod files;
mod head;
mod households;
pub mod lists;
mod numbers;
mod package;
mod read;
mod room;
mod rows;
mod templates;
mod turns;
mod values;
mod visits;
mod write;
mod xlsx;

pub use aid::{aid, collections};
pub use audit::{audit, minors};
pub use cases::{cases, referrals, school_places, urgent};
pub use community::*;
pub use doors::{doors, round};
pub use entitlements::entitlements;
pub use files::{File, What, days, export, named};
pub use head::{Heads, columns_of, explained, headings_of, likely_headings};
pub use households::households;
pub use read::{Book, Table, book, read};
pub use rows::{Taken, goods, points, vacancy_rows};
pub use templates::{
    goods_template, households_template, points_template, refused_goods, refused_households, refused_points,
    refused_vacancies, staff_template, vacancies_template,
};
pub use turns::{in_turn, parse, parse_chosen, parse_sheet, sheet_names};
pub use visits::{findings, visits};
pub use write::{Format, Out, write};

/// Content of a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// No content.
    #[default]
    Empty,
    /// Text, including numbers stored as text.
    Text(String),
    /// A number.
    Number(f64),
    /// A calendar day.
    Day(jiff::civil::Date),
    /// No content, because a merged number above covers it.
    Covered,
    /// No content: stands behind the cells of a row that is hidden.
    RowHidden,
}

impl Cell {
    /// Whether it has no visible content.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Cell::Empty | Cell::Covered | Cell::RowHidden => true,
            Cell::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// Its displayed text.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Cell::Empty | Cell::Covered | Cell::RowHidden => String::new(),
            Cell::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
            // Rust prints whole numbers without a decimal point, and never with an exponent.
            Cell::Number(n) => format!("{n}"),
            Cell::Day(day) => day.to_string(),
        }
    }
}
