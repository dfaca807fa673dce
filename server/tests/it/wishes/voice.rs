//! Recordings and pictures with a wish over HTTP: form, access, media type, refused forms.

use axum::{
    body::Body,
    http::{Request, header},
};

use crate::support::{
    TestApp,
    client::{Client, Reply},
    on_both,
    world::{PICTURE, VOICE},
};

/// Builds a multipart form, as browsers do: name, file name (or empty) and content.
pub fn form(path: &str, parts: &[(&str, &str, &[u8])]) -> Request<Body> {
    let mut body = Vec::new();
    let id = server::http::random_id();
    for (name, file, content) in parts.iter().chain([&("_request", "", id.as_bytes())]) {
        let file =
            if file.is_empty() { String::new() } else { format!("; filename=\"{file}\"\r\ncontent-type: text/html") };
        body.extend(format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n\r\n").bytes());
        body.extend_from_slice(content);
        body.extend(b"\r\n");
    }
    body.extend(b"--x--\r\n");
    let request = Request::post(path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
    request.header("sec-fetch-site", "same-origin").body(Body::from(body)).expect("a request")
}

const WOK: &str = "/home/wishes/new/wok";
const BAG: &str = "/home/wishes/new/school_bag";

/// Posts the family's wish for a wok with a recording; returns its id.
async fn said(app: &TestApp) -> i64 {
    sent(&app.family().send(form(WOK, &[("quantity", "", b"1"), ("voice", "voice", VOICE)])).await)
}

/// Checks that a form was accepted; returns the wish's id from the redirect.
#[track_caller]
fn sent(reply: &Reply) -> i64 {
    assert_eq!(reply.status, 303, "{}", reply.text);
    let to = reply.header("location");
    let number = to.strip_prefix("/home/wishes/").and_then(|rest| rest.strip_suffix("/sent"));
    number.and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("it leads to {to}"))
}

async fn heard(who: &Client, wish: i64) -> u16 {
    who.get(&format!("/voice/{wish}")).await.status.as_u16()
}

on_both! {
    async fn recordings_are_served_to_the_family_and_its_staff_only(app) {
        let wish = said(&app).await;
        let page = app.family().get(&format!("/home/wishes/{wish}/sent")).await;
        assert!(page.status.is_success() && page.text.contains("/pictograms.svg#wok") && page.text.contains("data-say"));
        for who in ["family", "caseworker", "coordinator"] {
            assert_eq!(heard(&app.person(who), wish).await, 200, "{who}");
        }
        for who in ["family2", "donor", "shopkeeper", "auditor", "admin", "area_admin", "caseworker_west", "caseworker_there"] {
            assert_eq!(heard(&app.person(who), wish).await, 404, "{who}");
        }
        assert_eq!(heard(&app.visitor(), wish).await, 404);
        let review = app.caseworker().get(&format!("/desk/review/{wish}")).await;
        assert!(review.text.contains(&format!("src=\"/voice/{wish}\"")), "{}", review.text);
        // Publishing makes the wish public, not the recording.
        app.caseworker().publish(wish).await;
        assert_eq!((app.visitor().get(&format!("/wishes/{wish}")).await.status.as_u16(), heard(&app.donor(), wish).await), (200, 404));
        assert!(!app.donor().get(&format!("/wishes/{wish}")).await.text.contains("/voice/"));
        assert!(app.donor().get(&format!("/api/v1/wishes/{wish}")).await.expect(200).get("voice").is_none());
        let gone = app.family().post_form(&format!("/home/wishes/{wish}/voice/remove"), &[]).await;
        assert_eq!((gone.status.as_u16(), heard(&app.family(), wish).await), (303, 404));
    }

    async fn a_recording_is_served_only_as_sound(app) {
        let wish = said(&app).await;
        let family = app.family();
        let note = family.get(&format!("/voice/{wish}")).await;
        for (name, value) in [
            ("content-type", "audio/webm"),
            ("x-content-type-options", "nosniff"),
            ("cache-control", "private, no-store"),
            ("content-disposition", "inline; filename=\"voice.webm\""),
        ] {
            assert_eq!(note.header(name), value);
        }
        assert!(note.header("content-security-policy").contains("default-src 'none'"));
        let whole = Request::get(format!("/voice/{wish}")).body(Body::empty()).expect("a request");
        assert_eq!(family.bytes(whole).await, VOICE);
        // Safari plays only what it can request in ranges.
        let part = |range: &str| Request::get(format!("/voice/{wish}")).header("range", range).body(Body::empty()).expect("a request");
        let two = family.send(part("bytes=0-1")).await;
        assert_eq!((two.status.as_u16(), two.header("content-range")), (206, format!("bytes 0-1/{}", VOICE.len()).as_str()));
        assert_eq!(family.bytes(part("bytes=4-")).await, VOICE[4..]);
        let packed = Request::get(format!("/voice/{wish}")).header("accept-encoding", "br, gzip");
        let packed = family.send(packed.body(Body::empty()).expect("a request")).await;
        assert_eq!((packed.header("content-encoding"), packed.header("accept-ranges")), ("", "bytes"));
    }

    async fn invalid_and_too_long_recordings_are_refused_with_a_sentence(app) {
        let family = app.family();
        for (bytes, word) in [(&b"<script>alert(1)</script>"[..], "没有录上声音"), (&[0x1a; 1_100_000], "录音最长一分钟")] {
            let refused = family.send(form(WOK, &[("quantity", "", b"1"), ("voice", "voice.webm", bytes)])).await;
            assert_eq!(refused.status, 422);
            assert!(refused.text.contains(word), "{}", refused.text);
        }
        let refused = family.send(form(WOK, &[("quantity", "", b"1"), ("photo", "p.jpg", b"no picture")])).await;
        assert_eq!(refused.status, 422);
        assert_eq!(app.database.count("wish").await, 0);
        // Only this form of a family may be large, and it too has a limit.
        let huge = vec![b'x'; 13 << 20];
        assert_eq!(family.send(form(WOK, &[("photo", "p.jpg", &huge)])).await.status, 413);
        assert_eq!(app.donor().send(form(WOK, &[("photo", "p.jpg", &huge[..2 << 20])])).await.status, 413);
    }

    async fn a_refused_form_keeps_the_recording(app) {
        let family = app.family();
        // Without a size the bag is refused; a browser would not send the recording a second time.
        let back = family.send(form(BAG, &[("quantity", "", b"1"), ("voice", "voice", VOICE)])).await;
        assert_eq!(back.status, 422);
        let kept = back.text.split("name=\"voice_kept\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let kept = kept.unwrap_or_else(|| panic!("no recording waits: {}", back.text)).to_owned();
        assert_eq!(family.get(&format!("/voice/kept/{kept}")).await.status, 200);
        assert_eq!(app.person("family2").get(&format!("/voice/kept/{kept}")).await.status, 404);
        let parts: &[(&str, &str, &[u8])] =
            &[("quantity", "", b"1"), ("size", "", "1–3 年级".as_bytes()), ("voice_kept", "", kept.as_bytes()), ("voice", "x", b"")];
        let wish = sent(&family.send(form(BAG, parts)).await);
        assert_eq!(heard(&app.caseworker(), wish).await, 200);
        // A new form has no recording.
        let next = family.get(BAG).await;
        assert!(next.status.is_success() && !next.text.contains("voice_kept"));
    }

    async fn a_refused_form_keeps_the_picture(app) {
        let family = app.family();
        let back = family.send(form(BAG, &[("quantity", "", b"1"), ("photo", "p.png", PICTURE)])).await;
        assert_eq!(back.status, 422);
        let kept = back.text.split("name=\"photo_kept\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let kept = kept.unwrap_or_else(|| panic!("no picture waits: {}", back.text)).to_owned();
        let path = format!("/photos/kept/{kept}");
        assert!(back.text.contains(&format!("src=\"{path}\"")), "{}", back.text);
        let shown = family.get(&path).await;
        assert_eq!((shown.status.as_u16(), shown.header("content-type"), shown.header("cache-control")), (200, "image/jpeg", "private, no-store"));
        for stranger in ["family2", "caseworker", "donor"] {
            assert_eq!(app.person(stranger).get(&path).await.status, 404, "{stranger}");
        }
        // Refused again for another reason, the picture stays; unticking it drops it.
        let wrong = [("quantity", "", &b"0"[..]), ("size", "", "1–3 年级".as_bytes()), ("photo_kept", "", kept.as_bytes())];
        let again = family.send(form(BAG, &wrong)).await;
        assert!(again.status == 422 && again.text.contains(&format!("value=\"{kept}\" checked")), "{}", again.text);
        let right = [("quantity", "", &b"1"[..]), wrong[1], wrong[2], ("photo", "", b"")];
        let wish = sent(&family.send(form(BAG, &right)).await);
        assert_eq!(family.get(&path).await.status, 404, "the picture belongs to the wish");
        let photo = app.database.rows(&format!("select photo, '' from wish where id = {wish}")).await[0].0;
        assert_eq!(app.caseworker().get(&format!("/photos/{photo}")).await.status, 200);
        assert_eq!(app.database.count("photo_waiting").await, 0);
        assert!(!family.get(BAG).await.text.contains("photo_kept"));
    }

    async fn caseworkers_record_for_a_family_with_the_same_form(app) {
        let path = format!("/desk/households/{}/wishes/new/wok", app.world.id("family"));
        let page = app.caseworker().get(&path).await;
        assert!(page.text.contains("data-recorder") && page.text.contains("multipart/form-data"), "{}", page.text);
        let reply = app.caseworker().send(form(&path, &[("quantity", "", b"1"), ("voice", "voice", VOICE)])).await;
        let to = reply.header("location");
        let wish = to.strip_prefix("/desk/wishes/").and_then(|id| id.parse().ok()).unwrap_or_else(|| panic!("it leads to {to}"));
        assert_eq!(heard(&app.family(), wish).await, 200);
        assert!(app.caseworker().get(to).await.text.contains(&format!("src=\"/voice/{wish}\"")));
    }

    async fn the_elder_view_is_kept_on_another_phone(app) {
        let family = app.family();
        let page = family.get("/home").await;
        assert!(!page.text.contains("data-view=\"elder\"") && page.text.contains("action=\"/view\""), "{}", page.text);
        assert_eq!(family.post_form("/view", &[("view", "elder")]).await.status, 303);
        // The test client sends no cookies, like a new phone.
        assert!(family.get("/home").await.text.contains("data-view=\"elder\""));
        assert!(!app.person("family2").get("/home").await.text.contains("data-view=\"elder\""));
        assert_eq!(family.post_form("/view", &[("view", "")]).await.status, 303);
        assert!(!family.get("/home").await.text.contains("data-view=\"elder\""));
    }
}
