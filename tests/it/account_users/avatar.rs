//! The picture of a user.

use super::{FIRST, NEW, USERS, create};
use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::answer::Answer;
use crate::support::app::TestApp;
use crate::support::client::{Client, File};
use crate::support::form::ON;
use image::{DynamicImage, ImageFormat, RgbImage};
use std::io::Cursor;

const AVATAR: &str = "/accounts/1/users/1/avatar";

pub fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    let pixels = RgbImage::from_fn(width, height, |x, _| image::Rgb([u8::try_from(x % 256).unwrap_or(0), 80, 160]));
    DynamicImage::ImageRgb8(pixels).write_to(&mut file, format).expect("a picture is written");
    file.into_inner()
}

/// A PNG that only announces its size: what follows would fill the memory of the one who believes it.
fn png_of(width: u32, height: u32) -> Vec<u8> {
    let mut header = b"IHDR".to_vec();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);
    let crc = header.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 })
    });
    [
        b"\x89PNG\r\n\x1a\n".as_slice(),
        &13u32.to_be_bytes(),
        &header,
        &(!crc).to_be_bytes(),
        &1u32.to_be_bytes(),
        b"IDAT\0\0\0\0\0",
    ]
    .concat()
}

async fn upload(client: &mut Client, bytes: &[u8]) -> Answer {
    let file = File { field: "avatar", name: "me.png", content_type: "image/png", bytes };
    client.submit_on(FIRST, FIRST, &[], &[file]).await
}

both_databases! {
    async fn a_picture_becomes_a_square_png(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        create(&mut owner, "anna", &[("first_name", "Анна"), ("last_name", "Ёж")]).await;
        assert!(owner.get(USERS).await.has_text("АЁ"), "initials where there is no picture");
        assert_eq!(owner.get(AVATAR).await.status, 404);
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
            let answer = upload(&mut owner, &picture(600, 300, format)).await;
            assert_eq!(answer.status, 303, "{format:?}: {}", answer.text());
            let shown = owner.get(AVATAR).await;
            assert_eq!((shown.status, shown.header("content-type")), (200, "image/png"));
            let png = image::load_from_memory_with_format(&shown.bytes, ImageFormat::Png).expect("it is a PNG");
            assert_eq!((png.width(), png.height()), (256, 256));
        }
        assert!(!owner.get(USERS).await.has_text("АЁ"));
    }

    async fn the_browser_keeps_it_until_it_changes(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        create(&mut owner, "anna", &[]).await;
        upload(&mut owner, &picture(10, 10, ImageFormat::Png)).await;
        let shown = owner.get(AVATAR).await;
        assert_eq!(shown.header("cache-control"), "private, no-cache");
        let etag = shown.header("etag").to_owned();
        assert_eq!(owner.get_with(AVATAR, &[("if-none-match", &etag)]).await.status, 304);
        upload(&mut owner, &picture(20, 20, ImageFormat::Png)).await;
        assert_eq!(owner.get_with(AVATAR, &[("if-none-match", &etag)]).await.status, 200);
        assert_eq!(app.client().get(AVATAR).await.status, 303, "a stranger sees no picture");
    }

    async fn what_is_no_proper_picture_is_refused_at_its_field(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        create(&mut owner, "anna", &[]).await;
        let whole = picture(300, 300, ImageFormat::Png);
        let large = [whole.as_slice(), &[0; 2 * 1024 * 1024]].concat();
        let cases: [(&[u8], &str); 6] = [
            (&png_of(20_000, 20_000), "20000 × 20000"),
            (&png_of(4097, 1), "4097 × 1"),
            (br#"<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"#, "not a PNG, JPEG or WebP"),
            (&whole[..whole.len() / 2], "damaged or incomplete"),
            (&large, "larger than 2 MB"),
            (b"GIF89a\x01\0\x01\0\0\0\0;", "not a PNG, JPEG or WebP"),
        ];
        for (bytes, says) in cases {
            let refused = upload(&mut owner, bytes).await;
            assert_eq!(refused.status, 422, "{says}");
            let error = refused.field_error("avatar").unwrap_or_default();
            assert!(error.contains(says), "{says}: {error}");
        }
        assert_eq!(owner.get(AVATAR).await.status, 404);
    }

    async fn a_file_above_the_limit_loses_nothing_of_what_was_typed(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        for size in [2 * 1024 * 1024 + 1, 4 * 1024 * 1024, 30 * 1024 * 1024] {
            let file = File { field: "avatar", name: "me.png", content_type: "image/png", bytes: &vec![7; size] };
            let typed = [("login", "anna"), ("email", "no address"), ("first_name", "Анна"), ("last_name", "Ким")];
            let refused = owner.submit_on(NEW, NEW, &typed, &[file]).await;
            assert_eq!(refused.status, 422, "{size}");
            assert!(refused.field_error("avatar").is_some_and(|it| it.contains("larger than 2 MB")), "{size}: {}", refused.text());
            assert!(refused.field_error("email").is_some(), "all is refused in one pass");
            let kept = typed.map(|(field, _)| refused.value_of(field).unwrap_or_default());
            assert_eq!(kept, typed.map(|(_, value)| value));
        }
    }

    async fn it_does_not_matter_where_in_the_form_the_file_stands(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let page = owner.get(NEW).await;
        let csrf = page.csrf().expect("it has a token");
        let mut body = b"--cut\r\nContent-Disposition: form-data; name=\"avatar\"; filename=\"me.png\"\r\n\r\n".to_vec();
        body.extend(vec![7; 5 * 1024 * 1024]);
        for (name, value) in [("csrf", csrf.as_str()), ("login", "anna"), ("email", "anna@example.com")] {
            body.extend(format!("\r\n--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}").into_bytes());
        }
        body.extend(b"\r\n--cut--\r\n");
        let refused = owner.post_raw(NEW, &[("content-type", "multipart/form-data; boundary=cut")], body).await;
        assert_eq!((refused.status, refused.value_of("login").as_deref()), (422, Some("anna")), "{}", refused.text());
    }

    async fn an_empty_file_is_refused_and_an_untouched_control_is_not(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        create(&mut owner, "anna", &[]).await;
        upload(&mut owner, &picture(20, 20, ImageFormat::Png)).await;
        let refused = upload(&mut owner, b"").await;
        assert_eq!(refused.status, 422);
        assert!(refused.field_error("avatar").is_some_and(|it| it.contains("The file is empty.")), "{}", refused.text());
        assert_eq!(owner.submit(FIRST, &[("first_name", "Anna")]).await.status, 303);
        assert_eq!(owner.get(AVATAR).await.status, 200, "the picture stays");
    }

    async fn it_can_be_removed_and_is_on_the_record(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let file = File { field: "avatar", name: "me.png", content_type: "image/png", bytes: &picture(9, 9, ImageFormat::Png) };
        let made = owner.submit_on(NEW, NEW, &[("login", "anna"), ("email", "a@example.com")], &[file]).await;
        assert_eq!(made.status, 303, "{}", made.text());
        assert_eq!(owner.get(AVATAR).await.status, 200);
        assert_eq!(owner.submit(FIRST, &[("avatar_remove", ON)]).await.status, 303);
        assert_eq!(owner.get(AVATAR).await.status, 404);
        let record = owner.get("/accounts/1/history").await.text();
        assert!(record.contains("Avatarchanged") && record.contains("Avataryes → ∅"), "{record}");
    }
}
