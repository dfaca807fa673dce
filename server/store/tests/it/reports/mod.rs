mod board;
mod monthly;
