//! Phone numbers, as libphonenumber sees them, in the form and over the API.

use crate::api::Script;
use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::app::TestApp;
use serde_json::json;
use std::process::{Command, Stdio};
use steward::forms::fields::{phone, shown_phone};

const NEW: &str = "/accounts/1/users/new";
const FIRST: &str = "/accounts/1/users/1";

/// The other implementation: each example of each region and kind, and near misses of it, a line each, with whether it
/// is valid, its E.164 and what is shown.
const EXAMPLES: &str = include_str!("phones/examples.py");
const MISSING: &str = "phonenumbers comes from PyPI: name a Python that has it in PHONENUMBERS_PYTHON";

both_databases! {
    async fn a_number_is_kept_in_one_form_however_it_came(app: TestApp) {
        let mut script = Script::new(&app).await;
        script.ok("accounts/users/add", json!({"account_id": 1, "name": "anna", "email": "a@example.com", "phone": "+7 (800) 555-35-35"})).await;
        assert_eq!(script.owner.get(FIRST).await.value_of("phone").as_deref(), Some("+7 800 555-35-35"));
        for (typed, kept, shown) in [
            ("+7 812 309-88-77", "+78123098877", "+7 812 309-88-77"),
            ("+375 801 123 4567", "+3758011234567", "+375 801 123 4567"),
            ("+44 (0)20 7946 0958", "+442079460958", "+44 20 7946 0958"),
        ] {
            assert_eq!(script.owner.submit(FIRST, &[("phone", typed)]).await.status, 303, "{typed}");
            let list = script.ok("accounts/users/list", json!({"account_id": 1})).await;
            assert_eq!(list["data"][0]["phone"], kept);
            assert_eq!(script.owner.get(FIRST).await.value_of("phone").as_deref(), Some(shown));
        }
    }

    async fn letters_and_extensions_are_a_field_error_at_both_doors(app: TestApp) {
        let mut script = Script::new(&app).await;
        for typed in ["+1 800 FLOWERS", "+7 812 309-88-77 ext. 5", "+7 812 309-88-77 доб. 5", "+7 812 309-88-77,5", "+7 812 309-88-77#5"] {
            let user = json!({"account_id": 1, "name": "anna", "email": "a@example.com", "phone": typed});
            let refused = script.json("accounts/users/add", user).await;
            assert_eq!(refused.status, 422, "{typed}");
            let sentence = "Enter only the digits of the number, with its country code; letters and extensions are not accepted.";
            assert_eq!(refused.json()["errors"]["phone"], sentence);
            let form = script.owner.submit(NEW, &[("login", "anna"), ("email", "a@example.com"), ("phone", typed)]).await;
            assert_eq!((form.status, form.field_error("phone").as_deref()), (422, Some(sentence)));
            assert_eq!(form.value_of("phone").as_deref(), Some(typed), "the input is kept");
        }
    }

    async fn a_user_of_the_portal_has_the_same_rule(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let password = "nine Yellow otters at 6 o'clock";
        assert_eq!(owner.submit(NEW, &[("login", "anna"), ("email", "a@example.com"), ("password", password)]).await.status, 303);
        app.execute("UPDATE account_users SET must_change_password = FALSE").await;
        let mut anna = app.client();
        assert_eq!(anna.submit("/portal/sign-in", &[("login", "anna@acme"), ("password", password)]).await.status, 303);
        assert_eq!(anna.submit("/portal/profile", &[("phone", "+7 812 309-88-77 ext. 5")]).await.status, 422);
        assert_eq!(anna.submit("/portal/profile", &[("phone", "+7 800 555-35-35")]).await.status, 303);
        assert_eq!(anna.get("/portal/profile").await.value_of("phone").as_deref(), Some("+7 800 555-35-35"));
    }
}

#[test]
#[ignore = "it takes phonenumbers from PyPI; tests/run.sh runs it"]
fn every_example_of_every_region_means_what_libphonenumber_says() {
    let python =
        std::env::var("PHONENUMBERS_PYTHON").ok().filter(|it| !it.is_empty()).unwrap_or_else(|| "python3".to_owned());
    let told = Command::new(python).args(["-c", EXAMPLES]).stderr(Stdio::inherit()).output().expect(MISSING);
    assert!(told.status.success(), "{MISSING}");
    let told = String::from_utf8(told.stdout).expect("it is text");
    let (mut valid, mut other) = (0, Vec::new());
    for line in told.lines() {
        let [typed, wanted, shown] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("not three fields: {line}")
        };
        let kept = phone(typed).ok().flatten().unwrap_or_default();
        valid += usize::from(!wanted.is_empty());
        let is_read_again = kept.is_empty() || phone(&shown_phone(&kept)) == Ok(Some(kept.clone()));
        if kept != wanted || !is_read_again || (!kept.is_empty() && shown_phone(&kept) != shown) {
            other.push(format!(
                "{typed}: {kept:?} shown as {:?}, not {wanted:?} shown as {shown:?}",
                shown_phone(&kept)
            ));
        }
    }
    println!("{} numbers, {valid} of them valid", told.lines().count());
    assert!(valid > 1000 && other.is_empty(), "{} differ:\n{}", other.len(), other.join("\n"));
}
