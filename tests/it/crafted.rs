//! What no form of ours sends and no link of ours says: it is refused or means nothing, on both databases.

use crate::both_databases;
use crate::support::app::{TestApp, signed_in_owner};

both_databases! {
    async fn a_nul_in_a_login_is_a_wrong_login(app: TestApp) {
        signed_in_owner(&app).await;
        for path in ["/sign-in", "/portal/sign-in"] {
            for login in ["nobody\0", "no\0body@ac\0me", "\0"] {
                let refused = app.client().submit(path, &[("login", login), ("password", "p\0assword")]).await;
                assert_eq!(refused.status, 422, "{path} {login:?}: {}", refused.text());
            }
        }
    }

    async fn a_form_cut_into_countless_parts_is_too_large(app: TestApp) {
        let mut stranger = app.client();
        stranger.get("/sign-in").await;
        let part = "--x\r\nContent-Disposition: form-data; name=\"\"\r\n\r\n\r\n";
        let body = part.repeat(3 * 1024 * 1024 / part.len() + 2) + "--x--\r\n";
        let answer = stranger.post_raw("/sign-in", &[("content-type", "multipart/form-data; boundary=x")], body).await;
        assert_eq!(answer.status, 413, "{}", answer.text());
    }
}
