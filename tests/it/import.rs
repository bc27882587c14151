//! Files in: what each row would become is shown first, nothing is written before somebody agrees, and what is bad is
//! said with its row and column.

use crate::accounts::owner_with_choices;
use crate::both_databases;
use crate::jobs::{count, work};
use crate::login_as::{prove, scene};
use crate::support::answer::Answer;
use crate::support::app::{TestApp, signed_in_owner};
use crate::support::client::{Client, File};
use crate::support::dump::{differences, dump, texts};
use crate::support::form::ON;
use chrono::Duration;
use std::io::{Cursor, Write};
use steward::housekeeping;

const USERS: &str = "/accounts/1/users/import";
const ACCOUNTS: &str = "/accounts/import";

/// Chooses a file and reads it.
async fn upload(owner: &mut Client, address: &str, bytes: &[u8], fields: &[(&str, &str)]) -> Answer {
    owner.get(address).await;
    let file = File { field: "file", name: "table", content_type: "application/octet-stream", bytes };
    owner.post_multipart(address, fields, &[file]).await
}

/// Reads a file and has its rows checked; the page that says what would become of them.
async fn tried(app: &TestApp, owner: &mut Client, address: &str, bytes: &[u8]) -> (String, Answer) {
    let read = upload(owner, address, bytes, &[]).await;
    assert_eq!(read.status, 303, "{}", read.text());
    let import = read.location().to_owned();
    (import.clone(), check(app, owner, &import).await)
}

async fn check(app: &TestApp, owner: &mut Client, import: &str) -> Answer {
    let begun = owner.submit(import, &[]).await;
    assert_eq!(begun.status, 303, "{}", begun.text());
    assert!(owner.get(import).await.has_text("The rows are being checked"));
    work(app).await;
    owner.get(import).await
}

/// New, changed, the same, refused.
fn counts(page: &Answer) -> [String; 4] {
    ["New", "Changed", "The same", "Refused"].map(|label| count(page, label))
}

/// Why a file is not taken.
async fn refusal(owner: &mut Client, address: &str, bytes: &[u8]) -> String {
    let refused = upload(owner, address, bytes, &[]).await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    refused.field_error("file").unwrap_or_else(|| panic!("{}", refused.text()))
}

fn zipped(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(bytes).unwrap();
    archive.finish().unwrap().into_inner()
}

