//! How far a job is, in words.

use chrono::TimeDelta;

use crate::{
    i18n::{Lang, Message},
    jobs::model::Job,
    lists::grouped,
    state::State,
};

/// "4,200 of 12,431 (34 %), about 2 min left".
pub fn progress(job: &Job, lang: Lang, state: &State) -> String {
    let number = |count: i64| grouped(count, lang);
    if !job.is_collected && !job.is_over() {
        return lang.say(&Message::new("job-collecting").with("count", number(job.total)));
    }
    let said = Message::new("job-progress").with("worked", number(job.worked())).with("total", number(job.total));
    let said = lang.say(&said.with("percent", job.percent()));
    match job.left(state.clock.now()).filter(|_| !job.is_over() && !job.is_platforms()) {
        Some(left) => format!("{said}, {}", lang.say(&in_words(left))),
        None => said,
    }
}

fn in_words(left: TimeDelta) -> Message {
    match left.num_minutes() {
        0 => Message::new("job-left-seconds").with("count", left.num_seconds() + 1),
        minutes => Message::new("job-left-minutes").with("count", minutes + 1),
    }
}
