//! What users find there that is their own: who helps them, a picture, their recovery codes.

use super::{account_with_anna, signed_in};
use crate::account_users::avatar::picture;
use crate::both_databases;
use crate::sign_in::enrol;
use crate::support::app::TestApp;
use crate::support::client::File;
use crate::support::form::ON;
use image::ImageFormat;

both_databases! {
    async fn the_start_page_says_who_helps_and_what_happened(app: TestApp) {
        let mut owner = account_with_anna(&app).await;
        let boris = [("login", "boris"), ("first_name", "Boris"), ("email", "boris+help@example.com"), ("master", ON)];
        assert_eq!(owner.submit("/accounts/1/users/new", &boris).await.status, 303);
        assert_eq!(owner.submit("/settings/brand", &[("name", "Acme Mail"), ("support", "help@acme.com")]).await.status, 303);
        let mut anna = signed_in(&app).await;
        let home = anna.get("/portal").await;
        assert_eq!(home.link("boris+help@example.com"), "mailto:boris+help@example.com");
        assert_eq!(home.link("help@acme.com"), "mailto:help@acme.com");
        for said in ["sign-in to Acme Mail", "everything works", "Boris", "(you)", "Nobody from support has signed in as you."] {
            assert!(home.has_text(said), "{said}: {}", home.text());
        }
        crate::login_as::visit(&mut owner).await;
        assert_eq!(owner.submit_on("/portal", crate::login_as::END, &[], &[]).await.status, 303);
        assert_eq!(owner.submit("/accounts/1/freeze", &[]).await.status, 303);
        let home = anna.get("/portal").await;
        for said in ["Your account is frozen", "Olga Owner", crate::login_as::REASON] {
            assert!(home.has_text(said), "{said}: {}", home.text());
        }
        assert_eq!(home.link("All support visits"), "/portal/visits");
    }

    async fn a_user_has_a_picture_of_their_own_choice(app: TestApp) {
        let mut owner = account_with_anna(&app).await;
        let mut anna = signed_in(&app).await;
        let page = anna.get("/portal/profile").await;
        assert!(page.has_text("AS"), "initials: {}", page.text());
        assert_eq!(anna.get("/portal/avatar").await.status, 404);
        let png = picture(300, 200, ImageFormat::Png);
        let file = |bytes| File { field: "avatar", name: "me.png", content_type: "image/png", bytes };
        let saved = anna.submit_on("/portal/profile", "/portal/profile", &[], &[file(&png)]).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        let own = anna.get("/portal/avatar").await;
        assert_eq!((own.status, &own.bytes), (200, &owner.get("/accounts/1/users/1/avatar").await.bytes));
        assert!(anna.get("/portal/profile").await.body.contains("src=\"/portal/avatar?v="));
        assert!(owner.get("/accounts/1/history").await.has_text("Avatar"), "it is on the record");
        let typed = [("first_name", "Anna-Maria"), ("phone", "12")];
        let refused = anna.submit_on("/portal/profile", "/portal/profile", &typed, &[file(b"no picture")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.field_error("avatar").is_some() && refused.field_error("phone").is_some(), "{}", refused.text());
        assert_eq!(refused.value_of("first_name").as_deref(), Some("Anna-Maria"));
        assert_eq!(anna.submit("/portal/profile", &[("avatar_remove", ON)]).await.status, 303);
        assert_eq!(anna.get("/portal/avatar").await.status, 404);
        assert!(app.client().get("/portal/avatar").await.location().starts_with("/portal/sign-in"));
    }

    async fn recovery_codes_can_be_kept_as_a_file(app: TestApp) {
        account_with_anna(&app).await;
        let mut anna = signed_in(&app).await;
        let (_, _) = enrol(&app, &mut anna, "/portal/second-factor").await;
        let page = anna.submit("/portal/recovery-codes", &[]).await;
        let codes: Vec<String> = page.texts("#codes code");
        assert_eq!(codes.len(), 10);
        let link = page.link("Download as text");
        let text = link.strip_prefix("data:text/plain;charset=utf-8,").expect("the file is in the link");
        let text = percent_encoding::percent_decode_str(text).decode_utf8().expect("UTF-8").into_owned();
        assert!(text.starts_with("Recovery codes of anna@acme for Steward."), "{text}");
        assert_eq!(text.lines().skip(2).collect::<Vec<_>>(), codes);
    }
}
