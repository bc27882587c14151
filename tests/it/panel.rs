//! The panel as the people who live in it meet it: what stands above a page, what may only be looked at, lists, forms.

mod activation;
mod forms;
mod headers;
mod lists;
mod only_look;
mod slow_down;
