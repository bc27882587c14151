pub mod brand;
pub mod directory;
pub mod files;
