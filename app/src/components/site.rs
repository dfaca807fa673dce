//! What the installation says of itself on other pages: whom to ask, and the public numbers.

use domain::site::{Block, PublicNumbers, SiteContact};
use leptos::prelude::*;

use super::{Fact, Facts, Icon};

/// Whom to ask, with a number to tap; nothing until an administrator sets it.
#[component]
pub fn ContactLine(
    /// The contact of the installation.
    contact: SiteContact,
) -> impl IntoView {
    contact.is_given().then(|| {
        let to = format!("tel:{}", contact.dialled());
        let SiteContact { name, phone, hours } = contact;
        view! {
            <p class="cluster">
                <span>{t!("contact-ask")}" "<b>{name}</b></span>
                <a class="link" href=to><Icon name="phone" /><bdi class="nowrap">{phone}</bdi></a>
                {(!hours.is_empty()).then(|| view! { <span class="soft">{hours}</span> })}
            </p>
        }
    })
}

/// The family's caseworker by name, with a number to tap; nothing for other accounts.
pub(crate) fn caseworker_line(contact: Option<SiteContact>) -> Option<impl IntoView> {
    contact.map(|contact| {
        let to = format!("tel:{}", contact.dialled());
        let SiteContact { name, phone, .. } = contact;
        view! {
            <p class="cluster">
                <span>{t!("caseworker-ask")}" "<b>{name}</b></span>
                {(!phone.is_empty()).then(|| view! { <a class="btn btn-quiet" href=to><Icon name="phone" /><bdi class="nowrap">{phone}</bdi></a> })}
            </p>
        }
    })
}

/// The public numbers that are large enough to show; nothing if none is.
#[component]
pub fn NumbersLine(
    /// As they were last counted.
    numbers: PublicNumbers,
) -> impl IntoView {
    (!numbers.is_empty()).then(|| {
        let shown = [
            (numbers.wishes, t!("numbers-wishes")),
            (numbers.families, t!("numbers-families")),
            (numbers.givers, t!("numbers-givers")),
        ];
        let shown = shown.into_iter().filter_map(|(count, name)| Some((count?, name)));
        let shown = shown.map(|(count, name)| view! { <Fact name=name><b>{count}</b></Fact> }).collect_view();
        view! { <section class="card" aria-label=t!("numbers-title")><Facts>{shown}</Facts></section> }
    })
}

/// A text of headings, paragraphs and lists. Whatever looks like HTML is shown as it was typed.
pub(crate) fn prose(blocks: Vec<Block>) -> impl IntoView {
    let one = |block: Block| match block {
        Block::Heading(text) => view! { <h2>{text}</h2> }.into_any(),
        Block::Subheading(text) => view! { <h3>{text}</h3> }.into_any(),
        Block::Paragraph(text) => view! { <p>{text}</p> }.into_any(),
        Block::List(items) => {
            let items = items.into_iter().map(|item| view! { <li>{item}</li> }).collect_view();
            view! { <ul>{items}</ul> }.into_any()
        }
    };
    blocks.into_iter().map(one).collect_view()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_html_is_shown_as_text() {
        let text = "# <b>\n## &amp;\n<script>alert(1)</script>\n- <img src=x onerror=alert(1)>";
        let html = Owner::new().with(|| prose(domain::site::blocks(text)).to_html());
        assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("<b>"), "{html}");
        assert!(html.contains("&lt;script&gt;") && html.contains("&amp;amp;"), "{html}");
    }
}
