//! What modules above this one keep as long as the program runs: each reaches its own by the type, which nobody else
//! has to know.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

type Part = Arc<dyn Any + Send + Sync>;

#[derive(Default)]
pub struct Parts(Mutex<HashMap<TypeId, Part>>);

impl Parts {
    /// One that is there from the start.
    #[must_use]
    pub fn with<T: Send + Sync + 'static>(self, part: T) -> Self {
        self.known().insert(TypeId::of::<T>(), Arc::new(part));
        self
    }

    /// The one of this type, which is made when it is asked for first.
    pub(super) fn of<T: Default + Send + Sync + 'static>(&self) -> Arc<T> {
        let mut known = self.known();
        let part = known.entry(TypeId::of::<T>()).or_insert_with(|| Arc::<T>::default());
        Arc::clone(part).downcast().unwrap_or_default()
    }

    fn known(&self) -> MutexGuard<'_, HashMap<TypeId, Part>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
