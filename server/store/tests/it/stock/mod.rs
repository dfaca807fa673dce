mod counts;
mod expiry;
mod kits;
mod lists;
mod offers;
mod receipts;
mod transfers;
