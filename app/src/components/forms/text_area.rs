//! The only place with a `<textarea>`: leptos 0.8.23 writes its children unescaped.

use leptos::prelude::*;

use super::fields::{caption, dress, hint_line};

/// A field of several lines.
#[component]
pub fn TextArea(
    /// Its name in the form; also its id.
    name: &'static str,
    /// What to type.
    #[prop(into)]
    label: String,
    /// What helps to type it right.
    #[prop(optional, into)]
    hint: String,
    /// The words to begin with.
    #[prop(optional, into)]
    value: String,
    /// Whether something has to be typed.
    #[prop(optional)]
    required: bool,
    /// At most so many characters.
    #[prop(default = 200)]
    max_length: u32,
    /// How many lines it shows.
    #[prop(default = 3)]
    rows: u32,
) -> impl IntoView {
    let dress = dress(name, value, !hint.is_empty());
    // The parser drops a line break right behind the tag, so one is put there to be dropped.
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
    fn what_was_typed_comes_back_as_words_and_never_as_markup() {
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
    fn another_forms_words_do_not_appear_in_this_one() {
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
