//! The logo: which files are taken, and what becomes of them.

use super::{PAGE, set};
use crate::account_users::avatar::picture;
use crate::both_databases;
use crate::support::answer::Answer;
use crate::support::app::{TestApp, signed_in_owner};
use crate::support::client::{Client, File};
use image::ImageFormat;

const LOGO: &str = "/brand/logo.png";

async fn upload(owner: &mut Client, bytes: &[u8]) -> Answer {
    let file = File { field: "logo", name: "logo.png", content_type: "image/png", bytes };
    owner.submit_on(PAGE, PAGE, &[("name", "Typed")], &[file]).await
}

/// With a text after the header, as cameras and editors write it.
fn with_text(png: &[u8], text: &[u8]) -> Vec<u8> {
    let (head, rest) = png.split_at(33);
    let mut chunk = b"tEXt".to_vec();
    chunk.extend(text);
    let crc = chunk.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 })
    });
    let length = u32::try_from(text.len()).expect("short").to_be_bytes();
    [head, &length, &chunk, &(!crc).to_be_bytes(), rest].concat()
}

both_databases! {
    async fn it_is_decoded_and_encoded_anew(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let file = with_text(&picture(1024, 200, ImageFormat::Png), b"Comment\0made at home, Elm Street 5");
        assert!(image::load_from_memory(&file).is_ok(), "it is a picture");
        assert_eq!(upload(&mut owner, &file).await.status, 303);
        let shown = app.client().get(LOGO).await;
        assert_eq!((shown.status, shown.header("content-type"), shown.header("cache-control")), (200, "image/png", "no-cache"));
        assert!(!shown.bytes.windows(10).any(|part| part == b"Elm Street"), "nothing is kept but what is seen");
        let png = image::load_from_memory_with_format(&shown.bytes, ImageFormat::Png).expect("it is a PNG");
        assert_eq!((png.width(), png.height()), (1024, 200));
        let page = app.client().get("/portal/sign-in").await;
        assert!(page.body.contains("src=\"/brand/logo.png?v=1\" alt=\"Typed\" width=\"220\" height=\"42\""), "{}", page.body);
        let kept = app.client().get("/brand/logo.png?v=1").await;
        assert!(kept.header("cache-control").contains("immutable"), "{:?}", kept.headers);
        let known = app.client().get_with(LOGO, &[("if-none-match", shown.header("etag"))]).await;
        assert_eq!(known.status, 304);
        let record: Vec<String> = owner.get("/audit").await.rows().into_iter().map(|row| row.join(" ")).collect();
        assert!(record.iter().any(|row| row.contains("Logo") && row.contains("changed")), "{record:#?}");
        set(&mut owner, &[("logo_remove", "on")]).await;
        assert_eq!(app.client().get(LOGO).await.status, 404);
        assert!(!app.client().get("/portal/sign-in").await.body.contains(LOGO));
    }

    async fn what_is_no_small_png_is_refused_and_nothing_typed_is_lost(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let png = picture(60, 20, ImageFormat::Png);
        let heavy = with_text(&png, &vec![b'x'; 200 * 1024]);
        let files: [(&[u8], &str); 6] = [
            (&picture(60, 20, ImageFormat::Jpeg), "not a PNG"),
            (&picture(1025, 20, ImageFormat::Png), "1025 × 20"),
            (&picture(20, 1025, ImageFormat::Png), "20 × 1025"),
            (&heavy, "larger than 200 kB"),
            (&png[..png.len() / 2], "damaged"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a PNG"),
        ];
        for (file, why) in files {
            let refused = upload(&mut owner, file).await;
            assert_eq!(refused.status, 422, "{why}");
            assert!(refused.field_error("logo").is_some_and(|said| said.contains(why)), "{why}: {:?}", refused.field_error("logo"));
            assert_eq!(refused.value_of("name").as_deref(), Some("Typed"));
        }
        assert_eq!(app.client().get(LOGO).await.status, 404);
        assert_eq!(owner.get(PAGE).await.value_of("name").as_deref(), Some(""));
    }
}
