//! Masks for names, phones and addresses of a household file that is not revealed.

/// Placeholder for the hidden part of a name.
pub const HIDDEN: &str = "**";

/// Keeps the first character of a name: 马**.
#[must_use]
pub fn name(name: &str) -> String {
    name.chars().next().map(|first| format!("{first}{HIDDEN}")).unwrap_or_default()
}

/// Keeps both ends of a phone number: 138****0001.
#[must_use]
pub fn phone(phone: &str) -> String {
    match (phone.get(..3), phone.get(phone.len().saturating_sub(4)..)) {
        (Some(start), Some(end)) if phone.len() >= 8 => format!("{start}****{end}"),
        _ if phone.is_empty() => String::new(),
        _ => "****".into(),
    }
}

/// Tells whether there is an address, and nothing of it.
#[must_use]
pub fn address(address: &str) -> String {
    if address.is_empty() { String::new() } else { "******".into() }
}

#[cfg(test)]
mod tests {
    #[test]
    fn masks_keep_the_first_character_and_the_ends_of_a_phone() {
        assert_eq!((super::name("马小花"), super::name("")), ("马**".into(), String::new()));
        assert_eq!(super::name("阿依古丽·买买提"), "阿**");
        assert_eq!((super::phone("13800000001"), super::phone("")), ("138****0001".into(), String::new()));
        assert_eq!((super::address("和平路 1 号"), super::address("")), ("******".into(), String::new()));
    }
}
