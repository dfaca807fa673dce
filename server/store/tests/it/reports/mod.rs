mod board;
mod figures;
mod impact;
mod monthly;
