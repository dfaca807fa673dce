mod counts;
mod expiry;
mod kits;
mod offers;
mod receipts;
mod transfers;
