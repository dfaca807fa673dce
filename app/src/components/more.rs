//! Folded parts of a page, for what is seldom needed.

use leptos::prelude::*;

use crate::web::scene;

/// A foldable part. It is open again after the form in it was rejected.
#[component]
pub fn More(
    /// Label of the fold.
    #[prop(into)]
    summary: String,
    /// Address that the form inside posts to, or empty without one.
    #[prop(optional, into)]
    to: String,
    /// Whether it is open initially.
    #[prop(optional)]
    open: bool,
    /// Content.
    children: Children,
) -> impl IntoView {
    let posted = scene().form;
    let refused = posted.error.is_some() && !to.is_empty() && posted.was_posted_to(&to);
    view! { <details class="more" open=refused || open><summary>{summary}</summary>{children()}</details> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::{Form, Scene};

    /// Renders a fold around a form that posts to `to`, after a form was refused at `/x`.
    fn drawn(to: &'static str) -> String {
        let form = Form { to: "/x".into(), error: Some(domain::Error::NotFound), ..Form::default() };
        Owner::new().with(|| {
            provide_context(Scene { form, ..Scene::default() });
            view! { <More summary="S" to=to>"in it"</More> }.to_html()
        })
    }

    #[test]
    fn a_fold_is_open_after_its_form_was_refused_with_or_without_a_query() {
        for to in ["/x", "/x?location=3"] {
            assert!(drawn(to).contains(" open"), "{to}");
        }
        for to in ["", "/y", "/x/y?location=3"] {
            assert!(!drawn(to).contains(" open"), "{to}");
        }
    }
}
