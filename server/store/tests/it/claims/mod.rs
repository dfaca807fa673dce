mod clocks;
mod eligibility;
mod thanks;
