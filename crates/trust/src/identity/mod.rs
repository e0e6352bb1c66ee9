//! To be filled in this branch.
