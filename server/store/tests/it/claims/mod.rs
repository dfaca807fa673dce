mod applicants;
mod applications;
mod clocks;
mod eligibility;
mod standby;
mod thanks;
