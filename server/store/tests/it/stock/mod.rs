mod counts;
mod expiry;
mod kits;
mod lists;
mod offers;
mod recalls;
mod receipts;
mod transfers;
