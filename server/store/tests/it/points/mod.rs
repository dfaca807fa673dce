mod jobs;
mod ledger;
mod sheets;
mod taking_part;