both_databases! {
    async fn of_a_thousand_users_the_seven_bad_ones_are_named_and_the_others_come_with_letters(app: TestApp) {
        let mut owner = scene(&app).await;
        let mut lines = vec!["Login,Contact email,First name,language,phone,active,groups".to_owned()];
        for number in 2..=1001 {
            lines.push(match number {
                100 => "u100,not an address,Ann,en,,,".to_owned(),
                200 => "u200,u200@example.com,Ann,de,,,".to_owned(),
                300 => "u300,u300@example.com,Ann,en,12,,".to_owned(),
                400 => "u 400,u400@example.com,Ann,en,,,".to_owned(),
                500 => "u499,u500@example.com,Ann,en,,,".to_owned(),
                600 => "u600,u600@example.com,Ann,en,,perhaps,".to_owned(),
                700 => "u700,u700@example.com,Ann,en,,,Nowhere".to_owned(),
                _ => format!("u{number},u{number}@example.com,Ann,en,'+49 30 901820,true,Main"),
            });
        }
        let (import, page) = tried(&app, &mut owner, USERS, lines.join("\r\n").as_bytes()).await;
        assert_eq!(counts(&page), ["993", "0", "0", "7"], "{}", page.text());
        let refused: Vec<(String, String)> = page.rows().into_iter().map(|row| (row[0].clone(), row[1].clone())).collect();
        let expected = [("100", "Contact email"), ("200", "Language"), ("300", "Contact phone"), ("400", "Login"), ("500", "Login"), ("600", "Active"), ("700", "Assigned groups")];
        assert_eq!(refused, expected.map(|(row, column)| (row.to_owned(), column.to_owned())));
        assert!(page.has_text("Row 499 is about the same.") && page.has_text("Neither yes nor no"), "{}", page.text());
        let file = owner.get(&page.link("CSV")).await;
        assert!(file.body.starts_with("\u{feff}row,field,reason\r\n100,email,") && file.body.lines().count() == 8, "{}", file.body);
        assert_eq!(owner.get("/accounts/1/users").await.texts("caption"), ["1–2 of 2"], "nothing is written before it is agreed to");
        assert!(owner.get("/outbox").await.rows().is_empty());

        let begun = owner.submit(&import, &[("send_welcome", ON), ("letters_per_minute", "6000")]).await;
        assert_eq!(begun.status, 303, "{}", begun.text());
        let job = begun.location().to_owned();
        let mut result = owner.get(&job).await;
        for _ in 0..1_000 {
            work(&app).await;
            result = owner.get(&job).await;
            if result.texts(".head .state") == ["Completed"] {
                break;
            }
            app.clock.advance(Duration::seconds(1));
        }
        assert_eq!((count(&result, "Done"), count(&result, "Refused")), ("993".to_owned(), String::new()), "{}", result.text());
        assert!(owner.get("/accounts/1/users").await.texts("caption").concat().ends_with("of 995"));
        assert!(owner.get("/outbox").await.texts("caption").concat().ends_with("of 993"));
        let again = owner.post(&import, &[("step", "import")]).await;
        assert_eq!(again.status, 409, "{}", again.text());
    }

    async fn what_was_exported_imports_with_no_change(app: TestApp) {
        steward::demo::fill(&app.state, 60, 240).await.unwrap();
        let mut owner = signed_in_owner(&app).await;
        for (list, import) in [("/accounts", ACCOUNTS), ("/accounts/1/users", USERS)] {
            for format in ["csv", "xlsx"] {
                let file = owner.get(&format!("{list}/export?format={format}")).await;
                let (_, page) = tried(&app, &mut owner, import, &file.bytes).await;
                let [new, changed, same, refused] = counts(&page);
                assert_eq!((new.as_str(), changed.as_str(), refused.as_str()), ("0", "0", "0"), "{list} {format}: {}", page.text());
                assert!(same.parse::<i64>().unwrap() > 10 && page.has_text("0 changes"), "{list} {format}: {}", page.text());
            }
        }
    }

    async fn accounts_come_and_change_by_the_rules_of_their_form(app: TestApp) {
        let mut owner = owner_with_choices(&app).await;
        let file = "Название;name;tariff;tz;reports_hour;external_id;Unknown\r\n\
            Глобэкс;globex;Pro;Asia/Tokyo;7;G-1;x\r\nAcme & Sons;acme;;;;;\r\nNo tariff;none;;;;;\r\nBad;bad;Nothing;;;;\r\n";
        let (import, page) = tried(&app, &mut owner, ACCOUNTS, file.as_bytes()).await;
        assert_eq!(counts(&page), ["1", "1", "0", "2"], "{}", page.text());
        assert_eq!(owner.submit(&import, &[]).await.status, 303);
        work(&app).await;
        assert!(owner.get("/accounts/1").await.value_of("title").is_some_and(|title| title == "Acme & Sons"));
        let list = owner.get("/accounts?q=globex").await;
        assert!(list.has_text("Глобэкс") && list.has_text("Asia/Tokyo") && list.has_text("Pro"), "{}", list.text());
        let id = list.rows()[0][0].clone();
        let form = format!("/accounts/{id}");
        assert_eq!(owner.get(&form).await.value_of("reports_hour").as_deref(), Some("7"));
        // A dash empties, nothing leaves as it is; and by the id an account is found as well.
        let (import, page) = tried(&app, &mut owner, ACCOUNTS, format!("id,external_id,active\n{id},-,no\n").as_bytes()).await;
        assert_eq!(counts(&page), ["0", "1", "0", "0"], "{}", page.text());
        assert_eq!(owner.submit(&import, &[]).await.status, 303);
        work(&app).await;
        let form = owner.get(&form).await;
        assert_eq!((form.value_of("external_id").as_deref(), form.value_of("title").as_deref()), (Some(""), Some("Глобэкс")));
        assert!(form.has_text("Inactive"));
        let renamed = tried(&app, &mut owner, ACCOUNTS, format!("id,name\n{id},other\n").as_bytes()).await.1;
        assert_eq!(counts(&renamed), ["0", "0", "0", "1"], "another name is asked about by the form: {}", renamed.text());
    }

    async fn a_row_that_changed_since_it_was_checked_is_refused(app: TestApp) {
        let mut owner = scene(&app).await;
        let file = "login,first_name\nanna,Ann\nboris,Bob\n";
        let (import, page) = tried(&app, &mut owner, USERS, file.as_bytes()).await;
        assert_eq!(counts(&page), ["0", "2", "0", "0"], "{}", page.text());
        assert_eq!(owner.submit("/accounts/1/users/1", &[("last_name", "Else")]).await.status, 303);
        let begun = owner.submit(&import, &[]).await;
        work(&app).await;
        let result = owner.follow(&begun).await;
        assert_eq!((count(&result, "Done"), count(&result, "Refused")), ("1".to_owned(), "1".to_owned()), "{}", result.text());
        assert_eq!(owner.get("/accounts/1/users/1").await.value_of("first_name").as_deref(), Some("Anna"));
        assert_eq!(owner.get("/accounts/1/users/2").await.value_of("first_name").as_deref(), Some("Bob"));
    }

    async fn another_address_asks_for_a_fresh_proof(app: TestApp) {
        let mut owner = scene(&app).await;
        let (import, page) = tried(&app, &mut owner, USERS, b"login\temail\nanna\tother@example.com\n").await;
        assert!(page.has_text("would get their mail at another address"), "{}", page.text());
        app.clock.advance(Duration::minutes(11));
        let asked = owner.submit(&import, &[]).await;
        assert!(asked.location().starts_with("/prove?"), "{}", asked.location());
        prove(&mut owner).await;
        assert_eq!(owner.submit(&import, &[]).await.status, 303);
        work(&app).await;
        assert_eq!(owner.get("/accounts/1/users/1").await.value_of("email").as_deref(), Some("other@example.com"));
    }

    async fn the_tariff_counts_the_rows_before(app: TestApp) {
        let mut owner = scene(&app).await;
        assert_eq!(owner.submit("/tariffs/1", &[("max_users", "4")]).await.status, 303);
        let file = "login,email\nc,c@example.com\nd,d@example.com\ne,e@example.com\n";
        let (_, page) = tried(&app, &mut owner, USERS, file.as_bytes()).await;
        assert_eq!(counts(&page), ["2", "0", "0", "1"], "{}", page.text());
    }

    async fn a_bad_file_is_refused_in_words_and_leaves_nothing(app: TestApp) {
        let mut owner = scene(&app).await;
        let wide: String = (0..1_001).map(|at| format!("c{at},")).collect::<String>() + "end\n1\n";
        for (bytes, says) in [
            (b"".as_slice(), "The file is empty."),
            (b"\n\n", "The file is empty."),
            (b"login,email\n", "nothing below it"),
            (b"login,email\na,b,c\n", "Row 2 has 3 cells, but the first row names 2 columns."),
            (wide.as_bytes(), "a table has up to 1,000"),
            (b"\xd0\xcf\x11\xe0 old", "the old format"),
            (b"\xff\xfel\0o\0g\0", "UTF-16"),
            (b"PK\x03\x04 broken", "damaged"),
        ] {
            let said = refusal(&mut owner, USERS, bytes).await;
            assert!(said.contains(says), "{said}");
        }
        let said = refusal(&mut owner, USERS, &vec![b'a'; 25 * 1024 * 1024 + 1]).await;
        assert!(said.contains("larger than 25 MB"), "{said}");
        let said = refusal(&mut owner, USERS, &zipped("xl/workbook.xml", &vec![b' '; 30 * 1024 * 1024])).await;
        assert!(said.contains("unpacks to far more"), "{said}");
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "login").unwrap();
        sheet.write_string(0, 1, "email").unwrap();
        sheet.write_formula(1, 1, "=A1&\"@example.com\"").unwrap();
        let said = refusal(&mut owner, USERS, &book.save_to_buffer().unwrap()).await;
        assert!(said.contains("Cell B2 holds a formula"), "{said}");
        assert_eq!(owner.get(&format!("{USERS}/1")).await.status, 404);
        let none = upload(&mut owner, USERS, b"first_name\nAnn\n", &[]).await.location().to_owned();
        let unnamed = owner.submit(&none, &[]).await;
        assert!(unnamed.status == 422 && unnamed.has_text("One column must be the id or “Login”"), "{}", unnamed.text());
    }

    async fn a_file_that_breaks_off_leaves_nothing(app: TestApp) {
        let mut owner = owner_with_choices(&app).await;
        let rows: String = (1..40_000).map(|at| format!("Firm {at},firm-{at},Basic,UTC\n")).collect();
        let bytes = format!("title,name,tariff,tz\n{rows}").into_bytes();
        let file = File { field: "file", name: "table", content_type: "text/csv", bytes: &bytes };
        owner.get(ACCOUNTS).await;
        let before = dump(&app, &["sessions"]).await;
        for sent in [0, 100, bytes.len() / 2, bytes.len()] {
            owner.break_off(ACCOUNTS, &file, sent).await;
            assert_eq!(differences(&before, &dump(&app, &["sessions"]).await), Vec::<String>::new(), "{sent} bytes");
        }
        let (_, page) = tried(&app, &mut owner, ACCOUNTS, b"title,name,tariff,tz\nNew,new,Basic,UTC\n").await;
        assert_eq!(counts(&page), ["1", "0", "0", "0"], "{}", page.text());
    }

    async fn what_was_not_read_to_its_end_goes_within_the_hour(app: TestApp) {
        let mut owner = owner_with_choices(&app).await;
        for _ in 0..2 {
            assert_eq!(upload(&mut owner, ACCOUNTS, b"title,name\nNew,new\n", &[]).await.status, 303);
        }
        app.execute("UPDATE imports SET is_read = FALSE WHERE id = 1").await;
        app.clock.advance(Duration::minutes(61));
        housekeeping::step(&app.state).await.expect("it is done");
        let rows = "SELECT CAST(import_id AS TEXT) FROM import_rows UNION SELECT CAST(id AS TEXT) FROM imports";
        assert_eq!(texts(&app, rows).await, ["2"]);
    }

    async fn a_file_that_is_not_utf_8_is_read_as_it_looks_once_that_is_chosen(app: TestApp) {
        let mut owner = scene(&app).await;
        let (cyrillic, _, _) = encoding_rs::WINDOWS_1251.encode("Логин;email;Имя\nvera;vera@example.com;Вера\n");
        let refused = upload(&mut owner, USERS, &cyrillic, &[]).await;
        assert!(refused.has_text("it looks like windows-1251"), "{}", refused.text());
        assert_eq!(refused.value_of("encoding").as_deref(), Some("windows-1251"));
        let read = upload(&mut owner, USERS, &cyrillic, &[("encoding", "windows-1251")]).await;
        let page = check(&app, &mut owner, read.location()).await;
        assert_eq!(counts(&page), ["1", "0", "0", "0"], "{}", page.text());
        let (latin, _, _) = encoding_rs::WINDOWS_1252.encode("login,email,first_name\nrene,rene@example.com,René\n");
        assert!(refusal(&mut owner, USERS, &latin).await.contains("windows-1252"));
    }

    async fn columns_are_remembered_and_can_be_left_out(app: TestApp) {
        let mut owner = scene(&app).await;
        let file = "Who,Mail,Note\nvera,vera@example.com,x\n";
        let read = upload(&mut owner, USERS, file.as_bytes(), &[]).await.location().to_owned();
        let page = owner.get(&read).await;
        assert!(page.elements("select[name=field] option[selected]").is_empty(), "{}", page.text());
        let begun = owner.post(&read, &[("step", "try"), ("field", "login"), ("field", "email"), ("field", "")]).await;
        assert_eq!(begun.status, 303, "{}", begun.text());
        work(&app).await;
        assert_eq!(counts(&owner.get(&read).await), ["1", "0", "0", "0"]);
        let twice = owner.post(&read, &[("step", "try"), ("field", "login"), ("field", "login"), ("field", "")]).await;
        assert!(twice.status == 422 && twice.has_text("Two columns are taken for the same field."), "{}", twice.text());
        let next = upload(&mut owner, USERS, file.as_bytes(), &[]).await.location().to_owned();
        assert_eq!(owner.get(&next).await.texts("select[name=field] option[selected]"), ["Login", "Contact email"]);
        let empty = owner.get(&format!("{USERS}/template?format=csv")).await;
        assert!(empty.body.starts_with("\u{feff}id,login,first_name,last_name,email,"), "{}", empty.body);
        assert_eq!(owner.get(&format!("{ACCOUNTS}/template?format=xlsx")).await.bytes.get(..2), Some(b"PK".as_slice()));
    }

    async fn whoever_may_not_edit_brings_nothing_in(app: TestApp) {
        let mut owner = scene(&app).await;
        let import = upload(&mut owner, USERS, b"login,email\na,a@example.com\n", &[]).await.location().to_owned();
        assert_eq!(owner.get(&import.replace("/accounts/1/users", "/accounts")).await.status, 404, "it is no file of accounts");
        app.execute("UPDATE admins SET role = 'support'").await;
        for path in [ACCOUNTS, USERS, import.as_str()] {
            assert_eq!(owner.get(path).await.status, 403, "{path}");
        }
        assert!(!owner.get("/accounts").await.has_link("Import"));
    }
}
