//! Query strings.

/// Decodes the pairs of a query string or of a posted form.
pub fn pairs(bytes: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(bytes).into_owned().collect()
}

/// Most bytes of all names and values of a query; the longest one that a page links to has half as many.
const QUERY: usize = 600;

/// Pairs of a query string. What was typed into a search is cut here, for every list, and what is beyond `QUERY` as
/// well: pages repeat their query in each link, so that a long one would be answered by megabytes.
pub fn asked(query: &str) -> Vec<(String, String)> {
    let mut left = QUERY;
    let mut kept = Vec::new();
    for (name, value) in pairs(query.as_bytes()) {
        let mut value = if name == "q" { domain::text::search(&value) } else { value };
        let Some(rest) = left.checked_sub(name.len()) else { break };
        value.truncate(value.floor_char_boundary(rest));
        left = rest - value.len();
        kept.push((name, value));
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_cut_as_a_whole() {
        let long = form_urlencoded::byte_serialize("书".repeat(5_000).as_bytes()).collect::<String>();
        let size = |query: &str| asked(query).iter().map(|(name, value)| name.len() + value.len()).sum::<usize>();
        let both = [("q".to_owned(), "书".repeat(100)), ("area".to_owned(), "5".to_owned())];
        assert_eq!(asked(&format!("q={long}&area=5")), both);
        for query in [format!("size={long}"), "x=yy&".repeat(5_000), format!("size={long}&item={long}&{long}=1")] {
            assert!((QUERY - 3..=QUERY).contains(&size(&query)), "{}", size(&query));
        }
    }
}
