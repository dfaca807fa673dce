mod applicants;
mod applications;
mod clocks;
mod eligibility;
mod lines;
mod standby;
mod thanks;
