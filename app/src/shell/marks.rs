//! Hydration markers, which are removed outside of islands.

/// Whether the page has an island: one of leptos's own, or one that listens to the document.
pub(super) fn has_islands(html: &str) -> bool {
    html.contains("<leptos-island") || html.contains(" data-island")
}

/// Removes hydration markers outside of islands, where nothing reads them: a tenth of a page.
pub(super) fn without_marks(marked: &str) -> String {
    const MARKS: [&str; 2] = ["<!>", "<!--<() />-->"];
    let mut html = String::with_capacity(marked.len());
    let mut rest = marked;
    while let Some(at) = rest.find('<') {
        html.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(mark) = MARKS.iter().find(|mark| rest.starts_with(**mark)) {
            rest = &rest[mark.len()..];
            continue;
        }
        let end = if rest.starts_with("<leptos-island") {
            rest.find("</leptos-island").unwrap_or(rest.len())
        } else {
            // Copy tags with their attributes unchanged: values may contain text that looks like a marker.
            let mut quoted = false;
            let closes = |b: u8| {
                quoted ^= b == b'"';
                b == b'>' && !quoted
            };
            rest.bytes().position(closes).map_or(rest.len(), |at| at + 1)
        };
        html.push_str(&rest[..end]);
        rest = &rest[end..];
    }
    html.push_str(rest);
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_removed_outside_of_attributes_and_islands() {
        let page = r#"<p>a<!>b<!--<() />--></p><input value="1 > 0 <!> <!--<() />-->"><!>&lt;!&gt;"#;
        assert_eq!(without_marks(page), r#"<p>ab</p><input value="1 > 0 <!> <!--<() />-->">&lt;!&gt;"#);
        let island = r#"<leptos-island data-component="A"><div>a<!></div></leptos-island>"#;
        assert_eq!(without_marks(&format!("<!>{island}<!>b")), format!("{island}b"));
    }
}
