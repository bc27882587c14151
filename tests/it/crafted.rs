//! What no form of ours sends and no link of ours says: it is refused or means nothing, on both databases.

use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::app::{TestApp, signed_in_owner};

/// Places in a list, as its links write them: `["-262143-01-01T00:00:00Z",1,null]`, the years -5000 and +262142.
const TIMES: [&str; 3] = [
    "WyItMjYyMTQzLTAxLTAxVDAwOjAwOjAwWiIsMSxudWxsXQ",
    "WyItNTAwMC0wMS0wMVQwMDowMDowMFoiLDEsbnVsbF0",
    "WyIrMjYyMTQyLTEyLTMxVDAwOjAwOjAwWiIsMSxudWxsXQ",
];
/// `["0",0,9223372036854775807]` and `["9",9,-9223372036854775808]`: more rows before the page than can be counted.
const OFFSETS: [&str; 2] = ["WyIwIiwwLDkyMjMzNzIwMzY4NTQ3NzU4MDdd", "WyI5Iiw5LC05MjIzMzcyMDM2ODU0Nzc1ODA4XQ"];

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

    async fn a_time_that_a_database_cannot_hold_narrows_nothing(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        for day in ["-262143-01-01", "-5000-01-01", "+262142-12-31", "+12000-01-01", "0000-00-00"] {
            for name in ["created_from", "created_to"] {
                let list = owner.get(&format!("/accounts?{name}={}", day.replace('+', "%2B"))).await;
                assert_eq!((list.status, list.rows().len()), (200, 1), "{name}={day}: {}", list.text());
            }
        }
        for place in TIMES {
            for list in ["/accounts?sort=created", "/accounts?sort=-created", "/accounts/1/users?sort=last_sign_in"] {
                for way in ["after", "before"] {
                    assert_eq!(owner.get(&format!("{list}&{way}={place}")).await.status, 200, "{list} {way} {place}");
                }
            }
        }
    }

    async fn a_place_that_cannot_be_counted_to_is_still_a_place(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        for place in OFFSETS {
            for address in [format!("/accounts?sort=id&after={place}"), format!("/accounts?sort=id&before={place}")] {
                assert_eq!(owner.get(&address).await.status, 200, "{address}");
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
