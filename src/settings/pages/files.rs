//! What pages of the portal load: open to everybody, like the pages that strangers see.

use actix_web::{HttpRequest, HttpResponse, http::header, web::Path};

use crate::{
    brand::{Accent, Colour, store},
    error::Error,
    web::{
        Html, Page,
        assets::{FOR_GOOD, picture},
    },
};

/// The current logo, under the address that pages name it by for good, under any other until there is a new one.
pub async fn logo(page: Page, req: HttpRequest) -> Html {
    let found = store::current_logo(&mut page.state.db.conn().await?).await?;
    let (id, png) = found.ok_or(Error::NotFound)?;
    let kept = if req.query_string() == format!("v={id}") { FOR_GOOD } else { "no-cache" };
    Ok(picture(&req, (&format!("logo-{id}"), kept), png))
}

/// The style sheet that gives pages this colour, in the shades that can be read.
pub async fn accent(name: Path<String>) -> Html {
    let colour = name.strip_suffix(".css").filter(|it| it.len() == 6).and_then(|it| Colour::parse(it).ok());
    let [light, dark] = colour.ok_or(Error::NotFound)?.accents();
    let themes = |of: fn(&Accent) -> Colour| format!("light-dark({}, {})", of(&light).hex(), of(&dark).hex());
    let (accent, ink, soft) = (themes(|it| it.colour), themes(|it| it.ink), themes(|it| it.soft));
    let css = format!(":root {{ --accent: {accent}; --accent-ink: {ink}; --accent-soft: {soft} }}\n");
    let kept = (header::CACHE_CONTROL, FOR_GOOD);
    Ok(HttpResponse::Ok().content_type("text/css; charset=utf-8").insert_header(kept).body(css))
}
