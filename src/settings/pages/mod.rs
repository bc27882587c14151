pub mod brand;
pub mod files;
