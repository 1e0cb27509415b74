//! The real window over WebDriver: one flow a file, each test on a desk of its own.

mod desk;
mod first;
mod outside;
