//! A row that is read without panicking.

use tokio_postgres::types::FromSql;

use crate::Problem;

/// One row of an answer.
#[derive(Debug)]
pub struct Row(tokio_postgres::Row);

impl From<tokio_postgres::Row> for Row {
    fn from(row: tokio_postgres::Row) -> Self {
        Self(row)
    }
}

impl Row {
    /// The named column.
    ///
    /// # Errors
    /// [`Problem::Broken`] when the column is missing or of another type: a bug, said without the value.
    pub fn read<'a, T: FromSql<'a>>(&'a self, column: &str) -> Result<T, Problem> {
        self.0.try_get(column).map_err(|_| Problem::broken(format!("column {column} does not read")))
    }
}
