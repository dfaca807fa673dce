mod board;
mod figures;
mod impact;
mod monthly;
mod small_counts;
