//! Imports of goods, points, households and vacancies: stored, planned row by row, applied once.

pub mod goods;
pub(crate) mod goods_plan;
pub mod headings;
pub(crate) mod household_matching;
pub mod households;
pub mod points;
pub mod points_plan;
pub mod replay;
pub mod row_withdrawal;
pub(crate) mod sheets;
pub mod staff;
pub mod vacancies;
pub mod withdrawal;
