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
}
