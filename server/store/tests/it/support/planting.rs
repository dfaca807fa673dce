//! Rows that a test plants past the store without naming each of their columns.

use super::Stage;

impl Stage {
    /// Builds the insert of a row with the values `column = value, …`; its other columns are 0, false or empty.
    pub async fn row_of(&self, table: &str, values: &str) -> String {
        let columns = if self.is_postgres() {
            format!(
                "select (column_name || ':' || data_type || ':' || is_identity)::text from information_schema.columns
                 where table_schema = 'public' and table_name = '{table}' order by ordinal_position"
            )
        } else {
            format!("select name || ':' || lower(type) || ':' from pragma_table_info('{table}')")
        };
        let columns = self.texts(&columns).await;
        let given = values.split(',').filter_map(|one| one.trim().split_once(" = "));
        let given: Vec<(&str, &str)> = given.collect();
        let (mut names, mut row, mut overriding) = (Vec::new(), Vec::new(), "");
        for column in &columns {
            let parts: Vec<&str> = column.split(':').collect();
            let empty = match parts[1] {
                "text" => "''",
                "boolean" => "false",
                _ => "0",
            };
            if parts[2] == "YES" {
                overriding = "overriding system value";
            }
            names.push(format!("\"{}\"", parts[0]));
            row.push(given.iter().find(|(name, _)| *name == parts[0]).map_or(empty, |(_, value)| *value));
        }
        for (name, _) in given {
            assert!(names.contains(&format!("\"{name}\"")), "{table} has no {name}");
        }
        format!("insert into {table} ({}) {overriding} values ({})", names.join(", "), row.join(", "))
    }
}
