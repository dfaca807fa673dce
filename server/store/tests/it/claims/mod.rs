mod eligibility;
mod thanks;
