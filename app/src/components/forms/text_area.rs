//! The only `<textarea>`: leptos 0.8.23 renders its children unescaped, so this module escapes them.

use leptos::prelude::*;

use super::{
    fields::{caption, dress, hint_line},
    form::report_label,
};

/// A multi-line field.
#[component]
pub fn TextArea(
    /// Name in the form; also its id.
    name: &'static str,
    /// Label.
    #[prop(into)]
    label: String,
    /// Hint below the label.
    #[prop(optional, into)]
    hint: String,
    /// Initial text.
    #[prop(optional, into)]
    value: String,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
    /// Maximum length in characters.
    #[prop(default = 200)]
    max_length: u32,
    /// Visible lines.
    #[prop(default = 3)]
    rows: u32,
) -> impl IntoView {
    report_label(name, &label);
    let dress = dress(name, value, !hint.is_empty());
    // HTML parsers drop a line break directly after the tag, so add one to be dropped.
    let inner = format!("\n{}", escape(&dress.value));
    view! {
        <div class="field">
            <label for=name>{caption(label, required)}</label>
            {hint_line(name, hint)}
            <textarea
                id=name name=name rows=rows maxlength=max_length required=required
                aria-describedby=dress.described aria-invalid=dress.invalid inner_html=inner
            ></textarea>
            {dress.error}
        </div>
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        components::{ActionForm, Field},
        web::{Form, Scene},
    };
    use std::sync::Arc;

    #[test]
    fn submitted_text_is_escaped() {
        let typed = "</textarea><script>alert(1)</script>&amp;\"'";
        let values = vec![("words".to_owned(), typed.to_owned()), ("name".to_owned(), typed.to_owned())];
        let error = Some(domain::Error::field("words", domain::Code::TooLong));
        let form = Form { values: Arc::new(values), to: "/x".into(), error, ..Form::default() };
        let html = Owner::new().with(|| {
            provide_context(Scene { form, ..Scene::default() });
            view! { <ActionForm to="/x"><TextArea name="words" label="W" /><Field name="name" label="N" /></ActionForm> }.to_html()
        });
        assert!(!html.contains("<script>"), "{html}");
        assert!(html.contains("&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;"), "{html}");
        assert!(html.contains("aria-invalid=\"true\"") && html.contains("words-error"), "{html}");
        assert_eq!(html.matches("</textarea>").count(), 1);
    }

    #[test]
    fn values_of_another_form_are_not_shown() {
        let values = vec![("words".to_owned(), "elsewhere".to_owned())];
        let error = Some(domain::Error::NotFound);
        let form = Form { values: Arc::new(values), to: "/y".into(), error, ..Form::default() };
        let html = Owner::new().with(|| {
            provide_context(Scene { form, ..Scene::default() });
            view! { <ActionForm to="/x"><TextArea name="words" label="W" /></ActionForm> }.to_html()
        });
        assert!(!html.contains("elsewhere") && !html.contains("role=\"alert\""), "{html}");
    }
}
